"""Measures (惠企惠民措施): what residents and firms are entitled to, with conditions that can be reckoned with.

`catalogs/profile.yml` holds the questions of the policy calculator, `catalogs/audiences.yml` the
groups for whom measures are gathered, `catalogs/measures.yml` the measures. A condition names a
question and what its answer must be; its wording for readers is made from that, so the page, the
calculator and the checks cannot say different things.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, NewType

from sitegen.described import bounds, term
from sitegen.records.services import Serves, Web
from sitegen.values import SLUG, AudienceId, Day, DocumentId, EventId, Line, MeasureId, Paragraph, ServiceId, Texts, TopicId, UnitId, Words, type_closed

FactId = NewType("FactId", str)

FactKind = Literal["yes-no", "choice", "choices", "number"]


@dataclass(frozen=True, slots=True)
class Option:
    """选项: one answer that can be chosen."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "id used in conditions"), SLUG]
    name: Annotated[Words, term("名称", "words of the answer")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """画像问题: a question of the calculator and the kind of its answer."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[FactId, term("编号", "id used in conditions"), SLUG]
    serves: Annotated[Serves, term("提问对象", "person or enterprise")]
    group: Annotated[Words, term("分组", "heading under which it is asked")]
    name: Annotated[Words, term("名称", "short name, such as 年龄, for conditions in words")]
    denied: Annotated[Words | None, term("相反的说法", "words for the opposite of a yes-no question, such as 没有自有住房")] = None
    question: Annotated[Words, term("问题", "the question as it is put")]
    hint: Annotated[Words | None, term("说明", "where one finds the answer")] = None
    kind: Annotated[FactKind, term("答案类型", "yes-no, choice (one), choices (several) or number")]
    options: Annotated[tuple[Option, ...], term("选项", "answers of a choice, in order")] = ()
    unit: Annotated[Words | None, term("单位", "unit of a number, such as 岁, 万元")] = None
    least: Annotated[int, term("最小值", "smallest number that makes sense"), bounds(ge=0)] = 0
    most: Annotated[int, term("最大值", "largest number that makes sense"), bounds(ge=0)] = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """要求: what the answer to one question must be."""

    __pydantic_config__: ClassVar = type_closed
    fact: Annotated[FactId | None, term("问题", "id of the question")] = None
    one_of: Annotated[tuple[str, ...], term("属于", "ids of options of which one must be chosen")] = ()
    none_of: Annotated[tuple[str, ...], term("不属于", "ids of options of which none may be chosen")] = ()
    at_least: Annotated[int | None, term("不少于", "smallest number that fits")] = None
    at_most: Annotated[int | None, term("不超过", "largest number that fits")] = None
    holds: Annotated[bool | None, term("是否", "the answer to a yes-no question")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Requirement):
    """条件: a requirement; or, with `any_of` and no question of its own, several of which one is enough."""

    __pydantic_config__: ClassVar = type_closed
    any_of: Annotated[tuple[Requirement, ...], term("满足其一", "requirements of which one is enough")] = ()
    clause: Annotated[Line | None, term("条款", "the clause it rests on, if not that of the measure")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """惠企惠民措施: something one is entitled to under a document, if its conditions are met."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[MeasureId, term("编号", "stable id; part of the address"), SLUG]
    title: Annotated[Words, term("名称", "short name of the measure")]
    serves: Annotated[Serves, term("适用对象", "person or enterprise")]
    audiences: Annotated[tuple[AudienceId, ...], term("人群", "ids of the groups it is for"), bounds(min_length=1)]
    unit: Annotated[UnitId, term("主管单位", "id of the unit that decides")]
    benefit: Annotated[Texts, term("支持内容", "what one gets")]
    amount: Annotated[Words, term("标准", "amount or standard in one line")]
    conditions: Annotated[tuple[Condition, ...], term("条件", "all of them must be met"), bounds(min_length=1)]
    document: Annotated[DocumentId, term("政策文件", "id of the policy it rests on")]
    clause: Annotated[Line, term("条款", "the clause, such as 第六条")]
    since: Annotated[Day, term("上线日期", "day from which it is offered here")]
    opens: Annotated[Day | None, term("开始申报", "first day of the window; empty: open already")] = None
    closes: Annotated[Day | None, term("截止申报", "last day of the window; empty: all the year")] = None
    next_window: Annotated[Words | None, term("下一批", "when the next window is expected, in words")] = None
    service: Annotated[ServiceId | None, term("办理事项", "id of the service by which one applies")] = None
    apply: Annotated[Web | None, term("申报网址", "where to apply, if not by a service")] = None
    how: Annotated[Texts | None, term("怎样办", "what to do, in words")] = None
    topics: Annotated[tuple[TopicId, ...], term("主题分类", "ids of topics")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """已知情况: an answer that holds for everyone of an audience."""

    __pydantic_config__: ClassVar = type_closed
    fact: Annotated[FactId, term("问题", "id of the question")]
    chosen: Annotated[tuple[str, ...], term("选中", "ids of options")] = ()
    number: Annotated[int | None, term("数值", "the number")] = None
    holds: Annotated[bool | None, term("是否", "yes or no")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """服务人群: people or firms in one situation, for whom pages, feeds and visiting lists are made."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[AudienceId, term("编号", "id used everywhere"), SLUG]
    name: Annotated[Words, term("名称", "such as 高校毕业生")]
    serves: Annotated[Serves, term("对象", "person or enterprise")]
    summary: Annotated[Texts, term("说明", "who belongs here")]
    given: Annotated[tuple[Given, ...], term("已知情况", "answers that hold for all of them")] = ()
    events: Annotated[tuple[EventId, ...], term("人生事件", "ids of life events whose services they need")] = ()
    topics: Annotated[tuple[TopicId, ...], term("主题", "ids of topics of documents for them")] = ()
    visits: Annotated[bool, term("上门服务", "whether street workers bring services to their door")] = False
    ask: Annotated[tuple[Paragraph, ...], term("上门问什么", "what a street worker asks at the door")] = ()
