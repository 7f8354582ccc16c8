"""YAML text -> typed records, every value with its place (数据格式检查).

YAML decides nothing but the structure: every scalar stays the text that was typed, and the
schema alone gives it a type, so `010`, `12:30`, `no` and `1.10` stay what they were. The
tree is built from libyaml's events in one pass, because composed nodes would hide aliases
and duplicate keys, and because libyaml's own composer overflows the stack on deep nesting.
Pydantic then gathers all errors of a file; its error paths lead back to lines and columns.
"""

import codecs
import difflib
import functools
import re
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Annotated, Any, TypeVar, Union, get_args, get_origin

import yaml
from yaml import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # events are all that is asked of it

from sitegen import limits
from sitegen.described import Term
from sitegen.document import Mark
from sitegen.findings import Finding, Location, Problem, problem
from sitegen.languages import Lang
from sitegen.yaml_words import KEY, in_words

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

T = TypeVar("T")
Path = tuple[str | int, ...]
Tree = str | list["Tree"] | dict[str, "Tree"]

ENCODING = problem(
    "S001", "wrong-encoding", "文件不是 UTF-8 编码（可能是 {guess}）", "the file is not UTF-8 text (it may be {guess})",
    remedy=("在编辑器里选择“另存为 UTF-8”", "save it as UTF-8 in your editor"),
)  # fmt: skip
CONTROL = problem(
    "S002", "control-character", "文件里有看不见的控制字符 {character}", "there is an invisible control character {character}",
    remedy=("删除这个字符，重新输入这一行", "delete it and type the line again"),
)  # fmt: skip
BIDI = problem(
    "S014", "direction-character", "文件里有改变文字方向的隐藏字符 {character}，已去掉",
    "a hidden character that turns the direction of text, {character}, was left out",
    level="warning", remedy=("删除这个字符，重新输入这一行", "delete it and type the line again"),
)  # fmt: skip
TOO_LARGE = problem(
    "S003", "too-large", "{what} 超过上限 {limit}", "{what} is above the limit of {limit}",
    remedy=("拆成几个文件，或把大表格放进附件", "split it, or move large tables into an attachment"),
)  # fmt: skip
BAD_YAML = problem(
    "S004", "bad-yaml", "这里不符合 YAML 写法：{reason_zh}", "this is not well-formed YAML: {reason}",
    remedy=("检查缩进（用空格，不用制表符）、冒号后的空格和成对的引号", "check indentation (spaces, no tabs), the space after each colon, and paired quotes"),
)  # fmt: skip
DUPLICATE_KEY = problem(
    "S005", "duplicate-key", "“{key}” 写了两次（第一次在第 {first} 行）", "`{key}` is written twice (first on line {first})",
    remedy=("只保留一个", "keep one of them"),
)  # fmt: skip
YAML_FEATURE = problem(
    "S006", "yaml-feature", "不能使用 YAML 的{feature_zh}", "YAML {feature} cannot be used here",
    remedy=("直接写出内容；如果文字以 & * ! 开头，请加引号", "write the value itself; quote text that begins with & * or !"),
)  # fmt: skip
TOO_DEEP = problem(
    "S007", "too-deep", "嵌套超过 {limit} 层", "nested more than {limit} levels deep",
    remedy=("检查缩进或多余的括号", "check the indentation or stray brackets"),
)  # fmt: skip
NOT_A_MAPPING = problem(
    "S008", "wrong-shape", "这里应当是{expected_zh}", "this should be {expected}",
    remedy=("参照同类文件的写法", "write it as in a similar file"),
)  # fmt: skip
UNKNOWN = problem(
    "S101", "unknown-field", "没有字段 “{field}”{hint_zh}", "there is no field `{field}`{hint}",
    remedy=("改成正确的字段名，或删除这一行", "use the right name, or delete the line"),
)  # fmt: skip
MISSING = problem(
    "S102", "missing-field", "缺少 “{field}”（{term}）", "`{field}` is missing ({meaning})",
    remedy=("在这里加一行 {field}: …", "add a line `{field}: …` here"),
)  # fmt: skip
WRONG_VALUE = problem(
    "S103", "wrong-value", "“{field}”（{term}）的值 “{value}” 不对：{why_zh}", "the value `{value}` of `{field}` is wrong: {why}",
    remedy=("请按“{term}”的要求填写 {field}", "write {field} as: {meaning}"),
)  # fmt: skip
NOT_A_DATE = problem(
    "S104", "not-a-date", "“{field}”（{term}）的 “{value}” 不是日期", "`{value}` in `{field}` is not a date",
    remedy=("写成 年-月-日，例如 2026-03-05", "write it as year-month-day, such as 2026-03-05"),
)  # fmt: skip
NOT_A_CHOICE = problem(
    "S105", "not-a-choice", "“{field}”（{term}）不能是 “{value}”{hint_zh}", "`{field}` cannot be `{value}`{hint}",
    remedy=("可以写：{choices}", "one of: {choices}"),
)  # fmt: skip
NOT_A_LIST = problem(
    "S106", "not-a-list", "“{field}”（{term}）应当是列表", "`{field}` should be a list",
    remedy=("写成 {field}: [{value}]，或每行以 “- ” 开头", "write `{field}: [{value}]`, or one `- ` line for each"),
)  # fmt: skip
ID_FIRST = problem(
    "S107", "id-not-first", "每一行的第一个字段应当是 id", "`id` should be the first key of every row",
    remedy=("把 id 移到这一行的最前面", "move `id` to the front of the row"),
)  # fmt: skip


