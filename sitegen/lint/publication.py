"""P: what is published, as the whole portal sees it (发布规范): dates, numbers, menu, history.

Rules on one text (P7 in part, P9 in part, P11, P12) are in `text.py`, on policies (P5, P6) in
`policies.py`, on attachments (P7 in part, P8) in `files.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sitegen.document import Document
from sitegen.findings import Finding, problem
from sitegen.front_matter import NoticeHeader, PolicyHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule
from sitegen.lint.text import RISKY_LINK, risk

_ARTICLE_26 = "政府信息公开条例（2019）第二十六条"

WRONG_DATE = problem(
    "P1", "wrong-order-of-dates", "发布日期 {published} 早于{what_zh} {day}", "publication ({published}) is before {what} ({day})",
    level="error", source="全国政府网站普查评分表（发布日期）；政府网站发展指引", remedy=("改正其中写错的日期", "correct the date that is wrong"),
)  # fmt: skip
LATE_PUBLICATION = problem(
    "P2", "published-late", "{formed} 成文，{published} 才发布，超过20个工作日（应在 {due} 前）",
    "signed on {formed} and published on {published}, later than 20 working days (by {due})",
    level="warning", source=_ARTICLE_26,
    remedy=("日期写错的请改正；法律另有规定的，用 allow 写明理由", "correct a date that is wrong; where a law allows it, say so under `allow`"),
)  # fmt: skip
INCOMPLETE = problem(
    "P3", "incomplete-metadata", "信息项 “{field}” {why_zh}", "the field `{field}` {why}",
    level="error", source="政府网站发展指引（国办发〔2017〕47号）；政府信息公开条例（2019）第十二条",
    remedy=("填写真实内容；没有的，删除这一行", "fill in what is true; where there is nothing, delete the line"),
)  # fmt: skip
WRONG_NUMBER = problem(
    "P4", "wrong-number", "编号 “{number}” {why_zh}", "the number `{number}` {why}",
    level="error", source="党政机关公文格式（GB/T 9704-2012）；政府信息公开条例（2019）第十二条",
    remedy=(
        "写成 机关代字〔年份〕序号号，如 明湖府规〔2026〕1号；索引号写成 机构代码/年份-五位流水号，且不重复",
        "write 代字〔year〕number号, and an index number as code/year-serial; never use one twice",
    ),
)  # fmt: skip
OLD_AS_NEW = problem(
    "P10", "old-text-as-new", "发布日期 {published} 与入库日期 {first} 相差 {days} 天，{why_zh}",
    "it is dated {published} but came into the repository on {first}, {days} days {why}",
    level="warning", source="国务院办公厅2015年全国政府网站普查通报（旧稿新发、伪造发布日期）",
    remedy=(
        "按实际发布的日期填写 published；确属移入旧文的，用 allow 写明理由",
        "give the day of actual publication; for an old text moved here, say so under `allow`",
    ),
)  # fmt: skip

FAR_APART_DAYS = 30
AN_IMPORT = 20
"""Texts that came in one commit; so many at once were moved from elsewhere with their old dates."""


def wrong_order(context: Context) -> Iterator[Finding]:
    """A text published before it was signed (an error), or reviewed only after publication (a warning)."""
    for document in _originals(context):
        header = document.header
        if header.formed is not None and header.published < header.formed:
            params = {"what_zh": "成文日期", "what": "the day it was signed", "day": str(header.formed), "published": str(header.published)}
            yield Finding(WRONG_DATE, context.at_document(document, "published"), params, document.id)
        if header.review is not None and header.review.date > header.published:
            params = {"what_zh": "公开审查日期", "what": "its review", "day": str(header.review.date), "published": str(header.published)}
            yield Finding(WRONG_DATE, context.at_document(document, "review", "date"), params, document.id, grade="warning")


def published_late(context: Context) -> Iterator[Finding]:
    """More than 20 working days lie between the day it was signed and publication."""
    for document in _originals(context):
        formed, published = document.header.formed, document.header.published
        if formed is None or published - formed <= timedelta(days=26) or not isinstance(document.header, PolicyHeader | NoticeHeader):
            continue
        due = context.workdays.add(formed, 20).latest
        if published > due:
            params = {"formed": str(formed), "published": str(published), "due": str(due)}
            yield Finding(LATE_PUBLICATION, context.at_document(document, "published"), params, document.id)


def incomplete(context: Context) -> Iterator[Finding]:
    """A value that is none: None, null, undefined, 空, 待补充, ××× (an error), or a number that a policy lacks (a warning).

    Looks at front matter and at the rows of catalogs. `〔2021-None〕` is such a value too.
    """
    for document in context.portal.site.documents:
        written = document.header if document.lang == DEFAULT_LANG else _translated(document)
        for steps, text in _fillers(written):
            yield Finding(INCOMPLETE, context.at_document(document, *steps), _filled(steps, text), document.id)
    for entry in context.portal.entries.values():
        if entry.refers_to is None:
            for steps, text in _fillers({name: getattr(entry, name) for name in _ROW}):
                yield Finding(INCOMPLETE, context.at_entry(entry, *steps), _filled(steps, text), entry.id, entry.units)
    for document in _originals(context):
        header = document.header
        missing = [name for name in ("document_number", "index_number") if isinstance(header, PolicyHeader) and getattr(header, name) is None]
        if missing:
            params = {"field": ", ".join(missing), "why_zh": "没有填写", "why": "is missing"}
            yield Finding(INCOMPLETE, context.at_document(document), params, document.id, grade="warning")


_ROW = ("item", "subitem", "content_elements", "legal_basis", "time_limit")
_TRANSLATED = ("title", "summary", "keywords", "source", "at_a_glance")
_FILLER = re.compile(
    r"none|null|nil|undefined|nan|n/a|todo|tbd|test|lorem ipsum.*|空|无|暂无|待定|待补充|待填写|测试|标题|[-—_/.]+|[xX×]{2,}|[?？]+",
    re.IGNORECASE,
)  # fmt: skip
_NONES = ("None", "null", "undefined", "NaN")
_NONE = f"(?:{'|'.join(_NONES)})"
_STRAY = re.compile(rf"[\d〔\[(（/-]{_NONE}\b|\b{_NONE}[\d〕\]）号]|[\u4e00-\u9fff]{_NONE}(?![A-Za-z])")


def _filled(steps: tuple[str | int, ...], text: str) -> dict[str, str]:
    shown = text[:40]
    return {"field": ".".join(map(str, steps)), "why_zh": f"写的是 “{shown}”，不是真实内容", "why": f"says `{shown}`, which is no content"}


def _fillers(value: Any) -> list[tuple[tuple[str | int, ...], str]]:
    """The texts in a record that are no content, each with its path."""
    texts: list[tuple[tuple[str | int, ...], str]] = []
    _gather(value, (), texts)
    return [(steps, text) for steps, text in texts if _FILLER.fullmatch(text.strip()) or _is_stray(text)]


def _is_stray(text: str) -> bool:
    # Few texts hold one of the words, and looking for words is faster than looking for what stands around them.
    for word in _NONES:
        if word in text:
            return _STRAY.search(text) is not None
    return False


def _gather(value: Any, steps: tuple[str | int, ...], found: list[tuple[tuple[str | int, ...], str]]) -> None:
    if isinstance(value, str):
        found.append((steps, value))
    elif isinstance(value, dict):
        for key, item in value.items():
            _gather(item, (*steps, key), found)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            _gather(item, (*steps, number), found)
    elif value is not None:
        for name in _names(type(value)):  # type: ignore[arg-type]  # a class is hashable
            held = getattr(value, name)
            if type(held) is str:
                found.append(((*steps, name), held))
            elif held and type(held) not in _NO_TEXT:
                _gather(held, (*steps, name), found)


_NO_TEXT = frozenset({date, bool, int})
"""Types of most values besides texts."""


@cache
def _names(kind: type) -> tuple[str, ...]:
    """Fields of a record; none where it is no record."""
    return tuple(field.name for field in fields(kind) if field.name != "allow") if is_dataclass(kind) else ()


def _translated(document: Document) -> dict[str, Any]:
    """What a translation says itself; the rest is its original's."""
    said = {mark.split(".")[0] for mark in document.marks}
    return {name: getattr(document.header, name) for name in _TRANSLATED if name in said and hasattr(document.header, name)}


