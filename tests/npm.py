"""Checkers that come from npm: installed from the lock file when a test first asks for one."""

import json
import shutil
import subprocess
from pathlib import Path

from tests.once import alone

HERE = Path(__file__).resolve().parent
COMMAND = "npm ci --prefix tests"


class Missing(Exception):
    """The package cannot be had here; the message says which command would bring it."""


def package(name: str) -> Path:
    """The folder of an npm package in exactly the version of package.json.

    Raises: Missing.
    """
    wanted = json.loads((HERE / "package.json").read_text(encoding="utf-8"))["devDependencies"][name]
    folder = HERE / "node_modules" / name
    with alone(HERE / "package.json"):
        if _version(folder) != wanted:
            _install()
    if _version(folder) != wanted:
        raise Missing(f"{name} {wanted} is not installed; run: {COMMAND}")
    return folder


def _version(folder: Path) -> str | None:
    try:
        found = json.loads((folder / "package.json").read_text(encoding="utf-8"))["version"]
    except FileNotFoundError:
        return None
    return str(found)


def _install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise Missing(f"npm is missing; install Node.js (apt-get install nodejs npm / brew install node), then run: {COMMAND}")
    # No script of a package is run: what the tests need is in the packages themselves.
    done = subprocess.run([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=HERE, capture_output=True, text=True)
    if done.returncode:
        raise Missing(f"npm could not install the checkers, most likely for want of a network; run: {COMMAND}")
