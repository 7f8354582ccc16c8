"""Questions on units, streets, fields and topics (单位、街道、重点领域、主题)."""

from sitegen.disclosure import Catalog
from sitegen.plan import facet_url
from sitegen.questions import Ask, question
from sitegen.questions.catalogs import catalog_card
from sitegen.questions.documents import card, topic_links, unit_card, unit_link
from sitegen.registers import PriorityField, Street, Topic
from sitegen.values import FieldId, StreetId, TopicId, UnitId
from sitegen.views import CatalogCard, FieldCard, FieldView, Shelf, StreetCard, StreetView, TopicCard, UnitCard, UnitView


def _catalog(ask: Ask, found: Catalog | None) -> CatalogCard | None:
    return catalog_card(ask, found) if found else None


@question
def units(ask: Ask) -> tuple[UnitCard, ...]:
    return tuple(unit_card(ask, u.id) for u in ask.portal.site.units)


@question
def unit(ask: Ask, id_: str) -> UnitView:
    p = ask.portal
    found = p.units[UnitId(id_)]
    street = next((s for s in p.site.streets if s.office == found.id), None)
    return UnitView(
        card=unit_card(ask, found.id), email=found.email or "", leader=found.leader or "",
        credit_code=found.credit_code, abbreviation=found.abbreviation or "",
        supervised_by=unit_link(ask, found.supervised_by, short=False) if found.supervised_by else None, offices=found.offices,
        catalog=_catalog(ask, next((c for c in p.site.catalogs if c.unit == found.id), None)),
        fields=tuple(ask.link(f.name, f"/fields/{f.id}/") for f in p.site.fields if f.unit == found.id),
        street=ask.link(street.name, f"/streets/{street.id}/") if street else None,
    )  # fmt: skip


def _street_catalog(ask: Ask, found: Street) -> Catalog | None:
    return next((c for c in ask.portal.site.catalogs if c.street == found.id), None)


def _street_card(ask: Ask, found: Street) -> StreetCard:
    home = _street_catalog(ask, found)
    return StreetCard(
        found.id, ask.url(f"/streets/{found.id}/"), ask.name(found.name), found.summary, len(found.communities), len(home.entries) if home else 0
    )


@question
def streets(ask: Ask) -> tuple[StreetCard, ...]:
    return tuple(_street_card(ask, s) for s in ask.portal.site.streets)


@question
def street(ask: Ask, id_: str) -> StreetView:
    found = ask.portal.streets[StreetId(id_)]
    return StreetView(
        _street_card(ask, found), unit_card(ask, found.office), found.communities, found.service_points,
        _catalog(ask, _street_catalog(ask, found)),
    )  # fmt: skip


def _field_catalog(ask: Ask, found: PriorityField) -> Catalog | None:
    return next((c for c in ask.portal.site.catalogs if c.field == found.id), None)


def _field_card(ask: Ask, found: PriorityField) -> FieldCard:
    home = _field_catalog(ask, found)
    documents = {d.id for e in (home.entries if home else ()) for d in ask.portal.by_entry.get(e.id, ())}
    return FieldCard(
        found.id, ask.url(f"/fields/{found.id}/"), ask.name(found.name), found.summary, found.national_code, unit_link(ask, found.unit),
        unit_card(ask, found.unit),
        len(home.entries) if home else 0, len(documents),
    )  # fmt: skip


@question
def fields(ask: Ask) -> tuple[FieldCard, ...]:
    return tuple(_field_card(ask, f) for f in ask.portal.site.fields)


@question
def field(ask: Ask, id_: str) -> FieldView:
    found = ask.portal.fields[FieldId(id_)]
    return FieldView(_field_card(ask, found), _catalog(ask, _field_catalog(ask, found)), topic_links(ask, found.topics))


def _topic_card(ask: Ask, found: Topic) -> TopicCard:
    stem = ask.url(f"/topics/{found.id}/feed")
    count = len(ask.portal.by_topic.get((found.id, ask.lang), ()))
    return TopicCard(found.id, ask.url(f"/topics/{found.id}/"), ask.name(found.name), found.summary, count, f"{stem}.xml", f"{stem}.json")


@question
def topics(ask: Ask) -> tuple[TopicCard, ...]:
    return tuple(_topic_card(ask, t) for t in ask.portal.site.topics)


@question
def shelves(ask: Ask, topic: str, newest: int) -> tuple[Shelf, ...]:
    """What there is on a topic, section by section: the `newest` where a list has them all, else every one."""
    found = []
    for section in (*ask.portal.sections.values(), None):
        held = ask.portal.by_shelf.get((TopicId(topic), section.id if section else None, ask.lang), ())
        if not held:
            continue
        listed = facet_url(section.id, ask.lang, "topic", topic) if section else ""
        more = ask.url(listed) if len(held) > newest and listed in ask.sources.urls else ""
        chosen = held[:newest] if more else held
        title = ask.name(section.title) if section else ask.word("kind.page")
        cards = tuple(card(ask, d.id) for d in chosen)
        found.append(Shelf(section.id if section else "pages", title, section.kind if section else "page", len(held), cards, more))
    return tuple(found)


@question
def topic(ask: Ask, id_: str) -> TopicCard:
    return _topic_card(ask, ask.portal.topics[TopicId(id_)])
