"""Services (政务服务事项): what a resident or a firm can get done, and what it takes.

`catalogs/services.yml` is the desk: life events, certificates, ways through an office, links to
the halls where one applies. `catalogs/services/<unit>.yml` holds a unit's items, and
`catalogs/journeys.yml` what is done as one thing (一件事一次办). 秒批, 无感申办 and 免证办 are
properties of items; how many there are is counted, never written.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal, NewType

from sitegen.described import bounds, term, written
from sitegen.disclosure import Level
from sitegen.values import SLUG, DocumentId, EventId, Line, Paragraph, Phone, ServiceId, Texts, TopicId, UnitId, Words, type_closed

MaterialId = NewType("MaterialId", str)
ProcedureId = NewType("ProcedureId", str)
JourneyId = NewType("JourneyId", str)

Serves = Literal["person", "enterprise"]
Nature = Literal["permit", "confirmation", "grant", "reward", "ruling", "public", "other"]
Way = Literal["instant", "seamless", "at-door", "by-video", "city-wide"]
"""秒批: decided by rules on shared data; 无感申办: forms filled in beforehand; 上门办; 视频办; 全市通办."""

Web = Annotated[str, written(pattern=r"^https://[^\s]+$", max_length=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """材料登记: a material that many items ask for; with `certificate`, the electronic one takes its place."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[MaterialId, term("编号", "id used by items"), SLUG]
    name: Annotated[Line, term("名称", "name of the material")]
    certificate: Annotated[Line | None, term("电子证照", "the electronic certificate that replaces it; empty: none does")] = None
    issuer: Annotated[Line | None, term("签发单位", "who issues the certificate")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """申请材料: a material of one item only."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("名称", "name of the material")]
    note: Annotated[Line | None, term("要求", "copies, form, who signs")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """人生事件、经营阶段: the occasion on which services are needed."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[EventId, term("编号", "id used everywhere"), SLUG]
    name: Annotated[Words, term("名称", "name, as residents say it")]
    serves: Annotated[Serves, term("服务对象", "person or enterprise")]
    summary: Annotated[Texts, term("简介", "what belongs here")]
    topics: Annotated[tuple[TopicId, ...], term("相关主题", "ids of topics near to it")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """办理流程: the steps that many items have in common."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[ProcedureId, term("编号", "id used by items"), SLUG]
    steps: Annotated[tuple[Paragraph, ...], term("步骤", "what happens, in order"), bounds(min_length=1)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """办事入口: a hall elsewhere to which the portal leads."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Words, term("名称", "name")]
    summary: Annotated[Words, term("说明", "what one does there")]
    to: Annotated[Web, term("网址", "address, with https")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """政务服务总表: what the items of all units share."""

    __pydantic_config__: ClassVar = type_closed
    intake: Annotated[Web, term("申办网址", "where an item is applied for; {id} stands for the item")]
    doors: Annotated[tuple[Door, ...], term("办事入口", "halls elsewhere: the province's service hall, the enterprise platform, 12345")] = ()
    events: Annotated[tuple[LifeEvent, ...], term("人生事件", "life events and stages of a business"), bounds(min_length=1)]
    materials: Annotated[tuple[Certificate, ...], term("常用材料", "materials that several items ask for")] = ()
    procedures: Annotated[tuple[Procedure, ...], term("常用流程", "steps that several items share")] = ()
    common: Annotated[tuple[ServiceId, ...], term("高频事项", "ids of the services used most, in order; the senior edition begins with them")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """政务服务事项: one thing that can be applied for."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[ServiceId, term("编号", "stable id, never reused; part of the address"), SLUG]
    name: Annotated[Words, term("事项名称", "official name")]
    aliases: Annotated[tuple[Line, ...], term("别名", "what residents call it; search counts them as title")] = ()
    nature: Annotated[Nature, term("事项类型", "kind of administrative act")]
    serves: Annotated[tuple[Serves, ...], term("服务对象", "person, enterprise or both"), bounds(min_length=1)]
    events: Annotated[tuple[EventId, ...], term("人生事件", "ids of the occasions it belongs to"), bounds(min_length=1)]
    levels: Annotated[tuple[Level, ...], term("办理层级", "where it is handled: district, street, community"), bounds(min_length=1)] = ("district",)
    ways: Annotated[tuple[Way, ...], term("办理方式", "instant (秒批), seamless (无感申办), at-door (上门办), by-video (视频办), city-wide (全市通办)")] = ()
    who: Annotated[Paragraph, term("申请人", "who may apply")]
    conditions: Annotated[tuple[Paragraph, ...], term("办理条件", "what must be so"), bounds(min_length=1)]
    procedure: Annotated[ProcedureId | None, term("办理流程", "id of common steps, where `steps` are not written")] = None
    steps: Annotated[tuple[Paragraph, ...], term("办理步骤", "what happens, in order")] = ()
    legal_days: Annotated[int, term("法定办结时限", "working days that the law allows"), bounds(ge=0, le=365)]
    days: Annotated[int, term("承诺办结时限", "working days that the unit promises; 0 means at once"), bounds(ge=0, le=365)]
    fee: Annotated[Line, term("收费", "what it costs")] = "不收费"
    result: Annotated[Line, term("办理结果", "what one gets in the end")]
    materials: Annotated[tuple[MaterialId, ...], term("申请材料", "ids of common materials")] = ()
    own_materials: Annotated[tuple[Material, ...], term("其他材料", "materials that this item alone asks for")] = ()
    originals: Annotated[tuple[MaterialId, ...], term("须交原件", "common materials of which the paper is needed all the same")] = ()
    where: Annotated[tuple[Line, ...], term("办理地点", "places in words; default: the unit's address")] = ()
    phone: Annotated[Phone | None, term("咨询电话", "telephone; default: that of the unit")] = None
    intake: Annotated[Web | None, term("申办网址", "where to apply, if not the common address")] = None
    basis: Annotated[tuple[Line, ...], term("设定依据", "laws it rests on")] = ()
    documents: Annotated[tuple[DocumentId, ...], term("相关文件", "ids of policies and guides")] = ()
    topics: Annotated[tuple[TopicId, ...], term("主题分类", "ids of topics")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyStep:
    """一件事的步骤: what the applicant does, and what happens behind the counter."""

    __pydantic_config__: ClassVar = type_closed
    title: Annotated[Line, term("步骤", "what is done")]
    text: Annotated[Paragraph, term("说明", "how, and what to mind")]
    days: Annotated[int | None, term("用时", "working days of this step; 0 means at once"), bounds(ge=0, le=365)] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """一件事一次办: services that are applied for together, with one form, at one place."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[JourneyId, term("编号", "stable id; part of the address"), SLUG]
    name: Annotated[Words, term("名称", "such as 新生儿出生一件事")]
    serves: Annotated[Serves, term("服务对象", "person or enterprise")]
    events: Annotated[tuple[EventId, ...], term("人生事件", "ids of the occasions it belongs to"), bounds(min_length=1)]
    unit: Annotated[UnitId, term("牵头单位", "id of the leading unit")]
    who: Annotated[Texts, term("适用对象", "who may use it")]
    services: Annotated[tuple[ServiceId, ...], term("包含事项", "ids of the services it joins"), bounds(min_length=2)]
    steps: Annotated[tuple[JourneyStep, ...], term("步骤", "the way through; default: the services one after the other")] = ()
    days: Annotated[int, term("全程时限", "working days from acceptance to the last result"), bounds(ge=0, le=365)]
    visits_before: Annotated[int, term("原跑动次数", "visits it took before"), bounds(ge=0, le=50)]
    visits: Annotated[int, term("现跑动次数", "visits it takes now"), bounds(ge=0, le=10)] = 0
    tips: Annotated[tuple[Paragraph, ...], term("提示", "what people get wrong")] = ()
    documents: Annotated[tuple[DocumentId, ...], term("相关文件", "ids of policies and guides")] = ()
