"""Findings (检查结果): every problem of a run as a value, and the words for it in two languages.

A finding names a problem by its code and fills the blanks of its message; the words are
looked up when it is shown. Codes are never reused: S is the form of a file, D how files fit
together, W the theme.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Level = Literal["error", "warning", "info"]
LEVELS: tuple[Level, ...] = ("error", "warning", "info")
_BLANKS = {"\t": "    ", "\u3000": "  "}
"""Blanks that are wider than one cell."""


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in Chinese and English, with {blanks}."""

    zh: str
    en: str

    def fill(self, params: Mapping[str, str]) -> "Bilingual":
        return Bilingual(self.zh.format_map(params), self.en.format_map(params))


@dataclass(frozen=True, slots=True)
class Problem:
    """A kind of finding: its code, name, level, what is wrong and how to mend it."""

    code: str
    name: str
    level: Level
    message: Bilingual
    remedy: Bilingual
    source: str = ""
    """The official rule it rests on."""


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a source file; line and column count from 1, 0 means the file as a whole."""

    path: str
    line: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """检查结果: one problem at one place; `subject` is the id of what it is about (a row, a document, a section)."""

    problem: Problem
    location: Location
    params: dict[str, str] = field(default_factory=dict)
    subject: str = ""
    units: tuple[str, ...] = ()
    """Ids of the units that must act."""
    grade: Level | None = None
    """A milder level than the problem's, where this case deserves it."""

    @property
    def level(self) -> Level:
        return self.grade or self.problem.level

    @property
    def message(self) -> Bilingual:
        return self.problem.message.fill(self.params)

    @property
    def remedy(self) -> Bilingual:
        return self.problem.remedy.fill(self.params)

    @property
    def order(self) -> tuple[str, int, int, str, tuple[str, ...]]:
        """Sort key: by place, then code."""
        place = self.location
        return place.path, place.line, place.column, self.problem.code, tuple(self.params.values())


def problem(code: str, name: str, zh: str, en: str, *, remedy: tuple[str, str], level: Level = "error", source: str = "") -> Problem:
    """Declare a problem; `remedy` is (Chinese, English)."""
    return Problem(code, name, level, Bilingual(zh, en), Bilingual(*remedy), source)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """All findings once each, by path, line and column."""
    return tuple(sorted({f.order: f for f in findings}.values(), key=lambda f: f.order))


def blocks(findings: Iterable[Finding], *, strict: bool = False) -> bool:
    """Whether these findings hold back publishing: errors do, warnings only when strict."""
    return any(f.level == "error" or (strict and f.level == "warning") for f in findings)


def count_by_level(findings: Iterable[Finding]) -> dict[str, int]:
    counts = Counter(f.level for f in findings)
    return {level: counts[level] for level in LEVELS}


@dataclass(frozen=True, slots=True, order=True)
class Tally:
    """How many findings of one kind there are."""

    level: Level
    code: str
    name: str
    count: int


def tallied(findings: Iterable[Finding]) -> tuple[Tally, ...]:
    """Findings counted by kind, warnings first."""
    counts = Counter((f.level, f.problem.code, f.problem.name) for f in findings)
    return tuple(sorted((Tally(*kind, count) for kind, count in counts.items()), key=lambda t: (t.level != "warning", t)))


def with_owners(findings: Iterable[Finding], owners: Mapping[str, str]) -> Iterable[Finding]:
    """The findings, each with the unit that must act: that of its file, where the finding names none. `owners`: unit by path."""
    return (replace(f, units=(owners[f.location.path],)) if not f.units and f.location.path in owners else f for f in findings)


def as_text(finding: Finding) -> str:
    """One finding for a terminal; content in it is stripped of control characters."""
    place, problem = finding.location, finding.problem
    return "\n".join(
        (
            printable(f"{place.path}:{place.line}:{place.column}: {finding.level}[{problem.code}] {problem.name}"),
            printable(f"  {finding.message.zh}"),
            printable(f"  {finding.message.en}"),
            printable(f"  改法: {finding.remedy.zh}"),
            printable(f"  remedy: {finding.remedy.en}"),
        )
    )


def printable(text: str) -> str:
    """Text of content as a terminal or a log may show it: one line, nothing that they would obey."""
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _BLANKS.get(c) or (" " if unicodedata.category(c) == "Zs" else "�") for c in text)
    # GitHub's runner takes a line that begins with `::` for a command to it, and `##[` anywhere in a line.
    words = text.lstrip()
    if words.startswith("::"):
        text = f"{text[: len(text) - len(words)]}: {words[1:]}"
    return text.replace("##[", "## [")
