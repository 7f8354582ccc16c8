"""Terms in buckets (词项分桶): the postings of a block cut where every block is cut, and one bucket of all blocks joined.

A bucket holds neighbouring terms. Of Han terms each is a number (`tokens.SHIFT`); Latin words
and digits are names, numbered within the bucket. Within a bucket each field has its terms in
order, and of each term its documents in order, and how often it occurs in each.
"""

import struct
from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from sitegen.tokens import SHIFT, Keys, Tokens, narrowed, rare, term_of, widened

MANY = 2_048
"""Pages from which buckets are narrow, so that an edit touches a small share of them."""
FIELDS = ("title", "body")
_HEAD = struct.Struct("<?5I")
"""Whether numbers are wide, bytes of the names, then of each field how many terms and postings it has."""

Ints = NDArray[np.int64]
Small = NDArray[np.uint32]
Column = tuple[Ints, Small, Small]
"""Of one field: in how many documents each term occurs, term by term the documents, and the counts."""
Postings = tuple[Keys, NDArray[np.uint8], NDArray[np.uint16]]
"""Of one field of a block: terms by number, documents and counts, in the order of terms and then of documents."""
Part = tuple[Keys, Ints, NDArray[np.uint8], NDArray[np.unsignedinteger[Any]]]
"""The same with each term once: terms, how many documents each has, documents, counts."""


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


def packed(names: bytes, parts: Sequence[Part]) -> bytes:
    """A bucket of a block: its names and its fields."""
    wide = _wide(parts)
    return _written(wide, names, [_stored(part, wide) for part in parts])


_Stored = tuple[NDArray[Any], NDArray[np.uint8], NDArray[np.uint8], NDArray[Any]]


def _wide(parts: Sequence[Part]) -> bool:
    """Whether a term or a count needs more than the usual room."""
    return any(bool(rare(terms).any() or (counts > 255).any()) for terms, _, _, counts in parts)


def _stored(part: Part, wide: bool) -> _Stored:
    terms, sizes, docs, counts = part
    return terms.astype("<u8") if wide else narrowed(terms), (sizes - 1).astype(np.uint8), docs, counts.astype("<u2" if wide else np.uint8)


def _written(wide: bool, names: bytes, parts: Sequence[_Stored]) -> bytes:
    lengths = [len(values) for terms, _, docs, _ in parts for values in (terms, docs)]
    return b"".join((_HEAD.pack(wide, len(names), *lengths), names, *(values.tobytes() for part in parts for values in part)))


def grouped(terms: Keys, docs: NDArray[np.uint8], counts: NDArray[np.uint16]) -> Part:
    """Postings with each term once."""
    new = np.ones(len(terms), dtype=bool)
    new[1:] = terms[1:] != terms[:-1]
    starts = np.flatnonzero(new)
    return terms[starts], np.diff(starts, append=len(terms)), docs, counts


def spread(part: Part) -> Postings:
    """What `grouped` was given."""
    terms, sizes, docs, counts = part
    return np.repeat(terms, sizes), docs, counts.astype(np.uint16)


_KEY, _DOC = np.uint64(24), np.uint64(16)


def rows_of(terms: Keys, docs: NDArray[np.integer], counts: NDArray[np.integer]) -> Keys:
    """Postings as one number each: 39 bits of the key, 8 of the document and 16 of the count. Their order is that of a bucket."""
    rows: Keys = np.bitwise_or(terms << _KEY, docs.astype(np.uint64) << _DOC) | counts.astype(np.uint64)
    return rows


def postings_of(rows: Keys) -> Postings:
    """What `rows_of` made numbers of."""
    return rows >> _KEY, (rows >> _DOC).astype(np.uint8), rows.astype(np.uint16)


