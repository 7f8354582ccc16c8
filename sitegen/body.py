"""The text of a document (正文) -> headings, links, plain words and markup, in one walk.

Raw HTML is off: markup in a text is shown as text. Links between files become addresses
here, because an address is a pure function of a path; whether the other file exists is
known only when all are read. Pictures stay open, since their sizes belong to another file.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Any, cast
from urllib.parse import quote

from markdown_it.token import Token

from sitegen import limits, schema, urls
from sitegen.anchors import ITEM, article_anchor, article_id, clause_anchor, number
from sitegen.document import Heading, Mark, SourceLink
from sitegen.findings import Finding, Location, Problem, problem
from sitegen.markup import plain_language, plain_text
from sitegen.plain_lines import Block, Plain, Table
from sitegen.written import ENOUGH, Picture, Written, WrittenLink, letters

UNSAFE_LINK = problem(
    "D006", "unsafe-link", "链接 “{href}” 不能使用", "the link `{href}` is not allowed",
    remedy=("使用 https 网址、mailto:、tel:，或本站内的相对路径", "use an https address, mailto:, tel:, or a relative path inside content/"),
)  # fmt: skip
BROKEN_FRAGMENT = problem(
    "D010", "broken-fragment", "本文没有标题或条文 “{fragment}”", "this text has no heading or article `{fragment}`",
    remedy=("写成 #标题原文 或 #第三条", "write # and the words of the heading, or #第三条"),
)  # fmt: skip
_ALIGN = {"text-align:left": "align-left", "text-align:center": "align-center", "text-align:right": "align-right"}


class Body:
    """What the tokens of one text say; reading them gives them their ids, levels and addresses."""

    def __init__(self, path: str, folder: str, first_line: int, base_path: str) -> None:
        self.path, self.folder, self.first_line, self.base_path = path, folder, first_line, base_path
        self.findings: list[Finding] = []
        self.headings: list[Heading] = []
        self.links: list[SourceLink] = []
        self.images: list[SourceLink] = []
        self.words: list[str] = []
        self.items = 0
        """How many clauses are numbered （一）（二）… through the whole text."""
        self._articles: set[str] = set()
        self._numbered: list[tuple[int, Token | Plain]] = []
        self._pointers = 0
        self._own_fragments: list[tuple[Token, str, Mark]] = []
        self._letters = 0
        self._written_links: list[WrittenLink] = []
        self._pictures: list[Picture] = []
        self._headless: list[Mark] = []

    @property
    def article_range(self) -> tuple[int, int]:
        numbers = [int(anchor.split("-")[1]) for anchor in self._articles]
        return (min(numbers), max(numbers)) if numbers else (1, 0)

    def written(self, file: str) -> Written:
        """What the linter looks at; `file` is the whole text of the file."""
        return Written(file, tuple(self._written_links), tuple(self._pictures), tuple(self._headless), self._letters)

    def read(self, blocks: Sequence[Block]) -> None:
        """Walk through the blocks of the text, once for each Body."""
        first_line, line = self.first_line, self.first_line
        shift = any(block.type == "heading_open" and block.tag == "h1" for block in blocks)
        level, cells, table, heads = 1, 0, line, ""
        tokens = cast(Sequence[Token], blocks)  # as everything is that stands beside a token we look beyond
        for index, token in enumerate(blocks):
            if isinstance(token, Plain):
                line = first_line + token.line
                self._plain(token)
                continue
            if isinstance(token, Table):
                self._table(token)
                cells += len(token.aligns) * len(token.rows)
                line = first_line + token.last
                continue
            kind = token.type
            if token.map:
                line = first_line + token.map[0]
            if kind == "inline":
                if token.children:
                    self.words.append(plain_text(token.children))
                    self._inline(token.children, line)
                else:
                    self.words.append(token.content)
                    if self._letters < ENOUGH:
                        self._letters += letters(token.content)
            elif kind == "paragraph_open":
                self._paragraph(token, tokens[index + 1], tokens[index + 2])
            elif kind == "heading_open":
                # The page's title is its h1; a text that skips a level is read as if it had not.
                level = min(int(token.tag[1]) + shift, level + 1, 6)
                self._heading(level, token, tokens[index + 1], tokens[index + 2])
            elif kind == "table_open":
                table, heads = line, ""
            elif kind == "th_open" or kind == "td_open":
                cells += 1
                if kind == "th_open":
                    heads += tokens[index + 1].content.strip()
                _cell(token, tokens[index + 1], tokens[index + 2])
            elif kind == "thead_close":
                if not heads:
                    self._headless.append(Mark(table, 1))
            elif kind == "fence" or kind == "code_block":
                self._letters += letters(token.content)
                if kind == "fence":
                    token.info = plain_language(token.info)
                    self.words.append(token.content)
        if cells > limits.TABLE_CELLS:
            self._find(schema.TOO_LARGE, Mark(line, 1), what="tables / 表格", limit=f"{limits.TABLE_CELLS:,}")
        if len(self.links) + len(self.images) > limits.LINKS:
            self._find(schema.TOO_LARGE, Mark(line, 1), what="links / 链接", limit=f"{limits.LINKS:,}")
        self._name_items()
        self._resolve_own_fragments()

    def _heading(self, level: int, opened: Token, inline: Token, closed: Token) -> None:
        opened.tag = closed.tag = f"h{level}"
        words = _words(inline).strip()
        if not words:
            opened.tag = closed.tag = "p"
            return
        id_ = f"s-{len(self.headings) + 1}"
        opened.attrs["id"] = id_
        self.headings.append(Heading(level, id_, words))

    def _paragraph(self, opened: Token, inline: Token, closed: Token) -> None:
        children = inline.children or ()
        if len(children) == 1 and children[0].type == "image" and not opened.hidden:
            # A paragraph that is a picture and nothing else is a figure between paragraphs.
            opened.hidden = closed.hidden = True
            inline.meta["figure"] = True
        elif children and (id_ := article_id(inline.children or [])) and id_ not in self._articles:
            self._articles.add(id_)
            _name(opened, id_)
        elif opened.level == 0 and (item := ITEM.match(_words(inline).lstrip())):
            self._numbered.append((number(item[1]), opened))

    def _plain(self, block: Plain) -> None:
        words = block.bold + block.words
        self.words.append(words)
        if self._letters < ENOUGH:
            self._letters += letters(words)
        if block.bold:
            if (id_ := article_anchor(block.bold)) and id_ not in self._articles:
                self._articles.add(id_)
                if block.tag == "p":
                    block.id = id_
        elif block.tag == "p" and (item := ITEM.match(words)):
            self._numbered.append((number(item[1]), block))

    def _table(self, table: Table) -> None:
        if not any(table.rows[0]):
            self._headless.append(Mark(self.first_line + table.line, 1))
        for words in chain.from_iterable(table.rows):
            self.words.append(words)
            if self._letters < ENOUGH:
                self._letters += letters(words)

    def _name_items(self) -> None:
        """Measures (措施) are often numbered （一）（二）… from the first chapter to the last; such items are their clauses.

        Numbers that begin anew in each chapter name nothing, nor do those inside an article.
        """
        if not self._articles and len(self._numbered) > 2 and [n for n, _ in self._numbered] == [*range(1, len(self._numbered) + 1)]:
            self.items = len(self._numbered)
            for n, block in self._numbered:
                _name(block, f"item-{n}")

    # -- links and pictures

    def _inline(self, children: Sequence[Token], line: int) -> None:
        href, words, to_file = "", "", False
        for token in children:
            kind = token.type
            if kind == "text" or kind == "code_inline":
                words += token.content
                if not to_file and self._letters < ENOUGH:
                    self._letters += letters(token.content)
            elif kind == "softbreak" or kind == "hardbreak":
                line += 1
            elif kind == "link_open":
                href, words = str(token.attrs.get("href", "")), ""
                where = urls.target(href, self.folder)
                to_file = where.path.rpartition(".")[2].lower() in urls.ATTACHMENTS | urls.IMAGES
                self._link(token, href, where, Mark(line, 1))
            elif kind == "link_close":
                self._written_links.append(WrittenLink(words.strip(), href, Mark(line, 1)))
                to_file = False
            elif kind == "image":
                src = str(token.attrs.get("src", ""))
                self._pictures.append(Picture(token.content.strip(), src, Mark(line, 1)))
                words += token.content
                self._image(token, src, Mark(line, 1))

    def _link(self, token: Token, href: str, where: urls.Target, mark: Mark) -> None:
        if where.kind == "refused":
            self._find(UNSAFE_LINK, mark, href=href[:100])
            return
        if where.kind == "web":
            _lead(token, quote(where.path, safe="%/:=&?~#+!$,;'@()*[]"))
            return
        if where.kind == "fragment":
            self._own_fragments.append((token, where.fragment, mark))
            return
        clause = clause_anchor(where.fragment)
        fragment = f"#{quote(clause or where.fragment)}" if where.fragment else ""
        if where.kind == "site":
            self.links.append(SourceLink(where.path, where.fragment, mark))
            _lead(token, self.base_path + quote(where.path) + fragment)
            return
        self._pointers += bool(clause)
        anchor = f"clause-{self._pointers}" if clause else ""
        self.links.append(SourceLink("content/" + where.path, where.fragment, mark, anchor))
        address = urls.document_url(*urls.document_source(where.path)) if where.path.endswith(".md") else urls.file_url(where.path)
        _lead(token, self.base_path + address + fragment, anchor)

    def _image(self, token: Token, src: str, mark: Mark) -> None:
        where = urls.target(src, self.folder)
        if where.kind != "source":
            self._find(UNSAFE_LINK, mark, href=src[:100])
            return
        self.images.append(SourceLink("content/" + where.path, "", mark))
        token.meta = {"path": where.path, "alt": plain_text(token.children or ())}

    def _resolve_own_fragments(self) -> None:
        if not self._own_fragments:
            return
        ids = {_squeeze(h.text): h.id for h in self.headings} | {h.id: h.id for h in self.headings}
        clauses = self._articles | {f"item-{n}" for n in range(1, self.items + 1)}
        for token, fragment, mark in self._own_fragments:
            wanted = clause_anchor(fragment) or fragment
            found = wanted if wanted in clauses else ids.get(_squeeze(fragment))
            if found is None:
                self._find(BROKEN_FRAGMENT, mark, fragment=fragment[:80])
                continue
            _lead(token, f"#{found}")

    def _find(self, problem: Problem, mark: Mark, /, **params: str) -> None:
        self.findings.append(Finding(problem, Location(self.path, mark.line, mark.column), params))


def _cell(opened: Token, content: Token, closed: Token) -> None:
    style = str(opened.attrs.pop("style", ""))
    if style in _ALIGN:
        opened.attrs["class"] = _ALIGN[style]
    if opened.type == "th_open":
        if content.content.strip():
            opened.attrs["scope"] = "col"
        else:
            # A header without words heads nothing; as a plain cell no screen reader announces it.
            opened.tag = closed.tag = "td"


def _name(clause: Token | Plain, id_: str) -> None:
    if isinstance(clause, Plain):
        clause.id = id_
    else:
        clause.attrs |= {"id": id_, "class": "article"}


def _lead(link: Token, address: str, id_: str = "") -> None:
    others: dict[str, Any] = {name: value for name, value in link.attrs.items() if name != "href"}
    link.attrs = {"href": address} | ({"id": id_} if id_ else {}) | others


def _words(inline: Token) -> str:
    return plain_text(inline.children) if inline.children else inline.content


def _squeeze(text: str) -> str:
    return "".join(text.split())
