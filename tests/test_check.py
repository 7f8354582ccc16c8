"""`check` (检查): every form of its report read back by a program, which findings are shown, and the exit code."""

import contextlib
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NoReturn
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.cli import run
from sitegen.commands.check import wanted
from sitegen.findings import Finding, Level, Location, in_order, problem, with_owners
from sitegen.report import Report
from sitegen.reports import FORMATS, Results
from sitegen.reports.github import ROWS, summary
from sitegen.reports.results import below, fingerprints
from sitegen.reports.text import WIDTH, width
from sitegen.values import UnitId
from tests.portals import AS_OF, DEFAULTS, ROOT, Files, document, plain_theme, portal, put

LATE = problem(
    "T1", "late", "{item} 超过时限 {days} 天", "{item} is {days} days late",
    level="warning", source="条例第二十六条", remedy=("请公开 {item}", "publish {item}"),
)  # fmt: skip
WRONG = problem("S1", "wrong", "错了", "wrong", remedy=("改正", "mend it"))
NOTE = problem("T3", "nothing", "没有", "nothing", level="info", remedy=("公开", "publish"))
COMMAND = "\u3000::stop-commands::x"
HOSTILE = "甲\n::error file=a::乙\r\x1b[31m%0A\u202e]]>&<b>|`##[add-mask]x"
PATH = "content/news/2026/a.md"
CLINICS = str(DEFAULTS["catalogs/fields/clinics.yml"])
UNCLEAR = CLINICS.replace("    item: 机构信息\n", "    item: 机构信息\n    time_limit: 天知道\n")


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The tests themselves may run on a build server or in a hook of git."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "GITHUB_", "CI_")) or name in ("NO_COLOR", "FORCE_COLOR"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


def late(path: str = "a.yml", line: int = 3, column: int = 5, item: str = "招生", days: str = "2", subject: str = "", level: Level | None = None) -> Finding:
    return Finding(LATE, Location(path, line, column), {"item": item, "days": days}, subject, ("health",), level)


def results(*findings: Finding, lines: Mapping[tuple[str, int], str] | None = None, **more: Any) -> Results:
    return Results(findings, lambda place: (lines or {}).get((place.path, place.line), ""), **more)


@dataclass(frozen=True)
class Checked:
    code: int
    out: str
    err: str

    @property
    def found(self) -> list[str]:
        """`code path:line` of each finding of a report in JSON."""
        return [f"{f['code']} {f['path']}:{f['line']}" for f in json.loads(self.out)]


def check(*arguments: str, root: Path | None = None) -> Checked:
    """The command in this process."""
    out, err = io.StringIO(), io.StringIO()
    words = ["check", "--as-of", AS_OF, *(("--root", str(root)) if root else ()), *arguments]
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(words)
    return Checked(code, out.getvalue(), err.getvalue())


def small(folder: Path, files: Files | None = None) -> Path:
    root = portal(folder, files)
    plain_theme(root)
    return root


# ---------------------------------------------------------------- text


def test_text_is_grouped_by_file_and_says_everything_in_two_languages() -> None:
    lines = {("a.yml", 3): "    item: x"}
    assert FORMATS["text"](results(late(), Finding(WRONG, Location("b.yml")), lines=lines)).split("\n") == [
        "── a.yml (1)",
        "a.yml:3:5: warning[T1] late",
        "  招生 超过时限 2 天",
        "  招生 is 2 days late",
        "     3 │     item: x",
        "       │     ^",
        "  改法: 请公开 招生",
        "  remedy: publish 招生",
        "",
        "── b.yml (1)",
        "b.yml: error[S1] wrong",
        "  错了",
        "  wrong",
        "  改法: 改正",
        "  remedy: mend it",
        "",
    ]


def test_nothing_found_prints_nothing() -> None:
    assert FORMATS["text"](results()) == ""


@pytest.mark.parametrize(
    ("line", "column", "under"),
    [
        ("title: x", 8, "x"), ("标题：甲", 4, "甲"), ("a标题 x", 5, "x"), ("\titem: x", 8, "x"), ("　　甲乙", 4, "乙"), ("e\u0301é x", 5, "x"),
        ("ＡＢ c", 4, "c"), ("ｶﾅ x", 4, "x"), ("한글 x", 4, "x"), ("标题", 3, ""), ("“甲” x", 5, "x"),
    ],
)  # fmt: skip
def test_the_caret_stands_under_the_column_whatever_the_width_of_what_precedes_it(line: str, column: int, under: str) -> None:
    quoted, caret = excerpt(line, column)
    assert quoted[cut(quoted, caret.index("^")) :][:1] == under


