"""保存与分享: what stands at the end of a page."""

from urllib.parse import unquote

from playwright.sync_api import expect

POLICY = "/policies/2026/digital-currency-zone/"


def test_a_citation_is_copied_with_the_day_on_which_it_was_read(open_page):
    page = open_page(POLICY, permissions=["clipboard-read", "clipboard-write"], timezone_id="Asia/Shanghai")
    page.get_by_text("怎样引用本文").click()
    for index, expected in enumerate((r"^《.+》（.+号），.+，2026年\d+月\d+日，https://", r"\[EB/OL\]\. \(2026-06-29\)\[\d{4}-\d\d-\d\d\]\. https://")):
        page.locator("[data-copy-of]").nth(index).click()
        expect(page.locator("[data-kept]")).to_have_text("已复制。")
        # The words of the first copy still stand there while the second is under way.
        page.wait_for_function("async (sought) => new RegExp(sought).test(await navigator.clipboard.readText())", arg=expected)
    today = page.evaluate("new Intl.DateTimeFormat('sv').format(new Date())")
    assert f"[{today}]" in page.evaluate("navigator.clipboard.readText()")


def test_without_scripts_the_citation_says_what_the_reader_has_to_fill_in(open_page):
    page = open_page(POLICY, java_script_enabled=False)
    page.get_by_text("怎样引用本文").click()
    assert "[引用日期]" in page.locator("#cite-formal").inner_text()


def test_the_button_prints(open_page):
    page = open_page(POLICY)
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="打印本页").click()
    page.wait_for_function("window.printed")


def test_a_letter_about_an_error_names_the_page(open_page):
    page = open_page(POLICY)
    letters = {link.get_attribute("href") for link in page.get_by_role("link", name="我为网站找错").all()}
    assert len(letters) == 1
    (letter,) = letters
    assert letter.startswith("mailto:web@minghu.example?subject=")
    assert POLICY in unquote(letter)


def test_on_paper_the_code_and_the_address_stay(open_page):
    page = open_page(POLICY)
    page.emulate_media(media="print")
    assert page.get_by_role("img", name="本页网址的二维码").is_visible()
    assert page.locator(".keep-code figcaption").inner_text().endswith(POLICY)
    assert not page.locator(".keep-text").is_visible()


def test_the_code_is_dark_on_light_in_every_scheme(open_page):
    page = open_page(POLICY)
    for scheme in ("light", "dark", "contrast"):
        page.evaluate("scheme => document.documentElement.dataset.scheme = scheme", scheme)
        assert page.evaluate("getComputedStyle(document.querySelector('.page-code')).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('.page-code path')).stroke") == "rgb(0, 0, 0)"
