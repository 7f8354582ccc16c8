"""Search texts -> the sharded index a browser reads (检索索引).

Postings hold how often a term occurs, not scores, so an edit changes only the shards that
hold its terms, and the browser reckons weights from what it fetches. Documents are numbered
oldest first: a new one takes the next number and shifts nobody else's, date order is number
order, and a span of years is a span of numbers. `docs/search.md` describes every file.

Everything is arrays: 10,000 documents take seconds. Postings wait in buckets by first
character, so that 100,000 documents fit in memory and only one bucket is sorted at a time.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sitegen.ranking import idf
from sitegen.tokens import SHIFT, Tokens, folding, term_of, title_characters

FORMAT = 2
FIELDS = ("title", "body")
FACETS = ("kind", "unit", "validity", "topic", "field")
"""What a reader can narrow a search by, besides the year."""
LAPSED = ("expired", "repealed")
SHARD = 4_000
"""Bytes from which a shard may end; it ends at a term whose checksum says so, so that an edit moves few ends."""
SHARD_MOST = 9_000
ALONE = 3_000
"""Bytes of postings from which a term has a shard of its own, which nobody fetches for its neighbours."""
SEGMENT = 48
SEGMENT_MOST = 96
TABLE = 8_192
"""Documents described by one file of lengths or facet values."""
BLOCK = 256
"""Fragments in one folder."""
PART = 2_400
"""Characters of text in a fragment's first file, which every hit shown costs."""
PART_MORE = 12_000

Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]


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


# ---------------------------------------------------------------- gathering


_BOUNDS: NDArray[np.uint64] = np.arange(0x4E80, 0xA000, 0x280, dtype=np.uint64) << np.uint64(SHIFT)
_Bucket = list[tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint16]]]


@dataclass(slots=True)
class _Gathered:
    """Han postings of one field, in buckets by key; words as term -> [(document, count)]."""

    waiting: list[tuple[int, Tokens]] = field(default_factory=list)
    buckets: list[_Bucket] = field(default_factory=lambda: [[] for _ in range(len(_BOUNDS) + 1)])
    words: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)

    def add(self, tokens: Tokens) -> None:
        doc = len(self.lengths)
        self.lengths.append(tokens.length)
        for word, count in tokens.words.items():
            self.words.setdefault(word, []).append((doc, count))
        self.waiting.append((doc, tokens))
        if len(self.waiting) == 2_048:
            self.settle()

    def settle(self) -> None:
        """Sort what waits into the buckets."""
        if not self.waiting:
            return
        keys = np.concatenate([t.keys for _, t in self.waiting])
        docs = np.repeat(np.array([d for d, _ in self.waiting], np.uint32), [len(t.keys) for _, t in self.waiting])
        counts = np.concatenate([t.counts for _, t in self.waiting]).astype(np.uint16)
        order = np.argsort(keys, kind="stable")
        keys, docs, counts = keys[order], docs[order], counts[order]
        ends = [0, *np.searchsorted(keys, _BOUNDS).tolist(), len(keys)]
        for bucket, first, last in zip(self.buckets, ends, ends[1:], strict=False):
            if first < last:
                bucket.append((keys[first:last].copy(), docs[first:last].copy(), counts[first:last].copy()))
        self.waiting.clear()

    def bucket(self, number: int) -> tuple[NDArray[np.uint64], Ints, Ints]:
        """Keys, documents and counts of one bucket, by key and then document; the bucket is empty afterwards."""
        parts, self.buckets[number] = self.buckets[number], []
        keys = np.concatenate([p[0] for p in parts] or [np.zeros(0, np.uint64)])
        order = np.argsort(keys, kind="stable")
        docs = np.concatenate([p[1] for p in parts] or [np.zeros(0, np.uint32)])[order].astype(np.int64)
        return keys[order], docs, np.concatenate([p[2] for p in parts] or [np.zeros(0, np.uint16)])[order].astype(np.int64)


