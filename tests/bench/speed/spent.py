"""What a command costs (用时与内存): seconds of wall and of the processor, and the most memory of any one process.

    python3 spent.py FILE.json COMMAND …

A generator may start workers, and workers outlive the one who started them. So this small process
runs the command, adopts every orphan below it (PR_SET_CHILD_SUBREAPER) and waits for all of them:
the kernel's own account of a process, handed over when it is waited for, leaves nothing out and
needs no sampling. Wall ends when the command itself ends. Linux only; standard library only.
"""

import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of wall; seconds of the processor of all processes together; megabytes (10⁶ bytes) of the largest one."""

    wall: float
    cpu: float
    peak_mb: int
    code: int


class Failed(Exception):
    """A command ended badly; the message holds the end of what it said."""


def spent(command: Sequence[str], folder: Path, report: Path) -> tuple[Spent, str]:
    """What a command run in `folder` costs, and what it printed; `report` is overwritten.

    Raises: Failed.
    """
    runner = [sys.executable, "-I", "-S", str(Path(__file__).resolve()), str(report), *command]
    # What earlier runs left in the page cache is written first, so that nobody pays for the run before.
    os.sync()
    done = subprocess.run(runner, cwd=folder, env=usual(), stdin=subprocess.DEVNULL, capture_output=True, text=True, encoding="utf-8", errors="replace")
    found = Spent(**json.loads(report.read_text(encoding="utf-8"))) if done.returncode == 0 else None
    if found is None or found.code:
        raise Failed(f"{' '.join(map(str, command))}\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return found, done.stdout


def usual() -> dict[str, str]:
    """The environment as most people have it, where Python keeps what it has compiled; images for containers often tell it not to."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def measured(command: Sequence[str]) -> Spent:
    """Raises: OSError, where the kernel does not give orphans to this process."""
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_CHILD_SUBREAPER)")
    began = time.perf_counter()
    first = subprocess.Popen(command)
    wall = cpu = 0.0
    peak = code = 0
    while True:
        try:
            pid, status, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return Spent(round(wall, 4), round(cpu, 4), round(peak * 1024 / 1e6), code)
        if pid == first.pid:
            wall, code = time.perf_counter() - began, os.waitstatus_to_exitcode(status)
        cpu += usage.ru_utime + usage.ru_stime
        peak = max(peak, usage.ru_maxrss)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(json.dumps(asdict(measured(sys.argv[2:]))), encoding="utf-8")
