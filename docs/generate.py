#!/usr/bin/env python3
"""Make the reference from the types (参考文档生成): `python3 docs/generate.py`, with `--check` to compare only.

Writes content-model.md, schemas/ and the marked blocks of themes.md and editors.md. Every
word in them comes from the types, the theme's interface words or the examples, so they
cannot say anything else than the program does.
"""

import importlib
import json
import pkgutil
import re
import sys
import tempfile
import types
import typing
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path[:0] = [str(ROOT), str(HERE)]

try:
    import pydantic
except ImportError:
    sys.exit("请先运行 python3 build.py，再用 .venv/bin/python docs/generate.py。\nRun python3 build.py first, then .venv/bin/python docs/generate.py.")

from examples import AS_OF, EXAMPLES, MISTAKES, PICTURES, Mistake  # noqa: E402
from made import bring  # noqa: E402
from pydantic.fields import FieldInfo  # noqa: E402

import sitegen  # noqa: E402
from sitegen import config, disclosure, front_matter, interpretation_views, questions, registers, schema, time_views, views  # noqa: E402
from sitegen.described import Described, Term  # noqa: E402
from sitegen.findings import Finding, Problem  # noqa: E402
from sitegen.languages import LANGS  # noqa: E402
from sitegen.pipeline import check  # noqa: E402
from sitegen.records.annual_reports import AnnualReport  # noqa: E402
from sitegen.records.applications import Applications  # noqa: E402
from sitegen.records.district import CityPicture, District, FiguresOfYear, Sight  # noqa: E402
from sitegen.records.hotlines import Hotline  # noqa: E402
from sitegen.records.letters import LettersOfYear  # noqa: E402
from sitegen.records.measures import Audience, Fact, Measure  # noqa: E402
from sitegen.records.opinions import Opinions  # noqa: E402
from sitegen.records.projects import Fund, Plan, Project  # noqa: E402
from sitegen.records.services import Desk, Journey, Service  # noqa: E402
from sitegen.report import Options  # noqa: E402
from sitegen.reports import Results  # noqa: E402
from sitegen.reports.text import text  # noqa: E402
from sitegen.templating import environment_base  # noqa: E402
from sitegen.values import Event  # noqa: E402
from sitegen.wording import OldLaw, WrongWord  # noqa: E402

# ---------------------------------------------------------------- what there is to describe


@dataclass(frozen=True, slots=True)
class File:
    """A kind of file: its name in two languages, where it lives, its type, its schema and an example."""

    zh: str
    en: str
    place: str
    type_: Any
    schema: str
    example: str


