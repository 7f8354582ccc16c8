"""P7 in part and P8: attachments (附件): that they open, hold text, and say what they are."""

import posixpath
import re
from collections.abc import Iterator

from sitegen import urls
from sitegen.findings import Finding, Location, problem
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule
from sitegen.lint.text import UNREADABLE

UNUSABLE = problem(
    "P8", "unusable-attachment", "附件 “{name}” {why_zh}", "the attachment `{name}` {why}",
    level="error", source="全国政府网站普查评分表（附件下载）；国办秘函〔2019〕19号检查指标",
    remedy=("换成能够打开的文件，名称写明内容，例如 申请表（2026年版）", "put a file there that opens, and a name that says what it is"),
)  # fmt: skip

_NAMELESS = re.compile(
    r"(?:附件|附表|附|文件|文档|下载|未命名|无标题|新建.{0,12}|扫描(?:件|全能王)?.{0,3}|图片|表格?|文稿|attachment|document|untitled|scan|file|download|img|doc|new)"
    r"[ _-]*[\d一二三四五六七八九十()（）]*(?:\.[a-z0-9]{2,4})?|[\d._-]+(?:\.[a-z]{2,4})?",
    re.IGNORECASE,
)  # fmt: skip


def unusable(context: Context) -> Iterator[Finding]:
    """An attachment that nobody can use.

    Errors: a file of zero bytes; a file whose first bytes are not those of its extension, so that
    programs refuse it. A warning: a name without meaning, such as 附件1.pdf or 未命名. A file that
    is not there is D005.
    """
    for place, subject, title, path in _attachments(context):
        facts = context.attachments.get(path)
        if facts is not None and facts.size == 0:
            yield Finding(UNUSABLE, place, {"name": title, "why_zh": "是空文件（0 字节）", "why": "is empty (0 bytes)"}, subject)
        elif facts is not None and not facts.fits:
            extension = path.rpartition(".")[2]
            seems_zh, seems = (f"，看起来是 {facts.looks_like}", f"; it looks like {facts.looks_like}") if facts.looks_like else ("", "")
            yield Finding(UNUSABLE, place, {"name": title, "why_zh": f"不是 {extension} 文件{seems_zh}", "why": f"is not a {extension} file{seems}"}, subject)
        if _NAMELESS.fullmatch(title.strip()):
            yield Finding(UNUSABLE, place, {"name": title, "why_zh": "的名称没有说明内容", "why": "has a name that says nothing"}, subject, grade="warning")


def scans(context: Context) -> Iterator[Finding]:
    """A PDF without a text layer (a scan), or one that cannot be read at all. The first three pages are looked at."""
    for place, subject, title, path in _attachments(context):
        facts = context.attachments.get(path)
        if facts is None or not facts.fits or facts.size == 0:
            continue
        if facts.text_layer == "none":
            yield Finding(
                UNREADABLE, place, {"why_zh": f"附件 “{title}” 是没有文字的扫描件", "why": f"the attachment `{title}` is a scan without text"}, subject
            )
        elif facts.text_layer == "unreadable":
            zh, en = f"附件 “{title}” 损坏或者加了密码，打不开", f"the attachment `{title}` is damaged or locked and does not open"
            yield Finding(UNREADABLE, place, {"why_zh": zh, "why": en}, subject)


def _attachments(context: Context) -> Iterator[tuple[Location, str, str, str]]:
    """Every file offered for download: place, document, name, path; once for each place."""
    for document in context.portal.site.documents:
        folder = posixpath.dirname(document.path.removeprefix("content/"))
        if document.lang == DEFAULT_LANG or "attachments" in document.marks:
            for number, attachment in enumerate(document.header.attachments):
                path = "content/" + urls.target(attachment.file, folder).path
                yield context.at_document(document, "attachments", number, "title"), document.id, attachment.title, path
        listed = {"content/" + urls.target(a.file, folder).path for a in document.header.attachments}
        for link in document.text.links:
            if link.target.startswith("content/") and not link.target.endswith(".md") and link.target not in listed:
                yield Location(document.path, link.mark.line, link.mark.column), document.id, posixpath.basename(link.target), link.target


FILES = (Rule(UNUSABLE, unusable), Rule(UNREADABLE, scans))
