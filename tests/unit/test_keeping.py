"""保存与分享: the code of a page, its citation, and where an error on it is reported."""

import re
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import segno

from sitegen.questions.keeping import QUIET_ZONE, citation, page_code, report_address
from tests.portals import AS_OF, SITE, Files, document, model, portal

POLICY = document("小区医疗补贴办法", formed="2026-03-02", published="2026-03-05", document_number="小府规〔2026〕3号", issuers="[office, health]")
PAGE = "/policies/2026/aid/"
ADDRESS = "https://www.test.example/policies/2026/aid/"


def asked(place: Path, question: str, *, settings: str = "", url: str = PAGE, files: Files | None = None):
    return model(portal(place, {"content/policies/2026/aid.md": POLICY, "site.yml": SITE + settings} | dict(files or {}))).ask(question, url=url)


def test_a_page_has_no_code_unless_the_portal_wants_codes(tmp_path: Path) -> None:
    assert asked(tmp_path, page_code.__name__) is None


def test_the_code_shows_exactly_the_squares_of_the_address(tmp_path: Path) -> None:
    code = asked(tmp_path, page_code.__name__, settings="page_codes: true\n")
    assert code.address == ADDRESS
    squares, x, y = set(), 0, 0
    for command, a, b, length in re.findall(r"([Mm])(\d+) ([\d.]+)h(\d+)", code.path):
        x, y = (int(a), int(float(b))) if command == "M" else (x + int(a), y)
        squares |= {(x + n, y) for n in range(int(length))}
        x += int(length)
    rows = segno.make(ADDRESS, error="m", mask=3, micro=False, boost_error=False).matrix
    assert squares == {(column + QUIET_ZONE, row + QUIET_ZONE) for row, line in enumerate(rows) for column, dark in enumerate(line) if dark}
    assert code.size == len(rows) + 2 * QUIET_ZONE


def test_a_policy_is_cited_by_number_issuers_day_and_address(tmp_path: Path) -> None:
    cited = asked(tmp_path, citation.__name__)
    assert cited.plain == f"《小区医疗补贴办法》（小府规〔2026〕3号），小区人民政府办公室、小区卫生健康局，2026年3月2日，{ADDRESS}"
    before, after = cited.formal
    assert before == "小区人民政府办公室, 小区卫生健康局. 小区医疗补贴办法: 小府规〔2026〕3号[EB/OL]. (2026-03-05)["
    assert after == f"]. {ADDRESS}."


def test_a_page_that_is_no_document_is_not_cited(tmp_path: Path) -> None:
    assert asked(tmp_path, citation.__name__, url="/policies/") is None
    assert asked(tmp_path, citation.__name__, url="/units/office/") is None


def test_an_error_is_reported_by_a_letter_that_names_the_page(tmp_path: Path) -> None:
    letter = urlsplit(asked(tmp_path, report_address.__name__))
    assert (letter.scheme, letter.path) == ("mailto", "web@test.example")
    said = parse_qs(letter.query)
    assert said["subject"] == ["网站找错：小区医疗补贴办法"]
    assert said["body"][0].startswith(f"网页：{ADDRESS}\r\n")
    assert "+" not in letter.query, "a mail program would show the plus sign"


def test_or_in_the_form_that_the_portal_names(tmp_path: Path) -> None:
    form = asked(tmp_path, report_address.__name__, settings="report_to: https://forms.test.example/errors?at={page}\n")
    assert form.startswith("https://forms.test.example/errors?at=https%3A%2F%2F")
    assert unquote(form).endswith(ADDRESS)


@pytest.mark.parametrize("wrong", ["http://forms.test.example/{page}", "https://forms.test.example/", "javascript:{page}"])
def test_a_form_without_a_place_for_the_page_is_refused(tmp_path: Path, wrong: str) -> None:
    with pytest.raises(AssertionError):
        asked(tmp_path, report_address.__name__, settings=f"report_to: '{wrong}'\n")


def test_faults_of_security_have_an_address_that_ends_within_a_year(tmp_path: Path) -> None:
    found = model(portal(tmp_path, {"site.yml": SITE + "security_contact: mailto:security@test.example\n"}))
    assert found.render("/.well-known/security.txt").data.decode().splitlines() == [
        "Contact: mailto:security@test.example",
        "Expires: 2027-11-21T00:00:00Z",
        "Preferred-Languages: zh, en",
        "Canonical: https://www.test.example/.well-known/security.txt",
    ]
    assert AS_OF == "2026-11-22"


def test_without_a_contact_there_is_no_such_file(tmp_path: Path) -> None:
    assert not [page for page in model(portal(tmp_path)).pages if "security" in page.url]
