"""Fragments in packs (摘要合并): what results show of 16 neighbouring pages, in one file of which ranges are read.

`d/<name>.bin` has a slot for each page: how long its stream is and where its rests begin in the
other file, then the stream, then zeros, since whoever inflates a stream may refuse what follows
it. `d/<name>-more.bin`, where any text is long, has the rests of the texts one after another.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from struct import Struct

import msgspec

from sitegen.search_files import as_json, deflated, inflated, short_digest

PACK = 16
"""Pages whose fragments share a file: an edit writes it anew, and a host without ranges sends all of it. Smaller packs make the manifest larger."""
UNIT = 128
"""Bytes by which slots are counted. In 10,000 pages twice as many save a first query 1 KB and cost every hit 62 bytes."""
UNITS = 255
"""Of a slot at most."""
PART = 2_400
"""Characters of text in a fragment's slot, which every hit shown costs."""
PART_MORE = 12_000
RESTS = 64
"""Rests at most: those of a longer text are longer."""
SHOWN = 300
"""Characters of a title, a unit, a number. So a slot has room for the longest address that a file can have, whatever they are."""
_ADDRESS = 1
"""What no part would lead to."""
_BEFORE = Struct(">HI")

Fragment = tuple[bytes, bytes]
"""摘要: of one page what is shown with the first text, packed; and the rests of the text, each packed in itself."""


class Pack(msgspec.Struct, frozen=True):
    """摘要包: what the tables of an index tell of it."""

    name: str
    """Of all that its files say."""
    sizes: bytes
    """The units of each slot."""
    more: bool
    """Whether any of its texts has rests."""

    def paths(self) -> tuple[str, ...]:
        return (f"d/{self.name}.bin", f"d/{self.name}-more.bin") if self.more else (f"d/{self.name}.bin",)


def fragment(shown: Sequence[str], text: str) -> Fragment:
    """What is shown besides the text, the bytes of each rest, and the first text; then the rests."""
    step = max(PART_MORE, -(-len(text) // RESTS))
    rests = [deflated(as_json(text[at : at + step])) for at in range(PART, len(text), step)]
    words = (word if place == _ADDRESS else word[:SHOWN] for place, word in enumerate(shown))
    return deflated(as_json([*words, [len(rest) for rest in rests], text[:PART]])), b"".join(rests)


def unfolded(found: Fragment) -> tuple[list[str], str]:
    """What `fragment` was made of. Raises: ValueError, zlib.error."""
    *shown, sizes, first = inflated(found[0])
    return shown, first + "".join(inflated(found[1][start:end]) for start, end in spans(0, sizes))


def packed(fragments: Iterable[Fragment]) -> tuple[Pack, tuple[bytes, ...]]:
    """The pack of at most PACK pages, and its files by `Pack.paths`."""
    slots, more = [], b""
    for first, rests in fragments:
        slot = _BEFORE.pack(len(first), len(more)) + first
        slots.append(slot + bytes(-len(slot) % UNIT))
        more += rests
    files = (b"".join(slots), more) if more else (b"".join(slots),)
    return Pack(short_digest(b"".join(files)), bytes(len(slot) // UNIT for slot in slots), bool(more)), files


def fragments_of(pack: Pack, files: Sequence[bytes]) -> list[Fragment]:
    """What `packed` made files of. Raises: ValueError, where they are others."""
    if short_digest(b"".join(files)) != pack.name:
        raise ValueError(pack.name)
    slots = [opened_slot(files[0][start:end]) for start, end in spans(0, [size * UNIT for size in pack.sizes])]
    more = files[1] if pack.more else b""
    return [(first, more[start:end]) for (first, start), (_, end) in pairwise([*slots, (b"", len(more))])]


def opened_slot(slot: bytes) -> tuple[bytes, int]:
    """What is packed in a slot, and where the rests of its page begin."""
    size, start = _BEFORE.unpack_from(slot)
    return slot[_BEFORE.size : _BEFORE.size + size], start


def spans(start: int, sizes: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Where things begin and end that stand one after another."""
    for size in sizes:
        yield start, start + size
        start += size
