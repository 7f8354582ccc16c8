"""Hotlines (热线): numbers that a person answers."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from sitegen.described import bounds, term
from sitegen.media import Speech
from sitegen.values import SLUG, Phone, TopicId, UnitId, Words, type_closed

HotlineKind = Literal["general", "service", "finance"]
HOTLINE_KINDS: tuple[HotlineKind, ...] = ("general", "service", "finance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hotline:
    """热线: a number, what it is for, and when and in which languages somebody answers."""

    __pydantic_config__: ClassVar = type_closed
    id: Annotated[str, term("编号", "stable id"), SLUG]
    name: Annotated[Words, term("名称", "name of the line")]
    number: Annotated[Phone, term("电话", "the number to dial")]
    kind: Annotated[HotlineKind, term("类别", "the general line, a service line, or a line on finance")] = "service"
    purpose: Annotated[Words, term("受理内容", "what one may ask, in one sentence")]
    hours: Annotated[Words, term("服务时间", "when somebody answers")]
    languages: Annotated[tuple[Speech, ...], term("语言", "languages spoken"), bounds(min_length=1)] = ("mandarin",)
    otherwise: Annotated[Words | None, term("其他方式", "another way, for those who cannot call")] = None
    unit: Annotated[UnitId, term("负责单位", "the unit that answers")]
    topics: Annotated[tuple[TopicId, ...], term("主题", "ids of topics")] = ()
