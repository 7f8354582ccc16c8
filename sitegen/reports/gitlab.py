"""Findings as GitLab's code quality report (代码质量报告)."""

from sitegen.findings import Level
from sitegen.reports.json import dumps
from sitegen.reports.results import Results, fingerprints

_SEVERITY: dict[Level, str] = {"error": "critical", "warning": "minor", "info": "info"}


def gitlab(results: Results) -> str:
    """A list of objects; the fingerprint says which findings a merge request adds and which it mends."""
    return dumps([
        {
            "description": f"{f.message.zh} / {f.message.en}", "check_name": f.problem.code, "fingerprint": name, "severity": _SEVERITY[f.level],
            "location": {"path": f.location.path, "lines": {"begin": f.location.line or 1}},
        }
        for f, name in zip(results.findings, fingerprints(results), strict=True)
    ], indent=2) + "\n"  # fmt: skip
