"""办事日历: the days that residents and firms must not miss, as calendars to subscribe to."""

from datetime import date, timedelta
from pathlib import Path

import icalendar
import pytest

from tests.portals import Model, document, model, portal
from tests.unit.test_languages import FILES, MEASURES

GUIDE = "{policies: [policies/2026/subsidy], opens: 2026-12-01, closes: 2026-12-20}"
OPINIONS = """\
- id: night-clinic
  title: 夜间门诊征求意见
  unit: health
  opens: 2026-11-10
  closes: 2026-12-12
  summary: 想把夜间门诊改到每天。
  draft: [每天开诊。]
  explanation: [居民要求。]
- id: later
  title: 以后才开始的征集
  unit: health
  opens: 2026-12-24
  closes: 2027-01-30
  summary: 还没有开始。
  draft: [草案。]
  explanation: [说明。]
"""
DATED = FILES | {
    "catalogs/measures.yml": MEASURES + "  opens: 2026-10-01\n  closes: 2027-03-31\n",
    "catalogs/opinions.yml": OPINIONS,
    "content/notices/2026/apply.md": document("医疗补贴申报指南", application=GUIDE),
}


@pytest.fixture
def made(tmp_path: Path) -> Model:
    return model(portal(tmp_path, DATED))


def events(made: Model, url: str) -> dict[str, icalendar.Event]:
    return {str(event["uid"]): event for event in icalendar.Calendar.from_ical(made.render(url).data).walk("VEVENT")}


def said(made: Model, url: str) -> dict[str, date]:
    return {str(event["summary"]): event["dtstart"].dt for event in events(made, url).values()}


def test_a_calendar_tells_first_and_last_days_of_applications_and_the_last_day_to_comment(made: Model) -> None:
    assert said(made, "/dates.ics") == {
        "开始申报：医疗补贴": date(2026, 10, 1), "截止申报：医疗补贴": date(2027, 3, 31), "开始申报：医疗补贴申报指南": date(2026, 12, 1),
        "截止申报：医疗补贴申报指南": date(2026, 12, 20), "征求意见截止：夜间门诊征求意见": date(2026, 12, 12),
    }  # fmt: skip


def test_an_audience_has_the_days_of_its_measures(made: Model) -> None:
    assert said(made, "/for/elders/dates.ics") == {"开始申报：医疗补贴": date(2026, 10, 1), "截止申报：医疗补贴": date(2027, 3, 31)}
    assert 'href="/for/elders/dates.ics" type="text/calendar"' in made.render("/for/elders/").data.decode()


def test_a_day_that_is_corrected_stays_the_same_event(made: Model, tmp_path: Path) -> None:
    moved = model(portal(tmp_path / "moved", DATED | {"catalogs/measures.yml": MEASURES + "  opens: 2026-10-01\n  closes: 2027-04-15\n"}))
    old, new = events(made, "/dates.ics"), events(moved, "/dates.ics")
    assert old.keys() == new.keys()
    assert new["measure-subsidy-closes@www.test.example"]["dtstart"].dt == date(2027, 4, 15)


def test_the_reader_is_told_three_days_before_a_last_day_and_not_of_a_first_one(made: Model) -> None:
    found = events(made, "/dates.ics")
    (alarm,) = found["opinions-night-clinic@www.test.example"].walk("VALARM")
    assert alarm["trigger"].dt == timedelta(days=-3, hours=9)
    assert not found["measure-subsidy-opens@www.test.example"].walk("VALARM")


def test_an_event_leads_to_its_page_in_its_language(made: Model) -> None:
    assert str(events(made, "/dates.ics")["guide-notices-2026-apply-closes@www.test.example"]["url"]) == "https://www.test.example/notices/2026/apply/"
    assert said(made, "/en/dates.ics")["Last day to apply: Medical subsidy"] == date(2027, 3, 31)
    assert "截止申報：醫療補貼" in said(made, "/zh-hant-hk/dates.ics")


def test_the_page_of_subscriptions_offers_calendars_of_dates_audiences_and_units(made: Model) -> None:
    page = made.render("/subscribe/").data.decode()
    for address in ("/dates.ics", "/for/elders/dates.ics", "/units/health/due.ics"):
        assert f'href="{address}" type="text/calendar"' in page
    assert "<li><time datetime=\"2026-12-12\">2026年12月12日</time> <a" in page and "<li hidden><time datetime=\"2027-03-31\">" not in page


def test_a_portal_without_windows_has_no_calendar_of_them(tmp_path: Path) -> None:
    bare = model(portal(tmp_path))
    assert not [page.url for page in bare.pages if page.kind == "dates-ics"]
    assert "dates.ics" not in bare.render("/subscribe/").data.decode()
