"""Addresses: what a link may lead to, and where a source stands."""

import posixpath
from urllib.parse import quote, unquote, urlsplit

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from sitegen.languages import DEFAULT_LANG, LANGS
from sitegen.urls import bad_segment, collision_key, document_source, document_url, file_url, output_path, quoted, target
from sitegen.values import DocumentId

thorough = settings(deadline=None, max_examples=200, derandomize=True)
folders = st.sampled_from(["", "news", "policies/2026"])
awkward = st.text(alphabet="./\\:%#?@aA2eEfF\t\n\r\0\x01 jvscriptdhg&;—", max_size=30)


def kind(href: str, folder: str = "policies/2026") -> str:
    return target(href, folder).kind


# ---------------------------------------------------------------- links


@pytest.mark.parametrize(
    "href",
    [
        "https://a.example/",
        "http://a.example",
        "HTTPS://A.example",
        "mailto:a@b.example",
        "tel:+8600000000",
        "https://a.example:8443/x?y=1#z",
        " https://a.example ",
    ],
)
def test_addresses_elsewhere_are_allowed(href: str) -> None:
    assert kind(href) == "web"


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "java\nscript:alert(1)", "\x01javascript:alert(1)",
        "data:text/html,x", "data:image/png;base64,x", "vbscript:x", "file:///etc/passwd", "blob:x", "about:blank", "ftp://a.example", "view-source:https://a.example",
        "//host.example/x", "/\\host.example", "\\\\host.example\\x", "///host.example", "/%2Fhost.example/", "/%5Chost.example", "https:\\\\host.example",
        "https://user@host.example", "https://user:word@host.example", "http://a@b@host.example", "https:", "https://", "https:host.example",
        "http:/host.example",
        "mailto:", "tel:", "http://[::1", "https://a.example:port/", "", "   ", "/a/../../b", "../../../x.md", "..%2F..%2F..%2Fetc/passwd",
        "%2e%2e/%2e%2e/%2e%2e/x",
        "a\0b", "a%00b", "a%0Ab",
    ],
)  # fmt: skip
def test_what_could_harm_a_reader_is_refused(href: str) -> None:
    assert kind(href) == "refused"


@pytest.mark.parametrize(
    ("href", "path", "fragment"),
    [
        ("b.md", "policies/2026/b.md", ""), ("./b.md#第三条", "policies/2026/b.md", "第三条"), ("../2025/c.md", "policies/2025/c.md", ""),
        ("../../news/d.md", "news/d.md", ""), ("a%20b.pdf", "policies/2026/a b.pdf", ""), ("b.md?x=1", "policies/2026/b.md", ""),
    ],
)  # fmt: skip
def test_a_relative_link_is_a_file_below_content(href: str, path: str, fragment: str) -> None:
    found = target(href, "policies/2026")
    assert (found.kind, found.path, found.fragment) == ("source", path, fragment)


def test_a_root_absolute_link_is_a_page_of_this_portal() -> None:
    assert target("/units/health/#catalog", "news") == target("/units/health/#catalog", "") and target("/units/", "").kind == "site"


def test_a_fragment_is_a_place_in_the_same_text() -> None:
    assert (kind("#第三条"), target("#%E7%AC%AC", "").fragment) == ("fragment", "第")


@given(st.text(max_size=40) | awkward, folders)
@thorough
@example("..", "")
@example("a/..//../x", "news")
@example("%2e%2e%2fx", "")
def test_no_text_resolves_outside_content(href: str, folder: str) -> None:
    found = target(href, folder)
    if found.kind == "source":
        assert not found.path.startswith("/") and ".." not in found.path.split("/") and "\\" not in found.path and "\0" not in found.path
        assert posixpath.normpath("/content/" + found.path).startswith("/content")


@given(st.text(max_size=40) | awkward, folders)
@thorough
def test_no_text_leads_to_a_forbidden_scheme_or_host(href: str, folder: str) -> None:
    found = target(href, folder)
    if found.kind == "web":
        assert urlsplit(found.path).scheme in ("http", "https", "mailto", "tel")
    if found.kind == "site":
        assert found.path.startswith("/") and not found.path.startswith("//") and "\\" not in found.path


@given(st.sampled_from(["javascript", "data", "vbscript", "file", "blob", "about"]), st.data())
@thorough
def test_a_forbidden_scheme_stays_forbidden_however_it_is_dressed(scheme: str, data: st.DataObject) -> None:
    dressed = "".join(data.draw(st.sampled_from([c, c.upper(), f"\t{c}", f"{c}\n", f"{c}\r"])) for c in scheme)
    prefix = data.draw(st.text(alphabet="".join(map(chr, range(33))), max_size=3))
    assert target(f"{prefix}{dressed}:x", "").kind == "refused"


