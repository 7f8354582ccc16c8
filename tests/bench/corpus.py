#!/usr/bin/env python3
"""A portal of N policy documents made from a folder of Markdown legal texts (基准语料).

    python3 tests/bench/corpus.py SRC OUT -n N [--rows N] [--seed TEXT] [--target hugo|eleventy|pelican]

Every document takes a run of real paragraphs from the texts below SRC; its length follows a
heavy-tailed distribution with a median of about 5 KB, and about one in six holds a table.
Document i depends on SRC, seed, the number of catalog rows and i alone, so the first 1,000 of
10,000 are the portal of 1,000, byte for byte. With --target the same documents become the site of
another generator, with layouts of its own. Standard library only.
"""

import argparse
import hashlib
import math
import random
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent))
from registers import FIELDS, ROWS, TOPICS, UNITS, rows_of, write
from targets import LAYOUTS, TARGETS, Paper, ours

T = TypeVar("T")
YEARS = dict(zip(range(2015, 2026), (3, 4, 5, 7, 9, 11, 12, 13, 13, 12, 11), strict=True))
FORMS = ("印发《{}》的通知", "《{}》的通告", "贯彻落实《{}》的实施意见", "《{}》实施细则的通知", "修订《{}》的决定", "开展《{}》执行情况检查的通知")
KEYWORDS = ("营商环境", "专项资金", "人才引进", "住房保障", "义务教育", "社会救助", "城市更新", "垃圾分类", "安全生产", "食品安全", "预算公开", "行政许可")
ITEM = re.compile(r"[（(][一二三四五六七八九十百]+[）)]\s*")
ARTICLE = re.compile(r"(第[一二三四五六七八九十百零〇千]+条(?:之[一二三四五六七八九十]+)?)[\s　]+")
Source = tuple[str, list[str]]


