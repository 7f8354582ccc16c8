"""The commands (各命令), one file each, and the options they share."""

import os
import re
import tempfile
import traceback
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])

FINE, FINDINGS, WRONG_USE, ENVIRONMENT, BUG = 0, 1, 2, 3, 70
BEIJING = timezone(timedelta(hours=8))


class Day(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """A date as 2026-03-05."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fail(f"“{value}” 不是日期，请写成 2026-03-05 / not a date, write 2026-03-05", param, ctx)


def today() -> date:
    """Today in Beijing, or the day that SOURCE_DATE_EPOCH names."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return datetime.now(BEIJING).date()
    try:
        return datetime.fromtimestamp(int(epoch), BEIJING).date()
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(f"SOURCE_DATE_EPOCH 应当是秒数，不能是 “{epoch[:40]}”。SOURCE_DATE_EPOCH must be a number of seconds.") from None


def say(line: str) -> None:
    """Words for people go to stderr; stdout is for data."""
    click.echo(line, err=True)


cluster_option = click.option(
    "--cluster",
    default="",
    metavar="ADDRESS",
    help="由集群解析文件，如 tcp://10.0.0.5:8786 / let a dask.distributed cluster read the files",
)
workers_option = click.option(
    "--workers", type=click.IntRange(min=0), default=0, metavar="N", help="使用几个进程（默认：自动） / number of processes (default: as needed)"
)
strict_option = click.option("--strict", is_flag=True, help="警告也算错误 / warnings count as errors")
as_of_option = click.option(
    "--as-of", type=Day(), default=None, metavar="DATE",
    help="按哪一天检查和生成，如 2026-03-05（默认：北京时间今天） / the day to work for (default: today in Beijing)",
)  # fmt: skip
root_option = click.option(
    "--root", type=click.Path(path_type=Path, file_okay=False), default=Path(), metavar="DIR",
    help="门户所在文件夹（默认：当前文件夹） / the portal's folder (default: the current one)",
)  # fmt: skip


def portal_options(command: Command) -> Command:
    """--root, --as-of, --strict, --workers, --cluster: which portal, for which day, how strictly, and who works."""
    return root_option(as_of_option(strict_option(workers_option(cluster_option(command)))))


def no_portal(root: Path) -> click.UsageError:
    where = root.absolute()
    zh = f"{where} 里没有 site.yml；请在门户文件夹里运行，或用 --root 指定。"
    en = f"no site.yml in {where}; run this in the portal's folder or name it with --root."
    return click.UsageError(f"{zh}\n{en}")


def report_bug() -> None:
    """Keep the traceback of the error under way in a file, and say so; none reaches the person at the keyboard."""
    with tempfile.NamedTemporaryFile("w", prefix="sitegen-bug-", suffix=".txt", delete=False, encoding="utf-8") as file:
        traceback.print_exc(file=file)
    say(f"程序出错了，这不是您的问题；请把文件 {file.name} 发给维护人员。\nThis is a bug, not your mistake; please send {file.name} to the maintainers.")
