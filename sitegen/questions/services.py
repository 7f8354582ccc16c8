"""Questions on services (政务服务): items, occasions, units, and the figures counted from them."""

from collections.abc import Iterable
from dataclasses import dataclass

from sitegen import urls
from sitegen.disclosure import Level
from sitegen.questions import Ask, question
from sitegen.questions.documents import cards, topic_links, unit_card, unit_link
from sitegen.records.services import LifeEvent, Nature, Serves, Service, Way
from sitegen.said import lang_of
from sitegen.values import EventId, ServiceId
from sitegen.views import Card, Link, UnitCard

_LEVELS: tuple[Level, ...] = ("district", "street", "community")


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """政务服务事项 in a list."""

    id: str
    url: str
    name: str
    lang: str
    """Language of the name where it is not that of the page."""
    unit: Link
    serves: tuple[Serves, ...]
    levels: tuple[Level, ...]
    ways: tuple[Way, ...]
    """Words: `way.<way>`."""
    days: int
    """Working days promised; 0 means at once."""
    replaced: int
    """Materials that an electronic certificate replaces."""


@dataclass(frozen=True, slots=True)
class MaterialView:
    """申请材料: `certificate` is the electronic one that takes its place, or ""."""

    name: str
    note: str
    certificate: str
    issuer: str
    original: bool
    """Whether the paper must be shown although there is a certificate."""


@dataclass(frozen=True, slots=True)
class ServiceView:
    """政务服务事项: an item's own page."""

    card: ServiceCard
    nature: Nature
    """Word: `nature.<nature>`."""
    who: str
    conditions: tuple[str, ...]
    steps: tuple[str, ...]
    legal_days: int
    fee: str
    result: str
    materials: tuple[MaterialView, ...]
    where: tuple[str, ...]
    phone: str
    hours: str
    intake: str
    basis: tuple[str, ...]
    documents: tuple[Card, ...]
    topics: tuple[Link, ...]
    events: tuple[Link, ...]
    journeys: tuple[Link, ...]
    responsible: UnitCard
    near: tuple[ServiceCard, ...]
    """Others of the same occasion and unit."""


@dataclass(frozen=True, slots=True)
class EventCard:
    """人生事件、经营阶段 with the number of its items."""

    id: str
    url: str
    name: str
    lang: str
    summary: str
    serves: Serves
    services: int


@dataclass(frozen=True, slots=True)
class UnitServices:
    """A unit and how many items it handles."""

    unit: Link
    url: str
    services: int


@dataclass(frozen=True, slots=True)
class DoorLink:
    """办事入口 elsewhere."""

    name: str
    summary: str
    url: str


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """免证办 at one level of government."""

    level: Level
    services: int
    materials: int


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """政务服务统计: counted from the items."""

    services: int
    units: int
    personal: int
    """Items with a page in the asked language, as are `enterprise` and `joined`."""
    enterprise: int
    joined: int
    journeys: int
    instant: int
    seamless: int
    paperless: int
    """Items of which at least one material is replaced by an electronic certificate (免证办)."""
    materials: int
    """Materials replaced, over all items."""
    certificates: int
    levels: tuple[LevelFigures, ...]
    """An item that is handled at two levels counts at both."""


def service_card(ask: Ask, found: Service) -> ServiceCard:
    index = ask.portal.services
    return ServiceCard(
        found.id, ask.url(urls.service_url(found.id)), ask.name(found.name), ask.foreign(found.name), unit_link(ask, index.unit_of[found.id]),
        found.serves, found.levels, found.ways, found.days, len(index.replaced.get(found.id, ())),
    )  # fmt: skip


def speaks(ask: Ask, found: Service) -> bool:
    """Whether the item has a page in the asked language."""
    return ask.portal.speaks(ask.lang, found.name)


@question
def service_cards(ask: Ask, ids: tuple[str, ...]) -> tuple[ServiceCard, ...]:
    """Items by their ids, in that order; ids of no item are left out."""
    known = ask.portal.services.items
    return tuple(service_card(ask, known[ServiceId(i)]) for i in ids if i in known)


@question
def services(
    ask: Ask, unit: str | None = None, event: str | None = None, level: str | None = None, document: str | None = None, newest: int | None = None
) -> tuple[ServiceCard, ...]:
    """Items that fit all that is given, in declared order, at most `newest` of them."""
    p = ask.portal.services
    fitting = (
        s for s in p.items.values()
        if (unit is None or p.unit_of[s.id] == unit) and (event is None or event in s.events) and (level is None or level in s.levels)
        and (document is None or document in s.documents)
    )  # fmt: skip
    return tuple(service_card(ask, s) for s in tuple(fitting)[:newest])


@question
def common_services(ask: Ask) -> tuple[ServiceCard, ...]:
    """高频事项, as the editors order them: those that have a page in the asked language."""
    desk = ask.portal.site.records.desk
    found: tuple[ServiceCard, ...] = service_cards(ask, desk.common) if desk else ()
    return tuple(card for card in found if not card.lang)


