"""Services among what can be searched (政务服务的检索): items, journeys, occasions and their front pages."""

from collections.abc import Callable, Iterator

from sitegen import urls
from sitegen.condition_words import in_words
from sitegen.model import DEFAULT_LANG, Lang, Words
from sitegen.portal import Portal
from sitegen.records.services import Journey, Service
from sitegen.search_records import RecordPage


def service_pages(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    """Every page of services and measures; they exist in the main language only."""
    if lang == DEFAULT_LANG:
        yield from _services(p, word)
        yield from _measures(p, word)


def _services(p: Portal, word: Callable[[str], str]) -> Iterator[RecordPage]:
    index = p.services
    if not index.items:
        return
    yield from (_service(p, s) for s in index.items.values())
    yield from (_journey(p, j) for j in index.journeys.values())
    for event in index.events.values():
        found = index.by_event.get(event.id, ())
        if found:
            yield RecordPage(
                f"/services/events/{event.id}/", _named(event.name), (event.summary, *(_named(s.name) for s in found)), "service", topics=event.topics
            )
    for kind, url, line in (
        ("services", "/services/", "services.line"),
        ("journeys", "/services/journeys/", "journeys.line"),
        ("paperless", "/services/paperless/", "paperless.line"),
    ):
        yield RecordPage(url, word(f"page.{kind}"), (word(line),), "service")
    for way in index.by_way:
        yield RecordPage(f"/services/ways/{way}/", word(f"way.{way}"), (word(f"way_line.{way}"),), "service")


def _measures(p: Portal, word: Callable[[str], str]) -> Iterator[RecordPage]:
    index = p.measures
    if not index.measures:
        return
    yield RecordPage("/calculator/", word("page.calculator"), (word("calculator.line"),), "measure")
    for found in index.measures.values():
        lines = (found.benefit, found.amount, *(in_words(c, index.facts) for c in found.conditions))
        yield RecordPage(urls.measure_url(found.id), found.title, lines, "measure", (found.unit,), found.topics, day=found.since)
    for group in index.audiences.values():
        names = (m.title for m in index.by_audience.get(group.id, ()))
        yield RecordPage(urls.audience_url(group.id), _named(group.name), (group.summary, *names), "audience", topics=group.topics)


def _service(p: Portal, found: Service) -> RecordPage:
    index = p.services
    materials = "、".join((*(index.materials[m].name for m in found.materials), *(m.name for m in found.own_materials)))
    lines = (found.who, *found.conditions, *found.steps, materials, found.result)
    unit = index.unit_of[found.id]
    return RecordPage(urls.service_url(found.id), _named(found.name), lines, "service", (unit,), found.topics, aliases=found.aliases)


def _journey(p: Portal, found: Journey) -> RecordPage:
    parts = (_named(p.services.items[s].name) for s in found.services)
    lines = (found.who, *parts, *(f"{s.title} {s.text}" for s in found.steps), *found.tips)
    return RecordPage(urls.journey_url(found.id), _named(found.name), lines, "journey", (found.unit,))


def _named(words: Words) -> str:
    return words.get(DEFAULT_LANG) or next(iter(words.values()))
