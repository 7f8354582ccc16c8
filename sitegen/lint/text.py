"""Rules on one text (单篇文字), run at the parse stage so that texts never enter the Site.

A text rule is a problem and a check, as in `rule.py`; its findings stand at their line and
column in the file, and are silenced like any other by `allow` in the file's front matter.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from sitegen.findings import Finding, Level, Location, Problem, problem
from sitegen.front_matter import InterpretationHeader
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.lint.personal import may_hold_personal_data, personal_data
from sitegen.markdown import ParsedDocument
from sitegen.values import DocumentId
from sitegen.wording import WrongWord
from sitegen.written import ENOUGH, Picture, WrittenLink

_ACCESSIBILITY_LAW = "无障碍环境建设法第三十二条；GB/T 37668-2019；WCAG 2.1"

UNREADABLE = problem(
    "P7", "nothing-to-read", "{why_zh}，读屏软件读不出，也搜索不到", "{why}, so nobody can search it or have it read aloud",
    level="warning", source="政府信息公开条例（2019）第二十四条",
    remedy=("把要点或全文写进正文；扫描件请换成有文字的文件", "write the main points or the whole text here; replace a scan by a file with text"),
)  # fmt: skip
RISKY_LINK = problem(
    "P9", "insecure-link", "链接 “{href}” {why_zh}", "the link `{href}` {why}",
    level="warning", source="国办秘函〔2019〕19号检查指标（链接可用性）；政府网站发展指引（国办发〔2017〕47号）",
    remedy=("换成 https 网址，并确认网站仍归原单位管理", "use its https address, and make sure that its owner has not changed"),
)  # fmt: skip
PERSONAL = problem(
    "P11", "personal-data", "这里有{what_zh} {number}", "here is {what} {number}",
    level="error", source="政府信息公开条例（2019）第十五条；个人信息保护法",
    remedy=("删除，或只保留前后几位，中间用 * 代替", "delete it, or keep a few digits and put * for the others"),
)  # fmt: skip
WRONG_WORD = problem(
    "P12", "wrong-word", "“{wrong}” 应当是 “{right}”{note}", "`{wrong}` should be `{right}`{note}",
    level="error", source="国办秘函〔2019〕19号检查指标（严重表述错误）；catalogs/words.yml",
    remedy=(
        "改成 “{right}”；如果这里没有错，在 catalogs/words.yml 的 unless 里写明例外",
        "write `{right}`; where it is right, name the longer word under `unless` in catalogs/words.yml",
    ),
)  # fmt: skip
BARRIER = problem(
    "A1", "accessibility-barrier", "有障碍：{why_zh}", "a barrier: {why}", level="error", source=_ACCESSIBILITY_LAW,
    remedy=("请改：{mend_zh}", "mend it: {mend}"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class TextContext:
    """What a text rule sees: one parsed file, and the list of wrong words."""

    document: ParsedDocument
    id: DocumentId
    lang: Lang
    words: tuple[WrongWord, ...] = ()

    def find(self, what: Problem, line: int, column: int = 1, /, *, grade: Level | None = None, **params: str) -> Finding:
        return Finding(what, Location(self.document.path, line, column), params, self.id, grade=grade)

    def column(self, line: int, text: str) -> int:
        """Where `text` begins in a line of the file, or 1."""
        lines = self.document.written.text.split("\n")
        return (lines[line - 1].find(text) if text and line <= len(lines) else -1) + 1 or 1


@dataclass(frozen=True, slots=True)
class TextRule:
    """文字规则: a problem and the function that finds it in one text."""

    problem: Problem
    check: Callable[[TextContext], Iterator[Finding]]


def check_text(document: ParsedDocument, id_: DocumentId, lang: Lang, words: tuple[WrongWord, ...]) -> tuple[Finding, ...]:
    """Findings of all text rules for one file; none for a file that could not be read."""
    if document.header is None:
        return ()
    context = TextContext(document, id_, lang, words)
    return tuple(finding for rule in TEXT_RULES for finding in rule.check(context))


# ---------------------------------------------------------------- P: what is published


def nothing_to_read(context: TextContext) -> Iterator[Finding]:
    """A text without words: empty, or nothing but pictures or links to attachments.

    A title with an attachment is the commonest complaint of readers: it cannot be found by
    its words, not be read on a telephone, and not be heard.
    """
    about = context.document.written
    if about.characters >= _READABLE or _is_infographic(context):
        return
    if about.pictures and about.characters == 0:
        yield context.find(UNREADABLE, about.pictures[0].mark.line, why_zh="正文只有图片", why="the text is nothing but a picture")
    elif about.links:
        yield context.find(UNREADABLE, about.links[0].mark.line, why_zh="正文只有附件", why="the text is nothing but an attachment")
    elif about.characters == 0:
        header = context.document.header
        why_zh, why = "正文是空的", "the text is empty"
        if header and header.attachments:
            why_zh, why = "正文是空的，内容只在附件里", "the text is empty and all stands in attachments"
        yield context.find(UNREADABLE, 1, why_zh=why_zh, why=why)


_READABLE = 8
"""Letters; 详见附件 and 请查看附件。 are no text."""


def risky_links(context: TextContext) -> Iterator[Finding]:
    """A link that is not encrypted, or (for information) one that leaves the sites of public bodies.

    Addresses outside .gov.cn and .edu.cn lapse and are bought by others; look at them now and then.
    """
    for link in context.document.written.links:
        told = risk(link.href)
        if told is None:
            continue
        grade, why_zh, why = told
        column = context.column(link.mark.line, link.href)
        yield context.find(RISKY_LINK, link.mark.line, column, grade=grade, href=link.href[:100], why_zh=why_zh, why=why)


_PUBLIC = re.compile(r"(?:^|\.)(?:gov|edu)\.cn$|(?:^|\.)(?:gov\.hk|gov\.mo|mil\.cn)$|(?:^|\.)(?:example|test|invalid|localhost)$|\.example\.(?:com|org|net)$")
"""Hosts of public bodies, and names that are reserved and belong to nobody."""


def risk(href: str) -> tuple[Level, str, str] | None:
    """The level and the words for an address that a reader should not be sent to unthinkingly."""
    parts = urlsplit(href)
    if parts.scheme == "http":
        return "warning", "没有加密，内容可能被篡改", "is not encrypted and can be tampered with"
    if parts.scheme == "https" and parts.hostname and not _PUBLIC.search(parts.hostname):
        return "info", "指向非政府网站，域名到期后可能被他人使用", "leads to a site outside government, whose name may lapse and pass to others"
    return None


PERSONAL_WORDS = {
    "identity": ("身份证件号码", "an identity number"),
    "mobile": ("手机号码", "a mobile telephone number"),
    "card": ("银行卡号", "a bank card number"),
}


def personal(context: TextContext) -> Iterator[Finding]:
    """Numbers of a person: identity number, bank card (errors), mobile telephone (a warning).

    An identity number counts only with its check digit, a card only if it obeys Luhn's rule. A
    mobile number may be an office's own; then say so in `allow`. Messages show masked numbers.
    """
    text = context.document.written.text
    for number, line in enumerate(text.split("\n"), 1) if may_hold_personal_data(text) else ():
        for found in personal_data(line):
            zh, en = PERSONAL_WORDS[found.kind]
            grade: Level | None = "warning" if found.kind == "mobile" else None
            yield context.find(PERSONAL, number, found.start + 1, grade=grade, what_zh=zh, what=en, number=found.masked)


def wrong_words(context: TextContext) -> Iterator[Finding]:
    """A word of the portal's list catalogs/words.yml, in texts in Simplified Chinese; the list says how grave each is."""
    if context.lang != DEFAULT_LANG:
        return
    text = context.document.written.text
    # Nearly every text holds none of them, and looking for a plain word is quick.
    words = tuple(word for word in context.words if word.wrong in text)
    for number, line in enumerate(text.split("\n"), 1) if words else ():
        for column, word in misspelt(line, words):
            note = f"（{word.note}）" if word.note else ""
            yield context.find(WRONG_WORD, number, column, grade=word.level, wrong=word.wrong, right=word.right, note=note)


