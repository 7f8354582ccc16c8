"""Figures from raw runs (汇总): medians, ratios of neighbours, and the goals that they are held to. No run is made here.

A ratio is taken within a round, between runs that were neighbours, and the median of these is given;
the quotient of two medians would compare runs that were minutes apart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.speed.record import OURS, Run

Figure = Callable[[Run], float | None]


def wall(run: Run) -> float | None:
    return run.wall


def cpu(run: Run) -> float | None:
    return run.cpu


def peak(run: Run) -> float | None:
    return run.peak_mb


def files(run: Run) -> float | None:
    return run.files


def out_mb(run: Run) -> float | None:
    return run.out_mb


def written(run: Run) -> float | None:
    return run.counts.get("written")


def rendered(run: Run) -> float | None:
    return run.counts.get("rendered")


def series(runs: Sequence[Run], tools: Sequence[str], what: str, figure: Figure = wall) -> dict[int, float]:
    """The figure by round, that of several tools added up; rounds in which one of them is not known are left out."""
    known = {(run.tool, run.round): value for run in runs if run.what == what and (value := figure(run)) is not None}
    rounds = sorted({number for _, number in known})
    return {number: sum(known[tool, number] for tool in tools) for number in rounds if all((tool, number) in known for tool in tools)}


def middle(runs: Sequence[Run], tools: Sequence[str], what: str, figure: Figure = wall) -> float | None:
    """The median over the rounds; None where it was not measured."""
    found = series(runs, tools, what, figure)
    return median(found.values()) if found else None


def ratio(runs: Sequence[Run], tool: str, what: str, others: Sequence[str], figure: Figure = wall) -> float | None:
    """The median of the quotients of a round: a tool to the sum of others that did the same in turn with it."""
    ours, theirs = series(runs, [tool], what, figure), series(runs, others, what, figure)
    quotients = [ours[number] / theirs[number] for number in ours if theirs.get(number)]
    return median(quotients) if quotients else None


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure that must not exceed `most`; None where it was not measured."""

    name: str
    figure: Callable[[Sequence[Run]], float | None]
    most: float
    unit: str = ""


def largest(runs: Sequence[Run]) -> float | None:
    """The most that any process of ours held in any run, in megabytes."""
    return max((run.peak_mb for run in runs if run.tool == OURS), default=None)


def saved(runs: Sequence[Run]) -> float | None:
    """Milliseconds from save to page."""
    seconds = middle(runs, [OURS], "save")
    return None if seconds is None else seconds * 1000


def each(runs: Sequence[Run], what: str, documents: int) -> float | None:
    """Seconds of the processor for a document."""
    found = middle([run for run in runs if run.documents == documents], [OURS], what, cpu)
    return None if found is None else found / documents


def dearer(runs: Sequence[Run], what: str, documents: int, base: int) -> float | None:
    """What a document costs to what it costs among `base` documents."""
    here, there = each(runs, what, documents), each(runs, what, base)
    return here / there if here is not None and there else None


GOALS = (
    Goal("一份正文，比 Hugo 重建 one body / Hugo's rebuild", lambda runs: ratio(runs, OURS, "body", ["hugo"]), 0.10),
    Goal("什么都没改，比 Hugo 重建 nothing changed / Hugo's rebuild", lambda runs: ratio(runs, OURS, "nothing", ["hugo"]), 0.05),
    Goal("保存到看见 save to page", saved, 250, " ms"),
    Goal("从零，比 Hugo + Pagefind cold / Hugo + Pagefind", lambda runs: ratio(runs, OURS, "cold", ["hugo", "pagefind"]), 0.25),
    Goal("从零，比 Hugo 不带检索 cold / Hugo without a search", lambda runs: ratio(runs, OURS, "cold", ["hugo"]), 2.5),
    Goal("最大的进程 largest process", largest, 500, " MB"),
    Goal("一份正文重做的网页 pages rendered after one body", lambda runs: middle(runs, [OURS], "body", rendered), 3),
    Goal("一个标题重做的网页 pages rendered after one title", lambda runs: middle(runs, [OURS], "title", rendered), 15),
)
"""Set for 10,000 documents."""
FAR, NEAR = 100_000, 10_000
GROWTH_GOALS = (
    Goal(f"{FAR:,} 份：最大的进程 largest process", lambda runs: largest([run for run in runs if run.documents == FAR]), 2000, " MB"),
    Goal(f"{FAR:,} 份：每份的处理器时间，与 {NEAR:,} 份时之比 CPU a document to that at {NEAR:,}", lambda runs: dearer(runs, "cold", FAR, NEAR), 1.3),
    Goal(f"{FAR:,} 份：什么都没改 nothing changed", lambda runs: middle([run for run in runs if run.documents == FAR], [OURS], "nothing"), 5, " s"),
)
