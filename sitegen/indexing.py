"""Index (建立检索索引): blocks and shards made where they changed, kept where they did not.

The key of a block holds everything its pages say; the key of a bucket's shards is that of the
bucket's bytes in every block; the key of the tables is that of all blocks. What is kept under
its key is taken over, file by file, from the tree that was published with it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol, cast

from sitegen import executor
from sitegen import search_kept as kept
from sitegen.known import Given, Record
from sitegen.languages import Lang
from sitegen.memory import Damaged, Memory, Shelf
from sitegen.outputs import Stage
from sitegen.search import Columns, columns_of, tables
from sitegen.search_blocks import BLOCK, Entry, Head, make_block
from sitegen.search_buckets import Cuts, cuts
from sitegen.search_kept import ABOUT, BUCKETS, HEAD, OWN, Bucket, Roll
from sitegen.search_pages import Found, Listed
from sitegen.search_shards import Shards, bucket_shards
from sitegen.urls import output_path, search_folder
from sitegen.writing import Writer

WORTH_A_POOL = 4
"""Blocks below which starting processes costs more than it saves."""
WORTH_A_POOL_OF_BUCKETS = 2_000
"""Pieces of buckets, likewise."""


class Pages(Protocol):
    """What there is to be searched in one language (`SearchPages`)."""

    lang: Lang

    @property
    def shared(self) -> bytes: ...
    def labels(self) -> dict[str, dict[str, str]]: ...
    def __iter__(self) -> Iterator[Listed]: ...
    def found(self, listed: Listed, /) -> Found: ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where the files of one language's index go, for whichever process made them."""

    folder: str
    """From the root of the output tree; ends with a slash."""
    writer: Writer
    live: Record
    spare: Record
    """What the trees have there."""

    def write(self, files: Mapping[str, bytes]) -> "Files":
        """Files by path below the folder."""
        return {path: self._given(self.folder + path, data) for path, data in files.items()}

    def _given(self, path: str, data: bytes) -> Given:
        return self.writer.write(path, data, self.live.get(path), self.spare.get(path))


Files = dict[str, Given]
"""What has been written, by path below the index's folder."""


@dataclass(frozen=True)
class Setting:
    """What all blocks and buckets of an index share."""

    memory: Memory
    lang: Lang
    where: Cuts
    blocks: int
    place: Place

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """The blocks as they are kept, looked up once in each process. Raises: Damaged."""
        found = tuple(self.memory.shelf(kept.block_name(self.lang, block)) for block in range(self.blocks))
        if None in found:
            raise Damaged(self.lang)
        return cast(tuple[Shelf, ...], found)


def entries(found: Sequence[Found], memory: Memory, lang: Lang) -> list[Entry]:
    """Pages with their texts, which for documents are in the memory. Raises: Damaged."""
    texts = iter(memory.searched([f.document for f in found if f.document], lang))
    return [Entry(f.page, *next(texts)) if f.document else Entry(f.page, f.text) for f in found]


def _made(setting: Setting, found: tuple[Found, ...]) -> tuple[Head, tuple[bytes, ...], Files]:
    """A block: what is kept of it, and the files of its fragments."""
    block = make_block(entries(found, setting.memory, setting.lang), setting.where)
    return block.head, kept.pieces(block), setting.place.write(dict(zip(block.head.paths(), block.files, strict=True)))


def _joined(setting: Setting, bucket: tuple[int, frozenset[str]]) -> tuple[Shards, Files]:
    """The shards of a bucket, and the files of those that are not there yet."""
    number, there = bucket
    shards, files = bucket_shards(setting.where.holds_words(number), setting.memory.pieces(setting.shelves, BUCKETS + number), there)
    return shards, setting.place.write(files)


