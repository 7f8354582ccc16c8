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


@pytest.fixture(scope="session")
def axe(npm_package) -> Path:
    return npm_package("axe-core") / "axe.min.js"


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(address, width, open_page, axe):
    page = open_page(address, width=width, bypass_csp=True)
    page.add_script_tag(path=axe)
    open_all_details(page)
    found = []
    for name, media in SCHEMES.items():
        page.emulate_media(**media)
        end_transitions(page)
        found += [f"{name}: {line}" for line in violations(page)]
    assert not found, f"{address} at {width} px\n" + "\n".join(found)


def open_all_details(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")


def end_transitions(page: Page) -> None:
    """Colours change over a moment; axe is to see them when they have."""
    page.evaluate("document.getAnimations().forEach(a => a.finish())")


def violations(page: Page) -> list[str]:
    """One line for each element that breaks a rule."""
    result = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{rule['id']} at {node['target']}: {node['failureSummary'].replace(chr(10), ' ')}"
        for rule in result["violations"]
        for node in rule["nodes"]
    ]  # fmt: skip
