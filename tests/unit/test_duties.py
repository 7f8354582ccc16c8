"""What pages and calendars show of time limits."""

from datetime import date
from pathlib import Path

import icalendar
import pytest

from sitegen.time_views import OccasionsView, StatusView, TimeFigures, WorkList
from tests.alerts.district import district, files, rows
from tests.portals import Model, model
from tests.portals import portal as write_portal

DONE = {"clinics-01": "2026-03-09", "clinics-02": "2026-03-12"}
"""clinics-01 was public in time (10 March), clinics-02 one day late (11 March)."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district(tmp_path_factory.mktemp("district"), DONE)


def seen(folder: Path, day: str = "2026-03-13") -> Model:
    return model(folder, day)


def test_the_work_list_sorts_by_urgency(folder: Path) -> None:
    work = seen(folder).ask("work_list", "health")
    assert isinstance(work, WorkList)
    assert [o.item for o in work.overdue] == ["事项3"] and work.overdue[0].late_by_days == 1
    assert [o.item for o in work.week] == ["事项4", "事项5", "事项6"] and not work.month
    assert work.calendar == "/units/health/due.ics" and work.unit.id == "health" and not work.supervised


def test_the_supervising_unit_sees_what_is_overdue_below_it(folder: Path) -> None:
    work = seen(folder).ask("work_list", "office")
    assert isinstance(work, WorkList)
    assert [o.item for o in work.supervised] == ["事项3"] and [o.item for o in work.week] == ["事项6"] and not work.overdue


def test_what_is_due_later_stands_in_the_30_days_after(folder: Path) -> None:
    work = seen(folder, "2026-03-03").ask("work_list", "health")
    assert isinstance(work, WorkList)
    assert [len(work.overdue), len(work.week), len(work.month)] == [0, 1, 5]


@pytest.mark.parametrize(
    ("row", "day", "status"),
    [
        ("clinics-01", "2026-03-13", "on-time"),
        ("clinics-02", "2026-03-17", "late"),
        ("clinics-03", "2026-03-13", "overdue"),
        ("clinics-04", "2026-03-13", "due-soon"),
    ],
)
def test_the_status_of_a_row_and_how_it_was_reckoned(folder: Path, row: str, day: str, status: str) -> None:
    told, found = (seen(folder, day).ask(question, row) for question in ("status", "occasions"))
    assert isinstance(told, StatusView) and told.status == status
    assert isinstance(found, OccasionsView) and not found.missing
    (one,) = found.obligations
    assert "20个工作日" in one.working_zh and "20 working days" in one.working_en and one.entry.url.endswith(f"/{row}/")


def test_the_share_in_time_counts_what_fell_due_this_year(folder: Path) -> None:
    found = seen(folder, "2026-03-17").ask("figures_of_time")
    assert isinstance(found, TimeFigures)
    # Due until 17 March: rows 1 (in time), 2 (late), 3 and 4 (still open).
    assert (found.on_time, found.counted, found.share) == (1, 4, 25) and (found.since, found.until) == (date(2026, 1, 1), date(2026, 3, 17))
    assert dict(found.statuses)["overdue"] == 2 and sum(dict(found.statuses).values()) == 6
    early = seen(folder, "2026-03-01").ask("figures_of_time")
    assert isinstance(early, TimeFigures) and early.share is None
    assert seen(folder, "2026-03-17").ask("figures_of_time", field="clinics") == found
    office = seen(folder, "2026-03-17").ask("figures_of_time", unit="office")
    assert isinstance(office, TimeFigures) and sum(dict(office.statuses).values()) == 1


def test_a_date_that_comes_back_stands_ahead_in_list_and_calendar(tmp_path: Path) -> None:
    yearly = rows().replace("time_limit: 信息形成之日起20个工作日内", "time_limit: 每年3月31日前").split("    disclosures:")[0]
    root = write_portal(tmp_path, files() | {"catalogs/fields/clinics.yml": yearly})
    for day, part in (("2026-03-13", "month"), ("2026-03-25", "week")):
        work = seen(root, day).ask("work_list", "health")
        assert [o.latest.isoformat() for o in getattr(work, part)] == ["2026-03-31"]
    (event,) = calendar(root).walk("VEVENT")
    assert event["DTSTART"].dt == date(2026, 3, 31) and event.walk("VALARM")[0]["TRIGGER"].dt.days < -2


# ---------------------------------------------------------------- calendar


def calendar(folder: Path, day: str = "2026-03-13", unit: str = "health") -> icalendar.Calendar:
    found = icalendar.Calendar.from_ical(seen(folder, day).render(f"/units/{unit}/due.ics").data)
    assert isinstance(found, icalendar.Calendar)
    return found


def test_every_open_duty_is_an_all_day_event_with_an_address_and_an_alarm(folder: Path) -> None:
    events = calendar(folder).walk("VEVENT")
    assert [e["DTSTART"].dt for e in events] == [date(2026, 3, 12), date(2026, 3, 16), date(2026, 3, 18), date(2026, 3, 20)]
    for event in events:
        assert (event["DTEND"].dt - event["DTSTART"].dt).days == 1
        assert str(event["URL"]).startswith("https://www.test.example/catalogs/fields/clinics/")
        (alarm,) = event.walk("VALARM")
        # Nine in the morning of the first day on which it counts as due soon, three working days before.
        assert alarm["TRIGGER"].dt.days in (-3, -5) and alarm["TRIGGER"].dt.seconds == 9 * 3600


def test_a_calendar_of_another_day_holds_the_same_events(folder: Path) -> None:
    one, two = (calendar(folder, day) for day in ("2026-03-13", "2026-03-19"))
    same = [{str(e["UID"]): e.to_ical() for e in c.walk("VEVENT")} for c in (one, two)]
    assert same[0] == same[1] and len(same[0]) == 4


def test_what_is_published_disappears_and_what_is_moved_keeps_its_uid(tmp_path: Path) -> None:
    root = district(tmp_path)
    before = {str(e["UID"]): e["DTSTART"].dt for e in calendar(root).walk("VEVENT")}
    (root / "catalogs/calendars/2026.yml").write_text(
        "notice: 通知\nholidays:\n  - {name: 元旦, first: 2026-01-01, last: 2026-01-03}\n"
        "  - {name: 停工, first: 2026-03-02, last: 2026-03-02}\nmake_up_workdays: []\n"
    )
    after = {str(e["UID"]): e["DTSTART"].dt for e in calendar(root).walk("VEVENT")}
    assert before.keys() == after.keys() and all(after[uid] > day for uid, day in before.items())
    district(root, DONE)
    assert len(calendar(root).walk("VEVENT")) == 4


def test_the_bytes_of_a_calendar_are_the_same_each_time(folder: Path) -> None:
    assert seen(folder).render("/units/health/due.ics").data == seen(folder).render("/units/health/due.ics").data


def test_a_calendar_names_its_unit_and_is_folded_as_the_standard_asks(folder: Path) -> None:
    data = seen(folder).render("/units/health/due.ics").data
    assert "区卫健局" in str(calendar(folder)["X-WR-CALNAME"])
    assert all(len(line) <= 75 for line in data.split(b"\r\n")) and data.endswith(b"END:VCALENDAR\r\n")


def test_the_work_list_page_shows_it(folder: Path) -> None:
    page = seen(folder).render("/units/health/work/").data.decode()
    assert "事项3" in page and "已超期 1 天" in page and "/units/health/due.ics" in page
