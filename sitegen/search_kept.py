"""What is kept of an index (索引留存): what one build leaves to the next, under which names and keys.

Of each block a shelf, whose key holds everything that its pages say: first what the tables tell
of its texts, then what they tell of its pages besides, then its buckets. Of the whole notes: who
is in it, what is told of its pages besides their texts, its shards, its tables. Each key holds
what the note was made of, so no note is true unless those it rests on are.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import msgspec

from sitegen.checksum import checksum
from sitegen.search import Columns
from sitegen.search_blocks import BLOCK, About, Block, Head
from sitegen.search_buckets import Cuts
from sitegen.search_shards import Shards

if TYPE_CHECKING:
    # Who brings a few texts up to date does without the model.
    from sitegen.languages import Lang

HEAD, ABOUT, BUCKETS = 0, 1, 2
"""Pieces of a block's shelf; from the last on its buckets."""
OWN, REST = 32, 16
"""Bytes of what a document was made of, and of all else that a page says (`Listed`)."""
encode = msgspec.json.Encoder().encode
packed = msgspec.msgpack.Encoder().encode
head_of = msgspec.json.Decoder(Head).decode
about_of = msgspec.json.Decoder(About).decode


def block_name(lang: "Lang", block: int) -> str:
    return f"index {lang} {block}"


def roll_name(lang: "Lang") -> str:
    return f"index {lang} pages"


def owns_name(lang: "Lang") -> str:
    return f"index {lang} owns"


def columns_name(lang: "Lang") -> str:
    return f"index {lang} columns"


def shards_name(lang: "Lang") -> str:
    return f"shards {lang}"


def tables_name(lang: "Lang") -> str:
    return f"index {lang} tables"


class Roll(msgspec.Struct, frozen=True):
    """名册: the pages of an index, in order, by what they are made of."""

    folder: str
    """Where the index stands in the output tree; ends with a slash."""
    shared: bytes
    """Of what all pages share, and of how the index is cut."""
    labels: bytes
    """Of the words for facet values."""
    ids: str
    """Of documents, of other pages nothing; before and after each of them a NUL."""
    rests: bytes
    """REST bytes for each page: of all that it says besides its text."""

    @property
    def pages(self) -> int:
        return len(self.rests) // REST

    def place(self, id_: str) -> int | None:
        """Of a document's page."""
        at = self.ids.find(f"\0{id_}\0")
        return self.ids.count("\0", 0, at) if id_ and at >= 0 else None

    def keys(self, owns: bytes) -> list[bytes]:
        """Of the blocks, whose documents were made of this: OWN bytes for each page, of other pages zeros."""
        starts = range(0, self.pages, BLOCK)
        return [checksum(self.shared, owns[at * OWN : (at + BLOCK) * OWN], self.rests[at * REST : (at + BLOCK) * REST]) for at in starts]


def ids_of(ids: Iterable[str]) -> str:
    """`Roll.ids`, page by page."""
    return "".join(("\0", *(id_ + "\0" for id_ in ids)))


roll_noted = msgspec.msgpack.Decoder(Roll).decode
columns_noted = msgspec.msgpack.Decoder(Columns).decode


class Bucket(msgspec.Struct, frozen=True):
    """The shards of a bucket, and the key of its bytes."""

    key: bytes
    shards: Shards


buckets_noted = msgspec.json.Decoder(list[Bucket]).decode


tables_noted = msgspec.json.Decoder(list[str]).decode
"""Paths of the tables, below the index's folder; the last is that of the manifest."""


def shared_key(shared: bytes, where: Cuts) -> bytes:
    return checksum(shared, encode(where))


def labels_key(labels: dict[str, dict[str, str]]) -> bytes:
    return checksum(encode(labels))


def tables_key(labels: bytes, blocks: Sequence[bytes]) -> bytes:
    return checksum(labels, b"".join(blocks))


def columns_key(labels: bytes, shelves: Iterable[Sequence[bytes]]) -> bytes:
    """Of what the blocks tell of their pages; a shelf is given by the digests of its pieces."""
    return checksum(labels, b"".join(digests[ABOUT] for digests in shelves))


def bucket_key(shelves: Iterable[Sequence[bytes]], bucket: int) -> bytes:
    """Of a bucket of all blocks, shelves given likewise."""
    return checksum(b"".join([digests[BUCKETS + bucket] for digests in shelves]))


def bucket_keys(shelves: Sequence[Sequence[bytes]], where: Cuts) -> list[bytes]:
    return [bucket_key(shelves, bucket) for bucket in range(where.count)]


def pieces(block: Block) -> tuple[bytes, ...]:
    """What stands on a block's shelf."""
    return (encode(block.head), encode(block.about), *block.buckets)
