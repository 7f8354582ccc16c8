"""Terms -> shards (检索分片): the postings of a bucket as the files a browser fetches.

A shard holds neighbouring terms: a directory, then title postings, then text postings. It is
named by its first term and a digest of what it says, so one that is there already need not be
packed again. Everything is arrays: a bucket of 30,000 postings takes milliseconds.
"""

import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from sitegen.search_blocks import BLOCK
from sitegen.search_buckets import Ints, Joined, Small, joined
from sitegen.search_files import deflated, short_digest
from sitegen.tokens import SHIFT

SHARD = 4_000
"""Bytes from which a shard may end; it ends at a term whose checksum says so, so that an edit moves few ends."""
SHARD_MOST = 9_000
ALONE = 3_000
"""Bytes of postings from which a term has a shard of its own, which nobody fetches for its neighbours."""

Bytes = NDArray[np.uint8]


class Shards(msgspec.Struct, frozen=True):
    """The shards of one bucket."""

    firsts: tuple[str, ...]
    """The first term of each, in order."""
    digests: tuple[str, ...]
    present: str
    """Every character of their terms."""

    def paths(self) -> list[str]:
        return [shard_path(first, digest) for first, digest in zip(self.firsts, self.digests, strict=True)]


def shard_path(first: str, digest: str) -> str:
    return f"t/{file_name(first)}.{digest}.bin"


def file_name(term: str) -> str:
    """A term as part of a file name: Han characters by code point, which no word looks like."""
    return term.translate(_SPELLINGS)


class _Spellings(dict[int, str]):
    """How each character is spelled, by code point."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        spelling = character if character.isascii() and character.isalnum() else "_" if character == "#" else f"u{code:x}"
        return self.setdefault(code, spelling)


_SPELLINGS = _Spellings()


def bucket_shards(words: bool, pieces: Sequence[bytes], there: Collection[str] = ()) -> tuple[Shards, dict[str, bytes]]:
    """The shards of a bucket, given as it is in every block, and the files of those that are not there yet, by path; `words` for Latin words and digits."""
    terms = _terms(joined(words, pieces, BLOCK))
    found = [(first, short_digest(data), data) for first, data in cut_shards(terms)]
    shards = Shards(tuple(first for first, _, _ in found), tuple(digest for _, digest, _ in found), present(terms.names))
    return shards, {path: deflated(data) for path, (_, _, data) in zip(shards.paths(), found, strict=True) if path not in there}


def present(terms: Iterable[str]) -> str:
    """Every character of these terms."""
    return "".join(sorted(set("".join(terms))))


class Terms(msgspec.Struct, frozen=True):
    """Some neighbouring terms with their postings, ready to be cut into shards."""

    names: list[str]
    spelling: tuple[Ints, Ints]
    """How each name differs from the one before, as numbers, and how many numbers that takes."""
    frequencies: tuple[Ints, Ints]
    """By field: in how many documents each term occurs."""
    ends: tuple[Ints, Ints]
    """By field: where each term's bytes begin, and after the last where they end."""
    coded: tuple[Bytes, Bytes]


def _terms(bucket: Joined) -> Terms:
    spelling = spelled(bucket.names) if bucket.keys is None else _spelled_han(bucket.keys)
    frequencies, ends, data = zip(*(coded(*column) for column in bucket.fields), strict=True)
    return Terms(bucket.names, spelling, frequencies, ends, data)


def spelled(names: Sequence[str]) -> tuple[Ints, Ints]:
    """`Terms.spelling` of names in order."""
    numbers: list[int] = []
    sizes = []
    before = ""
    for name in names:
        same = 0
        for a, b in zip(before, name, strict=False):
            if a != b:
                break
            same += 1
        spelled = [same << 6 | len(name) - same, *map(ord, name[same:])]
        numbers += spelled
        sizes.append(len(spelled))
        before = name
    return np.array(numbers, np.int64), np.array(sizes, np.int64)


