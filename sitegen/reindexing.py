"""Index again (更新检索索引): the index of one language after a few texts changed, and nothing but texts.

What is done here is what `indexing.index` would do, less all that another text cannot move: which
pages there are, their order, their titles and facets. So it needs neither portal nor documents;
the memory and the tree say the rest. Whatever is not as it should be is the whole pipeline's affair.
"""

import zlib
from collections.abc import Callable, Container, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from sitegen import search_kept as kept
from sitegen.memory import Damaged, Memory, Shelf
from sitegen.search import Columns, tables
from sitegen.search_blocks import BLOCK, Head
from sitegen.search_buckets import Cuts, cuts
from sitegen.search_edits import Edit, edited
from sitegen.search_kept import BUCKETS, HEAD, OWN, Bucket, Roll
from sitegen.search_packs import PACK, fragment, fragments_of, packed, unfolded
from sitegen.search_patches import patched
from sitegen.search_shards import Shards
from sitegen.tokens import Tokens, tokens, unpacked

if TYPE_CHECKING:
    # The model takes a tenth of a second to load.
    from sitegen.languages import Lang
    from sitegen.values import DocumentId

Read = Callable[[str], bytes]


class NewText(msgspec.Struct, frozen=True):
    """A document of which nothing but the text is another one."""

    id: "DocumentId"
    key: bytes
    """What it is made of now (`parse.Work.key`)."""
    plain: str
    """What search looks through (`parse.ParsedText.plain`)."""
    terms: bytes
    """Its terms, packed (`parse.ParsedText.terms`)."""


class Reindexed(msgspec.Struct, frozen=True):
    """What becomes of an index. All paths but the manifest's go from the root of the output tree."""

    manifest: str
    """Path of the manifest, below the index's folder."""
    files: dict[str, bytes] = msgspec.field(default_factory=dict)
    """New files, by path."""
    gone: tuple[str, ...] = ()
    """Files that are no longer part of it."""


def reindex(lang: "Lang", texts: Sequence[NewText], memory: Memory, published: Container[str], read: Read) -> Reindexed | None:
    """Bring the index up to date, in the memory too; None where it cannot be done so, and then nothing is noted.

    `published` tells whether a path of the output tree is there as it was written; `read` gives such a file.
    Raises: OSError.
    """
    try:
        before = _before(lang, memory, published)
        return _after(before, texts, read) if before is not None else None
    except (Damaged, ValueError, zlib.error):
        return None


class _Before(msgspec.Struct, frozen=True):
    """An index as it was left, every part of it proved to belong to the others."""

    lang: "Lang"
    memory: Memory
    roll: Roll
    owns: bytes
    """What its documents were made of (`Roll.keys`)."""
    where: Cuts
    shelves: list[Shelf]
    heads: list[Head]
    buckets: list[Bucket]
    columns: Columns
    tables: list[str]
    paths: frozenset[str]
    """Of all its files, below its folder."""


def _before(lang: "Lang", memory: Memory, published: Container[str]) -> _Before | None:
    noted, owns = (memory.note(name(lang), b"") for name in (kept.roll_name, kept.owns_name))
    if noted is None or owns is None:
        return None
    roll = kept.roll_noted(noted)
    keys, where = roll.keys(owns), cuts(roll.pages)
    shelves = [shelf for number, key in enumerate(keys) if (shelf := memory.shelf(kept.block_name(lang, number), key)) is not None]
    if len(shelves) != len(keys):
        return None
    digests = [shelf.digests for shelf in shelves]
    tables = memory.note(kept.tables_name(lang), kept.tables_key(roll.labels, keys))
    columns = memory.note(kept.columns_name(lang), kept.columns_key(roll.labels, digests))
    shards = memory.note(kept.shards_name(lang), b"")
    if tables is None or columns is None or shards is None:
        return None
    told, others, buckets = kept.tables_noted(tables), kept.columns_noted(columns), kept.buckets_noted(shards)
    if [bucket.key for bucket in buckets] != kept.bucket_keys(digests, where):
        return None
    heads = [kept.head_of(piece) for piece in memory.pieces(shelves, HEAD)]
    paths = [*chain(*(head.paths() for head in heads), *(bucket.shards.paths() for bucket in buckets)), *others.paths(), *told]
    if not all(map(published.__contains__, map(roll.folder.__add__, paths))):
        return None
    return _Before(lang, memory, roll, owns, where, shelves, heads, buckets, others, told, frozenset(paths))


