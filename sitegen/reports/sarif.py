"""Findings as SARIF 2.1.0, the exchange form of static analysis (静态分析结果交换格式)."""

import re
from typing import Any
from urllib.parse import quote

from sitegen.findings import Finding, Level, Problem
from sitegen.reports.json import dumps
from sitegen.reports.results import Results, fingerprints

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: dict[Level, str] = {"error": "error", "warning": "warning", "info": "note"}
_LINK = re.compile(r"\[([^\[\]]*)\](?=\()")
_BLANK = re.compile(r"\{(\w+)\}")


def sarif(results: Results) -> str:
    """One run. Paths are relative to the root of the repository, columns count characters."""
    problems = sorted({f.problem.code: f.problem for f in results.findings}.values(), key=lambda p: p.code)
    index = {problem.code: number for number, problem in enumerate(problems)}
    driver: dict[str, Any] = {"name": "sitegen", "rules": [_rule(problem, results) for problem in problems]}
    if results.version:
        driver["version"] = results.version
    found = [_result(f, index[f.problem.code], name) for f, name in zip(results.findings, fingerprints(results), strict=True)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": found}
    return dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(problem: Problem, results: Results) -> dict[str, Any]:
    about = "\n".join(_BLANK.sub(r"‹\1›", words) for words in (problem.message.zh, problem.message.en))
    mend = "\n".join(_BLANK.sub(r"‹\1›", words) for words in (f"改法: {problem.remedy.zh}", f"remedy: {problem.remedy.en}"))
    source = f"依据 / source: {problem.source}" if problem.source else ""
    return {
        "id": problem.code, "name": problem.name, "shortDescription": {"text": problem.name}, "fullDescription": {"text": about},
        "help": {"text": "\n\n".join(filter(None, (mend, source, results.manual.get(problem.code, ""))))},
        "defaultConfiguration": {"level": _LEVELS[problem.level]},
    }  # fmt: skip


def _result(finding: Finding, rule: int, name: str) -> dict[str, Any]:
    place = finding.location
    physical: dict[str, Any] = {"artifactLocation": {"uri": quote(place.path, errors="surrogateescape"), "uriBaseId": "%SRCROOT%"}}
    if place.line:
        physical["region"] = {"startLine": place.line} | ({"startColumn": place.column} if place.column else {})
    location: dict[str, Any] = {"physicalLocation": physical}
    if finding.subject:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.subject}]
    return {
        "ruleId": finding.problem.code, "ruleIndex": rule, "level": _LEVELS[finding.level],
        "message": _message("\n".join((finding.message.zh, finding.message.en, f"改法: {finding.remedy.zh}", f"remedy: {finding.remedy.en}"))),
        "locations": [location], "partialFingerprints": {"finding/v1": name},
    }  # fmt: skip


def _message(words: str) -> dict[str, str]:
    # Braces are doubled (SARIF 3.11.5). `[words](target)` is a link (3.11.6), and content must not be able to set one.
    return {"text": _LINK.sub(r"\\[\1\\]", words.replace("{", "{{").replace("}", "}}"))}
