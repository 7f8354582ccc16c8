"""Searching as a citizen does it: by keyboard, with an input method, over a bad line, on an old page."""

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, Request, Route, expect

from sitegen.search_packs import PACK

QUESTION = "加装电梯补贴"
BUDGET = 12 * 1024
"""Bytes of the search's own scripts, compressed. What all pages have is weighed in test_budgets.py."""


@pytest.fixture
def search(open_page: Callable[..., Page], wait_for_answer: Callable[[Page, str], None]) -> Callable[..., Page]:
    """The search page with the answer to a question; more of the address may follow it."""

    def open_(text: str, more: str = "", **context: Any) -> Page:
        page = open_page(f"/search/?q={quote(text)}{more}", **context)
        wait_for_answer(page, text)
        return page

    return open_


def box(page: Page):
    return page.locator("#search-q")


def urls(page: Page) -> list[str]:
    return page.locator("[data-results] > li").evaluate_all("all => all.map(e => e.dataset.url)")


def fetched(page: Page) -> list[str]:
    """Paths of the index files that were asked for."""
    return page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).pathname).filter(p => p.includes('/search/index/'))")


# ---------------------------------------------------------------- answers


def test_the_best_answer_stands_first_with_what_was_asked_marked(search):
    page = search(QUESTION)
    first = page.locator("[data-results] > li").first
    assert "加装电梯财政补贴" in first.locator("h3").inner_text()
    assert {"加装电梯", "补贴"} <= set(first.locator("mark").all_inner_texts())
    assert first.locator(".item-summary mark").count() > 1
    # A service has no date of its own; a document has.
    expect(page.locator("[data-results] > li time").first).to_have_attribute("datetime", re.compile(r"^20\d\d-\d\d-\d\d$"))


def test_each_answer_says_what_it_is_and_whose(search):
    page = search("加装电梯财政补贴申请")
    first = page.locator("[data-results] > li").first
    assert first.locator(".meta li").all_inner_texts() == ["政务服务事项", "区住房和建设局"]


@pytest.mark.parametrize("facet", ["kind", "validity", "year", "unit", "topic", "field"])
def test_the_count_of_a_filter_is_that_of_its_answers(facet, search):
    page = search("补贴")
    group = page.locator(f"[data-facet={facet}]")
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    choice = group.locator("label").first
    n = choice.locator(".count").inner_text()
    choice.click()
    expect(page.locator("[data-count]")).to_have_text(f"找到 {n} 项")
    assert f"{facet}=" in page.url
    expect(page.locator("[data-chips] button")).to_have_count(1)


def test_every_hit_leads_to_a_page(search, demo):
    page = search("住")
    page.locator("[data-more]").click()
    expect(page.locator("[data-results] > li")).to_have_count(20)
    for url in urls(page):
        assert url.strip("/") + "/index.html" in demo.pages


def test_a_filter_leaves_only_what_fits_and_says_so(search):
    page = search("补贴")
    check = page.locator("[data-facet=kind] label", has_text="政策解读")
    n = int(check.locator(".count").inner_text())
    check.click()
    expect(page.locator("[data-count]")).to_have_text(f"找到 {n} 项")
    assert all(url.startswith("/interpretations/") for url in urls(page))
    assert "kind=interpretation" in page.url
    page.locator("[data-chips] button").click()
    expect(page.locator("[data-chips] button")).to_have_count(0)
    assert "kind=" not in page.url


def test_a_closed_facet_is_fetched_when_it_is_opened(search):
    page = search("补贴")
    before = len([p for p in fetched(page) if "/f/" in p])
    page.locator("[data-facet=topic] summary").click()
    expect(page.locator("[data-facet=topic] li").first).to_be_visible()
    assert len([p for p in fetched(page) if "/f/" in p]) == before + 1


def test_newest_first_is_by_date(search):
    page = search("补贴", "&sort=date")
    days = page.locator("[data-results] time").evaluate_all("all => all.map(e => e.dateTime)")
    assert len(days) > 3
    assert days == sorted(days, reverse=True)


