"""Due dates as a calendar (到期日历, RFC 5545): what a unit has yet to publish, one all-day event each.

What is published disappears from a subscribed calendar; what is corrected moves, because its
UID does not hold the last day. Nothing in the file comes from the clock.
"""

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from sitegen.plan import Page
from sitegen.questions import Tracked
from sitegen.time_views import ObligationView

if TYPE_CHECKING:
    import icalendar

MORNING = timedelta(hours=9)


def unit_calendar(page: Page, site: Tracked) -> bytes:
    """The open obligations of the page's unit; the alarm rings at nine on the first day they count as due soon."""
    import icalendar

    settings = site.settings()
    unit = site.unit(page.subject).card
    calendar = icalendar.Calendar()
    name = site.word("calendar.title").format(unit=unit.short_name)
    calendar.add("prodid", f"-//{settings.domain}//sitegen//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", "Asia/Shanghai")
    calendar.add("refresh-interval", timedelta(days=1), parameters={"VALUE": "DURATION"})
    # Two records that say the same are one event; a UID may not occur twice.
    for obligation in {o.id: o for o in site.due(unit=page.subject)}.values():
        calendar.add_component(_event(obligation, site))
    data: bytes = calendar.to_ical()
    return data


def _event(o: ObligationView, site: Tracked) -> "icalendar.Event":
    import icalendar

    settings = site.settings()
    title = f"{o.item}（{o.note}）" if o.note else o.item
    event = icalendar.Event()
    event.add("uid", f"{o.id}@{settings.domain}")
    event.add("dtstamp", _start_of(o.started or o.due))
    event.add("dtstart", o.latest)
    event.add("dtend", o.latest + timedelta(days=1))
    event.add("summary", site.word("calendar.event").format(item=title))
    event.add("description", f"{o.working_zh}\n{o.working_en}\n{'、'.join(u.title for u in o.units)}")
    event.add("url", settings.origin + o.entry.url)
    event.add("transp", "TRANSPARENT")
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", title)
    alarm.add("trigger", min(o.soon_from - o.latest, timedelta()) + MORNING)
    event.add_component(alarm)
    return event


def _start_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)
