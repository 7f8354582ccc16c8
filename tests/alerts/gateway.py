"""A receiver on loopback (假网关) that misbehaves as told, and knows what effect each call had.

It takes the same Idempotency-Key once. `script` holds what it does with the next calls; when
that is used up it accepts.
"""

import contextlib
import http.client
import json
import os
import signal
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

PATIENCE_S = 0.06
"""Of a caller that is to lose it: shorter than a delayed answer takes."""
CALM_S = 20.0
"""Of a caller that nothing disturbs, on a machine that may be busy."""
BEHAVIOURS = ("accept", "500", "503", "429", "400", "drop-before", "drop-after", "delay", "kill-before", "kill-after", "refuse-after")
"""kill-… ends the calling process with SIGKILL, before or after the call takes effect; refuse-after takes effect and answers 500."""
TAKING = ("accept", "drop-after", "delay", "kill-after", "refuse-after")


@dataclass
class Call:
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def data(self) -> Any:
        return json.loads(self.body)


@dataclass
class Gateway:
    port: int = 0
    script: list[str] = field(default_factory=list)
    victim: Path | None = None
    """The file that holds the process id of the caller."""
    retry_after: str | None = None
    calls: list[Call] = field(default_factory=list)
    effects: list[Any] = field(default_factory=list)
    """Bodies that took effect, each key once; without a key every one."""
    _keys: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, call: Call) -> str:
        """What to do with a call, after noting its effect."""
        with self._lock:
            self.calls.append(call)
            behaviour = self.script.pop(0) if self.script else "accept"
            key = call.headers.get("Idempotency-Key")
            if behaviour in TAKING and (key is None or key not in self._keys):
                if key is not None:
                    self._keys.add(key)
                self.effects.append(call.data)
            return behaviour

    def forget(self) -> None:
        with self._lock:
            self.script.clear()
            self.calls.clear()
            self.effects.clear()
            self._keys.clear()

    def kill_caller(self) -> None:
        assert self.victim is not None
        with contextlib.suppress(ProcessLookupError):
            os.kill(int(self.victim.read_text()), signal.SIGKILL)


@contextlib.contextmanager
def gateway(tls: ssl.SSLContext | None = None) -> Iterator[Gateway]:
    state = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            behaviour = state.take(Call(self.path, dict(self.headers), body))
            if behaviour.startswith("kill"):
                state.kill_caller()
            if behaviour.startswith(("kill", "drop")):
                self.connection.shutdown(socket.SHUT_RDWR)
                return
            if behaviour == "delay":
                released.wait(PATIENCE_S * 3)
                return
            status = {"accept": 202, "refuse-after": 500, "redirect": 307}.get(behaviour) or int(behaviour)
            self.send_response(status)
            if behaviour == "429" and state.retry_after:
                self.send_header("Retry-After", state.retry_after)
            if behaviour == "redirect":
                self.send_header("Location", f"http://127.0.0.1:{state.port}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    released = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    state.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield state
    finally:
        released.set()
        server.shutdown()
        server.server_close()


def plain_call(port: int, patience_s: float) -> Any:
    """What stands in for the secure connection: plain HTTP to the gateway."""
    return lambda host, _, allowed: http.client.HTTPConnection("127.0.0.1", port, timeout=patience_s)
