"""Application guides (申报指南): how and when one applies for what a policy promises.

The guide states the policies, never the other way round. Whether applications are being taken
depends on today, so the theme's `application.js` reckons it again for the reader by the same
rule; `tests/data/application_windows.json` holds the cases for both.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from sitegen.described import bounds, term
from sitegen.values import Day, DocumentId, Line, type_closed

Window = Literal["always", "before", "open", "closed"]
"""受理状态: at any time, not yet, now, no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """申报安排: which policies a guide is for, and from when to when applications are taken."""

    __pydantic_config__: ClassVar = type_closed
    policies: Annotated[tuple[DocumentId, ...], term("申报的政策", "ids of the policies it tells how to apply for"), bounds(min_length=1)]
    opens: Annotated[Day | None, term("开始受理", "first day; empty: applications are taken already")] = None
    closes: Annotated[Day | None, term("截止受理", "last day, still included; empty: taken at any time")] = None
    next: Annotated[Line | None, term("下一批", "when the next round is expected, shown when this one has closed")] = None


def window(opens: date | None, closes: date | None, today: date) -> Window:
    """Whether applications are taken on a day; first and last day count as open."""
    if opens is not None and today < opens:
        return "before"
    if closes is None:
        return "always" if opens is None else "open"
    return "open" if today <= closes else "closed"
