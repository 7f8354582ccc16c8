"""K: measures (惠企惠民措施) whose conditions cannot be reckoned with, or that are over."""

from collections.abc import Iterator, Mapping

from sitegen.anchors import clause_anchor
from sitegen.eligibility import Answer, outcome, parts
from sitegen.findings import Finding, Location, problem
from sitegen.languages import DEFAULT_LANG
from sitegen.lint.rule import Context, Rule
from sitegen.records.measures import Audience, Fact, Measure, Requirement
from sitegen.satisfiable import dead_ends, satisfiable, ways
from sitegen.values import in_chinese

_OWN = "本项目的约定：措施的条件要能计算，并与政策文件一致"

MISFIT = problem(
    "K1", "condition-does-not-suit", "“{title}”的条件写法不对：{why_zh}", "a condition of `{title}` is not well put: {why}", level="error", source=_OWN,
    remedy=(
        "按问题的答案类型来写：是否题用 holds，选择题用 one_of、none_of，数字题用 at_least、at_most",
        "yes-no: `holds`; choices: `one_of`, `none_of`; numbers: `at_least`, `at_most`",
    ),
)  # fmt: skip
CONTRADICTORY = problem(
    "K2", "contradictory-conditions", "“{title}”的条件互相矛盾，没有人能同时满足",
    "the conditions of `{title}` contradict each other; nobody can meet them all",
    level="error", source=_OWN, remedy=("对照政策原文改正条件", "correct them by the policy"),
)  # fmt: skip
UNREACHABLE = problem(
    "K3", "unreachable-condition", "“{title}”里有走不通的条件：{why_zh}", "a condition of `{title}` can never be met: {why}", level="error", source=_OWN,
    remedy=("对照政策原文改正条件、选项或者人群", "correct the condition, the options or the audience by the policy"),
)  # fmt: skip
OVER = problem(
    "K4", "measure-is-over", "“{title}”{why_zh}", "`{title}` {why}", level="warning", source=_OWN,
    remedy=("更新申报时间、写明下一批（next_window），或者删除这项措施", "update the window, say when the next opens (`next_window`), or remove the measure"),
)  # fmt: skip


def _at(context: Context, number: int, *steps: str | int) -> Location:
    return context.files["catalogs/measures.yml"].place(number, *(steps or ("id",)))


def _facts(context: Context) -> dict[str, Fact]:
    return {f.id: f for f in context.portal.site.records.profile}


def _slips(measure: Measure, facts: Mapping[str, Fact]) -> Iterator[tuple[int, str, str]]:
    """Conditions that cannot be reckoned with, by position, and why."""
    for number, condition in enumerate(measure.conditions):
        if bool(condition.any_of) == (condition.fact is not None):
            yield number, "fact 和 any_of 要写一个，只写一个", "it needs either `fact` or `any_of`"
            continue
        for part in parts(condition):
            fact = facts.get(part.fact or "")
            if fact is None:
                if part.fact is None:
                    yield number, "没有写 fact", "`fact` is missing"
                continue
            if reason := _slip(part, fact, measure):
                yield number, *reason


def _slip(part: Requirement, fact: Fact, measure: Measure) -> tuple[str, str] | None:
    stated = {name for name in ("holds", "one_of", "none_of", "at_least", "at_most") if getattr(part, name) not in (None, ())}
    suits = {"yes-no": {"holds"}, "number": {"at_least", "at_most"}, "choice": {"one_of", "none_of"}, "choices": {"one_of", "none_of"}}[fact.kind]
    if not stated or not stated <= suits:
        return f"“{in_chinese(fact.name)}”要用 {'、'.join(sorted(suits))}", f"`{fact.id}` takes {', '.join(sorted(suits))}"
    unknown = [id_ for id_ in (*part.one_of, *part.none_of) if id_ not in {option.id for option in fact.options}]
    if unknown:
        return f"“{in_chinese(fact.name)}”没有选项 {unknown[0]}", f"`{fact.id}` has no option `{unknown[0]}`"
    if fact.serves != measure.serves:
        return f"“{in_chinese(fact.name)}”不问这一类对象", f"`{fact.id}` is not asked of those whom the measure serves"
    return None


def misfits(context: Context) -> Iterator[Finding]:
    """A condition that does not suit its question: a limit on a choice, an option that does not exist, a question put to others."""
    facts = _facts(context)
    for place, measure in enumerate(context.portal.site.records.measures):
        for number, zh, en in _slips(measure, facts):
            yield Finding(MISFIT, _at(context, place, "conditions", number), {"title": in_chinese(measure.title), "why_zh": zh, "why": en}, measure.id)


