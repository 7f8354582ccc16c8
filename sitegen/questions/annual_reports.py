"""Questions on annual reports of disclosure (政府信息公开年度报告)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sitegen.charts import Chart, Series, bars, printed
from sitegen.questions import Ask, question
from sitegen.questions.documents import standing, unit_link
from sitegen.records.annual_reports import APPLICANTS, CODES, OUTCOMES, AnnualReport, Issued
from sitegen.values import UnitId
from sitegen.views import Card, Link

_YEARS = 3
_COMPARED = ("1", "3.1", "3.2", "3.3", "3.4", "3.5", "3.6")
"""Rows of the chart, each the sum of the rows that begin so."""


@dataclass(frozen=True, slots=True)
class ReportCard:
    """年度报告: what a list shows of a report; `owner` is a unit, or the district."""

    year: str
    owner: Link
    of_district: bool
    url: str
    published: date
    received: int
    """New requests."""
    reviews: int


@dataclass(frozen=True, slots=True)
class HeadCell:
    """A head of rows in the table of requests, over so many rows and columns."""

    text: str
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A row of the table of requests: the heads that begin on it, then its seven figures."""

    code: str
    heads: tuple[HeadCell, ...]
    cells: tuple[str, ...]
    whole: bool
    """Whether it is a total."""


@dataclass(frozen=True, slots=True)
class ReportView:
    """年度报告: a report's own page."""

    card: ReportCard
    document: Card | None
    overview: tuple[str, ...]
    issued: tuple[tuple[str, tuple[str, str, str]], ...]
    """(rules or normative, (made, repealed, in force)); a slash where there is none."""
    licences: str
    penalties: str
    coercions: str
    fees: str
    requests: tuple[RequestRow, ...]
    reviews: tuple[tuple[str, tuple[str, ...]], ...]
    problems: tuple[str, ...]
    others: tuple[str, ...]
    comparison: Chart | None
    """The same figures of up to three years; none where there is one year only."""
    others_of_owner: tuple[ReportCard, ...]


@question
def annual_reports(ask: Ask, owner: str | None = None) -> tuple[ReportCard, ...]:
    """Reports, newest year first, the district before the units; of one owner or of all."""
    order = {unit: number for number, unit in enumerate(ask.portal.units)}
    held = ((year, of) for (year, of), report in ask.portal.site.records.annual_reports.items() if report.published <= ask.portal.as_of and owner in (None, of))
    return tuple(_card(ask, *key) for key in sorted(held, key=lambda key: (-int(key[0]), order.get(UnitId(key[1]), -1))))


@question
def annual_report(ask: Ask, subject: str) -> ReportView:
    """A report, by `year/owner`."""
    year, owner = subject.split("/")
    found = ask.portal.site.records.annual_reports[year, owner]
    return ReportView(
        _card(ask, year, owner), standing(ask, found.document), found.overview,
        (("rules", _issued(found.rules)), ("normative", _issued(found.normative))),
        printed(found.licences), printed(found.penalties), printed(found.coercions), printed(found.fees),
        tuple(_rows(ask, found)), tuple((name, tuple(map(printed, getattr(found.reviews, name)))) for name in ("reconsideration", "direct", "after")),
        found.problems, found.others, _comparison(ask, year, owner),
        tuple(c for c in annual_reports(ask, owner) if c.year != year),
    )  # fmt: skip


@question
def annual_table(ask: Ask, subject: str, name: str) -> tuple[tuple[str, ...], ...]:
    """A statutory table as rows of a spreadsheet, its heads first: `issued`, `requests` or `reviews`."""
    view = annual_report(ask, subject)
    word = ask.word
    if name == "issued":
        head = ("", *(word(f"annual.{column}") for column in ("made", "repealed", "in_force")))
        return (head, *((word(f"annual.{row}"), *cells) for row, cells in view.issued))
    if name == "requests":
        head = (word("annual.code"), word("annual.matter"), *(word(f"annual.{column}") for column in APPLICANTS))
        return (head, *((row.code, word(f"annual.{row.code}"), *row.cells) for row in view.requests))
    head = ("", *(word(f"annual.{column}") for column in OUTCOMES))
    return (head, *((word(f"annual.{row}"), *cells) for row, cells in view.reviews))


def _card(ask: Ask, year: str, owner: str) -> ReportCard:
    found = ask.portal.site.records.annual_reports[year, owner]
    link = Link(ask.word("annual.district"), ask.url("/annual-reports/")) if owner == "district" else unit_link(ask, UnitId(owner))
    return ReportCard(
        year, link, owner == "district", ask.url(f"/annual-reports/{year}/{owner}/"), found.published, found.row("1")[-1], found.reviews.reconsideration[-1]
    )


def _issued(found: Issued | None) -> tuple[str, str, str]:
    return (printed(found.made), printed(found.repealed), printed(found.in_force)) if found else ("/", "/", "/")


def _rows(ask: Ask, found: AnnualReport) -> Iterator[RequestRow]:
    """Every row of the form. Rows 3.x stand under one head, rows 3.3.x and so on under a second."""
    families = {family: len(list(codes)) for family, codes in groupby(CODES, key=lambda code: code.rpartition(".")[0])}
    begun: set[str] = set()
    for code in CODES:
        heads: list[HeadCell] = []
        family = code.rpartition(".")[0]
        if code[0] == "3" and "3" not in begun:
            begun.add("3")
            heads.append(HeadCell(ask.word("annual.3"), sum(c[0] == "3" for c in CODES), 1))
        if family.count(".") == 1 and family not in begun:
            begun.add(family)
            heads.append(HeadCell(ask.word(f"annual.{family}"), families[family], 1))
        heads.append(HeadCell(ask.word(f"annual.{code}"), 1, 3 - code.count(".")))
        yield RequestRow(code, tuple(heads), tuple(map(printed, found.row(code))), code == "3.7")


def _comparison(ask: Ask, year: str, owner: str) -> Chart | None:
    held = ask.portal.site.records.annual_reports
    years = [y for y in (str(int(year) - n) for n in range(_YEARS)) if (y, owner) in held]
    if len(years) < 2:
        return None
    figures = {y: [sum(held[y, owner].row(c)[-1] for c in CODES if c == code or c.startswith(f"{code}.")) for code in _COMPARED] for y in years}
    first, last = figures[years[-1]][0], figures[years[0]][0]
    return bars(
        f"annual-{year}-{owner}", ask.word("annual.compared", first=years[-1], last=years[0]), ask.word("annual.matter"),
        [ask.word(f"annual.short.{code}") for code in _COMPARED], [Series(ask.word("annual.year", year=y), tuple(figures[y])) for y in years],
        unit=ask.word("annual.cases"), description=ask.word("annual.compared_line", first=years[-1], last=years[0], a=printed(first), b=printed(last)),
    )  # fmt: skip
