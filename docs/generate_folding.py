#!/usr/bin/env python3
"""Make the table of Traditional characters (繁简字表): `python3 docs/generate_folding.py`, with `--check` to compare only.

Writes sitegen/folded.py from OpenCC's tables, which take longer to load than a text takes to
be read. Run it when requirements.txt names another OpenCC.
"""

import sys
from pathlib import Path

from made import bring

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "sitegen" / "folded.py"

try:
    from opencc import OpenCC
except ImportError:
    sys.exit(
        "请先运行 python3 build.py，再用 .venv/bin/python docs/generate_folding.py。\n"
        "Run python3 build.py first, then .venv/bin/python docs/generate_folding.py."
    )

BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x2A6E0))
"""Han characters that the tables know."""
HONG_KONG = dict(zip("綫裏衞説啓峯羣牀麪粧鈎鷄竈緑癡鏽麽祕", "线里卫说启峰群床面妆钩鸡灶绿痴锈么秘", strict=True))
"""Shapes that Hong Kong writes and the tables may leave alone."""
PER_LINE = 38
"""Pairs that fill a line of 160 cells."""
HEAD = '''\
"""Traditional characters with their Simplified ones (繁简字表): made by `python3 docs/generate_folding.py` from OpenCC's tables; do not edit."""

PAIRS = (
'''


def folding() -> dict[str, str]:
    """Traditional character -> Simplified, one to one; a value is never itself folded."""
    characters = [chr(code) for block in BLOCKS for code in block]
    folded = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    pairs = {a: b for a, b in zip(characters, folded, strict=True) if a != b and len(b) == 1} | HONG_KONG
    return {a: pairs.get(b, b) for a, b in sorted(pairs.items()) if pairs.get(b, b) != a}


def module() -> str:
    pairs = [a + b for a, b in folding().items()]
    lines = ("".join(pairs[at : at + PER_LINE]) for at in range(0, len(pairs), PER_LINE))
    return HEAD + "".join(f'    "{line}"\n' for line in lines) + ')\n"""A Traditional character and its Simplified one, and so on, by code point."""\n'


if __name__ == "__main__":
    sys.exit(bring({FILE: module()}, sys.argv[1:]))
