"""Outputs for machines: what is written parses, and says what was put in."""

import csv
import io
import json
import re
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sitegen.headers import CONTENT_SECURITY_POLICY, HEADERS
from tests.portals import DEFAULTS, PLATFORM, SITE, Built, Model, build, document, model, plain_theme, portal, put

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
CSV = "catalogs/fields/clinics.csv"
SITE_MOVED = str(PLATFORM["site.yml"]) + "redirects:\n  - {old: /old/, new: /units/}\n  - {old: /older, new: /policies/2026/subsidy/}\n"
drawn = settings(deadline=None, max_examples=60, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
words = st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Cn", "Co", "Zl", "Zp")), min_size=1, max_size=30).filter(lambda t: t.strip() == t and t)
"""Any text that an editor can type into a line."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    root = portal(tmp_path_factory.mktemp("portal"), {**PLATFORM, "site.yml": SITE_MOVED})
    plain_theme(root)
    put(root, "content/policies/2026/subsidy.en.md", '---\ntitle: Subsidy <rules> & "more"\n---\n\nText.\n')
    done = build(root)
    assert done.code == 0, done.err
    return done


# ---------------------------------------------------------------- feeds


FEEDS = ["feed", "policies/feed", "news/feed", "units/health/feed", "topics/care/feed", "topics/money/feed"]


@pytest.mark.parametrize("stem", FEEDS)
def test_an_atom_feed_has_what_the_standard_asks_for(built: Built, stem: str) -> None:
    feed = ET.fromstring(built.text(f"{stem}.xml"))
    assert feed.tag == f"{ATOM}feed"
    for element in (feed, *feed.findall(f"{ATOM}entry")):
        for name in ("id", "title", "updated"):
            assert (element.findtext(f"{ATOM}{name}") or "").strip()
        assert element.findtext(f"{ATOM}author/{ATOM}name")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}


@pytest.mark.parametrize("stem", FEEDS)
def test_the_json_feed_holds_the_same_documents_in_the_same_order(built: Built, stem: str) -> None:
    atom, feed = ET.fromstring(built.text(f"{stem}.xml")), json.loads(built.text(f"{stem}.json"))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert [item["id"] for item in feed["items"]] == [entry.findtext(f"{ATOM}id") for entry in atom.findall(f"{ATOM}entry")]
    assert all(item["url"] and item["title"] and item["date_published"].endswith("+08:00") for item in feed["items"])


def test_feeds_come_newest_first_and_leave_out_standing_pages(built: Built) -> None:
    days = [item["date_published"] for item in json.loads(built.text("feed.json"))["items"]]
    assert days == sorted(days, reverse=True) and len(days) == 3


def test_the_feed_of_a_unit_holds_its_own_documents_only(built: Built) -> None:
    assert len(json.loads(built.text("units/health/feed.json"))["items"]) == 3 and json.loads(built.text("units/office/feed.json"))["items"] != []


def test_every_address_of_a_feed_leads_to_a_page(built: Built) -> None:
    for stem in FEEDS:
        for item in json.loads(built.text(f"{stem}.json"))["items"]:
            assert built.has(urlsplit(item["url"]).path.lstrip("/") + "index.html")


@given(title=words, summary=words)
@drawn
def test_any_title_comes_out_of_the_feeds_as_it_went_in(tmp_path: Path, title: str, summary: str) -> None:
    root = portal(
        tmp_path,
        {"content/news/2026/a.md": document(json.dumps(title, ensure_ascii=False), summary=json.dumps(summary, ensure_ascii=False), published="2026-11-01")},
    )
    small = model(root)
    entry = ET.fromstring(small.render("/feed.xml").data).find(f"{ATOM}entry")
    item = json.loads(small.render("/feed.json").data)["items"][0]
    assert entry is not None and (entry.findtext(f"{ATOM}title"), entry.findtext(f"{ATOM}summary")) == (title, summary) == (item["title"], item["summary"])


# ---------------------------------------------------------------- sitemap, robots, search description


def mapped(built: Built) -> dict[str, str | None]:
    """Every address of the site map with its day, each once, through the parts that it names."""
    found: dict[str, str | None] = {}
    for part in ET.fromstring(built.text("sitemap.xml")):
        for e in ET.fromstring(built.text(urlsplit(part.findtext(f"{MAP}loc") or "").path.lstrip("/"))):
            address = e.findtext(f"{MAP}loc") or ""
            assert address not in found
            found[address] = e.findtext(f"{MAP}lastmod")
    return found


def test_documents_of_a_year_are_mapped_in_a_file_of_their_own(built: Built) -> None:
    parts = [urlsplit(e.findtext(f"{MAP}loc") or "").path for e in ET.fromstring(built.text("sitemap.xml"))]
    assert parts[0] == "/sitemap/pages.xml" and "/sitemap/policies-2026.xml" in parts
    assert "/policies/2026/subsidy/" in built.text("sitemap/policies-2026.xml") and "/units/" not in built.text("sitemap/policies-2026.xml")


def test_the_sitemap_names_every_page_once_and_no_error_page(built: Built) -> None:
    found = [urlsplit(loc).path for loc in mapped(built)]
    pages = {"/" + p.relative_to(built.dist).as_posix().removesuffix("index.html") for p in built.dist.rglob("*.html")} - {"/404.html"}
    assert len(found) == len(set(found)) and set(found) == pages


def test_the_sitemap_dates_documents(built: Built) -> None:
    days = mapped(built)
    assert days["https://www.test.example/policies/2026/subsidy/"] == days["https://www.test.example/en/policies/2026/subsidy/"] == "2026-03-05"


def test_robots_are_let_in_and_told_of_the_sitemap(built: Built) -> None:
    assert "Sitemap: https://www.test.example/sitemap.xml" in built.text("robots.txt").splitlines() and "Disallow: /" not in built.text("robots.txt")


def test_a_browser_can_add_the_search(built: Built) -> None:
    root = ET.fromstring(built.text("opensearch.xml"))
    space = "{http://a9.com/-/spec/opensearch/1.1/}"
    url = root.find(f"{space}Url")
    assert url is not None and url.get("template") == "https://www.test.example/search/?q={searchTerms}"
    assert 0 < len(root.findtext(f"{space}ShortName") or "") <= 16


# ---------------------------------------------------------------- for the host


def test_every_header_is_written_for_every_page(built: Built) -> None:
    lines = built.text("_headers").splitlines()
    assert lines[0] == "/*" and [f"  {name}: {value}" for name, value in HEADERS] == lines[1 : 1 + len(HEADERS)]


def test_what_carries_a_fingerprint_is_kept_for_a_year_and_pages_are_not(built: Built) -> None:
    blocks = {b.splitlines()[0]: b for b in built.text("_headers").replace("\n/", "\n\n/").split("\n\n")}
    assert all("max-age=31536000, immutable" in blocks[f] for f in ("/assets/*", "/images/*")) and "max-age=31536000, immutable" not in blocks["/*"]


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    assert (
        "default-src 'none'" in CONTENT_SECURITY_POLICY
        and "unsafe" not in CONTENT_SECURITY_POLICY
        and "http" not in CONTENT_SECURITY_POLICY.replace("upgrade-insecure", "")
    )
    for name in ("base-uri 'none'", "frame-ancestors 'none'", "object-src", "form-action"):
        assert name in CONTENT_SECURITY_POLICY or name == "object-src"


def test_the_promised_headers_are_all_there() -> None:
    assert {name for name, _ in HEADERS} >= {
        "Content-Security-Policy", "Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
        "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy",
    }  # fmt: skip


def test_moved_pages_are_permanent_redirects(built: Built) -> None:
    assert built.text("_redirects") == "/old/ /units/ 301\n/older /policies/2026/subsidy/ 301\n"


def test_a_base_path_stands_before_everything_for_the_host(tmp_path: Path) -> None:
    site = SITE_MOVED.replace("https://www.test.example", "https://www.test.example/portal")
    small = model(portal(tmp_path, {**PLATFORM, "site.yml": site}))
    assert small.render("/_redirects").data.startswith(b"/portal/old/ /portal/units/ 301")
    assert small.render("/_headers").data.startswith(b"/portal/*\n") and b"https://www.test.example/portal/sitemap.xml" in small.render("/robots.txt").data
    assert b"https://www.test.example/portal/units/" in small.render("/sitemap/pages.xml").data


# ---------------------------------------------------------------- catalogs


def rows(data: bytes) -> list[list[str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_a_catalog_as_csv_has_a_byte_order_mark_a_head_and_every_row(built: Built) -> None:
    found = rows((built.dist / CSV).read_bytes())
    assert len(found) == 4 and {len(row) for row in found} == {13} and [row[11] for row in found[1:]] == ["clinics-01", "clinics-02", "clinics-03"]


def test_a_catalog_as_json_has_every_row(built: Built) -> None:
    found = json.loads(built.text("catalogs/fields/clinics.json"))
    assert [entry["id"] for entry in found["entries"]] == ["clinics-01", "clinics-02", "clinics-03"]
    assert (found["entries"][0]["documents"], found["entries"][0]["latest"], found["entries"][2]["audience"]) == (1, "2026-03-05", "申请人")


def sheet(data: bytes) -> list[list[object]]:
    return [[cell.value for cell in row] for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows()]  # type: ignore[union-attr]


def test_a_catalog_as_a_workbook_opens_and_holds_what_the_csv_holds(built: Built) -> None:
    held = sheet((built.dist / "catalogs/fields/clinics.xlsx").read_bytes())
    assert [[cell or "" for cell in row] for row in held] == rows((built.dist / CSV).read_bytes())


def test_the_same_catalog_gives_the_same_workbook(tmp_path: Path) -> None:
    root = portal(tmp_path)
    assert model(root).render("/catalogs/fields/clinics.xlsx").data == model(root).render("/catalogs/fields/clinics.xlsx").data


def with_item(root: Path, item: str) -> Model:
    """The portal with `item` as the matter of the second row."""
    text = str(DEFAULTS["catalogs/fields/clinics.yml"]).replace("item: 服务信息", f"item: {json.dumps(item, ensure_ascii=False)}")
    return model(portal(root, {"catalogs/fields/clinics.yml": text}))


@given(st.sampled_from(["", "=", "+", "-", "@", "|", '"', "'", "＝", ";", "1", "\n"]).flatmap(lambda start: words.map(lambda rest: (start + rest).strip())))
@drawn
def test_no_cell_of_a_csv_is_a_formula_and_its_text_is_kept(tmp_path: Path, item: str) -> None:
    cell = rows(with_item(tmp_path, item).render(f"/{CSV}").data)[2][1]
    number = re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", cell)
    assert (number or not cell.startswith(("=", "+", "-", "@", "\t", "\r"))) and cell in (item, f"'{item}")


@given(st.sampled_from(["=1+1", "+1", "-1", "@a", '=HYPERLINK("https://a.example")', "{=1}", "<b>&", "1e9"]))
@drawn
def test_no_cell_of_a_workbook_is_a_formula(tmp_path: Path, item: str) -> None:
    data = with_item(tmp_path, item).render("/catalogs/fields/clinics.xlsx").data
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert all(cell.data_type == "s" or cell.value is None for cell in cells) and item in [cell.value for cell in cells]


@given(st.sampled_from(["'目录'", "a/b:c*d?[e]", "*", "很长" * 40, "History "]))
@drawn
def test_a_workbook_opens_whatever_its_catalog_is_called(tmp_path: Path, title: str) -> None:
    text = re.sub(r"^title: .*$", f"title: {json.dumps(title, ensure_ascii=False)}", str(DEFAULTS["catalogs/fields/clinics.yml"]), count=1, flags=re.MULTILINE)
    data = model(portal(tmp_path, {"catalogs/fields/clinics.yml": text})).render("/catalogs/fields/clinics.xlsx").data
    assert 0 < len(openpyxl.load_workbook(io.BytesIO(data)).sheetnames[0]) <= 31 and len(sheet(data)) == 4


def test_a_cell_that_no_workbook_can_hold_is_cut(tmp_path: Path) -> None:
    elements = json.dumps([f"{number:03}" + "长" * 190 for number in range(200)], ensure_ascii=False)
    text = str(DEFAULTS["catalogs/fields/clinics.yml"]).replace("content_elements: [机构名称和地址]", f"content_elements: {elements}")
    held = sheet(model(portal(tmp_path, {"catalogs/fields/clinics.yml": text})).render("/catalogs/fields/clinics.xlsx").data)
    assert len(str(held[1][3])) == 32_767 and str(held[1][3]).startswith("000长")


def test_every_catalog_has_its_three_downloads(built: Built) -> None:
    assert all(built.has(f"catalogs/fields/clinics.{suffix}") for suffix in ("csv", "json", "xlsx"))


@given(words)
@drawn
def test_any_name_of_the_portal_leaves_the_xml_well_formed(tmp_path: Path, name: str) -> None:
    quoted = json.dumps(name, ensure_ascii=False)
    small = model(
        portal(
            tmp_path,
            {
                "site.yml": SITE.replace("organiser: 小区人民政府办公室", f"organiser: {quoted}").replace(
                    "{zh-Hans: 小区公开, zh-Hant-HK: 小區公開, en: Small}", quoted
                )
            },
        )
    )
    for url in ("/feed.xml", "/opensearch.xml", "/sitemap.xml", "/sitemap/pages.xml"):
        ET.fromstring(small.render(url).data)