_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{2,12}〔(?:19|20)\d{2}〕[1-9]\d{0,4}号|[\u4e00-\u9fff]{2,20}令（?第(?:[1-9]\d{0,4}|[一二三四五六七八九十百零〇]+)号）?"
)
_INDEX_NUMBER = re.compile(r"[0-9A-Z]{6,18}(?:-\d)?/(?:19|20)\d{2}(?:0[1-9]|1[0-2])?-\d{4,6}")


def wrong_numbers(context: Context) -> Iterator[Finding]:
    """A document number (文号) or index number that is malformed (a warning) or used twice (an error).

    GB/T 9704-2012: six-angle brackets 〔〕, the full year, no zero before the number, no 第.
    """
    oldest_first = sorted(_all_originals(context), key=lambda d: (d.header.published, d.id))
    for name, form, zh in (("document_number", _DOCUMENT_NUMBER, "发文字号"), ("index_number", _INDEX_NUMBER, "索引号")):
        first: dict[str, Document] = {}
        for document in oldest_first:
            number = getattr(document.header, name, None)
            if number is None:
                continue
            if not form.fullmatch(number):
                params = {"number": number, "why_zh": f"不是规范的{zh}", "why": "is not well formed"}
                yield Finding(WRONG_NUMBER, context.at_document(document, name), params, document.id, grade="warning")
            other = first.setdefault("".join(number.split()), document)
            if other is not document:
                params = {"number": number, "why_zh": f"已经用在 {other.path}", "why": f"is already used in {other.path}"}
                yield Finding(WRONG_NUMBER, context.at_document(document, name), params, document.id)


