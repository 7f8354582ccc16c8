"""E: letters and opinions (来信与征集): sums that agree, replies after letters, nobody named."""

import re
from collections.abc import Iterator
from datetime import timedelta

from sitegen.findings import Finding, Level, Location, problem
from sitegen.lint.personal import personal_data
from sitegen.lint.rule import Context, Rule
from sitegen.lint.text import PERSONAL, PERSONAL_WORDS
from sitegen.records.letters import Letter, LetterFigures, LettersOfYear

_PRIVACY = "政府信息公开条例（2019）第十五条；个人信息保护法；信访工作条例"

SUMS = problem(
    "E1", "letter-sums", "来信统计对不上：{why_zh}", "the figures of letters do not agree: {why}", level="error",
    source="本项目的约定：公布的数字能互相核对", remedy=("核对这一行和它的各部分", "check this row and its parts"),
)  # fmt: skip
REPLY = problem(
    "E2", "letter-reply", "“{title}” {why_zh}", "`{title}` {why}", level="error", source="信访工作条例第二十二条、第三十四条",
    remedy=("核对来信和答复的日期", "check the days of letter and reply"),
)  # fmt: skip
TELLING = problem(
    "E3", "telling-letter", "来信可能让人认出是谁：{what_zh} “{shown}”", "the letter may give away who wrote it: {what} `{shown}`",
    level="warning", source=_PRIVACY, remedy=("改成“某小区”“市民”这样的说法，或用 * 代替", "say `a resident`, `a building`, or put * for it"),
)  # fmt: skip
RESULT = problem(
    "Q2", "opinions-without-result", "民意征集 “{title}” {why_zh}", "the collection `{title}` {why}", level="warning",
    source="重大行政决策程序暂行条例第十七条；规章制定程序条例",
    remedy=("写上采纳情况 feedback，没有采纳的说明理由", "add `feedback` with what was adopted, and why the rest was not"),
)  # fmt: skip

SLOW = timedelta(days=15)
_TELLING = {
    re.compile(r"(?:我叫|本人姓名|我是业主)[\u4e00-\u9fff]{2,3}(?=[，。、,])"): ("姓名", "a name"),
    re.compile(r"[京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新][A-Z][·\s]?[A-Z0-9]{5,6}(?![A-Z0-9])"): ("车牌", "a number plate"),
    re.compile(r"\d{1,4}(?:栋|座|号楼|幢)[^，。；]{0,8}?\d{3,4}(?:室|房|号房)"): ("门牌", "a home address"),
}
_SHOWN = 4


def sums(context: Context) -> Iterator[Finding]:
    """Figures of letters whose parts do not add up.

    The channels of a month, and its types, add up to what was received; no more is answered than
    was received; the units of a year add up to its months, received and answered alike.
    """
    for path, file in _years(context):
        if file.figures is None:
            continue
        for number, month in enumerate(file.figures.months):
            place = ("figures", "months", number)
            for name, what in (("channels", "渠道"), ("types", "类型")):
                held = sum(getattr(month, name).values())
                if held != month.received:
                    zh, en = (
                        f"{month.month} 月各{what}相加是 {held}，来信数是 {month.received}",
                        f"month {month.month}: {name} add up to {held}, not {month.received}",
                    )
                    yield _at(context, path, (*place, name), zh, en)
            if month.replied > month.received:
                zh, en = f"{month.month} 月答复数多于来信数", f"month {month.month} has more replies than letters"
                yield _at(context, path, (*place, "replied"), zh, en)
        yield from _unit_sums(context, path, file.figures)


def _unit_sums(context: Context, path: str, figures: LetterFigures) -> Iterator[Finding]:
    for name, what in (("received", "来信数"), ("replied", "答复数")):
        months, units = (sum(getattr(row, name) for row in rows) for rows in (figures.months, figures.units))
        if months != units:
            yield _at(
                context,
                path,
                ("figures", "units"),
                f"各单位{what}相加是 {units}，各月相加是 {months}",
                f"`{name}` of the units add up to {units}, that of the months to {months}",
            )


