"""Questions on dates that residents and firms must not miss (办事日历): windows of applications and of collections of opinions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sitegen import urls
from sitegen.eligibility import CLOSING
from sitegen.front_matter import NoticeHeader, PageHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.questions import Ask, question
from sitegen.questions.documents import card
from sitegen.questions.measures import measures
from sitegen.values import AudienceId, DocumentId

QUARTER = timedelta(days=92)

What = Literal["opens", "closes", "opinions-close"]


@dataclass(frozen=True, slots=True)
class DateView:
    """办事日期: the first or last day of a window. Word: `dates.<what>`."""

    id: str
    """The same after the day was corrected; for calendars."""
    what: What
    day: date
    title: str
    line: str
    url: str
    unit: str
    known: date
    """Since when the date is public."""


@question
def dates(ask: Ask, audience: str | None = None) -> tuple[DateView, ...]:
    """Every date that is known, of the whole portal or of the measures for an audience, by day."""
    found = _measures(ask, audience) if audience else (*_measures(ask, None), *_guides(ask), *_opinions(ask))
    return tuple(sorted(found, key=lambda one: (one.day, one.id)))


@question
def dates_soon(ask: Ask) -> tuple[DateView, ...]:
    """Those from the portal's day on, as far as a browser that opens the page within a quarter must know them."""
    today = ask.portal.as_of
    return tuple(one for one in dates(ask) if today <= one.day <= today + CLOSING + QUARTER)


def _measures(ask: Ask, audience: str | None) -> Iterator[DateView]:
    for view in measures(ask, audience=AudienceId(audience) if audience else None):
        line = ask.word("offer.summary", amount=view.amount, benefit=view.benefit)
        yield from _window(f"measure-{view.id}", view.opens, view.closes, (view.title, line, view.url, view.unit.title), view.since)


def _guides(ask: Ask) -> Iterator[DateView]:
    for document in ask.portal.documents.values():
        about = document.header.application if isinstance(document.header, (NoticeHeader, PageHeader)) else None
        if about is None or document.lang != DEFAULT_LANG:
            continue
        shown = card(ask, document.id)
        yield from _window(f"guide-{_key(document.id)}", about.opens, about.closes, (shown.title, shown.summary, shown.url, shown.unit.title), shown.published)


def _opinions(ask: Ask) -> Iterator[DateView]:
    for found in ask.portal.site.records.opinions:
        if found.opens <= ask.portal.as_of:
            unit = ask.name(ask.portal.units[found.unit].short_name)
            title, line, url = ask.text(found.title), ask.text(found.summary), ask.url(f"/opinions/{found.id}/")
            yield DateView(f"opinions-{found.id}", "opinions-close", found.closes, title, line, url, unit, found.opens)


def _window(key: str, opens: date | None, closes: date | None, said: tuple[str, str, str, str], known: date) -> Iterator[DateView]:
    title, line, url, unit = said
    if opens:
        yield DateView(f"{key}-opens", "opens", opens, title, line, url, unit, known)
    if closes:
        yield DateView(f"{key}-closes", "closes", closes, title, line, url, unit, known)


def _key(id_: DocumentId) -> str:
    return id_.replace("/", "-")


@question
def dates_calendar(ask: Ask, audience: str | None = None) -> str:
    """Where the calendar of these dates stands; "" where the portal has none."""
    path = f"{urls.audience_url(audience) if audience else '/'}dates.ics"
    own = f"/{urls.LANG_FOLDERS[ask.lang]}{path[1:]}"
    return ask.url(path) if {own, path} & ask.sources.urls else ""
