"""先看一眼: the page of a document that was saved is there before everything else, and is what a whole build makes of it."""

import threading
import weakref
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sitegen.pipeline import build
from sitegen.report import Options, Report
from sitegen.serve.builder import Builder
from sitegen.serve.live import Live, page
from sitegen.serve.running import _first_looks
from sitegen.serve.watching import Watch
from sitegen.undisturbed import undisturbed
from tests.portals import AS_OF, DEFAULTS, SITE, document, portal, put

NOTICE, POLICY = "content/notices/2026/closing.md", "content/policies/2026/subsidy.md"
PAGE, POLICY_PAGE = "notices/2026/closing/index.html", "policies/2026/subsidy/index.html"
OPTIONS = Options(date.fromisoformat(AS_OF), preview=True)
CONVERTED = SITE.replace("langs: [zh-Hans, zh-Hant-HK, en]", "langs: [zh-Hans, zh-Hant-HK, en]\nconverted: [zh-Hant-HK]")


def notice(words: str, **front: str) -> str:
    return document(front.pop("title", "门诊停诊通知"), published="2026-04-01", body=f"{words}\n", **front)


def started(root: Path) -> Builder:
    builder = Builder(root, lambda: OPTIONS)
    assert builder.build().published
    builder.warm()
    return builder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return portal(tmp_path / "portal", {NOTICE: notice("停诊一天。"), "site.yml": CONVERTED})


SAVES: dict[str, tuple[str, str]] = {
    "a text": (NOTICE, notice("停诊改到四月二日。")),
    "a title": (NOTICE, notice("停诊一天。", title="门诊停诊的新通知")),
    "a clause": (POLICY, str(DEFAULTS[POLICY]).replace("按月发放", "按季发放")),
    "a summary": (POLICY, str(DEFAULTS[POLICY]).replace("给看病的人发补贴。", "看病有补贴。")),
}  # fmt: skip


@pytest.mark.parametrize(("path", "text"), SAVES.values(), ids=SAVES.keys())
def test_the_first_look_shows_what_a_whole_build_makes(root: Path, path: str, text: str) -> None:
    builder = started(root)
    put(root, path, text)
    seen = builder.look(frozenset({path}))
    assert seen, "the pages of the document"
    builder.build()
    assert {name: (builder.out / name).read_bytes() for name in seen} == seen


def test_every_language_into_which_a_text_is_converted_is_shown(root: Path) -> None:
    builder = started(root)
    put(root, NOTICE, notice("停诊改到四月二日。"))
    seen = builder.look(frozenset({NOTICE}))
    assert seen is not None and seen.keys() == {PAGE, f"zh-hant-hk/{PAGE}"}
    assert "停診改到四月二日。" in seen[f"zh-hant-hk/{PAGE}"].decode()


def test_each_look_goes_on_from_the_one_before(root: Path) -> None:
    builder = started(root)
    put(root, NOTICE, notice("停诊一天。", title="门诊停诊的新通知"))
    builder.look(frozenset({NOTICE}))
    related = str(DEFAULTS[POLICY]).replace("summary:", "related: [notices/2026/closing]\nsummary:")
    put(root, POLICY, related)
    builder.look(frozenset({POLICY}))
    put(root, NOTICE, notice("停诊两天。", title="门诊停诊的新通知"))
    seen = builder.look(frozenset({NOTICE}))
    assert seen is not None and "门诊停诊的新通知" in seen[PAGE].decode() and "停诊两天。" in seen[PAGE].decode()


def spoiled(root: Path) -> frozenset[str]:
    put(root, NOTICE, notice("停诊一天。", unit="nobody").replace("title:", "titel:"))
    return frozenset({NOTICE})


def moved(root: Path) -> frozenset[str]:
    put(root, NOTICE, notice("停诊一天。").replace("2026-04-01", "2026-12-24"))
    return frozenset({NOTICE})


def added(root: Path) -> frozenset[str]:
    put(root, "content/notices/2026/more.md", notice("另一份通知。", title="另一份通知"))
    return frozenset({"content/notices/2026/more.md"})


def emptied(root: Path) -> frozenset[str]:
    (root / NOTICE).unlink()
    return frozenset({NOTICE})


WHOLE: dict[str, Callable[[Path], frozenset[str]]] = {
    "a mistake": spoiled,
    "another day": moved,
    "a new document": added,
    "a document that is gone": emptied,
    "a catalog": lambda root: frozenset({"catalogs/units.yml"}),
    "a catalog and a text": lambda root: frozenset({"catalogs/units.yml", NOTICE}),
    "a checkout": lambda root: frozenset({NOTICE, *(f"content/news/2026/{n}.md" for n in range(20))}),
    "nothing": lambda root: frozenset(),
}  # fmt: skip


@pytest.mark.parametrize("change", WHOLE.values(), ids=WHOLE.keys())
def test_what_is_more_than_a_document_waits_for_the_whole_build(root: Path, change: Callable[[Path], frozenset[str]]) -> None:
    builder = started(root)
    assert builder.look(change(root)) is None


def test_before_anything_was_built_there_is_nothing_to_go_on_from(root: Path) -> None:
    assert Builder(root, lambda: OPTIONS).look(frozenset({NOTICE})) is None


def test_a_preview_without_the_first_look_has_the_same_bytes(root: Path, tmp_path: Path) -> None:
    builder = started(root)
    put(root, NOTICE, notice("停诊改到四月二日。"))
    builder.look(frozenset({NOTICE}))
    builder.build()
    build(root, tmp_path / "other", OPTIONS, Report())
    assert (builder.out / PAGE).read_bytes() == (tmp_path / "other" / PAGE).read_bytes()


def test_the_page_is_shown_while_the_rest_still_waits(root: Path) -> None:
    builder, live = started(root), Live()
    live.show(builder.tree(), None)
    with Watch(root) as watch:
        waiting = threading.Thread(target=_first_looks, args=(builder, live, watch))
        waiting.start()
        put(root, NOTICE, notice("停诊改到四月二日。"))
        waiting.join()
    assert "停诊改到四月二日。" in page(live.now, f"/{PAGE.removesuffix('index.html')}").html.decode()
    assert "停诊改到四月二日。" not in (builder.out / PAGE).read_text(encoding="utf-8")


def test_the_portal_of_the_last_build_is_gone_when_the_next_begins(root: Path) -> None:
    builder = Builder(root, lambda: OPTIONS)
    builder.build()
    builder.warm()
    assert builder._glimpse is not None
    before = weakref.ref(builder._glimpse.context.answers.portal)
    with undisturbed():
        there: list[bool] = []
        builder.build(lambda line: there.append(before() is not None))
    assert there and not any(there)
