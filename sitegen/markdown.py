"""Markdown bytes -> a document and its rendered text (正文解析).

One parse gives headings, links, plain text and the body at once. Raw HTML is off: markup in
a text is shown as text. Links between files become addresses here, because an address is a
pure function of a path; whether the other file exists is known only when all are read.
Pictures stay open in the body, since their sizes belong to another file.
"""

import posixpath
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import quote

from markdown_it import MarkdownIt
from markdown_it.token import Token

from sitegen import limits, schema, urls
from sitegen.findings import Finding, Location, Problem, blocks, problem
from sitegen.model import HEADERS, Header, Heading, Kind, Mark, SourceLink, Text, Translation
from sitegen.written import Written, written

NO_FRONT_MATTER = problem(
    "S009", "no-front-matter", "文件开头没有用 --- 括起来的文件信息", "the file does not begin with front matter between --- lines",
    remedy=("在第一行写 ---，然后写 title、unit、published 等，再写一行 ---", "write --- on the first line, then title, unit, published …, then --- again"),
)  # fmt: skip
UNSAFE_LINK = problem(
    "D006", "unsafe-link", "链接 “{href}” 不能使用", "the link `{href}` is not allowed",
    remedy=("使用 https 网址、mailto:、tel:，或本站内的相对路径", "use an https address, mailto:, tel:, or a relative path inside content/"),
)  # fmt: skip
BROKEN_FRAGMENT = problem(
    "D010", "broken-fragment", "本文没有标题或条文 “{fragment}”", "this text has no heading or article `{fragment}`",
    remedy=("写成 #标题原文 或 #第三条", "write # and the words of the heading, or #第三条"),
)  # fmt: skip

_ITEM = re.compile(r"（([一二三四五六七八九十百]{1,5})）")
_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千]{1,9})[条條](?:之([一二三四五六七八九十]))?")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_FENCE = re.compile(r"[a-z0-9+-]{1,20}")
_ALIGN = {"text-align:left": "align-left", "text-align:center": "align-center", "text-align:right": "align-right"}

BodyPart = tuple[str, ...]
"""("text", markup) · ("table-open",) and ("table-close",) around a table's markup · ("picture", path below content/,
alternative text) among words · ("figure", …) where a picture is a paragraph of its own · ("clause", id) where a clause
of a policy ends."""


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What one Markdown file became; `header` is None where it could not be read."""

    path: str
    header: Header | Translation | None
    text: Text
    marks: dict[str, Mark]
    body: tuple[BodyPart, ...]
    plain: str
    findings: tuple[Finding, ...]
    written: Written = Written()
    converted: bool = False
    """Made from the original's words by conversion of script, and written by nobody."""


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("js-default", {"html": False, "maxNesting": limits.MARKDOWN_NESTING})
    # Every address is judged below by the portal's own rule, which reports instead of dropping the link.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return md


def parse_document(path: str, data: bytes, kind: Kind, translated: bool, base_path: str) -> ParsedDocument:
    """One file below content/, given as `content/…` path and bytes.

    `translated` says that a file of the default language stands beside it, so that its front
    matter is a Translation; `base_path` precedes every address of the portal.
    """
    source = path.removeprefix("content/")
    if len(data) > limits.DOCUMENT_BYTES:
        return _failed(path, Finding(schema.TOO_LARGE, Location(path), {"what": "file / 文件", "limit": f"{limits.DOCUMENT_BYTES:,} bytes"}))
    text, hidden = schema.decode_text(data, path)
    if blocks(hidden):
        return _failed(path, *hidden)
    front, body_text, body_line = _split(text)
    if front is None:
        return _failed(path, Finding(NO_FRONT_MATTER, Location(path, 1, 1)))
    if long := _too_long(path, front, body_text, body_line):
        return _failed(path, long)
    outline, found = schema.outline(front, path, first_line=2, nodes=limits.FRONT_MATTER_NODES)
    if found:
        return _failed(path, *found)
    header, found = schema.decode(Translation if translated else HEADERS[kind], outline, path)
    reader = _BodyReader(path, posixpath.dirname(source), body_line, base_path, clauses=kind == "policy")
    body, plain = reader.read(body_text, text)
    about = Text(
        headings=tuple(reader.headings), articles=reader.article_range, items=reader.items, links=tuple(reader.links),
        images=tuple(reader.images), opening=_opening(plain), characters=len("".join(plain.split())),
    )  # fmt: skip
    marks = {".".join(map(str, where)): mark for where, mark in outline.values.items()}
    return ParsedDocument(path, header, about, marks, body, plain, (*hidden, *found, *reader.findings), reader.written)


