"""Building: what comes out, what never happens to what is live, and the same bytes every time."""

import json
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.portals import (
    AS_OF,
    DEFAULTS,
    HOME,
    PLATFORM,
    ROOT,
    SITE,
    arguments,
    build,
    build_process,
    document,
    pdf,
    plain_theme,
    png,
    portal,
    put,
    start,
    tree,
)

NEWS = "content/news/2026/a.md"
SUBSIDY = str(DEFAULTS["content/policies/2026/subsidy.md"])
KEYS = {"pages", "rendered", "kept", "written", "removed", "findings", "seconds"}


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    """A portal with bare pages, which builds in a moment."""
    root = portal(tmp_path / "portal")
    plain_theme(root)
    return root


# ---------------------------------------------------------------- exit codes and words


def test_a_good_portal_is_published_with_exit_code_0(tmp_path: Path) -> None:
    built = build(portal(tmp_path))
    assert built.code == 0 and built.has("index.html") and "done:" in built.err and "完成" in built.err


def test_errors_are_exit_code_1(plain: Path) -> None:
    put(plain, NEWS, "正文")
    assert build(plain).code == 1


@pytest.mark.parametrize(
    "words",
    [
        ["--nosuchoption"],
        ["nosuchcommand"],
        ["build", "--as-of", "yesterday"],
        ["build", "--as-of", "2026-02-30"],
        ["build", "--as-of", "2026-W06-2"],
        ["build", "--workers", "-1"],
        ["build", "extra"],
    ],
)
def test_wrong_use_is_exit_code_2(plain: Path, words: list[str]) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "build.py"), *words], cwd=plain, capture_output=True, text=True)
    assert done.returncode == 2 and "Traceback" not in done.stderr and not (plain / "dist").exists()


def test_a_folder_without_a_portal_is_exit_code_2_and_is_named(tmp_path: Path) -> None:
    built = build(tmp_path)
    assert built.code == 2 and str(tmp_path) in built.err and "site.yml" in built.err and not built.dist.exists()


@pytest.mark.parametrize("epoch", ["99999999999999999999", "²", "-1", "soon"])
def test_a_wrong_source_date_epoch_is_no_bug(plain: Path, epoch: str) -> None:
    assert build_process(plain, as_of=None, env={"SOURCE_DATE_EPOCH": epoch}).code in (0, 2)


def test_an_unwritable_output_is_exit_code_3_with_one_sentence(plain: Path) -> None:
    put(plain, "wall", "a file")
    built = build(plain, out=plain / "wall/dist")
    assert built.code == 3 and "Traceback" not in built.err


def test_no_command_means_build(plain: Path) -> None:
    done = subprocess.run([sys.executable, str(ROOT / "build.py"), "--as-of", AS_OF], cwd=plain, capture_output=True)
    assert done.returncode == 0 and (plain / "dist/index.html").is_file()


# ---------------------------------------------------------------- --json


def numbers(stdout: str) -> dict[str, int]:
    """The summary; it must be the only thing on stdout."""
    found: dict[str, int] = json.loads(stdout)
    assert stdout.count("\n") == 1 and set(found) == KEYS
    assert all(type(found[key]) is int for key in KEYS - {"findings", "seconds"})
    assert all(type(n) is int for n in found["findings"].values()) and set(found["findings"]) == {"error", "warning", "info"}  # type: ignore[attr-defined]
    return found


def test_json_counts_what_was_done(plain: Path) -> None:
    first = numbers(build(plain, json=True).out)
    assert first["pages"] == len(list((plain / "dist").rglob("*.html"))) and first["written"] == len(tree(plain / "dist")) - 1 and first["removed"] == 0
    put(plain, NEWS, document())
    assert numbers(build(plain, json=True).out)["written"] > 1
    (plain / NEWS).unlink()
    assert numbers(build(plain, json=True).out)["removed"] >= 1


def test_json_comes_with_findings_too(plain: Path) -> None:
    put(plain, NEWS, "正文")
    built = build(plain, json=True)
    assert built.code == 1 and numbers(built.out)["findings"]["error"] == 1 and numbers(built.out)["written"] == 0  # type: ignore[index]


