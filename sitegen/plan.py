"""Plan (页面规划): which pages and files the portal consists of, and where each stands.

One table of page kinds, at the end. A page says what to show, not how: its kind is the name
of the theme's template, its subject the id of what it is about. Lists are cut oldest first,
so that page numbers are permanent and a new document changes the front page only.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sitegen import urls
from sitegen.config import Section
from sitegen.document import Document
from sitegen.findings import Finding, Location, problem
from sitegen.front_matter import InterpretationHeader, PageHeader
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.obligations import STATUSES
from sitegen.portal import Portal
from sitegen.records.services import Service
from sitegen.values import DocumentId

SAME_OUTPUT = problem(
    "D003", "same-output", "{a} 和 {b} 会生成同一个网页 {url}", "{a} and {b} would both become {url}",
    remedy=("给其中一个改名", "rename one of them"),
)  # fmt: skip

LEVELS = ("district", "street", "community")
METHODS = ("proactive", "on-request")
AUDIENCES = ("everyone", "group")


@dataclass(frozen=True, slots=True)
class Slice:
    """The part of a list that one page shows, and what it shows of the rest of it.

    Numbers count from the oldest documents; `number` None is the front page with the newest, `newer` None leads to it.
    `facet` is (name, value), such as ("year", "2026"), or None for the whole list.
    """

    base: str
    ids: tuple[DocumentId, ...]
    number: int | None
    older: int | None
    newer: int | None
    total: int | None
    """Documents of the list, on its front page alone: numbered pages stay what they are when another one comes."""
    facet: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class Page:
    """页面: one output that shows something."""

    url: str
    kind: str
    lang: Lang = DEFAULT_LANG
    subject: str = ""
    section: str = ""
    slice: Slice | None = None
    origin: str = ""
    """The source file a collision is reported for."""
    waits_for: date | None = None
    """The publication day of a draft (草稿), which only a preview shows."""

    @property
    def path(self) -> str:
        return urls.output_path(self.url)

    @property
    def is_html(self) -> bool:
        return self.url.endswith(("/", ".html"))


def list_url(section: str, lang: Lang) -> str:
    return f"/{urls.LANG_FOLDERS[lang]}{section}/"


def feed_stem(section: str, lang: Lang) -> str:
    """Address of a feed without its suffix; of the whole portal with an empty `section`."""
    return f"/{urls.LANG_FOLDERS[lang]}{section + '/' if section else ''}feed"


def facet_url(section: str, lang: Lang, name: str, value: str) -> str:
    return f"{list_url(section, lang)}{name}/{value}/"


def facet_values(documents: Iterable[Document], name: str) -> dict[str, tuple[Document, ...]]:
    """Documents by the values of a facet: form of interpretation, year, unit or topic."""
    groups: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        header = document.header
        forms = (header.form,) if isinstance(header, InterpretationHeader) else ()
        for value in {"form": forms, "year": (str(header.published.year),), "unit": (header.unit,), "topic": header.topics}[name]:
            groups[value].append(document)
    return {value: tuple(found) for value, found in groups.items()}


def _slices(documents: tuple[Document, ...], size: int, base: str, facet: tuple[str, str] | None) -> Iterator[Slice]:
    """The front page, then numbered pages of exactly `size` documents, the first of them the oldest.

    The front page shows what no full page holds yet, and with it the last full page, so it is never short.
    """
    ids = tuple(d.id for d in documents)
    full, rest = divmod(len(ids), size)
    numbered = full if len(ids) > size else 0
    front = ids[: rest + size] if numbered else ids
    yield Slice(base, front, None, older=numbered - 1 if numbered > 1 else None, newer=None, total=len(ids), facet=facet)
    for number in range(1, numbered + 1):
        start = len(ids) - number * size
        older, newer = number - 1 if number > 1 else None, number + 1 if number < numbered else None
        yield Slice(base, ids[start : start + size], number, older, newer, total=None, facet=facet)


def _lists(p: Portal) -> Iterator[Page]:
    for section in p.sections.values():
        for lang in p.langs:
            documents = p.by_section.get((section.id, lang), ())
            if not documents and lang != DEFAULT_LANG:
                continue
            if p.config.platform and section.id == p.config.platform.section:
                yield Page(list_url(section.id, lang), "platform", lang, section.id, section.id)
                continue
            yield from _list_pages(section, lang, documents, list_url(section.id, lang), None)
            for name in section.facets:
                for value, found in sorted(facet_values(documents, name).items()):
                    yield from _list_pages(section, lang, found, facet_url(section.id, lang, name, value), (name, value))


def _list_pages(section: Section, lang: Lang, documents: tuple[Document, ...], base: str, facet: tuple[str, str] | None) -> Iterator[Page]:
    for cut in _slices(documents, section.page_size, base, facet):
        yield Page(base if cut.number is None else f"{base}page/{cut.number}/", "list", lang, section.id, section.id, cut)


def _documents(p: Portal) -> Iterator[Page]:
    for document in p.documents.values():
        yield Page(
            urls.document_url(document.id, document.lang), _template(p, document), document.lang, document.id, document.section or "",
            origin=document.path, waits_for=document.header.published if p.waits(document) else None,
        )  # fmt: skip


def _template(p: Portal, document: Document) -> str:
    """The template of a document: that of its kind, but for the introduction of the district and for columns that gather."""
    district = p.site.records.district
    if district and document.id == district.introduction:
        return "district"
    return "column" if isinstance(document.header, PageHeader) and document.header.gather else document.kind


def _catalogs(p: Portal) -> Iterator[Page]:
    yield Page("/catalogs/", "catalogs")
    for level in LEVELS:
        yield Page(f"/catalogs/by/level/{level}/", "rows", subject=f"level/{level}")
    for method in METHODS:
        yield Page(f"/catalogs/by/method/{method}/", "rows", subject=f"method/{method}")
    for audience in AUDIENCES:
        yield Page(f"/catalogs/by/audience/{audience}/", "rows", subject=f"audience/{audience}")
    for status in STATUSES:
        yield Page(f"/catalogs/by/status/{status}/", "rows", subject=f"status/{status}")
    for catalog in p.site.catalogs:
        base = urls.catalog_url(catalog.id)
        yield Page(base, "catalog", subject=catalog.id, origin=catalog.path)
        for suffix in ("csv", "json", "xlsx"):
            yield Page(f"/catalogs/{catalog.id}.{suffix}", f"catalog-{suffix}", subject=catalog.id, origin=catalog.path)
        for entry in catalog.entries:
            yield Page(urls.entry_url(catalog.id, entry.id), "entry", subject=entry.id, origin=catalog.path)


def _registers(p: Portal) -> Iterator[Page]:
    for plural, kind, items in (
        ("fields", "field", p.fields), ("units", "unit", p.units), ("streets", "street", p.streets), ("topics", "topic", p.topics),
    ):  # fmt: skip
        yield Page(f"/{plural}/", plural)
        for id_ in items:
            yield Page(f"/{plural}/{id_}/", kind, subject=str(id_))


def _hotlines(p: Portal) -> Iterator[Page]:
    if p.site.records.hotlines:
        for lang in p.langs:
            yield Page(list_url("hotlines", lang), "hotlines", lang)
            yield Page(f"{list_url('hotlines', lang)}hotlines.vcf", "hotlines-vcf", lang)


def _services(p: Portal) -> Iterator[Page]:
    index = p.services
    if not index.items:
        return
    for lang in p.langs:
        yield from _services_in(p, lang)
    yield Page("/services/services.csv", "services-csv")
    yield Page("/services/services.json", "services-json")


def _services_in(p: Portal, lang: Lang) -> Iterator[Page]:
    """An item has a page in each language in which it has a name; lists have one where they hold such an item."""
    index, base = p.services, list_url("services", lang)
    named = {s.id for s in index.items.values() if p.speaks(lang, s.name)}
    if not named:
        return
    yield Page(base, "services", lang)
    for serves, folder in (("person", "personal"), ("enterprise", "enterprise")):
        yield Page(f"{base}{folder}/", "service-list", lang, f"serves/{serves}")
    groups: dict[str, Mapping[Any, Iterable[Service]]] = {"event": index.by_event, "unit": index.by_unit, "way": index.by_way}
    for what, held in groups.items():
        for id_, members in held.items():
            if any(s.id in named for s in members):
                yield Page(f"{base}{what}s/{id_}/", "service-list", lang, f"{what}/{id_}")
    yield Page(f"{base}paperless/", "paperless", lang)
    yield Page(f"{base}journeys/", "journeys", lang)
    for journey in index.journeys.values():
        if p.speaks(lang, journey.name):
            yield Page(f"{base}journeys/{journey.id}/", "journey", lang, journey.id, origin="catalogs/journeys.yml")
    for service in index.items:
        if service in named:
            yield Page(f"{base}items/{service}/", "service", lang, service, origin=f"catalogs/services/{index.unit_of[service]}.yml")


def _letters(p: Portal) -> Iterator[Page]:
    records = p.site.records
    if records.letters:
        yield Page("/letters/", "letters")
    for year, held in records.letters.items():
        path = f"catalogs/letters/{year}.yml"
        yield Page(f"/letters/{year}/", "letters-year", subject=year, origin=path)
        yield Page(f"/letters/{year}/letters.csv", "letters-csv", subject=year, origin=path)
        yield Page(f"/letters/{year}/figures.csv", "letter-figures-csv", subject=year, origin=path)
        for letter in held.letters:
            if letter.replied <= p.as_of:
                yield Page(f"/letters/{letter.id}/", "letter", subject=letter.id, origin=path)
    if records.opinions:
        yield Page("/opinions/", "opinions")
        for found in records.opinions:
            yield Page(f"/opinions/{found.id}/", "opinion", subject=found.id, origin="catalogs/opinions.yml")


def _annual_reports(p: Portal) -> Iterator[Page]:
    shown = [key for key, report in p.site.records.annual_reports.items() if report.published <= p.as_of]
    if shown:
        yield Page("/annual-reports/", "annual-reports")
    for year, owner in shown:
        base, subject, path = f"/annual-reports/{year}/{owner}/", f"{year}/{owner}", f"catalogs/annual-reports/{year}/{owner}.yml"
        yield Page(base, "annual-report", subject=subject, origin=path)
        for name in ("issued", "requests", "reviews"):
            yield Page(f"{base}{name}.csv", f"annual-{name}-csv", subject=subject, origin=path)


def _measures(p: Portal) -> Iterator[Page]:
    index = p.measures
    if not index.measures:
        return
    for lang in p.langs:
        yield from _measures_in(p, lang)
    for audience in index.audiences.values():
        for street in p.streets if audience.visits else ():
            yield Page(urls.visits_url(street, audience.id), "visits", subject=f"{street}/{audience.id}")


def _measures_in(p: Portal, lang: Lang) -> Iterator[Page]:
    """The calculator and the audiences, in each language in which a measure has a title."""
    index, base, groups = p.measures, list_url("calculator", lang), list_url("for", lang)
    named = [m.id for m in index.measures.values() if p.speaks(lang, m.title)]
    if not named:
        return
    yield Page(base, "calculator", lang)
    yield Page(f"{base}measures.json", "measures-json", lang)
    for measure in named:
        yield Page(f"{base}{measure}/", "measure", lang, measure, origin="catalogs/measures.yml")
    yield Page(groups, "audiences", lang)
    for audience in index.audiences.values():
        if p.speaks(lang, audience.name):
            yield Page(f"{groups}{audience.id}/", "audience", lang, audience.id, origin="catalogs/audiences.yml")
            yield from _feed_pair(f"{groups}{audience.id}/feed", f"audience/{audience.id}", lang)
            yield Page(f"{groups}{audience.id}/dates.ics", "dates-ics", lang, audience.id)


def _projects(p: Portal) -> Iterator[Page]:
    records = p.site.records
    if records.projects or records.plans or records.funds:
        yield Page("/projects/", "projects")
    for id_ in records.projects:
        yield Page(f"/projects/{id_}/", "project", subject=id_, origin=f"catalogs/projects/{id_}.yml")


def district_base(p: Portal, lang: Lang) -> str:
    """Address of the page that introduces the district in a language; "" where nothing introduces it."""
    district = p.site.records.district
    return urls.document_url(district.introduction, lang) if district and (district.introduction, lang) in p.documents else ""


def sight_url(p: Portal, id_: str) -> str:
    """A sight's own page, which is told in Chinese and has a twin where the portal converts; "" without an introduction."""
    base = district_base(p, DEFAULT_LANG)
    return f"{base}sights/{id_}/" if base else ""


