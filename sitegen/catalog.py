"""YAML bytes -> catalogs, registers, calendars and the portal's configuration (目录与登记表解析).

A file's place says what it is: `units.yml` is the register of units, `fields/housing.yml` the
catalog of the field `housing`. `defaults` at the head of a catalog are columns that rows do
not repeat; they are laid under each row before anything is checked.
"""

import re
from dataclasses import dataclass, field
from typing import Any, get_origin

from sitegen import limits, schema
from sitegen.config import SiteConfig
from sitegen.disclosure import CatalogKind, CatalogSource, EntrySource
from sitegen.findings import Finding, Location, blocks, problem
from sitegen.records import family
from sitegen.registers import PriorityField, Street, Synonyms, Topic, Unit, WorkCalendar
from sitegen.schema import Outline, Path
from sitegen.wording import OldLaw, WrongWord

UNKNOWN_FILE = problem(
    "D009", "unknown-catalog-file", "不知道这个文件是哪一种目录", "this file is no kind of catalog that the portal knows",
    remedy=(
        "各种目录和登记表的文件名、位置见 docs/content-model.md 开头的表",
        "see the table at the head of docs/content-model.md for names and places of catalogs and registers",
    ),
)  # fmt: skip

REGISTERS: dict[str, Any] = {
    "catalogs/units.yml": tuple[Unit, ...],
    "catalogs/streets.yml": tuple[Street, ...],
    "catalogs/fields.yml": tuple[PriorityField, ...],
    "catalogs/topics.yml": tuple[Topic, ...],
    "catalogs/words.yml": tuple[WrongWord, ...],
    "catalogs/laws.yml": tuple[OldLaw, ...],
    "catalogs/synonyms.yml": tuple[Synonyms, ...],
}
_OWNED: dict[str, CatalogKind] = {"fields": "field", "streets": "street", "units": "unit"}
_CALENDAR = re.compile(r"catalogs/calendars/(\d{4})\.yml")


@dataclass(frozen=True, slots=True)
class ParsedYaml:
    """What one YAML file became; `value` is None where it could not be read."""

    path: str
    value: Any
    outline: Outline = field(default_factory=Outline)
    findings: tuple[Finding, ...] = ()

    def place(self, *steps: str | int) -> Location:
        """Where a value stands in the file."""
        mark = self.outline.mark(steps)
        return Location(self.path, mark.line, mark.column)


def catalog_kind(path: str) -> tuple[CatalogKind, str] | None:
    """The kind of catalog a path holds and its owner's id, or None."""
    if path == "catalogs/public-concern.yml":
        return "public-concern", ""
    parts = path.removesuffix(".yml").split("/")
    if len(parts) == 3 and parts[1] in _OWNED and path.endswith(".yml"):
        return _OWNED[parts[1]], parts[2]
    return None


def calendar_year(path: str) -> int | None:
    match = _CALENDAR.fullmatch(path)
    return int(match[1]) if match else None


def parse_config(data: bytes) -> ParsedYaml:
    return _parse("site.yml", data, SiteConfig)


def parse_yaml(path: str, data: bytes) -> ParsedYaml:
    """One file below catalogs/, given as `catalogs/…` path and bytes."""
    if path in REGISTERS:
        return _parse(path, data, REGISTERS[path])
    if calendar_year(path):
        return _parse(path, data, WorkCalendar)
    if catalog_kind(path):
        return _parse(path, data, CatalogSource)
    if found := family(path):
        return _parse(path, data, found.type_)
    return ParsedYaml(path, None, findings=(Finding(UNKNOWN_FILE, Location(path, 1, 1)),))


def _parse(path: str, data: bytes, type_: Any) -> ParsedYaml:
    if len(data) > limits.CATALOG_BYTES:
        return ParsedYaml(
            path, None, findings=(Finding(schema.TOO_LARGE, Location(path), {"what": "file / 文件", "limit": f"{limits.CATALOG_BYTES:,} bytes"}),)
        )
    text, hidden = schema.decode_text(data, path)
    if blocks(hidden):
        return ParsedYaml(path, None, findings=hidden)
    outline, found = schema.outline(text, path)
    if found:
        return ParsedYaml(path, None, outline, found)
    listed = get_origin(type_) is tuple
    expected = ("若干行 “- id: …”", "a list of `- id: …`") if listed else ("“字段: 值” 的若干行", "lines of `field: value`")
    if not isinstance(outline.tree, list if listed else dict):
        return ParsedYaml(path, None, outline, (Finding(schema.NOT_A_MAPPING, Location(path, 1, 1), {"expected_zh": expected[0], "expected": expected[1]}),))
    early: tuple[Finding, ...] = ()
    if type_ is CatalogSource:
        early = _lay_defaults(path, outline)
    rows = outline.tree if isinstance(outline.tree, list) else outline.tree.get("entries") if type_ is CatalogSource else None
    early += _ids_first(path, outline, rows, () if listed else ("entries",))
    value, found = schema.decode(type_, outline, path)
    return ParsedYaml(path, None if early else value, outline, (*hidden, *early, *found))


def _lay_defaults(path: str, outline: Outline) -> tuple[Finding, ...]:
    """Give every full row the columns of `defaults` that it does not state, with their places."""
    assert isinstance(outline.tree, dict)
    defaults = outline.tree.pop("defaults", {})
    rows = outline.tree.get("entries")
    if not isinstance(defaults, dict):
        mark = outline.values[("defaults",)]
        return (
            Finding(
                schema.NOT_A_MAPPING, Location(path, mark.line, mark.column), {"expected_zh": "“字段: 值” 的若干行", "expected": "lines of `field: value`"}
            ),
        )
    if not isinstance(rows, list):
        return ()
    known = [name for name in EntrySource.__dataclass_fields__ if name not in ("id", "disclosures", "allow")]
    found = schema.unknown_keys(outline, ("defaults",), defaults, known, path)
    under: dict[str, list[tuple[Path, Any]]] = {}
    for where, mark in outline.values.items():
        if where[0:1] == ("defaults",) and len(where) > 1:
            under.setdefault(str(where[1]), []).append((where[1:], mark))
    for number, row in enumerate(rows):
        if not isinstance(row, dict) or "refers_to" in row:
            continue
        for name, value in defaults.items():
            if name in known and name not in row:
                row[name] = value
                for where, mark in under[name]:
                    outline.values[("entries", number, *where)] = mark
    return found


def _ids_first(path: str, outline: Outline, rows: Any, prefix: Path) -> tuple[Finding, ...]:
    if not isinstance(rows, list):
        return ()
    found = []
    for number, row in enumerate(rows):
        if isinstance(row, dict) and "id" in row and next(iter(row)) != "id":
            mark = outline.keys[(*prefix, number, "id")]
            found.append(Finding(schema.ID_FIRST, Location(path, mark.line, mark.column)))
    return tuple(found)
