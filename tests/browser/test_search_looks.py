"""The search in all its states, on a phone and a desk, in every scheme: nothing that axe finds, nothing wider than the screen."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_accessibility import OF_COLOUR, SCHEMES, end_transitions, open_all, violations

STATES = ("answers", "filtered", "a wrong character", "nothing", "failed", "box")
ASKED = {"answers": ("补贴", ""), "filtered": ("补贴", "&kind=policy&sort=date"), "a wrong character": ("加庄电梯", ""), "nothing": ("zzqqx", "")}
"""Question and more of the address."""
Show = Callable[..., Page]


@pytest.fixture(scope="session")
def axe(npm_package) -> Path:
    return npm_package("axe-core") / "axe.min.js"


@pytest.fixture
def show(open_page, wait_for_answer) -> Show:
    """A page of the demo with the search in one of its states."""

    def show_(state: str, **context: object) -> Page:
        if state == "box":
            page = open_page("/", **context)
            page.locator("#head-q").focus()
            page.locator("#head-q").press_sequentially("加装电梯")
            expect(page.locator(".box-hits a").first).to_be_visible()
            return page
        if state == "failed":
            page = open_page("/search/", **context)
            page.route("**/search/index/zh-Hans/t/**", lambda route: route.abort())
            page.locator("#search-q").fill("电梯")
            page.locator("#search-q").press("Enter")
            expect(page.locator("[data-search] [data-failed]")).to_be_visible()
            return page
        asked, more = ASKED[state]
        page = open_page(f"/search/?q={quote(asked)}{more}", **context)
        wait_for_answer(page, asked)
        if state == "a wrong character":
            expect(page.locator("[data-hint] a")).to_be_visible()
        return page

    return show_


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in_any_state(state, show, axe):
    page = show(state, bypass_csp=True)
    page.add_script_tag(path=axe)
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        if state != "box":
            open_all(page)
        for name, media in SCHEMES.items():
            page.emulate_media(**media)
            end_transitions(page)
            found += [f"{width} px, {name}: {line}" for line in violations(page, None if name == "light" else OF_COLOUR)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("state", STATES)
def test_no_state_is_wider_than_the_smallest_phone(state, show):
    page = show(state, width=320)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_on_a_phone_the_filters_are_folded_away_and_open_by_a_tap(show):
    page = show("answers", width=360)
    expect(page.locator("[data-facet=kind]")).to_be_hidden()
    page.locator("details.facets > summary").click()
    expect(page.locator("[data-facet=kind] label").first).to_be_visible()
    for target in page.locator("[data-facet=kind] label, .facets > summary, [data-more]").all():
        assert target.evaluate("e => e.getBoundingClientRect().height") >= 24
