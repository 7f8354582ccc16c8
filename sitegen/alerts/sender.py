"""Sender (发送): parcels out through their channels, each step in the journal first.

Five attempts, waiting from 2 seconds to 5 minutes; what a receiver asks for by Retry-After
is honoured. Ten failed calls in a row stop a channel for this run: one dead gateway must not
keep mail from being sent. What is left is sent by the next run under the same key.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sitegen.alerts.channels import Accepted, Channel, Refused
from sitegen.alerts.journal import Journal
from sitegen.alerts.message import Message
from sitegen.alerts.planning import Outgoing, Plan
from sitegen.alerts.records import Parcel, Record, Status

ATTEMPTS = 5
FIRST_WAIT_S, LONGEST_WAIT_S, GROWTH = 2.0, 300.0, 5.0
CIRCUIT = 10


@dataclass(frozen=True, slots=True)
class World:
    """What is not ours to decide: the time, waiting, and chance (0 to 1)."""

    now: Callable[[], datetime]
    sleep: Callable[[float], None]
    chance: Callable[[], float]


@dataclass(slots=True)
class Tally:
    """What became of a run; `held` were not tried."""

    sent: int = 0
    failed: int = 0
    held: int = 0
    cancelled: int = 0

    @property
    def complete(self) -> bool:
        return not self.failed and not self.held


def wait_s(failures: int, chance: float) -> float:
    """Seconds before the next attempt: 2, 10, 50, 250, each up to half more or less, at most 5 minutes."""
    return min(LONGEST_WAIT_S, max(FIRST_WAIT_S, FIRST_WAIT_S * GROWTH ** (failures - 1) * (0.5 + chance)))


@dataclass(slots=True)
class Sender:
    """`write` makes the message of a parcel; `say` tells a line for the log."""

    channels: Mapping[str, Channel]
    journal: Journal
    world: World
    write: Callable[[Outgoing, bool], Message]
    say: Callable[[str], None]
    _in_a_row: Counter[str] = field(default_factory=Counter)
    _stopped: set[str] = field(default_factory=set)

    def run(self, plan: Plan) -> Tally:
        """Carry out a plan.

        Raises: OSError, where the journal cannot be written; nothing is sent then that it does not announce.
        """
        tally = Tally(cancelled=len(plan.cancelled))
        self.journal.write(self._record("cancelled", p) for p in plan.cancelled)
        self.journal.write(self._record("planned", p) for p in plan.planned)
        for what in plan.cancelled:
            self._tell("cancelled", what)
        for out in plan.outgoing:
            if out.parcel.receiver.channel in self._stopped:
                tally.held += 1
                self._tell("held", out.parcel)
            elif self._deliver(out):
                tally.sent += 1
            else:
                tally.failed += 1
        return tally

    def _deliver(self, out: Outgoing) -> bool:
        name, uncertain = out.parcel.receiver.channel, out.again
        channel = self.channels[name]
        for attempt in range(1, ATTEMPTS + 1):
            self.journal.write([self._record("sending", out.parcel)])
            answer = channel.send(self.write(out, uncertain and not channel.keyed))
            if isinstance(answer, Accepted):
                self.journal.write([self._record("sent", out.parcel)])
                self._tell("sent", out.parcel)
                self._in_a_row[name] = 0
                return True
            uncertain = uncertain or answer.uncertain
            self._in_a_row[name] += 1
            wait = max(wait_s(attempt, self.world.chance()), answer.after_s or 0.0)
            if self._in_a_row[name] >= CIRCUIT or wait > LONGEST_WAIT_S:
                self._stopped.add(name)
            if not answer.retry or attempt == ATTEMPTS or name in self._stopped:
                return self._give_up(out.parcel, answer, uncertain)
            self.world.sleep(wait)
        raise AssertionError("unreachable")

    def _give_up(self, what: Parcel, answer: Refused, uncertain: bool) -> bool:
        self.journal.write([self._record("failed", what, uncertain, answer.reason)])
        self._tell("failed", what, answer.reason)
        return False

    def _record(self, status: Status, what: Parcel, uncertain: bool = False, reason: str = "") -> Record:
        return Record(status, what, self.world.now().isoformat(timespec="seconds"), uncertain, reason)

    def _tell(self, status: str, what: Parcel, reason: str = "") -> None:
        self.say(log_line(status, what, reason))


def log_line(status: str, what: Parcel, reason: str = "") -> str:
    """Ids and status only: no names, addresses or words of a message."""
    events = " ".join(f"{e.entry}/{e.deadline}/{e.level}" for e in what.events[:3]) + (f" +{len(what.events) - 3}" if len(what.events) > 3 else "")
    return f"{status:<9} {what.key[:8]} {what.receiver.channel} {what.receiver.unit} {events}" + (f" ({reason})" if reason else "")