def index(pages: Pages, memory: Memory, tree: Stage, workers: int) -> tuple[tuple[str, ...], str]:
    """Bring the index of one language into the tree: paths of its files, and the name of its manifest. Raises: Damaged."""
    listed, labels, out, lang = tuple(pages), pages.labels(), _Out(tree, pages.lang), pages.lang
    setting = Setting(memory, lang, cuts(len(listed)), -(-len(listed) // BLOCK), out.place)
    roll = _roll(pages.shared, labels, listed, setting, out)
    owns = b"".join(page.own.ljust(OWN, b"\0") for page in listed)
    keys = roll.keys(owns)
    notes = [(name, b"", data) for name, data in ((kept.roll_name(lang), kept.packed(roll)), (kept.owns_name(lang), owns)) if memory.note(name, b"") != data]
    heads, shelves = _blocks(setting, pages, listed, keys, out, workers)
    shards = _buckets(setting, shelves, out, workers)
    columns = _columns(setting, roll, labels, shelves, out)
    name, key = kept.tables_name(lang), kept.tables_key(roll.labels, keys)
    noted = memory.note(name, key)
    if noted is None or not out.keep(paths := kept.tables_noted(noted)):
        paths, files = tables(heads, columns, shards, out)
        out.add(paths, out.place.write(files))
        notes.append((name, key, kept.encode(paths)))
    memory.make_notes(notes)
    return tuple(out.paths), paths[-1]


def _roll(shared: bytes, labels: dict[str, dict[str, str]], listed: Sequence[Listed], setting: Setting, out: "_Out") -> Roll:
    return Roll(
        out.folder, kept.shared_key(shared, setting.where), kept.labels_key(labels),
        kept.ids_of(page.document or "" for page in listed), b"".join(page.rest for page in listed),
    )  # fmt: skip


class _Out:
    """The part of the tree that is one language's index. `given` are the paths of its files there, `paths` in the tree."""

    def __init__(self, tree: Stage, lang: Lang) -> None:
        self.tree, self.folder = tree, output_path(search_folder(lang) + "x").removesuffix("x")
        live, spare = ({path: known for path, known in record.items() if path.startswith(self.folder)} for record in (tree.live, tree.spare))
        self.place = Place(self.folder, tree.writer, live, spare)
        self.given: dict[str, None] = {}

    @property
    def paths(self) -> Iterator[str]:
        return (self.folder + path for path in self.given)

    def __contains__(self, path: object) -> bool:
        """Whether one of the trees has the file."""
        return isinstance(path, str) and (self.folder + path in self.place.spare or self.folder + path in self.place.live)

    def keep(self, paths: Sequence[str]) -> bool:
        """Take over all of these files; False where one is missing."""
        if not self.tree.keep_all([self.folder + path for path in paths]):
            return False
        self.given.update(dict.fromkeys(paths))
        return True

    def add(self, paths: Sequence[str], files: Files) -> None:
        """Have all of these files in the tree: some were written, the others are taken over."""
        for path, given in files.items():
            self.tree.take(self.folder + path, given)
            self.given[path] = None
        self.keep([path for path in paths if path not in files])


def _blocks(setting: Setting, pages: Pages, listed: Sequence[Listed], keys: Sequence[bytes], out: _Out, workers: int) -> tuple[list[Head], list[Shelf]]:
    heads: dict[int, Head] = {}
    shelves: dict[int, Shelf] = {}
    for number, key in enumerate(keys):
        shelf = setting.memory.shelf(kept.block_name(setting.lang, number), key)
        if shelf is not None and out.keep((head := kept.head_of(shelf.piece(HEAD))).paths()):
            heads[number], shelves[number] = head, shelf
    missing = [number for number in range(setting.blocks) if number not in heads]
    batches = (tuple(map(pages.found, listed[number * BLOCK : (number + 1) * BLOCK])) for number in missing)
    made = executor.run(_made, setting, batches, workers if len(missing) >= WORTH_A_POOL else 1)
    for number, (head, pieces, files) in zip(missing, made, strict=True):
        heads[number] = head
        shelves[number] = setting.memory.fill(kept.block_name(setting.lang, number), keys[number], pieces)
        out.add((), files)
    order = range(setting.blocks)
    return [heads[n] for n in order], [shelves[n] for n in order]


def _buckets(setting: Setting, shelves: Sequence[Shelf], out: _Out, workers: int) -> list[Shards]:
    name = kept.shards_name(setting.lang)
    noted = setting.memory.note(name, b"")
    before = kept.buckets_noted(noted) if noted is not None else []
    if len(before) != setting.where.count:
        # Cut otherwise; the few shards that are the same are made again.
        before = []
    keys = kept.bucket_keys([shelf.digests for shelf in shelves], setting.where)
    shards: dict[int, Shards] = {}
    for number, (bucket, key) in enumerate(zip(before, keys, strict=False)):
        if bucket.key == key and out.keep(bucket.shards.paths()):
            shards[number] = bucket.shards
    missing = [number for number in range(setting.where.count) if number not in shards]
    pool = len(missing) * setting.blocks >= WORTH_A_POOL_OF_BUCKETS
    there = {number: frozenset(path for path in before[number].shards.paths() if path in out) if before else frozenset() for number in missing}
    made = executor.run(_joined, setting, there.items(), workers if pool else 1)
    for number, (found, files) in zip(missing, made, strict=True):
        shards[number] = found
        out.add(found.paths(), files)
    if missing:
        setting.memory.make_notes([(name, b"", kept.encode([Bucket(key, shards[n]) for n, key in enumerate(keys)]))])
    return [shards[n] for n in range(setting.where.count)]


def _columns(setting: Setting, roll: Roll, labels: dict[str, dict[str, str]], shelves: Sequence[Shelf], out: _Out) -> Columns:
    name, key = kept.columns_name(setting.lang), kept.columns_key(roll.labels, (shelf.digests for shelf in shelves))
    noted = setting.memory.note(name, key)
    if noted is not None and out.keep((known := kept.columns_noted(noted)).paths()):
        return known
    columns, files = columns_of([kept.about_of(piece) for piece in setting.memory.pieces(shelves, ABOUT)], labels, out)
    out.add(columns.paths(), out.place.write(files))
    setting.memory.make_notes([(name, key, kept.packed(columns))])
    return columns
