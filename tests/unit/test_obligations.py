"""What a row owes, and its status on a day."""

from datetime import date
from pathlib import Path

import pytest

from sitegen.config import Thresholds
from sitegen.obligations import EntryStatus, entry_status
from sitegen.values import EntryId
from sitegen.workdays import Workdays
from tests.portals import ROOT, model, portal

CALENDAR = (ROOT / "catalogs/calendars/2026.yml").read_text(encoding="utf-8")
WITHIN_20 = "信息形成之日起20个工作日内"


def catalog(time_limit: str, records: str = "", method: str = "proactive") -> str:
    return f"""\
title: 小区社区医疗标准目录
edition: 2026
updated: 2026-01-05
entries:
  - id: clinics-01
    item: 机构信息
    content_elements: [机构名称]
    legal_basis: [《中华人民共和国政府信息公开条例》]
    time_limit: {time_limit}
    units: [health]
    channels: [website]
    method: {method}
{f"    disclosures: [{records}]" if records else ""}
"""


def status(folder: Path, time_limit: str, records: str = "", *, as_of: str = "2026-11-22", method: str = "proactive", **files: str) -> EntryStatus:
    """The status of the one row of a small portal without documents for it, unless `files` bring one."""
    default: dict[str, str | bytes | None] = {
        "catalogs/fields/clinics.yml": catalog(time_limit, records, method),
        "catalogs/calendars/2026.yml": CALENDAR,
        "content/policies/2026/subsidy.md": None,
        "content/interpretations/2026/subsidy-explained.md": None,
    }
    found = model(portal(folder, default | files), as_of).portal
    return entry_status(found, found.entries[EntryId("clinics-01")], Workdays(found.site.calendars), Thresholds())


@pytest.mark.parametrize(
    ("time_limit", "records", "as_of", "expected"),
    [
        (WITHIN_20, "", "2026-11-22", "nothing-yet"),
        (WITHIN_20, "{event: formed, date: 2026-02-02, published: 2026-03-06}", "2026-11-22", "on-time"),
        (WITHIN_20, "{event: formed, date: 2026-02-02, published: 2026-03-09}", "2026-11-22", "late"),
        (WITHIN_20, "{event: formed, date: 2026-02-02}", "2026-03-02", "on-time"),
        (WITHIN_20, "{event: formed, date: 2026-02-02}", "2026-03-03", "due-soon"),
        (WITHIN_20, "{event: formed, date: 2026-02-02}", "2026-03-06", "due-soon"),
        (WITHIN_20, "{event: formed, date: 2026-02-02}", "2026-03-07", "overdue"),
        (WITHIN_20, "{event: decided, date: 2026-02-02, published: 2026-02-03}", "2026-11-22", "uncheckable"),
        ("长期公开", "{event: formed, date: 2026-02-02, published: 2026-02-03}", "2026-11-22", "long-term"),
        ("每月10日之前", "{event: formed, date: 2026-11-05, published: 2026-11-06}", "2026-11-22", "on-time"),
        ("每月10日之前", "{event: formed, date: 2026-09-05, published: 2026-09-06}", "2026-11-22", "overdue"),
        ("每月10日之前", "{event: formed, date: 2026-09-05, published: 2026-11-12}", "2026-11-22", "late"),
        ("1个月", "{event: formed, date: 2026-11-05, published: 2026-11-06}", "2026-11-22", "on-time"),
        ("1个月", "{event: formed, date: 2026-09-05, published: 2026-09-07}", "2026-11-22", "overdue"),
        ("及时公开", "{event: formed, date: 2026-11-02}", "2026-11-09", "on-time"),
        ("及时公开", "{event: formed, date: 2026-11-02}", "2026-11-10", "due-soon"),
        ("及时公开", "{event: formed, date: 2026-11-02}", "2026-12-01", "overdue"),
        ("实时公开", "{event: formed, date: 2026-11-02}", "2026-11-04", "due-soon"),
        ("视情况公开", "{event: formed, date: 2026-02-02, published: 2026-02-03}", "2026-11-22", "uncheckable"),
    ],
)
def test_a_row_has_the_status_of_its_records_on_that_day(tmp_path: Path, time_limit: str, records: str, as_of: str, expected: str) -> None:
    assert status(tmp_path, time_limit, records, as_of=as_of).status == expected


def test_the_first_calendar_day_after_the_deadline_is_one_day_late(tmp_path: Path) -> None:
    found = status(tmp_path, WITHIN_20, "{event: formed, date: 2026-02-02}", as_of="2026-03-07")
    assert found.open[0].late_by(date(2026, 3, 7)) == 1


def test_a_row_on_request_owes_nothing_by_itself(tmp_path: Path) -> None:
    assert status(tmp_path, WITHIN_20, method="on-request").status == "on-request"


def test_a_decision_counts_from_the_clause_on_decisions(tmp_path: Path) -> None:
    wording = "信息形成20个工作日内公开；其中行政许可、行政处罚事项应自作出行政决定之日起7个工作日内公示"
    found = status(tmp_path, wording, "{event: decided, date: 2026-11-02}")
    assert (found.open[0].due, found.status) == (date(2026, 11, 11), "overdue")


def test_an_open_record_weighs_more_than_a_publication(tmp_path: Path) -> None:
    records = "{event: formed, date: 2026-02-02}, {event: formed, date: 2026-10-12, published: 2026-10-13}"
    assert status(tmp_path, WITHIN_20, records).status == "overdue"


def test_a_document_that_fulfils_the_row_pays_for_it(tmp_path: Path) -> None:
    notice = "---\ntitle: 机构名录\nunit: health\npublished: 2026-03-09\nformed: 2026-02-02\nentries: [clinics-01]\n---\n\n名录如下。\n"
    found = status(tmp_path, WITHIN_20, **{"content/notices/2026/list.md": notice})
    assert found.status == "late"
    assert found.obligations[0].document == "notices/2026/list"
    assert found.obligations[0].late_by(date(2026, 11, 22)) == 3


def test_a_year_without_a_notice_is_late_only_after_the_latest_day(tmp_path: Path) -> None:
    record = "{event: formed, date: 2026-12-21}"
    assert status(tmp_path, WITHIN_20, record, as_of="2027-01-19").status == "due-soon"
    assert status(tmp_path / "later", WITHIN_20, record, as_of="2027-02-10").status == "overdue"
