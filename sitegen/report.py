"""What a run is told and what it tells (运行报告): options in, a report out."""

import time
from collections.abc import Callable, Iterable, Iterator, Sized
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol, TypeVar

from sitegen.findings import Finding, Tally, tallied

if TYPE_CHECKING:
    from sitegen.executor import Team
    from sitegen.glimpse import Glimpse
    from sitegen.values import UnitId

At = Callable[[str, int, int], None]
"""Told how far a stage is, in items: 0 of 0 when it begins, of 0 where nobody knows of how many."""


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line decides. `workers` 0 means: as the work asks for."""

    as_of: date
    strict: bool = False
    force: bool = False
    workers: int = 0
    team: "Team | None" = None
    """Who parses many files instead of processes of this machine."""
    preview: bool = False
    """For those who write: documents are shown before their day, marked, and a build may lose as many pages as it will."""


@dataclass(slots=True)
class Report:
    """What happened: HTML pages planned, rendered and kept; files written and removed; seconds by stage."""

    findings: tuple[Finding, ...] = ()
    remembered: tuple[Tally, ...] | None = None
    """What an earlier run counted, where nothing was looked at anew."""
    units: tuple["UnitId", ...] = ()
    owners: dict[str, "UnitId"] = field(default_factory=dict)
    """The unit that answers for a file, by path."""
    pages: int = 0
    rendered: int = 0
    kept: int = 0
    written: int = 0
    removed: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    published: bool = False
    whys: dict[str, str] = field(default_factory=dict)
    """Why each output was made anew, by path."""
    glimpse: "Glimpse | None" = None
    """What a preview may go on from."""
    say: Callable[[str], None] = lambda line: None
    at: At = lambda stage, done, of: None

    @property
    def tallies(self) -> tuple[Tally, ...]:
        return tallied(self.findings) if self.remembered is None else self.remembered

    @contextmanager
    def stage(self, name: str) -> Iterator["Count"]:
        """Time a stage and say one line about it when it ends."""
        began, items = time.perf_counter(), [0]

        def count(done: int, of: int = 0) -> None:
            items[0] = done
            self.at(name, done, of)

        count(0)
        yield count
        self.seconds[name] = round(time.perf_counter() - began, 3)
        self.say(f"{name:<9}{items[0]:>8}{self.seconds[name]:>9.2f} s")


class Count(Protocol):
    """How many items a stage has worked on, and of how many where that is known."""

    def __call__(self, done: int, of: int = 0) -> None: ...


Batch = TypeVar("Batch", bound=Sized)


def counted(batches: Iterable[Batch], count: Count, of: int) -> Iterator[Batch]:
    """Batches as they come, each counted when the next is asked for."""
    done = 0
    for batch in batches:
        yield batch
        done += len(batch)
        count(done, of)
