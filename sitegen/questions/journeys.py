"""Questions on journeys, certificates and lists of services (一件事、免证办、事项列表)."""

from dataclasses import dataclass

from sitegen import urls
from sitegen.questions import Ask, question
from sitegen.questions.documents import cards, topic_links, unit_card, unit_link
from sitegen.questions.services import (
    EventCard,
    MaterialView,
    ServiceCard,
    event_links,
    intake,
    life_events,
    material_views,
    service_card,
    speaks,
)  # fmt: skip
from sitegen.records.services import Journey, JourneyId, MaterialId, Serves
from sitegen.values import EventId, UnitId
from sitegen.views import Card, Link, UnitCard


@dataclass(frozen=True, slots=True)
class JourneyCard:
    """一件事 in a list."""

    id: str
    url: str
    name: str
    who: str
    serves: Serves
    days: int
    visits: int
    visits_before: int
    services: int


@dataclass(frozen=True, slots=True)
class CertificateView:
    """电子证照 with the items in which it takes the place of paper: how many, and the first of them."""

    id: str
    name: str
    certificate: str
    issuer: str
    count: int
    services: tuple[ServiceCard, ...]


@dataclass(frozen=True, slots=True)
class ServiceListing:
    """A list of items: those for persons or firms, of an occasion, of a unit, or of a way of handling."""

    title: str
    line: str
    services: tuple[ServiceCard, ...]
    others: int
    """How many more there are without a page in this language."""
    journeys: tuple[JourneyCard, ...]
    events: tuple[EventCard, ...]
    """Occasions to choose from, where the list spans several."""
    topics: tuple[Link, ...]
    intake: str


@dataclass(frozen=True, slots=True)
class JourneyStepView:
    title: str
    text: str
    days: int | None
    url: str
    """The item, where the step is one."""


@dataclass(frozen=True, slots=True)
class JourneyView:
    """一件事: its own page, with the materials of all its items put together."""

    card: JourneyCard
    unit: Link
    responsible: UnitCard
    steps: tuple[JourneyStepView, ...]
    services: tuple[ServiceCard, ...]
    units: tuple[Link, ...]
    materials: tuple[MaterialView, ...]
    """Each once."""
    materials_before: int
    """How many papers its items ask for when applied for one by one."""
    tips: tuple[str, ...]
    documents: tuple[Card, ...]
    events: tuple[Link, ...]
    intake: str


@question
def service_listing(ask: Ask, subject: str) -> ServiceListing:
    """What a list page shows; `subject` is `serves/person`, `event/newborn`, `unit/health` or `way/instant`."""
    p = ask.portal.services
    what, _, id_ = subject.partition("/")
    journeys: tuple[Journey, ...] = ()
    events: tuple[EventCard, ...] = ()
    topics: tuple[Link, ...] = ()
    title: str
    line: str
    if what == "event":
        event = p.events[EventId(id_)]
        title, line, found = ask.name(event.name), ask.name(event.summary), p.by_event.get(event.id, ())
        journeys, topics = tuple(j for j in p.journeys.values() if event.id in j.events), topic_links(ask, event.topics)
    elif what == "unit":
        name = ask.name(ask.portal.units[UnitId(id_)].name)
        title, found = ask.word("services.of_unit", unit=name), p.by_unit[UnitId(id_)]
        line, journeys = ask.word("services.of_unit_line", unit=name), tuple(j for j in p.journeys.values() if j.unit == id_)
    elif what == "way":
        title, line, found = ask.word(f"way.{id_}"), ask.word(f"way_line.{id_}"), next((v for k, v in p.by_way.items() if k == id_), ())
    else:
        title, line, found = ask.word(f"services.{id_}"), ask.word(f"services.{id_}_line"), p.serving("person" if id_ == "person" else "enterprise")
        events, journeys = life_events(ask, id_), tuple(j for j in p.journeys.values() if j.serves == id_)
    desk = ask.portal.site.records.desk
    mine = tuple(s for s in found if speaks(ask, s))
    joined = tuple(_journey_card(ask, j) for j in journeys if ask.portal.speaks(ask.lang, j.name))
    hall = desk.doors[0].to if desk and desk.doors else ""
    return ServiceListing(title, line, tuple(service_card(ask, s) for s in mine), len(found) - len(mine), joined, events, topics, hall)


@question
def paperless(ask: Ask, shown: int = 60) -> tuple[CertificateView, ...]:
    """Electronic certificates by how many items they serve, most first, each with at most `shown` of its items."""
    p = ask.portal.services
    ranked = sorted(p.by_certificate, key=lambda m: (-len(p.by_certificate[m]), m))
    return tuple(_certificate(ask, m, shown) for m in ranked)


def _certificate(ask: Ask, id_: MaterialId, shown: int) -> CertificateView:
    p = ask.portal.services
    known, held = p.materials[id_], p.by_certificate[id_]
    return CertificateView(
        id_, ask.text(known.name), ask.text(known.certificate or ""), ask.text(known.issuer or ""), len(held),
        tuple(service_card(ask, s) for s in tuple(s for s in held if speaks(ask, s))[:shown]),
    )  # fmt: skip


def _journey_card(ask: Ask, found: Journey) -> JourneyCard:
    return JourneyCard(
        found.id, ask.url(urls.journey_url(found.id)), ask.name(found.name), ask.name(found.who), found.serves, found.days, found.visits,
        found.visits_before, len(found.services),
    )  # fmt: skip


@question
def journeys(ask: Ask, serves: str | None = None) -> tuple[JourneyCard, ...]:
    """一件事, in declared order."""
    return tuple(_journey_card(ask, j) for j in ask.portal.services.journeys.values() if serves in (None, j.serves) and ask.portal.speaks(ask.lang, j.name))


@question
def journey(ask: Ask, id_: str) -> JourneyView:
    p = ask.portal.services
    found = p.journeys[JourneyId(id_)]
    parts = tuple(p.items[s] for s in found.services)
    steps = tuple(JourneyStepView(ask.text(s.title), ask.text(s.text), s.days, "") for s in found.steps) or tuple(
        JourneyStepView(ask.name(s.name), ask.text(s.conditions[0]), s.days, ask.url(urls.service_url(s.id))) for s in parts
    )
    return JourneyView(
        card=_journey_card(ask, found), unit=unit_link(ask, found.unit, short=False), responsible=unit_card(ask, found.unit), steps=steps,
        services=tuple(service_card(ask, s) for s in parts), units=tuple(unit_link(ask, u) for u in dict.fromkeys(p.unit_of[s.id] for s in parts)),
        materials=material_views(ask, parts), materials_before=sum(len(s.materials) + len(s.own_materials) for s in parts), tips=ask.texts(found.tips),
        documents=cards(ask, found.documents), events=event_links(ask, found.events), intake=intake(ask, found.id, None),
    )  # fmt: skip
