"""Bad portals (出错的门户): each small mistake, and what the editor is told.

Every one is built over a portal that is already published, which must stay as it was.
"""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sitegen.limits import FILE_BYTES
from tests.portals import DEFAULTS, SITE, Built, Files, build, build_process, check, document, pdf, plain_theme, png, portal, put, tree

POLICY, EXPLAINER, CATALOG = "content/policies/2026/subsidy.md", "content/interpretations/2026/subsidy-explained.md", "catalogs/fields/clinics.yml"
SUBSIDY = str(DEFAULTS[POLICY])
EXPLAINED = str(DEFAULTS[EXPLAINER])
CLINICS = str(DEFAULTS[CATALOG])
UNITS = str(DEFAULTS["catalogs/units.yml"])
STREETS = str(DEFAULTS["catalogs/streets.yml"])
FIELDS = str(DEFAULTS["catalogs/fields.yml"])
OTHER_CATALOG = """\
title: 小区卫生健康局目录
edition: 2026
updated: 2026-03-01
entries:
  - id: {id}
    refers_to: {to}
"""
NEWS = "content/news/2026/a.md"
PAIR = "catalogs/units/health.yml"


def news(**front: str) -> Files:
    return {NEWS: document(**front)}


def told(built: Built) -> list[str]:
    """The first line of each finding."""
    return [line for line in (built.err + built.out).splitlines() if ": error[" in line or ": warning[" in line]


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A published portal."""
    root = portal(tmp_path)
    plain_theme(root)
    assert build(root).code == 0
    return root


def expect_error(root: Path, place: str, *, only: bool = True) -> None:
    """Building fails with a finding at `place` (the start of its line, and after a space its code) and leaves the site alone."""
    before = tree(root / "dist")
    built = build(root)
    path, _, code = place.partition(" ")
    found = [line for line in told(built) if line.startswith(path) and f"[{code}" in line]
    assert found, built.err
    assert not only or len(told(built)) == 1, built.err
    assert built.code == 1 and "Traceback" not in built.err + built.out
    message = built.err.split(found[0])[1].splitlines()[1:5]
    assert any("\u4e00" <= c <= "\u9fff" for c in message[0]) and message[1].strip().isprintable() and message[1].strip()
    assert message[2].startswith("  改法: ") and message[3].startswith("  remedy: ")
    assert tree(root / "dist") == before and "没有发布" in built.err


BAD: dict[str, tuple[Files, str]] = {
    # front matter
    "no front matter": ({NEWS: "只有正文。\n"}, f"{NEWS}:1:1: S009"),
    "front matter that does not end": ({NEWS: "---\ntitle: 甲\n正文\n"}, f"{NEWS}:1:1: S009"),
    "an unknown key": (news(publishd="2026-01-01"), f"{NEWS}:5:1: S101"),
    "a missing title": ({NEWS: document("")}, f"{NEWS}:2:1: S102"),
    "a date that is none": (news(published="2026-13-01"), f"{NEWS}:4:12: S104"),
    "front matter that is a list": ({NEWS: "---\n- a\n---\n"}, f"{NEWS}:2:1: S008"),
    "an unclosed quote": ({NEWS: '---\ntitle: "甲\nunit: health\n---\n'}, f"{NEWS}: S004"),
    "a tab as indentation": ({NEWS: "---\ntitle: 甲\nimage:\n\tsrc: a\n---\n"}, f"{NEWS}:4: S004"),
    "a key written twice": ({NEWS: document(body="").replace("unit:", "title: 乙\nunit:")}, f"{NEWS}:3:1: S005"),
    "a title of 201 characters": ({NEWS: document("字" * 201)}, f"{NEWS}:2:8: S103"),
    "an unknown form of interpretation": ({EXPLAINER: EXPLAINED.replace("form: text", "form: song")}, f"{EXPLAINER}:7:7: S105"),
    # bytes
    "a GBK file": ({NEWS: document().encode("gbk")}, f"{NEWS}:2:8: S001"),
    "a UTF-16 file": ({NEWS: document().encode("utf-16")}, f"{NEWS}:1:1: S001"),
    "a control character": ({NEWS: document(body="甲\x07乙\n")}, f"{NEWS}:7:2: S002"),
    "a GBK catalog": ({"catalogs/topics.yml": str(DEFAULTS["catalogs/topics.yml"]).encode("gbk")}, "catalogs/topics.yml:2: S001"),
    "a NUL in the configuration": ({"site.yml": SITE + "\0"}, "site.yml:19:1: S002"),
    # ids
    "an unknown unit": (news(unit="heath"), f"{NEWS}:3:7: D001"),
    "an unknown topic": (news(topics="[care, gold]"), f"{NEWS}:5:16: D001"),
    "an unknown row": (news(entries="[clinics-9]"), f"{NEWS}:5:11: D001"),
    "an unknown document": (news(related="[news/2026/nowhere]"), f"{NEWS}:5:11: D001"),
    "an interpretation of nothing": ({EXPLAINER: EXPLAINED.replace("policies/2026/subsidy]", "policies/2026/gone]")}, f"{EXPLAINER}:6:12: D001"),
    "an interpretation of no policy": ({EXPLAINER: EXPLAINED.replace("policies/2026/subsidy]", "notices/2026/closing]")}, f"{EXPLAINER}:6:12: D014"),
    "a policy that repeals a notice": ({POLICY: SUBSIDY.replace("topics:", "repeals: [notices/2026/closing]\ntopics:")}, f"{POLICY}:7:11: D014"),
    "an unknown issuer": ({POLICY: SUBSIDY.replace("topics:", "issuers: [office, nobody]\ntopics:")}, f"{POLICY}:7:19: D001"),
    "an unknown section": ({"content/stories/a.md": document()}, "content/stories/a.md: D008"),
    "a unit supervised by nobody": ({"catalogs/units.yml": UNITS.replace("supervised_by: office", "supervised_by: nobody")}, "catalogs/units.yml:19:18: D001"),
    "a street without office": ({"catalogs/streets.yml": STREETS.replace("office: office", "office: offic")}, "catalogs/streets.yml:3:11: D001"),
    "a field of an unknown unit": ({"catalogs/fields.yml": FIELDS.replace("unit: health", "unit: nobody")}, "catalogs/fields.yml:3:9: D001"),
    "a unit declared twice": ({"catalogs/units.yml": UNITS + UNITS.replace("id: health", "id: second")}, "catalogs/units.yml:20:7: D002"),
    "an unknown default unit": ({"site.yml": SITE.replace("  unit: office", "  unit: nobody")}, "site.yml:13:9: D001"),
    "a section declared twice": ({"site.yml": SITE + "  - {id: news, kind: news, title: 要闻, summary: 要闻, column_type: 要闻}\n"}, "site.yml:19:10: D002"),
    # catalogs
    "an id used in two catalogs": ({PAIR: OTHER_CATALOG.format(id="clinics-02", to="clinics-01")}, f"{PAIR}:5:9: D002"),
    "an id that is not first": ({CATALOG: CLINICS.replace("  - id: clinics-01\n    item: 机构信息", "  - item: 机构信息\n    id: clinics-01")},
    f"{CATALOG}:11:5: S107"),
    "a reference to a reference": (
        {PAIR: OTHER_CATALOG.format(id="health-01", to="health-02") + "  - id: health-02\n    refers_to: clinics-01\n"}, f"{PAIR}:6:16: D011",
    ),
    "a reference to itself": ({PAIR: OTHER_CATALOG.format(id="health-01", to="health-01")}, f"{PAIR}:6:16: D011"),
    "a reference to nothing": ({PAIR: OTHER_CATALOG.format(id="health-01", to="gone-01")}, f"{PAIR}:6:16: D001"),
    "a reference with columns of its own": ({PAIR: OTHER_CATALOG.format(id="health-01", to="clinics-01") + "    item: 甲\n"}, f"{PAIR}:7:5: S101"),
    "a catalog without owner": ({"catalogs/units/nobody.yml": OTHER_CATALOG.format(id="nobody-01", to="clinics-01")}, "catalogs/units/nobody.yml: D001"),
    "a catalog without rows": ({PAIR: "title: 目录\nedition: 2026\nupdated: 2026-01-01\nentries: []\n"}, f"{PAIR}:4:10: S103"),
    "a catalog in the wrong place": ({"catalogs/extra.yml": CLINICS}, "catalogs/extra.yml:1:1: D009"),
    "an unknown unit among the defaults": ({CATALOG: CLINICS.replace("[health]", "[heath]")}, f"{CATALOG}:7:11: D001"),
    "an unknown key among the defaults": ({CATALOG: CLINICS.replace("  channels:", "  chanels: [print]\n  channels:")}, f"{CATALOG}:8:3: S101"),
    "an unknown channel": ({CATALOG: CLINICS.replace("[website]", "[website, fax]")}, f"{CATALOG}:8:23: S105"),
    "a calendar of no year": ({"catalogs/calendars/next.yml": "notice: 通知\nholidays: []\nmake_up_workdays: []\n"}, "catalogs/calendars/next.yml:1:1: D009"),
    "a calendar with a wrong day": (
        {"catalogs/calendars/2026.yml": "notice: 通知\nholidays:\n  - {name: 元旦, first: 2026-01-01, last: 2026-01-32}\nmake_up_workdays: []\n"},
        "catalogs/calendars/2026.yml:3:41: S104",
    ),
    "a disclosure of an unknown document": (
        {CATALOG: CLINICS + "    disclosures:\n      - {event: formed, date: 2026-01-01, document: news/gone}\n"}, f"{CATALOG}:24:53: D001",
    ),
    "a row id too long for a folder": ({CATALOG: CLINICS.replace("id: clinics-02", f"id: {'a' * 300}")}, f"{CATALOG}:13:9: S103"),
    "a control character written as an escape": ({CATALOG: CLINICS.replace("item: 服务信息", r'item: "服务\a信息"')}, f"{CATALOG}:14: S002"),
    # files
    "a missing picture": (news(body="甲\n\n![图](a.png)\n"), f"{NEWS}:9:1: D005"),
    "a missing title picture": (news(image="{src: a.png, alt: 图}"), f"{NEWS}:5:14: D005"),
    "a missing attachment": (news(attachments="[{file: a.pdf, title: 表}]"), f"{NEWS}:5:22: D005"),
    "an html attachment": ({**news(attachments="[{file: a.html, title: 表}]"), "content/news/2026/a.html": "<script>"}, f"{NEWS}:5:22: D012"),
    "an svg picture": ({**news(body="![图](a.svg)\n"), "content/news/2026/a.svg": "<svg/>"}, f"{NEWS}:7:1: D012"),
    "an svg attachment": ({**news(attachments="[{file: a.svg, title: 图}]"), "content/news/2026/a.svg": "<svg/>"}, f"{NEWS}:5:22: D012"),
    "a picture that is none": ({**news(body="![图](a.png)\n"), "content/news/2026/a.png": "<script>"}, "content/news/2026/a.png: S012"),
    "a picture cut short": ({**news(body="![图](a.png)\n"), "content/news/2026/a.png": png(64, 64)[:60]}, "content/news/2026/a.png: S012"),
    "a damaged picture": ({**news(body="![图](a.png)\n"), "content/news/2026/a.png": png(64, 64).replace(b"IDAT", b"IDAT\0\0\0\0", 1)},
    "content/news/2026/a.png: S012"),
    "an attachment that only pretends to be a picture": ({**news(attachments="[{file: a.png, title: 图}]"), "content/news/2026/a.png": "<script>"},
    "content/news/2026/a.png: S012"),
    "a bad file name": ({"content/news/2026/新闻.md": document()}, "content/news/2026/新闻.md: D007"),
    "a file name in capitals": ({"content/news/2026/News.md": document()}, "content/news/2026/News.md: D007"),
    "an attachment outside content": (news(attachments="[{file: ../../../site.yml, title: 表}]"), f"{NEWS}:5:22: D005"),
    "folders too deep": ({f"content/news/{'a/' * 13}b.md": document()}, "content/news/a/a/ S011"),
    # links
    "a script link": (news(body="[甲](javascript:x)\n"), f"{NEWS}:7:1: D006"),
    "a link out of content": (news(body="甲\n[乙](../../../site.yml)\n"), f"{NEWS}:8:1: D006"),
    "a link to a file that is not there": (news(body="[甲](gone.md)\n"), f"{NEWS}:7:1: D004"),
    "a link to a page that is not there": (news(body="[甲](/gone/)\n"), f"{NEWS}:7:1: D004"),
    "a link to a heading that is not there": (news(body="[甲](#没有)\n"), f"{NEWS}:7:1: D010"),
    "a link to an article that another file lacks": (news(body="[甲](../../policies/2026/subsidy.md#第九条)\n"), f"{NEWS}:7:1: D010"),
    "a menu entry that leads nowhere": ({"site.yml": SITE + "menu:\n  - {title: 甲, to: /gone/}\n"}, "site.yml:20:20: D004"),
    "a redirect that leads nowhere": ({"site.yml": SITE + "redirects:\n  - {old: /a/, new: /gone/}\n"}, "site.yml:20:21: D004"),
    # addresses
    "two sources of one address": ({"content/news/2026.md": document(), "content/en.md": document()}, "content/en.md: D003"),
    "a document on the address of the search": ({"content/search.md": document()}, "content/search.md: D003"),
    "a document on the address of the catalogs": ({"content/catalogs.md": document()}, "content/catalogs.md: D003"),
    "a document on the address of a list": ({"content/news/year/2026.md": document()}, "content/news/year/2026.md: D003"),
    "a document on the address of its section": ({"content/news.md": document()}, "content/news.md: D003"),
    "a document where a file must stand": ({"content/robots.txt.md": document()}, "content/robots.txt.md: D003"),
    "an attachment on the address of a page": ({**news(attachments="[{file: ../../robots.txt, title: 表}]"), "content/robots.txt": "x"}, "content/ D003"),
    "an attachment on the address of a download": (
        {**news(attachments="[{file: ../../catalogs/fields/clinics.csv, title: 表}]"), "content/catalogs/fields/clinics.csv": "x"}, "content/ D003",
    ),
    # configuration
    "an unknown key in site.yml": ({"site.yml": SITE + "colour: red\n"}, "site.yml:19:1: S101"),
    "an address without https": ({"site.yml": SITE.replace("https://www", "http://www")}, "site.yml:1:11: S103"),
    "site.yml that is a list": ({"site.yml": "- a\n"}, "site.yml:1:1: S008"),
    "an unknown language": ({"site.yml": SITE.replace("zh-Hant-HK, en]", "fr]")}, "site.yml:2:18: S105"),
    "languages without Simplified Chinese": ({"site.yml": SITE.replace("[zh-Hans, zh-Hant-HK, en]", "[en]")}, "site.yml:2: S103"),
    "a home page of an unknown section": (
        {"site.yml": SITE + "home: {policies: policies, interpretations: interpretations, news: new, notices: notices}\n"}, "site.yml:19:68: D001",
    ),
    "a theme that is not there": ({"site.yml": SITE.replace("langs:", "theme: nowhere\nlangs:")}, "themes/nowhere: W001"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_bad_portal_is_told_and_not_published(live: Path, name: str) -> None:
    files, place = BAD[name]
    for path, text in files.items():
        assert text is not None
        put(live, path, text)
    expect_error(live, place, only=name != "a theme that is not there")


def link_file(root: Path) -> None:
    (root / "content/news").mkdir(exist_ok=True)
    (root / "content/news/a.md").symlink_to("/etc/passwd")


def link_folder(root: Path) -> None:
    (root / "content/news").symlink_to(root / "content/policies")


def named_pipe(root: Path) -> None:
    os.mkfifo(root / "content/pipe.md")


def link_catalog(root: Path) -> None:
    (root / "catalogs/units").mkdir()
    (root / "catalogs/units/health.yml").symlink_to(root / CATALOG)


@pytest.mark.parametrize(
    ("make", "place"),
    [
        (link_file, "content/news/a.md: S010"),
        (link_folder, "content/news: S010"),
        (named_pipe, "content/pipe.md: S010"),
        (link_catalog, "catalogs/units/health.yml: S010"),
    ],
)
def test_a_link_or_special_file_is_never_followed(live: Path, make: Callable[[Path], None], place: str) -> None:
    make(live)
    expect_error(live, place)


def test_a_content_folder_that_is_a_link_is_told_and_not_taken_for_an_empty_one(live: Path) -> None:
    (live / "content").rename(live / "elsewhere")
    (live / "content").symlink_to(live / "elsewhere")
    expect_error(live, "content: S010", only=False)


def test_an_attachment_above_the_limit_is_refused(live: Path) -> None:
    put(live, NEWS, document(attachments="[{file: a.zip, title: 包}]"))
    with open(live / "content/news/2026/a.zip", "wb") as file:
        file.truncate(FILE_BYTES + 1)
    expect_error(live, "content/news/2026/a")


# ---------------------------------------------------------------- warnings


def test_an_unused_file_is_a_warning_and_the_site_is_published(live: Path) -> None:
    put(live, "content/news/2026/left.pdf", "x")
    built = build(live)
    assert built.code == 0 and "warning[D013] unused-file" in built.err and not built.has("news/2026/left.pdf")
    assert "content/news/2026/left.pdf: warning[D013] unused-file" in told(check(live))


def test_strict_does_not_publish_with_a_warning(live: Path) -> None:
    before = tree(live / "dist")
    put(live, "content/news/2026/left.pdf", "x")
    put(live, NEWS, document())
    assert build(live, strict=True).code == 1 and tree(live / "dist") == before


def test_a_text_in_a_language_that_the_portal_does_not_offer_is_named(live: Path) -> None:
    put(live, "site.yml", SITE.replace("[zh-Hans, zh-Hant-HK, en]", "[zh-Hans]"))
    put(live, "content/news/2026/visit.en.md", document("A visit"))
    assert any(line.startswith("content/news/2026/visit.en.md:") for line in told(check(live)))


def test_a_link_to_a_listed_attachment_by_its_address_is_good(live: Path) -> None:
    put(live, "content/news/2026/form.pdf", pdf())
    put(live, NEWS, document(attachments="[{file: form.pdf, title: 表}]", body="[表](/news/2026/form.pdf)\n"))
    built = build(live)
    assert built.code == 0, built.err


# ---------------------------------------------------------------- several at once


def test_all_mistakes_of_all_files_are_told_in_one_run_in_order(live: Path) -> None:
    put(live, "content/news/2026/b.md", document(unit="x", topics="[y]"))
    put(live, "content/news/2026/a.md", "正文")
    put(live, "catalogs/units.yml", UNITS.replace("phone: 0000-0000110", "phone: none"))
    lines = told(build(live))
    assert lines == sorted(lines, key=lambda line: line.split(":")[0]) and {line.split(":")[0] for line in lines} >= {
        "catalogs/units.yml",
        "content/news/2026/a.md",
    }


def test_a_file_that_cannot_be_read_does_not_make_its_friends_wrong(live: Path) -> None:
    put(live, POLICY, SUBSIDY.replace("published: 2026-03-05", "published: soon"))
    assert [line.split(" ")[0] for line in told(build(live))] == [f"{POLICY}:4:12:"]


def test_a_message_names_the_nearest_known_id(live: Path) -> None:
    put(live, NEWS, document(unit="heath"))
    assert "did you mean `health`?" in build(live).err


def test_content_cannot_move_the_cursor(live: Path) -> None:
    put(live, NEWS, document(unit='"\\e[2Jx"'))
    assert "\x1b" not in build(live).err


# ---------------------------------------------------------------- themes


def template(root: Path, name: str, text: str) -> None:
    put(root, f"themes/default/templates/{name}", text)


def test_a_missing_template_is_named(live: Path) -> None:
    (live / "themes/default/templates/unit.html").unlink()
    expect_error(live, "themes/default: W001")


def test_two_missing_templates_are_both_named(live: Path) -> None:
    for name in ("unit.html", "search.html"):
        (live / "themes/default/templates" / name).unlink()
    err = build(live).err
    assert "unit.html" in err and "search.html" in err


def test_a_missing_word_is_named_with_the_file_that_lacks_it(live: Path) -> None:
    path = live / "themes/default/strings/en.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("page.home:", "page.hom:", 1), encoding="utf-8")
    expect_error(live, "themes/default/strings/en.yml:1:1: W003", only=False)


def test_a_template_that_uses_a_word_no_language_has_is_a_finding(live: Path) -> None:
    template(live, "unit.html", "<p>\n{{ word('nowhere') }}")
    expect_error(live, "themes/default/templates/unit.html:2:1: W004")


@pytest.mark.parametrize(
    ("part", "use"),
    [
        ("<p>\n\n{{ word('nowhere') }}", "{% include '_part.html' %}"),
        ("{% macro said() %}\n\n{{ word('nowhere') }}{% endmacro %}", "{% import '_part.html' as part with context %}{{ part.said() }}"),
    ],
)
def test_a_mistake_in_a_shared_part_is_reported_there(live: Path, part: str, use: str) -> None:
    template(live, "_part.html", part)
    template(live, "unit.html", f"<p>\n{use}")
    expect_error(live, "themes/default/templates/_part.html:3:1: W004")


@pytest.mark.parametrize("key", ["column.number", "channel.website", "level.district"])
def test_a_word_that_only_a_download_needs_is_missed_with_a_finding(live: Path, key: str) -> None:
    for path in (live / "themes/default/strings").iterdir():
        path.write_text("\n".join(line for line in path.read_text(encoding="utf-8").split("\n") if not line.startswith(f"{key}:")), encoding="utf-8")
    before = tree(live / "dist")
    built = build(live)
    assert built.code == 1 and "[W" in built.err and key in built.err and tree(live / "dist") == before


@pytest.mark.parametrize(
    "source",
    [
        "{% if %}",
        "{{ site.units( }}",
        "{% for x in %}{% endfor %}",
        "{{ x | nosuchfilter }}",
        "{% block a %}{% block a %}{% endblock %}{% endblock %}",
        "{% endif %}",
    ],
)
def test_a_template_that_is_no_template_is_told_at_its_line(live: Path, source: str) -> None:
    template(live, "unit.html", f"一\n{source}\n")
    expect_error(live, "themes/default/templates/unit.html:2:1: W002")


@pytest.mark.parametrize(
    "source",
    [
        "{{ site.secrets() }}", "{{ site.unit('nobody') }}", "{{ site.units(colour=1) }}", "{{ nothing }}", "{{ page.nothing }}",
        "{{ site.unit(page.subject).nothing }}",
        "{{ asset('gone.css') }}", "{% include 'gone.html' %}", "{{ 1 // 0 }}", "{{ 'x' | round }}", "{{ '{' .format(1) }}", "{{ site.listing() }}",
        "{{ range(5)[9] }}",
    ],
)  # fmt: skip
def test_a_template_that_asks_for_what_is_not_there_is_a_finding(live: Path, source: str) -> None:
    template(live, "unit.html", source)
    expect_error(live, "themes/default")


@pytest.mark.parametrize(
    "source",
    [
        "{{ site._answers }}", "{{ site['_answers'] }}", "{{ site.units.__globals__ }}", "{{ [site] | map(attribute='_answers') | list }}",
        "{{ site | attr('_page') }}",
        "{{ '{0._answers}'.format(site) }}", "{{ '<b>' | safe }}", "{% autoescape false %}{{ page.url }}{% endautoescape %}",
        "{{ [page] | selectattr('_x', 'undefined') | list }}",
    ],
)  # fmt: skip
def test_a_template_that_goes_behind_the_questions_is_a_finding(live: Path, source: str) -> None:
    template(live, "unit.html", source)
    expect_error(live, "themes/default")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("theme.yml", "styles: [gone.css]\n"), ("theme.yml", "styles: [a\n"), ("assets/a.js", "import './gone.js';"), ("assets/a.css",
        "a { background: url(../gone.png) }"),
        ("assets/a.js", b"\xff\xfe"),
    ],
)  # fmt: skip
def test_a_theme_whose_files_do_not_fit_is_a_finding(live: Path, path: str, text: str | bytes) -> None:
    put(live, f"themes/default/{path}", text)
    expect_error(live, "themes/default")


def test_scripts_that_import_each_other_are_a_finding(live: Path) -> None:
    put(live, "themes/default/assets/a.js", "import './b.js';")
    put(live, "themes/default/assets/b.js", "import './a.js';")
    built = build_process(live)
    assert built.code == 1 and "[W" in built.err
