"""Everything can be done with the keyboard, and one always sees where one is."""

import pytest
from playwright.sync_api import Page

HEADER = "body > header"
FOCUSABLE = f"{HEADER} :is(a[href], button, input, select, summary)"


def test_the_first_key_offers_to_skip_to_the_text(address, open_page):
    page = open_page(address)
    page.keyboard.press("Tab")
    assert focused(page, "e => e.getAttribute('href')") == "#main"
    assert focus_is_seen(page)
    page.keyboard.press("Enter")
    assert focused(page, "e => e.tagName") == "MAIN"


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["home", "policy", "catalog", "English home"])
def test_every_link_and_button_of_the_header_is_reached_in_order_and_seen(name, width, sample_pages, open_page):
    page = open_page(sample_pages.by_name[name], width=width)
    page.keyboard.press("Tab")  # the skip link
    reached = []
    while True:
        page.keyboard.press("Tab")
        if not focused(page, f"e => e.closest('{HEADER}') !== null"):
            break
        if focused(page, "e => e.tagName === 'SUMMARY' && !e.parentElement.open"):
            page.keyboard.press("Enter")
        assert focus_is_seen(page), focused(page, "e => e.outerHTML.slice(0, 120)")
        reached.append(focused(page, "e => e.outerHTML"))
    assert reached == page.locator(FOCUSABLE).evaluate_all("all => all.filter(e => e.checkVisibility()).map(e => e.outerHTML)")
    assert len(reached) > 3


def test_the_menu_of_a_phone_opens_and_closes_without_scripts(open_page):
    page = open_page("/", width=360, java_script_enabled=False)
    menu = page.locator(f"{HEADER} nav details")
    assert not menu.locator("a").first.is_visible()
    menu.locator("summary").press("Enter")
    assert menu.locator("a").first.is_visible()
    menu.locator("summary").press("Enter")
    assert not menu.locator("a").first.is_visible()


def focused(page: Page, question: str) -> object:
    """Ask the element that has the focus."""
    return page.locator("*:focus").evaluate(question) if page.locator("*:focus").count() else None


def focus_is_seen(page: Page) -> bool:
    """The focused element is on the screen, and a ring or shadow marks it."""
    return bool(
        focused(
            page,
            """e => {
                const box = e.getBoundingClientRect();
                const style = getComputedStyle(e);
                const marked = (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
                return marked && box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight;
            }""",
        )
    )
