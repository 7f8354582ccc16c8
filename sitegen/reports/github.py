"""Findings as annotations of GitHub Actions (工作流命令), and the table on the page of the run."""

import re

from sitegen.findings import LEVELS, Finding, Level, printable
from sitegen.reports.results import Results
from sitegen.reports.text import tally

ROWS = 200
"""Rows of the table; a step may write one mebibyte."""
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "info": "notice"}
# With `:`, `@` and the dot of `www.` no address in content becomes a link.
_MARKS = re.compile(r"([\\`*_{}\[\]()#|~@:]|(?<=www)\.)", re.IGNORECASE)


def github(results: Results) -> str:
    """One command a finding. Errors come first, because only the first ten of a level are shown beside the code."""
    return "".join(f"{_command(finding)}\n" for finding in _worst_first(results))


def summary(results: Results) -> str:
    """A Markdown table of the findings, errors first."""
    zh, en = tally(results.findings)
    lines = ["## 检查结果 / Findings", "", f"{zh}。{en}.", ""]
    if results.findings:
        lines += ["| | 位置 / place | 问题 / problem | 改法 / remedy |", "| --- | --- | --- | --- |"]
        lines += [_row(finding) for finding in _worst_first(results)[:ROWS]]
    if (left := len(results.findings) - ROWS) > 0:
        lines += ["", f"另有 {left} 条，见日志。{left} more are in the log."]
    return "\n".join(lines) + "\n"


def _worst_first(results: Results) -> list[Finding]:
    return sorted(results.findings, key=lambda f: LEVELS.index(f.level))


def _command(finding: Finding) -> str:
    place = finding.location
    properties = {"file": place.path, "line": str(place.line or 1), "col": str(place.column or 1), "title": f"{finding.problem.code} {finding.problem.name}"}
    message = "\n".join(map(printable, (finding.message.zh, finding.message.en, f"改法: {finding.remedy.zh}", f"remedy: {finding.remedy.en}")))
    return f"::{_COMMANDS[finding.level]} {','.join(f'{name}={_property(value)}' for name, value in properties.items())}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(printable(text)).replace(":", "%3A").replace(",", "%2C")


def _row(finding: Finding) -> str:
    place = finding.location
    where = f"{place.path}:{place.line}" if place.line else place.path
    cells = (f"{finding.level} {finding.problem.code}",), (where,), (finding.message.zh, finding.message.en), (finding.remedy.zh, finding.remedy.en)
    return "| " + " | ".join("<br>".join(map(_cell, words)) for words in cells) + " |"


def _cell(text: str) -> str:
    """Words in a table cell, with no markup and no link of their own."""
    plain = printable(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKS.sub(r"\\\1", plain)
