"""A browser, the served demo, and pages of it."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any, NoReturn

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

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


@pytest.fixture
def open_page(browser: Browser, origin: str) -> Iterator[Open]:
    """Open an address in a new, empty profile: `open_page("/policies/", width=360, java_script_enabled=False)`.

    The reader's clock shows noon of the day of the build, or of `today`.
    """
    contexts = []

    def open_(address: str, *, width: int = 1280, height: int = 900, today: date = AS_OF, **context: Any) -> Page:
        profile = browser.new_context(viewport={"width": width, "height": height}, base_url=origin, **context)
        contexts.append(profile)
        profile.add_init_script(CLOCK % round(datetime.combine(today, time(12), BEIJING).timestamp() * 1000))
        page = profile.new_page()
        page.goto(address)
        return page

    yield open_
    for profile in contexts:
        profile.close()


@pytest.fixture(scope="session")
def wait_for_answer() -> Callable[[Page, str], None]:
    """Wait until the search page shows its answer to a question, even that there is none."""

    def wait(page: Page, text: str) -> None:
        page.wait_for_function("q => document.querySelector('[data-results]').dataset.query === q", arg=text)

    return wait
