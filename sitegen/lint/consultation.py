"""Q: drafts that are out for comment (征求意见): for how long, and what became of the comments."""

import re
from collections.abc import Iterator
from datetime import timedelta

from sitegen.document import Document
from sitegen.findings import Finding, Level, problem
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule

CONSULTATION = problem(
    "Q1", "weak-consultation", "公开征求意见：{why_zh}", "open consultation: {why}", level="warning",
    source="重大行政决策程序暂行条例第十五条；优化营商环境条例；规章制定程序条例",
    remedy=(
        "期限较短的，在公告里说明理由并用 allow 注明；结束后发布采纳情况，双方用 related 相互关联",
        "give the reason for a short period in the notice and under `allow`; afterwards publish what was adopted, tied by `related`",
    ),
)  # fmt: skip

_ASKS = re.compile(r"征求.{0,60}意见|意见征[集询]|民意征集|征集.{0,40}意见")
_REPORTS = re.compile(r"采纳|反馈|结果|汇总|情况的?(?:公告|说明|通报)")
_BRIEF_WORKDAYS = 7


def weak_consultations(context: Context) -> Iterator[Finding]:
    """A consultation that is too short, whose dates are not stated, or whose result was never published.

    It is a notice whose title asks for comments; `events: {started: …, ended: …}` are its dates,
    both days counted. Short is less than `thresholds.consultation_days` days (30). The result is a
    related document, published since, whose title says 采纳, 反馈 or 结果; it is missed
    `thresholds.feedback_days` days (30) after the end. Dates that are not stated are told for
    information.
    """
    limits = context.config.thresholds
    for document in context.portal.documents.values():
        header = document.header
        if document.kind != "notice" or document.lang != DEFAULT_LANG or not _ASKS.search(header.title) or _REPORTS.search(header.title):
            continue
        started, ended = header.events.get("started"), header.events.get("ended")
        if started is None or ended is None:
            zh, en = "没有写明起止日期（events 的 started 和 ended）", "its first and last day (`started` and `ended` under `events`) are not stated"
            yield _finding(context, document, ("title",), zh, en, "info")
            continue
        days = (ended - started).days + 1
        if days < limits.consultation_days:
            brief = ended < context.workdays.add(started, _BRIEF_WORKDAYS - 1).earliest
            zh, en = f"只有 {days} 天，少于 {limits.consultation_days} 天", f"it lasts {days} days, fewer than {limits.consultation_days}"
            if brief:
                zh, en = f"{zh}，也少于 {_BRIEF_WORKDAYS} 个工作日", f"{en} and than {_BRIEF_WORKDAYS} working days"
            yield _finding(context, document, ("events", "ended"), zh, en)
        if context.as_of > ended + timedelta(days=limits.feedback_days) and not _answered(context, document):
            zh, en = f"{ended} 结束，还没有公布采纳情况", f"it ended on {ended}, and its result is not published"
            yield _finding(context, document, ("events", "ended"), zh, en)


def _answered(context: Context, document: Document) -> bool:
    related = (context.portal.documents.get((id_, DEFAULT_LANG)) for id_ in context.portal.related.get(document.id, ()))
    return any(other is not None and other.header.published >= document.header.published and _REPORTS.search(other.header.title) for other in related)


def _finding(context: Context, document: Document, steps: tuple[str, ...], zh: str, en: str, grade: Level | None = None) -> Finding:
    return Finding(CONSULTATION, context.at_document(document, *steps), {"why_zh": zh, "why": en}, document.id, grade=grade)


CONSULTATIONS = (Rule(CONSULTATION, weak_consultations),)
