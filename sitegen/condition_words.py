"""Conditions in words (条件的文字): made from the typed condition, so that what is shown is what is reckoned."""

from collections.abc import Mapping

from sitegen.eligibility import parts
from sitegen.records.measures import Condition, Fact, Requirement


def in_words(condition: Condition, facts: Mapping[str, Fact]) -> str:
    """One condition as a Chinese sentence part: 年龄18岁至45岁; 符合下列之一：…；…."""
    if condition.any_of:
        return "符合下列之一：" + "；".join(_part(part, facts) for part in parts(condition))
    return _part(condition, facts)


def _part(part: Requirement, facts: Mapping[str, Fact]) -> str:
    fact = facts[part.fact or ""]
    if part.holds is not None:
        return fact.name if part.holds else fact.denied or f"不属于“{fact.name}”"
    names = {option.id: option.name for option in fact.options}
    if part.one_of:
        return f"{fact.name}为{_either(part.one_of, names)}"
    if part.none_of:
        return f"{fact.name}不是{_either(part.none_of, names)}"
    unit = fact.unit or ""
    if part.at_least is not None and part.at_most is not None:
        return f"{fact.name}{part.at_least}{unit}至{part.at_most}{unit}"
    if part.at_least is not None:
        return f"{fact.name}不少于{part.at_least}{unit}"
    return f"{fact.name}不超过{part.at_most}{unit}"


def _either(ids: tuple[str, ...], names: Mapping[str, str]) -> str:
    words = [names.get(id_, id_) for id_ in ids]
    return words[0] if len(words) == 1 else "、".join(words[:-1]) + "或者" + words[-1]
