"""Wording (用语): what texts are proofread by: words often written wrong, and laws that no longer hold."""

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from sitegen.described import term
from sitegen.values import Day, Line, type_closed


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
