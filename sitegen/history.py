"""When texts came into the repository (版本历史): one question to git for the whole portal.

A text that was moved keeps its first day. Without git, outside a repository and in a copy
without its history nothing is known, and the rule that asks for it is silent.
"""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from sitegen.git import answer, head
from sitegen.lint.rule import FirstSeen
from sitegen.memory import Memory

_BEIJING = timezone(timedelta(hours=8))
_COMMAND = (
    "git", "-c", "core.quotePath=false", "log", "--reverse", "--no-merges", "--diff-filter=AR", "--find-renames", "--name-status", "--relative",
    "--no-ext-diff", "--no-show-signature", "--format=%x01%ct", "--", "content",
)  # fmt: skip


def first_seen(root: Path, memory: Memory) -> dict[str, FirstSeen]:
    """The first commit of each path below content/, oldest first; git is asked once for each state of the history."""
    key = head(root).encode()
    if not key:
        return {}
    return read_log(memory.noted(_HISTORY, key, lambda: answer(root, _COMMAND).encode()).decode())


_HISTORY = "history"


def read_log(log: str) -> dict[str, FirstSeen]:
    """A byte 1 and seconds begin a commit; `A<tab>path` and `R100<tab>old<tab>new` are its files."""
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
