"""Questions on how the government answers (互动与服务): which of its pages this portal has."""

from sitegen.plan import list_url
from sitegen.questions import Ask, question
from sitegen.views import Link

FRONT_PAGES = ("hotlines",)
"""Kinds of front pages of records, in the order of menus."""


@question
def answering(ask: Ask) -> tuple[Link, ...]:
    """The front pages of letters, hotlines and their like that the portal has in this language."""
    return tuple(Link(ask.word(f"page.{kind}"), ask.url(url)) for kind in FRONT_PAGES if (url := list_url(kind, ask.lang)) in ask.sources.urls)
