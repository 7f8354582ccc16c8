"""The portal on one day (门户): configuration and Site, indexed for those who ask.

Documents whose publication day has not come are left out here, once, so that nothing later
can show them; in a preview they are shown to those who write them, and change no duty and no
validity before their day. Ties that editors state from one side are turned round here.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sitegen.config import Section, SiteConfig
from sitegen.disclosure import Catalog, CatalogEntry
from sitegen.document import Document
from sitegen.explaining import Pointer, explained_clauses
from sitegen.front_matter import InterpretationHeader, PolicyHeader
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.measure_index import MeasureIndex, measure_index
from sitegen.obligations import EntryStatus, Statuses
from sitegen.registers import PriorityField, Street, Topic, Unit
from sitegen.service_index import ServiceIndex, service_index
from sitegen.site import Site
from sitegen.values import CatalogId, DocumentId, EntryId, FieldId, SectionId, StreetId, TopicId, UnitId, Words
from sitegen.views import Validity

Ties = dict[DocumentId, tuple[DocumentId, ...]]


@dataclass(frozen=True, slots=True, weakref_slot=True)
class Portal:
    """Everything a question or the plan may look at. Build it with `portal()`."""

    config: SiteConfig
    site: Site
    as_of: date
    langs: tuple[Lang, ...]
    sections: dict[str, Section]
    documents: dict[tuple[DocumentId, Lang], Document]
    """Published ones, newest first; in a preview drafts too."""
    by_section: dict[tuple[str, Lang], tuple[Document, ...]]
    by_unit: dict[tuple[UnitId, Lang], tuple[Document, ...]]
    by_topic: dict[tuple[TopicId, Lang], tuple[Document, ...]]
    by_shelf: dict[tuple[TopicId, SectionId | None, Lang], tuple[Document, ...]]
    """Documents on a topic by their section; None has those that stand in none."""
    by_field: dict[tuple[FieldId, Lang], tuple[Document, ...]]
    by_entry: dict[EntryId, tuple[Document, ...]]
    """Documents of the default language that fulfil a row, its references included."""
    units: dict[UnitId, Unit]
    streets: dict[StreetId, Street]
    fields: dict[FieldId, PriorityField]
    topics: dict[TopicId, Topic]
    catalogs: dict[CatalogId, Catalog]
    entries: dict[EntryId, CatalogEntry]
    referred_by: dict[EntryId, tuple[CatalogEntry, ...]]
    rows_of_unit: dict[UnitId, int]
    """How many rows each unit is responsible for."""
    interpretations: Ties
    repealed_by: Ties
    amended_by: Ties
    implemented_by: Ties
    related: Ties
    guides: Ties
    """Guides that tell how to apply for what a policy promises (申报指南)."""
    explained: dict[DocumentId, dict[str, tuple[Pointer, ...]]]
    """Who explains each clause of a policy, by the clause's id."""
    services: ServiceIndex
    measures: MeasureIndex
    validity: dict[DocumentId, Validity] = field(default_factory=dict)
    statuses: dict[EntryId, EntryStatus] = field(init=False)

    def speaks(self, lang: Lang, words: Words) -> bool:
        """Whether something with this name has a page in `lang`: it is the main language, the name is written in it, or the portal converts."""
        return lang == DEFAULT_LANG or lang in words or lang in self.config.converted

    def __post_init__(self) -> None:
        object.__setattr__(self, "statuses", Statuses(self))

    def waits(self, document: Document) -> bool:
        """草稿: whether its publication day has not come."""
        return document.header.published > self.as_of


