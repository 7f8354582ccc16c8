"""Pages in blocks (检索分块): what of the index can be made of a few pages without knowing the others.

A block is 256 pages in the order of the index: the files of their fragments, and their terms
sorted and cut into buckets, the same for every block. Joining a bucket of all blocks gives
its shards (`sitegen.search`). So blocks can be made in several processes and kept from build
to build, and an edit costs its block and the buckets in which its terms stand.
"""

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sitegen.tokens import SHIFT, Tokens, title_characters, tokens, unpacked

FACETS = ("kind", "unit", "validity", "topic", "field")
"""What a reader can narrow a search by, besides the year."""
BLOCK = 256
"""Pages in a block, and fragments in a folder."""
PART = 2_400
"""Characters of text in a fragment's first file, which every hit shown costs."""
PART_MORE = 12_000
MANY = 2_048
"""Pages from which buckets are narrow, so that an edit touches a small share of them."""
DIGEST = 8

Ints = NDArray[np.int64]
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Searchable:
    """可检索: one page as search sees it."""

    url: str
    title: str
    day: date | None
    """None for pages that have no date of their own: units, topics."""
    unit: str
    number: str
    """Document number (发文字号), as printed."""
    facets: tuple[tuple[str, ...], ...]
    """Values by FACETS."""
    aliases: str = ""
    """More words that count as title: synonyms, document and index number."""


def searchable_order(page: Searchable) -> tuple[date, str]:
    """Sort key of documents: oldest first, then by address."""
    return (page.day or date.min, page.url)


@dataclass(frozen=True, slots=True)
class Entry:
    """A page with its text, and the text's terms where they are known already (`Tokens.packed`)."""

    page: Searchable
    text: str
    terms: bytes = b""


@dataclass(frozen=True, slots=True)
class Head:
    """What is told of a block's pages, one value for each."""

    digest: str
    """In the name of the folder of its fragments."""
    parts: list[int]
    """Files of each fragment."""
    lengths: list[int]
    """Terms of each text."""
    titles: list[list[str]]
    """Distinct characters and words of each title."""

    def paths(self) -> list[str]:
        return [f"d/{self.digest}/{n}{f'-{k}' if k else ''}.bin" for n, parts in enumerate(self.parts) for k in range(parts)]


