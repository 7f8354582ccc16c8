"""Where the time goes (性能剖析): the seconds of each stage, and the functions that took most of them."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sitegen.report import Report

_TOP = 40
_NOTE = "只计本进程；用 --workers 1 把全部工作放在一个进程里。\nThis process only; --workers 1 keeps all work in one."


def profiled_to(file: Path | None, run: Callable[[], "Report"]) -> "Report":
    """What `run` reports, with its profile in `file` where one is named.

    Raises: OSError, and whatever `run` does.
    """
    if file is None:
        return run()
    import cProfile
    import pstats

    profile = cProfile.Profile()
    report = profile.runcall(run)
    words = io.StringIO()
    statistics = pstats.Stats(profile, stream=words)
    for order in ("tottime", "cumulative"):
        statistics.sort_stats(order).print_stats(_TOP)
    file.write_text(f"阶段 stages\n\n{_stages(report.seconds)}\n{_NOTE}\n{words.getvalue()}", encoding="utf-8")
    return report


def _stages(seconds: dict[str, float]) -> str:
    total = sum(seconds.values()) or 1.0
    return "".join(f"{stage:<9}{spent:>9.3f} s{spent / total:>8.0%}\n" for stage, spent in seconds.items())