def figure_years(p: Portal) -> tuple[str, ...]:
    """Years whose figures are published, newest first."""
    return tuple(year for year, held in sorted(p.site.records.figures.items(), reverse=True) if held.published <= p.as_of)


def _district(p: Portal) -> Iterator[Page]:
    records = p.site.records
    for sight in records.sights:
        if url := sight_url(p, sight.id):
            yield Page(url, "sight", subject=sight.id, origin="catalogs/sights.yml")
    for lang in p.langs:
        base = district_base(p, lang)
        if not base:
            continue
        if records.pictures:
            yield Page(f"{base}pictures/", "pictures", lang, origin="catalogs/pictures.yml")
        for year in figure_years(p):
            path = f"catalogs/figures/{year}.yml"
            yield Page(f"{base}figures/{year}/", "figures", lang, year, origin=path)
            yield Page(f"{base}figures/{year}/figures.csv", "figures-csv", lang, year, origin=path)
            yield Page(f"{base}figures/{year}/figures.json", "figures-json", lang, year, origin=path)


def _operation(p: Portal) -> Iterator[Page]:
    if p.site.catalogs:
        yield Page("/operation/", "operation")
        yield Page("/operation/operation.json", "operation-json")


def _applications(p: Portal) -> Iterator[Page]:
    if p.site.records.applications:
        yield Page("/on-application/", "on-application")
        yield Page("/on-application/form/", "application-form")


