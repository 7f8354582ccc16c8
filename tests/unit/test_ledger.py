"""构建账: what is noted of outputs is found again, and only what has changed is written again."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace

import pytest

from sitegen.batch import Batching, packed, unpacked
from sitegen.fact import Fact
from sitegen.ledger import Ledger
from sitegen.slots import NONE, Filled
from sitegen.trace import News, Read, Trace

LAW, NEWS = ("documents", ("policies/law", "zh-Hans")), ("documents", ("news/a", "zh-Hans"))
TEXT = ("body", ("policies/law", "zh-Hans"))
MENU: Read = ("menu", ("zh-Hans", ((), ())))
CARD: Read = ("document", ("zh-Hans", (("policies/law",), ())))
PAGES = {"policies/law/index.html": (Trace(b"1" * 12, (MENU, CARD), b"m" * 12 + b"c" * 12, "0" * 32), {TEXT}), "index.html": (
    Trace(b"2" * 12, (MENU,), b"m" * 12, "1" * 32), {NEWS})}  # fmt: skip
STATES: dict[Fact, bytes] = {LAW: b"l", NEWS: b"n", TEXT: b"t", ("documents", None): b"ln", ("body", None): b"t"}
WORDS, MANIFEST = ("text", ("policies/law", "zh-Hans")), ("search", "zh-Hans")
SHOWN: dict[Fact, bytes] = STATES | {WORDS: b"w", MANIFEST: b"s", ("text", None): b"w", ("search", None): b"s"}


def note(ledger: Ledger, pages: Mapping[str, tuple[Trace, AbstractSet[Fact]]], news: News, states: Mapping[Fact, bytes] = STATES) -> None:
    batching = Batching()
    for path, (trace, own) in pages.items():
        batching.add(path, trace, own)
    batching.tell(news)
    ledger.note(unpacked(packed(batching.batch())), states.__getitem__)


def noted() -> dict[str, bytes]:
    ledger = Ledger()
    note(ledger, PAGES, {MENU: (b"m" * 12, frozenset()), CARD: (b"c" * 12, frozenset({LAW}))})
    ledger.close(b"common", list(PAGES), STATES.__getitem__)
    return dict(ledger.parts())


def test_what_was_noted_is_found_again() -> None:
    ledger = Ledger(noted().get)
    assert ledger.common == b"common" and list(ledger.paths) == list(PAGES)
    for path, (trace, _) in PAGES.items():
        assert ledger.trace(path) == trace and ledger.output(path) == (trace.basis, trace.output)
    assert ledger.output("gone.html") is None


def test_nothing_is_suspected_while_facts_stand() -> None:
    ledger = Ledger(noted().get)
    assert ledger.suspects(STATES.__getitem__) == ([], [])
    ledger.close(b"common", list(PAGES), STATES.__getitem__)
    assert [name for name, _ in ledger.parts()] == ["head"]


def test_another_text_is_the_affair_of_the_output_that_read_it() -> None:
    ledger = Ledger(noted().get)
    assert ledger.suspects((STATES | {TEXT: b"T", ("body", None): b"T"}).__getitem__) == ([], ["policies/law/index.html"])


def test_another_document_is_the_affair_of_questions_that_looked_at_it_and_of_outputs_that_asked_them() -> None:
    ledger = Ledger(noted().get)
    questions, paths = ledger.suspects((STATES | {LAW: b"L", ("documents", None): b"Ln"}).__getitem__)
    assert [ledger.read(question) for question in questions] == [CARD] and ledger.answer(questions[0]) == b"c" * 12 and paths == []
    assert ledger.asking(questions) == ["policies/law/index.html"] and ledger.asking([]) == []


def test_only_what_differs_is_written_again() -> None:
    ledger, path = Ledger(noted().get), "policies/law/index.html"
    state = (STATES | {TEXT: b"T", ("body", None): b"T"}).__getitem__
    ledger.suspects(state)
    trace, own = PAGES[path]
    note(ledger, {path: (Trace(trace.basis, trace.reads, b"m" * 12 + b"d" * 12, "2" * 32), own)}, {})
    ledger.close(b"common", list(PAGES), state)
    assert {name for name, _ in ledger.parts()} == {"head", "states", "answers", "output"}


SLOTS = Filled(b"d" * 12, (("text zh-Hans 0 3 policies/law", 7, 20), ("search zh-Hans 0 0 ", 40, 5)))


def with_slots() -> Ledger:
    """The ledger in which the law's page has slots for its words and for where the search is."""
    ledger, (trace, own) = Ledger(noted().get), PAGES["policies/law/index.html"]
    note(ledger, {"policies/law/index.html": (replace(trace, filled=SLOTS), own | SLOTS.facts)}, {}, SHOWN)
    ledger.close(b"common", list(PAGES), SHOWN.__getitem__)
    return Ledger((noted() | dict(ledger.parts())).get)


def test_what_a_page_only_shows_is_found_by_what_decides_about_it() -> None:
    ledger = with_slots()
    assert ledger.showing([WORDS]) == ledger.showing([WORDS, MANIFEST]) == ["policies/law/index.html"] and ledger.showing([("text", ("x", "en"))]) == []
    assert ledger.filled("policies/law/index.html") == SLOTS and ledger.filled("index.html") == NONE


def test_what_a_page_or_an_answer_has_looked_at_is_not_only_shown() -> None:
    assert with_slots().showing([TEXT]) is None and with_slots().showing([LAW]) is None


def test_other_contents_of_slots_leave_all_else_as_it_was() -> None:
    ledger, path, other = with_slots(), "policies/law/index.html", Filled(b"D" * 12, SLOTS.slots)
    ledger.refill(path, "3" * 32, other)
    ledger.settle({WORDS: b"W", ("text", None): b"W", ("sizes", None): b"never noted"})
    assert {name for name, _ in ledger.parts()} == {"head", "states", "output", "filled"}
    state = (SHOWN | {WORDS: b"W", ("text", None): b"W"}).__getitem__
    assert ledger.suspects(state) == ([], []) and ledger.trace(path) == replace(PAGES[path][0], output="3" * 32, filled=other)


def test_outputs_that_are_gone_are_let_go() -> None:
    before = noted()
    ledger = Ledger(before.get)
    ledger.close(b"common", ["index.html"], STATES.__getitem__)
    after = Ledger((before | dict(ledger.parts())).get)
    assert list(after.paths) == ["index.html"] and after.trace("index.html") == PAGES["index.html"][0]


def test_a_ledger_of_which_a_part_is_missing_is_none() -> None:
    parts = noted()
    del parts["answers"]
    with pytest.raises(ValueError, match="answers"):
        Ledger(parts.get).trace("index.html")