FILES = (
    File("政策文件", "policy", "content/<section>/**/*.md", front_matter.PolicyHeader, "policy", "content/policies/2026/rent-subsidy.md"),
    File("政策解读", "interpretation", "content/<section>/**/*.md", front_matter.InterpretationHeader, "interpretation",
         "content/interpretations/2026/rent-subsidy-explained.md"),
    File("通知公告", "notice", "content/<section>/**/*.md", front_matter.NoticeHeader, "notice", "content/notices/2026/rent-subsidy-applications.md"),
    File("要闻动态", "news", "content/<section>/**/*.md", front_matter.NewsHeader, "news", "content/news/2026/first-subsidies-paid.md"),
    File("报告与数据", "report", "content/<section>/**/*.md", front_matter.ReportHeader, "report", "content/reports/2026/disclosure-2025.md"),
    File("固定页面", "page", "content/*.md, content/<section>/**/*.md", front_matter.PageHeader, "page", "content/about.md"),
    File("译文", "translation", "content/**/<name>.en.md, <name>.zh-Hant-HK.md", front_matter.Translation, "translation",
         "content/policies/2026/rent-subsidy.en.md"),
    File("重点领域标准目录", "catalog of a field", "catalogs/fields/<field>.yml", disclosure.CatalogSource, "catalog", "catalogs/fields/housing.yml"),
    File("街道标准目录", "catalog of a street", "catalogs/streets/<street>.yml", disclosure.CatalogSource, "catalog", "catalogs/streets/east.yml"),
    File("主动公开基本目录", "catalog of a unit", "catalogs/units/<unit>.yml", disclosure.CatalogSource, "catalog", "catalogs/units/housing.yml"),
    File("群众关切事项目录", "public concerns", "catalogs/public-concern.yml", disclosure.CatalogSource, "catalog", "catalogs/public-concern.yml"),
    File("单位登记表", "register of units", "catalogs/units.yml", tuple[registers.Unit, ...], "units", "catalogs/units.yml"),
    File("街道登记表", "register of streets", "catalogs/streets.yml", tuple[registers.Street, ...], "streets", "catalogs/streets.yml"),
    File("重点领域登记表", "register of key fields", "catalogs/fields.yml", tuple[registers.PriorityField, ...], "fields", "catalogs/fields.yml"),
    File("主题登记表", "register of topics", "catalogs/topics.yml", tuple[registers.Topic, ...], "topics", "catalogs/topics.yml"),
    File("同义词表", "synonyms for search", "catalogs/synonyms.yml", tuple[registers.Synonyms, ...], "synonyms", "catalogs/synonyms.yml"),
    File("易错词表", "words often written wrong", "catalogs/words.yml", tuple[WrongWord, ...], "words", "catalogs/words.yml"),
    File("失效法规表", "laws that no longer hold", "catalogs/laws.yml", tuple[OldLaw, ...], "laws", "catalogs/laws.yml"),
    File("热线登记表", "register of hotlines", "catalogs/hotlines.yml", tuple[Hotline, ...], "hotlines", "catalogs/hotlines.yml"),
    File("政务服务总表", "the desk of services", "catalogs/services.yml", Desk, "desk", "catalogs/services.yml"),
    File("单位的政务服务事项", "services of a unit", "catalogs/services/<unit>.yml", tuple[Service, ...], "services", "catalogs/services/housing.yml"),
    File("一件事一次办", "services done as one thing", "catalogs/journeys.yml", tuple[Journey, ...], "journeys", "catalogs/journeys.yml"),
    File("画像问题", "questions of the policy calculator", "catalogs/profile.yml", tuple[Fact, ...], "profile", "catalogs/profile.yml"),
    File("服务人群", "audiences", "catalogs/audiences.yml", tuple[Audience, ...], "audiences", "catalogs/audiences.yml"),
    File("惠企惠民措施", "measures", "catalogs/measures.yml", tuple[Measure, ...], "measures", "catalogs/measures.yml"),
    File("来信", "letters of a year", "catalogs/letters/<year>.yml", LettersOfYear, "letters", "catalogs/letters/2026.yml"),
    File("项目", "project", "catalogs/projects/<project>.yml", Project, "project", "catalogs/projects/homes.yml"),
    File("投资计划", "plans of investment", "catalogs/plans.yml", tuple[Plan, ...], "plans", "catalogs/plans.yml"),
    File("专项资金", "funds", "catalogs/funds.yml", tuple[Fund, ...], "funds", "catalogs/funds.yml"),
    File("依申请公开", "disclosure on application", "catalogs/applications.yml", Applications, "applications", "catalogs/applications.yml"),
    File("年度报告", "annual report", "catalogs/annual-reports/<year>/<unit or district>.yml", AnnualReport, "annual-report",
         "catalogs/annual-reports/2025/housing.yml"),
    File("民意征集", "collections of opinions", "catalogs/opinions.yml", tuple[Opinions, ...], "opinions", "catalogs/opinions.yml"),
    File("城区展示", "the district", "catalogs/district.yml", District, "district", "catalogs/district.yml"),
    File("景点", "sights", "catalogs/sights.yml", tuple[Sight, ...], "sights", "catalogs/sights.yml"),
    File("城区图片", "pictures of the district", "catalogs/pictures.yml", tuple[CityPicture, ...], "pictures", "catalogs/pictures.yml"),
    File("区情数字", "figures of a year", "catalogs/figures/<year>.yml", FiguresOfYear, "figures", "catalogs/figures/2025.yml"),
    File("工作日历", "work calendar", "catalogs/calendars/<year>.yml", registers.WorkCalendar, "calendar", "catalogs/calendars/2026.yml"),
    File("站点配置", "configuration", "site.yml", config.SiteConfig, "site", "site.yml"),
)  # fmt: skip