def _sound(context: Context) -> Iterator[tuple[int, Measure]]:
    """Measures whose conditions can be reckoned with; the others have a finding of their own."""
    facts = _facts(context)
    for place, measure in enumerate(context.portal.site.records.measures):
        known = all(part.fact in facts for condition in measure.conditions for part in parts(condition))
        if known and not any(_slips(measure, facts)):
            yield place, measure


def contradictions(context: Context) -> Iterator[Finding]:
    """Conditions that can be met one by one, but never together."""
    facts = _facts(context)
    for place, measure in _sound(context):
        alone = all(any(satisfiable((part,), facts) for part in parts(condition)) for condition in measure.conditions)
        if alone and not any(satisfiable(way, facts) for way in ways(measure.conditions)):
            yield Finding(CONTRADICTORY, _at(context, place, "conditions"), {"title": in_chinese(measure.title)}, measure.id)


def unreachable(context: Context) -> Iterator[Finding]:
    """A condition or alternative that no answer can meet, or an audience that can never fit.

    An alternative is also out of reach where the other conditions rule it out. An audience is,
    where what is given of it fails a condition.
    """
    facts = _facts(context)
    audiences = {a.id: a for a in context.portal.site.records.audiences}
    for place, measure in _sound(context):
        possible = any(satisfiable(way, facts) for way in ways(measure.conditions))
        if possible:
            stuck = dead_ends(measure.conditions, facts)
        else:
            stuck = tuple(
                (c, n) for c, condition in enumerate(measure.conditions) for n, part in enumerate(parts(condition)) if not satisfiable((part,), facts)
            )
        for condition, alternative in stuck:
            steps = ("conditions", condition, "any_of", alternative) if measure.conditions[condition].any_of else ("conditions", condition)
            zh, en = "没有回答能满足这一条", "no answer meets it"
            yield Finding(UNREACHABLE, _at(context, place, *steps), {"title": in_chinese(measure.title), "why_zh": zh, "why": en}, measure.id)
        for number, id_ in enumerate(measure.audiences if possible else ()):
            if id_ in audiences and outcome(measure.conditions, _given(audiences[id_])).verdict == "does-not-fit":
                name = next(iter(audiences[id_].name.values()))
                zh, en = f"“{name}”的已知情况就不符合", f"what is given of the audience `{id_}` already fails"
                yield Finding(UNREACHABLE, _at(context, place, "audiences", number), {"title": in_chinese(measure.title), "why_zh": zh, "why": en}, measure.id)


def _given(audience: Audience) -> dict[str, Answer]:
    found: dict[str, Answer] = {}
    for one in audience.given:
        found[one.fact] = one.holds if one.holds is not None else one.number if one.number is not None else one.chosen
    return found


def over(context: Context) -> Iterator[Finding]:
    """A measure whose window is over with no word of the next, whose document no longer holds, or whose clause is not in it."""
    p = context.portal
    for place, measure in enumerate(p.site.records.measures):
        document = p.documents.get((measure.document, DEFAULT_LANG))
        validity = p.validity.get(measure.document)
        if validity in ("repealed", "expired"):
            zh, en = "依据的文件已经失效或者废止", "rests on a document that no longer holds"
            yield Finding(OVER, _at(context, place, "document"), {"title": in_chinese(measure.title), "why_zh": zh, "why": en}, measure.id)
        elif measure.closes is not None and measure.closes < context.as_of and measure.next_window is None:
            zh, en = f"已于 {measure.closes} 截止，没有写下一批什么时候", f"closed on {measure.closes}, with no word of the next window"
            yield Finding(OVER, _at(context, place, "closes"), {"title": in_chinese(measure.title), "why_zh": zh, "why": en}, measure.id)
        elif measure.opens is not None and measure.closes is not None and measure.closes < measure.opens:
            zh, en = f"截止日 {measure.closes} 早于开始日 {measure.opens}", f"closes on {measure.closes}, before it opens"
            yield Finding(OVER, _at(context, place, "closes"), {"title": in_chinese(measure.title), "why_zh": zh, "why": en}, measure.id, grade="error")
        elif document is not None and (anchor := clause_anchor(measure.clause)) and anchor.startswith("article-"):
            lowest, highest = document.text.articles
            if lowest <= highest and not lowest <= int(anchor.split("-")[1]) <= highest:
                zh, en = f"依据的文件里没有{measure.clause}", f"rests on {measure.clause}, which its document does not have"
                yield Finding(OVER, _at(context, place, "clause"), {"title": in_chinese(measure.title), "why_zh": zh, "why": en}, measure.id)


MEASURES = (Rule(MISFIT, misfits), Rule(CONTRADICTORY, contradictions), Rule(UNREACHABLE, unreachable), Rule(OVER, over))
