"""Questions on what surrounds a page: identity, menu, languages, breadcrumbs (页头页脚)."""

from datetime import date, timedelta
from typing import get_args

from sitegen import urls
from sitegen.config import Home, MenuItem
from sitegen.front_matter import Kind
from sitegen.plan import CONVERTED, OTHER_PAGES, facet_url, feed_stem, list_url, site_map_part
from sitegen.questions import Ask, once, page_question, question
from sitegen.questions.answering import trail as trail_of_records
from sitegen.questions.catalogs import owner
from sitegen.questions.documents import card, facet_title, standing
from sitegen.questions.trails import service_trail
from sitegen.slots import Slot
from sitegen.values import CatalogId, EntryId, SectionId, UnitId
from sitegen.views import Alternate, Crumb, MenuLink, PlatformView, Settings

_REGISTERS = {"field": "fields", "unit": "units", "street": "streets", "topic": "topics"}


@question
def settings(ask: Ask) -> Settings:
    config = ask.portal.config
    identity = config.identity
    return Settings(
        name=ask.name(identity.name), short_name=ask.name(identity.short_name), tagline=ask.name(identity.tagline),
        notice=ask.name(identity.notice) if identity.notice else "", organiser=ask.name(identity.organiser),
        operator=ask.name(identity.operator), address=ask.name(identity.address), phone=identity.phone, email=identity.email,
        site_code=identity.site_code, icp=identity.icp or "", police_record=identity.police_record or "",
        domain=config.origin.split("://")[1], origin=config.origin,
    )  # fmt: skip


def _menu_link(ask: Ask, item: MenuItem) -> MenuLink:
    external = item.to.startswith("https://")
    summary = ask.name(item.summary) if item.summary else ""
    return MenuLink(ask.name(item.title), item.to if external else local(ask, item.to), summary, item.icon or "", external, ask.foreign(item.title))


@question
def local(ask: Ask, path: str) -> str:
    """The page at a fixed address in the asked language, else in Chinese; "" where the portal has no such page."""
    own = f"/{urls.LANG_FOLDERS[ask.lang]}{path.lstrip('/')}"
    return next((ask.url(found) for found in (own, path) if found in ask.sources.urls), "")


@question
def here(ask: Ask, path: str) -> bool:
    """Whether the page at a fixed address exists in the asked language."""
    return f"/{urls.LANG_FOLDERS[ask.lang]}{path[1:]}" in ask.sources.urls


@question
def feed(ask: Ask) -> str:
    """The address of the portal's feed in the asked language, without its suffix."""
    return ask.url(feed_stem("", ask.lang))


@question
def search_index(ask: Ask) -> Slot:
    """The address of the search index's manifest in the asked language; "" where there is none."""
    return Slot("search", ask.lang)


@question
def search_pointer(ask: Ask) -> str:
    """The fixed address of the small file that names the current manifest of the asked language."""
    return ask.url(urls.search_pointer(ask.lang))


@question
def menu(ask: Ask) -> tuple[MenuLink, ...]:
    return tuple(_menu_link(ask, item) for item in ask.portal.config.menu)


@question
def tasks(ask: Ask) -> tuple[MenuLink, ...]:
    home = ask.portal.config.home
    return tuple(_menu_link(ask, item) for item in home.tasks) if home else ()


@question
def hot(ask: Ask) -> tuple[MenuLink, ...]:
    found = ask.portal.config.home
    return tuple(_menu_link(ask, item) for item in found.hot) if found else ()


@question
def senior_tasks(ask: Ask) -> tuple[MenuLink, ...]:
    """The few tasks of the senior edition."""
    found = ask.portal.config.home
    return tuple(_menu_link(ask, item) for item in found.senior) if found else ()


@question
def home(ask: Ask) -> Home | None:
    return ask.portal.config.home


@question
def platform(ask: Ask) -> PlatformView | None:
    found = ask.portal.config.platform
    if found is None:
        return None

    return PlatformView(
        url=ask.url(list_url(found.section, ask.lang)), guide=standing(ask, found.guide), rules=standing(ask, found.rules),
        statutory=standing(ask, found.statutory), annual_reports=standing(ask, found.annual_reports), application=standing(ask, found.application),
    )  # fmt: skip


@question
def edition(ask: Ask) -> tuple[str, date]:
    """Version of the generator and the day the portal shows; for the about page alone."""
    return ask.sources.version, ask.portal.as_of


@page_question
def alternates(ask: Ask) -> tuple[Alternate, ...]:
    """This page in the other languages; where it does not exist, their home page."""
    page, p = ask.page, ask.portal
    found = []
    for lang in p.langs:
        if lang == page.lang:
            continue
        own = urls.LANG_FOLDERS[page.lang]
        url = f"/{urls.LANG_FOLDERS[lang]}{page.url.removeprefix('/' + own)}"
        # A numbered page holds other documents in another language, so only whole lists correspond.
        exact = url in ask.sources.urls and (page.slice is None or page.slice.number is None)
        found.append(Alternate(lang, ask.sources.theme.word(lang, "language.name"), ask.exactly(url if exact else urls.home_url(lang)), exact))
    return tuple(found)


