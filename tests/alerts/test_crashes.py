"""Killed at any step, against a receiver that misbehaves: every event has exactly one effect, and none is lost.

A schedule is a row of runs on one or several days; each may be killed at a step of its own or
by the receiver. After it come runs that nothing disturbs. SITEGEN_ALERT_SCHEDULES=1000 asks for more of them.
"""

import itertools
import json
import os
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sitegen.alerts import journal
from sitegen.portal import Portal
from tests.alerts.district import FORMED, district, loaded, on, planned
from tests.alerts.gateway import BEHAVIOURS, CALM_S, PATIENCE_S, Gateway, gateway
from tests.alerts.mailbox import Mailbox, mailbox
from tests.portals import ROOT

SCHEDULES = int(os.environ.get("SITEGEN_ALERT_SCHEDULES", "200"))
FIRST = date(2026, 3, 9)
KILLED = -9


@dataclass
class Runner:
    """A process that runs the alert line again and again, each time in a fork that may be killed."""

    process: "subprocess.Popen[str]"
    victim: Path
    base: Portal
    kills: int = 0

    def run(self, state: Path, port: int, **order: Any) -> int:
        asked = {
            "state": str(state),
            "port": port,
            "victim": str(self.victim),
            "fatal": None,
            "published": [],
            "cap": None,
            "kind": "webhook",
            "day": "2026-03-20",
            "patience_s": CALM_S,
        } | order
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        code = int(self.process.stdout.readline())
        assert code in (0, 1, KILLED), code
        self.kills += code == KILLED
        return code


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Runner]:
    folder = tmp_path_factory.mktemp("district")
    district(folder / "portal")
    command = [sys.executable, "-m", "tests.alerts.child", str(folder / "portal")]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Runner(process, folder / "victim", loaded(folder / "portal"))
        assert process.stdin
        process.stdin.close()


