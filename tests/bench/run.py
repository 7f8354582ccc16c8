#!/usr/bin/env python3
"""Measure the speed beside other generators (速度对比): the same documents, in turn, every run in a JSON file.

    python3 tests/bench/run.py SOURCE [-n 1000,10000] [--runs N] [--python PYTHON] [--peers hugo,pagefind,eleventy,pelican]
                               [--what cold,nothing,times,body,title,new,template,row,save] [--out FILE.json]
    python3 tests/bench/run.py SOURCE --grow 1000,10000,100000 --out GROWTH.json
    python3 tests/bench/run.py --report FILE.json [--growth GROWTH.json] [--into docs/performance.md]

SOURCE is a folder of Markdown legal texts, of which corpus.py makes the documents. The others come
from their registries in the versions that peers/ locks; one that cannot be had is named and left
out. Prints medians, and ratios of neighbouring runs, beside the goals. Linux; a quiet machine.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

OUT = ROOT / "docs/measurements/speed/runs.json"
DOCUMENT = ROOT / "docs/performance.md"


def numbers(text: str) -> list[int]:
    return [int(number) for number in text.split(",")]


def words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def options(kinds: Sequence[str], peers: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, nargs="?", metavar="SOURCE", help="folder of Markdown legal texts")
    parser.add_argument("-n", type=numbers, default=[1000, 10_000], metavar="N,…", help="numbers of documents (default: 1000,10000)")
    parser.add_argument("--runs", type=int, default=5, metavar="N", help="rounds (default: %(default)s)")
    parser.add_argument("--peers", type=words, default=list(peers), metavar="NAME,…", help=f"of {', '.join(peers)}; none with an empty word")
    parser.add_argument("--what", type=words, default=list(kinds), metavar="KIND,…", help=f"of {', '.join(kinds)}")
    parser.add_argument("--python", default=sys.executable, metavar="PYTHON", help="the interpreter for ours (default: this one)")
    parser.add_argument("--grow", type=numbers, metavar="N,…", help="ours only, cold and with nothing changed, at these numbers of documents")
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE.json", help="where every run goes (default: docs/measurements/speed/runs.json)")
    parser.add_argument("--work", type=Path, metavar="FOLDER", help="where the sites are made (default: a temporary folder)")
    parser.add_argument("--report", type=Path, metavar="FILE.json", help="measure nothing: put the figures of these runs into the document")
    parser.add_argument("--growth", type=Path, metavar="FILE.json", help="runs of --grow that --report puts beside them")
    parser.add_argument("--into", type=Path, default=DOCUMENT, metavar="FILE.md", help="the document (default: docs/performance.md)")
    return parser


def main(argv: list[str]) -> int:
    from tests.bench.speed.edits import Unseen
    from tests.bench.speed.peers import PEERS
    from tests.bench.speed.spent import Failed
    from tests.bench.speed.turns import KINDS

    parser = options(KINDS, tuple(PEERS))
    chosen = parser.parse_args(argv)
    if chosen.report or chosen.growth:
        try:
            return reported(chosen.report, chosen.growth, chosen.into)
        except (OSError, ValueError) as reason:
            parser.error(str(reason))
    if unknown := [*(set(chosen.what) - set(KINDS)), *(set(chosen.peers) - set(PEERS))]:
        parser.error(f"no such kind of run or peer: {', '.join(sorted(unknown))}")
    if sys.platform != "linux":
        parser.error("what a command and its workers cost is read from the Linux kernel; there is no such account here")
    if chosen.source is None or not chosen.source.is_dir():
        parser.error("SOURCE must be a folder of Markdown texts")
    with tempfile.TemporaryDirectory(prefix="sitegen-speed-", dir=chosen.work) as work:
        try:
            return measure(chosen, Path(work))
        except (Failed, Unseen) as reason:
            print(f"run.py: {reason}", file=sys.stderr)
            return 1


def measure(chosen: argparse.Namespace, work: Path) -> int:
    """Make the runs, write each down as soon as it is made, print the tables. Raises: Failed, Unseen."""
    from tests.bench.speed import report, turns
    from tests.bench.speed.peers import PEERS, Generator, Indexer, commit, interpreter, ours
    from tests.bench.speed.record import Record, Run, machine, save
    from tests.bench.speed.spent import Failed
    from tests.npm import Missing

    mine = ours(chosen.python)
    generators, indexers = [mine], list[Indexer]()
    for name in () if chosen.grow else chosen.peers:
        try:
            peer = PEERS[name](True)
        except Missing as missing:
            print(f"without {name}: {missing}", file=sys.stderr)
            continue
        if isinstance(peer, Generator):
            generators.append(peer)
        else:
            indexers.append(peer)
    for indexer in indexers:
        if indexer.over not in (tool.name for tool in generators):
            raise Failed(f"{indexer.name} indexes what {indexer.over} builds; name both in --peers")
    versions = {tool.name: {"version": tool.version} for tool in (*generators, *indexers)}
    versions[mine.name] |= commit() | interpreter(chosen.python)
    runs: list[Run] = []
    record = Record(machine(), versions, runs)

    def told(run: Run) -> None:
        runs.append(run)
        save(record, chosen.out)
        cpu = f"{run.cpu:9.3f} s CPU" if run.cpu is not None else ""
        what = f"{run.documents:>7} {run.round:>2} {run.what:<9}{run.tool:<13}"
        print(f"{what}{run.wall:9.3f} s{cpu:>15}{run.peak_mb:>7} MB{run.files:>8} files  load {run.load}", file=sys.stderr, flush=True)

    bench = turns.Bench(chosen.source.resolve(), work, told)
    if chosen.grow:
        turns.growing(bench, mine, chosen.grow, chosen.runs)
        print(report.report(None, record))
    else:
        for documents in chosen.n:
            turns.in_turn(bench, generators, indexers, documents, chosen.runs, chosen.what)
        print(report.report(record, None))
    return 0


def reported(turns: Path | None, growth: Path | None, document: Path) -> int:
    """Rewrite the figures of a document from runs that were made. Raises: OSError, ValueError."""
    from tests.bench.speed import record, report

    figures = report.report(*(record.load(path) if path else None for path in (turns, growth)))
    document.write_text(report.placed(document.read_text(encoding="utf-8"), figures), encoding="utf-8")
    print(figures)
    return 0


if __name__ == "__main__":
    from sitegen.bootstrap import enter

    enter([__file__, *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
