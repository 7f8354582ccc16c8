"""Registers (登记表): units, streets, key fields, topics, synonyms and working days, as the files below catalogs/ list them."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from sitegen.described import bounds, term
from sitegen.values import SLUG, CreditCode, Day, FieldId, Line, Paragraph, Phone, StreetId, TopicId, UnitId, Words, type_closed


@dataclass(frozen=True, slots=True)
class Office:
    """内设机构: an office inside a unit."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("名称", "name")]
    duty: Annotated[Paragraph, term("职责", "what it does")]
    phone: Annotated[Phone | None, term("电话", "telephone")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """单位: a department, a district body or a street office."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[UnitId, term("编号", "id used everywhere"), SLUG]
    name: Annotated[Words, term("名称", "full name")]
    short_name: Annotated[Words, term("简称", "short name, for cards and tables")]
    kind: Annotated[Literal["department", "body", "branch", "street-office"], term("类别", "kind of unit")]
    duty: Annotated[Paragraph, term("主要职责", "what it does, in one or two sentences")]
    address: Annotated[Line, term("办公地址", "address")]
    hours: Annotated[Line, term("办公时间", "office hours")]
    phone: Annotated[Phone, term("联系电话", "telephone")]
    email: Annotated[Line | None, term("电子邮箱", "mail address")] = None
    leader: Annotated[Line | None, term("负责人", "head of the unit")] = None
    credit_code: Annotated[CreditCode, term("统一社会信用代码", "18 characters")]
    abbreviation: Annotated[Line | None, term("机关代字", "how its document numbers begin")] = None
    supervised_by: Annotated[UnitId | None, term("督办单位", "the unit warned when it is late")] = None
    offices: Annotated[tuple[Office, ...], term("内设机构", "offices inside")] = ()


@dataclass(frozen=True, slots=True)
class ServicePoint:
    """便民服务点: where residents are served."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("名称", "name")]
    address: Annotated[Line, term("地址", "address in words")]
    hours: Annotated[Line, term("开放时间", "opening hours")]
    phone: Annotated[Phone | None, term("电话", "telephone")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Street:
    """街道: one of the district's streets, with its communities."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[StreetId, term("编号", "id used everywhere"), SLUG]
    name: Annotated[Words, term("名称", "name")]
    office: Annotated[UnitId, term("街道办事处", "id of its office among the units")]
    summary: Annotated[Paragraph, term("简介", "what the street is like")]
    communities: Annotated[tuple[Line, ...], term("社区", "names of its communities"), bounds(min_length=1)]
    service_points: Annotated[tuple[ServicePoint, ...], term("便民服务点", "where residents are served")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityField:
    """重点领域: one of the site's key fields."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[FieldId, term("编号", "id used everywhere"), SLUG]
    name: Annotated[Words, term("名称", "name")]
    unit: Annotated[UnitId, term("牵头单位", "id of the leading unit")]
    summary: Annotated[Paragraph, term("简介", "what is published in this field")]
    national_code: Annotated[int | None, term("全国领域编号", "1 to 26 in the national list"), bounds(ge=1, le=26)] = None
    topics: Annotated[tuple[TopicId, ...], term("相关主题", "ids of topics near to it")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """主题: what a document is about."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[TopicId, term("编号", "id used everywhere"), SLUG]
    name: Annotated[Words, term("名称", "name")]
    summary: Annotated[Paragraph, term("简介", "what belongs here")]


@dataclass(frozen=True, slots=True)
class Synonyms:
    """同义词: words that mean the same to who searches."""

    __pydantic_config__: ClassVar = type_closed
    words: Annotated[tuple[Line, ...], term("词语", "the words; a page whose title or keywords hold one is found by all"), bounds(min_length=2)]


@dataclass(frozen=True, slots=True)
class Holiday:
    """节假日安排: the days off of one holiday, first to last."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("节日", "name of the holiday")]
    first: Annotated[Day, term("放假首日", "first day off")]
    last: Annotated[Day, term("放假末日", "last day off")]


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """工作日历: what the State Council's yearly notice (放假安排) says of one year."""

    __pydantic_config__: ClassVar = type_closed
    notice: Annotated[Line, term("通知", "the notice it comes from")]
    holidays: Annotated[tuple[Holiday, ...], term("放假", "days off")]
    make_up_workdays: Annotated[tuple[Day, ...], term("调休上班", "weekend days that are worked")]
