"""T: time limits of catalog rows (公开时限)."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from sitegen.disclosure import CatalogEntry
from sitegen.findings import Finding, Level, Location, Problem, problem
from sitegen.lint.rule import Context, Rule
from sitegen.obligations import Obligation, Status, time_limit

_ARTICLE_26 = "政府信息公开条例（2019）第二十六条"

LATE = problem(
    "T1", "late-disclosure", "{item} 超过公开时限 {days} 天（应于 {due} 前公开，{state_zh}）", "{item} is {days} days past its time limit (due {due}, {state})",
    level="warning", source=_ARTICLE_26,
    remedy=("请公开该信息，并填写 published；日期写错的请改正", "publish it, then fill in `published`; correct a date that is wrong"),
)  # fmt: skip
DUE_SOON = problem(
    "T2", "due-soon", "{item} 应于 {due} 前公开", "{item} is due on {due}",
    level="warning", source=_ARTICLE_26,
    remedy=("请在截止日前公开，并填写 published", "publish it by then, and fill in `published`"),
)  # fmt: skip
NEVER_FULFILLED = problem(
    "T3", "nothing-published", "{item} 还没有公开过任何信息", "nothing has been published for {item} yet",
    level="info", source="基层政务公开标准目录",
    remedy=("有信息时，在文件的 entries 里写上 {id}，或填写 disclosures", "name {id} under `entries` of a document, or fill in `disclosures`"),
)  # fmt: skip
NOT_UNDERSTOOD = problem(
    "T4", "unclear-time-limit", "公开时限 “{wording}” {why_zh}（{rows} 个事项使用）", "the time limit `{wording}` {why} (used by {rows} rows)",
    level="warning", source=_ARTICLE_26,
    remedy=("写明起算点、数字和单位，例如 信息形成之日起20个工作日内", "say the event, a number and a unit, such as 信息形成之日起20个工作日内"),
)  # fmt: skip
TOO_LONG = problem(
    "T5", "long-time-limit", "公开时限 “{wording}” 超过20个工作日，且没有说明法律另有规定",
    "the time limit `{wording}` is longer than 20 working days and names no law that allows it",
    level="warning", source=_ARTICLE_26,
    remedy=("改为20个工作日以内，或在依据中写明法律、法规的规定", "shorten it to 20 working days, or name the law that says otherwise"),
)  # fmt: skip
OLD_PERMANENT = problem(
    "T6", "old-permanent-publication", "{item} 写明长期公开，最近一次更新是 {day}，已有 {days} 天（超过 {most} 天就要核对一次）",
    "{item} is public permanently; it was last brought up to date on {day}, {days} days ago (to be looked at after {most})",
    level="warning", source="公开目录写明“长期公开”“最新有效”的，内容应当现行有效",
    remedy=(
        "核对是否仍然有效；更新文件，或在 disclosures 登记一次公开",
        "see whether it still holds; update the document, or record a publication under `disclosures`",
    ),
)  # fmt: skip
NO_EVENT_DATE = problem(
    "T7", "event-date-missing", "{item} 缺少起算日期 {events}，无法检查是否按时", "{item} lacks the date of {events}, so its time limit cannot be checked",
    level="info", source=_ARTICLE_26,
    remedy=("在文件的 events 或事项的 disclosures 里填写该日期", "give that date under `events` of the document or `disclosures` of the row"),
)  # fmt: skip
NO_CALENDAR = problem(
    "T8", "calendar-missing", "{year} 年的放假安排尚未录入，{rows} 个期限只能给出最早和最晚两个日期",
    "no holiday notice for {year} is entered; {rows} deadlines have an earliest and a latest day",
    level="warning", source="国务院办公厅每年关于节假日安排的通知",
    remedy=("通知发布后，增加 catalogs/calendars/{year}.yml", "add catalogs/calendars/{year}.yml once the notice is out"),
)  # fmt: skip


def _open(context: Context, status: Status) -> Iterator[tuple[CatalogEntry, Obligation]]:
    for entry in context.portal.entries.values():
        for obligation in context.statuses[entry.id].open:
            if obligation.status(context.as_of) == status:
                yield entry, obligation


def _about(what: Problem, context: Context, entry: CatalogEntry, obligation: Obligation, *, grade: Level | None = None, **more: str) -> Finding:
    item = f"{entry.title}（{obligation.note}）" if obligation.note else entry.title
    params = {"item": item, "due": str(obligation.latest), "days": str(obligation.late_by(context.as_of)), **more}
    place = context.at_entry(entry, *(obligation.place or ("time_limit",)))
    return Finding(what, place, params, entry.id, entry.units, grade)


def late(context: Context) -> Iterator[Finding]:
    """Something is past its last day: not yet public (a warning), or made public too late (for information).

    The last day is counted from the event that the wording names, in working days without declared
    holidays. In a year without a holiday notice only the latest possible day counts.
    """
    for entry, obligation in _open(context, "overdue"):
        yield _about(LATE, context, entry, obligation, state_zh="尚未公开", state="not published")
    for entry in context.portal.entries.values():
        for obligation in context.statuses[entry.id].obligations:
            if obligation.status(context.as_of) == "late":
                day = str(obligation.published)
                yield _about(LATE, context, entry, obligation, grade="info", state_zh=f"实际于 {day} 公开", state=f"published {day}")


def due_soon(context: Context) -> Iterator[Finding]:
    """The last day is near: within `thresholds.soon_wd` working days (3 unless site.yml says otherwise).

    及时 counts as near after `prompt_wd` working days and 实时 after `realtime_wd`.
    """
    for entry, obligation in _open(context, "due-soon"):
        yield _about(DUE_SOON, context, entry, obligation)


def nothing_published(context: Context) -> Iterator[Finding]:
    """A row for which no document and no record exists. Nothing may have been formed yet, so it is for information."""
    for entry in context.portal.entries.values():
        if context.statuses[entry.id].status == "nothing-yet":
            yield Finding(NEVER_FULFILLED, context.at_entry(entry), {"item": entry.title, "id": entry.id}, entry.id, entry.units)


def unclear(context: Context) -> Iterator[Finding]:
    """A wording that cannot be read, or that gives a number and no event to count from; once for each wording."""
    for wording, rows in _by_wording(context).items():
        limit = time_limit(wording)
        if not limit.understood:
            why_zh, why = "无法理解", "is not understood"
        elif _BARE.fullmatch(re.sub(r"\s", "", wording)):
            why_zh, why = "没有写明从什么时候起算", "does not say from when to count"
        else:
            continue
        params = {"wording": wording, "why_zh": why_zh, "why": why, "rows": str(len(rows))}
        yield Finding(NOT_UNDERSTOOD, context.at_entry(rows[0], "time_limit"), params, rows[0].id, rows[0].units)


_BARE = re.compile(r"\d{1,3}个?工作日(?:内)?(?:公开|公示)?")


def too_long(context: Context) -> Iterator[Finding]:
    """A proactive limit longer than 20 working days that names no other law.

    Periods in the law of budgets and the like are counted in calendar days and are shorter.
    """
    for wording, rows in _by_wording(context).items():
        limit = time_limit(wording)
        longest = max((_working_days(c.amount, c.unit) for c in limit.clauses if c.op == "within" and c.amount), default=0)
        if longest > 20 and not limit.override and rows[0].method == "proactive":
            yield Finding(TOO_LONG, context.at_entry(rows[0], "time_limit"), {"wording": wording}, rows[0].id, rows[0].units)


def _working_days(amount: int, unit: str) -> float:
    return amount * {"wd": 1.0, "d": 5 / 7, "w": 5.0, "mo": 21.0, "y": 250.0, "h": 1 / 24}[unit]


def _by_wording(context: Context) -> dict[str, list[CatalogEntry]]:
    rows: dict[str, list[CatalogEntry]] = defaultdict(list)
    for entry in context.portal.entries.values():
        if entry.refers_to is None and entry.method == "proactive":
            rows[entry.time_limit].append(entry)
    return rows


def old_permanent(context: Context) -> Iterator[Finding]:
    """What a catalog calls permanent (长期公开) has no last day, but it must hold: it is looked at every `thresholds.long_term_days` (730)."""
    most = context.config.thresholds.long_term_days
    for entry in context.portal.entries.values():
        if not any(c.op == "keep" for c in time_limit(entry.time_limit).clauses):
            continue
        documents = (d.header.published for d in context.portal.by_entry.get(entry.id, ()))
        records = (r.published for r in entry.disclosures if r.published and r.published <= context.as_of)
        day = max((*documents, *records), default=None)
        if day is not None and (days := (context.as_of - day).days) > most:
            params = {"item": entry.title, "day": str(day), "days": str(days), "most": str(most)}
            yield Finding(OLD_PERMANENT, context.at_entry(entry), params, entry.id, entry.units)


def no_event_date(context: Context) -> Iterator[Finding]:
    """Something was published, but the date from which its time limit runs is nowhere stated."""
    for entry in context.portal.entries.values():
        found = context.statuses[entry.id]
        if found.status == "uncheckable" and found.missing:
            yield Finding(NO_EVENT_DATE, context.at_entry(entry), {"item": entry.title, "events": " / ".join(found.missing)}, entry.id, entry.units)


def no_calendar(context: Context) -> Iterator[Finding]:
    """A deadline touches a year whose holidays the State Council has not announced, or nobody has entered."""
    years = Counter(
        year
        for found in context.statuses.values()
        for obligation in found.obligations
        for year in {obligation.due.year, obligation.latest.year} - context.portal.site.calendars.keys()
        if obligation.started is not None and obligation.started.year >= min(context.portal.site.calendars, default=9999)
    )
    for year, rows in sorted(years.items()):
        yield Finding(NO_CALENDAR, Location("catalogs/calendars"), {"year": str(year), "rows": str(rows)}, f"calendar-{year}")


TIMELINESS = (
    Rule(LATE, late), Rule(DUE_SOON, due_soon), Rule(NEVER_FULFILLED, nothing_published), Rule(NOT_UNDERSTOOD, unclear),
    Rule(TOO_LONG, too_long), Rule(OLD_PERMANENT, old_permanent), Rule(NO_EVENT_DATE, no_event_date), Rule(NO_CALENDAR, no_calendar),
)  # fmt: skip
