"""Planning (发送计划): what has been reached and what the journal says -> what to send now.

A pure function. Whatever was certainly never taken is planned anew from today's data, so it
can still be cancelled, replaced by a higher level or gathered into a digest. What may have
been taken is only ever sent again under its own key.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.alerts.events import Case, Event, Reached, Receiver
from sitegen.alerts.records import Parcel, Standing, parcel


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A parcel to send now."""

    parcel: Parcel
    events: tuple[Event, ...]
    """Those of its events that still stand."""
    again: bool
    """An earlier call may have been taken; a channel without keys says so to the reader."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What site.yml decides: `days` of each level, the channels there are, messages a run."""

    days: Mapping[str, int]
    channels: Collection[str]
    cap: int


@dataclass(frozen=True, slots=True)
class Plan:
    """发送计划. Cancelled lines are written before planned ones: an interruption between them loses nothing."""

    cancelled: tuple[Parcel, ...]
    planned: tuple[Parcel, ...]
    outgoing: tuple[Outgoing, ...]


def plan(found: Iterable[Reached], open_cases: Collection[Case], history: Mapping[str, Standing], rules: Rules, as_of: date) -> Plan:
    """What to send on `as_of`, what to write before, and what no longer stands.

    More messages than the cap become one digest for each receiver. What a receiver who was never
    written to missed before `as_of` becomes one digest in any case.
    """
    unsure = [s for s in history.values() if s.uncertain and s.status != "sent" and s.parcel.receiver.channel in rules.channels]
    resent = [Outgoing(s.parcel, live, again=True) for s in unsure if (live := tuple(e for e in s.parcel.events if e.case in open_cases))]
    told = _Told((s.parcel for s in history.values() if s.uncertain or s.status == "sent"), rules.days)
    fresh = [r for r in found if not told.covers(r)]
    known = {s.parcel.receiver for s in history.values() if s.status == "sent"}
    parcels = _parcels(fresh, known, as_of)
    if len(resent) + len(parcels) > rules.cap:
        parcels = _digests(fresh, as_of)
    new = {p.key: p for p in parcels}
    sent = {o.parcel.key for o in resent}
    idle = [s for s in history.values() if s.status in ("planned", "sending", "failed") and s.parcel.key not in new and s.parcel.key not in sent]
    written = {s.parcel.key: s.parcel for s in history.values() if s.status == "planned"}
    return Plan(
        cancelled=tuple(s.parcel for s in idle),
        planned=tuple(p for p in parcels if written.get(p.key) != p),
        outgoing=(*resent, *(Outgoing(p, p.events, again=False) for p in parcels)),
    )


class _Told:
    """What receivers have heard, or may have heard, of each case: every level up to the highest."""

    def __init__(self, parcels: Iterable[Parcel], days: Mapping[str, int]) -> None:
        self.events: set[tuple[Receiver, Event]] = set()
        self.highest: dict[tuple[Receiver, Case], int] = {}
        for what in parcels:
            for event in what.events:
                self.events.add((what.receiver, event))
                if event.level in days:
                    place = what.receiver, event.case
                    self.highest[place] = max(days[event.level], self.highest.get(place, days[event.level]))

    def covers(self, one: Reached) -> bool:
        highest = self.highest.get((one.receiver, one.event.case))
        return (one.receiver, one.event) in self.events or (highest is not None and highest >= one.days)


def _parcels(fresh: Iterable[Reached], known: Collection[Receiver], as_of: date) -> list[Parcel]:
    """One for each event; for a receiver never written to, one digest of what is older than today."""
    single: list[Reached] = []
    backlog: list[Reached] = []
    for one in fresh:
        (backlog if one.since < as_of and one.receiver not in known else single).append(one)
    return [*_digests(backlog, as_of), *(parcel(one.receiver, as_of, (one.event,)) for one in _in_order(single))]


def _digests(fresh: Iterable[Reached], as_of: date) -> list[Parcel]:
    groups: dict[Receiver, list[Event]] = defaultdict(list)
    for one in _in_order(fresh):
        groups[one.receiver].append(one.event)
    return [parcel(receiver, as_of, tuple(events)) for receiver, events in groups.items()]


def _in_order(found: Iterable[Reached]) -> list[Reached]:
    """The oldest first."""
    return sorted(found, key=lambda r: (r.event.deadline, r.event.entry, r.receiver.channel, r.receiver.unit))
