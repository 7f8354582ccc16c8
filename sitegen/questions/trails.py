"""Breadcrumbs of services and measures (面包屑): the way to items, journeys, audiences and lists of them."""

from sitegen.questions import Ask
from sitegen.questions.journeys import service_listing
from sitegen.records.services import JourneyId
from sitegen.values import AudienceId, MeasureId, ServiceId, StreetId

Steps = list[tuple[str, str]]
"""Title and address of each step."""

_FOLDERS = {"person": "personal", "enterprise": "enterprise"}


def service_trail(ask: Ask) -> Steps | None:
    """The steps below the home page to a page of services or measures; None for any other page."""
    p, page = ask.portal.services, ask.page
    if page.kind in ("calculator", "measure", "audiences", "audience", "visits"):
        return _measure_trail(ask)
    if page.kind not in ("services", "service-list", "service", "journeys", "journey", "paperless"):
        return None
    front = (ask.word("page.services"), "/services/")
    if page.kind == "services":
        return [front]
    if page.kind == "service-list":
        return [front, (service_listing(ask, page.subject).title, page.url)]
    if page.kind == "service":
        found = p.items[ServiceId(page.subject)]
        event = p.events[found.events[0]]
        serves = (ask.word(f"services.{event.serves}"), f"/services/{_FOLDERS[event.serves]}/")
        return [front, serves, (ask.name(event.name), f"/services/events/{event.id}/"), (ask.name(found.name), page.url)]
    if page.kind == "journey":
        return [front, (ask.word("page.journeys"), "/services/journeys/"), (ask.name(p.journeys[JourneyId(page.subject)].name), page.url)]
    return [front, (ask.word(f"page.{page.kind}"), page.url)]


def _measure_trail(ask: Ask) -> Steps:
    p, page = ask.portal, ask.page
    if page.kind in ("calculator", "measure"):
        front = (ask.word("page.calculator"), "/calculator/")
        return [front] if page.kind == "calculator" else [front, (ask.name(p.measures.measures[MeasureId(page.subject)].title), page.url)]
    if page.kind == "visits":
        street, _, audience = page.subject.partition("/")
        place = p.streets[StreetId(street)]
        streets = [(ask.word("page.streets"), "/streets/"), (ask.name(place.name), f"/streets/{street}/")]
        return [*streets, (ask.word("visits.title", name=ask.name(p.measures.audiences[AudienceId(audience)].name)), page.url)]
    groups = (ask.word("page.audiences"), "/for/")
    return [groups] if page.kind == "audiences" else [groups, (ask.name(p.measures.audiences[AudienceId(page.subject)].name), page.url)]
