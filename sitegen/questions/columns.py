"""Questions on topic columns (专题专栏): what an editor's blocks gather."""

from collections.abc import Iterator
from dataclasses import dataclass

from sitegen.document import Document
from sitegen.front_matter import Gather, PageHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.questions import Ask, question
from sitegen.questions.documents import card, find
from sitegen.questions.measures import MeasureView, measure, measures
from sitegen.questions.services import ServiceCard, service_cards, services
from sitegen.values import DocumentId
from sitegen.views import Card


@dataclass(frozen=True, slots=True)
class GatheredView:
    """归集: a block of a topic column with what fits it today."""

    title: str
    lang: str
    """Language of the title where it is not that of the page."""
    layout: str
    documents: tuple[Card, ...]
    services: tuple[ServiceCard, ...]
    measures: tuple[MeasureView, ...]


@question
def gathered(ask: Ask, id_: str) -> tuple[GatheredView, ...]:
    """The blocks of a topic column, in order; documents stand in the asked language where they have one."""
    header = find(ask, id_).header
    blocks = header.gather if isinstance(header, PageHeader) else ()
    return tuple(_view(ask, DocumentId(id_), block) for block in blocks)


def _view(ask: Ask, own: DocumentId, block: Gather) -> GatheredView:
    p = ask.portal
    first = [d for d in block.documents if (d, DEFAULT_LANG) in p.documents]
    rest = [d.id for d in _fitting(ask, block) if d.id != own and d.id not in first]
    offered = {m: None for m in block.measures if m in p.measures.measures}
    offered |= {m.id: None for audience in block.audiences for m in p.measures.by_audience.get(audience, ())}
    found = {c.id: c for c in service_cards(ask, block.services)} | {c.id: c for event in block.events for c in services(ask, event=event)}
    order = [m.id for m in measures(ask)]
    chosen = sorted(offered, key=order.index) if block.audiences else list(offered)
    return GatheredView(
        ask.name(block.title), ask.foreign(block.title), block.layout, tuple(card(ask, d) for d in (*first, *rest)[: block.limit]),
        tuple(found.values()), tuple(measure(ask, m) for m in chosen),
    )  # fmt: skip


def _fitting(ask: Ask, block: Gather) -> Iterator[Document]:
    """Documents of the main language, newest first; none where the block names no criterion."""
    if not (block.topics or block.tags or block.units or block.kinds):
        return
    for document in ask.portal.documents.values():
        header = document.header
        if (
            document.lang == DEFAULT_LANG
            and (not block.topics or set(block.topics) & set(header.topics))
            and (not block.tags or set(block.tags) & set(header.keywords))
            and (not block.units or header.unit in block.units)
            and (not block.kinds or document.kind in block.kinds)
        ):
            yield document
