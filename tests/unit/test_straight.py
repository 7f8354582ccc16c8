"""直路模板: what is compiled as if nothing could be missing gives the page that the plain way gives, or an error and nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from markupsafe import Markup

from sitegen.findings import Finding
from sitegen.render import Rendered, render
from sitegen.straight import StraightEnvironment
from sitegen.templating import Environment, environment_base
from sitegen.theme import LookingThrough, Renderer, _compiling, look_through, templates_of
from tests.portals import document, model, plain_theme, portal, put


@dataclass(frozen=True)
class Card:
    title: str


VALUES: dict[str, Any] = {
    "cards": [Card("甲"), Card("<乙>")],
    "page": SimpleNamespace(kind="news"),
    "doc": SimpleNamespace(title="甲 & 乙", tags=["a", "b"], unit=SimpleNamespace(name="<局>"), none=None, safe=Markup("<b>"), n=3),
    "join": lambda *parts, sep="-", **more: sep.join((*parts, *more.values())), "word": lambda key: f"[{key}]", "known": {"title": "in a mapping"},
}
FILES = {
    "_part.html": "{{ doc.title }} {{ x is defined }}{% set x = 'inner' %} {{ x }}",
    "_nested.html": "<{% include '_part.html' %}>",
    "_macros.html": "{% macro icon(name) %}<i>{{ name }}</i>{% endmacro %}{% macro box(of) %}[{{ of }}{{ caller() }}]{% endmacro %}"
    "{% macro card(of, big=none) %}{{ 'big ' if big }}{{ of.title }}.{% endmacro %}",
    "_other.html": "{% macro icon(name) %}other {{ name }}{% endmacro %}",
    "_uses.html": "{{ m.icon('here') }}{{ m.icon(doc.title) }}",
    "_imports.html": "{% import '_macros.html' as m %}{{ m.icon('own') }}{{ m.icon(doc.n) }}",
    "_macro.html": "{% macro local() %}{{ doc.title }}{% endmacro %}{{ local() }}",
    "_late.html": "{{ word('early') }}",
}
SAME = {
    "attributes, one after the other": "{{ doc.unit.name }}{{ doc.title }}{{ doc.safe }}{{ doc.none }}",
    "neighbouring pieces": "a{{ doc.n }}b{% if doc.none %}c{{ doc.n }}{% else %}d{% endif %}e",
    "items": "{{ doc.tags[0] }}{{ doc.tags[-1] }}{{ known['title'] }}{{ doc.tags[doc.n - 2] }}{{ doc.tags[:1] }}",
    "what may be missing": "{{ doc.gone is defined }}{{ doc.gone|default('-') }}{{ gone is defined }}{{ gone|d('?') }}{{ known.gone is undefined }}",
    "calls": "{{ join('a', doc.title, sep='+') }}{{ join(*doc.tags) }}{{ join(**{'x': 'y'}) }}{{ join(class='z') }}{{ word('a') }}{{ doc.title.upper() }}",
    "loops": "{% for tag in doc.tags %}{{ loop.index }}{{ tag }}{% if not loop.last %}、{% endif %}{% else %}none{% endfor %}",
    "filters and tests": "{{ doc.tags|join('、') }}{{ [doc]|map(attribute='title')|list|length }}{{ doc.n is even }}",
    "a loop that asks where it is": "{% for c in cards %}{{ loop.index0 }}{{ loop.index }}{{ loop.first }}{{ loop.last }}{{ loop.length }}{{ c.title }}"
    "{% for tag in doc.tags %}{{ loop.index }}{{ loop.last }}{% else %}none{% endfor %}{% endfor %}{% for c in [] %}{{ loop.index }}{% else %}none{% endfor %}",
    "a loop over what is made as it goes": "{% for t in cards|map(attribute='title') %}{{ loop.last }}{{ t }}{% endfor %}"
    "{% for a, b in known.items() %}{{ a ~ loop.index }}{% endfor %}",
    "a loop in itself": "{% for c in [[1, [2]], [[3]]] recursive %}{{ loop.depth }}{{ loop(c) if c is iterable else c }}{% endfor %}",
    "filters that take something of each": "{{ cards|map(attribute='title')|join('、') }}{{ [doc]|map(attribute='unit.name')|first }}"
    "{{ [[1, 2]]|map(attribute=1)|list }}"
    "{{ doc.none|map(attribute='x')|list }}{{ ['a']|map('upper')|join }}{{ [doc]|map(attribute='gone', default='-')|first }}",
    "filters that choose": "{{ [doc]|selectattr('none')|list }}{{ [doc]|selectattr('unit')|map(attribute='n')|list }}"
    "{{ [doc]|rejectattr('none')|list|length }}"
    "{{ cards|selectattr('title', 'equalto', '甲')|list|length }}{{ cards|rejectattr('title', 'equalto', '甲')|map(attribute='title')|join }}"
    "{{ [[0, 1], [1, 0]]|selectattr(1)|list }}{{ [doc]|selectattr('n', 'odd')|list|length }}{{ [doc]|selectattr('gone', 'undefined')|list|length }}",
    "filters that choose what is among others": "{% set some = ['a', 'c'] %}{{ doc.tags|select('in', some)|join }}{{ doc.none|select('in', some)|list }}",
    "filters on mappings": "{{ [{'items': 'own'}]|map(attribute='items')|join }}{{ [{'values': 0}]|selectattr('values')|list }}",
    "an included file": "{% set y = 1 %}{% include '_part.html' %}",
    "an included file that sets what stands outside": "{% set x = 'outer' %}{% include '_part.html' %} {{ x }}",
    "an included file in a loop": "{% for x in doc.tags %}{% include '_part.html' %};{% endfor %}{{ x is defined }}",
    "a file in an included file": "{% include '_nested.html' %}",
    "a file that uses macros of where it stands": "{% import '_macros.html' as m %}{% include '_uses.html' %}",
    "a file that imports what is there": "{% import '_macros.html' as m %}{{ m.icon('a') }}{% include '_imports.html' %}{{ m.icon(doc.n) }}",
    "a file that imports something else by a name that is there": "{% import '_other.html' as m %}{% include '_imports.html' %}{{ m.icon(doc.n) }}",
    "a file with a macro": "{% include '_macro.html' %}",
    "a file without context": "{% include '_macros.html' without context %}",
    "a file that is not there": "{% include 'gone.html' ignore missing %}.",
    "a file whose name is put together": "{% include '_' ~ 'part.html' %}",
    "a file in a macro": "{% macro shown(x) %}{% include '_part.html' %}{% endmacro %}{{ shown('given') }}",
    "a name that is set behind the file that uses it": "{% include '_late.html' %}{% set word = doc.title %}{{ word }}",
    "a call block": "{% import '_macros.html' as m %}{% call m.box(doc.title) %}{{ doc.n }}{% endcall %}",
    "blocks": "{% extends 'base' %}{% set t = doc.title %}{% block a %}{{ super() }}{{ t }}{% include '_part.html' %}{% endblock %}",
    "a macro that is asked again": "{% import '_macros.html' as m %}{% for n in [doc.title, doc.title, doc.safe, doc.n] %}{{ m.icon(n) }}{% endfor %}",
    "a macro that is asked again about a card": "{% import '_macros.html' as m %}{% for c in cards * 2 %}{{ m.card(c) }}{{ m.card(c, big=true) }}{% endfor %}",
    "a macro that is asked again about what is another now": "{% import '_macros.html' as m %}{% set s = namespace(title=0) %}"
    "{% for n in [1, 2] %}{% set s.title = n %}{{ m.card(s) }}{% endfor %}",
    "a macro of the page itself": "{% set s = namespace(n=0) %}{% macro next(x) %}{% set s.n = s.n + 1 %}{{ s.n }}{% endmacro %}{{ next('a') }}{{ next('a') }}",
    "namespaces": "{% set seen = namespace(n=0) %}{% for tag in doc.tags %}{% set seen.n = seen.n + 1 %}{% endfor %}{{ seen.n }}",
    "escaped blocks": "{% set held %}<{{ doc.title }}>{% endset %}{{ held }}{% filter upper %}{{ doc.title }}{% endfilter %}",
}
BASE = "{% set t = 1 %}[{% block a %}base {{ doc.n }}{% endblock %}]{% include '_part.html' %}"


def rendered(of: type[Environment], page: str) -> str:
    return environment_base(FILES | {"base": BASE, "page": page}, of=of).get_template("page").render(VALUES)


@pytest.mark.parametrize("page", SAME.values(), ids=SAME)
def test_a_page_is_the_same_page(page: str) -> None:
    assert rendered(StraightEnvironment, page) == rendered(Environment, page)


@pytest.mark.parametrize("page", [
    "{{ known.title }}", "{{ doc.gone }}", "{{ gone.title }}", "{{ gone() }}", "{{ doc.tags.gone.gone }}", "{{ doc.tags[5] }}",
    "{{ cards|map(attribute='gone')|join }}", "{{ gone|map(attribute='title')|join }}", "{% for c in cards %}{{ loop.cycle('a', 'b') }}{% endfor %}",
    "{% for c in gone %}{{ loop.index }}{% endfor %}", "{{ [known]|map(attribute='title')|join }}",
    "{{ doc.tags|select('in', known, *['more'])|list }}"])  # fmt: skip
def test_a_wrong_turn_ends_in_an_error(page: str) -> None:
    with pytest.raises(Exception, match=r"."):
        rendered(StraightEnvironment, page)


def shown(tmp_path: Path, page: str) -> Any:
    root = portal(tmp_path, {"content/news/a.md": document("甲")})
    put(plain_theme(root), "templates/news.html", page)
    small = model(root)
    return render(small.context, next(found for found in small.pages if found.url == "/news/a/"))


def test_what_is_no_attribute_is_found_on_the_plain_way(tmp_path: Path) -> None:
    assert shown(tmp_path, "{{ {'one': 'a value'}.one }}").data == b"a value"


def test_an_error_is_told_in_the_file_in_which_it_is(tmp_path: Path) -> None:
    put(tmp_path, "themes/default/templates/_part.html", "one\ntwo\n{{ page.nothing }}")
    finding = shown(tmp_path, "{% include '_part.html' %}")
    assert isinstance(finding, Finding) and (finding.location.path, finding.location.line) == ("themes/default/templates/_part.html", 3)


def test_no_page_of_the_default_theme_needs_the_plain_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ways: list[bool] = []
    html: Callable[..., str] = Renderer._html

    def noted(self: Renderer, page: Any, site: Any, *, straight: bool) -> str:
        ways.append(straight)
        return html(self, page, site, straight=straight)

    monkeypatch.setattr(Renderer, "_html", noted)
    small = model(portal(tmp_path))
    for page in small.pages:
        render(small.context, page)
    assert len(ways) > 50 and all(ways)


def test_what_another_process_has_compiled_is_not_compiled_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theme = plain_theme(portal(tmp_path, {"content/news/a.md": document("甲")}))
    put(theme, "templates/news.html", "{% extends 'base.html' %}{% block a %}{{ page.url }}{% endblock %}")
    put(theme, "templates/base.html", "<{% block a %}{% endblock %}>")
    there, here = (model(tmp_path) for _ in range(2))
    wanted = templates_of(there.context.sources.theme, ["news"])
    assert wanted == {"news.html", "base.html"}
    how = LookingThrough(there.context.renderer, "zh-Hans", wanted)
    faults, compiled = look_through(how, tuple(there.context.sources.theme.templates.items()))
    _compiling.cache_clear()
    here.context.renderer.take("zh-Hans", compiled)
    monkeypatch.setattr(StraightEnvironment, "compile", None)
    page = render(here.context, next(found for found in here.pages if found.url == "/news/a/"))
    assert not faults and isinstance(page, Rendered) and page.data == b"</news/a/>"


def test_a_wanted_template_that_is_wrong_is_told_and_not_compiled(tmp_path: Path) -> None:
    put(plain_theme(portal(tmp_path)), "templates/news.html", "{% if %}")
    renderer = model(tmp_path).context.renderer
    faults, compiled = look_through(LookingThrough(renderer, "zh-Hans", frozenset({"news.html"})), tuple(renderer.theme.templates.items()))
    assert [found.location.path for found in faults] == ["themes/default/templates/news.html"] and not compiled
