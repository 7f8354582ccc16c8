"""How a build tells of itself: bars on a terminal, lines elsewhere, a profile on demand, and nothing imported for it in vain."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.executor import batches
from sitegen.report import Report, counted
from tests.portals import ROOT, arguments, build, document, portal

LINE = re.compile(r"^(read|parse|assemble|plan|lint|index|render|copy|write) +\d+ +\d+\.\d\d s$", re.MULTILINE)
HEAVY = ("rich", "pydantic", "numpy", "xlsxwriter", "jinja2", "PIL", "watchdog")


def on_a_terminal(command: list[str]) -> tuple[int, str]:
    """Exit code, and everything that a terminal was sent."""
    mine, theirs = pty.openpty()
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | {"TERM": "xterm-256color", "COLUMNS": "120"})
    os.close(theirs)
    seen = b""
    try:
        while piece := os.read(mine, 65536):
            seen += piece
    except OSError:
        pass  # Linux says so when the other side is closed.
    os.close(mine)
    return process.wait(), seen.decode(errors="replace")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return portal(tmp_path_factory.mktemp("progress"), {f"content/news/2026/n{n}.md": document(f"第{n}号消息") for n in range(300)})


def imported(*words: str) -> set[str]:
    done = subprocess.run([sys.executable, "-X", "importtime", str(ROOT / "build.py"), *words], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    return {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}


def test_a_terminal_is_shown_bars_with_rate_and_time_left_and_keeps_a_line_a_stage(root: Path) -> None:
    code, seen = on_a_terminal([sys.executable, str(ROOT / "build.py"), *arguments(root, {"force": True})])
    assert code == 0 and re.search(r"\d+/\d+  \d+/s  还需 \d:\d\d:\d\d left", seen)
    # A bar is wiped before a line takes its place.
    kept = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\r", "", seen.replace("\r\x1b[2K", "\n"))
    assert [match[1] for match in LINE.finditer(kept)] == ["read", "parse", "assemble", "plan", "lint", "index", "render", "copy", "write"]


def test_elsewhere_there_is_a_line_a_stage_and_nothing_that_moves_a_cursor(root: Path) -> None:
    done = build(root, force=True)
    assert done.code == 0 and "\x1b" not in done.err and len(LINE.findall(done.err)) == 9


def test_the_result_as_json_is_the_only_thing_on_stdout(root: Path) -> None:
    code, seen = on_a_terminal(["sh", "-c", '"$0" "$@" --json 2>/dev/null', sys.executable, str(ROOT / "build.py"), *arguments(root, {})])
    assert code == 0 and seen.startswith("{") and seen.count("\n") == 1 and "\x1b" not in seen


def test_a_build_without_a_terminal_does_not_load_what_draws(root: Path) -> None:
    assert not {"rich", "cProfile"} & imported(*arguments(root, {}))


def test_the_help_loads_nothing_that_takes_time() -> None:
    assert not set(HEAVY) & imported("--help")


def test_a_stage_tells_how_far_it_is_from_nothing_to_all() -> None:
    told: list[tuple[str, int, int]] = []
    report = Report(at=lambda *words: told.append(words))
    with report.stage("render") as count:
        for _ in counted(batches(range(150), 64), count, 150):
            pass
    assert told == [("render", 0, 0), ("render", 64, 150), ("render", 128, 150), ("render", 150, 150)]


def test_a_profile_names_stages_and_functions(root: Path, tmp_path: Path) -> None:
    done = build(root, force=True, workers=1, profile=tmp_path / "profile.txt")
    text = (tmp_path / "profile.txt").read_text(encoding="utf-8")
    assert done.code == 0 and re.search(r"^render +\d+\.\d+ s +\d+%$", text, re.MULTILINE)
    assert "tottime" in text and "cumtime" in text and "render.py" in text


def test_a_profile_that_cannot_be_written_is_told_in_a_sentence(root: Path, tmp_path: Path) -> None:
    done = build(root, profile=tmp_path / "no/such/folder/profile.txt")
    assert done.code == 3 and "profile.txt" in done.err and "Traceback" not in done.err
