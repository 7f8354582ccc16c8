"""A mail server on loopback (假邮局) that misbehaves as told. Its mailboxes show a Message-ID once."""

import contextlib
import email
import os
import signal
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


@dataclass
class Mailbox:
    port: int = 0
    script: list[str] = field(default_factory=list)
    """For the next messages: accept, an SMTP code, drop-before, drop-after, kill-before, kill-after."""
    victim: Path | None = None
    letters: list[EmailMessage] = field(default_factory=list)
    """Every text that was taken."""
    taken: dict[str, EmailMessage] = field(default_factory=dict)
    """By key: what a reader sees."""

    def forget(self) -> None:
        self.script.clear()
        self.letters.clear()
        self.taken.clear()

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        behaviour = self.script.pop(0) if self.script else "accept"
        if behaviour.isdigit():
            return f"{behaviour} not now"
        if not behaviour.endswith("-before"):
            letter = email.message_from_bytes(envelope.content, policy=default)
            assert isinstance(letter, EmailMessage)
            self.letters.append(letter)
            self.taken.setdefault(str(letter["Message-ID"]).strip("<>").partition("@")[0], letter)
        if behaviour.startswith("kill"):
            assert self.victim is not None
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(self.victim.read_text()), signal.SIGKILL)
        if behaviour.startswith(("kill", "drop")):
            assert server.transport
            server.transport.abort()
        return "250 taken"


@contextlib.contextmanager
def mailbox(**options: Any) -> Iterator[Mailbox]:
    """`options` are those of aiosmtpd's controller, such as `tls_context`."""
    state = Mailbox()
    controller = _AnyPort(state, hostname="127.0.0.1", port=0, **options)
    controller.start()
    try:
        state.port = controller.actual_port()
        yield state
    finally:
        controller.stop()


class _AnyPort(Controller):
    """A controller on a port that the system chooses. It wakes its server by calling it, so it must call that port."""

    def actual_port(self) -> int:
        assert self.server is not None
        return int(self.server.sockets[0].getsockname()[1])

    def _trigger_server(self) -> None:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.actual_port()), 5) as call:
            call.recv(1)
