"""The preview in a browser: pages follow saves, mistakes are told over the last good page, nothing breaks the policy."""

import itertools
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_accessibility import SCHEMES, violations
from tests.browser.test_scripts import REPORT_VIOLATIONS
from tests.portals import document, own_theme, portal, put
from tests.serve.preview import DEADLINE, Preview, previewing

NOTICE = "content/notices/2026/closing.md"
PAGE = "/notices/2026/closing/"
NUMBERS = itertools.count(1)
PANEL = "#sitegen-findings"
OPEN_STREAMS = """
    window.streams = [];
    EventSource = class extends EventSource { constructor(...args) { super(...args); streams.push(this); } };
"""
LISTENING = "() => streams.some(stream => stream.readyState === EventSource.OPEN)"


def notice(words: str, unit: str = "health") -> str:
    long = "\n\n".join(f"第{n}段：{'门诊安排照旧。' * 30}" for n in range(40))
    return document("门诊停诊通知", published="2026-04-01", unit=unit, body=f"{words}\n\n{long}\n")


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    root = portal(tmp_path_factory.mktemp("preview"), {NOTICE: notice("停诊一天。")})
    own_theme(root)
    with previewing(root) as running:
        yield running


@pytest.fixture
def look(browser: Browser, preview: Preview) -> Iterator[Callable[..., Page]]:
    """Open an address of the preview; its stream is open when this returns. Nothing may break the policy until the test ends."""
    start = f"停诊一天，第{next(NUMBERS)}次。"
    preview.save(NOTICE, notice(start))
    preview.until(PAGE, start)
    pages, profiles = [], []

    def open_(address: str = PAGE, **context: Any) -> Page:
        profile = browser.new_context(viewport={"width": context.pop("width", 1280), "height": 900}, base_url=f"http://{preview.host}", **context)
        profile.set_default_timeout(DEADLINE * 1000)
        profile.add_init_script(REPORT_VIOLATIONS + OPEN_STREAMS)
        profiles.append(profile)
        page = profile.new_page()
        page.goto(address)
        pages.append(page)
        if context.get("java_script_enabled", True):
            page.wait_for_function(LISTENING)
        return page

    yield open_
    broken = [line for page in pages if page.evaluate("'violations' in window") for line in page.evaluate("violations")]
    for profile in profiles:
        profile.close()
    assert broken == []


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """What must come may take its time on a busy machine."""
    expect.set_options(timeout=DEADLINE * 1000)
    yield
    expect.set_options(timeout=5000)


def test_an_open_page_shows_what_was_saved_and_keeps_its_place(preview: Preview, look: Callable[..., Page]) -> None:
    page = look()
    page.evaluate("scrollTo(0, 1500)")
    page.wait_for_function("scrollY === 1500")
    preview.save(NOTICE, notice("停诊改到四月二日。"))
    expect(page.locator("main")).to_contain_text("停诊改到四月二日。")
    page.wait_for_function("scrollY === 1500")


def test_a_page_that_does_not_show_it_is_left_alone(preview: Preview, look: Callable[..., Page]) -> None:
    page, other = look(), look("/policies/2026/subsidy/")
    other.evaluate("window.untouched = true")
    preview.save(NOTICE, notice("停诊改到四月三日。"))
    expect(page.locator("main")).to_contain_text("停诊改到四月三日。")
    assert other.evaluate("window.untouched") is True


def test_a_new_style_sheet_is_put_on_without_loading_the_page(preview: Preview, look: Callable[..., Page]) -> None:
    page = look()
    page.evaluate("window.untouched = true")
    sheet = preview.root / "themes/default/assets/styles/print.css"
    kept = sheet.read_text(encoding="utf-8")
    preview.save("themes/default/assets/styles/print.css", kept + "\nh1 { letter-spacing: 7px; }\n")
    expect(page.locator("h1")).to_have_css("letter-spacing", "7px")
    expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    assert page.evaluate("window.untouched") is True
    preview.save("themes/default/assets/styles/print.css", kept)
    expect(page.locator("h1")).not_to_have_css("letter-spacing", "7px")


