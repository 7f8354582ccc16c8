"""Search texts -> the sharded index a browser reads (检索索引).

Postings hold how often a term occurs, not scores, so an edit changes only the shards that
hold its terms, and the browser reckons weights from what it fetches. Documents are numbered
oldest first: a new one takes the next number and shifts nobody else's, date order is number
order, and a span of years is a span of numbers. `docs/search.md` describes every file.

Everything is arrays: 10,000 documents take seconds. A bucket of neighbouring terms is made
into shards on its own, so only one is in memory at a time, and one that is as it was need not
be made again.
"""

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.ranking import idf
from sitegen.search_blocks import BLOCK, FACETS, Entry, Head, Ints, Searchable, as_json, cuts, joined, joined_words, make_block, short_digest
from sitegen.tokens import SHIFT, folding, term_of

FORMAT = 2
FIELDS = ("title", "body")
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

Bytes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shards:
    """The shards of one bucket."""

    firsts: tuple[str, ...]
    """The first term of each, in order."""
    digests: tuple[str, ...]
    present: str
    """Every character of their terms."""

    def paths(self) -> list[str]:
        return [f"t/{file_name(first)}.{digest}.bin" for first, digest in zip(self.firsts, self.digests, strict=True)]


def bucket_shards(words: bool, buckets: Sequence[bytes]) -> tuple[Shards, tuple[bytes, ...]]:
    """The shards of a bucket, given as it is in every block, and their files; `words` for Latin words and digits."""
    terms = _words(joined_words(buckets)) if words else _han(joined(buckets))
    found = [(first, zlib.compress(data, 9)) for first, data in _shards(terms)]
    shards = Shards(tuple(first for first, _ in found), tuple(short_digest(data) for _, data in found), "".join(sorted(set("".join(terms.names)))))
    return shards, tuple(data for _, data in found)


def index_files(entries: Sequence[Entry], labels: dict[str, dict[str, str]]) -> dict[str, bytes]:
    """Every file of an index by path, from pages in the order of `searchable_order`; `labels` are the words for facet values."""
    where = cuts(len(entries))
    blocks = [make_block(entries[at : at + BLOCK], where) for at in range(0, len(entries), BLOCK)]
    files = {path: data for block in blocks for path, data in zip(block.head.paths(), block.files, strict=True)}
    shards = []
    for n in range(where.count):
        made, data = bucket_shards(n < len(where.words), [block.buckets[n] for block in blocks])
        files.update(zip(made.paths(), data, strict=True))
        shards.append(made)
    return files | tables([entry.page for entry in entries], [block.head for block in blocks], shards, labels)


def tables(pages: Sequence[Searchable], heads: Sequence[Head], shards: Sequence[Shards], labels: dict[str, dict[str, str]]) -> dict[str, bytes]:
    """The files that lead to fragments and shards, by path; the one named `manifest.….bin` leads to the others."""
    files: dict[str, bytes] = {}

    def put(folder: str, data: bytes) -> str:
        packed = zlib.compress(data, 9)
        digest = short_digest(packed)
        files[f"{folder}{digest}.bin"] = packed
        return digest

    firsts = [first for found in shards for first in found.firsts]
    digests = [digest for found in shards for digest in found.digests]
    present = set().union(*(found.present for found in shards))
    segments = [(firsts[a], put("s/", as_json(["\n".join(firsts[a:b]), "".join(digests[a:b])]))) for a, b in _segments(firsts)]
    values = [sorted({v for page in pages for v in page.facets[n]}) for n in range(len(FACETS))]
    ranges = [range(at, min(at + TABLE, len(pages))) for at in range(0, len(pages), TABLE)]
    lapsed = [bool(set(page.facets[FACETS.index("validity")]) & set(LAPSED)) for page in pages]
    lengths = (_title_lengths([title for head in heads for title in head.titles]), [n for head in heads for n in head.lengths])
    packed = "".join(put("l/", _lengths([[n[d] for d in rows] for n in lengths], [lapsed[d] for d in rows])) for rows in ranges)
    columns = {name: "".join(put("f/", _column([pages[d].facets[n] for d in rows], values[n])) for rows in ranges) for n, name in enumerate(FACETS)}
    pairs = {a: b for a, b in sorted(folding().items()) if b in present}
    manifest = {
        "format": FORMAT, "documents": len(pages), "average": [_mean(n) for n in lengths],
        "segments": ["\n".join(first for first, _ in segments), "".join(digest for _, digest in segments)],
        "lengths": packed, "columns": columns, "facets": {name: [[v, labels[name].get(v, v)] for v in values[n]] for n, name in enumerate(FACETS)},
        "years": _years(pages), "fragments": "".join(head.digest for head in heads), "fold": put("fold.", as_json(["".join(pairs), "".join(pairs.values())])),
    }  # fmt: skip
    put("manifest.", as_json(manifest))
    return files


def _title_lengths(titles: Sequence[Sequence[str]]) -> list[int]:
    """Of each title the idf of its characters and words, in quarters; aliases do not make a title longer."""
    frequency: dict[str, int] = {}
    for title in titles:
        for character in title:
            frequency[character] = frequency.get(character, 0) + 1
    weights = {c: idf(len(titles), n) for c, n in frequency.items()}
    return [round(4 * sum(weights[c] for c in title)) for title in titles]


# ---------------------------------------------------------------- small forms


def file_name(term: str) -> str:
    """A term as part of a file name: Han characters by code point, which no word looks like."""
    return "".join(c if c.isascii() and c.isalnum() else "_" if c == "#" else f"u{ord(c):x}" for c in term)


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


def _words(fields: Sequence[dict[str, list[tuple[int, int]]]]) -> _Terms:
    names = sorted({word for words in fields for word in words})
    place = {word: n for n, word in enumerate(names)}
    found = []
    for words in fields:
        rows = np.array([(place[w], doc, count) for w in names if w in words for doc, count in words[w]], np.int64).reshape(-1, 3)
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


def _han(found: Sequence[tuple[NDArray[np.uint64], Ints, Ints]]) -> _Terms:
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
