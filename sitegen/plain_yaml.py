"""A shortcut for plain front matter (普通文件信息): libyaml tells of every scalar with five objects; most lines are a key and a few words.

Lines like `unit: culture`, `title: "…"` and `topics: [topic-11, topic-12]` are read here, if there are no
others. Whatever else a text holds, libyaml reads the whole; `tests/unit/test_plain_yaml.py` holds both ways to each other.
"""

import re
from typing import Any

from sitegen.document import Mark

_LETTER = r"0-9A-Za-z\u3400-\u4dbf\u4e00-\u9fff"
_SIGN = r"_.()/+%=;@~\-\u00b7\u2010-\u2015\u2018-\u201f\u2026\u3001-\u303f\uff01-\uff5e"
"""Of what is neither letter nor space, that which means nothing to YAML inside of a value, and is seen."""
_ITEM = rf"[{_LETTER}](?:[{_LETTER}{_SIGN} ]*[{_LETTER}{_SIGN}])?"
_PLAIN = rf"[{_LETTER}\u2018\u201c\u3008-\u3010\u3014\uff08](?:(?:[{_LETTER}{_SIGN} ,'!?&*]|:(?=[{_LETTER}/]))*[{_LETTER}{_SIGN},'!?])?"
_LINE = re.compile(
    rf'([a-z][a-z0-9_]{{0,40}}): (?:({_PLAIN})|"([{_LETTER}{_SIGN} ,:#\[\]{{}}&*!?|<>\']+)"|\[({_ITEM}(?:, {_ITEM})*)\])'
)

Marks = dict[tuple[str | int, ...], Mark]


def plain_tree(text: str, first_line: int) -> tuple[dict[str, Any], Marks, Marks] | None:
    """The tree of a YAML text with one value on each line, and the places of its keys and values, in order; None for any other text."""
    lines = text.split("\n")
    if lines.pop() or not lines:
        return None
    tree: dict[str, Any] = {}
    keys: Marks = {}
    values: Marks = {(): Mark(first_line, 1)}
    for number, line in enumerate(lines, first_line):
        found = _LINE.fullmatch(line)
        if found is None:
            return None
        key, plain, quoted, items = found.groups()
        if key in tree:
            return None
        column = len(key) + 3
        keys[key,], values[key,] = Mark(number, 1), Mark(number, column)
        if items is None:
            tree[key] = plain or quoted
        else:
            tree[key] = several = items.split(", ")
            column += 1
            for place, item in enumerate(several):
                values[key, place] = Mark(number, column)
                column += len(item) + 2
    return tree, keys, values
