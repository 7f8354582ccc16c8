"""无变化: a build ends at once where everything is as the last one left it, and only there."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from sitegen import outputs
from sitegen.memory import code_version, glancing, remembering
from sitegen.outputs import Look, looking, stage
from tests.portals import AS_OF, LONG_AGO, ROOT, build, committed, document, portal, put

NOTICE = "content/notices/2026/closing.md"


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    folder = portal(tmp_path / "portal")
    for path in folder.rglob("*"):
        os.utime(path, (LONG_AGO, LONG_AGO))
    assert build(folder).code == 0
    return folder


def test_the_second_build_says_what_the_first_said_without_working(settled: Path, asked: list[Path]) -> None:
    built = build(settled, json=True)
    kept = json.loads(built.out)
    assert built.code == 0 and asked == []
    worked = json.loads(build(settled, json=True, force=True).out)
    assert asked and kept["findings"] == worked["findings"] and kept["pages"] == kept["kept"] == worked["pages"]
    assert "warning[" in built.err


def test_it_loads_neither_the_line_nor_what_the_line_needs(settled: Path) -> None:
    loaded = "{'sitegen.pipeline', 'numpy', 'yaml', 'jinja2'} & sys.modules.keys()"
    code = f"import sys; from sitegen.cli import run; code = run(sys.argv[1:]); sys.exit(code or ' '.join({loaded}) or None)"
    command = [sys.executable, "-c", code, "build", "--root", str(settled), "--out", str(settled / "dist"), "--as-of", AS_OF]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def same_length(folder: Path) -> None:
    put(folder, NOTICE, (folder / NOTICE).read_text(encoding="utf-8").replace("停诊", "开诊"))


def own_theme(folder: Path) -> None:
    shutil.copytree(ROOT / "themes/default", folder / "themes/default")


def another_version(folder: Path) -> None:
    with closing(sqlite3.connect(folder / ".sitegen/memory.sqlite")) as memory, memory:
        memory.execute("UPDATE code SET version = 'another'")


CHANGES: dict[str, Callable[[Path], object]] = {
    "a text of the same length": same_length,
    "a new text": lambda folder: put(folder, "content/news/2026/later.md", document("后来的消息", published="2026-06-01")),
    "a text less": lambda folder: (folder / NOTICE).unlink(),
    "another name": lambda folder: (folder / NOTICE).rename(folder / "content/notices/2026/shut.md"),
    "a catalog": lambda folder: put(folder, "catalogs/topics.yml", (folder / "catalogs/topics.yml").read_text(encoding="utf-8") + "\n"),
    "the settings": lambda folder: put(folder, "site.yml", (folder / "site.yml").read_text(encoding="utf-8") + "\n"),
    "a theme of its own": own_theme,
    "a commit": committed,
    "a published page that was changed": lambda folder: put(folder, "dist/index.html", "x"),
    "a published page that is gone": lambda folder: (folder / "dist/index.html").unlink(),
    "somebody else's file among the published": lambda folder: put(folder, "dist/CNAME", "www.test.example"),
    "a damaged memory": lambda folder: put(folder, ".sitegen/memory.sqlite", b"x" * 4096),
    "another version of the program": lambda folder: (same_length(folder), another_version(folder)),
    "no memory": lambda folder: shutil.rmtree(folder / ".sitegen"),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_after_any_change_the_line_is_asked(settled: Path, asked: list[Path], change: Callable[[Path], object]) -> None:
    before = {path: path.stat().st_mtime_ns for path in settled.rglob("*") if path.is_file()}
    change(settled)
    # Only what the change wrote has a new time, and that is long past too.
    for path in settled.rglob("*"):
        if path.is_file() and ".git" not in path.parts and before.get(path) != path.stat().st_mtime_ns:
            os.utime(path, (LONG_AGO + 60, LONG_AGO + 60))
    assert build(settled).code == 0
    assert asked == [settled]


@pytest.mark.parametrize("options", [{"as_of": "2026-11-23"}, {"strict": True}, {"force": True}], ids=["another day", "warnings hold back", "force"])
def test_another_question_is_worked_out(settled: Path, asked: list[Path], options: dict[str, object]) -> None:
    build(settled, **options)
    assert asked == [settled]


SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("mtime", "again"),
    [
        (lambda now: now + SECOND // 2 + 1, True),
        (lambda now: now - now % SECOND, True),
        (lambda now: now - SECOND // 5 | 1, False),
        (lambda now: now - now % SECOND - 3 * SECOND, False),
    ],
    ids=["in the future", "in this second, and more nobody knows", "a fifth of a second ago", "three seconds ago"],
)
def test_a_file_that_was_written_a_moment_before_is_looked_at_again(settled: Path, asked: list[Path], mtime: Callable[[int], int], again: bool) -> None:
    time_ = mtime(time.time_ns())
    os.utime(settled / "site.yml", ns=(time_, time_))
    assert build(settled).code == build(settled).code == 0
    assert asked == [settled, settled] if again else asked == [settled]


def test_somebody_elses_file_is_kept_and_known_from_then_on(settled: Path, asked: list[Path]) -> None:
    put(settled, "dist/CNAME", "www.test.example")
    build(settled)
    build(settled)
    assert asked == [settled] and (settled / "dist/CNAME").read_text() == "www.test.example"


def looked(*answers: bytes | None) -> Look:
    waiting = iter(answers)
    return Look(lambda memory: next(waiting))


@pytest.mark.parametrize("answer", [b"what another memory told", None])
def test_a_look_is_trusted_where_it_saw_what_is_noted(settled: Path, answer: bytes | None) -> None:
    with remembering(settled) as memory:
        with stage(settled / "dist", settled, memory, looked(answer, None)) as tree:
            assert not tree.sure and tree.whole
        memory.forget()
        memory.expect(code_version())
        with stage(settled / "dist", settled, memory, looked(b"what was noted before", b"and beside it")) as tree:
            assert not tree.sure and not tree.live


def test_a_glance_beside_a_run_finds_what_was_noted_and_leaves_nothing_behind(settled: Path) -> None:
    before = sorted(path.name for path in (settled / ".sitegen").iterdir())
    with glancing(settled) as memory:
        assert memory is not None and memory.note(f"live tree of {settled / 'dist'}", b"") in (b"1", b"2")
    assert sorted(path.name for path in (settled / ".sitegen").iterdir()) == before
    shutil.rmtree(settled / ".sitegen")
    with glancing(settled) as memory:
        assert memory is None and not (settled / ".sitegen").exists()


def test_whoever_looks_beside_a_run_and_fails_says_nothing(settled: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "stands", lambda *rest: 1 / 0)
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    with looking(settled / "dist", settled) as look, remembering(settled) as memory:
        assert look.live(memory) is None and look.taken(memory) == (None, None)
    assert capfd.readouterr() == ("", "")


def test_a_look_is_good_for_one_who_works_on_the_trees(settled: Path) -> None:
    look = looked(b"live", b"spare")
    with remembering(settled) as memory:
        assert look.live(memory) == look.live(memory) == b"live"
        assert look.taken(memory) == (b"live", b"spare") and look.taken(memory) == (None, None)


@pytest.mark.parametrize("threads", [1, 2], ids=["beside", "in this process"])
def test_a_build_finds_its_memory_sound_while_the_trees_are_looked_at(tmp_path: Path, threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threading, "active_count", lambda: threads)
    root = portal(tmp_path)
    for _ in range(2):
        done = build(root, force=True)
        assert done.code == 0 and len(re.findall("^parse ", done.err, re.MULTILINE)) == 1