def _failed(path: str, *findings: Finding) -> ParsedDocument:
    return ParsedDocument(path, None, Text(), {}, (), "", findings)


def _split(text: str) -> tuple[str | None, str, int]:
    """Front matter, text, and the line of the file on which the text begins."""
    if not text.startswith("---\n"):
        return None, text, 1
    end = text.find("\n---\n", 3)
    if end < 0:
        if not text.endswith("\n---"):
            return None, text, 1
        end, after = len(text) - 4, len(text)
    else:
        after = end + 5
    front = text[4 : end + 1]
    return front, text[after:], front.count("\n") + 3


def _too_long(path: str, front: str, body: str, body_line: int) -> Finding | None:
    if len(front.encode()) > limits.FRONT_MATTER_BYTES:
        return Finding(schema.TOO_LARGE, Location(path, 1, 1), {"what": "front matter / 文件信息", "limit": f"{limits.FRONT_MATTER_BYTES:,} bytes"})
    for number, line in enumerate(body.split("\n"), body_line):
        if len(line) > limits.LINE_CHARACTERS:
            return Finding(schema.TOO_LARGE, Location(path, number, 1), {"what": "line / 一行", "limit": f"{limits.LINE_CHARACTERS:,}"})
    return None


def _opening(plain: str) -> str:
    words = " ".join(plain[:400].split())
    return words if len(words) <= 120 else words[:119].rstrip() + "…"


