"""Working days, and the last day of a period."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import chinese_calendar
import pytest

from sitegen.catalog import parse_yaml
from sitegen.deadline import deadline, last_date, next_date
from sitegen.time_limit import Clause
from sitegen.workdays import Workdays, add_months

ROOT = Path(__file__).parents[2]


@cache
def workdays() -> Workdays:
    """The calendars of the demonstration portal: the State Council's notices for 2019 to 2026."""
    names = (f"catalogs/calendars/{year}.yml" for year in range(2019, 2027))
    return Workdays({int(name[-8:-4]): parse_yaml(name, (ROOT / name).read_bytes()).value for name in names})


def within(amount: int, unit: str, start: str) -> str:
    due = deadline(Clause("within", amount=amount, unit=unit, events=("formed",)), {"formed": date.fromisoformat(start)}, workdays(), date(2026, 1, 1))
    assert due is not None
    return due.day.isoformat()


def test_every_day_of_the_declared_years_is_what_another_calendar_says() -> None:
    day = date(2019, 1, 1)
    while day.year < 2027:
        assert workdays().is_workday(day) == chinese_calendar.is_workday(day), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "amount", "due"),
    [
        ("2025-01-20", 20, "2025-02-21"), ("2025-09-15", 20, "2025-10-17"), ("2026-02-02", 20, "2026-03-06"), ("2026-04-20", 20, "2026-05-20"),
        ("2026-09-14", 20, "2026-10-16"), ("2025-12-15", 20, "2026-01-13"), ("2025-01-20", 7, "2025-02-05"), ("2026-02-02", 7, "2026-02-11"),
    ],
)  # fmt: skip
def test_holidays_are_left_out_and_make_up_workdays_count(start: str, amount: int, due: str) -> None:
    assert within(amount, "wd", start) == due


def test_a_period_of_calendar_days_that_ends_on_a_holiday_ends_after_it() -> None:
    assert within(20, "d", "2026-09-11") == "2026-10-08"


def test_a_month_ends_on_its_corresponding_day_or_its_last() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert within(1, "mo", "2026-03-09") == "2026-04-09"


def test_the_working_names_the_holiday_that_was_left_out() -> None:
    due = deadline(Clause("within", amount=20, unit="wd", events=("formed",)), {"formed": date(2026, 2, 2)}, workdays(), date(2026, 1, 1))
    assert due is not None
    assert due.working.zh == "2026-02-02 + 20个工作日 = 2026-03-06，扣除春节6个工作日"


def test_a_year_without_a_notice_has_an_earliest_and_a_latest_day() -> None:
    due = workdays().add(date(2026, 12, 21), 20)
    assert due.earliest < due.latest
    assert due.missing_years == (2027,)


def test_of_formed_and_changed_the_later_counts() -> None:
    clause = Clause("within", amount=1, unit="wd", events=("formed", "changed"))
    due = deadline(clause, {"formed": date(2026, 3, 2), "changed": date(2026, 3, 9)}, workdays(), date(2026, 1, 1))
    assert due is not None and due.day == date(2026, 3, 10)


@pytest.mark.parametrize(
    ("pattern", "last", "following"),
    [
        ("01-31 yearly", "2026-01-31", "2027-01-31"), ("day 10 monthly", "2026-11-10", "2026-12-10"), ("last day monthly", "2026-10-31", "2026-11-30"),
        ("month 1 day 15 quarterly", "2026-10-15", "2027-01-15"), ("04-10,07-10,10-10 yearly", "2026-10-10", "2027-04-10"),
        ("weekday 3 next week", "2026-11-18", "2026-11-25"),
    ],
)  # fmt: skip
def test_dates_that_come_back(pattern: str, last: str, following: str) -> None:
    assert str(last_date(pattern, date(2026, 11, 22))) == last
    assert str(next_date(pattern, date(2026, 11, 22))) == following
