"""Findings: the words an editor reads, and that every problem has them."""

import importlib
import pkgutil
import re
import string
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import sitegen
from sitegen.findings import Bilingual, Finding, Location, Problem, as_text, blocks, count_by_level, in_order, problem

LATE = problem("T1", "late", "{item} 超过时限 {days} 天", "{item} is {days} days late", remedy=("请公开 {item}", "publish {item}"), level="warning")
WRONG = problem("T2", "wrong", "错了", "wrong", remedy=("改正", "mend it"))

_NAMES = sorted(module.name for module in pkgutil.walk_packages(sitegen.__path__, "sitegen."))
EVERY = sorted({p for name in _NAMES for p in vars(importlib.import_module(name)).values() if isinstance(p, Problem)}, key=lambda p: p.code)


def late(path: str = "a.yml", line: int = 3, column: int = 5, item: str = "招生", days: str = "2") -> Finding:
    return Finding(LATE, Location(path, line, column), {"item": item, "days": days})


def test_a_finding_reads_place_code_and_both_languages_and_the_remedy() -> None:
    assert as_text(late()).split("\n") == [
        "a.yml:3:5: warning[T1] late",
        "  招生 超过时限 2 天",
        "  招生 is 2 days late",
        "  改法: 请公开 招生",
        "  remedy: publish 招生",
    ]


def test_findings_come_by_path_line_and_column_each_once() -> None:
    found = [late("b.yml", 1), late("a.yml", 10), late("a.yml", 9, 2), late("a.yml", 9, 1), late("a.yml", 9, 1)]
    assert [(f.location.path, f.location.line, f.location.column) for f in in_order(found)] == [
        ("a.yml", 9, 1),
        ("a.yml", 9, 2),
        ("a.yml", 10, 5),
        ("b.yml", 1, 5),
    ]


@given(st.permutations([late(), late(line=4), late(item="x"), Finding(WRONG, Location("a.yml", 3, 5)), Finding(WRONG, Location("site.yml"))]))
@settings(deadline=None, derandomize=True)
def test_the_order_does_not_depend_on_who_found_what_first(found: list[Finding]) -> None:
    ordered = in_order(found)
    assert ordered == in_order(reversed(found)) and all(a.order < b.order for a, b in pairwise(ordered))


def test_an_error_blocks_and_a_warning_only_when_strict() -> None:
    assert (blocks([late()]), blocks([late()], strict=True), blocks([Finding(WRONG, Location("a"))]), blocks([])) == (False, True, True, False)


def test_every_level_is_counted() -> None:
    assert count_by_level([late(), late(line=4), Finding(WRONG, Location("a"))]) == {"error": 1, "warning": 2, "info": 0}


@given(st.text(), st.text())
@settings(deadline=None, max_examples=300, derandomize=True)
def test_no_control_character_of_content_reaches_the_terminal(path: str, item: str) -> None:
    lines = as_text(late(path=path, item=item)).split("\n")
    assert len(lines) == 5 and all(line.isprintable() for line in lines)


@pytest.mark.parametrize("character", ["\x1b[2J", "\r", "\u202e", "\u2028", "\x9b31m", "\udc80"])
def test_what_moves_a_cursor_or_turns_a_line_round_is_replaced(character: str) -> None:
    assert character not in as_text(late(item=f"甲{character}乙"))


def test_braces_in_content_are_not_blanks() -> None:
    assert as_text(late(item="{days}{__class__}")).split("\n")[1] == "  {days}{__class__} 超过时限 2 天"


# ---------------------------------------------------------------- every problem of the program


def test_there_are_problems_to_look_at() -> None:
    assert len(EVERY) > 30


def test_codes_and_names_are_unique() -> None:
    codes, names = [p.code for p in EVERY], [p.name for p in EVERY]
    assert len(set(codes)) == len(codes) and len(set(names)) == len(names)


@pytest.mark.parametrize("one", EVERY, ids=lambda p: p.code)
def test_every_problem_speaks_both_languages(one: Problem) -> None:
    """Where the reason varies, the words are in the blank `why`."""
    assert re.search(r"[\u4e00-\u9fff]", one.message.zh) or "{why_zh}" in one.message.zh
    assert re.search(r"[a-z]{3}", re.sub(r"\{(?!why)[^}]*\}", "", one.message.en))


@pytest.mark.parametrize("one", EVERY, ids=lambda p: p.code)
def test_every_problem_says_in_words_how_to_mend_it(one: Problem) -> None:
    zh, en = (re.sub(r"\{[^}]*\}", "", text) for text in (one.remedy.zh, one.remedy.en))
    assert re.search(r"[\u4e00-\u9fff]{2}", zh) and re.search(r"[a-z]{2}", en)


@pytest.mark.parametrize("one", EVERY, ids=lambda p: p.code)
def test_every_problem_says_the_same_in_both_languages(one: Problem) -> None:
    def blanks(words: Bilingual) -> tuple[set[str], set[str]]:
        zh, en = ({name for _, name, _, _ in string.Formatter().parse(text) if name} for text in (words.zh, words.en))
        return {n.removesuffix("_zh") for n in zh}, en

    zh, en = blanks(one.message)
    # The official term and its meaning stand for each other.
    assert {("meaning" if n == "term" else n) for n in zh} - {"meaning"} == en - {"meaning"}


@pytest.mark.parametrize("one", EVERY, ids=lambda p: p.code)
def test_every_code_is_a_letter_and_a_number(one: Problem) -> None:
    assert re.fullmatch(r"[A-Z]\d{1,3}", one.code) and re.fullmatch(r"[a-z]+(-[a-z]+)*", one.name)
