"""The built tree (已生成的网站): what may be asked for, and nothing else that lies on the disk."""

import json
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from sitegen.outputs import MANIFEST

HOST_FILES = frozenset({"_headers", "_redirects"})
"""Read by hosts, never sent by them."""
_SAFE = "/:?#[]@!$&'()*+,;=%-._~"


@dataclass(frozen=True, slots=True)
class File:
    """A path of the manifest."""

    path: str


@dataclass(frozen=True, slots=True)
class Moved:
    """Another address (301)."""

    to: str


@dataclass(frozen=True, slots=True)
class Tree:
    """One state of the site, as its manifest lists it."""

    folder: Path
    base: str
    """What stands before every address: "" or "/portal"."""
    digests: Mapping[str, str]
    """Of every file that may be sent, by path."""
    moved: Mapping[str, str]
    """New addresses by old ones."""
    newer: Mapping[str, bytes] = field(default_factory=dict)
    """Pages that were made since, by path: what stands in the folder is behind them."""

    def find(self, asked: str) -> File | Moved | None:
        """What stands at a decoded address. The name must be in the manifest letter for letter, so nothing can be reached beside it."""
        if asked.startswith(f"{self.base}/"):
            path = asked.removeprefix(f"{self.base}/")
            name = f"{path}index.html" if path.endswith("/") or not path else path
            if name in self.digests:
                return File(name)
            if f"{path}/index.html" in self.digests:
                return Moved(f"{self.base}/{quote(path)}/")
        elif asked in ("/", self.base):
            return Moved(f"{self.base}/")
        for old in (asked, asked.rstrip("/"), f"{asked}/"):
            if old in self.moved:
                return Moved(quote(self.moved[old], safe=_SAFE))
        return None

    def read(self, path: str) -> bytes | None:
        """The bytes of a path of the manifest; None where there is no such plain file any more."""
        if path in self.newer:
            return self.newer[path]
        place = self.folder / path
        if os.path.realpath(place) != str(place):
            return None
        try:
            handle = os.open(place, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        except OSError:
            return None
        with open(handle, "rb") as file:
            return file.read() if stat.S_ISREG(os.fstat(handle).st_mode) else None


def load(folder: Path, base: str) -> Tree | None:
    """The tree that a build left in `folder`; None where there is none."""
    folder = folder.resolve()
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        redirects = (folder / "_redirects").read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError):
        return None
    moved = {parts[0]: parts[1] for line in redirects if len(parts := line.split()) >= 2}
    return Tree(folder, base, {path: digest for path, digest in manifest.items() if _may_be_sent(path)}, moved)


def _may_be_sent(path: str) -> bool:
    return path not in HOST_FILES and not any(part.startswith(".") and part != ".well-known" for part in path.split("/"))
