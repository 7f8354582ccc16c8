"""Conditions in words (条件的文字): made from the typed condition, so that what is shown is what is reckoned.

In another language as soon as every name in the condition is written in it; else in Chinese as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sitegen.eligibility import parts
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.records.measures import Condition, Fact, Requirement
from sitegen.values import Words, in_chinese


@dataclass(frozen=True, slots=True)
class _Phrases:
    """How a language joins names, numbers and choices."""

    any_of: str
    gap: str
    not_so: str
    one_of: str
    none_of: str
    between: str
    at_least: str
    at_most: str
    comma: str
    last: str


_PHRASES: dict[Lang, _Phrases] = {
    "zh-Hans": _Phrases(
        "符合下列之一：{}", "；", "不属于“{}”", "{}为{}", "{}不是{}", "{}{}{unit}至{}{unit}",
        "{}不少于{}{unit}", "{}不超过{}{unit}", "、", "或者",
    ),
    "zh-Hant-HK": _Phrases(
        "符合下列其中一項：{}", "；", "不屬於「{}」", "{}為{}", "{}不是{}", "{}{}{unit}至{}{unit}",
        "{}不少於{}{unit}", "{}不超過{}{unit}", "、", "或者",
    ),
    "en": _Phrases(
        "One of these: {}", "; ", "not “{}”", "{}: {}", "{}: not {}", "{}: {} to {} {unit}",
        "{}: at least {} {unit}", "{}: at most {} {unit}", " / ", " / ",
    ),
}


def in_words(condition: Condition, facts: Mapping[str, Fact], lang: Lang = DEFAULT_LANG) -> tuple[str, Lang]:
    """One condition as part of a sentence, and the language it is in: 年龄18岁至45岁; 符合下列之一：…；…."""
    for chosen in (lang, DEFAULT_LANG):
        phrases = _PHRASES[chosen]
        try:
            told = [_part(part, facts, chosen) for part in parts(condition)]
        except KeyError:
            continue
        return (phrases.any_of.format(phrases.gap.join(told)) if condition.any_of else told[0]), chosen
    raise KeyError(condition)


def _part(part: Requirement, facts: Mapping[str, Fact], lang: Lang) -> str:
    """Raises: KeyError, where a name is not written in the language."""
    phrases, fact = _PHRASES[lang], facts[part.fact or ""]
    name = _said(fact.name, lang)
    if part.holds is not None:
        return name if part.holds else _said(fact.denied, lang) if fact.denied else phrases.not_so.format(name)
    options = {option.id: option.name for option in fact.options}
    if part.one_of:
        return phrases.one_of.format(name, _either(part.one_of, options, lang))
    if part.none_of:
        return phrases.none_of.format(name, _either(part.none_of, options, lang))
    unit = _said(fact.unit, lang) if fact.unit else ""
    if part.at_least is not None and part.at_most is not None:
        words = phrases.between.format(name, part.at_least, part.at_most, unit=unit)
    elif part.at_least is not None:
        words = phrases.at_least.format(name, part.at_least, unit=unit)
    else:
        words = phrases.at_most.format(name, part.at_most, unit=unit)
    return words.rstrip()


def _said(words: Words, lang: Lang) -> str:
    return in_chinese(words) if lang == DEFAULT_LANG else words[lang]


def _either(ids: tuple[str, ...], names: Mapping[str, Words], lang: Lang) -> str:
    words = [_said(names[id_], lang) if id_ in names else id_ for id_ in ids]
    return words[0] if len(words) == 1 else _PHRASES[lang].comma.join(words[:-1]) + _PHRASES[lang].last + words[-1]
