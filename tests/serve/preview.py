"""A preview under test: the command in a process of its own, its terminal line by line, and requests to it."""

import http.client
import json
import os
import queue
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from tests.portals import AS_OF, ROOT, put

DEADLINE = 180.0
"""Seconds until a test gives up on something that must come; nothing takes nearly as long."""
BUILT = "个文件有变化"
STOPPED = "没有更新"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Preview:
    """`python3 build.py serve` of one portal."""

    def __init__(self, root: Path, *options: str, port: int = 0) -> None:
        command = [sys.executable, str(ROOT / "build.py"), "serve", "--root", str(root), "--as-of", AS_OF, "-p", str(port), *options]
        self.root = root
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, encoding="utf-8", env=os.environ | {"PYTHONUNBUFFERED": "1"})
        self.told: list[str] = []
        self._lines: queue.Queue[str | None] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        start = self.line("打开 / open")
        match = re.search(r"http://([^/]*):(\d+)/", start)
        assert match, start
        self.host, self.port = f"{match[1]}:{match[2]}", int(match[2])

    def _listen(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)

    # -- the terminal

    def line(self, *words: str) -> str:
        """The next line that holds one of the words; lines before it are in `told`."""
        while True:
            line = self._lines.get(timeout=DEADLINE)
            assert line is not None, "\n".join(("the server ended:", *self.told))
            self.told.append(line)
            assert STOPPED not in line or STOPPED in words, "\n".join(self.told)
            if any(word in line for word in words):
                return line

    def built(self) -> str:
        """The next line that tells of a build that went well."""
        return self.line(BUILT)

    def stopped(self) -> str:
        """The next line that tells of one that did not."""
        return self.line(STOPPED)

    def end(self, sign: int = signal.SIGINT) -> int:
        """Ask it to stop; the exit code. What it said is in `told`."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        code = self.process.wait(DEADLINE)
        while (line := self._lines.get(timeout=DEADLINE)) is not None:
            self.told.append(line)
        self._lines.put(None)
        return code

    # -- files and requests

    def save(self, path: str, text: str | bytes) -> None:
        """Write a file of the portal as a careful editor does: beside it, then in its place."""
        put(self.root, f"{path}.tmp~", text).replace(self.root / path)

    def get(self, target: str, method: str = "GET", **headers: str) -> Answer:
        """One request, its target sent as it stands here; `Host=""` sends none, `_` in a header's name stands for `-`."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=DEADLINE)
        connection.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": self.host} | {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        answer = Answer(response.status, dict(response.getheaders()), response.read())
        connection.close()
        return answer

    def until(self, address: str, words: str, *, trouble: bool = False) -> None:
        """Wait until a page holds the words, and the panel or none."""
        while words not in (page := self.page(address)).html or ('<section id="sitegen-findings"' in page.html) is not trouble:
            with page.stream() as stream:
                stream.event()

    def raw(self, request: bytes) -> bytes:
        """What comes back for bytes sent as they are."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=DEADLINE) as connection:
            connection.sendall(request)
            connection.shutdown(socket.SHUT_WR)
            answer = b""
            while piece := connection.recv(65536):
                answer += piece
            return answer

    def page(self, address: str) -> "OpenPage":
        """A page as a browser holds it: what it shows, and what its stream will be asked with."""
        answer = self.get(address)
        token, seen = (re.search(f'data-{name}="([^"]*)"', answer.text) for name in ("token", "seen"))
        assert token and seen, answer.text
        return OpenPage(self, address, answer.text, token[1], seen[1])


@dataclass
class OpenPage:
    preview: Preview
    address: str
    html: str
    token: str
    seen: str

    def target(self, **changed: str) -> str:
        return "/.sitegen/events?" + urlencode({"token": self.token, "page": self.address, "seen": self.seen} | changed)

    @contextmanager
    def stream(self) -> Iterator["Stream"]:
        connection = http.client.HTTPConnection("127.0.0.1", self.preview.port, timeout=DEADLINE)
        connection.request("GET", self.target(), headers={"Host": self.preview.host})
        response = connection.getresponse()
        assert response.status == 200
        try:
            yield Stream(response)
        finally:
            connection.close()


@dataclass
class Stream:
    response: http.client.HTTPResponse

    def event(self) -> tuple[str, object]:
        """Name and data of the next event."""
        name = ""
        for line in iter(self.response.readline, b""):
            key, _, value = line.decode().rstrip("\n").partition(": ")
            if key == "event":
                name = value
            elif key == "data":
                return name, json.loads(value)
        raise AssertionError("the stream ended")


@contextmanager
def previewing(root: Path, *options: str) -> Iterator[Preview]:
    """A preview whose first build is done."""
    preview = Preview(root, *options)
    try:
        preview.built()
        yield preview
    finally:
        preview.process.kill()
        preview.process.wait(DEADLINE)
