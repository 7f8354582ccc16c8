"""`explain`: what a code means, with a wrong and a right example (解释编号)."""

import difflib
import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import click

from sitegen.commands import FINE
from sitegen.findings import Bilingual, Problem
from sitegen.rule_cases import Case, RuleCases, read_cases

LEVELS = {"error": "错误 error", "warning": "警告 warning", "info": "提示 info"}


@click.command(short_help="解释检查编号 / explain a code")
@click.argument("code")
def explain(code: str) -> int:
    """说明一个检查编号：查什么、依据、怎么改，并给出反例和正例。例如 explain T1。

    Explain the code of a finding: what it finds, on what rule it rests, how to mend it, with a
    wrong and a right example. For instance: explain T1.
    """
    known = problems()
    found = known.get(code.upper())
    if found is None:
        near = difflib.get_close_matches(code.upper(), known, n=3, cutoff=0.3) or sorted(known)[:3]
        raise click.UsageError(f"没有编号 “{code}”；相近的有 {' '.join(near)}\nno code `{code}`; near ones: {' '.join(near)}")
    click.echo("\n".join(page(found, checks().get(found.code, ()), cases(found.code))))
    return FINE


def problems() -> dict[str, Problem]:
    """Every kind of finding of the program, by code."""
    import sitegen

    names = sorted(m.name for m in pkgutil.walk_packages(sitegen.__path__, "sitegen."))
    every = {p.code: p for name in names for p in vars(importlib.import_module(name)).values() if isinstance(p, Problem)}
    return dict(sorted(every.items(), key=lambda item: (item[0][0], int(item[0][1:]))))


def checks() -> dict[str, tuple[str, ...]]:
    """What each rule looks for, by code: the docstrings of its checks."""
    from sitegen.lint.rules import RULES
    from sitegen.lint.text import TEXT_RULES

    found: dict[str, tuple[str, ...]] = {}
    every: list[tuple[str, object]] = [(rule.problem.code, rule.check) for rule in TEXT_RULES]
    every += [(rule.problem.code, rule.check) for rule in RULES]
    for code, check in every:
        found[code] = (*found.get(code, ()), inspect.cleandoc(check.__doc__ or ""))
    return found


def cases(code: str) -> RuleCases | None:
    """The case file of a rule; None where the program was installed without its tests."""
    path = Path(__file__).resolve().parents[2] / "tests/rules" / f"{code}.md"
    return read_cases(path.read_text(encoding="utf-8")) if path.is_file() else None


def page(problem: Problem, docs: tuple[str, ...], shown: RuleCases | None) -> list[str]:
    """The manual page of a code, for a terminal."""
    message, remedy = without_blanks(problem.message), without_blanks(problem.remedy)
    lines = [f"{problem.code} {problem.name} · {LEVELS[problem.level]}", f"  {message.zh}", f"  {message.en}"]
    if shown or docs:
        lines += ["", "查什么 / what it finds"]
        lines += [f"  {shown.zh}", f"  {shown.en}"] if shown else []
        lines += [f"  {line}".rstrip() for doc in docs for line in ("", *doc.splitlines())]
    if problem.source:
        lines += ["", "依据 / source", f"  {problem.source}"]
    lines += ["", "改法 / remedy", f"  {remedy.zh}", f"  {remedy.en}"]
    if shown:
        for bad, words in ((True, "反例 / wrong"), (False, "正例 / right")):
            case = shown.first(bad=bad)
            lines += ["", f"{words}: {case.title}", *_example(case)] if case else []
    return lines


def _example(case: Case) -> list[str]:
    lines = [f"  按 {case.as_of} 检查 / on {case.as_of}"] if case.as_of else []
    lines += [f"  {case.committed} 提交 / committed on {case.committed}"] if case.committed else []
    for file in case.files:
        words = f" （{file.note}）" if file.note else ""
        lines += [f"  {file.path}{words}", *(f"    {line}".rstrip() for line in file.shown.splitlines())]
    return lines


def without_blanks(words: Bilingual) -> Bilingual:
    """A message with … where a finding puts its own words."""
    return Bilingual(re.sub(r"\{\w+\}", "…", words.zh), re.sub(r"\{\w+\}", "…", words.en))
