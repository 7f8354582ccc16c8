"""R: annual reports (年度报告): the arithmetic of the statutory tables, and the day of publication."""

import re
from collections.abc import Iterator
from datetime import date
from typing import cast

from sitegen.findings import Finding, Level, Problem, problem
from sitegen.front_matter import PolicyHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule
from sitegen.records.annual_reports import APPLICANTS, PARTS, AnnualReport, Issued

_FORM = "政府信息公开工作年度报告格式（国办公开办函〔2021〕30号）"
_CHECK = ("核对这一格和它的各部分", "check this figure and its parts")


def _problem(code: str, name: str, what: tuple[str, str], level: Level = "error", source: str = _FORM, remedy: tuple[str, str] = _CHECK) -> Problem:
    return problem(code, name, what[0] + "：{why_zh}", what[1] + ": {why}", level=level, source=source, remedy=remedy)


BALANCE = _problem("R1", "requests-unbalanced", ("新收加结转不等于办结加转下年", "requests do not balance"))
OUTCOME = _problem("R2", "outcomes-unequal", ("各类办理结果相加不等于总计", "outcomes do not make up their total"))
ACROSS = _problem("R3", "applicants-unequal", ("各类申请人相加不等于总计", "applicants do not make up their total"))
REVIEW = _problem("R4", "reviews-unequal", ("复议诉讼各项相加不等于总计", "results of reviews do not make up their total"))
CARRIED = _problem("R5", "carried-over", ("上年结转与上年年报不一致", "what was carried over differs from the report of the year before"), "warning")
FORCE = _problem(
    "R6", "in-force", ("现行有效件数与上年对不上", "documents in force do not follow from those of the year before"),
    "warning", remedy=("有文件到期失效的，在总体情况里说明", "say in section one if documents lapsed"),
)  # fmt: skip
COUNTED = _problem(
    "R7", "issued-on-site", ("制发件数与网站上的文件不一致", "documents issued differ from those on the site"),
    "warning", remedy=("核对制发件数，或补发文件", "check the figure, or publish what is missing"),
)  # fmt: skip
PROSE = _problem("R8", "prose-differs", ("文字里的数字与表格不一致", "a figure in words differs from the tables"), "warning")
LATE = _problem(
    "R9", "late-annual-report", ("年报公布迟了", "the annual report was published late"), source="政府信息公开条例（2019）第四十九条、第五十条",
    remedy=("部门年报1月31日前、政府年报3月31日前公布；核对公布日期", "units publish by 31 January, the district by 31 March; check the day"),
)  # fmt: skip
_SAID = {
    re.compile(r"新收(?:政府信息公开)?(?:申请)?\s?([\d,]+)\s?件"): "1",
    re.compile(r"办结\s?([\d,]+)\s?件"): "3.7",
}


def balance(context: Context) -> Iterator[Finding]:
    """In every column of the table of requests, rows 1 and 2 add up to rows 3.7 and 4."""
    for where, report in _reports(context):
        wrong = {}
        for column, name in enumerate(APPLICANTS):
            new, old, done, left = (report.row(code)[column] for code in ("1", "2", "3.7", "4"))
            if new + old != done + left:
                wrong[column] = f"{name} {new}+{old}≠{done}+{left}"
        yield from _columns(context, BALANCE, where, wrong)


def outcomes(context: Context) -> Iterator[Finding]:
    """In every column, row 3.7 is the sum of rows 3.1 to 3.6.3."""
    for where, report in _reports(context):
        wrong = {}
        for column, name in enumerate(APPLICANTS):
            held, said = sum(report.row(code)[column] for code in PARTS), report.row("3.7")[column]
            if held != said:
                wrong[column] = f"{name} {held}≠{said}"
        yield from _columns(context, OUTCOME, where, wrong)


def across(context: Context) -> Iterator[Finding]:
    """In every row, persons and the five kinds of bodies add up to the total."""
    for where, report in _reports(context):
        for code, cells in report.requests.items():
            if sum(cells[:-1]) != cells[-1]:
                zh, en = f"第 {code} 行相加是 {sum(cells[:-1])}，总计写了 {cells[-1]}", f"row {code} adds up to {sum(cells[:-1])}, its total says {cells[-1]}"
                yield _finding(context, ACROSS, where, ("requests", code, len(cells) - 1), zh, en)


def reviews(context: Context) -> Iterator[Finding]:
    """In each group of reviews and lawsuits the four results add up to the total."""
    for where, report in _reports(context):
        for name in ("reconsideration", "direct", "after"):
            cells = getattr(report.reviews, name)
            if sum(cells[:-1]) != cells[-1]:
                zh, en = f"相加是 {sum(cells[:-1])}，总计写了 {cells[-1]}", f"{name} adds up to {sum(cells[:-1])}, its total says {cells[-1]}"
                yield _finding(context, REVIEW, where, ("reviews", name, len(cells) - 1), zh, en)