class _BodyReader:
    """Turns the tokens of one text into body parts, noting headings, links and problems on the way."""

    def __init__(self, path: str, folder: str, first_line: int, base_path: str, clauses: bool) -> None:
        self.path, self.folder, self.first_line, self.base_path, self.clauses = path, folder, first_line, base_path, clauses
        self.findings: list[Finding] = []
        self.headings: list[Heading] = []
        self.links: list[SourceLink] = []
        self.images: list[SourceLink] = []
        self.articles: set[str] = set()
        self.numbered: list[tuple[int, Token]] = []
        self.items = self.pointers = 0
        self.own_fragments: list[tuple[Token, str, Mark]] = []

    def read(self, text: str, file: str) -> tuple[tuple[BodyPart, ...], str]:
        """The parts and the plain words of `text`, the Markdown of a whole `file`."""
        tokens = _parser().parse(text)
        self.written = written(file, tokens, self.first_line)
        words: list[str] = []
        self._arrange(tokens, words)
        self._name_items()
        self._resolve_own_fragments()
        return tuple(self._parts(tokens)), "\n".join(words)

    @property
    def item_ids(self) -> frozenset[str]:
        return frozenset(f"item-{number}" for number in range(1, self.items + 1))

    @property
    def article_range(self) -> tuple[int, int]:
        numbers = [int(anchor.split("-")[1]) for anchor in self.articles]
        return (min(numbers), max(numbers)) if numbers else (1, 0)

    # -- first pass: ids, levels, links

    def _arrange(self, tokens: list[Token], words: list[str]) -> None:
        shift = 1 if any(t.type == "heading_open" and t.tag == "h1" for t in tokens) else 0
        level = 1
        mark = Mark(self.first_line, 1)
        for index, token in enumerate(tokens):
            if token.map:
                mark = Mark(self.first_line + token.map[0], 1)
            if token.type == "heading_open":
                # The page's title is its h1; a text that skips a level is read as if it had not.
                level = min(int(token.tag[1]) + shift, level + 1, 6)
                token.tag = tokens[index + 2].tag = f"h{level}"
                heading = _plain_text(tokens[index + 1].children or []).strip()
                if not heading:
                    token.tag = tokens[index + 2].tag = "p"
                    continue
                token.attrSet("id", f"s-{len(self.headings) + 1}")
                self.headings.append(Heading(level, f"s-{len(self.headings) + 1}", heading))
            elif token.type == "paragraph_open" and not token.hidden and _only_picture(tokens[index + 1]):
                # A paragraph that is a picture and nothing else is a figure between paragraphs.
                token.hidden = tokens[index + 2].hidden = True
                tokens[index + 1].meta["figure"] = True
            elif token.type == "paragraph_open":
                if (number := _article_id(tokens[index + 1].children or [])) and number not in self.articles:
                    self.articles.add(number)
                    token.attrSet("id", number)
                    token.attrSet("class", "article")
                elif token.level == 0 and (item := _ITEM.match(_plain_text(tokens[index + 1].children or []).lstrip())):
                    self.numbered.append((_number(item[1]), token))
            elif token.type in ("th_open", "td_open"):
                self._cell(token, tokens[index + 1])
            elif token.type == "fence":
                info = token.info.strip()
                token.info = info if _FENCE.fullmatch(info) else ""
                words.append(token.content)
            elif token.type == "inline":
                words.append(_plain_text(token.children or []))
                self._inline(token.children or [], mark)
        cells = sum(t.type in ("td_open", "th_open") for t in tokens)
        if cells > limits.TABLE_CELLS:
            self._find(schema.TOO_LARGE, mark, what="tables / 表格", limit=f"{limits.TABLE_CELLS:,}")
        if len(self.links) + len(self.images) > limits.LINKS:
            self._find(schema.TOO_LARGE, mark, what="links / 链接", limit=f"{limits.LINKS:,}")

    def _name_items(self) -> None:
        """Measures (措施) are often numbered （一）（二）… from the first chapter to the last; such items are their clauses.

        Numbers that begin anew in each chapter name nothing, nor do those inside an article.
        """
        if not self.articles and len(self.numbered) > 2 and [number for number, _ in self.numbered] == [*range(1, len(self.numbered) + 1)]:
            self.items = len(self.numbered)
            for number, token in self.numbered:
                token.attrSet("id", f"item-{number}")
                token.attrSet("class", "article")

    def _cell(self, token: Token, content: Token) -> None:
        style = str(token.attrs.pop("style", ""))
        if style in _ALIGN:
            token.attrSet("class", _ALIGN[style])
        if token.type == "th_open":
            if content.content.strip():
                token.attrSet("scope", "col")
            else:
                # A header without words heads nothing; as a plain cell no screen reader announces it.
                token.tag = "td"

    def _inline(self, children: list[Token], mark: Mark) -> None:
        column = mark.column
        for token in children:
            if token.type in ("softbreak", "hardbreak"):
                mark = Mark(mark.line + 1, column)
            elif token.type == "link_open":
                self._link(token, mark)
            elif token.type == "image":
                self._image(token, mark)

    def _link(self, token: Token, mark: Mark) -> None:
        href = str(token.attrs.get("href", ""))
        where = urls.target(href, self.folder)
        if where.kind == "refused":
            self._find(UNSAFE_LINK, mark, href=href[:100])
            return
        if where.kind == "web":
            token.attrs = {"href": quote(where.path, safe="%/:=&?~#+!$,;'@()*[]")} | _without_href(token)
            return
        if where.kind == "fragment":
            self.own_fragments.append((token, where.fragment, mark))
            return
        clause = clause_anchor(where.fragment)
        fragment = f"#{quote(clause or where.fragment)}" if where.fragment else ""
        if where.kind == "site":
            self.links.append(SourceLink(where.path, where.fragment, mark))
            token.attrs = {"href": self.base_path + quote(where.path) + fragment} | _without_href(token)
            return
        self.pointers += bool(clause)
        anchor = f"clause-{self.pointers}" if clause else ""
        self.links.append(SourceLink("content/" + where.path, where.fragment, mark, anchor))
        address = urls.document_url(*urls.document_source(where.path)) if where.path.endswith(".md") else urls.file_url(where.path)
        token.attrs = {"href": self.base_path + address + fragment} | ({"id": anchor} if anchor else {}) | _without_href(token)

    def _image(self, token: Token, mark: Mark) -> None:
        src = str(token.attrs.get("src", ""))
        where = urls.target(src, self.folder)
        if where.kind != "source":
            self._find(UNSAFE_LINK, mark, href=src[:100])
            return
        self.images.append(SourceLink("content/" + where.path, "", mark))
        token.meta = {"path": where.path, "alt": _plain_text(token.children or [])}

    def _resolve_own_fragments(self) -> None:
        ids = {_squeeze(h.text): h.id for h in self.headings} | {h.id: h.id for h in self.headings}
        for token, fragment, mark in self.own_fragments:
            wanted = clause_anchor(fragment) or fragment
            found = wanted if wanted in self.articles or wanted in self.item_ids else ids.get(_squeeze(fragment))
            if found is None:
                self._find(BROKEN_FRAGMENT, mark, fragment=fragment[:80])
                continue
            token.attrs = {"href": f"#{found}"} | _without_href(token)

    def _find(self, problem: Problem, mark: Mark, /, **params: str) -> None:
        self.findings.append(Finding(problem, Location(self.path, mark.line, mark.column), params))

    # -- second pass: markup, cut at pictures and tables

    def _parts(self, tokens: list[Token]) -> list[BodyPart]:
        parts: list[BodyPart] = []
        start, clause = 0, ""
        for index, token in enumerate(tokens):
            if self.clauses and token.level == 0 and (token.type == "heading_open" or token.attrs.get("class") == "article"):
                if clause:
                    self._render(parts, tokens[start:index])
                    parts.append(("clause", clause))
                    start = index
                clause = str(token.attrs["id"]) if token.type == "paragraph_open" else ""
            if token.type == "table_open":
                self._render(parts, tokens[start:index])
                parts.append(("table-open",))
                start = index
            elif token.type == "table_close":
                self._render(parts, tokens[start : index + 1])
                parts.append(("table-close",))
                start = index + 1
        self._render(parts, tokens[start:])
        return [*parts, ("clause", clause)] if clause else parts

    def _render(self, parts: list[BodyPart], tokens: list[Token]) -> None:
        if not tokens:
            return
        pictures: list[BodyPart] = []
        for token in tokens:
            for child in token.children or ():
                if child.type == "image" and child.meta:
                    # NUL cannot occur in a text (it is refused when the file is read), so it marks the place safely.
                    kind = "figure" if token.meta.get("figure") else "picture"
                    child.type, child.content = "text", f"\0{len(pictures)}\0"
                    pictures.append((kind, child.meta["path"], child.meta["alt"]))
        md = _parser()
        html = md.renderer.render(tokens, md.options, {})
        for number, piece in enumerate(re.split("\0(\\d+)\0", html) if pictures else [html]):
            if number % 2:
                parts.append(pictures[int(piece)])
            elif piece:
                parts.append(("text", piece))


