"""Measures on one day (惠企惠民措施索引): those that can be asked for, and when each ends.

A measure ends with its document: what was repealed is left out, and a window never outlasts the
last day in force.
"""

from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date

from sitegen.document import Document
from sitegen.front_matter import PolicyHeader
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.records import Records
from sitegen.records.measures import Audience, Fact, Measure
from sitegen.service_index import grouped
from sitegen.values import AudienceId, DocumentId, MeasureId, ServiceId


@dataclass(frozen=True, slots=True)
class MeasureIndex:
    """In declared order; `closes` holds the last day of each measure that has one."""

    facts: dict[str, Fact]
    audiences: dict[AudienceId, Audience]
    measures: dict[MeasureId, Measure]
    closes: dict[MeasureId, date]
    by_audience: dict[AudienceId, tuple[Measure, ...]]
    by_document: dict[DocumentId, tuple[Measure, ...]]
    by_service: dict[ServiceId, tuple[Measure, ...]]


def measure_index(records: Records, documents: Mapping[tuple[DocumentId, Lang], Document], repealed: Container[DocumentId], as_of: date) -> MeasureIndex:
    shown = {
        m.id: m for m in records.measures
        if m.since <= as_of and (m.document, DEFAULT_LANG) in documents and m.document not in repealed
    }  # fmt: skip
    ends = {m.id: end for m in shown.values() if (end := _end(m, documents[m.document, DEFAULT_LANG]))}
    return MeasureIndex(
        facts={f.id: f for f in records.profile}, audiences={a.id: a for a in records.audiences}, measures=shown, closes=ends,
        by_audience=grouped(shown.values(), lambda m: m.audiences), by_document=grouped(shown.values(), lambda m: (m.document,)),
        by_service=grouped(shown.values(), lambda m: (m.service,) if m.service else ()),
    )  # fmt: skip


def _end(measure: Measure, document: Document) -> date | None:
    expires = document.header.expires if isinstance(document.header, PolicyHeader) else None
    days = [day for day in (measure.closes, expires) if day is not None]
    return min(days, default=None)
