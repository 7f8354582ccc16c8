"""The journal on disk: torn lines, damage, one process at a time."""

import json
from datetime import date
from pathlib import Path

from sitegen.alerts import journal
from sitegen.alerts.events import Event, Receiver
from sitegen.alerts.records import Record, Status, parcel, to_line

WHAT = parcel(Receiver("gateway", "office"), date(2026, 3, 10), (Event("clinics-01", date(2026, 3, 9), "late-1"),))


def line(status: Status) -> bytes:
    return to_line(Record(status, WHAT, "2026-03-10T08:00:00+08:00"))


def test_no_file_is_no_history(tmp_path: Path):
    assert journal.read(tmp_path / "none.jsonl") == ({}, 0)


def test_reading_makes_no_file(tmp_path: Path):
    journal.read(tmp_path / "a" / "none.jsonl")
    assert not list(tmp_path.iterdir())


def test_what_is_written_is_there_for_the_next_run(tmp_path: Path):
    path = tmp_path / "deep" / "alerts.jsonl"
    with journal.opened(path) as opened:
        opened.write([Record("planned", WHAT, "x"), Record("sending", WHAT, "x")])
        assert path.read_bytes().count(b"\n") == 2, "on the disk before the call is made"
    with journal.opened(path) as opened:
        assert opened.history[WHAT.key].status == "sending" and opened.history[WHAT.key].uncertain


def test_a_torn_last_line_is_passed_over_and_nothing_is_glued_to_it(tmp_path: Path):
    path = tmp_path / "alerts.jsonl"
    path.write_bytes(line("planned") + line("sending")[:40])
    with journal.opened(path) as opened:
        assert opened.history[WHAT.key].status == "planned" and opened.damaged == 1
        opened.write([Record("sent", WHAT, "x")])
    found, damaged = journal.read(path)
    assert found[WHAT.key].status == "sent" and damaged == 1


def test_every_cut_of_the_file_can_be_read(tmp_path: Path):
    path = tmp_path / "alerts.jsonl"
    whole = line("planned") + line("sending") + line("sent")
    steps = {None: 0, "planned": 1, "sending": 2, "sent": 3}
    last = 0
    for length in range(len(whole) + 1):
        path.write_bytes(whole[:length])
        found, damaged = journal.read(path)
        now = steps[found[WHAT.key].status if found else None]  # type: ignore[index]
        assert now >= last and damaged <= 1
        last = now
    assert last == 3


def test_a_line_changed_by_hand_is_passed_over(tmp_path: Path):
    path = tmp_path / "alerts.jsonl"
    content = json.loads(line("planned")) | {"status": "sent"}
    path.write_text(json.dumps(content) + "\n")
    assert journal.read(path) == ({}, 1)


def test_sent_is_the_last_word(tmp_path: Path):
    path = tmp_path / "alerts.jsonl"
    path.write_bytes(line("sent") + line("cancelled") + line("failed"))
    assert journal.read(path)[0][WHAT.key].status == "sent"


def test_the_journal_holds_ids_and_nothing_else(tmp_path: Path):
    assert set(json.loads(line("planned"))) == {"status", "key", "channel", "unit", "day", "events", "at", "uncertain", "reason", "sum"}
