"""Dates as calendars (日历, RFC 5545): what a unit has yet to publish, and what residents must not miss; one all-day event each.

What is published disappears from a subscribed calendar; what is corrected moves, because its
UID does not hold the day. Nothing in the file comes from the clock.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sitegen.plan import Page
from sitegen.questions import Tracked
from sitegen.questions.dates import DateView
from sitegen.time_views import ObligationView

if TYPE_CHECKING:
    import icalendar

MORNING = timedelta(hours=9)
AHEAD = timedelta(days=-3)
"""When a reader is told of a last day: at nine, three days before."""


def unit_calendar(page: Page, site: Tracked) -> bytes:
    """The open obligations of the page's unit; the alarm rings at nine on the first day they count as due soon."""
    # Two records that say the same are one event; a UID may not occur twice.
    obligations = {o.id: o for o in site.due(unit=page.subject)}.values()
    unit = site.unit(page.subject).card
    return _calendar(site, site.word("calendar.title").format(unit=unit.short_name), (_duty(o, site) for o in obligations))


def dates_calendar(page: Page, site: Tracked) -> bytes:
    """First and last days of applications and of collections of opinions; for the audience that the page names, those of its measures."""
    audience = page.subject or None
    name = site.audience(audience).card.name if audience else site.settings().short_name
    return _calendar(site, site.word("dates.title").format(name=name), (_date(one, site) for one in site.dates(audience=audience)))


def _calendar(site: Tracked, name: str, events: "Iterable[icalendar.Event]") -> bytes:
    import icalendar

    calendar = icalendar.Calendar()
    calendar.add("prodid", f"-//{site.settings().domain}//sitegen//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    for event in events:
        calendar.add_component(event)
    data: bytes = calendar.to_ical()
    return data


def _duty(o: ObligationView, site: Tracked) -> "icalendar.Event":
    title = f"{o.item}（{o.note}）" if o.note else o.item
    description = f"{o.working_zh}\n{o.working_en}\n{'、'.join(u.title for u in o.units)}"
    event = _event(site, o.id, o.started or o.due, o.latest, site.word("calendar.event").format(item=title), description, o.entry.url)
    event.add_component(_alarm(title, min(o.soon_from - o.latest, timedelta()) + MORNING))
    return event


def _date(one: DateView, site: Tracked) -> "icalendar.Event":
    title = site.word(f"dates.{one.what}").format(title=one.title)
    event = _event(site, one.id, one.known, one.day, title, f"{one.line}\n{one.unit}", one.url)
    if one.what != "opens":
        event.add_component(_alarm(title, AHEAD + MORNING))
    return event


def _event(site: Tracked, id_: str, known: date, day: date, title: str, description: str, url: str) -> "icalendar.Event":
    import icalendar

    settings = site.settings()
    event = icalendar.Event()
    event.add("uid", f"{id_}@{settings.domain}")
    event.add("dtstamp", datetime.combine(known, time(), UTC))
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", title)
    event.add("description", description)
    event.add("url", settings.origin + url)
    event.add("transp", "TRANSPARENT")
    return event


def _alarm(title: str, trigger: timedelta) -> "icalendar.Alarm":
    import icalendar

    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", trigger)
    return alarm