@page_question
def original(ask: Ask) -> str:
    """The page in the main language, where the texts of this one were converted from it; "" elsewhere."""
    page = ask.page
    if page.lang not in ask.portal.config.converted or page.kind not in CONVERTED:
        return ""
    return ask.exactly("/" + page.url.removeprefix(f"/{urls.LANG_FOLDERS[page.lang]}"))


@page_question
def breadcrumbs(ask: Ask) -> tuple[Crumb, ...]:
    p, page = ask.portal, ask.page
    trail: list[tuple[str, str]] = []

    def fixed(kind: str, url: str) -> None:
        trail.append((ask.word(f"page.{kind}"), url))

    if page.kind == "home":
        return ()
    if page.kind in _OF_DOCUMENTS:
        trail.append((card(ask, page.subject).title, page.url))
    elif page.slice is not None:
        if page.slice.facet:
            name, value = page.slice.facet
            trail.append((facet_title(ask, name, value), facet_url(page.section, page.lang, name, value)))
        if page.slice.number is not None:
            trail.append((ask.word("list.page", number=page.slice.number), page.url))
    elif page.kind in ("catalog", "entry", "rows"):
        fixed("catalogs", "/catalogs/")
        if page.kind == "rows":
            trail.append((ask.word(page.subject.replace("/", ".")), page.url))
        else:
            entry = p.entries[EntryId(page.subject)] if page.kind == "entry" else None
            catalog = p.catalogs[entry.catalog if entry else CatalogId(page.subject)]
            trail.append((owner(ask, catalog).title if catalog.kind != "public-concern" else catalog.title, urls.catalog_url(catalog.id)))  # type: ignore[union-attr]
            if entry:
                trail.append((entry.title, page.url))
    elif page.kind in _REGISTERS:
        plural = _REGISTERS[page.kind]
        fixed(plural, f"/{plural}/")
        register: dict[str, dict[object, object]] = {"field": p.fields, "unit": p.units, "street": p.streets, "topic": p.topics}  # type: ignore[dict-item]
        trail.append((ask.name(register[page.kind][page.subject].name), page.url))  # type: ignore[attr-defined]
    elif records := trail_of_records(ask, page):
        trail += records
    elif page.kind == "work-list":
        fixed("units", "/units/")
        trail.append((ask.name(p.units[UnitId(page.subject)].name), f"/units/{page.subject}/"))
        fixed("work-list", page.url)
    elif (steps := service_trail(ask)) is not None:
        trail += steps
    elif page.kind in ("senior-hotlines", "senior-services"):
        fixed("senior", f"/{urls.LANG_FOLDERS[page.lang]}senior/")
        fixed(page.kind, page.url)
    elif page.kind != "platform":
        fixed(page.kind, page.url)
    return (*_to_section(ask, page.section), *(Crumb(title, ask.url(url)) for title, url in trail))


_OF_DOCUMENTS = frozenset({*get_args(Kind), "column", "district"})
"""Kinds of pages that show a document."""


@once
def _to_section(ask: Ask, section: str) -> tuple[Crumb, ...]:
    """The home page, and a section where there is one."""
    home = Crumb(ask.word("page.home"), ask.url(urls.home_url(ask.lang)))
    return (home, Crumb(ask.name(ask.portal.sections[SectionId(section)].title), ask.url(list_url(section, ask.lang)))) if section else (home,)


@question
def word(ask: Ask, key: str) -> str:
    """An interface word, for outputs that are no templates."""
    return ask.word(key)


@question
def address(ask: Ask, path: str) -> str:
    """A fixed path below the portal's base path."""
    return ask.url(path)


@question
def addresses(ask: Ask, part: str) -> tuple[tuple[str, date | None], ...]:
    """Every page in a part of the site map (`policies-2026`, or `pages` for all that are no documents) with the day of its document."""
    return _site_map(ask).get(part, ())


@once
def _site_map(ask: Ask) -> dict[str, tuple[tuple[str, date | None], ...]]:
    days = {urls.document_url(d.id, d.lang): (site_map_part(d), d.header.published) for d in ask.portal.documents.values()}
    found: dict[str, list[tuple[str, date | None]]] = {}
    for url in ask.sources.pages:
        if url != "/404.html":
            part, day = days.get(url, (OTHER_PAGES, None))
            found.setdefault(part, []).append((ask.exactly(url), day))
    return {part: tuple(pages) for part, pages in found.items()}


@question
def site_map_parts(ask: Ask) -> tuple[str, ...]:
    """Addresses of the parts of the site map."""
    parts = dict.fromkeys((OTHER_PAGES, *sorted(map(site_map_part, ask.portal.documents.values()))))
    return tuple(ask.url(f"/sitemap/{part}.xml") for part in parts)


@question
def security(ask: Ask) -> tuple[str, date]:
    """Whom to tell of a fault of security, and until when this holds: a year less a day, as RFC 9116 advises."""
    return ask.portal.config.security_contact or "", ask.portal.as_of + timedelta(days=364)


@question
def moved(ask: Ask) -> tuple[tuple[str, str], ...]:
    """Pages that moved: old and new address."""
    return tuple((ask.url(r.old), ask.url(r.new)) for r in ask.portal.config.redirects)
