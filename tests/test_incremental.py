"""增量生成: whatever was edited, in whatever order, a build that remembers publishes the bytes of one that does not.

Also what it costs: how many pages are made anew for an edit, counted and not timed.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen import making, parse, render, unchanged
from sitegen.fact import Fact
from sitegen.memory import FILE
from sitegen.plan import Page
from sitegen.questions import Answers
from sitegen.report import Options
from sitegen.trace import Trace
from tests.portals import AS_OF, ROOT, Built, aged, build, document, portal, put, start, tree

Edit = Callable[[Path], str | None]
"""Changes a portal's files; may answer with a day to build for from now on."""
NOTICE = "content/notices/2026/closing.md"
POLICY = "content/policies/2026/subsidy.md"
MEASURES = "content/policies/2026/measures.md"
LONG = document(
    "门诊管理办法", published="2026-02-05", formed="2026-02-02", document_number="小卫规〔2026〕2号", summary="门诊怎么开。",
    body="## 第一章 总则\n\n**第一条** 门诊每天开放，方便看病。\n\n**第二条** 急诊另行安排。\n\n## 第二章 附则\n\n**第三条** 本办法由卫生部门解释。\n",
)  # fmt: skip
"""Of its words nobody knows but its own page and the search."""


def replaced(path: str, old: str, new: str) -> Edit:
    def edit(folder: Path) -> None:
        file = folder / path
        if file.exists():
            file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")

    return edit


def written(path: str, text: str) -> Edit:
    return lambda folder: put(folder, path, text) and None


def removed(path: str) -> Edit:
    return lambda folder: (folder / path).unlink(missing_ok=True)


def renamed(folder: Path) -> None:
    if (folder / NOTICE).exists():
        (folder / NOTICE).rename(folder / "content/notices/2026/shut.md")


def themed(path: str, old: str, new: str) -> Edit:
    """A theme of the portal's own, one file of which is changed."""

    def edit(folder: Path) -> None:
        place = folder / "themes/default"
        if not place.exists():
            shutil.copytree(ROOT / "themes/default", place)
        replaced(f"themes/default/{path}", old, new)(folder)

    return edit


def cut_row(folder: Path) -> None:
    """The last row of a catalog is gone."""
    file = folder / "catalogs/fields/clinics.yml"
    head, *rows = file.read_text(encoding="utf-8").split("\n  - ")
    if len(rows) > 1:
        file.write_text("\n  - ".join((head, *rows[:-1])) + "\n", encoding="utf-8")


def touched(folder: Path) -> None:
    for path in folder.rglob("*.md"):
        os.utime(path, ns=(1_600_000_000 * 10**9, 1_600_000_000 * 10**9))


def damaged(folder: Path) -> None:
    memory = folder / ".sitegen" / FILE
    if memory.exists():
        data = bytearray(memory.read_bytes())
        middle = len(data) // 2
        data[middle : middle + 2000] = bytes(2000)
        memory.write_bytes(data)


def cut_short(folder: Path) -> None:
    """A build that is killed while it works."""
    process = start(folder)
    assert process.stderr is not None
    process.stderr.readline()
    process.kill()
    process.communicate()


