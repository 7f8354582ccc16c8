"""Traces (构建痕迹): what an output rests on, so that a later build need not make it again.

A trace names the questions that were asked for an output and holds a digest of each answer.
While the page itself, what the theme gives to its kind, and every answer are what they were,
so is the output. An answer of "nothing found" has a digest like any other, so things that
appear are noticed too. Times and paths of files play no part.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sitegen.digest import SIZE, digest
from sitegen.fact import Fact
from sitegen.slots import NONE, Filled

if TYPE_CHECKING:
    from sitegen.theme import Theme

Read = tuple[str, tuple[Any, ...]]
"""Question and arguments, language first."""
_QUOTED = re.compile(r"""["']([\w./-]+\.html)["']""")
_NAMED_LATER = re.compile(r"""\{%-?\s*(?:include|import|from|extends)\s+(?!["'][\w./-]+["'](?:\s|%|-))""")


@dataclass(frozen=True, slots=True)
class Trace:
    """构建痕迹. `answers` holds the digests of the answers to `reads`, one after the other; `output` that of the bytes."""

    basis: bytes
    """Digest of the page itself and of what the theme gives to its kind."""
    reads: tuple[Read, ...]
    answers: bytes
    output: str = ""
    filled: Filled = NONE
    """What is put into the output after it has been rendered."""


News = dict[Read, tuple[bytes, frozenset[Fact]]]
"""Questions that all pages share: digest of the answer, and the facts it looked at."""


def theme_digests(theme: "Theme", config: tuple[str, ...]) -> dict[tuple[str, str], bytes]:
    """What the theme gives to a page, by template and language: the sources it is put together from, words, addresses of assets.

    `config` is what templates know of the portal without asking.
    """
    addresses = {name: url for name, (url, _) in theme.assets.items()}
    fixed = {lang: digest((config, words, addresses)) for lang, words in theme.words.items()}
    sources = {name: digest(text) for name, text in theme.templates.items()}
    parts = {name: _parts(theme.templates, name) for name in theme.templates}
    return {
        (name, lang): digest((fixed[lang], [(part, sources[part]) for part in parts[name]])) for name in theme.templates for lang in theme.words
    }  # fmt: skip


def _parts(templates: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The templates that may take part in this one; all of them where a name is put together only at the time."""
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        part = waiting.pop()
        if part in found or part not in templates:
            continue
        found[part] = None
        if _NAMED_LATER.search(templates[part]):
            return tuple(sorted(templates))
        waiting += _QUOTED.findall(templates[part])
    return tuple(sorted(found))


def changed(trace: Trace, answers: Iterable[bytes]) -> Read | None:
    """The first question whose answer is another one now. `answers` may be worked out one by one: nothing after that is looked at."""
    for number, (asked, now) in enumerate(zip(trace.reads, answers, strict=True)):
        if trace.answers[number * SIZE : (number + 1) * SIZE] != now:
            return asked
    return None


def said(read: Read) -> str:
    """A question as a template writes it."""
    name, (_, (positional, named)) = read
    return f"site.{name}({', '.join((*map(repr, positional), *(f'{key}={value!r}' for key, value in named)))})"
