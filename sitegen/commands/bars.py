"""Progress bars (进度条): how far a stage is, how fast it goes and how long it will take, on a terminal only.

A bar appears when a run takes longer than a moment, stands below the lines of the stages that
are done, and leaves nothing behind, so what a terminal keeps is what a file would hold.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_MOMENT = 0.5
"""Seconds that a run may take without a bar; drawing one costs a tenth of a second for its library."""


class Bars:
    """Tells of the stages of a run; `draws` is whether there is a terminal to draw on."""

    def __init__(self, say: Callable[[str], None], *, draws: bool) -> None:
        self._say, self._draws = say, draws
        self._began = time.perf_counter()
        self._progress: Progress | None = None
        self._task: tuple[str, TaskID] | None = None

    def at(self, stage: str, done: int, of: int) -> None:
        """A stage begins (0 of 0), or has come this far; `of` is 0 where nobody knows how much there is."""
        if not self._draws or (self._progress is None and time.perf_counter() - self._began < _MOMENT):
            return
        self._progress = progress = self._progress or _drawn()
        if self._task is None or self._task[0] != stage:
            if self._task:
                progress.remove_task(self._task[1])
            self._task = stage, progress.add_task(stage, total=None)
        if of:
            progress.update(self._task[1], completed=done, total=of, refresh=True)

    def say(self, line: str) -> None:
        if self._progress:
            self._progress.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            self._say(line)

    def end(self) -> None:
        if self._progress:
            self._progress.stop()
            self._progress = None


def _drawn() -> "Progress":
    from rich.console import Console
    from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class Pace(ProgressColumn):
        """Items, items a second, time left; nothing where nobody knows how many there are."""

        def render(self, task: Task) -> Text:
            if task.total is None:
                return Text()
            rate = f"  {task.speed:.0f}/s" if task.speed else ""
            left = f"  还需 {timedelta(seconds=round(task.time_remaining))} left" if task.time_remaining is not None else ""
            return Text(f"{task.completed:.0f}/{task.total:.0f}{rate}{left}")

    progress = Progress(TextColumn("{task.description:<9}"), BarColumn(), TimeElapsedColumn(), Pace(), console=Console(stderr=True), transient=True)
    progress.start()
    return progress


@contextmanager
def bars(say: Callable[[str], None]) -> Iterator[Bars]:
    """Bars on stderr where it is a terminal that can draw, lines elsewhere."""
    shown = Bars(say, draws=sys.stderr.isatty() and os.environ.get("TERM") != "dumb")
    try:
        yield shown
    finally:
        shown.end()
