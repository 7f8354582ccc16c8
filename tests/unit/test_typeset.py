"""排好的正文: a text is kept as how it is made up, and as markup in one piece."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.markup import BodyPart
from sitegen.typeset import shape_of, typeset

PARTS: tuple[BodyPart, ...] = (("text", "<p>一</p>"), ("clause", "c1"), ("text", "<p>二</p>"), ("table-open",), ("text", "<table>"), ("table-close",))
MARKUP = st.builds(lambda words: ("text", f"<p>{words}</p>\n"), st.text(max_size=5))
OTHERS = st.sampled_from([("clause", "article-1"), ("table-open",), ("table-close",), ("picture", "a.png", "图")])


def test_a_stretch_goes_over_clauses_that_nobody_explains() -> None:
    assert typeset(PARTS).stretch(0, 3).decode() == "<p>一</p>\n<p>二</p>"


@given(st.lists(MARKUP | OTHERS, max_size=8))
def test_a_stretch_is_the_markup_of_its_parts_line_by_line(parts: list[BodyPart]) -> None:
    text = typeset(parts)
    assert [part[0] for part in text.parts] == [part[0] for part in parts]
    ends = [number + 1 for number, part in enumerate(parts) if part[0] == "text"]
    for first in range(len(parts)):
        for last in ends:
            if first < last:
                assert text.stretch(first, last).decode() == "\n".join(part[1] for part in parts[first:last] if part[0] == "text")


@pytest.mark.parametrize(
    ("other", "same"),
    [
        ((("text", "<p>别的</p>"), *PARTS[1:]), True),
        ((PARTS[0], ("clause", "c2"), *PARTS[2:]), False),
        (PARTS[:3], False),
        ((*PARTS, ("picture", "a.png", "一张图")), False),
    ],
    ids=["other words", "another clause", "no table", "a picture"],
)
def test_the_shape_of_a_text_is_everything_but_its_words(other: tuple[BodyPart, ...], same: bool) -> None:
    assert (shape_of(typeset(other)) == shape_of(typeset(PARTS))) is same
