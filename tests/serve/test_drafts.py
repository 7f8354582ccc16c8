"""Drafts: what is not public yet is shown in a preview, marked, and nowhere else."""

from datetime import date
from pathlib import Path

import pytest

from sitegen.pipeline import build as build_portal
from sitegen.portal import portal as seen
from sitegen.report import Options, Report
from tests.portals import DEFAULTS, build, document, model, portal, put, tree
from tests.serve.preview import previewing

DRAFT = "content/notices/2026/later.md"
ADDRESS = "/notices/2026/later/"
MARK = "草稿：还没有公开，2026年12月1日起公开"
FILES = {DRAFT: document("后来的通知", published="2026-12-01", entries="[clinics-01]")}
REPEAL = {"content/policies/2026/new.md": document("新办法", published="2026-12-01", formed="2026-11-01", repeals="[policies/2026/subsidy]")}


def preview_tree(root: Path) -> Path:
    out = root / ".sitegen/serve/site"
    report = build_portal(root, out, Options(date(2026, 11, 22), preview=True), Report())
    assert report.published, report.findings
    return out


def test_a_draft_is_shown_with_a_mark_on_its_page_and_in_lists(tmp_path: Path) -> None:
    out = preview_tree(portal(tmp_path, FILES))
    page, listed = ((out / path).read_text(encoding="utf-8") for path in ("notices/2026/later/index.html", "notices/index.html"))
    assert MARK in page
    assert listed.count("草稿") == 1 and listed.index("后来的通知") < listed.index("草稿") < listed.index("门诊停诊通知")


def test_what_is_public_carries_no_mark(tmp_path: Path) -> None:
    out = preview_tree(portal(tmp_path, FILES))
    assert "草稿" not in (out / "notices/2026/closing/index.html").read_text(encoding="utf-8")


def test_a_build_shows_no_draft_before_or_after_a_preview(tmp_path: Path) -> None:
    root = portal(tmp_path, FILES)
    before = tree(build(root).dist)
    preview_tree(root)
    after = build(root)
    assert tree(after.dist) == before and not after.has("notices/2026/later/index.html")


def test_on_its_day_a_preview_and_a_build_have_the_same_pages(tmp_path: Path) -> None:
    root = portal(tmp_path, FILES)
    built = build(root, as_of="2026-12-01")
    out = tmp_path / "preview"
    build_portal(root, out, Options(date(2026, 12, 1), preview=True), Report())
    assert tree(out) == tree(built.dist)


def test_a_draft_fulfils_no_duty_and_repeals_nothing_before_its_day(tmp_path: Path) -> None:
    small = model(portal(tmp_path, FILES | REPEAL))
    public, shown = (seen(small.config, small.assembled.site, date(2026, 11, 22), preview) for preview in (False, True))
    assert len(shown.documents) == len(public.documents) + 2
    assert shown.validity["policies/2026/subsidy"] == "in-force" and shown.by_entry == public.by_entry  # type: ignore[index]


@pytest.mark.parametrize("link", ["later.md", "/notices/2026/later/"])
def test_a_link_to_a_draft_is_still_told_in_a_preview(tmp_path: Path, link: str) -> None:
    root = portal(tmp_path, FILES | {"content/notices/2026/early.md": document("先发的通知", body=f"见[后来的]({link})。\n")})

    def codes(name: str, preview: bool) -> set[str]:
        report = build_portal(root, root / name, Options(date(2026, 11, 22), preview=preview), Report())
        return {f.problem.code for f in report.findings if f.location.path.endswith("early.md")}

    found = [codes("dist", False), codes("shown", True)]
    assert "D015" in found[0] and found[0] == found[1]


def test_a_draft_may_lead_to_a_draft(tmp_path: Path) -> None:
    root = portal(tmp_path, FILES | {"content/notices/2026/second.md": document("第二份", published="2026-12-02", body="见[前一份](later.md)。\n")})
    out = preview_tree(root)
    assert 'href="/notices/2026/later/"' in (out / "notices/2026/second/index.html").read_text(encoding="utf-8")


def test_the_server_shows_drafts(tmp_path: Path) -> None:
    root = portal(tmp_path)
    put(root, "site.yml", DEFAULTS["site.yml"])
    with previewing(root) as running:
        assert running.get(ADDRESS).status == 404
        with running.page(ADDRESS).stream() as stream:
            running.save(DRAFT, FILES[DRAFT])
            assert stream.event() == ("reload", None)
        assert MARK in running.get(ADDRESS).text
    assert not (root / "dist").exists()
