"""What answers look at (依据的事实): the facts of documents and plan on which an answer rests.

A watched portal answers like the one it stands for, and notes each fact that is looked at: a
document, who stands in a group, a validity, whether an address exists. A later build asks a
question again only where one of its facts is another one. Everything else that a question can
see comes from the registers, the day and the theme; where one of those changes, every question
is asked again (`common`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, SupportsIndex, TypeVar

from sitegen.digest import digest
from sitegen.document import Document
from sitegen.fact import Fact
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.portal import Portal
from sitegen.sources import Sources
from sitegen.typeset import Typeset
from sitegen.urls import source_path
from sitegen.values import DocumentId

Body = Callable[[DocumentId, Lang], Typeset]
Value = TypeVar("Value")
Key = TypeVar("Key")
OF_DOCUMENTS = (
    "documents", "by_section", "by_unit", "by_topic", "by_shelf", "by_field", "by_entry", "interpretations", "repealed_by", "amended_by", "implemented_by",
    "related", "guides", "explained", "validity", "statuses",
)  # fmt: skip
"""Mappings of a portal that hold something of documents; `measures` and `site` do too, but as wholes."""
_TIES = ("interpretations", "repealed_by", "amended_by", "implemented_by", "related", "guides", "explained")
"""What other documents say of one. Whoever asks for one of these asks for most of them, so they are one fact: `ties` of a document."""
OF_SOURCES = ("images", "sizes", "search")
_GROUPS = ("by_section", "by_unit", "by_topic", "by_shelf", "by_field", "by_entry")


class Watched(dict[Key, Value]):
    """A mapping that notes which keys were looked up, found or not, and whether all of it was looked at."""

    def __init__(self, name: str, of: Mapping[Key, Value], seen: set[Fact]) -> None:
        super().__init__(of)
        self._name, self._of, self._seen = name, of, seen
        self._one, self._any = ("ties", "ties") if name in _TIES else (name, f"{name}?")

    def __getitem__(self, key: Key) -> Value:
        self._seen.add((self._one, key))
        return super().__getitem__(key)

    def __missing__(self, key: Key) -> Value:
        # The mapping itself may reckon what it does not hold yet.
        return self._of[key]

    def get(self, key: Key, default: Any = None) -> Any:
        self._seen.add((self._one, key))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._seen.add((self._any, key))
        return super().__contains__(key)

    def __len__(self) -> int:
        self._all()
        return super().__len__()

    def __iter__(self) -> Iterator[Key]:
        self._all()
        return super().__iter__()

    def keys(self) -> Any:
        self._all()
        return super().keys()

    def values(self) -> Any:
        self._all()
        return super().values()

    def items(self) -> Any:
        self._all()
        return super().items()

    def _all(self) -> None:
        self._seen.add((self._name, None))


class Group(tuple[Document, ...]):
    """Documents that stand together; each is noted when it is looked at, not before."""

    _seen: set[Fact]

    @classmethod
    def watched(cls, of: Iterable[Document], seen: set[Fact]) -> "Group":
        made = cls(of)
        made._seen = seen
        return made

    def __iter__(self) -> Iterator[Document]:
        for document in super().__iter__():
            self._seen.add(("documents", (document.id, document.lang)))
            yield document

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        if isinstance(place, slice):
            return Group.watched(super().__getitem__(place), self._seen)
        document = super().__getitem__(place)
        self._seen.add(("documents", (document.id, document.lang)))
        return document

    def __add__(self, other: Any) -> Any:
        return (*self, *other)

    def __radd__(self, other: Any) -> Any:
        return (*other, *self)

    def __contains__(self, sought: object) -> bool:
        return any(document == sought for document in self)

    def __reversed__(self) -> Iterator[Document]:
        return reversed(tuple(self))


class Names(frozenset[str]):
    """Names of which one can ask whether they are there."""

    _seen: set[Fact]
    _name: str

    @classmethod
    def watched(cls, name: str, of: Iterable[str], seen: set[Fact]) -> "Names":
        made = cls(of)
        made._name, made._seen = name, seen
        return made

    def __contains__(self, sought: object) -> bool:
        self._seen.add((self._name, sought))
        return super().__contains__(sought)

    def __iter__(self) -> Iterator[str]:
        self._seen.add((self._name, None))
        return super().__iter__()


class Order(tuple[str, ...]):
    """Names in order, which are looked at as a whole."""

    _seen: set[Fact]
    _name: str

    @classmethod
    def watched(cls, name: str, of: Iterable[str], seen: set[Fact]) -> "Order":
        made = cls(of)
        made._name, made._seen = name, seen
        return made

    def __iter__(self) -> Iterator[str]:
        self._seen.add((self._name, None))
        return super().__iter__()


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
    """The portal with its facts of documents watched. Its registers are as they are: what is common needs no watch."""
    plain = {name: getattr(portal, name) for name in OF_DOCUMENTS}
    groups = {name: {key: Group.watched(of, seen) for key, of in plain[name].items()} for name in _GROUPS}
    maps: dict[str, Any] = {name: Watched(name, of, seen) for name, of in (plain | groups).items() if name != "statuses"}
    found = replace(portal, **maps, site=replace(portal.site, documents=()))
    object.__setattr__(found, "statuses", Watched("statuses", portal.statuses, seen))
    return found


def watched_sources(sources: Sources, seen: set[Fact]) -> Sources:
    """The sources with their facts watched, but for the theme, which is common or of the page's kind."""
    maps: dict[str, Any] = {name: Watched(name, getattr(sources, name), seen) for name in OF_SOURCES}
    return replace(sources, **maps, urls=Names.watched("urls", sources.urls, seen), pages=Order.watched("pages", sources.pages, seen))


def watched_body(body: Body, seen: set[Fact]) -> Body:
    """The texts, each noted when somebody looks how it is made up; what it says is in no answer (`slots`)."""

    def read(id_: DocumentId, lang: Lang) -> Typeset:
        seen.add(("body", (id_, lang)))
        return body(id_, lang)

    return read


def common(portal: Portal, sources: Sources, rest: object) -> bytes:
    """A digest of what all questions may look at and none notes: registers, day, words and addresses of the theme, measures.

    `rest` is a plain value for the registers and the day.
    """
    looks = sources.theme
    addresses = {name: url for name, (url, _) in looks.assets.items()}
    return digest((rest, portal.measures, looks.words, addresses, sources.version))


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
        found: Mapping[Any, Any] = getattr(self._sources if name in OF_SOURCES else self._portal, name)
        return found


def _plain(name: str, found: Any) -> Any:
    """What a mapping holds, as a value that has a digest: of documents in a group, who they are."""
    return [(d.id, d.lang) for d in found] if name in _GROUPS else found