def test_an_address_brings_question_filter_and_order_again_and_so_does_back(search, wait_for_answer):
    page = search("补贴", "&kind=policy")
    assert page.locator("[data-facet=kind] input:checked").count() == 1
    assert all(url.startswith("/policies/") for url in urls(page))
    box(page).fill("电梯")
    box(page).press("Enter")
    wait_for_answer(page, "电梯")
    page.go_back()
    wait_for_answer(page, "补贴")
    assert box(page).input_value() == "补贴"


# ---------------------------------------------------------------- typing


def test_half_typed_pinyin_is_not_searched(search):
    page = search("补贴")
    page.evaluate(
        """() => {
            const box = document.querySelector('#search-q');
            box.value = 'dian ti';
            box.dispatchEvent(new InputEvent('input', { isComposing: true, bubbles: true }));
        }"""
    )
    page.wait_for_timeout(400)
    assert page.locator("[data-results]").get_attribute("data-query") == "补贴"
    page.evaluate("() => { const box = document.querySelector('#search-q'); box.value = '电梯'; box.dispatchEvent(new CompositionEvent('compositionend')); }")
    expect(page.locator("[data-results]")).to_have_attribute("data-query", "电梯")


def test_the_keyboard_reaches_every_answer(search):
    page = search(QUESTION)
    box(page).focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('li').dataset.url") == urls(page)[0]
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.id") == "search-q"
    page.keyboard.press("Escape")
    expect(page.locator("[data-results]")).to_have_attribute("data-query", "")
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    assert page.evaluate("document.activeElement.id") == "search-q"


def test_the_count_is_told_without_moving_the_focus(search):
    page = search("补贴")
    box(page).focus()
    box(page).fill("电梯")
    status = page.locator("[data-said]")
    expect(status).to_have_attribute("role", "status")
    expect(status).to_have_text(re.compile(r"^找到 \d+ 项$"))
    assert page.evaluate("document.activeElement.id") == "search-q"


# ---------------------------------------------------------------- what is not found, or not found at once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("加庄电梯", "加装电梯"), ("佳装电梯", "加装电梯"), ("加装电剃", "加装电梯"), ("加装电梯财证补贴", "加装电梯财政补贴"), ("电剃 补贴", "")],
)
def test_a_wrong_character_gets_the_right_one_offered(search, typed, meant):
    page = search(typed)
    if meant:
        expect(page.locator("[data-hint] a")).to_have_text(meant)
    else:
        # Two characters say too little to guess the third.
        assert page.locator("[data-hint] a").count() <= 1


def test_where_nothing_holds_all_words_fewer_are_offered(search):
    page = search("+加装电梯 +zzqqx")
    expect(page.locator("[data-search] [data-none]")).to_be_visible()
    expect(page.locator("[data-hint] a")).to_have_text("加装电梯")
    page.locator("[data-hint] a").click()
    expect(page.locator("[data-results] > li").first).to_be_visible()


def test_nothing_found_helps_on(search):
    page = search("zzqqx")
    expect(page.locator("[data-search] [data-none]")).to_be_visible()
    expect(page.locator("[data-browse]")).to_be_visible()


def test_traditional_characters_find_the_same_and_only_they_fetch_the_table(search):
    plain = search("补贴申请")
    assert not any("/fold." in path for path in fetched(plain))
    traditional = search("補貼申請")
    assert any("/fold." in path for path in fetched(traditional))
    assert urls(traditional) == urls(plain)
    assert "补贴" in traditional.locator("[data-results] mark").all_inner_texts()


def test_quoted_words_stand_in_every_answer_as_they_are(search, demo):
    page = search('"公共租赁住房"')
    assert urls(page)
    for url in urls(page):
        assert "公共租赁住房" in re.sub(r"<[^>]*>|\s", "", demo.html(url.strip("/") + "/index.html"))


def test_what_is_excluded_and_required_is_heeded(search):
    everything, without = search("补贴"), search("补贴 -电梯")
    assert any("elevator" in url for url in urls(everything) + urls(search("补贴 +电梯")))
    assert not any("elevator" in url for url in urls(without))


def test_a_failed_file_can_be_tried_again(open_page, wait_for_answer):
    page = open_page("/search/")
    page.route("**/search/index/zh-Hans/t/**", lambda route: route.abort())
    box(page).fill("电梯")
    box(page).press("Enter")
    expect(page.locator("[data-search] [data-failed]")).to_be_visible()
    page.unroute("**/search/index/zh-Hans/t/**")
    page.locator("[data-retry]").click()
    wait_for_answer(page, "电梯")
    assert urls(page)


