"""The program as its tools see it: nothing for the linter, nothing for the type checker."""

import subprocess
import sys

import pytest

from tests.portals import ROOT


@pytest.mark.parametrize("tool", [("ruff", "check", "--output-format", "concise", "--no-cache"), ("mypy",)], ids=lambda words: words[0])
def test_a_tool_finds_nothing(tool: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"run {' '.join(tool)}\n{done.stdout}{done.stderr}"
