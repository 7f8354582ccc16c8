"""`alert`: warn the unit that must act (提醒与督办)."""

import json
import os
import random
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sitegen.commands import BEIJING, ENVIRONMENT, FINDINGS, FINE, Day, no_portal, say, today
from sitegen.findings import as_text
from sitegen.report import Options, Report

if TYPE_CHECKING:
    from sitegen.alerts.channels import Channel
    from sitegen.alerts.events import Case, Item
    from sitegen.alerts.journal import Journal
    from sitegen.alerts.message import Writer
    from sitegen.alerts.planning import Plan
    from sitegen.alerts.records import Standing
    from sitegen.alerts.settings import Alerts
    from sitegen.portal import Portal


@click.command(short_help="提醒责任单位和督办单位 / warn the units that must act")
@click.option(
    "--root",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    metavar="DIR",
    help="门户所在文件夹（默认：当前文件夹） / the portal's folder (default: the current one)",
)
@click.option(
    "--as-of", type=Day(), default=None, metavar="DATE", help="按哪一天计算（默认：北京时间今天） / the day to reckon for (default: today in Beijing)"
)
@click.option(
    "--state",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    metavar="FILE",
    help="状态文件（默认：site.yml 里的 alerts.state） / the journal (default: alerts.state of site.yml)",
)
@click.option("--send", is_flag=True, help="真的发送；不写则只列出将要发送的内容 / send; without it, only tell what would be sent")
@click.option("--json", "as_json", is_flag=True, help="把结果写成 JSON / print the result as JSON")
def alert(root: Path, as_of: date | None, state: Path | None, send: bool, as_json: bool) -> int:
    """提醒：哪些事项快到期或已超期，由谁公开，由谁督办。默认只列出，不发送。

    Warn of what is due soon or overdue. Nothing is sent without --send.
    Exit codes: 0 all sent or nothing to do, 1 some not sent (or the portal has errors), 2 wrong use, 3 the environment.
    """
    from sitegen.alerts import journal

    if send and (context := proposal(os.environ)):
        raise click.UsageError(f"这是合并请求的检查（{context}），不能发送提醒。This is a check of a proposal ({context}); nothing may be sent from it.")
    day = as_of or today()
    if send and day > today():
        raise click.UsageError(f"{day} 还没有到，不能发送那一天的提醒。{day} has not come; its warnings cannot be sent.")
    portal = _portal(root, day)
    if portal is None:
        return FINDINGS
    settings = portal.config.alerts
    if settings is None:
        raise click.UsageError("site.yml 里没有 alerts，写法见 docs/alerts.md。site.yml has no `alerts`; see docs/alerts.md.")
    place = state or root / settings.state
    work = _Work(portal, settings)
    if not send:
        history, damaged = journal.read(place)
        _warn_of_damage(damaged, place)
        return work.show(work.plan(history), as_json)
    try:
        with journal.opened(place) as open_journal:
            _warn_of_damage(open_journal.damaged, place)
            return work.send(work.plan(open_journal.history), open_journal, as_json)
    except journal.Busy:
        say(f"另一个进程正在用 {place} 发送，请等它结束。Another process is sending with {place}; wait for it.")
        return ENVIRONMENT


def proposal(env: Mapping[str, str]) -> str:
    """The variable that shows that a proposed change is being checked, or ""."""
    if env.get("GITHUB_EVENT_NAME", "").startswith("pull_request"):
        return f"GITHUB_EVENT_NAME={env['GITHUB_EVENT_NAME']}"
    if env.get("PULL_REQUEST", "").lower() == "true":
        return "PULL_REQUEST=true"
    return next((name for name in ("CI_MERGE_REQUEST_ID", "CI_MERGE_REQUEST_IID", "CI_EXTERNAL_PULL_REQUEST_IID") if env.get(name)), "")