SECTIONS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("文件 Documents", (front_matter.Header, *front_matter.HEADERS.values(), front_matter.Translation)),
    ("目录 Catalogs", (disclosure.CatalogSource,)),
    ("登记表 Registers", (
        registers.Unit, registers.Street, registers.PriorityField, registers.Topic, registers.Synonyms, WrongWord, OldLaw, registers.WorkCalendar,
    )),
    ("政务服务 Services", (Desk, Service, Journey)),
    ("政策计算器 Policy calculator", (Fact, Audience, Measure)),
    ("互动与服务 Answering", (Hotline, LettersOfYear, Opinions, AnnualReport, Project, Plan, Fund, Applications)),
    ("城区展示 The district", (District, Sight, CityPicture, FiguresOfYear)),
    ("配置 Configuration", (config.SiteConfig,)),
)
"""The records of each section; what they are made of follows them."""

NOTES = {
    front_matter.Header: (
        "每个文件开头两行 `---` 之间的内容。下面各类文件都有这些字段，另加自己的字段。"
        "文件的编号是它在 content/ 下的路径，不带语言和后缀，例如 `policies/2026/rent-subsidy`。",
        "What stands between the two `---` lines. Every kind of document has these fields and adds its own. "
        "A document's id is its path below content/ without language and suffix.",
    ),
    disclosure.CatalogSource: (
        "另有 `defaults`：写在前面的一组公开事项字段（除 `id`、`disclosures`、`allow` 外都可以），下面各行没有写的，都按它。引用事项不受影响。",
        "There is also `defaults`: fields of a row (all but `id`, `disclosures` and `allow`) for rows that do not state them. References are not affected.",
    ),
    disclosure.EntrySource: ("`id` 必须写在每一行的最前面。", "`id` comes first in every row."),
    disclosure.EntryReference: ("有 `refers_to` 的行就是引用事项；只能引用完整的公开事项。", "A row with `refers_to` is a reference; it must name a full row."),
    config.SiteConfig: ("`langs` 的第一个应当是 zh-Hans。", "The first of `langs` should be zh-Hans."),
}

VOCABULARIES: tuple[tuple[str, str, Any], ...] = (
    ("文件类别 Kind", "kind", front_matter.Kind), ("解读形式 Form", "form", front_matter.Form), ("公开渠道和载体 Channel", "channel", disclosure.Channel),
    ("公开方式 Method", "method", disclosure.Method), ("公开层级 Level", "level", disclosure.Level), ("起算事件 Event", "event", Event),
)  # fmt: skip

IDS = {
    "DocumentId": ("文件编号", "document id"), "UnitId": ("单位编号", "unit id"), "StreetId": ("街道编号", "street id"),
    "FieldId": ("领域编号", "field id"), "TopicId": ("主题编号", "topic id"), "EntryId": ("公开事项编号", "row id"),
    "SectionId": ("栏目编号", "section id"), "ServiceId": ("事项编号", "service id"), "EventId": ("人生事件编号", "life event id"),
    "MaterialId": ("材料编号", "material id"), "ProcedureId": ("流程编号", "procedure id"), "JourneyId": ("一件事编号", "journey id"),
    "FactId": ("问题编号", "question id"), "AudienceId": ("人群编号", "audience id"), "MeasureId": ("措施编号", "measure id"),
    "SightId": ("景点编号", "sight id"),
}  # fmt: skip
PLAIN = {date: "日期 date, `2026-03-05`", bool: "`true` · `false`", int: "整数 whole number", Decimal: "数 number, two decimals", str: "文字 text"}
OWN_FILTERS = ("day", "iso", "bytes", "jsonld")