def _feeds(p: Portal) -> Iterator[Page]:
    for lang in p.langs:
        yield from _feed_pair(feed_stem("", lang), "", lang)
        for section in p.sections:
            if lang == DEFAULT_LANG or (section, lang) in p.by_section:
                yield from _feed_pair(feed_stem(section, lang), f"section/{section}", lang)
    if p.site.records.letters:
        yield from _feed_pair("/letters/feed", "letters")
    for unit in p.units:
        yield from _feed_pair(f"/units/{unit}/feed", f"unit/{unit}")
    for topic in p.topics:
        yield from _feed_pair(f"/topics/{topic}/feed", f"topic/{topic}")


def _duties(p: Portal) -> Iterator[Page]:
    for unit in p.units:
        yield Page(f"/units/{unit}/work/", "work-list", subject=unit)
        yield Page(f"/units/{unit}/due.ics", "unit-ics", subject=unit)


def _dates(p: Portal) -> Iterator[Page]:
    """办事日历: calendars of windows, where there is anything that opens or closes."""
    if not (p.measures.measures or p.site.records.opinions or p.guides):
        return
    for lang in p.langs:
        yield Page(f"{urls.home_url(lang)}dates.ics", "dates-ics", lang)


def _feed_pair(stem: str, subject: str, lang: Lang = DEFAULT_LANG) -> Iterator[Page]:
    yield Page(f"{stem}.xml", "feed-atom", lang, subject)
    yield Page(f"{stem}.json", "feed-json", lang, subject)


