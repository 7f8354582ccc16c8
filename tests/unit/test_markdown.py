"""Markdown: one parse gives headings, links, plain text and the body, and nothing harmful."""

import re
import time
from html.parser import HTMLParser
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sitegen import limits
from sitegen.anchors import article_anchor
from sitegen.markdown import ParsedDocument, parse_document
from tests.portals import document

BASE = "/portal"


def read(body: str, path: str = "content/news/2026/a.md", base: str = BASE) -> ParsedDocument:
    return parse_document(path, document(body=body).encode(), "news", False, base)


def html(body: str, base: str = BASE) -> str:
    """The markup of a text; a picture stands as <picture path|alt>, the edges of a table as ⟦ and ⟧."""
    found = read(body, base=base)
    assert found.findings == (), found.findings
    show = {
        "text": lambda p: p[1],
        "picture": lambda p: f"<picture {p[1]}|{p[2]}>",
        "figure": lambda p: f"<figure {p[1]}|{p[2]}>",
        "table-open": lambda p: "⟦",
        "table-close": lambda p: "⟧",
    }
    return "".join(show[part[0]](part) for part in found.body).strip()


def codes(body: str) -> list[tuple[str, int]]:
    """Problems of a text, with the line counted from the first line of the text."""
    return [(f.problem.code, f.location.line - 6) for f in read(body).findings]


# ---------------------------------------------------------------- titles


def test_the_title_of_the_page_is_its_only_first_level() -> None:
    assert [(h.level, h.text) for h in read("# 一\n\n## 二\n\n### 三\n").text.headings] == [(2, "一"), (3, "二"), (4, "三")]


def test_a_text_that_begins_at_the_second_level_keeps_its_levels() -> None:
    assert [h.level for h in read("## 一\n\n### 二\n\n## 三\n").text.headings] == [2, 3, 2]


def test_a_skipped_level_is_read_as_if_it_had_not_been() -> None:
    assert [h.level for h in read("#### 一\n\n###### 二\n\n## 三\n").text.headings] == [2, 3, 2]


def test_ids_are_counted_and_never_taken_from_the_words() -> None:
    assert html("## top\n\n## top\n") == '<h2 id="s-1">top</h2>\n<h2 id="s-2">top</h2>'


def test_a_heading_without_words_is_no_heading() -> None:
    found = read("##\n\n## 一\n")
    assert [h.text for h in found.text.headings] == ["一"] and "<h" not in found.body[0][1].split("一")[0].replace("<h2", "", 1)


def test_headings_inside_quotes_and_lists_have_ids_too() -> None:
    assert html("> ## 一\n\n- ## 二\n").count(' id="s-') == 2


# ---------------------------------------------------------------- articles


@pytest.mark.parametrize(
    ("words", "anchor"),
    [
        ("第一条", "article-1"), ("第十条", "article-10"), ("第十二条", "article-12"), ("第二十条", "article-20"), ("第一百条", "article-100"),
        ("第一百零三条", "article-103"), ("第二百一十条", "article-210"), ("第一千〇二条", "article-1002"), ("第十二条之一", "article-12-1"),
        ("第三条之九", "article-3-9"), ("第三条之十", "article-3-10"),
    ],
)  # fmt: skip
def test_a_chinese_article_number_is_an_anchor(words: str, anchor: str) -> None:
    assert article_anchor(words) == anchor


@pytest.mark.parametrize("words", ["第12条", "第条", "十二条", "第一章", "第一条 总则", "", "第一条之", "第两条"])
def test_other_words_are_no_article(words: str) -> None:
    assert article_anchor(words) is None


def test_a_paragraph_that_begins_with_a_bold_number_is_an_article() -> None:
    assert html("**第三条** 甲。\n\n**第三条之一** 乙。\n") == (
        '<p id="article-3" class="article"><strong>第三条</strong> 甲。</p>\n<p id="article-3-1" class="article"><strong>第三条之一</strong> 乙。</p>'
    )


def test_a_number_in_the_middle_of_a_sentence_is_no_article() -> None:
    assert "id=" not in html("依据**第三条**办理。\n")


