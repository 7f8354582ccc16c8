"""Pages in three languages: catalogs and records converted into another script, services and measures where they have a name."""

from pathlib import Path

import pytest

from sitegen.conversion import convert
from sitegen.languages import Lang
from sitegen.script import portal_in
from sitegen.search_pages import Found, SearchPages
from tests.portals import SITE, Model, model, portal

ON = SITE.replace("identity:", "converted: [zh-Hant-HK]\nidentity:", 1)
DESK = """\
intake: https://hall.test.example/{id}
events: [{id: care, name: {zh-Hans: 看病, en: Health care}, serves: person, summary: 看病就医。}]
materials: [{id: id-card, name: 身份证, certificate: 身份证电子证照}]
"""
SERVICES = """\
- id: card
  name: {zh-Hans: 医疗补贴申领, en: Medical subsidy}
  nature: grant
  serves: [person]
  events: [care]
  who: 本区居民
  conditions: [已经参加医疗保险]
  steps: [提交, 领取结果]
  legal_days: 5
  days: 1
  result: 补贴
  materials: [id-card]
- id: visit
  name: 上门诊疗预约
  nature: public
  serves: [person]
  events: [care]
  who: 行动不便的居民
  conditions: [经过评估]
  steps: [预约]
  legal_days: 5
  days: 1
  result: 服务记录
"""
PROFILE = """\
- id: age
  serves: person
  group: {zh-Hans: 基本情况, en: Basics}
  name: {zh-Hans: 年龄, en: Age}
  question: {zh-Hans: 您多大？, en: How old are you?}
  kind: number
  unit: {zh-Hans: 周岁, en: years}
- {id: insured, serves: person, group: {zh-Hans: 基本情况, en: Basics}, name: 参加医疗保险, question: 您参加医疗保险了吗？, kind: yes-no}
"""
AUDIENCES = "- {id: elders, name: {zh-Hans: 老人, en: Older people}, serves: person, summary: 六十岁以上。}\n"
MEASURES = """\
- id: subsidy
  title: {zh-Hans: 医疗补贴, en: Medical subsidy}
  serves: person
  audiences: [elders]
  unit: health
  benefit: {zh-Hans: 按月发放。, en: Paid each month.}
  amount: {zh-Hans: 每月100元, en: 100 yuan a month}
  conditions: [{fact: age, at_least: 60}, {fact: insured, holds: true}]
  document: policies/2026/subsidy
  clause: 第一条
  since: 2026-03-05
"""
FILES = {
    "site.yml": ON, "catalogs/services.yml": DESK, "catalogs/services/health.yml": SERVICES, "catalogs/profile.yml": PROFILE,
    "catalogs/audiences.yml": AUDIENCES, "catalogs/measures.yml": MEASURES,
}  # fmt: skip
ROW = "/zh-hant-hk/catalogs/fields/clinics/clinics-02/"


