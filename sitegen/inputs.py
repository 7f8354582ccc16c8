"""Read (读取): which files a portal consists of, and their bytes.

Links and anything that is no regular file are refused by their own kind, never followed, so
that no content can name a file of the machine that builds. The walk is sorted by path.
"""

import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from sitegen import limits
from sitegen.findings import Finding, Location, problem

NOT_A_FILE = problem(
    "S010", "not-a-file", "“{name}” 是链接或特殊文件，不能使用", "`{name}` is a link or special file and cannot be used",
    remedy=("换成文件本身的副本", "put a copy of the file itself here"),
)  # fmt: skip
TOO_DEEP_PATH = problem(
    "S011", "path-too-deep", "文件夹超过 {limit} 层", "folders are nested more than {limit} levels deep",
    remedy=("减少文件夹层数", "use fewer levels"),
)  # fmt: skip
_SKIPPED = {"Thumbs.db", "desktop.ini"}


class MissingPortal(Exception):
    """There is no site.yml where the portal should be."""


@dataclass(frozen=True, slots=True)
class Stat:
    """Size in bytes, and the time of the last change in nanoseconds."""

    size: int
    mtime: int


_GRAIN, _TICK = 2_000_000_000, 50_000_000


def settled(mtime: int, seen: int) -> bool:
    """Whether a file cannot have changed again, unseen, after it was looked at.

    Some file systems keep times in steps of two seconds, or of one: a time without a fraction may be theirs. Others
    take what the system's clock says, which moves in steps of ten milliseconds at most.
    """
    return mtime < seen - (_TICK if mtime % 1_000_000_000 else _GRAIN)


def surely_unchanged(now: Stat, then: Stat, seen: int) -> bool:
    """Whether a file is certainly what it was when it was looked at: a change in the same moment could hide behind an equal time."""
    return now == then and settled(now.mtime, seen)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files of a portal as paths from its root, sorted; bytes are read when they are needed."""

    root: Path
    documents: tuple[str, ...]
    catalogs: tuple[str, ...]
    files: tuple[str, ...]
    """Everything else below content/: pictures and attachments."""
    sizes: dict[str, int]
    """Bytes of every file below content/ and catalogs/."""
    times: dict[str, int]
    """When each was last changed, in nanoseconds."""
    seen: int
    """When all this was looked at, in nanoseconds."""
    findings: tuple[Finding, ...]

    def stat(self, path: str) -> Stat:
        return Stat(self.sizes[path], self.times[path])

    def read(self, path: str) -> bytes:
        # Without a buffer, which a file that is read whole has no use for.
        with open(f"{self.root}/{path}", "rb", buffering=0) as file:
            return file.read()


def find_inputs(root: Path) -> Inputs:
    """Look at site.yml, content/ and catalogs/ below `root`.

    Raises: MissingPortal.
    """
    if not (root / "site.yml").is_file():
        raise MissingPortal(str(root))
    findings: list[Finding] = []
    seen = time.time_ns()
    content = _walk(root, "content", findings)
    catalogs = _walk(root, "catalogs", findings)
    documents = tuple(p for p in content if p.endswith(".md"))
    files = tuple(p for p in content if not p.endswith(".md"))
    about = {**content, **catalogs}
    sizes, times = ({path: values[n] for path, values in about.items()} for n in range(2))
    return Inputs(root, documents, tuple(catalogs), files, sizes, times, seen, tuple(findings))


def _walk(root: Path, top: str, findings: list[Finding]) -> dict[str, tuple[int, int]]:
    """Size and time of change of every file, by path."""
    found: dict[str, tuple[int, int]] = {}
    if (root / top).is_symlink():
        findings.append(Finding(NOT_A_FILE, Location(top), {"name": top}))
    folders = [top] if (root / top).is_dir() and not (root / top).is_symlink() else []
    while folders:
        folder = folders.pop()
        if folder.count("/") > limits.PATH_DEPTH:
            findings.append(Finding(TOO_DEEP_PATH, Location(folder), {"limit": str(limits.PATH_DEPTH)}))
            continue
        with os.scandir(root / folder) as entries:
            for entry in entries:
                if entry.name.startswith(".") or entry.name in _SKIPPED:
                    continue
                path = f"{folder}/{entry.name}"
                about = entry.stat(follow_symlinks=False)
                if stat.S_ISDIR(about.st_mode):
                    folders.append(path)
                elif stat.S_ISREG(about.st_mode):
                    found[path] = (about.st_size, about.st_mtime_ns)
                else:
                    findings.append(Finding(NOT_A_FILE, Location(path), {"name": entry.name}))
    return dict(sorted(found.items()))


def theme_homes(root: Path) -> tuple[Path, ...]:
    """Where themes are looked for: with the portal, then with the generator."""
    package = Path(__file__).resolve().parent
    return root / "themes", package / "themes", package.parent / "themes"


def read_theme(root: Path, name: str) -> dict[str, bytes]:
    """A theme's files by path below its folder: the portal's own theme, else the one of that name that comes with the generator."""
    for folder in (home / name for home in theme_homes(root)):
        if folder.is_dir() and folder.name == name:
            return {
                path.relative_to(folder).as_posix(): path.read_bytes()
                for path in sorted(folder.rglob("*"))
                if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
            }
    return {}
