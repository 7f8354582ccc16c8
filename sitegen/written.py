"""What was written (原文要点): the things in one text that the linter looks at (`lint/text.py`).

Taken from the tokens before addresses are resolved and headings moved, so it tells what the
editor typed. It is dropped at the end of the parse stage; texts are never held.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from markdown_it.token import Token

from sitegen import urls
from sitegen.model import Mark


@dataclass(frozen=True, slots=True)
class WrittenLink:
    words: str
    href: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Picture:
    alt: str
    src: str
    mark: Mark


@dataclass(frozen=True, slots=True)
class Written:
    """原文要点: marks have the line of a thing; its column is 1."""

    lines: tuple[str, ...] = ()
    """The whole file, front matter included."""
    links: tuple[WrittenLink, ...] = ()
    pictures: tuple[Picture, ...] = ()
    headless_tables: tuple[Mark, ...] = ()
    """Tables whose header row has no words."""
    characters: int = 0
    """Letters a reader can read: no pictures, no links to files, no punctuation."""


def written(text: str, tokens: list[Token], first_line: int) -> Written:
    """`text` is the whole file, `first_line` the line on which its Markdown begins."""
    found = _Walk(first_line)
    found.walk(tokens)
    return Written(tuple(text.split("\n")), tuple(found.links), tuple(found.pictures), tuple(found.headless), found.characters)


class _Walk:
    def __init__(self, first_line: int) -> None:
        self.first_line = first_line
        self.links: list[WrittenLink] = []
        self.pictures: list[Picture] = []
        self.headless: list[Mark] = []
        self.characters = 0

    def walk(self, tokens: list[Token]) -> None:
        line, table, heads = self.first_line, Mark(1, 1), ""
        for index, token in enumerate(tokens):
            if token.map:
                line = self.first_line + token.map[0]
            if token.type == "table_open":
                table, heads = Mark(line, 1), ""
            elif token.type == "th_open":
                heads += tokens[index + 1].content.strip()
            elif token.type == "thead_close" and not heads:
                self.headless.append(table)
            elif token.type in ("fence", "code_block"):
                self.characters += _letters(token.content)
            elif token.type == "inline":
                self._inline(token.children or [], line)

    def _inline(self, children: Iterable[Token], line: int) -> None:
        href: str | None = None
        words = ""
        for token in children:
            if token.type in ("softbreak", "hardbreak"):
                line += 1
            elif token.type == "link_open":
                href, words = str(token.attrs.get("href", "")), ""
            elif token.type == "link_close" and href is not None:
                self.links.append(WrittenLink(words.strip(), href, Mark(line, 1)))
                href = None
            elif token.type == "image":
                self.pictures.append(Picture(token.content.strip(), str(token.attrs.get("src", "")), Mark(line, 1)))
                words += token.content
            elif token.type in ("text", "code_inline", "text_special"):
                words += token.content
                if href is None or not _names_file(href):
                    self.characters += _letters(token.content)


def _names_file(href: str) -> bool:
    return urls.target(href, "").path.rpartition(".")[2].lower() in urls.ATTACHMENTS | urls.IMAGES


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))
