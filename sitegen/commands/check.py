"""`check`: every finding, and nothing written (检查)."""

from datetime import date
from pathlib import Path

import click

from sitegen.commands import FINDINGS, FINE, no_portal, portal_options, say, today
from sitegen.findings import as_text, blocks, count_by_level


@click.command(short_help="检查全部文件，不生成网站 / check every file, build nothing")
@portal_options
def check(root: Path, as_of: date | None, strict: bool, workers: int) -> int:
    """检查全部文件，列出每一个问题：在哪个文件哪一行，哪里不对，怎么改。

    Check every file and list each problem: where it is, what is wrong, how to mend it.
    """
    from sitegen import pipeline
    from sitegen.inputs import MissingPortal

    try:
        report = pipeline.check(root, pipeline.Options(as_of or today(), strict, workers=workers))
    except MissingPortal:
        raise no_portal(root) from None
    for finding in report.findings:
        click.echo(as_text(finding))
    counts = count_by_level(report.findings)
    say(f"{counts['error']} 个错误，{counts['warning']} 个警告，{counts['info']} 个提示。{counts['error']} errors, {counts['warning']} warnings, {counts['info']} notes.")
    return FINDINGS if blocks(report.findings, strict=strict) else FINE
