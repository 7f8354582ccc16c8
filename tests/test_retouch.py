"""改字: a build after which only words are others puts them in their places, and asks the whole line for anything more."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen import pipeline, schema
from sitegen.memory import FILE
from sitegen.outputs import Refused
from tests.portals import SITE, aged, build, committed, document, portal, put, tree

LAW, NEWS = "content/policies/2026/law.md", "content/news/2026/fair.md"
WORDS = "社区医院每周三开设夜间门诊，请带上身份证。" * 12


def law(words: str = "门诊每天开放。", **front: str) -> str:
    body = f"## 第一章 总则\n\n**第一条** {words}\n\n## 第二章 附则\n\n**第二条** 本办法由卫生部门解释，[通知](../../notices/2026/closing.md)另发。\n"
    return document("门诊管理办法", body=body, summary="门诊怎么开。", formed="2026-04-30", document_number="小卫规〔2026〕3号", **front)


def news(words: str = "", **front: str) -> str:
    return document("义诊的消息", body=f"{WORDS}\n\n{words or '五月一日在广场。'}\n", **front)


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    folder = portal(tmp_path / "portal", {LAW: law(), NEWS: news()})
    return published(folder)


def published(folder: Path) -> Path:
    aged(folder)
    assert build(folder).code == 0
    return folder


def as_if_new(folder: Path, tmp_path: Path) -> dict[str, str]:
    """What a build of the same files publishes that remembers nothing."""
    built = build(folder, out=tmp_path / "new", force=True)
    assert built.code == 0, built.err
    return tree(built.dist)


def words(folder: Path) -> None:
    put(folder, LAW, law("门诊每周开放五天，见公告 A12。"))


WORDS_ALONE: dict[str, Callable[[Path], object]] = {
    "of a policy": words,
    "of a text without a summary": lambda folder: put(folder, NEWS, news("五月二日在公园。")),
    "of two texts": lambda folder: (words(folder), put(folder, NEWS, news("改期。"))),
    "many": lambda folder: put(folder, LAW, law("门诊" + "每天都开放，" * 4_000 + "没有例外。")),
    "none, but the file was written again": lambda folder: put(folder, LAW, law()),
}


@pytest.mark.parametrize("edit", WORDS_ALONE.values(), ids=WORDS_ALONE)
def test_other_words_are_put_in_their_places_without_the_line(settled: Path, asked: list[Path], tmp_path: Path, edit: Callable[[Path], object]) -> None:
    edit(settled)
    aged(settled)
    built = build(settled)
    assert built.code == 0 and asked == []
    assert tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_one_edit_after_another(settled: Path, asked: list[Path], tmp_path: Path) -> None:
    for step in range(5):
        put(settled, LAW, law(f"门诊第{step}次改为每周开放{step}天。"))
        if step % 2:
            put(settled, NEWS, news(f"改期{step}次。"))
        # The clock of the file alone tells that it was just written, so it is read again each time.
        assert build(settled).code == 0
    assert asked == [] and tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_then_there_is_nothing_to_do(settled: Path, asked: list[Path]) -> None:
    words(settled)
    aged(settled)
    build(settled)
    before = tree(settled / "dist")
    built = build(settled, json=True)
    assert '"written": 0' in built.out and asked == [] and tree(settled / "dist") == before


def test_then_the_whole_line_finds_everything_as_it_would_have_left_it(settled: Path, tmp_path: Path) -> None:
    words(settled)
    aged(settled)
    assert build(settled).code == 0
    put(settled, "content/news/2026/later.md", document("后来的消息"))
    aged(settled)
    found = build(settled, explain="/policies/2026/law/")
    assert found.code == 0 and "kept" in found.err and tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_translations_and_conversions_are_texts_of_their_own(tmp_path: Path, asked: list[Path]) -> None:
    site = SITE.replace("langs: [zh-Hans]", "langs: [zh-Hans, zh-Hant-HK, en]\nconverted: [zh-Hant-HK]")
    english = document("Outpatient measures", body="## Chapter 1\n\nOpen every day.\n", unit="", published="", summary="When it is open.")
    folder = published(portal(tmp_path / "portal", {"site.yml": site, LAW: law(), NEWS: news(), LAW.replace(".md", ".en.md"): english}))
    asked.clear()
    words(folder)
    aged(folder)
    assert build(folder).code == 0 and asked == []
    put(folder, LAW.replace(".md", ".en.md"), english.replace("every day", "five days a week"))
    aged(folder)
    assert build(folder).code == 0 and asked == []
    assert tree(folder / "dist") == as_if_new(folder, tmp_path)


def test_a_text_that_comes_with_a_commit_is_put_in_its_place(settled: Path, asked: list[Path], tmp_path: Path) -> None:
    committed(settled)
    assert build(settled).code == 0
    asked.clear()
    words(settled)
    aged(settled)
    committed(settled)
    assert build(settled).code == 0 and asked == []
    assert tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_front_matter_that_was_sound_is_not_checked_again(settled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words(settled)
    aged(settled)
    with monkeypatch.context() as now:
        now.setattr(schema, "adapter", lambda type_: pytest.fail(f"{type_} was checked"))
        assert build(settled).code == 0
    assert tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_why_a_page_was_made_is_told(settled: Path) -> None:
    words(settled)
    aged(settled)
    assert "正文" in build(settled, explain="/policies/2026/law/").err


MORE: dict[str, Callable[[Path], object]] = {
    "a title": lambda folder: put(folder, LAW, law().replace("门诊管理办法", "急诊管理办法")),
    "the first words of a text without a summary": lambda folder: put(folder, NEWS, news().replace("社区医院", "区医院", 1)),
    "a heading": lambda folder: put(folder, LAW, law().replace("总则", "通则")),
    "a clause": lambda folder: put(folder, LAW, law("门诊。\n\n**第三条** 急诊。")),
    "a table": lambda folder: put(folder, LAW, law("门诊。\n\n| 科 | 室 |\n|---|---|\n| 内 | 一 |\n")),
    "a link": lambda folder: put(folder, LAW, law("[门诊](../../news/2026/fair.md)。")),
    "words with a finding": lambda folder: put(folder, LAW, law("见 [网站](http://www.test.example/)。")),
    "another text": lambda folder: put(folder, "content/news/2026/later.md", document("后来的消息")),
    "a text less": lambda folder: (folder / NEWS).unlink(),
    "a row": lambda folder: put(folder, "catalogs/topics.yml", (folder / "catalogs/topics.yml").read_text(encoding="utf-8").replace("医疗", "看病")),
    "a published page that was changed": lambda folder: (words(folder), put(folder, "dist/news/2026/fair/index.html", "x")),
    "a published page that is gone": lambda folder: (words(folder), (folder / "dist/index.html").unlink()),
    "a damaged memory": lambda folder: (words(folder), put(folder, f".sitegen/{FILE}", b"x" * 4096)),
    "a commit that brings a text": lambda folder: (words(folder), committed(folder)),
}  # fmt: skip


@pytest.mark.parametrize("edit", MORE.values(), ids=MORE)
def test_the_line_is_asked_for_anything_more(settled: Path, asked: list[Path], tmp_path: Path, edit: Callable[[Path], object]) -> None:
    edit(settled)
    aged(settled)
    built = build(settled)
    assert built.code == 0, built.err
    assert asked == [settled]
    assert tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_a_text_that_may_not_be_published_leaves_the_site_as_it_was(settled: Path) -> None:
    before = tree(settled / "dist")
    put(settled, LAW, law("联系人身份证号 11010519491231002X。"))
    aged(settled)
    assert build(settled).code == 1 and tree(settled / "dist") == before


def test_words_that_were_read_by_a_build_that_published_nothing_are_published_by_the_next(settled: Path, tmp_path: Path) -> None:
    put(settled, LAW, law("门诊。\n\n| 科 | 室 |\n|---|---|\n| 内 | 一 |\n"))
    put(settled, NEWS, news("联系人身份证号 11010519491231002X。"))
    aged(settled)
    assert build(settled).code == 1
    put(settled, NEWS, news("五月三日。"))
    aged(settled)
    assert build(settled).code == 0 and tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_pages_that_were_made_and_never_published_are_not_taken_for_those_that_stand(
    settled: Path, asked: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*rest: object, **named: object) -> None:
        raise Refused("no")

    put(settled, NEWS, news(source="区医院的公众号"))
    aged(settled)
    with monkeypatch.context() as now:
        now.setattr(pipeline, "publish", refuse)
        assert build(settled).code == 3
    put(settled, NEWS, news("五月三日。"))
    aged(settled)
    assert build(settled).code == 0 and tree(settled / "dist") == as_if_new(settled, tmp_path)


def test_somebody_elses_file_among_the_published_stays(settled: Path, asked: list[Path]) -> None:
    put(settled, "dist/CNAME", "www.test.example")
    assert build(settled).code == 0
    asked.clear()
    words(settled)
    aged(settled)
    assert build(settled).code == 0 and asked == [] and (settled / "dist/CNAME").read_text() == "www.test.example"
