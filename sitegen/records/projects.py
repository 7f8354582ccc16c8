"""Projects (工程项目): how far works are, how much of a year's plan is done, and funds that can be applied for."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from sitegen.described import bounds, term, written
from sitegen.front_matter import ImageRef
from sitegen.records.letters import Count
from sitegen.values import SLUG, Day, DocumentId, EntryId, Line, Paragraph, Phone, StreetId, UnitId, type_closed

ProjectField = Literal["works", "major", "science"]
PROJECT_FIELDS: tuple[ProjectField, ...] = get_args(ProjectField)
StageState = Literal["done", "current", "next"]
Amount = Annotated[Decimal, bounds(ge=0, max_digits=12, decimal_places=2)]
Month = Annotated[str, written(pattern=r"^20\d{2}-(0[1-9]|1[0-2])$")]
Percent = Annotated[int, bounds(ge=0, le=100)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """阶段: a step of a project, in order."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("阶段", "name of the step")]
    state: Annotated[StageState, term("状态", "done, current or next")]
    when: Annotated[Line, term("时间", "when it was or will be done, in words")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressNote:
    """进展: what was done in a month."""

    __pydantic_config__: ClassVar = type_closed
    month: Annotated[Month, term("月份", "such as 2026-10")]
    text: Annotated[Paragraph, term("进展", "what was done, and what comes next")]
    percent: Annotated[Percent, term("形象进度", "how much of the work is done, in per cent")]
    picture: Annotated[ImageRef | None, term("现场图片", "a picture, path below content/")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """项目: works in progress, with stages and a note for each month."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Line, term("名称", "name of the project")]
    field: Annotated[ProjectField, term("类别", "works, major project or science")]
    unit: Annotated[UnitId, term("建设单位", "the unit in charge")]
    street: Annotated[StreetId | None, term("街道", "where it is")] = None
    place: Annotated[Line, term("地点", "where it is, in words")]
    summary: Annotated[Paragraph, term("简介", "what is built, for whom")]
    invested: Annotated[Amount, term("累计完成投资", "spent so far, in 100 million yuan")]
    total: Annotated[Amount, term("总投资", "in 100 million yuan")]
    until: Annotated[Day, term("数据截止", "last day that is counted")]
    started: Annotated[Day, term("开工日期", "first day of the works")]
    due: Annotated[Day, term("计划完工", "day on which they should be done")]
    stages: Annotated[tuple[Stage, ...], term("阶段", "the steps in order"), bounds(min_length=1)]
    progress: Annotated[tuple[ProgressNote, ...], term("每月进展", "newest first"), bounds(min_length=1)]
    phone: Annotated[Phone, term("联系电话", "whom to ask or to complain to")]
    entries: Annotated[tuple[EntryId, ...], term("公开事项", "ids of the catalog rows that it fulfils")] = ()
    related: Annotated[tuple[DocumentId, ...], term("相关文件", "ids of documents")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    """分领域: a part of a plan."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("领域", "name of the part")]
    projects: Annotated[Count, term("项目数", "number of projects")]
    planned: Annotated[Amount, term("年度计划", "planned for the year, in 100 million yuan")]
    done: Annotated[Amount, term("累计完成", "done, in 100 million yuan")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """投资计划: how much of a year's plan is done."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "stable id"), SLUG]
    title: Annotated[Line, term("名称", "name of the plan")]
    period: Annotated[Line, term("统计期", "such as 2026年1至7月")]
    unit: Annotated[UnitId, term("发布单位", "the unit that counts")]
    projects: Annotated[Count, term("项目数", "number of projects")]
    planned: Annotated[Amount, term("年度计划", "planned for the year, in 100 million yuan")]
    done: Annotated[Amount, term("累计完成", "done, in 100 million yuan")]
    parts: Annotated[tuple[PlanPart, ...], term("分领域", "the parts that make it up"), bounds(min_length=1)]
    source: Annotated[DocumentId | None, term("来源", "id of the document that says so")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund:
    """专项资金: a fund that can be applied for in a period."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "stable id"), SLUG]
    name: Annotated[Line, term("名称", "name of the fund")]
    unit: Annotated[UnitId, term("受理单位", "the unit that takes applications")]
    what: Annotated[Paragraph, term("支持什么", "what is paid for, and how much")]
    who: Annotated[Paragraph, term("谁可以申报", "who may apply")]
    how: Annotated[tuple[Line, ...], term("怎样申报", "the steps in order"), bounds(min_length=1)]
    opens: Annotated[Day, term("开始日期", "first day to apply")]
    closes: Annotated[Day, term("截止日期", "last day to apply")]
    phone: Annotated[Phone, term("联系电话", "whom to ask")]
    document: Annotated[DocumentId | None, term("申报通知", "id of the call")] = None
