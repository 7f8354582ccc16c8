"""History: one log of git gives the first day of each text."""

from datetime import date
from pathlib import Path

from sitegen.git import head
from sitegen.history import first_seen, read_log
from sitegen.lint.rule import FirstSeen
from sitegen.memory import Memory


def log(*commits: tuple[str, tuple[str, ...]]) -> str:
    return "".join(f"\x01{seconds}\n\n" + "".join(f"{line}\n" for line in lines) for seconds, lines in commits)


def test_the_first_commit_of_a_path_counts_and_how_many_came_with_it() -> None:
    found = read_log(log(("1767225600", ("A\tcontent/a.md", "A\tcontent/b.md")), ("1780000000", ("A\tcontent/a.md",))))
    assert found == {path: FirstSeen(date(2026, 1, 1), 2) for path in ("content/a.md", "content/b.md")}


def test_a_text_that_was_moved_keeps_its_first_day() -> None:
    found = read_log(log(("1767225600", ("A\tcontent/a.md",)), ("1780000000", ("R100\tcontent/a.md\tcontent/c.md",))))
    assert found["content/c.md"] == FirstSeen(date(2026, 1, 1), 1)


def test_days_are_those_of_beijing() -> None:
    assert read_log(log(("1767196800", ("A\tcontent/a.md",))))["content/a.md"].day == date(2026, 1, 1)


def test_without_a_repository_nothing_is_known(tmp_path: Path) -> None:
    assert first_seen(tmp_path, Memory(tmp_path / "memory"), head(tmp_path)) == {} and read_log("") == {}
