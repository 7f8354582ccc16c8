"""The part of a document that holds the figures (速度报告): tables in Markdown, made from raw runs and from nothing else."""

from collections.abc import Iterable, Iterator, Sequence

from tests.bench.speed.figures import (
    GOALS,
    GROWTH_GOALS,
    NEAR,
    Goal,
    cpu,
    dearer,
    each,
    files,
    middle,
    out_mb,
    peak,
    ratio,
    rendered,
    series,
    wall,
    written,
)  # fmt: skip
from tests.bench.speed.record import OURS, Record, Run

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
        if documents == NEAR:
            yield from _table(("目标 goal", "至多 at most", "测得 found", ""), _goals(GOALS, runs))
        yield "从零开始 cold:"
        yield ""
        costs = ("秒 s", "处理器秒 CPU s", "最大进程 largest process, MB", "文件 files", "输出 output, MB")
        yield from _table(("", *costs, "我们与它之比 ours to it: wall", "CPU"), _cold(runs))
        if again := list(_again(runs)):
            yield "再次生成，sitegen 与 Hugo 轮流 again, sitegen and Hugo in turn:"
            yield ""
            columns = ("", "秒 s", "处理器秒 CPU s", "MB", "重做网页 rendered", "变化文件 written", "Hugo: s", "CPU s", "MB", "时间之比 wall to wall")
            yield from _table(columns, again)


def _growth(record: Record) -> Iterator[str]:
    """How cost grows with the number of documents."""
    base = NEAR if NEAR in _sizes(record) else _sizes(record)[0]
    yield "### 随份数增长 Growth"
    yield ""
    yield from _machine(record)
    yield from _table(("目标 goal", "至多 at most", "测得 found", ""), _goals(GROWTH_GOALS, record.runs))
    of_each = ("每份处理器毫秒 CPU ms a document", f"与 {base:,} 份时每份之比 a document, to that at {base:,}")
    columns = ("", "份 documents", "秒 s", "处理器秒 CPU s", "最大进程 largest process, MB", "文件 files", "输出 output, MB", *of_each)
    rows = ((WHAT[what], *_cost(record.runs, what, documents, base)) for what in ("cold", "nothing") for documents in _sizes(record))
    yield from _table(columns, rows)


def _cost(runs: Sequence[Run], what: str, documents: int, base: int) -> Iterator[str]:
    at, of_each = [run for run in runs if run.documents == documents], each(runs, what, documents)
    yield f"{documents:,}"
    yield from (_text(middle(at, [OURS], what, figure)) for figure in (wall, cpu, peak, files, out_mb))
    yield _text(None if of_each is None else of_each * 1000)
    yield _text(dearer(runs, what, documents, base))


def _machine(record: Record) -> Iterator[str]:
    machine = record.machine
    versions = "; ".join(f"{name} {_version(**about)}" for name, about in record.tools.items())
    loads = [run.load for run in record.runs]
    yield (
        f"{machine['date']} · {machine['cpu']}, {machine['cores']} 核 cores, {machine['memory_gb']} GB · {machine['system']} · "
        f"开始时的负载 load before the runs {min(loads)}–{max(loads)}"
    )
    yield ""
    yield versions
    yield ""


def _version(version: str, **parts: str) -> str:
    return f"{version} ({', '.join(f'{name} {of}' for name, of in parts.items())})" if parts else version


def _goals(goals: Sequence[Goal], runs: Sequence[Run]) -> Iterator[Sequence[str]]:
    for goal in goals:
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
        yield " + ".join(tools), *seconds, _text(highest), *(_text(middle(runs, tools, "cold", figure)) for figure in (files, out_mb)), *against


def _again(runs: Sequence[Run]) -> Iterator[Sequence[str]]:
    for what, name in WHAT.items():
        if what != "cold" and series(runs, [OURS], what):
            mine = (_text(middle(runs, [OURS], what, figure)) for figure in (wall, cpu, peak, rendered, written))
            theirs = (_text(middle(runs, ["hugo"], what, figure)) for figure in (wall, cpu, peak))
            yield name, *mine, *theirs, _text(ratio(runs, OURS, what, ["hugo"]))


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