def _word_buckets(fields: Sequence[Sequence[Tokens]], where: Cuts) -> list[bytes]:
    names = sorted({word for texts in fields for text in texts for word in text.words})
    numbers = {name: n for n, name in enumerate(names)}
    places = where.of_first
    of_bucket = [places.get(name[0], 0) for name in names]
    starts = np.array([bisect_left(of_bucket, bucket) for bucket in range(len(where.words) + 1)], np.uint64)
    parts: list[Part] = []
    cuts = []
    for texts in fields:
        found = [(numbers[word], doc, count) for doc, text in enumerate(texts) for word, count in text.words.items()]
        rows = rows_of(*np.array(found, np.uint64).reshape(-1, 3).T)
        rows.sort()
        terms, sizes, docs, counts = grouped(*postings_of(rows))
        cuts.append(cut := np.searchsorted(terms, starts))
        parts.append((terms - np.repeat(starts[:-1], np.diff(cut)), sizes, docs, counts))
    return _cut(["\n".join(names[a:b]).encode() for a, b in pairwise(starts.tolist())], parts, cuts)


def _han_buckets(fields: Sequence[Sequence[Tokens]], where: Cuts) -> list[bytes]:
    bounds = np.array(where.keys, np.uint64)
    parts, cuts = [], []
    for texts in fields:
        docs = np.repeat(np.arange(len(texts), dtype=np.uint64), [len(t.pairs) for t in texts])
        rows = rows_of(_keys(texts), docs, _run([t.counts for t in texts], np.uint8))
        # Each text is in order: what merges them is faster than what sorts numbers.
        rows.sort(kind="stable")
        parts.append(part := grouped(*postings_of(rows)))
        cuts.append(np.array([0, *np.searchsorted(part[0], bounds), len(part[0])]))
    return _cut([b""] * (len(bounds) + 1), parts, cuts)


def _keys(texts: Sequence[Tokens]) -> Keys:
    if all(text.pairs.itemsize == 4 for text in texts):
        return widened(_run([text.pairs for text in texts], np.uint32))
    return _run([text.keys for text in texts], np.uint64)


def _cut(names: Sequence[bytes], parts: Sequence[Part], cuts: Sequence[Ints]) -> list[bytes]:
    """Buckets with these names; by field their terms, and where each bucket begins among them, with the end of the last."""
    ends = [(cut, np.concatenate([[0], np.cumsum(sizes)])[cut]) for cut, (_, sizes, _, _) in zip(cuts, parts, strict=True)]
    bounds = [(of_terms.tolist(), of_docs.tolist()) for of_terms, of_docs in ends]

    def bucket(n: int, whole: Sequence[Any]) -> list[Any]:
        found = []
        for (terms, sizes, docs, counts), (of_terms, of_docs) in zip(whole, bounds, strict=True):
            held, stands = slice(*of_terms[n : n + 2]), slice(*of_docs[n : n + 2])
            found.append((terms[held], sizes[held], docs[stands], counts[stands]))
        return found

    # Numbers are made narrow once and not bucket by bucket; few buckets have one that is not.
    stored = [_stored(part, False) for part in parts]
    wide = {n for part, end in zip(parts, ends, strict=True) for n in _wide_buckets(part, *end)}
    return [packed(name, bucket(n, parts)) if n in wide else _written(False, name, bucket(n, stored)) for n, name in enumerate(names)]


def _wide_buckets(part: Part, of_terms: Ints, of_docs: Ints) -> list[int]:
    """Those in which a term or a count needs more than the usual room."""
    terms, _, _, counts = part
    found = [np.searchsorted(ends, np.flatnonzero(wide), "right") - 1 for ends, wide in ((of_terms, rare(terms)), (of_docs, counts > 255))]
    buckets: list[int] = np.concatenate(found).tolist()
    return buckets


# ---------------------------------------------------------------- of all blocks


def joined(words: bool, pieces: Sequence[bytes], block: int) -> Joined:
    """A bucket, given as it is in every block of so many pages; `words` for Latin words and digits."""
    read = [_split(piece) for piece in pieces]
    fields = [[parts[f] for _, parts in read] for f in range(len(FIELDS))]
    parts = [_part(field) for field in fields]
    if words:
        held = [name for names, _ in read for name in names]
        names = sorted({*held})
        places = {name: n for n, name in enumerate(names)}
        own = np.array([places[name] for name in held], np.int64)
        before = np.cumsum([0, *(len(names) for names, _ in read)])[:-1]
        # The numbers of a block's names begin after those of the blocks before.
        numbers = [own[terms.astype(np.int64) + np.repeat(before, [len(raw.sizes) for raw in field])] for (terms, *_), field in zip(parts, fields, strict=True)]
        keys = None
        orders = [np.argsort(own, kind="stable") for own in numbers]
        ordered = [own[order] for own, order in zip(numbers, orders, strict=True)]
    else:
        keys, orders, ordered = _merged([part[0] for part in parts])
        names = [term_of(key) for key in keys.tolist()]
    return Joined(names, keys, tuple(_column(*of, len(names), block) for of in zip(orders, ordered, parts, fields, strict=True)))