def test_a_mistake_is_told_over_the_page_and_goes_when_it_is_mended(preview: Preview, look: Callable[..., Page]) -> None:
    page = look()
    page.evaluate("window.untouched = true")
    good = (preview.root / NOTICE).read_text(encoding="utf-8")
    preview.save(NOTICE, notice("停诊一天。", unit='"<img src=x onerror=alert(1)>"'))
    panel = page.locator(PANEL)
    expect(panel.get_by_text("没有更新：1 个错误")).to_be_visible()
    expect(panel.get_by_text(f"{NOTICE}:3:")).to_be_visible()
    expect(panel.get_by_text("<img src=x onerror=alert(1)>").first).to_be_visible()
    assert panel.locator("img").count() == 0
    assert "停诊一天" in page.locator("main").inner_text()
    preview.save(NOTICE, good)
    expect(panel).to_have_count(0)
    assert page.evaluate("window.untouched") is True


@pytest.mark.parametrize("width", [1280, 320])
def test_the_panel_is_there_at_once_on_a_page_opened_later_fits_and_folds_away(preview: Preview, look: Callable[..., Page], width: int) -> None:
    preview.save(NOTICE, notice("停诊一天。", unit="nobody"))
    preview.until(PAGE, "nobody", trouble=True)
    page = look(width=width)
    panel = page.locator(PANEL)
    expect(panel.get_by_text("没有更新：1 个错误")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert panel.evaluate("host => host.getBoundingClientRect().bottom <= innerHeight && host.getBoundingClientRect().top > 0")
    panel.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(panel.get_by_text(f"{NOTICE}:3:")).not_to_be_visible()
    expect(panel.get_by_text("没有更新：1 个错误")).to_be_visible()


def test_the_panel_needs_no_script(preview: Preview, look: Callable[..., Page]) -> None:
    preview.save(NOTICE, notice("停诊一天。", unit="nobody"))
    preview.until(PAGE, "nobody", trouble=True)
    page = look(java_script_enabled=False)
    expect(page.locator(PANEL).get_by_text("没有更新：1 个错误")).to_be_visible()


def test_axe_finds_nothing_on_a_page_with_the_panel(preview: Preview, look: Callable[..., Page], npm_package: Callable[[str], Path]) -> None:
    preview.save(NOTICE, notice("停诊一天。", unit="nobody"))
    preview.until(PAGE, "nobody", trouble=True)
    page = look(bypass_csp=True)
    page.add_script_tag(path=npm_package("axe-core") / "axe.min.js")
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for name, media in SCHEMES.items():
            page.emulate_media(**media)
            found += [f"{width} px, {name}: {line}" for line in violations(page, None)]
    assert found == []


def test_axe_finds_nothing_on_the_page_before_the_first_build(
    browser: Browser, tmp_path: Path, npm_package: Callable[[str], Path]
) -> None:
    root = portal(tmp_path, {NOTICE: notice("停诊一天。", unit="nobody")})
    preview = Preview(root)
    try:
        preview.stopped()
        with browser.new_context(base_url=f"http://{preview.host}", bypass_csp=True) as profile:
            page = profile.new_page()
            page.goto("/")
            expect(page.locator(PANEL).get_by_text("没有更新：1 个错误")).to_be_visible()
            page.add_script_tag(path=npm_package("axe-core") / "axe.min.js")
            assert violations(page, None) == []
            put(root, NOTICE, notice("停诊一天。"))
            expect(page.locator("body[data-page-type=home]")).to_be_visible()
    finally:
        preview.end()


def test_a_page_comes_back_when_the_server_does(browser: Browser, tmp_path: Path) -> None:
    root = portal(tmp_path, {NOTICE: notice("停诊一天。")})
    first = Preview(root)
    first.built()
    with browser.new_context(base_url=f"http://{first.host}") as profile:
        profile.add_init_script(OPEN_STREAMS)
        page = profile.new_page()
        page.goto(PAGE)
        page.wait_for_function(LISTENING)
        assert first.end() == 0
        put(root, NOTICE, notice("停诊改到四月四日。"))
        second = Preview(root, port=first.port)
        try:
            expect(page.locator("main")).to_contain_text("停诊改到四月四日。")
        finally:
            second.end()


def test_a_draft_says_so(preview: Preview, look: Callable[..., Page]) -> None:
    page = look("/notices/")
    preview.save("content/notices/2026/later.md", document("后来的通知", published="2026-12-01"))
    expect(page.locator("main").get_by_text("草稿")).to_be_visible()
    page.get_by_role("link", name="后来的通知").click()
    expect(page.get_by_text(re.compile("草稿：还没有公开，2026年12月1日起公开"))).to_be_visible()
