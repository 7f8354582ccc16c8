"""`check`: every finding, and nothing written (检查)."""

import difflib
import os
import re
import sys
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.commands import ENVIRONMENT, FINDINGS, FINE, no_portal, portal_options, say, today
from sitegen.commands.explain import checks, problems
from sitegen.findings import Finding, Location, blocks
from sitegen.report import Options, Report
from sitegen.reports import FORMATS, FROM_REPOSITORY, Results
from sitegen.reports.github import summary
from sitegen.reports.results import below
from sitegen.reports.text import tally

Test = Callable[[Finding], bool]


class Codes(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """Codes and families of codes: T1,P4 or T."""

    name = "codes"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        codes = tuple(part.strip().upper() for part in re.split("[,，]", value) if part.strip())
        if not codes or not all(re.fullmatch(r"[A-Z]+\d*", code) for code in codes):
            self.fail(f"“{value}” 不是代码，请写成 T1 或 T1,P4 或 T / not codes, write T1 or T1,P4 or T", param, ctx)
        return codes


@click.command(short_help="检查全部文件，不生成网站 / check every file, build nothing")
@portal_options
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default=None,
    help="输出格式（默认：text；在 GitHub Actions 里是 github） / form of the output (default: text, in GitHub Actions github)",
)  # fmt: skip
@click.option("--only", type=Codes(), default=(), metavar="CODES", help="只看这些代码或类别，如 T1,P4 或 T / only these codes or families, such as T1,P4 or T")
@click.option("--unit", default=None, metavar="ID", help="只看这个单位的问题 / only what this unit must act on")
@click.option(
    "--changed-since", "revision", default=None, metavar="REV",
    help="只看某个 git 版本以来改动的文件，包括未提交的改动 / only files changed since a git revision, uncommitted changes included",
)  # fmt: skip
def check(
    root: Path, as_of: date | None, strict: bool, workers: int, cluster: str,
    form: str | None, only: tuple[str, ...], unit: str | None, revision: str | None,
) -> int:  # fmt: skip
    """检查全部文件，列出每一个问题：在哪个文件哪一行，哪里不对，怎么改。

    Check every file and list each problem: where it is, what is wrong, how to mend it.
    What --only, --unit and --changed-since leave out does not count for the exit code either.
    """
    from sitegen import pipeline
    from sitegen.cluster import ClusterError
    from sitegen.cluster import cluster as connected
    from sitegen.inputs import MissingPortal

    if only:
        _known(only)
    changed = _changed(root, revision) if revision is not None else None
    try:
        with connected(cluster) as team:
            report = pipeline.check(root, Options(as_of or today(), strict, workers=workers, team=team))
    except MissingPortal:
        raise no_portal(root) from None
    except ClusterError as error:
        say(str(error))
        return ENVIRONMENT
    tests = wanted(report, only, unit, changed)
    findings = tuple(f for f in report.findings if all(test(f) for test in tests))
    form = form or ("github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text")
    _write(form, root, findings, strict)
    if findings and form == "text":
        say(f"编号的含义 / what a code means: python3 build.py explain {findings[0].problem.code}")
    zh, en = tally(findings)
    left = len(report.findings) - len(findings)
    say(f"{zh}{f'（另有 {left} 条未列出）' if left else ''}。{en}{f' ({left} more not listed)' if left else ''}.")
    return FINDINGS if blocks(findings, strict=strict) else FINE


# ---------------------------------------------------------------- which findings


def wanted(report: Report, only: tuple[str, ...], unit: str | None, changed: frozenset[str] | None) -> tuple[Test, ...]:
    """What a finding must pass to be shown."""
    tests: list[Test] = []
    if only:
        tests.append(lambda f: f.problem.code in only or _family(f.problem.code) in only)
    if unit is not None:
        if report.units and unit not in report.units:
            near = difflib.get_close_matches(unit, report.units, n=1)
            zh, en = (f"，您是否想写 “{near[0]}”？", f"; did you mean `{near[0]}`?") if near else ("。", ".")
            raise click.UsageError(f"没有编号为 “{unit}” 的单位{zh}\nthere is no unit `{unit}`{en}")
        tests.append(lambda f: unit in f.units or report.owners.get(f.location.path) == unit)
    if changed is not None:
        # A finding may be about a folder, such as a work calendar that is missing.
        places = changed | {folder.as_posix() for path in changed for folder in Path(path).parents}
        tests.append(lambda f: f.location.path in places)
    return tuple(tests)


def _known(codes: tuple[str, ...]) -> None:
    """Refuse a code that does not exist: its silence would look like good news."""
    known = dict.fromkeys(problems())
    families = {_family(code) for code in known}
    for code in codes:
        if code not in known and code not in families:
            all_ = " ".join(sorted(families))
            raise click.UsageError(f"没有编号 “{code}”；全部类别：{all_}\nthere is no code `{code}`; all families: {all_}")


def _family(code: str) -> str:
    return code.rstrip("0123456789")


def _changed(root: Path, revision: str) -> frozenset[str]:
    from sitegen.changes import NoHistory, changed_since

    if not root.is_dir():
        raise no_portal(root)
    try:
        return changed_since(root, revision)
    except NoHistory as reason:
        raise click.UsageError(str(reason)) from None


# ---------------------------------------------------------------- how they are shown


def _write(form: str, root: Path, findings: tuple[Finding, ...], strict: bool) -> None:
    """The report on stdout, and for GitHub the table on the page of the run."""
    base = root
    if form in FROM_REPOSITORY:
        base = Path(os.environ.get("GITHUB_WORKSPACE") or os.environ.get("CI_PROJECT_DIR") or ".").resolve()
        if root.resolve().is_relative_to(base):
            findings = below("/".join(root.resolve().relative_to(base).parts), findings)
        else:
            base = root
    results = Results(findings, _lines_of(base), strict, coloured(), _manual(), __version__)
    click.echo(FORMATS[form](results), nl=False, color=True)
    table = os.environ.get("GITHUB_STEP_SUMMARY")
    if form == "github" and table:
        with open(table, "a", encoding="utf-8") as file:
            file.write(summary(results))


def coloured() -> bool:
    """Whether stdout is coloured: NO_COLOR forbids it, FORCE_COLOR demands it, else a terminal decides."""
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _lines_of(base: Path) -> Callable[[Location], str]:
    """Lines of files below `base` as findings count them."""

    # Findings come by file, so each file is read once.
    @lru_cache(maxsize=4)
    def lines(path: str) -> list[str]:
        try:
            text = (base / path).read_bytes().decode("utf-8-sig", errors="replace")
        except OSError:
            return []
        return text.replace("\r\n", "\n").replace("\r", "\n").split("\n")

    def line(place: Location) -> str:
        found = lines(place.path) if place.line else []
        return found[place.line - 1] if 0 < place.line <= len(found) else ""

    return line


def _manual() -> dict[str, str]:
    return {code: "\n\n".join(pages) for code, pages in checks().items()}
