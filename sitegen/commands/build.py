"""`build`: check everything, then publish (生成网站)."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from sitegen.commands import ENVIRONMENT, FINDINGS, FINE, no_portal, portal_options, say, today
from sitegen.findings import LEVELS, as_text
from sitegen.report import Options, Report


@click.command(short_help="生成网站 / build the site (default)")
@portal_options
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    default=None,
    metavar="DIR",
    help="输出文件夹（默认：门户文件夹下的 dist） / output folder (default: dist in the portal's folder)",
)
@click.option("--force", is_flag=True, help="不用缓存，并允许一次删除大量网页 / ignore what is remembered and allow removing many pages")
@click.option(
    "--profile",
    type=click.Path(path_type=Path, dir_okay=False, writable=True),
    default=None,
    metavar="FILE",
    help="把各阶段和最费时的函数写进文件 / write the seconds of stages and the slowest functions to a file",
)
@click.option(
    "--explain",
    default="",
    metavar="PATH",
    help="说明这个网页为什么重新生成，如 /policies/ / say why this page was made again, such as /policies/",
)
@click.option("--json", "as_json", is_flag=True, help="把结果写成 JSON / print the result as JSON")
def build(
    root: Path, out: Path | None, as_of: date | None, strict: bool, force: bool, workers: int, cluster: str, profile: Path | None, explain: str, as_json: bool
) -> int:
    """检查全部文件，然后生成网站。有错误时不发布，原来的网站不变。

    Check every file, then build the site. With errors nothing is published and the site stays as it was.
    """
    from sitegen import unchanged
    from sitegen.cluster import ClusterError
    from sitegen.cluster import cluster as connected
    from sitegen.commands.bars import bars
    from sitegen.commands.profile import profiled_to
    from sitegen.inputs import MissingPortal
    from sitegen.outputs import Refused

    out = out or root / "dist"
    try:
        with connected(cluster) as team:
            options = Options(as_of or today(), strict, force, workers, team)
            with bars(say) as shown:
                report = profiled_to(profile, lambda: unchanged.build(root, out, options, shown.say, shown.at))
    except MissingPortal:
        raise no_portal(root) from None
    except ClusterError as error:
        say(str(error))
        return ENVIRONMENT
    except Refused as refused:
        say(str(refused))
        if as_json:
            click.echo(json.dumps(_summary(Report())))
        return ENVIRONMENT
    if as_json:
        click.echo(json.dumps(_summary(report)))
    _show(report, strict)
    counts = _by_level(report)
    if not report.published:
        say(f"没有发布：{counts['error']} 个错误，{counts['warning']} 个警告。nothing published: {counts['error']} errors, {counts['warning']} warnings.")
        return FINDINGS
    if explain:
        say(_explained(report, out, explain))
    say(f"完成：{report.pages} 个网页，{report.written} 个文件有变化，{report.removed} 个删除。")
    say(f"done: {report.pages} pages, {report.written} files changed, {report.removed} removed.")
    say("边写边看 / to look at it while writing: python3 build.py serve  →  http://localhost:8000/")
    return FINE


def _explained(report: Report, out: Path, asked: str) -> str:
    """Why a page, named by its address or its file, was made anew or kept."""
    from sitegen.urls import output_path

    path = output_path(asked if asked.startswith("/") else f"/{asked}")
    if path in report.whys:
        return f"{path}: rendered / 重新生成：{report.whys[path]}"
    return f"{path}: kept / 沿用上次的结果" if (out / path).is_file() else f"{path}: 网站没有这个网页 / the portal has no such page"


def _show(report: Report, strict: bool) -> None:
    """What holds back publishing in full, everything else as one line for each kind."""
    holding = ("error", "warning") if strict else ("error",)
    for finding in report.findings:
        if finding.level in holding:
            say(as_text(finding))
    others = tuple(kind for kind in report.tallies if kind.level not in holding)
    for kind in others:
        say(f"  {kind.count:>5} {kind.level}[{kind.code}] {kind.name}")
    if others:
        say("  详细内容 / in detail: python3 build.py check")


def _by_level(report: Report) -> dict[str, int]:
    return {level: sum(kind.count for kind in report.tallies if kind.level == level) for level in LEVELS}


def _summary(report: Report) -> dict[str, Any]:
    return {
        "pages": report.pages, "rendered": report.rendered, "kept": report.kept, "written": report.written, "removed": report.removed,
        "findings": _by_level(report), "seconds": report.seconds,
    }  # fmt: skip
