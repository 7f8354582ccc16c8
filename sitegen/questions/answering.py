"""Questions on how the government answers (互动与服务): which of its pages this portal has."""

from collections.abc import Callable

from sitegen.plan import Page, district_base, list_url
from sitegen.questions import Ask, question
from sitegen.questions.annual_reports import annual_report
from sitegen.questions.district import sight
from sitegen.questions.documents import card
from sitegen.questions.letters import letter
from sitegen.questions.opinions import opinion
from sitegen.questions.projects import project
from sitegen.views import Link

FRONT_PAGES = ("letters", "opinions", "hotlines", "on-application", "projects", "annual-reports", "operation")
"""Kinds of front pages of records, in the order of menus."""


@question
def answering(ask: Ask) -> tuple[Link, ...]:
    """The front pages of letters, hotlines and their like that the portal has in this language."""
    return tuple(Link(ask.word(f"page.{kind}"), ask.url(url)) for kind in FRONT_PAGES if (url := list_url(kind, ask.lang)) in ask.sources.urls)


_TITLES: dict[str, tuple[str, Callable[[Ask, Page], str]]] = {
    "letters-year": ("letters", lambda ask, page: ask.word("letters.of_year", year=page.subject)),
    "letter": ("letters", lambda ask, page: str(letter(ask, page.subject).card.title)),
    "annual-report": ("annual-reports", lambda ask, page: _report_title(ask, page)),
    "project": ("projects", lambda ask, page: str(project(ask, page.subject).card.title)),
    "application-form": ("on-application", lambda ask, page: ask.word("page.application-form")),
    "opinion": ("opinions", lambda ask, page: str(opinion(ask, page.subject).card.title)),
    "sight": ("district", lambda ask, page: str(sight(ask, page.subject).card.name)),
    "figures": ("district", lambda ask, page: ask.word("figures.of_year", year=page.subject)),
    "pictures": ("district", lambda ask, page: ask.word("page.pictures")),
}
"""Kinds of pages below a front page: the front page, and the title in the trail."""


def _report_title(ask: Ask, page: Page) -> str:
    found = annual_report(ask, page.subject).card
    return ask.word("annual.title", year=found.year, owner=found.owner.title)


def trail(ask: Ask, page: Page) -> tuple[tuple[str, str], ...]:
    """Title and path of each step from the front page of a record to its own page; nothing for other pages."""
    if page.kind not in _TITLES:
        return ()
    front, title = _TITLES[page.kind]
    return _front(ask, page, front), (title(ask, page), page.url)


def _front(ask: Ask, page: Page, front: str) -> tuple[str, str]:
    district = ask.portal.site.records.district
    if front == "district" and district:
        return card(ask, district.introduction).title, district_base(ask.portal, page.lang)
    return ask.word(f"page.{front}"), list_url(front, page.lang)
