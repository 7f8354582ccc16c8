"""Runs of the alert line that can be killed (可被杀死的发送进程).

`python -m tests.alerts.child FOLDER` loads the district once and then forks for each run that
it reads from standard input as a line of JSON; it answers with the exit status. A run dies by
SIGKILL at the step it is told, or when the receiver kills it.
"""

import gc
import json
import os
import random
import signal
import smtplib
import sys
import urllib.request
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, BinaryIO

from sitegen.alerts import journal
from sitegen.alerts.channels import Accepted, Channel, Refused
from sitegen.alerts.channels.mail import Mail
from sitegen.alerts.channels.messenger import Messenger
from sitegen.alerts.channels.webhook import Webhook
from sitegen.alerts.journal import Journal
from sitegen.alerts.message import Message
from sitegen.alerts.records import Record, Standing, to_line
from sitegen.alerts.sender import Sender, World
from sitegen.alerts.settings import MailChannel, WebhookChannel
from sitegen.portal import Portal
from tests.alerts.district import loaded, on, planned
from tests.alerts.gateway import plain_call

MOMENT = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)


class Steps:
    """Counts the steps of a run and ends the process at one of them, as `kill -9` would."""

    def __init__(self, fatal: int | None) -> None:
        self.left = fatal

    def pass_by(self) -> None:
        if self.left is not None:
            self.left -= 1
            if self.left < 0:
                os.kill(os.getpid(), signal.SIGKILL)


class FragileJournal(Journal):
    """Dies before, within, or after a write."""

    def __init__(self, file: BinaryIO, history: dict[str, Standing], damaged: int, steps: Steps) -> None:
        super().__init__(file, history, damaged)
        self.steps, self.file = steps, file

    def write(self, records: Iterable[Record]) -> None:
        written = list(records)
        self.steps.pass_by()
        if self.steps.left == 0 and written:
            data = b"".join(map(to_line, written))
            self.file.write(data[: random.Random(len(data)).randrange(1, len(data))])
            self.file.flush()
        self.steps.pass_by()
        super().write(written)
        self.steps.pass_by()


class FragileChannel:
    """Dies before the call, or after the answer and before anything is done with it."""

    def __init__(self, inner: Channel, steps: Steps) -> None:
        self.inner, self.steps = inner, steps

    @property
    def keyed(self) -> bool:
        return self.inner.keyed

    def send(self, message: Message) -> Accepted | Refused:
        self.steps.pass_by()
        answer = self.inner.send(message)
        self.steps.pass_by()
        return answer


def _channel(kind: str, port: int, patience_s: float) -> Channel:
    now = lambda: MOMENT  # noqa: E731
    if kind == "smtp":
        settings = MailChannel(id="gateway", kind="smtp", host="127.0.0.1", sender="alerts@test.example", address="{unit}@test.example")
        return Mail(settings, lambda: smtplib.SMTP("127.0.0.1", port, timeout=patience_s), now)
    if kind == "keyless":
        return Messenger(dict.fromkeys(("office", "health"), _post(port, patience_s)))
    return Webhook(
        WebhookChannel(id="gateway", kind="webhook", address="https://127.0.0.1/a/{unit}", secret_env="X"), "secret", now, plain_call(port, patience_s)
    )


def _post(port: int, patience_s: float) -> Callable[[str, str], bool]:
    def notify(title: str, text: str) -> bool:
        data = json.dumps({"title": title, "text": text}).encode()
        with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}/", data), timeout=patience_s) as answer:
            return bool(answer.status < 300)

    return notify


def run(base: Portal, order: dict[str, Any]) -> int:
    Path(order["victim"]).write_text(str(os.getpid()))
    steps = Steps(order["fatal"])
    with journal.opened(Path(order["state"]), lambda *args: FragileJournal(*args, steps)) as opened:
        plan, writer, _ = planned(on(base, date.fromisoformat(order["day"]), order["published"]), opened.history, cap=order["cap"])
        channels = {"gateway": FragileChannel(_channel(order["kind"], order["port"], order["patience_s"]), steps)}
        world = World(now=lambda: MOMENT, sleep=lambda _: None, chance=lambda: 0.5)
        tally = Sender(channels, opened, world, lambda out, repeated: writer.write(out, repeated=repeated), lambda _: None).run(plan)
    return 0 if tally.complete else 1


def main() -> None:
    base = loaded(Path(sys.argv[1]))
    # Forks share what is there; a collection in one of them would copy it all.
    gc.freeze()
    gc.disable()
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            code = 70
            try:
                code = run(base, json.loads(line))
            except BaseException:
                import traceback

                traceback.print_exc()
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
