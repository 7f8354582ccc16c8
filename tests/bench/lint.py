#!/usr/bin/env python3
"""Measure `check` (检查的用时): where the time of a lint goes, stage by stage and rule by rule.

    python3 tests/bench/lint.py ROOT [--runs N] [--as-of DATE] [--out FOLDER]

Every run is a process of its own with one worker: N as in a fresh clone, then N that remember
what the one before parsed (`.sitegen/memory.sqlite` of ROOT is thrown away before). Seconds
are those of the processor, so that a busy machine lengthens them little; each is also given as
a multiple of a baseline measured in the same process, reading and decoding all files of the
portal once, and that multiple is what two machines or two days can compare. FOLDER gets
`runs.json`, every run as it was measured, and `summary.md`.
"""

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

Run = dict[str, Any]


def measure(root: Path, as_of: date) -> Run:
    """One run in this process: seconds of the processor by stage and by rule."""
    from sitegen import pipeline
    from sitegen.inputs import find_inputs
    from sitegen.lint import rules as all_rules
    from sitegen.lint import text
    from sitegen.lint.rule import Context
    from sitegen.report import Options

    inputs = find_inputs(root)
    rows = sum(inputs.read(path).count(b"\n  - id:") for path in inputs.catalogs)
    began = time.process_time()
    for path in (*inputs.documents, *inputs.catalogs):
        inputs.read(path).decode("utf-8-sig", errors="replace")
    baseline = time.process_time() - began

    rules: dict[str, float] = {}

    def timed(rule: Any, name: str) -> Any:
        def run(context: Any) -> Iterator[Any]:
            began = time.process_time()
            found = list(rule.check(context))
            rules[name] = rules.get(name, 0) + time.process_time() - began
            return iter(found)

        return replace(rule, check=run)

    def statuses(context: Context) -> Iterator[Any]:
        # The first rule that asks would pay for all; here they are asked for by name.
        return iter(tuple(context.statuses)[:0])

    first = timed(replace(all_rules.RULES[0], check=statuses), "lint: status of every row")
    all_rules.RULES = (first, *(timed(rule, f"lint: {rule.problem.code} {rule.problem.name}") for rule in all_rules.RULES))
    text.TEXT_RULES = tuple(timed(rule, f"parse: {rule.problem.code} {rule.problem.name}") for rule in text.TEXT_RULES)
    stages: dict[str, float] = {}
    clock = [time.process_time()]

    def stage_ended(line: str) -> None:
        now = time.process_time()
        stages[line.split()[0]], clock[0] = now - clock[0], now

    wall = time.perf_counter()
    report = pipeline.check(root, Options(as_of, workers=1), stage_ended)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    return {
        "documents": len(inputs.documents), "rows": rows, "findings": len(report.findings), "wall": time.perf_counter() - wall, "peak_mib": peak,
        "baseline": baseline, "stages": stages, "rules": rules,
    }  # fmt: skip


def forget(root: Path) -> None:
    """Make the next run as in a fresh clone."""
    from sitegen import memory

    memory.Memory(root / ".sitegen" / memory.FILE).forget()


def summary(runs: dict[str, list[Run]], root: str) -> str:
    """A table of medians for each kind of run, with the least and the most of each."""
    first = runs["fresh"][0]
    head = [
        f"# check of {root}: {first['documents']:,} documents, {first['rows']:,} rows, {first['findings']:,} findings", "",
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}; one worker; seconds of the processor.", "",
        f"{os.cpu_count()} processors, load {os.getloadavg()[0]:.1f} at the end.", "",
    ]  # fmt: skip
    return "\n".join([*head, *_table("As in a fresh clone", runs["fresh"]), "", *_table("With what an earlier run remembers", runs["remembered"])]) + "\n"


def _table(title: str, runs: list[Run]) -> list[str]:
    first = runs[0]

    def middle(name: str) -> float:
        return statistics.median(run[name] for run in runs)

    lines = [
        f"## {title}: {len(runs)} runs", "",
        f"Peak memory {middle('peak_mib'):,.0f} MiB; baseline (read and decode) {middle('baseline'):.3f} s.", "",
        "| what | median s | least | most | share | × baseline |", "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]  # fmt: skip
    totals = [sum(r["stages"].values()) for r in runs]
    rows = [(name, [r["stages"][name] for r in runs]) for name in first["stages"]]
    rows += [(name, [r["rules"][name] for r in runs]) for name in first["rules"]]
    for name, seconds in (*rows, ("all stages", totals)):
        share = statistics.median(s / total for s, total in zip(seconds, totals, strict=True))
        ratio = statistics.median(s / r["baseline"] for s, r in zip(seconds, runs, strict=True))
        lines.append(f"| {name} | {statistics.median(seconds):.3f} | {min(seconds):.3f} | {max(seconds):.3f} | {share:.1%} | {ratio:.2f} |")
    return lines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("root", type=Path, metavar="ROOT", help="a portal")
    parser.add_argument("--runs", type=int, default=5, metavar="N")
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 22), metavar="DATE")
    parser.add_argument("--out", type=Path, default=Path("lint-bench"), metavar="FOLDER")
    parser.add_argument("--once", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.once:
        print(json.dumps(measure(chosen.root, chosen.as_of)))
        return
    command = [sys.executable, __file__, str(chosen.root), "--as-of", str(chosen.as_of), "--once"]
    runs: dict[str, list[Run]] = {"fresh": [], "remembered": []}
    for kind, found in runs.items():
        for _ in range(chosen.runs):
            if kind == "fresh":
                forget(chosen.root)
            found.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    chosen.out.mkdir(parents=True, exist_ok=True)
    (chosen.out / "runs.json").write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    words = summary(runs, chosen.root.name)
    (chosen.out / "summary.md").write_text(words, encoding="utf-8")
    print(words, end="")


if __name__ == "__main__":
    main()
