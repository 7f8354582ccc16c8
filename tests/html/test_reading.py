"""The checks of the pages see what they are for."""

from pathlib import Path

import pytest

from tests.html.reading import Tree, read

ORIGIN = "https://www.example.org"


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/index.html").write_text('<h1 id="top">甲</h1>', encoding="utf-8")
    (tmp_path / "icons.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg"><symbol id="clock"/></svg>', encoding="utf-8")
    return Tree(tmp_path, ORIGIN)


WITHIN = ["/a/", "/a/#top", "../a/", "#top", "/icons.svg#clock", ORIGIN + "/a/"]
ELSEWHERE = ["https://other.example/x", "mailto:a@b.example", "tel:12345"]


@pytest.mark.parametrize("link", [*WITHIN, *ELSEWHERE])
def test_a_link_that_leads_somewhere_is_fine(tree: Tree, link: str):
    assert tree.broken("/a/", link) is None


@pytest.mark.parametrize("link", ["/b/", "/a", "/a/#bottom", "#bottom", "/icons.svg#moon", ORIGIN + "/b/", "b/"])
def test_a_link_that_leads_nowhere_is_broken(tree: Tree, link: str):
    assert tree.broken("/a/", link) is not None


def test_addresses_are_found_in_every_attribute_that_holds_one():
    page = read('<a href="/1"></a><img src="/2" srcset="/3 1x, /4 2x"><svg><use href="/5#i"/></svg><form action="/6"></form><video poster="/7"></video>')
    assert page.links == {"/1", "/2", "/3", "/4", "/5#i", "/6", "/7"}


def test_the_title_of_a_drawing_is_not_text_of_the_page_and_code_is_no_text():
    page = read("<title>题</title><body><h1>甲<b>乙</b></h1><svg><title>画</title></svg><script>var x</script>")
    assert (page.title, page.headings, page.text) == ("题", ["甲乙"], "甲乙")
