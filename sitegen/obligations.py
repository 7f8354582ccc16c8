"""What each catalog row owes, and whether it was paid in time (公开义务与状态).

An obligation is one occasion to publish: an event that started a clock, or a date that comes
back. A row's status is that of its open obligations first, then of its newest publication.
Everything is computed for one day, `as_of`. What a later day will say, if nothing more is
published, follows from `soon_from` and `latest` alone (`EntryStatus.on`): a browser that opens
the page tomorrow reckons it by the same rule, `assets/scripts/due.js`.
"""

import weakref
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from sitegen.config import Thresholds
from sitegen.deadline import Deadline, deadline, last_date, next_date
from sitegen.disclosure import CatalogEntry
from sitegen.findings import Bilingual
from sitegen.time_limit import Clause, TimeLimit, parse
from sitegen.values import DocumentId, EntryId
from sitegen.workdays import Workdays, add_months

if TYPE_CHECKING:
    from sitegen.portal import Portal

Status = Literal["overdue", "due-soon", "uncheckable", "late", "on-time", "long-term", "nothing-yet", "on-request"]
STATUSES: tuple[Status, ...] = ("overdue", "due-soon", "late", "on-time", "long-term", "uncheckable", "nothing-yet", "on-request")


@dataclass(frozen=True, slots=True)
class Obligation:
    """公开义务: one occasion to publish."""

    clause: Clause
    event: str
    started: date | None
    due: date
    latest: date
    """Later than `due` only where a year without a holiday notice is touched."""
    soon_from: date
    """First day on which an unpublished one counts as due soon."""
    published: date | None
    document: DocumentId | None
    note: str
    working: Bilingual
    place: tuple[str | int, ...]
    """Where the record stands in its catalog file (`disclosures`, n), or () for a document or a cycle."""

    def status(self, as_of: date) -> Status:
        if self.published is not None:
            return "late" if self.published > self.latest else "on-time"
        if as_of > self.latest:
            return "overdue"
        return "due-soon" if as_of >= self.soon_from else "on-time"

    def late_by(self, as_of: date) -> int:
        """Calendar days past the last day: until publication, or until `as_of`; 0 if in time."""
        return max(0, ((self.published or as_of) - self.latest).days)


@dataclass(frozen=True, slots=True)
class EntryStatus:
    """状态: a row on one day."""

    status: Status
    limit: TimeLimit
    settled: Status
    """What it is as long as nothing is due soon or overdue."""
    obligations: tuple[Obligation, ...] = ()
    """Open ones first, then newest publication first."""
    missing: tuple[str, ...] = ()
    """Events whose dates are needed before anything can be checked."""
    upcoming: tuple[Obligation, ...] = ()
    """Dates that come back and are not near yet; they open on their `soon_from`."""

    @property
    def open(self) -> tuple[Obligation, ...]:
        return tuple(o for o in self.obligations if o.published is None)

    @property
    def moving(self) -> tuple[Obligation, ...]:
        """What a later day may change: everything that is not published."""
        return (*self.open, *self.upcoming)

    def on(self, day: date) -> Status:
        """The status on this day or a later one, if nothing more is published."""
        return _urgent(self.moving, day) or self.settled


def _urgent(unpublished: tuple[Obligation, ...], day: date) -> Status | None:
    states = {o.status(day) for o in unpublished}
    return next((status for status in STATUSES[:2] if status in states), None)


class Statuses(dict[EntryId, EntryStatus]):
    """The status of each row of a portal, reckoned when it is first asked for."""

    def __init__(self, portal: "Portal") -> None:
        super().__init__()
        # The portal holds its statuses. Were it held in turn, a preview would keep the portals of past builds until garbage is collected.
        self._portal, self._workdays = weakref.proxy(portal), Workdays(portal.site.calendars)

    def __missing__(self, id_: EntryId) -> EntryStatus:
        portal = self._portal
        found = self[id_] = entry_status(portal, portal.entries[id_], self._workdays, portal.config.thresholds)
        return found


