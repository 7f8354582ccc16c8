"""What is said over the last good page (页面上的报错): the findings that hold it back, and the page before there is one.

It is described once, as a tree of elements. Responses carry it as HTML in a shadow root, where
the portal's own styles do not reach it; an open page is sent the same tree and builds it
itself (`live.js`), so that nothing of it is ever parsed from text by a script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from sitegen.findings import Finding, Level

Node = tuple[str, dict[str, str], Sequence["Node | str"]]
"""Name of an element, its attributes, what it holds."""

STYLE = "/.sitegen/overlay.css"
HOST = "sitegen-findings"
"""Id of the element that carries it."""
_KEPT = "下面的网页是最近一次没有错误时的样子；改好并保存，这里就会消失。", "The page below is the last one without errors; mend and save, and this goes away."
_SHOWN = 50
_EMPTY = ("link", "meta")
_LEVELS: dict[Level, tuple[str, str]] = {"error": ("错误", "error"), "warning": ("警告", "warning"), "info": ("提示", "note")}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the site could not be brought up to date: findings that block, or words about the machine."""

    findings: tuple[Finding, ...] = ()
    words: str = ""


def overlay(trouble: Trouble) -> Node:
    """The panel, with every finding in both languages."""
    count = len(trouble.findings)
    zh, en = ("没有更新", "not updated")
    if count:
        zh, en = f"{zh}：{count} 个错误", f"{en}: {count} error{'s' if count != 1 else ''}"
    shown = trouble.findings[:_SHOWN]
    rest = [_line("p", f"另有 {count - _SHOWN} 个，见终端", f"{count - _SHOWN} more in the terminal")] if count > _SHOWN else []
    body: list[Node] = [("ol", {}, [_finding(f) for f in shown]), *rest] if shown else [("p", {"class": "words"}, [trouble.words])]
    panel: Node = (
        "details", {"open": "", "class": "panel"}, [
            ("summary", {}, [("span", {"role": "alert"}, [("strong", {"lang": "zh-Hans"}, [zh]), " ", ("span", {"lang": "en"}, [en])])]),
            ("div", {"class": "findings", "tabindex": "0", "role": "group", "aria-label": "错误 errors"}, [
                _line("p", *_KEPT),
                *body,
            ]),
        ],
    )  # fmt: skip
    return "div", {}, [("link", {"rel": "stylesheet", "href": STYLE}, []), panel]


def _finding(finding: Finding) -> Node:
    place, problem = finding.location, finding.problem
    where = f"{place.path}:{place.line}:{place.column}" if place.line else place.path
    zh, en = _LEVELS[finding.level]
    return "li", {}, [
        ("p", {"class": "place"}, [("code", {}, [where]), " ", ("span", {"class": "code"}, [f"{zh} {en} [{problem.code}] {problem.name}"])]),
        ("p", {"lang": "zh-Hans"}, [finding.message.zh]),
        ("p", {"lang": "en"}, [finding.message.en]),
        ("p", {"class": "remedy", "lang": "zh-Hans"}, [("b", {}, ["改法"]), f" {finding.remedy.zh}"]),
        ("p", {"class": "remedy", "lang": "en"}, [("b", {}, ["remedy"]), f" {finding.remedy.en}"]),
    ]  # fmt: skip


def _line(name: str, zh: str, en: str) -> Node:
    return name, {}, [("span", {"lang": "zh-Hans"}, [zh]), " ", ("span", {"lang": "en"}, [en])]


def html(node: Node | str) -> str:
    """A tree as HTML; every text and every value is escaped."""
    if isinstance(node, str):
        return escape(node)
    name, attributes, held = node
    head = "".join(f' {key}="{escape(value)}"' for key, value in attributes.items())
    return f"<{name}{head}>" if name in _EMPTY else f"<{name}{head}>{''.join(map(html, held))}</{name}>"


def over_the_page(trouble: Trouble | None) -> str:
    """The panel as it stands in a response; "" where all is well."""
    if trouble is None:
        return ""
    return f'<section id="{HOST}" aria-label="没有更新 not updated"><template shadowrootmode="open">{html(overlay(trouble))}</template></section>'


def no_site_yet(trouble: Trouble | None) -> bytes:
    """The page that stands in for the site before the first one is built."""
    words = (
        _line("p", "正在第一次生成，完成后这里自动显示网站。", "The portal is being built for the first time; it appears here when it is ready.")
        if trouble is None
        else _line("p", "还没有可以看的网站。改好列出的错误并保存，这里就会显示。", "There is no portal to show yet. Mend what is listed, and it appears here.")
    )
    page: Node = (
        "html", {"lang": "zh-Hans"}, [
            ("head", {}, [
                ("meta", {"charset": "utf-8"}, []), ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}, []),
                ("title", {}, ["网站正在生成 Being built"]), ("link", {"rel": "stylesheet", "href": STYLE}, []),
            ]),
            ("body", {"class": "waiting"}, [("main", {}, [("h1", {}, ["政务公开门户 ", ("span", {"lang": "en"}, ["Disclosure portal"])]), words])]),
        ],
    )  # fmt: skip
    return f"<!doctype html>{html(page)}".encode()
