"""普通段落: with the shortcuts a text is read as the library reads it, and comes out as it would."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from markdown_it import MarkdownIt
from markdown_it.token import Token

from sitegen.body import Body
from sitegen.markup import parts
from sitegen.plain_lines import Block, Plain, Table, read, with_shortcuts
from tests.markdown_texts import LAWS, generated, legal_texts, plain, spec_examples


def parser() -> MarkdownIt:
    return MarkdownIt("js-default", {"html": False, "maxNesting": 50})


USUAL, QUICK = parser(), with_shortcuts(parser())


def usual(text: str) -> list[object]:
    """What the library says: texts without words left out, since they show nothing."""
    return [said(token) for token in USUAL.parse(text)]


def quick(text: str) -> list[object]:
    """What is read with shortcuts, every Plain spelt out: a text without marks has no children, its content is its words."""
    tokens = [token for block in read(QUICK, text) for token in spelt_out(block)]
    for token in tokens:
        if token.type == "inline" and not token.children and token.content:
            token.children = [Token("text", "", 0, content=token.content)]
    return [said(token) for token in tokens]


def spelt_out(block: Block) -> Iterator[Token]:
    """The tokens that a block stands for."""
    if isinstance(block, Token):
        yield block
        return
    if isinstance(block, Table):
        yield from table(block)
        return
    level, lines = 2 if block.tag == "li" else 0, [block.line, block.line + 1]
    content, children = block.words, []
    if block.bold:
        content = f"**{block.bold}**{block.words}"
        children = [
            Token("strong_open", "strong", 1, markup="**"), Token("text", "", 0, content=block.bold, level=1), Token("strong_close", "strong", -1, markup="**"),
            Token("text", "", 0, content=block.words),
        ]  # fmt: skip
    if level:
        yield Token("list_item_open", "li", 1, map=lines, level=1, block=True)
    yield Token("paragraph_open", "p", 1, map=lines, level=level, block=True, hidden=level > 0)
    yield Token("inline", "", 0, map=lines, level=level + 1, content=content, children=children, block=True)
    yield Token("paragraph_close", "p", -1, level=level, block=True, hidden=level > 0)
    if level:
        yield Token("list_item_close", "li", -1, level=1, block=True)


def table(block: Table) -> Iterator[Token]:
    """The tokens of a table."""
    lines = [block.line, *range(block.line + 2, block.line + 1 + len(block.rows))]
    yield Token("table_open", "table", 1, map=lines[:1], block=True)
    for name, tag, places in (("thead", "th", lines[:1]), ("tbody", "td", lines[1:])):
        for line in places:
            if line == places[0]:
                yield Token(f"{name}_open", name, 1, map=[line], level=1, block=True)
            yield Token("tr_open", "tr", 1, map=[line], level=2, block=True)
            for align, words in zip(block.aligns, block.rows[lines.index(line)], strict=True):
                yield Token(f"{tag}_open", tag, 1, {"style": f"text-align:{align}"} if align else {}, level=3, block=True)
                yield Token("inline", "", 0, map=[line], level=4, content=words, children=[], block=True)
                yield Token(f"{tag}_close", tag, -1, level=3, block=True)
            yield Token("tr_close", "tr", -1, level=2, block=True)
        if places:
            yield Token(f"{name}_close", name, -1, level=1, block=True)
    yield Token("table_close", "table", -1, block=True)


def said(token: Token) -> object:
    """A token as far as anybody asks it: where it ends in the file, and how its list is marked, nobody does."""
    token.children = [child for child in token.children or () if child.type != "text" or child.content]
    token.map = token.map and token.map[:1]
    if token.type.startswith("list_item"):
        token.markup = token.info = ""
    return token.as_dict()


def made_of(blocks: list[Block]) -> tuple[object, ...]:
    body = Body("content/news/a.md", "news", 7, "/portal")
    body.read(blocks)
    found = (parts(blocks, clauses=clauses) for clauses in (True, False))
    return *found, body.words, body.headings, body.article_range, body.items, body.links, body.images, body.findings, body.written("")


def same(text: str) -> bool:
    assert made_of(read(QUICK, text)) == made_of(list(USUAL.parse(text)))
    return quick(text) == usual(text)


def test_every_example_of_the_specification(npm_package: Callable[[str], Path]) -> None:
    examples = spec_examples(npm_package("commonmark-spec"))
    assert len(examples) == 652
    for text in examples:
        assert same(text), text


def test_every_legal_text() -> None:
    if not LAWS.is_file():
        pytest.skip(f"the archive of legal texts is not here: {LAWS}")
    count = 0
    for text in legal_texts():
        count += 1
        assert same(text)
    assert count > 1_500


@given(generated)
@settings(deadline=None, derandomize=True, max_examples=3000)
@example("1. 甲\n2. 乙\n|-|-|")
@example("- 甲\n  - 乙\n- 丙\n\n  丁\n")
@example("> 甲\n乙\n> 1. 丙\n2. 丁")
@example("1. 甲\n    - 乙\n     - 丙\n")
@example("甲 | 乙\n- | -\n丙\n")
@example("甲\n===\n\n乙\n-\n")
@example("| 甲 | |\n|:-|:-:|\n| 丙 \"> |　丁 |\n\n戊")
@example("| 甲 |\n| -: |\n| 乙 | 丙 |")
@example("甲。\n\n| |\n|-|\n\n- 乙\n\n  | 丙 |\n  |---|\n  | 丁 |\n")
def test_any_text(text: str) -> None:
    assert same(text)


@given(plain)
@settings(deadline=None, derandomize=True, max_examples=2000)
def test_any_plain_text(text: str) -> None:
    assert same(text)


@pytest.mark.parametrize("text", ["甲\r\n乙\r丙\n", "甲\0乙\n", "\r", "- 甲\r\n- 乙\0\r\n"])
def test_foreign_line_ends_and_characters_that_must_not_be_are_replaced_as_ever(text: str) -> None:
    assert same(text)


def test_most_blocks_are_read_as_one() -> None:
    text = "\n甲。\n\n**第一条** 乙。\n\n1. 丙；\n2. **丁**。\n\n　　戊\n\n- 己\n- 庚"
    found = [(block.tag, block.line, block.bold, block.words) for block in read(QUICK, text) if isinstance(block, Plain)]
    assert found == [
        ("p", 1, "", "甲。"), ("p", 3, "第一条", " 乙。"), ("li", 5, "", "丙；"), ("li", 6, "丁", "。"), ("p", 8, "", "戊"), ("li", 10, "", "己"),
        ("li", 11, "", "庚"),
    ]  # fmt: skip


def asked_before(level: str, rule: str) -> tuple[MarkdownIt, list[int]]:
    """A parser, and a list that grows whenever it comes to a rule of one of the library's levels."""
    asked: list[int] = []
    md = with_shortcuts(parser())
    getattr(md, level).ruler.before(rule, "asked", lambda *_: asked.append(1) or False)  # type: ignore[func-returns-value]
    return md, asked


def test_the_library_is_not_asked_about_most_texts() -> None:
    md, asked = asked_before("block", "plain")
    read(md, "\n甲。\n\n## 一、乙\n**第一条** 丙[丁](d.md)：\n\n1. 戊；\n2. 己。\n\n庚  \n2024年\n")
    assert not asked
    read(md, "甲。\n\n> 乙\n\n丙。\n\n丁。\n")
    assert len(asked) == 3


def test_lines_that_only_end_are_read_without_the_library() -> None:
    md, asked = asked_before("inline", "text")
    read(md, "街道办事处  \n2024年\n\n> **第一条** 甲\n\n> 乙\n> 丙\n")
    assert not asked
    read(md, "甲[乙](b.md)\n")
    assert asked
