"""Letters (来信): what residents wrote, what was answered, and the figures of a year.

A year is one file: monthly aggregates of every letter, and those letters that are published
in full because others may ask the same. Whoever wrote is never named.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, get_args

from sitegen.described import bounds, term
from sitegen.values import SLUG, Day, DocumentId, Line, Paragraph, TopicId, UnitId, type_closed

LetterChannel = Literal["leaders-mailbox", "enquiry", "complaint-box", "suggestion-box", "peoples-daily"]
LetterType = Literal["question", "complaint", "suggestion", "help"]
CHANNELS: tuple[LetterChannel, ...] = get_args(LetterChannel)
TYPES: tuple[LetterType, ...] = get_args(LetterType)

Count = Annotated[int, bounds(ge=0, le=10_000_000)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """来信: a letter that is published with its reply."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "stable id, part of the address"), SLUG]
    title: Annotated[Line, term("标题", "the matter in one line")]
    channel: Annotated[LetterChannel, term("渠道", "where it came in")]
    type: Annotated[LetterType, term("类型", "question, complaint, suggestion or a call for help")]
    received: Annotated[Day, term("来信日期", "day on which it came")]
    question: Annotated[Paragraph, term("来信内容", "the letter, without names, numbers and addresses of persons")]
    unit: Annotated[UnitId, term("答复单位", "the unit that answered")]
    replied: Annotated[Day, term("答复日期", "day of the reply")]
    reply: Annotated[Paragraph, term("答复内容", "the reply in full")]
    topics: Annotated[tuple[TopicId, ...], term("主题", "ids of topics")] = ()
    related: Annotated[tuple[DocumentId, ...], term("相关文件", "ids of documents that the reply rests on")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMonth:
    """月度统计: the letters that came in one month."""

    __pydantic_config__: ClassVar = type_closed
    month: Annotated[int, term("月份", "1 to 12"), bounds(ge=1, le=12)]
    received: Annotated[Count, term("来信数", "letters that came")]
    replied: Annotated[Count, term("答复数", "those of them that were answered")]
    channels: Annotated[dict[LetterChannel, Count], term("分渠道", "letters by channel")]
    types: Annotated[dict[LetterType, Count], term("分类型", "letters by type")]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterUnit:
    """单位统计: the letters of the year that one unit answered."""

    __pydantic_config__: ClassVar = type_closed
    unit: Annotated[UnitId, term("单位", "id of the unit")]
    received: Annotated[Count, term("来信数", "letters that it had to answer")]
    replied: Annotated[Count, term("答复数", "those of them that were answered")]
    median_days: Annotated[int, term("中位用时", "half of the replies took at most so many days"), bounds(ge=0, le=366)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFigures:
    """来信统计: a year, or the part of it up to a day."""

    __pydantic_config__: ClassVar = type_closed
    until: Annotated[Day, term("统计截止", "last day that is counted")]
    median_days: Annotated[int, term("中位用时", "half of the replies took at most so many days"), bounds(ge=0, le=366)]
    months: Annotated[tuple[LetterMonth, ...], term("月度统计", "one row for each month"), bounds(min_length=1)]
    units: Annotated[tuple[LetterUnit, ...], term("单位统计", "one row for each unit"), bounds(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersOfYear:
    """一年的来信: the figures, and the letters published in full."""

    __pydantic_config__: ClassVar = type_closed
    figures: Annotated[LetterFigures | None, term("统计", "figures of all letters of the year")] = None
    letters: Annotated[tuple[Letter, ...], term("公开的来信", "letters published in full")] = ()
