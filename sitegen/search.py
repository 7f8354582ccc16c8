"""Search texts -> the sharded index a browser reads (检索索引).

Postings hold how often a term occurs, not scores, so an edit changes only the shards that
hold its terms, and the browser reckons weights from what it fetches. Documents are numbered
oldest first: a new one takes the next number and shifts nobody else's, date order is number
order, and a span of years is a span of numbers. `docs/search.md` describes every file.
"""

import json
import zlib
from collections.abc import Container, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from sitegen.ranking import idf
from sitegen.search_blocks import BLOCK, FACETS, About, Entry, Head, Values, make_block
from sitegen.search_buckets import Ints, cuts
from sitegen.search_files import as_json, deflated, short_digest
from sitegen.search_shards import Shards, bucket_shards, varints
from sitegen.tokens import folded_onto

FORMAT = 4
LAPSED = ("expired", "repealed")
SEGMENT = 48
SEGMENT_MOST = 96
TABLE = 8_192
"""Documents described by one file of lengths and sizes or of facet values; a whole number of packs."""


def index_files(entries: Sequence[Entry], labels: dict[str, dict[str, str]]) -> dict[str, bytes]:
    """Every file of an index by path, from pages in the order of `searchable_order`; `labels` are the words for facet values."""
    where = cuts(len(entries))
    blocks = [make_block(entries[at : at + BLOCK], where) for at in range(0, len(entries), BLOCK)]
    files = {path: data for block in blocks for path, data in zip(block.head.paths(), block.files, strict=True)}
    shards = []
    for n in range(where.count):
        made, data = bucket_shards(where.holds_words(n), [block.buckets[n] for block in blocks])
        files |= data
        shards.append(made)
    columns, data = columns_of([block.about for block in blocks], labels)
    return files | data | tables([block.head for block in blocks], columns, shards)[1]


class Columns(msgspec.Struct, frozen=True):
    """What the tables tell of all pages besides their texts; no edit of a text moves any of it."""

    lengths: bytes
    """Of each title, roughly."""
    average: float
    """Length of a title."""
    lapsed: bytes
    """A byte for each page: whether it is out of force."""
    digests: dict[str, list[str]]
    """The names of the files of each facet's values."""
    facets: dict[str, list[list[str]]]
    """The values of each facet, with their words."""
    years: list[list[int]]
    """Each year with the number of its first document."""

    def paths(self) -> list[str]:
        return list(dict.fromkeys(f"f/{digest}.bin" for digests in self.digests.values() for digest in digests))


def columns_of(abouts: Sequence[About], labels: dict[str, dict[str, str]], there: Container[str] = ()) -> tuple[Columns, dict[str, bytes]]:
    """What is told of these blocks, and by path the files of facet values that are not there yet."""
    files = _Files(there)
    years = [year for about in abouts for year in about.years]
    facets = {name: _whole([about.facets[n] for about in abouts]) for n, name in enumerate(FACETS)}
    titles = _title_lengths([about.titles for about in abouts])
    digests = {name: [files.put("f/", _column(values, a, b)) for a, b in _ranges(len(years))] for name, values in facets.items()}
    words = {name: [[value, labels[name].get(value, value)] for value in values.names] for name, values in facets.items()}
    return Columns(roughly(titles), _mean(titles), _lapsed(facets["validity"]), digests, words, _years(years)), files.new


def tables(heads: Sequence[Head], columns: Columns, shards: Sequence[Shards], there: Container[str] = ()) -> tuple[list[str], dict[str, bytes]]:
    """The files that lead to fragments, shards and facet values: their paths, last the manifest's, which leads to the others; and those not there yet."""
    files = _Files(there)
    firsts = [first for found in shards for first in found.firsts]
    digests = [digest for found in shards for digest in found.digests]
    segments = [(firsts[a], files.put("s/", as_json(["\n".join(firsts[a:b]), "".join(digests[a:b])]))) for a, b in _segments(firsts)]
    lengths = [n for head in heads for n in head.lengths]
    packs = [pack for head in heads for pack in head.packs]
    of_pages = (columns.lengths, roughly(lengths), columns.lapsed, b"".join(pack.sizes for pack in packs))
    manifest = {
        "format": FORMAT, "documents": len(lengths), "average": [columns.average, _mean(lengths)],
        "segments": ["\n".join(first for first, _ in segments), "".join(digest for _, digest in segments)],
        "lengths": "".join(files.put("l/", b"".join(column[a:b] for column in of_pages)) for a, b in _ranges(len(lengths))),
        "columns": {name: "".join(names) for name, names in columns.digests.items()}, "facets": columns.facets,
        "years": columns.years, "fragments": "".join(pack.name for pack in packs),
        "fold": files.put("fold.", as_json(folded_onto("".join(found.present for found in shards)))),
    }  # fmt: skip
    files.put("manifest.", as_json(manifest))
    return files.paths, files.new


