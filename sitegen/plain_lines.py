"""Shortcuts for plain lines (普通段落): markdown-it-py asks every rule about every line; most lines are a sentence.

Rules of ours stand before those of the library and take what none of them could: a text without foreign line ends, a
paragraph whose lines begin with no mark and end at a blank line or the next item of a list, and a text without marks or with
nothing but a bold beginning (**第三条** …). Everything else goes its usual way, and what comes
out is the same: `tests/unit/test_plain_lines.py` holds both ways to each other.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.common.utils import mdTrim
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore, normalize, text_join
from markdown_it.token import Token

_PLAIN_START = re.compile(r"[^ \t\n#>\-+*_=|:~`\[<0-9]|\*\*[^\s*]|[0-9]+[^0-9.)\n]")
"""How a line begins that is no quotation, list, table, rule, code, heading or definition."""
_NEXT_ITEM = re.compile(r"(?:[-+*]|[0-9]{1,9}[.)])[ \t]+[^ \t\n]")
_MARKS = re.compile(r"[\n!&*<\[\\_`~]")
"""Characters with which some inline rule begins."""
_BOLD_START = re.compile(r"\*\*([\u4e00-\u9fff]+)\*\*([^\n!&*<\[\\_`~]*)\Z")


def with_shortcuts(md: MarkdownIt) -> MarkdownIt:
    """The same parser, faster. An inline token without children is all words: its content."""
    md.block.ruler.before("table", "plain", _paragraph)
    md.core.ruler.at("normalize", _normalize)
    md.core.ruler.at("inline", _inline)
    md.core.ruler.disable("text_join")
    return md


def _paragraph(state: StateBlock, startLine: int, endLine: int, silent: bool) -> bool:
    indent, marks, shifts, ends, counts = state.blkIndent, state.bMarks, state.tShift, state.eMarks, state.sCount
    source, begins = state.src, _PLAIN_START.match
    first = marks[startLine] + shifts[startLine]
    if silent or counts[startLine] - indent > 3 or begins(source, first) is None:
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
    level = state.level
    state.tokens += (
        Token("paragraph_open", "p", 1, {}, [startLine, line], level, block=True),
        Token("inline", "", 0, {}, [startLine, line], level + 1, None, content, block=True),
        Token("paragraph_close", "p", -1, {}, None, level, block=True),
    )
    return True


def _normalize(state: StateCore) -> None:
    # The library's rule replaces every line end by itself.
    if "\r" in state.src or "\0" in state.src:
        normalize(state)


def _inline(state: StateCore) -> None:
    has_marks, parse, tokens = _MARKS.search, state.md.inline.parse, state.tokens
    marked = []
    for token in tokens:
        if token.type != "inline":
            continue
        content = token.content
        if has_marks(content) is None:
            token.children = []
        elif bold := _BOLD_START.match(content):
            token.children = [Token("strong_open", "strong", 1, markup="**"), _words(bold[1], 1), Token("strong_close", "strong", -1, markup="**")]
            if bold[2]:
                token.children.append(_words(bold[2], 0))
        else:
            token.children = parse(content, state.md, state.env, [])
            marked.append(token)
    # The library's rule looks through all tokens; only these may have words in pieces.
    state.tokens = marked
    text_join(state)
    state.tokens = tokens


def _words(words: str, level: int) -> Token:
    return Token("text", "", 0, {}, None, level, None, words)
