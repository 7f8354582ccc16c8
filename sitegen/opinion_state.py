"""How a collection of opinions stands on a day (征集状态).

The browser says the same on a later day by themes/default/assets/scripts/opinions.js; both
run the cases of tests/data/opinion_states.json.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

State = Literal["soon", "open", "closed", "answered"]


@dataclass(frozen=True, slots=True)
class OpinionState:
    """征集状态. `days` counts to the first day if soon, and to the last if open, today included; else 0."""

    state: State
    days: int


def opinion_state(opens: date, closes: date, feedback: date | None, today: date) -> OpinionState:
    """Both days belong to the period. A result counts from the day on which it is published."""
    if today < opens:
        return OpinionState("soon", (opens - today).days)
    if today <= closes:
        return OpinionState("open", (closes - today).days + 1)
    if feedback is not None and feedback <= today:
        return OpinionState("answered", 0)
    return OpinionState("closed", 0)
