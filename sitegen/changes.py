"""Which files changed since a revision (改动的文件): what git says of the working tree, uncommitted changes included."""

import os
import subprocess
from pathlib import Path


class NoHistory(Exception):
    """Git is missing, the folder is in no repository, or it has no such revision; the message says which."""


def changed_since(root: Path, revision: str) -> frozenset[str]:
    """Paths from `root` of the files below it that differ from `revision`, files that git does not know yet among them.

    Raises: NoHistory.
    """
    if _git(root, "rev-parse", "--is-inside-work-tree") != b"true\n":
        where = root.absolute()
        raise NoHistory(f"{where} 不在 git 仓库里，不能使用 --changed-since。\n{where} is in no git repository, so --changed-since cannot be used.")
    commit = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if commit:
        known = _git(root, "diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--relative", commit.decode().strip(), "--")
    elif revision == "HEAD" and _git(root, "symbolic-ref", "--quiet", "HEAD"):
        # Before the first commit everything is new.
        known = _git(root, "ls-files", "-z", "--cached")
    else:
        raise NoHistory(f"git 仓库里没有版本 “{revision}”。\nthe git repository has no revision `{revision}`.")
    unknown = _git(root, "ls-files", "-z", "--others", "--exclude-standard")
    return frozenset(os.fsdecode(path) for path in ((known or b"") + (unknown or b"")).split(b"\0") if path)


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git answers, or None where it refuses."""
    try:
        done = subprocess.run(["git", "-C", str(root), *arguments], stdin=subprocess.DEVNULL, capture_output=True)
    except FileNotFoundError:
        raise NoHistory("找不到 git，不能使用 --changed-since。\ngit is not installed, so --changed-since cannot be used.") from None
    return done.stdout if done.returncode == 0 else None
