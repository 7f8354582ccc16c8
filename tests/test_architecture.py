"""The shape of the program: a pure core, questions that are recorded, texts that are not held."""

import ast
import pickle
from pathlib import Path

import pytest

from sitegen.exports import EXPORTS
from sitegen.front_matter import HEADERS
from sitegen.questions import QUESTIONS
from sitegen.render import Rendered, render
from tests.portals import AS_OF, PLATFORM, ROOT, Model, document, model, own_theme, plain_theme, portal, put

PACKAGE = ROOT / "sitegen"
SHELL = {
    "cli",
    "bootstrap",
    "pipeline",
    "inputs",
    "outputs",
    "flushing",
    "trees",
    "writing",
    "executor",
    "cluster",
    "indexing",
    "making",
    "notes",
    "memory",
    "parsing",
    "reindexing",
    "glimpse",
    "image_cache",
    "changes",
    "git",
    "history",
    "report",
    "retouch",
    "unchanged",
    "alerts.journal",
    "alerts.sender",
    "attachments",
    "pdf_text",
    "serve.answering",
    "serve.builder",
    "serve.live",
    "serve.running",
    "serve.tree",
    "serve.watching",
}
"""Modules that may touch disk, clock, processes or the network."""
SHELL_FOLDERS = ("commands", "alerts.channels")
FORBIDDEN = {
    "os",
    "time",
    "random",
    "secrets",
    "uuid",
    "subprocess",
    "socket",
    "threading",
    "asyncio",
    "sqlite3",
    "tempfile",
    "shutil",
    "pathlib",
    "urllib.request",
    "http",
    "logging",
    "locale",
    "pickle",
    "marshal",
    "shelve",
}


def module_name(path: Path) -> str:
    return path.relative_to(PACKAGE).with_suffix("").as_posix().replace("/", ".").removesuffix(".__init__")


MODULES = {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(PACKAGE.rglob("*.py"))}


def is_shell(name: str) -> bool:
    return name in SHELL or any(name == folder or name.startswith(f"{folder}.") for folder in SHELL_FOLDERS)


CORE = {name: tree for name, tree in MODULES.items() if not is_shell(name)}


def imported(tree: ast.Module) -> set[str]:
    """Full names of everything a module imports, at its head or inside a function."""
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_shell_is_where_it_is_said_to_be() -> None:
    assert SHELL | set(SHELL_FOLDERS) <= MODULES.keys()


@pytest.mark.parametrize("name", CORE)
def test_the_core_imports_nothing_that_touches_the_world(name: str) -> None:
    assert not {found for found in imported(CORE[name]) if found in FORBIDDEN or found.split(".")[0] in FORBIDDEN}


@pytest.mark.parametrize("name", CORE)
def test_the_core_never_imports_the_shell(name: str) -> None:
    assert not {found for found in imported(CORE[name]) if found.startswith("sitegen.") and is_shell(found.removeprefix("sitegen."))}


@pytest.mark.parametrize("name", CORE)
def test_the_core_opens_no_file_and_asks_no_clock(name: str) -> None:
    for node in ast.walk(CORE[name]):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("open", "input", "print", "exec", "eval", "__import__")
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("now", "utcnow", "today", "fromtimestamp", "read_text", "read_bytes", "write_text", "write_bytes")


@pytest.mark.parametrize("name", MODULES)
def test_nothing_is_unpickled_or_run_from_text(name: str) -> None:
    assert not imported(MODULES[name]) & {"pickle", "marshal", "shelve", "importlib.machinery"}
    for node in ast.walk(MODULES[name]):
        assert not (isinstance(node, ast.Attribute) and node.attr in ("from_string", "unsafe_load", "full_load"))


def test_markup_is_declared_safe_in_two_places_only() -> None:
    """JSON inside a script element, and the attribute that names a language; the rendered body is put in by `slots`. Another needs a reason."""
    uses = [
        name
        for name, tree in MODULES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup" and node.args
    ]
    assert sorted(uses) == ["templating", "templating"]


# ---------------------------------------------------------------- texts


def test_the_site_holds_no_texts(tmp_path: Path) -> None:
    body = f"开头的话。\n\n{'说明文字。' * 40}\n\n只在正文深处出现的独角兽。\n"
    small = model(portal(tmp_path, {"content/news/2026/a.md": document(body=body)}))
    held = pickle.dumps(small.assembled)
    assert "开头的话".encode() in held and "独角兽".encode() not in held
    assert any("独角兽" in text.markup.decode() for text in small.bodies.values())


# ---------------------------------------------------------------- questions

