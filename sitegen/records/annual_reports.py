"""Annual reports on disclosure (政府信息公开工作年度报告) in the format of 2021 (国办公开办函〔2021〕30号).

An editor writes the figures of the statutory tables and the three sections in words; sums
are checked (R1 to R9), tables, chart and downloads are made from them.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, ClassVar, Literal, get_args

from sitegen.described import bounds, term
from sitegen.records.letters import Count
from sitegen.values import Day, DocumentId, Paragraph, type_closed

RequestCode = Literal[
    "1", "2", "3.1", "3.2", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.5", "3.3.6", "3.3.7", "3.3.8", "3.4.1", "3.4.2", "3.4.3",
    "3.5.1", "3.5.2", "3.5.3", "3.5.4", "3.5.5", "3.6.1", "3.6.2", "3.6.3", "3.7", "4",
]  # fmt: skip
"""Rows of the table of requests, by their number in the form."""
CODES: tuple[RequestCode, ...] = get_args(RequestCode)
PARTS = tuple(code for code in CODES if code.startswith("3.") and code != "3.7")
"""Rows that make up 3.7."""
APPLICANTS = ("person", "business", "science", "charity", "legal", "other", "total")
"""Columns of that table."""
OUTCOMES = ("upheld", "corrected", "otherwise", "pending", "total")
"""Columns of the table of reviews."""

Applicants = Annotated[tuple[Count, ...], bounds(min_length=7, max_length=7)]
Outcomes = Annotated[tuple[Count, ...], bounds(min_length=5, max_length=5)]
Amount = Annotated[Decimal, bounds(ge=0, max_digits=14, decimal_places=2)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """制发废止: documents of one kind in the year."""

    __pydantic_config__: ClassVar = type_closed
    made: Annotated[Count, term("本年制发件数", "issued in the year")]
    repealed: Annotated[Count, term("本年废止件数", "repealed in the year")]
    in_force: Annotated[Count, term("现行有效件数", "in force at its end")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviews:
    """复议诉讼: five numbers each: upheld, corrected, other, pending, total."""

    __pydantic_config__: ClassVar = type_closed
    reconsideration: Annotated[Outcomes, term("行政复议", "administrative reconsideration")]
    direct: Annotated[Outcomes, term("未经复议直接起诉", "lawsuits without it")]
    after: Annotated[Outcomes, term("复议后起诉", "lawsuits after it")]


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnualReport:
    """年度报告: the report of one year, of a unit or of the district; its path says which."""

    __pydantic_config__: ClassVar = type_closed
    published: Annotated[Day, term("公布日期", "day of publication")]
    document: Annotated[DocumentId | None, term("全文", "id of the document with the full text")] = None
    overview: Annotated[tuple[Paragraph, ...], term("一、总体情况", "section one, in paragraphs"), bounds(min_length=1)]
    rules: Annotated[Issued | None, term("规章", "rules of government; a district leaves it out")] = None
    normative: Annotated[Issued, term("行政规范性文件", "normative documents")]
    licences: Annotated[Count, term("行政许可", "licensing decisions")]
    penalties: Annotated[Count, term("行政处罚", "penalties")]
    coercions: Annotated[Count, term("行政强制", "coercive measures")]
    fees: Annotated[Amount, term("行政事业性收费", "fees collected, in 10,000 yuan")] = Decimal(0)
    requests: Annotated[
        dict[RequestCode, Applicants], term("申请", "rows of the table of requests, seven numbers each: person, five kinds of bodies, total")
    ] = field(default_factory=dict)
    reviews: Annotated[Reviews, term("复议和诉讼", "reviews and lawsuits")]
    problems: Annotated[tuple[Paragraph, ...], term("五、存在的主要问题及改进情况", "section five, in paragraphs"), bounds(min_length=1)]
    others: Annotated[tuple[Paragraph, ...], term("六、其他需要报告的事项", "section six, in paragraphs"), bounds(min_length=1)]

    def row(self, code: str) -> tuple[int, ...]:
        """A row of the table of requests; zeros where the editor left it out."""
        return self.requests.get(code, (0,) * len(APPLICANTS))  # type: ignore[call-overload, no-any-return]
