"""普通文件信息: front matter that is read by the short way is what libyaml makes of it."""

from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen.limits import FRONT_MATTER_NODES
from sitegen.plain_yaml import plain_tree
from sitegen.schema import Outline, _Builder, outline
from tests.portals import ROOT

PIECES = [
    "a", "unit", "甲", "乙丙", "《甲》", "（一）", "2026-01-01", "〔2021〕4号", "no", "~", "12:30", "https://a.example/x?y=1", " ", "  ", ": ", ":", " #",
    "#", ",", ", ",
    "[", "]", "[]", "[a, b]", "[甲, 乙 丙]", "{", "}", '"', "'", '"甲: 乙"', '""', "'甲'", "\\", "-", "- ", "---", "...", "&a", "*a", "!t", "!", "|", ">",
    "?", "%", "@", "`",
    "=", "<<", "\t", "\n", "\n  ", "\u3000", "\u2028", "\x85", "\u202e", "\ufeff", "\U00020000", "“", "—", "null", "e",
]  # fmt: skip
_values = st.lists(st.sampled_from(PIECES) | st.text(max_size=2), max_size=4).map("".join)
_items = st.lists(_values, max_size=3).map(lambda items: f"[{', '.join(items)}]")
_keys = st.sampled_from(["a", "b", "c_1", "no", "A", "a-b", "", "甲"])
_lines = st.tuples(_keys, st.sampled_from([": ", ": ", ": ", ":", " : ", ":  "]), _values | _items).map("".join)
front_matters = st.tuples(st.lists(_lines, max_size=4).map("\n".join), st.sampled_from(["\n", "\n", "", "\n\n"])).map("".join)


def by_libyaml(text: str) -> Outline:
    return _Builder(2, FRONT_MATTER_NODES).build(text)


def agree(text: str) -> bool:
    """Whether the short way was taken; where it was, libyaml says the same, in the same order."""
    plain = plain_tree(text, 2)
    if plain is None:
        return False
    found = by_libyaml(text)
    assert (found.tree, found.keys, found.values, found.blanks) == (*plain, [])
    assert (list(found.keys), list(found.values)) == (list(plain[1]), list(plain[2]))
    return True


@given(front_matters)
@settings(deadline=None, derandomize=True, max_examples=3000)
@example("a: https://a.example/x\n")
@example("a: [b, c d]\nb: [甲]\n")
@example('a: "b: [c] #d"\n')
def test_any_front_matter(text: str) -> None:
    agree(text)


@given(st.lists(_values, min_size=1, max_size=3))
@settings(deadline=None, derandomize=True, max_examples=3000)
def test_any_value(values: list[str]) -> None:
    agree("".join(f"a{n}: {value}\n" for n, value in enumerate(values)))
    agree(f"a: [{', '.join(values)}]\n")
    agree(f'a: "{values[0]}"\n')


def test_front_matter_of_many_documents_takes_the_short_way() -> None:
    heads = [path.read_text(encoding="utf-8").split("---\n")[1] for path in sorted(Path(ROOT, "content").rglob("*.md"))]
    assert sum(map(agree, heads)) > len(heads) // 5


def test_what_is_too_large_is_told_all_the_same() -> None:
    assert outline("a: [b, c, d]\n", "a.yml", nodes=5)[1][0].problem.code == "S003"
    assert outline("a: [b, c, d]\n", "a.yml", nodes=6)[1] == ()
