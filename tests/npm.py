"""Checkers that come from npm: installed from the lock file when a test first asks for one."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.once import alone

HERE = Path(__file__).resolve().parent


class Missing(Exception):
    """The package cannot be had here; the message says which command would bring it."""


def package(name: str, home: Path = HERE) -> Path:
    """The folder of an npm package in exactly the version of `home`/package.json.

    Raises: Missing.
    """
    wanted = json.loads((home / "package.json").read_text(encoding="utf-8"))["devDependencies"][name]
    folder = home / "node_modules" / name
    with alone(home / "package.json"):
        if _version(folder) != wanted:
            _install(home)
    if _version(folder) != wanted:
        raise Missing(f"{name} {wanted} is not installed; run: {_command(home)}")
    return folder


def _command(home: Path) -> str:
    return f"npm ci --prefix {home.relative_to(HERE.parent)}"


def _version(folder: Path) -> str | None:
    try:
        found = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None
    return str(found)


def _install(home: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Missing(f"npm is missing; install Node.js (apt-get install nodejs npm / brew install node), then run: {_command(home)}")
    # No script of a package is run: what the tests need is in the packages themselves.
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=home, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"npm could not install the checkers, most likely for want of a network; run: {_command(home)}")
