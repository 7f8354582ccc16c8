#!/usr/bin/env python3
"""Make the manual of the rules (检查规则手册): `python3 docs/generate_rules.py`, with `--check` to compare only.

Writes rules.md from the rules and their case files, as `explain` shows them.
"""

import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
sys.path.insert(0, str(ROOT))

try:
    from sitegen.commands.explain import LEVELS, cases, checks, problems, without_blanks
except ImportError:
    sys.exit(
        "请先运行 python3 build.py，再用 .venv/bin/python docs/generate_rules.py。\nRun python3 build.py first, then .venv/bin/python docs/generate_rules.py."
    )

from made import bring  # noqa: E402

from sitegen.findings import Problem  # noqa: E402
from sitegen.rule_cases import Case, RuleCases  # noqa: E402

FAMILIES = {
    "T": "公开时限 Time limits", "F": "栏目更新 Freshness", "P": "发布规范 Publication", "C": "目录完整性 Catalogs", "A": "无障碍 Accessibility",
    "M": "网页标签与标识 Page tags and codes", "Q": "征求意见 Consultations", "E": "来信 Letters", "J": "工程项目 Projects",
    "G": "区情数字 Figures of the district", "R": "年度报告 Annual reports",
    "V": "政务服务 Services", "K": "惠企惠民措施 Measures", "L": "豁免 Exemptions",
}  # fmt: skip
HEAD = """\
# 检查规则手册 Manual of the rules

本文件由 `python3 docs/generate_rules.py` 生成，请勿手工修改。命令行里用 `python3 build.py explain T1` 查看同样的内容。
This file is made by `python3 docs/generate_rules.py`. `python3 build.py explain T1` shows the same.

错误不发布；警告和提示照常发布，只因时间推移而成立的最多是警告。
Errors hold back publishing; warnings and notes do not, and what becomes true only because days pass is at most a warning.

例子都写在一个小门户上：`diff` 只列出改动的行。每个例子都是一个测试（tests/rules/）。
The examples are laid over a small portal; a `diff` shows only the lines that change. Each is a test (tests/rules/).

确有理由时，在事项、文件或栏目旁写 `allow: [{code: P2, reason: 理由}]` 豁免，还可以写 `until`。
Where there is a reason, exempt a row, a document or a section by `allow: [{code: P2, reason: …}]`, with `until` if it ends.

一万份文件、五千个事项的门户，用一个处理器全部检查一遍：规则本身 0.7 秒；第一次连同解析正文 39 秒，以后只解析改过的文件，3.2 秒。
测法是 `tests/bench/lint.py`，[逐条用时](measurements/lint/summary.md)旁边有每次的原始数据。
A portal of 10,000 documents and 5,000 rows on one processor: the rules themselves take 0.7 s; a first check with all texts parsed 39 s,
a later one, which parses only what changed, 3.2 s. Measured by `tests/bench/lint.py`; \
[every rule's time](measurements/lint/summary.md), with the raw runs beside it.
"""


def manual() -> str:
    known, docs = problems(), checks()
    read = {code: found for code in known if (found := cases(code)) is not None}
    out = [HEAD, overview({code: known[code] for code in read})]
    for letter, title in FAMILIES.items():
        codes = [code for code in read if code[0] == letter]
        if codes:
            out.append(f"## {title}")
            out += [section(known[code], docs.get(code, ()), read[code]) for code in codes]
    return "\n\n".join(part.strip("\n") for part in out) + "\n"


def overview(known: dict[str, Problem]) -> str:
    rows = (
        f"| [{code}](#{anchor(p)}) | {LEVELS[p.level]} | {cell(without_blanks(p.message).zh)} | {cell(without_blanks(p.message).en)} |"
        for code, p in known.items()
    )
    return "\n".join(("| 编号 Code | 级别 Level | 中文 | English |", "| --- | --- | --- | --- |", *rows))


def anchor(problem: Problem) -> str:
    return f"{problem.code} {problem.name}".lower().replace(" ", "-")


def cell(text: str) -> str:
    return text.replace("|", "\\|")


def section(problem: Problem, docs: tuple[str, ...], read: RuleCases) -> str:
    message, remedy = without_blanks(problem.message), without_blanks(problem.remedy)
    parts = [
        f"### {problem.code} {problem.name}", read.zh, read.en, *docs,
        f"- 级别 Level: {LEVELS[problem.level]}\n- 提示 Message: {message.zh} · {message.en}\n"
        f"- 改法 Remedy: {remedy.zh} · {remedy.en}\n- 依据 Source: {problem.source}",
        *(example(case) for case in read.cases),
    ]  # fmt: skip
    return "\n\n".join(part for part in parts if part)


def example(case: Case) -> str:
    facts = [f"按 {case.as_of} 检查 on {case.as_of}"] * bool(case.as_of) + [f"{case.committed} 提交 committed on {case.committed}"] * bool(case.committed)
    title = f"**{'反例 Wrong' if case.bad else '正例 Right'}: {case.title}**" + (f" ({'; '.join(facts)})" if facts else "")
    files = (
        f"`{file.path}`\n\n```{file.fence}\n{re.sub(chr(10) + '+$', '', file.shown)}\n```" if file.text else f"`{file.path}` （{file.note}）"
        for file in case.files
    )
    return "\n\n".join((title, *files))


if __name__ == "__main__":
    sys.exit(bring({HERE / "rules.md": manual()}, sys.argv[1:]))
