"""Results stand in packs of which ranges are asked for: of hosts that know ranges, of hosts that know none, and of hosts that answer nonsense."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from sitegen.search_index import Reader
from sitegen.search_packs import UNIT, UNITS
from sitegen.tokens import question
from tests.browser.conftest import profile
from tests.browser.server import Ranges, heeded, serving
from tests.demo import Demo

QUESTION = "加装电梯补贴"
Told = tuple[int, str, bytes]


@dataclass
class Host:
    """A host, which may change its mind, and what it sent of packs: address, status, bytes."""

    ranges: Ranges
    sent: list[tuple[str, int, int]] = field(default_factory=list)

    def __call__(self, address: str, asked: str, data: bytes) -> Told:
        told = self.ranges(address, asked, data)
        self.sent.append((address, told[0], len(told[2])))
        return told


def ignored(_: str, __: str, data: bytes) -> Told:
    return 200, "", data


@pytest.fixture
def ask(demo: Demo, browser: Browser) -> Iterator[Callable[[Host, str], Page]]:
    """The search page of a host with a question."""
    with ExitStack() as stack:

        def ask_(host: Host, text: str) -> Page:
            context = profile(browser, stack.enter_context(serving(demo.folder, host)))
            stack.callback(context.close)
            page = context.new_page()
            page.goto(f"/search/?q={quote(text)}")
            return page

        yield ask_


@pytest.fixture(scope="module")
def reader(demo: Demo) -> Reader:
    folder = demo.folder / "search/index/zh-Hans"
    return Reader(lambda path: (folder / path).read_bytes(), next(folder.glob("manifest.*")).name)


@pytest.fixture(scope="module")
def deep(reader: Reader) -> tuple[str, str]:
    """The address of a page with a long text, and words of which nothing stands where the text begins."""
    for document in range(reader.facts["documents"]):
        _, url, *_, rests, first = reader.fragment(document)
        for words in re.findall(r"[\u4e00-\u9fff]{4}", reader.rest(document, rests[0])) if rests else ():
            if not any(term in first for term in question(words).terms) and [hit.url for hit in reader.hits(question(words), 1)] == [url]:
                return url, words
    raise AssertionError("the demo has no long text")


def answers(page: Page) -> list[str]:
    """What is shown of each result, down to where the answer stands in its text."""
    expect(page.locator("[data-results] > li").first).to_be_visible()
    return page.locator("[data-results] > li").all_inner_texts()


hosts = pytest.mark.parametrize("ranges", [heeded, ignored], ids=["ranges", "no ranges"])


@hosts
@pytest.mark.parametrize("text", [QUESTION, "公积金", '"公共租赁住房"'])
def test_any_host_gives_the_answers_of_the_command_line(ranges: Ranges, text: str, reader: Reader, ask: Callable[[Host, str], Page]) -> None:
    page = ask(Host(ranges), text)
    hits = reader.hits(question(text), 10)
    assert len(answers(page)) == len(hits)
    assert page.locator("[data-results] h3").all_inner_texts() == [hit.title for hit in hits]
    assert page.locator("[data-results] > li").evaluate_all("all => all.map(e => e.dataset.url)") == [hit.url for hit in hits]


@hosts
@pytest.mark.parametrize("form", ['"{}"', "{}"], ids=["quoted", "plain"])
def test_words_from_the_rest_of_a_long_text_are_found_and_shown(ranges: Ranges, form: str, deep: tuple[str, str], ask: Callable[[Host, str], Page]) -> None:
    url, words = deep
    page = ask(Host(ranges), form.format(words))
    hit = page.locator(f'[data-results] > li[data-url="{url}"]')
    expect(hit.locator(".item-summary")).to_contain_text(words)
    assert "".join(hit.locator(".item-summary mark").all_inner_texts()).startswith(words)


def test_a_host_with_ranges_sends_of_each_pack_what_is_shown(ask: Callable[[Host, str], Page]) -> None:
    host = Host(heeded)
    shown = answers(ask(host, QUESTION))
    packs = [sent for sent in host.sent if "-more" not in sent[0]]
    assert len(packs) == len(shown)
    assert all(status == 206 and size % UNIT == 0 and size <= UNITS * UNIT // 4 for _, status, size in packs)


def test_a_host_without_ranges_sends_no_pack_that_is_there(ask: Callable[[Host, str], Page]) -> None:
    host = Host(ignored)
    page = ask(host, "补贴")
    shown = len(answers(page))
    there = {address for address, _, _ in host.sent}
    assert 1 < len(host.sent) <= shown
    page.locator("[data-more]").click()
    expect(page.locator("[data-results] > li")).to_have_count(shown * 2)
    assert not there & {address for address, _, _ in host.sent[shown:]}


@hosts
def test_on_the_way_back_from_an_answer_nothing_is_fetched_again(ranges: Ranges, ask: Callable[[Host, str], Page]) -> None:
    host = Host(ranges)
    page = ask(host, QUESTION)
    shown = answers(page)
    # With its packs, those of the parts of long texts that are looked through when they are seen.
    page.wait_for_load_state("networkidle")
    sent = len(host.sent)
    page.locator("[data-results] a").first.click()
    page.wait_for_url(lambda url: "/search/" not in url)
    page.go_back()
    assert answers(page) == shown
    assert len(host.sent) == sent


def elsewhere(address: str, asked: str, data: bytes) -> Told:
    """The beginning of the file, whatever was asked for; the header tells the truth."""
    status, _, body = heeded(address, asked, data)
    return status, f"bytes 0-{len(body) - 1}/{len(data)}", data[: len(body)]


def other(change: Callable[[int, str, bytes], Told]) -> Ranges:
    return lambda address, asked, data: change(*heeded(address, asked, data))


NONSENSE: dict[str, Ranges] = {
    "from elsewhere": elsewhere,
    "too little": other(lambda status, range_, body: (status, range_, body[:-UNIT])),
    "too much": other(lambda status, range_, body: (status, range_, body * 2)),
    "nothing": other(lambda status, range_, body: (status, range_, b"")),
    "no place": other(lambda status, range_, body: (status, "", body)),
    "no such range": lambda address, asked, data: (416, f"bytes */{len(data)}", b""),
    "gone": lambda address, asked, data: (404, "", b"<!doctype html>"),
    "broken": lambda address, asked, data: (503, "", b""),
}


@pytest.mark.parametrize("ranges", NONSENSE.values(), ids=NONSENSE)
def test_nonsense_is_told_and_no_answer_is_shown_until_the_host_is_well(ranges: Ranges, ask: Callable[[Host, str], Page]) -> None:
    host = Host(ranges)
    page = ask(host, QUESTION)
    expect(page.locator("[data-search] [data-failed]")).to_be_visible()
    assert page.locator("[data-results] > li").count() == 0
    host.ranges = heeded
    page.locator("[data-retry]").click()
    assert len(answers(page)) == 10
    expect(page.locator("[data-search] [data-failed]")).to_be_hidden()


LIES: dict[str, Ranges] = {
    "other bytes": other(lambda status, range_, body: (status, range_, body[::-1])),
    "a page for everything": lambda address, asked, data: (200, "", b"<!doctype html>" * 4_000),
}


@pytest.mark.parametrize("ranges", LIES.values(), ids=LIES)
def test_what_only_looks_like_an_answer_is_shown_as_none(ranges: Ranges, ask: Callable[[Host, str], Page]) -> None:
    page = ask(Host(ranges), QUESTION)
    expect(page.locator("[data-search] [data-failed]")).to_be_visible()
    assert page.locator("[data-results] > li").count() == 0


def test_a_page_whose_packs_are_gone_asks_the_site_as_it_is_now(demo: Demo, ask: Callable[[Host, str], Page]) -> None:
    """The reader has the old index, and the site was published anew before the results were fetched."""
    renamed = {path.name for path in (demo.folder / "search/index/zh-Hans/d").iterdir()}
    old = True

    def published(address: str, asked: str, data: bytes) -> Told:
        return (404, "", b"") if old and address.rpartition("/")[2] in renamed else heeded(address, asked, data)

    host = Host(published)
    page = ask(host, "公积金")
    expect(page.locator("[data-search] [data-failed]")).to_be_visible()
    manifests: list[str] = []
    page.on("request", lambda request: manifests.append(request.url) if request.url.endswith("/search/zh-Hans.json") else None)
    old = False
    page.locator("#search-q").fill(QUESTION)
    page.locator("#search-q").press("Enter")
    assert answers(page)
    assert len(manifests) == 1