def excerpt(line: str, column: int) -> tuple[str, str]:
    """The quoted line and the line of the caret, without the gutter."""
    shown = FORMATS["text"](results(late(line=7, column=column), lines={("a.yml", 7): line})).split("\n")
    return shown[4].split("│ ", 1)[1], shown[5].split("│ ", 1)[1]


def cut(words: str, cells: int) -> int:
    """The index of the character that begins after so many cells."""
    return next((n for n in range(len(words) + 1) if width(words[:n]) == cells and not (words[n:] and width(words[n]) == 0)), -1)


def test_full_width_characters_take_two_cells_and_combining_marks_none() -> None:
    assert [width(c) for c in ("a", "招", "，", "Ａ", "ｱ", "é", "e\u0301", "“")] == [1, 2, 2, 2, 1, 1, 1, 1]


@given(st.text(st.characters(exclude_characters="\n\r", exclude_categories=["Cs"]), min_size=1, max_size=400), st.integers(1, 420))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_a_long_line_is_cut_with_the_column_in_view(line: str, column: int) -> None:
    found = FORMATS["text"](results(late(line=7, column=column), lines={("a.yml", 7): line})).split("\n")
    assert len(found) == 9 and found[5].endswith("^")
    quoted, caret = excerpt(line, column)
    assert width(quoted) <= WIDTH + 1 and len(caret) <= WIDTH + 2
    assert all(words.isprintable() for words in found)


def test_a_long_line_shows_the_words_at_the_column() -> None:
    quoted, caret = excerpt("甲" * 300 + "乙" + "丙" * 300, 301)
    assert quoted[cut(quoted, caret.index("^"))] == "乙" and quoted[0] == quoted[-1] == "…"


def test_colours_are_only_where_they_are_asked_for() -> None:
    finding = late(item="\x1b[31m红")
    bare, painted = (FORMATS["text"](results(finding, coloured=on)) for on in (False, True))
    assert "\x1b" not in bare and "\x1b[1;33mwarning[T1]\x1b[0m" in painted
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == bare


@pytest.mark.parametrize(
    ("environment", "terminal", "expected"),
    [
        ({}, True, True), ({}, False, False), ({"NO_COLOR": "1"}, True, False), ({"NO_COLOR": ""}, True, True), ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, False), ({"FORCE_COLOR": ""}, False, False), ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)  # fmt: skip
