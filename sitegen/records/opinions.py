"""Collections of opinions (民意征集): a draft, the time to comment on it, and what became of the comments."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sitegen.described import bounds, term
from sitegen.records.letters import Count
from sitegen.values import SLUG, Day, DocumentId, Line, Paragraph, Phone, TopicId, UnitId, type_closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """意见与处理: comments that say the same, and what became of them."""

    __pydantic_config__: ClassVar = type_closed
    opinion: Annotated[Paragraph, term("意见", "what was said, in one sentence")]
    count: Annotated[Count | None, term("条数", "how many said so")] = None
    answer: Annotated[Paragraph, term("处理", "how the draft was changed, or why it was not")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """采纳情况: the result of a collection, with reasons."""

    __pydantic_config__: ClassVar = type_closed
    published: Annotated[Day, term("公布日期", "day of the result")]
    received: Annotated[Count, term("收到意见", "how many comments came")]
    summary: Annotated[Paragraph, term("总体情况", "who commented, in which ways")]
    adopted: Annotated[tuple[Comment, ...], term("采纳", "adopted in whole")] = ()
    partly: Annotated[tuple[Comment, ...], term("部分采纳", "adopted in part")] = ()
    declined: Annotated[tuple[Comment, ...], term("未采纳", "not adopted, each with the reason")] = ()
    document: Annotated[DocumentId | None, term("反馈全文", "id of the document with the full result")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """民意征集: a draft that is open for comment, or was."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "stable id, part of the address"), SLUG]
    title: Annotated[Line, term("标题", "what is asked")]
    unit: Annotated[UnitId, term("征集单位", "the unit that asks")]
    opens: Annotated[Day, term("开始日期", "first day to comment")]
    closes: Annotated[Day, term("截止日期", "last day to comment")]
    summary: Annotated[Paragraph, term("摘要", "what the draft changes, for whom")]
    draft: Annotated[tuple[Paragraph, ...], term("草案要点", "the draft, or its main articles"), bounds(min_length=1)]
    explanation: Annotated[tuple[Paragraph, ...], term("起草说明", "why, on what basis, what is new"), bounds(min_length=1)]
    questions: Annotated[tuple[Line, ...], term("想听您说", "what the unit most wants to know")] = ()
    email: Annotated[Line | None, term("电子邮箱", "where to write")] = None
    phone: Annotated[Phone | None, term("电话", "where to call")] = None
    address: Annotated[Line | None, term("通信地址", "where to send a letter")] = None
    notice: Annotated[DocumentId | None, term("公告", "id of the notice with the full draft")] = None
    topics: Annotated[tuple[TopicId, ...], term("主题", "ids of topics")] = ()
    feedback: Annotated[Feedback | None, term("采纳情况", "the result")] = None