def portal(config: SiteConfig, site: Site, as_of: date, preview: bool = False) -> Portal:
    """The portal as readers see it on `as_of`, or in a preview as those see it who write for it."""
    langs = tuple(config.langs)
    shown = [d for d in site.documents if (preview or d.header.published <= as_of) and d.lang in langs]
    documents = {(d.id, d.lang): d for d in shown}
    entries = {e.id: e for c in site.catalogs for e in c.entries}
    field_of = {e.id: c.field for c in site.catalogs if c.field for e in c.entries}
    referred = _group(entries.values(), lambda e: (e.refers_to,) if e.refers_to else ())
    originals = [d for d in shown if d.lang == DEFAULT_LANG]
    published = [d for d in originals if d.header.published <= as_of]
    policies = [(d, d.header) for d in originals if isinstance(d.header, PolicyHeader)]
    settled = [(d, h) for d, h in policies if h.published <= as_of]
    repealed_by = _turned(((d.id, h.repeals) for d, h in settled if (h.effective or h.formed) <= as_of), documents)
    result = Portal(
        config=config, site=site, as_of=as_of, langs=langs, sections={s.id: s for s in config.sections}, documents=documents,
        by_section=_group(shown, lambda d: ((d.section, d.lang),) if d.section else ()),
        by_unit=_group(shown, lambda d: ((d.header.unit, d.lang),)),
        by_topic=_group(shown, lambda d: tuple((t, d.lang) for t in d.header.topics)),
        by_shelf=_group(shown, lambda d: tuple((t, d.section, d.lang) for t in d.header.topics)),
        by_field=_group(shown, lambda d: {(field_of[e], d.lang): None for e in d.header.entries if e in field_of}),
        by_entry=_fulfilled(published, entries, referred),
        units={u.id: u for u in site.units}, streets={s.id: s for s in site.streets}, fields={f.id: f for f in site.fields},
        topics={t.id: t for t in site.topics}, catalogs={c.id: c for c in site.catalogs}, entries=entries, referred_by=referred,
        rows_of_unit=Counter(u for e in entries.values() for u in e.units),
        interpretations=_turned(((d.id, d.header.explains) for d in originals if isinstance(d.header, InterpretationHeader)), documents),
        repealed_by=repealed_by,
        amended_by=_turned(((d.id, h.amends) for d, h in settled), documents),
        implemented_by=_turned(((d.id, h.implements) for d, h in policies), documents),
        related=_both_ways((d.id, d.header.related) for d in originals),
        guides=_turned(((d.id, a.policies) for d in originals if (a := getattr(d.header, "application", None)) is not None), documents),
        explained=explained_clauses(originals),
        services=service_index(site.records, (u.id for u in site.units)),
        measures=measure_index(site.records, documents, repealed_by, as_of),
    )  # fmt: skip
    result.validity.update((d.id, _validity(d.id, h, repealed_by, as_of)) for d, h in policies)
    return result


def _validity(id_: DocumentId, header: PolicyHeader, repealed_by: Ties, as_of: date) -> Validity:
    if id_ in repealed_by:
        return "repealed"
    if header.expires is not None and header.expires < as_of:
        return "expired"
    if (header.effective or header.formed) > as_of:
        return "pending"
    return "in-force"


def _group(items: Iterable[Any], keys: Callable[[Any], Iterable[Any]]) -> dict[Any, tuple[Any, ...]]:
    groups: dict[Any, list[Any]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            groups[key].append(item)
    return {key: tuple(members) for key, members in groups.items()}


def _turned(ties: Iterable[tuple[DocumentId, Iterable[DocumentId]]], shown: dict[tuple[DocumentId, Lang], Document]) -> Ties:
    """Who points at each document, newest first; `shown` keeps that order."""
    back: dict[DocumentId, list[DocumentId]] = defaultdict(list)
    for source, targets in ties:
        if (source, DEFAULT_LANG) in shown:
            for target in dict.fromkeys(targets):
                back[target].append(source)
    return {target: tuple(sources) for target, sources in back.items()}


def _both_ways(ties: Iterable[tuple[DocumentId, Iterable[DocumentId]]]) -> Ties:
    found: dict[DocumentId, dict[DocumentId, None]] = defaultdict(dict)
    for source, targets in ties:
        for target in targets:
            found[source][target] = None
            found[target][source] = None
    return {source: tuple(targets) for source, targets in found.items()}


def _fulfilled(
    documents: Iterable[Document], entries: dict[EntryId, CatalogEntry], referred: dict[EntryId, tuple[CatalogEntry, ...]]
) -> dict[EntryId, tuple[Document, ...]]:
    """Documents of each row. What a unit publishes for a row counts for its own row that refers to it, and the other way round."""
    rows: dict[EntryId, dict[DocumentId, Document]] = defaultdict(dict)
    for document in documents:
        for id_ in document.header.entries:
            rows[id_][document.id] = document
            entry = entries.get(id_)
            if entry is None:
                continue
            if entry.refers_to:
                rows[entry.refers_to][document.id] = document
            for other in referred.get(id_, ()):
                if document.header.unit in other.units:
                    rows[other.id][document.id] = document
    return {id_: tuple(found.values()) for id_, found in rows.items()}