@dataclass(slots=True)
class Outline:
    """A YAML tree in which every scalar is text, with the place of each key and value."""

    tree: Tree = ""
    keys: dict[Path, Mark] = field(default_factory=dict)
    blanks: list[Path] = field(default_factory=list)
    """Keys without a value: as if the line were not there, provided that there is such a field."""
    values: dict[Path, Mark] = field(default_factory=dict)

    def mark(self, path: Path) -> Mark:
        """Where the value at `path` stands, or the nearest thing around it that stands somewhere."""
        for length in range(len(path), -1, -1):
            for marks in (self.values, self.keys):
                if path[:length] in marks:
                    return marks[path[:length]]
        return Mark(1, 1)


class _Refused(Exception):
    def __init__(self, problem: Problem, mark: Mark, **params: str) -> None:
        self.problem, self.mark, self.params = problem, mark, params


def decode_text(data: bytes, path: str) -> tuple[str, tuple[Finding, ...]]:
    """Bytes as text with one kind of line end, and what is wrong with them."""
    try:
        # A byte order mark is what spreadsheet programs put first; it is not content. (The codec that leaves it out takes twice as long.)
        text = data.removeprefix(codecs.BOM_UTF8).decode()
    except UnicodeDecodeError as error:
        before = data[: error.start]
        line, column = before.count(b"\n") + 1, error.start - before.rfind(b"\n")
        return "", (Finding(ENCODING, Location(path, line, column), {"guess": _guess_encoding(data)}),)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if _HIDDEN.search(text) is None:
        return text, ()
    found = []
    for number, line_text in enumerate(text.split("\n"), 1):
        for match in _HIDDEN.finditer(line_text):
            what = BIDI if match[0] in _DIRECTIONS else CONTROL
            found.append(Finding(what, Location(path, number, match.start() + 1), {"character": f"U+{ord(match[0]):04X}"}))
    return text.translate(dict.fromkeys(map(ord, _DIRECTIONS))), tuple(found[:20])


_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# Controls but tab and line end, what XML cannot carry, and what turns the direction of text.
_HIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff{_DIRECTIONS}]")


def _guess_encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "UTF-16"
    try:
        data.decode("gb18030")
    except UnicodeDecodeError:
        return "?"
    return "GBK"