def risky_menu(context: Context) -> Iterator[Finding]:
    """A menu entry, task or quick link of site.yml that is not encrypted, or leads outside government."""
    home = context.config.home
    for steps, items in ((("menu",), context.config.menu), (("home", "tasks"), home.tasks if home else ()), (("home", "hot"), home.hot if home else ())):
        for number, item in enumerate(items):
            if (told := risk(item.to)) is not None:
                grade, why_zh, why = told
                yield Finding(RISKY_LINK, context.at_config(*steps, number, "to"), {"href": item.to, "why_zh": why_zh, "why": why}, grade=grade)


def old_as_new(context: Context) -> Iterator[Finding]:
    """The publication date is far (30 days) from the day on which git first saw the text.

    Much later: an old text was given a new date. Much earlier: it was published late under an
    early date. Texts that came in one commit with at least 20 others were moved here from
    another site and keep their dates. Without a repository the rule is silent.
    """
    for document in _originals(context):
        seen = context.history.get(document.path)
        if seen is None:
            continue
        days = (document.header.published - seen.day).days
        if days > FAR_APART_DAYS:
            why_zh, why = "疑似旧稿新发", "earlier"
        elif days < -FAR_APART_DAYS and seen.together < AN_IMPORT:
            why_zh, why = "疑似补发后填写了更早的日期", "later"
        else:
            continue
        params = {"published": str(document.header.published), "first": str(seen.day), "days": str(abs(days)), "why_zh": why_zh, "why": why}
        yield Finding(OLD_AS_NEW, context.at_document(document, "published"), params, document.id)


def _originals(context: Context) -> Iterator[Document]:
    """Published documents of the main language."""
    return (d for d in context.portal.documents.values() if d.lang == DEFAULT_LANG)


def _all_originals(context: Context) -> Iterator[Document]:
    """Those whose day has not come among them: a number is taken from the day it is written down."""
    return (d for d in context.portal.site.documents if d.lang == DEFAULT_LANG)


PUBLICATION = (
    Rule(WRONG_DATE, wrong_order), Rule(LATE_PUBLICATION, published_late), Rule(INCOMPLETE, incomplete), Rule(WRONG_NUMBER, wrong_numbers),
    Rule(RISKY_LINK, risky_menu), Rule(OLD_AS_NEW, old_as_new),
)  # fmt: skip
