"""Every kind of page in the plan goes through every check: axe, keyboard, 320 px, print, scripts off, no stranger, validity, budgets."""

import subprocess
import sys

import pytest

from sitegen.pipeline import look
from sitegen.report import Options, Report
from tests.demo import AS_OF, KINDS, ROOT, SAMPLE_NAMES

CHECKS = (
    "test_budgets.py::test_a_page_keeps_its_budget",
    "test_accessibility.py::test_axe_finds_nothing",
    "test_keyboard.py::test_the_first_key_offers_to_skip_to_the_text",
    "test_keyboard.py::test_the_keyboard_goes_through_the_text_in_reading_order_and_is_seen",
    "test_layout.py::test_nothing_is_wider_than_the_screen",
    "test_layout.py::test_a_page_prints_as_text_on_a4_without_menu_and_footer",
    "test_scripts.py::test_the_text_is_the_same_without_scripts",
    "test_scripts.py::test_nothing_that_needs_scripts_is_shown_without_them",
    "test_scripts.py::test_a_page_causes_no_error_and_asks_no_other_host",
)


def test_the_list_of_kinds_is_that_of_the_plan():
    """A kind without a page in the demo cannot be checked, and a page of a kind that is not in the list would not be."""
    ready = look(ROOT, Options(AS_OF), Report())
    assert ready is not None
    assert sorted({page.kind for page in ready.pages if page.is_html}) == list(KINDS)


@pytest.fixture(scope="module")
def collected() -> set[str]:
    """Every test of the browser that pytest would run, such as `test_layout.py::test_x[home]`."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", "tests/browser"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {line.rpartition("/")[2] for line in done.stdout.splitlines() if "::" in line}


@pytest.mark.parametrize("check", CHECKS)
def test_a_check_is_made_of_every_kind_of_page(check, collected):
    missing = [name for name in SAMPLE_NAMES if f"{check}[{name}]" not in collected]
    assert not missing
