"""The domain: what editors write and what the portal knows (政务公开的内容模型).

Every type is a frozen dataclass; the ones that editors fill in are at the same time the
schema of their file, so a field's title (Chinese) and description (English) below are what
error messages, `docs/content-model.md` and an editor's completion show. Nothing here knows
of HTML, of files or of today.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, ClassVar, Literal

import msgspec
from pydantic import Discriminator, Field, StringConstraints, Tag

from sitegen.application import Application
from sitegen.media import Recordings, Scripts
from sitegen.values import DEFAULT_LANG as DEFAULT_LANG
from sitegen.values import LANGS as LANGS
from sitegen.values import SLUG as SLUG
from sitegen.values import AudienceId as AudienceId
from sitegen.values import CatalogId as CatalogId
from sitegen.values import CreditCode as CreditCode
from sitegen.values import Day as Day
from sitegen.values import DocumentId as DocumentId
from sitegen.values import EntryId as EntryId
from sitegen.values import EventId as EventId
from sitegen.values import FieldId as FieldId
from sitegen.values import Lang as Lang
from sitegen.values import Line as Line
from sitegen.values import MeasureId as MeasureId
from sitegen.values import Paragraph as Paragraph
from sitegen.values import Phone as Phone
from sitegen.values import SectionId as SectionId
from sitegen.values import ServiceId as ServiceId
from sitegen.values import StreetId as StreetId
from sitegen.values import Texts as Texts
from sitegen.values import TopicId as TopicId
from sitegen.values import UnitId as UnitId
from sitegen.values import Words as Words
from sitegen.values import in_chinese as in_chinese
from sitegen.values import term as term
from sitegen.values import type_closed as type_closed

Event = Literal[
    "formed", "changed", "obtained", "made", "received", "decided", "approved", "replied",
    "issued", "signed", "confirmed", "ended", "started", "revoked",
]  # fmt: skip
"""What starts the clock of a time limit (起算事件)."""

Kind = Literal["policy", "interpretation", "notice", "news", "report", "page"]
Form = Literal["text", "infographic", "press", "expert", "qa", "video", "presenter"]
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
class ImageRef:
    """图片: a picture beside the document, with the words that stand for it."""

    __pydantic_config__: ClassVar = type_closed
    src: Annotated[Line, term("文件", "path of the picture, relative to the document")]
    alt: Annotated[Paragraph, term("替代文字", "what the picture says, for those who do not see it")]


@dataclass(frozen=True, slots=True)
class NamedPicture:
    """多语言图片: a picture whose words stand in several languages."""

    __pydantic_config__: ClassVar = type_closed
    src: Annotated[Line, term("文件", "path of the picture below content/")]
    alt: Annotated[Words, term("替代文字", "what the picture says, for those who do not see it")]


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: a file to download, with a name that says what it is."""

    __pydantic_config__: ClassVar = type_closed
    file: Annotated[Line, term("文件", "path of the file, relative to the document")]
    title: Annotated[Line, term("名称", "what the file is, in words")]


