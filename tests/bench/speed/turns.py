"""Runs in turn (轮流测量): each generator does the same thing to the same documents, one after the other, again and again.

What is compared are neighbours: two runs made within seconds of each other share whatever else the
machine was doing. Each round starts from a fresh copy of the site, and nothing is removed before the
last one has ended: a file system that has just let go of thousands of files is slower to make new
ones, and who publishes from nothing has not just removed as much.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.bench.speed.edits import EDITS, Shown, Site
from tests.bench.speed.peers import ROOT, Generator, Indexer
from tests.bench.speed.record import Run
from tests.bench.speed.serving import commands, served
from tests.bench.speed.spent import Failed, spent

COLD, SAVE = "cold", "save"
KINDS = (COLD, *EDITS, SAVE)
_COUNTS = ("pages", "rendered", "kept", "written", "removed", "seconds")
_FIRST = 5
"""Documents that are edited in a server have other places than those that builds edit."""


@dataclass(frozen=True, slots=True)
class Bench:
    """Where sites are made, of which texts, and who hears of each run."""

    source: Path
    work: Path
    told: Callable[[Run], None]

    def corpus(self, target: str, documents: int) -> Path:
        """A site for a generator that nobody builds in; made when it is first asked for."""
        folder = self.work / f"{target}-{documents}"
        if not folder.exists():
            maker = [sys.executable, str(ROOT / "tests/bench/corpus.py"), str(self.source), str(folder), "-n", str(documents), "--target", target]
            # In a process of its own: the texts are many, and this process is to stay small.
            done = subprocess.run(maker, capture_output=True, text=True)
            if done.returncode:
                raise Failed(done.stderr)
            if target == "sitegen":
                shutil.copytree(ROOT / "themes/default", folder / "themes/default")
        return folder

    def fresh(self, generator: Generator, documents: int) -> Site:
        """A copy of its own for one generator, in a folder that nobody else had."""
        (self.work / "sites").mkdir(exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f"{generator.name}-", dir=self.work / "sites"))
        shutil.copytree(self.corpus(generator.target, documents), folder, dirs_exist_ok=True)
        return Site(folder, generator.target, documents)

    def build(self, generator: Generator, site: Site, what: str, number: int, shown: Sequence[Shown] = ()) -> None:
        """One measured build, and what it must show afterwards. Raises: Failed, Unseen."""
        load = os.getloadavg()[0]
        cost, said = spent(generator.command, site.folder, self.work / "spent.json")
        out = site.folder / generator.out
        for words in (*shown, Shown(site.page(site.document(0)), "各有关单位")):
            words.check(out)
        counts = _counts(generator, said)
        self.told(Run(generator.name, what, site.documents, number, cost.wall, cost.cpu, cost.peak_mb, *_size(out), round(load, 2), counts))

    def index(self, indexer: Indexer, site: Site, number: int) -> None:
        """One measured search index over a site that is built. Raises: Failed."""
        load = os.getloadavg()[0]
        cost, _ = spent(indexer.command, site.folder, self.work / "spent.json")
        added = site.folder / indexer.out
        self.told(Run(indexer.name, COLD, site.documents, number, cost.wall, cost.cpu, cost.peak_mb, *_size(added), round(load, 2)))
        # Out of the way of what is built there next.
        added.rename(tempfile.mkdtemp(dir=self.work))


def _size(folder: Path) -> tuple[int, int]:
    """Files and megabytes (10⁶ bytes) below a folder."""
    sizes = [os.lstat(os.path.join(place, name)).st_size for place, _, names in os.walk(folder) for name in names]
    return len(sizes), round(sum(sizes) / 1e6)


def _counts(generator: Generator, said: str) -> Mapping[str, Any]:
    """What our own report says; others have none."""
    if generator.target != "sitegen":
        return {}
    report = json.loads(said)
    return {name: report[name] for name in _COUNTS}


def in_turn(bench: Bench, generators: Sequence[Generator], indexers: Sequence[Indexer], documents: int, rounds: int, kinds: Sequence[str]) -> None:
    """All kinds of run at one size. Raises: Failed, Unseen."""
    for number in range(1, rounds + 1):
        sites = {generator.name: bench.fresh(generator, documents) for generator in generators}
        # What follows needs the site built, so there is a cold run in any case.
        for generator in generators:
            bench.build(generator, sites[generator.name], COLD, number)
            for indexer in indexers:
                if indexer.over == generator.name:
                    bench.index(indexer, sites[generator.name], number)
        for what, edit in EDITS.items():
            for generator in rebuilding(generators) if what in kinds else ():
                site = sites[generator.name]
                bench.build(generator, site, what, number, edit(site, f"edit-{number}"))
    if SAVE in kinds:
        saves(bench, rebuilding(generators), documents, rounds)


def rebuilding(generators: Sequence[Generator]) -> Iterator[Generator]:
    """Those whose edits and servers are measured as well; of the others a cold run says all."""
    return (generator for generator in generators if commands(generator))


def saves(bench: Bench, generators: Iterator[Generator], documents: int, rounds: int) -> None:
    """From save to page: all servers are up and idle, one text is saved at a time. Raises: Failed."""
    with ExitStack() as stack:
        servers = {}
        for generator in generators:
            site = bench.fresh(generator, documents)
            servers[generator.name] = stack.enter_context(served(generator, site, bench.work / f"{generator.name}.log"))
        for number in range(1, rounds + 1):
            for name, server in servers.items():
                load = os.getloadavg()[0]
                wall = server.save(f"save-{number}", _FIRST + number)
                bench.told(Run(name, SAVE, documents, number, round(wall, 4), None, server.peak_mb(), 0, 0, round(load, 2)))


def growing(bench: Bench, generator: Generator, sizes: Sequence[int], rounds: int) -> None:
    """Cold, then nothing changed, at sizes that grow; ours only. Raises: Failed, Unseen."""
    for documents in sizes:
        for number in range(1, rounds + 1):
            site = bench.fresh(generator, documents)
            for what in (COLD, "nothing"):
                bench.build(generator, site, what, number)
