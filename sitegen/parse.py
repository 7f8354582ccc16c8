"""Parse, in batches (解析): what a worker does with a handful of Markdown files."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields, replace

from sitegen import urls
from sitegen.config import SiteConfig
from sitegen.lint.text import check_text
from sitegen.markdown import BodyPart, ParsedDocument, parse_document
from sitegen.model import DEFAULT_LANG, DocumentId, Header, Lang, Translation, WrongWord
from sitegen.tokens import tokens
from sitegen.written import Written


@dataclass(frozen=True, slots=True)
class Work:
    """One file to parse."""

    path: str
    data: bytes
    translated: bool


@dataclass(frozen=True, slots=True)
class Parsed:
    """A document without its text, and the text."""

    document: ParsedDocument
    body: tuple[DocumentId, Lang, tuple[BodyPart, ...]] | None
    plain: str = ""
    terms: bytes = b""
    """Terms of text and header, packed, for the search index."""


def document_work(paths: Iterable[str], config: SiteConfig, read: Callable[[str], bytes]) -> Iterator[Work]:
    """Files to parse, read one by one. A file in another language beside an original is its translation."""
    known = frozenset(paths)
    for path in sorted(known):
        id_, lang = urls.document_source(path.removeprefix("content/"))
        yield Work(path, read(path), lang != DEFAULT_LANG and f"content/{id_}.md" in known)


def parse_and_check(context: tuple[SiteConfig, tuple[WrongWord, ...]], works: tuple[Work, ...]) -> tuple[Parsed, ...]:
    """`parse_batch` with the list of wrong words, as the pool of processes passes it."""
    config, words = context
    return parse_batch(config, works, words)


def parse_batch(config: SiteConfig, works: tuple[Work, ...], words: tuple[WrongWord, ...] = ()) -> tuple[Parsed, ...]:
    """Each file parsed, with what the text rules find in it; only then is its text let go."""
    sections = {section.id: section for section in config.sections}
    results = []
    for work in works:
        source = work.path.removeprefix("content/")
        folder = source.split("/")[0] if "/" in source else ""
        found = parse_document(work.path, work.data, next((s for i, s in sections.items() if i == folder), None), work.translated, config.base_path)
        id_, lang = urls.document_source(source)
        findings = (*found.findings, *check_text(found, id_, lang, words))
        lean = replace(found, body=(), plain="", written=Written(), findings=findings)
        if found.header is None:
            results.append(Parsed(lean, None))
        else:
            terms = tokens("\n".join((*_also_searched(found.header), found.plain))).packed()
            results.append(Parsed(lean, (id_, lang, found.body), found.plain, terms))
    return tuple(results)


def _also_searched(header: Header | Translation) -> Iterator[str]:
    """Words of the front matter that count as text."""
    yield header.summary or ""
    yield from header.keywords
    glance = getattr(header, "at_a_glance", None)
    if glance is not None:
        yield from (value for field in fields(glance) if (value := getattr(glance, field.name)))
