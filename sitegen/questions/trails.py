"""Breadcrumbs of services (面包屑): the way to items, journeys and lists of them."""

from sitegen.questions import Ask
from sitegen.questions.journeys import service_listing
from sitegen.records.services import JourneyId, ServiceId

Steps = list[tuple[str, str]]
"""Title and address of each step."""

_FOLDERS = {"person": "personal", "enterprise": "enterprise"}


def service_trail(ask: Ask) -> Steps | None:
    """The steps below the home page to a page of services; None for any other page."""
    p, page = ask.portal.services, ask.page
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
