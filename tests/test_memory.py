"""构建记忆: what an earlier build left saves work and never shows in what is published."""

import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.inputs import Stat
from sitegen.memory import FILE, Damaged, Memory, code_version, remembering
from sitegen.parse import ParsedText
from tests.portals import build, document, plain_theme, portal, put, tree

TEXT = "content/notices/2026/closing.md"
LONG_AGO = 1_600_000_000 * 10**9


@pytest.fixture
def small(tmp_path: Path) -> Path:
    root = portal(tmp_path / "portal")
    plain_theme(root)
    return root


def clean(folder: Path, where: Path) -> dict[str, str]:
    """What a build without any memory publishes of the same files."""
    shutil.copytree(folder, where, ignore=shutil.ignore_patterns(".sitegen", "dist", ".dist*"))
    built = build(where)
    assert built.code == 0, built.err
    return tree(built.dist)


def memory_of(folder: Path) -> Path:
    return folder / ".sitegen" / FILE


def age(folder: Path) -> None:
    """Give every file a time of change that is long past, so that its time alone says it is unchanged."""
    for path in folder.rglob("*.md"):
        os.utime(path, ns=(LONG_AGO, LONG_AGO))


def test_a_second_build_reads_no_document_again(small: Path) -> None:
    age(small)
    build(small)
    victim = small / TEXT
    text = victim.read_bytes()
    victim.write_bytes(text.replace("一天".encode(), "二天".encode()))
    os.utime(victim, ns=(LONG_AGO, LONG_AGO))
    again = tree(build(small).dist)
    # The file lies about its size and time, so the memory answers for it: proof that it was not read.
    victim.write_bytes(text)
    os.utime(victim, ns=(LONG_AGO, LONG_AGO))
    assert tree(build(small).dist) == again


def test_a_checkout_with_new_times_is_recognised_by_its_bytes(small: Path) -> None:
    before = tree(build(small).dist)
    age(small)
    assert tree(build(small).dist) == before
    with remembering(small) as memory:
        assert {kept.stat.mtime for _, kept in memory.documents()} == {LONG_AGO}


def test_a_change_in_the_moment_of_the_last_look_is_seen(small: Path, tmp_path: Path) -> None:
    text = small / TEXT
    # However slow the machine, the build looks before this moment is over.
    moment = time.time_ns() + 60_000_000_000
    os.utime(text, ns=(moment, moment))
    build(small)
    size = text.stat().st_size
    text.write_bytes(text.read_bytes().replace("一天".encode(), "二天".encode()))
    os.utime(text, ns=(moment, moment))
    assert text.stat().st_size == size
    assert tree(build(small).dist) == clean(small, tmp_path / "clean")


@pytest.mark.parametrize("change", ["new", "gone", "renamed", "section", "words"])
def test_what_is_published_is_that_of_a_clean_build(small: Path, tmp_path: Path, change: str) -> None:
    build(small)
    text = small / TEXT
    if change == "new":
        put(small, "content/news/2026/later.md", document("后来的消息"))
    elif change == "gone":
        text.unlink()
    elif change == "renamed":
        text.rename(text.with_name("another-name.md"))
    elif change == "section":
        config = small / "site.yml"
        config.write_text(config.read_text(encoding="utf-8").replace("title: {zh-Hans: 通知公告", "title: {zh-Hans: 公告"), encoding="utf-8")
    else:
        put(small, "catalogs/words.yml", "- {wrong: 截止目前, right: 截至目前}\n")
    assert tree(build(small).dist) == clean(small, tmp_path / "clean")


def damages(file: Path) -> Iterator[tuple[str, bytes | None]]:
    data = file.read_bytes()
    yield "missing", None
    yield "empty", b""
    yield "cut", data[: len(data) // 2]
    yield "foreign", b"this is no database at all" * 400
    for at in range(100, len(data), max(1, len(data) // 40)):
        yield f"byte {at}", data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]


def test_a_damaged_memory_gives_the_bytes_of_a_clean_build(small: Path) -> None:
    wanted = tree(build(small).dist)
    whole = {path.name: path.read_bytes() for path in (small / ".sitegen").glob(f"{FILE}*")}
    file = memory_of(small)
    kinds = list(damages(file))
    for kind, data in [*kinds[:4], *kinds[4::8]]:
        for name, content in whole.items():
            (small / ".sitegen" / name).write_bytes(content)
        if data is None:
            file.unlink()
        else:
            file.write_bytes(data)
        built = build(small)
        assert built.code == 0, (kind, built.err)
        assert tree(built.dist) == wanted, kind


def some_text() -> ParsedText:
    return ParsedText("content/a.md", b"k" * 32, b'{"document": 1}', b'[["text","body"]]', b"plain", b"terms")


@pytest.mark.parametrize("filled", [False, True])
def test_a_run_that_is_killed_leaves_what_it_kept_once_the_memory_is_filled(tmp_path: Path, filled: bool) -> None:
    killed, next_ = Memory(tmp_path / FILE), Memory(tmp_path / "next" / FILE)
    killed.expect(code_version())
    parsed = some_text()
    killed.keep([parsed], {parsed.path: Stat(1, 2)}, 3)
    if filled:
        killed.filled()
    killed.make_notes([("name", b"key", b"data")])
    # What lies on the disk while the other has not closed it is what its death would leave.
    shutil.copytree(tmp_path, tmp_path / "next", ignore=shutil.ignore_patterns("next"))
    killed.close()
    next_.expect(code_version())
    assert [path for path, _ in next_.documents()] == [parsed.path] * filled
    assert next_.note("name", b"key") == (b"data" if filled else None)
    next_.close()


def test_every_damaged_byte_is_a_miss_or_told(tmp_path: Path) -> None:
    file = tmp_path / FILE
    memory = Memory(file)
    memory.expect(code_version())
    parsed = some_text()
    memory.keep([parsed], {parsed.path: Stat(1, 2)}, 3)
    memory.make_notes([("name", b"key", b"data")])
    memory.filled()
    memory.close()
    whole = file.read_bytes()
    for at in range(0, len(whole), 7):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        for extra in ("-wal", "-shm"):
            (tmp_path / (FILE + extra)).unlink(missing_ok=True)
        memory = Memory(file)
        try:
            memory.expect(code_version())
            for _, kept in memory.documents():
                assert (kept.key, kept.document) == (parsed.key, parsed.document)
            assert memory.note("name", b"key") in (None, b"data")
            assert memory.searched(["a"], "zh-Hans") == [("plain", b"terms")]
        except Damaged:
            continue
        finally:
            memory.close()


def test_another_version_of_the_program_starts_afresh(small: Path) -> None:
    build(small)
    with sqlite3.connect(memory_of(small)) as database:
        database.execute("UPDATE code SET version = 'another'")
        database.execute("UPDATE documents SET document = x'00'")
    database.close()
    assert build(small).code == 0
    with remembering(small) as memory:
        assert all(kept.document != b"\0" for _, kept in memory.documents())


def test_two_runs_on_one_portal_do_not_share_a_memory(small: Path) -> None:
    with remembering(small) as first, remembering(small) as second:
        assert first.path != second.path


def test_a_portal_that_cannot_be_written_is_built_without_a_memory(small: Path, tmp_path: Path) -> None:
    (small / ".sitegen").write_text("a file where the folder should be", encoding="utf-8")
    built = build(small, out=tmp_path / "out")
    assert built.code == 0, built.err
