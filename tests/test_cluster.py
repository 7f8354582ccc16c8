"""集群: a real scheduler and two workers, each a process of its own on this machine."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen import executor, pipeline
from sitegen.cluster import Cluster, ClusterError, cluster
from sitegen.report import Options, Report
from tests.portals import AS_OF, ROOT, build, check, document, plain_theme, portal, start, tree

pytest.importorskip("distributed", reason="dask.distributed is not installed: pip install -r requirements-dev.txt")

MANY = 2 * executor.WORTH_A_POOL


def process(stack: ExitStack, *words: str) -> "subprocess.Popen[str]":
    """A part of the cluster; it ends with the stack."""
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "env": {**os.environ, "PYTHONPATH": str(ROOT)}}
    started = subprocess.Popen([sys.executable, "-m", *words], **quiet)  # type: ignore[call-overload]
    stack.callback(started.wait)
    stack.callback(started.kill)
    return started  # type: ignore[no-any-return]


def scheduler(stack: ExitStack) -> str:
    """The address of a new scheduler without workers."""
    started = process(stack, "distributed.cli.dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
    assert started.stdout is not None
    return next(line.split()[-1] for line in started.stdout if "Scheduler at:" in line)


def worker(stack: ExitStack, address: str) -> "subprocess.Popen[str]":
    words = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    return process(stack, "distributed.cli.dask_worker", address, *words)


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with ExitStack() as stack:
        address = scheduler(stack)
        for _ in range(2):
            worker(stack, address)
        with cluster(address) as found:
            assert found is not None
            found.client.wait_for_workers(2, timeout=60)
        yield address


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A portal that is worth a cluster, and what one process makes of it."""
    texts = {f"content/news/2026/n{n}.md": document(f"第{n}次开诊", body=f"**第一条** 第{n}次。见[首页](/)。\n\n1. 甲；\n2. 乙。\n") for n in range(MANY)}
    root = portal(tmp_path_factory.mktemp("large"), {"content/news/2026/wrong.md": None, **texts})
    plain_theme(root)
    assert build(root, workers=1).code == 0
    return root, tree(root / "dist")


def afresh(root: Path) -> None:
    for file in (root / ".sitegen").glob("memory*"):
        file.unlink()


def test_a_cluster_makes_the_same_bytes(large: tuple[Path, dict[str, str]], address: str, tmp_path: Path) -> None:
    root, expected = large
    afresh(root)
    assert build(root, cluster=address, out=tmp_path / "dist").code == 0
    assert tree(tmp_path / "dist") == expected


def test_the_work_is_done_by_the_workers(large: tuple[Path, dict[str, str]], address: str) -> None:
    with cluster(address) as found:
        assert found is not None
        pids = set(found.run(whose, None, range(40)))
        assert pids == set(found.client.run(os.getpid).values()) and len(pids) == 2 and os.getpid() not in pids


def whose(context: None, batch: int) -> int:
    return os.getpid()


def test_findings_are_the_same(tmp_path: Path, address: str) -> None:
    texts = {f"content/news/2026/n{n}.md": document(f"第{n}次开诊", body="见[甲](javascript:x)。\n") for n in range(MANY)}
    root = portal(tmp_path, texts)
    alone = check(root, workers=1)
    afresh(root)
    assert alone.code == 1 and alone.out.count("D006") == MANY
    assert check(root, cluster=address).out == alone.out


def test_what_batches_share_is_unpacked_once_in_each_worker(address: str) -> None:
    with cluster(address) as found:
        assert found is not None
        counts = list(found.run(times_unpacked, Counted(), range(40)))
    assert counts == [1] * 40


@dataclass
class Counted:
    """Counts, in its process, how often it was unpacked."""

    unpacked: int = 0

    def __setstate__(self, state: dict[str, int]) -> None:
        _unpacked.append(1)
        self.unpacked = len(_unpacked)


_unpacked: list[int] = []


def times_unpacked(context: Counted, batch: int) -> int:
    return context.unpacked


@dataclass
class Deadly:
    """A team that loses a worker while its work is under way."""

    team: Cluster
    victim: int

    def run(self, task: Callable[[Any, Any], Any], context: Any, batches: Iterable[Any]) -> Iterator[Any]:
        def deadly() -> Iterator[Any]:
            for number, batch in enumerate(batches):
                if number == 4:
                    os.kill(self.victim, signal.SIGKILL)
                yield batch

        return self.team.run(task, context, deadly())


def test_a_worker_that_dies_does_not_spoil_the_build(large: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, expected = large
    afresh(root)
    with ExitStack() as stack:
        address = scheduler(stack)
        victim, _ = worker(stack, address), worker(stack, address)
        with cluster(address) as found:
            assert found is not None
            found.client.wait_for_workers(2, timeout=60)
            report = pipeline.build(root, tmp_path / "dist", Options(date.fromisoformat(AS_OF), team=Deadly(found, victim.pid)), Report())
            assert len(found.client.nthreads()) == 1
    assert report.published and tree(tmp_path / "dist") == expected


def test_a_cluster_that_is_gone_leaves_the_site_as_it_was(large: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, _ = large
    afresh(root)
    with ExitStack() as stack:
        address = scheduler(stack)
        only = worker(stack, address)
        with cluster(address) as found, pytest.raises(ClusterError, match="was lost"):
            assert found is not None

            def dying() -> Iterator[int]:
                yield 1
                stack.close()
                yield from range(5)

            list(found.run(whose, None, dying()))
        assert only.poll() is not None


def test_an_address_where_nobody_listens_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cluster.PATIENCE", 1)
    for address in ("tcp://127.0.0.1:9", "nonsense://x"):
        made = build(portal(tmp_path / address.split(":")[0]), cluster=address)
        assert made.code == 3 and made.err.count("\n") == 1 and "集群" in made.err and "no cluster answers" in made.err and address in made.err


def test_a_scheduler_without_workers_is_told_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cluster.PATIENCE", 2)
    with ExitStack() as stack:
        made = build(portal(tmp_path), cluster=scheduler(stack))
    assert made.code == 3 and "no workers" in made.err


def test_without_the_extra_the_command_that_brings_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "distributed.py").write_text("raise ImportError('not installed')")
    with start(portal(tmp_path / "portal"), env={"PYTHONPATH": str(tmp_path / "empty")}, cluster="tcp://127.0.0.1:9") as process:
        out, err = process.communicate()
    assert process.returncode == 3 and out == "" and err.count("\n") == 1 and "pip install 'sitegen[cluster]'" in err


def test_a_worker_of_another_version_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sitegen.cluster.code_version", lambda: "another")
    with cluster(address) as found, pytest.raises(ClusterError, match="同一版本"):
        assert found is not None
        list(found.run(whose, None, range(3)))