def _homes(p: Portal) -> Iterator[Page]:
    for lang in p.langs:
        yield Page(urls.home_url(lang), "home", lang)


def _fixed(p: Portal) -> Iterator[Page]:
    for lang in p.langs:
        yield Page(urls.search_url(lang), "search", lang)
    for url, kind in (
        ("/site-map/", "sitemap"), ("/subscribe/", "subscribe"), ("/data/", "data"), ("/404.html", "not-found"),
        ("/robots.txt", "robots"), ("/opensearch.xml", "opensearch"),
        ("/_headers", "headers"), ("/_redirects", "redirects"),
    ):  # fmt: skip
        yield Page(url, kind)
    if p.config.security_contact:
        yield Page("/.well-known/security.txt", "security-txt")


OTHER_PAGES = "pages"


def site_map_part(document: Document) -> str:
    """The part of the site map in which a document stands: its section and year, so that no part outgrows the 50,000 addresses of the protocol."""
    return f"{document.section}-{document.header.published.year}" if document.section else OTHER_PAGES


def _site_maps(p: Portal) -> Iterator[Page]:
    yield Page("/sitemap.xml", "sitemap-xml")
    for part in (OTHER_PAGES, *sorted({site_map_part(d) for d in p.documents.values()} - {OTHER_PAGES})):
        yield Page(f"/sitemap/{part}.xml", "sitemap-part", subject=part)


