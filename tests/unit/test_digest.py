"""Digests: equal values have one, different values have different ones."""

from dataclasses import dataclass
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from sitegen.digest import SIZE, digest
from sitegen.said import said


@dataclass(frozen=True)
class Card:
    title: str
    links: tuple[str, ...] = ()


NOTHING = ((), "", None, False, 0, {}, Card(""))
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3).map(tuple) | st.builds(Card, st.text(max_size=2)),
)


def test_one_kind_of_nothing_is_not_another() -> None:
    assert all(digest(one) != digest(other) for one, other in combinations(NOTHING, 2))


def test_words_of_another_language_are_other_words_and_markup_is_its_text() -> None:
    assert digest(said("", "en")) != digest("") and digest(said("a", "en")) != digest("a")
    assert digest(Markup()) == digest("") and digest(Markup("a")) == digest("a")


@given(VALUES, VALUES)
def test_equal_values_have_one_digest_and_others_another(one: object, other: object) -> None:
    assert len(digest(one)) == SIZE
    assert (digest(one) == digest(other)) == (repr(one) == repr(other))
