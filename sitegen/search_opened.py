"""A shard, opened (读取分片): the terms of a file of postings, and the postings of a term. Inverse of `search_shards`."""

from collections.abc import Iterable

import numpy as np

from sitegen.search_buckets import Ints

Coded = tuple[int, bytes]
"""Of a term in one field: in how many documents it occurs, and their postings as they stand in the shard."""
Entry = tuple[Coded, Coded]
"""Title, then text."""


def numbers(data: bytes) -> Ints:
    """What `search_shards.varints` made bytes of."""
    raw = np.frombuffer(data, np.uint8)
    ends = np.flatnonzero(raw < 128)
    if not len(ends):
        return np.zeros(0, np.int64)
    starts = np.concatenate([[0], ends[:-1] + 1])
    within = np.arange(len(raw)) - np.repeat(starts, ends - starts + 1)
    found: Ints = np.add.reduceat((raw & 127).astype(np.int64) << (7 * within), starts)
    return found


def opened(data: bytes, first: str) -> dict[str, Entry]:
    """The terms of a shard in order; `first` is the one that it is named by."""
    count, at = _number(data, 0)
    size, at = _number(data, at)
    values = numbers(data[at : at + size]).tolist()
    spans = list(_directory(values, count, first))
    fields: list[list[Coded]] = []
    at += size
    for field in range(2):
        coded = []
        for _, sizes in spans:
            frequency, size = sizes[field]
            coded.append((frequency, data[at : at + size]))
            at += size
        fields.append(coded)
    return {term: (title, body) for (term, _), title, body in zip(spans, *fields, strict=True)}


def _directory(values: list[int], count: int, term: str) -> Iterable[tuple[str, list[tuple[int, int]]]]:
    """Each term, and by field in how many documents it occurs and the bytes of its postings."""
    at = 0
    for _ in range(count):
        same, more = values[at] >> 6, values[at] & 63
        term = term[:same] + "".join(map(chr, values[at + 1 : at + 1 + more]))
        at += 1 + more
        sizes = []
        for _ in range(2):
            frequency = values[at]
            sizes.append((frequency, values[at + 1] if frequency else 0))
            at += 2 if frequency else 1
        yield term, sizes


def postings(data: bytes) -> tuple[Ints, Ints]:
    """Documents, and how often the term occurs in each."""
    values = numbers(data)
    odd = (values & 1).astype(bool)
    places = np.arange(len(values))
    # An even value is a document without a count, or a count: what comes next is a document. So in a run of odd ones documents and counts take turns.
    even = np.concatenate([[-1], np.maximum.accumulate(np.where(odd, -1, places))[:-1]]) if len(values) else places
    documents = np.flatnonzero((places - even) % 2 == 1)
    counts = np.ones(len(documents), np.int64)
    often = odd[documents]
    counts[often] = values[documents[often] + 1] + 2
    return np.cumsum((values[documents] >> 1) + 1) - 1, counts


def _number(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        value |= (data[at] & 127) << shift
        shift, at = shift + 7, at + 1
        if data[at - 1] < 128:
            return value, at