def test_a_number_that_comes_twice_is_an_anchor_once() -> None:
    assert html("**第三条** 甲。\n\n**第三条** 乙。\n").count('id="article-3"') == 1


def test_articles_are_noted_by_number() -> None:
    assert read("**第一条** 甲。\n\n**第二条** 乙。\n").text.articles == (1, 2)


# ---------------------------------------------------------------- links


def test_a_link_to_a_file_becomes_the_address_of_its_page() -> None:
    assert html("[甲](../2025/b.md) [乙](../../policies/c.en.md)") == '<p><a href="/portal/news/2025/b/">甲</a> <a href="/portal/en/policies/c/">乙</a></p>'


def test_a_link_to_a_clause_of_another_file_becomes_its_anchor_and_can_be_led_back_to() -> None:
    assert html("[甲](b.md#第十二条之一)") == '<p><a href="/portal/news/2026/b/#article-12-1" id="clause-1">甲</a></p>'
    assert html("[甲](b.md)[乙](b.md#（四）)") == '<p><a href="/portal/news/2026/b/">甲</a><a href="/portal/news/2026/b/#item-4" id="clause-1">乙</a></p>'
    assert [link.anchor for link in read("[甲](b.md)[乙](b.md#（四）)[丙](c.md#第一条)").text.links] == ["", "clause-1", "clause-2"]


def test_items_that_number_a_whole_text_are_its_clauses() -> None:
    text = "## 一、目标\n\n（一）甲。\n\n## 二、措施\n\n（二）乙。\n\n（三）丙。\n"
    assert html(text).count('class="article"') == 3
    assert '<p id="item-2" class="article">（二）乙。</p>' in html(text)
    assert read(text).text.items == 3


@pytest.mark.parametrize(
    "text",
    [
        "（一）甲。\n\n（二）乙。\n\n## 二、措施\n\n（一）丙。\n",
        "（二）甲。\n\n（三）乙。\n\n（四）丙。\n",
        "**第一条** 总。\n\n（一）甲。\n\n（二）乙。\n",
        "- （一）甲。\n",
        "（一）甲。\n\n（二）乙。\n",
    ],
    ids=["numbers begin anew", "no first one", "inside articles", "in a list", "only two"],
)
def test_other_numbered_paragraphs_are_no_clauses(text: str) -> None:
    assert "item-" not in html(text)
    assert read(text).text.items == 0


def test_a_policy_tells_where_each_clause_ends() -> None:
    text = "开头。\n\n**第一条** 甲。\n\n甲的表。\n\n## 第二章\n\n**第二条** 乙。\n\n落款。\n"
    parts = parse_document("content/policies/a.md", document(body=text, formed="2026-05-01").encode(), "policy", False, BASE).body
    assert [part[1] for part in parts if part[0] == "clause"] == ["article-1", "article-2"]
    assert [part[0] for part in parts] == ["text", "clause", "text", "clause"]
    assert "".join(part[1] for part in parts if part[0] == "text").strip() == html(text)


def test_a_link_to_an_attachment_is_its_path() -> None:
    assert html("[表](form.pdf)") == '<p><a href="/portal/news/2026/form.pdf">表</a></p>'


def test_a_link_to_a_page_of_the_portal_stands_below_the_base_path() -> None:
    assert html("[单位](/units/#a)") == '<p><a href="/portal/units/#a">单位</a></p>'


def test_links_are_noted_with_their_place() -> None:
    (link,) = read("一\n二 [甲](b.md#x)\n").text.links
    assert (link.target, link.fragment, link.mark.line - 6) == ("content/news/2026/b.md", "x", 2)


@pytest.mark.parametrize(("fragment", "href"), [("第一章 总则", "#s-1"), ("第一章总则", "#s-1"), ("第二条", "#article-2"), ("s-1", "#s-1")])
def test_a_fragment_leads_to_a_heading_by_its_words_or_to_an_article(fragment: str, href: str) -> None:
    assert f'<a href="{href}">甲</a>' in html(f"## 第一章 总则\n\n**第二条** 见[甲](<#{fragment}>)。\n")


