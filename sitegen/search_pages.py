"""What can be searched (检索范围): every page of a portal as title, text and facets.

Documents of the language, and for the main language, and one into which the portal converts,
all catalogs and their rows; units, streets, fields and topics under their name in the language.
The text of a document is asked for by its id, because 100,000 of them need not be in memory;
and what is said of it is worked out only where something it rests on has changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import msgspec

from sitegen import urls
from sitegen.checksum import checksum
from sitegen.disclosure import CatalogEntry
from sitegen.document import Document
from sitegen.front_matter import PolicyHeader
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.portal import Portal
from sitegen.registers import Street, Topic, Unit
from sitegen.script import portal_in
from sitegen.search_blocks import FACETS, Searchable, searchable_order
from sitegen.search_records import record_pages
from sitegen.search_sections import section_pages
from sitegen.search_services import service_pages
from sitegen.theme import Theme
from sitegen.tokens import normalise
from sitegen.urls import source_path
from sitegen.values import DocumentId, UnitId, Words

_encode = msgspec.json.Encoder().encode

OTHER_KINDS = (
    "catalog", "entry", "field", "street", "topic", "unit", "section",
    "hotline",
    "service", "journey", "measure", "audience",
    "letter", "opinion", "annual-report", "project", "operation", "application", "sight", "figures", "pictures",
)  # fmt: skip
"""Kinds of pages besides those of documents."""


@dataclass(frozen=True, slots=True)
class Found:
    """A page to be searched, and where its text is: given, or that of a document."""

    page: Searchable
    text: str
    document: DocumentId | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A page in its place, before anything is said of it."""

    order: tuple[date, str]
    own: bytes
    """What a document was made of (`Work.key`); nothing for other pages."""
    rest: bytes
    """Checksum of all else that it says, besides what all pages of the index share (`SearchPages.shared`)."""
    source: Document | Found
    document: DocumentId | None = None


