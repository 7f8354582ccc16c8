"""Disclosure (政务公开事项): what must be made public, by whom, where and until when: rows of the catalogs, as written and as resolved."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Tag

from sitegen.described import bounds, term
from sitegen.silence import Silence
from sitegen.values import SLUG, CatalogId, Day, DocumentId, EntryId, Event, FieldId, Line, Paragraph, StreetId, UnitId, type_closed

Level = Literal["district", "street", "community"]
Method = Literal["proactive", "on-request"]
Channel = Literal[
    "website", "gazette", "social-media", "press-conference", "broadcast", "print", "reading-point",
    "service-hall", "service-station", "on-site", "notice-board", "push", "hotline-12345",
    "investment-platform", "public-resources-platform", "bidding-platform", "credit-china", "procurement-site",
    "land-platform", "enterprise-credit-system", "legal-services-site", "tax-hall", "archive", "library", "other",
]  # fmt: skip
"""公开渠道和载体: the standard boxes of the national catalogs and the additions single fields use."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """公开记录: one event that starts the clock, and what was published because of it."""

    __pydantic_config__: ClassVar = type_closed
    event: Annotated[Event, term("起算事件", "what happened")]
    date: Annotated[Day, term("起算日期", "when it happened")]
    published: Annotated[Day | None, term("公开日期", "when it was published; empty: not yet")] = None
    document: Annotated[DocumentId | None, term("公开文件", "id of the document that published it")] = None
    note: Annotated[Line | None, term("说明", "what the record is about")] = None


@dataclass(frozen=True, slots=True)
class Audience:
    """公开对象: everyone, or a named group."""

    __pydantic_config__: ClassVar = type_closed
    group: Annotated[Line, term("特定群体", "the group it is for")]


def _audience_tag(value: object) -> str:
    return "everyone" if isinstance(value, str) else "group"


AudienceField = Annotated[
    Annotated[Literal["everyone"], Tag("everyone")] | Annotated[Audience, Tag("group")], Discriminator(_audience_tag)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySource:
    """公开事项: one row of a catalog with the columns of the national form."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[EntryId, term("编号", "stable id of the row, never reused"), SLUG]
    number: Annotated[Line | None, term("序号", "number as printed, if it is not simply the order")] = None
    item: Annotated[Line, term("一级事项", "matter")]
    subitem: Annotated[Line | None, term("二级事项", "part of the matter")] = None
    content_elements: Annotated[tuple[Paragraph, ...], term("公开内容（要素）", "what must be published"), bounds(min_length=1)]
    legal_basis: Annotated[tuple[Paragraph, ...], term("公开依据", "laws and documents that demand it"), bounds(min_length=1)]
    time_limit: Annotated[Paragraph, term("公开时限", "the wording as published")]
    units: Annotated[tuple[UnitId, ...], term("公开主体", "ids of the responsible units"), bounds(min_length=1)]
    channels: Annotated[tuple[Channel, ...], term("公开渠道和载体", "where it is published"), bounds(min_length=1)]
    other_channel: Annotated[Line | None, term("其他渠道", "the channel in words where `channels` says other")] = None
    audience: Annotated[AudienceField, term("公开对象", "everyone, or a named group")] = "everyone"
    method: Annotated[Method, term("公开方式", "proactive or on request")] = "proactive"
    levels: Annotated[tuple[Level, ...], term("公开层级", "levels of government that publish it"), bounds(min_length=1)] = ("district",)
    question: Annotated[Line | None, term("群众关切", "how residents ask about it")] = None
    disclosures: Annotated[tuple[Disclosure, ...], term("公开记录", "events and publications")] = ()
    allow: Annotated[tuple[Silence, ...], term("豁免", "findings accepted here, each with its reason")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryReference:
    """引用事项: a row that takes its columns from a row of another catalog."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[EntryId, term("编号", "stable id of the row, never reused"), SLUG]
    number: Annotated[Line | None, term("序号", "number as printed")] = None
    refers_to: Annotated[EntryId, term("引用", "id of the row whose columns it takes")]
    units: Annotated[tuple[UnitId, ...], term("公开主体", "responsible units here; default: those of the row")] = ()
    levels: Annotated[tuple[Level, ...], term("公开层级", "levels here; default: those of the row")] = ()
    question: Annotated[Line | None, term("群众关切", "how residents ask about it")] = None
    disclosures: Annotated[tuple[Disclosure, ...], term("公开记录", "events and publications")] = ()
    allow: Annotated[tuple[Silence, ...], term("豁免", "findings accepted here, each with its reason")] = ()


def _row_tag(value: object) -> str:
    if isinstance(value, dict):
        return "reference" if "refers_to" in value else "entry"
    return "reference" if isinstance(value, EntryReference) else "entry"


Row = Annotated[
    Annotated[EntrySource, Tag("entry")] | Annotated[EntryReference, Tag("reference")], Discriminator(_row_tag)
]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogSource:
    """目录: a catalog file; its folder says which of the four kinds it is, its name whose it is."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Line, term("目录名称", "title as published")]
    edition: Annotated[int, term("版本年份", "year of this edition"), bounds(ge=2017, le=2999)]
    updated: Annotated[Day, term("更新日期", "day of the last revision")]
    summary: Annotated[Paragraph | None, term("说明", "what the catalog covers")] = None
    entries: Annotated[tuple[Row, ...], term("公开事项", "the rows"), bounds(min_length=1)]


CatalogKind = Literal["field", "street", "unit", "public-concern"]


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """公开事项: a row with every column resolved."""

    id: EntryId
    catalog: CatalogId
    position: int
    """1-based place in its catalog."""
    number: str
    item: str
    subitem: str | None
    content_elements: tuple[str, ...]
    legal_basis: tuple[str, ...]
    time_limit: str
    units: tuple[UnitId, ...]
    channels: tuple[Channel, ...]
    other_channel: str | None
    audience: str | None
    """The named group (特定群体), or None for everyone (全社会)."""
    method: Method
    levels: tuple[Level, ...]
    question: str | None
    disclosures: tuple[Disclosure, ...]
    allow: tuple[Silence, ...]
    refers_to: EntryId | None

    @property
    def title(self) -> str:
        """Matter and part as one line: 招生管理 · 招生政策."""
        return f"{self.item} · {self.subitem}" if self.subitem else self.item


@dataclass(frozen=True, slots=True)
class Catalog:
    """政务公开事项标准目录 / 主动公开基本目录: one of the four kinds of catalog."""

    id: CatalogId
    kind: CatalogKind
    path: str
    title: str
    edition: int
    updated: date
    summary: str | None
    field: FieldId | None
    street: StreetId | None
    unit: UnitId | None
    entries: tuple[CatalogEntry, ...]
