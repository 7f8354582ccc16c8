"""Write (发布): two whole trees, the live one and a spare, and one exchange.

A build brings the spare up to date, file by file, and swaps it with the live tree in one
atomic step; the tree that was live is the next spare. So publishing costs what has changed,
and until the swap the live tree is untouched. Files that both trees have are hard links of
each other, and a file is never written in place. What is on disk is trusted only while it is
what was noted when it was written (`trees`). Nothing that the generator did not write is ever
lost: foreign files in the output folder are carried over, and a folder that is not ours is
refused.
"""

import ctypes
import errno
import fcntl
import operator
import os
import signal
import sys
import threading
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

import msgspec

from sitegen.checksum import checksum
from sitegen.flushing import Flush
from sitegen.known import Given, Known, Record
from sitegen.memory import Memory, glancing
from sitegen.trees import Tree, folders_of, found, stands, times_of, unpacked
from sitegen.writing import Writer

MANIFEST = ".sitegen-manifest.json"
_SPARE = ".spare"
_SHRINKS = 0.2
_FEW = 50


class Refused(Exception):
    """The output cannot be published there; the message says why and what to do (two languages)."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files that are new or different, files that are gone, and what tells the tree from any other (`Look`)."""

    written: int
    removed: int
    tree: bytes


@dataclass(slots=True)
class Stage:
    """The spare tree on its way to the state that the plan wants. Every file is given once."""

    folder: Path
    out: Path
    shown: Tree
    """The live tree as it is."""
    spared: Tree
    """The spare tree as it was found; what is not ours has been removed."""
    whole: bool = True
    """Whether the live tree holds all that was published."""
    sure: bool = False
    """Whether it is noted as it is."""
    record: Record = field(default_factory=dict)
    """The tree to be, by path."""
    changed: list[str] = field(default_factory=list)
    """Files written anew."""
    touched: set[str] = field(default_factory=set)
    """Folders of the spare tree into which a name has come, or from which one went."""
    writer: Writer = field(init=False)
    flush: Flush = field(init=False)

    def __post_init__(self) -> None:
        self.writer, self.flush = Writer(self.folder, self.out), Flush(self.folder)

    @property
    def live(self) -> Record:
        """Files of the live tree that are what we wrote."""
        return self.shown.files

    @property
    def spare(self) -> Record:
        """Files of the spare tree that are."""
        return self.spared.files

    def write(self, path: str, data: bytes) -> str:
        """The digest of the bytes, which `has` and `keep` know them by."""
        return self.take(path, self.writer.write(path, data, *self.there(path)))

    def there(self, path: str) -> tuple[Known | None, Known | None]:
        """What the live and the spare tree have under a path."""
        return self.live.get(path), self.spare.get(path)

    def take(self, path: str, given: Given) -> str:
        """Note a file that was given to the tree, here or in another process. Returns the digest of its bytes."""
        self.record[path] = given.known
        if given.named:
            self.touched.add(path.rpartition("/")[0])
        if given.written:
            self.changed.append(path)
        return given.known.digest

    def keep(self, path: str, digest: str | None = None) -> bool:
        """Take the file over from one of the trees, if it has these bytes there; no digest where the path itself tells the bytes."""
        live, spare = self.there(path)
        if spare is not None and (digest is None or spare.digest == digest):
            self.record[path] = spare
            return True
        if live is None or (digest is not None and live.digest != digest):
            return False
        self.take(path, self.writer.link(path, live, spare))
        return True

    def has(self, path: str, digest: str) -> bool:
        """Whether one of the trees holds the file with these bytes."""
        return any(known is not None and known.digest == digest for known in self.there(path))

    def keep_all(self, paths: Iterable[str]) -> bool:
        """Take over all of these files, whose paths tell their bytes; False where one is missing."""
        paths = tuple(paths)
        return all(path in self.spare or path in self.live for path in paths) and all(map(self.keep, paths))

    def keep_others(self, gone: Container[str]) -> None:
        """Take over all of the live tree that was not given yet, but for what is gone."""
        for path, known in self.live.items():
            if path not in self.record and path not in gone and path != MANIFEST:
                self.keep(path, known.digest)


