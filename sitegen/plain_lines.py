"""Shortcuts for plain lines (普通段落): markdown-it-py asks every rule about every line; most lines are a sentence.

What no rule of the library could make anything else of is read here: paragraphs and headings
of one line, lists whose items are one line each, paragraphs whose lines begin with no mark, and tables of
words. A block that is all words, but for a bold beginning (**第三条** …), is one `Plain`, and not the three
or five tokens that it stands for; a table is one `Table`. Everything else goes its usual way, and what comes out says the
same: `tests/unit/test_plain_lines.py` holds both ways to each other.
"""

import re
from collections.abc import Iterator
from typing import Any, ClassVar, cast

import msgspec
from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.token import Token

_START = r"(?:[^ \t\n#>\-+*_=|:~`\[<0-9]|\*\*[^\s*]|[0-9]+[^0-9.)\n])"
"""How a line begins that is no quotation, list, table, rule, code, heading or definition."""
_WORD = r"[^\n!&*<\[\\_`~]"
"""No inline rule begins with this character."""
_BOLD = r"\*\*([\u4e00-\u9fff]+)\*\*"
_TRIMMED = r"[ \t\u3000]*"
"""What the library trims of a line, as far as people type it."""
_WORDS = rf"(?:{_WORD}*[^\s!&*<\[\\_`~])"

_PLAIN_START = re.compile(_START)
_NEXT_ITEM = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])[ \t]+[^ \t\n]")
_MARKS = re.compile(r"[\n!&*<\[\\_`~]")
_BOLD_START = re.compile(rf"{_BOLD}({_WORD}*)\Z")
_BROKEN = re.compile(rf"{_WORD}+(?:\n{_WORD}+)+")
_SENTENCE = re.compile(rf"\u3000*(?:{_BOLD}({_WORDS}?)|(?={_START})(?=\S)({_WORDS})){_TRIMMED}(?:\n\n+|\n?\Z)")
_LINES = re.compile(rf"((?:{_START}[^\n]*(?:\n|\Z))+)(?:\n+|\Z)")
_HEADING = re.compile(rf"(#{{1,6}})[ \t]+([^\s#!&*<\[\\_`~](?:{_WORD}*[^\s#!&*<\[\\_`~])?){_TRIMMED}(?:\n+|\Z)")
_ITEM = rf"(?:{_BOLD}{_WORDS}?|(?={_START}){_WORDS}){_TRIMMED}(?:\n|\Z)"
_AFTER_LIST = r"(?:\n+(?![ \t\n]|[-+*](?:[ \t\n]|\Z)|[0-9]{1,9}[.)])|\Z)"
_LIST = re.compile(rf"((?:[0-9]{{1,9}}\. {_ITEM})+|(?:- {_ITEM})+){_AFTER_LIST}".replace(_BOLD, _BOLD.replace("(", "(?:")))
_ROW = r"\|(?:[^\n|!&*<\[\\_`~]*\|)+[ \t]*(?:\n|\Z)"
_TABLE = re.compile(rf"({_ROW})\|((?:[ \t]*:?-+:?[ \t]*\|)+)[ \t]*(?:\n|\Z)((?:{_ROW})*)(?:\n+|\Z)")
_ITEM_WORDS = re.compile(rf"(?:-|[0-9]+\.) (?:{_BOLD})?([^\n]*)")


class Plain(msgspec.Struct, gc=False):
    """A block of the text itself, in none but a list: its words are all that there is to it."""

    type: ClassVar[str] = "plain"
    level: ClassVar[int] = 0
    tag: str
    """`p`, or `li` of a list without blank lines."""
    line: int
    """Counted from 0."""
    bold: str
    """What it begins with in bold; mostly the number of an article."""
    words: str
    """The rest."""
    id: str = ""
    """Where it begins a clause."""


class Table(msgspec.Struct, gc=False):
    """A table of the text itself whose cells are all words."""

    type: ClassVar[str] = "table"
    tag: ClassVar[str] = "table"
    level: ClassVar[int] = 0
    line: int
    """Counted from 0."""
    aligns: list[str]
    """Of each column `left`, `center`, `right`, or nothing."""
    rows: list[list[str]]
    """The cells of each row; the first row is the head."""

    @property
    def last(self) -> int:
        """The line of its last row: a line of marks stands below the head."""
        return self.line + len(self.rows) - (len(self.rows) == 1)


Block = Token | Plain | Table


def with_shortcuts(md: MarkdownIt) -> MarkdownIt:
    """The same parser, faster; to be asked by `read`."""
    md.block.ruler.before("table", "plain", _plain)
    return md


def read(md: MarkdownIt, text: str) -> list[Block]:
    """The tokens of a text, as `md.parse` gives them, or a Plain in their place. An inline token without children is all words: its content."""
    state = StateCore(text, md, {})
    if "\r" in text or "\0" in text:
        # The library's rule replaces every line end by itself.
        normalize(state)
    source = state.src
    blocks: list[Block] = []
    blank = len(source) - len(source.lstrip("\n"))
    at, line = _take(source, blank, blank, blocks)
    if at < len(source):
        inner = StateBlock(source, md, state.env, cast(list[Token], blocks))
        md.block.tokenize(inner, line, inner.lineMax)
    _inline(state, [block for block in blocks if type(block) is Token and block.type == "inline"])
    return blocks


