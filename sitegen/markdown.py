"""Markdown file -> a document (文件解析): front matter checked by the schema, the text read by `body.py`."""

import posixpath
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from markdown_it import MarkdownIt

from sitegen import limits, schema
from sitegen.body import Body
from sitegen.checksum import checksum
from sitegen.document import Marks, Text
from sitegen.findings import Finding, Location, blocks, problem
from sitegen.front_matter import HEADERS, Header, Kind, Translation
from sitegen.markup import BodyPart, parts
from sitegen.plain_lines import read, with_shortcuts
from sitegen.written import Written

NO_FRONT_MATTER = problem(
    "S009", "no-front-matter", "文件开头没有用 --- 括起来的文件信息", "the file does not begin with front matter between --- lines",
    remedy=("在第一行写 ---，然后写 title、unit、published 等，再写一行 ---", "write --- on the first line, then title, unit, published …, then --- again"),
)  # fmt: skip
@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What one Markdown file became; `header` is None where it could not be read."""

    path: str
    header: Header | Translation | None
    text: Text
    marks: Marks
    body: tuple[BodyPart, ...]
    plain: str
    findings: tuple[Finding, ...]
    written: Written = Written()
    front: bytes = b""
    """A digest of the front matter as it is written."""
    converted: bool = False
    """Made from the original's words by conversion of script, and written by nobody."""


@cache
def _parser() -> MarkdownIt:
    md = MarkdownIt("js-default", {"html": False, "maxNesting": limits.MARKDOWN_NESTING})
    # Every address is judged below by the portal's own rule, which reports instead of dropping the link.
    md.validateLink = lambda url: True  # type: ignore[method-assign]
    md.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return with_shortcuts(md)


def parse_document(path: str, data: bytes, kind: Kind, translated: bool, base_path: str, before: ParsedDocument | None = None) -> ParsedDocument:
    """One file below content/, given as `content/…` path and bytes.

    `translated` says that a file of the default language stands beside it, so that its front
    matter is a Translation; `base_path` precedes every address of the portal. `before` is what the
    file became when it was read last in the same way: front matter that was sound is not checked again.
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
    written = checksum(front.encode())
    if before is not None and before.front == written and not before.findings:
        header = before.header
    else:
        header, found = schema.decode(Translation if translated else HEADERS[kind], outline, path)
    read_blocks = read(_parser(), body_text)
    body = Body(path, posixpath.dirname(source), body_line, base_path)
    body.read(read_blocks)
    plain = "\n".join(body.words)
    about = Text(
        headings=tuple(body.headings), articles=body.article_range, items=body.items, links=tuple(body.links),
        images=tuple(body.images), opening=_opening(plain, of_text=header is None or not header.summary),
    )  # fmt: skip
    marks = Marks.of({".".join(map(str, where)): mark for where, mark in outline.values.items()})
    findings = (*hidden, *found, *body.findings)
    return ParsedDocument(path, header, about, marks, parts(read_blocks, clauses=kind == "policy"), plain, findings, body.written(text), written)


def _failed(path: str, *findings: Finding) -> ParsedDocument:
    return ParsedDocument(path, None, Text(), Marks(), (), "", findings)


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
    for number, line in enumerate(body.split("\n"), body_line) if len(body) > limits.LINE_CHARACTERS else ():
        if len(line) > limits.LINE_CHARACTERS:
            return Finding(schema.TOO_LARGE, Location(path, number, 1), {"what": "line / 一行", "limit": f"{limits.LINE_CHARACTERS:,}"})
    return None


def _opening(plain: str, *, of_text: bool) -> str:
    words = " ".join(plain[:400].split())
    if not of_text:
        # A summary stands in their place; all that matters then is whether there are any.
        return words[:1]
    return words if len(words) <= 120 else words[:119].rstrip() + "…"


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
