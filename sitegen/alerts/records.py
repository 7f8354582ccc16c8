"""Records (状态记录): the lines of the journal, and what they say together.

A line is JSON with a checksum over the rest of it. A line that does not fit its checksum, as
the last one of a process that was killed, says nothing. Every line repeats what it is about,
so losing one never loses what a later one says, and reading a line twice changes nothing.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, get_args

from sitegen.alerts.events import Event, Receiver, key_of

Status = Literal["planned", "sending", "sent", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Parcel:
    """一次发送: what one call carries to one receiver, a single event or a digest of several."""

    key: str
    receiver: Receiver
    day: date
    """The day it was planned for; the words count from it, so that a retry on another day says the same."""
    events: tuple[Event, ...]


def parcel(receiver: Receiver, day: date, events: tuple[Event, ...]) -> Parcel:
    """A parcel with its key, which the day is no part of."""
    keys = sorted(event.key for event in events)
    return Parcel(key_of("parcel", receiver.channel, receiver.unit, *keys), receiver, day, events)


@dataclass(frozen=True, slots=True)
class Record:
    """One line: a parcel came to a status."""

    status: Status
    parcel: Parcel
    at: str
    """The moment, for people; nothing is ever decided by it."""
    uncertain: bool = False
    """On `failed`: whether the receiver may have taken it all the same, by this call or an earlier one."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a parcel stands after all lines."""

    parcel: Parcel
    status: Status
    uncertain: bool
    """Some call may have been taken without our knowing: only the same key may be sent again."""


def standing(records: Iterable[Record]) -> dict[str, Standing]:
    """The last word on each parcel, by key, in order of first mention."""
    found: dict[str, Standing] = {}
    for record in records:
        before = found.get(record.parcel.key)
        if before is not None and before.status == "sent":
            continue
        uncertain = before is not None and before.uncertain
        if record.status in ("sending", "failed"):
            uncertain = record.uncertain or record.status == "sending"
        found[record.parcel.key] = Standing(record.parcel, record.status, uncertain)
    return found


# ---------------------------------------------------------------- lines


def to_line(record: Record) -> bytes:
    content: dict[str, Any] = {
        "status": record.status, "key": record.parcel.key, "channel": record.parcel.receiver.channel, "unit": record.parcel.receiver.unit,
        "day": record.parcel.day.isoformat(), "events": [[e.entry, e.deadline.isoformat(), e.level] for e in record.parcel.events],
        "at": record.at, "uncertain": record.uncertain, "reason": record.reason,
    }  # fmt: skip
    return json.dumps(content | {"sum": _sum(content)}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_line(line: bytes) -> Record | None:
    """The record of a line, or None where it is torn or damaged."""
    try:
        content = json.loads(line)
        if content.pop("sum") != _sum(content) or content["status"] not in get_args(Status):
            return None
        events = tuple(Event(entry, date.fromisoformat(deadline), level) for entry, deadline, level in content["events"])
        what = Parcel(content["key"], Receiver(content["channel"], content["unit"]), date.fromisoformat(content["day"]), events)
        return Record(content["status"], what, content["at"], content["uncertain"], content["reason"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _sum(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()[:16]
