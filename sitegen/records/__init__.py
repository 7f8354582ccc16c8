"""Records (登记内容): files below catalogs/ that are no catalogs, each kind with a type and a place of its own.

FAMILIES is the whole list: a file whose path fits a pattern is read as that type, its ids and
pictures are checked, and it appears in `Records`. To add a kind, write its type in a module
here and give it a line in FAMILIES and in Records.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sitegen.records.annual_reports import AnnualReport
from sitegen.records.applications import Applications
from sitegen.records.district import CityPicture, District, FiguresOfYear, Sight
from sitegen.records.hotlines import Hotline
from sitegen.records.letters import LettersOfYear
from sitegen.records.measures import Audience, Fact, Measure
from sitegen.records.opinions import Opinions
from sitegen.records.projects import Fund, Plan, Project
from sitegen.records.services import Desk, Journey, Service
from sitegen.values import UnitId


@dataclass(frozen=True, slots=True)
class Family:
    """A kind of file: the name under which Records holds it, its place, and the type of what it holds.

    Where the pattern has groups there may be many files, held by what the groups found.
    """

    name: str
    pattern: re.Pattern[str]
    type_: Any


FAMILIES = (
    Family("hotlines", re.compile(r"catalogs/hotlines\.yml"), tuple[Hotline, ...]),
    Family("desk", re.compile(r"catalogs/services\.yml"), Desk),
    Family("services", re.compile(r"catalogs/services/([a-z0-9-]+)\.yml"), tuple[Service, ...]),
    Family("journeys", re.compile(r"catalogs/journeys\.yml"), tuple[Journey, ...]),
    Family("profile", re.compile(r"catalogs/profile\.yml"), tuple[Fact, ...]),
    Family("audiences", re.compile(r"catalogs/audiences\.yml"), tuple[Audience, ...]),
    Family("measures", re.compile(r"catalogs/measures\.yml"), tuple[Measure, ...]),
    Family("letters", re.compile(r"catalogs/letters/(\d{4})\.yml"), LettersOfYear),
    Family("annual_reports", re.compile(r"catalogs/annual-reports/(\d{4})/([a-z0-9-]+)\.yml"), AnnualReport),
    Family("projects", re.compile(r"catalogs/projects/([a-z0-9-]+)\.yml"), Project),
    Family("plans", re.compile(r"catalogs/plans\.yml"), tuple[Plan, ...]),
    Family("funds", re.compile(r"catalogs/funds\.yml"), tuple[Fund, ...]),
    Family("applications", re.compile(r"catalogs/applications\.yml"), Applications),
    Family("district", re.compile(r"catalogs/district\.yml"), District),
    Family("sights", re.compile(r"catalogs/sights\.yml"), tuple[Sight, ...]),
    Family("pictures", re.compile(r"catalogs/pictures\.yml"), tuple[CityPicture, ...]),
    Family("figures", re.compile(r"catalogs/figures/(\d{4})\.yml"), FiguresOfYear),
    Family("opinions", re.compile(r"catalogs/opinions\.yml"), tuple[Opinions, ...]),
)


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that was read, by kind; files of a folder by the parts of their path, in path order."""

    hotlines: tuple[Hotline, ...] = ()
    desk: Desk | None = None
    services: dict[UnitId, tuple[Service, ...]] = field(default_factory=dict)
    """By the unit that the file is named after."""
    journeys: tuple[Journey, ...] = ()
    profile: tuple[Fact, ...] = ()
    audiences: tuple[Audience, ...] = ()
    measures: tuple[Measure, ...] = ()
    letters: Mapping[str, LettersOfYear] = field(default_factory=dict)
    """By year, such as "2026"."""
    opinions: tuple[Opinions, ...] = ()
    applications: Applications | None = None
    projects: Mapping[str, Project] = field(default_factory=dict)
    """By the name of its file."""
    plans: tuple[Plan, ...] = ()
    funds: tuple[Fund, ...] = ()
    annual_reports: Mapping[tuple[str, str], AnnualReport] = field(default_factory=dict)
    """By year and unit, or "district"."""
    district: District | None = None
    sights: tuple[Sight, ...] = ()
    pictures: tuple[CityPicture, ...] = ()
    figures: Mapping[str, FiguresOfYear] = field(default_factory=dict)
    """By year, such as "2025"."""


def family(path: str) -> Family | None:
    """The kind of a `catalogs/…` path, or None."""
    return next((f for f in FAMILIES if f.pattern.fullmatch(path)), None)


def identities(records: Records) -> dict[str, frozenset[str]]:
    """Ids that records may name, by what they are ids of."""
    desk = records.desk
    return {
        "service": frozenset(s.id for found in records.services.values() for s in found),
        "life event": frozenset(e.id for e in (desk.events if desk else ())),
        "material": frozenset(m.id for m in (desk.materials if desk else ())),
        "procedure": frozenset(p.id for p in (desk.procedures if desk else ())),
        "question": frozenset(f.id for f in records.profile),
        "audience": frozenset(a.id for a in records.audiences),
        "measure": frozenset(m.id for m in records.measures),
        "sight": frozenset(s.id for s in records.sights),
    }


def gathered(files: Iterable[tuple[str, Any]]) -> Records:
    """The records of all files that hold some; `files` are paths and what was read."""
    found: dict[str, Any] = {}
    for path, value in sorted(files, key=lambda file: file[0]):
        if (kind := family(path)) and (part := kind.pattern.fullmatch(path)):
            key = part.groups()
            if key:
                found.setdefault(kind.name, {})[key[0] if len(key) == 1 else key] = value
            else:
                found[kind.name] = value
    return Records(**found)