def check_place(out: Path, root: Path) -> None:
    """Refuse an output folder that is, holds, or lies in something that must not be replaced.

    Raises: Refused.
    """
    place = out.absolute()
    real, home = place.resolve(), Path.home().resolve()
    sources = [root.resolve() / name for name in ("content", "catalogs", "themes", "sitegen", "tests", ".git")]
    if place.is_symlink():
        raise Refused(f"输出位置 {out} 是链接，请换成普通文件夹。The output {out} is a link; name a plain folder.")
    if place.exists() and not place.is_dir():
        raise Refused(f"输出位置 {out} 是文件，请换一个文件夹。The output {out} is a file; name a folder.")
    if real == Path(real.anchor) or real == home or real in home.parents:
        raise Refused(f"不能输出到 {out}。The output cannot be {out}; name a folder of its own, such as dist.")
    if real == root.resolve() or real in root.resolve().parents or any(real == s or s in real.parents for s in sources):
        raise Refused(f"输出位置 {out} 会覆盖源文件，请换成 dist。The output {out} would cover the sources; name a folder such as dist.")
    if place.is_dir() and not (place / MANIFEST).is_file() and any(place.iterdir()):
        raise Refused(
            f"文件夹 {out} 里有别的文件，不是本工具生成的；请换一个空文件夹，或先移走这些文件。"
            f"The folder {out} holds files that this tool did not make; name an empty folder, or move them away."
        )


Standing = bytes | None
"""What tells a tree from any other, where it is as it was noted; None where it is not."""


class Look:
    """A look at the trees of an output that nobody else may change meanwhile. It is good until one works on them."""

    def __init__(self, ask: Callable[[Memory], Standing]) -> None:
        """`ask` gives the answers, of the live tree first, then of the spare one; from the memory, where nobody looks beside this process."""
        self._ask = ask
        self._live: list[Standing] = []
        self._taken = False

    def live(self, memory: Memory) -> Standing:
        """How the live tree stands."""
        if not self._live:
            self._live.append(self._ask(memory))
        return self._live[0]

    def taken(self, memory: Memory) -> tuple[Standing, Standing]:
        """How the live tree and the spare one stand, for whoever works on them now."""
        if self._taken:
            return None, None
        self._taken = True
        return self.live(memory), self._ask(memory)


@contextmanager
def looking(out: Path, root: Path) -> Iterator[Look]:
    """Claim an output for this build, and look at its trees in a process of its own while this one goes on.

    Raises: Refused.
    """
    with _claimed(out, root) as place:
        # A process with threads is not copied: it might hold what another thread was about to let go.
        if not hasattr(os, "fork") or threading.active_count() > 1 or (os.cpu_count() or 1) == 1:
            yield Look(_looker(place))
            return
        # No pool: its workers would outlive a build that is killed, and hold the output.
        beside = get_context("fork")
        answers, answer = beside.Pipe(duplex=False)

        def look() -> None:
            # Whoever interrupts a build is told so by the build; and whatever fails here is looked at again there.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            with suppress(Exception), glancing(root) as memory:
                for standing in _standing(place, memory):
                    answer.send(standing)

        def told(memory: Memory) -> Standing:
            try:
                standing: Standing = answers.recv()
            except EOFError:
                return None
            return standing

        process = beside.Process(target=look)
        process.start()
        answer.close()
        try:
            yield Look(told)
        finally:
            # Nobody may have asked for all of it.
            process.kill()
            process.join()


@contextmanager
def stage(out: Path, root: Path, memory: Memory, look: Look | None = None) -> Iterator[Stage]:
    """The spare tree beside `out`, ready to be brought up to date; `look` where the output is claimed already.

    Raises: Refused.
    """
    with _claimed(out, root) if look is None else nullcontext(out.absolute()) as place:
        tree = _staged(place, memory, look.taken(memory) if look is not None else (None, None))
        with closing(tree.flush):
            yield tree


