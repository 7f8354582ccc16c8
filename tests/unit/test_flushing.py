"""Flushing: what was written is on the disk before it is published, and much of it is brought there early."""

import errno
import os
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from sitegen.flushing import FEW, MANY, Flush


class Disk:
    """A disk that takes its time: a flush ends when `ready` says so."""

    def __init__(self, ready: threading.Event | None = None, fails: int = 0) -> None:
        self.begun = threading.Semaphore(0)
        self.flushes: list[str] = []
        self.ready, self.fails = ready, fails

    def __call__(self, handle: int) -> None:
        assert stat.S_ISDIR(os.fstat(handle).st_mode)
        self.begun.release()
        if self.ready is not None:
            self.ready.wait()
        self.flushes.append(threading.current_thread().name)
        if len(self.flushes) == self.fails:
            raise OSError(errno.EIO, os.strerror(errno.EIO))


def files(count: int) -> list[str]:
    return [f"{number}.html" for number in range(count)]


def test_the_disk_is_not_troubled_before_many_files_have_been_written(tmp_path: Path) -> None:
    disk = Disk()
    flush = Flush(tmp_path, disk)
    flush.ahead(MANY - 1)
    flush.end(files(MANY - 1))
    assert disk.flushes == [threading.current_thread().name]


def test_after_many_files_it_begins_beside_other_work_and_again_after_as_many_more(tmp_path: Path) -> None:
    disk = Disk()
    flush = Flush(tmp_path, disk)
    flush.ahead(MANY)
    assert disk.begun.acquire(timeout=60)
    flush.ahead(2 * MANY - 1)
    assert not disk.begun.acquire(blocking=False)
    while not disk.begun.acquire(blocking=False):
        flush.ahead(2 * MANY)
    flush.end(files(2 * MANY))
    assert len(disk.flushes) == 3 and threading.current_thread().name not in disk.flushes[:2]


def test_two_are_never_under_way_and_the_end_waits_for_the_one_that_is(tmp_path: Path) -> None:
    ready = threading.Event()
    disk = Disk(ready)
    flush = Flush(tmp_path, disk)
    flush.ahead(MANY)
    assert disk.begun.acquire(timeout=60)
    flush.ahead(3 * MANY)
    assert not disk.begun.acquire(blocking=False)
    ended = threading.Thread(target=flush.end, args=(files(3 * MANY),))
    ended.start()
    assert disk.flushes == []
    ready.set()
    ended.join()
    assert len(disk.flushes) == 2


@pytest.mark.parametrize("which", [1, 2])
def test_what_could_not_be_written_is_told_at_the_end_whenever_it_failed(tmp_path: Path, which: int) -> None:
    flush = Flush(tmp_path, Disk(fails=which))
    flush.ahead(MANY)
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        flush.end(files(MANY))


def test_a_few_files_are_flushed_one_by_one_each_of_them_there(tmp_path: Path) -> None:
    disk = Disk()
    for name in files(FEW):
        (tmp_path / name).write_text("页", encoding="utf-8")
    Flush(tmp_path, disk).end(files(FEW))
    assert disk.flushes == []
    with pytest.raises(FileNotFoundError):
        Flush(tmp_path, disk).end(["gone.html"])


def test_a_real_file_system_is_flushed_and_no_handle_stays_open(tmp_path: Path) -> None:
    before = handles()
    with closing(Flush(tmp_path)) as flush:
        flush.ahead(MANY)
        flush.end(files(MANY))
    assert handles() == before


def test_where_nothing_is_published_what_is_under_way_is_waited_for_and_no_handle_stays_open(tmp_path: Path) -> None:
    before, disk = handles(), Disk()
    with closing(Flush(tmp_path, disk)) as flush:
        flush.ahead(MANY)
    assert len(disk.flushes) == 1 and handles() == before


def handles() -> int:
    """Open files of this process, where the system tells."""
    return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0