@pytest.mark.parametrize("fragment", ["第九条", "没有", "", "article-9"])
def test_a_fragment_that_leads_nowhere_is_told(fragment: str) -> None:
    assert codes(f"## 一\n\n[甲](#{fragment})\n") == [("D010", 3)]


def test_an_address_elsewhere_stays_what_it_is() -> None:
    assert html("[甲](https://a.example/x?y=1&z=2#w)") == '<p><a href="https://a.example/x?y=1&amp;z=2#w">甲</a></p>'


def test_the_title_of_a_link_is_kept_as_text() -> None:
    assert html('[甲](https://a.example "a\\"><b>")') == '<p><a href="https://a.example" title="a&quot;&gt;&lt;b&gt;">甲</a></p>'


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "vbscript:x", "//host.example/x", "\\\\host.example", "/\\host.example",
        "https://user:word@host.example", "java&Tab;script:alert(1)", "java&NewLine;script:alert(1)", "&#106;avascript:alert(1)", "javascript&colon;alert(1)",
        "../../../site.yml", "..%2f..%2f..%2fsite.yml", "file:///etc/passwd", "", "ftp://a.example",
    ],
)  # fmt: skip
def test_a_link_that_may_harm_is_told_and_does_not_come_out_quietly(href: str) -> None:
    found = read(f"一\n\n[甲]({href})\n").findings
    assert [(f.problem.code, f.location.line - 6) for f in found] == [("D006", 3)] or "<a" not in html(f"一\n\n[甲]({href})\n")


@pytest.mark.parametrize("text", ["<javascript:alert(1)>", "[甲]\n\n[甲]: javascript:alert(1)\n", "[甲][x]\n\n[x]: <data:text/html,x> 'y'\n"])
def test_other_ways_to_write_a_link_have_the_same_rule(text: str) -> None:
    assert [code for code, _ in codes(text)] == ["D006"]


@pytest.mark.parametrize("href", ["&Tab;https://a.example", "ht&Tab;tps://a.example", "https://a.example/&NewLine;b"])
def test_the_address_that_is_published_is_the_one_that_was_judged(href: str) -> None:
    found = read(f"[甲]({href})")
    if not found.findings:
        (address,) = re.findall('href="([^"]*)"', found.body[0][1])
        assert address.startswith("https://a.example") and "%09" not in address and "%0A" not in address


# ---------------------------------------------------------------- pictures


def test_a_picture_inside_a_paragraph_is_a_part_of_its_own() -> None:
    assert read("前 ![图](a.png) 后\n").body == (("text", "<p>前 "), ("picture", "news/2026/a.png", "图"), ("text", " 后</p>\n"))


def test_pictures_in_lists_and_tables_stand_where_they_were_written() -> None:
    assert html("- ![一](a.png)\n- b\n\n| 甲 |\n| --- |\n| ![二](../b.png) |\n").replace("\n", "") == (
        '<ul><li><picture news/2026/a.png|一></li><li>b</li></ul>⟦<table><thead><tr><th scope="col">甲</th></tr></thead>'
        "<tbody><tr><td><picture news/b.png|二></td></tr></tbody></table>⟧"
    )


def test_a_picture_inside_a_link_stays_inside_it() -> None:
    assert html("[![图](a.png)](https://a.example)") == '<p><a href="https://a.example"><picture news/2026/a.png|图></a></p>'


def test_the_words_for_a_picture_are_plain_text() -> None:
    assert html("![**甲** &amp; \\*乙\\*](a.png)") == "<figure news/2026/a.png|甲 & *乙*>"


@pytest.mark.parametrize("src", ["https://a.example/a.png", "//a.example/a.png", "data:image/png;base64,x", "/a.png", "../../../a.png", "javascript:x", "#a"])
def test_a_picture_must_be_a_file_below_content(src: str) -> None:
    assert codes(f"![图]({src})") == [("D006", 1)]


def test_digits_in_the_text_are_not_taken_for_places_of_pictures() -> None:
    assert html("0 ![图](a.png) 0 1\n") == "<p>0 <picture news/2026/a.png|图> 0 1</p>"


