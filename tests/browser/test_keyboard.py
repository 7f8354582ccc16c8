"""Everything can be done with the keyboard, and one always sees where one is."""

import pytest
from playwright.sync_api import Page

HEADER = "body > header"
STOPS = 24
"""Enough to pass a form, a list of contents and the first rows; the rest of a long list is alike."""
STOPS_OF_MAIN = """() => [...document.querySelectorAll(
        'main :is(a[href], button, input, select, textarea, summary, audio[controls], video[controls], [tabindex="0"])')]
    .filter(e => e.checkVisibility({contentVisibilityAuto: false, visibilityProperty: true}) && !e.disabled && e.tabIndex >= 0)
    // A group of radio buttons is one stop: the chosen one, else the first.
    .filter((e, _, all) => {
        const group = e.type === 'radio' ? all.filter(x => x.type === 'radio' && x.name === e.name) : [e];
        return e === (group.find(x => x.checked) ?? group[0]);
    })
    .map(e => e.outerHTML.slice(0, 200))"""
INSIDE_A_PLAYER = "() => document.activeElement.matches('video:not(:focus-visible), audio:not(:focus-visible)')"
"""A player's own controls are stops of the browser inside one element."""
FOCUSABLE = f"{HEADER} :is(a[href], button, input, select, summary)"


def test_the_first_key_offers_to_skip_to_the_text(address, visit):
    page = visit(address)
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


def test_the_keyboard_goes_through_the_text_in_reading_order_and_is_seen(address, visit):
    """The first stops after the skip link: no trap, none left out, none out of order, each with its ring on the screen."""
    page = visit(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reached = []
    while len(reached) < STOPS:
        page.keyboard.press("Tab")
        if page.evaluate(INSIDE_A_PLAYER):
            continue
        if not focused(page, "e => e.closest('main') !== null"):
            break
        here = focused(page, "e => e.outerHTML.slice(0, 200)")
        # Year, month and day of a date are stops inside one field.
        if reached[-1:] == [here] and focused(page, "e => e.type === 'date'"):
            continue
        assert focus_is_seen(page), here
        reached.append(here)
    expected = page.evaluate(STOPS_OF_MAIN)[:STOPS]
    assert reached == expected


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
    return page.evaluate(f"(document.activeElement ?? document.body) === document.body ? null : ({question})(document.activeElement)")


def focus_is_seen(page: Page) -> bool:
    """The focused element is on the screen, and a ring or shadow marks it."""
    return bool(
        focused(
            page,
            """e => {
                const box = e.getBoundingClientRect();
                const rings = style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== 'none';
                // A link that covers its card gives the ring to the card.
                const marked = [e, e.closest('article')].some(x => x && rings(getComputedStyle(x)));
                return marked && box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth && box.top >= -1 &&
                    // Of a field of many lines the browser shows the one that is written in.
                    (e.matches('textarea') ? box.top + 40 : box.bottom) <= innerHeight + 1;
            }""",
        )
    )