def _portal(root: Path, day: date) -> "Portal | None":
    """The portal on a day; None where it has errors, because what cannot be read may be the very publication that is missed."""
    from sitegen import pipeline
    from sitegen.inputs import MissingPortal
    from sitegen.portal import portal

    report = Report()
    try:
        ready = pipeline.look(root, Options(day), report)
    except MissingPortal:
        raise no_portal(root) from None
    # The theme decides how things look, not what is public.
    errors = [f for f in report.findings if f.level == "error" and not f.location.path.startswith("themes/")]
    if ready is None or errors:
        for finding in errors:
            say(as_text(finding))
        say("文件有错误，无法判断是否已公开，没有发送任何提醒。The files have errors, so what is public cannot be known; nothing was sent.")
        return None
    return portal(*ready.facts)


def _warn_of_damage(lines: int, place: Path) -> None:
    if lines:
        say(f"{place} 有 {lines} 行不完整，已忽略。{lines} incomplete lines in {place} were passed over.")


@dataclass(slots=True)
class _Work:
    """One run: what is due, planned, shown or sent."""

    portal: "Portal"
    settings: "Alerts"

    def plan(self, history: "Mapping[str, Standing]") -> "tuple[Plan, Writer]":
        from sitegen.alerts.events import items, reached
        from sitegen.alerts.message import Writer, by_id
        from sitegen.alerts.planning import Rules, plan

        found: dict[Case, Item] = items(self.portal)
        levels = by_id(self.settings.levels)
        rules = Rules({id_: level.days for id_, level in levels.items()}, {c.id for c in self.settings.channels}, self.settings.cap)
        return plan(reached(found.values(), self.portal, self.settings), found, history, rules, self.portal.as_of), Writer(self.portal, found, levels)

    def show(self, planned: "tuple[Plan, Writer]", as_json: bool) -> int:
        plan, writer = planned
        keyed = {c.id: c.kind != "apprise" for c in self.settings.channels}
        lines: list[dict[str, Any]] = []
        for out in plan.outgoing:
            message = writer.write(out, repeated=out.again and not keyed[out.parcel.receiver.channel])
            lines.append(
                {
                    "key": out.parcel.key, "channel": out.parcel.receiver.channel, "unit": out.parcel.receiver.unit, "again": out.again,
                    "events": message.data["events"], "subject": message.subject, "text": message.zh[0],
                }
            )  # fmt: skip
        if as_json:
            result = {"as_of": self.portal.as_of.isoformat(), "would_send": lines, "cancelled": [p.key for p in plan.cancelled]}
            click.echo(json.dumps(result, ensure_ascii=False))
        else:
            for line in lines:
                click.echo(f"{line['channel']} → {line['unit']}  {line['text']}")
        say(f"将发送 {len(lines)} 条，取消 {len(plan.cancelled)} 条；没有发送，发送请加 --send。")
        say(f"{len(lines)} would be sent, {len(plan.cancelled)} cancelled; nothing was sent, add --send to send.")
        return FINE

    def send(self, planned: "tuple[Plan, Writer]", journal: "Journal", as_json: bool) -> int:
        from sitegen.alerts.channels import Unready
        from sitegen.alerts.sender import Sender, World

        plan, writer = planned
        try:
            channels = self._channels(plan)
        except Unready as reason:
            say(str(reason))
            return ENVIRONMENT
        world = World(now=_now, sleep=time.sleep, chance=random.random)
        tally = Sender(channels, journal, world, lambda out, repeated: writer.write(out, repeated=repeated), say).run(plan)
        if as_json:
            click.echo(json.dumps({"as_of": self.portal.as_of.isoformat(), **asdict(tally)}))
        say(f"已发送 {tally.sent} 条，失败 {tally.failed} 条，暂缓 {tally.held} 条，取消 {tally.cancelled} 条。")
        say(f"{tally.sent} sent, {tally.failed} failed, {tally.held} held back, {tally.cancelled} cancelled.")
        return FINE if tally.complete else FINDINGS

    def _channels(self, plan: "Plan") -> "dict[str, Channel]":
        """The channels this run needs, with their secrets; opened before anything is written or sent."""
        from sitegen.alerts.channels import open_channel

        units: dict[str, dict[str, None]] = {}
        for out in plan.outgoing:
            units.setdefault(out.parcel.receiver.channel, {})[out.parcel.receiver.unit] = None
        return {c.id: open_channel(c, tuple(units[c.id]), os.environ, _now) for c in self.settings.channels if c.id in units}


def _now() -> datetime:
    return datetime.now(BEIJING)