# ---------------------------------------------------------------- types in words


def words_of(type_: type) -> tuple[str, str]:
    """Chinese term and English description from a docstring such as `附件: a file to download.`"""
    first = (type_.__doc__ or "").strip().split("\n\n")[0].replace("\n", " ")
    zh, _, en = first.partition(": ")
    return zh.rstrip("."), en and en[0].upper() + en[1:]


def anchor(heading: str) -> str:
    """The fragment by which GitHub knows a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def heading_of(type_: type) -> str:
    return f"{type_.__name__} {words_of(type_)[0]}"


def hints(type_: type) -> dict[str, Any]:
    return typing.get_type_hints(type_, include_extras=True)


def taken_apart(hint: Any) -> tuple[Any, list[Any]]:
    """A type without its annotations, and the annotations with those inside field descriptions."""
    marks: list[Any] = []
    while get_origin(hint) is Annotated:
        for mark in hint.__metadata__:
            for told in (mark, *mark) if isinstance(mark, Described) else (mark,):
                marks += [told, *told.metadata] if isinstance(told, FieldInfo) else [told]
        hint = get_args(hint)[0]
    return hint, marks


def bound(marks: Iterable[Any], name: str) -> Any:
    return next((value for mark in marks if (value := getattr(mark, name, None)) is not None), None)


def in_words(hint: Any) -> str:
    """What may be written for a type, in a few words of both languages."""
    type_, marks = taken_apart(hint)
    if hasattr(type_, "__supertype__"):
        zh, en = IDS[type_.__name__]
        pattern = bound(marks, "pattern")
        return f"{zh} {en}" + (f", `{pattern}`" if pattern else "")
    if get_origin(type_) in (Union, types.UnionType):
        return " / ".join(in_words(member) for member in get_args(type_) if member is not type(None))
    if get_origin(type_) is Literal:
        title = next((title for title, _, values in VOCABULARIES if get_args(values) == get_args(type_)), None)
        return f"选项 one of [{title}](#{anchor(title)})" if title else " · ".join(f"`{value}`" for value in get_args(type_))
    if get_origin(type_) is tuple:
        least = bound(marks, "min_length")
        return f"列表 list{f' ≥ {least}' if least else ''}: {in_words(get_args(type_)[0])}"
    if get_origin(type_) is dict:
        key, value = get_args(type_)
        if get_args(key) == LANGS:
            return "文字，或按语言分写 text, or one for each of " + ", ".join(f"`{lang}`" for lang in LANGS)
        return f"若干行 lines {in_words(key)} : {in_words(value)}"
    if is_dataclass(type_):
        return f"[{words_of(type_)[0]} {type_.__name__}](#{anchor(heading_of(type_))})"
    return PLAIN[type_] + limits_of(type_, marks)


def limits_of(type_: Any, marks: list[Any]) -> str:
    if type_ is int:
        return f", {bound(marks, 'ge')}–{bound(marks, 'le')}"
    if type_ is str and (pattern := bound(marks, "pattern")):
        return f", `{pattern}`".replace("|", "\\|")
    longest = bound(marks, "max_length") if type_ is str else None
    return f" ≤ {longest} 字" if longest else ""


def default_of(field: Field[Any]) -> str:
    if field.default is MISSING:
        return "**必填 required**" if field.default_factory is MISSING else "—"
    value = field.default
    if value is None or value == () or is_dataclass(value):
        return "—"
    shown = ", ".join(value) if isinstance(value, tuple) else str(value).lower() if isinstance(value, bool) else value
    return f"`{shown}`"


# ---------------------------------------------------------------- content-model.md


def content_model() -> str:
    out = [
        "# 内容模型 Content model",
        "> 本文由 `python3 docs/generate.py` 根据程序的类型定义生成，请勿手改。\n"
        "> Made by `python3 docs/generate.py` from the types of the program; do not edit.",
        "每个字段写成一行 `字段: 值`；没有列出的字段一律报错。值都按文字读取，再按字段的要求转换："
        "`010`、`12:30`、`no` 写了什么就是什么。空着的可选字段等于没有写。",
        "A field is a line `name: value`; fields that are not listed are refused. Values are read as text and converted as the field demands. "
        "An optional field left empty counts as absent.",
        "## 文件与位置 Files and their places",
        table(("文件 File", "位置 Place", "类型 Type", "补全 Schema"), (file_row(file) for file in FILES)),
    ]
    described: set[type] = set()
    for title, records in SECTIONS:
        out.append(f"## {title}")
        for type_ in (*records, *(part for record_ in records for part in parts(record_))):
            if type_ not in described:
                described.add(type_)
                out += section(type_)
    out.append("## 词表 Vocabularies")
    for title, prefix, values in VOCABULARIES:
        rows = ((f"`{value}`", interface_words("zh-Hans")[f"{prefix}.{value}"], interface_words("en")[f"{prefix}.{value}"]) for value in get_args(values))
        out += [f"### {title}", table(("值 Value", "中文", "English"), rows)]
    return "\n\n".join(out) + "\n"


def file_row(file: File) -> tuple[str, ...]:
    described = record(file.type_)
    link = f"[{described.__name__}](#{anchor(heading_of(described))})"
    return f"{file.zh} {file.en}", f"`{file.place}`", link, f"[{file.schema}](schemas/{file.schema}.schema.json)"


def record(type_: Any) -> type:
    """The record itself, or that of a register's rows."""
    found = get_args(type_)[0] if get_origin(type_) is tuple else type_
    assert isinstance(found, type)
    return found


