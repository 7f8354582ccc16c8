"""Findings as JUnit XML, which most build servers can show (JUnit 报告)."""

from itertools import groupby
from xml.etree import ElementTree

from sitegen.findings import Finding, blocks, printable
from sitegen.reports.results import Results


def junit(results: Results) -> str:
    """A suite a file, a test case a finding.

    What holds back publishing is a failure; the rest passes and says its words in the output, so
    that the report fails exactly when the command does.
    """
    suites = [(path, tuple(members)) for path, members in groupby(results.findings, key=lambda f: f.location.path)]
    failures = sum(blocks([f], strict=results.strict) for f in results.findings)
    root = ElementTree.Element("testsuites", name="sitegen check", tests=str(len(results.findings) or 1), failures=str(failures), errors="0")
    for path, findings in suites:
        failed = sum(blocks([f], strict=results.strict) for f in findings)
        suite = ElementTree.SubElement(root, "testsuite", name=printable(path), tests=str(len(findings)), failures=str(failed), errors="0")
        for finding in findings:
            _case(suite, finding, fails=blocks([finding], strict=results.strict))
    if not suites:
        suite = ElementTree.SubElement(root, "testsuite", name="sitegen check", tests="1", failures="0", errors="0")
        ElementTree.SubElement(suite, "testcase", name="no findings", classname="sitegen")
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, finding: Finding, *, fails: bool) -> None:
    place = finding.location
    name = f"{finding.problem.code} {finding.problem.name} {place.line}:{place.column}"
    case = ElementTree.SubElement(suite, "testcase", name=name, classname=printable(place.path), file=printable(place.path), line=str(place.line or 1))
    words = "\n".join(map(printable, (finding.message.zh, finding.message.en, f"改法: {finding.remedy.zh}", f"remedy: {finding.remedy.en}")))
    if fails:
        ElementTree.SubElement(case, "failure", type=finding.level, message=printable(finding.message.zh)).text = words
    else:
        ElementTree.SubElement(case, "system-out").text = f"{finding.level}\n{words}"
