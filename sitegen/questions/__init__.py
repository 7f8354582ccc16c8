"""What a template may ask of the site, and the record of what it asked (提问与记录).

A template receives a `Tracked` handle and nothing else. Every question is a pure function of
the portal, the language and its arguments; `Tracked` notes each one, so the record of a page
is complete by construction: there is no other way to reach data. To let a theme ask
something new, add a function here with `@question` (its own test beside it).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from markupsafe import Markup

from sitegen import urls
from sitegen.conversion import convert
from sitegen.images import ImageInfo
from sitegen.markup import BodyPart
from sitegen.model import DEFAULT_LANG, DocumentId, Lang
from sitegen.plan import Page
from sitegen.portal import Portal
from sitegen.script import portal_in
from sitegen.theme import Theme
from sitegen.views import Link, Said

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")
Read = tuple[str, tuple[Any, ...]]
"""Question and arguments, language first."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the questions draw on besides the portal."""

    theme: Theme
    images: dict[str, ImageInfo]
    """By path below content/."""
    sizes: dict[str, int]
    """Bytes of each attachment, by path below content/."""
    pages: tuple[str, ...]
    """Addresses of all planned HTML pages, in plan order."""
    urls: frozenset[str]
    """Addresses of everything that is planned, to look one up."""
    version: str
    search: dict[Lang, str] = field(default_factory=dict)
    """Address of the manifest of each language's search index."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in its setting: the portal, the language, and the page that asks."""

    portal: Portal
    sources: Sources
    body: Callable[[DocumentId, Lang], tuple[BodyPart, ...]]
    lang: Lang
    page: Page
    parts: dict[Any, Any] = field(default_factory=dict)
    """What `once` has worked out for this language."""

    def url(self, path: str) -> str:
        """A root-absolute address below the portal's base path: that of the page in the asked language where there is one."""
        if self.lang != DEFAULT_LANG and (own := f"/{urls.LANG_FOLDERS[self.lang]}{path[1:]}") in self.sources.urls:
            path = own
        return self.portal.config.base_path + path

    def exactly(self, path: str) -> str:
        """The address of this very page, whatever its language."""
        return self.portal.config.base_path + path

    def word(self, key: str, **params: object) -> str:
        return self.sources.theme.word(self.lang, key, **params)

    def name(self, words: dict[Lang, str]) -> Said:
        """A name in the asked language, else in Chinese, else in any."""
        nearest = self._nearest(words)
        return Said(convert(words[nearest], self.lang) if self._converts(nearest) else words[nearest], self.foreign(words))

    def foreign(self, words: dict[Lang, str]) -> str:
        """The language of a name where it is not the asked one, for the markup."""
        nearest = self._nearest(words)
        return "" if nearest == self.lang or self._converts(nearest) else nearest

    def _converts(self, nearest: Lang) -> bool:
        return nearest == DEFAULT_LANG != self.lang and self.lang in self.portal.config.converted

    def chinese(self, words: str) -> Said:
        """Words that stand in Chinese only, in the script of the asked language where the portal converts."""
        return Said(convert(words, self.lang)) if self._converts(DEFAULT_LANG) else self.text(words)

    def text(self, words: str) -> Said:
        """Words of a catalog or record, which stand in Chinese only and are in the asked script already."""
        return Said(words, "" if self.lang == DEFAULT_LANG or self._converts(DEFAULT_LANG) else DEFAULT_LANG)

    def texts(self, lines: Iterable[str]) -> tuple[Said, ...]:
        return tuple(map(self.text, lines))

    def _nearest(self, words: dict[Lang, str]) -> Lang:
        return next((lang for lang in (self.lang, DEFAULT_LANG) if lang in words), next(iter(words)))

    def link(self, words: dict[Lang, str], path: str) -> Link:
        """A link whose title is a name."""
        return Link(self.name(words), self.url(path), self.foreign(words))