def _staged(out: Path, memory: Memory, standing: tuple[Standing, Standing]) -> Stage:
    folder = _spare_of(out)
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    (published, sure), (left, still) = (_noted(memory, name, stood) for name, stood in zip(_names(out, memory), standing, strict=True))
    live = published if sure else found(str(out), published)
    spare = left if still else found(str(folder), left, live.files)
    ours = {path.rpartition("/")[0] for path in spare.foreign}
    for path in spare.foreign:
        (folder / path).unlink()
    folder.mkdir(exist_ok=True)
    folder.chmod(0o755)
    return Stage(folder, out, live, spare, len(live.files) == len(published.files), sure, touched=ours)


@contextmanager
def _claimed(out: Path, root: Path) -> Iterator[Path]:
    """The output, where nobody else may publish meanwhile."""
    check_place(out, root)
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    with _lock(out):
        yield out


def _looker(out: Path) -> Callable[[Memory], Standing]:
    """Who looks when asked, in this process. It reads the memory that is open: a second time the same file is not opened in one process."""
    standing: list[Iterator[Standing]] = []

    def ask(memory: Memory) -> Standing:
        if not standing:
            standing.append(_standing(out, memory))
        return next(standing[0])

    return ask


def _standing(out: Path, memory: Memory | None) -> Iterator[Standing]:
    """How the live and the spare tree stand."""
    folder = _spare_of(out)
    live, spare = (memory.note(name, b"") for name in _names(out, memory)) if memory is not None else (None, None)
    if live is None or not stands(str(out), shown := unpacked(live)):
        yield from (None, None)
        return
    yield checksum(live)
    yield checksum(spare) if spare is not None and not folder.is_symlink() and stands(str(folder), unpacked(spare), shown.files) else None


def _spare_of(out: Path) -> Path:
    return out.with_name(f".{out.name}{_SPARE}")


def _names(out: Path, memory: Memory) -> tuple[str, str]:
    """Under which the live and the spare tree are noted: they change their parts with each publication, and not their names."""
    first, second = (f"tree {n} of {out}" for n in (1, 2))
    return (second, first) if memory.note(_turn(out), b"") == b"2" else (first, second)


def _turn(out: Path) -> str:
    """Under which it is noted which of the trees is the live one."""
    return f"live tree of {out}"


def _noted(memory: Memory, name: str, stood: Standing) -> tuple[Tree, bool]:
    """The tree of a name, and whether it is the one that was seen to stand."""
    packed = memory.note(name, b"")
    return (unpacked(packed), stood == checksum(packed)) if packed is not None else (Tree(), False)


