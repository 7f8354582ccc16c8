"""Links (链接): every link in a text and in the configuration must lead somewhere."""

from collections.abc import Iterator

from sitegen import urls
from sitegen.catalog import ParsedYaml
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


def broken_links(portal: Portal, config_file: ParsedYaml, pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Links of texts, menu, tasks and redirects that no planned page answers."""
    known = {page.url for page in pages}
    everything = {d.path for d in portal.site.documents}
    shown = {d.path for d in portal.documents.values()}
    for document in portal.documents.values():
        for link in document.text.links:
            place = Location(document.path, link.mark.line, link.mark.column)
            if link.target.startswith("/"):
                if link.target not in known:
                    yield Finding(BROKEN_LINK, place, {"target": link.target})
            elif link.target.endswith(".md") and link.target not in shown:
                yield Finding(NOT_YET if link.target in everything else BROKEN_LINK, place, {"target": link.target})
    config = portal.config
    for where, items in (("menu", config.menu), ("tasks", config.home.tasks if config.home else ()), ("hot", config.home.hot if config.home else ())):
        for number, item in enumerate(items):
            steps: tuple[str | int, ...] = (where, number, "to") if where == "menu" else ("home", where, number, "to")
            if urls.target(item.to, "").kind == "site" and item.to not in known or urls.target(item.to, "").kind not in ("site", "web"):
                yield Finding(BROKEN_LINK, config_file.place(*steps), {"target": item.to})
    for number, redirect in enumerate(config.redirects):
        if redirect.new.split("#")[0] not in known:
            yield Finding(BROKEN_LINK, config_file.place("redirects", number, "new"), {"target": redirect.new})