def _only_picture(inline: Token) -> bool:
    children = inline.children or []
    return len(children) == 1 and children[0].type == "image"


def _without_href(token: Token) -> dict[str, Any]:
    return {name: value for name, value in token.attrs.items() if name != "href"}


def _plain_text(children: list[Token]) -> str:
    out = []
    for token in children:
        if token.type in ("text", "code_inline", "text_special"):
            out.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            out.append("\n")
        elif token.type == "image":
            out.append(_plain_text(token.children or []))
    return "".join(out)


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _article_id(children: list[Token]) -> str | None:
    """`article-12` for a paragraph that begins with a bold 第十二条."""
    if len(children) < 3 or children[0].type not in ("text", "strong_open"):
        return None
    first = next((t for t in children[:3] if t.type == "text" and t.content.strip()), None)
    if first is None or (children[0].type == "text" and children[0].content.strip()):
        return None
    return article_anchor(first.content.strip())


def article_anchor(words: str) -> str | None:
    """第十二条 -> `article-12`, 第十二条之一 -> `article-12-1`; None for other words."""
    match = _ARTICLE.fullmatch(words)
    if not match:
        return None
    more = f"-{_number(match[2])}" if match[2] else ""
    return f"article-{_number(match[1])}{more}"


def clause_anchor(words: str) -> str | None:
    """The id of a clause by its name: 第十二条 -> `article-12`, （十二） -> `item-12`; None for other words."""
    item = _ITEM.fullmatch(words)
    return f"item-{_number(item[1])}" if item else article_anchor(words)


def _number(words: str) -> int:
    """A Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for c in words:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += max(digit, 1) * {"十": 10, "百": 100, "千": 1000}[c]
            digit = 0
    return total + digit


def header_of(translation: Translation, original: Header) -> Header:
    """The header of a translated page: its own words, everything else from the original."""
    changes: dict[str, Any] = {"title": translation.title, "summary": translation.summary, "keywords": translation.keywords, "aliases": translation.aliases}
    if translation.source is not None:
        changes["source"] = translation.source
    if translation.image is not None:
        changes["image"] = translation.image
    if translation.attachments:
        changes["attachments"] = translation.attachments
    if hasattr(original, "at_a_glance"):
        changes["at_a_glance"] = translation.at_a_glance
    return replace(original, **changes)