def _after(before: _Before, texts: Sequence[NewText], read: Read) -> Reindexed | None:
    places = {place: text for text in texts if (place := before.roll.place(text.id)) is not None}
    if len(places) != len(texts) or any(len(text.key) != OWN for text in texts):
        return None
    by_block: dict[int, dict[int, NewText]] = {}
    for place, text in places.items():
        by_block.setdefault(place // BLOCK, {})[place % BLOCK] = text
    edits = {number: _edit(before, number, own, read) for number, own in by_block.items()}
    heads = [edits[number].head if number in edits else head for number, head in enumerate(before.heads)]
    shards, files = _shards(before, edits, read)
    paths, new = tables(heads, before.columns, shards, before.paths)
    files |= new
    for edit in edits.values():
        files |= edit.files
    _note(before, _renewed(before.owns, places), edits, shards, paths)
    folder = before.roll.folder
    return Reindexed(
        paths[-1],
        {folder + path: data for path, data in files.items()},
        tuple(folder + path for path in _gone(before, heads, shards, paths)),
    )


# ---------------------------------------------------------------- a block


class _Edit(msgspec.Struct, frozen=True):
    """What becomes of a block. Paths go from the index's folder."""

    head: Head
    buckets: dict[int, Edit]
    """Those that are others."""
    files: dict[str, bytes]


def _edit(before: _Before, number: int, texts: Mapping[int, NewText], read: Read) -> _Edit:
    """Texts by the place of their page in the block. Raises: Damaged, ValueError, zlib.error, OSError."""
    packs, lengths = list(before.heads[number].packs), list(before.heads[number].lengths)
    terms = {place: unpacked(text.terms) for place, text in texts.items()}
    said: dict[int, Tokens] = {}
    files: dict[str, bytes] = {}
    for at in sorted({place // PACK for place in texts}):
        fragments = fragments_of(packs[at], [read(before.roll.folder + path) for path in packs[at].paths()])
        for place in (place for place in texts if place // PACK == at):
            shown, plain = unfolded(fragments[place % PACK])
            fragments[place % PACK] = fragment(shown, texts[place].plain)
            said[place], lengths[place] = tokens(plain), terms[place].length
        packs[at], made = packed(fragments)
        # Another pack may say the very same, and then its files are there already.
        files |= {path: data for path, data in zip(packs[at].paths(), made, strict=True) if path not in before.paths}
    shelf = before.shelves[number]
    buckets = edited(lambda bucket: shelf.piece(BUCKETS + bucket), before.where, said, terms)
    return _Edit(Head(packs, lengths), buckets, files)


# ---------------------------------------------------------------- all blocks


def _shards(before: _Before, edits: Mapping[int, _Edit], read: Read) -> tuple[list[Shards], dict[str, bytes]]:
    """The shards of all buckets, and by path the files of those that are not there."""
    changes: dict[int, dict[str, dict[int, int]]] = {}
    for block, edit in edits.items():
        for number, bucket in edit.buckets.items():
            terms = changes.setdefault(number, {})
            for term, counts in bucket.changes.items():
                terms.setdefault(term, {}).update((block * BLOCK + place, count) for place, count in counts.items())
    shards = [bucket.shards for bucket in before.buckets]
    files: dict[str, bytes] = {}
    for number, terms in changes.items():
        shards[number], new = patched(shards[number], terms, lambda path: read(before.roll.folder + path), before.paths)
        files |= new
    return shards, files


def _gone(before: _Before, heads: Sequence[Head], shards: Sequence[Shards], tables: Sequence[str]) -> list[str]:
    """The files of parts that are others now, and of no part any more. Two packs may say the very same."""
    others = [(bucket.shards, now) for bucket, now in zip(before.buckets, shards, strict=True) if bucket.shards is not now]
    gone = dict.fromkeys(chain(before.tables, *(head.paths() for head in before.heads), *(then.paths() for then, _ in others)))
    there = {*tables, *chain(*(head.paths() for head in heads), *(now.paths() for _, now in others))}
    return [path for path in gone if path not in there]


# ---------------------------------------------------------------- what the next build finds


def _renewed(owns: bytes, texts: Mapping[int, NewText]) -> bytes:
    renewed = bytearray(owns)
    for place, text in texts.items():
        renewed[place * OWN : (place + 1) * OWN] = text.key
    return bytes(renewed)


def _note(before: _Before, owns: bytes, edits: Mapping[int, _Edit], shards: Sequence[Shards], tables: Sequence[str]) -> None:
    """Keep it all, under the keys of what it is made of: a run that ends in the midst leaves nothing that is taken for something else."""
    memory, lang, labels, shelves = before.memory, before.lang, before.roll.labels, list(before.shelves)
    keys = before.roll.keys(owns)
    for number, edit in edits.items():
        pieces = {BUCKETS + number: bucket.piece for number, bucket in edit.buckets.items()}
        if edit.head != before.heads[number]:
            pieces[HEAD] = kept.encode(edit.head)
        shelves[number] = memory.refill(shelves[number], keys[number], pieces)
    notes = [(kept.owns_name(lang), b"", owns), (kept.tables_name(lang), kept.tables_key(labels, keys), kept.encode(tables))]
    if others := {number for edit in edits.values() for number in edit.buckets}:
        digests = [shelf.digests for shelf in shelves]
        made = [Bucket(kept.bucket_key(digests, n), shards[n]) if n in others else bucket for n, bucket in enumerate(before.buckets)]
        notes.append((kept.shards_name(lang), b"", kept.encode(made)))
    memory.make_notes(notes)
