"""速度对比: the measurement measures what it says, and the figures are those of its runs."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.bench.speed import figures, report
from tests.bench.speed.edits import EDITS, Shown, Site, Unseen
from tests.bench.speed.peers import PEERS, Generator, Indexer, ours
from tests.bench.speed.record import Record, Run, load, save
from tests.bench.speed.spent import Failed, spent
from tests.bench.speed.turns import Bench, growing
from tests.npm import Missing
from tests.portals import ROOT

FEW = 12
ORPHAN = """
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        held = b"x" * 200_000_000
        while time.process_time() < 0.4:
            pass
    os._exit(0)
"""
"""A command that ends before the work it started: the worker belongs to nobody."""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three legal texts of twenty articles each."""
    folder = tmp_path_factory.mktemp("texts")
    for name in ("养犬规定", "停车规定", "集市规定"):
        articles = "\n\n".join(f"第{n}条 {name}第{n}项要求，由街道办事处负责，市民可以到窗口询问。" for n in "一二三四五六七八九十")
        (folder / f"{name}.md").write_text(f"# {name}\n\n<!-- INFO END -->\n\n## 第一章 总则\n\n{articles}\n", encoding="utf-8")
    return folder


@pytest.fixture
def bench(texts: Path, tmp_path: Path) -> tuple[Bench, list[Run]]:
    runs: list[Run] = []
    return Bench(texts, tmp_path, runs.append), runs


def run(what: str = "cold", tool: str = "sitegen", round_: int = 1, wall: float = 1.0, **others: Any) -> Run:
    return Run(tool, what, **{"documents": 10_000, "round": round_, "wall": wall, "cpu": wall, "peak_mb": 100, "files": 3, "out_mb": 1, "load": 0.1, **others})


def record(*runs: Run) -> Record:
    machine = {"cpu": "test", "cores": 2, "memory_gb": 8, "system": "Linux", "date": "2026-11-22"}
    return Record(machine, {"sitegen": {"version": "1", "markdown-it-py": "4"}, "hugo": {"version": "2"}}, runs)


def cells(said: str, start: str) -> list[str]:
    """The cells of the table row that begins so."""
    (row,) = (line for line in said.splitlines() if line.startswith(f"| {start}"))
    return [cell.strip() for cell in row.strip("|").split("|")]


def peer(name: str) -> Generator | Indexer:
    """A peer that is installed; the test is skipped without."""
    try:
        return PEERS[name](False)
    except Missing as missing:
        pytest.skip(str(missing))


# ---------------------------------------------------------------- what is measured


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
def test_the_work_of_an_orphan_counts_and_so_does_its_memory(tmp_path: Path) -> None:
    cost, _ = spent([sys.executable, "-c", ORPHAN], tmp_path, tmp_path / "spent.json")
    assert cost.cpu >= 0.4
    assert cost.peak_mb >= 200


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
def test_a_command_that_fails_is_no_measurement(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="no such portal"):
        spent([sys.executable, "-c", "import sys; sys.exit('no such portal')"], tmp_path, tmp_path / "spent.json")