def parts(hint: Any) -> Iterator[type]:
    """Every record that a type is made of, itself first."""
    type_, _ = taken_apart(hint)
    if is_dataclass(type_) and isinstance(type_, type):
        yield type_
        inside = [hints(type_)[field.name] for field in fields(type_)]
    else:
        inside = [] if get_origin(type_) is Literal else list(get_args(type_))
    for found in inside:
        yield from parts(found)


def section(type_: type) -> Iterator[str]:
    zh, en = words_of(type_)
    yield f"### {heading_of(type_)}"
    yield en or zh
    if places := [f"`{file.place}`" for file in FILES if record(file.type_) is type_]:
        yield "位置 Place: " + ", ".join(dict.fromkeys(places))
    if type_ in NOTES:
        yield from NOTES[type_]
    shared = issubclass(type_, front_matter.Header) and type_ is not front_matter.Header
    own = [f for f in fields(type_) if not shared or f.name in type_.__annotations__]
    if shared:
        common = f"[共同要素](#{anchor(heading_of(front_matter.Header))})"
        yield f"{common}之外的字段 Fields besides the common ones:" if own else f"只有{common}。Only the common fields."
    if own:
        yield table(("字段 Field", "名称", "Meaning", "写法 Form", "默认 Default"), (field_row(type_, field) for field in own))
    for file in FILES:
        if record(file.type_) is type_:
            yield f"示例 Example: `{file.example}`"
            yield f"```{'markdown' if file.example.endswith('.md') else 'yaml'}\n{EXAMPLES[file.example]}```"


def field_row(type_: type, field: Field[Any]) -> tuple[str, ...]:
    hint = hints(type_)[field.name]
    info = next(mark for mark in taken_apart(hint)[1] if isinstance(mark, Term))
    return f"`{field.name}`", info.zh, info.en, in_words(hint), default_of(field)


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ("---",) * len(head), *rows))


@cache
def interface_words(lang: str) -> dict[str, str]:
    tree = schema.outline((ROOT / "themes/default/strings" / f"{lang}.yml").read_text(encoding="utf-8"), lang)[0].tree
    return {key: value for key, value in tree.items() if isinstance(value, str)} if isinstance(tree, dict) else {}


# ---------------------------------------------------------------- schemas/