@pytest.fixture
def states() -> Iterator[Path]:
    """Where the journals of a test are kept: in memory where that is possible, for tens of thousands of flushes to disk take minutes."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(prefix="sitegen-alerts-", dir=memory if os.access(memory, os.W_OK) else None) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def receiver(runner: Runner) -> Iterator[Gateway]:
    with gateway() as found:
        found.victim = runner.victim
        yield found


def expected(runner: Runner, day: date, published: set[str]) -> set[str]:
    """The keys of the events that must have had their effect by the end of a day, with the unit that must know."""
    plan, _, _ = planned(on(runner.base, day, published), {})
    return {f"{o.parcel.receiver.unit} {event.key}" for o in plan.outgoing for event in o.events}


@contextmanager
def told_on_failure(seed: int, told: list[Any]) -> Iterator[None]:
    try:
        yield
    except AssertionError:
        print(f"schedule {seed}: {told}")
        raise


# Several hundred schedules, in groups so that processes can share them.
@pytest.mark.parametrize("group", range(10))
def test_every_event_has_exactly_one_effect(group: int, runner: Runner, receiver: Gateway, states: Path):
    for seed in range(group, SCHEDULES, 10):
        chance, state, published, day = random.Random(seed), states / f"{seed}.jsonl", set[str](), FIRST
        receiver.forget()
        told: list[Any] = []
        cap = chance.choice((1, 3, 50))
        with told_on_failure(seed, told):
            for _ in range(chance.randrange(1, 6)):
                day += timedelta(days=chance.choice((0, 0, 1, 2, 5, -1)))
                if chance.random() < 0.2:
                    published.add(chance.choice(tuple(FORMED)))
                receiver.script[:] = [chance.choice(BEHAVIOURS) for _ in range(chance.randrange(8))]
                fatal = chance.choice((None, chance.randrange(40)))
                told.append((str(day), sorted(published), fatal, list(receiver.script)))
                told.append(runner.run(state, receiver.port, day=str(day), published=sorted(published), fatal=fatal, cap=cap, patience_s=PATIENCE_S))
            receiver.script.clear()
            day = max(day, FIRST) + timedelta(days=chance.randrange(3))
            for _ in range(2):
                assert runner.run(state, receiver.port, day=str(day), published=sorted(published), cap=cap) == 0
            effects = Counter(f"{e['unit']} {event['key']}" for e in receiver.effects for event in e["events"])
            assert not {key: times for key, times in effects.items() if times > 1}
            assert expected(runner, day, published) <= heard(receiver, runner, day, published, effects)
            calls = len(receiver.calls)
            assert runner.run(state, receiver.port, day=str(day), published=sorted(published), cap=cap) == 0
            assert len(receiver.calls) == calls


def heard(receiver: Gateway, runner: Runner, day: date, published: set[str], effects: Counter[str]) -> set[str]:
    """Events that took effect, and those about which the same unit has already heard something graver (the clock went back)."""
    days = {"soon": -3, "late-1": 1, "late-3": 3, "late-7": 7}
    grave = {}
    for body in receiver.effects:
        for event in body["events"]:
            case = body["unit"], event["entry"], event["deadline"]
            grave[case] = max(days[event["level"]], grave.get(case, -99))
    plan, _, _ = planned(on(runner.base, day, published), {})
    known = {
        f"{o.parcel.receiver.unit} {e.key}"
        for o in plan.outgoing
        for e in o.events
        if grave.get((o.parcel.receiver.unit, e.entry, e.deadline.isoformat()), -99) >= days[e.level]
    }
    return known | set(effects)


def test_a_run_killed_at_each_of_its_steps_is_made_good_by_the_next(runner: Runner, receiver: Gateway, states: Path):
    everything = expected(runner, date(2026, 3, 20), set())
    for cap, fatal in itertools.product((1, 50), range(200)):
        receiver.forget()
        state = states / f"{cap}-{fatal}.jsonl"
        # A unit that was written to before gets its events one by one.
        assert runner.run(state, receiver.port, day="2026-03-05") == 0
        if runner.run(state, receiver.port, fatal=fatal, cap=cap) == 0:
            assert fatal > 10
            break
        assert runner.run(state, receiver.port, cap=cap) == 0
        effects = Counter(f"{e['unit']} {event['key']}" for e in receiver.effects for event in e["events"])
        assert set(effects) >= everything and set(effects.values()) == {1}
    assert runner.kills > 10


def test_a_channel_without_keys_doubles_only_what_it_marks(runner: Runner, receiver: Gateway, states: Path):
    for seed in range(0, SCHEDULES, 5):
        chance, state = random.Random(seed), states / f"{seed}.jsonl"
        receiver.forget()
        for _ in range(chance.randrange(1, 4)):
            receiver.script[:] = [chance.choice(BEHAVIOURS) for _ in range(chance.randrange(8))]
            runner.run(state, receiver.port, kind="keyless", fatal=chance.choice((None, chance.randrange(30))), patience_s=PATIENCE_S)
        receiver.script.clear()
        assert runner.run(state, receiver.port, kind="keyless") == 0
        texts = [body["text"] for body in receiver.effects]
        for unit, rows in (("office", set(FORMED)), ("health", {"clinics-01", "clinics-02", "clinics-03", "clinics-04"})):
            for row in rows:
                mine = [t for t in texts if f"/{row}/" in t and ("督办提醒" in t) == (unit == "office")]
                assert mine, (seed, unit, row)
                assert sum("重发" not in t for t in mine) <= 1, (seed, mine)


@pytest.fixture(scope="module")
def postbox(runner: Runner) -> Iterator[Mailbox]:
    with mailbox() as found:
        found.victim = runner.victim
        yield found


def test_mail_arrives_once_for_each_message_id(runner: Runner, postbox: Mailbox, states: Path):
    for seed in range(0, SCHEDULES, 5):
        chance, state = random.Random(seed), states / f"{seed}.jsonl"
        postbox.forget()
        for _ in range(chance.randrange(1, 4)):
            postbox.script[:] = [
                chance.choice(("accept", "451", "554", "drop-before", "drop-after", "kill-before", "kill-after")) for _ in range(chance.randrange(6))
            ]
            runner.run(state, postbox.port, kind="smtp", fatal=chance.choice((None, chance.randrange(30))))
        postbox.script.clear()
        assert runner.run(state, postbox.port, kind="smtp") == 0
        history, _ = journal.read(state)
        effects = Counter((s.parcel.receiver.unit, event) for key, s in history.items() if key in postbox.taken for event in s.parcel.events)
        wanted = {(o.parcel.receiver.unit, e) for o in planned(on(runner.base, date(2026, 3, 20)), {})[0].outgoing for e in o.events}
        assert set(effects) == wanted and set(effects.values()) == {1}, seed
        assert set(postbox.taken) <= set(history)


def test_two_processes_do_not_send_from_one_journal(tmp_path: Path):
    with journal.opened(tmp_path / "a.jsonl"), pytest.raises(journal.Busy), journal.opened(tmp_path / "a.jsonl"):
        pass

