"""Tokens -> markup (正文标记), cut at pictures, tables and the ends of clauses.

The markup is that of markdown-it's own renderer, which asks for rules and options at every
token; these tokens are few in kind, and a portal renders a million of them.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from markdown_it.common.utils import escapeHtml
from markdown_it.token import Token

from sitegen.plain_lines import Block, Plain, Table

BodyPart = tuple[str, ...]
"""("text", markup) · ("table-open",) and ("table-close",) around a table's markup · ("picture", path below content/,
alternative text) among words · ("figure", …) where a picture is a paragraph of its own · ("clause", id) where a clause
of a policy ends."""

_FENCE = re.compile(r"[a-z0-9+-]{1,20}")


def parts(tokens: Sequence[Block], *, clauses: bool) -> tuple[BodyPart, ...]:
    """The parts of a text; `clauses` says that the ends of its articles are parts too."""
    cutter = _Cutter(clauses)
    cutter.cut(tokens)
    return tuple(cutter.parts)


class _Cutter:
    def __init__(self, clauses: bool) -> None:
        self.clauses = clauses
        self.parts: list[BodyPart] = []
        self.out: list[str] = []

    def cut(self, tokens: Sequence[Block]) -> None:
        out, clauses, clause = self.out, self.clauses, ""
        # A hidden paragraph (in a tight list, or around a figure) leaves a line end to the block after it.
        after_hidden = False
        for index, token in enumerate(tokens):
            if clauses and token.level == 0 and ((named := _clause(token)) or token.type == "heading_open"):
                if clause:
                    self._end_part()
                    self.parts.append(("clause", clause))
                    after_hidden = False
                clause = named
            if isinstance(token, Plain):
                if after_hidden:
                    out.append("\n")
                    after_hidden = False
                out.append(_plain(token))
                continue
            if isinstance(token, Table):
                self._end_part()
                self.parts += (("table-open",), ("text", _table(token)), ("table-close",))
                after_hidden = False
                continue
            kind = token.type
            if kind == "inline":
                if token.children:
                    self._inline(token.children, "figure" if token.meta.get("figure") else "picture")
                elif token.content:
                    out.append(escapeHtml(token.content))
                after_hidden = False
                continue
            if kind == "table_open":
                self._end_part()
                self.parts.append(("table-open",))
                after_hidden = False
            if token.hidden:
                after_hidden = True
                continue
            if token.nesting == -1:
                out.append(f"</{token.tag}>\n")
            elif kind in ("fence", "code_block"):
                language = token.info if kind == "fence" else ""
                out.append(f"<pre><code{_attributes({'class': f'language-{language}'} if language else {})}>{escapeHtml(token.content)}</code></pre>\n")
            else:
                if after_hidden:
                    out.append("\n")
                out.append(f"<{token.tag}{_attributes(token.attrs)}>" if token.attrs else f"<{token.tag}>")
                if token.nesting == 0 or _breaks(token, tokens[index + 1]):
                    out.append("\n")
            after_hidden = False
            if kind == "table_close":
                self._end_part()
                self.parts.append(("table-close",))
        self._end_part()
        if clause:
            self.parts.append(("clause", clause))

    def _end_part(self) -> None:
        if markup := "".join(self.out):
            self.parts.append(("text", markup))
        self.out.clear()

    def _inline(self, children: Sequence[Token], picture: str) -> None:
        out = self.out
        for token in children:
            kind = token.type
            if kind == "text":
                out.append(escapeHtml(token.content))
            elif kind == "code_inline":
                out.append(f"<code>{escapeHtml(token.content)}</code>")
            elif kind == "softbreak":
                out.append("\n")
            elif kind == "hardbreak":
                out.append("<br>\n")
            elif kind == "image":
                if token.meta:
                    self._end_part()
                    self.parts.append((picture, token.meta["path"], token.meta["alt"]))
            elif token.nesting == -1:
                out.append(f"</{token.tag}>")
            else:
                out.append(f"<{token.tag}{_attributes(token.attrs)}>" if token.attrs else f"<{token.tag}>")


def _clause(block: Block) -> str:
    """The id of a paragraph that begins a clause."""
    if isinstance(block, Plain):
        return block.id
    return str(block.attrs["id"]) if isinstance(block, Token) and block.attrs.get("class") == "article" else ""


def _words(words: str) -> str:
    # The other characters that markup needs are none that a plain block may hold.
    return words.replace(">", "&gt;").replace('"', "&quot;")


def _plain(block: Plain) -> str:
    words = _words(block.words)
    bold = f"<strong>{block.bold}</strong>" if block.bold else ""
    named = f' id="{block.id}" class="article"' if block.id else ""
    return f"<{block.tag}{named}>{bold}{words}</{block.tag}>\n"


def _table(table: Table) -> str:
    aligned = [f' class="align-{align}"' if align else "" for align in table.aligns]
    head, *rows = table.rows
    # A header without words heads nothing; as a plain cell no screen reader announces it.
    heads = (f'<th{named} scope="col">{_words(words)}</th>' if words else f"<td{named}></td>" for named, words in zip(aligned, head, strict=True))
    body = "".join(_row(f"<td{named}>{_words(words)}</td>" for named, words in zip(aligned, row, strict=True)) for row in rows)
    return "".join(("<table>\n<thead>\n", _row(heads), "</thead>\n", f"<tbody>\n{body}</tbody>\n" if rows else "", "</table>\n"))


def _row(cells: Iterable[str]) -> str:
    return "<tr>\n" + "\n".join(cells) + "\n</tr>\n"


def plain_language(info: str) -> str:
    """The language of a block of code, as far as it may become the name of a class."""
    info = info.strip()
    return info if _FENCE.fullmatch(info) else ""


def _breaks(opened: Token, after: Block) -> bool:
    """Whether a line ends after an opening tag: not where words follow at once, nor where it closes again."""
    return not isinstance(after, Token) or (after.type != "inline" and not after.hidden and not (after.nesting == -1 and after.tag == opened.tag))


def _attributes(attributes: Mapping[str, object]) -> str:
    return "".join(f' {name}="{escapeHtml(str(value))}"' for name, value in attributes.items())


def plain_text(children: Sequence[Token]) -> str:
    """The words of an inline token's children, without marks; of a picture its alternative text."""
    out = []
    for token in children:
        kind = token.type
        if kind in ("text", "code_inline", "text_special"):
            out.append(token.content)
        elif kind in ("softbreak", "hardbreak"):
            out.append("\n")
        elif kind == "image":
            out.append(plain_text(token.children or ()))
    return "".join(out)
