"""What an editor changes between two builds (编辑): each change with the page that must show it afterwards.

A build that does not show the change has not done the work, so its time counts for nothing.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path


class Unseen(Exception):
    """A page does not show what was written."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A file below the output folder, and words that it must hold."""

    path: str
    words: str

    def check(self, out: Path) -> None:
        """Raises: Unseen."""
        file = out / self.path
        if not file.is_file() or self.words not in file.read_text(encoding="utf-8"):
            raise Unseen(f"{file} does not show {self.words!r}")


@dataclass(frozen=True, slots=True)
class Site:
    """A site of `documents` documents for one generator, `target`."""

    folder: Path
    target: str
    documents: int

    def document(self, place: int) -> Path:
        """One document; the same one in every site, for the same place."""
        number = place * 7919 % self.documents
        return next(self.folder.glob(f"content/policies/*/*/document-{number:06}.md"))

    def page(self, document: Path) -> str:
        """The page of a document, below the output folder."""
        return f"{document.relative_to(self.folder / 'content').with_suffix('').as_posix()}/index.html"


def nothing(site: Site, mark: str) -> tuple[Shown, ...]:
    return ()


def times(site: Site, mark: str) -> tuple[Shown, ...]:
    """Every file gets a new time, as in a fresh checkout (重新检出)."""
    for path in site.folder.rglob("*"):
        if path.is_file() and path.relative_to(site.folder).parts[0] in SOURCES:
            os.utime(path)
    return ()


def body(site: Site, mark: str, place: int = 1) -> tuple[Shown, ...]:
    """A sentence more in one text."""
    path = site.document(place)
    words = f"补一句话：自{mark}起，可以到窗口咨询。"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{words}\n", encoding="utf-8", newline="\n")
    return (Shown(site.page(path), words),)


def title(site: Site, mark: str) -> tuple[Shown, ...]:
    path = site.document(2)
    _replace(path, r'^title: "', f'title: "{mark}：')
    return (Shown(site.page(path), f"{mark}："),)


def new(site: Site, mark: str) -> tuple[Shown, ...]:
    """One more document, of yesterday: another one's text under a title of its own, without the numbers that no two may share and the day it ended."""
    path = site.document(3)
    text = re.sub(r"^(document_number|index_number|expires): .*\n", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    text = re.sub(r'^title: "', f'title: "{mark}：', text, count=1, flags=re.MULTILINE)
    yesterday = (datetime.now(UTC) - timedelta(days=1)).date().isoformat()
    text = re.sub(r"^(published|formed|date): .*", rf"\1: {yesterday}", text, flags=re.MULTILINE)
    added = path.with_name(f"added-{mark}.md")
    added.write_text(text, encoding="utf-8", newline="\n")
    return (Shown(site.page(added), f"{mark}："),)


def template(site: Site, mark: str) -> tuple[Shown, ...]:
    """An attribute more in the template of every document; a comment would not do, since Hugo leaves comments out."""
    attribute = f'data-measured="{mark}"'
    _replace(site.folder / TEMPLATES[site.target], r"<h1", f"<h1 {attribute}")
    return (Shown(site.page(site.document(4)), attribute),)


def row(site: Site, mark: str) -> tuple[Shown, ...]:
    """Another name for one row of a catalog (目录的一行)."""
    if site.target == "sitegen":
        _replace(site.folder / "catalogs/fields/field-01.yml", r"subitem: 事项", f"subitem: {mark}事项")
        return (Shown("catalogs/fields/field-01/index.html", f"{mark}事项"),)
    file = site.folder / "data/rows.json"
    rows = json.loads(file.read_text(encoding="utf-8"))
    rows[0]["subitem"] = f"{mark}{rows[0]['subitem']}"
    file.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    return (Shown("catalogs/index.html", f"{mark}事项"),)


SOURCES = ("content", "catalogs", "themes", "layouts", "data", "site.yml", "hugo.toml")
TEMPLATES = {"sitegen": "themes/default/templates/policy.html", "hugo": "layouts/page.html"}
EDITS: dict[str, Callable[[Site, str], tuple[Shown, ...]]] = {
    "nothing": nothing, "times": times, "body": body, "title": title, "new": new, "template": template, "row": row,
}  # fmt: skip
"""In the order in which they follow a cold build."""


def _replace(path: Path, pattern: str, words: str) -> None:
    """Raises: Unseen, where there is nothing to replace."""
    text, count = re.subn(pattern, lambda _: words, path.read_text(encoding="utf-8"), count=1, flags=re.MULTILINE)
    if not count:
        raise Unseen(f"{path} holds no {pattern}")
    path.write_text(text, encoding="utf-8", newline="\n")
