"""Disclosure on application (依申请公开): the steps, the figures of each year, and what is now published for all."""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from sitegen.described import bounds, term
from sitegen.records.letters import Count
from sitegen.values import Day, DocumentId, EntryId, Line, Paragraph, UnitId, type_closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """流程: a step from application to reply."""

    __pydantic_config__: ClassVar = type_closed
    name: Annotated[Line, term("环节", "name of the step")]
    limit: Annotated[Line, term("时限", "how long it may take, in words")]
    text: Annotated[Paragraph, term("说明", "who does what")]
    meeting: Annotated[bool, term("联席会议", "whether this is the consultation meeting for complex requests")] = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """转为主动公开: something that was given on application and is now published for all."""

    __pydantic_config__: ClassVar = type_closed
    matter: Annotated[Line, term("信息", "what it is")]
    unit: Annotated[UnitId, term("单位", "the unit that publishes it")]
    asked: Annotated[Count, term("申请次数", "how often it was asked for before")]
    since: Annotated[Day, term("主动公开日期", "day from which all can read it")]
    document: Annotated[DocumentId | None, term("文件", "id of the document")] = None
    entry: Annotated[EntryId | None, term("公开事项", "id of the catalog row")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Applications:
    """依申请公开: what the page says besides the guide."""

    __pydantic_config__: ClassVar = type_closed
    guide: Annotated[DocumentId, term("指南", "id of the guide for applicants")]
    manual: Annotated[DocumentId | None, term("操作手册", "id of the manual for those who handle applications")] = None
    rules: Annotated[DocumentId | None, term("办法", "id of the rules")] = None
    hand_in: Annotated[tuple[Line, ...], term("递交方式", "how to hand in the form: at the counter, by post, by mail"), bounds(min_length=1)]
    steps: Annotated[tuple[Step, ...], term("流程", "the steps in order"), bounds(min_length=1)]
    moved: Annotated[tuple[Moved, ...], term("转为主动公开", "newest first")] = ()
