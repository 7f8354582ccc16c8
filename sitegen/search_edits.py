"""Other texts in a block (改动): of its buckets those that change, as making the block anew would give them.

A text that gains a sentence moves a few dozen of the block's 200,000 postings. All are looked
through, as arrays; but only a bucket from which something goes, or into which something
comes, is packed again.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sitegen.search_buckets import FIELDS, Cuts, Part, columns_of, packed
from sitegen.tokens import Tokens, term_of

BODY = FIELDS.index("body")
Keys = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Edit:
    """What becomes of a bucket of a block."""

    piece: bytes
    changes: dict[str, dict[int, int]]
    """How often terms occur now in those texts, by term and place of the page in the block; 0 where they no longer do."""


def edited(pieces: Sequence[bytes], where: Cuts, texts: Mapping[int, Tokens]) -> dict[int, Edit]:
    """The buckets that are others, by number, given all buckets of a block and the terms of new texts, by the place of their page in it."""
    words = len(where.words)
    return {**_words(pieces[:words], where, texts), **{words + n: edit for n, edit in _han(pieces[words:], where, texts)}}


# ---------------------------------------------------------------- Han terms


def _han(pieces: Sequence[bytes], where: Cuts, texts: Mapping[int, Tokens]) -> Iterable[tuple[int, Edit]]:
    read = [columns_of(piece, "<u8")[1] for piece in pieces]
    keys, docs, counts = (np.concatenate([fields[BODY][n] for fields in read]) for n in range(3))
    theirs = np.flatnonzero(_those(texts)[docs])
    before = _rows(keys[theirs], docs[theirs], counts[theirs])
    after = np.sort(np.concatenate([_rows(text.keys, np.full(len(text.keys), doc), text.counts) for doc, text in texts.items()]))
    gone, new = np.setdiff1d(before, after, assume_unique=True), np.setdiff1d(after, before, assume_unique=True)
    bounds = np.array(where.keys, np.uint64)
    gone_in, new_in = _buckets(bounds, gone), _buckets(bounds, new)
    for n in sorted({*gone_in.tolist(), *new_in.tolist()}):
        less, more = gone[gone_in == n], new[new_in == n]
        rows = np.sort(np.concatenate([np.setdiff1d(_rows(*read[n][BODY]), less, assume_unique=True), more]))
        body = ((rows >> _KEY).astype("<u8"), (rows >> _DOC).astype(np.uint8), rows.astype("<u2"))
        changes: dict[str, dict[int, int]] = {}
        # A text that has a term more often than before is among both.
        for moved, there in ((less, 0), (more, 1)):
            for row in moved.tolist():
                changes.setdefault(term_of(row >> 24), {})[row >> 16 & 255] = (row & 65_535) * there
        yield n, Edit(packed(b"", [body if field == BODY else column for field, column in enumerate(read[n])]), changes)


_KEY, _DOC = np.uint64(24), np.uint64(16)


def _rows(keys: NDArray[np.integer], docs: NDArray[np.integer], counts: NDArray[np.integer]) -> Keys:
    """Postings as one number each: 39 bits of the key, 8 of the document and 16 of the count. Their order is that of a bucket."""
    wide: Keys = (keys.astype(np.uint64) << _KEY) + (docs.astype(np.uint64) << _DOC) + counts.astype(np.uint64)
    return wide


def _buckets(bounds: Keys, rows: Keys) -> NDArray[np.intp]:
    return np.searchsorted(bounds, rows >> _KEY, side="right")


def _those(texts: Iterable[int]) -> NDArray[np.bool_]:
    """Whether a document is one of them, by its place in a block."""
    table = np.zeros(256, bool)
    table[list(texts)] = True
    return table


# ---------------------------------------------------------------- Latin words and digits


def _words(pieces: Sequence[bytes], where: Cuts, texts: Mapping[int, Tokens]) -> dict[int, Edit]:
    places = where.of_first
    after: list[set[tuple[str, int, int]]] = [set() for _ in pieces]
    for doc, text in texts.items():
        for word, count in text.words.items():
            after[places.get(word[0], 0)].add((word, doc, count))
    those = _those(texts)
    found = {}
    for n, piece in enumerate(pieces):
        listed, fields = columns_of(piece, "<u4")
        names = listed.split("\n") if listed else []
        terms, docs, counts = fields[BODY]
        theirs = those[docs]
        before = {(names[term], doc, count) for term, doc, count in zip(*(column[theirs].tolist() for column in fields[BODY]), strict=True)}
        if before != after[n]:
            rest = [(terms[~theirs], docs[~theirs], counts[~theirs]) if field == BODY else column for field, column in enumerate(fields)]
            changes: dict[str, dict[int, int]] = {}
            for word, doc, count in (*((word, doc, 0) for word, doc, _ in before - after[n]), *(after[n] - before)):
                changes.setdefault(word, {})[doc] = count
            found[n] = Edit(_repacked(names, rest, after[n]), changes)
    return found


def _repacked(names: list[str], rest: Sequence[Part], new: set[tuple[str, int, int]]) -> bytes:
    """A bucket of the postings that stay, whose terms go by `names`, and new ones in the body: word, document, count."""
    held = sorted({names[term] for column in rest for term in np.flatnonzero(np.bincount(column[0])).tolist()} | {word for word, _, _ in new})
    number = {name: at for at, name in enumerate(held)}
    moved = np.array([number.get(name, 0) for name in names], np.int64)
    added = np.array([(number[word], doc, count) for word, doc, count in new], np.int64).reshape(-1, 3)
    columns = []
    for field, (terms, docs, counts) in enumerate(rest):
        own = added if field == BODY else added[:0]
        old = np.stack([moved[terms], docs.astype(np.int64), counts.astype(np.int64)], axis=1)
        all_terms, all_docs, all_counts = np.concatenate([old, own]).T
        order = np.lexsort((all_docs, all_terms))
        columns.append((all_terms[order].astype("<u4"), all_docs[order].astype(np.uint8), all_counts[order].astype("<u2")))
    return packed("\n".join(held).encode(), columns)
