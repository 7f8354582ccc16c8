"""Other texts in a block (改动): of its buckets those that change, as making the block anew would give them.

A text that gains a sentence moves a few dozen of the block's 200,000 postings. What the texts
said before tells which; only a bucket from which one goes, or into which one comes, is opened.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import msgspec
import numpy as np
from numpy.typing import NDArray

from sitegen.search_buckets import FIELDS, Cuts, Postings, columns_of, grouped, packed, postings_of, rows_of, spread
from sitegen.tokens import Keys, Tokens, term_of

BODY = FIELDS.index("body")


class Edit(msgspec.Struct, frozen=True):
    """What becomes of a bucket of a block."""

    piece: bytes
    changes: dict[str, dict[int, int]]
    """How often terms occur now in those texts, by term and place of the page in the block; 0 where they no longer do."""


Texts = Mapping[int, Tokens]
"""By the place of their page in the block."""


def edited(piece: Callable[[int], bytes], where: Cuts, before: Texts, after: Texts) -> dict[int, Edit]:
    """The buckets that are others, by number, given a bucket of the block by number, and the terms of some texts as they were and are.

    Raises: ValueError, where the buckets do not hold what was.
    """
    words = len(where.words)
    return {**_words(piece, where, before, after), **{words + n: edit for n, edit in _han(lambda n: piece(words + n), where, before, after)}}


# ---------------------------------------------------------------- Han terms


def _han(piece: Callable[[int], bytes], where: Cuts, before: Texts, after: Texts) -> Iterable[tuple[int, Edit]]:
    was, now = _postings(before), _postings(after)
    gone, new = np.setdiff1d(was, now, assume_unique=True), np.setdiff1d(now, was, assume_unique=True)
    bounds = np.array(where.keys, np.uint64)
    gone_in, new_in = _buckets(bounds, gone), _buckets(bounds, new)
    for n in sorted({*gone_in.tolist(), *new_in.tolist()}):
        less, more = gone[gone_in == n], new[new_in == n]
        fields = columns_of(piece(n))[1]
        held = rows_of(*spread(fields[BODY]))
        stays = np.setdiff1d(held, less, assume_unique=True)
        if len(stays) != len(held) - len(less):
            raise ValueError(n)
        rows = np.sort(np.concatenate([stays, more]))
        body = grouped(*postings_of(rows))
        changes: dict[str, dict[int, int]] = {}
        # A text that has a term more often than before is among both.
        for moved, there in ((less, 0), (more, 1)):
            for row in moved.tolist():
                changes.setdefault(term_of(row >> 24), {})[row >> 16 & 255] = (row & 65_535) * there
        yield n, Edit(packed(b"", [body if field == BODY else part for field, part in enumerate(fields)]), changes)


def _postings(texts: Texts) -> Keys:
    return np.sort(np.concatenate([rows_of(text.keys, np.full(len(text.keys), doc), text.counts) for doc, text in texts.items()]))


def _buckets(bounds: Keys, rows: Keys) -> NDArray[np.intp]:
    return np.searchsorted(bounds, postings_of(rows)[0], side="right")


# ---------------------------------------------------------------- Latin words and digits


Posting = tuple[str, int, int]
"""A word, the place of a page, and how often the word occurs there."""


def _words(piece: Callable[[int], bytes], where: Cuts, before: Texts, after: Texts) -> dict[int, Edit]:
    was, now = _by_bucket(before, where), _by_bucket(after, where)
    found = {}
    for n in sorted(was.keys() | now.keys()):
        less, more = was.get(n, set()) - now.get(n, set()), now.get(n, set()) - was.get(n, set())
        if less or more:
            changes: dict[str, dict[int, int]] = {}
            for word, doc, count in (*((word, doc, 0) for word, doc, _ in less), *more):
                changes.setdefault(word, {})[doc] = count
            found[n] = Edit(_without(piece(n), less, more), changes)
    return found


def _by_bucket(texts: Texts, where: Cuts) -> dict[int, set[Posting]]:
    places = where.of_first
    found: dict[int, set[Posting]] = {}
    for doc, text in texts.items():
        for word, count in text.words.items():
            found.setdefault(places.get(word[0], 0), set()).add((word, doc, count))
    return found


def _without(piece: bytes, less: set[Posting], more: set[Posting]) -> bytes:
    """A bucket without some postings of the body, and with others. Raises: ValueError."""
    names, parts = columns_of(piece)
    fields = [spread(part) for part in parts]
    terms, docs, counts = fields[BODY]
    held = zip((names[term] for term in terms.tolist()), docs.tolist(), counts.tolist(), strict=True)
    stays = np.array([posting not in less for posting in held], bool)
    if int(stays.sum()) != len(stays) - len(less):
        raise ValueError(names)
    return _repacked(names, [(terms[stays], docs[stays], counts[stays]) if field == BODY else column for field, column in enumerate(fields)], more)


def _repacked(names: list[str], rest: Sequence[Postings], new: set[Posting]) -> bytes:
    """A bucket of the postings that stay, whose terms go by `names`, and new ones in the body: word, document, count."""
    held = sorted({names[term] for column in rest for term in np.unique(column[0]).tolist()} | {word for word, _, _ in new})
    number = {name: at for at, name in enumerate(held)}
    moved = np.array([number.get(name, 0) for name in names], np.int64)
    added = np.array([(number[word], doc, count) for word, doc, count in new], np.int64).reshape(-1, 3)
    columns = []
    for field, (terms, docs, counts) in enumerate(rest):
        own = added if field == BODY else added[:0]
        old = np.stack([moved[terms], docs.astype(np.int64), counts.astype(np.int64)], axis=1)
        all_terms, all_docs, all_counts = np.concatenate([old, own]).T
        order = np.lexsort((all_docs, all_terms))
        columns.append(grouped(all_terms[order].astype(np.uint64), all_docs[order].astype(np.uint8), all_counts[order].astype(np.uint16)))
    return packed("\n".join(held).encode(), columns)