def misspelt(text: str, words: tuple[WrongWord, ...]) -> Iterator[tuple[int, WrongWord]]:
    """Column and entry of each wrong word, leaving out the longer words in which it is right."""
    pattern, by_word = _pattern(words)
    for match in pattern.finditer(text):
        word = by_word.get(match[0])
        if word is not None:
            yield match.start() + 1, word


@cache
def _pattern(words: tuple[WrongWord, ...]) -> tuple[re.Pattern[str], dict[str, WrongWord]]:
    by_word = {word.wrong: word for word in words}
    # At one place the longest alternative wins, so an exception swallows the wrong word inside it.
    every = sorted({*by_word, *(longer for word in words for longer in word.unless)}, key=lambda w: (-len(w), w))
    return re.compile("|".join(map(re.escape, every))), by_word


# ---------------------------------------------------------------- A: who can read it


def barriers(context: TextContext) -> Iterator[Finding]:
    """What shuts out those who do not see a page.

    A picture without alternative text (an error); alternative text or link words that say
    nothing (图片, 点击这里, 更多); a table whose header row is empty; an infographic without
    the same in words. Levels of headings are put right by the build.
    """
    about = context.document.written
    for picture in about.pictures:
        yield from _picture(context, picture)
    for link in about.links:
        yield from _vague(context, link)
    for mark in about.headless_tables:
        why_zh, why = "表格没有表头", "the table has no header"
        yield context.find(
            BARRIER, mark.line, grade="warning", why_zh=why_zh, why=why, mend_zh="在第一行写明每一列是什么", mend="say in the first row what each column is"
        )
    if _is_infographic(context) and about.characters < _WORDS_OF_AN_INFOGRAPHIC:
        form = context.document.marks.get("form")
        why_zh, why = "图解没有文字版", "the infographic has no text beside it"
        mend_zh, mend = "在正文里写出图中的内容", "write in the text what the picture says"
        yield context.find(BARRIER, form.line if form else 1, form.column if form else 1, grade="warning", why_zh=why_zh, why=why, mend_zh=mend_zh, mend=mend)


