"""普通段落: with the shortcuts the parser gives the very tokens that it gives without them."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sitegen.plain_lines import with_shortcuts
from tests.markdown_texts import LAWS, generated, legal_texts, plain, spec_examples


def parser() -> MarkdownIt:
    return MarkdownIt("js-default", {"html": False, "maxNesting": 50})


USUAL, QUICK = parser(), with_shortcuts(parser())


def usual(text: str) -> list[object]:
    """What the library says: texts without words left out, since they show nothing."""
    return [said(token) for token in USUAL.parse(text)]


def quick(text: str) -> list[object]:
    """What the parser with shortcuts says: a text without marks has no children, its content is its words."""
    tokens = QUICK.parse(text)
    for token in tokens:
        if token.type == "inline" and not token.children and token.content:
            token.children = [Token("text", "", 0, content=token.content)]
    return [said(token) for token in tokens]


def said(token: Token) -> object:
    token.children = [child for child in token.children or () if child.type != "text" or child.content]
    return token.as_dict()


def test_every_example_of_the_specification(npm_package: Callable[[str], Path]) -> None:
    examples = spec_examples(npm_package("commonmark-spec"))
    assert len(examples) == 652
    for text in examples:
        assert quick(text) == usual(text), text


def test_every_legal_text() -> None:
    if not LAWS.is_file():
        pytest.skip(f"the archive of legal texts is not here: {LAWS}")
    count = 0
    for text in legal_texts():
        count += 1
        assert quick(text) == usual(text)
    assert count > 1_500


@given(generated)
@settings(deadline=None, derandomize=True, max_examples=3000)
@example("1. 甲\n2. 乙\n|-|-|")
@example("- 甲\n  - 乙\n- 丙\n\n  丁\n")
@example("> 甲\n乙\n> 1. 丙\n2. 丁")
@example("1. 甲\n    - 乙\n     - 丙\n")
@example("甲 | 乙\n- | -\n丙\n")
@example("甲\n===\n\n乙\n-\n")
def test_any_text(text: str) -> None:
    assert quick(text) == usual(text)


@given(plain)
@settings(deadline=None, derandomize=True, max_examples=2000)
def test_any_plain_text(text: str) -> None:
    assert quick(text) == usual(text)


@pytest.mark.parametrize("text", ["甲\r\n乙\r丙\n", "甲\0乙\n", "\r", "- 甲\r\n- 乙\0\r\n"])
def test_foreign_line_ends_and_characters_that_must_not_be_are_replaced_as_ever(text: str) -> None:
    assert quick(text) == usual(text)


def test_most_paragraphs_take_the_short_way() -> None:
    asked = []
    md = with_shortcuts(parser())
    md.block.ruler.at("paragraph", lambda *_: asked.append(1) or False)  # type: ignore[func-returns-value,arg-type]
    md.parse("甲。\n\n**第一条** 乙。\n\n1. 丙；\n2. 丁。\n\n> 戊\n")
    assert not asked
