"""阅读工具: what the reader chooses holds on every page, is remembered on the device, and is absent without scripts."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser import speech

CHOICES = {"size": ["大", "较大", "特大", "标准"], "scheme": ["浅色", "深色", "高对比", "跟随系统"]}
SWITCHES = {"ruler": "阅读标尺", "pointer": "大指针", "senior": "长辈版式"}


def opened(page: Page):
    """The panel, opened by its button."""
    page.get_by_role("button", name="阅读工具").click()
    panel = page.get_by_role("group", name="阅读工具")
    expect(panel).to_be_visible()
    return panel


def test_the_panel_opens_and_closes_from_the_keyboard(open_page):
    page = open_page("/")
    button = page.get_by_role("button", name="阅读工具")
    panel = page.locator("#reading-tools")
    assert not panel.is_visible()
    button.press("Enter")
    expect(panel).to_be_visible()
    assert button.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    assert page.locator("*:focus").inner_text() == "标准"
    button.press("Enter")
    expect(panel).to_be_hidden()


@pytest.mark.parametrize("name", CHOICES)
def test_a_choice_is_shown_said_and_remembered_on_every_page(name, open_page):
    page = open_page("/")
    for text in CHOICES[name]:
        button = opened(page).get_by_role("button", name=text, exact=True)
        button.click()
        expect(page.locator(f"#reading-tools [data-set={name}][aria-pressed=true]")).to_have_text(text)
        expect(page.locator("#reading-tools [role=status]")).to_contain_text(text)
        value = button.get_attribute("value") or None
        page.goto("/policies/")
        assert page.locator("html").get_attribute(f"data-{name}") == value
    assert page.evaluate("localStorage.length") == 0, "the portal's own setting leaves nothing behind"


@pytest.mark.parametrize("name", SWITCHES)
def test_a_switch_goes_on_is_remembered_and_goes_off(name, open_page):
    page = open_page("/")
    opened(page).get_by_role("button", name=SWITCHES[name]).click()
    expect(page.locator("#reading-tools [role=status]")).to_have_text(f"{SWITCHES[name]}：已打开")
    page.goto("/policies/")
    assert page.locator("html").get_attribute(f"data-{name}") == "on"
    button = opened(page).get_by_role("button", name=SWITCHES[name])
    expect(button).to_have_attribute("aria-pressed", "true")
    button.click()
    expect(page.locator("#reading-tools [role=status]")).to_have_text(f"{SWITCHES[name]}：已关闭")
    page.reload()
    assert page.locator("html").get_attribute(f"data-{name}") is None


def test_everything_goes_back_to_standard_at_once(open_page):
    page = open_page("/")
    panel = opened(page)
    for name in ("特大", "深色", "阅读标尺", "大指针"):
        panel.get_by_role("button", name=name, exact=True).click()
    panel.get_by_role("button", name="恢复默认").click()
    assert set(page.evaluate("Object.keys(document.documentElement.dataset)")) == {"js"}
    assert page.locator(".ruler").count() == 0
    assert page.evaluate("localStorage.length") == 0


def test_the_steps_of_text_size_are_those_named(open_page):
    page = open_page("/")
    sizes = []
    for text in ("标准", "大", "较大", "特大"):
        panel = page.locator("#reading-tools")
        (panel if panel.is_visible() else opened(page)).get_by_role("button", name=text, exact=True).click()
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
    assert sizes == [16, 18, 20, 24]


def test_a_spoilt_memory_leaves_the_page_as_it_is(open_page):
    page = open_page("/")
    for spoilt in ("{", "[]", "3", '{"size": 9, "scheme": "<x>"}'):
        page.evaluate("text => localStorage.setItem('reading', text)", spoilt)
        page.reload()
        assert page.locator("html").get_attribute("data-js") == ""
        assert page.locator("html").get_attribute("data-scheme") is None


def test_the_ruler_follows_the_pointer_and_lets_clicks_through(open_page):
    page = open_page("/policies/")
    opened(page).get_by_role("button", name="阅读标尺").click()
    ruler = page.locator(".ruler")
    expect(ruler).to_be_visible()
    for y in (300, 620):
        page.mouse.move(200, y)
        box = ruler.bounding_box()
        assert abs(box["y"] + box["height"] / 2 - y) < 1
    assert page.evaluate("document.elementFromPoint(200, 620).className") != "ruler"


def test_the_large_pointer_is_a_picture_of_its_own(open_page):
    page = open_page("/")
    page.evaluate("document.documentElement.dataset.pointer = 'on'")
    cursors = page.evaluate("[document.body, document.querySelector('main a')].map(e => getComputedStyle(e).cursor)")
    assert ["pointer-arrow" in cursors[0], "pointer-hand" in cursors[1]] == [True, True]


# ---------------------------------------------------------------- the senior edition


@pytest.mark.parametrize("address", ["/", "/policies/2026/digital-currency-zone/"])
def test_the_senior_edition_has_large_text_large_controls_and_its_way_out_first(address, open_page):
    page = open_page(address, width=360)
    opened(page).get_by_role("button", name="长辈版式").click()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= 24
    for control in ("[data-senior-exit]", ".tools button", ".head-search button", ".menu summary"):
        assert page.locator(control).first.bounding_box()["height"] >= 60, control
    page.reload()
    page.keyboard.press("Tab")  # the skip link
    page.keyboard.press("Tab")
    exit_ = page.locator("*:focus")
    assert exit_.inner_text().strip() == "退出长辈版"
    exit_.press("Enter")
    assert page.url.endswith(address)
    assert page.locator("html").get_attribute("data-senior") is None
    assert not page.locator(".senior-exit").is_visible()


def test_the_senior_edition_is_there_without_scripts(open_page):
    page = open_page("/", width=360, java_script_enabled=False)
    page.get_by_role("link", name="长辈版").click()
    assert page.url.endswith("/senior/")
    # The address is the new one before the page is.
    page.wait_for_load_state()
    assert page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)") >= 24
    assert page.get_by_role("link", name="12345").bounding_box()["height"] >= 60
    tasks = page.get_by_role("navigation", name="您要办什么").get_by_role("link")
    assert 4 <= tasks.count() <= 6
    assert all(task.bounding_box()["height"] >= 60 for task in tasks.all())
    tasks.first.click()
    assert page.locator("main a[href^='tel:']").count() > 10
    page.get_by_role("link", name="退出长辈版").click()
    assert page.url.removesuffix("/").count("/") == 2
    assert not page.get_by_role("link", name="退出长辈版").is_visible()


def test_who_enters_the_senior_edition_gets_the_other_pages_in_it_too(open_page):
    page = open_page("/")
    page.get_by_role("link", name="长辈版").click()
    page.goto("/policies/")
    assert page.locator("html").get_attribute("data-senior") == "on"
    page.goto("/senior/")
    page.get_by_role("link", name="退出长辈版").click()
    page.wait_for_url("**/")
    assert page.locator("html").get_attribute("data-senior") is None
    page.goto("/policies/")
    assert page.locator("html").get_attribute("data-senior") is None


# ---------------------------------------------------------------- read aloud


def test_a_page_is_read_aloud_passage_by_passage_until_it_is_stopped(browser, origin):
    page = speaking(browser, origin, "/about/", speech.engine())
    opened(page).get_by_role("button", name="朗读本页").click()
    bar = page.get_by_role("region", name="朗读本页")
    expect(bar).to_be_visible()
    expect(page.locator("[data-speaking]")).to_have_count(1)
    bar.get_by_role("button", name="暂停").click()
    expect(bar.get_by_role("button", name="继续")).to_be_visible()
    first = page.locator("[data-speaking]").inner_text()
    bar.get_by_role("button", name="继续").click()
    bar.get_by_role("button", name="下一段").click()
    assert page.locator("[data-speaking]").inner_text() != first
    bar.get_by_role("button", name="停止").click()
    expect(bar).to_have_count(0)
    expect(page.locator("[data-speaking]")).to_have_count(0)


def test_where_there_is_no_voice_the_page_says_so(browser, origin):
    page = speaking(browser, origin, "/about/", speech.engine(voices=[]))
    panel = opened(page)
    panel.get_by_role("button", name="朗读本页").click()
    expect(panel.get_by_role("status")).to_contain_text("没有普通话声音")
    expect(page.get_by_role("region", name="朗读本页")).to_have_count(0)


def speaking(browser, origin: str, address: str, engine: str) -> Page:
    """A page whose browser has the speech of the test."""
    profile = browser.new_context(base_url=origin)
    profile.add_init_script(engine)
    page = profile.new_page()
    page.goto(address)
    return page