def _take(source: str, at: int, line: int, blocks: list[Block]) -> tuple[int, int]:
    """Read blocks that begin here, where no other is open, as far as they are plain. Returns where the next one begins: its offset and line."""
    sentence = _SENTENCE.match
    while True:
        if found := sentence(source, at):
            bold, rest, words = found.groups()
            blocks.append(Plain("p", line, bold or "", (words if bold is None else rest) or ""))
        elif found := _LINES.match(source, at):
            blocks += _leaf("paragraph", "p", line, line + source.count("\n", at, found.end(1)), mdTrim(found[1]))
        elif found := _HEADING.match(source, at):
            blocks += _leaf("heading", f"h{len(found[1])}", line, line + 1, found[2], found[1])
        elif found := _LIST.match(source, at):
            blocks += _list(found[1], line)
        elif (found := _TABLE.match(source, at)) and (table := _table(found[1], found[2], found[3], line)):
            blocks.append(table)
        else:
            return at, line
        line += source.count("\n", at, found.end())
        at = found.end()
        if at == len(source):
            return at, line


def _leaf(kind: str, tag: str, line: int, end: int, content: str, markup: str = "", level: int = 0) -> tuple[Token, Token, Token]:
    return (
        Token(f"{kind}_open", tag, 1, {}, [line, end], level, None, "", markup, block=True),
        Token("inline", "", 0, {}, [line, end], level + 1, [], content, block=True),
        Token(f"{kind}_close", tag, -1, {}, None, level, None, "", markup, block=True),
    )


def _list(items: str, line: int) -> list[Block]:
    number = items[: items.index(" ") - 1]
    kind, tag, markup = ("ordered_list", "ol", ".") if number else ("bullet_list", "ul", "-")
    attrs: dict[str, Any] = {"start": int(number)} if number and int(number) != 1 else {}
    found = [Plain("li", n, bold, mdTrim(bold + words)[len(bold) :]) for n, (bold, words) in enumerate(_ITEM_WORDS.findall(items), line)]
    opened = Token(f"{kind}_open", tag, 1, attrs, [line, line + len(found)], 0, None, "", markup, block=True)
    return [opened, *found, Token(f"{kind}_close", tag, -1, {}, None, 0, None, "", markup, block=True)]


def _table(head: str, marks: str, body: str, line: int) -> Table | None:
    """A table; none where a row has more or fewer cells than the head, which the library cuts or fills up."""
    aligns = [_ALIGNS[mark[0] == ":", mark[-1] == ":"] for mark in map(str.strip, marks[:-1].split("|"))]
    rows = [[mdTrim(cell) for cell in row.rstrip(" \t")[1:-1].split("|")] for row in (head + body).rstrip("\n").split("\n")]
    return Table(line, aligns, rows) if all(len(row) == len(aligns) for row in rows) else None


_ALIGNS = {(False, False): "", (True, False): "left", (False, True): "right", (True, True): "center"}


def _plain(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    """A rule of the library's, before all others: plain blocks, wherever it comes to one."""
    if silent:
        return False
    if state.level == 0:
        begin = state.bMarks[startLine]
        at, line = _take(state.src, begin, startLine, cast(list[Block], state.tokens))
        if at > begin:
            # The last line of a text need not have an end.
            state.line = line if at < len(state.src) else state.lineMax
            return True
    return _paragraph(state, startLine)


def _paragraph(state: StateBlock, startLine: int) -> bool:
    """A paragraph, indented or inside of something, whose lines begin with no mark and end at a blank line or the next item of a list."""
    indent, marks, shifts, ends, counts = state.blkIndent, state.bMarks, state.tShift, state.eMarks, state.sCount
    source, begins = state.src, _PLAIN_START.match
    first = marks[startLine] + shifts[startLine]
    if counts[startLine] - indent > 3 or begins(source, first) is None:
        return False
    line, last = startLine + 1, state.lineMax
    while line < last:
        begin = marks[line] + shifts[line]
        if begin >= ends[line]:
            break
        if counts[line] < indent:
            if counts[line] == state.listIndent >= 0 and _NEXT_ITEM.match(source, begin, ends[line]):
                break
            return False
        if counts[line] - indent > 3 or begins(source, begin) is None:
            return False
        line += 1
    content = mdTrim(source[first : ends[startLine]] if line == startLine + 1 else state.getLines(startLine, line, indent, False))
    state.line = line
    state.tokens += _leaf("paragraph", "p", startLine, line, content, level=state.level)
    return True


def _inline(state: StateCore, tokens: list[Token]) -> None:
    has_marks, parse = _MARKS.search, state.md.inline.parse
    for token in tokens:
        content = token.content
        if has_marks(content) is None:
            continue
        if bold := _BOLD_START.match(content):
            token.children = [Token("strong_open", "strong", 1, markup="**"), _words(bold[1], 1), Token("strong_close", "strong", -1, markup="**")]
            if bold[2]:
                token.children.append(_words(bold[2], 0))
        elif _BROKEN.fullmatch(content):
            token.children = list(_broken(content))
        else:
            token.children = parse(content, state.md, state.env, [])
            # The library's rule looks through all tokens; only these may have words in pieces.
            state.tokens.append(token)
    text_join(state)


def _broken(content: str) -> Iterator[Token]:
    """Lines without marks; one that ends in two spaces ends in the markup too, as the name of who signs does."""
    *lines, last = content.split("\n")
    for line in lines:
        ends = line.endswith("  ")
        yield _words(line.rstrip(" ").lstrip(" \t") if ends else line.removesuffix(" ").lstrip(" \t"), 0)
        yield Token("hardbreak" if ends else "softbreak", "br", 0)
    yield _words(last.lstrip(" \t"), 0)


def _words(words: str, level: int) -> Token:
    return Token("text", "", 0, {}, None, level, None, words)