# ---------------------------------------------------------------- sources and pages

slugs = st.lists(st.text(alphabet="abcz09", min_size=1, max_size=5), min_size=1, max_size=2).map("-".join)


@given(st.lists(slugs, min_size=1, max_size=4), st.sampled_from(LANGS))
@thorough
def test_a_source_and_its_address_say_the_same(parts: list[str], lang: str) -> None:
    id_ = "/".join(parts)
    source = f"{id_}.md" if lang == DEFAULT_LANG else f"{id_}.{lang}.md"
    assert document_source(source) == (id_, lang)
    assert bad_segment(source) is None


@given(st.lists(st.tuples(st.lists(slugs, min_size=1, max_size=3), st.sampled_from(LANGS)), min_size=2, max_size=2, unique_by=str))
@thorough
def test_two_sources_never_have_one_address_unless_a_language_folder_is_copied(two: list[tuple[list[str], str]]) -> None:
    assume(all(parts[0] not in ("en", "zh-hant-hk") for parts, _ in two))
    a, b = (document_url(DocumentId("/".join(parts)), lang) for parts, lang in two)  # type: ignore[arg-type]
    assert a != b


@given(st.text(max_size=30))
@thorough
def test_an_accepted_name_never_leaves_its_folder(name: str) -> None:
    if bad_segment(name) is None:
        path = output_path(document_url(*document_source(name)))
        assert not path.startswith("/") and ".." not in path.split("/") and not any(part.startswith(".") for part in path.split("/"))


@given(st.lists(slugs, min_size=1, max_size=3))
@thorough
def test_a_file_keeps_its_path(parts: list[str]) -> None:
    path = "/".join(parts) + ".pdf"
    assert output_path(file_url(path)) == path


@pytest.mark.parametrize("path", ["policies/a.md", "policies/2026/rent-subsidy.en.md", "a.zh-Hant-HK.md", "a_b/c.d.pdf", "0.md", "policies/2026/x-1_2.png"])
def test_plain_names_are_good(path: str) -> None:
    assert bad_segment(path) is None


@pytest.mark.parametrize(
    ("path", "segment"),
    [
        ("policies/租房.md", "租房.md"), ("Policies/a.md", "Policies"), ("policies/A.md", "A.md"), ("a b/c.md", "a b"), ("policies/.hidden.md", ".hidden.md"),
        ("policies/-a.md", "-a.md"), ("policies/a..md", "a..md"), ("policies/con.md", "con.md"), ("nul/a.md", "nul"), ("policies/com1.pdf", "com1.pdf"),
        ("policies/a%2e.md", "a%2e.md"), ("a//b.md", ""), ("policies/..", ".."), ("policies/a\n.md", "a\n.md"), ("policies/\u212a.md", "\u212a.md"),
        (f"policies/{'a' * 220}.md", f"{'a' * 220}.md"), ("policies/a.EN.md", "a.EN.md"), ("policies/a.md.md ", "a.md.md "),
    ],
)  # fmt: skip
def test_names_that_make_no_address_are_named(path: str, segment: str) -> None:
    assert bad_segment(path) == segment


def test_the_home_page_of_each_language_is_a_folder() -> None:
    assert [output_path(document_url(DocumentId("a"), lang)) for lang in LANGS] == ["a/index.html", "zh-hant-hk/a/index.html", "en/a/index.html"]


def test_an_address_that_names_a_file_is_that_file() -> None:
    assert [output_path(u) for u in ("/", "/404.html", "/catalogs/a.csv", "/a/")] == ["index.html", "404.html", "catalogs/a.csv", "a/index.html"]


@pytest.mark.parametrize(("a", "b"), [("A/index.html", "a/index.html"), ("e\u0301.html", "\u00e9.html"), ("stra\u00dfe", "STRASSE")])
def test_paths_that_some_disk_holds_for_one_collide(a: str, b: str) -> None:
    assert collision_key(a) == collision_key(b)


@given(st.text(max_size=60))
@thorough
def test_output_path_is_relative(text: str) -> None:
    assume(".." not in unquote(text))
    assert not output_path("/" + text).startswith("/")


@thorough
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=40))
@example("关于印发《办法》的通知 (a/b)?&=#%~_.-é")
def test_text_is_quoted_as_the_library_quotes_it(text: str) -> None:
    assert quoted(text) == quote(text, safe="")