def outline(text: str, path: str, *, first_line: int = 1, nodes: int = limits.YAML_NODES) -> tuple[Outline, tuple[Finding, ...]]:
    """The tree of a YAML text; `first_line` is the line of the file on which the text begins."""
    builder = _Builder(first_line, nodes)
    try:
        return builder.build(text), tuple(
            Finding(DUPLICATE_KEY, Location(path, m.line, m.column), {"key": key, "first": str(first)})
            for key, m, first in builder.duplicates
        )
    except _Refused as refused:
        found = Finding(refused.problem, Location(path, refused.mark.line, refused.mark.column), refused.params)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 1)
        words = in_words(getattr(error, "problem", None) or "")
        found = Finding(BAD_YAML, Location(path, line, column), {"reason": words.en, "reason_zh": words.zh})
    return Outline(), (found,)


class _Builder:
    """Builds an Outline from libyaml's events, without recursion."""

    def __init__(self, first_line: int, nodes: int) -> None:
        self.first_line, self.limit, self.nodes = first_line, nodes, 0
        self.duplicates: list[tuple[str, Mark, int]] = []

    def build(self, text: str) -> Outline:
        result = Outline()
        keys, values = result.keys, result.values
        around: list[tuple[Any, Path]] = []
        parent: Any = None  # the collection that is open, and where it stands
        here: Path = ()
        pending: str | None = None  # the key whose value comes next
        documents = 0
        event: Any  # the stubs know only the base class of events
        for event in iter(CParser(text).get_event, None):
            kind = type(event)
            if kind in _NODES:
                mark = self._check(event, len(around))
                where = here
                if type(parent) is dict:
                    if pending is None:
                        if kind is not ScalarEvent:
                            raise _Refused(BAD_YAML, mark, reason=KEY.en, reason_zh=KEY.zh)
                        pending = event.value
                        place = (*here, pending)
                        if place in keys:
                            self.duplicates.append((pending, mark, keys[place].line))
                        else:
                            keys[place] = mark
                        continue
                    where = (*here, pending)
                elif type(parent) is list:
                    where = (*here, len(parent))
                value: Any
                if kind is ScalarEvent:
                    value = event.value
                    if not value.isprintable() and (hidden := _HIDDEN.search(value)):
                        raise _Refused(CONTROL, mark, character=f"U+{ord(hidden[0]):04X}")
                    # An empty plain value is a field the editor left blank: as if the line were not there.
                    if value == "" and event.implicit[0] and pending is not None:
                        result.blanks.append(where)
                        pending = None
                        continue
                else:
                    value = {} if kind is MappingStartEvent else []
                values[where] = mark
                if pending is not None:
                    parent[pending] = value
                    pending = None
                elif parent is not None:
                    parent.append(value)
                else:
                    result.tree = value
                if kind is not ScalarEvent:
                    around.append((parent, here))
                    parent, here = value, where
            elif kind in _ENDS:
                parent, here = around.pop()
            elif kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise _Refused(YAML_FEATURE, self._mark(event), feature="document separators (---)", feature_zh="分隔线（---）")
            elif kind is yaml.AliasEvent:
                raise _Refused(YAML_FEATURE, self._mark(event), feature="aliases (*)", feature_zh="引用（*）")
        return result

    def _mark(self, event: Any) -> Mark:
        start = event.start_mark
        return Mark(start.line + self.first_line, start.column + 1)

    def _check(self, event: Any, depth: int) -> Mark:
        mark = self._mark(event)
        self.nodes += 1
        if self.nodes > self.limit:
            raise _Refused(TOO_LARGE, mark, what="YAML", limit=f"{self.limit}")
        if depth > limits.YAML_DEPTH:
            raise _Refused(TOO_DEEP, mark, limit=str(limits.YAML_DEPTH))
        if event.anchor is not None:
            raise _Refused(YAML_FEATURE, mark, feature="anchors (&)", feature_zh="锚点（&）")
        if event.tag is not None and event.tag != "!":
            raise _Refused(YAML_FEATURE, mark, feature="tags (!)", feature_zh="类型标记（!）")
        return mark