REPEAL = document(
    "新的补贴办法", published="2026-05-01", formed="2026-05-01", document_number="小卫规〔2026〕9号", repeals="[policies/2026/subsidy]"
)  # fmt: skip
EDITS: dict[str, Edit] = {
    "a text": replaced(NOTICE, "停诊", "停止门诊"),
    "a body": replaced(POLICY, "方便看病", "方便群众看病"),
    "a longer text": replaced(POLICY, "补贴", "补贴和补助"),
    "words alone": replaced(MEASURES, "急诊另行安排", "急诊由医院另行安排，见公告 A12"),
    "other words": replaced(MEASURES, "每天开放", "每周开放五天"),
    "a table among the words": replaced(MEASURES, "**第二条**", "| 科 | 室 |\n|---|---|\n| 内 | 一 |\n\n**第二条**"),
    "a link among the words": replaced(MEASURES, "由卫生部门解释", "由[卫生部门](../../notices/2026/closing.md)解释"),
    "a clause less": replaced(MEASURES, "**第二条** 急诊", "急诊"),
    "a title": replaced(POLICY, "title: 小区", "title: 全区"),
    "another title": replaced(NOTICE, "title: 门诊", "title: 全区门诊"),
    "a new document": written("content/news/2026/later.md", document("后来的消息", published="2026-06-01")),
    "a repeal": written("content/policies/2026/instead.md", REPEAL),
    "a document for later": written("content/news/2026/soon.md", document("将来的消息", published="2026-12-24")),
    "a document less": removed("content/news/2026/later.md"),
    "a name": renamed,
    "a row": replaced("catalogs/fields/clinics.yml", "item: 机构信息", "item: 机构一览"),
    "a catalog": replaced("catalogs/fields/clinics.yml", "title: 小区社区医疗", "title: 小区基层医疗"),
    "a row less": cut_row,
    "a time limit": replaced("catalogs/fields/clinics.yml", "20个工作日", "10个工作日"),
    "a unit": replaced("catalogs/units.yml", "小区二路2号", "小区二路8号"),
    "a topic": replaced("catalogs/topics.yml", "{zh-Hans: 医疗", "{zh-Hans: 看病"),
    "a calendar": written("catalogs/calendars/2026.yml", (ROOT / "catalogs/calendars/2026.yml").read_text(encoding="utf-8")),
    "the settings": replaced("site.yml", "tagline: 公开", "tagline: 天天公开"),
    "the menu": replaced("site.yml", "  unit: office\nsections:", "  unit: office\nmenu:\n  - {title: 政策, to: /policies/}\nsections:"),
    "a template": themed("templates/_macros.html", '<article class="item">', '<article class="item item-new">'),
    "a style": themed("assets/styles/components.css", "display: grid", "display: flex"),
    "a word": themed("strings/zh-Hans.yml", "网站地图", "全站地图"),
    "another day": lambda folder: "2026-12-25",
    "an earlier day": lambda folder: "2026-03-15",
    "times alone": touched,
    "damage": damaged,
    "a killed build": cut_short,
}  # fmt: skip


