"""No page is heavier than what a phone on a slow line can bear; `python3 tests/bench/budgets.py` prints the figures."""

import re

from tests.bench.budgets import KB, LIMITS, Weight, html_over, over, weigh
from tests.demo import Demo

_KIND = re.compile(r'<body[^>]* data-page-type="([^"]+)"')


def test_a_page_keeps_its_budget(address, sample_pages, browser, origin):
    name = next(name for name, where in sample_pages.by_name.items() if where == address)
    assert over(weigh(browser, origin, name, address)) == []


def test_the_html_of_every_page_keeps_its_budget(demo: Demo):
    heavy = {path: found for path in demo.pages if (found := html_over(_KIND.search(demo.html(path))[1], demo.html(path)))}
    assert not heavy


def test_what_is_too_heavy_is_said():
    too_much = LIMITS["scripts"] * KB + 1
    assert over(Weight("policy", "/x/", (("/x/", "html", 100), ("/a.js", "scripts", too_much)))) == ["scripts 12.0 KB > 12 KB"]
    assert over(Weight("search", "/x/", (("/x/", "html", 100), ("/a.js", "scripts", too_much)))) == []
    assert over(Weight("policy", "/x/", (("/x/", "html", 100),) * 13)) == ["13 requests > 12"]
    assert over(Weight("policy", "/x/", (("/x.webp", "pictures", 90 * KB),))) == []
    assert over(Weight("policy", "/x/", (("/x.json", "other", 90 * KB),))) == ["text page 90.0 KB > 80 KB"]
