"""插槽: a page is a frame, and what it only prints is put in afterwards."""

import pytest
from markupsafe import escape

from sitegen.slots import NONE, Slot, filled, refilled, search_of, still, unpacked
from sitegen.values import DocumentId

LAW = DocumentId("policies/the law")
TEXT, SEARCH = Slot("text", "zh-Hans", LAW, 0, 2), Slot("search", "en")
FRAME = f"<h1>法</h1>{escape(TEXT)}<p>然后</p>{escape(SEARCH)}"


def saying(text: str, search: str = "/s/m.bin"):
    return lambda slot: text.encode() if slot == TEXT else search.encode() if slot == SEARCH else pytest.fail(f"{slot} was never printed")


def test_a_page_without_slots_is_its_frame() -> None:
    assert filled("<p>字</p>", saying("")) == ("<p>字</p>".encode(), NONE)
    assert NONE.packed() == b"" and unpacked(b"") == NONE and still(NONE, saying(""))


@pytest.mark.parametrize("text", ["", "一", "<p>很长的正文</p>\n" * 9])
def test_slots_are_filled_and_filled_again_as_if_it_were_the_first_time(text: str) -> None:
    page, slots = filled(FRAME, saying("<p>旧</p>"))
    assert page.decode() == "<h1>法</h1><p>旧</p><p>然后</p>/s/m.bin"
    other = saying(text, "/s/other.bin")
    assert refilled(page, unpacked(slots.packed()), other) == filled(FRAME, other)


def test_what_slots_hold_is_told_from_anything_else() -> None:
    _, slots = filled(FRAME, saying("旧"))
    assert still(slots, saying("旧")) and not still(slots, saying("新")) and not still(slots, saying("旧", "/s/m2.bin"))
    assert slots.facts == {("text", (LAW, "zh-Hans")), ("search", "en")}


def test_a_character_0_that_is_no_slots_is_refused() -> None:
    with pytest.raises(ValueError, match="not enough values"):
        filled("<p>\0</p>", saying(""))


def test_the_address_of_the_search_is_below_the_base_path() -> None:
    assert search_of("/portal", "/s/m.bin") == b"/portal/s/m.bin" and search_of("/portal", None) == b""