def _merged(fields: Sequence[Keys]) -> tuple[Ints, list[Ints], list[Ints]]:
    """The terms of all fields in order, each once; and of each field what order sorts its terms, block after block, and the places of the sorted."""
    terms = np.concatenate(fields)
    # Every block is in order: this merges them.
    order = np.argsort(terms, kind="stable")
    terms = terms[order]
    new = np.ones(len(terms), bool)
    new[1:] = terms[1:] != terms[:-1]
    places = np.cumsum(new) - 1
    of_field = np.repeat(np.arange(len(fields)), [len(field) for field in fields])[order]
    starts = np.cumsum([0, *(len(field) for field in fields)])
    held = [of_field == n for n in range(len(fields))]
    return terms[new].astype(np.int64), [order[own] - starts[n] for n, own in enumerate(held)], [places[own] for own in held]


class _Raw(NamedTuple):
    """A field of a block as it is kept."""

    wide: bool
    terms: bytes
    sizes: bytes
    docs: bytes
    counts: bytes


def columns_of(piece: bytes) -> tuple[list[str], list[Part]]:
    """What `packed` made bytes of."""
    names, fields = _split(piece)
    return names, [_part([raw]) for raw in fields]


def _split(piece: bytes) -> tuple[list[str], list[_Raw]]:
    wide, size, *lengths = _HEAD.unpack_from(piece)
    at = _HEAD.size + size
    found = []
    for terms, postings in zip(lengths[::2], lengths[1::2], strict=True):
        sizes = at + terms * (8 if wide else 4)
        docs = sizes + terms
        counts = docs + postings
        end = counts + postings * (2 if wide else 1)
        found.append(_Raw(wide, piece[at:sizes], piece[sizes:docs], piece[docs:counts], piece[counts:end]))
        at = end
    return piece[_HEAD.size : _HEAD.size + size].decode().split("\n") if size else [], found


def _part(field: Sequence[_Raw]) -> Part:
    """A field of some blocks, one after the other."""
    if any(raw.wide for raw in field) and len(field) > 1:
        terms, *rest = (np.concatenate(columns) for columns in zip(*(_part([raw]) for raw in field), strict=True))
        return terms, rest[0], rest[1], rest[2]
    keys, sizes = b"".join([raw.terms for raw in field]), b"".join([raw.sizes for raw in field])
    docs, counts = b"".join([raw.docs for raw in field]), b"".join([raw.counts for raw in field])
    wide = any(raw.wide for raw in field)
    return (
        np.frombuffer(keys, "<u8") if wide else widened(np.frombuffer(keys, "<u4")), np.frombuffer(sizes, np.uint8).astype(np.int64) + 1,
        np.frombuffer(docs, np.uint8), np.frombuffer(counts, "<u2" if wide else np.uint8),
    )  # fmt: skip


def _column(order: Ints, places: Ints, part: Part, field: Sequence[_Raw], terms: int, block: int) -> Column:
    """A field of all blocks: the order that sorts the terms of each block, their places among so many, and what the blocks have, one after the other."""
    _, sizes, docs, counts = part
    # Every block is in the order of its terms, and stands after those with earlier documents.
    own = sizes[order]
    starts = (np.cumsum(sizes) - sizes)[order]
    take = np.repeat(starts - (np.cumsum(own) - own), own) + np.arange(len(docs))
    firsts = np.repeat(np.arange(len(field), dtype=np.uint32) * np.uint32(block), [len(raw.docs) for raw in field])
    return np.bincount(places, own, terms).astype(np.int64), (docs.astype(np.uint32) + firsts)[take], counts[take].astype(np.uint32)


def _run(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    """One after the other."""
    return np.concatenate(parts) if parts else np.zeros(0, kind)
