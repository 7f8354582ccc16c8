"""Eligibility (政策匹配): whether what is known of a person or firm meets the conditions of a measure.

The same rules stand in the theme's `scripts/eligibility.js`, since nothing a reader answers
leaves the browser. Both run tests/data/eligibility.json and cases made at random; change them
together. An answer is a truth value, a whole number, or the ids of the chosen options; a
question without an answer leaves a condition open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sitegen.records.measures import Condition, Requirement

Answer = bool | int | tuple[str, ...]
Verdict = Literal["fits", "may-fit", "does-not-fit"]
WindowState = Literal["always", "upcoming", "open", "closing", "closed"]
CLOSING = timedelta(days=30)
"""A window that closes within so many days is told apart."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """匹配结果: the verdict, the questions still open, the conditions not met (by position)."""

    verdict: Verdict
    missing: tuple[str, ...]
    failing: tuple[int, ...]


def met(requirement: Requirement, answers: Mapping[str, Answer]) -> bool | None:
    """Whether one requirement is met; None where its question has no answer."""
    answer = answers.get(requirement.fact or "")
    if answer is None:
        return None
    if requirement.holds is not None and answer is not requirement.holds:
        return False
    chosen = answer if isinstance(answer, tuple) else ()
    if requirement.one_of and not set(requirement.one_of) & set(chosen):
        return False
    if requirement.none_of and set(requirement.none_of) & set(chosen):
        return False
    number = answer if isinstance(answer, int) else 0
    if requirement.at_least is not None and number < requirement.at_least:
        return False
    return requirement.at_most is None or number <= requirement.at_most


def parts(condition: Condition) -> tuple[Requirement, ...]:
    """The requirements of which one is enough; a plain condition is its own only one."""
    return condition.any_of or (condition,)


def holds(condition: Condition, answers: Mapping[str, Answer]) -> bool | None:
    found = [met(part, answers) for part in parts(condition)]
    if any(found):
        return True
    return None if None in found else False


def outcome(conditions: tuple[Condition, ...], answers: Mapping[str, Answer]) -> Outcome:
    """All conditions taken together: one that fails decides, else one that is open."""
    found = [holds(condition, answers) for condition in conditions]
    failing = tuple(number for number, value in enumerate(found) if value is False)
    if failing:
        return Outcome("does-not-fit", (), failing)
    open_ = (
        part.fact or "" for condition, value in zip(conditions, found, strict=True) if value is None for part in parts(condition) if met(part, answers) is None
    )
    missing = tuple(dict.fromkeys(open_))
    return Outcome("may-fit" if missing else "fits", missing, ())


def window(opens: date | None, closes: date | None, today: date) -> tuple[WindowState, int | None]:
    """The state of an application window on a day, and how many days until it opens or closes; both days count as inside."""
    if opens is not None and today < opens:
        return "upcoming", (opens - today).days
    if closes is None:
        return "always", None
    left = (closes - today).days
    if left < 0:
        return "closed", None
    return ("closing" if closes - today <= CLOSING else "open"), left
