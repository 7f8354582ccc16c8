"""Pages in blocks (检索分块): what of the index can be made of a few pages without knowing the others.

A block is 256 pages in the order of the index: the files of their fragments, and their terms
sorted and cut into buckets, the same for every block. Joining a bucket of all blocks gives
its shards (`sitegen.search`). So blocks can be made in several processes and kept from build
to build, and an edit costs its block and the buckets in which its terms stand.
"""

import hashlib
import json
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache

import msgspec
from deflate import zlib_compress

from sitegen.search_buckets import Cuts, buckets
from sitegen.tokens import title_characters, tokens, tokens_of_titles, unpacked

FACETS = ("kind", "unit", "validity", "topic", "field")
"""What a reader can narrow a search by, besides the year."""
BLOCK = 256
"""Pages in a block."""
FOLDER = 64
"""Pages whose fragments share a folder: an edit names the folder anew, and every file in it. Smaller ones make the manifest larger."""
PART = 2_400
"""Characters of text in a fragment's first file, which every hit shown costs."""
PART_MORE = 12_000
DIGEST = 8


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

    digests: list[str]
    """The names of the folders of its fragments."""
    parts: list[int]
    """Files of each fragment."""
    lengths: list[int]
    """Terms of each text."""

    def paths(self) -> list[str]:
        starts = [f"d/{digest}/" for digest in self.digests]
        return [starts[page // FOLDER] + name for page, parts in enumerate(self.parts) for name in _fragment_names(page % FOLDER, parts)]

    def page_paths(self, page: int) -> tuple[str, ...]:
        """The files of one fragment, by its page's place in the block."""
        return tuple(f"d/{self.digests[page // FOLDER]}/{name}" for name in _fragment_names(page % FOLDER, self.parts[page]))


@cache
def _fragment_names(place: int, parts: int) -> tuple[str, ...]:
    """The files of one fragment, by its page's place in the folder."""
    return (f"{place}.bin", *(f"{place}-{part}.bin" for part in range(1, parts)))


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
    fragments = [fragment(_shown(e.page), e.text) for e in entries]
    head = Head([folder_name(fragments[at : at + FOLDER]) for at in range(0, len(fragments), FOLDER)], [len(f) for f in fragments], [t.length for t in texts])
    about = About(
        [e.page.day.year if e.page.day else 0 for e in entries],
        values_of(title_characters([e.page.title for e in entries])), [values_of([e.page.facets[n] for e in entries]) for n in range(len(FACETS))],
    )  # fmt: skip
    return Block(head, about, tuple(part for parts in fragments for part in parts), buckets((titles, texts), where))


# ---------------------------------------------------------------- fragments: what a result shows of a page


def _shown(page: Searchable) -> list[str]:
    """Title, address, date, unit, number and topics."""
    return [page.title, page.url, page.day.isoformat() if page.day else "", page.unit, page.number, ",".join(page.facets[2])]


def fragment(shown: Sequence[str], text: str) -> tuple[bytes, ...]:
    """Files: what is shown besides the text, how many files follow and the first text; then the rest of the text."""
    rest = [text[at : at + PART_MORE] for at in range(PART, len(text), PART_MORE)]
    return tuple(deflated(as_json(part)) for part in ([*shown, len(rest), text[:PART]], *rest))


def unfolded(files: Sequence[bytes]) -> tuple[list[str], str]:
    """What `fragment` made files of. Raises: ValueError, zlib.error."""
    (*shown, _, first), *rest = (json.loads(zlib.decompress(file)) for file in files)
    return shown, "".join((first, *rest))


def folder_name(fragments: Iterable[Iterable[bytes]]) -> str:
    """A folder is named by all that its files say."""
    return short_digest(b"".join(part for parts in fragments for part in parts))


as_json = msgspec.json.Encoder().encode


def deflated(data: bytes) -> bytes:
    """As the files of an index are packed: for any reader of zlib, by libdeflate, which takes a third of the time and gives the same bytes on every machine."""
    return bytes(zlib_compress(data, 6))


def short_digest(data: bytes) -> str:
    """Eight characters of 32 that no file system confuses."""
    number = int.from_bytes(hashlib.blake2b(data, digest_size=5).digest(), "big")
    return "".join("0123456789abcdefghjkmnpqrstvwxyz"[number >> shift & 31] for shift in range(35, -1, -5))
