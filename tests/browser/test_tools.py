"""What scripts add: a colour scheme of the reader's own, and the filter over a catalog."""

import re

import pytest
from playwright.sync_api import Page, expect

SCHEMES = {"dark": {"color_scheme": "dark"}, "contrast": {"contrast": "more"}}


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_chosen_scheme_looks_like_the_same_scheme_of_the_system(scheme, open_page):
    by_system = open_page("/", **SCHEMES[scheme])
    by_choice = open_page("/")
    by_choice.evaluate("scheme => document.documentElement.dataset.scheme = scheme", scheme)
    assert colours(by_choice) == colours(by_system)


def test_the_filter_of_a_catalog_leaves_the_rows_that_hold_the_word_and_says_how_many(sample_pages, open_page):
    page = open_page(sample_pages.by_name["catalog"])
    rows = page.locator("main tbody tr")
    total = rows.count()
    word = rows.first.locator("th[scope=row] a").inner_text().split("\n")[-1]
    page.get_by_role("searchbox", name="关键词").fill(word)
    status = page.locator("main form [role=status]")
    # The filter begins when the page has brought its statuses up to date, and says so.
    expect(status).not_to_be_empty()
    shown = [row for row in rows.all() if row.is_visible()]
    assert 0 < len(shown) < total
    assert all(word in row.inner_text() for row in shown)
    expect(status).to_have_text(re.compile(rf"(?<!\d){len(shown)}(?!\d)"))
    expect(status).to_have_text(re.compile(rf"(?<!\d){total}(?!\d)"))


def test_a_filter_is_in_the_address_and_can_be_cleared(sample_pages, open_page):
    page = open_page(sample_pages.by_name["catalog"])
    rows = page.locator("main tbody tr")
    total = rows.count()
    page.get_by_role("searchbox", name="关键词").fill("没有一行有这些字")
    expect(page.locator("main tbody tr:visible")).to_have_count(0)
    expect(page.locator("main .empty")).to_be_visible()
    page.reload()
    expect(page.locator("main tbody tr:visible")).to_have_count(0)
    page.locator("main form button[type=reset]").click()
    expect(page.locator("main tbody tr:visible")).to_have_count(total)
    assert "?" not in page.url


def test_words_that_are_typed_before_the_scripts_have_come_are_looked_for(sample_pages, open_page):
    page = open_page("/404.html")
    held = []
    page.route("**/due.*.js", lambda route: held.append(route))
    with page.expect_request("**/due.*.js"):
        page.goto(sample_pages.by_name["catalog"], wait_until="commit")
    page.get_by_role("searchbox", name="关键词").fill("没有一行有这些字")
    assert page.locator("main tbody tr:visible").count() > 0
    for route in held:
        route.continue_()
    expect(page.locator("main tbody tr:visible")).to_have_count(0)
    expect(page.get_by_role("searchbox", name="关键词")).to_have_value("没有一行有这些字")
    assert "q=" in page.url


def colours(page: Page) -> dict[str, str]:
    """The theme's own colours as the browser has them now."""
    return page.evaluate(
        """() => {
            const style = getComputedStyle(document.documentElement);
            const names = ['--bg', '--surface', '--text', '--text-2', '--link', '--brand', '--ok', '--soon', '--late', '--line', '--focus', '--foot'];
            return Object.fromEntries(names.map(name => [name, style.getPropertyValue(name)]));
        }"""
    )
