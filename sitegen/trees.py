"""Trees (目录树): what a published folder holds, as it was noted when it was written, and whether it still does.

A file is what was written while its size and time are; and no name in a folder has come or gone
while the time of the folder is what it was. So each is looked at once, and none is read.
"""

import os
import stat
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from sitegen.known import Known, Record


class Tree(msgspec.Struct, frozen=True, array_like=True):
    """A folder. Paths go from there; the folder itself is ``."""

    files: Record = {}
    """Files that we wrote."""
    folders: dict[str, int] = {}
    """When a name last came into each folder or went from it, in nanoseconds."""
    foreign: tuple[str, ...] = ()
    """Files that we did not write, or not so."""

    def packed(self) -> bytes:
        return msgspec.msgpack.encode(self)


unpacked = msgspec.msgpack.Decoder(Tree).decode
"""Raises: ValueError."""


def stands(folder: str, noted: Tree, twin: Record | None = None) -> bool:
    """Whether the folder holds what was noted, and nothing else.

    `twin` are files of another that stands: of one that is the same in both only the name is looked for, for they are hard links.
    """
    if not noted.folders:
        return not os.path.lexists(folder)
    same = (twin or {}).get
    try:
        if times_of(folder, noted.folders) != noted.folders:
            return False
    except OSError:
        return False
    return all(same(path) == known or _is(f"{folder}/{path}", known) for path, known in noted.files.items())


def found(folder: str, noted: Tree, twin: Record | None = None) -> Tree:
    """A folder as it is now, beside what was noted of it: files that are as they were, and all others.

    `twin` are files that were looked at elsewhere, of which the noted ones may be hard links.
    """
    moved = {name for name, mtime in noted.folders.items() if _mtime(f"{folder}/{name}") != mtime}
    sure = twin or {}
    files = {
        path: known for path, known in noted.files.items()
        if (sure.get(path) == known and path.rpartition("/")[0] not in moved) or _is(f"{folder}/{path}", known)
    }  # fmt: skip
    changed = (path for path in noted.files.keys() - files.keys() if os.path.lexists(f"{folder}/{path}"))
    stayed = (path for path in noted.foreign if os.path.lexists(f"{folder}/{path}"))
    come = (path for name in (moved if noted.folders else {""}) for path in _below(folder, name, noted.folders) if path not in files)
    return Tree(files, {name: mtime for name, mtime in noted.folders.items() if name not in moved}, tuple(sorted({*changed, *stayed, *come})))


def folders_of(paths: Iterable[str]) -> Iterator[str]:
    """Every folder on the way to these files, each once."""
    seen = {""}
    yield ""
    for path in paths:
        name = path.rpartition("/")[0]
        while name not in seen:
            seen.add(name)
            yield name
            name = name.rpartition("/")[0]


def times_of(folder: str, names: Iterable[str]) -> dict[str, int]:
    """The times of those of these folders that are there."""
    found: dict[str, int] = {}
    for name in names:
        try:
            about = os.lstat(f"{folder}/{name}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISDIR(about.st_mode):
            found[name] = about.st_mtime_ns
    return found


def _below(folder: str, name: str, known: Mapping[str, int]) -> Iterator[str]:
    """Everything in a folder but folders, and in those below it that are not known."""
    waiting = [f"{name}/" if name else ""]
    while waiting:
        prefix = waiting.pop()
        try:
            entries = os.scandir(f"{folder}/{prefix}")
        except (FileNotFoundError, NotADirectoryError):
            continue
        with entries:
            for entry in entries:
                path = prefix + entry.name
                if not entry.is_dir(follow_symlinks=False):
                    yield path
                elif path not in known:
                    waiting.append(f"{path}/")


def _is(place: str, known: Known) -> bool:
    try:
        about = os.lstat(place)
    except OSError:
        return False
    return (about.st_size, about.st_mtime_ns) == (known.size, known.mtime) and stat.S_ISREG(about.st_mode)


def _mtime(place: str) -> int | None:
    try:
        return os.lstat(place).st_mtime_ns
    except OSError:
        return None
