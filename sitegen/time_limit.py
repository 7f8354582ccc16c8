"""The wording of a time limit -> clauses a machine can check (公开时限的解析).

Catalogs say when in their own words: anchors and their synonyms, several clauses with
different scopes, display periods, fixed and cyclic dates, a tail that lets other law prevail.
A wording is cut into clauses first and read clause by clause. Whatever is left over and
could matter, a number above all, makes the whole wording not understood: nothing is guessed.

Every pattern is bounded and tried once at each place, so the time grows with the length of
the wording and no faster.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

LONGEST = 1000
"""Characters; a longer wording is not understood."""


@dataclass(frozen=True, slots=True)
class Clause:
    """时限条款: one demand of a time limit.

    op: within (deadline after an event) · before (lead time) · by (fixed date of each cycle) ·
    every (freshness) · display (minimum or exact 公示期) · keep (retention) · sync (together
    with another document) · prompt · realtime · on · on_request · carry (同上) · takedown.
    """

    op: str
    scope: tuple[str, ...] = ()
    """Names of what it is about; a leading ! means all but that."""
    amount: int | None = None
    unit: str = ""
    """wd working days, d calendar days, w weeks, mo months, y years, h hours."""
    events: tuple[str, ...] = ()
    object: str = ""
    """What the event happens to (收到征地批准文件), the date pattern of `by`, the document of `sync`, the term of `keep`."""
    exact: bool = False
    """Of a display period: exactly that long, not at least."""
    soft: bool = False
    """The wording says 一般 or 原则上."""
    alternative: str = ""
    """Which of several alternatives (alt) it is, or "or" for the second half of a plain 或."""

    @property
    def rule(self) -> str:
        """The canonical text of this demand without its scope."""
        span = f"{self.amount}{self.unit}"
        anchor = "/".join(self.events) + (f"[{self.object}]" if self.object and self.events else "")
        match self.op:
            case "within":
                return f"within({span} after {anchor})"
            case "before":
                return f"before({span} of {anchor})"
            case "by":
                return f"by({self.object})"
            case "every":
                return f"every({span})"
            case "display":
                return f"display({'=' if self.exact else '>='}{span}{', soft' if self.soft else ''})"
            case "keep":
                return f"keep({self.object or span})"
            case "sync":
                return f"sync({self.object}, slack={span if self.amount else 0})"
            case "prompt":
                return f"prompt(on {self.object or anchor})" if self.object or anchor else "prompt"
            case "on":
                return f"on({anchor})"
            case "on_request":
                return f"on_request({span})" if self.amount else "on_request"
            case "takedown":
                return "then takedown"
        return self.op


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """公开时限: the wording as published and what it demands."""

    wording: str
    clauses: tuple[Clause, ...]
    override: bool = False
    """Other law prevails (法律法规另有规定的从其规定)."""
    understood: bool = True

    @property
    def rule(self) -> str:
        """Canonical text, or "" where the wording is not understood."""
        if not self.understood:
            return ""
        parts: list[str] = []
        previous: Clause | None = None
        for clause in self.clauses:
            text = clause.rule
            if clause.alternative == "or":
                parts[-1] += f" / {text}"
            elif clause.alternative:
                parts.append(f"alt[{clause.alternative}]: {text}")
            elif clause.scope and previous is not None and previous.scope == clause.scope:
                parts[-1] += f" & {text}"
            elif clause.scope:
                parts.append(f"scope[{','.join(clause.scope)}]: {text}")
            else:
                parts.append(text)
            previous = clause
        if self.override:
            parts.append("override(law)")
        return "; ".join(parts)


# ---------------------------------------------------------------- words

_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}
_NUMBER = r"(?:\d{1,4}|[一二两三四五六七八九十百]{1,5}|半)"
_UNIT = r"(?:个?工作日|个?法定工作日|个?自然日|日历日|个?小时|个月|个?星期|个?季度|个?周|日|天|月|年)"
_AMOUNT = re.compile(rf"(?P<n>{_NUMBER})(?P<u>{_UNIT})")
_UNITS = (
    ("工作日", "wd"),
    ("自然日", "d"),
    ("日历日", "d"),
    ("小时", "h"),
    ("季度", "q"),
    ("星期", "w"),
    ("周", "w"),
    ("月", "mo"),
    ("年", "y"),
    ("日", "d"),
    ("天", "d"),
)

_OVERRIDE = re.compile(r"(?:另有|另行|有其他|有特别)(?:明确)?(?:的)?(?:规定|要求|约定)|从其规定|除外规定")
_FILLER = re.compile(r"缩短期限|予以说明|^(?:公开|公示|公布|发布|予以公开|主动公开|向社会公开)?$")

_EVENTS: tuple[tuple[str, str], ...] = (
    ("received", r"下发至本单位|收到|接到|收悉|受理"),
    ("decided", r"决定(?:书)?(?:作出|做出|形成)|(?:作出|做出)[^,;]{0,16}?(?:决定|决策)|决策(?:作出|做出)|(?:作出|做出)"),
    ("replied", r"批复"),
    ("approved", r"批准|核准|审批|审定|报审程序|审议通过|表决通过|通过"),
    ("issued", r"印发|发出|颁布|颁发|发布|公布|出台|下达|制发"),
    ("signed", r"签订|签署|签定"),
    ("confirmed", r"确定|确认|认定|评定"),
    ("ended", r"结束|完成|完毕|终结|办结|竣工|届满"),
    ("started", r"启动|开始|开工|发生(?!或|、|\(|变|更|改)"),
    ("revoked", r"撤回|撤销|撤消"),
    ("obtained", r"获取|获得|取得"),
    ("made", r"制定|制作|编制"),
    ("formed", r"形成|发生(?=或|、|\()|形式(?=或|\(|、)|产生|生成"),
    ("changed", r"变更|变化|修改|更改|修订|调整|更新|变动"),
)  # fmt: skip
_EVENT = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _EVENTS))
_WITH_OBJECT_AFTER = {"received"}
_WITH_OBJECT_BEFORE = {"confirmed", "ended"}
_PLAIN_OBJECTS = re.compile(r"^(?:该|此|本|相关|有关|的|其|政府|政务|公开|应|应当|自|在|从|由|于)*(?:信息|文件|内容|事项|材料|申请|结果信息)?$")

_LEADS_TO = (
    ("hearing", "听证"), ("bid_deadline", "投标截止"), ("prequal_deadline", "资格预审"), ("response_deadline", "响应文件"), ("meeting", "会议|邀请|开会|召开"),
    ("construction", "施工|开工"), ("effective", "施行|实施|生效"), ("deadline", "截止"), ("event", "活动|举办|考试"),
)  # fmt: skip
_ALTERNATIVES = {"bid_deadline": "投标", "prequal_deadline": "资格预审", "response_deadline": "响应"}

_TENS = {"上": 10, "中": 20}
_MONTH_END = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_WEEKDAY = {c: n for n, c in enumerate("一二三四五六", 1)} | {"日": 7, "天": 7}


def parse(wording: str) -> TimeLimit:
    """Read a wording. Never raises; what it cannot read has `understood` False and no clauses."""
    if not wording.strip() or len(wording) > LONGEST:
        return TimeLimit(wording, (), understood=False)
    segments, override = _segments(wording)
    clauses: list[Clause] = []
    for segment in segments:
        found = _read(segment, several=len(segments) > 1)
        if found is None:
            return TimeLimit(wording, (), understood=False)
        clauses += found
    clauses = list(_settled(clauses, override))
    return TimeLimit(wording, tuple(clauses), override, understood=bool(clauses))


# ---------------------------------------------------------------- cutting


def _segments(wording: str) -> tuple[list[str], bool]:
    """The wording cut where one clause ends and the next begins, without the tail on other law."""
    # Enumerators go first: NFKC would turn ① into a bare 1.
    text = re.sub(r"[①-⑳●◆■]", ";", wording)
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    # 曰 and 目 are what a scan makes of 日; the year or month that a report is about is no period.
    text = re.sub(r"(?<=工作)[曰目]|(?<=之)曰", "日", text)
    text = re.sub(r"(?<!以)上一?(?:年度?|个?季度?|个?月份?|个?周)", "", text)
    text = re.sub(r"(?:^|(?<=[;。:,]))[\d一二三四五六](?:\.(?!\d)|、(?=[^\d]))|(?:^|(?<=[;。]))\(\d\)", ";", text)
    override = False
    kept: list[str] = []
    for part in re.split(r"[;。]|,?其中[,:]?", text):
        phrases = []
        for phrase in re.split(r"(\([^()]{0,80}\))|,", part):
            if not phrase:
                continue
            if _OVERRIDE.search(phrase):
                override = True
            else:
                phrases.append(phrase)
        if phrases and not _FILLER.search("".join(phrases)):
            kept += _at_new_anchor(",".join(phrases).replace(",(", "(").replace("),", ")"))
    return kept, override


def _at_new_anchor(part: str) -> list[str]:
    """Cut at a comma where a new subject with its own deadline begins (…公开,其他信息…)."""
    pieces = re.split(r"(?<=公开|公示|公布|内容|日内),(?=其他|其它|其余|行政|执法)", part)
    return [p for p in pieces if p]


# ---------------------------------------------------------------- reading one clause


def _read(segment: str, *, several: bool) -> list[Clause] | None:
    """The demands of one clause, or None where it is not understood."""
    scope, rest = _scope(segment) if several or segment.startswith("除") else ((), segment)
    found: list[Clause] = []
    rest = _take_cycles(rest, found)
    rest = _take_amounts(rest, found, scope)
    rest = _take_words(rest, found)
    if not found or re.search(r"\d|[一二三四五六七八九十]{1,5}(?:个|日|天|月|年|周|季)", rest):
        return None
    return [clause if clause.scope or not scope else replace(clause, scope=scope) for clause in found]


_LABEL = re.compile(r"^(?P<x>[^:,]{1,24}):")
_EXCEPT = re.compile(r"^除(?P<x>[^,:]{1,16}?)(?:以)?外(?:的)?(?:其他|其它)?(?:内容|信息|事项)?(?:的)?:?")
_BOOK = re.compile(r"^《(?P<x>[^》]{1,30})》")
_OTHER = re.compile(r"^(?:其他|其它|其余)(?P<x>[^,:]{0,10}?)(?:信息|内容|事项)?(?=在|自|为|应|形成|$|[:,])")
_NAMED = re.compile(r"^(?P<x>[^,:在自应]{2,24}?)(?:信息|事项|结果)?(?:应当|应)?(?:自|在|于)")
_SUBJECT = re.compile(r"^(?P<x>[^,:在自应]{2,24}?)(?=决定(?:书)?(?:作出|做出))")
_COMPLEX = re.compile(r"^(?:情况)?较?(?P<x>复杂|重大|疑难|紧急)的?(?:问题|事项|情况)?")
_GENERAL = re.compile(r"^(?:一般|普通|简单)(?:问题|事项|情况)?,?")
_UNSPECIFIC = re.compile(
    r".*(?:期限|时间|时限|不得|不少)|^(?:该|此|本)?(?:主动公开|公开|政府|政务|相关|有关)*(?:的)?(?:信息|事项|内容|文件)*(?:内容)?(?:形成|产生|制作|获取|发生|变更|变化|的)*$"
)


def _scope(segment: str) -> tuple[tuple[str, ...], str]:
    """Names of what a clause is about, and the clause without them."""
    if match := _EXCEPT.match(segment):
        return (f"!{match['x']}",), segment[match.end() :]
    if match := _GENERAL.match(segment):
        return (), segment[match.end() :]
    if match := _COMPLEX.match(segment):
        return (match["x"],), segment[match.end() :]
    if match := _OTHER.match(segment):
        return ("其他",), segment[match.end() :]
    for pattern in (_LABEL, _BOOK, _SUBJECT, _NAMED):
        match = pattern.match(segment)
        if match and not _UNSPECIFIC.match(match["x"]) and not _EVENT.search(match["x"]) and not _AMOUNT.search(match["x"]):
            end = match.end() if pattern in (_LABEL, _BOOK) else match.end("x")
            return tuple(_names(match["x"])), segment[end:]
    return (), segment


def _names(text: str) -> Iterator[str]:
    for name in re.split(r"[、,]|和|及|与|以及", text):
        if short := re.sub(r"(?:等)?(?:信息|事项|结果|内容)?(?:等)?$", "", name):
            yield short


# -- cycles: dates that come back

_CYCLES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), name)
    for pattern, name in (
        (r"(?:每|当)年(?:的)?((?:\d{1,2}月[、和]){1,11}\d{1,2}月)(?:的)?([上中下])旬(?:前|之前|内)?", "months_tens"),
        (r"((?:\d{1,2}月[、和]){1,11}\d{1,2}月)(?:的)?([上中下])旬(?:前|之前|内)?", "months_tens"),
        (r"(次年|每年(?:度)?的?|当年|年度)?(\d{1,2})月(\d{1,2})[日号](?:之前|以前|前)", "date"),
        (r"(次年|每年(?:度)?的?|当年)?(\d{1,2})月(?:份)?(底|末)(?:之前|以前|前)?", "month_end"),
        (r"(次年|每年的?)(\d{1,2})月(?:份)?([上中下])旬(?:之前|以前|前)?", "year_tens"),
        (r"(每年|次年)(?:的)?第?([一二三四])季度(?:内|[末底]前|结束前)?(?!前|之前|以前|第)", "year_quarter"),
        (r"(每年|次年)(?:的)?([上下])半年(?:内|[末底]前|结束前)?(?!前|之前|以前)", "year_half"),
        (r"(?:每年年?|当年年?|年)[底末](?:之前|以前|前)", "year_end"),
        (r"(每年的?)(\d{1,2})月(?:份)?(?:之前|以前|前|内)?", "month"),
        (r"每季度(?:的)?(?:第([一二三])个月|首月|末月)(?:的)?(\d{1,2})[日号](?:之前|以前|前)", "quarter_day"),
        (r"(?:每季度|每个季度|季度)(?:结束)?后(\d{1,2})(?:个)?(工作日|日|天)(?:之)?内", "after_quarter"),
        (r"(次月|下月|下个月)(\d{1,2})[日号](?:之前|以前|前)?", "next_month"),
        (r"(每月|每个月|当月|本月)(?:的)?(\d{1,2})[日号](?:之前|以前|前)?", "month_day"),
        (r"(次月|下月)(?:的)?([上中下])旬(?:之前|以前|前|内)?", "next_month_tens"),
        (r"(每月|当月)(?:的)?([上中下])旬(?:之前|以前|前|内)?", "month_tens"),
        (r"(?:每月|每个月)(?:的)?第([一二三四])(?:个)?(?:周|星期)(?:内)?", "month_week"),
        (r"(?:每月|每个月|当月)(?:月)?(?:底|末)(?:之前|以前|前)?", "month_last"),
        (r"(?:次|下|每)(?:个)?(?:周|星期)([一二三四五六日天])(?!次|个|回|期|至|到|、)(?:之前|以前|前)?", "weekday"),
        (r"(?<![上下])(半年|每半年)(?:至少)?(?:更新|公开|公示|发布|公布|调整)?(?:\d|一)?次?", "half_year"),
        (
            r"(?:每|按)(?:个)?(季度|季|月|年度|年|(?:周|星期)(?![一二三四五六日天](?:、|至|到))|日|天)(?:至少|定期)?(?:更新|公开|公示|发布|公布|调整|通报)?(?:不少于)?(?:\d|一)?次?",
            "each",
        ),
        (r"(?:每|不少于每)(\d{1,2})(个月|天|日|周)(?:至少)?(?:更新|公开|公示)?(?:\d|一)?次?", "each_n"),
    )
)
_EACH = {
    "季度": (3, "mo"),
    "季": (3, "mo"),
    "月": (1, "mo"),
    "年度": (1, "y"),
    "年": (1, "y"),
    "周": (1, "w"),
    "星期": (1, "w"),
    "日": (1, "d"),
    "天": (1, "d"),
}


def _take_cycles(text: str, found: list[Clause]) -> str:
    """Take out every date that comes back, in the order of the wording."""
    place, left = 0, []
    while place < len(text):
        for pattern, name in _CYCLES:
            if match := pattern.match(text, place):
                clauses = _cycle(name, match)
                if clauses is None:
                    continue
                found += clauses
                place = match.end()
                break
        else:
            left.append(text[place])
            place += 1
    return "".join(left)


def _cycle(name: str, match: re.Match[str]) -> list[Clause] | None:
    def by(pattern: str) -> list[Clause]:
        return [Clause("by", object=pattern)]

    def tens(which: str, month: int = 1) -> int:
        return _TENS.get(which) or _MONTH_END[month - 1]

    match name:
        case "months_tens":
            months = [int(m) for m in re.findall(r"\d+", match[1])]
            return by(f"{','.join(f'{m:02}-{tens(match[2], m):02}' for m in months)} yearly") if all(1 <= m <= 12 for m in months) else None
        case "date" | "month_end" | "year_tens" | "month":
            month = int(match[2])
            if not 1 <= month <= 12:
                return None
            day = int(match[3]) if name == "date" else tens(match[3], month) if name == "year_tens" else _MONTH_END[month - 1]
            if not 1 <= day <= 31:
                return None
            return by(f"next year {month:02}-{day:02}" if match[1] == "次年" else f"{month:02}-{day:02} yearly")
        case "year_quarter" | "year_half":
            month = 3 * _DIGIT[match[2]] if name == "year_quarter" else 6 if match[2] == "上" else 12
            return by(f"next year {month:02}-{_MONTH_END[month - 1]}" if match[1] == "次年" else f"{month:02}-{_MONTH_END[month - 1]} yearly")
        case "year_end":
            return by("12-31 yearly")
        case "quarter_day":
            order = {"一": 1, "二": 2, "三": 3}.get(match[1] or "", 3 if "末月" in match[0] else 1)
            return by(f"month {order} day {int(match[2])} quarterly")
        case "after_quarter":
            return by(f"{match[1]}{'wd' if match[2] == '工作日' else 'd'} after quarter")
        case "next_month":
            return by(f"next month day {int(match[2])}")
        case "month_day":
            return by(f"day {int(match[2])} monthly")
        case "next_month_tens":
            which = f"<={_TENS[match[2]]}" if match[2] in _TENS else " last"
            return [Clause("every", amount=1, unit="mo"), *by(f"next month day{which}")]
        case "month_tens":
            return by(f"day<={_TENS[match[2]]} monthly" if match[2] in _TENS else "last day monthly")
        case "month_week":
            return by(f"month week {_DIGIT[match[1]]}")
        case "month_last":
            return by("last day monthly")
        case "weekday":
            when = "weekly" if match[0].startswith("每") else "next week"
            return by(f"weekday {_WEEKDAY[match[1]]} {when}")
        case "half_year":
            return [Clause("every", amount=6, unit="mo")]
        case "each":
            amount, unit = _EACH[match[1]]
            return [Clause("every", amount=amount, unit=unit)]
        case "each_n":
            return [Clause("every", amount=int(match[1]), unit={"个月": "mo", "周": "w"}.get(match[2], "d"))]
    return None


# -- amounts: so many days after, before, for


def _take_amounts(text: str, found: list[Clause], scope: tuple[str, ...]) -> str:
    """Take out every number with a unit, with the words before and after that say what it means."""
    left: list[str] = []
    start = 0
    events: tuple[str, ...] = ()
    for match in _AMOUNT.finditer(text):
        lead, tail = text[start : match.start()], text[match.end() :]
        amount, unit = _amount(match)
        clause = _clause(lead, tail, amount, unit, text, scope, events, bare=text == match[0] or not lead)
        if clause is None:
            return text
        if clause.op == "within":
            events = clause.events
        if found and found[-1].op == "by" and lead.startswith("或"):
            clause = replace(clause, alternative="or")
        found.append(clause)
        if re.search("及时|尽快|第一时间", lead) and clause.op == "display":
            found.insert(len(found) - 1, Clause("prompt"))
        start = match.end()
    left.append(text[start:] if start else text)
    return "".join(left)


def _amount(match: re.Match[str]) -> tuple[int, str]:
    number = match["n"]
    unit = next(code for word, code in _UNITS if word in match["u"])
    if number == "半":
        return (6, "mo") if unit == "y" else (15, "d")
    value = int(number) if number.isdigit() else _chinese(number)
    return (value * 3, "mo") if unit == "q" else (value, unit)


def _chinese(words: str) -> int:
    total = digit = 0
    for c in words:
        if c in _DIGIT:
            digit = _DIGIT[c]
        else:
            total += max(digit, 1) * {"十": 10, "百": 100}[c]
            digit = 0
    return total + digit


def _clause(lead: str, tail: str, amount: int, unit: str, whole: str, scope: tuple[str, ...], before: tuple[str, ...], *, bare: bool) -> Clause | None:
    soft = bool(re.search(r"一般|原则上", lead))
    sooner = re.match(r"(?:之前|以前|前)", tail)
    if re.search(r"同步|同时|随", lead) and re.search(r"不超过|不得超过|相差", lead):
        return Clause("sync", amount=amount, unit=unit, object=_document(lead))
    if sooner or re.search(r"(?:提前|前)(?:至少|不少于)?$", lead):
        what = next((name for name, words in _LEADS_TO if re.search(words, lead)), None) or next(
            (name for name, words in _LEADS_TO if re.search(words, tail)), None
        )
        return Clause("before", amount=amount, unit=unit, events=(what,), alternative=_ALTERNATIVES.get(what, "")) if what else None
    if re.search(r"满$", lead) or (
        re.search(r"(?:保存|保留|公开期限|公开时长|公开时间|公示期限?|展示期限?)(?:为|是|至少|不少于|不得少于)?$", lead) and unit in ("y", "mo")
    ):
        person = ("自然人",) if "自然人" in lead else ()
        return Clause("keep", amount=amount, unit=unit, scope=person)
    if re.match(r"(?:及)?以上", tail) or re.search(r"不少于|不得少于|不低于|不短于|不得短于|至少$", lead):
        return Clause("display", amount=amount, unit=unit, soft=soft)
    inside = re.match(r"(?:公开)?(?:之|以)?内", tail)
    if not inside and re.search(r"(?:公示|公告|公布)(?:期限|期|时间|时限)?(?:为|是)?$|(?:期限|时间|时限)(?:为|是)$|征求意见(?:期)?(?:为)?$", lead):
        return Clause("display", amount=amount, unit=unit, exact=True, soft=soft)
    if re.search(r"收到[^,;]{0,12}申请", lead):
        return Clause("on_request", amount=amount, unit=unit)
    if re.search(r"办结|办理|答复|回复|延长", lead[-4:] + tail[:4]):
        return Clause("within", amount=amount, unit=unit, events=("received",))
    if inside and re.search(r"(?:政策|规范性)文件公开(?:之日起|之后|后|的)?$", lead):
        return Clause("sync", amount=amount, unit=unit, object="policy")
    if bare and unit in ("mo", "y") and not inside:
        return Clause("every", amount=amount, unit=unit)
    found, thing = _anchor(lead)
    if not found:
        # 三日内撤回…: what must be done within the time is told after it (行政处罚法第四十八条).
        if inside and re.search(r"撤回|撤销", tail[:8]):
            return Clause("within", amount=amount, unit="wd" if "处罚" in tail and unit == "d" else unit, events=("revoked",))
        if scope and any("决定" in name or "处罚" in name or "许可" in name for name in scope) and "!" not in scope[0]:
            found = ("decided",)
        elif bare or re.fullmatch(r"(?:自|在|应|应当|于|的|信息|该信息|公开|,|:|并|及时|主动|不得?超过|最长|最迟|最晚|最多|原则上|一般|\()*", lead):
            found = before or ("formed", "changed")
        else:
            return None
    return Clause("within", amount=amount, unit=unit, events=found, object=thing)


def _anchor(lead: str) -> tuple[tuple[str, ...], str]:
    """Events that start the clock, and what they happen to."""
    matches = list(_EVENT.finditer(lead))
    names = tuple(dict.fromkeys(m.lastgroup or "" for m in matches))
    if set(names) == {"formed", "changed"}:
        names = ("formed", "changed")
    if "received" in names:
        names = ("received",)
    elif "decided" in names:
        names = ("decided",)
    elif {"approved", "replied"} & set(names):
        names = tuple(n for n in names if n in ("approved", "replied"))[:1]
    elif len(names) > 1 and set(names) - {"formed", "changed", "obtained", "made"}:
        # 完成…后, 确定…之日起: the last verb before 之日起 or 后 is the one that counts.
        plain = tuple(n for n in names if n in ("issued", "signed"))
        names = plain or names[-1:]
    if len(names) != 1:
        return names, ""
    name = names[0]
    match = next(m for m in matches if m.lastgroup == name)
    if name in _WITH_OBJECT_AFTER:
        thing = re.split(r"之日|之后|后|的?当日|次日|起|,|\(", lead[match.end() :])[0]
    elif name in _WITH_OBJECT_BEFORE:
        thing = re.split(r"[,;:(]|自|在|从|应当|应", lead[: match.start()])[-1]
    else:
        return names, ""
    return names, "" if _PLAIN_OBJECTS.match(thing) else thing


def _document(lead: str) -> str:
    """Which document another is published together with."""
    match = re.search(r"(?:与|同|和|随着|随)(?P<x>[^,;]{1,30})", lead)
    words = re.split(r"一并|同步|同时|一起|(?:公开|发布|公告|公布)(?:$|,)", match["x"])[0] if match else ""
    if words in ("政策文件", "政策", "文件"):
        return "policy"
    parts = words.split("、")
    # 采购公告、采购文件 are two documents; 中标、成交结果 are two kinds of one.
    return "/".join(parts) if len({len(p) for p in parts}) == 1 else "".join(parts)


# -- words without a number


def _take_words(rest: str, found: list[Clause]) -> str:
    numbered = bool(found)
    if re.search(r"^(?:内容)?(?:同上|同前|见上)$", rest):
        found.append(Clause("carry"))
    if re.search(r"依申请|申请公开", rest) and not numbered:
        found.append(Clause("on_request"))
    if re.search(r"长期|常年|永久|长久", rest):
        found.append(Clause("keep", object="forever"))
        if re.search(r"最新有效|动态|更新|调整|及时", rest):
            found.append(Clause("prompt", object="change"))
        return re.sub(r"动态调整|及时|实时", "", rest)
    if "任期" in rest:
        found.append(Clause("keep", object="term"))
    if re.search(r"撤下|撤除|下架", rest):
        found.append(Clause("takedown"))
        return rest
    if re.search(r"实时|即时|随时|适时更新", rest):
        found.append(Clause("realtime"))
    elif re.search(r"及时|尽快|第一时间|立即|适时|动态(?:调整|更新)", rest) and not any(c.op == "prompt" for c in found):
        events, _ = _anchor(re.split(r"及时|尽快|第一时间|立即|适时|动态", rest)[0]) if not numbered else ((), "")
        main = tuple(e for e in events if e == "decided")
        found.append(Clause("prompt", events=main))
    if not found and re.search(r"同步|同时|随", rest) and (document := _document(rest)):
        found.append(Clause("sync", object=document))
    if not found and (match := re.search(r"(?:在|于)?(?:实地)?启动(?P<x>[^,;时]{2,20}?)(?:工作)?时", rest)):
        found.append(Clause("on", events=("started",), object=match["x"]))
    return rest


def _settled(clauses: list[Clause], override: bool) -> Iterator[Clause]:
    """Drop what adds nothing: 及时 beside a number, where the wording also yields to other law."""
    numbered = any(c.op == "within" for c in clauses)
    several = len([c for c in clauses if c.op not in ("prompt", "display", "keep")]) > 1
    for clause in clauses:
        if clause.op == "prompt" and numbered and override and not clause.scope:
            continue
        if clause.alternative and clause.alternative != "or" and not several:
            clause = replace(clause, alternative="")
        yield clause
