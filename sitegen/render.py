"""Render (渲染): a page and the answers to its questions -> bytes."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any

import jinja2

from sitegen.exports import EXPORTS
from sitegen.findings import Finding, Location
from sitegen.markup import BodyPart
from sitegen.model import DocumentId, Lang
from sitegen.plan import Page
from sitegen.portal import Portal, portal
from sitegen.questions import Answers, Read, Sources, reads, tracked
from sitegen.theme import MISSING_TEMPLATE, RENDER_FAILED, Renderer, Theme


@dataclass(frozen=True, slots=True)
class Rendered:
    """产物: one output, and every question it rests on."""

    path: str
    data: bytes
    reads: tuple[Read, ...]


@dataclass(frozen=True)
class Context:
    """What all pages of a run share; the portal's indexes are made anew in each process."""

    facts: tuple[Any, ...]
    """Arguments of `portal()`."""
    sources: Sources
    body: Callable[[DocumentId, Lang], tuple[BodyPart, ...]]

    @cached_property
    def answers(self) -> Answers:
        indexed: Portal = portal(*self.facts)
        return Answers(indexed, self.sources, self.body)

    @cached_property
    def renderer(self) -> Renderer:
        config = self.answers.portal.config
        return Renderer(self.sources.theme, config.base_path, config.origin)


def render_batch(context: Context, pages: tuple[Page, ...]) -> tuple[Rendered | Finding, ...]:
    """Each page as its output, or the finding that says why it has none."""
    return tuple(render(context, page) for page in pages)


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


def render(context: Context, page: Page) -> Rendered | Finding:
    site = tracked(context.answers, page)
    if page.kind in EXPORTS:
        return Rendered(page.path, EXPORTS[page.kind](page, site), reads(site))
    try:
        text = context.renderer.html(page, site)
    except jinja2.TemplateNotFound as error:
        return Finding(MISSING_TEMPLATE, Location(f"themes/{context.sources.theme.name}"), {"template": str(error)})
    except (jinja2.TemplateError, AttributeError, LookupError, TypeError, ValueError, ArithmeticError, AssertionError, RecursionError) as error:
        # The template's mistake, not ours: it asked for something that is not there.
        reason = f"{type(error).__name__}: {error}"
        return Finding(RENDER_FAILED, _place(error, context.sources.theme, page), {"url": page.url, "reason": reason})
    return Rendered(page.path, text.encode(), reads(site))
