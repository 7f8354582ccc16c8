"""Outputs that are no pages (数据输出): feeds, sitemap, downloads of catalogs, host files.

Each is a function of what it asks, like a template, so it is recorded the same way.
"""

import io
import json
import re
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any
from xml.etree import ElementTree as ET

from sitegen.calendar_feed import dates_calendar, unit_calendar
from sitegen.contacts import hotline_cards
from sitegen.headers import HEADERS, LASTING, LONG_LIVED
from sitegen.measure_export import measures_json
from sitegen.plan import Page
from sitegen.questions import Tracked
from sitegen.questions.measures import NewsEntry
from sitegen.service_exports import services_csv, services_json
from sitegen.spreadsheet import spreadsheet
from sitegen.tables import annual_csv, figures_csv, letter_figures_csv, letters_csv
from sitegen.views import Card, EntryCard

FEED_LENGTH = 30
_ATOM = "http://www.w3.org/2005/Atom"


def _json(value: Any) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def _xml(root: ET.Element) -> bytes:
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'.encode()


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00+08:00"


# ---------------------------------------------------------------- feeds


def _feed(page: Page, site: Tracked) -> tuple[str, str, tuple[Card | NewsEntry, ...]]:
    """Title, address of the page it follows, newest cards."""
    what, _, id_ = page.subject.partition("/")
    settings = site.settings()
    if what == "section":
        section = site.section(id_)
        return f"{section.title} - {settings.name}", section.url, site.documents(section=id_, newest=FEED_LENGTH)
    if what == "unit":
        unit = site.unit(id_).card
        return f"{unit.name} - {settings.name}", unit.url, site.documents(unit=id_, newest=FEED_LENGTH)
    if what == "topic":
        topic = site.topic(id_)
        return f"{topic.name} - {settings.name}", topic.url, site.documents(topic=id_, newest=FEED_LENGTH)
    if what == "letters":
        return f"{site.word('page.letters')} - {settings.name}", site.address("/letters/"), site.letters(newest=FEED_LENGTH)
    if what == "audience":
        group = site.audience(id_).card
        return f"{group.name} - {settings.name}", group.url, site.audience_news(id_)[:FEED_LENGTH]
    return settings.name, site.local("/"), site.documents(newest=FEED_LENGTH)


def atom(page: Page, site: Tracked) -> bytes:
    """An Atom feed (RFC 4287); `updated` comes from the documents, never from the build."""
    settings = site.settings()
    title, address, cards = _feed(page, site)
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": page.lang})

    def add(parent: ET.Element, tag: str, text: str = "", **attributes: str) -> ET.Element:
        element = ET.SubElement(parent, f"{{{_ATOM}}}{tag}", attributes)
        element.text = text or None
        return element

    add(feed, "id", settings.origin + address)
    add(feed, "title", title)
    add(feed, "updated", _moment(cards[0].published) if cards else "1970-01-01T00:00:00+08:00")
    add(feed, "link", rel="self", href=settings.origin + site.address(page.url), type="application/atom+xml")
    add(feed, "link", rel="alternate", href=settings.origin + address, type="text/html")
    add(add(feed, "author"), "name", settings.organiser)
    for card in cards:
        entry = add(feed, "entry")
        add(entry, "id", settings.origin + card.url)
        add(entry, "title", card.title)
        add(entry, "link", rel="alternate", href=settings.origin + card.url, type="text/html")
        add(entry, "published", _moment(card.published))
        add(entry, "updated", _moment(card.published))
        add(add(entry, "author"), "name", card.unit.title)
        for topic in card.topics:
            add(entry, "category", term=topic.title)
        add(entry, "summary", card.summary)
    return _xml(feed)


