"""Names of clauses (条文编号) -> ids on a page: 第十二条, 第三条之一, （四）."""

import re
from functools import lru_cache

from markdown_it.token import Token

ITEM = re.compile(r"（([一二三四五六七八九十百]{1,5})）")
_ARTICLE = re.compile(r"第([〇零一二三四五六七八九十百千]{1,9})[條条](?:之([一二三四五六七八九十]))?")
_DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}
_PLACES = {"十": 10, "百": 100, "千": 1000}


@lru_cache(1024)
def article_anchor(words: str) -> str | None:
    """第十二条 -> `article-12`, 第十二条之一 -> `article-12-1`; None for other words."""
    match = _ARTICLE.fullmatch(words)
    if not match:
        return None
    more = f"-{number(match[2])}" if match[2] else ""
    return f"article-{number(match[1])}{more}"


def clause_anchor(words: str) -> str | None:
    """The id of a clause by its name: 第十二条 -> `article-12`, （十二） -> `item-12`; None for other words."""
    item = ITEM.fullmatch(words)
    return f"item-{number(item[1])}" if item else article_anchor(words)


def article_id(children: list[Token]) -> str | None:
    """`article-12` for a paragraph that begins with a bold 第十二条."""
    if len(children) < 3 or children[0].type not in ("text", "strong_open"):
        return None
    first = next((t for t in children[:3] if t.type == "text" and t.content.strip()), None)
    if first is None or (children[0].type == "text" and children[0].content.strip()):
        return None
    return article_anchor(first.content.strip())


def number(words: str) -> int:
    """A Chinese numeral below ten thousand."""
    total, digit = 0, 0
    for c in words:
        if c in _DIGITS:
            digit = _DIGITS[c]
        else:
            total += max(digit, 1) * _PLACES[c]
            digit = 0
    return total + digit
