"""Records (登记内容): files below catalogs/ that are no catalogs, each kind with a type and a place of its own.

FAMILIES is the whole list: a file whose path fits a pattern is read as that type, its ids and
pictures are checked, and it appears in `Records`. To add a kind, write its type in a module
here and give it a line in FAMILIES and in Records.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from sitegen.records.hotlines import Hotline


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of file: the name under which Records holds it, its place, and the type of what it holds."""

    name: str
    pattern: re.Pattern[str]
    type_: Any


FAMILIES = (
    Family("hotlines", re.compile(r"catalogs/hotlines\.yml"), tuple[Hotline, ...]),
)


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that was read, by kind; files of a folder by the parts of their path, in path order."""

    hotlines: tuple[Hotline, ...] = ()


def family(path: str) -> Family | None:
    """The kind of a `catalogs/…` path, or None."""
    return next((f for f in FAMILIES if f.pattern.fullmatch(path)), None)


def gathered(files: Iterable[tuple[str, Any]]) -> Records:
    """The records of all files that hold some; `files` are paths and what was read."""
    found: dict[str, Any] = {}
    for path, value in sorted(files, key=lambda file: file[0]):
        if kind := family(path):
            found[kind.name] = value
    return Records(**found)