# ---------------------------------------------------------------- tables and code


def test_the_alignment_of_a_table_is_a_class_and_never_a_style() -> None:
    made = html("| a | b | c | d |\n| :-- | :-: | --: | --- |\n| 1 | 2 | 3 | 4 |\n")
    assert re.findall(r'<t[hd] class="([^"]*)"', made) == ["align-left", "align-center", "align-right"] * 2 and "style" not in made


@pytest.mark.parametrize("words", ["b", "*b*"])
def test_a_header_without_words_is_a_plain_cell(words: str) -> None:
    made = html(f"| | {words} |\n| --- | --- |\n| 1 | 2 |\n")
    assert re.findall(r"</?t[hd]\b", made) == ["<td", "</td", "<th", "</th", "<td", "</td", "<td", "</td"]


def test_the_edges_of_a_table_are_parts() -> None:
    assert [part[0] for part in read("甲\n\n| a |\n| --- |\n| 1 |\n\n乙\n").body] == ["text", "table-open", "text", "table-close", "text"]


@pytest.mark.parametrize(
    ("info", "shown"), [("python", ' class="language-python"'), ("c++", ' class="language-c++"'), ("Python", ""), ('"><b>', ""), ("a b", ""), ("x" * 21, "")]
)
def test_only_a_plain_language_name_reaches_the_class_of_code(info: str, shown: str) -> None:
    assert html(f"```{info}\n<b>\n```\n") == f"<pre><code{shown}>&lt;b&gt;\n</code></pre>"


# ---------------------------------------------------------------- markup


@pytest.mark.parametrize(
    "markup", ["<script>alert(1)</script>", "<b onclick=x>y</b>", "<!-- x -->", "<?php x ?>", "<![CDATA[x]]>", "<img src=x onerror=y>", "<style>", "</p>"]
)
def test_raw_markup_shows_as_text(markup: str) -> None:
    for text in (f"{markup}\n", f"前 {markup} 后\n", f"- {markup}\n"):
        made = html(text)
        assert markup.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;") in made


def test_template_syntax_is_text() -> None:
    assert html("{{ 7 * 7 }} {% raw %}") == "<p>{{ 7 * 7 }} {% raw %}</p>"


ELEMENTS = {
    "html", "head", "body", "p", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "hr", "br", "pre", "code", "em", "strong", "s", "a",
    "table", "thead", "tbody", "tr", "th", "td",
}  # fmt: skip
ATTRIBUTES = {"id", "class", "href", "title", "scope", "start"}

_pieces = st.sampled_from(
    [
        "<script>", "</script>", "<img src=x onerror=y>", "<svg/onload=x>", "<a href=javascript:x>", "<!--", "-->", "<style>", "<iframe src=//x>", "<b",
        ">", '"', "'", "`", "```\n", "~~~ \n",
        "[", "](", ")", "![", "](a.png)", "](javascript:x)", "](//host)", "](https://a.example)", "](b.md#x)", "](<", ">)", "][", "]: ",
        "[x]: javascript:x\n", "<javascript:x>", "<https://a.example>",
        "&lt;", "&#60;", "&Tab;", "&colon;", "&quot;", "&#x0;",
        "\\", "*", "**", "_", "~~", "\n", "\n\n", "# ", "## ", "> ", "- ", "1. ", "7) ", "    ", "| ", " |\n", "| --- | :-: |\n", "---\n", "===\n",
        "第三条", "**第三条** ", "甲", "a", " ", "\t", "{{ x }}", "\u2028", "\u00a0", "http://x", "javascript:",
    ]
)  # fmt: skip
texts = st.lists(_pieces | st.text(max_size=4), max_size=25).map("".join)


