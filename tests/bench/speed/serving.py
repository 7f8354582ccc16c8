"""From save to page (从保存到网页): how long until a server shows what was written, as somebody who reloads sees it."""

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench.speed.edits import Site, body
from tests.bench.speed.peers import ROOT, Generator
from tests.bench.speed.spent import Failed, usual

_EVERY = 0.005
_READY = 1800.0
"""Seconds until a server that has not come up is given up; an unmeasured first build is part of it."""
_SEEN = 120.0
_SETTLED = {"sitegen": "first build", "hugo": "Press Ctrl+C"}
"""What a server says when its first build is over."""
_CALM = 1.0
"""Seconds between an answer and the next edit: what a server does after the page is shown must not fall on the next one."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server at work on a site."""

    site: Site
    port: int
    process: "subprocess.Popen[bytes]"
    log: Path

    def holds(self, address: str, words: str) -> bool:
        """Whether a page holds the words now; False also where nobody answers yet."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_SEEN)
        try:
            connection.request("GET", address, headers={"Host": f"localhost:{self.port}"})
            return words.encode() in connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def until(self, address: str, words: str, limit: float) -> None:
        """Raises: Failed."""
        end = time.perf_counter() + limit
        while not self.holds(address, words):
            if self.process.poll() is not None:
                raise Failed(f"the server ended\n{self.log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
            if time.perf_counter() > end:
                raise Failed(f"{address} of {self.site.folder} does not show {words!r}")
            time.sleep(_EVERY)

    def settled(self, words: str) -> None:
        """Wait until the server has told that its first build is over: what an earlier run left may be shown before. Raises: Failed."""
        end = time.perf_counter() + _READY
        while words not in self.log.read_text(encoding="utf-8", errors="replace"):
            if self.process.poll() is not None or time.perf_counter() > end:
                raise Failed(f"the server does not tell that it is ready\n{self.log.read_text(encoding='utf-8', errors='replace')[-2000:]}")
            time.sleep(_EVERY)

    def save(self, mark: str, place: int) -> float:
        """Seconds from the save of one text until its page shows it. Raises: Failed."""
        time.sleep(_CALM)
        began = time.perf_counter()
        (shown,) = body(self.site, mark, place)
        self.until(f"/{shown.path.removesuffix('index.html')}", shown.words, _SEEN)
        return time.perf_counter() - began

    def peak_mb(self) -> int:
        """Megabytes (10⁶ bytes) that the largest process of the server held at most so far."""
        most = 0
        for status in Path("/proc").glob("[0-9]*/status"):
            # A process may end while it is looked at.
            with contextlib.suppress(OSError):
                if os.getsid(int(status.parent.name)) == self.process.pid:
                    most = max([most, *map(int, re.findall(r"^VmHWM:\s+(\d+)", status.read_text(), re.MULTILINE))])
        return round(most * 1024 / 1e6)


def commands(generator: Generator) -> Callable[[int], list[str]] | None:
    """The command that serves a site on a port, for those that are compared."""
    if generator.target == "sitegen":
        return lambda port: [generator.command[0], str(ROOT / "build.py"), "serve", "--root", ".", "--port", str(port)]
    if generator.name == "hugo":
        return lambda port: [generator.command[0], "server", "--port", str(port)]
    return None


@contextlib.contextmanager
def served(generator: Generator, site: Site, log: Path) -> Iterator[Served]:
    """A server that shows the site as it is. Raises: Failed."""
    command = commands(generator)
    assert command, generator.name
    port = _free()
    with open(log, "wb") as said:
        process = subprocess.Popen(command(port), cwd=site.folder, env=usual(), stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True)
        try:
            server = Served(site, port, process, log)
            first = site.document(0)
            server.until(f"/{site.page(first).removesuffix('index.html')}", "各有关单位", _READY)
            server.settled(_SETTLED[generator.target])
            yield server
        finally:
            # One that ended by itself has no group any more.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
            process.wait()


def _free() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
