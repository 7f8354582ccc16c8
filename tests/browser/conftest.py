"""A browser, the served demo, and pages of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sitegen.commands import BEIJING
from tests.browser.chromium import ARGUMENTS, INSTALL, find_chromium
from tests.browser.server import serving
from tests.demo import AS_OF, SAMPLE_NAMES, Demo, Samples, samples

Open = Callable[..., Page]


@pytest.fixture(scope="session")
def browser(unavailable: Callable[[str], NoReturn]) -> Iterator[Browser]:
    path = find_chromium()
    if path is None:
        unavailable(f"the browser tests need Chromium: {INSTALL}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def origin(demo: Demo) -> Iterator[str]:
    with serving(demo.folder) as address:
        yield address


@pytest.fixture(scope="session")
def sample_pages(demo: Demo) -> Samples:
    return samples(demo)


@pytest.fixture(params=SAMPLE_NAMES)
def address(request: pytest.FixtureRequest, sample_pages: Samples) -> str:
    """The address of one page of each kind, then of the pages that are hardest on a layout."""
    assert request.param in sample_pages.by_name, f"the demo has no page of the kind {request.param}"
    return sample_pages.by_name[request.param]


CLOCK = """{
const now = %d, Real = Date;
globalThis.Date = class Date extends Real {
  constructor(...args) { super(...(args.length ? args : [now])); }
  static now() { return now; }
};
}"""
"""The day stands still and nothing else does: Playwright's own clock would hide what the page fetched."""


FORGET = "try { localStorage.clear(); } catch {}"


def profile(browser: Browser, origin: str, today: date = AS_OF, **context: Any) -> BrowserContext:
    """A new, empty profile whose clock shows noon of a day."""
    made = browser.new_context(base_url=origin, **context)
    made.add_init_script(CLOCK % round(datetime.combine(today, time(12), BEIJING).timestamp() * 1000))
    return made


@pytest.fixture
def open_page(browser: Browser, origin: str) -> Iterator[Open]:
    """Open an address in a new, empty profile: `open_page("/policies/", width=360, java_script_enabled=False)`.

    The reader's clock shows noon of the day of the build, or of `today`.
    """
    profiles = []

    def open_(address: str, *, width: int = 1280, height: int = 900, **context: Any) -> Page:
        profiles.append(profile(browser, origin, viewport={"width": width, "height": height}, **context))
        page = profiles[-1].new_page()
        page.goto(address)
        return page

    yield open_
    for made in profiles:
        made.close()


@pytest.fixture(scope="session")
def visit(browser: Browser, origin: str) -> Iterator[Open]:
    """Go to an address as a reader who walks through the portal in one tab and sets nothing: `visit("/policies/", width=360)`.

    For what every kind of page is asked, since a new profile for each would take most of the time. The tab is as
    empty as a new one, but for what the browser keeps of files that pages share.
    """
    tabs: dict[tuple[tuple[str, object], ...], Page] = {}

    def visit_(address: str, *, width: int = 1280, height: int = 900, **context: Any) -> Page:
        kind = tuple(sorted(context.items()))
        if kind not in tabs or tabs[kind].is_closed():
            walker = profile(browser, origin, **context)
            walker.add_init_script(FORGET)
            tabs[kind] = walker.new_page()
        page = tabs[kind]
        page.emulate_media(media="null", color_scheme="null", contrast="null")
        page.set_viewport_size({"width": width, "height": height})
        page.goto(address)
        return page

    yield visit_
    for tab in tabs.values():
        tab.context.close()


@pytest.fixture(scope="session")
def wait_for_answer() -> Callable[[Page, str], None]:
    """Wait until the search page shows its answer to a question, even that there is none."""

    def wait(page: Page, text: str) -> None:
        page.wait_for_function("q => document.querySelector('[data-results]').dataset.query === q", arg=text)

    return wait
