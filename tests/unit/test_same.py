"""相同的部分: `{% same %}` makes a piece once for all pages of a language, and no page can tell."""

from pathlib import Path

import pytest

from sitegen.findings import Finding
from sitegen.render import render
from sitegen.theme import template_faults
from tests.portals import Model, document, model, plain_theme, portal, put

PAGES = ("/news/a/", "/news/b/")


def themed(tmp_path: Path, page: str) -> Model:
    """A portal of two documents whose pages consist of this template."""
    root = portal(tmp_path, {"content/news/a.md": document("甲"), "content/news/b.md": document("乙")})
    put(plain_theme(root), "templates/news.html", page)
    return model(root)


def text(of: Model, url: str) -> str:
    return of.render(url).data.decode()


def faults(of: Model) -> list[str]:
    return [finding.params["reason"] for finding in template_faults("themes/default", of.context.sources.theme.templates.items())]


def test_pages_with_and_without_the_tag_have_the_same_bytes_and_the_same_questions(tmp_path: Path) -> None:
    inside = "{% set all = site.settings() %}<b>{{ all.name }}</b>{{ url('/search/') }}{% for u in site.units() %}<i>{{ u.name }}</i>{% endfor %}"
    marked = themed(tmp_path / "marked", "{% same %}" + inside + "{% endsame %}{{ page.url }}")
    plain = themed(tmp_path / "plain", inside + "{{ page.url }}")
    for url in PAGES:
        assert text(marked, url) == text(plain, url)
        assert marked.render(url).trace.reads == plain.render(url).trace.reads
        assert marked.render(url).trace.answers == plain.render(url).trace.answers


def test_the_piece_is_made_once_for_each_value_that_it_is_given(tmp_path: Path) -> None:
    of = themed(tmp_path, "{% set at = page.url %}{% same at %}{{ at }}{% endsame %} {% same %}{{ site.settings().name }}{% endsame %}")
    assert [text(of, url).split()[0] for url in PAGES] == list(PAGES)
    assert len(of.context.answers.same) == 3


def test_a_question_asked_before_is_noted_for_the_pages_that_asked_it_inside_alone(tmp_path: Path) -> None:
    asks = "{% if page.subject == 'news/a' %}{{ site.units()|length }}{% endif %}{% same %}{{ site.units()|length }}{% endsame %}"
    of = themed(tmp_path, asks)
    assert [[name for name, _ in of.render(url).trace.reads] for url in PAGES].count(["units"]) == 2


@pytest.mark.parametrize("inside", ["{{ page.url }}", "{% set other = crumb %}", "{% include 'base.html' %}", "{% block main %}{% endblock %}"])
def test_what_may_differ_from_page_to_page_is_refused_in_a_piece(tmp_path: Path, inside: str) -> None:
    (reason,) = faults(themed(tmp_path, "\n{% same %}" + inside + "{% endsame %}"))
    assert "differ from page to page" in reason


def test_a_question_about_the_page_fails_in_a_piece(tmp_path: Path) -> None:
    of = themed(tmp_path, "{% same %}{{ site.alternates()|length }}{% endsame %}")
    assert faults(of) == []
    done = render(of.context, of.page(PAGES[0]))
    assert isinstance(done, Finding) and "alternates" in done.params["reason"]


def test_a_macro_of_an_imported_file_with_constant_arguments_stands_in_the_page_as_text(tmp_path: Path) -> None:
    of = themed(tmp_path, "{% import 'parts.html' as p %}{{ p.mark('<&') }} {{ p.mark(page.url) }} {{ p.mark(n=2) }}")
    put(of.root, "themes/default/templates/parts.html", "{% macro mark(n) %}<b>{{ n }}</b>{% endmacro %}")
    assert text(model(of.root), PAGES[0]) == "<b>&lt;&amp;</b> <b>/news/a/</b> <b>2</b>"
