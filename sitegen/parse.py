"""Parse, in batches (解析): what a worker does with a handful of Markdown files.

A worker hands documents over encoded, as they are kept from build to build; whoever needs
one decodes it. So a document is the same whether it was read now or a year ago.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

import msgspec

from sitegen import urls
from sitegen.conversion import converted_source
from sitegen.document import Marks, Text
from sitegen.findings import Finding
from sitegen.front_matter import HEADERS, Header, Kind, Translation
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.lint.text import check_text
from sitegen.markdown import ParsedDocument, parse_document
from sitegen.tokens import tokens
from sitegen.typeset import Typeset, shape_of, typeset
from sitegen.wording import WrongWord

if TYPE_CHECKING:
    from sitegen.config import SiteConfig

HALF_KEY = 16


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything besides a file's bytes that decides what it becomes."""

    kinds: tuple[tuple[str, Kind], ...]
    """Kind of document by section."""
    base_path: str
    words: tuple[WrongWord, ...]
    converted: tuple[Lang, ...] = ()
    """Languages in which every original without a translation is converted."""


def reading(config: "SiteConfig", words: tuple[WrongWord, ...] = ()) -> Reading:
    return Reading(
        tuple((section.id, section.kind) for section in config.sections),
        config.base_path,
        words,
        tuple(lang for lang in config.converted if lang in config.langs),
    )


@dataclass(frozen=True, slots=True)
class Work:
    """One file to parse. Its key: 16 bytes for how it is read, 16 for its bytes."""

    path: str
    data: bytes
    kind: Kind
    translated: bool
    key: bytes
    converted: bool = False
    before: bytes = b""
    """The document that it was when it was read last in the same way, encoded."""


@dataclass(frozen=True, slots=True)
class ParsedText:
    """A document and its text, encoded; a file without a usable header has no text."""

    path: str
    key: bytes
    document: bytes
    body: bytes = b""
    """Its text, typeset and packed."""
    plain: bytes = b""
    """What search looks through."""
    terms: bytes = b""
    """Its terms, packed."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file stands, and what that makes of it."""

    path: str
    kind: Kind
    translated: bool
    key: bytes
    """The first half of its documents' keys."""
    source: str
    """The file that is read: the original, where `path` is only where a translation would stand."""

    @property
    def converted(self) -> bool:
        return self.source != self.path


def places(paths: Iterable[str], how: Reading) -> Iterator[Place]:
    """Every Markdown file, sorted, and every conversion. A file in another language beside an original is its translation."""
    known = frozenset(paths)
    kinds = dict(how.kinds)

    @cache
    def first_half(kind: Kind, translated: bool, converted: bool) -> bytes:
        return _digest(repr((kind, translated, converted, how.base_path, how.words)).encode())

    for path in sorted(known):
        source = path.removeprefix("content/")
        id_, lang = urls.document_source(source)
        kind = kinds.get(source.split("/")[0], "page") if "/" in source else "page"
        translated = lang != DEFAULT_LANG and f"content/{id_}.md" in known
        yield Place(path, kind, translated, first_half(kind, translated, False), path)
        if lang == DEFAULT_LANG:
            for other in how.converted:
                beside = urls.source_path(id_, other)
                if beside not in known:
                    yield Place(beside, kind, True, first_half(kind, True, True), path)


def work(place: Place, data: bytes) -> Work:
    return Work(place.path, data, place.kind, place.translated, place.key + _digest(data), place.converted)


def document_work(paths: Iterable[str], how: Reading, read: Callable[[str], bytes]) -> Iterator[Work]:
    """All files to parse, read one by one."""
    return (work(place, read(place.source)) for place in places(paths, how))


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:HALF_KEY]


def parse_batch(how: Reading, works: tuple[Work, ...]) -> tuple[ParsedText, ...]:
    """Each file parsed, with what the text rules find in it; only then is its text let go."""
    results = []
    for item in works:
        id_, lang = urls.document_source(item.path.removeprefix("content/"))
        data = converted_source(item.data, lang) if item.converted else item.data
        before = decoded(item.path, item.before) if item.before else None
        found = parse_document(item.path, data, item.kind, item.translated, how.base_path, before)
        # What is wrong with a conversion is wrong with its original, and said there.
        findings = () if item.converted else (*found.findings, *check_text(found, id_, lang, how.words))
        body = typeset(found.body)
        lean = encoded(found, body, findings, converted=item.converted)
        if found.header is None:
            results.append(ParsedText(item.path, item.key, lean))
        else:
            searched = "\n".join(_searched(found.header, found.plain))
            results.append(ParsedText(item.path, item.key, lean, _encode(body), searched.encode(), tokens(searched).packed()))
    return tuple(results)


def _searched(header: Header | Translation, plain: str) -> Iterator[str]:
    """All that search looks through, and shows of: the text, with what front matter says beside it on the page."""
    if header.summary:
        yield header.summary
    yield plain
    glance = getattr(header, "at_a_glance", None)
    if glance is not None:
        yield from (value for field in fields(glance) if (value := getattr(glance, field.name)))
    yield from getattr(header, "scripts", {}).values()
    if header.keywords:
        yield " ".join(header.keywords)


def body_of(body: bytes) -> Typeset:
    """The text that `ParsedText.body` holds."""
    found: Typeset = _decoder(Typeset).decode(body)
    return found


# ---------------------------------------------------------------- documents as bytes


@dataclass(frozen=True, slots=True)
class _Kept:
    """A document as it is encoded, without its path; the header's type goes by its kind."""

    kind: str
    header: msgspec.Raw
    text: Text
    marks: bytes
    findings: tuple[Finding, ...]
    converted: bool
    front: bytes
    shape: bytes
    """How its text is made up: what pages see of it besides the words."""


_TYPES: dict[str, Any] = {**dict(HEADERS.items()), "translation": Translation, "": None}
_KINDS = {type_: kind for kind, type_ in _TYPES.items()}
_encode = msgspec.msgpack.Encoder().encode


@lru_cache
def _decoder(type_: Any) -> "msgspec.msgpack.Decoder[Any]":
    return msgspec.msgpack.Decoder(type_)


def encoded(document: ParsedDocument, body: Typeset, findings: tuple[Finding, ...], *, converted: bool) -> bytes:
    """A parsed document without its text, with all that was found in it."""
    kind = _KINDS[type(document.header)] if document.header is not None else ""
    header = msgspec.Raw(_encode(document.header))
    return _encode(_Kept(kind, header, document.text, document.marks.packed, findings, converted, document.front, shape_of(body)))


def decoded(path: str, data: bytes) -> ParsedDocument:
    """What `encoded` made bytes of; the text is gone.

    Raises: msgspec.DecodeError.
    """
    kept: _Kept = _decoder(_Kept).decode(data)
    header = _decoder(_TYPES[kept.kind]).decode(kept.header)
    return ParsedDocument(path, header, kept.text, Marks(kept.marks), (), "", kept.findings, front=kept.front, converted=kept.converted)
