"""Records among what can be searched (登记内容的检索): hotlines and their like, each page of them once."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sitegen.model import DEFAULT_LANG, Lang, UnitId, Words
from sitegen.plan import list_url
from sitegen.portal import Portal


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A page that shows a record: where it stands, what it says, to whom it belongs."""

    path: str
    title: str
    lines: tuple[str, ...]
    kind: str
    """Word: `kind.<kind>`."""
    units: tuple[UnitId, ...] = ()
    topics: tuple[str, ...] = ()
    day: date | None = None
    aliases: tuple[str, ...] = ()
    """Other names by which it is looked for; they count as title."""


def record_pages(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    """Every page of records in a language."""
    yield from _hotlines(p, lang, word)


def _hotlines(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    lines = p.site.records.hotlines
    if lines:
        said = (f"{_in(lang, line.name)} {line.number} {_in(lang, line.purpose)} {_in(lang, line.hours)}" for line in lines)
        yield RecordPage(list_url("hotlines", lang), word("page.hotlines"), (word("hotlines.line"), *said), "hotline", units=_units(line.unit for line in lines))


def _units(units: Iterable[UnitId]) -> tuple[UnitId, ...]:
    return tuple(dict.fromkeys(units))


def _in(lang: Lang, words: Words) -> str:
    return words.get(lang) or words.get(DEFAULT_LANG) or next(iter(words.values()))