@given(texts)
@settings(deadline=None, max_examples=700, derandomize=True)
@example('[甲](https://a.example/"onmouseover=x)')
@example('![a"onerror=x](a.png "t")')
@example('```"><script>\n```')
@example("| <b |\n| --- |\n| `|` <i |\n")
def test_no_text_makes_active_markup(body: str) -> None:
    found = read(body.replace("\0", ""))
    markup = "".join(part[1] for part in found.body if part[0] == "text")
    if any(f.problem.code.startswith("S") for f in found.findings):
        return
    refused = any(f.problem.code == "D006" for f in found.findings)
    for element in html5lib.parse(markup, namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str) or (refused and element.tag == "img"):
            assert isinstance(element.tag, str), "a comment came out"
            continue
        assert element.tag in ELEMENTS
        assert set(element.attrib) <= ATTRIBUTES
        address = element.attrib.get("href", "")
        if not refused:
            assert urlsplit(address).scheme in ("", "http", "https", "mailto", "tel") and not address.startswith(("//", "\\", "/\\"))
        assert not element.attrib.get("id") or re.fullmatch(r"s-\d+|(article|item|clause)-[\d-]+", element.attrib["id"])


class _Balance(HTMLParser):
    """Counts open elements, as a reader of the markup without a browser's forgiveness."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in ("br", "hr", "img"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@given(texts)
@settings(deadline=None, max_examples=200, derandomize=True)
def test_every_element_that_is_opened_is_closed(body: str) -> None:
    balance = _Balance()
    balance.feed("".join(part[1] for part in read(body).body if part[0] == "text"))
    assert balance.open == []


@given(texts)
@settings(deadline=None, max_examples=150, derandomize=True)
def test_every_own_fragment_leads_to_an_id_of_the_text(body: str) -> None:
    found = read(body + "\n\n## 末\n\n[甲](#末)\n")
    if not found.findings:
        markup = "".join(part[1] for part in found.body if part[0] == "text")
        assert set(re.findall('href="#([^"]*)"', markup)) <= set(re.findall(' id="([^"]*)"', markup))


# ---------------------------------------------------------------- limits


def test_a_file_above_the_limit_is_refused_before_it_is_read() -> None:
    assert parse_document("content/news/a.md", b"x" * (limits.DOCUMENT_BYTES + 1), "news", False, "").findings[0].problem.code == "S003"


def test_a_line_above_the_limit_is_told_at_its_line() -> None:
    assert codes("一\n" + "a" * (limits.LINE_CHARACTERS + 1)) == [("S003", 2)]


def test_too_many_links_are_told() -> None:
    assert ("S003") in {code for code, _ in codes("[a](/x) " * (limits.LINKS + 1))}


HOSTILE = ["[", "![", "[a](", "*a **a ", "`", "<", "&", "> ", "- ", "[a]: b\n", "| a ", "~~a ", "](", "<!--", "a**b"]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_line_full_of_one_mark_is_read_in_a_bounded_time(piece: str) -> None:
    began = time.process_time()
    read((piece * 50_000)[: limits.LINE_CHARACTERS - 1])
    assert time.process_time() - began < 20


# ---------------------------------------------------------------- plain text


def test_the_opening_is_the_first_words_without_marks() -> None:
    assert read("**补贴** 怎么[领](b.md)？\n\n说明。\n").text.opening == "补贴 怎么领？ 说明。"


def test_a_long_opening_ends_with_an_ellipsis() -> None:
    opening = read("字" * 300).text.opening
    assert len(opening) == 120 and opening.endswith("…")


# ---------------------------------------------------------------- front matter


@pytest.mark.parametrize("text", ["正文", "", "title: 甲\n---\n", " ---\ntitle: 甲\n---\n", "---\ntitle: 甲\n"])
def test_a_file_without_front_matter_says_so(text: str) -> None:
    (found,) = parse_document("content/news/a.md", text.encode(), "news", False, "").findings
    assert (found.problem.code, found.location.line) == ("S009", 1)


def test_front_matter_may_be_the_whole_file() -> None:
    text = "---\ntitle: 甲\nunit: health\npublished: 2026-01-01\n---"
    assert parse_document("content/news/a.md", text.encode(), "news", False, "").findings == ()


def test_a_rule_in_the_text_does_not_end_the_front_matter_twice() -> None:
    assert html("一\n\n---\n\n二\n") == "<p>一</p>\n<hr>\n<p>二</p>"
