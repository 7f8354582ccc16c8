"""Nothing to do (无变化): a build that finds everything as the last one left it ends at once.

It compares names, sizes and times: of all that a portal is read from, and of all that was
published. Where they are what they were, so are the bytes, and so would be every answer,
page and finding; nothing is loaded that would work them out again. What changed just before it
was looked at is not trusted, and any doubt means work.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import msgspec

from sitegen import git
from sitegen.findings import Tally
from sitegen.inputs import GRAIN, Inputs, find_inputs, listed, theme_homes
from sitegen.memory import Damaged, Memory, remembering
from sitegen.outputs import check_place, standing
from sitegen.report import At, Options, Report
from sitegen.undisturbed import undisturbed


@dataclass(frozen=True, slots=True)
class State:
    """What a portal is read from: its files, a digest of names, sizes and times, and whether it can be trusted."""

    inputs: Inputs
    digest: bytes
    settled: bool
    """Nothing changed just before it was looked at, and nothing was found that is no file."""


@dataclass(frozen=True, slots=True)
class _Ended:
    """How the last build ended."""

    files: bytes
    tree: bytes
    pages: int
    findings: tuple[Tally, ...]


def build(root: Path, out: Path, options: Options, say: Callable[[str], None] = lambda line: None, at: At = lambda stage, done, of: None) -> Report:
    """As `pipeline.build`, which is asked where anything has changed.

    Raises: MissingPortal, Refused, OSError.
    """
    check_place(out, root)
    report = Report(say=say, at=at)
    now = read(root, report)
    before = None if options.force else _same(now, root, out, options)
    if before is not None:
        report.pages = report.kept = before.pages
        report.remembered, report.published = before.findings, True
        return report
    with undisturbed():
        from sitegen import pipeline

        return pipeline.build(root, out, options, report, now)


def _same(now: State, root: Path, out: Path, options: Options) -> _Ended | None:
    """How the last build ended, if nothing has changed since."""
    if not now.settled or not (root / ".sitegen").is_dir():
        return None
    try:
        with remembering(root) as memory:
            before = _ended(memory, root, out, options)
            return before if before is not None and before.files == now.digest and before.tree == standing(out, memory) else None
    except Damaged:
        return None


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
    return State(inputs, listed(about), not (linked or inputs.findings) and max(mtime for _, _, mtime in about) < inputs.seen - GRAIN)


def remember(memory: Memory, root: Path, out: Path, options: Options, files: State, tree: bytes, report: Report) -> None:
    """Note how a build ended that published `report`."""
    ended = _Ended(files.digest, tree, report.pages, report.tallies)
    memory.make_notes([(_name(out), _key(root, options), msgspec.msgpack.encode(ended))])


def _ended(memory: Memory, root: Path, out: Path, options: Options) -> _Ended | None:
    noted = memory.note(_name(out), _key(root, options))
    return msgspec.msgpack.decode(noted, type=_Ended) if noted is not None else None


def _name(out: Path) -> str:
    return f"ended {out.absolute()}"


def _key(root: Path, options: Options) -> bytes:
    """What decides about a build besides the files: the day, what is asked for, and what git knows of the texts."""
    return repr((options.as_of, options.strict, options.preview, git.head(root))).encode()