def test_a_page_without_the_edit_is_no_measurement(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>以前的内容</p>", encoding="utf-8")
    Shown("index.html", "以前").check(tmp_path)
    for path, words in (("index.html", "以后"), ("missing.html", "以前")):
        with pytest.raises(Unseen):
            Shown(path, words).check(tmp_path)


def test_every_generator_gets_the_same_texts(bench: tuple[Bench, list[Run]]) -> None:
    bodies = [bodies_of(bench[0].corpus(target, FEW)) for target in ("sitegen", "hugo", "eleventy", "pelican")]
    assert len(bodies[0]) == FEW
    assert all(other == bodies[0] for other in bodies[1:])


def bodies_of(folder: Path) -> Mapping[str, str]:
    """What stands after the header of each document, by path."""
    found = folder.rglob("document-*.md")
    return {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8").split("各有关单位：", 1)[1] for path in found}


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
def test_a_build_after_every_edit_shows_all_of_them(bench: tuple[Bench, list[Run]]) -> None:
    site = bench[0].fresh(ours(), FEW)
    shown = [words for edit in EDITS.values() for words in edit(site, "edit-1")]
    bench[0].build(ours(), site, "all", 1, shown)
    assert len(shown) == 5
    assert bench[1][0].counts["rendered"] > FEW


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
@pytest.mark.parametrize("name", ["hugo", "eleventy", "pelican"])
def test_a_peer_builds_the_documents(bench: tuple[Bench, list[Run]], name: str) -> None:
    generator = peer(name)
    assert isinstance(generator, Generator)
    site = bench[0].fresh(generator, FEW)
    shown = [words for edit in EDITS.values() for words in edit(site, "edit-1")] if name == "hugo" else []
    bench[0].build(generator, site, "cold", 1, shown)
    assert bench[1][0].files > FEW


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
def test_pagefind_indexes_what_hugo_built(bench: tuple[Bench, list[Run]]) -> None:
    indexer, generator = peer("pagefind"), peer("hugo")
    assert isinstance(indexer, Indexer) and isinstance(generator, Generator)
    site = bench[0].fresh(generator, FEW)
    bench[0].build(generator, site, "cold", 1)
    bench[0].index(indexer, site, 1)
    assert bench[1][1].files > FEW


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
def test_every_run_is_in_the_file_and_in_the_report(texts: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs.json"
    command = [sys.executable, str(ROOT / "tests/bench/run.py"), str(texts), "-n", str(FEW), "--runs", "1", "--peers", "", "--what", "save"]
    done = subprocess.run([*command, "--out", str(out)], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    runs = json.loads(out.read_text(encoding="utf-8"))["runs"]
    assert [(found["tool"], found["what"]) for found in runs] == [("sitegen", "cold"), ("sitegen", "save")]
    assert cells(done.stdout, "sitegen") and cells(done.stdout, report.WHAT["save"])


@pytest.mark.skipif(sys.platform != "linux", reason="measured on Linux only")
def test_growth_is_a_cold_run_and_one_with_nothing_changed_at_each_size(bench: tuple[Bench, list[Run]]) -> None:
    growing(bench[0], ours(), [FEW], 1)
    assert [(found.what, found.documents) for found in bench[1]] == [("cold", FEW), ("nothing", FEW)]
    assert [found.counts["rendered"] > 0 for found in bench[1]] == [True, False]


# ---------------------------------------------------------------- what is said of it


def test_a_ratio_is_the_median_of_neighbours_and_not_of_medians() -> None:
    runs = [run(round_=number, wall=wall) for number, wall in enumerate((1, 2, 30), 1)]
    runs += [run(tool="hugo", round_=number, wall=wall) for number, wall in enumerate((10, 1, 3), 1)]
    assert figures.ratio(runs, "sitegen", "cold", ["hugo"]) == 2
    assert figures.middle(runs, ["sitegen"], "cold") == 2
    assert figures.middle(runs, ["hugo"], "cold") == 3


def test_an_index_is_added_to_what_it_was_made_over() -> None:
    runs = [run(wall=2), run(tool="hugo", wall=3), run(tool="pagefind", wall=5)]
    assert figures.ratio(runs, "sitegen", "cold", ["hugo", "pagefind"]) == 0.25
    assert cells(report.report(record(*runs), None), "hugo + pagefind")[1] == "8"


def test_a_round_that_one_of_them_has_not_run_is_left_out() -> None:
    runs = [run(wall=2), run(round_=2, wall=900), run(tool="hugo", wall=4)]
    assert figures.ratio(runs, "sitegen", "cold", ["hugo"]) == 0.5
    assert figures.ratio(runs, "sitegen", "cold", ["eleventy"]) is None


@pytest.mark.parametrize(("wall", "said"), [(0.1, "达到 met"), (0.11, "**没有达到 missed**"), (None, "没有测 not measured")])
def test_a_goal_is_met_missed_or_not_measured(wall: float | None, said: str) -> None:
    runs = [run("cold")] if wall is None else [run("body", wall=wall), run("body", "hugo", wall=1.0)]
    assert cells(report.report(record(*runs), None), "一份正文，比 Hugo 重建")[-1] == said


def test_goals_are_asked_for_at_the_number_of_documents_that_they_are_set_for() -> None:
    said = report.report(record(*(run(what, tool, documents=1000) for what in ("cold", "body") for tool in ("sitegen", "hugo"))), None)
    assert cells(said, report.WHAT["body"])
    assert "一份正文，比 Hugo 重建" not in said


def test_cold_runs_alone_have_no_table_of_what_came_again() -> None:
    assert "again, sitegen and Hugo in turn" not in report.report(record(run(), run(tool="hugo")), None)


def test_every_kind_of_run_has_its_row() -> None:
    runs = [run(what, tool) for what in report.WHAT for tool in ("sitegen", "hugo")]
    said = report.report(record(*runs), None)
    assert all(cells(said, name) for what, name in report.WHAT.items() if what != "cold")


def test_growth_gives_the_cost_of_a_document_against_that_at_ten_thousand() -> None:
    runs = [run(documents=1000, wall=2.0), run(documents=10_000, wall=10.0), run(documents=100_000, wall=130.0)]
    said = report.report(None, record(*runs))
    assert cells(said, "100,000 份：每份的处理器时间")[-1] == "达到 met"
    assert [cells(said, f"{report.WHAT['cold']} | {documents:,} ")[-1] for documents in (1000, 10_000, 100_000)] == ["2", "1", "1.3"]


def test_only_the_part_between_the_markers_is_replaced() -> None:
    document = f"before\n{report.BEGIN}\nold\n{report.END}\nafter\n"
    again = report.placed(report.placed(document, "new\n"), "new\n")
    assert again == f"before\n{report.BEGIN}\n\nnew\n\n{report.END}\nafter\n"
    with pytest.raises(ValueError, match="needs the lines"):
        report.placed("no markers", "new")


def test_a_record_comes_back_as_it_was_written(tmp_path: Path) -> None:
    written = record(run(counts={"rendered": 2}), run("save", cpu=None))
    save(written, tmp_path / "deep/runs.json")
    found = load(tmp_path / "deep/runs.json")
    assert (found.machine, found.tools, list(found.runs)) == (written.machine, written.tools, list(written.runs))


def test_a_site_without_the_file_to_edit_says_so(tmp_path: Path) -> None:
    (tmp_path / "catalogs/fields").mkdir(parents=True)
    (tmp_path / "catalogs/fields/field-01.yml").write_text("entries: []\n", encoding="utf-8")
    with pytest.raises(Unseen, match="holds no"):
        EDITS["row"](Site(tmp_path, "sitegen", 1), "edit-1")
