"""Flushing (落盘确认): what was written is on the disk before it is published.

Many files are flushed by one call for their whole file system. It waits for the disk and not for
the processor, so a build that writes thousands begins early, beside its other work, and little is
left to wait for at the end.
"""

import ctypes
import errno
import os
import threading
from collections.abc import Callable, Sequence
from pathlib import Path

FEW = 100
"""Files up to which each is flushed on its own."""
MANY = 2_000
"""Files after which it is worth while to begin."""


def whole_system(handle: int) -> None:
    """Flush the file system of an open folder. Raises: OSError where something could not be written since it was opened."""
    libc = ctypes.CDLL(None, use_errno=True)
    if not hasattr(libc, "syncfs"):
        os.sync()
    elif libc.syncfs(handle):
        code = ctypes.get_errno()
        if code != errno.ENOSYS:
            raise OSError(code, os.strerror(code))
        os.sync()


class Flush:
    """Of the files below one folder. `whole` flushes all of them, given the open folder."""

    def __init__(self, folder: Path, whole: Callable[[int], None] = whole_system) -> None:
        self._folder, self._whole = folder, whole
        self._handle: int | None = None
        self._seen = 0
        self._under_way: threading.Thread | None = None
        self._failed: OSError | None = None

    def ahead(self, written: int) -> None:
        """Begin with what has been written so far, so many files: beside other work, and only if many have come since it was begun last.

        For the time in which no other process is begun: one that has threads cannot be copied (`executor`).
        """
        if written - self._seen >= MANY and (self._under_way is None or not self._under_way.is_alive()):
            self._seen = written
            self._under_way = threading.Thread(target=self._begun, args=(self._opened(),), daemon=True)
            self._under_way.start()

    def end(self, written: Sequence[str]) -> None:
        """Flush these files, paths below the folder, and wait for it. Raises: OSError, also where what was begun has failed."""
        self._wait()
        if self._failed is not None:
            raise self._failed
        if len(written) <= FEW:
            for path in dict.fromkeys((*written, *(path.rpartition("/")[0] for path in written))):
                self._one(path)
        else:
            self._whole(self._opened())

    def close(self) -> None:
        """Nothing is under way any more, also where nothing was published."""
        self._wait()
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def _wait(self) -> None:
        if self._under_way is not None:
            self._under_way.join()

    def _begun(self, handle: int) -> None:
        try:
            self._whole(handle)
        except OSError as error:
            self._failed = error

    def _one(self, path: str) -> None:
        handle = os.open(self._folder / path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def _opened(self) -> int:
        # One handle to the end: what fails is told to whoever had the folder open at that time.
        if self._handle is None:
            self._handle = os.open(self._folder, os.O_RDONLY)
        return self._handle
