"""Address cards (电子名片, vCard 3.0): hotlines to be kept in a telephone's address book.

Version 3.0, because telephones read it everywhere. Nothing in the file comes from the clock.
"""

from sitegen.plan import Page
from sitegen.questions import Tracked

_LINE = 75
"""Bytes of a line before it is folded (RFC 2426, 2.6)."""


def hotline_cards(page: Page, site: Tracked) -> bytes:
    """One card for each hotline, the general one first."""
    settings = site.settings()
    lines: list[str] = []
    for line in site.hotlines():
        note = f"{line.purpose} {line.hours}"
        lines += [
            "BEGIN:VCARD", "VERSION:3.0", f"FN:{_text(line.name)}", f"N:{_text(line.name)};;;;", f"ORG:{_text(line.unit.title)}",
            f"TEL;TYPE=WORK,VOICE:{line.number}", f"NOTE:{_text(note)}", f"URL:{settings.origin}{site.address('/hotlines/')}#{line.id}",
            f"UID:hotline-{line.id}@{settings.domain}", "END:VCARD",
        ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines).encode()


def _text(value: str) -> str:
    for special in ("\\", ";", ","):
        value = value.replace(special, "\\" + special)
    return value.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A long line as several, each begun by a space, never cut inside a character."""
    parts, size = [""], 0
    for character in line:
        width = len(character.encode())
        if size + width > _LINE:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += width
    return "\r\n".join(parts)
