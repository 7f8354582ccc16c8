"""智慧运行: the portal in figures, the same on the page and as data."""

import json

import pytest

from sitegen.questions.operation import Dashboard
from tests.alerts.district import district
from tests.portals import Model, model

DONE = {"clinics-01": "2026-03-09", "clinics-02": "2026-03-12"}
"""clinics-01 was public in time (10 March), clinics-02 one day late (11 March); clinics-03 was due on 12 March."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return model(district(tmp_path_factory.mktemp("district"), DONE), "2026-03-13")


def dashboard(small: Model) -> Dashboard:
    found = small.ask("dashboard")
    assert isinstance(found, Dashboard)
    return found


def test_twelve_months_end_with_that_of_the_day(small: Model) -> None:
    assert dashboard(small).months[0] == "2025-04" and dashboard(small).months[-1] == "2026-03" and len(dashboard(small).months) == 12


def test_what_fell_due_is_in_time_late_or_still_open(small: Model) -> None:
    kept = dashboard(small).kept
    assert (kept.counted, kept.on_time, kept.open, kept.share) == (3, 1, 1, "33.3")
    assert dashboard(small).by_month[-1][1] == kept


def test_units_with_something_due_are_listed_lowest_share_first(small: Model) -> None:
    shares = [float(of.share) for _, of in dashboard(small).by_unit]
    assert shares == sorted(shares) and shares


def test_a_month_with_nothing_due_has_no_share(small: Model) -> None:
    assert dashboard(small).on_time.rows[0][1] == ("—",)


def test_the_data_say_what_the_page_says(small: Model) -> None:
    data = json.loads(small.render("/operation/operation.json").data)
    assert data["on_time"] == {"counted": 3, "on_time": 1, "late_and_open": 1, "share": "33.3"}
    assert data["as_of"] == "2026-03-13" and len(data["documents_by_month"]) == 12
    assert sum(row["documents"] for row in data["documents_by_month"]) == sum(n for _, n in dashboard(small).documents)


def test_a_section_without_anything_new_is_stale(small: Model) -> None:
    states = {c.section.title: c.stale for c in dashboard(small).columns}
    assert any(states.values()) and all(c.stale == (c.days is None or c.days > c.limit) for c in dashboard(small).columns)
