"""Questions on measures and audiences (政策计算器、服务找人): what is offered, to whom, until when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sitegen import urls
from sitegen.anchors import clause_anchor
from sitegen.condition_words import in_words
from sitegen.eligibility import CLOSING, WindowState, window
from sitegen.links import stands_there
from sitegen.questions import Ask, question
from sitegen.questions.documents import card, find, topic_links, unit_card, unit_link
from sitegen.questions.journeys import JourneyCard, journeys
from sitegen.questions.registers import street
from sitegen.questions.services import ServiceCard, service_cards, services
from sitegen.records.measures import Audience, Condition, Fact, FactId, FactKind, Measure, Requirement
from sitegen.records.services import Serves
from sitegen.said import lang_of
from sitegen.values import AudienceId, DocumentId, MeasureId, ServiceId, StreetId, Words
from sitegen.views import Link, StreetView, UnitCard

_ORDER: tuple[WindowState, ...] = ("closing", "open", "always", "upcoming", "closed")
"""What presses first stands first."""


@dataclass(frozen=True, slots=True)
class ConditionView:
    """条件: in words, with the clause it rests on."""

    words: str
    clause: Link


@dataclass(frozen=True, slots=True)
class MeasureView:
    """惠企惠民措施: `state` on the portal's day names the word `offer.<state>`, `days` are those to its opening or closing."""

    id: str
    url: str
    title: str
    serves: Serves
    benefit: str
    amount: str
    conditions: tuple[ConditionView, ...]
    clause: Link
    document: Link
    since: date
    opens: date | None
    closes: date | None
    state: WindowState
    days: int | None
    next_window: str
    unit: Link
    responsible: UnitCard
    service: ServiceCard | None
    apply: str
    """Where to apply elsewhere, if not by a service."""
    how: str
    audiences: tuple[Link, ...]
    topics: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class AudienceCard:
    """服务人群 in a list; `open` counts what can be asked for on the portal's day."""

    id: str
    url: str
    name: str
    serves: Serves
    summary: str
    measures: int
    open: int
    closing: int
    atom: str
    json_feed: str
    visits: bool


@dataclass(frozen=True, slots=True)
class AudienceView:
    """服务人群: its own page."""

    card: AudienceCard
    measures: tuple[MeasureView, ...]
    """Those that close soon first, then open ones, then those to come, then those that are over."""
    services: tuple[ServiceCard, ...]
    journeys: tuple[JourneyCard, ...]
    topics: tuple[Link, ...]
    ask: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FactView:
    """画像问题: a question of the calculator with its possible answers (id, words)."""

    id: FactId
    kind: FactKind
    question: str
    hint: str
    options: tuple[tuple[str, str], ...]
    unit: str
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class FactGroup:
    """画像问题 under one heading."""

    name: str
    facts: tuple[FactView, ...]


@dataclass(frozen=True, slots=True)
class VisitView:
    """上门清单: what a street worker takes to the door of one audience."""

    street: StreetView
    audience: AudienceView


@dataclass(frozen=True, slots=True)
class NewsEntry:
    """订阅条目: a measure that is new, or that closes soon."""

    url: str
    title: str
    summary: str
    published: date
    unit: Link
    topics: tuple[Link, ...]
    lang: str


def _view(ask: Ask, found: Measure) -> MeasureView:
    p = ask.portal.measures
    closes = p.closes.get(found.id)
    state, days = window(found.opens, closes, ask.portal.as_of)
    document = card(ask, found.document)
    return MeasureView(
        id=found.id, url=ask.url(urls.measure_url(found.id)), title=ask.name(found.title), serves=found.serves,
        benefit=ask.name(found.benefit), amount=ask.name(found.amount),
        conditions=tuple(ConditionView(_told(ask, c), _clause(ask, found.document, document.url, c.clause or found.clause)) for c in found.conditions),
        clause=_clause(ask, found.document, document.url, found.clause), document=Link(document.title, document.url), since=found.since,
        opens=found.opens, closes=closes,
        state=state, days=days, next_window=_optional(ask, found.next_window),
        unit=unit_link(ask, found.unit), responsible=unit_card(ask, found.unit),
        service=next(iter(service_cards(ask, (found.service,))), None) if found.service else None, apply=found.apply or "", how=_optional(ask, found.how),
        audiences=tuple(ask.link(p.audiences[a].name, urls.audience_url(a)) for a in found.audiences), topics=topic_links(ask, found.topics),
    )  # fmt: skip


def _optional(ask: Ask, words: Words | None) -> str:
    return ask.name(words) if words else ""


def _told(ask: Ask, condition: Condition) -> str:
    words, lang = in_words(condition, ask.portal.measures.facts, ask.lang)
    return words if lang == ask.lang else ask.text(words)


def _clause(ask: Ask, document: DocumentId, url: str, words: str) -> Link:
    """A link to the clause; to the document where the text in this language, or an amendment that only quotes it, has none of that number."""
    return Link(words, f"{url}#{clause_anchor(words)}" if clause_anchor(words) and stands_there(find(ask, document), words) else url)


@question
def measures(
    ask: Ask, serves: str | None = None, audience: str | None = None, document: str | None = None, service: str | None = None
) -> tuple[MeasureView, ...]:
    """Measures that fit all that is given, soonest to close first."""
    p = ask.portal.measures
    if document is not None:
        pool = p.by_document.get(DocumentId(document), ())
    elif service is not None:
        pool = p.by_service.get(ServiceId(service), ())
    else:
        pool = tuple(p.measures.values()) if audience is None else p.by_audience.get(AudienceId(audience), ())
    fitting = (
        m for m in pool
        if serves in (None, m.serves) and (audience is None or audience in m.audiences) and document in (None, m.document) and service in (None, m.service)
    )  # fmt: skip
    return _ordered(_view(ask, m) for m in fitting)


