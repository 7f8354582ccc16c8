"""Pages in blocks (检索分块): what of the index can be made of a few pages without knowing the others.

A block is 256 pages in the order of the index: the packs of their fragments, and their terms
sorted and cut into buckets, the same for every block. Joining a bucket of all blocks gives
its shards (`sitegen.search`). So blocks can be made in several processes and kept from build
to build, and an edit costs its block and the buckets in which its terms stand.
"""

from collections.abc import Sequence
from datetime import date

import msgspec

from sitegen.search_buckets import Cuts, buckets
from sitegen.search_packs import PACK, Pack, fragment, packed
from sitegen.tokens import title_characters, tokens, tokens_of_titles, unpacked

FACETS = ("kind", "unit", "validity", "topic", "field")
"""What a reader can narrow a search by, besides the year."""
BLOCK = 256
"""Pages in a block."""


class Searchable(msgspec.Struct, frozen=True):
    """可检索: one page as search sees it."""

    url: str
    title: str
    day: date | None
    """None for pages that have no date of their own: units, topics."""
    unit: str
    number: str
    """Document number (发文字号), as printed."""
    facets: tuple[tuple[str, ...], ...]
    """Values by FACETS."""
    aliases: str = ""
    """More words that count as title: synonyms, document and index number."""


def searchable_order(page: Searchable) -> tuple[date, str]:
    """Sort key of documents: oldest first, then by address."""
    return (page.day or date.min, page.url)


class Entry(msgspec.Struct, frozen=True):
    """A page with its text, and the text's terms where they are known already (`Tokens.packed`)."""

    page: Searchable
    text: str
    terms: bytes = b""


class Values(msgspec.Struct, frozen=True):
    """Some words for each page: the different ones in order, how many each page has, and which."""

    names: list[str]
    sizes: list[int]
    numbers: list[int]


def values_of(rows: Sequence[Sequence[str]]) -> Values:
    names = sorted({name for row in rows for name in row})
    places = {name: n for n, name in enumerate(names)}
    return Values(names, [len(row) for row in rows], [places[name] for row in rows for name in row])


class Head(msgspec.Struct, frozen=True):
    """What the tables of an index tell of the texts of a block."""

    packs: list[Pack]
    """Of its fragments."""
    lengths: list[int]
    """Terms of each text."""

    def paths(self) -> list[str]:
        return [path for pack in self.packs for path in pack.paths()]


class About(msgspec.Struct, frozen=True):
    """What they tell of its pages besides: another text moves nothing of it."""

    years: list[int]
    """0 where a page has no day."""
    titles: Values
    """Distinct characters and words of each title."""
    facets: list[Values]
    """By FACETS."""


class Block(msgspec.Struct, frozen=True):
    """检索分块. `buckets` are what `search_buckets.joined` joins."""

    head: Head
    about: About
    files: tuple[bytes, ...]
    """As `Head.paths` names them."""
    buckets: tuple[bytes, ...]


def make_block(entries: Sequence[Entry], where: Cuts) -> Block:
    """The block of at most BLOCK pages."""
    titles = tokens_of_titles([f"{e.page.title}\n{e.page.aliases}" for e in entries])
    texts = [unpacked(e.terms) if e.terms else tokens(e.text) for e in entries]
    packs = [packed(fragment(_shown(e.page), e.text) for e in entries[at : at + PACK]) for at in range(0, len(entries), PACK)]
    head = Head([pack for pack, _ in packs], [t.length for t in texts])
    about = About(
        [e.page.day.year if e.page.day else 0 for e in entries],
        values_of(title_characters([e.page.title for e in entries])), [values_of([e.page.facets[n] for e in entries]) for n in range(len(FACETS))],
    )  # fmt: skip
    return Block(head, about, tuple(data for _, files in packs for data in files), buckets((titles, texts), where))


def _shown(page: Searchable) -> list[str]:
    """Title, address, date, unit, number and validity."""
    return [page.title, page.url, page.day.isoformat() if page.day else "", page.unit, page.number, ",".join(page.facets[2])]