def test_json_counts_nothing_as_rendered_when_nothing_was_published(plain: Path) -> None:
    put(plain, "themes/default/templates/unit.html", "{{ nothing }}")
    assert numbers(build(plain, json=True).out)["rendered"] == 0


def test_json_comes_when_the_place_is_refused_too(plain: Path) -> None:
    built = build(plain, json=True, out=plain / "content")
    assert built.code == 3 and numbers(built.out)["pages"] == 0


# ---------------------------------------------------------------- the day


def embargoed(root: Path) -> None:
    """A policy of next month with everything a document can have."""
    put(
        root,
        "content/policies/2026/embargo.md",
        document(
            "禁令标题",
            formed="2026-12-01",
            published="2026-12-20",
            topics="[care]",
            entries="[clinics-02]",
            related="[policies/2026/subsidy]",
            repeals="[policies/2026/subsidy]",
            attachments="[{file: embargo.pdf, title: 禁令附件}]",
            image="{src: embargo.png, alt: 禁令图}",
            body="禁令正文。\n\n![禁令插图](embargo.png)\n",
        ),
    )
    put(root, "content/policies/2026/embargo.en.md", "---\ntitle: EMBARGO\n---\n\nEMBARGO\n")
    put(root, "content/policies/2026/embargo.pdf", pdf("embargo"))
    put(root, "content/policies/2026/embargo.png", png())
    put(root, "content/interpretations/2026/early.md", document("解读", explains="[policies/2026/embargo, policies/2026/subsidy]", form="text"))


def mentions(dist: Path, words: tuple[str, ...]) -> list[str]:
    """Outputs whose name or text holds one of the words, whatever the case."""
    return [
        path.relative_to(dist).as_posix() for path in sorted(dist.rglob("*"))
        if path.is_file() and any(w in f"{path.relative_to(dist)}\n{path.read_bytes().decode('utf-8', 'replace')}".lower() for w in words)
    ]  # fmt: skip


def test_a_document_of_a_later_day_is_left_out_everywhere(tmp_path: Path) -> None:
    root = portal(tmp_path)
    embargoed(root)
    built = build(root)
    assert built.code == 0, built.err
    assert mentions(built.dist, ("embargo", "禁令")) == []


def test_its_attachments_and_pictures_wait_with_it(plain: Path) -> None:
    embargoed(plain)
    dist = build(plain).dist
    assert not (dist / "policies/2026/embargo.pdf").exists() and not (dist / "images").exists()


def test_it_appears_on_its_day(tmp_path: Path) -> None:
    root = portal(tmp_path)
    embargoed(root)
    assert not build(root, as_of="2026-12-19").has("policies/2026/embargo/index.html")
    built = build(root, as_of="2026-12-20")
    expected = {
        "policies/2026/embargo/index.html",
        "en/policies/2026/embargo/index.html",
        "policies/index.html",
        "feed.xml",
        "feed.json",
        "policies/feed.xml",
        "topics/care/feed.xml",
        "sitemap/policies-2026.xml",
        "policies/2026/embargo.pdf",
        "units/health/feed.json",
    }
    assert expected <= set(mentions(built.dist, ("embargo", "禁令")))


def test_a_platform_page_of_a_later_day_does_not_stop_the_others(tmp_path: Path) -> None:
    root = portal(tmp_path, PLATFORM)
    put(root, "content/disclosure/rules.md", document("制度", unit="office", published="2026-12-20"))
    built = build(root)
    assert built.code == 0, built.err


def test_a_disclosure_whose_document_is_of_a_later_day_does_not_stop_the_others(tmp_path: Path) -> None:
    row = str(DEFAULTS["catalogs/fields/clinics.yml"]) + "    disclosures:\n      - {event: formed, date: 2026-11-01, document: news/2026/a}\n"
    root = portal(tmp_path, {"catalogs/fields/clinics.yml": row, NEWS: document(published="2026-12-20")})
    built = build(root)
    assert built.code == 0, built.err


@pytest.mark.parametrize("href", ["b.md", "/news/2026/b/"])
def test_a_link_to_a_document_of_a_later_day_is_a_warning_however_it_is_written(plain: Path, href: str) -> None:
    put(plain, "content/news/2026/b.md", document(published="2026-12-20"))
    put(plain, NEWS, document(body=f"[后]({href})\n"))
    built = build(plain)
    assert built.code == 0 and "warning[D015]" in built.err, built.err


