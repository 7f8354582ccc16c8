"""Render (渲染): a page and the answers to its questions -> bytes, where an earlier build has not left them."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from types import TracebackType
from typing import Any

import jinja2

from sitegen.digest import digest
from sitegen.document import Document
from sitegen.exports import EXPORTS
from sitegen.fact import Fact
from sitegen.facts import Body
from sitegen.findings import Finding, Location
from sitegen.languages import Lang
from sitegen.plan import Page
from sitegen.portal import Portal, portal
from sitegen.questions import Answers, Tracked, reads, shared, tracked
from sitegen.slots import NONE, OTHER_CONTENTS, Filled, Slot, filled, search_of, still
from sitegen.sources import Sources
from sitegen.theme import MISSING_TEMPLATE, RENDER_FAILED, Renderer, Theme
from sitegen.trace import News, Read, Trace, changed, said, theme_digests
from sitegen.values import DocumentId


@dataclass(frozen=True, slots=True)
class Rendered:
    """产物: one output, and what it rests on."""

    path: str
    data: bytes
    trace: Trace
    why: str = ""
    """What made it necessary: the first answer that changed, or that there was no trace."""
    own: frozenset[Fact] = frozenset()
    """What was looked at for this page alone."""
    news: News = field(default_factory=dict)
    """What answers looked at that all pages share, told once by each process."""

    @property
    def reads(self) -> tuple[Read, ...]:
        return self.trace.reads


@dataclass(frozen=True, slots=True)
class Kept:
    """An output whose trace still holds; every question was asked again."""

    path: str
    trace: Trace
    own: frozenset[Fact] = frozenset()
    news: News = field(default_factory=dict)


UNANSWERED = (LookupError, TypeError, ValueError, AttributeError, AssertionError)
"""How a question ends that has no answer."""


@dataclass(frozen=True)
class Context:
    """What all pages of a run share; the portal's indexes are made anew in each process."""

    facts: tuple[Any, ...]
    """Arguments of `portal()`."""
    sources: Sources
    body: Body

    def __getstate__(self) -> dict[str, Any]:
        # What was worked out here is worked out again there, sooner than it would travel.
        return {name: self.__dict__[name] for name in ("facts", "sources", "body")}

    @classmethod
    def of(cls, portal: Portal, facts: tuple[Any, ...], sources: Sources, body: Body) -> "Context":
        """The context of a portal that was made of these facts already."""
        found = cls(facts, sources, body)
        found.__dict__["answers"] = Answers(portal, sources, found.texts)
        return found

    @cached_property
    def answers(self) -> Answers:
        return Answers(portal(*self.facts), self.sources, self.texts)

    @cached_property
    def texts(self) -> Body:
        """The texts. A page that shows one asks for it twice in a row: how it is made up, and what it says."""
        return lru_cache(maxsize=1)(self.body)

    def contents(self, slot: Slot) -> bytes:
        """What a slot holds."""
        if slot.what == "text":
            return self.texts(slot.id, slot.lang).stretch(slot.first, slot.last)
        return search_of(self.answers.portal.config.base_path, self.sources.search.get(slot.lang))

    @cached_property
    def renderer(self) -> Renderer:
        config = self.answers.portal.config
        return Renderer(self.sources.theme, config.base_path, config.origin)

    @cached_property
    def _digests(self) -> dict[Read, bytes]:
        return {}

    def digest(self, read: Read, answer: Any) -> bytes:
        """Digest of an answer; worked out once where it is shared by all pages."""
        found = self._digests.get(read)
        if found is None:
            found = digest(answer)
            if shared(read):
                self._digests[read] = found
        return found

    def after(self, documents: dict[tuple[DocumentId, Lang], Document], body: Body, changed: Collection[Fact]) -> "Context":
        """The context in which these documents took the places of others; `changed` are the facts that are others for it."""
        found = Context(self.facts, self.sources, body)
        answers = self.answers.after(replace(self.answers.portal, documents=self.answers.portal.documents | documents), found.texts, changed)
        # What was worked out already, and stays.
        found.__dict__.update(answers=answers, renderer=self.renderer, looks=self.looks)
        return found

    def news(self) -> News:
        """What answers rest on that all pages share, and that has not been told yet."""
        return {read: (self.digest(read, answer), looked) for read, (answer, looked) in self.answers.news().items()}

    @cached_property
    def looks(self) -> dict[tuple[str, str], bytes]:
        """What the theme gives to each kind of page."""
        config = self.answers.portal.config
        return theme_digests(self.sources.theme, (config.base_path, config.origin))


def bring(context: Context, page: Page, before: Trace | None) -> Rendered | Kept | Finding:
    """A page's output: the one that is there, if its trace holds, else a new one."""
    if before is None:
        return render(context, page, "没有上次的记录 / no trace of an earlier build")
    if before.basis != basis(context, page):
        return render(context, page, "网页本身或主题变了 / the page itself or its theme")
    context.answers.begin()
    try:
        asked = changed(before, (context.digest(read, context.answers.ask(page, read)) for read in before.reads))
    except UNANSWERED:
        # A question of another day need not have an answer today, such as one on a unit that is gone.
        return render(context, page, "有的提问已没有答案 / a question has no answer now")
    if asked is None and not still(before.filled, context.contents):
        return render(context, page, OTHER_CONTENTS)
    return render(context, page, said(asked)) if asked else Kept(page.path, before, context.answers.own() | before.filled.facts, context.news())


def basis(context: Context, page: Page) -> bytes:
    """Digest of the page itself and of what the theme gives to its kind."""
    return digest((page, context.looks.get((f"{page.kind}.html", page.lang))))


def _place(error: Exception, theme: Theme, page: Page) -> Location:
    """The line of the template in which an error arose: that of the page, or a part of it."""
    name, line = f"{page.kind}.html", 0
    for frame in _frames(error):
        if frame.tb_frame.f_code.co_filename in theme.templates:
            name, line = frame.tb_frame.f_code.co_filename, frame.tb_lineno
    return Location(f"themes/{theme.name}/templates/{name}", line, 1 if line else 0)


def _frames(error: Exception) -> Iterator[TracebackType]:
    frame = error.__traceback__
    while frame is not None:
        yield frame
        frame = frame.tb_next


def render(context: Context, page: Page, why: str = "") -> Rendered | Finding:
    context.answers.begin()
    site = tracked(context.answers, page)
    if page.kind in EXPORTS:
        return _rendered(context, page, EXPORTS[page.kind](page, site), NONE, site, why)
    try:
        data, slots = filled(context.renderer.html(page, site), context.contents)
    except jinja2.TemplateNotFound as error:
        return Finding(MISSING_TEMPLATE, Location(f"themes/{context.sources.theme.name}"), {"template": str(error)})
    except (jinja2.TemplateError, AttributeError, LookupError, TypeError, ValueError, ArithmeticError, AssertionError, RecursionError) as error:
        # The template's mistake, not ours: it asked for something that is not there.
        reason = f"{type(error).__name__}: {error}"
        return Finding(RENDER_FAILED, _place(error, context.sources.theme, page), {"url": page.url, "reason": reason})
    return _rendered(context, page, data, slots, site, why)


def _rendered(context: Context, page: Page, data: bytes, slots: Filled, site: Tracked, why: str) -> Rendered:
    asked = reads(site)
    answers = b"".join([context.digest(read, answer) for read, answer in asked.items()])
    trace = Trace(basis(context, page), tuple(asked), answers, filled=slots)
    return Rendered(page.path, data, trace, why, context.answers.own() | slots.facts, context.news())
