"""Text rules, ranking and reading of the index are one thing written twice: Python and the browser give the same."""

import json
import shutil
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page

from sitegen.search import index_files, length_of, roughly
from sitegen.search_blocks import BLOCK, FACETS, Entry, Searchable, searchable_order
from sitegen.search_index import Reader
from sitegen.tokens import cut, folding, normalise, question
from tests.browser.server import serving

ROOT = Path(__file__).resolve().parents[2]
CASES = json.loads((ROOT / "tests/data/tokens.json").read_text(encoding="utf-8"))
HAN = "公积金住房管理条例补贴申请电梯加装食品安全法〇一二三十百年第号规定政务大模型臺灣補貼請裏綫𠮷𡈽"
TEXT = st.text(st.sampled_from(HAN + "ab19 *+-\"“”〔〕[]（）,。怎么什多少的了年号ＡＢ①ß"), max_size=24)
ANY_TEXT = st.text(st.characters(max_codepoint=0x2FFFF, exclude_categories=("Cs", "Cn", "Co")), max_size=40)
BULK = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with the theme's search scripts as they are, and its address."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(ROOT / "themes/default/assets/scripts/search", folder / "search")
    (folder / "index.html").write_text("<!doctype html><title>lab</title>", encoding="utf-8")
    (folder / "404.html").write_text("<!doctype html><title>404</title>", encoding="utf-8")
    with serving(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def page(browser: Browser, lab: tuple[Path, str]) -> Iterator[Page]:
    profile = browser.new_context(base_url=lab[1])
    page = profile.new_page()
    page.goto("/")
    yield page
    profile.close()


# ---------------------------------------------------------------- text rules


def in_browser(page: Page, texts: list[str]) -> list[dict[str, Any]]:
    pairs = sorted(folding().items())
    return page.evaluate(
        """async ([texts, from, to]) => {
            const { normalise, cut, question } = await import('/search/tokens.js');
            const simplified = Array.from(to);
            const fold = new Map(Array.from(from, (c, at) => [c, simplified[at]]));
            return texts.map(text => { const normal = normalise(text, fold); return { normal, cut: cut(normal), question: question(text, fold) }; });
        }""",
        [texts, "".join(a for a, _ in pairs), "".join(b for _, b in pairs)],
    )


def as_browser_says(text: str) -> dict[str, Any]:
    asked = question(text)
    return {
        "text": asked.text, "terms": list(asked.terms), "characters": list(asked.characters), "required": [list(t) for t in asked.required],
        "excluded": [list(t) for t in asked.excluded], "phrases": list(asked.phrases),
    }  # fmt: skip


def test_the_browser_reads_texts_by_the_same_rules(page):
    found = in_browser(page, [case["text"] for case in CASES["texts"]])
    assert [(f["normal"], f["cut"]) for f in found] == [(case["normal"], case["cut"]) for case in CASES["texts"]]


def test_the_browser_reads_questions_by_the_same_rules(page):
    found = in_browser(page, [case["asked"] for case in CASES["questions"]])
    assert [f["question"] for f in found] == [{k: v for k, v in case.items() if k != "asked"} for case in CASES["questions"]]


@BULK
@given(texts=st.lists(st.one_of(TEXT, ANY_TEXT), min_size=80, max_size=120))
def test_any_text_gives_the_same_terms_in_both(page, texts):
    for text, found in zip(texts, in_browser(page, texts), strict=True):
        assert found == {"normal": normalise(text), "cut": cut(normalise(text)), "question": as_browser_says(text)}, text


# ---------------------------------------------------------------- index and ranking

Corpus = list[tuple[str, str, int, str]]
"""Title, text, day, validity."""
WORDS = st.text(st.sampled_from(HAN + "ab19 。〔〕号"), max_size=60)
CORPUS = st.lists(st.tuples(WORDS, WORDS, st.integers(0, 2000), st.sampled_from(["", "in-force", "expired"])), min_size=1, max_size=40)
QUESTIONS = st.lists(TEXT, min_size=30, max_size=40)


def write_index(folder: Path, corpus: Corpus) -> str:
    """Write the index of a corpus below `folder`; returns the manifest's name."""
    pages = [
        Searchable(f"/{n}/", title, date(2020, 1, 1) + timedelta(day), "", "", (("policy",), (f"u{day % 3}",), (validity,) if validity else (), (), ()))
        for n, (title, _, day, validity) in enumerate(corpus)
    ]  # fmt: skip
    entries = [Entry(page, text) for page, (_, text, _, _) in sorted(zip(pages, corpus, strict=True), key=lambda pair: searchable_order(pair[0]))]
    files = index_files(entries, {name: {} for name in FACETS})
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    return next(path for path in files if path.startswith("manifest."))


ASK = """async ([address, questions]) => {
    const { Search } = await import('/search/answer.js');
    const search = new Search(address, '');
    await search.warm();
    const { reader } = search;
    await reader.fold();
    const answers = [];
    for (const q of questions) {
        const { docs, scores } = await search.ask(q);
        answers.push([docs, docs.map(doc => scores[doc])]);
    }
    const documents = Array.from({ length: reader.facts.documents }, (_, doc) => doc);
    return { answers, units: await reader.column('unit'), heads: await Promise.all(documents.map(doc => reader.fragment(doc))),
        texts: await Promise.all(documents.map(doc => reader.texts(doc))) };
}"""


def compare(page: Page, lab: tuple[Path, str], corpus: Corpus, questions: list[str]) -> None:
    folder = lab[0] / "index"
    manifest = write_index(folder, corpus)
    reader = Reader(lambda path: (folder / path).read_bytes(), manifest)
    there = page.evaluate(ASK, [f"/index/{manifest}", questions])
    values = [value for value, _ in reader.facts["facets"]["unit"]]
    assert [tuple(values[v] for v in row) for row in there["units"]] == reader.column("unit")
    assert there["heads"] == [reader.fragment(doc) for doc in range(len(corpus))]
    assert there["texts"] == [reader.texts(doc) for doc in range(len(corpus))]
    for text, (docs, scores) in zip(questions, there["answers"], strict=True):
        here = reader.ask(question(text))
        assert sorted(docs) == sorted(doc for doc, _ in here), text
        assert scores == pytest.approx([score for _, score in here], rel=1e-9, abs=1e-12), text
        # Two scores that differ in the last digit may change places; nothing else may.
        by_doc = dict(here)
        assert [by_doc[doc] for doc in docs] == pytest.approx([score for _, score in here], rel=1e-9, abs=1e-12), text


@BULK
@given(corpus=CORPUS, questions=QUESTIONS)
def test_any_index_is_read_and_ranked_the_same_in_both(page, lab, corpus, questions):
    compare(page, lab, corpus, questions)


def test_a_large_index_is_read_and_ranked_the_same_in_both(page, lab):
    """Enough for several segments, shards of one term, and packs with and without rests."""
    step = [17, 101, 257, 997]

    def characters(n: int, steps: Iterable[int]) -> str:
        return "".join(chr(0x4E00 + n * step % 1900) for step in steps)

    corpus = [
        (f"{characters(n, step)}〔{2000 + n % 20}〕{n}号", characters(n * n, range(1, 15_000 if n % 200 < 3 else 80)) + "公积金" * (n % 5), n, "")
        for n in range(BLOCK * 5)
    ]  # fmt: skip
    asked = ["公积金", "公", "积", "〔2005〕25号", "一丁", '"公积金公积"', "公积金 -一丁"]
    compare(page, lab, corpus, [*asked, corpus[77][0], corpus[400][1][:20], corpus[1000][1]])


# ---------------------------------------------------------------- the site's own index


@pytest.fixture(scope="module")
def built(demo) -> tuple[Reader, str]:
    folder = demo.folder / "search/index/zh-Hans"
    manifest = next(folder.glob("manifest.*")).name
    return Reader(lambda path: (folder / path).read_bytes(), manifest), f"/search/index/zh-Hans/{manifest}"


def test_the_page_lists_what_the_command_line_lists(built, open_page, wait_for_answer):
    reader, _ = built
    for text in ("加装电梯补贴", "公积金", "補貼申請", "住", "残疾人 -就业", '"公共租赁住房"', "明湖住建规〔2026〕49号", "怎么办"):
        page = open_page(f"/search/?q={text}")
        wait_for_answer(page, text)
        shown = page.locator("[data-results] > li").evaluate_all("all => all.map(e => e.dataset.url)")
        assert shown == [hit.url for hit in reader.hits(question(text), 10)], text


def test_a_rough_length_is_the_length_or_a_fifth_less():
    assert all(n * 0.8 <= length_of(byte) <= n for n, byte in enumerate(roughly(range(200_000))))