def json_schema(file: File) -> str:
    made = schema.adapter(file.type_).json_schema(ref_template="#/definitions/{model}")
    made["definitions"] = made.pop("$defs", {})
    if file.type_ is disclosure.CatalogSource:
        row = made["definitions"]["EntrySource"]
        # What a row does not state may come from `defaults`.
        row["required"] = ["id"]
        laid = {name: value for name, value in row["properties"].items() if name not in ("id", "disclosures", "allow")}
        made["properties"]["defaults"] = {
            "type": "object", "title": "共同的列", "description": "columns of the rows that do not state them",
            "properties": laid, "additionalProperties": False,
        }  # fmt: skip
    made = as_written(made) | {"$schema": "http://json-schema.org/draft-07/schema#"}
    return json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def as_written(node: Any) -> Any:
    """A schema for what editors write: any plain value serves as text, a name may be one text for all languages."""
    if isinstance(node, list):
        return [as_written(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {key: as_written(value) for key, value in node.items() if not (key == "default" and value in (None, []))}
    if made.get("type") == "string" and not made.keys() & {"enum", "const", "format"}:
        made["type"] = ["string", "number", "boolean"]
    if made.get("type") == "object" and "propertyNames" in made:
        about = {key: made.pop(key) for key in ("title", "description") if key in made}
        if least := made.pop("minLength", None):
            made["minProperties"] = least
        if made["propertyNames"].get("enum") == list(LANGS):
            made = {"anyOf": [made["additionalProperties"], made]}
        made |= about
    return made


# ---------------------------------------------------------------- blocks of themes.md and editors.md


def question_tables() -> str:
    out = []
    for _, family, _ in pkgutil.iter_modules(questions.__path__, "sitegen.questions."):
        module = importlib.import_module(family)  # which registers its questions
        rows = (question_row(name, found) for name, found in questions.QUESTIONS.items() if found.answer.__module__ == module.__name__)
        out += [f"### {module.__doc__.strip().rstrip('.')}", table(("提问 Question", "回答 Answer", "说明 Notes"), rows)]
    return "\n\n".join(out)


def question_row(name: str, found: questions.Question) -> tuple[str, ...]:
    given = typing.get_type_hints(found.answer)
    answer = answer_words(given.pop("return"))
    given.pop("ask")
    optional = (found.answer.__defaults__ or ()) and list(given)[-len(found.answer.__defaults__ or ()) :]
    arguments = ", ".join(f"{argument}=" if argument in optional else argument.rstrip("_") for argument in given)
    notes = ("问的是当前页 of the page that asks. " if found.of_page else "") + " ".join((found.answer.__doc__ or "").split())
    return f"`site.{name}({arguments})`", answer, notes.strip()


def answer_words(type_: Any) -> str:
    if get_origin(type_) in (Union, types.UnionType):
        return answer_words(get_args(type_)[0]) + " / none"
    if get_origin(type_) is tuple:
        members = get_args(type_)
        return f"list of {answer_words(members[0])}" if members[-1] is Ellipsis else "(" + ", ".join(map(answer_words, members)) + ")"
    if get_origin(type_) is Literal:
        return " · ".join(f"`{value}`" for value in get_args(type_))
    return {str: "text", int: "number", bool: "true/false", date: "date"}.get(type_, getattr(type_, "__name__", str(type_)))


def view_table() -> str:
    families = [importlib.import_module(name) for _, name, _ in pkgutil.iter_modules(questions.__path__, "sitegen.questions.")]
    own_views = [v for family in families for v in vars(family).values() if is_dataclass(v) and isinstance(v, type) and v.__module__ == family.__name__]
    modules = (views, time_views, interpretation_views)
    used = dict.fromkeys([*(v for module in modules for v in vars(module).values() if is_dataclass(v) and isinstance(v, type)), *own_views])
    names = {module.__name__ for module in modules}
    own = sorted((v for v in used if v.__module__ in names), key=lambda v: v.__name__)
    rest = sorted((v for v in used if v.__module__ not in names), key=lambda v: v.__name__)
    rows = ((view.__name__, view_notes(view), ", ".join(f"`{f.name}`" for f in fields(view))) for view in (*own, *rest))
    return table(("回答 Answer", "说明 Notes", "字段 Fields"), rows)


def view_notes(view: type) -> str:
    doc = " ".join((view.__doc__ or "").split())
    return "" if doc.startswith(f"{view.__name__}(") else doc


def filter_list() -> str:
    return ", ".join(f"`{name}`" for name in sorted(environment_base().filters) if name not in OWN_FILTERS)


def problem_table() -> str:
    found: dict[str, Problem] = {}
    for _, name, _ in pkgutil.walk_packages(sitegen.__path__, "sitegen."):
        if name.startswith("sitegen.lint."):
            continue  # docs/rules.md has them
        module = importlib.import_module(name)
        found |= {value.code: value for value in vars(module).values() if isinstance(value, Problem) and value.code[0] in "SDW"}
    level = {"error": "错误 error", "warning": "警告 warning", "info": "提示 info"}
    rows = ((p.code, level[p.level], blanks(p.message.zh), blanks(p.message.en), blanks(p.remedy.zh)) for _, p in sorted(found.items()))
    return table(("代码 Code", "级别 Level", "中文", "English", "改法 Remedy"), rows)


def blanks(message: str) -> str:
    return re.sub(r"\{(\w+)\}", "…", message).replace("|", "\\|")


def mistake_list() -> str:
    out = []
    for number, mistake in enumerate(MISTAKES, 1):
        files = with_mistake(mistake)
        before, after = next((a, b) for a, b in zip(EXAMPLES[mistake.path].split("\n"), files[mistake.path].split("\n"), strict=False) if a != b)
        shown = text(Results(errors_in(files), lambda place, files=files: files[place.path].split("\n")[place.line - 1]))
        out.append(f"**{number}. {mistake.zh}** {mistake.en[0].upper()}{mistake.en[1:]}")
        out.append(f"写成 Written: `{after.strip()}`" if mistake.wrong else f"删去 Left out: `{before.strip()}`")
        out.append(f"```text\n{shown}```")
    return "\n\n".join(out)


def with_mistake(mistake: Mistake) -> dict[str, str]:
    """The files of the example portal with one slip in them."""
    assert mistake.right in EXAMPLES[mistake.path], mistake
    return EXAMPLES | {mistake.path: EXAMPLES[mistake.path].replace(mistake.right, mistake.wrong, 1)}


def errors_in(files: dict[str, str]) -> tuple[Finding, ...]:
    """What stops a portal of these files from being published."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for path, content in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(content, encoding="utf-8")
        for path, data in PICTURES.items():
            (root / path).write_bytes(data)
        return tuple(finding for finding in check(root, Options(AS_OF)).findings if finding.level == "error")


BLOCKS = {
    "themes.md": {"questions": question_tables, "answers": view_table, "filters": filter_list},
    "editors.md": {"mistakes": mistake_list, "problems": problem_table},
}


def with_blocks(name: str) -> str:
    """A hand-written file with its generated blocks made anew."""
    page = (HERE / name).read_text(encoding="utf-8")
    for block, make in BLOCKS[name].items():
        begin, end = f"<!-- begin {block}: docs/generate.py -->", f"<!-- end {block} -->"
        if begin not in page or end not in page:
            sys.exit(f"docs/{name}: no {begin} … {end}")
        head, rest = page.split(begin, 1)
        page = f"{head}{begin}\n\n{make()}\n\n{end}{rest.split(end, 1)[1]}"
    return page


# ---------------------------------------------------------------- the script


def outputs() -> dict[Path, str]:
    made = {HERE / "content-model.md": content_model()}
    made |= {HERE / "schemas" / f"{file.schema}.schema.json": json_schema(file) for file in FILES}
    return made | {HERE / name: with_blocks(name) for name in BLOCKS}


if __name__ == "__main__":
    assert pydantic
    sys.exit(bring(outputs(), sys.argv[1:]))
