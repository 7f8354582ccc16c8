"""What a template may ask of the site, and the record of what it asked (提问与记录).

A template receives a `Tracked` handle and nothing else. Every question is a pure function of
the portal, the language and its arguments; `Tracked` notes each one, so the record of a page
is complete by construction: there is no other way to reach data. To let a theme ask
something new, add a function here with `@question` (its own test beside it).
"""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from markupsafe import Markup

from sitegen import urls
from sitegen.conversion import convert
from sitegen.fact import Fact
from sitegen.facts import Body, apart, watched_body, watched_portal, watched_sources
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.plan import Page
from sitegen.portal import Portal
from sitegen.said import said
from sitegen.script import portal_in
from sitegen.sources import Sources
from sitegen.trace import Read
from sitegen.views import Link

Arguments = ParamSpec("Arguments")
Value = TypeVar("Value")
Parts = dict[Any, tuple[Any, frozenset[Fact]]]
"""Parts of answers, and what each looked at."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question in its setting: the portal, the language, and the page that asks."""

    portal: Portal
    sources: Sources
    body: Body
    lang: Lang
    page: Page
    parts: Parts = field(default_factory=dict)
    """What `once` has worked out for this language."""
    seen: set[Fact] = field(default_factory=set)
    """What has been looked at."""
    answered: dict[Any, Any] = field(default_factory=dict)
    """What this page has been told of itself."""

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

    def name(self, words: dict[Lang, str]) -> str:
        """A name in the asked language, else in Chinese, else in any."""
        nearest = self._nearest(words)
        return said(convert(words[nearest], self.lang) if self._converts(nearest) else words[nearest], self.foreign(words))

    def foreign(self, words: dict[Lang, str]) -> str:
        """The language of a name where it is not the asked one, for the markup."""
        nearest = self._nearest(words)
        return "" if nearest == self.lang or self._converts(nearest) else nearest

    def _converts(self, nearest: Lang) -> bool:
        return nearest == DEFAULT_LANG != self.lang and self.lang in self.portal.config.converted

    def chinese(self, words: str) -> str:
        """Words that stand in Chinese only, in the script of the asked language where the portal converts."""
        return convert(words, self.lang) if self._converts(DEFAULT_LANG) else self.text(words)

    def text(self, words: str) -> str:
        """Words of a catalog or record, which stand in Chinese only and are in the asked script already."""
        return said(words, "" if self.lang == DEFAULT_LANG or self._converts(DEFAULT_LANG) else DEFAULT_LANG)

    def texts(self, lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self.text, lines))

    def _nearest(self, words: dict[Lang, str]) -> Lang:
        if self.lang in words:
            return self.lang
        return DEFAULT_LANG if DEFAULT_LANG in words else next(iter(words))

    def link(self, words: dict[Lang, str], path: str) -> Link:
        """A link whose title is a name."""
        return Link(self.name(words), self.url(path), self.foreign(words))


def once(part: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Work out a part of answers, such as a card, once for each language: it rests on portal, language and arguments, never on the page."""

    @wraps(part)
    def known(ask: Any, *positional: Any, **named: Any) -> Any:
        key = (part, positional, *named.items()) if named else (part, positional)
        found = ask.parts.get(key)
        if found is None:
            found = ask.parts[key] = apart(ask.seen, lambda: part(ask, *positional, **named))
        ask.seen.update(found[1])
        return found[0]

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


def page_question(answer: Callable[Arguments, Value]) -> Callable[Arguments, Value]:
    """Let templates ask this of the page they show. Other questions of the page may ask it too: it is answered once."""

    @wraps(answer)
    def known(ask: Any, *positional: Any, **named: Any) -> Any:
        key = (answer, positional, *named.items())
        if key not in ask.answered:
            ask.answered[key] = answer(ask, *positional, **named)
        return ask.answered[key]

    found = cast(Callable[Arguments, Value], known)
    QUESTIONS[answer.__name__] = Question(found, of_page=True)
    return found


class Answers:
    """Answers computed once and shared by all pages of a run, and what each looked at."""

    def __init__(self, portal: Portal, sources: Sources, body: Body) -> None:
        _register()
        self.portal, self.sources = portal, sources
        self._known: dict[Read, tuple[Any, frozenset[Fact]]] = {}
        self.same: dict[Any, tuple[Markup, dict[Read, Any]]] = {}
        """Pieces that pages of a language have in common, and what they asked."""
        self._portals: dict[Lang, Portal] = {}
        self._parts: dict[Lang, Parts] = {}
        self._asking: Ask | None = None
        """The page that asked last, in its setting: it asks a dozen questions in a row."""
        self._seen: set[Fact] = set()
        self._body, self._sources = watched_body(body, self._seen), watched_sources(sources, self._seen)
        self._news: list[Read] = []

    def after(self, portal: Portal, body: Body, changed: Collection[Fact]) -> "Answers":
        """Answers of a portal in which no facts but these are others: those that looked at none of them stay."""
        found = Answers(portal, self.sources, body)
        stays = frozenset(changed).isdisjoint
        found._known = {read: (answer, looked) for read, (answer, looked) in self._known.items() if stays(looked)}
        found._parts = {lang: {key: (part, looked) for key, (part, looked) in parts.items() if stays(looked)} for lang, parts in self._parts.items()}
        found.same = {key: (piece, asked) for key, (piece, asked) in self.same.items() if asked.keys() <= found._known.keys()}
        return found

    def begin(self) -> None:
        """Another page asks from now on, or the same once more."""
        self._seen.clear()
        self._asking = None

    def own(self) -> frozenset[Fact]:
        """What was looked at for this page alone."""
        return frozenset(self._seen)

    def news(self) -> dict[Read, tuple[Any, frozenset[Fact]]]:
        """Answers that all pages share and that nobody has been told of yet, and what they looked at."""
        told, self._news = self._news, []
        return {read: self._known[read] for read in told}

    def ask(self, page: Page, read: Read) -> Any:
        known = self._known.get(read)
        if known is None:
            if not shared(read):
                return self._answer(page, read)
            known = self._known[read] = apart(self._seen, lambda: self._answer(page, read))
            self._news.append(read)
        return known[0]

    def _answer(self, page: Page, read: Read) -> Any:
        name, (_, (positional, named)) = read
        if self._asking is None or self._asking.page is not page:
            if page.lang not in self._portals:
                self._portals[page.lang] = watched_portal(portal_in(self.portal, page.lang), self._seen)
            parts = self._parts.setdefault(page.lang, {})
            self._asking = Ask(self._portals[page.lang], self._sources, self._body, page.lang, page, parts, self._seen)
        return QUESTIONS[name].answer(self._asking, *positional, **dict(named))


def shared(read: Read) -> bool:
    """Whether the answer is worth keeping for other pages: it is the same for all, and no text."""
    return not QUESTIONS[read[0]].of_page and read[0] != "body"


_NOT_ASKED = object()


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
            read = (name, (self._page.lang, (positional, tuple(sorted(named.items())) if named else ())))
            found = self._reads.get(read, _NOT_ASKED)
            if found is _NOT_ASKED:
                found = self._reads[read] = self._answers.ask(self._page, read)
            return found

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
