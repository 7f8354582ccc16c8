"""Rules (检查规则): what they see, how they report, and how one is silenced.

A rule is a problem and a check, a pure function from the context to findings. The docstring
of the check is the rule's page in the manual. What becomes true only because days pass is at
most a warning: being late must not hold back everybody else's publishing.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sitegen.catalog import ParsedYaml
from sitegen.config import SiteConfig
from sitegen.disclosure import CatalogEntry
from sitegen.document import Document
from sitegen.findings import Finding, Location, Problem, problem
from sitegen.obligations import EntryStatus
from sitegen.portal import Portal
from sitegen.signatures import AttachmentFacts
from sitegen.silence import Silence
from sitegen.values import EntryId
from sitegen.workdays import Workdays

_OWN = "本项目的约定：豁免写在问题旁边，写明理由，问题没有了就删除"

UNUSED_SILENCE = problem(
    "L1", "unused-silence", "这里豁免了 {code}，但没有这个问题", "{code} is allowed here but does not occur",
    level="warning", source=_OWN, remedy=("删除这条豁免", "delete the exemption"),
)  # fmt: skip
EXPIRED_SILENCE = problem(
    "L2", "expired-silence", "对 {code} 的豁免已于 {until} 到期", "the exemption from {code} ended on {until}",
    level="warning", source=_OWN, remedy=("处理问题，或延长期限并更新理由", "mend the problem, or extend it with a new reason"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FirstSeen:
    """When a text came into the repository, and how many came with it."""

    day: date
    together: int


@dataclass(frozen=True)
class Context:
    """What rules see: the portal on its day, and where everything stands in its files."""

    portal: Portal
    files: Mapping[str, ParsedYaml]
    """YAML files by path, `site.yml` among them."""
    sizes: Mapping[str, int]
    """Bytes of pictures and attachments, by path from the portal's root."""
    attachments: Mapping[str, AttachmentFacts] = field(default_factory=dict)
    """Files that are offered for download, by path from the portal's root."""
    history: Mapping[str, FirstSeen] = field(default_factory=dict)
    """Texts that git knows, by path; empty without a repository."""
    templates: Mapping[str, str] = field(default_factory=dict)
    """The theme's templates, by path from the portal's root."""

    @property
    def config(self) -> SiteConfig:
        return self.portal.config

    @property
    def as_of(self) -> date:
        return self.portal.as_of

    @cached_property
    def workdays(self) -> Workdays:
        return Workdays(self.portal.site.calendars)

    @cached_property
    def statuses(self) -> dict[EntryId, EntryStatus]:
        """The status of every row, in catalog order."""
        return {id_: self.portal.statuses[id_] for id_ in self.portal.entries}

    def at_entry(self, entry: CatalogEntry, *steps: str | int) -> Location:
        """Where a value of a row stands, or the row itself."""
        catalog = self.portal.catalogs[entry.catalog]
        return self.files[catalog.path].place("entries", entry.position - 1, *(steps or ("id",)))

    def at_document(self, document: Document, *steps: str | int) -> Location:
        """Where a front-matter value stands; a value that is missing is reported at the head of the file."""
        for length in range(len(steps), 0, -1):
            if mark := document.marks.get(".".join(map(str, steps[:length]))):
                return Location(document.path, mark.line, mark.column)
        return Location(document.path, 1, 1)

    def at_config(self, *steps: str | int) -> Location:
        return self.files["site.yml"].place(*steps)


@dataclass(frozen=True, slots=True)
class Rule:
    """检查规则: a problem and the function that finds it."""

    problem: Problem
    check: Callable[[Context], Iterator[Finding]]


def run(rules: Iterable[Rule], context: Context, found_before: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Findings of earlier stages and of all rules, without those that are silenced beside their cause."""
    found = [*found_before, *(finding for rule in rules for finding in rule.check(context))]
    silences = _silences(context)
    used: set[tuple[str, str]] = set()
    kept = []
    for finding in found:
        silence = silences.get((finding.subject, finding.problem.code))
        if silence is None or (silence[0].until is not None and silence[0].until < context.as_of):
            kept.append(finding)
        else:
            used.add((finding.subject, finding.problem.code))
    return (*kept, *_idle(silences, used, context))


def _silences(context: Context) -> dict[tuple[str, str], tuple[Silence, Location]]:
    """Exemptions by subject and code, with their places."""
    silences: dict[tuple[str, str], tuple[Silence, Location]] = {}
    for entry in context.portal.entries.values():
        for number, silence in enumerate(entry.allow):
            silences[entry.id, silence.code] = (silence, context.at_entry(entry, "allow", number))
    for document in context.portal.site.documents:
        if document.header.allow and "allow" in document.marks:
            for number, silence in enumerate(document.header.allow):
                silences[document.id, silence.code] = (silence, context.at_document(document, "allow", number))
    for number, section in enumerate(context.config.sections):
        for index, silence in enumerate(section.allow):
            silences[section.id, silence.code] = (silence, context.at_config("sections", number, "allow", index))
    return silences


def _idle(silences: Mapping[tuple[str, str], tuple[Silence, Location]], used: set[tuple[str, str]], context: Context) -> Iterator[Finding]:
    for key, (silence, place) in silences.items():
        if key in used:
            continue
        if silence.until is not None and silence.until < context.as_of:
            yield Finding(EXPIRED_SILENCE, place, {"code": silence.code, "until": str(silence.until)}, key[0])
        else:
            yield Finding(UNUSED_SILENCE, place, {"code": silence.code}, key[0])
