"""What is sent now: never twice, never nothing, and not a thousand messages at once."""

from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.alerts.events import Event, Receiver
from sitegen.alerts.planning import Plan
from sitegen.alerts.records import Parcel, Record, Standing, Status, from_line, parcel, standing, to_line
from sitegen.portal import Portal
from tests.alerts.district import FORMED, district_portal, on, planned

OFFICE, HEALTH = Receiver("gateway", "office"), Receiver("gateway", "health")
LAST = date(2026, 3, 20)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return district_portal(tmp_path_factory.mktemp("district"))


def record(status: Status, what: Parcel, *, uncertain: bool = False) -> Record:
    return Record(status, what, "2026-03-10T08:00:00+08:00", uncertain)


def known(*receivers: Receiver) -> list[Record]:
    """The receivers were written to long ago."""
    return [record("sent", parcel(r, date(2026, 1, 1), (Event("old-01", date(2025, 12, 1), "late-1"),))) for r in receivers]


def plan_of(base: Portal, day: date, records: list[Record], *, published: tuple[str, ...] = (), cap: int | None = None) -> Plan:
    return planned(on(base, day, published), standing(records), cap=cap)[0]


def sizes(plan: Plan) -> list[tuple[str, int]]:
    return sorted((o.parcel.receiver.unit, len(o.events)) for o in plan.outgoing)


def test_the_first_run_on_old_data_sends_one_digest_to_each_receiver(base: Portal):
    assert sizes(plan_of(base, date(2026, 3, 30), [])) == [("health", 6), ("office", 6)]


def test_the_first_run_sends_what_is_new_today_by_itself(base: Portal):
    # On 11 March clinics-01 is late since today; clinics-02 … are only due soon.
    assert {(o.parcel.receiver.unit, o.events[0].level) for o in plan_of(base, date(2026, 3, 11), []).outgoing if len(o.events) == 1} >= {("office", "late-1")}


def test_a_receiver_who_was_written_to_before_gets_each_event_by_itself(base: Portal):
    plan = plan_of(base, LAST, known(OFFICE, HEALTH))
    assert all(len(o.events) == 1 for o in plan.outgoing) and len(plan.outgoing) > 6


def test_above_the_cap_each_receiver_gets_one_digest(base: Portal):
    single = plan_of(base, LAST, known(OFFICE, HEALTH))
    for cap in (len(single.outgoing), 50):
        assert sizes(plan_of(base, LAST, known(OFFICE, HEALTH), cap=cap)) == sizes(single)
    capped = plan_of(base, LAST, known(OFFICE, HEALTH), cap=len(single.outgoing) - 1)
    assert len(capped.outgoing) == 2 and {o.parcel.receiver for o in capped.outgoing} == {OFFICE, HEALTH}
    assert Counter(e for o in capped.outgoing for e in o.events) == Counter(e for o in single.outgoing for e in o.events)


def test_what_was_sent_is_not_sent_again_on_any_day(base: Portal):
    first = plan_of(base, LAST, [])
    told = {(o.parcel.receiver, e) for o in first.outgoing for e in o.events}
    for days in range(-20, 20):
        again = plan_of(base, LAST + timedelta(days=days), [record("sent", o.parcel) for o in first.outgoing])
        assert told.isdisjoint((o.parcel.receiver, e) for o in again.outgoing for e in o.events), days
    assert not plan_of(base, LAST, [record("sent", o.parcel) for o in first.outgoing]).outgoing


def test_a_higher_level_is_news(base: Portal):
    records = known(OFFICE) + [record("sent", o.parcel) for o in plan_of(base, date(2026, 3, 11), known(OFFICE)).outgoing]
    assert {o.events[0].level for o in plan_of(base, date(2026, 3, 17), records).outgoing if o.events[0].entry == "clinics-01"} >= {"late-7"}


def test_a_clock_that_went_back_sends_no_lower_level(base: Portal):
    records = known(OFFICE, HEALTH) + [record("sent", o.parcel) for o in plan_of(base, date(2026, 3, 17), known(OFFICE, HEALTH)).outgoing]
    assert not [o for o in plan_of(base, date(2026, 3, 11), records).outgoing if o.events[0].entry == "clinics-01" and o.parcel.receiver == OFFICE]


@pytest.mark.parametrize("status", ["planned", "sending", "failed"])
def test_a_published_row_cancels_what_was_planned(base: Portal, status: Status):
    first = plan_of(base, date(2026, 3, 11), known(OFFICE, HEALTH))
    records = known(OFFICE, HEALTH) + [record("planned", o.parcel) for o in first.outgoing] + [record(status, o.parcel) for o in first.outgoing]
    plan = plan_of(base, date(2026, 3, 11), records, published=tuple(FORMED))
    assert not plan.outgoing and {p.key for p in plan.cancelled} == {o.parcel.key for o in first.outgoing}
    assert not plan_of(base, date(2026, 3, 11), records + [record("cancelled", p) for p in plan.cancelled], published=tuple(FORMED)).cancelled


def test_what_was_surely_not_taken_gives_way_to_a_higher_level(base: Portal):
    low = plan_of(base, date(2026, 3, 11), known(OFFICE))
    records = known(OFFICE) + [record("failed", o.parcel) for o in low.outgoing]
    plan = plan_of(base, date(2026, 3, 17), records)
    assert {p.key for p in plan.cancelled} >= {o.parcel.key for o in low.outgoing if o.events[0].level == "late-1"}
    assert ("clinics-01", "late-1") not in {(e.entry, e.level) for o in plan.outgoing for e in o.events}


