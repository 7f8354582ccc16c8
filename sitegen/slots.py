"""Slots (插槽): what stands on a page without being looked at, and is put in after the page has been rendered.

A template prints a text, or the address of the search index, and nothing else on the page depends
on what it says. So the template is given a slot to print, and a page is a frame with slots that
are filled: where nothing but their contents has changed, the frame is what it was, and is filled
again without templates and without the portal (`retouch`).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import msgspec
from markupsafe import escape

from sitegen.checksum import checksum
from sitegen.fact import Fact
from sitegen.languages import Lang
from sitegen.values import DocumentId

OTHER_CONTENTS = "正文或检索的地址变了 / its text, or the address of the search"
"""Why a page is filled again."""
_NO_DOCUMENT = DocumentId("")


@dataclass(frozen=True, slots=True)
class Slot:
    """插槽: to be printed, and nothing else. Of a text: its parts from `first` up to `last`; of the search: where its manifest is."""

    what: Literal["text", "search"]
    lang: Lang
    id: DocumentId = _NO_DOCUMENT
    first: int = 0
    last: int = 0

    def __html__(self) -> str:
        # No text that is published holds the character 0 (`schema.decode_text`).
        return f"\0{self.what} {self.lang} {self.first} {self.last} {self.id}\0"

    @property
    def fact(self) -> Fact:
        """What decides about its contents (`facts.Facts`)."""
        return ("text", (self.id, self.lang)) if self.what == "text" else ("search", self.lang)


Contents = Callable[[Slot], bytes]
"""What a slot holds, as markup."""


class Filled(msgspec.Struct, frozen=True, array_like=True):
    """Where the slots of a page stand, in bytes, and a digest of what they hold."""

    contents: bytes = b""
    slots: tuple[tuple[str, int, int], ...] = ()
    """Name, place and size of each."""

    @property
    def facts(self) -> frozenset[Fact]:
        return frozenset(_slot(name).fact for name, _, _ in self.slots)

    def packed(self) -> bytes:
        return msgspec.msgpack.encode(self) if self.slots else b""


NONE = Filled()
"""Of a page without slots."""
_decode = msgspec.msgpack.Decoder(Filled).decode


def unpacked(data: bytes) -> Filled:
    return _decode(data) if data else NONE


def filled(frame: str, contents: Contents) -> tuple[bytes, Filled]:
    """A rendered page with its slots filled. Raises: ValueError, where it holds a character 0 that is no slot's."""
    # To look for a byte costs less than to look for a character, and what is between is in bytes already.
    frames = frame.encode().split(b"\0")
    return _joined(frames[::2], [name.decode() for name in frames[1::2]], contents) if len(frames) > 1 else (frames[0], NONE)


def refilled(page: bytes, before: Filled, contents: Contents) -> tuple[bytes, Filled]:
    """A page with its slots filled anew."""
    frames, start = [], 0
    for _, place, size in before.slots:
        frames.append(page[start:place])
        start = place + size
    return _joined([*frames, page[start:]], [name for name, _, _ in before.slots], contents)


def still(before: Filled, contents: Contents) -> bool:
    """Whether all slots hold what they held."""
    return not before.slots or before.contents == checksum(*(contents(_slot(name)) for name, _, _ in before.slots))


def search_of(base_path: str, manifest: str | None) -> bytes:
    """The address of the search index's manifest; nothing where there is none."""
    return escape(base_path + manifest).encode() if manifest else b""


def _joined(frames: Sequence[bytes], names: Sequence[str], contents: Contents) -> tuple[bytes, Filled]:
    pieces, slots, at = [frames[0]], [], len(frames[0])
    values = [contents(_slot(name)) for name in names]
    for name, value, frame in zip(names, values, frames[1:], strict=True):
        slots.append((name, at, len(value)))
        pieces += (value, frame)
        at += len(value) + len(frame)
    return b"".join(pieces), Filled(checksum(*values), tuple(slots))


def _slot(name: str) -> Slot:
    what, lang, first, last, id_ = name.split(" ", 4)
    return Slot(cast(Literal["text", "search"], what), cast(Lang, lang), DocumentId(id_), int(first), int(last))
