"""Pages on which the government answers: used with scripts and without, on a screen and on paper."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page

from tests.demo import ROOT


def sheets(page: Page) -> int:
    """How many sheets the page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("address", ["/hotlines/", "/zh-hant-hk/hotlines/", "/en/hotlines/"])
def test_the_hotlines_print_on_one_sheet(address, open_page):
    assert sheets(open_page(address)) == 1


def test_every_hotline_can_be_dialled_without_scripts(open_page):
    page = open_page("/hotlines/", width=360, java_script_enabled=False)
    assert page.locator("main a[href^='tel:']").count() == 18
    assert page.locator("form[data-row-filter]").is_hidden()


def test_hotlines_are_filtered_by_subject(open_page):
    page = open_page("/hotlines/")
    page.get_by_label("按事情找").select_option("金融发展")
    assert page.locator("[data-row]:visible").count() == 2
    assert "topic=" in page.url


def test_letters_are_filtered_by_channel_and_the_choice_is_in_the_address(open_page):
    page = open_page("/letters/2026/")
    page.locator("#filter-channel").select_option("peoples-daily")
    shown = page.locator("[data-row]:visible")
    assert 0 < shown.count() < page.locator("[data-row]").count()
    assert "channel=peoples-daily" in page.url


def test_the_figures_of_a_chart_can_be_read_without_scripts(open_page):
    page = open_page("/letters/2025/", java_script_enabled=False)
    page.get_by_text("看数据表").first.click()
    assert page.get_by_role("cell", name="252").first.is_visible()
    assert page.get_by_text("2,638").first.is_visible()


# ---------------------------------------------------------------- the same in Python and in the browser

STATES = json.loads((ROOT / "tests/data/opinion_states.json").read_text(encoding="utf-8"))["cases"]


def test_the_browser_says_how_a_collection_stands_as_the_builder_does(open_page, demo):
    page = open_page("/opinions/")
    script = page.locator("script[src*='opinions.']").get_attribute("src")
    found = page.evaluate(
        """async ([script, cases]) => {
            const { opinionState } = await import(script);
            return cases.map(c => opinionState(c.opens, c.closes, c.feedback, c.today));
        }""",
        [script, STATES],
    )
    assert found == [[case["state"], case["days"]] for case in STATES]


def test_the_state_of_a_collection_is_reckoned_for_the_day_of_the_reader(open_page, browser, origin):
    context = browser.new_context(base_url=origin)
    try:
        page = context.new_page()
        page.clock.set_fixed_time("2026-11-26T01:00:00+08:00")
        page.goto("/opinions/public-space-rules/")
        page.get_by_text("已截止，采纳情况待公布").wait_for()
    finally:
        context.close()


def test_a_collection_that_has_ended_stands_among_those_that_have_ended(open_page):
    page = open_page("/opinions/", today=date(2027, 2, 1))
    assert page.locator("[data-held~=open] > li").count() == 0 and page.locator("[data-held~=closed] > li").count() == 5
    assert page.get_by_role("region", name="正在征集").locator(".empty").is_visible()


def test_without_scripts_a_collection_says_on_which_day_it_stood_so(open_page):
    page = open_page("/opinions/public-space-rules/", java_script_enabled=False)
    assert page.get_by_text("进行中，还剩 4 天").is_visible()
    assert page.get_by_text("状态截至2026年11月22日").is_visible()


LIMITS = json.loads((ROOT / "tests/data/application_limits.json").read_text(encoding="utf-8"))["cases"]


def test_the_browser_reckons_the_last_day_of_a_reply_as_the_builder_does(open_page):
    page = open_page("/on-application/")
    script = page.locator("script[src*='application-limit.']").get_attribute("src")
    found = page.evaluate(
        """async ([script, cases]) => {
            const { applicationLimit } = await import(script);
            const calendar = JSON.parse(document.getElementById("calendar").textContent);
            return cases.map(c => applicationLimit(c.received, c.corrected, c.extended, c.asked, calendar));
        }""",
        [script, LIMITS],
    )
    assert found == [case["last"] for case in LIMITS]


def test_an_applicant_reckons_the_last_day(open_page):
    page = open_page("/on-application/", width=360)
    page.locator("#limit-received").fill("2026-09-29")
    page.get_by_text("最迟应在 2026年11月2日 答复。").wait_for()
    page.locator("#limit-extended").check()
    page.get_by_text("最迟应在 2026年11月30日 答复。").wait_for()


def test_without_scripts_the_page_says_how_to_count(open_page):
    page = open_page("/on-application/", java_script_enabled=False)
    # What is rendered is asked, since Playwright finds no words inside <noscript>.
    assert "从收到的第二天起数工作日" in page.locator("main").inner_text()
    assert page.locator("form[data-application-limit]").is_hidden()