@cache
def time_limit(wording: str) -> TimeLimit:
    return parse(wording)


@lru_cache(maxsize=1024)
def _around(pattern: str, as_of: date) -> tuple[date | None, date | None, date | None]:
    """The last date of a `by` pattern before a day, the one before that, and the next. Many rows share few patterns."""
    last = last_date(pattern, as_of)
    return last, last_date(pattern, last) if last else None, next_date(pattern, as_of)


def entry_status(portal: "Portal", entry: CatalogEntry, workdays: Workdays, thresholds: Thresholds) -> EntryStatus:
    """The status of a row on the portal's day."""
    limit = time_limit(entry.time_limit)
    if entry.method == "on-request":
        return EntryStatus("on-request", limit, "on-request")
    reckoner = _Reckoner(portal, entry, limit, workdays, thresholds)
    found = sorted(reckoner.obligations(), key=lambda o: (o.published is not None, o.due if o.published is None else o.published, o.event))
    open_ = tuple(o for o in found if o.published is None)
    paid = tuple(reversed([o for o in found if o.published is not None]))
    settled = _settled(portal, entry, limit, open_, paid, reckoner)
    status = _urgent(open_, portal.as_of) or settled
    return EntryStatus(status, limit, settled, (*open_, *paid), tuple(reckoner.missing), tuple(reckoner.upcoming))


def _settled(
    portal: "Portal", entry: CatalogEntry, limit: TimeLimit, open_: tuple[Obligation, ...], paid: tuple[Obligation, ...], reckoner: "_Reckoner"
) -> Status:
    if paid:
        return paid[0].status(portal.as_of)
    if open_:
        return "on-time"
    published = bool(portal.by_entry.get(entry.id)) or any(d.published for d in entry.disclosures)
    if published and any(c.op in ("keep", "display", "sync", "on", "every") for c in limit.clauses):
        return "long-term" if any(c.op == "keep" for c in limit.clauses) else "on-time"
    if reckoner.missing or (published and not limit.understood):
        return "uncheckable"
    return "on-time" if published else "nothing-yet"