@contextmanager
def _lock(out: Path) -> Iterator[None]:
    # The lock dies with its process, so a killed build never blocks the next one.
    with open(out.parent / f".{out.name}.lock", "a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            print(f"正在等待另一个生成任务完成… waiting for another build of {out} …", file=sys.stderr)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def publish(tree: Stage, planned: frozenset[str], memory: Memory, *, confirmed: bool) -> Changes:
    """Check the spare tree against the plan and put it in the place of the live one.

    `confirmed` allows a build that loses more than a fifth of the pages.
    Raises: Refused, and the live tree is as it was.
    """
    out = tree.out
    if tree.record.keys() != planned:
        missing = sorted(planned ^ tree.record.keys())[:5]
        raise Refused(f"生成的文件与计划不符：{missing}。The staged files differ from the plan: {missing}.")
    before = _manifest(tree)
    gone = before.keys() - tree.record.keys()
    lost = sorted(path for path in gone if path.endswith(".html"))
    pages = sum(path.endswith(".html") for path in before) if len(lost) > _FEW else 0
    if len(lost) > max(_FEW, pages * _SHRINKS) and not confirmed:
        raise Refused(
            f"这次会删除 {pages} 个网页中的 {len(lost)} 个（例如 {lost[0]}）。如果确实如此，请加上 --force。"
            f"This would remove {len(lost)} of {pages} pages (such as {lost[0]}). If that is meant, add --force."
        )
    carried = _carry_foreign_files(before, tree)
    digests = {path: known.digest for path, known in sorted(tree.record.items())}
    tree.write(MANIFEST, msgspec.json.format(msgspec.json.encode(digests), indent=1) + b"\n")
    _clear(tree)
    tree.flush.end(tree.changed)
    made = _stood(tree, carried)
    first = not (out.exists() and any(out.iterdir()))
    if first:
        os.rename(tree.folder, out)
    else:
        _exchange(tree.folder, out)
    live, spare = _names(out, memory)
    packed = made.packed()
    notes = [(spare, b"", packed), (_turn(out), b"", b"2" if spare.startswith("tree 2") else b"1")]
    if first or not tree.sure:
        notes.append((live, b"", (Tree() if first else tree.shown).packed()))
    memory.make_notes(notes)
    return Changes(sum(map(operator.ne, map(before.get, digests), digests.values())), len(gone), checksum(packed))


def _stood(tree: Stage, carried: tuple[str, ...]) -> Tree:
    """The spare tree as it is now."""
    touched = frozenset(folders_of(f"{name}/" for name in tree.touched))
    times = {name: mtime for name, mtime in tree.spared.folders.items() if name not in touched}
    return Tree(tree.record, times | times_of(str(tree.folder), touched), carried)


def _clear(tree: Stage) -> None:
    """Remove what the tree to be does not have, and folders that are empty then."""
    gone = [path for path in tree.spare if path not in tree.record]
    for path in gone:
        (tree.folder / path).unlink()
        tree.touched.add(path.rpartition("/")[0])
    for path in gone:
        for above in (tree.folder / path).parents:
            if above == tree.folder:
                break
            try:
                above.rmdir()
            except FileNotFoundError:
                continue
            except OSError:
                break


def _manifest(tree: Stage) -> dict[str, str]:
    """What stands in the live tree, by its own account."""
    if tree.sure:
        return {path: known.digest for path, known in tree.live.items() if path != MANIFEST}
    try:
        return msgspec.json.decode((tree.out / MANIFEST).read_bytes(), type=dict[str, str])
    except (OSError, ValueError):
        return {}


def _carry_foreign_files(before: dict[str, str], tree: Stage) -> tuple[str, ...]:
    """The paths of those that are in the spare tree now."""
    carried = []
    for path in tree.shown.foreign:
        # A file of ours that somebody has changed is made anew, or goes with the page it was.
        if path == MANIFEST or path in before:
            continue
        file = tree.out / path
        if path in tree.record:
            raise Refused(f"{file} 不是本工具生成的，但网站需要这个文件名；请先移走它。{file} was not made by this tool but its name is needed; move it away.")
        target = tree.writer.room(path)
        tree.touched.add(path.rpartition("/")[0])
        if file.is_symlink():
            os.symlink(os.readlink(file), target)
        else:
            os.link(file, target)
        carried.append(path)
    return tuple(carried)


def _exchange(new: Path, live: Path) -> None:
    """Swap two folders in one atomic step."""
    libc = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(new), os.fsencode(live)
    if sys.platform == "darwin":
        failed = libc.renamex_np(a, b, 2)
    elif hasattr(libc, "renameat2"):
        failed = libc.renameat2(-100, a, -100, b, 2)
    else:
        failed, code = -1, errno.ENOSYS
        ctypes.set_errno(code)
    if failed:
        reason = os.strerror(ctypes.get_errno())
        raise Refused(
            f"这个磁盘不支持一步替换文件夹（{reason}）；请先删除 {live}，或用 --out 换一个位置。"
            f"This file system cannot swap folders ({reason}); remove {live} first, or name another place with --out."
        )
