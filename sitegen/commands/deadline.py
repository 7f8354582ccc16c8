"""`deadline`: what a wording demands, and until when (截止日计算)."""

import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from sitegen.commands import FINE, Day, say, today

if TYPE_CHECKING:
    from sitegen.registers import WorkCalendar

_OPS = {
    "within": "在起算日之后的期限内公开 / publish within the period after the event", "before": "在事情之前公开 / publish ahead of the event",
    "by": "在固定日期前公开 / publish by a fixed date", "every": "定期更新 / publish anew in every period", "display": "公示或征求意见的时间 / stay on display",
    "keep": "公开保留的时间 / keep it public", "sync": "与另一文件同时公开 / publish together with another document", "prompt": "及时公开 / publish promptly",
    "realtime": "实时公开 / publish at once", "on": "在事情发生时公开 / publish when it happens", "on_request": "依申请公开 / publish on request",
    "carry": "同上一行 / as the row above", "takedown": "到期撤下 / then take it down",
}  # fmt: skip


class _EventDay(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    name = "event"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, date]:
        from sitegen.values import Event

        name, _, day = value.partition("=")
        if name not in get_args(Event):
            self.fail(f"没有起算事件 “{name}” / no such event; one of: {' '.join(get_args(Event))}", param, ctx)
        return name, Day().convert(day, param, ctx)


@click.command(short_help="看懂公开时限，算出截止日 / read a time limit, reckon the last day")
@click.argument("wordings", nargs=-1, required=True, metavar="WORDING…")
@click.option(
    "--event",
    "events",
    type=_EventDay(),
    multiple=True,
    metavar="NAME=DATE",
    help="起算日期，如 formed=2026-02-02 / when it happened, such as formed=2026-02-02",
)
@click.option(
    "--as-of", type=Day(), default=None, metavar="DATE", help="按哪一天计算（默认：北京时间今天） / the day to reckon for (default: today in Beijing)"
)
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="门户所在文件夹，放假安排从这里读取 / the portal's folder, whose calendars are used",
)
@click.option("--json", "as_json", is_flag=True, help="每个说法一行 JSON / one JSON object a line for each wording")
def deadline(wordings: tuple[str, ...], events: tuple[tuple[str, date], ...], as_of: date | None, root: Path, as_json: bool) -> int:
    """说明一个公开时限要求什么；给出起算日期时，算出截止日和扣除的假期。写 - 则从标准输入逐行读取。

    Say what a time limit demands and, given the day of the event, the last day and the holidays left out.
    `-` reads wordings from standard input, one a line.
    """
    from sitegen.time_limit import parse
    from sitegen.workdays import Workdays

    lines = [line.rstrip("\r\n") for w in wordings for line in (sys.stdin if w == "-" else (w,))]
    workdays = Workdays(_calendars(root))
    for wording in lines:
        if not wording.strip():
            continue
        limit = parse(wording)
        clauses = [_described(clause, dict(events), workdays, as_of or today()) for clause in limit.clauses]
        if as_json:
            click.echo(
                json.dumps(
                    {"wording": wording, "understood": limit.understood, "rule": limit.rule, "clauses": clauses}, ensure_ascii=False, separators=(",", ":")
                )
            )
        else:
            _tell(wording, limit.rule, clauses)
    return FINE


def _calendars(root: Path) -> "dict[int, WorkCalendar]":
    """Calendars of the portal at `root`; without a portal, those that come with the generator."""
    from sitegen.catalog import calendar_year, parse_yaml

    home = Path(__file__).resolve().parents[2]
    folder = next((f for f in (root / "catalogs/calendars", home / "catalogs/calendars", home / "sitegen/calendars") if f.is_dir()), None)
    if folder is None:
        return {}
    found = {}
    for path in sorted(folder.glob("*.yml")):
        name = f"catalogs/calendars/{path.name}"
        parsed = parse_yaml(name, path.read_bytes())
        year = calendar_year(name)
        if parsed.value is None or year is None:
            say(f"{path} 无法读取，未使用 / not readable and not used; see python3 build.py check")
        else:
            found[year] = parsed.value
    return found


def _described(clause: Any, events: dict[str, date], workdays: Any, as_of: date) -> dict[str, Any]:
    from sitegen.deadline import deadline as reckon

    due = reckon(clause, events, workdays, as_of)
    return {
        "op": clause.op, "scope": list(clause.scope), "amount": clause.amount, "unit": clause.unit, "events": list(clause.events),
        "object": clause.object, "exact": clause.exact, "soft": clause.soft, "alternative": clause.alternative,
        "deadline": due.day.isoformat() if due else None, "deadline_latest": due.latest.isoformat() if due else None,
        "working": due.working.zh if due else None, "working_en": due.working.en if due else None,
    }  # fmt: skip


def _tell(wording: str, rule: str, clauses: list[dict[str, Any]]) -> None:
    click.echo(f"{wording}")
    if not clauses:
        click.echo("  无法理解 / not understood")
        return
    click.echo(f"  {rule}")
    for clause in clauses:
        about = f"[{'、'.join(clause['scope'])}] " if clause["scope"] else ""
        click.echo(f"  · {about}{_OPS[clause['op']]}")
        if clause["working"]:
            click.echo(f"    {clause['working']}\n    {clause['working_en']}")
        elif clause["op"] in ("within", "before"):
            click.echo(f"    需要起算日期 / needs the date of: {' / '.join(clause['events'])}")
