"""What the preview answers: files of the build with the headers of production, and nothing else on the disk."""

import base64
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from sitegen.headers import HEADERS
from sitegen.serve.media_types import media_type
from tests.portals import DEFAULTS, document, pdf, plain_theme, portal, put
from tests.serve.preview import Preview, previewing

BASE = "/open"
SECRET = "独角兽-4711"
PAGE = f"{BASE}/notices/2026/closing/"
SHEET = f"{BASE}/notices/2026/sheet.pdf"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    folder = tmp_path_factory.mktemp("requests")
    site = str(DEFAULTS["site.yml"]).replace("www.test.example", f"www.test.example{BASE}")
    files = {
        "site.yml": site + "redirects: [{old: /old-notice/, new: /notices/2026/closing/}]\nsecurity_contact: mailto:web@test.example\n",
        "content/notices/2026/sheet.pdf": pdf(),
        "content/notices/2026/with-sheet.md": document("附表", body="见[附表](sheet.pdf)。\n"),
    }
    root = portal(folder / "portal", files)
    plain_theme(root)
    put(root, "themes/default/assets/spot.svg", "<svg/>")
    put(folder, "outside.txt", SECRET)
    put(root, "outside.txt", SECRET)
    with previewing(root) as running:
        tree = root / ".sitegen/serve/site"
        put(tree, "left.txt", SECRET)
        put(tree, ".hidden/index.html", SECRET)
        os.symlink(folder / "outside.txt", tree / "link.txt")
        os.symlink(folder, tree / "folder")
        yield running


# ---------------------------------------------------------------- who


@pytest.mark.parametrize("host", ["evil.example", "evil.example:{port}", "localhost", "localhost:1", "127.0.0.1.evil.example:{port}", "192.168.0.9:{port}", ""])
def test_a_foreign_host_is_told_nothing(preview: Preview, host: str) -> None:
    answer = preview.get(PAGE, Host=host.format(port=preview.port))
    assert answer.status == 403 and "停诊" not in answer.text and "data-token" not in answer.text


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_the_names_of_this_machine_are_answered(preview: Preview, host: str) -> None:
    assert preview.get(PAGE, Host=f"{host}:{preview.port}").status == 200


def test_a_request_with_two_hosts_is_refused(preview: Preview) -> None:
    assert b" 403 " in preview.raw(f"GET {PAGE} HTTP/1.1\r\nHost: {preview.host}\r\nHost: evil.example\r\n\r\n".encode()).split(b"\r\n")[0]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://localhost:1", "https://{host}"])
def test_a_foreign_origin_gets_no_events(preview: Preview, origin: str) -> None:
    page = preview.page(PAGE)
    assert preview.get(page.target(), Origin=origin.format(host=preview.host)).status == 403


def test_a_page_that_the_browser_calls_foreign_gets_no_events(preview: Preview) -> None:
    assert preview.get(preview.page(PAGE).target(), Sec_Fetch_Site="cross-site").status == 403


@pytest.mark.parametrize("token", ["", "x", "é"])
def test_a_wrong_token_gets_no_events(preview: Preview, token: str) -> None:
    assert preview.get(preview.page(PAGE).target(token=token)).status == 403


def test_no_answer_lets_another_origin_read_it(preview: Preview) -> None:
    for target in (PAGE, SHEET, f"{BASE}/nowhere/", preview.page(PAGE).target()):
        answer = preview.get(target, "HEAD", Origin=f"http://{preview.host}")
        assert not [name for name in answer.headers if name.lower().startswith("access-control")]
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


# ---------------------------------------------------------------- how


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get"])
def test_there_is_no_method_but_get_and_head(preview: Preview, method: str) -> None:
    answer = preview.get(PAGE, method)
    assert answer.status == 405 and answer.headers["Allow"] == "GET, HEAD" and "停诊" not in answer.text


def test_head_tells_the_length_and_sends_no_body(preview: Preview) -> None:
    full, head = preview.get(SHEET), preview.get(SHEET, "HEAD")
    assert head.status == 200 and head.body == b"" and head.headers["Content-Length"] == full.headers["Content-Length"] == str(len(pdf()))


