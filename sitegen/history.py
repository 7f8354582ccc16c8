"""When texts came into the repository (版本历史): one question to git for the whole portal.

A text that was moved keeps its first day. Without git, outside a repository and in a copy
without its history nothing is known, and the rule that asks for it is silent.
"""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.git import answer
from sitegen.memory import Memory

if TYPE_CHECKING:
    from sitegen.lint.rule import FirstSeen

_BEIJING = timezone(timedelta(hours=8))
_COMMAND = (
    "git", "-c", "core.quotePath=false", "log", "--reverse", "--no-merges", "--diff-filter=AR", "--find-renames", "--name-status", "--relative",
    "--no-ext-diff", "--no-show-signature", "--format=%x01%ct", "--", "content",
)  # fmt: skip


def first_seen(root: Path, memory: Memory, state: str) -> "dict[str, FirstSeen]":
    """The first commit of each path below content/, oldest first, in a state of the history (`git.head`)."""
    return read_log(log(root, memory, state))


def log(root: Path, memory: Memory, state: str) -> str:
    """What git tells of a state of the history (`git.head`); it is asked once for each."""
    return memory.noted(_HISTORY, state.encode(), lambda: answer(root, _COMMAND).encode()).decode() if state else ""


_HISTORY = "history"


def read_log(log: str) -> "dict[str, FirstSeen]":
    """A byte 1 and seconds begin a commit; `A<tab>path` and `R100<tab>old<tab>new` are its files."""
    from sitegen.lint.rule import FirstSeen

    found: dict[str, FirstSeen] = {}
    for commit in log.split("\x01")[1:]:
        head, *lines = commit.splitlines()
        day = datetime.fromtimestamp(int(head), _BEIJING).date()
        changes = [line.split("\t") for line in lines if line]
        together = sum(change[0] == "A" for change in changes)
        for kind, *paths in changes:
            old, new = paths[0], paths[-1]
            found.setdefault(new, found.get(old, FirstSeen(day, together)) if kind.startswith("R") else FirstSeen(day, together))
    return found
