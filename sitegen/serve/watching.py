"""Watching (监看): something below the portal was saved, so look again. What changed is for the build to find out."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)  # fmt: skip
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver, ObservedWatch
from watchdog.observers.polling import PollingObserver

FOLDERS = ("content", "catalogs", "themes")
FILES = ("site.yml",)
DEBOUNCE = 0.1
"""Seconds of silence after which a burst is over."""
_LONGEST = 5.0
"""Seconds after which a burst that does not end is looked at all the same."""
# Building opens and reads files; only what changes them is of interest.
_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent, FileModifiedEvent, FileMovedEvent, FileDeletedEvent, FileClosedEvent, DirCreatedEvent, DirMovedEvent, DirDeletedEvent,
]  # fmt: skip


class Watch(FileSystemEventHandler):
    """Which paths below `root` were touched since somebody last asked. Use as a context manager.

    The root itself is watched too, without what lies below it, so that a folder which appears later, or goes and
    comes back as a checkout may have it, is watched from then on.
    """

    def __init__(self, root: Path, say: Callable[[str], None] = lambda line: None) -> None:
        self.root = root.resolve()
        self._say = say
        self._touched: set[str] = set()
        self._bell = threading.Condition()
        self._below: dict[str, ObservedWatch] = {}
        self._observer: BaseObserver = Observer()

    def __enter__(self) -> "Watch":
        """Raises: OSError."""
        try:
            self._begin()
        except OSError:
            # The system has no watches left (or none at all, as on some network drives): look at the files every second instead.
            self._say("系统不能通知文件变化，改为每秒查看一次。the system cannot tell of changes; looking once a second.")
            self._observer, self._below = PollingObserver(), {}
            self._begin()
        return self

    def __exit__(self, *error: object) -> None:
        self._observer.stop()
        self._observer.join()

    def _begin(self) -> None:
        self._observer.start()
        self._observer.schedule(self, str(self.root), event_filter=_EVENTS)
        for name in FOLDERS:
            self._follow(name)

    def _follow(self, name: str) -> None:
        """Watch a folder of the root, if it is there, and let go of the one that bore its name."""
        if name in self._below:
            self._observer.unschedule(self._below.pop(name))
        folder = self.root / name
        if folder.is_dir() and not folder.is_symlink():
            self._below[name] = self._observer.schedule(self, str(folder), recursive=True, event_filter=_EVENTS)

    # -- from the thread of the observer

    def on_any_event(self, event: FileSystemEvent) -> None:
        for place in (event.src_path, event.dest_path):
            path = Path(os.fsdecode(place))
            if not place or not path.is_relative_to(self.root):
                continue
            parts = path.relative_to(self.root).parts
            if len(parts) == 1 and parts[0] in FOLDERS and not isinstance(event, FileModifiedEvent):
                self._follow(parts[0])
            if self._matters(parts):
                with self._bell:
                    self._touched.add("/".join(parts))
                    self._bell.notify_all()

    @staticmethod
    def _matters(parts: tuple[str, ...]) -> bool:
        """Hidden files and what editors write beside a file are no part of a portal."""
        if not parts or any(part.startswith(".") for part in parts) or parts[-1].endswith("~"):
            return False
        return parts[0] in FOLDERS or (len(parts) == 1 and parts[0] in FILES)

    # -- from the thread that builds

    def wait(self) -> frozenset[str]:
        """The paths of the next burst, once it is over."""
        with self._bell:
            self._bell.wait_for(lambda: self._touched)
            ends = time.monotonic() + _LONGEST
            while time.monotonic() < ends and self._bell.wait(DEBOUNCE):
                pass
            touched, self._touched = frozenset(self._touched), set()
            return touched

    def stirs(self, within: float) -> bool:
        """Whether anything is touched in the next `within` seconds, or already was."""
        with self._bell:
            return bool(self._bell.wait_for(lambda: self._touched, within))