def _spelled_han(keys: Ints) -> tuple[Ints, Ints]:
    first, second = keys >> SHIFT, keys & (1 << SHIFT) - 1
    same = np.zeros(len(keys), bool)
    same[1:] = first[1:] == first[:-1]
    long = second > 0
    # Shared characters and new ones, then the new ones: of a pair only the second where the first is shared.
    head = (same.astype(np.int64) << 6) + long + ~same
    table = np.stack([head, first, second], axis=1)
    kept = np.stack([np.ones(len(keys), bool), ~same, long], axis=1)
    return table[kept], kept.sum(axis=1)


def coded(frequencies: Ints, docs: Small, counts: Small) -> tuple[Ints, Ints, Bytes]:
    """Postings of a field: in how many documents each term is, where its bytes begin, and the bytes.

    They are gaps between document numbers, doubled, plus one where a count follows (less two).
    """
    starts = np.concatenate([[0], np.cumsum(frequencies)])
    gaps = docs.copy()
    gaps[1:] -= docs[:-1] + np.uint32(1)
    # Before the first document of a term there is none to count from.
    first = starts[:-1][starts[:-1] < starts[1:]]
    gaps[first] = docs[first]
    often = np.flatnonzero(counts > 1)
    heads, more = gaps << np.uint32(1) | (counts > 1), counts[often] - np.uint32(2)
    sizes, sizes_more = _sizes(heads), _sizes(more)
    sizes[often] += sizes_more
    places = _places(sizes)
    data = np.empty(int(places[-1]), np.uint8)
    _put(data, places[:-1], heads)
    _put(data, places[often + 1] - sizes_more, more)
    return frequencies, places[starts], data


def cut_shards(terms: Terms) -> Iterator[tuple[str, bytes]]:
    """First term and bytes of each shard: how many terms, the size of the directory, the directory, title postings, text postings.

    Directory, for each term: its spelling after the term before (the first: after itself), then for title and for
    text in how many documents it occurs and, if in any, the bytes of its postings.
    """
    if not terms.names:
        return
    sizes = [np.diff(ends) for ends in terms.ends]
    found = _cuts(terms.names, (sizes[0] + sizes[1]).tolist())
    heads = np.zeros(len(terms.names), bool)
    heads[[a for a, _ in found]] = True
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
    values[start[heads]] = [len(terms.names[a]) << 6 for a, _ in found]
    start = start + width
    for f in range(2):
        values[start] = terms.frequencies[f]
        held = terms.frequencies[f] > 0
        values[start[held] + 1] = sizes[f][held]
        start = start + extra[f]
    directory, bytes_at = varints(values)
    for a, b in found:
        head = directory[bytes_at[places[a]] : bytes_at[places[b]]].tobytes()
        bodies = [terms.coded[f][terms.ends[f][a] : terms.ends[f][b]].tobytes() for f in range(2)]
        yield terms.names[a], b"".join((_varint(b - a), _varint(len(head)), head, *bodies))


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


def _varint(value: int) -> bytes:
    return bytes((value,)) if value < 128 else bytes((value & 127 | 128,)) + _varint(value >> 7)


def varints(values: NDArray[np.integer]) -> tuple[Bytes, Ints]:
    """Seven bits a byte, lowest first, the high bit saying that more follow; and where each value begins, with the end."""
    most = int(values.max()) if len(values) else 0
    if most < 128:
        return values.astype(np.uint8), np.arange(len(values) + 1)
    places = _places(_sizes(values))
    out = np.empty(int(places[-1]), np.uint8)
    _put(out, places[:-1], values)
    return out, places


def _sizes(values: NDArray[np.integer]) -> Bytes:
    """How many bytes each value takes."""
    sizes = np.ones(len(values), np.uint8)
    for bits in range(7, int(values.max(initial=0)).bit_length(), 7):
        sizes += values >= 1 << bits
    return sizes


def _places(sizes: Bytes) -> Ints:
    """Where each of so many bytes begins, with the end."""
    places = np.zeros(len(sizes) + 1, np.int64)
    np.cumsum(sizes, out=places[1:])
    return places


def _put(out: Bytes, at: Ints, values: NDArray[np.integer]) -> None:
    """Write each value from its place on."""
    while len(values):
        more = values > 127
        out[at] = values.astype(np.uint8) & 127 | more.view(np.uint8) << 7
        rest = np.flatnonzero(more)
        values, at = values[rest] >> 7, at[rest] + 1
