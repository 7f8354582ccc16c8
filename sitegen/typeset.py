"""A text as it is kept (排好的正文): how it is made up, and its markup in one piece.

Pages ask how a text is made up, and print stretches of it as they are: a stretch is a slice of
bytes that nobody reads, joins or encodes again.
"""

from collections.abc import Sequence

import msgspec

from sitegen.digest import digest
from sitegen.markup import BodyPart


class Typeset(msgspec.Struct, frozen=True, array_like=True):
    """排好的正文. `parts` are those of the text, of markup only that it stands there: ("text",)."""

    parts: tuple[BodyPart, ...] = ()
    places: tuple[int, ...] = (1,)
    """Where in `markup` the first markup begins that stands at or after each part; and one beyond its end."""
    markup: bytes = b""
    """The markup of all parts, in lines of UTF-8."""

    def stretch(self, first: int, last: int) -> bytes:
        """The markup from one part up to another, of which the last is markup itself."""
        return self.markup[self.places[first] : self.places[last] - 1]


def typeset(parts: Sequence[BodyPart]) -> Typeset:
    texts, places, at = [], [], 0
    for kind, *rest in parts:
        places.append(at)
        if kind == "text":
            texts.append(rest[0].encode())
            at += len(texts[-1]) + 1
    return Typeset(tuple(part[:1] if part[0] == "text" else part for part in parts), (*places, max(at, 1)), b"\n".join(texts))


def shape_of(text: Typeset) -> bytes:
    """A digest of a text as far as pages look at it: of everything but its words."""
    return digest(text.parts)
