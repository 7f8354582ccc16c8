"""Personal data in a line of text (个人信息): numbers that belong to one person.

Only numbers that carry their own proof are taken: an identity number has a check digit, a
bank card obeys Luhn's rule. What is found is masked at once and never leaves here in full.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["identity", "mobile", "card"]

_APART = r"(?<![0-9A-Za-z_./-]){}(?![0-9A-Za-z_/-]|\.[0-9])"
_IDENTITY = re.compile(_APART.format(r"[1-9]\d{16}[0-9Xx]"))
_MOBILE = re.compile(_APART.format(r"1[3-9]\d(?:[ -]?\d{4}){2}"))
# Cards of Chinese banks begin with 62; other long numbers are codes of land, projects and files.
_CARD = re.compile(_APART.format(r"62\d{2}(?:[ -]?\d{4}){2,3}(?:[ -]?\d{1,4})?"))
# What stands in a mobile number, in a card's, and from the year of birth on in an identity number. The engine leaps to the digits that they begin with.
_SIGNS = tuple(re.compile(sign) for sign in (r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}", r"62\d\d[ -]?\d{4}[ -]?\d{4}", r"20\d{9}"))
_PROVINCES = frozenset((*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83))
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Personal:
    """One number: its kind, its 0-based place in the line, and what may be shown of it."""

    kind: Kind
    start: int
    masked: str


def may_hold_personal_data(text: str) -> bool:
    """Whether it is worth looking at the lines of a text one by one; of hardly any it is."""
    return any(sign.search(text) for sign in _SIGNS)


def personal_data(line: str) -> Iterator[Personal]:
    """Numbers in a line that belong to a person, from left to right within each kind."""
    for match in _IDENTITY.finditer(line):
        if is_identity_number(match[0]):
            yield Personal("identity", match.start(), masked(match[0], 3, 4))
    for match in _MOBILE.finditer(line):
        yield Personal("mobile", match.start(), masked(re.sub(r"[ -]", "", match[0]), 3, 4))
    for match in _CARD.finditer(line):
        digits = re.sub(r"[ -]", "", match[0])
        if 16 <= len(digits) <= 19 and obeys_luhn(digits):
            yield Personal("card", match.start(), masked(digits, 4, 4))


def is_identity_number(number: str) -> bool:
    """Whether 18 characters are a citizen's identity number: province, day of birth, check digit (GB 11643)."""
    if int(number[:2]) not in _PROVINCES:
        return False
    try:
        born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    return 1900 <= born.year < 2100 and "10X98765432"[rest] == number[17].upper()


def obeys_luhn(digits: str) -> bool:
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 * (value > 9)
    return total % 10 == 0


def masked(number: str, head: int, tail: int) -> str:
    return number[:head] + "*" * (len(number) - head - tail) + number[-tail:]