OWN_QUESTION = dict.fromkeys(HEADERS, "document") | {
    "catalog": "catalog", "entry": "entry", "field": "field", "unit": "unit", "street": "street", "topic": "topic",
    "catalog-csv": "rows", "catalog-json": "rows", "catalog-xlsx": "rows",
}  # fmt: skip
OF_THE_PAGE = {"list": "listing", "rows": "listing_rows"}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Model:
    return model(portal(tmp_path_factory.mktemp("portal"), PLATFORM))


def asked(small: Model, url: str) -> dict[str, list[tuple[object, ...]]]:
    """Positional arguments of every question that a page asks, by question."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for name, (_, (positional, _)) in small.render(url).reads:
        found.setdefault(name, []).append(positional)
    return found


def test_each_page_asks_for_what_it_is_about(small: Model) -> None:
    for page in small.pages:
        if question := OWN_QUESTION.get(page.kind):
            assert (page.subject,) in asked(small, page.url)[question], page.url
        elif question := OF_THE_PAGE.get(page.kind):
            assert question in asked(small, page.url), page.url


def test_a_document_page_asks_for_its_text_and_a_list_for_none(small: Model) -> None:
    assert asked(small, "/policies/2026/subsidy/")["body"] == [("policies/2026/subsidy",)]
    assert "body" not in asked(small, "/policies/") | asked(small, "/")


def test_every_page_of_the_default_theme_asks_something_that_exists(small: Model) -> None:
    for page in small.pages:
        names = asked(small, page.url).keys()
        assert (names and names <= QUESTIONS.keys()) or page.kind in EXPORTS


def test_the_record_names_language_and_arguments(small: Model) -> None:
    assert ("document", ("zh-Hans", (("policies/2026/subsidy",), ()))) in small.render("/policies/2026/subsidy/").reads


def test_a_question_asked_twice_is_recorded_once(tmp_path: Path) -> None:
    root = portal(tmp_path)
    plain_theme(root)
    put(root, "themes/default/templates/unit.html", "{{ site.units() | length }}{{ site.units() | length }}")
    assert model(root).render("/units/health/").reads == (("units", ("zh-Hans", ((), ()))),)


def test_a_template_that_asks_for_documents_has_that_in_its_record(tmp_path: Path) -> None:
    root = portal(tmp_path)
    own_theme(root, {"templates/unit.html": "{{ site.documents(newest=2) | length }}"})
    made = model(root).render("/units/health/")
    assert made.data == b"2" and made.reads == (("documents", ("zh-Hans", ((), (("newest", 2),)))),)


def test_a_question_asked_inside_a_macro_or_an_included_part_is_recorded(tmp_path: Path) -> None:
    root = portal(tmp_path)
    plain_theme(root)
    put(root, "themes/default/templates/_part.html", "{% macro count() %}{{ site.topics() | length }}{% endmacro %}{{ site.streets() | length }}")
    put(root, "themes/default/templates/unit.html", "{% from '_part.html' import count with context %}{{ count() }}{% include '_part.html' %}")
    assert {name for name, _ in model(root).render("/units/health/").reads} == {"topics", "streets"}


def test_what_a_page_shows_depends_on_nothing_but_its_answers(tmp_path: Path) -> None:
    """Two portals that answer a page's questions alike give it the same bytes."""
    one = model(portal(tmp_path / "one"))
    two = model(portal(tmp_path / "two", {"content/news/2026/a.md": document()}))
    same = 0
    for page in one.pages:
        other = next((p for p in two.pages if p == page), None)
        a, b = render(one.context, page), render(two.context, other) if other else None
        if not (isinstance(a, Rendered) and isinstance(b, Rendered)) or a.reads != b.reads:
            continue
        if all(answers(one, page.url, read) == answers(two, page.url, read) for read in a.reads):
            same += 1
            assert a.data == b.data, page.url
    assert same > 20


def answers(small: Model, url: str, read: tuple[str, tuple[object, ...]]) -> object:
    name, (_, (positional, named)) = read  # type: ignore[misc]
    return small.ask(name, *positional, url=url, **dict(named))


@pytest.mark.parametrize("name", sorted(EXPORTS))
def test_downloads_and_feeds_are_recorded_like_pages(small: Model, name: str) -> None:
    for page in small.pages:
        if page.kind == name:
            assert isinstance(render(small.context, page), Rendered)
            break


def test_an_earlier_day_answers_with_less(tmp_path: Path) -> None:
    root = portal(tmp_path)
    assert [len(model(root, day).ask("documents")) for day in ("2026-03-04", "2026-03-05", "2026-03-06", AS_OF)] == [0, 1, 2, 3]  # type: ignore[arg-type]
