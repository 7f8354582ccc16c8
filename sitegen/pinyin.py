"""Pinyin (拼音): where a Chinese name stands in a directory by letters."""

from functools import cache


@cache
def initial(name: str) -> str:
    """Latin initial of a Chinese name's pinyin, # where there is none."""
    from pypinyin import Style, lazy_pinyin

    first = (lazy_pinyin(name[:1], style=Style.NORMAL) or [""])[0][:1].upper()
    return first if "A" <= first <= "Z" else "#"
