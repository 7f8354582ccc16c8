"""The district (城区展示): what it is like, what there is to see, its figures of a year, pictures of it.

The introduction is a document like any other and names the language in which the pages stand;
these records hold what a text cannot: places, figures that add up, pictures with their words.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, NewType

from sitegen.described import bounds, term
from sitegen.values import SLUG, Day, DocumentId, Line, Paragraph, Phone, StreetId, UnitId, Words, type_closed

SightId = NewType("SightId", str)
Drawn = Literal["bars", "columns", "share"]
Figure = Annotated[Decimal, bounds(ge=0, max_digits=14, decimal_places=2)]
Growth = Annotated[Decimal, bounds(ge=-100, max_digits=6, decimal_places=1)]


@dataclass(frozen=True, slots=True)
class NamedPicture:
    """多语言图片: a picture whose words stand in several languages."""

    __pydantic_config__: ClassVar = type_closed
    src: Annotated[Line, term("文件", "path of the picture below content/")]
    alt: Annotated[Words, term("替代文字", "what the picture says, for those who do not see it")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """概况: a figure of the district that does not change with the year."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Words, term("名称", "what it says")]
    value: Annotated[Line, term("数值", "as printed, such as 78.8")]
    unit: Annotated[Words | None, term("单位", "unit of measure")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class District:
    """城区: the page that introduces the district."""

    __pydantic_config__: ClassVar = type_closed
    introduction: Annotated[DocumentId, term("简介", "id of the document that introduces the district; its translations open the page in their languages")]
    picture: Annotated[NamedPicture, term("主图", "a wide picture for the head of the page")]
    facts: Annotated[tuple[Fact, ...], term("概况", "figures that do not change with the year; streets and communities are counted")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """景点: a place to see, with what one needs to know to go there."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[SightId, term("编号", "stable id"), SLUG]
    name: Annotated[Words, term("名称", "name of the place")]
    street: Annotated[StreetId, term("街道", "the street where it is")]
    picture: Annotated[NamedPicture, term("图片", "a picture of it")]
    summary: Annotated[Words, term("一句话", "what it is, in a sentence")]
    text: Annotated[tuple[Paragraph, ...], term("介绍", "in paragraphs"), bounds(min_length=1)]
    place: Annotated[Line, term("地址", "address in words")]
    hours: Annotated[Line, term("开放时间", "when it is open")]
    fee: Annotated[Line, term("门票", "what it costs, or that it is free")]
    way: Annotated[Line, term("怎么去", "how to get there")]
    access: Annotated[Line, term("无障碍", "what there is for wheelchairs, for blind and for deaf visitors; say so where there is nothing")]
    season: Annotated[Line | None, term("什么时候去", "the best time of the day or year")] = None
    unit: Annotated[UnitId, term("管理单位", "the unit that looks after it")]
    phone: Annotated[Phone, term("电话", "whom to ask")]
    related: Annotated[tuple[DocumentId, ...], term("相关文件", "ids of documents")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPicture:
    """城区图片: one of the waterfall; it leads to a sight, a document or a street, whichever is named first."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "stable id"), SLUG]
    picture: Annotated[NamedPicture, term("图片", "the picture")]
    caption: Annotated[Words, term("图注", "what one sees, where and when")]
    sight: Annotated[SightId | None, term("景点", "id of the sight it shows")] = None
    document: Annotated[DocumentId | None, term("文件", "id of the document it belongs to")] = None
    street: Annotated[StreetId | None, term("街道", "id of the street it shows")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """指标: one figure of the year; the figure of the year before is looked up under the same id."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "the same in every year"), SLUG]
    name: Annotated[Words, term("名称", "what is counted")]
    value: Annotated[Figure, term("数值", "without thousands commas")]
    unit: Annotated[Words, term("单位", "unit of measure")]
    growth: Annotated[Growth | None, term("增长", "change from the year before in per cent, as published")] = None
    trend: Annotated[bool, term("历年图", "whether a chart shows it over the years")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """构成项: a part of a whole, or one of things that are compared."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Words, term("名称", "name of the part")]
    value: Annotated[Figure, term("数值", "in the unit of the chart")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """构成图: figures that belong together, drawn as a chart."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "stable id"), SLUG]
    title: Annotated[Words, term("标题", "what the chart shows")]
    unit: Annotated[Words, term("单位", "unit of measure")]
    draw: Annotated[Drawn, term("画法", "bars, columns, or shares of a whole")] = "bars"
    of: Annotated[str | None, term("总数", "id of the indicator that the parts add up to")] = None
    parts: Annotated[tuple[Part, ...], term("各项", "the parts"), bounds(min_length=2, max_length=12)]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiguresOfYear:
    """区情数字: what is told of the district in figures for one year; its path says which."""

    __pydantic_config__: ClassVar = type_closed
    unit: Annotated[UnitId, term("发布单位", "the unit that counts")]
    published: Annotated[Day, term("发布日期", "day of publication")]
    source: Annotated[DocumentId | None, term("来源", "id of the statistics bulletin or report that the figures come from")] = None
    indicators: Annotated[tuple[Indicator, ...], term("指标", "figures in order; the first six stand on the page of the district"), bounds(min_length=1)]
    breakdowns: Annotated[tuple[Breakdown, ...], term("构成图", "charts in order; the first two stand on the page of the district")] = ()
    notes: Annotated[tuple[Words, ...], term("说明", "how it was counted")] = ()
