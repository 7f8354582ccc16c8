"""What can be searched (检索范围): every page of a portal as title, text and facets.

Documents of the language, and for the main language, and one into which the portal converts, all
catalogs and their rows; units, streets, fields and topics under their name in the language. The text of a document is asked
for by its id, because 100,000 of them need not be in memory.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sitegen import urls
from sitegen.model import DEFAULT_LANG, CatalogEntry, Document, DocumentId, Lang, PolicyHeader, Street, Topic, Unit, UnitId, Words
from sitegen.portal import Portal
from sitegen.script import portal_in
from sitegen.search_blocks import FACETS, Searchable, searchable_order
from sitegen.search_records import record_pages
from sitegen.search_services import service_pages
from sitegen.theme import Theme
from sitegen.tokens import normalise

OTHER_KINDS = (
    "catalog", "entry", "field", "street", "topic", "unit",
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


class SearchPages:
    """The pages of one language."""

    def __init__(self, portal: Portal, theme: Theme, lang: Lang) -> None:
        self.portal, self.theme, self.lang = portal_in(portal, lang), theme, lang
        self.synonyms = [[(word, normalise(word)) for word in group.words] for group in portal.site.synonyms]
        self.field_of_catalog = {c.id: c.field for c in portal.site.catalogs if c.field}

    def __iter__(self) -> Iterator[Found]:
        """All pages, oldest first."""
        yield from sorted(self._pages(), key=lambda found: searchable_order(found.page))

    def labels(self) -> dict[str, dict[str, str]]:
        """The words for facet values."""
        p = self.portal
        words = self.theme.words[self.lang]
        return {
            "kind": {key.removeprefix("kind."): word for key, word in words.items() if key.startswith("kind.")},
            "validity": {key.removeprefix("validity."): word for key, word in words.items() if key.startswith("validity.")},
            "unit": {str(i): self._name(u.short_name) for i, u in p.units.items()},
            "topic": {str(i): self._name(t.name) for i, t in p.topics.items()},
            "field": {str(i): self._name(f.name) for i, f in p.fields.items()},
        }

    def _pages(self) -> Iterator[Found]:
        p = self.portal
        yield from (self._document(d) for d in p.documents.values() if d.lang == self.lang)
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

        for record in (*record_pages(p, self.lang, word), *service_pages(p, self.lang, word)):
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
        known = self.portal.units
        unit = "、".join(self._name(known[UnitId(u)].short_name) for u in values["unit"][:3] if UnitId(u) in known)
        more = (*(a for a in aliases if a), *self._synonyms("\n".join((title, *synonyms_of))))
        page = Searchable(
            self.portal.config.base_path + self._own(path), title, day, unit, number,
            tuple(values[name] for name in FACETS), "\n".join(more),
        )  # fmt: skip
        return Found(page, text)

    def _synonyms(self, text: str) -> Iterator[str]:
        """The other words of each group of which the text holds one."""
        plain = normalise(text)
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