def carried(context: Context) -> Iterator[Finding]:
    """Row 2 of a year is row 4 of the year before, where that report is there."""
    for (year, owner), report in _reports(context):
        before = _before(context, year, owner)
        if before and before.row("4") != report.row("2"):
            zh, en = (
                f"上年报 {before.row('4')[-1]} 件，这里写 {report.row('2')[-1]} 件，或各栏不同",
                f"the last report carries {before.row('4')[-1]}, this one takes over {report.row('2')[-1]}, or columns differ",
            )
            yield _finding(context, CARRIED, (year, owner), ("requests", "2"), zh, en)


def in_force(context: Context) -> Iterator[Finding]:
    """Documents in force are those of the year before, with what was issued and without what was repealed."""
    for (year, owner), report in _reports(context):
        before = _before(context, year, owner)
        for name in ("rules", "normative"):
            old, new = (cast(Issued | None, getattr(found, name)) for found in (before, report)) if before else (None, None)
            if old and new and old.in_force + new.made - new.repealed != new.in_force:
                expected = old.in_force + new.made - new.repealed
                yield _finding(
                    context,
                    FORCE,
                    (year, owner),
                    (name, "in_force"),
                    f"应为 {expected}，写了 {new.in_force}",
                    f"{expected} were expected, {new.in_force} are stated",
                )


def issued(context: Context) -> Iterator[Finding]:
    """More normative documents of the year stand on the site than the report counts (a warning); fewer is told for information.

    A document counts for the unit that publishes it, and for the district if one of its issuers is the unit of the portal.
    """
    whole = context.config.identity.unit
    for (year, owner), report in _reports(context):
        there = 0
        for document in context.portal.documents.values():
            header = document.header
            if (
                document.lang == DEFAULT_LANG
                and isinstance(header, PolicyHeader)
                and header.normative
                and (header.formed or header.published).year == int(year)
            ):
                there += whole in (header.issuers or (header.unit,)) if owner == "district" else owner in (header.unit, *header.issuers)
        if there != report.normative.made:
            grade: Level | None = None if there > report.normative.made else "info"
            zh, en = f"网站上 {there} 件，年报 {report.normative.made} 件", f"{there} on the site, {report.normative.made} in the report"
            yield _finding(context, COUNTED, (year, owner), ("normative", "made"), zh, en, grade)


def prose(context: Context) -> Iterator[Finding]:
    """Section one says another number of new or finished requests than the table."""
    for where, report in _reports(context):
        for number, paragraph in enumerate(report.overview):
            for pattern, code in _SAID.items():
                for match in pattern.finditer(paragraph):
                    said, table = int(match[1].replace(",", "")), report.row(code)[-1]
                    if said != table:
                        yield _finding(context, PROSE, where, ("overview", number), f"“{match[0]}”，表里是 {table}", f"`{match[0]}`, the table has {table}")


def late(context: Context) -> Iterator[Finding]:
    """A unit's report after 31 January of the next year, or the district's after 31 March."""
    for (year, owner), report in _reports(context):
        last = date(int(year) + 1, 3, 31) if owner == "district" else date(int(year) + 1, 1, 31)
        if report.published > last:
            yield _finding(context, LATE, (year, owner), ("published",), f"应在 {last} 前", f"it was due by {last}")


def _columns(context: Context, what: Problem, where: tuple[str, str], wrong: dict[int, str]) -> Iterator[Finding]:
    """One finding for all columns that are wrong, at the first of them."""
    if wrong:
        said = "; ".join(wrong.values())
        yield _finding(context, what, where, ("requests", "3.7", min(wrong)), said, said)


def _reports(context: Context) -> Iterator[tuple[tuple[str, str], AnnualReport]]:
    yield from context.portal.site.records.annual_reports.items()


def _before(context: Context, year: str, owner: str) -> AnnualReport | None:
    return context.portal.site.records.annual_reports.get((str(int(year) - 1), owner))


def _finding(context: Context, what: Problem, where: tuple[str, str], steps: tuple[str | int, ...], zh: str, en: str, grade: Level | None = None) -> Finding:
    place = context.files[f"catalogs/annual-reports/{where[0]}/{where[1]}.yml"].place(*steps)
    units = () if where[1] == "district" else (where[1],)
    return Finding(what, place, {"why_zh": zh, "why": en}, units=units, grade=grade)


ANNUAL_REPORTS = (
    Rule(BALANCE, balance), Rule(OUTCOME, outcomes), Rule(ACROSS, across), Rule(REVIEW, reviews), Rule(CARRIED, carried), Rule(FORCE, in_force),
    Rule(COUNTED, issued), Rule(PROSE, prose), Rule(LATE, late),
)  # fmt: skip