class Draw:
    """Random choices that are the same on every Python: built on `random()` alone."""

    def __init__(self, key: str) -> None:
        self.next = random.Random(int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")).random

    def below(self, n: int) -> int:
        return int(self.next() * n)

    def one(self, items: Sequence[T]) -> T:
        return items[self.below(len(items))]

    def weighted(self, weights: dict[T, int]) -> T:
        rest = self.next() * sum(weights.values())
        for item, weight in weights.items():
            rest -= weight
            if rest < 0:
                return item
        return next(iter(weights))

    def size(self) -> int:
        """Bytes of a text: log-normal, median 4,200, between 700 and 160,000."""
        normal = math.sqrt(-2 * math.log(max(self.next(), 1e-12))) * math.cos(2 * math.pi * self.next())
        return max(700, min(int(4200 * math.exp(0.92 * normal)), 160_000))


def sources(folder: Path) -> list[Source]:
    """Name and paragraphs of each text below a folder, in order of path."""
    found = []
    for path in sorted(folder.rglob("*.md"), key=lambda p: p.relative_to(folder).as_posix().encode()):
        if path.name.startswith(("_", ".")):
            continue
        text = path.read_text(encoding="utf-8", errors="replace").split("<!-- INFO END -->", 1)[-1]
        text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
        blocks = ["\n".join(line.strip() for line in b.split("\n") if line.strip()) for b in re.split(r"\n\s*\n", text)]
        blocks = [b for b in blocks if b and not b.startswith(("# ", "```", "|", "<", "---"))]
        if len(blocks) >= 8:
            found.append((re.sub(r"[(（]\d{4}-\d{2}-\d{2}[)）]$", "", path.stem).strip(), blocks))
    if not found:
        sys.exit(f"corpus.py: no usable Markdown texts below {folder}")
    return found


def paragraphs(draw: Draw, texts: list[Source], first: Source, size: int) -> Iterator[str]:
    """Paragraphs of about `size` bytes in all; runs of （一）… become ordered lists."""
    _, blocks = first
    place = draw.below(max(1, len(blocks) - 6))
    table_after = draw.below(size) if draw.next() < 0.16 else None
    written, items = 0, list[str]()
    while written < size:
        if place >= len(blocks):
            _, blocks = draw.one(texts)
            place = 0
        block = blocks[place]
        place += 1
        item = ITEM.match(block)
        if item and "\n" not in block and len(block) < 400:
            items.append(block[item.end() :])
            written += len(items[-1].encode())
            continue
        if items:
            yield "\n".join(f"{n}. {text}" for n, text in enumerate(items, 1))
            items = []
        if block.startswith("#"):
            title = block.lstrip("#").strip().split("\n")[0]
            block = f"{'##' if '章' in title or '编' in title else '###'} {title}"
        elif article := ARTICLE.match(block):
            block = f"**{article[1]}** {block[article.end() :]}"
        written += len(block.encode())
        yield block
        if table_after is not None and written >= table_after:
            table_after = None
            yield table(draw)
    if items:
        yield "\n".join(f"{n}. {text}" for n, text in enumerate(items, 1))


def table(draw: Draw) -> str:
    rows = "\n".join(
        f"| {n} | {draw.one(KEYWORDS)} | {draw.one(UNITS)[1]} | {1 + draw.below(30)}个工作日 | {draw.below(900)}.{draw.below(100):02} |"
        for n in range(1, 5 + draw.below(14))
    )
    return f"| 序号 | 事项名称 | 责任单位 | 办理时限 | 金额（万元） |\n| --- | --- | --- | ---: | ---: |\n{rows}"


def paper(number: int, seed: str, texts: list[Source], rows: int) -> Paper:
    """One document of a portal with `rows` catalog rows."""
    draw = Draw(f"{seed}:{number}")
    source = draw.one(texts)
    unit, name = draw.weighted({u: 60 // (n + 4) + 4 for n, u in enumerate(UNITS)})
    year = draw.weighted(YEARS)
    formed = date(year, 1 + draw.below(12), 1 + draw.below(28))
    published = formed + timedelta(days=1 + draw.below(20))
    title = f"{name}关于{draw.one(FORMS).format(source[0][:40])}"
    topics = tuple(sorted({1 + draw.below(len(TOPICS)) for _ in range(1 + draw.below(2))}))
    expires = date(year + 3, 12, 31) if draw.next() < 0.18 else None
    field = 1 + draw.below(FIELDS)
    entry = f"field-{field:02}-{1 + draw.below(rows_of(field, rows)):02}"
    keyword = draw.one(KEYWORDS)
    body = "\n\n".join(("各有关单位：", *paragraphs(draw, texts, source, draw.size()), f"{name}  \n{formed.year}年{formed.month}月{formed.day}日"))
    return Paper(
        number, title, unit, name, published, formed, year, topics, entry, keyword,
        f"测{name[:2]}规〔{year}〕{number + 1}号", f"11000000BENCH0001X/{year}-{number:05}", expires, body,
    )  # fmt: skip


def document(number: int, seed: str, texts: list[Source], rows: int) -> tuple[str, str]:
    """Path below the portal and text of one document of a portal with `rows` catalog rows."""
    made = paper(number, seed, texts, rows)
    return f"content/{made.place}.md", ours(made)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="SRC", help="folder of Markdown legal texts")
    parser.add_argument("out", type=Path, metavar="OUT", help="empty or missing folder")
    parser.add_argument("-n", type=int, default=1000, help="number of documents")
    parser.add_argument("--rows", type=int, default=FIELDS * ROWS, metavar="N", help=f"number of catalog rows, at least {FIELDS} (default: %(default)s)")
    parser.add_argument("--seed", default="2026")
    parser.add_argument("--target", choices=tuple(TARGETS), default="sitegen", help="the generator that the site is for (default: %(default)s)")
    chosen = parser.parse_args()
    if chosen.rows < FIELDS:
        parser.error(f"--rows must be at least {FIELDS}, one for each field")
    if chosen.out.exists() and any(chosen.out.iterdir()):
        parser.error(f"{chosen.out} is not empty")
    texts = sources(chosen.source)
    target = TARGETS[chosen.target]
    if (LAYOUTS / chosen.target).is_dir():
        shutil.copytree(LAYOUTS / chosen.target, chosen.out, dirs_exist_ok=True)
    target.registers(chosen.out, chosen.rows)
    for number in range(chosen.n):
        made = paper(number, chosen.seed, texts, chosen.rows)
        write(chosen.out / f"content/{made.place}.md", target.text(made))
    print(f"{chosen.n} documents in {chosen.out}")


if __name__ == "__main__":
    main()