@dataclass(frozen=True, slots=True)
class Review:
    """公开审查: who approved the publication, and when (政府信息公开条例第十七条)."""

    __pydantic_config__: ClassVar = type_closed
    by: Annotated[Line, term("审查人", "office or person who reviewed")]
    date: Annotated[Day, term("审查日期", "day of the review")]


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """一分钟读懂: six answers a reader looks for first."""

    __pydantic_config__: ClassVar = type_closed
    who: Annotated[Paragraph, term("谁可以申请", "who it applies to")]
    what: Annotated[Paragraph, term("有什么内容", "what one gets or must do")]
    how_much: Annotated[Paragraph | None, term("标准是多少", "amount or standard")] = None
    until: Annotated[Paragraph | None, term("什么时候", "period or closing date, in words")] = None
    where: Annotated[Paragraph | None, term("到哪里办", "where to apply")] = None
    ask: Annotated[Paragraph | None, term("问谁", "whom to ask")] = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """解读人: the expert or official who speaks."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("姓名", "name")]
    title: Annotated[Line, term("职务", "position")]


@dataclass(frozen=True, slots=True)
class Silence:
    """豁免: a finding that is accepted here, with the reason why."""

    __pydantic_config__: ClassVar = type_closed
    code: Annotated[str, term("编号", "code of the finding"), StringConstraints(pattern=r"^[A-Z]{1,2}[0-9]{1,3}$")]
    reason: Annotated[Paragraph, term("理由", "why it is accepted")]
    until: Annotated[Day | None, term("有效期至", "last day of the exemption")] = None


# ---------------------------------------------------------------- documents: front matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """共同要素: what every document says of itself."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Line, term("标题", "title, at most 200 characters")]
    unit: Annotated[UnitId, term("发布机构", "id of the publishing unit")]
    published: Annotated[Day, term("发布日期", "day of publication; a later day means not yet published")]
    formed: Annotated[Day | None, term("成文日期", "day the document was signed")] = None
    summary: Annotated[Paragraph | None, term("摘要", "two sentences; else the first words of the text")] = None
    topics: Annotated[tuple[TopicId, ...], term("主题分类", "ids of topics")] = ()
    entries: Annotated[tuple[EntryId, ...], term("对应公开事项", "ids of the catalog rows this fulfils")] = ()
    keywords: Annotated[tuple[Line, ...], term("主题词", "keywords")] = ()
    aliases: Annotated[tuple[Line, ...], term("别名", "other names residents look for it by; search counts them as title")] = ()
    source: Annotated[Line | None, term("信息来源", "where it came from, if not the unit itself")] = None
    image: Annotated[ImageRef | None, term("题图", "a picture for cards")] = None
    attachments: Annotated[tuple[Attachment, ...], term("附件", "files to download")] = ()
    related: Annotated[tuple[DocumentId, ...], term("相关文件", "ids of other documents")] = ()
    review: Annotated[Review | None, term("公开审查", "who reviewed it before publication")] = None
    events: Annotated[dict[Event, Day], term("起算日期", "days of further events that start a time limit")] = field(
        default_factory=dict
    )
    allow: Annotated[tuple[Silence, ...], term("豁免", "findings accepted here, each with its reason")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyHeader(Header):
    """政策文件: a document that binds or promises."""

    formed: Annotated[Day, term("成文日期", "day the document was signed")]
    document_number: Annotated[Line | None, term("发文字号", "such as 明湖府规〔2026〕1号")] = None
    index_number: Annotated[Line | None, term("索引号", "credit code / year - five digits")] = None
    issuers: Annotated[tuple[UnitId, ...], term("发文机关", "ids of the issuing units; default: the unit")] = ()
    genre: Annotated[Line | None, term("体裁", "such as 通知, 办法, 措施")] = None
    normative: Annotated[bool, term("规范性文件", "whether it is a normative document")] = False
    effective: Annotated[Day | None, term("施行日期", "first day in force; default: the day it was signed")] = None
    expires: Annotated[Day | None, term("有效期至", "last day in force")] = None
    repeals: Annotated[tuple[DocumentId, ...], term("废止文件", "ids of the policies it repeals")] = ()
    amends: Annotated[tuple[DocumentId, ...], term("修改文件", "ids of the policies it amends")] = ()
    implements: Annotated[tuple[DocumentId, ...], term("配套文件", "ids of the policies it implements")] = ()
    legal_basis: Annotated[tuple[Line, ...], term("制定依据", "laws and superior documents it rests on")] = ()
    at_a_glance: Annotated[AtAGlance | None, term("一分钟读懂", "the six answers")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterpretationHeader(Header):
    """政策解读: a document that explains policies; the way back is made by the build."""

    explains: Annotated[tuple[DocumentId, ...], term("解读的文件", "ids of the policies it explains"), Field(min_length=1)]
    form: Annotated[Form, term("解读形式", "how it explains")]
    recordings: Annotated[Recordings, term("录像录音", "films or sound tracks, one for each language; they come before the presenter")] = ()
    scripts: Annotated[
        Scripts, term("讲解稿", "what is said in each language; transcript of a recording, else spoken by the reader's own voices. Default: the text itself")
    ] = field(default_factory=dict)
    speaker: Annotated[Speaker | None, term("解读人", "the expert or official who speaks")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeHeader(Header):
    """通知公告."""

    application: Annotated[Application | None, term("申报安排", "set for a guide that tells how to apply")] = None
    document_number: Annotated[Line | None, term("发文字号", "such as 明湖府办〔2026〕3号")] = None
    index_number: Annotated[Line | None, term("索引号", "credit code / year - five digits")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewsHeader(Header):
    """要闻动态."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportHeader(Header):
    """报告与数据: annual reports, work reports, statistics."""

    year: Annotated[int, term("年度", "the year it reports on"), Field(ge=1949, le=2999)]
    report: Annotated[Literal["annual-disclosure", "work", "statistics", "budget"], term("报告类别", "what it reports")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """归集: one block of a topic column, and what belongs in it. A document must fit all of topics, tags, units and kinds that are given."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Words, term("标题", "heading of the block")]
    layout: Annotated[Literal["cards", "waterfall", "list"], term("布局", "how the documents are laid out")] = "cards"
    limit: Annotated[int, term("最多", "how many documents, newest first"), Field(ge=1, le=60)] = 8
    documents: Annotated[tuple[DocumentId, ...], term("指定文件", "documents that stand first, in this order")] = ()
    topics: Annotated[tuple[TopicId, ...], term("主题", "documents of one of these topics")] = ()
    tags: Annotated[tuple[Line, ...], term("主题词", "documents with one of these keywords")] = ()
    units: Annotated[tuple[UnitId, ...], term("单位", "documents of one of these units")] = ()
    kinds: Annotated[tuple[Kind, ...], term("文件类别", "documents of one of these kinds")] = ()
    services: Annotated[tuple[ServiceId, ...], term("事项", "services, in this order")] = ()
    events: Annotated[tuple[EventId, ...], term("人生事件", "services of these occasions")] = ()
    measures: Annotated[tuple[MeasureId, ...], term("措施", "measures, in this order")] = ()
    audiences: Annotated[tuple[AudienceId, ...], term("人群", "measures for these audiences")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageHeader(Header):
    """固定页面: guides, statements and other standing texts; with `gather` a topic column (专题专栏)."""

    application: Annotated[Application | None, term("申报安排", "set for a guide that tells how to apply")] = None
    gather: Annotated[tuple[Gather, ...], term("归集", "blocks of a topic column, in order")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Translation:
    """译文: `name.en.md` or `name.zh-Hant-HK.md` beside `name.md`; all it does not say comes from there."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Line, term("标题", "title in this language")]
    summary: Annotated[Paragraph | None, term("摘要", "two sentences in this language")] = None
    keywords: Annotated[tuple[Line, ...], term("主题词", "keywords in this language")] = ()
    aliases: Annotated[tuple[Line, ...], term("别名", "other names in this language; search counts them as title")] = ()
    source: Annotated[Line | None, term("信息来源", "source, in this language")] = None
    image: Annotated[ImageRef | None, term("题图", "a picture for cards")] = None
    attachments: Annotated[tuple[Attachment, ...], term("附件", "files in this language")] = ()
    at_a_glance: Annotated[AtAGlance | None, term("一分钟读懂", "the six answers in this language")] = None


HEADERS: dict[Kind, type[Header]] = {
    "policy": PolicyHeader,
    "interpretation": InterpretationHeader,
    "notice": NoticeHeader,
    "news": NewsHeader,
    "report": ReportHeader,
    "page": PageHeader,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a source file; lines and columns count from 1."""

    line: int
    column: int


_places = msgspec.msgpack.Decoder(dict[str, tuple[int, int]]).decode


@dataclass(frozen=True, slots=True)
class Marks:
    """Where each front-matter value of a document stands, by dotted path. Packed: a dozen for each document, and few are ever looked up."""

    packed: bytes = b"\x80"

    @classmethod
    def of(cls, marks: Mapping[str, Mark]) -> "Marks":
        return cls(msgspec.msgpack.encode({path: (mark.line, mark.column) for path, mark in marks.items()}))

    def get(self, path: str) -> Mark | None:
        found = _places(self.packed).get(path)
        return Mark(*found) if found is not None else None

    def __contains__(self, path: str) -> bool:
        return path in _places(self.packed)

    def __iter__(self) -> Iterator[str]:
        return iter(_places(self.packed))


@dataclass(frozen=True, slots=True)
class Heading:
    """标题层级: one heading of a text."""

    level: int
    id: str
    text: str


@dataclass(frozen=True, slots=True)
class SourceLink:
    """A link or picture in a text that leads to another source file, with its place."""

    target: str
    """Path below content/, as it would be written on disk."""
    fragment: str
    mark: Mark
    anchor: str = ""
    """Id of the link in the markup where it points at a clause, so that the clause can lead back to it."""


@dataclass(frozen=True, slots=True)
class Text:
    """正文要点: what the rest of the portal needs to know of a text without holding it."""

    headings: tuple[Heading, ...] = ()
    articles: tuple[int, int] = (1, 0)
    """Lowest and highest article (第…条) that a paragraph begins with; (1, 0) where there is none."""
    items: int = 0
    """Highest of the items （一）（二）… that number a whole text without articles; 0 where they do not."""
    links: tuple[SourceLink, ...] = ()
    images: tuple[SourceLink, ...] = ()
    opening: str = ""
    """The first words, for cards without a summary; of a text with one the first character."""


@dataclass(frozen=True, slots=True)
class Document:
    """文件: one Markdown source without its text, which is asked for apart."""

    id: DocumentId
    lang: Lang
    path: str
    section: SectionId | None
    kind: Kind
    header: Header
    text: Text
    marks: Marks
    converted: bool = False
    """Made by conversion of script: no file of its own stands at `path`."""


# ---------------------------------------------------------------- catalogs


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
    content_elements: Annotated[tuple[Paragraph, ...], term("公开内容（要素）", "what must be published"), Field(min_length=1)]
    legal_basis: Annotated[tuple[Paragraph, ...], term("公开依据", "laws and documents that demand it"), Field(min_length=1)]
    time_limit: Annotated[Paragraph, term("公开时限", "the wording as published")]
    units: Annotated[tuple[UnitId, ...], term("公开主体", "ids of the responsible units"), Field(min_length=1)]
    channels: Annotated[tuple[Channel, ...], term("公开渠道和载体", "where it is published"), Field(min_length=1)]
    other_channel: Annotated[Line | None, term("其他渠道", "the channel in words where `channels` says other")] = None
    audience: Annotated[AudienceField, term("公开对象", "everyone, or a named group")] = "everyone"
    method: Annotated[Method, term("公开方式", "proactive or on request")] = "proactive"
    levels: Annotated[tuple[Level, ...], term("公开层级", "levels of government that publish it"), Field(min_length=1)] = ("district",)
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
    edition: Annotated[int, term("版本年份", "year of this edition"), Field(ge=2017, le=2999)]
    updated: Annotated[Day, term("更新日期", "day of the last revision")]
    summary: Annotated[Paragraph | None, term("说明", "what the catalog covers")] = None
    entries: Annotated[tuple[Row, ...], term("公开事项", "the rows"), Field(min_length=1)]


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


# ---------------------------------------------------------------- registers


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
    communities: Annotated[tuple[Line, ...], term("社区", "names of its communities"), Field(min_length=1)]
    service_points: Annotated[tuple[ServicePoint, ...], term("便民服务点", "where residents are served")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PriorityField:
    """重点领域: one of the site's key fields."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[FieldId, term("编号", "id used everywhere"), SLUG]
    name: Annotated[Words, term("名称", "name")]
    unit: Annotated[UnitId, term("牵头单位", "id of the leading unit")]
    summary: Annotated[Paragraph, term("简介", "what is published in this field")]
    national_code: Annotated[int | None, term("全国领域编号", "1 to 26 in the national list"), Field(ge=1, le=26)] = None
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
    words: Annotated[tuple[Line, ...], term("词语", "the words; a page whose title or keywords hold one is found by all"), Field(min_length=2)]


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


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongWord:
    """易错词: words that official texts often get wrong, and what should stand there."""

    __pydantic_config__: ClassVar = type_closed
    wrong: Annotated[Line, term("错误写法", "as it is wrongly written")]
    right: Annotated[Line, term("正确写法", "as it should be written")]
    unless: Annotated[tuple[Line, ...], term("例外", "longer words in which it is right")] = ()
    level: Annotated[Literal["error", "warning", "info"], term("级别", "error holds back publishing")] = "warning"
    note: Annotated[Line | None, term("说明", "why, or where it comes from")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OldLaw:
    """失效法规: a law or document that was repealed or renamed."""

    __pydantic_config__: ClassVar = type_closed
    old: Annotated[Line, term("原名称", "name without 《》, or a number such as 国务院令第492号")]
    since: Annotated[Day, term("失效日期", "first day on which it no longer holds")]
    new: Annotated[Line | None, term("现行名称", "what holds instead; empty: nothing")] = None
    note: Annotated[Line | None, term("说明", "how one knows")] = None
