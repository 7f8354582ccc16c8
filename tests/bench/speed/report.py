"""Figures from raw runs (汇总): medians, ratios of neighbours, and the part of a document that holds them. Pure: no run is made here.

A ratio is taken within a round, between runs that were neighbours, and the median of these is given;
the quotient of two medians would compare runs that were minutes apart.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from tests.bench.speed.record import Record, Run

BEGIN, END = "<!-- figures: made by tests/bench/run.py --report -->", "<!-- end of figures -->"
WHAT = {
    "cold": "从零开始 cold",
    "nothing": "什么都没改 nothing changed",
    "times": "重新检出，时间全新 new times on every file",
    "body": "改一份正文 one body",
    "title": "改一个标题 one title",
    "new": "新增一份文件 one new document",
    "template": "改文件模板 the template of documents",
    "row": "改目录的一行 one catalog row",
    "save": "预览：保存到看见 save to page in the server",
}


OURS, FAST = "sitegen", "sitegen-fast"
Figure = Callable[[Run], float | None]


def wall(run: Run) -> float | None:
    return run.wall


def cpu(run: Run) -> float | None:
    return run.cpu


def peak(run: Run) -> float | None:
    return run.peak_mb


def files(run: Run) -> float | None:
    return run.files


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
    return max((run.peak_mb for run in runs if run.tool in (OURS, FAST)), default=None)


def saved(runs: Sequence[Run]) -> float | None:
    """Milliseconds from save to page."""
    seconds = middle(runs, [OURS], "save")
    return None if seconds is None else seconds * 1000


GOALS = (
    Goal("一份正文，比 Hugo 重建 one body / Hugo's rebuild", lambda runs: ratio(runs, OURS, "body", ["hugo"]), 0.10),
    Goal("什么都没改，比 Hugo 重建 nothing changed / Hugo's rebuild", lambda runs: ratio(runs, OURS, "nothing", ["hugo"]), 0.05),
    Goal("保存到看见 save to page", saved, 250, " ms"),
    Goal("从零，比 Hugo + Pagefind cold / Hugo + Pagefind", lambda runs: ratio(runs, OURS, "cold", ["hugo", "pagefind"]), 0.25),
    Goal("从零，比 Hugo 不带检索 cold / Hugo without a search", lambda runs: ratio(runs, OURS, "cold", ["hugo"]), 2.5),
    Goal("从零，快速解析器 cold with the fast parser / Hugo without a search", lambda runs: ratio(runs, FAST, "cold", ["hugo"]), 1.6),
    Goal("最大的进程 largest process", largest, 500, " MB"),
    Goal("一份正文重做的网页 pages rendered after one body", lambda runs: middle(runs, [OURS], "body", rendered), 3),
    Goal("一个标题重做的网页 pages rendered after one title", lambda runs: middle(runs, [OURS], "title", rendered), 15),
)
"""Set for 10,000 documents."""


def report(turns: Record | None, growth: Record | None) -> str:
    """Everything that a document says in figures."""
    return "\n".join((*(_turns(turns) if turns else ()), *(_growth(growth) if growth else ())))


def placed(document: str, figures: str) -> str:
    """A document with the part between its two markers replaced. Raises: ValueError, without markers."""
    before, begin, rest = document.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError(f"the document needs the lines {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{figures}\n{END}{after}"


def _turns(record: Record) -> Iterator[str]:
    """Tables of runs made in turn, for each number of documents."""
    yield from _machine(record)
    for documents in _sizes(record):
        runs = [run for run in record.runs if run.documents == documents]
        rounds = max(run.round for run in runs)
        yield f"### {documents:,} 份文件 documents · {rounds} 轮 {'round' if rounds == 1 else 'rounds'}"
        yield ""
        yield from _table(("目标 goal", "至多 at most", "测得 found", ""), _goals(runs))
        yield "从零开始 cold:"
        yield ""
        yield from _table(("", "秒 s", "处理器秒 CPU s", "最大进程 largest process, MB", "文件 files", "我们与它之比 ours to it: wall", "CPU"), _cold(runs))
        for own in _own(runs):
            yield f"再次生成，{own} 与 Hugo 轮流 again, {own} and Hugo in turn:"
            yield ""
            columns = ("", "秒 s", "处理器秒 CPU s", "MB", "重做网页 rendered", "变化文件 written", "Hugo: s", "CPU s", "MB", "时间之比 wall to wall")
            yield from _table(columns, _again(runs, own))


def _growth(record: Record) -> Iterator[str]:
    """How cost grows with the number of documents."""
    yield "### 随份数增长 Growth"
    yield ""
    yield from _machine(record)
    base = 10_000 if 10_000 in _sizes(record) else _sizes(record)[0]
    each = ("每份处理器毫秒 CPU ms a document", f"与 {base:,} 份时每份之比 a document, to that at {base:,}")
    columns = ("", "份 documents", "秒 s", "处理器秒 CPU s", "最大进程 largest process, MB", "文件 files", *each)
    rows = ((WHAT[what], *_cost(record.runs, what, documents, base)) for what in ("cold", "nothing") for documents in _sizes(record))
    yield from _table(columns, rows)


def _cost(runs: Sequence[Run], what: str, documents: int, base: int) -> Iterator[str]:
    at = [run for run in runs if run.documents == documents]
    each, each_base = (_each(runs, what, number) for number in (documents, base))
    yield f"{documents:,}"
    yield from (_text(middle(at, [OURS], what, figure)) for figure in (wall, cpu, peak, files))
    yield _text(each * 1000 if each is not None else None)
    yield _text(each / each_base if each is not None and each_base else None)


def _each(runs: Sequence[Run], what: str, documents: int) -> float | None:
    """Seconds of the processor for a document."""
    found = middle([run for run in runs if run.documents == documents], [OURS], what, cpu)
    return None if found is None else found / documents


def _machine(record: Record) -> Iterator[str]:
    machine = record.machine
    versions = "; ".join(f"{name} {_version(**about)}" for name, about in record.tools.items())
    loads = [run.load for run in record.runs]
    yield (
        f"{machine['date']} · {machine['cpu']}, {machine['cores']} 核 cores, {machine['memory_gb']} GB · {machine['system']} · Python {machine['python']} · "
        f"开始时的负载 load before the runs {min(loads)}–{max(loads)}"
    )
    yield ""
    yield versions
    yield ""


def _version(version: str, **parsers: str) -> str:
    return f"{version} ({', '.join(f'{name} {of}' for name, of in parsers.items())})" if parsers else version


def _goals(runs: Sequence[Run]) -> Iterator[Sequence[str]]:
    for goal in GOALS:
        found = goal.figure(runs)
        met = "没有测 not measured" if found is None else "达到 met" if found <= goal.most else "**没有达到 missed**"
        yield goal.name, _text(goal.most, goal.unit), _text(found, goal.unit), met


def _cold(runs: Sequence[Run]) -> Iterator[Sequence[str]]:
    done = list(dict.fromkeys(run.tool for run in runs if run.what == "cold"))
    # An index is made over what a generator built: only both together publish a search.
    groups = [[tool] for tool in done if tool != "pagefind"]
    if "pagefind" in done:
        groups.insert(groups.index(["hugo"]) + 1, ["hugo", "pagefind"])
    for tools in groups:
        highest = max((value for tool in tools if (value := middle(runs, [tool], "cold", peak)) is not None), default=None)
        against = [_text(None if tools == [OURS] else ratio(runs, OURS, "cold", tools, figure)) for figure in (wall, cpu)]
        seconds = (_text(middle(runs, tools, "cold", figure)) for figure in (wall, cpu))
        yield " + ".join(tools), *seconds, _text(highest), _text(middle(runs, tools, "cold", files)), *against


def _again(runs: Sequence[Run], own: str) -> Iterator[Sequence[str]]:
    for what, name in WHAT.items():
        if what != "cold" and series(runs, [own], what):
            mine = (_text(middle(runs, [own], what, figure)) for figure in (wall, cpu, peak, rendered, written))
            theirs = (_text(middle(runs, ["hugo"], what, figure)) for figure in (wall, cpu, peak))
            yield name, *mine, *theirs, _text(ratio(runs, own, what, ["hugo"]))


def _own(runs: Sequence[Run]) -> list[str]:
    return [own for own in (OURS, FAST) if any(run.tool == own and run.what != "cold" for run in runs)]


def _sizes(record: Record) -> list[int]:
    return sorted({run.documents for run in record.runs})


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield f"|---|{'---:|' * (len(columns) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _text(value: float | None, unit: str = "") -> str:
    """Three digits that count; whole numbers from 100 on."""
    if value is None:
        return "–"
    return f"{value:,.0f}{unit}" if value >= 100 or value == int(value) else f"{value:.3g}{unit}"
