"""Index (建立检索索引): blocks and shards made where they changed, kept where they did not.

The key of a block holds everything its pages say; the key of a bucket's shards is that of the
bucket's bytes in every block. What is kept under its key is taken over, file by file, from
the tree that was published with it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import msgspec

from sitegen import executor
from sitegen.memory import Damaged, Memory, Shelf, checksum
from sitegen.model import Lang
from sitegen.outputs import Stage
from sitegen.search import Shards, bucket_shards, tables
from sitegen.search_blocks import BLOCK, Block, Cuts, Entry, Head, cuts, make_block
from sitegen.search_pages import Found
from sitegen.urls import output_path, search_folder, source_path

WORTH_A_POOL = 4
"""Blocks below which starting processes costs more than it saves."""
FEW_BUCKETS = 16
"""Buckets of a large index, likewise."""


@dataclass(frozen=True)
class Setting:
    """What all blocks and buckets of an index share."""

    memory: Memory
    lang: Lang
    where: Cuts
    blocks: int

    def name(self, block: int) -> str:
        return f"index {self.lang} {block}"

    @cached_property
    def shelves(self) -> tuple[Shelf, ...]:
        """The blocks as they are kept, looked up once in each process. Raises: Damaged."""
        found = tuple(self.memory.shelf(self.name(block)) for block in range(self.blocks))
        if None in found:
            raise Damaged(self.lang)
        return cast(tuple[Shelf, ...], found)


def entry(found: Found, memory: Memory, lang: Lang) -> Entry:
    """A page with its text, which for a document is in the memory. Raises: Damaged."""
    return Entry(found.page, *memory.searched(found.document, lang)) if found.document else Entry(found.page, found.text)


def _made(setting: Setting, found: tuple[Found, ...]) -> Block:
    return make_block([entry(f, setting.memory, setting.lang) for f in found], setting.where)


def _joined(setting: Setting, number: int) -> tuple[Shards, tuple[bytes, ...]]:
    return bucket_shards(number < len(setting.where.words), [shelf.piece(number + 1) for shelf in setting.shelves])


def index(
    lang: Lang, found: Sequence[Found], labels: dict[str, dict[str, str]], keys: dict[str, bytes], memory: Memory, tree: Stage, workers: int,
) -> tuple[tuple[str, ...], str]:  # fmt: skip
    """Bring the index of one language into the tree: paths of its files, and the name of its manifest.

    `labels` are the words for facet values, `keys` those of the documents, by path. Raises: Damaged.
    """
    setting = Setting(memory, lang, cuts(len(found)), -(-len(found) // BLOCK))
    out = _Out(tree, lang)
    heads, shelves = _blocks(setting, found, keys, out, workers)
    shards = _buckets(setting, shelves, out, workers)
    files = tables([f.page for f in found], heads, shards, labels)
    out.write(list(files), list(files.values()))
    return tuple(out.paths), next(path for path in files if path.startswith("manifest."))


@dataclass(slots=True)
class _Out:
    """The part of the tree that is one language's index."""

    tree: Stage
    lang: Lang
    paths: dict[str, None]

    def __init__(self, tree: Stage, lang: Lang) -> None:
        self.tree, self.lang, self.paths = tree, lang, {}

    def _whole(self, paths: Sequence[str]) -> list[str]:
        return [output_path(search_folder(self.lang) + path) for path in paths]

    def keep(self, paths: Sequence[str]) -> bool:
        whole = self._whole(paths)
        if not self.tree.keep_all(whole):
            return False
        self.paths.update(dict.fromkeys(whole))
        return True

    def write(self, paths: Sequence[str], files: Sequence[bytes]) -> None:
        for path, data in zip(self._whole(paths), files, strict=True):
            # Two languages share no folder, but within one two pages may show the very same.
            if path not in self.paths:
                self.tree.write(path, data)
                self.paths[path] = None


def _blocks(setting: Setting, found: Sequence[Found], keys: dict[str, bytes], out: _Out, workers: int) -> tuple[list[Head], list[Shelf]]:
    encode, decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(Head).decode
    heads: dict[int, Head] = {}
    shelves: dict[int, Shelf] = {}
    missing: list[tuple[int, bytes]] = []
    for number in range(setting.blocks):
        part = found[number * BLOCK : (number + 1) * BLOCK]
        texts = [keys[source_path(f.document, setting.lang)] if f.document else f.text.encode() for f in part]
        key = checksum(encode((setting.where, [f.page for f in part])), *texts)
        shelf = setting.memory.shelf(setting.name(number), key)
        if shelf is not None:
            head = decode(shelf.piece(0))
            if out.keep(head.paths()):
                heads[number], shelves[number] = head, shelf
                continue
        missing.append((number, key))
    batches = (tuple(found[number * BLOCK : (number + 1) * BLOCK]) for number, _ in missing)
    made = executor.run(_made, setting, batches, workers if len(missing) >= WORTH_A_POOL else 1)
    for (number, key), block in zip(missing, made, strict=True):
        heads[number] = block.head
        shelves[number] = setting.memory.fill(setting.name(number), key, (encode(block.head), *block.buckets))
        out.write(block.head.paths(), block.files)
    order = range(setting.blocks)
    return [heads[n] for n in order], [shelves[n] for n in order]


def _buckets(setting: Setting, shelves: Sequence[Shelf], out: _Out, workers: int) -> list[Shards]:
    encode, decode = msgspec.json.Encoder().encode, msgspec.json.Decoder(Shards).decode
    shards: dict[int, Shards] = {}
    missing: list[tuple[int, bytes]] = []
    for number in range(setting.where.count):
        key = checksum(*(shelf.digests[number + 1] for shelf in shelves))
        noted = setting.memory.note(f"shards {setting.lang} {number}", key)
        if noted is not None:
            known = decode(noted)
            if out.keep(known.paths()):
                shards[number] = known
                continue
        missing.append((number, key))
    made = executor.run(_joined, setting, (number for number, _ in missing), workers if setting.blocks >= WORTH_A_POOL and len(missing) >= FEW_BUCKETS else 1)
    notes = []
    for (number, key), (known, files) in zip(missing, made, strict=True):
        shards[number] = known
        out.write(known.paths(), files)
        notes.append((f"shards {setting.lang} {number}", key, encode(known)))
    setting.memory.make_notes(notes)
    return [shards[n] for n in range(setting.where.count)]
