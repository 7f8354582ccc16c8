"""Values (值): what fields are made of: ids, days, lines of text, names in several languages, and how a field is described.

Everything that editors write is checked by these types first, so they know nothing of any file.
"""

import re
from datetime import date
from typing import Annotated, Literal, NewType

from sitegen.described import before, bounds, written
from sitegen.languages import DEFAULT_LANG, Lang

DocumentId = NewType("DocumentId", str)
"""Path below content/ without language and suffix: `policies/2026/rent-subsidy`."""
UnitId = NewType("UnitId", str)
StreetId = NewType("StreetId", str)
FieldId = NewType("FieldId", str)
TopicId = NewType("TopicId", str)
CatalogId = NewType("CatalogId", str)
"""Path below catalogs/ without suffix: `fields/compulsory-education`."""
EntryId = NewType("EntryId", str)
SectionId = NewType("SectionId", str)
ServiceId = NewType("ServiceId", str)
EventId = NewType("EventId", str)
MeasureId = NewType("MeasureId", str)
AudienceId = NewType("AudienceId", str)

Event = Literal[
    "formed", "changed", "obtained", "made", "received", "decided", "approved", "replied",
    "issued", "signed", "confirmed", "ended", "started", "revoked",
]  # fmt: skip
"""What starts the clock of a time limit (起算事件)."""

type_closed = {"extra": "forbid"}


# ---------------------------------------------------------------- values


_WRITTEN_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def _iso_date(value: object) -> object:
    # Pydantic would also take "1700000000" for a moment in time; a clerk's slip must not pass as a date.
    if isinstance(value, str):
        try:
            if _WRITTEN_DAY.fullmatch(value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        from pydantic_core import PydanticCustomError

        raise PydanticCustomError("iso_date", "not a date")
    return value


def _by_language(value: object) -> object:
    return {"zh-Hans": value} if isinstance(value, str) else value


Day = Annotated[date, before(_iso_date)]
Line = Annotated[str, written(min_length=1, max_length=200, strip_whitespace=True)]
Paragraph = Annotated[str, written(min_length=1, max_length=2000, strip_whitespace=True)]
SLUG = written(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
"""What an id is made of: it becomes part of an address and the name of a folder."""
Phone = Annotated[str, written(pattern=r"^[0-9+][0-9 +()-]{2,24}$")]
CreditCode = Annotated[str, written(pattern=r"^[0-9A-Z]{18}$")]
Words = Annotated[dict[Lang, Line], before(_by_language), bounds(min_length=1)]
"""A name in one or more languages; plain text means Simplified Chinese."""
Texts = Annotated[dict[Lang, Paragraph], before(_by_language), bounds(min_length=1)]
"""The same for whole sentences."""


def in_chinese(words: dict[Lang, str]) -> str:
    """A name in the main language, else in any."""
    return words.get(DEFAULT_LANG) or next(iter(words.values()))
