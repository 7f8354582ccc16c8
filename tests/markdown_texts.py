"""Markdown to hold two readers to each other: the specification's examples, legal texts, and texts that hypothesis makes."""

import os
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

from hypothesis import strategies as st

from tests.portals import ROOT

LAWS = Path(os.environ.get("LAWS", ROOT.parent / "shared" / "data" / "laws.tar.xz"))
"""An archive of Chinese laws in Markdown; it is no part of the repository."""


def spec_examples(spec: Path) -> list[str]:
    """The Markdown of every example of the CommonMark specification; `spec` is the folder of the npm package."""
    text = (spec / "spec.txt").read_text(encoding="utf-8").replace("→", "\t")
    return re.findall(r"^`{32} example\n(.*?)^\.\n.*?^`{32}$", text, re.MULTILINE | re.DOTALL)


def legal_texts() -> Iterator[str]:
    with tarfile.open(LAWS) as archive:
        for member in archive:
            file = archive.extractfile(member) if member.name.endswith(".md") else None
            if file is not None:
                yield file.read().decode()


_WORDS = [
    "甲", "第三条", "（一）", "，", "。", "：", "a", "b1", "é", "２", "　", " ", "  ", "1", "2024", ".", "\u00a0", "☃", "￥", "\u2028", "'", '"',
    "(", ")",
]  # fmt: skip
_MARKS = [
    "*", "**", "***", "_", "__", "~", "~~", "`", "``", "\\", "&", "&amp;", "&#35;", "<", ">", "<b>", "<!--", "-->", "!", "[", "]", "](", ")", "][", "]: ",
    "[甲]", "[甲](b.md)", "[甲](b.md#第三条 '乙')", "![图](a.png)", "<https://a.example>", "https://a.example", "{", "}", "#", "=", "-",
    "+", "|", "@", "$", "%", "^",
]  # fmt: skip
_STARTS = [
    "", "", "", "# ", "## ", "#", "> ", ">", "- ", "* ", "+ ", "-", "1. ", "1) ", "2. ", "12. ", "1.", "12345678901. ", "   ", "    ", "\t", "  ", " ", "     ",
    "```", "~~~", "---", "===", "***", "| ", "|", ":-", "**第三条** ", "[甲]: ", "<div>", "</div>", "<!-- ", "**", "_ _ _", "- - -", "-   ", "1.  ", "   - ",
]  # fmt: skip
_words = st.sampled_from(_WORDS) | st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=3)
_lines = st.tuples(st.lists(st.sampled_from(_STARTS), max_size=3), st.lists(st.one_of(_words, _words, st.sampled_from(_MARKS)), max_size=6)).map(
    lambda line: "".join((*line[0], *line[1]))
)
_heads = st.sampled_from(["| a | b |", "a | b", "| a |", "|a|b|", "| |"])
_tables = st.tuples(_heads, st.sampled_from(["| --- | :-: |", "|---|", "--- | ---", "|:-", "-|-", "|--|--|"])).map("\n".join)
_rows = st.lists(st.sampled_from(["| c | d |", "|１| 丙 > |", "| | |", "| e |", "|f|g|h|", "| *i* | [丁](b.md) |", "| j | k", " | l | m |", "> n"]), max_size=3)
_tables = st.one_of(_tables, st.tuples(_tables, _rows).map(lambda table: "\n".join((table[0], *table[1]))))
generated = st.lists(st.one_of(_lines, _lines, _lines, _tables, st.just(""), st.just("   ")), max_size=9).map("\n".join)
"""Texts of which about every line begins or holds something that means something."""
_sentences = st.lists(st.sampled_from(_WORDS), max_size=4).map("".join)
_plain_starts = st.sampled_from(["", "", "1. ", "2. ", "- ", "> ", "   ", "**第三条** "])
plain = st.lists(st.tuples(_plain_starts, _sentences).map("".join), max_size=8).map("\n".join)
"""Texts as most are: sentences, lists, few marks."""
