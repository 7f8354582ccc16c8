"""Where work runs: what goes out together, and who does it."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen import executor
from sitegen.executor import batches

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ([], []),
        ([1, 1, 1, 1, 1], [(1, 1, 1, 1), (1,)]),
        ([1, 4, 1, 1], [(1,), (4,), (1, 1)]),
        ([4, 4], [(4,), (4,)]),
        ([3, 2, 1], [(3,), (2, 1)]),
        ([9, 1], [(9,), (1,)]),
    ],
)
def test_what_goes_out_together_weighs_no_more_than_a_batch_may(weights: list[int], expected: list[tuple[int, ...]]) -> None:
    assert list(batches(weights, 4, weight=lambda weight: weight)) == expected


def times(factor: int, number: int) -> int:
    return factor * number


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_batches_and_no_more_of_those_is_asked_for_than_is_under_way(workers: int) -> None:
    asked: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            asked.append(number)
            yield number

    found = []
    for result in executor.run(times, 3, numbers(), workers):
        found.append(result)
        assert len(asked) - len(found) <= 12
    assert found == [3 * number for number in range(100)]


def mark(folder: str, number: int) -> int:
    (Path(folder) / str(number)).touch()
    return number


def test_work_is_done_ahead_before_anybody_asks_for_it(tmp_path: Path) -> None:
    with executor.ahead(mark, str(tmp_path), range(30), 2) as results:
        while len(list(tmp_path.iterdir())) < 30:
            os.sched_yield()
        assert list(results) == list(range(30))


def test_without_other_processes_it_is_done_when_it_is_asked_for(tmp_path: Path) -> None:
    with executor.ahead(mark, str(tmp_path), range(3), 1) as results:
        assert not list(tmp_path.iterdir())
        assert list(results) == [0, 1, 2]


def hold(said: str, number: int) -> None:
    os.write(1, said.encode())
    signal.pause()


@pytest.mark.parametrize("beside", ["", "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()"], ids=["copies", "others"])
def test_no_worker_outlives_a_process_that_is_killed(beside: str) -> None:
    code = f"{beside}\nfrom sitegen import executor\nfrom tests.unit.test_executor import hold\nlist(executor.run(hold, '.', range(2), 2))"
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None and process.stdout.read(2) == b".."
    process.kill()
    # The pipe is closed when the last of them is gone.
    assert process.communicate(timeout=60)[0] == b""
