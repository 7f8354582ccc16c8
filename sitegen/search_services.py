"""Services among what can be searched (政务服务的检索): items, journeys, occasions and their front pages."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from sitegen import urls
from sitegen.condition_words import in_words
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.portal import Portal
from sitegen.records.services import Journey, Service
from sitegen.search_records import RecordPage
from sitegen.values import Words


def service_pages(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    """Every page of services and measures that the language has."""
    for page in (*_services(p, lang, word), *_measures(p, lang, word)):
        yield replace(page, path=f"/{urls.LANG_FOLDERS[lang]}{page.path[1:]}")


def _services(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    index = p.services
    items = [s for s in index.items.values() if p.speaks(lang, s.name)]
    if not items:
        return
    yield from (_service(p, lang, s) for s in items)
    yield from (_journey(p, lang, j) for j in index.journeys.values() if p.speaks(lang, j.name))
    for event in index.events.values():
        found = [s for s in index.by_event.get(event.id, ()) if p.speaks(lang, s.name)]
        if found:
            lines = (_in(lang, event.summary), *(_in(lang, s.name) for s in found))
            yield RecordPage(f"/services/events/{event.id}/", _in(lang, event.name) or event.id, lines, "service", topics=event.topics)
    for serves, url in (("person", "/services/personal/"), ("enterprise", "/services/enterprise/")):
        yield RecordPage(url, word(f"services.{serves}"), (word(f"services.{serves}_line"),), "service")
    for kind, url in (("services", "/services/"), ("journeys", "/services/journeys/"), ("paperless", "/services/paperless/")):
        yield RecordPage(url, word(f"page.{kind}"), (word(f"{kind}.line"),), "service")
    for way, members in index.by_way.items():
        if any(p.speaks(lang, s.name) for s in members):
            yield RecordPage(f"/services/ways/{way}/", word(f"way.{way}"), (word(f"way_line.{way}"),), "service")


def _measures(p: Portal, lang: Lang, word: Callable[[str], str]) -> Iterator[RecordPage]:
    index = p.measures
    measures = [m for m in index.measures.values() if p.speaks(lang, m.title)]
    if not measures:
        return
    yield RecordPage("/calculator/", word("page.calculator"), (word("calculator.line"),), "measure")
    yield RecordPage("/for/", word("page.audiences"), (word("audiences.line"),), "audience")
    for found in measures:
        told = (in_words(c, index.facts, lang) for c in found.conditions)
        lines = (_in(lang, found.benefit), _in(lang, found.amount), *(words for words, its in told if its == lang))
        yield RecordPage(urls.measure_url(found.id), _in(lang, found.title), lines, "measure", (found.unit,), found.topics, day=found.since)
    for group in index.audiences.values():
        if p.speaks(lang, group.name):
            names = (_in(lang, m.title) for m in index.by_audience.get(group.id, ()))
            yield RecordPage(urls.audience_url(group.id), _in(lang, group.name), (_in(lang, group.summary), *names), "audience", topics=group.topics)


def _service(p: Portal, lang: Lang, found: Service) -> RecordPage:
    index = p.services
    materials = "、".join((*(index.materials[m].name for m in found.materials), *(m.name for m in found.own_materials)))
    lines = _own(p, lang, found.who, *found.conditions, *found.steps, materials, found.result)
    unit = index.unit_of[found.id]
    return RecordPage(urls.service_url(found.id), _in(lang, found.name), lines, "service", (unit,), found.topics, aliases=_own(p, lang, *found.aliases))


def _journey(p: Portal, lang: Lang, found: Journey) -> RecordPage:
    parts = (_in(lang, p.services.items[s].name) for s in found.services)
    lines = (_in(lang, found.who), *parts, *_own(p, lang, *(f"{s.title} {s.text}" for s in found.steps), *found.tips))
    return RecordPage(urls.journey_url(found.id), _in(lang, found.name), lines, "journey", (found.unit,))


def _in(lang: Lang, words: Words) -> str:
    """A name in the language; "" where it is not written in it. In a portal in another script all of them are."""
    return words.get(lang) or (next(iter(words.values())) if lang == DEFAULT_LANG else "")


def _own(p: Portal, lang: Lang, *lines: str) -> tuple[str, ...]:
    """Texts that stand in Chinese only: nothing for a language that is not Chinese."""
    return lines if lang == DEFAULT_LANG or lang in p.config.converted else ()
