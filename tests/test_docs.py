"""The documents say what the program does: made from it, checked against it, and no link leads nowhere."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from sitegen.catalog import REGISTERS
from sitegen.records import FAMILIES, Family
from tests.portals import ROOT, put

DOCS = ROOT / "docs"
TEXTS = tuple(sorted(path.relative_to(ROOT).as_posix() for path in (*ROOT.glob("*.md"), *DOCS.rglob("*.md"))))
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<(?:img|source|a)\s[^>]*?(?:src|srcset|href)=\"([^\"]+)\"")
CODE = re.compile(r"^(`{3,}).*?^\1\s*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


def script(name: str) -> ModuleType:
    """A file of docs/ as a module."""
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


examples = script("examples")
generate = script("generate")


def links(text: str) -> set[str]:
    """Where a Markdown text leads, without code and without addresses elsewhere."""
    found = {a or b for a, b in LINK.findall(CODE.sub("", text))}
    return {link for link in found if not re.match(r"[a-z]+:", link)}


def headings(path: Path) -> set[str]:
    return {generate.anchor(line.lstrip("#").strip()) for line in CODE.sub("", path.read_text(encoding="utf-8")).split("\n") if re.match(r"#{1,6} ", line)}


def test_what_is_generated_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, DOCS / "generate.py", "--check"], capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stdout + done.stderr + "\nrun python3 docs/generate.py"


def test_the_examples_are_a_portal_without_errors() -> None:
    assert generate.errors_in(examples.EXAMPLES) == ()


@pytest.mark.parametrize("mistake", examples.MISTAKES, ids=lambda mistake: mistake.en)
def test_a_mistake_that_the_manual_shows_is_one_error_in_its_file(mistake: object) -> None:
    found = generate.errors_in(generate.with_mistake(mistake))
    assert [finding.location.path for finding in found] == [mistake.path], found  # type: ignore[attr-defined]


@pytest.mark.parametrize("file", generate.FILES, ids=lambda file: file.en)
def test_every_kind_of_file_has_an_example_of_its_kind(file: object) -> None:
    assert file.example in examples.EXAMPLES  # type: ignore[attr-defined]


def test_every_register_is_described() -> None:
    assert set(REGISTERS) <= {file.place for file in generate.FILES}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_family_of_records_is_described(family: Family) -> None:
    described = {file.example: file.type_ for file in generate.FILES}
    assert [type_ for example, type_ in described.items() if family.pattern.fullmatch(example)] == [family.type_]


def test_every_template_of_the_default_theme_is_in_the_manual() -> None:
    manual = (DOCS / "themes.md").read_text(encoding="utf-8")
    kinds = {path.name for path in (ROOT / "themes/default/templates").glob("*.html") if not path.name.startswith("_")}
    assert {name for name in kinds if f"`{name}`" not in manual} == set()


@pytest.mark.parametrize("text", TEXTS)
def test_every_relative_link_leads_somewhere(text: str) -> None:
    source = ROOT / text
    dead = []
    for link in sorted(links(source.read_text(encoding="utf-8"))):
        path, _, fragment = link.partition("#")
        target = (source.parent / unquote(path)).resolve() if path else source
        if not target.exists() or (fragment and unquote(fragment) not in headings(target)):
            dead.append(link)
    assert dead == []


def test_a_link_to_a_missing_file_or_heading_would_be_noticed(tmp_path: Path) -> None:
    text = put(tmp_path, "a.md", "# 甲 One\n\n[a](b.md) `[c](d.md)` <img src=\"e.png\"> [f](#甲-one) [g](https://x.example)\n")
    assert links(text.read_text(encoding="utf-8")) == {"b.md", "e.png", "#甲-one"}
    assert headings(text) == {"甲-one"}