def clean(folder: Path, day: str) -> dict[str, str]:
    """What a build without any memory publishes of the same files."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "portal"
        shutil.copytree(folder, copy, ignore=shutil.ignore_patterns(".sitegen", "dist", ".dist*"))
        built = build(copy, as_of=day)
        assert built.code == 0, built.err
        return tree(built.dist)


def differences(history: list[str]) -> list[str]:
    """Files in which a portal that was built after each edit differs from a clean build, at the end of the history."""
    with tempfile.TemporaryDirectory() as work:
        folder, day = portal(Path(work) / "portal", {MEASURES: LONG}), "2026-11-22"
        aged(folder)
        built = build(folder, as_of=day)
        for name in history:
            day = EDITS[name](folder) or day
            aged(folder)
            built = build(folder, as_of=day)
            assert built.code == 0, built.err
        now, then = tree(built.dist), clean(folder, day)
        return sorted(path for path in now.keys() | then.keys() if now.get(path) != then.get(path))


@settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=6))
def test_after_any_history_the_bytes_are_those_of_a_clean_build(history: list[str]) -> None:
    assert differences(history) == []


@pytest.mark.parametrize("name", sorted(EDITS))
def test_after_one_edit_the_bytes_are_those_of_a_clean_build(name: str) -> None:
    assert differences([name]) == []


def test_a_read_that_is_not_recorded_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = render.reads
    monkeypatch.setattr(render, "reads", lambda site: {read: answer for read, answer in asked(site).items() if read[0] == "settings"})
    assert "policies/2026/subsidy/index.html" in differences(["a title"])


@pytest.mark.parametrize("unseen", ["documents", "by_section", "validity", "entries", "catalogs"])
def test_a_fact_that_is_not_noted_is_found_out(monkeypatch: pytest.MonkeyPatch, unseen: str) -> None:
    own, news = Answers.own, Answers.news

    def without(seen: frozenset[Fact]) -> frozenset[Fact]:
        return frozenset(fact for fact in seen if fact[0] != unseen)

    monkeypatch.setattr(Answers, "own", lambda self: without(own(self)))
    monkeypatch.setattr(Answers, "news", lambda self: {read: (answer, without(seen)) for read, (answer, seen) in news(self).items()})
    edits = {"documents": "a title", "by_section": "a new document", "validity": "a repeal", "entries": "a row", "catalogs": "a catalog"}
    assert differences([edits[unseen]])


def test_a_text_that_is_made_up_otherwise_and_does_not_say_so_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parse, "shape_of", lambda text: b"")
    assert "policies/2026/measures/index.html" in differences(["a table among the words"])


# ---------------------------------------------------------------- what an edit costs


def report(built: Built) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(built.out)
    return found


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = portal(tmp_path / "portal")
    assert build(folder).code == 0
    return folder


def test_nothing_changed_renders_nothing_and_writes_nothing(small: Path) -> None:
    found = report(build(small, json=True))
    assert (found["rendered"], found["kept"], found["written"], found["removed"]) == (0, found["pages"], 0, 0)


def test_new_times_of_the_same_bytes_render_nothing(small: Path) -> None:
    touched(small)
    assert report(build(small, json=True))["rendered"] == 0


def test_a_body_renders_its_own_page_and_at_most_two_more(small: Path) -> None:
    EDITS["a body"](small)
    assert 1 <= report(build(small, json=True))["rendered"] <= 3


def test_a_title_renders_the_pages_that_show_it(small: Path) -> None:
    EDITS["another title"](small)
    assert 1 <= report(build(small, json=True))["rendered"] <= 15


def test_a_title_leaves_lists_of_rows_alone_that_show_a_newer_document(small: Path) -> None:
    newer = document("新的补贴办法", published="2026-05-01", formed="2026-04-30", entries="[clinics-01]", document_number="小卫规〔2026〕9号")
    put(small, "content/policies/2026/newer.md", newer)
    assert build(small).code == 0
    EDITS["a title"](small)
    made = unchanged.build(small, small / "dist", Options(date.fromisoformat(AS_OF))).whys
    assert [path for path in made if path.startswith("catalogs/") and path.endswith(".html")] == ["catalogs/fields/clinics/clinics-01/index.html"]


def test_a_title_leaves_pages_alone_that_show_newer_documents_only(small: Path) -> None:
    day = {"published": "2026-05-01", "formed": "2026-04-30", "topics": "[care]", "entries": "[clinics-01]"}
    for n in range(12):
        put(small, f"content/policies/2026/newer-{n}.md", document(f"新的办法{n}", **day, document_number=f"小卫规〔2026〕{n + 20}号"))
    assert build(small).code == 0
    EDITS["a title"](small)
    made = unchanged.build(small, small / "dist", Options(date.fromisoformat(AS_OF))).whys
    assert "policies/2026/subsidy/index.html" in made and not {"topics/care/index.html", "units/health/index.html", "fields/clinics/index.html"} & set(made)


def test_force_renders_everything(small: Path) -> None:
    found = report(build(small, json=True, force=True))
    assert (found["rendered"], found["written"]) == (found["pages"], 0)


def test_explain_names_the_answer_that_changed(small: Path) -> None:
    EDITS["a title"](small)
    told = build(small, explain="/policies/2026/subsidy/").err
    assert "site.document('policies/2026/subsidy')" in told


def test_explain_says_that_a_page_was_kept(small: Path) -> None:
    assert "kept" in build(small, explain="policies/2026/subsidy/index.html").err


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Outputs about which a build asks, as it goes on."""
    paths: list[str] = []
    bring = render.bring

    def noted(context: render.Context, page: Page, before: Trace | None) -> Any:
        paths.append(page.path)
        return bring(context, page, before)

    monkeypatch.setattr(making, "bring", noted)
    return paths


@pytest.mark.parametrize("edit", ["a row", "a catalog", "a hotline"])
def test_after_a_change_of_catalogs_or_records_only_pages_that_looked_at_it_are_asked_about(small: Path, asked: list[str], edit: str) -> None:
    put(small, "catalogs/hotlines.yml", "- {id: general, name: 总线, number: '12345', purpose: 先打这个电话。, hours: 全天, unit: office}\n")
    assert build(small).code == 0
    (EDITS | {"a hotline": replaced("catalogs/hotlines.yml", "先打", "请先打")})[edit](small)
    asked.clear()
    found = report(build(small, json=True))
    assert found["rendered"] > 0 and "notices/2026/closing/index.html" not in asked and len(asked) < found["pages"] / 2


def test_after_one_edit_only_pages_that_looked_at_the_document_are_asked_about(small: Path, asked: list[str]) -> None:
    EDITS["a body"](small)
    found = report(build(small, json=True))
    assert "policies/2026/subsidy/index.html" in asked and "units/office/index.html" not in asked
    assert len(asked) < found["pages"] / 2
