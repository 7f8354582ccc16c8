"""Scripts add to a page that already works: the same text without them, and with them no error and no stranger."""

from playwright.sync_api import Page

ONLY_WITH_SCRIPTS = ".js, .copy-link"
"""Elements that do something with scripts only, so they are absent without."""
DEAD_BUTTONS = "button:not([type=submit])"
WITHOUT_SCRIPTS = "noscript"
"""Says what is missing without scripts."""

REPORT_VIOLATIONS = """
    window.violations = [];
    addEventListener('securitypolicyviolation', e => violations.push(`${e.violatedDirective} ${e.blockedURI} ${e.sourceFile}:${e.lineNumber}`));
"""


def test_the_text_is_the_same_without_scripts(address, visit):
    without = main_text(visit(address, java_script_enabled=False))
    assert without
    assert without == main_text(visit(address))


def test_nothing_that_needs_scripts_is_shown_without_them(address, visit):
    page = visit(address, java_script_enabled=False)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for selector in (ONLY_WITH_SCRIPTS, DEAD_BUTTONS):
            shown = page.evaluate("s => [...document.querySelectorAll(s)].filter(e => e.checkVisibility()).map(e => e.outerHTML.slice(0, 120))", selector)
            assert not shown, f"{address} at {width} px"


def test_a_page_causes_no_error_and_asks_no_other_host(address, browser, origin):
    with browser.new_context(viewport={"width": 1280, "height": 900}, base_url=origin) as profile:
        profile.add_init_script(REPORT_VIOLATIONS)
        page = profile.new_page()
        problems: list[str] = []
        page.on("console", lambda message: problems.append(message.text) if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("request", lambda request: None if request.url.startswith(origin + "/") else problems.append(f"asks {request.url}"))
        page.on("response", lambda response: problems.append(f"{response.status} {response.url}") if response.status >= 400 else None)
        page.goto(address)
        see_all_of_it(page)
        problems += page.evaluate("violations")
        assert not problems, f"{address}\n" + "\n".join(problems)


def test_the_page_for_a_wrong_address_helps_and_works_from_any_folder(open_page):
    page = open_page("/no/such/place/")
    assert page.locator("body").get_attribute("data-page-type") == "not-found"
    assert page.locator("main a[href]").count() > 0
    assert page.evaluate("getComputedStyle(document.body).margin") == "0px"


def main_text(page: Page) -> str:
    """What a reader sees of the main part, less what only exists with scripts or only without."""
    return page.evaluate(
        """selector => {
            const main = document.querySelector('main');
            main.querySelectorAll(selector).forEach(e => e.remove());
            return main.innerText.trim();
        }""",
        f"{ONLY_WITH_SCRIPTS}, {WITHOUT_SCRIPTS}",
    )


def see_all_of_it(page: Page) -> None:
    """Open everything and go to the end, so that what is loaded late is loaded."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("document.querySelectorAll('img[loading=lazy]').forEach(i => i.loading = 'eager')")
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.wait_for_load_state("networkidle")
