"""`serve` at the keyboard: what it says, what it refuses, how it stops."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from sitegen.serve.answering import why_not
from sitegen.serve.running import address
from tests.portals import ROOT, build, document, plain_theme, portal, put, tree
from tests.serve.preview import DEADLINE, Preview, previewing


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = portal(tmp_path)
    plain_theme(root)
    return root


def refused(root: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    """A server that does not come to serve."""
    command = [sys.executable, str(ROOT / "build.py"), "serve", "--root", str(root), *options]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=DEADLINE)


def test_it_says_where_to_look_and_how_to_stop(root: Path) -> None:
    with previewing(root) as preview:
        assert preview.told[0] == f"打开 / open  http://localhost:{preview.port}/   （按 Ctrl-C 停止 / Ctrl-C stops）"
        assert "第一次生成 first build" in preview.told[-1] and "个网页" in preview.told[-1] and "pages" in preview.told[-1]


def test_a_save_is_one_line_with_the_file_pages_and_seconds(root: Path) -> None:
    with previewing(root) as preview:
        before = len(preview.told)
        preview.save("content/notices/2026/closing.md", document("停诊通知"))
        line = preview.built()
        assert len(preview.told) == before + 1
        assert all(words in line for words in ("content/notices/2026/closing.md", "个网页", "个文件有变化", "秒", "个警告", " s, "))


def test_the_interrupt_that_it_asks_for_is_a_good_end(root: Path) -> None:
    with previewing(root) as preview:
        with preview.page("/").stream():
            assert preview.end() == 0
        assert preview.told[-1] == "已停止。stopped"
        assert not [line for line in preview.told if "Traceback" in line]


def test_an_interrupt_in_the_middle_of_a_build_is_a_good_end_too(root: Path) -> None:
    preview = Preview(root)
    preview.line("parse ")
    assert preview.end() == 0 and preview.told[-1] == "已停止。stopped"
    assert build(root).code == 0


def test_it_leaves_what_is_published_alone_and_keeps_its_tree_to_itself(root: Path) -> None:
    built = build(root)
    before = tree(built.dist)
    with previewing(root) as preview:
        preview.save("content/notices/2026/closing.md", document("停诊通知"))
        preview.built()
    assert tree(built.dist) == before
    assert {path.name for path in root.iterdir()} == {"catalogs", "content", "themes", "site.yml", "dist", ".dist.lock", ".sitegen"}


def test_a_folder_without_a_portal_is_wrong_use(tmp_path: Path) -> None:
    done = refused(tmp_path)
    assert done.returncode == 2 and "site.yml" in done.stderr and "--root" in done.stderr


def test_a_port_in_use_is_one_sentence(root: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = refused(root, "-p", str(port))
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1
    assert f"端口 {port} 已被占用" in done.stderr and f"port {port} is in use" in done.stderr


def test_a_port_that_needs_permission_is_one_sentence() -> None:
    words = why_not(PermissionError(13, "Permission denied"), "127.0.0.1", 80)
    assert "没有权限使用端口 80" in words and "no permission to use port 80" in words


def test_an_address_of_another_machine_is_one_sentence(root: Path) -> None:
    done = refused(root, "--bind", "192.0.2.1", "-p", "0")
    assert done.returncode == 3 and len(done.stderr.splitlines()) == 1 and "192.0.2.1" in done.stderr


def test_a_port_that_cannot_be_is_wrong_use(root: Path) -> None:
    assert refused(root, "-p", "70000").returncode == 2


def test_a_second_preview_of_the_same_portal_is_refused(root: Path) -> None:
    with previewing(root):
        done = refused(root, "-p", "0")
    assert done.returncode == 3 and "已经有一个预览" in done.stderr and "already running" in done.stderr


def test_a_portal_where_nothing_can_be_written_is_one_sentence(root: Path) -> None:
    put(root, ".sitegen", "a file where a folder should be")
    done = refused(root, "-p", "0")
    assert done.returncode == 3 and ".sitegen" in done.stderr and "Traceback" not in done.stderr


def test_a_link_in_place_of_the_servers_own_folder_is_refused(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    (root / ".sitegen").symlink_to(tmp_path_factory.mktemp("elsewhere"))
    done = refused(root, "-p", "0")
    assert done.returncode == 3 and "链接" in done.stderr and not any((root / ".sitegen").iterdir())


def test_other_addresses_than_this_machine_come_with_a_warning(root: Path) -> None:
    with previewing(root, "--bind", "0.0.0.0") as preview:
        assert "others on this network" in preview.told[1]
        assert preview.get("/", Host=f"192.168.0.9:{preview.port}").status == 200
        assert preview.get("/", Host=f"evil.example:{preview.port}").status == 403


def test_this_machine_alone_comes_without_one(root: Path) -> None:
    with previewing(root) as preview:
        assert not [line for line in preview.told if "network" in line]


@pytest.mark.parametrize(
    ("bind", "shown"),
    [("127.0.0.1", "localhost"), ("::1", "localhost"), ("0.0.0.0", "localhost"), ("desk.example", "desk.example"), ("fd00::1", "[fd00::1]")],
)
def test_the_address_is_one_to_type(bind: str, shown: str) -> None:
    assert address(bind, 8000) == f"http://{shown}:8000/"


def test_the_help_tells_every_option_in_both_languages() -> None:
    done = subprocess.run([sys.executable, str(ROOT / "build.py"), "serve", "--help"], capture_output=True, text=True, encoding="utf-8")
    assert all(option in done.stdout for option in ("--root", "--port", "--bind", "--open", "--no-reload", "--as-of", "--workers"))
    assert "预览" in done.stdout and "Preview" in done.stdout
