"""Events (提醒事件): duties and levels -> what each unit is warned of, as values.

An event is a row, its last day, and a level; its key holds nothing else, so neither a retry
nor another machine nor a clock that went back makes it another event. Of several levels that
have been reached, a receiver hears of the highest.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from sitegen.alerts.settings import AlertLevel, Alerts
from sitegen.disclosure import CatalogEntry
from sitegen.duties import duties
from sitegen.obligations import Obligation
from sitegen.portal import Portal
from sitegen.values import UnitId
from sitegen.workdays import Workdays

Case = tuple[str, date]
"""Row and last day: what can be late."""


def key_of(*parts: object) -> str:
    """The same 32 hexadecimal digits for the same parts, always."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, separators=(",", ":"), default=str).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Event:
    """提醒事件: a row reached a level with regard to its last day."""

    entry: str
    deadline: date
    level: str

    @property
    def key(self) -> str:
        return key_of("event", self.entry, self.deadline, self.level)

    @property
    def case(self) -> Case:
        return self.entry, self.deadline


@dataclass(frozen=True, slots=True)
class Receiver:
    """A unit, by one channel."""

    channel: str
    unit: str


@dataclass(frozen=True, slots=True)
class Item:
    """待公开事项: what is due of one row on one last day; two records with the same last day are one item."""

    entry: CatalogEntry
    due: date
    latest: date
    soon_from: date
    self_timed: bool
    """及时 and 实时 name no number, so they count as near some days after the event, not before the end."""
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reached:
    """A level that an item has reached for a receiver, and since when."""

    event: Event
    receiver: Receiver
    since: date
    days: int


def items(portal: Portal) -> dict[Case, Item]:
    """Everything that is due, by row and last day, in catalog order."""
    found: dict[Case, list[tuple[CatalogEntry, Obligation]]] = {}
    for entry, obligation in duties(portal):
        found.setdefault((entry.id, obligation.latest), []).append((entry, obligation))
    return {case: _item(members) for case, members in found.items()}


def _item(members: list[tuple[CatalogEntry, Obligation]]) -> Item:
    entry, first = members[0]
    obligations = [o for _, o in members]
    return Item(
        entry, min(o.due for o in obligations), first.latest, min(o.soon_from for o in obligations), first.clause.op in ("prompt", "realtime"),
        tuple(dict.fromkeys(o.note for o in obligations if o.note)),
    )  # fmt: skip


def reached(found: Iterable[Item], portal: Portal, settings: Alerts) -> tuple[Reached, ...]:
    """For every item and receiver the highest level reached on the portal's day."""
    workdays = Workdays(portal.site.calendars)
    highest: dict[tuple[Case, Receiver], Reached] = {}
    for item in found:
        for level in settings.levels:
            since = _since(item, level, workdays)
            if not _holds(item, level, since, portal.as_of):
                continue
            event = Event(item.entry.id, item.latest, level.id)
            for receiver in _receivers(item.entry, level, portal):
                before = highest.get((event.case, receiver))
                if before is None or level.days > before.days:
                    highest[event.case, receiver] = Reached(event, receiver, since, level.days)
    return tuple(highest.values())


def _since(item: Item, level: AlertLevel, workdays: Workdays) -> date:
    """The first day of a level for an item."""
    if level.days > 0:
        return item.latest + timedelta(days=level.days)
    return item.soon_from if item.self_timed else workdays.back(item.due, -level.days)


def _holds(item: Item, level: AlertLevel, since: date, as_of: date) -> bool:
    return since <= as_of and (level.days > 0 or as_of <= item.latest)


def _receivers(entry: CatalogEntry, level: AlertLevel, portal: Portal) -> Iterator[Receiver]:
    units = dict.fromkeys(unit if level.to == "responsible" else _supervisor(unit, portal) for unit in entry.units)
    for unit in units:
        for channel in dict.fromkeys(level.channels):
            yield Receiver(channel, unit)


def _supervisor(unit: UnitId, portal: Portal) -> UnitId:
    """The unit that supervises; one that nobody supervises is warned itself."""
    return portal.units[unit].supervised_by or unit
