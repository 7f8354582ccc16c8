"""What answers look at (依据的事实): the facts of documents, catalogs, records and plan on which an answer rests.

A watched portal answers like the one it stands for, and notes each fact that is looked at: a
document, who stands in a group, a validity, a row, a letter's year, whether an address exists. A
later build asks a question again only where one of its facts is another one. Everything else that
a question can see comes from site.yml, the registers, the day and the theme; where one of those
changes, every question is asked again (`common`).
"""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from operator import attrgetter
from typing import Any, TypeVar, cast

from sitegen.digest import digest
from sitegen.fact import Fact
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.portal import Portal
from sitegen.records import Records
from sitegen.sources import Sources
from sitegen.typeset import Typeset
from sitegen.urls import source_path
from sitegen.values import DocumentId
from sitegen.watched import Group, Names, Order, Parts, Roll, Watched

Body = Callable[[DocumentId, Lang], Typeset]
Value = TypeVar("Value")
OF_DOCUMENTS = (
    "documents", "by_section", "by_unit", "by_topic", "by_shelf", "by_field", "by_entry", "interpretations", "repealed_by", "amended_by", "implemented_by",
    "related", "guides", "explained", "validity", "statuses",
)  # fmt: skip
"""Mappings of a portal that hold something of documents."""
OF_CATALOGS = ("catalogs", "entries", "referred_by", "rows_of_unit")
"""Mappings that are made of the catalogs."""
OF_RECORDS = ("services", "measures")
"""Indexes of mappings that are made of the records; the facts of each mapping go by both names, such as `services.items`."""
_TIES = ("interpretations", "repealed_by", "amended_by", "implemented_by", "related", "guides", "explained")
"""What other documents say of one. Whoever asks for one of these asks for most of them, so they are one fact: `ties` of a document."""
OF_SOURCES = ("images", "sizes", "search")
_ID, _ID_AND_LANG = attrgetter("id"), attrgetter("id", "lang")
_GROUPS: dict[str, tuple[str, Callable[[Any], Any]]] = dict.fromkeys(
    ("by_section", "by_unit", "by_topic", "by_shelf", "by_field", "by_entry"), ("documents", _ID_AND_LANG)
) | {"referred_by": ("entries", _ID)}
"""Mappings that hold groups: the mapping in which each of a group stands, and its key there."""


def apart(seen: set[Fact], work: Callable[[], Value]) -> tuple[Value, frozenset[Fact]]:
    """What `work` gives and the facts it looked at; `seen` is what it was before."""
    before = frozenset(seen)
    seen.clear()
    try:
        return work(), frozenset(seen)
    finally:
        seen.clear()
        seen.update(before)


def watched_portal(portal: Portal, seen: set[Fact]) -> Portal:
    """The portal with its facts of documents, catalogs and records watched. Its registers are as they are: what is common needs no watch."""
    maps: dict[str, Any] = {name: getattr(portal, name) for name in (*OF_DOCUMENTS, *OF_CATALOGS) if name != "statuses"}
    for name, about in _GROUPS.items():
        maps[name] = {key: Group.watched(*about, of, seen) for key, of in maps[name].items()}
    maps["catalogs"] = {key: replace(of, entries=Group.watched("entries", _ID, of.entries, seen)) for key, of in portal.catalogs.items()}
    watched: dict[str, Any] = {name: Watched(name, of, seen, told="ties" if name in _TIES else "") for name, of in maps.items()}
    for name in OF_RECORDS:
        index = getattr(portal, name)
        watched[name] = replace(index, **_watched_mappings(name, index, seen))
    catalogs = Roll.watched("catalogs", _ID, maps["catalogs"].values(), seen)
    records = Parts("records", portal.site.records, _watched_mappings("records", portal.site.records, seen), seen)
    found = replace(portal, **watched, site=replace(portal.site, documents=(), catalogs=catalogs, records=cast(Records, records)))
    object.__setattr__(found, "statuses", Watched("statuses", portal.statuses, seen))
    return found


def _watched_mappings(name: str, of: Any, seen: set[Fact]) -> dict[str, Any]:
    return {part: Watched(f"{name}.{part}", held, seen) for part, held in _parts(of).items() if isinstance(held, Mapping)}


def _parts(of: Any) -> dict[str, Any]:
    return {field.name: getattr(of, field.name) for field in fields(of)}