_NODES = (ScalarEvent, MappingStartEvent, SequenceStartEvent)
_ENDS = (MappingEndEvent, SequenceEndEvent)


# ---------------------------------------------------------------- records


@functools.cache
def adapter(type_: Any) -> "TypeAdapter[Any]":
    """The validator of a type, built once."""
    from pydantic import TypeAdapter

    return TypeAdapter(type_)


def decode(type_: Any, found: Outline, path: str) -> tuple[Any, tuple[Finding, ...]]:
    """The tree as a value of `type_`, or None and every reason why not."""
    from pydantic import ValidationError

    blank = tuple(finding for where in found.blanks if (finding := _unknown_blank(type_, where, found, path)))
    try:
        value = adapter(type_).validate_python(found.tree)
    except ValidationError as error:
        return None, (*blank, *(_explain(type_, details, found, path) for details in _root_causes(error.errors(include_url=False))))
    return (None if blank else value), blank


def _unknown_blank(type_: Any, where: Path, found: Outline, path: str) -> Finding | None:
    """A key without a value that is no field here: half a sentence after a comma in {…}, or a slip of the pen."""
    _, owner, _ = _walk(type_, where, found.tree)
    key = str(where[-1])
    names = [*_field_names(owner), *get_args(Lang)]
    if key in names or owner is None:
        return None
    return _at(UNKNOWN, path, found.keys[where], {"field": key} | _hint(difflib.get_close_matches(key, names, n=1, cutoff=0.6)))


def _root_causes(errors: "list[ErrorDetails]") -> "Iterator[ErrorDetails]":
    """Errors that are not merely the echo of an error further in."""
    for error in errors:
        deeper = any(other is not error and other["loc"][: len(error["loc"])] == error["loc"] for other in errors)
        if not (error["type"] == "too_short" and deeper):
            yield error


def _explain(type_: Any, error: "ErrorDetails", found: Outline, path: str) -> Finding:
    of_key = error["loc"][-1:] == ("[key]",)
    location, owner, info = _walk(type_, error["loc"][:-2] if of_key else error["loc"], found.tree)
    name = next((str(part) for part in reversed(location) if isinstance(part, str)), "")
    value = error["input"]
    shown = value if isinstance(value, str) else ""
    params = {
        "field": name,
        "value": shown[:80],
        "term": (info.zh if info else None) or name,
        "meaning": (info.en if info else None) or name,
    }
    kind, context = error["type"], error.get("ctx", {})
    if kind in ("unexpected_keyword_argument", "extra_forbidden"):
        mark = found.keys.get(location) or found.mark(location)
        near = difflib.get_close_matches(name, _field_names(owner), n=1, cutoff=0.6)
        return _at(UNKNOWN, path, mark, params | _hint(near))
    if kind in ("missing", "missing_argument"):
        return _at(MISSING, path, found.mark(location[:-1]), params)
    mark = found.values.get(location) or found.mark(location)
    if of_key:
        mark = found.keys.get((*location, shown)) or mark
    if kind == "iso_date":
        return _at(NOT_A_DATE, path, mark, params)
    if kind in ("literal_error", "enum"):
        choices = [c.strip("' ") for c in context.get("expected", "").replace(" or ", ", ").split(", ")]
        near = difflib.get_close_matches(shown, choices, n=1, cutoff=0.5)
        return _at(NOT_A_CHOICE, path, mark, params | _hint(near) | {"choices": " · ".join(choices)})
    if kind in ("tuple_type", "list_type"):
        return _at(NOT_A_LIST, path, mark, params)
    if kind in ("dataclass_type", "dict_type", "model_type", "dataclass_exact_type"):
        return _at(NOT_A_MAPPING, path, mark, {"expected_zh": "“字段: 值” 的若干行", "expected": "lines of `field: value`"})
    why_zh, why = _why(kind, context, error["msg"])
    return _at(WRONG_VALUE, path, mark, params | {"why_zh": why_zh, "why": why})


