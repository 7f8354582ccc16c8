"""A save, and what open pages are told of it: new bytes, a new style sheet, findings, or nothing at all."""

import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from sitegen.report import Options, Report
from sitegen.serve.builder import Builder, attempt
from sitegen.serve.live import Live, news, page
from sitegen.serve.overlay import Trouble
from sitegen.serve.running import settled
from sitegen.serve.tree import Tree
from sitegen.serve.watching import Watch
from tests.portals import AS_OF, DEFAULTS, document, plain_theme, portal, put, tree
from tests.serve.preview import BUILT, Preview, previewing

NOTICE = "content/notices/2026/closing.md"
PAGE = "/notices/2026/closing/"
OTHER = "/policies/2026/subsidy/"
OPTIONS = Options(date.fromisoformat(AS_OF), preview=True)


def notice(words: str) -> str:
    return document("门诊停诊通知", published="2026-04-01", body=f"{words}\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = portal(tmp_path)
    plain_theme(root)
    put(root, "themes/default/theme.yml", "styles: [a.css]\n")
    put(root, "themes/default/assets/styles/a.css", "p { color: red }")
    head = """<title>{{ page.url }}</title><link rel="stylesheet" href="{{ asset('site.css') }}">"""
    put(root, "themes/default/templates/base.html", f"<!doctype html><html>{head}<body>{{% block main %}}{{% endblock %}}</body></html>")
    return root


@pytest.fixture
def preview(root: Path) -> Iterator[Preview]:
    with previewing(root) as running:
        yield running


def test_an_open_page_is_told_to_load_itself_anew_and_finds_what_was_saved(preview: Preview) -> None:
    with preview.page(PAGE).stream() as stream:
        preview.save(NOTICE, notice("停诊改到四月二日。"))
        assert stream.event() == ("reload", None)
    assert "停诊改到四月二日。" in preview.get(PAGE).text


def test_a_page_that_shows_nothing_of_it_is_told_nothing(preview: Preview) -> None:
    with preview.page(OTHER).stream() as stream:
        preview.save(NOTICE, notice("停诊改到四月二日。"))
        preview.built()
        preview.save("content/policies/2026/subsidy.md", str(DEFAULTS["content/policies/2026/subsidy.md"]).replace("按月发放", "按季发放"))
        assert stream.event() == ("reload", None)
        assert len([line for line in [*preview.told, preview.built()] if BUILT in line]) == 3, "the only event came after the second save"


def test_a_page_that_was_away_is_told_at_once_what_it_missed(preview: Preview) -> None:
    opened = preview.page(PAGE)
    preview.save(NOTICE, notice("停诊改到四月二日。"))
    preview.built()
    with opened.stream() as stream:
        assert stream.event() == ("reload", None)


def test_a_page_that_is_gone_and_one_that_appears_are_told_too(preview: Preview) -> None:
    with preview.page("/notices/2026/new/").stream() as missing, preview.page(PAGE).stream() as gone:
        (preview.root / NOTICE).rename(preview.root / "content/notices/2026/new.md")
        assert missing.event() == gone.event() == ("reload", None)
    assert preview.get(PAGE).status == 404 and preview.get("/notices/2026/new/").status == 200


def test_where_the_style_sheet_alone_changed_the_page_exchanges_it(preview: Preview) -> None:
    opened = preview.page(PAGE)
    with opened.stream() as stream:
        preview.save("themes/default/assets/styles/a.css", "p { color: green }")
        name, addresses = stream.event()
    assert name == "style" and isinstance(addresses, dict)
    [(old, new)] = addresses.items()
    assert old in opened.html and "green" in preview.get(new).text


def test_where_the_text_changed_with_it_the_page_is_loaded_anew(preview: Preview) -> None:
    opened = preview.page(PAGE)
    preview.save("themes/default/assets/styles/a.css", "p { color: green }")
    preview.built()
    preview.save(NOTICE, notice("停诊改到四月二日。"))
    preview.built()
    with opened.stream() as stream:
        assert stream.event() == ("reload", None)


def test_a_stream_that_was_cut_goes_on_where_it_was(preview: Preview) -> None:
    opened = preview.page(PAGE)
    preview.save("themes/default/assets/styles/a.css", "p { color: green }")
    preview.built()
    now = preview.page(PAGE)
    opened.seen = now.seen
    with opened.stream() as stream:
        preview.save(NOTICE, notice("停诊改到四月二日。"))
        assert stream.event() == ("reload", None)


def test_a_film_that_a_page_shows_counts_as_the_page(tmp_path: Path) -> None:
    live = Live()
    put(tmp_path, "index.html", '<link rel="alternate" href="/feed.xml"><video src="/film.mp4" poster="/assets/a.0.png"></video><a href="/sheet.pdf">')

    def state(film: str, others: str) -> None:
        live.show(Tree(tmp_path.resolve(), "", {"index.html": "1", "film.mp4": film, "sheet.pdf": others, "feed.xml": others}, {}), None)

    state("1", "1")
    seen = f"{page(live.now, '/').version}."
    state("1", "2")
    assert news(live.now, "/", seen) == ("", seen)
    state("2", "2")
    assert news(live.now, "/", seen)[0].startswith("event: reload")


# ---------------------------------------------------------------- mistakes


def test_a_mistake_keeps_the_good_page_and_is_told_over_it_until_it_is_mended(preview: Preview) -> None:
    before = tree(preview.root / ".sitegen/serve/site")
    with preview.page(PAGE).stream() as stream:
        preview.save(NOTICE, notice("三月三十一日停诊一天。").replace("unit: health", "unit: <b>heath</b>"))
        name, panel = stream.event()
        assert name == "findings"
        shown = preview.get(PAGE).text
        assert "三月三十一日停诊一天。" in shown and tree(preview.root / ".sitegen/serve/site") == before
        for words in (f"{NOTICE}:3:", "[D", "改法", "remedy", "没有更新：1 个错误", "not updated: 1 error"):
            assert words in shown and words in str(panel), words
        assert "<b>heath" not in shown and "&lt;b&gt;heath" in shown
        preview.save(NOTICE, notice("三月三十一日停诊一天。"))
        assert stream.event() == ("findings", None)
    assert "sitegen-findings\" aria" not in preview.get(PAGE).text


def test_the_terminal_tells_the_mistake_and_counts_warnings(preview: Preview) -> None:
    preview.save(NOTICE, notice("停诊。").replace("unit: health", "unit: heath"))
    assert "1 个错误" in preview.stopped()
    assert any(line.startswith(f"{NOTICE}:3:") and "error[" in line for line in preview.told)
    preview.save(NOTICE, notice("停诊。"))
    assert "个警告" in preview.built() and NOTICE in preview.told[-1]


def test_what_is_wrong_at_the_start_is_told_on_every_page_and_mending_brings_the_site(root: Path) -> None:
    put(root, NOTICE, notice("停诊。").replace("unit: health", "unit: heath"))
    preview = Preview(root)
    try:
        preview.stopped()
        opened = preview.page(PAGE)
        assert preview.get(PAGE).status == 503 and f"{NOTICE}:3:" in opened.html
        with opened.stream() as stream:
            preview.save(NOTICE, notice("停诊。"))
            assert stream.event() == ("reload", None)
        assert preview.get(PAGE).status == 200
    finally:
        preview.end()


def test_a_portal_that_loses_its_configuration_says_so_and_comes_back(preview: Preview) -> None:
    kept = (preview.root / "site.yml").read_bytes()
    (preview.root / "site.yml").unlink()
    assert "site.yml" in preview.stopped()
    assert "找不到 site.yml" in preview.get(PAGE).text and "停诊一天" in preview.get(PAGE).text
    preview.save("site.yml", kept)
    preview.built()
    assert "找不到 site.yml" not in preview.get(PAGE).text


def test_a_site_that_loses_most_of_its_pages_is_shown_all_the_same(preview: Preview) -> None:
    for n in range(90):
        put(preview.root, f"more/2026/n{n}.md", document(f"第{n}号消息"))
    (preview.root / "more").rename(preview.root / "content/news")
    preview.built()
    (preview.root / "content/news").rename(preview.root / "less")
    preview.built()
    assert preview.get("/news/2026/n1/").status == 404


# ---------------------------------------------------------------- saves as editors make them


class InTheMiddle(Builder):
    """A builder during whose first build somebody goes on writing."""

    def __init__(self, root: Path, then: Callable[[], object]) -> None:
        super().__init__(root, lambda: OPTIONS)
        self.then: Callable[[], object] | None = then
        self.reports: list[Report] = []

    def build(self, say: Callable[[str], None] = lambda line: None) -> Report:
        report = super().build(say)
        self.reports.append(report)
        if self.then:
            then, self.then = self.then, None
            then()
        return report


def test_a_half_written_file_is_not_told_when_the_rest_follows(root: Path) -> None:
    put(root, NOTICE, notice("停诊。")[:20])
    builder = InTheMiddle(root, lambda: put(root, NOTICE, notice("停诊。")))
    with Watch(root) as watch:
        report, trouble, touched = settled(builder, watch, lambda line: None)
    assert not builder.reports[0].published and report.published and trouble is None and NOTICE in touched


def test_a_file_that_stays_half_written_is_told(root: Path) -> None:
    put(root, NOTICE, notice("停诊。")[:20])
    with Watch(root) as watch:
        report, trouble, _ = settled(InTheMiddle(root, lambda: None), watch, lambda line: None)
    assert not report.published and trouble is not None and trouble.findings[0].location.path == NOTICE


def test_a_file_that_is_gone_for_a_moment_is_looked_for_again(root: Path) -> None:
    kept = put(root, "aside.md", notice("停诊。"))
    (root / "site.yml").rename(root / "elsewhere.yml")
    ready = threading.Thread(target=lambda: (root / "elsewhere.yml").rename(root / "site.yml"))

    class Back(Builder):
        def build(self, say: Callable[[str], None] = lambda line: None) -> Report:
            try:
                return super().build(say)
            finally:
                if not ready.ident:
                    ready.start()

    with Watch(root) as watch:
        report, trouble, _ = settled(Back(root, lambda: OPTIONS), watch, lambda line: None)
    assert kept.exists() and report.published and trouble is None


def test_a_burst_of_saves_gives_one_build(root: Path) -> None:
    preview = Preview(root)
    try:
        preview.line("parse ")
        # The first build is under way, so what is written now is looked at when it is over.
        for n in range(200):
            put(root, f"content/news/2026/n{n}.md", document(f"第{n}号消息"))
        preview.built()
        burst = preview.built()
        assert "+198" in burst and preview.get("/news/2026/n199/").status == 200
        preview.save(NOTICE, notice("停诊改到四月二日。"))
        assert NOTICE in preview.built()
    finally:
        preview.end()


@pytest.mark.parametrize("name", [".closing.md.swp", "closing.md~", ".git/HEAD"])
def test_what_editors_write_beside_a_file_is_no_reason_to_build(root: Path, name: str) -> None:
    with Watch(root) as watch:
        put(root, f"content/notices/2026/{name}", "x")
        put(root, "dist/index.html", "x")
        put(root, NOTICE, notice("停诊。"))
        assert watch.wait() == {NOTICE}


def test_reading_is_no_reason_to_build(root: Path) -> None:
    with Watch(root) as watch:
        for path in sorted(root.rglob("*.md")):
            path.read_bytes()
        put(root, NOTICE, notice("停诊。"))
        assert watch.wait() == {NOTICE}


def test_a_folder_that_appears_later_is_watched_with_what_lies_below_it(root: Path) -> None:
    (root / "content").rename(root / "aside")
    with Watch(root) as watch:
        (root / "aside").rename(root / "content")
        assert "content" in watch.wait()
        put(root, "content/news/2027/deep/a.md", document())
        assert any(path.startswith("content/news") for path in watch.wait())
        put(root, "content/news/2027/deep/a.md", document("再改一次"))
        assert watch.wait() == {"content/news/2027/deep/a.md"}


def test_a_folder_that_goes_and_comes_back_is_still_watched(root: Path) -> None:
    with Watch(root) as watch:
        (root / "catalogs").rename(root / "aside")
        assert "catalogs" in watch.wait()
        (root / "aside").rename(root / "catalogs")
        assert "catalogs" in watch.wait()
        put(root, "catalogs/topics.yml", str(DEFAULTS["catalogs/topics.yml"]))
        assert watch.wait() == {"catalogs/topics.yml"}


def test_trouble_with_the_machine_names_no_folder_of_it(root: Path) -> None:
    builder = Builder(root, lambda: OPTIONS)
    put(root, ".sitegen/serve/.site.lock/x", "a folder where a file should be")
    _, trouble = attempt(builder, lambda line: None)
    assert isinstance(trouble, Trouble) and ".site.lock" in trouble.words and str(root) not in trouble.words
