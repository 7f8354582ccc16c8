"""A2: pages that work without scripts (无障碍). A1 looks at texts and is in `text.py`.

The generator's pages are complete without scripts; what can break that is a theme. Its
templates are read here as text, since what a page needs shows in its markup.
"""

import re
from collections.abc import Iterator

from sitegen.findings import Finding, Location, problem
from sitegen.lint.rule import Context, Rule

NEEDS_SCRIPT = problem(
    "A2", "needs-script", "不运行脚本就用不了：{why_zh}", "needs scripts: {why}", level="error",
    source="无障碍环境建设法第三十二条；政府网站发展指引；WCAG 2.1",
    remedy=(
        "用真实的网址和按钮；脚本放进 assets/，只作增强",
        "use a real address or a button; put scripts into assets/ and let them only add to a page that works",
    ),
)  # fmt: skip

_NO_ADDRESS = re.compile(r"""<a\b[^>]*?\shref=(?:"(?:#|javascript:[^"]*)?"|'(?:#|javascript:[^']*)?')""", re.IGNORECASE)
_HANDLER = re.compile(r"""<[a-z][^>{}]*?\son[a-z]+\s*=\s*["']""", re.IGNORECASE)
_INLINE = re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)[^>]*>", re.IGNORECASE)
_SIGNS = (
    (_NO_ADDRESS, "链接没有真实的网址", "a link without an address"),
    (_HANDLER, "标签里写了事件脚本，内容安全策略不会运行它", "an event handler in a tag, which the content security policy does not run"),
    (_INLINE, "页面里写了脚本，内容安全策略不会运行它", "a script inside the page, which the content security policy does not run"),
)
_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->", re.DOTALL)


def needs_script(context: Context) -> Iterator[Finding]:
    """A template with links that lead nowhere without scripts, event handlers in tags, or scripts inside the page."""
    for path, source in context.templates.items():
        # Comments become blanks, so that places stay where they are.
        shown = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)
        for pattern, zh, en in _SIGNS:
            for match in pattern.finditer(shown):
                line = shown.count("\n", 0, match.start()) + 1
                column = match.start() - shown.rfind("\n", 0, match.start())
                yield Finding(NEEDS_SCRIPT, Location(path, line, column), {"why_zh": zh, "why": en})


ACCESSIBILITY = (Rule(NEEDS_SCRIPT, needs_script),)