@question
def service_doors(ask: Ask) -> tuple[DoorLink, ...]:
    """Halls elsewhere: the province's service hall, the enterprise platform, 12345."""
    desk = ask.portal.site.records.desk
    return tuple(DoorLink(ask.name(d.name), ask.name(d.summary), d.to) for d in desk.doors) if desk else ()


@question
def service_figures(ask: Ask) -> ServiceFigures | None:
    """How many items there are, and of which kind; None for a portal without any."""
    p = ask.portal.services
    if not p.items:
        return None
    by_level = (
        LevelFigures(
            level,
            sum(level in p.items[i].levels for i in p.replaced),
            sum(len(found) for i, found in p.replaced.items() if level in p.items[i].levels),
        )
        for level in _LEVELS
    )
    return ServiceFigures(
        services=len(p.items), units=len(p.by_unit), personal=sum(speaks(ask, s) for s in p.serving("person")),
        enterprise=sum(speaks(ask, s) for s in p.serving("enterprise")),
        joined=sum(ask.portal.speaks(ask.lang, j.name) for j in p.journeys.values()), journeys=len(p.journeys),
        instant=len(p.by_way.get("instant", ())), seamless=len(p.by_way.get("seamless", ())), paperless=len(p.replaced),
        materials=sum(map(len, p.replaced.values())), certificates=len(p.by_certificate), levels=tuple(by_level),
    )  # fmt: skip


def event_card(ask: Ask, found: LifeEvent) -> EventCard:
    count = sum(speaks(ask, s) for s in ask.portal.services.by_event.get(found.id, ()))
    url, name = ask.url(f"/services/events/{found.id}/"), ask.name(found.name)
    return EventCard(found.id, url, name, lang_of(name), ask.name(found.summary), found.serves, count)


@question
def life_events(ask: Ask, serves: str | None = None) -> tuple[EventCard, ...]:
    held = ask.portal.services.by_event
    shown = (e for e in ask.portal.services.events.values() if any(speaks(ask, s) for s in held.get(e.id, ())) and serves in (None, e.serves))
    return tuple(event_card(ask, e) for e in shown)


@question
def units_with_services(ask: Ask) -> tuple[UnitServices, ...]:
    shown = {unit: sum(speaks(ask, s) for s in items) for unit, items in ask.portal.services.by_unit.items()}
    return tuple(UnitServices(unit_link(ask, unit), ask.url(f"/services/units/{unit}/"), count) for unit, count in shown.items() if count)


@question
def service(ask: Ask, id_: str) -> ServiceView:
    p = ask.portal.services
    found = p.items[ServiceId(id_)]
    unit = ask.portal.units[p.unit_of[found.id]]
    near = (s for s in p.by_event[found.events[0]] if s.id != found.id and p.unit_of[s.id] == unit.id and speaks(ask, s))
    return ServiceView(
        card=service_card(ask, found), nature=found.nature, who=ask.text(found.who), conditions=ask.texts(found.conditions),
        steps=ask.texts(found.steps or p.steps.get(found.procedure or "", ())), legal_days=found.legal_days,
        fee=ask.text(found.fee), result=ask.text(found.result),
        materials=material_views(ask, (found,)), where=ask.texts(found.where or (unit.address,)), phone=found.phone or unit.phone, hours=ask.text(unit.hours),
        intake=intake(ask, found.id, found.intake), basis=ask.texts(found.basis), documents=cards(ask, found.documents),
        topics=topic_links(ask, found.topics), events=event_links(ask, found.events),
        journeys=tuple(ask.link(j.name, urls.journey_url(j.id)) for j in p.journeys_of.get(found.id, ())),
        responsible=unit_card(ask, unit.id), near=tuple(service_card(ask, s) for s in tuple(near)[:6]),
    )  # fmt: skip


def intake(ask: Ask, id_: str, own: str | None) -> str:
    desk = ask.portal.site.records.desk
    return own or (desk.intake.replace("{id}", id_) if desk else "")


def event_links(ask: Ask, ids: Iterable[EventId]) -> tuple[Link, ...]:
    known = ask.portal.services.events
    return tuple(ask.link(known[e].name, f"/services/events/{e}/") for e in ids)


def material_views(ask: Ask, found: Iterable[Service]) -> tuple[MaterialView, ...]:
    """Each material once; one that a single item wants on paper is wanted on paper."""
    p = ask.portal.services
    views: dict[str, MaterialView] = {}
    for one in found:
        for id_ in one.materials:
            known = p.materials[id_]
            original = id_ in one.originals or (known.name in views and views[known.name].original)
            views[known.name] = MaterialView(ask.text(known.name), "", ask.text(known.certificate or ""), ask.text(known.issuer or ""), original)
        for own in one.own_materials:
            views.setdefault(own.name, MaterialView(ask.text(own.name), ask.text(own.note or ""), "", "", False))
    return tuple(views.values())
