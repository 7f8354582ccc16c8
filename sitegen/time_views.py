"""What templates receive on time limits (公开时限): statuses, duties, figures."""

from dataclasses import dataclass
from datetime import date

from sitegen.views import Link, UnitCard


@dataclass(frozen=True, slots=True)
class ObligationView:
    """公开义务: one occasion to publish, and how its last day was reckoned."""

    id: str
    """The same on every day and after a correction of the last day; for calendars."""
    entry: Link
    item: str
    note: str
    document: Link | None
    """What fulfils it, if that is a document; `note` is then its title."""
    record: int | None
    """The record of the row that it comes from (`Record.number`); none for a document or a date that comes back."""
    units: tuple[Link, ...]
    event: str
    """What started the clock, or `cycle` for a date that comes back."""
    started: date | None
    due: date
    latest: date
    """Later than `due` only where a year without a holiday notice is touched."""
    soon_from: date
    status: str
    """Word: `status.<status>`."""
    late_by_days: int
    published: date | None
    working_zh: str
    working_en: str


@dataclass(frozen=True, slots=True)
class Moving:
    """随日期变化的状态: what a browser needs to say the status of a row on a later day.

    As long as no day of `soon_from` has come it is `settled`; then due soon, and after `latest` overdue.
    """

    settled: str
    unpublished: tuple[tuple[date, date], ...]
    """`soon_from` and `latest` of everything that is not yet public."""


@dataclass(frozen=True, slots=True)
class StatusView:
    """状态: a row on the portal's day; `status` names the word `status.<status>`."""

    status: str
    late_by_days: int
    """Of what has been overdue longest; 0 if nothing is overdue."""
    moving: Moving


@dataclass(frozen=True, slots=True)
class OccasionsView:
    """公开义务一览: every occasion to publish that is known of a row, as its own page shows them."""

    obligations: tuple[ObligationView, ...]
    """Open ones first, then newest publication first."""
    missing: tuple[str, ...]
    """Events whose dates are needed before anything can be checked."""
    understood: bool
    """Whether the wording of the time limit can be read."""


@dataclass(frozen=True, slots=True)
class WorkList:
    """待办: what a unit has to publish, most urgent first."""

    unit: UnitCard
    overdue: tuple[ObligationView, ...]
    week: tuple[ObligationView, ...]
    """Due today or within 7 days."""
    month: tuple[ObligationView, ...]
    """Due within the 30 days after those."""
    supervised: tuple[ObligationView, ...]
    """Overdue at units that it supervises."""
    calendar: str


@dataclass(frozen=True, slots=True)
class TimeFigures:
    """公开时限统计: rows by status today, and how much of what fell due in the year so far was public in time."""

    statuses: tuple[tuple[str, int], ...]
    moving: tuple[Moving, ...]
    """Those of the rows that a later day may change."""
    on_time: int
    counted: int
    share: int | None
    """Per cent, rounded down; none where nothing fell due."""
    since: date
    until: date