def test_a_page_that_is_older_than_the_site_finds_the_new_index(open_page, wait_for_answer):
    gone: list[str] = []

    def old_page(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub(r'(data-index="[^"]*manifest\.)[^."]*', r"\1gone0000", answer.text()))

    def note(request: Request) -> None:
        if "manifest." in request.url:
            gone.append(request.url)

    page = open_page("/")
    page.route("**/search/?q=*", old_page)
    page.on("request", note)
    page.goto("/search/?q=电梯")
    wait_for_answer(page, "电梯")
    assert urls(page)
    assert ["gone0000" in url for url in gone] == [True, False]


def test_an_index_of_another_format_gives_no_wrong_answer(open_page):
    def later(route: Route) -> None:
        answer = route.fetch()
        manifest = json.loads(zlib.decompress(answer.body()))
        route.fulfill(response=answer, body=zlib.compress(json.dumps(manifest | {"format": manifest["format"] + 1}).encode()))

    page = open_page("/search/")
    page.route("**/manifest.*", later)
    box(page).fill("电梯")
    box(page).press("Enter")
    expect(page.locator("[data-search] [data-failed]")).to_be_visible()
    assert not urls(page)


# ---------------------------------------------------------------- the box in the header, and no scripts


def test_the_header_box_fetches_nothing_until_it_is_used_and_then_answers(open_page):
    page = open_page("/")
    page.wait_for_load_state("networkidle")
    assert not page.evaluate("performance.getEntriesByType('resource').some(e => e.name.includes('/search/'))")
    field = page.locator("#head-q")
    field.focus()
    field.press_sequentially("加装电梯")
    expect(page.locator(".box-hits a").first).to_be_visible()
    field.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.box-hits') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(".box-hits")).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/search/?q=*")
    expect(page.locator("[data-results] > li").first).to_be_visible()


def test_without_scripts_the_header_leads_to_the_index_which_says_so(open_page):
    page = open_page("/", java_script_enabled=False)
    page.locator("#head-q").fill("电梯")
    page.locator("#head-q").press("Enter")
    assert "/search/?q=" in page.url
    assert not box(page).is_visible()
    assert "脚本" in page.locator("noscript").inner_text()
    assert page.locator("[data-browse] a").count() > 20


@pytest.mark.parametrize(("address", "text"), [("/en/search/", "digital"), ("/zh-hant-hk/search/", "補貼")])
def test_each_language_has_its_own_index(address, text, open_page, wait_for_answer):
    page = open_page(f"{address}?q={text}")
    wait_for_answer(page, text)
    assert urls(page)
    assert all(url.startswith(address.removesuffix("search/")) or url.startswith(("/units/", "/topics/", "/fields/", "/streets/")) for url in urls(page))


# ---------------------------------------------------------------- what it costs


@pytest.fixture
def scripts(demo, open_page) -> Iterator[dict[str, bytes]]:
    page = open_page("/search/?q=电梯")
    page.wait_for_load_state("networkidle")
    names = page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).pathname).filter(p => p.endsWith('.js'))")
    yield {name: (demo.folder / name.lstrip("/")).read_bytes() for name in names}


def test_the_scripts_of_the_search_are_small(scripts):
    own = [data for name, data in scripts.items() if "/scripts/search/" in name]
    assert len(own) == 6
    assert sum(len(gzip.compress(data, 9)) for data in own) <= BUDGET


def test_the_files_of_the_index_are_small_and_few(demo):
    folder: Path = demo.folder / "search/index"
    files = [p for p in folder.rglob("*") if p.is_file()]
    packs = [p for p in files if p.parent.name == "d"]
    # Of packs nobody fetches all but who has a host without ranges.
    assert max(p.stat().st_size for p in files if p not in packs) <= 20_000
    assert max(p.stat().st_size for p in packs) <= 80_000
    assert PACK < len(packs) <= len(demo.pages) / PACK * 2
    for lang in ("zh-Hans", "zh-Hant-HK", "en"):
        pointer = json.loads((demo.folder / f"search/{lang}.json").read_text(encoding="utf-8"))
        assert (demo.folder / pointer["manifest"].lstrip("/")).is_file()