def test_a_menu_entry_to_a_document_of_a_later_day_is_no_error(plain: Path) -> None:
    put(plain, "content/news/2026/b.md", document(published="2026-12-20"))
    put(plain, "site.yml", SITE + "menu:\n  - {title: 后, to: /news/2026/b/}\n")
    assert build(plain).code == 0


@pytest.mark.parametrize(("epoch", "shown"), [("1795363199", False), ("1795363200", True)])
def test_source_date_epoch_is_a_moment_in_beijing(plain: Path, epoch: str, shown: bool) -> None:
    # 1795363200 is midnight of 23 November 2026 in Beijing and the afternoon before elsewhere.
    put(plain, NEWS, document(published="2026-11-23"))
    built = build_process(plain, as_of=None, env={"SOURCE_DATE_EPOCH": epoch, "TZ": "America/New_York"})
    assert built.code == 0 and built.has("news/2026/a/index.html") is shown


def test_as_of_comes_before_source_date_epoch(plain: Path) -> None:
    put(plain, NEWS, document(published="2026-11-23"))
    assert not build_process(plain, as_of="2026-11-22", env={"SOURCE_DATE_EPOCH": "1999999999"}).has("news/2026/a/index.html")


# ---------------------------------------------------------------- the same bytes


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A portal with a picture and an attachment, and its tree."""
    root = portal(tmp_path_factory.mktemp("reference"), PLATFORM)
    put(root, NEWS, document(attachments="[{file: a.pdf, title: 表}]", topics="[money, care]", body="甲\n\n![图](a.png)\n"))
    put(root, "content/news/2026/a.png", png(600, 40))
    put(root, "content/news/2026/a.pdf", pdf())
    assert build(root).code == 0
    return root, tree(root / "dist")


@pytest.mark.parametrize(
    "how",
    [
        {"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "4242"}, {"TZ": "America/St_Johns", "LC_ALL": "C", "LANG": "C"}, {"HOME": "/nonexistent", "USER": "x",
        "PYTHONUTF8": "0"},
    ],
    ids=lambda how: " ".join(how),
)  # fmt: skip
def test_the_environment_changes_no_byte(reference: tuple[Path, dict[str, str]], tmp_path: Path, how: dict[str, str]) -> None:
    root, expected = reference
    assert build_process(root, out=tmp_path / "dist", env=how).code == 0 and tree(tmp_path / "dist") == expected


@pytest.mark.parametrize("workers", [1, 2])
def test_the_number_of_processes_changes_no_byte(reference: tuple[Path, dict[str, str]], tmp_path: Path, workers: int) -> None:
    root, expected = reference
    assert build_process(root, out=tmp_path / "dist", workers=workers).code == 0 and tree(tmp_path / "dist") == expected


def test_a_program_of_the_same_name_in_the_folder_where_the_command_is_given_changes_no_byte(
    reference: tuple[Path, dict[str, str]], tmp_path: Path
) -> None:  # fmt: skip
    root, expected = reference
    for module in ("__init__", "parse"):
        put(tmp_path, f"elsewhere/sitegen/{module}.py", "raise SystemExit('not this one')\n")
    built = build_process(root, out=tmp_path / "dist", workers=2, cwd=tmp_path / "elsewhere")
    assert built.code == 0 and tree(tmp_path / "dist") == expected


def test_another_path_and_other_times_of_the_files_change_no_byte(reference: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, expected = reference
    shutil.copytree(root, tmp_path / "an other 路径", ignore=shutil.ignore_patterns("dist", ".sitegen"))
    for file in (tmp_path / "an other 路径").rglob("*"):
        os.utime(file, (1, 1))
    assert build(tmp_path / "an other 路径").code == 0 and tree(tmp_path / "an other 路径/dist") == expected


def test_a_strict_umask_changes_no_byte(reference: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, expected = reference
    assert build_process(root, out=tmp_path / "dist", umask=0o077).code == 0 and tree(tmp_path / "dist") == expected


def test_building_over_an_older_site_gives_the_tree_of_a_clean_build(reference: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, expected = reference
    out = tmp_path / "dist"
    assert build(portal(tmp_path / "old", {NEWS: document("旧")}), out=out).code == 0
    assert build(root, out=out).code == 0 and tree(out) == expected


def test_no_path_of_the_machine_is_published(reference: tuple[Path, dict[str, str]]) -> None:
    root, _ = reference
    assert mentions(root / "dist", (str(root).lower(), str(ROOT).lower(), os.uname().nodename.lower() + ".")) == []


def test_damaged_copies_of_pictures_are_made_again(reference: tuple[Path, dict[str, str]], tmp_path: Path) -> None:
    root, expected = reference
    for number, file in enumerate(sorted((root / ".sitegen/images").iterdir())):
        data = file.read_bytes()
        file.write_bytes([b"", data[:20], data[:-1], data + b"x", data[:16] + b"\0" * (len(data) - 16)][number % 5])
    assert build(root, out=tmp_path / "dist").code == 0 and tree(tmp_path / "dist") == expected


# ---------------------------------------------------------------- what is live


def test_a_removed_source_vanishes_with_all_that_came_of_it(plain: Path) -> None:
    clean = tree(build(plain).dist)
    put(plain, NEWS, document(topics="[money]", attachments="[{file: a.pdf, title: 表}]", body="![图](a.png)\n"))
    put(plain, "content/news/2026/a.pdf", pdf())
    put(plain, "content/news/2026/a.png", png())
    assert tree(build(plain).dist) != clean
    for name in ("a.md", "a.pdf", "a.png"):
        (plain / "content/news/2026" / name).unlink()
    assert tree(build(plain).dist) == clean


def foreign_file(dist: Path) -> Path:
    return put(dist, "verify-8c1.txt", "mine")


def foreign_file_in_a_folder_of_ours(dist: Path) -> Path:
    return put(dist, "units/health/mine.txt", "mine")


def foreign_file_in_a_folder_of_its_own(dist: Path) -> Path:
    return put(dist, ".well-known/acme/token", "mine")


def foreign_link_to_a_file(dist: Path) -> Path:
    put(dist.parent, "far.txt", "mine")
    (dist / "far.txt").symlink_to("../far.txt")
    return dist / "far.txt"


def foreign_link_to_a_folder(dist: Path) -> Path:
    put(dist.parent, "far/b.txt", "mine")
    (dist / "far").symlink_to("../far")
    return dist / "far/b.txt"


@pytest.mark.parametrize(
    "make", [foreign_file, foreign_file_in_a_folder_of_ours, foreign_file_in_a_folder_of_its_own, foreign_link_to_a_file, foreign_link_to_a_folder]
)
def test_what_the_generator_did_not_write_survives(plain: Path, make: Callable[[Path], Path]) -> None:
    file = make(build(plain).dist)
    put(plain, NEWS, document())
    for _ in range(2):
        assert build(plain).code == 0 and file.read_text() == "mine"


def test_a_foreign_file_in_the_way_of_a_page_is_not_overwritten(plain: Path) -> None:
    file = put(build(plain).dist, "news/2026/a/index.html", "mine")
    put(plain, NEWS, document())
    built = build(plain)
    assert built.code == 3 and file.read_text() == "mine" and "index.html" in built.err


@pytest.mark.parametrize("source", ["{{ nothing }}", "{{ 1 // 0 }}"])
def test_a_page_that_fails_keeps_the_live_tree_byte_for_byte(plain: Path, source: str) -> None:
    before = tree(build(plain).dist)
    put(plain, NEWS, document())
    put(plain, "themes/default/templates/topics.html", source)
    assert build(plain).code != 0 and tree(plain / "dist") == before


@pytest.mark.parametrize(("limit", "what"), [(100_000, "an output"), (4_096, "what is remembered")])
def test_a_full_disk_keeps_the_live_tree_and_is_exit_code_3(plain: Path, limit: int, what: str) -> None:
    before = tree(build(plain).dist)
    put(plain, NEWS, document(attachments="[{file: a.pdf, title: 表}]", body="字" * 3_000))
    put(plain, "content/news/2026/a.pdf", pdf() + b"x" * 200_000)
    command = [sys.executable, str(ROOT / "build.py"), *arguments(plain, {})]
    done = subprocess.run(command, capture_output=True, text=True, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
    assert tree(plain / "dist") == before
    assert done.returncode == 3, f"{what}: {done.stderr}"


# ---------------------------------------------------------------- where not to write


def refused(root: Path, out: Path, **env: str) -> None:
    before = tree(root)
    built = build_process(root, out=out, env=env)
    assert built.code == 3 and "Traceback" not in built.err and re.search(r"[\u4e00-\u9fff].*The ", built.err)
    assert tree(root) == before


@pytest.mark.parametrize("where", ["", "content", "content/news/out", "catalogs", "themes/default", "..", "/", "content/../."])
def test_a_place_that_holds_or_is_a_source_is_refused(plain: Path, where: str) -> None:
    refused(plain, plain / where if not where.startswith("/") else Path(where))


def test_the_home_folder_is_refused_even_when_empty(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    refused(plain, tmp_path / "home", HOME=str(tmp_path / "home"))
    assert list((tmp_path / "home").iterdir()) == []


def test_a_file_is_refused(plain: Path, tmp_path: Path) -> None:
    file = put(tmp_path, "file", "mine")
    refused(plain, file)
    assert file.read_text() == "mine"


def test_a_link_is_refused(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to("target")
    refused(plain, tmp_path / "link")
    assert list((tmp_path / "target").iterdir()) == [] and (tmp_path / "link").is_symlink()


def test_a_link_further_up_does_not_hide_a_source(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(plain / "content")
    refused(plain, tmp_path / "link/news")


def test_a_folder_with_files_of_others_is_refused(plain: Path, tmp_path: Path) -> None:
    put(tmp_path, "theirs/thesis.txt", "mine")
    refused(plain, tmp_path / "theirs")
    assert tree(tmp_path / "theirs").keys() == {"thesis.txt"}


def test_an_empty_folder_is_a_good_place(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert build(plain, out=tmp_path / "empty").code == 0 and (tmp_path / "empty/index.html").is_file()


# ---------------------------------------------------------------- mass deletion


def test_losing_more_than_a_fifth_of_the_pages_needs_a_word(plain: Path) -> None:
    for number in range(150):
        put(plain, f"content/news/2026/n{number}.md", document(f"第{number}号"))
    before = tree(build(plain).dist)
    for number in range(140):
        (plain / f"content/news/2026/n{number}.md").unlink()
    built = build(plain)
    assert built.code == 3 and "--force" in built.err and tree(plain / "dist") == before
    assert build(plain, force=True).code == 0 and not (plain / "dist/news/2026/n0").exists()


# ---------------------------------------------------------------- kill -9

# Ends the process with SIGKILL at the n-th time that it touches a file of the portal.
_MORTAL = """
import os, signal, sys
place, last, seen = sys.argv[1], int(sys.argv[2]), 0
def watch(event, args):
    global seen
    if event == "open" and place in str(args[0]) or event in ("os.mkdir", "os.rename", "os.link", "os.chmod", "os.remove", "os.rmdir", "shutil.rmtree",
    "ctypes.dlsym"):
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from sitegen import outputs
from sitegen.cli import run
swap = outputs._exchange
def exchange(a, b):
    # The moment after the swap, when nothing is noted yet, is seen by no audit.
    swap(a, b)
    watch("os.rename", ())