class _Files:
    """Files named by what they say, before it is packed, so that what is there need not be packed again."""

    def __init__(self, there: Container[str]) -> None:
        self.there = there
        self.paths: list[str] = []
        self.new: dict[str, bytes] = {}

    def put(self, folder: str, data: bytes) -> str:
        digest = short_digest(data)
        self.paths.append(path := f"{folder}{digest}.bin")
        if path not in self.there and path not in self.new:
            self.new[path] = deflated(data)
        return digest


def _ranges(pages: int) -> list[tuple[int, int]]:
    return [(at, min(at + TABLE, pages)) for at in range(0, pages, TABLE)]


def pointer(address: str) -> bytes:
    """The file of a fixed name that leads to the manifest, for a page that is older than the index."""
    return json.dumps({"manifest": address}).encode()


class _Whole:
    """Values of all blocks as one."""

    def __init__(self, names: list[str], sizes: Ints, numbers: Ints) -> None:
        self.names, self.sizes, self.numbers = names, sizes, numbers
        self.ends = np.concatenate([[0], np.cumsum(sizes)])

    @property
    def rows(self) -> Ints:
        """The page of each value."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)


def _whole(parts: Sequence[Values]) -> _Whole:
    names = sorted({name for part in parts for name in part.names})
    places = {name: n for n, name in enumerate(names)}
    none = np.zeros(0, np.int64)
    numbers = [np.array([places[name] for name in part.names], np.int64)[np.array(part.numbers, np.int64)] for part in parts]
    return _Whole(names, np.array([n for part in parts for n in part.sizes], np.int64), np.concatenate(numbers or [none]))


def _title_lengths(parts: Sequence[Values]) -> list[int]:
    """Of each title the idf of its characters and words, in quarters; aliases do not make a title longer."""
    titles = _whole(parts)
    held = np.bincount(titles.numbers, minlength=len(titles.names)).tolist()
    # Whole numbers add up to the same sum in any order and on any processor.
    weights = np.array([round(idf(len(titles.sizes), n) * 2**20) for n in held], np.int64)
    sums = np.concatenate([[0], np.cumsum(weights[titles.numbers])])[titles.ends]
    found: list[int] = ((np.diff(sums) + 2**17) >> 18).tolist()
    return found


# ---------------------------------------------------------------- small forms


def _mean(lengths: list[int]) -> float:
    """Average over the documents that have the field, as lunr counts."""
    found = [n for n in lengths if n]
    return sum(found) / len(found) if found else 0.0


def _years(years: Sequence[int]) -> list[list[int]]:
    """Each year with the number of its first document; the undated stand before the first."""
    firsts: dict[int, int] = {}
    for number, year in enumerate(years):
        if year:
            firsts.setdefault(year, number)
    return [[year, first] for year, first in firsts.items()]


def roughly(lengths: Sequence[int]) -> bytes:
    """Each length as one byte, within a fifth: three leading bits and how far they are shifted. Inverse of `length_of`."""
    exact = np.array(lengths, np.int64)
    # The exponent of a number is how many bits it has.
    shifts = np.maximum(np.frexp(exact)[1] - 3, 0)
    coded: NDArray[np.uint8] = (shifts * 4 + (exact >> shifts)).astype(np.uint8)
    return coded.tobytes()


def length_of(byte: int) -> int:
    """The least length that is coded by a byte."""
    return byte if byte < 4 else (byte % 4 + 4) << (byte // 4 - 1)


def _lapsed(validity: _Whole) -> bytes:
    """A byte for each page: whether it is out of force."""
    out = np.zeros(len(validity.sizes), np.uint8)
    out[validity.rows[np.isin(validity.numbers, [n for n, name in enumerate(validity.names) if name in LAPSED])]] = 1
    return out.tobytes()


def _column(values: _Whole, first: int, end: int) -> bytes:
    """How many values each document has, then the values by number."""
    return varints(np.concatenate([values.sizes[first:end], values.numbers[values.ends[first] : values.ends[end]]]))[0].tobytes()


def _segments(firsts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Runs of shards that one file lists."""
    start = 0
    for end in (*(at for at, first in enumerate(firsts) if at and (zlib.crc32(first.encode()) >> 8) % SEGMENT == 0), len(firsts)):
        while start < end:
            first, start = start, min(start + SEGMENT_MOST, end)
            yield first, start
