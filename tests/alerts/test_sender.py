"""Retrying, waiting, giving up: with a scripted channel, and no real time."""

import json
from pathlib import Path

import pytest

from sitegen.alerts.channels import Accepted, Refused
from sitegen.alerts.sender import ATTEMPTS, CIRCUIT, LONGEST_WAIT_S, wait_s
from tests.alerts.parts import Run, Scripted, outgoing

BUSY = Refused("HTTP 503", retry=True, uncertain=True)
WRONG = Refused("HTTP 400", retry=False, uncertain=False)


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return Run({"gateway": Scripted(), "mail": Scripted(), "chat": Scripted(keyed=False)}, tmp_path / "alerts.jsonl")


def lines(run: Run) -> list[str]:
    return [json.loads(line)["status"] for line in run.state.read_text().splitlines()]


def test_a_message_that_is_taken_is_planned_sending_sent(run: Run):
    assert run.send(outgoing(1)).complete
    assert lines(run) == ["planned", "sending", "sent"]


def test_sending_is_on_the_disk_before_the_call(run: Run):
    class Looking(Scripted):
        def send(self, message: object) -> Accepted | Refused:
            assert lines(run)[-1] == "sending"
            return Accepted()

    run.channels["gateway"] = Looking()
    assert run.send(outgoing(1), outgoing(2)).sent == 2


def test_five_attempts_with_growing_waits_then_it_is_left_for_the_next_run(run: Run):
    run.channels["gateway"].answers = [BUSY] * ATTEMPTS
    tally = run.send(outgoing(1))
    assert (tally.sent, tally.failed) == (0, 1) and not tally.complete
    assert run.waits == [2.0, 10.0, 50.0, 250.0] and run.statuses() == [("failed", True)]


@pytest.mark.parametrize("chance", [0.0, 0.25, 0.999])
def test_waits_stay_between_2_seconds_and_5_minutes_and_differ_by_chance(chance: float):
    waits = [wait_s(n, chance) for n in range(1, 12)]
    assert all(2.0 <= w <= LONGEST_WAIT_S for w in waits) and waits == sorted(waits)
    assert wait_s(2, chance) != wait_s(2, 0.5)


def test_every_attempt_has_the_same_key(run: Run):
    run.channels["gateway"].answers = [BUSY, BUSY]
    run.send(outgoing(1))
    assert len({m.key for m in run.channels["gateway"].sent}) == 1 and len(run.channels["gateway"].sent) == 3


def test_what_the_receiver_asks_for_is_waited(run: Run):
    run.channels["gateway"].answers = [
        Refused("HTTP 429", retry=True, uncertain=False, after_s=120.0),
        Refused("HTTP 429", retry=True, uncertain=False, after_s=1.0),
    ]
    assert run.send(outgoing(1)).complete and run.waits == [120.0, 10.0]


def test_a_receiver_that_asks_for_more_than_five_minutes_is_left_alone_for_this_run(run: Run):
    run.channels["gateway"].answers = [Refused("HTTP 429", retry=True, uncertain=False, after_s=3600.0)]
    tally = run.send(outgoing(1), outgoing(2), outgoing(3, "mail"))
    assert (tally.sent, tally.failed, tally.held) == (1, 1, 1) and not run.waits


def test_a_refusal_in_words_is_not_repeated(run: Run):
    run.channels["gateway"].answers = [WRONG]
    tally = run.send(outgoing(1), outgoing(2))
    assert (tally.sent, tally.failed) == (1, 1) and not run.waits and ("failed", False) in run.statuses()


def test_ten_failures_in_a_row_stop_the_channel_and_no_other(run: Run):
    run.channels["gateway"].answers = [BUSY] * 100
    tally = run.send(*(outgoing(n) for n in range(8)), *(outgoing(n, "mail") for n in range(3)))
    assert len(run.channels["gateway"].sent) == CIRCUIT
    assert (tally.sent, tally.failed, tally.held) == (3, 2, 6) and not tally.complete
    assert sum(status == "planned" for status, _ in run.statuses()) == 6


def test_a_success_ends_the_row_of_failures(run: Run):
    run.channels["gateway"].answers = [WRONG] * 9 + [Accepted()] + [WRONG] * 9 + [Accepted()]
    tally = run.send(*(outgoing(n) for n in range(20)))
    assert (tally.sent, tally.failed, tally.held) == (2, 18, 0)


def test_a_refusal_after_silence_leaves_the_fate_unknown(run: Run):
    run.channels["gateway"].answers = [BUSY, WRONG]
    run.send(outgoing(1))
    assert run.statuses() == [("failed", True)]


def test_only_a_channel_without_keys_tells_the_reader_of_a_repetition(run: Run):
    run.channels["gateway"].answers, run.channels["chat"].answers = [BUSY], [BUSY]
    run.send(outgoing(1), outgoing(2, "chat"), outgoing(3, "chat", again=True))
    assert [m.zh[0] for m in run.channels["gateway"].sent] == ["请公开", "请公开"]
    assert [m.zh[0] for m in run.channels["chat"].sent] == ["请公开", "（重发）", "（重发）"]


def test_the_log_holds_ids_and_status_only(run: Run):
    run.channels["gateway"].answers = [WRONG]
    run.send(outgoing(1), outgoing(2))
    assert all(line.split()[0] in ("sent", "failed") and "row-" in line and "late-1" in line and "health" in line for line in run.said)
    assert not [c for line in run.said for c in line if "\u4e00" <= c <= "\u9fff"]


def test_a_full_disk_stops_before_the_call(run: Run, monkeypatch: pytest.MonkeyPatch):
    import os

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError):
        run.send(outgoing(1))
    assert not run.channels["gateway"].sent
