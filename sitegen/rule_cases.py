"""Case files (规则用例): the wrong and right examples of each rule, as tests run them and `explain` shows them.

A case file is Markdown: `# CODE`, what the rule finds in Chinese and in English, then cases
under `## bad: title` or `## good: title`. Below a title stand lines `as of: DATE`,
`committed: DATE` and `expect: CODE path`, then files: a path in backquotes and a fenced block.
The words after the fence say how the block becomes a file: `diff` edits the file that is
there, `pdf`, `pdf-scan` and `png` make such a file, `hex` gives bytes. A line that ends in `# expect: CODE`
is where a finding must stand; the mark is taken off.
"""

import re
from dataclasses import dataclass
from typing import Literal

How = Literal["text", "diff", "pdf", "pdf-scan", "png", "hex"]

_MARK = re.compile(r"[ ]*# expect: ([A-Z]\d{1,2})(?: (error|warning|info))?$")
_FILE = re.compile(r"`([^`\n]+)`\n\n(`{3,})([a-z-]*)\n(.*?)\n?\2(?:\n|$)", re.DOTALL)
_LINE = re.compile(r"^(as of|committed|expect): (.+)$", re.MULTILINE)
_HOWS: tuple[How, ...] = ("diff", "pdf", "pdf-scan", "png", "hex")


@dataclass(frozen=True, slots=True)
class Expected:
    """Where a finding must stand; line 0 means anywhere in the file."""

    code: str
    path: str
    line: int
    level: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    path: str
    how: How
    fence: str
    text: str

    @property
    def note(self) -> str:
        """What stands for a file that has nothing to show."""
        made = {"pdf-scan": "没有文字的扫描件 / a scan without text", "png": "图片 / a picture", "hex": "空文件 / an empty file"}
        return "" if self.text else made.get(self.how, "空文件 / an empty file")

    @property
    def shown(self) -> str:
        """The block without its marks."""
        return "\n".join(_MARK.sub("", line) for line in self.text.split("\n"))


@dataclass(frozen=True, slots=True)
class Case:
    """用例: a small portal laid over a good one, and what must be found in it."""

    bad: bool
    title: str
    as_of: str
    committed: str
    """Day on which all files are committed to a repository; "" for none."""
    expected: tuple[Expected, ...]
    """Those that are not marked at a line."""
    files: tuple[CaseFile, ...]


@dataclass(frozen=True, slots=True)
class RuleCases:
    code: str
    zh: str
    en: str
    cases: tuple[Case, ...]

    def first(self, *, bad: bool) -> Case | None:
        return next((case for case in self.cases if case.bad is bad), None)


def read_cases(text: str) -> RuleCases:
    """A case file as data.

    Raises: ValueError, if it has no code, no description, or a heading that is neither bad nor good.
    """
    head, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    match = re.fullmatch(r"# ([A-Z]\d{1,2})\n\n(.+?)\n\n(.+?)\s*", head, re.DOTALL)
    if not match:
        raise ValueError("a case file begins with `# CODE`, a paragraph in Chinese and one in English")
    return RuleCases(match[1], match[2], match[3], tuple(_case(section) for section in sections))


def _case(section: str) -> Case:
    title, _, rest = section.partition("\n")
    kind, _, words = title.partition(": ")
    if kind not in ("bad", "good"):
        raise ValueError(f"`{title}` begins with neither bad nor good")
    facts: dict[str, list[str]] = {"as of": [], "committed": [], "expect": []}
    for name, value in _LINE.findall(rest.split("`", 1)[0]):
        facts[name].append(value)
    expected = tuple(Expected(code, path, 0, level) for code, path, level in (_split(e) for e in facts["expect"]))
    files = tuple(CaseFile(path, _how(fence), fence, body) for path, _, fence, body in _FILE.findall(rest))
    return Case(kind == "bad", words, (facts["as of"] or [""])[0], (facts["committed"] or [""])[0], expected, files)


def _how(fence: str) -> How:
    return next((how for how in _HOWS if how == fence), "text")


def _split(words: str) -> tuple[str, str, str]:
    code, path, *level = words.split(" ")
    return code, path, level[0] if level else ""


def without_marks(path: str, text: str) -> tuple[str, tuple[Expected, ...]]:
    """A file's text without its marks, and what they say."""
    lines, expected = [], []
    for number, line in enumerate(text.split("\n"), 1):
        if match := _MARK.search(line):
            expected.append(Expected(match[1], path, number, match[2] or ""))
            line = line[: match.start()]
        lines.append(line)
    return "\n".join(lines), tuple(expected)


def edited(text: str, diff: str) -> str:
    """A text with lines replaced: each run of `-` lines must stand in it; `+` lines take its place, or go to the end.

    Raises: ValueError, if the lines are not there.
    """
    for old, new in re.findall(r"((?:^-.*\n?)*)((?:^\+.*\n?)*)", diff, re.MULTILINE):
        before = "".join(line[1:] + "\n" for line in old.splitlines())
        after = "".join(line[1:] + "\n" for line in new.splitlines())
        if not before:
            text += after
        elif before in text:
            text = text.replace(before, after, 1)
        else:
            raise ValueError(f"these lines are not in the file:\n{before}")
    return text
