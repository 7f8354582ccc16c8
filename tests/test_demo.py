"""The demonstration portal (明湖区): as large, as various and as fictional as it is said to be."""

import re
from collections import Counter
from datetime import date
from itertools import combinations
from pathlib import Path

import pytest

from sitegen.document import Document
from sitegen.findings import as_text
from sitegen.front_matter import InterpretationHeader
from sitegen.languages import DEFAULT_LANG, LANGS
from sitegen.pipeline import check
from sitegen.report import Options
from tests.portals import ROOT, Model

THREE = ("policies/2026/digital-currency-zone", "policies/2026/key-project-selection", "policies/2026/high-end-services")
# A number that a telephone would take: mobile, area code and number, or international.
_PHONE = re.compile(r"(?<![\d.〔/-])(?:\+\d[\d -]{7,}\d|\(?0\d{2,3}\)?[- ]\d{7,8}|1[3-9]\d{9}|[48]00[- ]\d{3}[- ]\d{4})(?![\d])")


def originals(minghu: Model, kind: str | None = None) -> list[Document]:
    return [d for d in minghu.portal.documents.values() if d.lang == DEFAULT_LANG and kind in (None, d.kind)]


@pytest.mark.parametrize("day", [date(2026, 11, 22), date(2027, 12, 31)])
def test_there_is_no_error_on_any_day(day: date) -> None:
    assert [as_text(f) for f in check(ROOT, Options(day, workers=1)).findings if f.level == "error"] == []


def test_the_district_has_its_fields_streets_communities_and_units(minghu: Model) -> None:
    site = minghu.assembled.site
    assert (len(site.fields), len(site.streets), sum(len(s.communities) for s in site.streets), len(site.units)) == (25, 10, 83, 41)


def test_every_field_unit_and_street_has_its_catalog_and_there_is_one_of_public_concerns(minghu: Model) -> None:
    site = minghu.assembled.site
    assert Counter(c.kind for c in site.catalogs) == {"field": 25, "unit": 41, "street": 10, "public-concern": 1}
    assert {c.unit for c in site.catalogs if c.unit} == {u.id for u in site.units}
    assert {c.field for c in site.catalogs if c.field} == {f.id for f in site.fields}
    assert {c.street for c in site.catalogs if c.street} == {s.id for s in site.streets}


def test_there_are_four_hundred_rows_of_which_most_are_matters_of_their_own(minghu: Model) -> None:
    entries = minghu.portal.entries.values()
    assert len(entries) >= 400 and len({(e.item, e.subitem) for e in entries if e.refers_to is None}) >= 250


def test_there_are_eighty_documents_in_all_sections_and_some_in_every_language(minghu: Model) -> None:
    assert len(originals(minghu)) >= 80 and {d.section for d in originals(minghu)} >= {s.id for s in minghu.config.sections}
    assert {d.lang for d in minghu.portal.documents.values()} == set(LANGS)


def test_there_are_twenty_policies_of_full_length(minghu: Model) -> None:
    assert sum(len("".join(body(d).split())) >= 1_500 for d in originals(minghu, "policy")) >= 20


@pytest.mark.parametrize("policy", THREE)
def test_the_three_policies_are_explained_in_more_than_one_form(minghu: Model, policy: str) -> None:
    forms = {d.header.form for d in originals(minghu, "interpretation") if isinstance(d.header, InterpretationHeader) and policy in d.header.explains}
    assert len(forms) >= 2, forms


def test_there_are_more_than_six_hundred_pages(minghu: Model) -> None:
    assert sum(page.is_html for page in minghu.pages) > 600


def test_document_numbers_and_index_numbers_are_unique(minghu: Model) -> None:
    for name in ("document_number", "index_number"):
        found = Counter(number for d in originals(minghu) if (number := getattr(d.header, name, None)))
        assert found and [number for number, count in found.items() if count > 1] == []


def texts() -> list[Path]:
    """Everything an editor wrote."""
    return [ROOT / "site.yml", *sorted(ROOT.glob("content/**/*.md")), *sorted(ROOT.glob("catalogs/**/*.yml"))]


def test_no_telephone_number_could_be_somebodys() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}: {number}"
        for path in texts()
        for number in _PHONE.findall(path.read_text(encoding="utf-8"))
        if not re.fullmatch(r"0000-000\d{4}", number)
    ]
    assert wrong == []


def test_every_telephone_field_is_a_fictional_number_or_the_hotline() -> None:
    numbers = [n for path in texts() for n in re.findall(r"^[ -]*phone: *(.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)]
    assert numbers and [n for n in numbers if not re.fullmatch(r"\"?(0000-000\d{4}|12345)\"?", n)] == []


def test_every_mail_and_web_address_is_fictional_or_official() -> None:
    found = {host for path in texts() for host in re.findall(r"(?:https?://|@)([a-z0-9.-]+\.[a-z]{2,})", path.read_text(encoding="utf-8"))}
    assert {host for host in found if not (host.endswith(".example") or host == "gov.cn" or host.endswith(".gov.cn"))} == set()


def body(document: Document) -> str:
    """A text as it is written."""
    return (ROOT / document.path).read_text(encoding="utf-8").split("\n---\n", 1)[1]


def runs(document: Document) -> frozenset[str]:
    """Every run of eight characters of a text, marks and spaces left out."""
    plain = re.sub(r"[\s*#|>`\-]|\]\([^)]*\)", "", body(document))
    return frozenset(plain[n : n + 8] for n in range(len(plain) - 7))


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_texts_of_a_language_share_more_than_a_fifth(minghu: Model, lang: str) -> None:
    made = [(d.path, runs(d)) for d in minghu.portal.documents.values() if d.lang == lang and not d.converted]
    alike = [(a, b) for (a, one), (b, two) in combinations(made, 2) if one and two and len(one & two) > min(len(one), len(two)) / 5]
    assert alike == []


def test_every_document_is_tied_to_something(minghu: Model) -> None:
    """A policy, interpretation, notice or news that names no topic or row can be found by date alone."""
    assert [d.path for d in originals(minghu) if d.kind in ("policy", "interpretation", "notice", "news") and not (d.header.topics or d.header.entries)] == []


def test_one_policy_shows_everything_that_a_policy_page_can_hold(minghu: Model) -> None:
    page = minghu.render("/policies/2026/digital-currency-zone/").data.decode()
    forms = [f"form-{form}" for form in ("text", "infographic", "press", "expert", "qa", "video", "presenter")]
    for place in ("glance", "text", *forms, "reports", "related", "attachments", "guides", "fulfils", "applies", "offered"):
        assert f'id="{place}"' in page, place
