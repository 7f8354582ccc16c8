"""检索范围: every kind of page of the plan is searched in its language, or is left out for a reason."""

import pytest

from sitegen.languages import Lang
from sitegen.pipeline import look
from sitegen.plan import Page
from sitegen.portal import Portal, portal
from sitegen.report import Options, Report
from sitegen.search_pages import SearchPages
from tests.demo import AS_OF, KINDS, ROOT

LEFT_OUT = {
    "home": "all of the portal in one page; its link stands in every header",
    "search": "the page that asks",
    "sitemap": "lists what is searched",
    "not-found": "what a wrong address shows",
    "rows": "catalog rows of one level, method, audience or state: each row is searched itself",
    "work-list": "what the staff of a unit have to do, other on each day; the unit is searched",
    "visits": "what a street worker takes along; street and audience are searched",
    "application-form": "a form to print, one step from the page on applications, which has its name as an alias",
    "senior": "the same pages again, for the senior edition",
    "senior-hotlines": "the same pages again, for the senior edition",
    "senior-services": "the same pages again, for the senior edition",
}
"""Kinds of which no page is searched, and why."""


def left_out(page: Page, p: Portal) -> str:
    """Why one page of a kind that is searched is not; "" if it must be."""
    if page.kind in LEFT_OUT:
        return LEFT_OUT[page.kind]
    if page.slice is not None and (page.slice.number is not None or page.slice.facet is not None):
        return "a part of a list; its front page is searched, and all that it lists"
    if page.kind == "service-list" and page.subject.startswith("unit/"):
        return "the services of a unit; the unit and each service are searched"
    if page.kind == "entry" and p.entries[page.subject].refers_to is not None:
        return "a row that refers to another, which is searched"
    return ""


@pytest.fixture(scope="module")
def planned() -> tuple[tuple[Page, ...], Portal, dict[Lang, dict[str, str]]]:
    """The demo's pages for readers, its portal, and of each language the title of every address that is searched."""
    ready = look(ROOT, Options(AS_OF), Report())
    assert ready is not None
    p = portal(*ready.facts)
    searched = {}
    for lang in p.langs:
        pages = SearchPages(p, ready.looks, lang, ready.parsed.keys, ready.parsed.heads)
        searched[lang] = {found.page.url.removeprefix(p.config.base_path): found.page.title for found in map(pages.found, pages)}
    return tuple(page for page in ready.pages if page.is_html), p, searched


def test_every_page_is_searched_in_its_language_or_left_out_for_a_reason(planned):
    pages, p, searched = planned
    missing = [(page.kind, page.url) for page in pages if page.url not in searched[page.lang] and not left_out(page, p)]
    assert not missing


def test_no_reason_is_given_for_a_kind_that_is_searched_or_gone(planned):
    pages, _, searched = planned
    assert LEFT_OUT.keys() <= set(KINDS)
    assert not [page.url for page in pages if page.kind in LEFT_OUT and page.url in searched[page.lang]]


def test_nothing_is_searched_that_has_no_page(planned):
    pages, _, searched = planned
    addresses = {page.url for page in pages}
    assert not [url for found in searched.values() for url in found if url not in addresses]


def test_every_searched_page_has_a_title_and_no_address_comes_twice(planned):
    _, p, searched = planned
    assert all(title.strip() for found in searched.values() for title in found.values())
    assert set(searched) == set(p.langs)
