"""Personal data: numbers of a person are found and masked, other long numbers are left alone."""

import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen.lint.personal import is_identity_number, may_hold_personal_data, obeys_luhn, personal_data

IDENTITY = "11010519491231002X"
CARD = "6222020200012345670"


def kinds(line: str) -> list[tuple[str, str]]:
    return [(found.kind, found.masked) for found in personal_data(line)]


@pytest.mark.parametrize("line", [IDENTITY, f"身份证号{IDENTITY}。", f"（{IDENTITY}）", IDENTITY.lower()])
def test_an_identity_number_is_found_and_masked(line: str) -> None:
    assert [(kind, masked.upper()) for kind, masked in kinds(line)] == [("identity", "110***********002X")]


@pytest.mark.parametrize("digits", ["110105194912310021", "990105194912310020", "110105194913310020", "110105189912310020"])
def test_a_number_without_check_digit_province_or_birthday_is_none(digits: str) -> None:
    assert not is_identity_number(digits) and kinds(digits) == []


@pytest.mark.parametrize("line", ["13800138000", "138 0013 8000", "电话：138-0013-8000，", "(19912345678)"])
def test_a_mobile_number_is_found_however_it_is_written(line: str) -> None:
    assert [kind for kind, _ in kinds(line)] == ["mobile"] and "*" in kinds(line)[0][1]


@pytest.mark.parametrize(
    "line",
    [
        "0000-0000120",
        "12345678901",
        "113800138000",
        "A13800138000",
        "/post_13800138000.html",
        "3.13800138000",
        "2206-440303-04-01-123456",
        "11000000MH000200X0/2026-00001",
        "138****8000",
    ],
)
def test_other_numbers_are_nobodys(line: str) -> None:
    assert kinds(line) == []


@pytest.mark.parametrize("line", [CARD, f"{CARD[:4]} {CARD[4:8]} {CARD[8:12]} {CARD[12:16]} {CARD[16:]}"])
def test_a_bank_card_is_found_by_its_last_digit(line: str) -> None:
    assert kinds(line) == [("card", f"6222{'*' * 11}5670")]


def test_a_long_number_that_breaks_the_rule_of_cards_is_none() -> None:
    assert kinds(CARD[:-1] + "1") == [] and not obeys_luhn(CARD[:-1] + "1")


@given(st.text(alphabet="0123456789Xx -1386*号A.", max_size=60))
@settings(deadline=None, max_examples=300, derandomize=True)
def test_what_is_shown_never_holds_the_whole_number(line: str) -> None:
    assert all("*" in found.masked and 0 <= found.start < len(line) for found in personal_data(line))


def identity_number(place: int, born: date, rest: int) -> str:
    digits = f"{place:06}{born:%Y%m%d}{rest:03}"
    return next(number for last in "0123456789X" if is_identity_number(number := digits + last))


def card_number(grouped: str) -> str:
    return next(number for last in "0123456789" if obeys_luhn(re.sub("[ -]", "", number := grouped + last)))


NUMBERS = st.one_of(
    st.builds(identity_number, st.integers(110000, 159999), st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999)),
    st.from_regex(r"1[3-9][0-9](?:[ -]?[0-9]{4}){2}", fullmatch=True),
    st.builds(card_number, st.from_regex(r"62[0-9]{2}(?:[ -]?[0-9]{4}){2}[ -]?[0-9]{3}(?:[0-9]{3})?", fullmatch=True)),
)


@given(st.text("12 -\n甲", max_size=30), NUMBERS, st.text("12 -\n甲", max_size=30))
@settings(deadline=None, derandomize=True)
def test_no_text_that_holds_a_number_is_passed_over(before: str, number: str, after: str) -> None:
    assert kinds(number), number
    assert may_hold_personal_data(before + number + after)
