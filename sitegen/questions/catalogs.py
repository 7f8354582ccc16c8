"""Questions on catalogs and their rows (目录与公开事项)."""

from datetime import date

from sitegen import urls
from sitegen.disclosure import Catalog, CatalogEntry, Disclosure
from sitegen.plan import AUDIENCES, LEVELS, METHODS
from sitegen.questions import Ask, once, page_question, question
from sitegen.questions.documents import card, fulfilled_ids, standing, unit_card, unit_link
from sitegen.values import CatalogId, EntryId
from sitegen.views import CatalogCard, CatalogView, EntryCard, EntryView, FacetOption, FacetView, Link, Record


def owner(ask: Ask, found: Catalog) -> Link | None:
    p = ask.portal
    if found.field:
        return ask.link(p.fields[found.field].name, f"/fields/{found.field}/")
    if found.street:
        return ask.link(p.streets[found.street].name, f"/streets/{found.street}/")
    return unit_link(ask, found.unit, short=False) if found.unit else None


def catalog_card(ask: Ask, found: Catalog) -> CatalogCard:
    stem = ask.url(f"/catalogs/{found.id}")
    return CatalogCard(
        id=found.id, url=ask.url(urls.catalog_url(found.id)), title=found.title, kind=found.kind, owner=owner(ask, found),
        edition=found.edition, updated=found.updated, count=len(found.entries), csv=f"{stem}.csv", json=f"{stem}.json", xlsx=f"{stem}.xlsx",
    )  # fmt: skip


@question
def catalogs(ask: Ask, kind: str | None = None) -> tuple[CatalogCard, ...]:
    return tuple(catalog_card(ask, c) for c in ask.portal.site.catalogs if kind in (None, c.kind))


@question
def catalog(ask: Ask, id_: str) -> CatalogView:
    found = ask.portal.catalogs[CatalogId(id_)]
    stem = ask.url(f"/catalogs/{found.id}")
    return CatalogView(
        id=found.id, url=ask.url(urls.catalog_url(found.id)), title=found.title, kind=found.kind, owner=owner(ask, found),
        edition=found.edition, updated=found.updated, summary=found.summary or "", count=len(found.entries),
        csv=f"{stem}.csv", json=f"{stem}.json", xlsx=f"{stem}.xlsx",
    )  # fmt: skip


@question
@once
def row(ask: Ask, id_: str) -> EntryCard:
    entry = ask.portal.entries[EntryId(id_)]
    home = ask.portal.catalogs[entry.catalog]
    published = ask.portal.by_entry.get(entry.id, ())
    latest, note, day = _latest(ask, entry)
    return EntryCard(
        id=entry.id, url=ask.url(urls.entry_url(entry.catalog, entry.id)), number=entry.number, item=entry.item, subitem=entry.subitem or "",
        content_elements=entry.content_elements, legal_basis=entry.legal_basis, time_limit=entry.time_limit,
        units=tuple(unit_link(ask, u) for u in entry.units), channels=entry.channels, other_channel=entry.other_channel or "",
        audience=entry.audience or "", method=entry.method, levels=entry.levels, question=entry.question or "",
        catalog=Link(home.title, ask.url(urls.catalog_url(home.id))), documents=len(published),
        latest=latest, latest_note=note, latest_on=day,
    )  # fmt: skip


def _latest(ask: Ask, entry: CatalogEntry) -> tuple[Link | None, str, date | None]:
    """The newest publication of a row, be it a document or a record: its document, else what it says; and its day."""
    newest = next(iter(ask.portal.by_entry.get(entry.id, ())), None)
    records = [(r.published, n) for n, r in enumerate(entry.disclosures) if r.published and r.published <= ask.portal.as_of]
    day, number = max(records, default=(date.min, 0))
    if newest is not None and newest.header.published >= day:
        found = card(ask, newest.id)
        return Link(found.title, found.url), "", found.published
    if not records:
        return None, "", None
    record = _record(ask, entry.disclosures[number], number)
    return record.document, record.note, day


@question
def rows(ask: Ask, catalog_id: str) -> tuple[EntryCard, ...]:
    return tuple(row(ask, e.id) for e in ask.portal.catalogs[CatalogId(catalog_id)].entries)


