"""Write (发布): a whole new tree beside the live one, then one exchange.

Until the exchange the live tree is untouched; afterwards the old one is removed. Nothing
that the generator did not write is ever lost: foreign files in the output folder are carried
over, and a folder that is not ours is refused.
"""

import ctypes
import errno
import fcntl
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

MANIFEST = ".sitegen-manifest.json"
_STAGE = ".stage-"
_SHRINKS = 0.2
_FEW = 50


class Refused(Exception):
    """The output cannot be published there; the message says why and what to do (two languages)."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Files that are new or different, and files that are gone."""

    written: int
    removed: int


@dataclass(slots=True)
class Stage:
    """A tree in the making. Every file is written once."""

    folder: Path
    digests: dict[str, str] = field(default_factory=dict)
    _folders: set[str] = field(default_factory=set)

    def write(self, path: str, data: bytes) -> None:
        target = f"{self.folder}/{path}"
        parent = target.rpartition("/")[0]
        if parent not in self._folders:
            os.makedirs(parent, exist_ok=True)
            self._folders.add(parent)
        with open(target, "xb", buffering=0) as file:
            view = memoryview(data)
            while view:
                view = view[file.write(view) :]
        self.digests[path] = hashlib.blake2b(data, digest_size=16).hexdigest()


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


@contextmanager
def stage(out: Path, root: Path) -> Iterator[Stage]:
    """A fresh tree beside `out`; gone again if the work within fails.

    Raises: Refused.
    """
    check_place(out, root)
    out = out.absolute()
    out.parent.mkdir(parents=True, exist_ok=True)
    with _lock(out):
        for leftover in out.parent.glob(f".{out.name}{_STAGE}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}{_STAGE}", dir=out.parent))
        folder.chmod(0o755)
        try:
            yield Stage(folder)
        finally:
            if folder.exists():
                shutil.rmtree(folder, ignore_errors=True)


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


def publish(tree: Stage, out: Path, planned: frozenset[str], *, confirmed: bool) -> Changes:
    """Check the staged tree against the plan and put it in the place of the live one.

    `confirmed` allows a build that loses more than a fifth of the pages.
    Raises: Refused, and the live tree is as it was.
    """
    out = out.absolute()
    if tree.digests.keys() != planned:
        missing = sorted(planned ^ tree.digests.keys())[:5]
        raise Refused(f"生成的文件与计划不符：{missing}。The staged files differ from the plan: {missing}.")
    before = _manifest(out)
    lost = [path for path in before if path.endswith(".html") and path not in tree.digests]
    pages = sum(path.endswith(".html") for path in before)
    if len(lost) > max(_FEW, pages * _SHRINKS) and not confirmed:
        raise Refused(
            f"这次会删除 {pages} 个网页中的 {len(lost)} 个（例如 {lost[0]}）。如果确实如此，请加上 --force。"
            f"This would remove {len(lost)} of {pages} pages (such as {lost[0]}). If that is meant, add --force."
        )
    _carry_foreign_files(out, before, tree)
    (tree.folder / MANIFEST).write_text(json.dumps(dict(sorted(tree.digests.items())), ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    _flush(tree.folder)
    if out.exists() and any(out.iterdir()):
        _exchange(tree.folder, out)
        shutil.rmtree(tree.folder)
    else:
        os.rename(tree.folder, out)
    written = sum(before.get(path) != digest for path, digest in tree.digests.items())
    return Changes(written, sum(path not in tree.digests for path in before))


def _manifest(out: Path) -> dict[str, str]:
    try:
        found = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _carry_foreign_files(out: Path, before: dict[str, str], tree: Stage) -> None:
    for folder, below, names in os.walk(out) if out.is_dir() else ():
        # A link to a folder is listed among the folders, and is a foreign file like any other.
        for name in (*names, *(n for n in below if (Path(folder) / n).is_symlink())):
            file = Path(folder) / name
            path = file.relative_to(out).as_posix()
            if path == MANIFEST or path in before:
                continue
            if path in tree.digests:
                raise Refused(f"{file} 不是本工具生成的，但网站需要这个文件名；请先移走它。{file} was not made by this tool but its name is needed; move it away.")
            target = tree.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            if file.is_symlink():
                target.symlink_to(os.readlink(file))
            else:
                os.link(file, target)


def _flush(folder: Path) -> None:
    """One flush for the whole tree, not one a file."""
    libc = ctypes.CDLL(None, use_errno=True)
    if hasattr(libc, "syncfs"):
        handle = os.open(folder, os.O_RDONLY)
        try:
            libc.syncfs(handle)
        finally:
            os.close(handle)
    else:
        os.sync()


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