def test_what_may_have_been_taken_is_sent_again_under_its_own_key(base: Portal):
    first = plan_of(base, date(2026, 3, 11), [])
    for records in ([record("sending", o.parcel) for o in first.outgoing], [record("failed", o.parcel, uncertain=True) for o in first.outgoing]):
        again = plan_of(base, date(2026, 3, 11), records)
        assert {o.parcel.key: o.parcel.day for o in again.outgoing} == {o.parcel.key: o.parcel.day for o in first.outgoing}
        assert all(o.again for o in again.outgoing) and not again.planned and not again.cancelled


def test_a_digest_that_may_have_been_taken_leaves_out_what_was_published_since(base: Portal):
    (digest,) = [o for o in plan_of(base, date(2026, 3, 30), []).outgoing if o.parcel.receiver == HEALTH]
    (again,) = [
        o for o in plan_of(base, date(2026, 3, 30), [record("sending", digest.parcel)], published=("clinics-02",)).outgoing if o.parcel.receiver == HEALTH
    ]
    assert again.parcel == digest.parcel and {e.entry for e in again.events} == set(FORMED) - {"clinics-02"}


def test_the_same_plan_is_not_written_twice(base: Portal):
    first = plan_of(base, LAST, [])
    again = plan_of(base, LAST, [record("planned", p) for p in first.planned])
    assert not again.planned and not again.cancelled and {o.parcel for o in again.outgoing} == {o.parcel for o in first.outgoing}


def test_a_channel_that_site_yml_no_longer_names_is_cancelled(base: Portal):
    gone = parcel(Receiver("pigeon", "office"), LAST, (Event("clinics-01", date(2026, 3, 10), "late-1"),))
    plan = plan_of(base, LAST, [record("sending", gone)])
    assert gone in plan.cancelled and gone not in [o.parcel for o in plan.outgoing]


# ---------------------------------------------------------------- lines

texts = st.text(st.characters(codec="utf-8"), max_size=12)
parcels = st.builds(
    parcel, st.builds(Receiver, texts, texts), st.dates(), st.lists(st.builds(Event, texts, st.dates(), texts), min_size=1, max_size=4).map(tuple)
)
records = st.builds(Record, st.sampled_from(("planned", "sending", "sent", "failed", "cancelled")), parcels, texts, st.booleans(), texts)


@given(records)
def test_a_line_reads_back_as_what_was_written(one: Record):
    line = to_line(one)
    assert from_line(line) == one and line.count(b"\n") == 1 and line.endswith(b"\n")


@given(records, st.data())
def test_a_torn_or_damaged_line_says_nothing(one: Record, data: st.DataObject):
    line = to_line(one)
    cut = data.draw(st.integers(0, len(line) - 2))
    assert from_line(line[:cut]) is None
    place, bit = data.draw(st.integers(0, len(line) - 2)), data.draw(st.integers(0, 7))
    damaged = bytearray(line)
    damaged[place] ^= 1 << bit
    assert from_line(bytes(damaged)) in (None, one)


@given(st.binary(max_size=60))
def test_any_bytes_can_be_read(line: bytes):
    assert from_line(line) is None


@given(st.lists(records, max_size=8))
def test_reading_lines_twice_changes_nothing(found: list[Record]):
    assert standing(found) == standing([r for r in found for _ in range(2)])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(st.data())
def test_any_prefix_of_a_history_leads_to_a_plan_that_tells_everything_once(base: Portal, data: st.DataObject):
    """Whatever was written before a process died, and wherever: after the next run each receiver has heard of each item once."""
    day = data.draw(st.dates(date(2026, 3, 5), date(2026, 4, 1)))
    cap = data.draw(st.integers(1, 12))
    first = plan_of(base, day, [], cap=cap)
    lines = [record("cancelled", p) for p in first.cancelled] + [record("planned", p) for p in first.planned]
    for out in first.outgoing:
        lines += [record("sending", out.parcel), record("sent", out.parcel)]
    written = lines[: data.draw(st.integers(0, len(lines)))]
    history: dict[str, Standing] = standing(written)
    told = [(s.parcel.receiver, e) for s in history.values() if s.status == "sent" for e in s.parcel.events]
    told += [(o.parcel.receiver, e) for o in plan_of(base, day, written, cap=data.draw(st.integers(1, 12))).outgoing for e in o.events]
    assert Counter(told) == Counter((o.parcel.receiver, e) for o in first.outgoing for e in o.events)


def test_the_order_of_parcels_is_the_oldest_deadline_first(base: Portal, tmp_path: Path):
    deadlines = [o.events[0].deadline for o in plan_of(base, LAST, known(OFFICE, HEALTH)).outgoing]
    assert deadlines == sorted(deadlines)


@given(parcels, st.dates())
def test_the_key_of_a_parcel_depends_on_receiver_and_events_and_not_on_day_or_order(one: Parcel, other: date):
    assert parcel(one.receiver, other, one.events[::-1]).key == one.key
    assert parcel(Receiver(one.receiver.channel, one.receiver.unit + "x"), one.day, one.events).key != one.key
