"""Reports (检查报告): findings as text in the forms that people and other programs read, one file a form.

Every form is a pure function from Results to text. Content is quoted in all of them, so each
one escapes it by the rules of its own reader.
"""

from collections.abc import Callable

from sitegen.reports.github import github
from sitegen.reports.gitlab import gitlab
from sitegen.reports.json import as_json
from sitegen.reports.junit import junit
from sitegen.reports.results import Results
from sitegen.reports.sarif import sarif
from sitegen.reports.text import text

FORMATS: dict[str, Callable[[Results], str]] = {"text": text, "json": as_json, "github": github, "gitlab": gitlab, "sarif": sarif, "junit": junit}
"""Each report ends with a line end, or is empty."""
FROM_REPOSITORY = frozenset({"github", "gitlab", "sarif"})
"""Forms whose readers look files up from the root of the repository, not of the portal."""

__all__ = ["FORMATS", "FROM_REPOSITORY", "Results"]