def json_feed(page: Page, site: Tracked) -> bytes:
    """JSON Feed 1.1."""
    settings = site.settings()
    title, address, cards = _feed(page, site)
    return _json(
        {
            "version": "https://jsonfeed.org/version/1.1", "title": title, "language": page.lang,
            "home_page_url": settings.origin + address, "feed_url": settings.origin + site.address(page.url),
            "items": [
                {
                    "id": settings.origin + c.url, "url": settings.origin + c.url, "title": c.title, "summary": c.summary, "content_text": c.summary,
                    "date_published": _moment(c.published), "authors": [{"name": c.unit.title}], "tags": [t.title for t in c.topics], "language": c.lang,
                }
                for c in cards
            ],
        }
    )  # fmt: skip


# ---------------------------------------------------------------- catalogs


def _columns(site: Tracked) -> list[str]:
    names = (
        "number", "item", "subitem", "content_elements", "legal_basis", "time_limit", "units", "channels", "audience", "method", "levels", "id", "url",
    )  # fmt: skip
    return [site.word(f"column.{name}") for name in names]


def _cells(site: Tracked, row: EntryCard) -> list[str]:
    origin = site.settings().origin
    channels = [site.word(f"channel.{c}") for c in row.channels if c != "other"] + ([row.other_channel] if row.other_channel else [])
    return [
        row.number, row.item, row.subitem, "；".join(row.content_elements), "；".join(row.legal_basis), row.time_limit,
        "、".join(u.title for u in row.units), "、".join(channels), row.audience or site.word("audience.everyone"),
        site.word(f"method.{row.method}"), "、".join(site.word(f"level.{v}") for v in row.levels), row.id, origin + row.url,
    ]  # fmt: skip


def catalog_csv(page: Page, site: Tracked) -> bytes:
    return spreadsheet([_columns(site), *(_cells(site, row) for row in site.rows(page.subject))])


def catalog_json(page: Page, site: Tracked) -> bytes:
    catalog = site.catalog(page.subject)
    origin = site.settings().origin
    return _json(
        {
            "id": catalog.id, "title": catalog.title, "kind": catalog.kind, "edition": catalog.edition, "updated": catalog.updated.isoformat(),
            "url": origin + catalog.url,
            "entries": [
                {
                    "id": r.id, "number": r.number, "item": r.item, "subitem": r.subitem, "content_elements": r.content_elements,
                    "legal_basis": r.legal_basis, "time_limit": r.time_limit, "units": [u.title for u in r.units], "channels": r.channels,
                    "other_channel": r.other_channel, "audience": r.audience or "everyone", "method": r.method, "levels": r.levels,
                    "question": r.question, "url": origin + r.url, "documents": r.documents,
                    "latest": r.latest_on.isoformat() if r.latest_on else None,
                }
                for r in site.rows(page.subject)
            ],
        }
    )  # fmt: skip


