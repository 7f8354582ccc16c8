"""Front matter (文件信息): what editors say of a document, by kind.

Every type is at the same time the schema of its part of a file, so a field's title (Chinese) and
description (English) are what error messages, `docs/content-model.md` and an editor's completion
show.
"""

from dataclasses import dataclass, field
from typing import Annotated, ClassVar, Literal

from sitegen.application import Application
from sitegen.described import bounds, term
from sitegen.media import Recordings, Scripts
from sitegen.silence import Silence
from sitegen.values import (
    AudienceId,
    Day,
    DocumentId,
    EntryId,
    Event,
    EventId,
    Line,
    MeasureId,
    Paragraph,
    ServiceId,
    TopicId,
    UnitId,
    Words,
    type_closed,
)

Kind = Literal["policy", "interpretation", "notice", "news", "report", "page"]
Form = Literal["text", "infographic", "press", "expert", "qa", "video", "presenter"]


@dataclass(frozen=True, slots=True)
class ImageRef:
    """图片: a picture beside the document, with the words that stand for it."""

    __pydantic_config__: ClassVar = type_closed
    src: Annotated[Line, term("文件", "path of the picture, relative to the document")]
    alt: Annotated[Paragraph, term("替代文字", "what the picture says, for those who do not see it")]


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

    explains: Annotated[tuple[DocumentId, ...], term("解读的文件", "ids of the policies it explains"), bounds(min_length=1)]
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

    year: Annotated[int, term("年度", "the year it reports on"), bounds(ge=1949, le=2999)]
    report: Annotated[Literal["annual-disclosure", "work", "statistics", "budget"], term("报告类别", "what it reports")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gather:
    """归集: one block of a topic column, and what belongs in it. A document must fit all of topics, tags, units and kinds that are given."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Words, term("标题", "heading of the block")]
    layout: Annotated[Literal["cards", "waterfall", "list"], term("布局", "how the documents are laid out")] = "cards"
    limit: Annotated[int, term("最多", "how many documents, newest first"), bounds(ge=1, le=60)] = 8
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
