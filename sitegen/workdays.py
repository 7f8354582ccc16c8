"""Working days (工作日): counting from declared holidays, and the end of a period by civil law.

A working day is Monday to Friday without the days off that the State Council's notice
declares, plus its make-up workdays. A year for which no notice is known is not guessed at:
its statutory holidays and their bridges may or may not be days off, so a deadline in it has
an earliest and a latest day.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from sitegen.registers import WorkCalendar

ONE = timedelta(days=1)

# New Year, Qingming, Labour Day and National Day stand on the same days every year; the three that
# follow the moon were reckoned until 2030. 全国年节及纪念日放假办法 (2024), articles 2 and 6.
_SOLAR = ((1, 1, 1), (4, 4, 2), (5, 1, 2), (10, 1, 3))
_LUNAR = {
    2027: ((2, 5, 4), (6, 9, 1), (9, 15, 1)), 2028: ((1, 25, 4), (5, 28, 1), (10, 3, 1)), 2029: ((2, 12, 4), (6, 16, 1), (9, 22, 1)),
    2030: ((2, 2, 4), (6, 5, 1), (9, 12, 1)),
}  # fmt: skip
_BRIDGE = 3


@cache
def _perhaps_off(year: int) -> frozenset[date]:
    """Days of a year that its statutory holidays and their bridges may take."""
    firsts = ((date(year, month, day), length) for month, day, length in (*_SOLAR, *_LUNAR.get(year, ())))
    return frozenset(first + n * ONE for first, length in firsts for n in range(-_BRIDGE, length + _BRIDGE))


@dataclass(frozen=True, slots=True)
class Due:
    """A last day: `latest` differs from `earliest` only where a year without notice is touched."""

    earliest: date
    latest: date
    left_out: tuple[tuple[str, int], ...]
    """Holidays whose days off fell on weekdays within the count, with how many."""
    missing_years: tuple[int, ...]


@dataclass(frozen=True)
class Workdays:
    """All declared calendars together."""

    calendars: dict[int, WorkCalendar]

    @cached_property
    def _off(self) -> dict[date, str]:
        days = {}
        for calendar in self.calendars.values():
            for holiday in calendar.holidays:
                day = holiday.first
                while day <= holiday.last:
                    days[day] = holiday.name
                    day += ONE
        return days

    @cached_property
    def _worked(self) -> frozenset[date]:
        return frozenset(day for calendar in self.calendars.values() for day in calendar.make_up_workdays)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day; in a year without notice, Monday to Friday."""
        return day in self._worked or (day.weekday() < 5 and day not in self._off)

    def _may_be_off(self, day: date) -> bool:
        """In a year without notice: a day that a holiday or its bridge may take."""
        return day.year not in self.calendars and day in _perhaps_off(day.year)

    def add(self, start: date, amount: int) -> Due:
        """The last of `amount` working days after `start`; the day of the event is not counted (民法典第二百零一条)."""
        day, rest, left, years = start, amount, dict[str, int](), {start.year}
        while rest:
            day += ONE
            years.add(day.year)
            if self.is_workday(day):
                rest -= 1
            elif day.weekday() < 5:
                left[self._off[day]] = left.get(self._off[day], 0) + 1
        latest, rest, cursor = day, amount, start
        if any(year not in self.calendars for year in years):
            while rest:
                cursor += ONE
                rest -= self.is_workday(cursor) and not self._may_be_off(cursor)
            latest = max(day, cursor)
            years.add(latest.year)
        return Due(day, latest, tuple(left.items()), tuple(sorted(years - self.calendars.keys())))

    def roll(self, day: date) -> Due:
        """A period that ends on a rest day ends on the next day after the rest (民法典第二百零三条)."""
        end = day
        while not self.is_workday(end):
            end += ONE
        latest = end
        while not self.is_workday(latest) or self._may_be_off(latest):
            latest += ONE
        missing = tuple(sorted({day.year, end.year, latest.year} - self.calendars.keys()))
        return Due(end, latest if missing else end, (), missing)

    def back(self, start: date, amount: int) -> date:
        """The day `amount` working days before `start`: the last day on which it is still early enough."""
        day, rest = start, amount
        while rest:
            day -= ONE
            rest -= self.is_workday(day)
        return day


def add_months(start: date, months: int) -> date:
    """The corresponding day of a later month, else that month's last day (民法典第二百零二条)."""
    index = start.month - 1 + months
    year, month = start.year + index // 12, index % 12 + 1
    return date(year, month, min(start.day, last_day(year, month)))


def last_day(year: int, month: int) -> int:
    return ((date(year + month // 12, month % 12 + 1, 1)) - ONE).day
