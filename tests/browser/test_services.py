"""Services, the policy calculator and reminders, used with scripts and without."""

import json
import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect


def answer(page: Page, **given: str) -> None:
    """Go through the steps and answer the questions that are named by their ids."""
    left = dict(given)
    while True:
        for fact in [name for name in left if page.locator(f"[data-fact={name}]").is_visible()]:
            field, value = page.locator(f"[data-fact={fact}]"), left.pop(fact)
            kind = field.get_attribute("data-kind")
            if kind == "number":
                field.locator("input").fill(value)
            elif kind == "choice":
                field.locator("select").select_option(value)
            else:
                field.locator(f"input[value='{value}']").check()
        if not left:
            return
        page.locator("[data-next]").click()


def group(page: Page, verdict: str) -> list[str]:
    return page.locator(f"[data-verdict={verdict}] h4 a").all_inner_texts()


@pytest.fixture
def calculator(open_page) -> Page:
    page = open_page("/calculator/")
    expect(page.locator(".calc-step:visible")).to_have_count(1)
    return page


def test_an_old_person_learns_what_fits_and_what_is_missing(calculator: Page):
    answer(calculator, age="82", residence="local", **{"family-status": "low-income", "living-alone": "yes"})
    calculator.locator("form.calc button[type=submit]").click()
    expect(calculator.locator("#calc-results")).to_be_focused()
    assert "独居高龄老人居家适老化改造" in group(calculator, "fits")
    assert "加装电梯困难家庭个人出资补助" in group(calculator, "may-fit")
    calculator.locator("[data-verdict=does-not-fit] summary").click()
    assert "港澳居民一次性创业资助" in group(calculator, "does-not-fit")
    failed = calculator.locator("[data-verdict=does-not-fit] li", has_text="港澳居民一次性创业资助").first
    assert "不满足" in failed.inner_text() and "年龄18周岁至45周岁" in failed.inner_text()


def test_results_are_there_only_for_those_who_answered(calculator: Page):
    expect(calculator.locator("[data-results]")).to_be_hidden()
    answer(calculator, age="82")
    calculator.locator("form.calc button[type=submit]").click()
    expect(calculator.locator("[data-results]")).to_be_visible()


def test_the_calculator_reckons_in_english_and_in_traditional_characters(open_page):
    given = "#for=person&age=30&residence=hk-permit&business-months=8"
    for folder, title, condition in (
        ("/en", "Start-up grant for Hong Kong and Macao residents", "Age: 18 to 45 years"), ("/zh-hant-hk", "港澳居民一次性創業資助", "年齡18周歲至45周歲"),
    ):  # fmt: skip
        page = open_page(f"{folder}/calculator/{given}")
        expect(page.locator("[data-verdict=fits] h4 a", has_text=title)).to_have_attribute("href", f"{folder}/calculator/hong-kong-startup/")
        assert condition in page.locator("[data-verdict=fits]").inner_text()


def test_each_result_names_clause_amount_and_window(calculator: Page):
    answer(calculator, age="82", **{"family-status": "low-income"})
    calculator.locator("form.calc button[type=submit]").click()
    for item in calculator.locator("[data-verdict=fits] [data-list] > li").all():
        assert item.locator("[data-clause]").get_attribute("href").startswith("/policies/")
        assert item.locator("[data-amount]").inner_text() and item.locator("[data-window]").inner_text()


def test_nothing_is_sent_or_kept_unless_asked_for(open_page):
    page = open_page("/calculator/")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    answer(page, age="30", residence="permit")
    page.locator("form.calc button[type=submit]").click()
    # The measures and the page's pictures are fetched from addresses that are the same for everybody and carry nothing.
    assert not [request for request in asked if not re.fullmatch(r"GET \S+/(?:assets/[\w./-]+|calculator/measures\.json)", request)]
    assert page.evaluate("localStorage.length") == 0


def test_the_answers_stand_in_the_fragment_and_come_back(calculator: Page, open_page):
    answer(calculator, age="82", **{"family-status": "low-income"})
    assert calculator.url.endswith("#for=person&age=82&family-status=low-income")
    again = open_page("/calculator/#for=person&age=82&family-status=low-income")
    expect(again.locator("#fact-age")).to_have_value("82")
    assert "困难家庭居家适老化改造" in group(again, "fits")


