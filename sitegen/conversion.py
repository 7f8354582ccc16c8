"""Traditional texts from Simplified ones (繁简转换), by OpenCC's tables for Hong Kong.

A text is converted where its editors have written none: what people wrote always comes first.
Only words change; ids, addresses and places stay what they are, and a link to another text
leads to that text in the same script.
"""

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

from sitegen.languages import Lang

if TYPE_CHECKING:
    from opencc import OpenCC

Converted = Literal["zh-Hant-HK"]
"""Languages that can be made by conversion."""

_SCHEMES: dict[Lang, str] = {"zh-Hant-HK": "s2hk"}
_YEARS_OF_AGE = ("週歲", "周歲")
"""The tables write 周 as in 一週, a week; a full year of age (周歲) keeps its character in Hong Kong."""
_WORDS = re.compile(r"^(?:title|summary|keywords|aliases|source|at_a_glance|image|attachments):.*\n(?:(?:[ \t-].*)?\n)*", re.MULTILINE)
"""The parts of front matter that a translation may state; everything else comes from the original."""
_LINK = re.compile(r"(\]\((?![a-z]+:)[^()\s#]*?)(?<!\.en)(?<!\.zh-Hant-HK)\.md(?=[#)\s])")


@cache
def _converter(lang: Lang) -> "OpenCC":
    from opencc import OpenCC

    return OpenCC(_SCHEMES[lang])


def convert(words: str, lang: Lang) -> str:
    """Simplified words in the script of `lang`."""
    return str(_converter(lang).convert(words)).replace(*_YEARS_OF_AGE)


def converted_source(data: bytes, lang: Lang) -> bytes:
    """A Markdown file of the default language as the translation that an editor would begin with.

    What is no text, or has no front matter, is returned as it is: reading it reports what is wrong.
    """
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return data
    front, fence, body = text.removeprefix("---\n").partition("\n---\n")
    if not text.startswith("---\n") or not fence:
        return data
    said = "".join(_WORDS.findall(front + "\n"))
    linked = _LINK.sub(rf"\1.{lang}.md", convert(body, lang))
    return f"---\n{convert(said, lang)}---\n{linked}".encode()