class SearchPages:
    """The pages of one language. By path `keys` tell what each document was made of, and `heads` are digests of what it is besides its text."""

    def __init__(self, portal: Portal, theme: Theme, lang: Lang, keys: Mapping[str, bytes], heads: Mapping[str, bytes]) -> None:
        self.portal, self.theme, self.lang, self.keys, self.heads = portal_in(portal, lang), theme, lang, keys, heads
        self.synonyms = [[(word, normalise(word)) for word in group.words] for group in portal.site.synonyms]
        self.field_of_catalog = {c.id: c.field for c in portal.site.catalogs if c.field}
        self.unit_names = {u: self._name(unit.short_name) for u, unit in portal.units.items()}
        self.base_path = portal.config.base_path

    @property
    def shared(self) -> bytes:
        """What is said of a document besides what stands in its file."""
        fields = {e: field for e, entry in self.portal.entries.items() if (field := self.field_of_catalog.get(entry.catalog))}
        return _encode((self.lang, self.base_path, self.synonyms, self.unit_names, fields))

    def __iter__(self) -> Iterator[Listed]:
        """All pages, oldest first."""
        others = (Listed(searchable_order(f.page), b"", checksum(_encode((f.page, f.text))), f) for f in self._others())
        yield from sorted((*(self._listed(d) for d in self.portal.documents.values() if d.lang == self.lang), *others), key=lambda page: page.order)

    def found(self, listed: Listed) -> Found:
        return listed.source if isinstance(listed.source, Found) else self._document(listed.source)

    def _listed(self, document: Document) -> Listed:
        # A translation takes what it does not say itself from its original.
        original = self.heads[source_path(document.id, DEFAULT_LANG)] if document.lang != DEFAULT_LANG else b""
        validity = self.portal.validity.get(document.id, "")
        return Listed(
            (document.header.published, self.base_path + urls.document_url(document.id, document.lang)),
            self.keys[document.path], checksum(document.id.encode(), validity.encode(), original), document, document.id,
        )  # fmt: skip

    def labels(self) -> dict[str, dict[str, str]]:
        """The words for facet values."""
        p = self.portal
        words = self.theme.words[self.lang]
        return {
            "kind": {key.removeprefix("kind."): word for key, word in words.items() if key.startswith("kind.")},
            "validity": {key.removeprefix("validity."): word for key, word in words.items() if key.startswith("validity.")},
            "unit": {str(i): name for i, name in self.unit_names.items()},
            "topic": {str(i): self._name(t.name) for i, t in p.topics.items()},
            "field": {str(i): self._name(f.name) for i, f in p.fields.items()},
        }

    def _others(self) -> Iterator[Found]:
        """Every page that is no document."""
        p = self.portal
        if self.lang == DEFAULT_LANG or self.lang in p.config.converted:
            for catalog in p.site.catalogs:
                text = "\n".join((catalog.title, catalog.summary or ""))
                fields = (catalog.field,) if catalog.field else ()
                units = (catalog.unit,) if catalog.unit else ()
                yield self._page(urls.catalog_url(catalog.id), catalog.title, text, "catalog", units, (), fields, day=catalog.updated)
                yield from (self._entry(e) for e in catalog.entries if e.refers_to is None)
        yield from (self._unit(u) for u in p.units.values())
        yield from (self._street(s) for s in p.streets.values())
        for field in p.fields.values():
            yield self._page(f"/fields/{field.id}/", self._name(field.name), field.summary, "field", (field.unit,), field.topics, (field.id,))
        yield from (self._topic(t) for t in p.topics.values())

        def word(key: str) -> str:
            return self.theme.word(self.lang, key)

        for record in (*section_pages(p, self.lang, word), *record_pages(p, self.lang, word), *service_pages(p, self.lang, word)):
            text = "\n".join(line for line in record.lines if line)
            yield self._page(record.path, record.title, text, record.kind, record.units, record.topics, (), day=record.day, aliases=record.aliases)

    def _document(self, document: Document) -> Found:
        header = document.header
        number = getattr(header, "document_number", None) or ""
        fields = {self.portal.entries[e].catalog: None for e in header.entries if e in self.portal.entries}
        validity = self.portal.validity.get(document.id) if isinstance(header, PolicyHeader) else None
        found = self._page(
            urls.document_url(document.id, document.lang), header.title, "", document.kind, (header.unit,), header.topics,
            tuple(f for c in fields if (f := self.field_of_catalog.get(c))), day=header.published, number=number, validity=validity or "",
            aliases=(number, getattr(header, "index_number", None) or "", *header.aliases), synonyms_of=(header.title, *header.keywords),
        )  # fmt: skip
        return Found(found.page, "", document.id)

    def _entry(self, entry: CatalogEntry) -> Found:
        home = self.portal.catalogs[entry.catalog]
        units = (self._name(self.portal.units[u].name) for u in entry.units)
        lines = (entry.question or "", *entry.content_elements, entry.time_limit, *units, *entry.legal_basis)
        return self._page(
            urls.entry_url(home.id, entry.id), entry.title, "\n".join(line for line in lines if line), "entry", entry.units, (),
            (home.field,) if home.field else (), day=home.updated,
        )  # fmt: skip

    def _unit(self, unit: Unit) -> Found:
        offices = (f"{office.name} {office.duty} {office.phone or ''}" for office in unit.offices)
        lines = (unit.duty, unit.address, unit.hours, unit.phone, *offices)
        return self._page(f"/units/{unit.id}/", self._name(unit.name), "\n".join(lines), "unit", (unit.id,), (), (), aliases=(self._name(unit.short_name),))

    def _street(self, street: Street) -> Found:
        points = (f"{point.name} {point.address} {point.hours}" for point in street.service_points)
        lines = (street.summary, "、".join(street.communities), *points)
        return self._page(f"/streets/{street.id}/", self._name(street.name), "\n".join(lines), "street", (street.office,), (), ())

    def _topic(self, topic: Topic) -> Found:
        return self._page(f"/topics/{topic.id}/", self._name(topic.name), topic.summary, "topic", (), (topic.id,), ())

    def _page(
        self, path: str, title: str, text: str, kind: str, units: Iterable[UnitId], topics: Iterable[str], fields: Iterable[str], *,
        day: date | None = None, number: str = "", validity: str = "", aliases: Iterable[str] = (), synonyms_of: Iterable[str] = (),
    ) -> Found:  # fmt: skip
        values = {"kind": (kind,), "unit": tuple(map(str, units)), "validity": (validity,) if validity else (), "topic": tuple(topics), "field": tuple(fields)}
        unit = "、".join(self.unit_names[UnitId(u)] for u in values["unit"][:3] if u in self.unit_names)
        more = (*(a for a in aliases if a), *self._synonyms("\n".join((title, *synonyms_of))))
        page = Searchable(
            self.base_path + self._own(path), title, day, unit, number,
            tuple(values[name] for name in FACETS), "\n".join(more),
        )  # fmt: skip
        return Found(page, text)

    def _synonyms(self, text: str) -> Iterator[str]:
        """The other words of each group of which the text holds one."""
        plain = normalise(text) if self.synonyms else ""
        for group in self.synonyms:
            held = [word for word, normal in group if normal in plain]
            if held:
                yield from (word for word, normal in group if normal not in plain)

    def _own(self, path: str) -> str:
        """The page in the language, if the portal converts into it; others have registers in the main language alone."""
        folder = f"/{urls.LANG_FOLDERS[self.lang]}"
        return folder + path[1:] if self.lang in self.portal.config.converted and not path.startswith(folder) else path

    def _name(self, words: Words) -> str:
        return words.get(self.lang) or words.get(DEFAULT_LANG) or next(iter(words.values()))
