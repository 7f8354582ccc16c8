"""Git (版本库): one question at a time; no answer where there is no git, no repository, or no history."""

import subprocess
from pathlib import Path

_SECONDS = 60


def answer(root: Path, command: tuple[str, ...]) -> str:
    """What a git command prints, run at `root`; "" where it fails."""
    try:
        done = subprocess.run(command, cwd=root, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.decode("utf-8", errors="replace") if done.returncode == 0 else ""


def head(root: Path) -> str:
    """Which state of the history this is; "" where there is none."""
    return answer(root, ("git", "rev-parse", "HEAD", "--is-shallow-repository", "--show-prefix"))
