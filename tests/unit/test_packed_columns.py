"""数据列: a column holds what a list of byte strings would."""

from array import array

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sitegen.columns import Column, Numbered

STRINGS = st.lists(st.binary(max_size=6), max_size=12)
CHANGES = st.lists(st.tuples(st.integers(0, 30), st.binary(max_size=6), st.sampled_from(["add", "put", "pack", "choose"])), max_size=12)


def column(strings: list[bytes]) -> Column:
    made = Column()
    made.add(*strings)
    return made


@given(strings=STRINGS, changes=CHANGES)
def test_whatever_is_done_to_it_it_holds_what_a_list_holds(strings: list[bytes], changes: list[tuple[int, bytes, str]]) -> None:
    held, plain = column(strings), [*strings]
    for number, string, what in changes:
        if what == "add":
            held.add(string, b"", string)
            plain += [string, b"", string]
        elif what == "put" and plain:
            held.put(number % len(plain), string)
            plain[number % len(plain)] = string
        elif what == "pack":
            held = Column.unpacked(held.packed())
        elif what == "choose" and plain:
            order = [number % len(plain), 0]
            held, plain = held.chosen(order), [plain[n] for n in order]
        assert [held[n] for n in range(len(held))] == plain
    assert held.packed() == column(plain).packed()


def test_it_knows_whether_it_has_changed() -> None:
    held = Column.unpacked(column([b"a", b"b"]).packed())
    held.put(0, b"a")
    held.add()
    assert not held.changed
    held.put(0, b"c")
    assert held.changed and not Column.unpacked(held.packed()).changed
    assert held.chosen([0]).changed and held.chosen([]).changed


@given(lists=st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=8), sought=st.sets(st.integers(0, 9)), put=st.integers(0, 7))
def test_the_strings_that_hold_a_number_are_found(lists: list[list[int]], sought: set[int], put: int) -> None:
    held = column([array("I", some).tobytes() for some in lists])
    if put < len(lists):
        held.put(put, array("I", [3, 4]).tobytes())
        lists[put] = [3, 4]
    flags = np.array([number in sought for number in range(10)])
    assert held.holding(flags) == [place for place, some in enumerate(lists) if sought & {*some}]


@given(first=STRINGS, later=STRINGS, near=st.booleans())
def test_equal_strings_have_one_number(first: list[bytes], later: list[bytes], near: bool) -> None:
    made = Numbered()
    known = list(array("I", made.numbers(first)))
    kept = Numbered.unpacked(made.packed())
    found = list(array("I", kept.numbers((*first, *later), known if near else ())))
    assert found[: len(first)] == known
    assert [kept[number] for number in found] == [*first, *later]
    assert len({kept[number] for number in range(len(kept))}) == len(kept)
    assert all(kept.find(string) == number for string, number in zip((*first, *later), found, strict=True) if string) and kept.find(b"never there") is None