def test_a_measure_asks_only_what_it_needs(open_page):
    page = open_page("/calculator/#measure=hire-graduates")
    expect(page.locator("[name=for][value=enterprise]")).to_be_checked()
    assert page.locator("[data-fact]:not([hidden])").evaluate_all("all => all.map(one => one.dataset.fact)") == ["form", "size", "hires", "contract-months"]


def test_who_asks_to_be_remembered_is_reminded_on_the_home_page(calculator: Page):
    answer(calculator, age="28", **{"old-ebike-battery": "yes"})
    calculator.locator("form.calc button[type=submit]").click()
    calculator.locator("[data-remember]").check()
    calculator.goto("/")
    mine = calculator.locator("[data-entitled]")
    expect(mine).to_be_visible()
    assert "电动自行车电池以旧换新" in mine.locator("[data-mine=closing]").inner_text()
    kept = json.loads(calculator.evaluate("localStorage.getItem('profile')"))
    calculator.evaluate("kept => localStorage.setItem('profile', JSON.stringify(kept))", kept | {"visited": "2026-06-30"})
    calculator.reload()
    expect(mine.locator("[data-mine=new] a").first).to_be_visible()
    mine.locator("[data-forget]").click()
    expect(mine).to_be_hidden()
    assert calculator.evaluate("localStorage.length") == 0


def test_windows_are_reckoned_for_the_readers_day(open_page):
    page = open_page("/for/technology-firms/", today=date(2026, 12, 2))
    expect(page.locator("time[data-offers-as-of]").first).to_have_text("2026年12月2日")
    over = page.locator("[data-offers=closed] > li", has_text="知识产权质押融资贴息")
    expect(over).to_have_count(1)
    assert "本批次已截止" in over.inner_text()


def test_dates_of_the_next_thirty_days_are_those_from_the_readers_day_on(open_page):
    before = open_page("/subscribe/", java_script_enabled=False).locator("[data-dates] > li:visible").all_inner_texts()
    page = open_page("/subscribe/", today=date(2026, 12, 15))
    expect(page.locator("[aria-labelledby=dates] time[data-offers-as-of]")).to_have_text("2026年12月15日")
    days = [one.get_attribute("datetime") for one in page.locator("[data-dates] > li:visible time").all()]
    assert days and min(days) >= "2026-12-15" and max(days) <= "2027-01-14"
    assert page.locator("[data-dates] > li:visible").all_inner_texts() != before


def test_without_scripts_measures_and_their_conditions_can_be_read(open_page):
    page = open_page("/calculator/", width=360, java_script_enabled=False)
    assert page.locator("form.calc").is_hidden()
    page.locator("#older-people summary").click()
    assert "年龄不少于80周岁" in page.locator("#older-people").inner_text()
    page = open_page("/for/older-people/", java_script_enabled=False)
    assert "受理状态按这一天计算： 2026年11月22日" in page.inner_text("main").replace("\n", " ")


def test_items_are_filtered_by_unit_and_way(open_page):
    page = open_page("/services/personal/")
    page.get_by_label("办理方式").select_option("秒批")
    page.get_by_label("办理单位").select_option("区民政局")
    names = page.locator("[data-row]:visible .service-name").all_inner_texts()
    assert "高龄老人津贴" in names and len(names) < 20 and "way=instant" in page.url


@pytest.mark.parametrize("address", ["/streets/wanghu/visits/older-people/", "/streets/dukou/visits/young-families/"])
def test_a_list_for_visits_prints_on_two_sheets_at_most(address, open_page):
    assert len(re.findall(rb"/Type\s*/Page\b", open_page(address).pdf(prefer_css_page_size=True))) <= 2


def test_rows_of_a_catalog_are_filtered_by_the_units_in_their_column(open_page):
    page = open_page("/catalogs/fields/major-projects/")
    everything = page.locator("[data-row]:visible").count()
    page.locator("#filter-unit").select_option("区政务服务数据管理局")
    # The filter begins when the page has brought its statuses up to date, and says so.
    expect(page.locator("main form [role=status]")).not_to_be_empty()
    shown = page.locator("[data-row]:visible")
    assert 0 < shown.count() < everything
    assert all("区政务服务数据管理局" in row.locator(".col-unit").inner_text() for row in shown.all())
