"""Requests and answers (应答): GET and HEAD, for this machine, for files of the manifest; nothing is ever written.

Headers are those of production, with one script allowed by its hash. The checks come first:
whoever calls the server by another name learns nothing of it.
"""

import errno
import socket
import sys
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qs

from sitegen.headers import local_headers
from sitegen.serve.guard import Guard, asked_path, byte_range
from sitegen.serve.live import SCRIPT_HASH, Live, Now, dressed, news, page
from sitegen.serve.media_types import media_type
from sitegen.serve.overlay import STYLE
from sitegen.serve.tree import File, Moved, Tree

EVENTS = "/.sitegen/events"
_STYLE_SHEET = (Path(__file__).parent / "overlay.css").read_bytes()
_BREATH = 15.0
"""Seconds after which a silent stream sends an empty line, to learn whether anybody listens."""
_METHODS = ("GET", "HEAD")
_REFUSED = "这里只回答本机的访问。Only this machine is answered here.\n"


class Server(ThreadingHTTPServer):
    """The server; a thread for each connection, none of which keeps the process alive."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 64

    def __init__(self, bind: str, port: int, token: str, live: Live, *, reloads: bool, on_bug: Callable[[], None]) -> None:
        """Raises: OSError."""
        self.address_family, *_, address = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        super().__init__((str(address[0]), port), _Handler)
        self.guard = Guard(bind, self.server_address[1], token)
        self.live, self.reloads, self._on_bug = live, reloads, on_bug

    def server_bind(self) -> None:
        # Not that of HTTPServer, which asks for the name of the machine and may wait seconds for it.
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        # Browsers hang up in the middle of an answer as they please.
        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError):
            self._on_bug()


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"
    timeout = 60

    def parse_request(self) -> bool:
        """Refuse what is not to be answered before anything else is looked at."""
        if not super().parse_request():
            return False
        if not self.server.guard.knows(self.headers.get_all("Host", [])):
            self._refuse(HTTPStatus.FORBIDDEN)
            return False
        if self.command not in _METHODS:
            self._refuse(HTTPStatus.METHOD_NOT_ALLOWED, ("Allow", ", ".join(_METHODS)))
            return False
        return True

    def do_GET(self) -> None:
        asked = asked_path(self.path)
        now = self.server.live.now
        if asked == EVENTS and self.server.reloads:
            self._stream()
        elif asked == STYLE:
            self._send(200, media_type(STYLE), _STYLE_SHEET, cache="no-cache")
        elif asked is None or now.tree is None:
            self._page(now, asked or "")
        else:
            self._file(now, now.tree, asked)

    do_HEAD = do_GET

    # -- kinds of answer

    def _file(self, now: Now, tree: Tree, asked: str) -> None:
        found = tree.find(asked)
        if isinstance(found, Moved):
            _, mark, query = self.path.partition("?")
            self._send(301, "text/plain; charset=utf-8", b"", ("Location", found.to + (mark + query if "#" not in found.to else "")))
        elif isinstance(found, File) and not found.path.endswith(".html") and (data := tree.read(found.path)) is not None:
            self._bytes(found.path, data, tree.digests[found.path])
        else:
            self._page(now, asked)

    def _page(self, now: Now, asked: str) -> None:
        shown = page(now, asked)
        html = dressed(shown.html, now, shown.version, self.server.guard.token) if self.server.reloads else shown.html
        self._send(shown.status, "text/html; charset=utf-8", html, cache="no-cache")

    def _bytes(self, path: str, data: bytes, digest: str) -> None:
        kind, tag = media_type(path), ("ETag", f'"{digest}"')
        if self.headers.get("If-None-Match") == tag[1]:
            self._send(304, kind, b"", tag)
            return
        part = None
        try:
            part = byte_range(self.headers.get("Range", ""), len(data)) if self.headers.get("If-Range") in (None, tag[1]) else None
        except ValueError:
            self._send(416, kind, b"", ("Content-Range", f"bytes */{len(data)}"))
            return
        if part is None:
            self._send(200, kind, data, tag, ("Accept-Ranges", "bytes"), cache="no-cache")
        else:
            self._send(206, kind, data[part[0] : part[1] + 1], tag, ("Content-Range", f"bytes {part[0]}-{part[1]}/{len(data)}"), cache="no-cache")

    def _stream(self) -> None:
        """Server-sent events: what the page at `page` that has seen `seen` does not show yet, and then whatever comes."""
        query = {key: values[0] for key, values in parse_qs(self.path.partition("?")[2]).items()}
        if not self.server.guard.trusts(self.headers.get_all("Origin", []), self.headers.get("Sec-Fetch-Site"), query.get("token", "")):
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        self.close_connection = True
        self._head(200, "text/event-stream; charset=utf-8", ("Cache-Control", "no-store"), ("Connection", "close"))
        if self.command == "HEAD":
            return
        seen = self.headers.get("Last-Event-ID") or query.get("seen", "")
        shown = asked_path(query.get("page", "")) or ""
        now: Now | None = self.server.live.now
        self.wfile.write(b"retry: 1000\n\n")
        while now is not None:
            told, seen = news(now, shown, seen)
            # An empty line even where there is nothing to tell: only writing shows whether the page is still there.
            self.wfile.write(told.encode() or b":\n\n")
            now = self.server.live.after(now.number, _BREATH)

    # -- writing

    def _refuse(self, status: HTTPStatus, *headers: tuple[str, str]) -> None:
        self.close_connection = True
        words = (_REFUSED if status == HTTPStatus.FORBIDDEN else f"{status.value} {status.phrase}\n").encode()
        self._send(status.value, "text/plain; charset=utf-8", words, ("Connection", "close"), *headers)

    def _send(self, status: int, kind: str, body: bytes, *headers: tuple[str, str], cache: str = "") -> None:
        if status != 304:
            headers = (*headers, ("Content-Length", str(len(body))))
        self._head(status, kind, *headers, cache=cache)
        if self.command != "HEAD":
            self.wfile.write(body)

    def _head(self, status: int, kind: str, *headers: tuple[str, str], cache: str = "") -> None:
        tree = self.server.live.now.tree
        address = (asked_path(self.path) or "/").removeprefix(tree.base if tree else "")
        given = dict(local_headers(address, SCRIPT_HASH if self.server.reloads else ""))
        if cache:
            given.setdefault("Cache-Control", cache)
        self.send_response(status)
        for name, value in (("Content-Type", kind), *given.items(), *headers):
            self.send_header(name, value)
        self.end_headers()

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """What the parent refuses, such as a line that is no request."""
        self.close_connection = True
        self.command = self.command or "GET"
        self.path = "/"
        status = HTTPStatus(code)
        self._send(code, "text/plain; charset=utf-8", f"{code} {status.phrase}\n".encode(), ("Connection", "close"))

    def version_string(self) -> str:
        return "sitegen"

    def log_message(self, format: str, *args: Any) -> None:
        """The terminal is for what changes, not for who looks."""


def why_not(error: OSError, bind: str, port: int) -> str:
    """Why the server cannot listen there, and what to do (two languages)."""
    if error.errno == errno.EADDRINUSE:
        return f"端口 {port} 已被占用，请换一个，例如 -p {port + 1}。port {port} is in use; name another, such as -p {port + 1}."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"没有权限使用端口 {port}，请用 1024 以上的端口，例如 -p 8000。no permission to use port {port}; name one above 1024, such as -p 8000."
    zh = f"不能在 {bind} 上提供预览（{error.strerror}）；--bind 请写这台电脑的地址。"
    return f"{zh}cannot serve on {bind} ({error.strerror}); --bind takes an address of this machine."