def _ordered(found: Iterable[MeasureView]) -> tuple[MeasureView, ...]:
    return tuple(sorted(found, key=lambda m: (_ORDER.index(m.state), m.days or 0)))


@question
def measure(ask: Ask, id_: str) -> MeasureView:
    return _view(ask, ask.portal.measures.measures[MeasureId(id_)])


def _audience_card(ask: Ask, found: Audience) -> AudienceCard:
    views = measures(ask, audience=found.id)
    url = ask.url(urls.audience_url(found.id))
    return AudienceCard(
        found.id, url, ask.name(found.name), found.serves, ask.name(found.summary), len(views), sum(v.state in ("open", "closing", "always") for v in views),
        sum(v.state == "closing" for v in views), f"{url}feed.xml", f"{url}feed.json", found.visits,
    )  # fmt: skip


@question
def audiences(ask: Ask, serves: str | None = None) -> tuple[AudienceCard, ...]:
    return tuple(_audience_card(ask, a) for a in ask.portal.measures.audiences.values() if serves in (None, a.serves))


@question
def audience(ask: Ask, id_: str) -> AudienceView:
    found = ask.portal.measures.audiences[AudienceId(id_)]
    near = {card.id: card for event in found.events for card in services(ask, event=event) if not card.lang}
    named = {j.id for j in ask.portal.services.journeys.values() if set(found.events) & set(j.events)}
    tied = tuple(j for j in journeys(ask) if j.id in named)
    topics = topic_links(ask, found.topics)
    return AudienceView(_audience_card(ask, found), measures(ask, audience=id_), tuple(near.values()), tied, topics, ask.texts(found.ask))


@question
def profile(ask: Ask, serves: str) -> tuple[FactGroup, ...]:
    """The calculator's questions for persons or firms, by their headings in order."""
    groups: dict[str, list[FactView]] = {}
    for fact in ask.portal.measures.facts.values():
        if fact.serves == serves:
            groups.setdefault(ask.name(fact.group), []).append(_fact(ask, fact))
    return tuple(FactGroup(name, tuple(facts)) for name, facts in groups.items())


def _fact(ask: Ask, found: Fact) -> FactView:
    options = tuple((option.id, ask.name(option.name)) for option in found.options)
    return FactView(found.id, found.kind, ask.name(found.question), _optional(ask, found.hint), options, _optional(ask, found.unit), found.least, found.most)


@question
def visit_list(ask: Ask, subject: str) -> VisitView:
    """What to take along; `subject` is `<street>/<audience>`."""
    place, _, group = subject.partition("/")
    return VisitView(street(ask, StreetId(place)), audience(ask, group))


@question
def audience_news(ask: Ask, id_: str) -> tuple[NewsEntry, ...]:
    """New measures of an audience and windows that close within 30 days, newest first."""
    entries = []
    for view in measures(ask, audience=id_):
        summary = ask.word("offer.summary", amount=view.amount, benefit=view.benefit)
        entries.append(NewsEntry(view.url, view.title, summary, view.since, view.unit, view.topics, ask.lang))
        if view.state == "closing" and view.closes is not None:
            title = ask.word("offer.news", title=view.title, day=view.closes.isoformat())
            entries.append(NewsEntry(f"{view.url}#closes-{view.closes}", title, view.benefit, view.closes - CLOSING, view.unit, view.topics, ask.lang))
    return tuple(sorted(entries, key=lambda e: (e.published, e.url), reverse=True))


@question
def plain_measures(ask: Ask) -> tuple[dict[str, object], ...]:
    """Every measure as the browser's evaluator reads it."""
    p = ask.portal.measures
    return tuple(_plain(_view(ask, m), m) for m in p.measures.values())


def _plain(view: MeasureView, found: Measure) -> dict[str, object]:
    conditions = [
        plain_condition(c) | _in(v.words) | {"words": v.words, "clause": v.clause.title, "at": v.clause.url}
        for c, v in zip(found.conditions, view.conditions, strict=True)
    ]
    return {
        "id": view.id, "url": view.url, "title": view.title, "for": view.serves, "amount": view.amount, "benefit": view.benefit, "unit": view.unit.title,
        "document": view.document.title, "document_url": view.document.url, "clause": view.clause.title, "clause_url": view.clause.url,
        "since": view.since.isoformat(), "opens": view.opens.isoformat() if view.opens else None, "closes": view.closes.isoformat() if view.closes else None,
        "next": view.next_window, "conditions": conditions,
    } | _in(view.title)  # fmt: skip


def _in(words: str) -> dict[str, object]:
    """The language of words that are not in the page's."""
    return {"lang": lang_of(words)} if lang_of(words) else {}


def plain_condition(condition: Condition | Requirement) -> dict[str, object]:
    """What is stated of a condition, under the names of its fields."""
    named = {name: getattr(condition, name) for name in ("fact", "one_of", "none_of", "at_least", "at_most", "holds")}
    plain: dict[str, object] = {name: value for name, value in named.items() if value not in (None, ())}
    if isinstance(condition, Condition) and condition.any_of:
        plain["any_of"] = [plain_condition(part) for part in condition.any_of]
    return plain
