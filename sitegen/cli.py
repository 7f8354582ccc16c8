"""The command line (命令行): arguments in, exit code out; the only clock of the program.

Exit codes: 0 fine, 1 findings that block, 2 wrong use, 3 the environment, 70 a bug.
"""

import json
import os
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Sequence
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import click

from sitegen import __version__
from sitegen.findings import as_text, blocks, count_by_level

FINE, FINDINGS, WRONG_USE, ENVIRONMENT, BUG = 0, 1, 2, 3, 70
BEIJING = timezone(timedelta(hours=8))


def run(argv: Sequence[str]) -> int:
    """Run a command; never lets a traceback reach the person at the keyboard."""
    try:
        return int(main.main(args=list(argv), prog_name="build.py", standalone_mode=False) or FINE)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        error.show()
        return WRONG_USE
    except (click.Abort, KeyboardInterrupt):
        click.echo("已中断。interrupted", err=True)
        return 130
    except OSError as error:
        click.echo(f"读写失败：{error.filename or ''} {error.strerror}\ncould not read or write {error.filename or ''}: {error.strerror}", err=True)
        return ENVIRONMENT
    except Exception:
        with tempfile.NamedTemporaryFile("w", prefix="sitegen-bug-", suffix=".txt", delete=False, encoding="utf-8") as file:
            traceback.print_exc(file=file)
        click.echo(f"程序出错了，这不是您的问题；请把文件 {file.name} 发给维护人员。\nThis is a bug, not your mistake; please send {file.name} to the maintainers.", err=True)
        return BUG


class _BuildByDefault(click.Group):
    """A group for which no command means `build`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not args or (args[0].startswith("-") and args[0] not in ("--help", "-h", "--version")):
            args.insert(0, "build")
        return super().parse_args(ctx, args)


class _Day(click.ParamType):
    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"“{value}” 不是日期，请写成 2026-03-05 / not a date, write 2026-03-05", param, ctx)


def today() -> date:
    """Today in Beijing, or the day that SOURCE_DATE_EPOCH names."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = datetime.fromtimestamp(int(epoch), BEIJING) if epoch.isdigit() else datetime.now(BEIJING)
    return moment.date()


@click.group(cls=_BuildByDefault, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", prog_name="sitegen", message=f"%(prog)s %(version)s (Python {sys.version.split()[0]})", help="显示版本 / show the version")
def main() -> None:
    """把 content/ 和 catalogs/ 里的文件生成为政务公开网站。

    Turns the files in content/ and catalogs/ into a disclosure portal.

    \b
    最常用 / most used:
      python3 build.py            生成网站到 dist/ / build the site into dist/
      python3 build.py test       运行全部测试 / run all tests
    """


@main.command(short_help="生成网站 / build the site (default)")
@click.option("--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), help="门户所在文件夹（默认：当前文件夹） / the portal's folder (default: the current one)")
@click.option("--out", type=click.Path(path_type=Path), default=None, help="输出文件夹（默认：门户文件夹下的 dist） / output folder (default: dist in the portal's folder)")
@click.option("--as-of", type=_Day(), default=None, metavar="DATE", help="按哪一天生成，如 2026-03-05（默认：北京时间今天） / the day to build for (default: today in Beijing)")
@click.option("--strict", is_flag=True, help="有警告也不发布 / do not publish with warnings either")
@click.option("--force", is_flag=True, help="不用缓存，并允许一次删除大量网页 / ignore what is remembered and allow removing many pages")
@click.option("--workers", type=click.IntRange(min=0), default=0, metavar="N", help="使用几个进程（默认：自动） / number of processes (default: as needed)")
@click.option("--json", "as_json", is_flag=True, help="把结果写成 JSON / print the result as JSON")
def build(root: Path, out: Path | None, as_of: date | None, strict: bool, force: bool, workers: int, as_json: bool) -> int:
    """检查全部文件，然后生成网站。有错误时不发布，原来的网站不变。

    Check every file, then build the site. With errors nothing is published and the site stays as it was.
    """
    from sitegen.inputs import MissingPortal
    from sitegen.outputs import Refused
    from sitegen.pipeline import Options, Report
    from sitegen.pipeline import build as run_build

    def say(line: str) -> None:
        click.echo(line, err=True)

    out = out or root / "dist"
    try:
        report = run_build(root, out, Options(as_of or today(), strict, force, workers), say)
    except MissingPortal:
        raise click.UsageError(f"{root.absolute()} 里没有 site.yml；请在门户文件夹里运行，或用 --root 指定。\nno site.yml in {root.absolute()}; run this in the portal's folder or name it with --root.") from None
    except Refused as refused:
        say(str(refused))
        report = None
    if as_json:
        click.echo(json.dumps(_summary(report or Report()), ensure_ascii=False))
    if report is None:
        return ENVIRONMENT
    for finding in report.findings:
        say(as_text(finding))
    counts = count_by_level(report.findings)
    if not report.published:
        say(f"没有发布：{counts['error']} 个错误，{counts['warning']} 个警告。nothing published: {counts['error']} errors, {counts['warning']} warnings.")
        return FINDINGS
    say(f"完成：{report.pages} 个网页，{report.written} 个文件有变化，{report.removed} 个删除；{counts['warning']} 个警告。")
    say(f"done: {report.pages} pages, {report.written} files changed, {report.removed} removed; {counts['warning']} warnings.")
    say(f"查看网站 / to look at it: python3 -m http.server -d {out} 8000  →  http://localhost:8000/")
    return FINDINGS if blocks(report.findings, strict=strict) else FINE


def _summary(report: Any) -> dict[str, Any]:
    return {
        "pages": report.pages, "rendered": report.rendered, "kept": report.kept, "written": report.written, "removed": report.removed,
        "findings": count_by_level(report.findings), "seconds": report.seconds,
    }  # fmt: skip


@main.command(short_help="运行全部测试 / run all tests", context_settings={"ignore_unknown_options": True})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def test(arguments: tuple[str, ...]) -> int:
    """运行全部测试；后面可以写 pytest 的参数。

    Run all tests; what follows is passed on to pytest.
    """
    home = Path(__file__).resolve().parent.parent
    if not (home / "tests").is_dir():
        raise click.UsageError("测试只在源代码文件夹里运行。The tests run in a checkout of the source only.")
    return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=home).returncode


def entry() -> None:
    """The `sitegen` command."""
    sys.exit(run(sys.argv[1:]))
