"""Open duties (待公开事项): the unpublished obligations of the whole portal, each told once.

A row that refers to another takes over its documents and cycles, so the same occasion would
show up at both. It is told at the original, unless the referring row has units of its own.
"""

from collections.abc import Iterator

from sitegen.model import CatalogEntry
from sitegen.obligations import EntryStatus, Obligation, entry_status
from sitegen.portal import Portal
from sitegen.workdays import Workdays


def status_of(portal: Portal, entry: CatalogEntry) -> EntryStatus:
    return entry_status(portal, entry, Workdays(portal.site.calendars), portal.config.thresholds)


def duties(portal: Portal) -> Iterator[tuple[CatalogEntry, Obligation]]:
    """Rows with their open obligations, in catalog order."""
    workdays = Workdays(portal.site.calendars)
    for entry in portal.entries.values():
        open_ = entry_status(portal, entry, workdays, portal.config.thresholds).open
        if not open_:
            continue
        told = _told_at_original(portal, entry, workdays)
        yield from ((entry, o) for o in open_ if o.place or (o.event, o.started, o.latest) not in told)


def _told_at_original(portal: Portal, entry: CatalogEntry, workdays: Workdays) -> set[tuple[object, ...]]:
    original = portal.entries.get(entry.refers_to) if entry.refers_to else None
    if original is None or not set(entry.units) <= set(original.units):
        return set()
    return {(o.event, o.started, o.latest) for o in entry_status(portal, original, workdays, portal.config.thresholds).open}
