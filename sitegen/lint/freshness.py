"""F: what should be kept up to date (栏目更新): home page, sections, public concerns, statistics.

All of it becomes true only because days pass, so nothing here is more than a warning. Limits
are those of the national inspection (国办秘函〔2019〕19号) unless site.yml gives others.
"""

from collections.abc import Iterator
from datetime import date

from sitegen.config import Section
from sitegen.document import Document
from sitegen.findings import Finding, Location, Problem, problem
from sitegen.front_matter import ReportHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule

_INSPECTION = "国办秘函〔2019〕19号 政府网站与政务新媒体检查指标"

STALE_HOME = problem(
    "F1", "stale-home-page", "首页最近的内容是 {newest} 发布的，已有 {days} 天没有更新（不应超过 {limit} 天）",
    "the newest item on the home page is of {newest}, {days} days ago (at most {limit})",
    level="warning", source=_INSPECTION, remedy=("发布新的要闻、公告或政策", "publish news, a notice or a policy"),
)  # fmt: skip
STALE_NEWS = problem(
    "F2", "stale-news", "栏目 “{title}” 最近更新于 {newest}，已有 {days} 天（不应超过 {limit} 天）",
    "the section `{title}` was last updated on {newest}, {days} days ago (at most {limit})",
    level="warning", source=_INSPECTION, remedy=("发布新的动态，或把栏目并入其他栏目", "publish news, or merge the section into another"),
)  # fmt: skip
STALE_POLICY = problem(
    "F3", "stale-policies", "栏目 “{title}” 最近更新于 {newest}，已有 {days} 天（不应超过 {limit} 天）",
    "the section `{title}` was last updated on {newest}, {days} days ago (at most {limit})",
    level="warning", source=_INSPECTION, remedy=("核对有没有应当公开而没有公开的政策或公告", "see whether a policy or notice should be public and is not"),
)  # fmt: skip
EMPTY_SECTION = problem(
    "F4", "empty-section", "栏目 “{title}” 没有内容（全站空栏目 {count} 个，达到 5 个即单项否决）",
    "the section `{title}` is empty (one of {count}; five fail an inspection)",
    level="warning", source=_INSPECTION, remedy=("发布内容，或从 site.yml 删除这个栏目", "publish something, or take the section out of site.yml"),
)  # fmt: skip
STALE_SECTION = problem(
    "F5", "stale-section", "栏目 “{title}” 最近更新于 {newest}，已有 {days} 天（不应超过 {limit} 天）",
    "the section `{title}` was last updated on {newest}, {days} days ago (at most {limit})",
    level="warning", source=_INSPECTION, remedy=("更新栏目，或合并、停用并说明", "update it, or merge or close it and say so"),
)  # fmt: skip
UNANSWERED = problem(
    "F6", "late-answer", "群众关切 “{item}” 于 {received} 收到，{state_zh}（{limit_zh}）", "`{item}` was received on {received} and {state} ({limit})",
    level="warning", source=_INSPECTION,
    remedy=(
        "公开答复，并填写 published 或在答复文件的 entries 里写上这一事项",
        "publish the answer, and fill in `published` or name the row under `entries` of the answer",
    ),
)  # fmt: skip
STALE_STATISTICS = problem(
    "F7", "stale-statistics", "最近的统计信息 “{title}” 发布于 {newest}，已有 {days} 天（不应超过 {limit} 天）",
    "the newest statistics, `{title}`, are of {newest}, {days} days ago (at most {limit})",
    level="warning", source="国办秘函〔2019〕19号检查指标（办事统计、留言统计）", remedy=("发布最近一期统计数据", "publish the statistics of the last period"),
)  # fmt: skip

ANSWER_WORKDAYS = 5
SILENT_DAYS = 92
"""An inspection fails a site for a message unanswered for three months."""
STATISTICS_DAYS = 92


def stale_home(context: Context) -> Iterator[Finding]:
    """Nothing new on the home page for `thresholds.home_days` days (14 unless site.yml says otherwise).

    The home page shows the four sections that `home` names; without `home`, every document counts.
    """
    home, portal = context.config.home, context.portal
    shown = (home.policies, home.interpretations, home.news, home.notices) if home else tuple(portal.sections)
    newest = max((d for id_ in shown for d in _documents(context, id_)), key=lambda d: d.header.published, default=None)
    limit = context.config.thresholds.home_days
    if newest is None or (age := _age(context, newest)) <= limit:
        return
    place = context.at_config("home") if home else context.at_config("sections")
    yield Finding(STALE_HOME, place, {"newest": str(newest.header.published), "days": str(age), "limit": str(limit)}, "home", (context.config.identity.unit,))


def stale_news(context: Context) -> Iterator[Finding]:
    """A section of news without a new document for `thresholds.news_days` days (14)."""
    yield from _stale(context, ("news",), context.config.thresholds.news_days, STALE_NEWS)