class Index:
    """An index in the making: `add` every page in the order of `searchable_order`, then ask for the `files` once."""

    def __init__(self) -> None:
        self.pages: list[Searchable] = []
        self.fragments: list[bytes] = []
        self.more: list[tuple[bytes, ...]] = []
        self.fields = (_Gathered(), _Gathered())

    def add(self, page: Searchable, title: Tokens, body: Tokens, fragment: "Fragment") -> None:
        self.pages.append(page)
        self.fields[0].add(title)
        self.fields[1].add(body)
        self.fragments.append(fragment.first)
        self.more.append(fragment.more)

    def _title_lengths(self) -> list[int]:
        """Of each title the idf of its characters and words, in quarters; aliases do not make a title longer."""
        titles = [title_characters(page.title) for page in self.pages]
        frequency: dict[str, int] = {}
        for title in titles:
            for character in title:
                frequency[character] = frequency.get(character, 0) + 1
        weights = {c: idf(len(titles), n) for c, n in frequency.items()}
        return [round(4 * sum(weights[c] for c in title)) for title in titles]

    def files(self, labels: dict[str, dict[str, str]]) -> dict[str, bytes]:
        """Every file by path; the one named `manifest.….bin` leads to the others. `labels` are the words for facet values."""
        files: dict[str, bytes] = {}

        def put(folder: str, data: bytes) -> str:
            packed = zlib.compress(data, 9)
            digest = short_digest(packed)
            files[f"{folder}{digest}.bin"] = packed
            return digest

        present: set[str] = set()
        firsts: list[str] = []
        digests: list[str] = []
        for terms in (_words(self.fields), *(_bucket(self.fields, n) for n in range(len(_BOUNDS) + 1))):
            present.update("".join(terms.names))
            for first, data in _shards(terms):
                firsts.append(first)
                digests.append(put(f"t/{file_name(first)}.", data))
        segments = [
            (firsts[a], put("s/", _json(["\n".join(firsts[a:b]), "".join(digests[a:b])]))) for a, b in _segments(firsts)
        ]  # fmt: skip
        values = [sorted({v for page in self.pages for v in page.facets[n]}) for n in range(len(FACETS))]
        ranges = [range(at, min(at + TABLE, len(self.pages))) for at in range(0, len(self.pages), TABLE)]
        lapsed = [bool(set(page.facets[FACETS.index("validity")]) & set(LAPSED)) for page in self.pages]
        lengths = (self._title_lengths(), self.fields[1].lengths)
        tables = "".join(put("l/", _lengths([[n[d] for d in rows] for n in lengths], [lapsed[d] for d in rows])) for rows in ranges)
        columns = {
            name: "".join(put("f/", _column([self.pages[d].facets[n] for d in rows], values[n])) for rows in ranges) for n, name in enumerate(FACETS)
        }  # fmt: skip
        pairs = {a: b for a, b in sorted(folding().items()) if b in present}
        manifest = {
            "format": FORMAT, "documents": len(self.pages), "average": [_mean(n) for n in lengths],
            "segments": ["\n".join(first for first, _ in segments), "".join(digest for _, digest in segments)],
            "lengths": tables, "columns": columns, "facets": {name: [[v, labels[name].get(v, v)] for v in values[n]] for n, name in enumerate(FACETS)},
            "years": _years(self.pages), "fragments": "".join(self._fragments(files)), "fold": put("fold.", _json(["".join(pairs), "".join(pairs.values())])),
        }  # fmt: skip
        put("manifest.", _json(manifest))
        return files

    def _fragments(self, files: dict[str, bytes]) -> Iterator[str]:
        """Write the fragments, a folder for each block of them; yields the digest in the folder's name."""
        for at in range(0, len(self.fragments), BLOCK):
            block = [(self.fragments[d], *self.more[d]) for d in range(at, min(at + BLOCK, len(self.fragments)))]
            digest = short_digest(b"".join(part for parts in block for part in parts))
            for n, parts in enumerate(block):
                for number, part in enumerate(parts):
                    files[f"d/{digest}/{n}{f'-{number}' if number else ''}.bin"] = part
            yield digest


@dataclass(frozen=True, slots=True)
class Fragment:
    """检索摘要: what a result shows of a page, packed as its files."""

    first: bytes
    more: tuple[bytes, ...] = ()
    """The rest of a long text, fetched when the first file does not hold what was asked for."""


def fragment(page: Searchable, text: str) -> Fragment:
    """Files of a page's title, address, date, unit, number and text."""
    rest = [text[at : at + PART_MORE] for at in range(PART, len(text), PART_MORE)]
    head = [page.title, page.url, page.day.isoformat() if page.day else "", page.unit, page.number, ",".join(page.facets[2]), len(rest), text[:PART]]
    return Fragment(zlib.compress(_json(head), 6), tuple(zlib.compress(_json(part), 6) for part in rest))


# ---------------------------------------------------------------- small forms


def short_digest(data: bytes) -> str:
    """Eight characters of 32 that no file system confuses."""
    number = int.from_bytes(hashlib.blake2b(data, digest_size=5).digest(), "big")
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> shift & 31] for shift in range(35, -1, -5))