@pytest.fixture
def made(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


def urls(made: Model) -> set[str]:
    return {page.url for page in made.pages}


def test_without_the_setting_there_are_no_twins(tmp_path: Path) -> None:
    found = urls(model(portal(tmp_path, {**FILES, "site.yml": SITE})))
    assert not [url for url in found if url.startswith(("/zh-hant-hk/catalogs", "/zh-hant-hk/services", "/zh-hant-hk/units", "/zh-hant-hk/calculator"))]


def test_every_catalog_row_register_service_and_measure_has_one_twin(made: Model) -> None:
    found = urls(made)
    registers = ("fields", "field", "units", "unit", "streets", "street", "topics", "topic")
    for kind in ("catalogs", "catalog", "entry", "rows", *registers, "services", "service", "calculator", "measure", "audience"):
        originals = [page.url for page in made.pages if page.kind == kind and page.lang == "zh-Hans"]
        assert originals, kind
        assert {f"/zh-hant-hk{url}" for url in originals} <= found, kind


def test_a_unit_keeps_its_work_list_in_one_script(made: Model) -> None:
    assert "/units/health/work/" in urls(made) and "/zh-hant-hk/units/health/work/" not in urls(made)


def test_a_row_is_converted_whole_and_says_so(made: Model) -> None:
    page = made.render(ROW).data.decode()
    assert '<html lang="zh-Hant-HK"' in page and "服務信息" in page and "接種時間" in page and "信息形成之日起20個工作日內" in page
    assert "本頁文字由程式從簡體中文轉換" in page
    assert '<link rel="alternate" hreflang="zh-Hans" href="https://www.test.example/catalogs/fields/clinics/clinics-02/">' in page


def test_the_original_names_its_twin(made: Model) -> None:
    page = made.render("/catalogs/fields/clinics/clinics-02/").data.decode()
    assert f'<link rel="alternate" hreflang="zh-Hant-HK" href="https://www.test.example{ROW}">' in page
    assert "由程序" not in page


def test_links_of_a_twin_stay_in_its_script_as_far_as_there_are_pages(made: Model) -> None:
    page = made.render(ROW).data.decode()
    assert 'href="/zh-hant-hk/units/health/"' in page and 'href="/zh-hant-hk/catalogs/fields/clinics/"' in page
    assert 'href="/units/health/"' not in page


def test_what_editors_named_in_that_script_stands_as_they_wrote_it(tmp_path: Path) -> None:
    fields = "- id: clinics\n  name: {zh-Hans: 社区医疗, zh-Hant-HK: 社區醫療服務}\n  unit: health\n  summary: 社区医疗的公开事项。\n  topics: [care]\n"
    page = model(portal(tmp_path, {**FILES, "catalogs/fields.yml": fields})).render("/zh-hant-hk/fields/clinics/").data.decode()
    assert "<h1>社區醫療服務</h1>" in page and "社區醫療的公開事項" in page


def test_the_status_of_a_row_is_reckoned_from_the_wording_as_published(made: Model) -> None:
    turned = portal_in(made.portal, "zh-Hant-HK")
    row = next(iter(made.portal.entries))
    assert turned.entries[row].time_limit != made.portal.entries[row].time_limit
    assert turned.statuses[row] == made.portal.statuses[row]


def test_a_service_has_an_english_page_where_it_has_an_english_name(made: Model) -> None:
    assert "/en/services/items/card/" in urls(made) and "/en/services/items/visit/" not in urls(made)


def test_an_english_page_marks_what_stands_in_chinese_and_says_so(made: Model) -> None:
    page = made.render("/en/services/items/card/").data.decode()
    assert "<h1>Medical subsidy</h1>" in page and '<li lang="zh-Hans">已经参加医疗保险</li>' in page
    assert "are published in Chinese only" in page and 'lang="zh-Hans">身份证电子证照' in page


def test_an_english_list_counts_what_it_leaves_to_the_chinese_one(made: Model) -> None:
    page = made.render("/en/services/events/care/").data.decode()
    assert "Medical subsidy" in page and "上门诊疗预约" not in page
    assert "1 more are described in Chinese only." in page and 'href="/services/events/care/"' in page


def test_conditions_are_told_in_english_as_soon_as_every_name_is_written_in_it(made: Model) -> None:
    page = made.render("/en/calculator/subsidy/").data.decode()
    assert "<span>Age: at least 60 years</span>" in page
    assert '<span lang="zh-Hans">参加医疗保险</span>' in page


def test_the_calculator_reckons_with_the_measures_of_its_language(made: Model) -> None:
    page = made.render("/en/calculator/").data.decode()
    assert 'data-calculator="/en/calculator/measures.json"' in page and "How old are you?" in page
    data = made.render("/en/calculator/measures.json").data.decode()
    assert '"title":"Medical subsidy"' in data and '"url":"/en/calculator/subsidy/"' in data
    assert f'"title":"{convert("医疗补贴", "zh-Hant-HK")}"' in made.render("/zh-hant-hk/calculator/measures.json").data.decode()


def test_an_audience_can_be_followed_in_each_language(made: Model) -> None:
    feed = made.render("/en/for/elders/feed.xml").data.decode()
    assert 'xml:lang="en"' in feed and "100 yuan a month. Paid each month." in feed and "https://www.test.example/en/calculator/subsidy/" in feed


def searched(made: Model, lang: Lang) -> dict[str, Found]:
    """What is searched in a language, by address."""
    keys = {document.path: b"" for document in made.portal.documents.values()}
    pages = SearchPages(made.portal, made.context.sources.theme, lang, keys, keys)
    return {found.page.url: found for found in map(pages.found, pages)}


def test_the_index_of_the_language_holds_what_was_converted(made: Model) -> None:
    found = searched(made, "zh-Hant-HK")
    assert found[ROW].page.title == "服務信息 · 疫苗接種"
    assert {"/zh-hant-hk/services/items/card/", "/zh-hant-hk/calculator/subsidy/", "/zh-hant-hk/units/health/"} <= found.keys()
    assert found.keys() <= urls(made)


@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_whatever_is_found_in_a_language_is_a_page(made: Model, lang: Lang) -> None:
    assert searched(made, lang).keys() <= urls(made)