outputs._exchange = exchange
code = run(sys.argv[3:])
print(seen)
sys.exit(code)
"""


def mortal(root: Path, last: int) -> "subprocess.CompletedProcess[str]":
    """An update of the portal that does not survive its `last` touch of a file."""
    command = [sys.executable, "-c", _MORTAL, str(root), str(last), *arguments(root, {})]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_a_build_that_is_killed_leaves_the_old_or_the_new_site_and_the_next_is_right(plain: Path, tmp_path: Path) -> None:
    before = tree(build(plain).dist)
    put(plain, NEWS, document("新闻"))
    (plain / "content/notices/2026/closing.md").unlink()
    # Times long past: no run looks twice at what it might have seen being written, so all of them touch the same files.
    for path in (plain / "site.yml", *(plain / "content").rglob("*"), *(plain / "catalogs").rglob("*"), *(plain / "themes").rglob("*")):
        os.utime(path, (1_700_000_000, 1_700_000_000))
    shutil.copytree(plain, tmp_path / "whole", symlinks=True)
    touches = int(mortal(tmp_path / "whole", 0).stdout)
    after = tree(tmp_path / "whole/dist")
    assert before != after
    ends = set()
    for number in range(16):
        root = tmp_path / f"killed{number}"
        shutil.copytree(plain, root, symlinks=True)
        assert mortal(root, 1 + (touches - 1) * number // 15).returncode == -9
        left = tree(root / "dist")
        assert left in (before, after)
        ends.add(left == after)
        assert build(root).code == 0 and tree(root / "dist") == after
    assert ends == {True, False}, "the moments must lie on both sides of the exchange"


# ---------------------------------------------------------------- two at once


def test_two_builds_at_once_are_both_right(plain: Path) -> None:
    expected = tree(build(plain).dist)
    for _ in range(3):
        both = [start(plain), start(plain)]
        assert [process.wait() for process in both] == [0, 0]
        for process in both:
            process.communicate()
        assert tree(plain / "dist") == expected


# ---------------------------------------------------------------- base path and lesser portals

_INTERNAL = re.compile(r'(?:href|src|action|poster|formaction|data-[a-z-]+)="(/[^"]*)"|srcset="([^"]*)"')


def internal_links(text: str) -> set[str]:
    """Root-absolute addresses of a page."""
    found = set()
    for one, many in _INTERNAL.findall(text):
        found |= {one} if one else {part.split()[0] for part in many.split(",")}
    return {link.split("#")[0].split("?")[0] for link in found}


@pytest.mark.parametrize("base", ["", "/portal", "/a/b/"])
def test_every_internal_link_stands_below_the_base_path_and_leads_to_a_file(tmp_path: Path, base: str) -> None:
    site = str(PLATFORM["site.yml"]).replace("https://www.test.example", f"https://www.test.example{base}") + "menu:\n  - {title: 单位, to: /units/}\n"
    root = portal(tmp_path, {**PLATFORM, "site.yml": site})
    put(
        root,
        NEWS,
        document(
            attachments="[{file: a.pdf, title: 表}]",
            image="{src: a.png, alt: 图}",
            body="[表](a.pdf) [政策](../../policies/2026/subsidy.md#第二条) [单位](/units/)\n\n![图](a.png)\n",
        ),
    )
    put(root, "content/news/2026/a.png", png())
    put(root, "content/news/2026/a.pdf", pdf())
    dist = build(root).dist
    prefix = base.rstrip("/")
    for page in dist.rglob("*.html"):
        for link in internal_links(page.read_text(encoding="utf-8")):
            assert link.startswith(f"{prefix}/"), (page.name, link)
            target = dist / link.removeprefix(f"{prefix}/")
            assert (target / "index.html" if link.endswith("/") else target).is_file(), (page.relative_to(dist), link)


def test_a_menu_entry_may_leave_the_portal_under_a_base_path(tmp_path: Path) -> None:
    site = SITE.replace("https://www.test.example", "https://www.test.example/portal") + "menu:\n  - {title: 信, to: mailto:web@test.example}\n"
    built = build(portal(tmp_path, {"site.yml": site}))
    assert built.code == 1 or "/portalmailto:" not in built.text("index.html")


def test_a_portal_without_home_platform_streets_and_catalogs_still_builds(tmp_path: Path) -> None:
    files = {
        "site.yml": SITE.replace("[zh-Hans, zh-Hant-HK, en]", "[zh-Hans]"), "catalogs/streets.yml": None, "catalogs/fields.yml": None,
        "catalogs/fields/clinics.yml": None,
        "content/policies/2026/subsidy.md": SUBSIDY.replace("entries: [clinics-01]\n", ""),
    }  # fmt: skip
    built = build(portal(tmp_path, files))
    assert built.code == 0 and built.has("streets/index.html"), built.err


def test_a_portal_without_any_document_still_builds(tmp_path: Path) -> None:
    files = {path: None for path in DEFAULTS if path.startswith("content/")}
    built = build(portal(tmp_path, {**files, "site.yml": SITE + HOME}))
    assert built.code == 0 and built.has("news/index.html"), built.err
