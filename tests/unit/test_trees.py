"""目录树: a published folder is what was noted of it, or it is known in what it differs."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.known import Known
from sitegen.trees import Tree, folders_of, found, stands, times_of, unpacked

LONG_AGO = 1_700_000_000
OURS = ("index.html", "a/index.html", "a/b/index.html", "a/b/more.json", "c/index.html")
THEIRS = ("a/their.html", "notice.txt")


def tree(folder: Path) -> Tree:
    """Write a tree and note it."""
    for path in (*OURS, *THEIRS):
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(path, encoding="utf-8")
    for place in (folder, *folder.rglob("*")):
        os.utime(place, (LONG_AGO, LONG_AGO))
    files = {path: Known(f"{n:032}", about.st_size, about.st_mtime_ns) for n, path in enumerate(OURS) for about in (os.lstat(folder / path),)}
    return Tree(files, times_of(str(folder), folders_of((*OURS, *THEIRS))), THEIRS)


def walked(folder: Path, noted: Tree) -> Tree:
    """`found`, as a plain walk would have it."""
    here = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_symlink() or not p.is_dir()}

    def same(path: str) -> bool:
        place, known = here.get(path), noted.files[path]
        about = place.lstat() if place is not None and not place.is_symlink() else None
        return about is not None and (about.st_size, about.st_mtime_ns) == (known.size, known.mtime)

    files = {path: known for path, known in noted.files.items() if same(path)}
    return Tree(files, {}, tuple(sorted(here.keys() - files.keys())))


def rewritten(folder: Path) -> None:
    (folder / "a/index.html").write_text("A/INDEX.HTML", encoding="utf-8")


def linked(folder: Path) -> None:
    (folder / "c/index.html").unlink()
    (folder / "c/index.html").symlink_to("../index.html")


def a_file_for_a_folder(folder: Path) -> None:
    shutil.rmtree(folder / "a/b")
    (folder / "a/b").write_text("b", encoding="utf-8")


def renamed_folder(folder: Path) -> None:
    (folder / "a").rename(folder / "d")


CHANGES: dict[str, Callable[[Path], object]] = {
    "written over": rewritten,
    "gone": lambda folder: (folder / "a/b/more.json").unlink(),
    "come": lambda folder: (folder / "a/b/draft.html").write_text("draft", encoding="utf-8"),
    "come in folders of its own": lambda folder: ((folder / "e/f").mkdir(parents=True), (folder / "e/f/x").write_text("x", encoding="utf-8")),
    "another name": lambda folder: (folder / "c/index.html").rename(folder / "c/other.html"),
    "a link": linked,
    "a folder less": lambda folder: shutil.rmtree(folder / "a"),
    "another name for a folder": renamed_folder,
    "a file for a folder": a_file_for_a_folder,
    "theirs gone": lambda folder: (folder / "a/their.html").unlink(),
    "all gone": shutil.rmtree,
}


def test_a_tree_that_nobody_touched_stands(tmp_path: Path) -> None:
    noted = tree(tmp_path / "dist")
    assert stands(str(tmp_path / "dist"), noted)
    assert found(str(tmp_path / "dist"), noted) == noted == unpacked(noted.packed())


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_what_differs_is_found(tmp_path: Path, change: Callable[[Path], object]) -> None:
    noted = tree(tmp_path / "dist")
    change(tmp_path / "dist")
    assert not stands(str(tmp_path / "dist"), noted)
    now, plain = found(str(tmp_path / "dist"), noted), walked(tmp_path / "dist", noted)
    assert (now.files, now.foreign) == (plain.files, plain.foreign)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(changes=st.lists(st.sampled_from(list(CHANGES)), min_size=1, max_size=4))
def test_whatever_happens_to_a_tree_it_is_found_as_by_a_walk(tmp_path: Path, changes: list[str]) -> None:
    shutil.rmtree(tmp_path / "dist", ignore_errors=True)
    noted = tree(tmp_path / "dist")
    for name in changes:
        try:
            CHANGES[name](tmp_path / "dist")
        except OSError:
            continue
    now, plain = found(str(tmp_path / "dist"), noted), walked(tmp_path / "dist", noted)
    assert (now.files, now.foreign) == (plain.files, plain.foreign)


def test_without_a_note_every_file_is_somebody_elses(tmp_path: Path) -> None:
    tree(tmp_path / "dist")
    assert found(str(tmp_path / "dist"), Tree()) == Tree(foreign=tuple(sorted((*OURS, *THEIRS))))


def test_a_hard_link_of_a_file_that_was_looked_at_is_not_looked_at_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = tree(tmp_path / "dist")
    shutil.copytree(tmp_path / "dist", tmp_path / "spare", copy_function=os.link)
    for place in (tmp_path / "spare", *(tmp_path / "spare").rglob("*")):
        os.utime(place, (LONG_AGO, LONG_AGO), follow_symlinks=False)
    looked: list[str] = []
    look = os.lstat
    monkeypatch.setattr(os, "lstat", lambda place: (looked.append(str(place)), look(place))[1])
    own = Known("0" * 32, *(lambda a: (a.st_size, a.st_mtime_ns))(look(tmp_path / "spare/c/index.html")))
    spare = Tree(noted.files | {"c/index.html": own}, noted.folders, noted.foreign)
    assert found(str(tmp_path / "spare"), spare, noted.files) == spare
    files = [place for place in looked if place.endswith((".html", ".json")) and "their" not in place]
    assert files == [f"{tmp_path}/spare/c/index.html"]
