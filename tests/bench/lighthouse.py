#!/usr/bin/env python3
"""Grade the pages with Lighthouse (移动端评分): mobile preset, median of three, each kind of page of the demo.

    python3 tests/bench/lighthouse.py [KIND …] [--runs N] [--out FILE.json]

Builds the demo and serves it as a production host would. Prints performance, accessibility, best
practices and SEO with the times behind them, and everything that is not perfect; ends with 1 where
a page is below 98/100/100/100. FILE.json gets every run. The median is that of performance; the
other grades do not vary. Run it on a quiet machine: performance is measured, the rest is judged.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT)]

GOALS = {"performance": 98, "accessibility": 100, "best-practices": 100, "seo": 100}
ATTEMPTS = 3
TIMES = {"largest-contentful-paint": "LCP ms", "total-blocking-time": "TBT ms", "cumulative-layout-shift": "CLS"}


@dataclass(frozen=True, slots=True)
class Run:
    """One run: grades out of 100, times, and the audits that took something off a grade."""

    grades: dict[str, int]
    times: dict[str, float]
    faults: tuple[str, ...]


def grade(command: Path, chromium: str, url: str) -> Run:
    """Raises: CalledProcessError, where Lighthouse itself fails time and again."""
    from tests.browser.chromium import ARGUMENTS

    flags = " ".join(("--headless=new", *ARGUMENTS))
    # On a busy machine the browser now and then does not answer in time; that says nothing of the page.
    for left in reversed(range(ATTEMPTS)):
        try:
            return read(json.loads(_report(command, chromium, url, flags)))
        except subprocess.CalledProcessError:
            if not left:
                raise
    raise AssertionError(url)


def _report(command: Path, chromium: str, url: str, flags: str) -> str:
    return subprocess.run(
        ["node", str(command), url, "--quiet", "--output=json", f"--chrome-flags={flags}", f"--only-categories={','.join(GOALS)}"],
        env=os.environ | {"CHROME_PATH": chromium}, capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip


def read(report: dict[str, Any]) -> Run:
    """What a report of Lighthouse says."""
    audits = report["audits"]
    weighed = {ref["id"] for category in report["categories"].values() for ref in category["auditRefs"] if ref["weight"] > 0}
    faults = tuple(
        f"{id_}: {audits[id_]['title']}"
        for id_ in sorted(weighed)
        if (audits[id_]["score"] or 0) < 0.9 and audits[id_]["scoreDisplayMode"] not in ("notApplicable", "informative", "manual")
    )
    return Run(
        {name: round(category["score"] * 100) for name, category in report["categories"].items()},
        {name: round(audits[name]["numericValue"], 3) for name in TIMES}, faults,
    )  # fmt: skip


def median(runs: list[Run]) -> Run:
    return sorted(runs, key=lambda run: run.grades["performance"])[len(runs) // 2]


def main(argv: list[str]) -> int:
    from tests import npm
    from tests.browser.chromium import INSTALL, find_chromium
    from tests.browser.server import serving
    from tests.demo import SAMPLE_NAMES, built, samples

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=f"of {', '.join(SAMPLE_NAMES)}; all without")
    parser.add_argument("--runs", type=int, default=3, help="how many runs of each, 3 without")
    parser.add_argument("--out", type=Path, metavar="FILE.json", help="where every run goes")
    chosen = parser.parse_args(argv)
    if unknown := set(chosen.kinds) - set(SAMPLE_NAMES):
        parser.error(f"no such kind: {', '.join(sorted(unknown))}")
    chromium = find_chromium(whole=True)
    if chromium is None:
        parser.error(f"Chromium is needed: {INSTALL}")
    try:
        command = npm.package("lighthouse", Path(__file__).resolve().parent) / "cli" / "index.js"
    except npm.Missing as missing:
        parser.error(str(missing))
    found: dict[str, dict[str, Any]] = {}
    print(f"{'':<18}{'perf':>6}{'a11y':>6}{'best':>6}{'SEO':>6}{'LCP ms':>9}{'TBT ms':>9}{'CLS':>7}")
    with tempfile.TemporaryDirectory(prefix="sitegen-lighthouse-") as work:
        demo = built(Path(work))
        where = samples(demo).by_name
        with serving(demo.folder) as origin:
            for name in chosen.kinds or SAMPLE_NAMES:
                runs = [grade(command, chromium, origin + where[name]) for _ in range(chosen.runs)]
                typical = median(runs)
                found[name] = {"address": where[name], "median": asdict(typical), "runs": [asdict(run) for run in runs]}
                lcp, tbt, cls = typical.times.values()
                grades = "".join(f"{typical.grades[goal]:>6}" for goal in GOALS)
                print(f"{name:<18}{grades}{lcp:>9.0f}{tbt:>9.0f}{cls:>7.3f}   {where[name]}", flush=True)
                for fault in typical.faults:
                    print(f"{'':<20}{fault}")
                if chosen.out:
                    chosen.out.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    below = [name for name, page in found.items() if any(page["median"]["grades"][goal] < least for goal, least in GOALS.items())]
    if below:
        print(f"below {'/'.join(map(str, GOALS.values()))}: {', '.join(below)}")
    return 1 if below else 0


if __name__ == "__main__":
    from sitegen.bootstrap import enter

    enter([__file__, *sys.argv[1:]])
    sys.exit(main(sys.argv[1:]))
