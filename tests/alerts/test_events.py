"""Which item is at which level on which day, and who is warned."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.alerts.events import Event, Receiver, items, key_of, reached
from sitegen.alerts.settings import Alerts
from sitegen.portal import Portal
from tests.alerts.district import district, district_portal, loaded, on


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return district_portal(tmp_path_factory.mktemp("district"))


def levels_on(base: Portal, day: str, row: str = "clinics-01") -> set[tuple[str, str]]:
    """Level and unit of every warning of a row."""
    seen = on(base, date.fromisoformat(day))
    assert isinstance(seen.config.alerts, Alerts)
    return {(r.event.level, r.receiver.unit) for r in reached(items(seen).values(), seen, seen.config.alerts) if r.event.entry == row}


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        # The last day of clinics-01 is Tuesday 10 March 2026; three working days before it is Thursday 5 March.
        ("2026-03-04", set()),
        ("2026-03-05", {("soon", "health")}),
        ("2026-03-10", {("soon", "health")}),
        ("2026-03-11", {("late-1", "office")}),
        ("2026-03-12", {("late-1", "office")}),
        ("2026-03-13", {("late-1", "office"), ("late-3", "health")}),
        ("2026-03-17", {("late-7", "office"), ("late-3", "health")}),
        ("2026-06-01", {("late-7", "office"), ("late-3", "health")}),
    ],
)
def test_each_unit_hears_of_the_highest_level_that_concerns_it(base: Portal, day: str, expected: set[tuple[str, str]]):
    assert levels_on(base, day) == expected


def test_a_unit_that_nobody_supervises_is_warned_itself(base: Portal):
    # clinics-06 is due on 20 March at the health bureau and at the office, which supervises the bureau and answers to nobody.
    assert levels_on(base, "2026-03-21", "clinics-06") == {("late-1", "office")}
    assert levels_on(base, "2026-03-23", "clinics-06") == {("late-3", "health"), ("late-3", "office")}


def test_a_published_row_is_no_longer_due(tmp_path: Path):
    seen = on(loaded(district(tmp_path, {"clinics-01": "2026-03-12"})), date(2026, 3, 20))
    assert "clinics-01" not in {entry for entry, _ in items(seen)} and len(items(seen)) == 5


def test_two_records_with_one_last_day_are_one_item(tmp_path: Path):
    root = district(tmp_path)
    path = root / "catalogs/fields/clinics.yml"
    record = "      - {event: formed, date: 2026-02-10, note: 第1批}\n"
    path.write_text(path.read_text().replace(record, record + record.replace("第1批", "补充")))
    item = items(on(loaded(root), date(2026, 3, 20)))["clinics-01", date(2026, 3, 10)]
    assert item.notes == ("第1批", "补充")


def test_a_row_that_refers_to_another_repeats_no_cycle(tmp_path: Path):
    root = district(tmp_path)
    path = root / "catalogs/fields/clinics.yml"
    path.write_text(
        path.read_text().replace(
            "entries:\n", "entries:\n  - id: clinics-00\n    item: 年度报告\n    content_elements: [报告]\n    time_limit: 每年1月31日前\n"
        )
    )
    path.write_text(path.read_text().replace("updated: 2026-03-01", "updated: 2025-03-01"))
    other = root / "catalogs/public-concern.yml"
    other.write_text(
        "title: 群众关切\nedition: 2026\nupdated: 2025-03-01\nentries:\n  - id: concern-01\n    refers_to: clinics-00\n"
        "  - id: concern-02\n    refers_to: clinics-00\n    units: [office]\n"
    )
    due = {entry for entry, _ in items(on(loaded(root), date(2026, 3, 20))) if not entry.startswith("clinics-0") or entry == "clinics-00"}
    assert due == {"clinics-00", "concern-02"}


# ---------------------------------------------------------------- keys

ids = st.lists(st.text("ab01", min_size=1, max_size=4), min_size=1, max_size=3).map("-".join)
"""Of few characters, so that two of them are often nearly the same."""
events = st.builds(Event, entry=ids, deadline=st.dates(), level=st.sampled_from(("soon", "late-1", "late-10")))


@given(st.lists(events, unique=True, max_size=40))
def test_different_events_have_different_keys(found: list[Event]):
    assert len({e.key for e in found}) == len(found)


@given(events)
def test_a_key_is_32_hexadecimal_digits_and_always_the_same(event: Event):
    again = Event(event.entry, event.deadline, event.level)
    assert event.key == again.key and len(event.key) == 32 and set(event.key) <= set("0123456789abcdef")


def test_a_key_is_what_it_was_in_every_release():
    # Written down, because a change would send again what was sent.
    assert Event("clinics-01", date(2026, 3, 10), "late-1").key == key_of("event", "clinics-01", "2026-03-10", "late-1") == "bc0d516e82cadb2ac05cae779ec1b3f1"


@given(st.lists(st.text(max_size=8), max_size=4), st.lists(st.text(max_size=8), max_size=4))
def test_parts_of_a_key_cannot_run_into_each_other(one: list[str], other: list[str]):
    assert (key_of(*one) == key_of(*other)) == (one == other)


def test_the_order_of_days_does_not_matter_to_keys(base: Portal):
    seen = [on(base, date(2026, 3, 10) + timedelta(days=n)) for n in (5, 0, 3)]
    for portal in seen:
        assert isinstance(portal.config.alerts, Alerts)
        for one in reached(items(portal).values(), portal, portal.config.alerts):
            assert one.receiver == Receiver("gateway", one.receiver.unit) and one.event.key == Event(one.event.entry, one.event.deadline, one.event.level).key