@dataclass(frozen=True, slots=True)
class Block:
    """检索分块. `buckets` are joined by `joined` and `joined_words`."""

    head: Head
    files: tuple[bytes, ...]
    """As `Head.paths` names them."""
    buckets: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where buckets begin: those of Latin words and digits by first character, then those of Han terms by key."""

    words: tuple[str, ...]
    keys: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.words) + len(self.keys) + 1


def cuts(pages: int) -> Cuts:
    """The buckets of an index of so many pages."""
    words = tuple("0123456789abcdefghijklmnopqrstuvwxyz") if pages >= MANY else ("0",)
    return Cuts(words, tuple(first << SHIFT for first in range(0x4E50 if pages >= MANY else 0x4E80, 0xA000, 0x50 if pages >= MANY else 0x280)))


def make_block(entries: Sequence[Entry], where: Cuts) -> Block:
    """The block of at most BLOCK pages."""
    titles = [tokens("\n".join((e.page.title, e.page.aliases)), title=True) for e in entries]
    texts = [unpacked(e.terms) if e.terms else tokens(e.text) for e in entries]
    fragments = [_fragment(e.page, e.text) for e in entries]
    files = tuple(part for parts in fragments for part in parts)
    head = Head(
        short_digest(b"".join(files)), [len(parts) for parts in fragments], [t.length for t in texts], [list(title_characters(e.page.title)) for e in entries]
    )
    fields = (titles, texts)
    return Block(head, files, (*_word_buckets(fields, where), *_han_buckets(fields, where)))


def _fragment(page: Searchable, text: str) -> tuple[bytes, ...]:
    """Files of what a result shows of a page: title, address, date, unit, number, topics and the first text; then the rest of the text."""
    rest = [text[at : at + PART_MORE] for at in range(PART, len(text), PART_MORE)]
    head = [page.title, page.url, page.day.isoformat() if page.day else "", page.unit, page.number, ",".join(page.facets[2]), len(rest), text[:PART]]
    return tuple(zlib.compress(as_json(part), 6) for part in (head, *rest))


def _word_buckets(fields: Sequence[Sequence[Tokens]], where: Cuts) -> list[bytes]:
    """For each bucket and field: words in order, each with the documents and counts."""
    buckets: list[tuple[dict[str, list[int]], dict[str, list[int]]]] = [({}, {}) for _ in where.words]
    places = {first: n for n, first in enumerate(where.words)}
    for f, texts in enumerate(fields):
        for doc, text in enumerate(texts):
            for word, count in text.words.items():
                buckets[places[word[0]] if len(places) > 1 else 0][f].setdefault(word, []).extend((doc, count))
    return [as_json([sorted(found.items()) for found in bucket]) for bucket in buckets]


def joined_words(buckets: Sequence[bytes]) -> tuple[dict[str, list[tuple[int, int]]], ...]:
    """A bucket of words of all blocks: by field, the documents and counts of each word."""
    fields: tuple[dict[str, list[tuple[int, int]]], ...] = ({}, {})
    for number, bucket in enumerate(buckets):
        for found, words in zip(fields, json.loads(bucket), strict=True):
            for word, numbers in words:
                found.setdefault(word, []).extend((number * BLOCK + doc, count) for doc, count in zip(numbers[::2], numbers[1::2], strict=True))
    return fields


def _han_buckets(fields: Sequence[Sequence[Tokens]], where: Cuts) -> list[bytes]:
    """For each bucket: how many postings each field has, then of each field keys, documents and counts, by key and then document."""
    bounds = np.array(where.keys, np.uint64)
    pieces = []
    for texts in fields:
        keys = np.concatenate([t.keys for t in texts] or [np.zeros(0, np.uint64)]).astype("<u8")
        docs = np.repeat(np.arange(len(texts), dtype=np.uint8), [len(t.keys) for t in texts])
        counts = np.concatenate([t.counts for t in texts] or [np.zeros(0, np.uint32)]).astype("<u2")
        order = np.argsort(keys, kind="stable")
        ends = [0, *np.searchsorted(keys[order], bounds).tolist(), len(keys)]
        pieces.append((ends, keys[order], docs[order], counts[order]))
    found = []
    for n in range(len(where.keys) + 1):
        sizes = np.array([ends[n + 1] - ends[n] for ends, _, _, _ in pieces], "<u4")
        arrays = (values[ends[n] : ends[n + 1]].tobytes() for ends, *columns in pieces for values in columns)
        found.append(sizes.tobytes() + b"".join(arrays))
    return found


def joined(buckets: Sequence[bytes]) -> tuple[tuple[Keys, Ints, Ints], ...]:
    """A bucket of Han terms of all blocks: by field keys, documents and counts, by key and then document."""
    columns: tuple[list[tuple[Keys, Ints, Ints]], ...] = ([], [])
    for number, bucket in enumerate(buckets):
        at = 8
        for found, size in zip(columns, np.frombuffer(bucket, "<u4", 2).tolist(), strict=True):
            keys = np.frombuffer(bucket, "<u8", size, at)
            docs = np.frombuffer(bucket, np.uint8, size, at + 8 * size).astype(np.int64) + number * BLOCK
            counts = np.frombuffer(bucket, "<u2", size, at + 9 * size).astype(np.int64)
            found.append((keys, docs, counts))
            at += 11 * size
    fields = []
    for found in columns:
        keys = np.concatenate([k for k, _, _ in found] or [np.zeros(0, np.uint64)])
        order = np.argsort(keys, kind="stable")
        docs, counts = (np.concatenate([part[n] for part in found] or [np.zeros(0, np.int64)])[order] for n in (1, 2))
        fields.append((keys[order], docs, counts))
    return tuple(fields)


def as_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def short_digest(data: bytes) -> str:
    """Eight characters of 32 that no file system confuses."""
    number = int.from_bytes(hashlib.blake2b(data, digest_size=5).digest(), "big")
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> shift & 31] for shift in range(35, -1, -5))