def _why(kind: str, context: dict[str, Any], message: str) -> tuple[str, str]:
    match kind:
        case "string_too_long":
            return f"超过 {context['max_length']} 个字", f"longer than {context['max_length']} characters"
        case "string_too_short":
            return "不能为空", "it cannot be empty"
        case "too_short":
            return f"至少要有 {context['min_length']} 项", f"at least {context['min_length']} needed"
        case "int_parsing" | "int_type" | "int_from_float":
            return "应当是整数", "a whole number is needed"
        case "bool_parsing" | "bool_type":
            return "应当是 true 或 false", "true or false is needed"
        case "greater_than_equal":
            return f"应当不小于 {context['ge']}", f"at least {context['ge']}"
        case "less_than_equal":
            return f"应当不大于 {context['le']}", f"at most {context['le']}"
        case "string_pattern_mismatch":
            return f"写法不符（{context['pattern']}）", f"it does not have the form {context['pattern']}"
        case "string_type":
            return "应当是一段文字", "plain text is needed"
    return message, message


def _hint(near: list[str]) -> dict[str, str]:
    return {"hint_zh": f"，您是否想写 “{near[0]}”？", "hint": f"; did you mean `{near[0]}`?"} if near else {"hint_zh": "", "hint": ""}


def unknown_keys(found: Outline, where: Path, tree: dict[str, Tree], known: list[str], path: str) -> tuple[Finding, ...]:
    """A finding for each key of a mapping that is none of the known ones."""
    return tuple(
        _at(UNKNOWN, path, found.keys[(*where, key)], {"field": key} | _hint(difflib.get_close_matches(key, known, n=1, cutoff=0.6)))
        for key in tree
        if key not in known
    )


def _at(problem: Problem, path: str, mark: Mark, params: dict[str, str]) -> Finding:
    return Finding(problem, Location(path, mark.line, mark.column), params)


def _field_names(owner: Any) -> list[str]:
    return [f.name for f in fields(owner)] if is_dataclass(owner) else []


def _walk(type_: Any, location: tuple[str | int, ...], tree: Any) -> tuple[Path, Any, Term | None]:
    """Follow pydantic's error path: the path in the YAML tree, the record that holds its last step, that field's words.

    Pydantic's path names the member of a union too; such steps are no keys of the tree.
    """
    from pydantic import Tag

    path: list[str | int] = []
    owner, info = None, None
    here = type_
    for part in location:
        here, found = _unwrap(here)
        info = found or info
        if get_origin(here) in (Union, types.UnionType):
            members = [m for m in get_args(here) if m is not type(None)]
            tagged = [m for m in members if any(isinstance(x, Tag) and x.tag == part for x in getattr(m, "__metadata__", ()))]
            if tagged:
                here = tagged[0]
                continue
            here, _ = _unwrap(members[0])
        path.append(part)
        if is_dataclass(here):
            owner = here
            hints = _hints(typing.cast(type, here))
            here = hints.get(str(part), str)
            info = _unwrap(here)[1] if str(part) in hints else None
        elif get_origin(here) in (tuple, list):
            here = get_args(here)[0]
        elif get_origin(here) is dict:
            here = get_args(here)[1]
    return tuple(path), owner, info


@functools.cache
def _hints(type_: Any) -> dict[str, Any]:
    return typing.get_type_hints(type_, include_extras=True)


def _unwrap(type_: Any) -> tuple[Any, Term | None]:
    info = None
    while get_origin(type_) is Annotated:
        info = next((x for x in type_.__metadata__ if isinstance(x, Term)), info)
        type_ = get_args(type_)[0]
    if hasattr(type_, "__supertype__"):
        return str, info
    return type_, info

