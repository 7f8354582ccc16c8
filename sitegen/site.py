"""The whole (站点): everything a portal knows, before anybody asks on which day."""

from dataclasses import dataclass

from sitegen.disclosure import Catalog
from sitegen.document import Document
from sitegen.records import Records
from sitegen.registers import PriorityField, Street, Synonyms, Topic, Unit, WorkCalendar


@dataclass(frozen=True, slots=True)
class Site:
    """站点: everything the portal knows, in declared order; documents newest first. No HTML, no texts."""

    documents: tuple[Document, ...]
    units: tuple[Unit, ...]
    streets: tuple[Street, ...]
    fields: tuple[PriorityField, ...]
    topics: tuple[Topic, ...]
    catalogs: tuple[Catalog, ...]
    calendars: dict[int, WorkCalendar]
    synonyms: tuple[Synonyms, ...] = ()
    records: Records = Records()
