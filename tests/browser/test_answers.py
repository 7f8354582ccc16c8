"""Pages on which the government answers: used with scripts and without, on a screen and on paper."""

import re

import pytest
from playwright.sync_api import Page


def sheets(page: Page) -> int:
    """How many sheets the page prints on."""
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("address", ["/hotlines/", "/zh-hant-hk/hotlines/", "/en/hotlines/"])
def test_the_hotlines_print_on_one_sheet(address, open_page):
    assert sheets(open_page(address)) == 1


def test_every_hotline_can_be_dialled_without_scripts(open_page):
    page = open_page("/hotlines/", width=360, java_script_enabled=False)
    assert page.locator("main a[href^='tel:']").count() == 18
    assert page.locator("form[data-row-filter]").is_hidden()


def test_hotlines_are_filtered_by_subject(open_page):
    page = open_page("/hotlines/")
    page.get_by_label("按事情找").select_option("金融发展")
    assert page.locator("[data-row]:visible").count() == 2
    assert "topic=" in page.url
