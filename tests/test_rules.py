"""Rules: each case of tests/rules/ is a small portal, and the manual says what they say."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from click.testing import CliRunner

from sitegen.cli import main, run
from sitegen.commands.explain import problems
from sitegen.findings import Finding
from sitegen.lint.rule import EXPIRED_SILENCE, UNUSED_SILENCE
from sitegen.lint.rules import RULES
from sitegen.lint.text import TEXT_RULES
from sitegen.pipeline import check
from sitegen.report import Options
from sitegen.rule_cases import Case, Expected, edited, read_cases, without_marks
from tests import demo
from tests.portals import AS_OF, ROOT, own_theme, pdf, png, portal, put

FOLDER = ROOT / "tests/rules"
FILES = {path.stem: path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.md"))}
PROBLEMS = {p.code: p for p in (*(r.problem for r in RULES), *(r.problem for r in TEXT_RULES), UNUSED_SILENCE, EXPIRED_SILENCE)}
CASES = [(code, case) for code, text in FILES.items() for case in read_cases(text).cases]
CALENDARS = {f"catalogs/calendars/{p.name}": p.read_text(encoding="utf-8") for p in (ROOT / "catalogs/calendars").glob("*.yml")}


def lay_out(root: Path, case: Case) -> tuple[Expected, ...]:
    """The small portal of a case on disk, and what must be found in it."""
    portal(root, CALENDARS)
    if any(file.path.startswith("themes/") for file in case.files):
        own_theme(root)
    expected = list(case.expected)
    for file in case.files:
        place = root / file.path
        if file.how in ("pdf", "pdf-scan"):
            put(root, file.path, pdf(file.text.strip()))
        elif file.how == "png":
            put(root, file.path, png())
        elif file.how == "hex":
            put(root, file.path, bytes.fromhex(file.text))
        else:
            whole = edited(place.read_text(encoding="utf-8"), file.text) if file.how == "diff" else file.text + "\n"
            text, marked = without_marks(file.path, whole)
            put(root, file.path, text)
            expected += marked
    return tuple(expected)


def commit(root: Path, day: str) -> None:
    """Put the whole portal into a repository of its own on that day."""
    moment = f"{day}T09:00:00+08:00"
    who = {"GIT_AUTHOR_DATE": moment, "GIT_COMMITTER_DATE": moment, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for words in (("init", "-q"), ("add", "-A"), ("-c", "user.name=editor", "-c", "user.email=editor@test.example", "commit", "-q", "-m", "all")):
        subprocess.run(("git", *words), cwd=root, check=True, env={**os.environ, **who})


def findings(root: Path, as_of: str) -> tuple[Finding, ...]:
    return check(root, Options(date.fromisoformat(as_of or AS_OF))).findings


@pytest.mark.parametrize(("code", "case"), CASES, ids=[f"{code} {case.title}" for code, case in CASES])
def test_a_case_has_the_findings_that_it_marks_and_no_others(code: str, case: Case, tmp_path: Path, unavailable: Callable[[str], NoReturn]) -> None:
    expected = lay_out(tmp_path, case)
    if case.committed:
        try:
            commit(tmp_path, case.committed)
        except FileNotFoundError:
            unavailable("git is not installed")
    every = findings(tmp_path, case.as_of)
    found = sorted((f.location.path, f.location.line, f.level) for f in every if f.problem.code == code)
    assert bool(expected) is case.bad and {e.code for e in expected} <= {code}
    assert len(found) == len(expected), found
    for wanted in expected:
        match = [f for f in found if f[0] == wanted.path and wanted.line in (0, f[1]) and wanted.level in ("", f[2])]
        assert match, f"{wanted}; found {found}"
        found.remove(match[0])
    # What is not about the rule must be in order, or the case shows something else than it says.
    assert not [f for f in every if f.level == "error" and f.problem.code != code]


@pytest.mark.parametrize("code", PROBLEMS)
def test_every_rule_has_its_cases_its_source_and_both_languages(code: str) -> None:
    assert code in FILES, f"tests/rules/{code}.md is missing"
    read = read_cases(FILES[code])
    assert read.code == code and read.first(bad=True) and read.first(bad=False)
    assert re.search(r"[\u4e00-\u9fff]", read.zh) and re.search(r"[a-z]{3}", read.en) and PROBLEMS[code].source
    assert all(" / " in case.title for case in read.cases)


def test_every_case_file_belongs_to_a_rule() -> None:
    assert FILES.keys() == PROBLEMS.keys()


def test_every_check_says_what_it_finds() -> None:
    assert all((rule.check.__doc__ or "").strip() for rule in (*RULES, *TEXT_RULES))


@pytest.mark.parametrize("as_of", [demo.AS_OF, demo.AS_OF + timedelta(days=30), demo.AS_OF + timedelta(days=400), date(2028, 1, 1)], ids=str)
def test_the_demo_has_no_errors_only_because_days_pass(as_of: date) -> None:
    assert [f for f in check(ROOT, Options(as_of)).findings if f.level == "error"] == []


def test_the_manual_of_the_rules_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "docs/generate_rules.py"), "--check"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nrun: python3 docs/generate_rules.py"


# ---------------------------------------------------------------- explain


@pytest.mark.parametrize("code", PROBLEMS)
def test_explain_shows_what_is_found_the_source_the_remedy_and_both_examples(code: str) -> None:
    told = CliRunner().invoke(main, ["explain", code]).output
    for words in (code, PROBLEMS[code].name, PROBLEMS[code].source, "查什么", "改法", "反例", "正例"):
        assert words in told
    assert "# expect" not in told and not re.search(r"\{\w+\}", told.split("反例")[0])


def test_explain_knows_every_code_of_the_program() -> None:
    assert all(run(["explain", code.lower()]) == 0 for code in problems())


def test_an_unknown_code_is_wrong_use_and_gets_the_nearest_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", "P88"]) == 2
    assert "P8" in capsys.readouterr().err


# ---------------------------------------------------------------- how a case is read


def test_a_mark_is_taken_off_and_names_its_line() -> None:
    assert without_marks("a.md", "甲\n乙 # expect: P1 error\n丙") == ("甲\n乙\n丙", (Expected("P1", "a.md", 2, "error"),))


def test_an_edit_replaces_lines_or_adds_them_at_the_end() -> None:
    assert edited("甲\n乙\n", "-甲\n+丙\n+丁") == "丙\n丁\n乙\n"
    assert edited("甲\n", "+乙") == "甲\n乙\n"


def test_an_edit_of_lines_that_are_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="not in the file"):
        edited("甲\n", "-乙\n+丙")