def test_who_decides_on_colour(environment: dict[str, str], terminal: bool, expected: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    root = small(tmp_path, {PATH: document(published="gestern")})
    monkeypatch.setattr(sys, "stdout", out := Stream())
    run(["check", "--as-of", AS_OF, "--root", str(root)])
    assert ("\x1b[" in out.getvalue()) is expected and "error[" in out.getvalue()


def test_a_real_terminal_gets_colours(tmp_path: Path) -> None:
    root = small(tmp_path, {PATH: document(published="gestern")})
    ours, theirs = pty.openpty()
    command = [sys.executable, str(ROOT / "build.py"), "check", "--root", str(root), "--only", "S"]
    with subprocess.Popen(command, stdout=theirs, stderr=subprocess.PIPE, env={**os.environ, "TERM": "xterm"}) as process:
        os.close(theirs)
        shown = b""
        # Linux ends a terminal that nobody writes to any more with an error, macOS with nothing.
        with contextlib.suppress(OSError):
            while piece := os.read(ours, 65536):
                shown += piece
        os.close(ours)
    assert process.returncode == 1 and b"\x1b[1;31merror[" in shown


# ---------------------------------------------------------------- hostile content, in every form


@given(path=st.text(min_size=1, max_size=30), item=st.text(max_size=60) | st.sampled_from([HOSTILE, COMMAND]), quoted=st.text(max_size=60) | st.just(HOSTILE))
@settings(deadline=None, derandomize=True, max_examples=200)
def test_no_content_breaks_a_report(path: str, item: str, quoted: str) -> None:
    told = results(late(path=path, item=item, line=1), lines={(path, 1): quoted})
    shown = {form: write(told) for form, write in FORMATS.items()}
    for form, text in shown.items():
        assert all(line.isprintable() for line in text.split("\n") if form in ("text", "github", "junit")), form
        assert "##[" not in text and not (form != "github" and re.search(r"^\s*::", text, re.MULTILINE)), form
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e]", text), form
    assert json.loads(shown["json"])[0]["params"] == {"item": item, "days": "2"} and json.loads(shown["json"])[0]["path"] == path
    assert json.loads(shown["gitlab"])[0]["location"]["path"] == path
    assert unquote(json.loads(shown["sarif"])["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) == path
    assert ElementTree.fromstring(shown["junit"]).find("./testsuite/testcase") is not None
    assert len(shown["github"].splitlines()) == 1
    (row,) = [line for line in summary(told).splitlines() if line.startswith("| warning")]
    assert len(re.findall(r"(?<!\\)\|", row)) == 5 and row.isprintable()


def test_lone_surrogates_of_a_file_name_can_be_written_as_utf8() -> None:
    for write in FORMATS.values():
        write(results(late(path="a\udcff.yml", item="\udcff"))).encode("utf-8")


# ---------------------------------------------------------------- json


def test_json_gives_every_fact_of_a_finding() -> None:
    assert json.loads(FORMATS["json"](results(late(subject="clinics-01")))) == [
        {
            "code": "T1", "level": "warning", "path": "a.yml", "line": 3, "column": 5, "subject": "clinics-01", "units": ["health"],
            "message": {"zh": "招生 超过时限 2 天", "en": "招生 is 2 days late"}, "remedy": {"zh": "请公开 招生", "en": "publish 招生"},
            "params": {"item": "招生", "days": "2"},
        },
    ]  # fmt: skip
    assert json.loads(FORMATS["json"](results())) == []


# ---------------------------------------------------------------- github


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Name, properties and message of each workflow command, decoded as the runner does."""
    found = []
    for line in text.splitlines():
        match = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert match, line
        properties = dict(part.split("=", 1) for part in match[2].split(","))
        found.append((match[1], {k: decoded(v, (("%3A", ":"), ("%2C", ","))) for k, v in properties.items()}, decoded(match[3])))
    return found


def decoded(text: str, more: tuple[tuple[str, str], ...] = ()) -> str:
    for code, character in (*more, ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_github_gets_one_command_a_finding_with_errors_first() -> None:
    told = commands(FORMATS["github"](results(Finding(NOTE, Location("a.yml", 1, 1)), late(path="b.yml"), Finding(WRONG, Location("c.yml")))))
    assert [(name, about["file"], about["line"]) for name, about, _ in told] == [("error", "c.yml", "1"), ("warning", "b.yml", "3"), ("notice", "a.yml", "1")]
    assert told[1][1] == {"file": "b.yml", "line": "3", "col": "5", "title": "T1 late"}
    assert told[1][2].split("\n") == ["招生 超过时限 2 天", "招生 is 2 days late", "改法: 请公开 招生", "remedy: publish 招生"]


def test_github_commands_hold_content_that_looks_like_one() -> None:
    (told,) = commands(FORMATS["github"](results(late(path="a,b:c%.yml", item="50%0A::error::x"))))
    assert told[1]["file"] == "a,b:c%.yml" and told[2].splitlines()[0] == "50%0A::error::x 超过时限 2 天"


def test_the_table_for_the_page_of_the_run_is_short_and_has_errors_first() -> None:
    table = summary(results(*(late(line=n, item="[点](https://www.evil.example)|<img>") for n in range(1, ROWS + 4)), Finding(WRONG, Location("z.yml"))))
    rows = [line for line in table.splitlines() if line.startswith(("| error", "| warning"))]
    assert rows[0].startswith("| error S1 | z.yml |") and len(rows) == ROWS and "4 more are in the log" in table
    assert r"\[点\]\(https\://www\.evil.example\)\|&lt;img&gt;" in rows[1]


def test_github_actions_is_noticed_and_gets_its_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small(tmp_path / "portal", {PATH: document(published="gestern")})
    table = put(tmp_path, "summary.md", "before\n")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(table))
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    done = check(root=root)
    assert done.code == 1 and commands(done.out)[0][1]["file"] == f"portal/{PATH}"
    written = table.read_text(encoding="utf-8")
    assert written.startswith("before\n## ") and rf"| error S104 | portal/{PATH}\:4 |" in written
    assert json.loads(check("--format", "json", root=root).out)[0]["path"].startswith("c") and table.read_text(encoding="utf-8") == written


def test_a_table_that_cannot_be_written_is_trouble_with_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path))
    assert check("--format", "github", root=small(tmp_path)).code == 3


# ---------------------------------------------------------------- gitlab and fingerprints


def test_gitlab_gets_place_severity_and_fingerprint() -> None:
    told = json.loads(FORMATS["gitlab"](results(Finding(WRONG, Location("a.yml")), late(), Finding(NOTE, Location("b.yml", 2)))))
    assert [(o["severity"], o["check_name"], o["location"]) for o in told] == [
        ("critical", "S1", {"path": "a.yml", "lines": {"begin": 1}}), ("minor", "T1", {"path": "a.yml", "lines": {"begin": 3}}),
        ("info", "T3", {"path": "b.yml", "lines": {"begin": 2}}),
    ]  # fmt: skip
    assert all(o["description"] and re.fullmatch("[0-9a-f]{32}", o["fingerprint"]) for o in told) and len({o["fingerprint"] for o in told}) == 3


def test_a_fingerprint_stays_when_lines_move_and_days_pass() -> None:
    today = results(late(line=3, days="2", subject="x"), lines={("a.yml", 3): "id: x"})
    tomorrow = results(late(line=9, days="3", subject="x"), lines={("a.yml", 9): "  id: x"})
    assert fingerprints(today) == fingerprints(tomorrow)


def test_two_findings_never_share_a_fingerprint() -> None:
    same = [late(), late(item="入学"), late(path="b.yml"), late(subject="y"), replace(late(), problem=WRONG), late(line=4)]
    assert len(set(fingerprints(results(*same, lines={("a.yml", 4): "other"})))) == len(same)


# ---------------------------------------------------------------- sarif

_VALIDATE = """
const folder = process.argv[1], at = {paths: [folder]};
const Ajv = require(require.resolve('ajv', at));
const ajv = new Ajv({schemaId: 'auto', allErrors: true});
ajv.addMetaSchema(require(require.resolve('ajv/lib/refs/json-schema-draft-04.json', at)));
const valid = ajv.validate(require(folder + '/lib/schemas/sarif-2.1.0-rtm.5.json'), JSON.parse(require('fs').readFileSync(0, 'utf8')));
console.log(JSON.stringify(valid ? [] : ajv.errors.map(e => e.dataPath + ' ' + e.message)));
"""


@pytest.fixture(scope="session")
def faults_of(npm_package: Callable[[str], Path], unavailable: Callable[[str], NoReturn]) -> Callable[[str], list[str]]:
    """What the schema of SARIF 2.1.0 finds wrong with a log."""
    node = shutil.which("node") or unavailable("node is missing; install Node.js (apt-get install nodejs npm / brew install node)")
    folder = npm_package("@microsoft/jest-sarif")

    def faults(log: str) -> list[str]:
        done = subprocess.run([node, "-e", _VALIDATE, str(folder)], input=log, capture_output=True, text=True, encoding="utf-8", check=True)
        return list(json.loads(done.stdout))

    return faults


def test_sarif_is_valid_by_its_own_schema(faults_of: Callable[[str], list[str]]) -> None:
    whole = late(path="目录/a b.yml", line=0, column=0)
    found = (late(subject="x", item=HOSTILE), whole, Finding(WRONG, Location("a.yml", 1)), Finding(NOTE, Location("a.yml", 2, 2)))
    assert faults_of(FORMATS["sarif"](results(*found, version="1.0", manual={"T1": "Late.\n\n    bad: x"}))) == []
    assert faults_of(FORMATS["sarif"](results())) == []


def test_the_schema_refuses_what_is_wrong(faults_of: Callable[[str], list[str]]) -> None:
    log = FORMATS["sarif"](results(late()))
    assert faults_of(log.replace('"level": "warning"', '"level": "info"'))
    assert faults_of(log.replace('"startLine": 3', '"startLine": 0')) and faults_of(log.replace('"uri": "a.yml"', '"uri": "a b.yml"'))


def test_sarif_names_rule_place_and_help() -> None:
    log = json.loads(FORMATS["sarif"](results(Finding(WRONG, Location("b.yml")), late(path="目录/a b.yml", subject="x"), manual={"T1": "Something is late."})))
    (run_,) = log["runs"]
    rules, (wrong, told) = run_["tool"]["driver"]["rules"], run_["results"]
    assert [r["id"] for r in rules] == ["S1", "T1"] and rules[told["ruleIndex"]]["id"] == told["ruleId"] == "T1"
    assert all(words in rules[1]["help"]["text"] for words in ("Something is late.", "条例第二十六条", "publish ‹item›"))
    assert "‹item› is ‹days› days late" in rules[1]["fullDescription"]["text"]
    assert told["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "%E7%9B%AE%E5%BD%95/a%20b.yml", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 3, "startColumn": 5},
    }  # fmt: skip
    assert told["level"] == "warning" and list(told["partialFingerprints"]) == ["finding/v1"] and "region" not in wrong["locations"][0]["physicalLocation"]
    assert run_["columnKind"] == "unicodeCodePoints" and log["version"] == "2.1.0"


def test_content_sets_no_link_and_no_blank_in_a_sarif_message() -> None:
    log = json.loads(FORMATS["sarif"](results(late(item="[点](https://evil.example) {0}"))))
    assert log["runs"][0]["results"][0]["message"]["text"].startswith(r"\[点\](https://evil.example) {{0}} 超过")


# ---------------------------------------------------------------- junit


@pytest.mark.parametrize(("strict", "failed"), [(False, 1), (True, 2)])
def test_junit_fails_exactly_where_the_command_does(strict: bool, failed: int) -> None:
    found = (late(), Finding(WRONG, Location("b.yml")), Finding(NOTE, Location("b.yml", 2)))
    tree = ElementTree.fromstring(FORMATS["junit"](results(*found, strict=strict)))
    assert [(s.get("name"), len(s.findall("testcase"))) for s in tree] == [("a.yml", 1), ("b.yml", 2)]
    assert len(tree.findall(".//failure")) == failed == int(tree.get("failures", "")) == sum(int(s.get("failures", "")) for s in tree)
    assert tree.get("tests") == "3" and "招生 超过时限 2 天\n招生 is 2 days late" in "".join(tree[0].itertext())


def test_junit_of_a_portal_without_findings_passes_one_case() -> None:
    tree = ElementTree.fromstring(FORMATS["junit"](results()))
    assert tree.get("failures") == "0" and len(tree.findall(".//testcase")) == 1


# ---------------------------------------------------------------- the command: forms, exit codes, units


@pytest.mark.parametrize("form", [form for form in FORMATS if form != "text"])
def test_a_report_of_a_portal_is_on_stdout_and_the_counts_on_stderr(form: str, tmp_path: Path) -> None:
    done = check("--format", form, root=small(tmp_path, {PATH: document(published="gestern")}))
    assert done.code == 1 and done.err.splitlines()[-1].startswith("1 个错误，") and "1 error, " in done.err
    if form == "junit":
        assert len(ElementTree.fromstring(done.out).findall(".//failure")) == 1
    elif form == "github":
        assert commands(done.out)[0][1] == {"file": PATH, "line": "4", "col": "12", "title": "S104 not-a-date"}
    else:
        assert json.loads(done.out)


def test_text_quotes_the_line_of_the_file(tmp_path: Path) -> None:
    done = check("--only", "S", root=small(tmp_path, {PATH: "\ufeff" + document("标题").replace("2026-05-01", "明天").replace("\n", "\r\n")}))
    assert done.out.splitlines()[1].startswith(f"{PATH}:4:12: error[S") and "     4 │ published: 明天\n       │            ^\n" in done.out


def test_exit_codes(tmp_path: Path) -> None:
    good, bad = small(tmp_path / "good"), small(tmp_path / "bad", {PATH: document("")})
    late_ = small(tmp_path / "late", {"catalogs/fields/clinics.yml": UNCLEAR})
    assert check(root=good).code == 0
    assert check("--only", "T4", root=late_).code == 0 and check("--only", "T4", "--strict", root=late_).code == 1
    assert check(root=bad).code == 1
    assert check(root=tmp_path / "nowhere").code == 2


@pytest.mark.parametrize("wrong", ["--format=xml", "--only=!", "--only=,", "--only=T44", "--only=T4,YY", "--unit=nobody", "--as-of=morgen", "--surprise"])
def test_wrong_use_is_told_and_nothing_is_printed(wrong: str, tmp_path: Path) -> None:
    done = check(wrong, root=small(tmp_path))
    assert done.code == 2 and done.err and not done.out


def test_only_takes_codes_and_families(tmp_path: Path) -> None:
    root = small(tmp_path, {"catalogs/fields/clinics.yml": UNCLEAR, PATH: document("")})
    assert {line.split()[0] for line in check("--format", "json", "--only", "t4", root=root).found} == {"T4"}
    families = {line[0] for line in check("--format", "json", "--only", "T, S", root=root).found}
    assert families == {"T", "S"}
    done = check("--format", "json", "--only", "T4", root=root)
    assert done.code == 0 and "条未列出" in done.err and "more not listed" in done.err


def test_unit_shows_what_names_the_unit_and_what_stands_in_its_documents(tmp_path: Path) -> None:
    files = {
        "catalogs/fields/clinics.yml": UNCLEAR, PATH: document(body="[x](nothing.md)\n"),
        "content/news/2026/b.md": document(body="[x](nothing.md)\n", unit="office"), "content/news/2026/c.md": document(""),
    }  # fmt: skip
    root = small(tmp_path, files)
    shown = check("--format", "json", "--only", "T4,D", "--unit", "health", root=root).found
    assert [line.rsplit(":", 1)[0] for line in shown] == ["T4 catalogs/fields/clinics.yml", f"D004 {PATH}"]
    assert {u for f in json.loads(check("--format", "json", "--only", "D", root=root).out) for u in f["units"]} == {"health", "office"}
    assert "health" in check("--unit", "heath", root=root).err


def test_what_names_another_unit_is_also_told_to_the_unit_of_its_document() -> None:
    report = Report(units=(UnitId("health"), UnitId("office"), UnitId("tax")), owners={"a.md": UnitId("office")})
    finding = late(path="a.md")
    assert [all(test(finding) for test in wanted(report, (), unit, None)) for unit in ("health", "office", "tax")] == [True, True, False]


def test_a_finding_keeps_the_units_it_names_and_else_takes_those_of_its_file() -> None:
    named, bare, other = late(path="a.md"), replace(late(path="a.md"), units=()), replace(late(path="b.md"), units=())
    assert [f.units for f in with_owners((named, bare, other), {"a.md": "office"})] == [("health",), ("office",), ()]


def test_paths_can_be_told_from_a_folder_above() -> None:
    assert [f.location.path for folder in ("", "x/y") for f in below(folder, (late(),))] == ["a.yml", "x/y/a.yml"]
    assert in_order(below("x", (late("b"), late("a"))))[0].location.path == "x/a"


# ---------------------------------------------------------------- since a revision


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=t", "-c", "user.email=t@test.example", "-c", "init.defaultBranch=main", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, unavailable: Callable[[str], NoReturn]) -> Iterator[Path]:
    """A committed portal in the folder `portal` of a repository, with a limit that nobody can read and a bad date."""
    if not shutil.which("git"):
        unavailable("git is missing; install it (apt-get install git / brew install git)")
    small(tmp_path / "repository/portal", {"catalogs/fields/clinics.yml": UNCLEAR, PATH: document(published="gestern")})
    git(tmp_path / "repository", "init", "--quiet")
    git(tmp_path / "repository", "add", ".")
    git(tmp_path / "repository", "commit", "--quiet", "-m", "first")
    yield tmp_path / "repository/portal"


def shown(root: Path, revision: str = "HEAD") -> list[str]:
    done = check("--format", "json", "--only", "T4,S", "--changed-since", revision, root=root)
    assert done.code == (1 if any(line.startswith("S") for line in done.found) else 0)
    return [line.rsplit(":", 1)[0] for line in done.found]


def test_a_limit_that_cannot_be_read_is_told_when_its_file_changed(repository: Path) -> None:
    assert shown(repository) == []
    put(repository, "catalogs/fields/clinics.yml", UNCLEAR + "# looked through\n")
    assert shown(repository) == ["T4 catalogs/fields/clinics.yml"]
    git(repository, "add", ".")
    assert shown(repository) == ["T4 catalogs/fields/clinics.yml"]
    git(repository, "commit", "--quiet", "-m", "second")
    assert shown(repository) == [] and shown(repository, "HEAD~1") == ["T4 catalogs/fields/clinics.yml"] == shown(repository, "main~1")


def test_files_that_git_does_not_know_yet_count_as_changed(repository: Path) -> None:
    put(repository, "content/news/2026/招生.md", document(published="gestern"))
    put(repository, "content/news/2026/new-b.md", document(published="gestern"))
    git(repository, "add", "content/news/2026/new-b.md")
    assert sorted(path.split("/")[-1] for path in shown(repository)) == ["new-b.md", "招生.md"]


def test_moved_and_removed_files(repository: Path) -> None:
    git(repository, "mv", PATH, "content/news/2026/moved.md")
    (repository / "content/notices/2026/closing.md").unlink()
    assert [path.split("/")[-1] for path in shown(repository)] == ["moved.md"]


def test_before_the_first_commit_everything_is_new(tmp_path: Path, repository: Path) -> None:
    shutil.rmtree(repository.parent / ".git")
    git(repository.parent, "init", "--quiet")
    assert len(shown(repository)) == 2
    git(repository.parent, "add", ".")
    assert len(shown(repository)) == 2


@pytest.mark.parametrize("revision", ["no-such-branch", "--output=x", "HEAD:portal", "", "HEAD..HEAD"])
def test_a_revision_that_is_none_is_wrong_use(revision: str, repository: Path) -> None:
    done = check(f"--changed-since={revision}", root=repository)
    assert done.code == 2 and not done.out and f"no revision `{revision}`" in done.err and not (repository / "x").exists()


def test_without_a_repository_or_without_git_the_option_is_wrong_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small(tmp_path / "portal")
    done = check("--changed-since", "HEAD", root=root)
    assert done.code == 2 and "no git repository" in done.err
    monkeypatch.setenv("PATH", str(tmp_path))
    done = check("--changed-since", "HEAD", root=root)
    assert done.code == 2 and "git is not installed" in done.err
    assert check("--changed-since", "HEAD", root=tmp_path / "nowhere").code == 2


def test_a_finding_about_a_folder_is_told_when_a_file_in_it_changed(repository: Path) -> None:
    put(repository, "catalogs/fields/clinics.yml", CLINICS)
    only = ("--format", "json", "--only", "T8", "--changed-since", "HEAD")
    assert check(*only, root=repository).found == []
    put(repository, "catalogs/calendars/2025.yml", (ROOT / "catalogs/calendars/2025.yml").read_text(encoding="utf-8"))
    assert check(*only, root=repository).found == ["T8 catalogs/calendars:0"]


# ---------------------------------------------------------------- hooks


def hooks() -> list[dict[str, Any]]:
    return list(yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")))


def test_the_hooks_say_what_pre_commit_needs_to_know() -> None:
    assert [hook["id"] for hook in hooks()] == ["sitegen-check-changed", "sitegen-check"]
    assert all(hook["language"] == "python" and hook["name"] and hook["pass_filenames"] is False for hook in hooks())
    assert [hook["stages"] for hook in hooks()] == [["pre-commit"], ["pre-push"]]
    files = re.compile(hooks()[0]["files"])
    assert all(files.search(path) for path in ("site.yml", "content/a.md", "catalogs/fields/x.yml", "themes/default/theme.yml"))
    assert not files.search("README.md")


def test_each_hook_runs_and_stops_a_bad_commit(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(repository)
    changed, everything = (hook["entry"].split() for hook in hooks())
    assert changed[0] == everything[0] == "sitegen"
    assert (run(changed[1:]), run(everything[1:])) == (0, 1)
    put(repository, PATH, document(published="morgen"))
    assert (run(changed[1:]), run(everything[1:])) == (1, 1)
