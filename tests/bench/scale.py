#!/usr/bin/env python3
"""The search index of many documents (大规模检索索引): seconds and memory of the index stage alone.

    python3 tests/bench/scale.py SRC [-n 100000] [--workers 2]

Documents are those of corpus.py, handed over one by one, so that no process holds their texts.
The index is built from nothing, then again unchanged, then after one edit. For each: seconds of
wall and of the processor, files written, and the most memory that any process held (of the
parent, and of the largest worker, as the kernel counts it).
"""

import argparse
import hashlib
import json
import re
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]


class Corpus:
    """Documents of corpus.py in the order of their days, each made when it is asked for."""

    lang = "zh-Hans"
    shared = b""

    def __init__(self, folder: Path, count: int, edited: frozenset[int] = frozenset()) -> None:
        from corpus import YEARS, Draw, sources
        from registers import FIELDS, ROWS

        self.texts, self.rows, self.edited = sources(folder), FIELDS * ROWS, edited
        years = sorted((Draw(f"{number}").weighted(YEARS), number) for number in range(count))
        self.order = [(date(year, 1 + at * 12 // count, 1 + at % 28), number) for at, (year, number) in enumerate(years)]
        self.order.sort()

    def labels(self) -> dict[str, dict[str, str]]:
        return {name: {} for name in ("kind", "unit", "validity", "topic", "field")}

    def __iter__(self) -> Iterator[Any]:
        from sitegen.search_pages import Listed

        for place, (day, number) in enumerate(self.order):
            rest = hashlib.blake2b(f"{number} {number in self.edited}".encode(), digest_size=16).digest()
            yield Listed((day, f"/d/{place}/"), b"", rest, (place, day, number))  # type: ignore[arg-type]

    def found(self, listed: Any) -> Any:
        from corpus import document

        from sitegen.search_blocks import Searchable
        from sitegen.search_pages import Found

        place, day, number = listed.source
        _, head, body = document(number, "2026", self.texts, self.rows)[1].split("---\n", 2)
        title = re.findall(r'^title: "(.*)"$', head, re.MULTILINE)[0]
        unit = re.findall(r"^unit: (.*)$", head, re.MULTILINE)[0]
        topics = tuple(re.findall(r"topic-[0-9]+", head))
        page = Searchable(f"/d/{place}/", title, day, unit, "", (("policy",), (unit,), ("in-force",), topics, ()))
        return Found(page, body + ("补一句话：市民可以到窗口咨询。" if number in self.edited else ""))


def measured(corpus: Corpus, work: Path, workers: int) -> dict[str, float]:
    from sitegen.indexing import index
    from sitegen.memory import remembering
    from sitegen.outputs import publish, stage

    with remembering(work) as memory, stage(work / "dist", work, memory) as tree:
        began, spent = time.perf_counter(), time.process_time()
        paths, _ = index(corpus, memory, tree, workers)
        found = {"seconds": time.perf_counter() - began, "parent_cpu": time.process_time() - spent, "files": len(paths), "written": len(tree.changed)}
        publish(tree, frozenset(paths), memory, confirmed=True)
    return {name: round(value, 2) for name, value in found.items()}


def most(pid: str = "self") -> int:
    """Megabytes that a process held at most."""
    return int(re.findall(r"VmHWM:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]) // 1024


def watched(work: Any, name: str) -> dict[str, Any]:
    """What `work()` measures, and the most memory of this process and of any other that it started."""
    import os
    import threading

    largest = [0]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(0.2):
            for status in Path("/proc").glob("[0-9]*/status"):
                try:
                    text = status.read_text()
                    if _below(status.parent.name, os.getpid()):
                        largest[0] = max(largest[0], int(re.findall(r"VmHWM:\s+(\d+)", text)[0]) // 1024)
                except (OSError, IndexError):
                    continue

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    found = work()
    done.set()
    watcher.join()
    return {"run": name, **found, "parent_mb": most(), "worker_mb": largest[0]}


def _below(pid: str, ancestor: int) -> bool:
    """Whether a process was started by another, or by one that it started."""
    while int(pid) > 1:
        pid = re.findall(r"PPid:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[0]
        if int(pid) == ancestor:
            return True
    return False


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="SRC", help="folder of Markdown legal texts")
    parser.add_argument("-n", type=int, default=100_000, help="number of documents (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=2)
    chosen = parser.parse_args()
    edit = frozenset((chosen.n // 2,))
    with tempfile.TemporaryDirectory(prefix="sitegen-scale-") as work:
        for name, edited in (("cold", frozenset[int]()), ("same", frozenset[int]()), ("edit", edit)):
            corpus = Corpus(chosen.source, chosen.n, edited)
            print(json.dumps(watched(lambda corpus=corpus: measured(corpus, Path(work), chosen.workers), name)), flush=True)
        files = [path.stat().st_size for path in Path(work, "dist").rglob("*.bin")]
        print(json.dumps({"documents": chosen.n, "files": len(files), "megabytes": round(sum(files) / 1e6, 1), "largest": max(files)}))


if __name__ == "__main__":
    from sitegen.bootstrap import enter

    enter([__file__, *sys.argv[1:]])
    main()
