"""Findings for programs (JSON)."""

import json
import re
from typing import Any

from sitegen.findings import Bilingual
from sitegen.reports.results import Results

# What would move a cursor, turn a line round, or cannot be written as UTF-8; and the old form of a command to
# GitHub's runner, which is obeyed anywhere in a line. Neither can stand outside a string.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]|(?<=##)\\[")


def as_json(results: Results) -> str:
    """A list with one object a line; `line` and `column` count from 1 in characters, 0 means the file as a whole."""
    items = [
        dumps({
            "code": f.problem.code, "level": f.level, "path": f.location.path, "line": f.location.line, "column": f.location.column,
            "message": _both(f.message), "remedy": _both(f.remedy), "subject": f.subject, "units": list(f.units), "params": f.params,
        })
        for f in results.findings
    ]  # fmt: skip
    return "[\n" + ",\n".join(items) + "\n]\n" if items else "[]\n"


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON in which every character that a terminal or a log would obey is escaped."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(value, ensure_ascii=False, indent=indent))


def _both(words: Bilingual) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