def replies(context: Context) -> Iterator[Finding]:
    """A reply dated before its letter (an error), or later than 15 days after it (a warning).

    Also a letter that stands in the file of another year than that of its reply, or shares its id with another.
    """
    seen: dict[str, str] = {}
    for path, number, letter in _letters(context):
        place = ("letters", number, "replied")
        if letter.replied < letter.received:
            yield _reply(context, path, place, letter, "答复早于来信", "was answered before it came")
        elif letter.replied - letter.received > SLOW:
            days = (letter.replied - letter.received).days
            yield _reply(context, path, place, letter, f"用了 {days} 天才答复，超过 15 天", f"was answered after {days} days, more than 15", "warning")
        if str(letter.replied.year) not in path:
            yield _reply(context, path, place, letter, "应当放在答复那一年的文件里", "belongs into the file of the year of its reply")
        if letter.id in seen:
            yield _reply(context, path, ("letters", number, "id"), letter, f"的编号已经用在 {seen[letter.id]}", f"has an id that is used in {seen[letter.id]}")
        seen.setdefault(letter.id, path)


def telling(context: Context) -> Iterator[Finding]:
    """A name, a number plate or a home address in a published letter or its reply."""
    for place, text in _texts(context):
        for pattern, (zh, en) in _TELLING.items():
            for match in pattern.finditer(text):
                yield Finding(TELLING, place, {"what_zh": zh, "what": en, "shown": match[0][:_SHOWN] + "…"})


def personal_numbers(context: Context) -> Iterator[Finding]:
    """The same in published letters and their replies, which readers write and editors forget to mask."""
    for place, text in _texts(context):
        for found in personal_data(text):
            zh, en = PERSONAL_WORDS[found.kind]
            grade: Level | None = "warning" if found.kind == "mobile" else None
            yield Finding(PERSONAL, place, {"what_zh": zh, "what": en, "number": found.masked}, grade=grade)


def results(context: Context) -> Iterator[Finding]:
    """A collection of opinions that ends before it begins, or whose result is missed `thresholds.feedback_days` days (30) after its end."""
    wait = timedelta(days=context.config.thresholds.feedback_days)
    for number, found in enumerate(context.portal.site.records.opinions):
        if found.closes < found.opens:
            yield _result(context, number, found.title, "截止早于开始", "ends before it begins")
        elif found.feedback is None and found.closes + wait < context.as_of:
            yield _result(
                context, number, found.title, f"已于 {found.closes} 截止，还没有公布采纳情况", f"ended on {found.closes}, and its result is not published"
            )


def _years(context: Context) -> Iterator[tuple[str, LettersOfYear]]:
    for year, file in context.portal.site.records.letters.items():
        yield f"catalogs/letters/{year}.yml", file


def _letters(context: Context) -> Iterator[tuple[str, int, Letter]]:
    for path, file in _years(context):
        yield from ((path, number, letter) for number, letter in enumerate(file.letters))


def _texts(context: Context) -> Iterator[tuple[Location, str]]:
    for path, number, letter in _letters(context):
        for name in ("title", "question", "reply"):
            yield context.files[path].place("letters", number, name), getattr(letter, name)


def _at(context: Context, path: str, steps: tuple[str | int, ...], zh: str, en: str) -> Finding:
    return Finding(SUMS, context.files[path].place(*steps), {"why_zh": zh, "why": en})


def _reply(context: Context, path: str, steps: tuple[str | int, ...], letter: Letter, zh: str, en: str, grade: Level | None = None) -> Finding:
    return Finding(REPLY, context.files[path].place(*steps), {"title": letter.title, "why_zh": zh, "why": en}, units=(letter.unit,), grade=grade)


def _result(context: Context, number: int, title: str, zh: str, en: str) -> Finding:
    place = context.files["catalogs/opinions.yml"].place(number, "closes")
    return Finding(RESULT, place, {"title": title, "why_zh": zh, "why": en})


LETTERS = (Rule(SUMS, sums), Rule(REPLY, replies), Rule(TELLING, telling), Rule(PERSONAL, personal_numbers), Rule(RESULT, results))
