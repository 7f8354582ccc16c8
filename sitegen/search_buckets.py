"""Terms in buckets (词项分桶): the postings of a block cut where every block is cut, and one bucket of all blocks joined.

A bucket holds neighbouring terms. Of Han terms each is a number (`tokens.SHIFT`); Latin words
and digits are names, numbered within the bucket. Within a bucket each field is three columns,
sorted by term and then by document: term, document, how often.
"""

import struct
from collections.abc import Sequence
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from sitegen.tokens import SHIFT, Tokens, term_of

MANY = 2_048
"""Pages from which buckets are narrow, so that an edit touches a small share of them."""
FIELDS = ("title", "body")
_HEAD = struct.Struct("<III")
"""Bytes of the names, then how many postings each field has."""

Ints = NDArray[np.int64]
Small = NDArray[np.uint32]
Column = tuple[Small, Small, Small]
"""Of one field: terms by number, documents, counts."""
Part = tuple[NDArray[Any], NDArray[np.uint8], NDArray[np.uint16]]
"""The same of one block."""


class Cuts(msgspec.Struct, frozen=True):
    """Where buckets begin: those of Latin words and digits by first character, then those of Han terms by key."""

    words: tuple[str, ...]
    keys: tuple[int, ...]

    @property
    def count(self) -> int:
        return len(self.words) + len(self.keys) + 1

    def holds_words(self, bucket: int) -> bool:
        return bucket < len(self.words)

    @property
    def of_first(self) -> dict[str, int]:
        """The bucket of a word by its first character; where there is one bucket for all of them, it is 0."""
        return {first: n for n, first in enumerate(self.words)}


def cuts(pages: int) -> Cuts:
    """The buckets of an index of so many pages."""
    words = tuple("0123456789abcdefghijklmnopqrstuvwxyz") if pages >= MANY else ("0",)
    return Cuts(words, tuple(first << SHIFT for first in range(0x4E50 if pages >= MANY else 0x4E80, 0xA000, 0x50 if pages >= MANY else 0x280)))


class Joined(msgspec.Struct, frozen=True):
    """One bucket of all blocks."""

    names: list[str]
    """Its terms, in order."""
    keys: Ints | None
    """Their numbers, of Han terms."""
    fields: tuple[Column, ...]


# ---------------------------------------------------------------- of one block


def buckets(fields: Sequence[Sequence[Tokens]], where: Cuts) -> tuple[bytes, ...]:
    """The buckets of a block, from the terms of its titles and its texts."""
    return (*_word_buckets(fields, where), *_han_buckets(fields, where))


def packed(names: bytes, columns: Sequence[tuple[NDArray[Any], ...]]) -> bytes:
    """A bucket of a block: its names, and of each field the terms, documents and counts."""
    return b"".join((_HEAD.pack(len(names), *(len(docs) for _, docs, _ in columns)), names, *(values.tobytes() for column in columns for values in column)))


