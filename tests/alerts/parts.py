"""Small values for the tests of channels and sender (提醒测试所用的值)."""

import contextlib
import ssl
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from sitegen.alerts import journal
from sitegen.alerts.channels import Accepted, Refused
from sitegen.alerts.events import Event, Receiver
from sitegen.alerts.journal import Journal
from sitegen.alerts.message import Message
from sitegen.alerts.planning import Outgoing, Plan
from sitegen.alerts.records import parcel
from sitegen.alerts.sender import Sender, Tally, World

MOMENT = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
DAY = date(2026, 3, 10)


def message(text: str = "请公开", *, key: str = "0123456789abcdef", subject: str = "[超期 1 天] 事项1") -> Message:
    return Message(key, "health", subject, (text,), ("please publish",), {"key": key, "text": text})


def outgoing(number: int, channel: str = "gateway", *, again: bool = False) -> Outgoing:
    what = parcel(Receiver(channel, "health"), DAY, (Event(f"row-{number}", DAY, "late-1"),))
    return Outgoing(what, what.events, again)


@dataclass
class Scripted:
    """A channel that answers as told, then accepts."""

    answers: list[Accepted | Refused] = field(default_factory=list)
    keyed: bool = True
    sent: list[Message] = field(default_factory=list)

    def send(self, message: Message) -> Accepted | Refused:
        self.sent.append(message)
        return self.answers.pop(0) if self.answers else Accepted()


@dataclass
class Run:
    """A sender at work: what it waited, said and wrote."""

    channels: dict[str, Scripted]
    state: Path
    waits: list[float] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    chance: float = 0.5

    def send(self, *outgoing: Outgoing) -> Tally:
        def write(out: Outgoing, repeated: bool) -> Message:
            return message("（重发）" if repeated else "请公开", key=out.parcel.key)

        with self.opened() as opened:
            world = World(lambda: MOMENT, self.waits.append, lambda: self.chance)
            plan = Plan((), tuple(o.parcel for o in outgoing if not o.again), outgoing)
            return Sender(self.channels, opened, world, write, self.said.append).run(plan)

    def opened(self) -> "contextlib.AbstractContextManager[Journal]":
        return journal.opened(self.state)

    def statuses(self) -> list[tuple[str, bool]]:
        return [(s.status, s.uncertain) for s in journal.read(self.state)[0].values()]


def certificate(folder: Path) -> tuple[Path, Path] | None:
    """A certificate for localhost and its key; None where openssl is not installed."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    with contextlib.suppress(FileNotFoundError):
        if subprocess.run([*command, "-keyout", str(key), "-out", str(cert)], capture_output=True).returncode == 0:
            return cert, key
    return None


def server_context(pair: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*pair)
    return context

