"""Duties (待公开事项): what the whole portal has yet to publish, each told once.

Dates that come back are among them before they are near: a calendar is for what is ahead.

A row that refers to another takes over its documents and cycles, so the same occasion would
show up at both. It is told at the original, unless the referring row has units of its own.
"""

from collections.abc import Iterator

from sitegen.disclosure import CatalogEntry
from sitegen.obligations import Obligation
from sitegen.portal import Portal


def duties(portal: Portal) -> Iterator[tuple[CatalogEntry, Obligation]]:
    """Rows with their unpublished obligations, in catalog order."""
    for entry in portal.entries.values():
        ahead = portal.statuses[entry.id].moving
        if ahead:
            told = _told_at_original(portal, entry)
            yield from ((entry, o) for o in ahead if o.place or (o.event, o.started, o.latest) not in told)


def _told_at_original(portal: Portal, entry: CatalogEntry) -> set[tuple[object, ...]]:
    original = portal.entries.get(entry.refers_to) if entry.refers_to else None
    if original is None or not set(entry.units) <= set(original.units):
        return set()
    return {(o.event, o.started, o.latest) for o in portal.statuses[original.id].moving}
