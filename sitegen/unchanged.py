"""Nothing to do (无变化): a build that finds everything as the last one left it ends at once.

It compares names, sizes and times: of all that a portal is read from, and of all that was
published. Where nothing but texts may have changed, `retouch` looks whether their words can be
put in their places. Where names, sizes and times are what they were, so are the bytes, and so would be every answer,
page and finding; nothing is loaded that would work them out again. What changed just before it
was looked at is not trusted, and any doubt means work.
"""

import os
from array import array
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sitegen import git
from sitegen.checksum import checksum
from sitegen.findings import Tally
from sitegen.inputs import Inputs, find_inputs, settled, theme_homes
from sitegen.memory import Damaged, Memory, remembering
from sitegen.outputs import Look, looking
from sitegen.report import At, Options, Report
from sitegen.undisturbed import undisturbed


class Listing(msgspec.Struct, frozen=True, array_like=True):
    """Files by path, in order, and of each its size and the time of its last change."""

    paths: list[str]
    abouts: bytes
    """Two whole numbers of eight bytes for each."""

    @property
    def digest(self) -> bytes:
        return checksum(msgspec.msgpack.encode(self))

    def doubted(self, before: "Listing", seen: int) -> list[str] | None:
        """Files that may be others than they were in a listing that was made at `seen`; None where one has come or gone."""
        if self.paths != before.paths:
            return None
        now, then = array("q", self.abouts), array("q", before.abouts)
        places = range(0, len(now), 2)
        return [path for path, n in zip(self.paths, places, strict=True) if now[n] != then[n] or now[n + 1] != then[n + 1] or not settled(now[n + 1], seen)]


@dataclass(frozen=True, slots=True)
class State:
    """What a portal is read from, and whether names, sizes and times tell all about it."""

    inputs: Inputs
    listing: Listing
    plain: bool
    """Nothing was found that is no file."""
    settled: bool
    """Nothing changed just before it was looked at."""
    commit: str
    """Which state of the history it is (`git.head`)."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """How the last build ended."""

    files: bytes
    settled: bool
    """Whether the files had not changed just before they were looked at."""
    tree: bytes
    pages: int
    findings: tuple[Tally, ...]


def build(root: Path, out: Path, options: Options, say: Callable[[str], None] = lambda line: None, at: At = lambda stage, done, of: None) -> Report:
    """As `pipeline.build`, which is asked where anything has changed.

    Raises: MissingPortal, Refused, OSError.
    """
    report = Report(say=say, at=at)
    with undisturbed(), looking(out, root) as look:
        now = read(root, report)
        if (root / ".sitegen").is_dir():
            if not options.force and now.plain and _shortly(now, root, out, options, report, look):
                return report
        else:
            from sitegen import executor

            executor.expect(len(now.inputs.documents), options.workers)
        from sitegen import pipeline

        return pipeline.build(root, out, options, report, now, look)


def _shortly(now: State, root: Path, out: Path, options: Options, report: Report, look: Look) -> bool:
    """Whether there was nothing to do, or nothing but to put other words in their places, and `report` tells of it."""
    try:
        with remembering(root) as memory:
            before = _ended(memory, out, options, now.commit)
            if before is not None and before.settled and before.files == now.listing.digest and before.tree == look.live(memory):
                report.pages = report.kept = before.pages
                report.remembered, report.published = before.findings, True
                return True
            from sitegen import retouch

            return retouch.build(now, root, out, options, memory, report, look)
    except Damaged:
        return False


def read(root: Path, report: Report) -> State:
    """Look at everything that a portal is read from. Raises: MissingPortal, OSError."""
    with report.stage("read") as count:
        inputs = find_inputs(root)
        count(len(inputs.documents) + len(inputs.catalogs) + len(inputs.files))
        return _state(root, inputs)


def _state(root: Path, inputs: Inputs) -> State:
    """`inputs` with site.yml and all themes, as they were when they were looked at."""
    about = [(path, inputs.sizes[path], inputs.times[path]) for path in inputs.sizes]
    others = [root / "site.yml", *(Path(folder) / name for home in theme_homes(root) for folder, below, names in os.walk(home) for name in (*below, *names))]
    for place in others:
        seen = place.lstat()
        about.append((str(place), seen.st_size, seen.st_mtime_ns))
    linked = any(place.is_symlink() for place in others)
    about.sort()
    numbers = array("q", (number for _, size, mtime in about for number in (size, mtime)))
    listing = Listing([path for path, _, _ in about], numbers.tobytes())
    return State(inputs, listing, not (linked or inputs.findings), all(settled(mtime, inputs.seen) for mtime in numbers[1::2]), git.head(root))


def remember(memory: Memory, out: Path, options: Options, files: State, tree: bytes, report: Report) -> None:
    """Note how a build ended that published `report`."""
    ended = _Ended(files.listing.digest, files.settled, tree, report.pages, report.tallies)
    memory.make_notes([(_name(out), _key(options, files.commit), msgspec.msgpack.encode(ended))])


def _ended(memory: Memory, out: Path, options: Options, commit: str) -> _Ended | None:
    noted = memory.note(_name(out), _key(options, commit))
    return msgspec.msgpack.decode(noted, type=_Ended) if noted is not None else None


def _name(out: Path) -> str:
    return f"ended {out.absolute()}"


def _key(options: Options, commit: str) -> bytes:
    """What decides about a build besides the files: the day, what is asked for, and what git knows of the texts."""
    return repr((options.as_of, options.strict, options.preview, commit)).encode()
