"""What a report tells of, and how it tells two findings apart (报告的内容与指纹)."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace

from sitegen.findings import Finding, Location


@dataclass(frozen=True, slots=True)
class Results:
    """报告内容: findings in their order, and what may be said about them."""

    findings: tuple[Finding, ...]
    source: Callable[[Location], str]
    """The line of a file without its end; "" where there is none to show."""
    strict: bool = False
    coloured: bool = False
    manual: Mapping[str, str] = field(default_factory=dict)
    """Pages of the manual by code."""
    version: str = ""
    """Of the generator."""


def below(folder: str, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings with paths from a folder above the portal; `folder` is the portal's own, "" or `a/b`."""
    if not folder:
        return tuple(findings)
    return tuple(replace(f, location=replace(f.location, path=f"{folder}/{f.location.path}")) for f in findings)


def fingerprints(results: Results) -> tuple[str, ...]:
    """A name for each finding that stays while others come and go above it and while days pass.

    It is made of code, file, subject and the words of the line. Line numbers are left out, and so
    are the blanks of the message: "3 days late" must not be a new finding every morning.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for finding in results.findings:
        key = (finding.problem.code, finding.location.path, finding.subject, " ".join(results.source(finding.location).split()))
        names.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "surrogatepass")).hexdigest()[:32])
        seen[key] += 1
    return tuple(names)
