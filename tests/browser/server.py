"""The demo as a production host would serve it: the same files and headers, compressed, 404.html for what is not there."""

import functools
import gzip
import io
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from sitegen.headers import local_headers
from sitegen.serve.guard import byte_range

Ranges = Callable[[str, str, bytes], tuple[int, str, bytes]]
"""What a host answers who is asked for a range, given the address, the range and the file: status, Content-Range, body."""
COMPRESSED = ("text/", "application/javascript", "application/json", "application/xml", "image/svg+xml")


def heeded(_: str, asked: str, data: bytes) -> tuple[int, str, bytes]:
    """As every ordinary host answers."""
    try:
        part = byte_range(asked, len(data))
    except ValueError:
        return 416, f"bytes */{len(data)}", b""
    return (206, f"bytes {part[0]}-{part[1]}/{len(data)}", data[part[0] : part[1] + 1]) if part else (200, "", data)


class _Handler(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, *rest: Any, ranges: Ranges, **named: Any) -> None:
        self.ranges = ranges
        super().__init__(*rest, **named)

    def send_response(self, code: int, message: str | None = None) -> None:
        super().send_response(code, message)
        for name, value in local_headers(self.path):
            # What a host says of a file that it has not is true for this once.
            if code < 400 or name != "Cache-Control":
                self.send_header(name, value)

    def send_head(self):
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if self.path.partition("?")[0].endswith("/") else path
        kind = self.guess_type(str(path))
        if not (path.is_file() and kind.startswith(COMPRESSED) and "gzip" in self.headers.get("Accept-Encoding", "")):
            return self._range(path, kind) if path.is_file() and "Range" in self.headers else super().send_head()
        body = compressed(path.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def _range(self, path: Path, kind: str) -> io.BytesIO:
        data = path.read_bytes()
        status, content_range, body = self.ranges(self.path.partition("?")[0], self.headers["Range"], data)
        self.send_response(status)
        self.send_header("Content-Type", kind)
        # Without it no browser keeps a part.
        self.send_header("ETag", f'"{zlib.crc32(data):x}"')
        if content_range:
            self.send_header("Content-Range", content_range)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        return io.BytesIO(body)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        if code != 404:
            return super().send_error(code, message, explain)
        body = Path(self.directory, "404.html").read_bytes()
        self.send_response(404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@functools.lru_cache(maxsize=256)
def compressed(data: bytes) -> bytes:
    """As most hosts compress by default; brotli, where a host has it, is a sixth smaller."""
    return gzip.compress(data, compresslevel=6, mtime=0)


@contextmanager
def serving(folder: Path, ranges: Ranges = heeded) -> Iterator[str]:
    """Serve a folder on this machine only, at a free port; yields the origin."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, directory=str(folder), ranges=ranges))
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