def catalog_xlsx(page: Page, site: Tracked) -> bytes:
    """One sheet; every cell is text, so nothing in it is ever a formula."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]

    catalog = site.catalog(page.subject)
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": catalog.title, "created": datetime.combine(catalog.updated, time())})
        wrapped, bold = ({"text_wrap": True, "valign": "top"} | more for more in ({}, {"bold": True}))
        text, head = book.add_format(wrapped), book.add_format(bold)
        sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", catalog.title)[:31].strip(" '") or None)
        sheet.freeze_panes(1, 0)
        for column, width in enumerate((8, 20, 24, 50, 50, 36, 22, 36, 16, 14, 14, 26, 50)):
            sheet.set_column(column, column, width)
        for number, cells in enumerate([_columns(site), *(_cells(site, row) for row in site.rows(page.subject))]):
            for column, value in enumerate(cells):
                sheet.write_string(number, column, value[:_MOST_OF_A_CELL], text if number else head)
    return out.getvalue()


_MOST_OF_A_CELL = 32_767
"""Characters that a cell of a workbook holds (ECMA-376, as Excel reads it)."""


# ---------------------------------------------------------------- the whole site


_SITE_MAPS = "http://www.sitemaps.org/schemas/sitemap/0.9"


def site_map(page: Page, site: Tracked) -> bytes:
    """The parts of the site map (sitemaps.org): one file may name 50,000 addresses at most."""
    ET.register_namespace("", _SITE_MAPS)
    root = ET.Element(f"{{{_SITE_MAPS}}}sitemapindex")
    origin = site.settings().origin
    for address in site.site_map_parts():
        ET.SubElement(ET.SubElement(root, f"{{{_SITE_MAPS}}}sitemap"), f"{{{_SITE_MAPS}}}loc").text = origin + address
    return _xml(root)


def site_map_part(page: Page, site: Tracked) -> bytes:
    """HTML pages with the day of their document, in plan order."""
    space = _SITE_MAPS
    ET.register_namespace("", space)
    root = ET.Element(f"{{{space}}}urlset")
    origin = site.settings().origin
    for address, day in site.addresses(page.subject):
        element = ET.SubElement(root, f"{{{space}}}url")
        ET.SubElement(element, f"{{{space}}}loc").text = origin + address
        if day is not None:
            ET.SubElement(element, f"{{{space}}}lastmod").text = day.isoformat()
    return _xml(root)


def robots(page: Page, site: Tracked) -> bytes:
    return f"User-agent: *\nAllow: /\n\nSitemap: {site.settings().origin}{site.address('/sitemap.xml')}\n".encode()


def security_txt(page: Page, site: Tracked) -> bytes:
    """Where faults of security are reported (RFC 9116); good for a year from the day of the portal."""
    contact, expires = site.security()
    address = site.settings().origin + site.address(page.url)
    lines = (f"Contact: {contact}", f"Expires: {expires.isoformat()}T00:00:00Z", "Preferred-Languages: zh, en", f"Canonical: {address}")
    return ("\n".join(lines) + "\n").encode()


def opensearch(page: Page, site: Tracked) -> bytes:
    space = "http://a9.com/-/spec/opensearch/1.1/"
    ET.register_namespace("", space)
    settings = site.settings()
    root = ET.Element(f"{{{space}}}OpenSearchDescription")
    for tag, text in (("ShortName", settings.short_name[:16]), ("Description", settings.name), ("InputEncoding", "UTF-8")):
        ET.SubElement(root, f"{{{space}}}{tag}").text = text
    ET.SubElement(root, f"{{{space}}}Url", {"type": "text/html", "template": f"{settings.origin}{site.address('/search/')}?q={{searchTerms}}"})
    return _xml(root)


def headers(page: Page, site: Tracked) -> bytes:
    """The host's `_headers`: the same policy for every page, a year for what carries a fingerprint."""
    base = site.address("")
    lines = [f"{base}/*", *(f"  {name}: {value}" for name, value in HEADERS)]
    for folder in LONG_LIVED:
        lines += [f"{base}/{folder}/*", f"  Cache-Control: {LASTING}"]
    return ("\n".join(lines) + "\n").encode()


def redirects(page: Page, site: Tracked) -> bytes:
    return "".join(f"{old} {new} 301\n" for old, new in site.moved()).encode()


def operation_json(page: Page, site: Tracked) -> bytes:
    return _json(site.operation_data())


def figures_json(page: Page, site: Tracked) -> bytes:
    return _json(site.figures_data(page.subject))


EXPORTS: dict[str, Callable[[Page, Tracked], bytes]] = {
    "feed-atom": atom, "feed-json": json_feed, "catalog-csv": catalog_csv, "catalog-json": catalog_json, "catalog-xlsx": catalog_xlsx,
    "unit-ics": unit_calendar, "dates-ics": dates_calendar, "sitemap-xml": site_map, "sitemap-part": site_map_part, "robots": robots,
    "security-txt": security_txt, "opensearch": opensearch, "headers": headers, "redirects": redirects,
    "hotlines-vcf": hotline_cards,
    "measures-json": measures_json,
    "services-csv": services_csv, "services-json": services_json,
    "annual-issued-csv": annual_csv, "annual-requests-csv": annual_csv, "annual-reviews-csv": annual_csv,
    "operation-json": operation_json,
    "figures-csv": figures_csv, "figures-json": figures_json,
    "letters-csv": letters_csv, "letter-figures-csv": letter_figures_csv,
}  # fmt: skip
