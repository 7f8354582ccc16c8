"""Findings for people (终端文字): by file, with the line in question and a caret under the column."""

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from sitegen.findings import Finding, Level, count_by_level, printable
from sitegen.reports.results import Results

WIDTH = 100
"""Cells of a quoted line; a longer one is cut, with the column in view."""
_LEFT = 60
"""Cells before the column of a line that is cut."""
_BOLD, _DIM, _GREEN = "1", "2", "32"
_COLOURS: dict[Level, str] = {"error": "1;31", "warning": "1;33", "info": "1;36"}
_NAMES: dict[Level, tuple[str, str]] = {"error": ("个错误", "errors"), "warning": ("个警告", "warnings"), "info": ("个提示", "notes")}


def text(results: Results) -> str:
    """Every finding in full, grouped by file."""
    groups = groupby(results.findings, key=lambda f: f.location.path)
    return "\n".join("".join(f"{line}\n" for line in _file(path, tuple(members), results)) for path, members in groups)


def width(words: str) -> int:
    """Cells that printable text takes in a terminal: two for a full-width character, none for a combining mark."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def tally(findings: tuple[Finding, ...]) -> tuple[str, str]:
    """How many of each level, in Chinese and in English."""
    counts = count_by_level(findings)
    zh = "，".join(f"{counts[level]} {name}" for level, (name, _) in _NAMES.items())
    en = ", ".join(f"{counts[level]} {name if counts[level] != 1 else name[:-1]}" for level, (_, name) in _NAMES.items())
    return zh, en


def _file(path: str, findings: tuple[Finding, ...], results: Results) -> Iterator[str]:
    def paint(words: str, colour: str) -> str:
        return f"\x1b[{colour}m{words}\x1b[0m" if results.coloured else words

    yield paint(f"── {printable(path)} ({len(findings)})", _BOLD)
    for finding in findings:
        place, colour = finding.location, _COLOURS[finding.level]
        where = f"{place.path}:{place.line}:{place.column}" if place.line else place.path
        yield f"{paint(printable(where), _BOLD)}: {paint(f'{finding.level}[{finding.problem.code}]', colour)} {finding.problem.name}"
        yield printable(f"  {finding.message.zh}")
        yield printable(f"  {finding.message.en}")
        if place.line and (line := results.source(place)):
            before, shown = _excerpt(line, place.column)
            gutter = f"  {place.line:>4} │ "
            yield paint(gutter, _DIM) + shown
            if place.column:
                yield paint(f"{'':{len(gutter) - 2}}│ ", _DIM) + " " * before + paint("^", colour)
        yield f"  {paint('改法', _GREEN)}: {printable(finding.remedy.zh)}"
        yield f"  {paint('remedy', _GREEN)}: {printable(finding.remedy.en)}"


def _excerpt(line: str, column: int) -> tuple[int, str]:
    """Cells before the column, and the line or the part of it around the column."""
    before, after = printable(line[: max(0, column - 1)]), printable(line[max(0, column - 1) :].rstrip())
    if width(before) + width(after) <= WIDTH:
        return width(before), before + after
    if width(before) > _LEFT:
        before = "…" + _cut(before[::-1], _LEFT - 1)[::-1]
    kept = _cut(after, WIDTH - width(before) - 1)
    return width(before), before + kept + ("…" if kept != after else "")


def _cut(words: str, cells: int) -> str:
    """The longest beginning that fits."""
    taken = 0
    for index, c in enumerate(words):
        taken += width(c)
        if taken > cells:
            return words[:index]
    return words
