"""Journal (状态文件): the append-only record of every step, safe against being killed at any moment.

A step is on the disk before the call that it announces is made. One process at a time: the
lock dies with its process.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from sitegen.alerts.records import Record, Standing, from_line, standing, to_line


class Busy(Exception):
    """Another process is sending from the same journal."""


def read(path: Path) -> tuple[dict[str, Standing], int]:
    """Where every parcel stands, and how many damaged lines were passed over. No file is no history."""
    if not path.exists():
        return {}, 0
    lines = [line for line in path.read_bytes().split(b"\n") if line.strip()]
    records = [from_line(line) for line in lines]
    return standing(r for r in records if r is not None), records.count(None)


class Journal:
    """The journal open for writing. Get it from `opened`."""

    def __init__(self, file: BinaryIO, history: dict[str, Standing], damaged: int) -> None:
        self._file = file
        self.history, self.damaged = history, damaged

    def write(self, records: Iterable[Record]) -> None:
        """Append, and return when it is on the disk."""
        data = b"".join(map(to_line, records))
        if data:
            self._file.write(data)
            self._file.flush()
            os.fsync(self._file.fileno())


@contextmanager
def opened(path: Path, make: Callable[[BinaryIO, dict[str, Standing], int], Journal] = Journal) -> Iterator[Journal]:
    """The journal at `path`, for this process alone; `make` builds it.

    Raises: Busy, OSError.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    new = not path.exists()
    with open(path, "a+b") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(str(path)) from None
        if new:
            _flush_folder(path.parent)
        if file.tell() and not _ends_with_newline(file):
            # A process was killed in the middle of a line; what follows must not be glued to it.
            file.write(b"\n")
            file.flush()
        yield make(file, *read(path))


def _ends_with_newline(file: BinaryIO) -> bool:
    file.seek(-1, os.SEEK_END)
    return file.read(1) == b"\n"


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
