"""Questions on hotlines (热线)."""

from dataclasses import dataclass

from sitegen.media import Speech
from sitegen.questions import Ask, question
from sitegen.questions.documents import topic_links, unit_link
from sitegen.records.hotlines import HOTLINE_KINDS, Hotline, HotlineKind
from sitegen.views import Link


@dataclass(frozen=True, slots=True)
class HotlineView:
    """热线: in the language of the page, or in Chinese where `lang` says so."""

    id: str
    name: str
    lang: str
    number: str
    kind: HotlineKind
    """Word: `hotline_kind.<kind>`."""
    purpose: str
    hours: str
    languages: tuple[Speech, ...]
    """Words: `speech.<language>`."""
    otherwise: str
    unit: Link
    topics: tuple[Link, ...]


@question
def hotlines(ask: Ask, kind: str | None = None) -> tuple[HotlineView, ...]:
    """All hotlines, or those of a kind: the general line first, then service lines, then those on finance."""
    ordered = sorted(ask.portal.site.records.hotlines, key=lambda line: HOTLINE_KINDS.index(line.kind))
    return tuple(_view(ask, line) for line in ordered if kind in (None, line.kind))


def _view(ask: Ask, line: Hotline) -> HotlineView:
    return HotlineView(
        line.id, ask.name(line.name), ask.foreign(line.name), line.number, line.kind, ask.name(line.purpose), ask.name(line.hours),
        line.languages, ask.name(line.otherwise) if line.otherwise else "", unit_link(ask, line.unit, short=False), topic_links(ask, line.topics),
    )  # fmt: skip
