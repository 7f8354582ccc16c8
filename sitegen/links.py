"""Links (链接): every link in a text and in the configuration must lead somewhere."""

from collections.abc import Iterator

from sitegen import urls
from sitegen.anchors import clause_anchor
from sitegen.body import BROKEN_FRAGMENT
from sitegen.catalog import ParsedYaml
from sitegen.document import Document
from sitegen.findings import Finding, Location, problem
from sitegen.plan import Page
from sitegen.portal import Portal

BROKEN_LINK = problem(
    "D004", "broken-link", "链接 “{target}” 指向的页面不存在", "the link `{target}` leads nowhere",
    remedy=("检查路径；站内文件用相对路径，例如 ../2026/x.md", "check the path; name a file by a relative path such as ../2026/x.md"),
)  # fmt: skip
NOT_YET = problem(
    "D015", "link-to-unpublished", "链接指向的文件 “{target}” 还没有到发布日期", "the link leads to `{target}`, which is not published yet",
    level="warning", remedy=("等它发布后再链接", "add the link once it is published"),
)  # fmt: skip


def broken_links(portal: Portal, config_file: ParsedYaml, pages: tuple[Page, ...], attachments: tuple[str, ...], unread: frozenset[str]) -> Iterator[Finding]:
    """Links of texts, menu, tasks and redirects that no planned page answers.

    A link to a file that could not be read is no news: that file has a finding of its own.
    """
    waiting = {urls.document_url(d.id, d.lang) for d in portal.site.documents} - {page.url for page in pages}
    known = {page.url for page in pages} | {urls.file_url(path.removeprefix("content/")) for path in attachments}
    everything = {d.path for d in portal.site.documents}
    shown = {d.path: d for d in portal.documents.values()}
    drafts = [d for d in portal.documents.values() if portal.waits(d)]
    early = frozenset((*(d.path for d in drafts), *(urls.document_url(d.id, d.lang) for d in drafts)))
    for document in portal.documents.values():
        # In a preview a draft may lead to a draft; for what is published they are not there yet.
        unseen = frozenset() if portal.waits(document) else early
        for link in document.text.links:
            place = Location(document.path, link.mark.line, link.mark.column)
            if link.target.startswith("/"):
                if link.target not in known or link.target in unseen:
                    yield Finding(NOT_YET if link.target in waiting | unseen else BROKEN_LINK, place, {"target": link.target})
            elif link.target in unread:
                continue
            elif link.target.endswith(".md") and (link.target not in shown or link.target in unseen):
                yield Finding(NOT_YET if link.target in everything else BROKEN_LINK, place, {"target": link.target})
            elif link.target.endswith(".md") and link.fragment and not stands_there(shown[link.target], link.fragment):
                yield Finding(BROKEN_FRAGMENT, place, {"fragment": link.fragment[:80]})
    yield from _configured(portal, config_file, known, waiting, {urls.document_url(*urls.document_source(p.removeprefix("content/"))) for p in unread})


def _configured(portal: Portal, config_file: ParsedYaml, known: set[str], waiting: set[str], unread: set[str]) -> Iterator[Finding]:
    """Links of the menu, the tasks and the redirects."""
    config = portal.config
    home = config.home
    places: list[tuple[tuple[str | int, ...], str]] = [(("menu", n, "to"), item.to) for n, item in enumerate(config.menu)]
    places += [(("home", "tasks", n, "to"), item.to) for n, item in enumerate(home.tasks if home else ())]
    places += [(("home", "senior", n, "to"), item.to) for n, item in enumerate(home.senior if home else ())]
    places += [(("home", "hot", n, "to"), item.to) for n, item in enumerate(home.hot if home else ())]
    places += [(("redirects", n, "new"), redirect.new.split("#")[0]) for n, redirect in enumerate(config.redirects)]
    for steps, to in places:
        kind = urls.target(to, "").kind
        if kind == "web" or to in known or to in unread:
            continue
        yield Finding(NOT_YET if to in waiting else BROKEN_LINK, config_file.place(*steps), {"target": to})


def stands_there(document: Document, fragment: str) -> bool:
    """Whether another text has that clause. Its headings have no lasting ids, so only clauses can be named from outside."""
    kind, _, number = (clause_anchor(fragment) or fragment).partition("-")
    lowest, highest = {"article": document.text.articles, "item": (1, document.text.items)}.get(kind, (1, 0))
    number = number.split("-")[0]
    return number.isdigit() and lowest <= int(number) <= highest
