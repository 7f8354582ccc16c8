"""Documents (文件): what the portal knows of a text without holding it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from sitegen.front_matter import Header, Kind
from sitegen.languages import Lang
from sitegen.values import DocumentId, SectionId


class Mark(msgspec.Struct, frozen=True):
    """A place in a source file; lines and columns count from 1."""

    line: int
    column: int


_places = msgspec.msgpack.Decoder(dict[str, tuple[int, int]]).decode


@dataclass(frozen=True, slots=True)
class Marks:
    """Where each front-matter value of a document stands, by dotted path. Packed: a dozen for each document, and few are ever looked up."""

    packed: bytes = b"\x80"

    @classmethod
    def of(cls, marks: Mapping[str, Mark]) -> "Marks":
        return cls(msgspec.msgpack.encode({path: (mark.line, mark.column) for path, mark in marks.items()}))

    def get(self, path: str) -> Mark | None:
        found = _places(self.packed).get(path)
        return Mark(*found) if found is not None else None

    def __contains__(self, path: str) -> bool:
        return path in _places(self.packed)

    def __iter__(self) -> Iterator[str]:
        return iter(_places(self.packed))


@dataclass(frozen=True, slots=True)
class Heading:
    """标题层级: one heading of a text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A link or picture in a text that leads to another source file, with its place."""

    target: str
    """Path below content/, as it would be written on disk."""
    fragment: str
    mark: Mark
    anchor: str = ""
    """Id of the link in the markup where it points at a clause, so that the clause can lead back to it."""


@dataclass(frozen=True, slots=True)
class Text:
    """正文要点: what the rest of the portal needs to know of a text without holding it."""

    headings: tuple[Heading, ...] = ()
    articles: tuple[int, int] = (1, 0)
    """Lowest and highest article (第…条) that a paragraph begins with; (1, 0) where there is none."""
    items: int = 0
    """Highest of the items （一）（二）… that number a whole text without articles; 0 where they do not."""
    links: tuple[SourceLink, ...] = ()
    images: tuple[SourceLink, ...] = ()
    opening: str = ""
    """The first words, for cards without a summary; of a text with one the first character."""


@dataclass(frozen=True, slots=True)
class Document:
    """文件: one Markdown source without its text, which is asked for apart."""

    id: DocumentId
    lang: Lang
    path: str
    section: SectionId | None
    kind: Kind
    header: Header
    text: Text
    marks: Marks
    converted: bool = False
    """Made by conversion of script: no file of its own stands at `path`."""