DIGEST = 8


def file_name(term: str) -> str:
    """A term as part of a file name: Han characters by code point, which no word looks like."""
    return "".join(c if c.isascii() and c.isalnum() else "_" if c == "#" else f"u{ord(c):x}" for c in term)


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _mean(lengths: list[int]) -> float:
    """Average over the documents that have the field, as lunr counts."""
    found = [n for n in lengths if n]
    return sum(found) / len(found) if found else 0.0


def _years(pages: Sequence[Searchable]) -> list[list[int]]:
    """Each year with the number of its first document; the undated stand before the first."""
    years: dict[int, int] = {}
    for number, page in enumerate(pages):
        if page.day is not None:
            years.setdefault(page.day.year, number)
    return [[year, first] for year, first in years.items()]


def rough(length: int) -> int:
    """A length as one byte, within a fifth: three leading bits and how far they are shifted. Inverse of `length_of`."""
    shift = max(length.bit_length() - 3, 0)
    return min(length, 3) if length < 4 else shift * 4 + (length >> shift)


def length_of(byte: int) -> int:
    """The least length that is coded by a byte."""
    return byte if byte < 4 else (byte % 4 + 4) << (byte // 4 - 1)


def _lengths(lengths: Sequence[Sequence[int]], lapsed: Sequence[bool]) -> bytes:
    """Rough lengths of titles, of texts, then whether each document has lapsed: a byte each."""
    return bytes([*map(rough, lengths[0]), *map(rough, lengths[1]), *lapsed])


def _column(rows: Sequence[tuple[str, ...]], values: Sequence[str]) -> bytes:
    """How many values each document has, then the values by number."""
    places = {value: n for n, value in enumerate(values)}
    numbers = [*(len(row) for row in rows), *(places[value] for row in rows for value in row)]
    return _varints(np.array(numbers, dtype=np.int64))[0].tobytes()


def _segments(firsts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of shards that one file lists."""
    start = 0
    for at in range(1, len(firsts) + 1):
        if at == len(firsts) or at - start >= SEGMENT_MOST or (zlib.crc32(firsts[at].encode()) >> 8) % SEGMENT == 0:
            yield start, at
            start = at


# ---------------------------------------------------------------- shards


@dataclass(frozen=True, slots=True)
class _Terms:
    """Some neighbouring terms with their postings, ready to be cut into shards."""

    names: list[str]
    spelling: tuple[Ints, Ints]
    """How each name differs from the one before, as numbers, and how many numbers that takes."""
    frequencies: tuple[Ints, Ints]
    """By field: in how many documents each term occurs."""
    ends: tuple[Ints, Ints]
    """By field: where each term's bytes begin, and after the last where they end."""
    coded: tuple[Bytes, Bytes]


def _words(fields: Sequence[_Gathered]) -> _Terms:
    names = sorted({word for f in fields for word in f.words})
    place = {word: n for n, word in enumerate(names)}
    found = []
    for f in fields:
        rows = np.array([(place[w], doc, count) for w in names if w in f.words for doc, count in f.words[w]], np.int64).reshape(-1, 3)
        found.append((rows[:, 0], rows[:, 1], rows[:, 2]))
    numbers: list[int] = []
    sizes = []
    before = ""
    for name in names:
        same = next((n for n, (a, b) in enumerate(zip(before, name, strict=False)) if a != b), min(len(before), len(name)))
        spelled = [same << 6 | len(name) - same, *map(ord, name[same:])]
        numbers += spelled
        sizes.append(len(spelled))
        before = name
    return _coded(names, (np.array(numbers, np.int64), np.array(sizes, np.int64)), found)


def _bucket(fields: Sequence[_Gathered], number: int) -> _Terms:
    for f in fields:
        f.settle()
    found = [f.bucket(number) for f in fields]
    keys = np.unique(np.concatenate([keys for keys, _, _ in found])).astype(np.int64)
    first, second = keys >> SHIFT, keys & (1 << SHIFT) - 1
    before = np.concatenate([[0], first[:-1]])
    same = first == before
    long = second > 0
    # Shared characters and new ones, then the new ones: of a pair only the second where the first is shared.
    head = (same.astype(np.int64) << 6) + long + ~same
    table = np.stack([head, first, second], axis=1)
    kept = np.stack([np.ones(len(keys), bool), ~same, long], axis=1)
    spelling = (table[kept], kept.sum(axis=1))
    names = [term_of(int(k)) for k in keys.tolist()]
    return _coded(names, spelling, [(np.searchsorted(keys, k.astype(np.int64)), docs, counts) for k, docs, counts in found])


def _coded(names: list[str], spelling: tuple[Ints, Ints], found: Sequence[tuple[Ints, Ints, Ints]]) -> _Terms:
    """Postings of each field as bytes: gaps between document numbers, doubled, plus one where a count follows (less two)."""
    frequencies, ends, coded = [], [], []
    for terms, docs, counts in found:
        starts = np.searchsorted(terms, np.arange(len(names) + 1))
        first = np.zeros(len(docs), dtype=bool)
        first[starts[:-1][starts[:-1] < starts[1:]]] = True
        gaps = np.where(first, docs, docs - np.concatenate([[0], docs[:-1]])[: len(docs)] - 1)
        often = counts > 1
        slots = np.concatenate([[0], np.cumsum(1 + often)]).astype(np.int64)
        values = np.zeros(int(slots[-1]), dtype=np.int64)
        values[slots[:-1]] = gaps * 2 + often
        values[slots[:-1][often] + 1] = counts[often] - 2
        data, places = _varints(values)
        frequencies.append(np.diff(starts))
        ends.append(places[slots[starts]])
        coded.append(data)
    return _Terms(names, spelling, (frequencies[0], frequencies[1]), (ends[0], ends[1]), (coded[0], coded[1]))


def _shards(terms: _Terms) -> Iterator[tuple[str, bytes]]:
    """First term and bytes of each shard: how many terms, the size of the directory, the directory, title postings, text postings.

    Directory, for each term: its spelling after the term before (the first: after itself), then for title and for
    text in how many documents it occurs and, if in any, the bytes of its postings.
    """
    if not terms.names:
        return
    sizes = [np.diff(ends) for ends in terms.ends]
    cuts = _cuts(terms.names, (sizes[0] + sizes[1]).tolist())
    heads = np.zeros(len(terms.names), bool)
    heads[[a for a, _ in cuts]] = True
    numbers, counts = terms.spelling
    own = np.cumsum(counts) - counts
    width = np.where(heads, 1, counts)
    extra = [(terms.frequencies[f] > 0).astype(np.int64) + 1 for f in range(2)]
    places = np.concatenate([[0], np.cumsum(width + extra[0] + extra[1])])
    values = np.zeros(int(places[-1]), np.int64)
    start = places[:-1]
    for n in range(int(counts.max())):
        here = (counts > n) & ~heads
        values[start[here] + n] = numbers[own[here] + n]
    values[start[heads]] = [len(terms.names[a]) << 6 for a, _ in cuts]
    start = start + width
    for f in range(2):
        values[start] = terms.frequencies[f]
        held = terms.frequencies[f] > 0
        values[start[held] + 1] = sizes[f][held]
        start = start + extra[f]
    directory, bytes_at = _varints(values)
    for a, b in cuts:
        head = directory[bytes_at[places[a]] : bytes_at[places[b]]].tobytes()
        bodies = [terms.coded[f][terms.ends[f][a] : terms.ends[f][b]].tobytes() for f in range(2)]
        yield terms.names[a], _varints(np.array([b - a, len(head)]))[0].tobytes() + head + bodies[0] + bodies[1]


def _cuts(names: list[str], sizes: list[int]) -> list[tuple[int, int]]:
    """Where shards begin and end."""
    cuts, start, size = [], 0, 0
    for at, own in enumerate(sizes):
        if at > start and (
            own > ALONE or sizes[at - 1] > ALONE or size + own > SHARD_MOST or (size > SHARD and zlib.crc32(names[at].encode()) & 15 == 0)
        ):  # fmt: skip
            cuts.append((start, at))
            start, size = at, 0
        size += own + 6
    cuts.append((start, len(names)))
    return cuts


def _varints(values: Ints) -> tuple[Bytes, Ints]:
    """Seven bits a byte, lowest first, the high bit saying that more follow; and where each value begins, with the end."""
    sizes = np.ones(len(values), dtype=np.int64)
    for bits in (7, 14, 21, 28):
        sizes += values >> bits > 0
    places = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    out = np.zeros(int(places[-1]), dtype=np.uint8)
    starts = places[:-1]
    for n in range(5):
        here = sizes > n
        out[starts[here] + n] = ((values[here] >> (7 * n)) & 127) | ((sizes[here] > n + 1).astype(np.int64) << 7)
    return out, places
