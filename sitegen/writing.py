"""Writing (落盘): a file's bytes into the tree that is to be published, by whichever process made them.

A file that one of the two trees has already is taken over, and none is ever written in place.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path

from sitegen.known import Given, Known


class Writer:
    """Whoever writes into a spare tree beside the live one. Every file is given once."""

    def __init__(self, folder: Path, out: Path) -> None:
        self.folder, self.out = str(folder), str(out)
        self._rooms: set[str] = set()

    def __getstate__(self) -> tuple[str, str]:
        return self.folder, self.out

    def __setstate__(self, places: tuple[str, str]) -> None:
        (self.folder, self.out), self._rooms = places, set()

    def write(self, path: str, data: bytes, live: Known | None = None, spare: Known | None = None) -> Given:
        """`live` and `spare` are what the trees have under this path."""
        # Processors reckon this digest themselves, in a third of the time that others take.
        digest = hashlib.sha256(data).hexdigest()[:32]
        if spare is not None and spare.digest == digest:
            return Given(spare)
        if live is not None and live.digest == digest:
            return self.link(path, live, spare)
        with open(self.room(path, spare), "xb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
            about = os.fstat(file.fileno())
        return Given(Known(digest, about.st_size, about.st_mtime_ns), written=True, named=True)

    def link(self, path: str, live: Known, spare: Known | None = None) -> Given:
        """Take over a file of the live tree."""
        os.link(f"{self.out}/{path}", self.room(path, spare))
        return Given(live, named=True)

    def room(self, path: str, spare: Known | None = None) -> str:
        """Room for a file in the spare tree."""
        target = f"{self.folder}/{path}"
        parent = target.rpartition("/")[0]
        if parent not in self._rooms:
            self._rooms.add(parent)
            # Some other process may make the same folder.
            with suppress(FileExistsError):
                try:
                    os.mkdir(parent)
                except FileNotFoundError:
                    os.makedirs(parent)
        if spare is not None:
            with suppress(FileNotFoundError):
                os.unlink(target)
        return target
