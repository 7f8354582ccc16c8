"""What was written (原文要点): the things in one text that the linter looks at (`lint/text.py`).

It tells what the editor typed, before addresses are resolved and headings moved. It is
dropped at the end of the parse stage; texts are never held.
"""

from dataclasses import dataclass

from sitegen.document import Mark

ENOUGH = 100
"""No rule asks whether a text has more letters than this."""


@dataclass(frozen=True, slots=True)
class WrittenLink:
    words: str
    href: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Picture:
    alt: str
    src: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Written:
    """原文要点: marks have the line of a thing; its column is 1."""

    text: str = ""
    """The whole file, front matter included."""
    links: tuple[WrittenLink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    headless_tables: tuple[Mark, ...] = ()
    """Tables whose header row has no words."""
    characters: int = 0
    """Letters a reader can read, counted until there are ENOUGH: no pictures, no links to files, no punctuation."""


def letters(text: str) -> int:
    return sum(map(str.isalnum, text))