@question
def fulfils(ask: Ask, id_: str) -> tuple[EntryCard, ...]:
    """The rows a document fulfils, as its editor named them."""
    return tuple(row(ask, e) for e in fulfilled_ids(ask, id_))


def _fits(entry: CatalogEntry, home: Catalog, unit: str | None, field: str | None, level: str | None, method: str | None, group: bool | None) -> bool:
    return (
        (unit is None or unit in entry.units)
        and (field is None or home.field == field)
        and (level is None or level in entry.levels)
        and (method is None or method == entry.method)
        and (group is None or group == (entry.audience is not None))
    )


@question
def entries(
    ask: Ask,
    unit: str | None = None,
    field: str | None = None,
    level: str | None = None,
    method: str | None = None,
    group: bool | None = None,
    newest: int | None = None,
) -> tuple[EntryCard, ...]:
    """Rows that fit all that is given, in catalog order; with `newest`, only that many, latest publication first.

    Without a unit, references are left out: each item once.
    """
    found = [
        row(ask, e.id)
        for c in ask.portal.site.catalogs
        for e in c.entries
        if (unit is not None or e.refers_to is None) and _fits(e, c, unit, field, level, method, group)
    ]
    if newest is not None:
        found = sorted(found, key=lambda r: r.latest_on or date.min, reverse=True)[:newest]
    return tuple(found)


@question
def entry(ask: Ask, id_: str) -> EntryView:
    p = ask.portal
    found = p.entries[EntryId(id_)]
    home = p.catalogs[found.catalog]
    place = next(n for n, e in enumerate(home.entries) if e.id == found.id)
    base = p.catalogs[p.entries[found.refers_to].catalog] if found.refers_to else home

    def link(n: int) -> Link | None:
        return Link(home.entries[n].title, ask.url(urls.entry_url(home.id, home.entries[n].id))) if 0 <= n < len(home.entries) else None

    return EntryView(
        card=row(ask, found.id), catalog=catalog_card(ask, home), refers_to=row(ask, found.refers_to) if found.refers_to else None,
        referred_by=tuple(row(ask, e.id) for e in p.referred_by.get(found.id, ())),
        documents=tuple(card(ask, d.id) for d in p.by_entry.get(found.id, ())),
        disclosures=tuple(_record(ask, d, n) for n, d in sorted(enumerate(found.disclosures), key=lambda r: r[1].date, reverse=True) if d.date <= p.as_of),
        field=ask.link(p.fields[base.field].name, f"/fields/{base.field}/") if base.field else None,
        responsible=tuple(unit_card(ask, u) for u in found.units),
        older=link(place - 1), newer=link(place + 1),
    )  # fmt: skip


def _record(ask: Ask, found: Disclosure, number: int) -> Record:
    shown_ = standing(ask, found.document)
    published = found.published if found.published and found.published <= ask.portal.as_of else None
    return Record(number, found.event, found.date, published, Link(shown_.title, shown_.url) if shown_ else None, found.note or "")


_FACETS = {"level": LEVELS, "method": METHODS, "audience": AUDIENCES}


@question
def row_facets(ask: Ask) -> tuple[FacetView, ...]:
    """Pages over all rows: by level, method and audience."""
    return tuple(
        FacetView(
            name,
            tuple(FacetOption(ask.word(f"{name}.{v}"), ask.url(f"/catalogs/by/{name}/{v}/"), len(_facet_rows(ask, name, v))) for v in values),
        )
        for name, values in _FACETS.items()
    )


def _facet_rows(ask: Ask, name: str, value: str) -> tuple[EntryCard, ...]:
    found: tuple[EntryCard, ...]
    if name == "status":
        found = tuple(row(ask, e.id) for e in ask.portal.entries.values() if e.refers_to is None and ask.portal.statuses[e.id].status == value)
    else:
        found = entries(ask, **({"group": value == "group"} if name == "audience" else {name: value}))
    return found


@page_question
def listing_rows(ask: Ask) -> tuple[str, tuple[EntryCard, ...]]:
    """Title and rows of a facet page over all rows."""
    name, value = ask.page.subject.split("/")
    title = ask.word(f"{name}.{value}")
    return ask.word("rows.of_status", status=title) if name == "status" else title, _facet_rows(ask, name, value)