_WORDS_OF_AN_INFOGRAPHIC = ENOUGH
_SAYS_NOTHING = re.compile(r"(?:图片?|照片|插图|配图|示意图|截图|image|img|picture|photo)?[ _-]?\d*(?:\.(?:png|jpe?g|webp))?", re.IGNORECASE)
_VAGUE = {
    "点击", "点击这里", "点此", "点这里", "请点击", "请点击这里", "点击此处", "请点击此处", "此处", "这里", "更多", "查看更多", "了解更多", "详情",
    "点击查看", "点击下载",
    "查看详情", "点击查看详情", "链接", "附件", "下载", "全文", "here", "click", "click here", "more", "read more", "link", "this", "this page", "download",
    "details",
}  # fmt: skip


def _picture(context: TextContext, picture: Picture) -> Iterator[Finding]:
    place = picture.mark.line, context.column(picture.mark.line, f"![{picture.alt}]")
    if not picture.alt:
        why_zh, why = f"图片 “{picture.src[:80]}” 没有替代文字", f"the picture `{picture.src[:80]}` has no alternative text"
        grade: Level | None = None
    elif _SAYS_NOTHING.fullmatch(picture.alt):
        why_zh, why, grade = (
            f"替代文字 “{picture.alt}” 没有说明图片内容",
            f"the alternative text `{picture.alt}` does not say what the picture shows",
            "warning",
        )
    else:
        return
    yield context.find(
        BARRIER,
        *place,
        grade=grade,
        why_zh=why_zh,
        why=why,
        mend_zh="在 ![ ] 的方括号里写出图片说了什么",
        mend="write between the brackets of ![ ] what the picture says",
    )


def _vague(context: TextContext, link: WrittenLink) -> Iterator[Finding]:
    words = re.sub(r"[\s>》›…。：:！!]+", " ", link.words).strip().lower()
    if not words:
        why_zh, why = "链接没有文字", "the link has no words"
    elif words in _VAGUE or re.fullmatch(r"附件 ?[\d一二三四五六七八九十]*", words):
        why_zh, why = f"链接文字 “{link.words}” 没有说明通向哪里", f"the link words `{link.words}` do not say where it leads"
    else:
        return
    place = link.mark.line, context.column(link.mark.line, f"[{link.words}]")
    yield context.find(
        BARRIER,
        *place,
        grade="warning",
        why_zh=why_zh,
        why=why,
        mend_zh="用所指页面或文件的名称作链接文字",
        mend="name the page or file that the link leads to",
    )


def _is_infographic(context: TextContext) -> bool:
    header = context.document.header
    return isinstance(header, InterpretationHeader) and header.form == "infographic"


TEXT_RULES: tuple[TextRule, ...] = (
    TextRule(UNREADABLE, nothing_to_read), TextRule(RISKY_LINK, risky_links), TextRule(PERSONAL, personal), TextRule(WRONG_WORD, wrong_words),
    TextRule(BARRIER, barriers),
)  # fmt: skip


def text_codes() -> Iterable[str]:
    return sorted({rule.problem.code for rule in TEXT_RULES})
