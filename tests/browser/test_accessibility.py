"""axe finds nothing: every page kind, three colour schemes, a phone and a desk."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

SCHEMES: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "contrast": "no-preference"},
    "high contrast": {"color_scheme": "light", "contrast": "more"},
}
OF_COLOUR = ["color-contrast", "link-in-text-block"]
"""The rules whose answer depends on the scheme; the others need asking once."""


@pytest.fixture(scope="session")
def axe(npm_package) -> Path:
    return npm_package("axe-core") / "axe.min.js"


def test_axe_finds_nothing(address, visit, axe):
    page = visit(address, width=1280, bypass_csp=True)
    page.add_script_tag(path=axe)
    found = []
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        open_all(page)
        for name, media in SCHEMES.items():
            page.emulate_media(**media)
            end_transitions(page)
            found += [f"{width} px, {name}: {line}" for line in violations(page, None if name == "light" else OF_COLOUR)]
    assert not found, f"{address}\n" + "\n".join(found)


def test_axe_sees_a_fault_of_structure_and_one_of_colour(open_page, axe):
    page = open_page("/", bypass_csp=True)
    page.add_script_tag(path=axe)
    page.locator("main").evaluate(
        'main => main.innerHTML = \'<h1>x</h1><img src="/x.png"><p style="color:#777;background:#666">words that are hard to read</p>\''
    )
    assert {line.partition(" ")[0] for line in violations(page, None)} >= {"image-alt", "color-contrast"}
    assert {line.partition(" ")[0] for line in violations(page, OF_COLOUR)} == {"color-contrast"}


def open_all(page: Page) -> None:
    """Disclosures, and panels that a button of the page opens."""
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate("document.querySelectorAll('button[aria-expanded=false]').forEach(b => b.checkVisibility() && b.click())")


def end_transitions(page: Page) -> None:
    """Colours change over a moment; axe is to see them when they have."""
    page.evaluate("document.getAnimations().forEach(a => a.finish())")


def violations(page: Page, rules: list[str] | None) -> list[str]:
    """One line for each element that breaks one of the rules, or any of axe's rules."""
    only = {"runOnly": {"type": "rule", "values": rules}} if rules else {}
    result = page.evaluate("only => axe.run(document, {...only, resultTypes: ['violations']})", only)
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary'].replace(chr(10), ' ')}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]  # fmt: skip
