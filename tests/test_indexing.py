"""建立检索索引, again and again: what comes out is what a build from nothing gives, and what did not change is not looked at."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.indexing import index
from sitegen.memory import Memory, remembering
from sitegen.outputs import Stage, publish, stage
from sitegen.search_blocks import BLOCK
from tests.bench.given import Given
from tests.portals import build, document, portal

Text = tuple[str, date, str]


def texts(count: int) -> list[Text]:
    def text(n: int) -> str:
        return "".join(chr(0x4E00 + (n * n + k * 31) % 4000) for k in range(60)) + f" 20{n % 30:02} a{n}"

    return [(f"第{n}号 {chr(0x4E00 + n * 7 % 3000)}办法", date(2020, 1, 1) + timedelta(n), text(n)) for n in range(count)]


def indexed(folder: Path, pages: list[Text], workers: int = 1) -> tuple[dict[str, bytes], list[str]]:
    """Index into `folder`, with what is remembered there: every file, and the paths of those that were written."""
    with remembering(folder) as memory, stage(folder / "dist", folder, memory) as tree:
        paths = _index(memory, tree, pages, workers)
        written = list(tree.changed)
        publish(tree, frozenset(paths), memory, confirmed=True)
    return {path: (folder / "dist" / path).read_bytes() for path in paths}, written


def _index(memory: Memory, tree: Stage, pages: list[Text], workers: int) -> tuple[str, ...]:
    return index(Given(pages), memory, tree, workers)[0]


def clean(where: Path, pages: list[Text]) -> dict[str, bytes]:
    where.mkdir(exist_ok=True)
    return indexed(where, pages)[0]


@pytest.mark.parametrize("change", ["edited", "title", "newest", "oldest", "gone", "shorter", "many more"])
def test_after_a_change_the_index_is_that_of_a_clean_build(tmp_path: Path, change: str) -> None:
    pages = texts(BLOCK + 90)
    indexed(tmp_path, pages)
    title, day, text = pages[BLOCK + 3]
    changed = {
        "edited": [*pages[: BLOCK + 3], (title, day, text + "补一句"), *pages[BLOCK + 4 :]],
        "title": [*pages[: BLOCK + 3], ("改名的规定", day, text), *pages[BLOCK + 4 :]],
        "newest": [*pages, ("新规定", date(2030, 1, 1), "刚刚发布 2030")],
        "oldest": [("旧规定", date(1990, 1, 1), "很久以前"), *pages],
        "gone": pages[:7] + pages[8:],
        "shorter": pages[:BLOCK],
        # Enough pages for narrow buckets, so that all is cut otherwise.
        "many more": texts(2_100),
    }[change]
    assert indexed(tmp_path, changed)[0] == clean(tmp_path / "clean", changed)


@settings(max_examples=8, deadline=None)
@given(history=st.lists(st.lists(st.tuples(st.integers(0, 299), st.sampled_from(["公积金", "补贴 2024", "", "a1 b2"])), max_size=4), min_size=1, max_size=4))
def test_after_any_history_the_index_is_that_of_a_clean_build(tmp_path_factory: pytest.TempPathFactory, history: list[list[tuple[int, str]]]) -> None:
    folder = tmp_path_factory.mktemp("history")
    pages = texts(300)
    for edits in history:
        for number, more in edits:
            title, day, text = pages[number]
            pages[number] = (title, day, text + more)
        last, _ = indexed(folder, pages)
    assert last == clean(folder / "clean", pages)


def test_an_edit_writes_its_block_its_shards_and_the_tables(tmp_path: Path) -> None:
    pages = texts(BLOCK * 3)
    indexed(tmp_path, pages)
    title, day, text = pages[40]
    pages[40] = (title, day, text + "鑫")
    _, written = indexed(tmp_path, pages)
    packs = {path for path in written if "/d/" in path}
    assert len(packs) == 1
    assert len(written) - len(packs) < 30


def test_where_nothing_changed_nothing_is_written_and_no_block_is_read(tmp_path: Path) -> None:
    pages = texts(BLOCK + 10)
    before, _ = indexed(tmp_path, pages)
    with remembering(tmp_path) as memory:
        # Without its pieces a block could not be read.
        memory._open.execute("DELETE FROM pieces")
        memory._open.execute("DELETE FROM shelves")
    after, written = indexed(tmp_path, pages)
    assert after == before
    assert written == []


def test_a_file_that_is_gone_from_the_tree_is_made_again(tmp_path: Path) -> None:
    pages = texts(BLOCK + 10)
    before, _ = indexed(tmp_path, pages)
    for tree in (tmp_path / "dist", tmp_path / ".dist.spare"):
        for path in list(before)[::37]:
            (tree / path).unlink(missing_ok=True)
    assert indexed(tmp_path, pages)[0] == before


def test_two_processes_give_what_one_gives(tmp_path: Path) -> None:
    pages = texts(BLOCK * 4 + 5)
    (tmp_path / "two").mkdir()
    assert indexed(tmp_path / "two", pages, workers=2)[0] == clean(tmp_path / "one", pages)


@pytest.mark.parametrize("change", ["unit", "synonyms", "row", "as_of", "original"])
def test_what_a_page_takes_from_elsewhere_is_noticed(tmp_path: Path, change: str) -> None:
    files = {
        "content/policies/2026/ends.md": document("将要失效的办法", formed="2026-01-01", published="2026-01-02", expires="2026-06-30"),
        "content/policies/2026/ends.en.md": "---\ntitle: Ends soon\n---\n\nText.\n",
    }
    as_of = "2026-07-01" if change == "as_of" else "2026-06-01"
    folders = [portal(tmp_path / name, files) for name in ("again", "clean")]
    build(folders[0], as_of="2026-06-01")
    for folder in folders:
        if change == "unit":
            _replace(folder / "catalogs/units.yml", "区卫健局", "卫健局")
        elif change == "synonyms":
            (folder / "catalogs/synonyms.yml").write_text("- words: [补贴, 津贴]\n", encoding="utf-8")
        elif change == "row":
            _replace(folder / "catalogs/fields/clinics.yml", "接种时间", "接种地点")
        elif change == "original":
            _replace(folder / "content/policies/2026/ends.md", "unit: health", "unit: office")
    trees = []
    for folder in folders:
        built = build(folder, as_of=as_of)
        assert built.code == 0, built.err
        trees.append({p.relative_to(built.dist).as_posix(): p.read_bytes() for p in sorted((built.dist / "search").rglob("*")) if p.is_file()})
    assert trees[0] == trees[1]


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
