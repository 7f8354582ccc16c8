"""Questions on disclosure on application (依申请公开)."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sitegen.charts import Chart, Series, columns, percent, printed
from sitegen.config import Intake
from sitegen.questions import Ask, question
from sitegen.questions.documents import standing, unit_link
from sitegen.records.annual_reports import CODES
from sitegen.records.applications import Applications, Step
from sitegen.views import Card, Link


@dataclass(frozen=True, slots=True)
class MovedView:
    """转为主动公开."""

    matter: str
    unit: Link
    asked: int
    since: date
    document: Card | None


@dataclass(frozen=True, slots=True)
class ApplicationYear:
    """一年的申请: from the annual report of the district."""

    year: str
    url: str
    received: str
    finished: str
    disclosed: str
    """Disclosed in whole or part, of those finished, in per cent."""


@dataclass(frozen=True, slots=True)
class ApplicationsView:
    """依申请公开: the page."""

    guide: Card | None
    manual: Card | None
    rules: Card | None
    hand_in: tuple[str, ...]
    steps: tuple[Step, ...]
    moved: tuple[MovedView, ...]
    years: tuple[ApplicationYear, ...]
    chart: Chart | None
    intake: Intake | None
    """Where the form is sent; none: it is printed and handed in."""


@question
def applications(ask: Ask) -> ApplicationsView:
    p = ask.portal
    found = p.site.records.applications
    assert isinstance(found, Applications)

    years = []
    for (year, owner), report in sorted(p.site.records.annual_reports.items(), reverse=True):
        if owner == "district" and report.published <= p.as_of:
            disclosed, finished = sum(report.row(code)[-1] for code in CODES[2:4]), report.row("3.7")[-1]
            years.append(
                (
                    ApplicationYear(
                        year, ask.url(f"/annual-reports/{year}/district/"), printed(report.row("1")[-1]), printed(finished), str(percent(disclosed, finished))
                    ),
                    report.row("1")[-1],
                    finished,
                )
            )
    oldest = list(reversed(years))
    chart = columns(
        "applications", ask.word("applications.chart"), ask.word("annual.report_year"), [of.year for of, _, _ in oldest],
        [Series(ask.word("annual.received"), tuple(n for _, n, _ in oldest)), Series(ask.word("applications.finished"), tuple(n for _, _, n in oldest))],
        unit=ask.word("annual.cases"),
        description=ask.word("applications.chart_line", year=years[0][0].year, received=years[0][0].received, finished=years[0][0].finished),
    ) if years else None  # fmt: skip
    moved = (MovedView(m.matter, unit_link(ask, m.unit), m.asked, m.since, standing(ask, m.document)) for m in found.moved if m.since <= p.as_of)
    return ApplicationsView(
        standing(ask, found.guide), standing(ask, found.manual), standing(ask, found.rules), found.hand_in, found.steps,
        tuple(sorted(moved, key=lambda m: m.since, reverse=True)), tuple(of for of, _, _ in years), chart, p.config.intake,
    )  # fmt: skip


@question
def calendar_data(ask: Ask) -> dict[str, Any]:
    """Days off, make-up workdays and years with a notice, for scripts that count working days: the last two years known."""
    calendars = ask.portal.site.calendars
    years = sorted(calendars)[-2:]
    off = [
        (holiday.first + timedelta(n)).isoformat()
        for year in years
        for holiday in calendars[year].holidays
        for n in range((holiday.last - holiday.first).days + 1)
    ]
    return {"off": off, "work": [day.isoformat() for year in years for day in calendars[year].make_up_workdays], "years": years}
