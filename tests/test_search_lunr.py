"""lunr is the oracle (对照 lunr): in its ranking our scores are its scores, and it loads our index."""

import json
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from lunr.builder import Builder
from lunr.index import Index as LunrIndex
from lunr.query import Query

from sitegen.ranking import rank_as_lunr
from sitegen.search import index_files
from sitegen.search_blocks import FACETS, Entry, Searchable
from sitegen.search_index import Reader, as_lunr, averages, exact_lengths
from sitegen.tokens import Tokens, cut, normalise, question, term_of, tokens
from tests.demo import Demo

TOLERANCE = 1e-9


@pytest.fixture(scope="module")
def pages(demo: Demo) -> list[tuple[str, str]]:
    """Title and text of every second page of the demo's index: enough for a thousand questions."""
    folder = demo.folder / "search/index/zh-Hans"
    reader = Reader(lambda path: (folder / path).read_bytes(), next(folder.glob("manifest.*")).name)
    heads = [reader.fragment(doc) for doc in range(0, reader.facts["documents"], 2)]
    return [(head[0], head[7]) for head in heads]


@pytest.fixture(scope="module")
def reader(pages: list[tuple[str, str]]) -> Reader:
    entries = [Entry(Searchable(f"/{number}/", title, None, "", "", ((), (), (), (), ())), text) for number, (title, text) in enumerate(pages)]
    files = index_files(entries, {name: {} for name in FACETS})
    return Reader(files.__getitem__, next(path for path in files if path.startswith("manifest.")))


@pytest.fixture(scope="module")
def entries(reader: Reader) -> list:
    return list(reader.every_term())


@pytest.fixture(scope="module")
def questions(pages: list[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Titles, parts of titles, and stretches of texts: more than 300 questions as terms."""
    texts = [title for title, _ in pages[::4]] + [title[2:7] for title, _ in pages[::7]] + [text[40:49] for _, text in pages[::9]]
    return [terms for text in texts if (terms := tuple(t for t in question(text).terms if not t.endswith("*")))]


def listed(found: Tokens) -> list[str]:
    """Each term as often as it occurs, for a builder that counts for itself."""
    counts = Counter({term_of(key): count for key, count in zip(found.keys.tolist(), found.counts.tolist(), strict=True)} | found.words)
    return list(counts.elements())


def ask(index: LunrIndex, terms: tuple[str, ...]) -> dict[int, float]:
    query = Query(index.fields)
    for term in terms:
        query.clause(term, use_pipeline=False)
    return {int(hit["ref"]): hit["score"] for hit in index.query(query)}


def ours(entries: list, terms: tuple[str, ...], documents: int, lengths: list[list[int]]) -> dict[int, float]:
    return rank_as_lunr(documents, averages(lengths), lengths, terms, dict(entries))


def test_our_scores_are_those_of_an_index_that_lunr_built_itself(pages, entries, questions):
    assert len(questions) >= 300
    builder = Builder()
    builder.ref("id")
    builder.field("title", extractor=lambda page: listed(tokens(page["title"], title=True)))
    builder.field("body", extractor=lambda page: listed(tokens(page["body"])))
    for number, (title, text) in enumerate(pages):
        builder.add({"id": str(number), "title": title, "body": text})
    index = builder.build()
    lengths = exact_lengths(len(pages), entries)
    for terms in questions:
        assert ours(entries, terms, len(pages), lengths) == pytest.approx(ask(index, terms), abs=TOLERANCE), terms


def test_lunr_loads_the_assembled_index_and_gives_the_same_scores(pages, entries, questions):
    index = LunrIndex.load(as_lunr(len(pages), entries))
    lengths = exact_lengths(len(pages), entries)
    for terms in questions:
        assert ours(entries, terms, len(pages), lengths) == pytest.approx(ask(index, terms), abs=TOLERANCE), terms


_NODE = """
const lunr = require(process.argv[1]);
const { index, questions } = JSON.parse(require('fs').readFileSync(0, 'utf8'));
lunr.utils.warn = () => {};
const loaded = lunr.Index.load(index);
console.log(JSON.stringify(questions.map(terms => loaded.query(q => terms.forEach(t => q.term(t, { usePipeline: false }))).map(r => [r.ref, r.score]))));
"""


def test_lunr_in_javascript_gives_the_same_scores(pages, entries, questions, npm_package: "pytest.FixtureRequest"):
    package: Path = npm_package("lunr")
    asked = json.dumps({"index": as_lunr(len(pages), entries), "questions": questions}, ensure_ascii=False)
    done = subprocess.run(["node", "-e", _NODE, str(package)], input=asked, capture_output=True, text=True, check=True)
    lengths = exact_lengths(len(pages), entries)
    for terms, found in zip(questions, json.loads(done.stdout), strict=True):
        assert ours(entries, terms, len(pages), lengths) == pytest.approx({int(ref): score for ref, score in found}, abs=TOLERANCE), terms


def test_terms_of_the_index_are_those_of_the_texts(pages, entries):
    lengths = exact_lengths(len(pages), entries)
    for number, (title, text) in enumerate(pages):
        assert lengths[number] == [tokens(title, title=True).length, tokens(text).length]
    assert all(cut(normalise(term.partition("#")[0])) for term, _ in entries)
    assert [term for term, _ in entries] == sorted({term for term, _ in entries})
