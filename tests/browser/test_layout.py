"""Nothing has to be scrolled sideways: narrow screens, large text, and print."""

import re

from playwright.sync_api import Page

A4 = (595, 842)
"""Points, rounded."""


def test_nothing_is_wider_than_the_screen(address, visit):
    page = visit(address, width=320)
    found = {"320 px": too_wide(page)}
    page.set_viewport_size({"width": 360, "height": 900})
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found["360 px, text twice the size"] = too_wide(page)
    page.evaluate("document.documentElement.style.fontSize = ''")
    page.evaluate("Object.assign(document.documentElement.dataset, {senior: 'on', size: '150'})")
    for width in (360, 1024):
        page.set_viewport_size({"width": width, "height": 900})
        found[f"{width} px, senior edition, largest text"] = too_wide(page)
    assert not any(found.values()), f"{address}: {found}"


def test_a_page_prints_as_text_on_a4_without_menu_and_footer(address, visit):
    page = visit(address)
    text = page.locator("h1").inner_text()
    page.emulate_media(media="print")
    assert page.locator("h1").inner_text() == text
    assert page.locator("main").is_visible()
    assert visible(page, "body > header :is(nav a, button, input), body > footer, main :is(button, [role=search])") == []
    found = too_wide(page)
    assert not found, f"{address}: {found}"
    sizes = {(round(float(w)), round(float(h))) for w, h in re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", page.pdf(prefer_css_page_size=True))}
    assert sizes == {A4}


def too_wide(page: Page) -> list[str]:
    """How wide the page is, and the innermost elements that make it so; nothing if it cannot be scrolled sideways."""
    return page.evaluate(
        """() => {
            const root = document.documentElement;
            const width = Math.max(root.scrollWidth, document.body.scrollWidth);
            if (width <= root.clientWidth) return [];
            const reachesOut = e => e.getBoundingClientRect().right > root.clientWidth + 0.5;
            const scrolls = e => e !== root && e !== document.body && getComputedStyle(e).overflowX !== 'visible';
            const inScroller = e => { for (let p = e.parentElement; p; p = p.parentElement) if (scrolls(p)) return true; return false; };
            const out = [...document.body.querySelectorAll('*')].filter(e => reachesOut(e) && !inScroller(e));
            const innermost = out.filter(e => ![...e.children].some(c => out.includes(c)));
            const name = e => [e.parentElement, e].map(x => x.tagName.toLowerCase() + [...x.classList].map(c => '.' + c).join('')).join(' > ');
            return [`${width} px`, ...new Set(innermost.map(e => `${name(e)} to ${Math.round(e.getBoundingClientRect().right)} px`))].slice(0, 12);
        }"""
    )


def visible(page: Page, selector: str) -> list[str]:
    """The beginnings of the elements of a selector that can be seen."""
    return page.evaluate("s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))", selector)