def stale_policies(context: Context) -> Iterator[Finding]:
    """A section of policies or notices without a new document for `thresholds.policy_days` days (183)."""
    yield from _stale(context, ("policy", "notice"), context.config.thresholds.policy_days, STALE_POLICY)


def empty_sections(context: Context) -> Iterator[Finding]:
    """A section in which nothing is published; the message counts all of them, because five fail an inspection."""
    empty = [(number, s) for number, s in enumerate(context.config.sections) if not _documents(context, s.id)]
    for number, section in empty:
        yield _about(context, EMPTY_SECTION, number, section, count=str(len(empty)))


def stale_sections(context: Context) -> Iterator[Finding]:
    """A section of interpretations or reports without a new document for `thresholds.section_days` days (365).

    Sections of fixed pages hold standing texts and are not expected to change.
    """
    yield from _stale(context, ("interpretation", "report"), context.config.thresholds.section_days, STALE_SECTION)


def late_answers(context: Context) -> Iterator[Finding]:
    """A question from the public that was answered late, or has had no answer.

    Looks at the rows of public-concern.yml: a disclosure with the event `received` and no
    `published`, and documents that name such a row and state `events: {received: …}`. More than
    5 working days is late (for information once it is answered); more than three months fails an
    inspection.
    """
    for catalog in context.portal.site.catalogs:
        for entry in catalog.entries if catalog.kind == "public-concern" else ():
            for number, record in enumerate(entry.disclosures):
                if record.event == "received" and record.date <= context.as_of:
                    published = record.published if record.published and record.published <= context.as_of else None
                    place = context.at_entry(entry, "disclosures", number)
                    yield from _answer(context, record.note or entry.title, record.date, published, place, entry.id)
    concerns = {e.id for c in context.portal.site.catalogs if c.kind == "public-concern" for e in c.entries}
    for document in context.portal.documents.values():
        received = document.header.events.get("received")
        if received and document.lang == DEFAULT_LANG and concerns & set(document.header.entries):
            yield from _answer(
                context, document.header.title, received, document.header.published, context.at_document(document, "events", "received"), document.id
            )


def _answer(context: Context, item: str, received: date, published: date | None, place: Location, subject: str) -> Iterator[Finding]:
    due = context.workdays.add(received, ANSWER_WORKDAYS).latest
    params = {
        "item": item,
        "received": str(received),
        "limit_zh": f"应在 {ANSWER_WORKDAYS} 个工作日内答复",
        "limit": f"an answer is due within {ANSWER_WORKDAYS} working days",
    }
    if published is not None and published > due:
        yield Finding(UNANSWERED, place, params | {"state_zh": f"{published} 才答复", "state": f"answered only on {published}"}, subject, grade="info")
    elif published is None and context.as_of > due:
        days = (context.as_of - received).days
        if days > SILENT_DAYS:
            params |= {"limit_zh": "超过三个月即单项否决", "limit": "more than three months fail an inspection"}
        yield Finding(UNANSWERED, place, params | {"state_zh": f"{days} 天没有答复", "state": f"has had no answer for {days} days"}, subject)


def stale_statistics(context: Context) -> Iterator[Finding]:
    """The newest report of the kind `statistics` is older than three months. Silent where there are none."""
    found = [d for d in context.portal.documents.values() if d.lang == DEFAULT_LANG and isinstance(d.header, ReportHeader) and d.header.report == "statistics"]
    newest = max(found, key=lambda d: d.header.published, default=None)
    if newest is not None and (age := _age(context, newest)) > STATISTICS_DAYS:
        params = {"title": newest.header.title, "newest": str(newest.header.published), "days": str(age), "limit": str(STATISTICS_DAYS)}
        yield Finding(STALE_STATISTICS, context.at_document(newest, "published"), params, newest.id)


def _documents(context: Context, section: str) -> tuple[Document, ...]:
    return context.portal.by_section.get((section, DEFAULT_LANG), ())


def _age(context: Context, document: Document) -> int:
    return (context.as_of - document.header.published).days


def _stale(context: Context, kinds: tuple[str, ...], limit: int, what: Problem) -> Iterator[Finding]:
    for number, section in enumerate(context.config.sections):
        newest = next(iter(_documents(context, section.id)), None)
        if section.kind in kinds and newest is not None and (age := _age(context, newest)) > limit:
            yield _about(context, what, number, section, newest=str(newest.header.published), days=str(age), limit=str(limit))


def _about(context: Context, what: Problem, number: int, section: Section, **params: str) -> Finding:
    place = context.at_config("sections", number, "id")
    return Finding(what, place, {"title": section.title[DEFAULT_LANG], **params}, section.id, (context.config.identity.unit,))


FRESHNESS = (
    Rule(STALE_HOME, stale_home), Rule(STALE_NEWS, stale_news), Rule(STALE_POLICY, stale_policies), Rule(EMPTY_SECTION, empty_sections),
    Rule(STALE_SECTION, stale_sections), Rule(UNANSWERED, late_answers), Rule(STALE_STATISTICS, stale_statistics),
)  # fmt: skip