def _senior(p: Portal) -> Iterator[Page]:
    """长辈版: pages of their own, so that they are there without scripts."""
    if not (p.config.home and p.config.home.senior):
        return
    for lang in p.langs:
        base = f"/{urls.LANG_FOLDERS[lang]}senior/"
        yield Page(base, "senior", lang)
        if p.site.records.hotlines:
            yield Page(f"{base}hotlines/", "senior-hotlines", lang)
    if p.site.records.desk:
        yield Page("/senior/services/", "senior-services")


TWINS = frozenset({
    "catalogs", "rows", "catalog", "entry", "fields", "field", "units", "unit", "streets", "street", "topics", "topic",
    "on-application", "application-form", "sitemap", "subscribe", "sight",
})  # fmt: skip
"""Kinds of pages that have a twin in each language into which the portal converts (docs/decisions/0014)."""

CONVERTED = TWINS | {"services", "service-list", "service", "journeys", "journey", "paperless", "calculator", "measure", "audiences", "audience"}
"""Kinds of pages that show catalogs and records in the script of the page."""


WHOLES = frozenset({
    "rows", "catalog", "catalog-csv", "catalog-json", "service-list", "services-csv", "services-json", "letters-year", "letters-csv", "sitemap-part",
})  # fmt: skip
"""Kinds that show all of something, however much there is. Workbooks are not among them: it is better that one process alone loads what writes them."""


def _twins(p: Portal, pages: Iterable[Page]) -> Iterator[Page]:
    """The pages made by conversion: documents, services and measures have theirs already."""
    for lang in p.config.converted:
        originals = (page for page in pages if page.kind in TWINS and page.lang == DEFAULT_LANG)
        yield from (replace(page, url=f"/{urls.LANG_FOLDERS[lang]}{page.url[1:]}", lang=lang) for page in originals)


PAGE_KINDS: tuple[Callable[[Portal], Iterable[Page]], ...] = (
    _homes, _lists, _documents, _catalogs, _registers, _duties, _fixed, _site_maps, _feeds, _dates, _senior,
    _hotlines,
    _services,
    _measures,
    _letters,
    _annual_reports,
    _projects,
    _operation,
    _applications,
    _district,
)  # fmt: skip


def _folders(key: str) -> Iterator[str]:
    """Collision keys of the folders a file lies in, by that of the file."""
    while "/" in key:
        key = key.rpartition("/")[0]
        yield key


def plan(p: Portal, attachments: Iterable[str] = ()) -> tuple[tuple[Page, ...], tuple[Finding, ...]]:
    """Every page, in a fixed order, and each address that two of them, or an attachment below content/, claim."""
    pages = tuple(page for pages in PAGE_KINDS for page in pages(p))
    pages += tuple(_twins(p, pages))
    files = tuple(Page(urls.file_url(path.removeprefix("content/")), "attachment", origin=path) for path in attachments)
    owners: dict[str, Page] = {}
    folders: dict[str, Page] = {}
    findings = []
    for page in (*pages, *files):
        key = urls.collision_key(page.path)
        first = owners.setdefault(key, page)
        if first is page:
            # A file and a folder of one name cannot stand side by side either.
            first = next((owners[above] for above in _folders(key) if above in owners), folders.get(key, page))
        for above in _folders(key):
            folders.setdefault(above, page)
        if first is not page:
            a, b = first.origin or f"({first.kind})", page.origin or f"({page.kind})"
            findings.append(Finding(SAME_OUTPUT, Location(page.origin or first.origin or "site.yml"), {"a": a, "b": b, "url": page.url}))
    return pages, tuple(findings)
