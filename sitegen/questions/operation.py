"""Questions on how the portal itself is run (智慧运行): a dashboard from the same data as everything else."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitegen.charts import Chart, Series, columns, percent
from sitegen.languages import DEFAULT_LANG
from sitegen.plan import list_url
from sitegen.portal import Portal
from sitegen.questions import Ask, question
from sitegen.questions.documents import unit_link
from sitegen.questions.interpretations import interpretation_figures
from sitegen.questions.letters import letter_figures
from sitegen.questions.obligations import figures_of_time
from sitegen.values import UnitId
from sitegen.views import Link

MONTHS = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """按时公开: of what fell due, how much was public in time; `open` is late and still not public."""

    counted: int
    on_time: int
    open: int

    @property
    def share(self) -> str:
        return str(percent(self.on_time, self.counted))


@dataclass(frozen=True, slots=True)
class ColumnState:
    """栏目更新: when a section last had something new, and whether that is too long ago."""

    section: Link
    newest: date | None
    days: int | None
    limit: int
    stale: bool


@dataclass(frozen=True, slots=True)
class Dashboard:
    """智慧运行: the portal in figures on its day, over the last twelve months."""

    as_of: date
    months: tuple[str, ...]
    kept: Kept
    by_month: tuple[tuple[str, Kept], ...]
    on_time: Chart
    by_unit: tuple[tuple[Link, Kept], ...]
    """Units with something due in the period, the lowest share first."""
    documents: tuple[tuple[str, int], ...]
    documents_chart: Chart
    explained: int
    policies: int
    explained_share: str
    columns: tuple[ColumnState, ...]
    """Longest without anything new first."""
    json: str


@question
def dashboard(ask: Ask) -> Dashboard:
    """On-time share by unit and month, documents by month, interpretation share, stale sections."""
    p = ask.portal
    months = _months(p.as_of)
    whole: dict[str, Counter[str]] = {month: Counter() for month in months}
    units: dict[UnitId, Counter[str]] = {}
    for day, responsible, state in _occasions(p, months):
        whole[day][state] += 1
        for unit in responsible:
            units.setdefault(unit, Counter())[state] += 1
    by_month = tuple((month, _kept(whole[month])) for month in months)
    published = Counter(f"{d.header.published:%Y-%m}" for d in p.documents.values() if d.lang == DEFAULT_LANG)
    documents = tuple((month, published[month]) for month in months)
    explained = next((interpretation_figures(ask, s.id) for s in p.config.sections if s.kind == "interpretation"), None)
    word, short = ask.word, [month[2:] for month in months]
    most = max(documents, key=lambda row: row[1])
    total = _kept(sum(whole.values(), Counter()))
    return Dashboard(
        p.as_of, months, total, by_month,
        columns(
            "on-time", word("operation.on_time"), word("letters.month_head"), short,
            [Series(word("operation.share"), tuple(percent(k.on_time, k.counted) if k.counted else None for _, k in by_month))], unit="%", whole=100,
            description=word("operation.on_time_line", counted=total.counted, on_time=total.on_time, share=total.share),
        ),
        tuple(
            (unit_link(ask, unit), _kept(found))
            for unit, found in sorted(units.items(), key=lambda row: (percent(row[1]["on-time"], row[1].total()), row[0]))
        ),
        documents,
        columns(
            "documents", word("operation.documents"), word("letters.month_head"), short, [Series(word("operation.published"), tuple(n for _, n in documents))],
            description=word("operation.documents_line", n=sum(n for _, n in documents), month=most[0], most=most[1]),
        ),
        explained.explained if explained else 0, explained.policies if explained else 0,
        str(percent(explained.explained, explained.policies)) if explained else "0.0", tuple(_columns(ask)), ask.url("/operation/operation.json"),
    )  # fmt: skip


@question
def operation_data(ask: Ask) -> dict[str, Any]:
    """The dashboard as data, for the JSON beside it."""
    found, time, letters = dashboard(ask), figures_of_time(ask), letter_figures(ask)

    def kept(of: Kept) -> dict[str, Any]:
        return {"counted": of.counted, "on_time": of.on_time, "late_and_open": of.open, "share": of.share}

    return {
        "as_of": found.as_of.isoformat(), "since": found.months[0], "on_time": kept(found.kept),
        "on_time_by_month": [{"month": month} | kept(of) for month, of in found.by_month],
        "on_time_by_unit": [{"unit": unit.title, "url": unit.url} | kept(of) for unit, of in found.by_unit],
        "rows_by_status": dict(time.statuses), "documents_by_month": [{"month": month, "documents": n} for month, n in found.documents],
        "interpretation": {"policies": found.policies, "explained": found.explained, "share": found.explained_share},
        "letters": {"year": letters.year, "received": letters.received, "replied": letters.replied, "share": letters.share, "median_days": letters.median_days}
        if letters else None,
        "columns": [
            {"section": c.section.title, "newest": c.newest.isoformat() if c.newest else None, "days": c.days, "limit": c.limit, "stale": c.stale}
            for c in found.columns
        ],
    }  # fmt: skip


def _months(as_of: date) -> tuple[str, ...]:
    """The month of the day and the eleven before it, oldest first."""
    last = as_of.year * 12 + as_of.month - 1
    return tuple(f"{n // 12}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1))


def _occasions(p: Portal, months: tuple[str, ...]) -> Iterator[tuple[str, tuple[UnitId, ...], str]]:
    """Each occasion that fell due in the months, once, with its units: on time, late, or late and open."""
    told: set[tuple[object, ...]] = set()
    for entry in p.entries.values():
        if entry.refers_to is not None:
            continue
        for o in p.statuses[entry.id].obligations:
            month = f"{o.latest:%Y-%m}"
            key = (entry.id, o.event, o.started, o.latest, o.document or o.note)
            if month < months[0] or o.latest > p.as_of or (o.published is None and o.latest == p.as_of) or key in told:
                continue
            told.add(key)
            state = "open" if o.published is None else "on-time" if o.status(p.as_of) == "on-time" else "late"
            yield month, entry.units, state


def _kept(found: Counter[str]) -> Kept:
    return Kept(found.total(), found["on-time"], found["open"])


def _columns(ask: Ask) -> Iterator[ColumnState]:
    p, limits = ask.portal, ask.portal.config.thresholds
    allowed = {"news": limits.news_days, "policy": limits.policy_days, "notice": limits.policy_days}
    held = []
    for section in p.config.sections:
        newest = next((d.header.published for d in p.by_section.get((section.id, DEFAULT_LANG), ())), None)
        days = (p.as_of - newest).days if newest else None
        limit = allowed.get(section.kind, limits.section_days)
        link = ask.link(section.title, list_url(section.id, ask.lang))
        held.append(ColumnState(link, newest, days, limit, days is None or days > limit))
    yield from sorted(held, key=lambda c: -(c.days if c.days is not None else 10**6))
