"""A slip in YAML is told in the language of the sentence it stands in."""

import re

import pytest

from sitegen.findings import Finding
from sitegen.schema import outline
from sitegen.yaml_words import UNREADABLE, WORDS

SLIPS = {
    "a: 1\nb 2\nc: 3": "缺少冒号", "a: 1\n  b: 2": "文字里有冒号要加引号", "a:\n  - 1\n - 2": "缩进", "a: [1, 2\nb: 3": "方括号", "a: {b: 1\nc: 2": "花括号",
    'a: "甲\n': "引号没有成对", "a:\n\tb: 1": "开头", "a: 通知: 停水": "文字里有冒号要加引号", "a: - 1": "列表", "a: `甲`": "开头", 'a: "C:\\q"': "反斜杠",
    "a: !x!y z": "要加引号", "a: |x\n": "| 或 >", "? [a]\n: 1": "字段名只能是一段文字", "a: &": "要加引号", "a: @b": "开头",
}  # fmt: skip


def slip(text: str) -> Finding:
    (found,) = outline(text, "a.yml")[1]
    assert found.problem.code == "S004", found
    return found


@pytest.mark.parametrize("text", SLIPS, ids=ascii)
def test_the_chinese_sentence_names_the_slip_in_chinese(text: str) -> None:
    message = slip(text).message
    assert SLIPS[text] in message.zh
    assert not re.search(r"[a-z]{3}", message.zh.replace("YAML", ""))
    assert not re.search(r"[一-鿿]", message.en)


def test_what_the_parser_may_newly_say_is_still_bilingual() -> None:
    assert UNREADABLE.zh and UNREADABLE.en and UNREADABLE not in WORDS.values()
