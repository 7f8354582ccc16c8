"""What one HTML page says of itself and where it leads, read with the standard library.

Not a validator: that is the Nu HTML checker's work. This reads what a validator cannot judge,
because it needs all pages at once.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

_ADDRESSES = {"href", "src", "action", "poster", "data", "cite"}
_LISTS = {"srcset", "imagesrcset"}
_SET_APART = {"title", "h1", "script", "style"}


@dataclass
class Reading:
    """One page. `meta` by name, `links` as written in any attribute that holds an address."""

    lang: str = ""
    kind: str = ""
    canonical: str = ""
    title: str = ""
    headings: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    links: set[str] = field(default_factory=set)
    alternates: dict[str, str] = field(default_factory=dict)
    text: str = ""


def read(html: str) -> Reading:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.reading.text = "".join(reader.texts)
    return reader.reading


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.reading = Reading()
        self.texts: list[str] = []
        self._within: list[str] = []
        self._in_body = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        reading = self.reading
        values = {name: value or "" for name, value in attributes}
        if tag == "html":
            reading.lang = values.get("lang", "")
        elif tag == "body":
            reading.kind = values.get("data-page-type", "")
            self._in_body = True
        elif tag == "meta" and "name" in values:
            reading.meta[values["name"]] = values.get("content", "")
        elif tag == "link" and values.get("rel") == "canonical":
            reading.canonical = values.get("href", "")
        elif tag == "link" and "hreflang" in values:
            reading.alternates[values["hreflang"]] = values.get("href", "")
        elif tag == "h1":
            reading.headings.append("")
        if tag in _SET_APART:
            self._within.append(tag)
        if "id" in values:
            reading.ids.append(values["id"])
        reading.links.update(value for name, value in values.items() if name in _ADDRESSES and value)
        for name in _LISTS & values.keys():
            reading.links.update(candidate.split()[0] for candidate in values[name].split(",") if candidate.strip())

    def handle_endtag(self, tag: str) -> None:
        if self._within and self._within[-1] == tag:
            self._within.pop()

    def handle_data(self, data: str) -> None:
        within = self._within[-1] if self._within else ""
        if within == "title":
            # A drawing in the body may have a title of its own.
            self.reading.title += data if not self._in_body else ""
        elif within not in ("script", "style"):
            self.texts.append(data)
        if within == "h1":
            self.reading.headings[-1] += data


class Tree:
    """A published tree, for the question whether an address leads somewhere in it."""

    def __init__(self, folder: Path, origin: str, pages: Mapping[str, Reading] | None = None) -> None:
        """`pages`, by address, are those already read."""
        self._folder = folder
        self._origin = origin
        self._pages = pages or {}
        self._ids = cache(self._read_ids)
        self._why = cache(self._broken)

    def broken(self, page: str, link: str) -> str | None:
        """Why a link on the page at the address `page` is broken; None if it is fine or leads to another site."""
        # What begins with a stroke leads to the same place from everywhere, and is looked for once.
        return self._why("/" if link.startswith("/") else page, link)

    def _broken(self, page: str, link: str) -> str | None:
        there = urlsplit(urljoin(self._origin + page, link))
        if there.scheme not in ("http", "https") or f"{there.scheme}://{there.netloc}" != self._origin:
            return None
        path = unquote(there.path)
        if not self._file(path).is_file():
            return f"{link}: nothing is there"
        # `#measure=…` is no place but what a page is to begin with.
        if there.fragment and "=" not in there.fragment and unquote(there.fragment) not in self._ids(path):
            return f"{link}: no such place on that page"
        return None

    def _read_ids(self, path: str) -> frozenset[str]:
        if path in self._pages:
            return frozenset(self._pages[path].ids)
        file = self._file(path)
        return frozenset(read(file.read_text(encoding="utf-8")).ids) if file.suffix in (".html", ".svg") else frozenset()

    def _file(self, path: str) -> Path:
        return self._folder / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
