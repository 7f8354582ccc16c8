"""热线: the general line first, in the reader's language, and as cards for an address book."""

from pathlib import Path

import pytest

from tests.portals import Model, model, portal
from tests.test_records import LINES

LATER = LINES.replace("kind: general", "kind: finance")


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, {"catalogs/hotlines.yml": LINES}))


def test_lines_come_in_the_order_of_their_kinds(tmp_path: Path) -> None:
    later = model(portal(tmp_path, {"catalogs/hotlines.yml": LATER}))
    assert [line.id for line in later.ask("hotlines")] == ["clinic", "general"]  # type: ignore[attr-defined]


def test_a_name_that_has_no_translation_says_its_language(small: Model) -> None:
    general, clinic = small.ask("hotlines", url="/en/hotlines/")  # type: ignore[misc]
    assert (general.name, general.lang) == ("General line", "")
    assert (clinic.name, clinic.lang) == ("看病热线", "zh-Hans")


def test_numbers_can_be_dialled_from_the_page(small: Model) -> None:
    page = small.render("/hotlines/").data.decode()
    assert 'href="tel:12345"' in page and 'href="tel:0000-0000001"' in page


def test_cards_have_a_name_a_number_and_where_it_comes_from(small: Model) -> None:
    cards = small.render("/hotlines/hotlines.vcf").data.decode()
    assert cards.count("BEGIN:VCARD\r\n") == cards.count("END:VCARD\r\n") == 2
    assert "FN:总线\r\n" in cards and "TEL;TYPE=WORK,VOICE:12345\r\n" in cards
    assert "URL:https://www.test.example/hotlines/#clinic\r\n" in cards


def test_a_long_line_of_a_card_is_folded_between_characters(tmp_path: Path) -> None:
    long = LINES.replace("挂号和门诊时间。", "挂号，门诊；" * 12)
    cards = model(portal(tmp_path, {"catalogs/hotlines.yml": long})).render("/hotlines/hotlines.vcf").data
    assert max(len(line) for line in cards.split(b"\r\n")) <= 75
    assert "NOTE:" + "挂号，门诊；" * 12 + " 每天 8:00—20:00" in cards.decode().replace("\r\n ", "")


def test_commas_and_semicolons_are_escaped_in_cards(tmp_path: Path) -> None:
    odd = LINES.replace("先打这个电话。", "ask, call; wait")
    assert r"ask\, call\; wait" in model(portal(tmp_path, {"catalogs/hotlines.yml": odd})).render("/hotlines/hotlines.vcf").data.decode()
