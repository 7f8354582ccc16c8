#!/usr/bin/env python3
"""A portal of whole legal texts (法律文本原文): every text below SRC as one policy document.

    python3 tests/bench/laws.py SRC OUT

Title, dated history and the INFO END marker become front matter; `_index.md` files, which
hold no text, are left out. Standard library only.
"""

import argparse
import hashlib
import re
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from corpus import ARTICLE
from registers import TOPICS, UNITS, write_registers
from targets import quoted

DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")
NAMED_DAY = re.compile(r"[(（](\d{4})-(\d{2})-(\d{2})[)）]$")
MARKER = "<!-- INFO END -->"


def document(path: Path, folder: Path) -> tuple[str, str]:
    """Path below the portal and text of one law."""
    name = path.relative_to(folder).as_posix()
    head, _, body = path.read_text(encoding="utf-8").partition(MARKER)
    lines = [line.strip() for line in head.splitlines() if line.strip()]
    title = " ".join(line.lstrip("#").strip() for line in lines if line.startswith("#")) or path.stem
    history = [line for line in lines if not line.startswith("#")]
    formed, effective = dates(history, path.stem)
    key = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")
    past = "".join(f"- {line}\n" for line in history)
    header = (
        f"---\ntitle: {quoted(title[:200])}\nunit: {UNITS[key % len(UNITS)][0]}\npublished: {formed}\nformed: {formed}\n"
        f"topics: [topic-{1 + key % len(TOPICS):02}]\n" + (f"effective: {effective}\n" if effective else "") + "---\n\n"
    )
    text = (f"{past}\n" if past else "") + "\n".join(emphasised(line) for line in body.strip().splitlines()) + "\n"
    return f"content/policies/{formed.year}/law-{key:020d}.md", header + text


def dates(history: list[str], stem: str) -> tuple[date, date | None]:
    """The day of the last version, and the day it came into force if that is told."""
    formed = effective = None
    for line in history:
        for found in DAY.finditer(line):
            day = date(*map(int, found.groups()))
            if "施行" in line[found.end() : found.end() + 12]:
                effective = day
            else:
                formed = max(day, formed) if formed else day
    if named := NAMED_DAY.search(stem):
        formed = date(*map(int, named.groups()))
    formed = formed or effective or date(1949, 10, 1)
    return formed, effective if effective and effective >= formed else None


def emphasised(line: str) -> str:
    article = ARTICLE.match(line)
    return f"**{article[1]}**　{line[article.end() :]}" if article else line


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="SRC", help="folder of Markdown legal texts")
    parser.add_argument("out", type=Path, metavar="OUT", help="empty or missing folder")
    chosen = parser.parse_args()
    if chosen.out.exists() and any(chosen.out.iterdir()):
        parser.error(f"{chosen.out} is not empty")
    write_registers(chosen.out)
    count = 0
    for path in sorted(chosen.source.rglob("*.md")):
        if path.name.startswith("_"):
            continue
        place, text = document(path, chosen.source)
        target = chosen.out / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        count += 1
    print(f"{count} documents in {chosen.out}")


if __name__ == "__main__":
    main()
