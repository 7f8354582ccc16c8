"""Starting from nothing: an old Python, a bare one, one without a network."""

import ast
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.portals import ROOT, plain_theme, portal

CODE = ("build.py", "requirements.txt", "requirements-dev.txt", "sitegen")


def checkout(folder: Path) -> Path:
    """A copy of the program and a small portal."""
    folder.mkdir(exist_ok=True)
    for name in CODE:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    portal(folder)
    plain_theme(folder)
    return folder


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python without any package."""
    folder = tmp_path_factory.mktemp("bare") / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder / "bin/python"


def offline() -> dict[str, str]:
    """An environment in which every package index is a closed door of this machine."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        port = door.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "VIRTUAL_ENV", "UV_")) and "proxy" not in name.lower()}
    index = f"http://127.0.0.1:{port}/simple"
    return kept | {"PIP_INDEX_URL": index, "PIP_CONFIG_FILE": os.devnull, "PIP_NO_CACHE_DIR": "1", "PIP_RETRIES": "0", "PIP_DEFAULT_TIMEOUT": "2"}


@pytest.mark.parametrize("name", ["build.py", "sitegen/bootstrap.py", "sitegen/__init__.py"])
def test_what_an_old_python_reads_has_no_newer_syntax(name: str) -> None:
    ast.parse((ROOT / name).read_text(encoding="utf-8"), feature_version=(3, 8))


@pytest.mark.parametrize("name", ["build.py", "sitegen/bootstrap.py", "sitegen/__init__.py"])
def test_what_an_old_python_reads_needs_the_standard_library_only(name: str) -> None:
    for node in ast.parse((ROOT / name).read_text(encoding="utf-8")).body:
        names = [a.name for a in node.names] if isinstance(node, ast.Import) else [node.module or ""] if isinstance(node, ast.ImportFrom) else []
        assert all(n.split(".")[0] in sys.stdlib_module_names for n in names)


def test_a_bare_python_without_a_network_says_so_in_both_languages(bare: Path, tmp_path: Path) -> None:
    root = checkout(tmp_path)
    done = subprocess.run([str(bare), "build.py"], cwd=root, env=offline(), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 3 and "Traceback" not in done.stderr + done.stdout
    *_, zh, en = done.stderr.strip().splitlines()
    assert "联网" in zh and "network" in en and not (root / "dist").exists()
    assert not list((root / ".venv").glob("*.installed")), "the next try must not take this environment for a whole one"


def test_a_python_that_has_the_packages_makes_no_environment(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    done = subprocess.run([sys.executable, "build.py", "--as-of", "2026-11-22"], cwd=root, env=offline(), capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert not (root / ".venv").exists() and (root / "dist/index.html").is_file()


def test_the_build_runs_from_any_folder(tmp_path: Path) -> None:
    root = checkout(tmp_path / "portal")
    done = subprocess.run([sys.executable, str(root / "build.py"), "--root", "portal", "--as-of", "2026-11-22"], cwd=tmp_path, capture_output=True)
    assert done.returncode == 0 and (root / "dist/index.html").is_file()


def help_text(*words: str) -> str:
    done = subprocess.run(
        [sys.executable, str(ROOT / "build.py"), *words], capture_output=True, text=True, encoding="utf-8", env={**os.environ, "COLUMNS": "100"}
    )
    assert done.returncode == 0 and done.stderr == ""
    return done.stdout


@pytest.mark.parametrize("word", ["--help", "-h"])
def test_help_lists_the_commands_in_both_languages(word: str) -> None:
    text = help_text(word)
    listed = re.findall(r"^  ([a-z]+)  ", text.split("Commands:")[1], re.MULTILINE)
    assert {"build", "test"} <= set(listed) and "生成网站" in text and "build the site" in text


def test_help_fits_a_terminal_and_breaks_no_line_of_the_examples() -> None:
    text = help_text("--help")
    assert "      python3 build.py test" in text or "python3 build.py test " in text
    assert all(sum(2 if ord(c) > 0x2E80 else 1 for c in line) <= 160 for line in text.splitlines())


@pytest.mark.parametrize("command", ["build", "test"])
def test_every_option_is_explained_in_both_languages(command: str) -> None:
    text = help_text(command, "--help")
    assert re.search(r"[\u4e00-\u9fff]", text)
    for option in re.split(r"\n  (?=-)", text.split("Options:")[1])[1:]:
        assert re.search(r"[\u4e00-\u9fff]", option) or "--help" in option, option


def test_the_version_is_one_line() -> None:
    assert re.fullmatch(r"sitegen \d+\.\d+\.\d+ \(Python [\d.]+\)\n", help_text("--version"))


def test_the_tests_refuse_to_run_without_a_checkout(tmp_path: Path) -> None:
    root = checkout(tmp_path)
    done = subprocess.run([sys.executable, "build.py", "test"], cwd=root, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 2 and "checkout" in done.stderr