def _word_buckets(fields: Sequence[Sequence[Tokens]], where: Cuts) -> list[bytes]:
    places = where.of_first
    found: list[tuple[dict[str, list[int]], dict[str, list[int]]]] = [({}, {}) for _ in where.words]
    for f, texts in enumerate(fields):
        for doc, text in enumerate(texts):
            for word, count in text.words.items():
                found[places.get(word[0], 0)][f].setdefault(word, []).extend((doc, count))
    whole = []
    for bucket in found:
        names = sorted(bucket[0].keys() | bucket[1].keys())
        columns = []
        for words in bucket:
            numbers = np.array([n for name in names for n in words.get(name, ())], np.uint32)
            terms = np.repeat(np.arange(len(names), dtype="<u4"), [len(words.get(name, ())) // 2 for name in names])
            columns.append((terms, numbers[::2].astype(np.uint8), numbers[1::2].astype("<u2")))
        whole.append(packed("\n".join(names).encode(), columns))
    return whole


def _han_buckets(fields: Sequence[Sequence[Tokens]], where: Cuts) -> list[bytes]:
    bounds = np.array(where.keys, np.uint64)
    whole = []
    for texts in fields:
        keys = np.concatenate([t.keys for t in texts] or [np.zeros(0, np.uint64)]).astype("<u8")
        docs = np.repeat(np.arange(len(texts), dtype=np.uint8), [len(t.counts) for t in texts])
        counts = np.concatenate([t.counts for t in texts] or [np.zeros(0, np.uint32)]).astype("<u2")
        order = np.argsort(keys, kind="stable")
        keys = keys[order]
        whole.append(([0, *np.searchsorted(keys, bounds).tolist(), len(keys)], (keys, docs[order], counts[order])))
    return [packed(b"", [tuple(values[ends[n] : ends[n + 1]] for values in columns) for ends, columns in whole]) for n in range(len(where.keys) + 1)]


# ---------------------------------------------------------------- of all blocks


def joined(words: bool, pieces: Sequence[bytes], block: int) -> Joined:
    """A bucket, given as it is in every block of so many pages; `words` for Latin words and digits."""
    return _joined_words(pieces, block) if words else _joined_han(pieces, block)


def columns_of(piece: bytes, term: str) -> tuple[str, list[Part]]:
    """What `packed` made bytes of; terms are of the type `term`."""
    size, *lengths = _HEAD.unpack_from(piece)
    at = _HEAD.size + size
    width = np.dtype(term).itemsize
    found = []
    for n in lengths:
        docs = at + width * n
        found.append((np.frombuffer(piece, term, n, at), np.frombuffer(piece, np.uint8, n, docs), np.frombuffer(piece, "<u2", n, docs + n)))
        at = docs + 3 * n
    return piece[_HEAD.size : _HEAD.size + size].decode(), found


def _joined_words(pieces: Sequence[bytes], block: int) -> Joined:
    read = [columns_of(piece, "<u4") for piece in pieces]
    held = [text.split("\n") if text else [] for text, _ in read]
    names = sorted({name for found in held for name in found})
    places = {name: n for n, name in enumerate(names)}
    own = [np.array([places[name] for name in found], np.uint32) for found in held]
    fields = []
    for f in range(len(FIELDS)):
        terms = _run([numbers[columns[f][0]] for numbers, (_, columns) in zip(own, read, strict=True)])
        docs, counts = _numbered([columns[f] for _, columns in read], block)
        # Every block is in the order of its terms, and stands after those with earlier documents.
        order = np.argsort(terms, kind="stable")
        fields.append((terms[order], docs[order], counts[order]))
    return Joined(names, None, tuple(fields))


def _joined_han(pieces: Sequence[bytes], block: int) -> Joined:
    read = [columns_of(piece, "<u8")[1] for piece in pieces]
    found = []
    for f in range(len(FIELDS)):
        own = np.concatenate([columns[f][0] for columns in read] or [np.zeros(0, np.uint64)]).astype(np.int64)
        order = np.argsort(own, kind="stable")
        own = own[order]
        starts = np.flatnonzero(np.diff(own, prepend=-1))
        found.append((order, own[starts], np.diff(starts, append=len(own))))
    keys = np.union1d(found[0][1], found[1][1])
    fields = []
    for f, (order, own, sizes) in enumerate(found):
        docs, counts = _numbered([columns[f] for columns in read], block)
        fields.append((np.repeat(np.searchsorted(keys, own), sizes).astype(np.uint32), docs[order], counts[order]))
    return Joined([term_of(key) for key in keys.tolist()], keys, tuple(fields))


def _run(parts: Sequence[NDArray[np.uint32]]) -> Small:
    return np.concatenate(parts) if parts else np.zeros(0, np.uint32)


def _numbered(parts: Sequence[Part], block: int) -> tuple[Small, Small]:
    """Documents, as the whole index numbers them, and counts of all blocks, one after the other."""
    docs = _run([docs.astype(np.uint32) + np.uint32(number * block) for number, (_, docs, _) in enumerate(parts)])
    return docs, _run([counts.astype(np.uint32) for _, _, counts in parts])
