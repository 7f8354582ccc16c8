"""P5 and P6: policies (政策文件): how long they hold, and who explains them."""

import re
from collections.abc import Iterator
from datetime import timedelta

from sitegen.document import Document
from sitegen.findings import Finding, Level, problem
from sitegen.front_matter import PolicyHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule
from sitegen.workdays import add_months

VALIDITY = problem(
    "P5", "unclear-validity", "有效性：{why_zh}", "validity: {why}", level="error",
    source="行政规范性文件管理规定（有效期一般不超过五年，各地另有规定的从其规定）",
    remedy=("核对 effective、expires 和 repeals，使页面上的有效性与实际一致", "check `effective`, `expires` and `repeals`, so that the page shows what holds"),
)  # fmt: skip
UNEXPLAINED = problem(
    "P6", "unexplained-policy", "规范性文件 “{title}” {why_zh}", "the normative document `{title}` {why}",
    level="warning", source="政策解读工作规范（解读与文件同步发布，各地规定3至5个工作日内）",
    remedy=("发布解读文件，并在它的 explains 里写上 {id}", "publish an explanation that names {id} under `explains`"),
)  # fmt: skip

_ENDED = re.compile(r"已失效|已废止|失效|废止")
ENDS_SOON = timedelta(days=90)


def validity(context: Context) -> Iterator[Finding]:
    """Whether a policy holds cannot be told, or will soon change.

    Errors: the last day in force is before the first; the title says 失效 or 废止 and nothing
    else does. Warnings: a normative document without `expires`; one that ends within 90 days, so
    that it must be extended or let go. For information: a period longer than five years.
    """
    for document, header in _policies(context):
        start = header.effective or header.formed
        if header.expires is not None and header.expires < start:
            zh, en = f"有效期至 {header.expires}，早于施行日期 {start}", f"it ends on {header.expires}, before it is in force on {start}"
            yield _finding(context, document, "expires", zh, en)
        elif _marked_as_ended(header.title) and context.portal.validity[document.id] in ("in-force", "pending"):
            zh, en = "标题写明已失效或者废止，但按照日期和废止关系仍然有效", "its title says that it has ended, but by its dates and ties it holds"
            yield _finding(context, document, "title", zh, en)
        elif header.normative and header.expires is None:
            yield _finding(context, document, "normative", "规范性文件没有写明有效期", "a normative document without a last day in force", "warning")
        elif header.expires is not None and context.portal.validity[document.id] == "in-force" and header.expires - context.as_of <= ENDS_SOON:
            zh, en = f"将于 {header.expires} 到期，请评估后延期、修订或者停止执行", f"it ends on {header.expires}; extend it, amend it, or let it end"
            yield _finding(context, document, "expires", zh, en, "warning")
        elif header.normative and header.expires is not None and header.expires > add_months(start, 60):
            zh, en = f"有效期 {start} 至 {header.expires} 超过五年", f"it holds from {start} to {header.expires}, longer than five years"
            yield _finding(context, document, "expires", zh, en, "info")


def _marked_as_ended(title: str) -> bool:
    return any(_ENDED.search(mark) for mark in re.findall(r"[【（(\[〔]([^】）)\]〕]{2,8})[】）)\]〕]", title) if "关于" not in mark)


def _finding(context: Context, document: Document, field: str, zh: str, en: str, grade: Level | None = None) -> Finding:
    return Finding(VALIDITY, context.at_document(document, field), {"why_zh": zh, "why": en}, document.id, grade=grade)


def unexplained(context: Context) -> Iterator[Finding]:
    """A normative document in force that nothing explains after `thresholds.interpretation_warn_wd` working days (3).

    After `interpretation_wd` (5) the message says that the time is over; an explanation that came
    later than that is told for information. The link back from policy to explanation is made by
    the build.
    """
    limits = context.config.thresholds
    for document, header in _policies(context):
        if not header.normative or context.portal.validity[document.id] in ("repealed", "expired"):
            continue
        near, due = (context.workdays.add(header.published, days).latest for days in (limits.interpretation_warn_wd, limits.interpretation_wd))
        explained = [context.portal.documents[id_, DEFAULT_LANG].header.published for id_ in context.portal.interpretations.get(document.id, ())]
        grade: Level | None = None
        if explained and min(explained) > due:
            zh, en, grade = f"于 {min(explained)} 才有解读，应在 {due} 前", f"was explained only on {min(explained)}; it was due by {due}", "info"
        elif not explained and context.as_of > due:
            zh, en = f"没有解读，应在 {due} 前发布", f"is not explained; it was due by {due}"
        elif not explained and context.as_of > near:
            zh, en = f"还没有解读，请在 {due} 前发布", f"is not explained yet; it is due by {due}"
        else:
            continue
        params = {"title": header.title, "why_zh": zh, "why": en, "id": document.id}
        yield Finding(UNEXPLAINED, context.at_document(document, "title"), params, document.id, grade=grade)


def _policies(context: Context) -> Iterator[tuple[Document, PolicyHeader]]:
    for document in context.portal.documents.values():
        if document.lang == DEFAULT_LANG and isinstance(document.header, PolicyHeader):
            yield document, document.header


POLICIES = (Rule(VALIDITY, validity), Rule(UNEXPLAINED, unexplained))
