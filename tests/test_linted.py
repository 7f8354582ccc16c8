"""The rules are asked where something that they look at has changed, and only there."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sitegen.findings import Finding
from sitegen.lint import rules
from sitegen.lint.rule import Context, Rule
from tests.portals import build, check, committed, document, own_theme, pdf, portal, put

NOTICE = "content/notices/2026/closing.md"
ATTACHED = "content/news/2026/form.pdf"
LINK = "content/news/2026/form.md"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A day for each time that the rules were asked."""
    days: list[str] = []

    def noted(context: Context) -> Iterator[Finding]:
        days.append(str(context.as_of))
        return iter(())

    monkeypatch.setattr(rules, "RULES", (*rules.RULES, Rule(rules.RULES[0].problem, noted)))
    return days


@pytest.fixture
def linted(tmp_path: Path, asked: list[str]) -> Path:
    folder = portal(tmp_path / "portal", {LINK: document("申请表", body="[申请表](form.pdf)\n\n" + "每周三晚上开诊。" * 20 + "\n")})
    put(folder, ATTACHED, pdf())
    own_theme(folder)
    assert build(folder).code == 0
    assert asked
    asked.clear()
    return folder


def changed(folder: Path, path: str, old: str, new: str) -> None:
    text = (folder / path).read_text(encoding="utf-8")
    assert old in text
    put(folder, path, text.replace(old, new, 1))


def test_a_word_more_in_a_text_leaves_the_rules_alone(linted: Path, asked: list[str]) -> None:
    put(linted, LINK, (linted / LINK).read_text(encoding="utf-8").rstrip("\n") + "请互相转告。\n")
    before = check(linted).out
    assert asked == [] and build(linted).code == 0 and asked == []
    (linted / ".sitegen/memory.sqlite").unlink()
    assert check(linted).out == before and asked


CHANGES: dict[str, Callable[[Path], object]] = {
    "a title": lambda folder: changed(folder, NOTICE, "title: ", "title: 更正"),
    "a link in a text": lambda folder: changed(folder, LINK, "\n[", "\n[主页](/)\n["),
    "a text more": lambda folder: put(folder, "content/news/2026/later.md", document("后来的消息", published="2026-06-01")),
    "a text less": lambda folder: (folder / NOTICE).unlink(),
    "a catalog": lambda folder: changed(folder, "catalogs/topics.yml", "\n", "\n\n"),
    "the settings": lambda folder: changed(folder, "site.yml", "\n", "\n\n"),
    "a file to download": lambda folder: put(folder, ATTACHED, pdf("Another form")),
    "a file that nobody offers": lambda folder: put(folder, "content/news/2026/plan.pdf", pdf()),
    "a template": lambda folder: changed(folder, "themes/default/templates/base.html", "\n", "\n\n"),
    "a commit": committed,
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_the_rules_look_at_has_them_asked(linted: Path, asked: list[str], change: Callable[[Path], object]) -> None:
    change(linted)
    check(linted)
    assert len(asked) == 1


def test_on_another_day_they_are_asked(linted: Path, asked: list[str]) -> None:
    check(linted, as_of="2026-11-23")
    assert asked == ["2026-11-23"]
