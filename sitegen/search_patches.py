"""Shards of which a few terms change (改写分片): as joining the bucket anew would give them, made of the shards that are there.

Where a shard ends rests on the terms before it, back to where it begins. So of a bucket only
the shards are opened in which a term changes, and those beside them that decide where these
begin and end; as soon as one would end where one ended before, all that follows stays.
"""

import zlib
from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Container, Mapping
from itertools import islice

import numpy as np

from sitegen.search_buckets import Ints
from sitegen.search_files import deflated, short_digest
from sitegen.search_opened import Entry, opened, postings
from sitegen.search_shards import Shards, Terms, coded, cut_shards, present, shard_path, spelled

Changes = Mapping[str, Mapping[int, int]]
"""How often terms occur in some texts, by term and document; 0 where they no longer do."""
_NOWHERE: Entry = ((0, b""), (0, b""))


def patched(shards: Shards, changes: Changes, read: Callable[[str], bytes], there: Container[str] = ()) -> tuple[Shards, dict[str, bytes]]:
    """The shards of a bucket after these changes to its texts, and by path the files of those that are not there yet.

    `read` gives a file of the index. Raises: ValueError, zlib.error.
    """
    old = _Old(shards, read)
    affected = deque(sorted({old.holding(term) for term in changes}))
    found: list[tuple[str, str]] = []
    files: dict[str, bytes] = {}
    new: set[str] = set()
    gone: set[str] = set()
    done = 0
    while affected:
        end = affected[0]
        # Its first term decides whether there is an end before a shard.
        start = end - 1 if end and shards.firsts[end] in changes else end
        found += old.named[done:start]
        while True:
            # The first term after decides whether there is an end before it, so it must be as it was.
            while affected and affected[0] <= end:
                end = min(affected.popleft() + 1, old.count)
            before = {term: entry for number in range(start, end) for term, entry in old.opened(number).items()}
            now = _changed(before, {term: change for term, change in changes.items() if start <= old.holding(term) < max(end, 1)})
            after = dict(islice(old.opened(end).items(), 1)) if end < old.count else {}
            made = list(cut_shards(_terms(now | after)))
            if not after or made[-1][0] in after:
                break
            end += 1
        for first, data in made[: -1 if after else None]:
            found.append((first, digest := short_digest(data)))
            if (path := shard_path(first, digest)) not in there:
                files[path] = deflated(data)
        new |= now.keys() - before.keys()
        gone |= before.keys() - now.keys()
        done = end
    found += old.named[done:]
    # Another term may have the characters of one that is gone.
    names = ({term for number in range(old.count) for term in old.opened(number)} | new) - gone if gone else {shards.present, *new}
    return Shards(tuple(first for first, _ in found), tuple(digest for _, digest in found), present(names)), files


class _Old:
    """The shards as they are, opened where they are asked for."""

    def __init__(self, shards: Shards, read: Callable[[str], bytes]) -> None:
        self.firsts, self.read = shards.firsts, read
        self.named = list(zip(shards.firsts, shards.digests, strict=True))
        self.count = len(self.named)
        self.known: dict[int, dict[str, Entry]] = {}

    def holding(self, term: str) -> int:
        """The shard in which a term stands, or would."""
        return max(bisect_right(self.firsts, term) - 1, 0)

    def opened(self, number: int) -> dict[str, Entry]:
        if number not in self.known:
            first, digest = self.named[number]
            data = zlib.decompress(self.read(shard_path(first, digest)))
            if short_digest(data) != digest:
                raise ValueError(first)
            self.known[number] = opened(data, first)
        return self.known[number]


def _changed(entries: dict[str, Entry], changes: Changes) -> dict[str, Entry]:
    """Terms, in order, after changes to their texts; a term that is nowhere is none."""
    if not changes:
        return entries
    columns = [_column(*postings(entries.get(term, _NOWHERE)[1][1]), change) for term, change in changes.items()]
    documents, counts = (np.concatenate(values).astype(np.uint32) for values in zip(*columns, strict=True))
    frequencies, ends, data = coded(np.array([len(documents) for documents, _ in columns], np.int64), documents, counts)
    found = dict(entries)
    for number, term in enumerate(changes):
        title = entries.get(term, _NOWHERE)[0]
        body = (int(frequencies[number]), data[ends[number] : ends[number + 1]].tobytes())
        if title[0] or body[0]:
            found[term] = (title, body)
        else:
            found.pop(term, None)
    return dict(sorted(found.items()))


def _column(documents: Ints, counts: Ints, change: Mapping[int, int]) -> tuple[Ints, Ints]:
    stays = ~np.isin(documents, list(change))
    now = [(document, count) for document, count in change.items() if count]
    more = np.array(now, np.int64).reshape(-1, 2)
    documents, counts = np.concatenate([documents[stays], more[:, 0]]), np.concatenate([counts[stays], more[:, 1]])
    order = np.argsort(documents)
    return documents[order], counts[order]


def _terms(entries: Mapping[str, Entry]) -> Terms:
    names, fields = list(entries), list(zip(*entries.values(), strict=True)) or [(), ()]
    frequencies = [np.array([frequency for frequency, _ in field], np.int64) for field in fields]
    ends = [np.cumsum([0, *(len(data) for _, data in field)]) for field in fields]
    data = [np.frombuffer(b"".join(data for _, data in field), np.uint8) for field in fields]
    return Terms(names, spelled(names), (frequencies[0], frequencies[1]), (ends[0], ends[1]), (data[0], data[1]))
