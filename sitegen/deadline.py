"""A clause and its event -> the last day (截止日), with the working that shows how.

The only place where rules on time become dates. The words of the working are for people and
come in two languages; the dates are for programs.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sitegen.findings import Bilingual
from sitegen.time_limit import Clause
from sitegen.workdays import Due, Workdays, add_months, last_day

_UNIT_ZH = {"wd": "个工作日", "d": "日", "w": "周", "mo": "个月", "y": "年", "h": "小时"}
_UNIT_EN = {"wd": "working days", "d": "days", "w": "weeks", "mo": "months", "y": "years", "h": "hours"}


@dataclass(frozen=True, slots=True)
class Deadline:
    """截止日: `latest` differs only where a year without a notice on holidays is touched."""

    day: date
    latest: date
    working: Bilingual
    missing_years: tuple[int, ...] = ()


def deadline(clause: Clause, events: Mapping[str, date], workdays: Workdays, as_of: date) -> Deadline | None:
    """The last day on which the clause is still kept; None where its event is not known or it names no day.

    Of several events the latest counts: information that was changed is due anew.
    A `by` clause gives the next date on or after `as_of`.
    """
    if clause.op == "by":
        day = next_date(clause.object, as_of)
        return Deadline(day, day, Bilingual(f"固定日期：{day}", f"fixed date: {day}")) if day else None
    if clause.op not in ("within", "before") or clause.amount is None:
        return None
    known = [(events[name], name) for name in clause.events if name in events]
    if not known:
        return None
    start, name = max(known)
    if clause.op == "before":
        day = workdays.back(start, clause.amount) if clause.unit == "wd" else _before(start, clause)
        return Deadline(day, day, _working(name, start, clause, Due(day, day, (), ()), sign="-"))
    due = workdays.add(start, clause.amount) if clause.unit == "wd" else workdays.roll(_after(start, clause))
    return Deadline(due.earliest, due.latest, _working(name, start, clause, due), due.missing_years)


def _after(start: date, clause: Clause) -> date:
    amount = clause.amount or 0
    match clause.unit:
        case "mo":
            return add_months(start, amount)
        case "y":
            return add_months(start, 12 * amount)
        case "w":
            return start + timedelta(weeks=amount)
        case "h":
            return start + timedelta(days=-(-amount // 24))
    return start + timedelta(days=amount)


def _before(start: date, clause: Clause) -> date:
    amount = clause.amount or 0
    if clause.unit in ("mo", "y"):
        return add_months(start, -amount * (12 if clause.unit == "y" else 1))
    return start - timedelta(days=amount * (7 if clause.unit == "w" else 1))


def _working(event: str, start: date, clause: Clause, due: Due, sign: str = "+") -> Bilingual:
    left_zh = "，".join(f"扣除{name}{days}个工作日" for name, days in due.left_out)
    left_en = ", ".join(f"{name} takes {days} weekdays" for name, days in due.left_out)
    unsure_zh = f"；{'、'.join(map(str, due.missing_years))}年放假安排未公布，最迟 {due.latest}" if due.missing_years else ""
    unsure_en = f"; no holiday notice for {', '.join(map(str, due.missing_years))} yet, at the latest {due.latest}" if due.missing_years else ""
    return Bilingual(
        f"{start} {sign} {clause.amount}{_UNIT_ZH[clause.unit]} = {due.earliest}" + (f"，{left_zh}" if left_zh else "") + unsure_zh,
        f"{start} ({event}) {sign} {clause.amount} {_UNIT_EN[clause.unit]} = {due.earliest}" + (f", {left_en}" if left_en else "") + unsure_en,
    )


# ---------------------------------------------------------------- dates that come back


def next_date(pattern: str, as_of: date) -> date | None:
    """The first date of a `by` pattern on or after `as_of`; None for a pattern that names no calendar date."""
    return next((day for day in _dates(pattern, as_of, 1) if day >= as_of), None)


def last_date(pattern: str, as_of: date) -> date | None:
    """The last date of a `by` pattern before `as_of`."""
    found = [day for day in _dates(pattern, as_of, -1) if day < as_of]
    return max(found) if found else None


def _dates(pattern: str, as_of: date, way: int) -> list[date]:
    years = sorted((as_of.year, as_of.year + way))
    if match := re.fullmatch(r"(?:next year )?([\d,-]+)(?: yearly)?", pattern):
        pairs = [tuple(map(int, part.split("-"))) for part in match[1].split(",")]
        return sorted(_clipped(year, month, day) for year in years for month, day in pairs)
    months = [add_months(as_of.replace(day=1), n) for n in range(-4, 5)]
    if match := re.fullmatch(r"(?:day ?(?:<=)?(\d+) monthly|next month day ?(?:<=)?(\d+))", pattern):
        return [_clipped(m.year, m.month, int(match[1] or match[2])) for m in months]
    if pattern in ("last day monthly", "next month day last"):
        return [_clipped(m.year, m.month, 31) for m in months]
    if match := re.fullmatch(r"month week (\d)", pattern):
        return [_clipped(m.year, m.month, 7 * int(match[1])) for m in months]
    if match := re.fullmatch(r"month (\d) day (\d+) quarterly", pattern):
        return [_clipped(m.year, m.month, int(match[2])) for m in months if (m.month - 1) % 3 == int(match[1]) - 1]
    if match := re.fullmatch(r"weekday (\d) (?:weekly|next week)", pattern):
        monday = as_of - timedelta(days=as_of.weekday())
        return [monday + timedelta(weeks=n, days=int(match[1]) - 1) for n in (-1, 0, 1)]
    return []


def _clipped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, last_day(year, month)))