def once(part: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Work out a part of answers, such as a card, once for each language: it rests on portal, language and arguments, never on the page."""

    @wraps(part)
    def known(ask: Any, *positional: Any, **named: Any) -> Any:
        key = (part, positional, *named.items()) if named else (part, positional)
        parts = ask.parts
        if key not in parts:
            parts[key] = part(ask, *positional, **named)
        return parts[key]

    return cast(Callable[Arguments, Value], known)


@dataclass(frozen=True, slots=True)
class Question:
    answer: Callable[..., Any]
    of_page: bool
    """Whether the answer depends on the page that asks, and not on language and arguments alone."""


QUESTIONS: dict[str, Question] = {}


def question(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Let templates ask this; the function's name is the question."""
    QUESTIONS[answer.__name__] = Question(answer, of_page=False)
    return answer


def page_question(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Let templates ask this of the page they show."""
    QUESTIONS[answer.__name__] = Question(answer, of_page=True)
    return answer


@dataclass(slots=True)
class Answers:
    """Answers computed once and shared by all pages of a run."""

    portal: Portal
    sources: Sources
    body: Callable[[DocumentId, Lang], tuple[BodyPart, ...]]
    known: dict[Read, Any] = field(default_factory=dict)
    scripts: dict[Lang, Portal] = field(default_factory=dict)
    """The portal as the pages of each language show it."""
    parts: dict[Lang, dict[Any, Any]] = field(default_factory=dict)
    """What several answers in a language hold."""
    same: dict[Any, tuple[Markup, dict[Read, Any]]] = field(default_factory=dict)
    """Pieces that pages of a language have in common, and what they asked."""
    asking: Ask | None = None
    """The page that asked last, in its setting: it asks a dozen questions in a row."""

    def __post_init__(self) -> None:
        _register()

    def ask(self, page: Page, read: Read) -> Any:
        name, (_, (positional, named)) = read
        if not shared(read):
            return self._answer(page, name, positional, named)
        if read not in self.known:
            self.known[read] = self._answer(page, name, positional, named)
        return self.known[read]

    def _answer(self, page: Page, name: str, positional: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> Any:
        if self.asking is None or self.asking.page is not page:
            if page.lang not in self.scripts:
                self.scripts[page.lang] = portal_in(self.portal, page.lang)
            self.asking = Ask(self.scripts[page.lang], self.sources, self.body, page.lang, page, self.parts.setdefault(page.lang, {}))
        return QUESTIONS[name].answer(self.asking, *positional, **dict(named))


def shared(read: Read) -> bool:
    """Whether the answer is worth keeping for other pages: it is the same for all, and no text."""
    return not QUESTIONS[read[0]].of_page and read[0] != "body"


class Tracked:
    """站点: the handle a template asks through. Unknown questions do not exist."""

    __slots__ = ("_answers", "_page", "_reads")

    def __init__(self, answers: Answers, page: Page) -> None:
        self._answers, self._page = answers, page
        self._reads: dict[Read, Any] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name not in QUESTIONS:
            raise AttributeError(name)

        def ask(*positional: Any, **named: Any) -> Any:
            read = (name, (self._page.lang, (positional, tuple(sorted(named.items())))))
            if read not in self._reads:
                self._reads[read] = self._answers.ask(self._page, read)
            return self._reads[read]

        return ask

    def _same(self, key: tuple[Any, ...], make: Callable[[], Markup]) -> Markup:
        """The piece of a page that goes by this key: made once for each language, its questions noted for every page.

        Raises: ValueError where it asks about the page.
        """
        known, key = self._answers.same, (self._page.lang, *key)
        if key not in known:
            mine, self._reads = self._reads, {}
            try:
                made = make()
            finally:
                asked, self._reads = self._reads, mine
            for read in asked:
                if not shared(read):
                    raise ValueError(f"`{read[0]}` may differ from page to page: ask it outside of `same`")
            known[key] = made, asked
        piece, asked = known[key]
        self._reads.update(asked)
        return piece


def reads(site: Tracked) -> dict[Read, Any]:
    """What was asked through this handle, in order, and what the answers were."""
    return site._reads


def tracked(answers: Answers, page: Page) -> Tracked:
    """A fresh handle for one page."""
    return Tracked(answers, page)


def _register() -> None:
    # The families register themselves; importing them late keeps them from importing each other.
    from sitegen.questions import (  # noqa: F401
        annual_reports,
        answering,
        applications,
        catalogs,
        columns,
        datasets,
        dates,
        district,
        documents,
        furniture,
        hotlines,
        interpretations,
        journeys,
        keeping,
        letters,
        measures,
        obligations,
        operation,
        opinions,
        projects,
        registers,
        services,
    )