@pytest.mark.parametrize("line", [b"\r\n\r\n", b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\xff\xfe / HTTP/1.1\r\n\r\n", b"GET / HTTP/1.1\r\nHost\r\n\r\n"])
def test_what_is_no_request_does_not_disturb_the_server(preview: Preview, line: bytes) -> None:
    assert b"Traceback" not in preview.raw(line)
    assert preview.get(PAGE).status == 200


# ---------------------------------------------------------------- what

OUTSIDE = (
    "/../outside.txt", "/../../outside.txt", "/..%2foutside.txt", "/%2e%2e/outside.txt", "/%2e%2e%2foutside.txt", "/%252e%252e/outside.txt",
    "/..%5coutside.txt", "/..\\outside.txt", "/....//outside.txt", "/.%2e/outside.txt", "/%c0%ae%c0%ae/outside.txt",
    "/notices/../../../../outside.txt", "/notices/%2e%2e/%2e%2e/outside.txt", "//outside.txt", "///etc/passwd", "/./left.txt", "/left.txt%00.html",
    "/left.txt", "/link.txt", "/folder/outside.txt", "/folder/", "/.hidden/", "/.hidden/index.html", "/.sitegen-manifest.json",
    "/.sitegen/serve/lock", "/.sitegen/overlay.css/../../memory.sqlite", "/.sitegen/memory.sqlite", "/_headers", "/_redirects", "/notices",
    "/%6eotices/..", "/notices/./", "/notices//", "/index.html/", "/site.yml", "/content/notices/2026/closing.md",
)  # fmt: skip


@pytest.mark.parametrize("path", OUTSIDE)
@pytest.mark.parametrize("base", ["", BASE])
def test_only_what_the_manifest_lists_is_there(preview: Preview, base: str, path: str) -> None:
    answer = preview.get(base + path)
    expected = (301, 404) if path == "/notices" and base else (404,)
    assert answer.status in expected and SECRET.encode() not in answer.body and b"root:" not in answer.body


def test_a_file_that_a_link_has_replaced_is_not_followed(preview: Preview) -> None:
    target = preview.root / ".sitegen/serve/site/units/office/due.ics"
    kept = target.read_bytes()
    target.unlink()
    os.symlink(preview.root / "outside.txt", target)
    answer = preview.get(f"{BASE}/units/office/due.ics")
    target.unlink()
    target.write_bytes(kept)
    assert answer.status == 404 and SECRET.encode() not in answer.body


def test_a_target_that_names_another_server_is_not_there(preview: Preview) -> None:
    assert preview.get(f"http://evil.example{PAGE}").status == 404


def test_a_folder_leads_to_its_page_and_keeps_the_question(preview: Preview) -> None:
    answer = preview.get(f"{BASE}/notices?q=1")
    assert answer.status == 301 and answer.headers["Location"] == f"{BASE}/notices/?q=1"


def test_the_root_of_the_server_leads_to_the_portal(preview: Preview) -> None:
    assert preview.get("/").headers["Location"] == preview.get(BASE).headers["Location"] == f"{BASE}/"


@pytest.mark.parametrize("slash", ["/", ""])
def test_a_page_that_moved_leads_to_where_it_is(preview: Preview, slash: str) -> None:
    answer = preview.get(f"{BASE}/old-notice{slash}")
    assert answer.status == 301 and answer.headers["Location"] == PAGE


def test_a_wrong_address_gets_the_portals_own_page(preview: Preview) -> None:
    answer = preview.get(f"{BASE}/nowhere/")
    assert answer.status == 404 and "<title>/open/404.html</title>" in answer.text


def test_files_that_a_host_reads_for_itself_are_not_sent_but_security_txt_is(preview: Preview) -> None:
    assert preview.get(f"{BASE}/_headers").status == 404
    assert "web@test.example" in preview.get(f"{BASE}/.well-known/security.txt").text


# ---------------------------------------------------------------- headers


def published(headers: dict[str, str]) -> dict[str, str]:
    """What a local answer says, as production would say it."""
    policy = headers["Content-Security-Policy"]
    script = policy.partition("script-src 'self' ")[2].partition(";")[0]
    assert script.startswith("'sha256-")
    return headers | {"Content-Security-Policy": policy.replace(f" {script}", "") + "; upgrade-insecure-requests"}


@pytest.mark.parametrize("target", [PAGE, SHEET, f"{BASE}/nowhere/", "/.sitegen/overlay.css", f"{BASE}/"])
def test_every_answer_has_the_headers_of_production_but_for_one_script(preview: Preview, target: str) -> None:
    found = published(dict(preview.get(target).headers))
    assert {name: found.get(name) for name, _ in HEADERS} == dict(HEADERS)
    assert "unsafe" not in found["Content-Security-Policy"]


def test_the_published_headers_are_the_same_source(preview: Preview) -> None:
    written = (preview.root / ".sitegen/serve/site/_headers").read_text(encoding="utf-8")
    assert all(f"  {name}: {value}\n" in written for name, value in HEADERS)
    spot = next(p for p in (preview.root / ".sitegen/serve/site/assets").iterdir() if p.name.startswith("spot"))
    lasting = preview.get(f"{BASE}/assets/{spot.name}").headers["Cache-Control"]
    assert f"{BASE}/assets/*\n  Cache-Control: {lasting}\n" in written


def test_the_script_that_the_policy_allows_is_the_one_in_the_page(preview: Preview) -> None:
    answer = preview.get(PAGE)
    script = answer.text.rpartition("<script data-token=")[2].partition(">")[2].rpartition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_the_script_is_in_the_answer_and_never_in_the_file(preview: Preview) -> None:
    file = (preview.root / ".sitegen/serve/site/notices/2026/closing/index.html").read_bytes()
    assert b"EventSource" not in file and "EventSource" in preview.get(PAGE).text


# ---------------------------------------------------------------- types and parts


def test_every_file_of_a_portal_has_a_type(preview: Preview) -> None:
    tree = preview.root / ".sitegen/serve/site"
    unknown = {p.suffix for p in tree.rglob("*") if p.is_file() and not p.name.startswith((".", "_")) and media_type(p.name) == "application/octet-stream"}
    assert unknown <= {".bin"}


@pytest.mark.parametrize(
    ("target", "kind"),
    [(PAGE, "text/html; charset=utf-8"), (SHEET, "application/pdf"), (f"{BASE}/feed.json", "application/json"), (f"{BASE}/sitemap.xml", "application/xml")],
)
def test_a_file_is_sent_as_what_it_is(preview: Preview, target: str, kind: str) -> None:
    assert preview.get(target).headers["Content-Type"] == kind


def test_a_part_of_a_file_may_be_asked_for(preview: Preview) -> None:
    answer = preview.get(SHEET, Range="bytes=5-7")
    assert answer.status == 206 and answer.body == pdf()[5:8] and answer.headers["Content-Range"] == f"bytes 5-7/{len(pdf())}"


def test_a_part_beyond_the_file_is_refused(preview: Preview) -> None:
    answer = preview.get(SHEET, Range="bytes=999999-")
    assert answer.status == 416 and answer.headers["Content-Range"] == f"bytes */{len(pdf())}"


def test_what_a_browser_already_has_is_not_sent_again(preview: Preview) -> None:
    tag = preview.get(SHEET).headers["ETag"]
    again = preview.get(SHEET, If_None_Match=tag)
    assert again.status == 304 and again.body == b""
    assert preview.get(SHEET, Range="bytes=5-7", If_Range='"other"').status == 200


def test_without_reloading_a_page_is_the_file_itself(tmp_path: Path) -> None:
    root = portal(tmp_path)
    plain_theme(root)
    with previewing(root, "--no-reload") as running:
        answer = running.get("/notices/2026/closing/")
        assert answer.body == (root / ".sitegen/serve/site/notices/2026/closing/index.html").read_bytes()
        assert "sha256" not in answer.headers["Content-Security-Policy"]
        assert running.get("/.sitegen/events").status == 404
