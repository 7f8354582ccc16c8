"""Questions on collections of opinions (民意征集)."""

from dataclasses import dataclass
from datetime import date

from sitegen.opinion_state import OpinionState, opinion_state
from sitegen.portal import Portal
from sitegen.questions import Ask, question
from sitegen.questions.documents import standing, topic_links, unit_card, unit_link
from sitegen.records.opinions import Comment, Opinions
from sitegen.views import Card, Link, UnitCard


@dataclass(frozen=True, slots=True)
class OpinionsCard:
    """民意征集: what a list shows of one; `state` is that of the portal's day."""

    id: str
    url: str
    title: str
    unit: Link
    opens: date
    closes: date
    feedback_on: date | None
    state: OpinionState
    """Word: `opinion_state.<state>`."""
    summary: str
    received: int | None
    adopted: int


@dataclass(frozen=True, slots=True)
class OpinionsView:
    """民意征集: its own page."""

    card: OpinionsCard
    unit: UnitCard
    draft: tuple[str, ...]
    explanation: tuple[str, ...]
    questions: tuple[str, ...]
    email: str
    phone: str
    address: str
    notice: Card | None
    topics: tuple[Link, ...]
    feedback_summary: str
    results: tuple[tuple[str, tuple[Comment, ...]], ...]
    """(adopted, partly or declined; the comments), without those that are empty. Word: `opinions.<result>`."""
    feedback_document: Card | None


@question
def opinions(ask: Ask) -> tuple[OpinionsCard, ...]:
    """Every collection: open ones by their last day, those to come, then the others, newest first."""
    return tuple(_card(ask, found) for found in ordered(ask.portal))


@question
def opinion(ask: Ask, id_: str) -> OpinionsView:
    found = next(o for o in ask.portal.site.records.opinions if o.id == id_)
    feedback = found.feedback if found.feedback and found.feedback.published <= ask.portal.as_of else None
    results = (("adopted", feedback.adopted), ("partly", feedback.partly), ("declined", feedback.declined)) if feedback else ()
    return OpinionsView(
        _card(ask, found), unit_card(ask, found.unit), found.draft, found.explanation, found.questions, found.email or "",
        found.phone or "", found.address or "", standing(ask, found.notice), topic_links(ask, found.topics),
        feedback.summary if feedback else "", tuple((name, held) for name, held in results if held), standing(ask, feedback.document if feedback else None),
    )  # fmt: skip


def ordered(p: Portal) -> tuple[Opinions, ...]:
    rank = {"open": 0, "soon": 1, "closed": 2, "answered": 2}

    def key(found: Opinions) -> tuple[int, int, str]:
        state = _state(p, found).state
        return rank[state], found.closes.toordinal() if state in ("open", "soon") else -found.closes.toordinal(), found.id

    return tuple(sorted(p.site.records.opinions, key=key))


def _state(p: Portal, found: Opinions) -> OpinionState:
    return opinion_state(found.opens, found.closes, found.feedback.published if found.feedback else None, p.as_of)


def _card(ask: Ask, found: Opinions) -> OpinionsCard:
    feedback = found.feedback if found.feedback and found.feedback.published <= ask.portal.as_of else None
    return OpinionsCard(
        found.id, ask.url(f"/opinions/{found.id}/"), found.title, unit_link(ask, found.unit), found.opens, found.closes,
        found.feedback.published if found.feedback else None, _state(ask.portal, found), found.summary, feedback.received if feedback else None,
        sum(c.count or 1 for c in (*feedback.adopted, *feedback.partly)) if feedback else 0,
    )  # fmt: skip