def watched_sources(sources: Sources, seen: set[Fact]) -> Sources:
    """The sources with their facts watched, but for the theme, which is common or of the page's kind."""
    maps: dict[str, Any] = {name: Watched(name, getattr(sources, name), seen) for name in OF_SOURCES}
    return replace(sources, **maps, urls=Names(sources.urls).noting("urls", seen), pages=Order(sources.pages).noting("pages", seen))


def watched_body(body: Body, seen: set[Fact]) -> Body:
    """The texts, each noted when somebody looks how it is made up; what it says is in no answer (`slots`)."""

    def read(id_: DocumentId, lang: Lang) -> Typeset:
        seen.add(("body", (id_, lang)))
        return body(id_, lang)

    return read


def common(sources: Sources, rest: object) -> bytes:
    """A digest of what all questions may look at and none notes: registers, day, words and addresses of the theme.

    `rest` is a plain value for the registers and the day.
    """
    looks = sources.theme
    addresses = {name: url for name, (url, _) in looks.assets.items()}
    return digest((rest, looks.words, addresses, sources.version))


class Facts:
    """What each fact is now. `keys` tell what each document was made of, `heads` what it is besides its text, both by path."""

    def __init__(self, portal: Portal, sources: Sources, keys: Mapping[str, bytes], heads: Mapping[str, bytes]) -> None:
        self._portal, self._sources, self._keys, self._heads = portal, sources, keys, heads
        self._wholes: dict[str, bytes] = {}

    def state(self, fact: Fact) -> bytes:
        """A digest of the fact as it is now, empty where it is gone."""
        name, key = fact
        if key is not None:
            # Asked for once, and there are half a million of them in a large portal: not kept.
            return self._one(name, key)
        found = self._wholes.get(name)
        if found is None:
            found = self._wholes[name] = self._whole(name)
        return found

    def _one(self, name: str, key: Any) -> bytes:
        if name.endswith("?"):
            return b"1" if key in self._mapping(name[:-1]) else b""
        if name in ("text", "body"):
            return (self._keys if name == "text" else self._heads).get(source_path(*key), b"")
        if name == "ties":
            tied = [getattr(self._portal, of).get(key) for of in _TIES]
            return digest(tied) if any(tied) else b""
        if name == "urls":
            return b"1" if key in self._sources.urls else b""
        if name == "statuses":
            return digest(self._portal.statuses[key]) if key in self._portal.entries else b""
        found = self._mapping(name).get(key)
        return self._told(name, found) if found is not None else b""

    def _told(self, name: str, found: Any) -> bytes:
        if name == "documents":
            # A translation takes what it does not say itself from its original.
            original = self._heads.get(source_path(found.id, DEFAULT_LANG), b"") if found.lang != DEFAULT_LANG else b""
            return self._heads[found.path] + original
        return digest(_plain(name, found))

    def _whole(self, name: str) -> bytes:
        if name.endswith("?"):
            return digest(list(self._mapping(name[:-1])))
        if name in ("text", "body"):
            return digest(sorted((self._keys if name == "text" else self._heads).items()))
        if name == "ties":
            return digest([getattr(self._portal, of) for of in _TIES])
        if name == "documents":
            return digest([(key, self._heads[of.path]) for key, of in self._portal.documents.items()])
        if name == "statuses":
            return digest([(id_, self._portal.statuses[id_]) for id_ in self._portal.entries])
        if name == "pages":
            return digest(self._sources.pages)
        if name == "urls":
            return digest(sorted(self._sources.urls))
        return digest([(key, _plain(name, found)) for key, found in self._mapping(name).items()])

    def _mapping(self, name: str) -> Mapping[Any, Any]:
        records = self._portal.site.records
        if name == "records":
            return {part: held for part, held in _parts(records).items() if not isinstance(held, Mapping)}
        of, _, part = name.rpartition(".")
        held: Any = self._sources if name in OF_SOURCES else self._portal
        if of:
            held = records if of == "records" else getattr(self._portal, of)
        found: Mapping[Any, Any] = getattr(held, part)
        return found


def _plain(name: str, found: Any) -> Any:
    """What a mapping holds, as a value that has a digest: of those in a group, and of a catalog's rows, which they are."""
    if name in _GROUPS:
        _, key = _GROUPS[name]
        return list(map(key, found))
    return (replace(found, entries=()), list(map(_ID, found.entries))) if name == "catalogs" else found
