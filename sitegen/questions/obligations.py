"""Questions on time limits: what is due, what is late, and how much was in time (公开时限)."""

import hashlib
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from sitegen import urls
from sitegen.disclosure import CatalogEntry
from sitegen.duties import duties
from sitegen.obligations import STATUSES, EntryStatus, Obligation
from sitegen.questions import Ask, question
from sitegen.questions.documents import standing, unit_link
from sitegen.questions.registers import unit as unit_view
from sitegen.time_views import Moving, ObligationView, OccasionsView, StatusView, TimeFigures, WorkList
from sitegen.values import EntryId
from sitegen.views import Link

WEEK, MONTH = timedelta(days=7), timedelta(days=37)


def _view(ask: Ask, entry: CatalogEntry, obligation: Obligation) -> ObligationView:
    as_of = ask.portal.as_of
    started = obligation.started or obligation.due
    words = f"{entry.id} {obligation.event} {started} {obligation.document or obligation.note}"
    return ObligationView(
        id=f"{entry.id}-{hashlib.sha256(words.encode()).hexdigest()[:12]}",
        entry=Link(entry.title, ask.url(urls.entry_url(entry.catalog, entry.id))), item=entry.title, note=ask.chinese(obligation.note),
        document=_document(ask, obligation), record=next((n for n in obligation.place if isinstance(n, int)), None),
        units=tuple(unit_link(ask, u) for u in entry.units), event=obligation.event, started=obligation.started, due=obligation.due,
        latest=obligation.latest, soon_from=obligation.soon_from, status=obligation.status(as_of), late_by_days=obligation.late_by(as_of),
        published=obligation.published, working_zh=ask.chinese(obligation.working.zh), working_en=obligation.working.en,
    )  # fmt: skip


def _document(ask: Ask, obligation: Obligation) -> Link | None:
    found = standing(ask, obligation.document)
    return Link(found.title, found.url) if found else None


def _moving(found: EntryStatus) -> Moving:
    return Moving(found.settled, tuple((o.soon_from, o.latest) for o in found.moving))


@question
def as_of(ask: Ask) -> date:
    """The day that statuses are reckoned for."""
    return ask.portal.as_of


@question
def status(ask: Ask, entry_id: str) -> StatusView:
    """The status of a row. Lists ask for no more, so that the title of what was published moves no list."""
    found = ask.portal.statuses[EntryId(entry_id)]
    return StatusView(found.status, max((o.late_by(ask.portal.as_of) for o in found.open), default=0), _moving(found))


@question
def occasions(ask: Ask, entry_id: str) -> OccasionsView:
    """Every occasion to publish that is known of a row, and what is missing to reckon its status."""
    entry = ask.portal.entries[EntryId(entry_id)]
    found = ask.portal.statuses[entry.id]
    return OccasionsView(tuple(_view(ask, entry, o) for o in found.obligations), found.missing, found.limit.understood)


@question
def due(ask: Ask, unit: str | None = None) -> tuple[ObligationView, ...]:
    """Everything that is not yet public, of one unit or of all, by its last day."""
    return _by_day(_view(ask, e, o) for e, o in duties(ask.portal) if unit is None or unit in e.units)


def _by_day(found: Iterable[ObligationView]) -> tuple[ObligationView, ...]:
    return tuple(sorted(found, key=lambda o: (o.latest, o.id)))


@question
def work_list(ask: Ask, unit_id: str) -> WorkList:
    """What a unit has to publish: overdue, due within 7 days, due in the 30 days after; and what is overdue at units it supervises."""
    today = ask.portal.as_of
    mine = due(ask, unit=unit_id)
    ahead = [o for o in mine if o.status != "overdue"]
    below = {u.id for u in ask.portal.units.values() if u.supervised_by == unit_id}
    theirs = ((e, o) for e, o in duties(ask.portal) if below.intersection(e.units) and o.status(today) == "overdue")
    return WorkList(
        unit=unit_view(ask, unit_id).card, overdue=tuple(o for o in mine if o.status == "overdue"),
        week=tuple(o for o in ahead if o.due <= today + WEEK), month=tuple(o for o in ahead if today + WEEK < o.due <= today + MONTH),
        supervised=_by_day(_view(ask, e, o) for e, o in theirs), calendar=ask.url(f"/units/{unit_id}/due.ics"),
    )  # fmt: skip


@question
def figures_of_time(ask: Ask, unit: str | None = None, field: str | None = None) -> TimeFigures:
    """Rows by status, and the share in time of all that fell due since 1 January; what is still open and late counts as not in time.

    Without a unit, rows that refer to others are left out: each item once.
    """
    p = ask.portal
    since, until = date(p.as_of.year, 1, 1), p.as_of
    statuses: Counter[str] = Counter()
    moving: list[Moving] = []
    fallen: dict[tuple[object, ...], bool] = {}
    for entry in p.entries.values():
        if (entry.refers_to is not None and unit is None) or (unit is not None and unit not in entry.units):
            continue
        if field is not None and p.catalogs[entry.catalog].field != field:
            continue
        found = p.statuses[entry.id]
        statuses[found.status] += 1
        if found.moving:
            moving.append(_moving(found))
        for o in found.obligations:
            if since <= o.latest <= until and (o.published is not None or o.latest < until):
                # A row and one that refers to it share their documents; what was published for both is one occasion.
                fallen[entry.refers_to or entry.id, o.event, o.started, o.latest, o.document or o.note] = o.status(p.as_of) == "on-time"
    on_time = sum(fallen.values())
    share = on_time * 100 // len(fallen) if fallen else None
    return TimeFigures(tuple((s, statuses[s]) for s in STATUSES), tuple(moving), on_time, len(fallen), share, since, until)