class _Reckoner:
    def __init__(self, portal: "Portal", entry: CatalogEntry, limit: TimeLimit, workdays: Workdays, thresholds: Thresholds) -> None:
        self.portal, self.entry, self.limit, self.workdays, self.thresholds = portal, entry, limit, workdays, thresholds
        self.missing: dict[str, None] = {}
        self.upcoming: list[Obligation] = []

    def obligations(self) -> Iterator[Obligation]:
        for number, record in enumerate(self.entry.disclosures):
            published = record.published if record.published and record.published <= self.portal.as_of else None
            if record.date <= self.portal.as_of:
                yield from self._after_event({record.event: record.date}, published, record.document, record.note or "", ("disclosures", number))
        for document in self.portal.by_entry.get(self.entry.id, ()):
            header = document.header
            events: dict[str, date] = {name: day for name, day in header.events.items()}
            if header.formed is not None:
                # A document is made, and issued, on the day it is signed, unless its editor says otherwise.
                for name in ("formed", "made", "issued"):
                    events.setdefault(name, header.formed)
            yield from self._after_event(events, header.published, document.id, header.title, ())
        yield from self._cycles()

    def _after_event(
        self, events: dict[str, date], published: date | None, document: DocumentId | None, note: str, place: tuple[str | int, ...]
    ) -> Iterator[Obligation]:
        chosen = self._clause_for(events)
        if chosen is None:
            return
        clause, counted = chosen
        due = deadline(counted, events, self.workdays, self.portal.as_of)
        assert due is not None
        started, event = max((events[name], name) for name in counted.events if name in events)
        yield Obligation(clause, event, started, due.day, due.latest, self._soon_from(clause, started, due), published, document, note, due.working, place)

    def _clause_for(self, events: dict[str, date]) -> tuple[Clause, Clause] | None:
        """The clause that these events start, and the one to count with; notes what is missing."""
        dated = [c for c in self.limit.clauses if (c.op == "within" and "received" not in c.events) or (c.op == "within" and "received" in events)]
        for clause in sorted(dated, key=lambda c: bool(c.scope)):
            if any(name in events for name in clause.events):
                return clause, clause
        for clause in self.limit.clauses:
            if clause.op in ("prompt", "realtime") and not dated and events:
                # 及时 has no number; 政府信息公开条例 (2019) article 26 bounds anything proactive at 20 working days.
                return clause, Clause("within", amount=20, unit="wd", events=tuple(events))
        for clause in dated:
            for name in clause.events[:1]:
                self.missing.setdefault(name)
        return None

    def _soon_from(self, clause: Clause, started: date, due: Deadline) -> date:
        if clause.op == "prompt":
            return self.workdays.add(started, self.thresholds.prompt_wd).earliest + timedelta(days=1)
        if clause.op == "realtime":
            return self.workdays.add(started, self.thresholds.realtime_wd).earliest + timedelta(days=1)
        return self.workdays.back(due.day, self.thresholds.soon_wd)

    # -- dates that come back

    def _cycles(self) -> Iterator[Obligation]:
        published = sorted(self._publications(), key=lambda p: p[0])
        for clause in self.limit.clauses:
            if clause.op == "by":
                yield from self._fixed_date(clause, published)
            elif clause.op == "every" and not any(c.op == "by" for c in self.limit.clauses):
                yield from self._next_update(clause, published)

    def _publications(self) -> Iterator[tuple[date, DocumentId | None, str]]:
        for document in self.portal.by_entry.get(self.entry.id, ()):
            yield document.header.published, document.id, document.header.title
        for record in self.entry.disclosures:
            if record.published and record.published <= self.portal.as_of:
                yield record.published, record.document, record.note or ""

    def _fixed_date(self, clause: Clause, published: list[tuple[date, DocumentId | None, str]]) -> Iterator[Obligation]:
        as_of = self.portal.as_of
        last, before, following = _around(clause.object, as_of)
        known_since = self.portal.catalogs[self.entry.catalog].updated
        if last and before:
            done = [p for p in published if p[0] > before]
            if done or last >= known_since:
                day, document, note = done[0] if done else (None, None, "")
                yield self._cycle(clause, last, day, document, note)
        if following and not [p for p in published if last is None or p[0] > last]:
            yield from self._when_near(self._cycle(clause, following, None, None, ""))

    def _when_near(self, obligation: Obligation) -> Iterator[Obligation]:
        """A date that comes back is owed from the day on which it is due soon."""
        if self.portal.as_of >= obligation.soon_from:
            yield obligation
        else:
            self.upcoming.append(obligation)

    def _next_update(self, clause: Clause, published: list[tuple[date, DocumentId | None, str]]) -> Iterator[Obligation]:
        start, document, note = published[-1] if published else (self.portal.catalogs[self.entry.catalog].updated, None, "")
        amount = clause.amount or 1
        due = {
            "mo": add_months(start, amount), "y": add_months(start, 12 * amount), "w": start + timedelta(weeks=amount),
        }.get(clause.unit, start + timedelta(days=amount))  # fmt: skip
        due = self.workdays.roll(due).earliest
        if due >= self.portal.as_of and published:
            # The newest update still holds.
            yield self._cycle(clause, due, start, document, note)
            yield from self._when_near(self._cycle(clause, due, None, None, ""))
        else:
            yield self._cycle(clause, due, None, None, note)

    def _cycle(self, clause: Clause, due: date, published: date | None, document: DocumentId | None, note: str) -> Obligation:
        soon = self.workdays.back(due, self.thresholds.soon_wd)
        return Obligation(clause, "cycle", None, due, due, soon, published, document, note, Bilingual(f"应于 {due} 前更新", f"due by {due}"), ())
