"""政务服务: what a resident can get done, what it takes, and figures that are counted from it."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.portals import Model, check, model, portal

DESK = """\
intake: https://hall.test.example/apply/{id}
doors: [{name: 省政务服务网专厅, summary: 网上申办, to: "https://hall.test.example/"}]
common: [card, allowance]
events:
  - {id: care, name: {zh-Hans: 看病, en: Care}, serves: person, summary: 看病就医。, topics: [care]}
  - {id: shop, name: 开店, serves: enterprise, summary: 开店办证。}
materials:
  - {id: id-card, name: 居民身份证, certificate: 身份证电子证照, issuer: 公安机关}
  - {id: social-card, name: 社会保障卡, certificate: 电子社保卡}
  - {id: form, name: 申请表}
procedures: [{id: review, steps: [提交。, 审核。]}]
"""
SERVICES = """\
- id: card
  name: 优待卡办理
  aliases: [老人卡]
  nature: public
  serves: [person]
  events: [care]
  levels: [street, community]
  ways: [instant, seamless]
  who: 六十周岁以上居民
  conditions: [年满六十周岁]
  procedure: review
  legal_days: 5
  days: 0
  result: 优待卡
  materials: [form, id-card, social-card]
  documents: [policies/2026/subsidy]
- id: allowance
  name: 看病津贴申请
  nature: grant
  serves: [person, enterprise]
  events: [care, shop]
  ways: [seamless]
  who: 常住居民
  conditions: [看过病]
  steps: [到社区说一声。]
  legal_days: 20
  days: 3
  result: 津贴
  materials: [id-card]
  own_materials: [{name: 病历, note: 加盖公章}]
- id: licence
  name: =SUM(1)
  nature: permit
  serves: [enterprise]
  events: [shop]
  who: 店主
  conditions: [有店]
  procedure: review
  legal_days: 20
  days: 5
  result: 许可证
  materials: [id-card]
  originals: [id-card]
"""
JOURNEYS = """\
- id: together
  name: 看病一件事
  serves: person
  events: [care]
  unit: health
  who: 看病的人
  services: [card, allowance]
  days: 3
  visits_before: 4
"""
FILES = {"catalogs/services.yml": DESK, "catalogs/services/health.yml": SERVICES, "catalogs/journeys.yml": JOURNEYS}


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


def test_a_portal_without_services_has_none_of_their_pages(tmp_path: Path) -> None:
    assert not [page for page in model(portal(tmp_path)).pages if page.url.startswith("/services/")]


def test_figures_are_counted_from_the_items(small: Model) -> None:
    figures = small.ask("service_figures")
    assert (figures.services, figures.instant, figures.seamless, figures.journeys) == (3, 1, 2, 1)  # type: ignore[attr-defined]
    assert (figures.paperless, figures.materials) == (2, 3)  # type: ignore[attr-defined]


def test_an_original_that_must_be_shown_is_not_replaced(small: Model) -> None:
    (material,) = small.ask("service", "licence").materials  # type: ignore[attr-defined]
    assert material.certificate and material.original


def test_each_level_counts_what_is_handled_there(small: Model) -> None:
    levels = {row.level: (row.services, row.materials) for row in small.ask("service_figures").levels}  # type: ignore[attr-defined]
    assert levels == {"district": (1, 1), "street": (1, 2), "community": (1, 2)}


def test_common_services_come_in_the_order_of_the_editors(small: Model) -> None:
    assert [card.id for card in small.ask("common_services")] == ["card", "allowance"]  # type: ignore[attr-defined]


def test_an_item_says_who_what_where_and_leads_to_its_intake(small: Model) -> None:
    page = small.render("/services/items/card/").data.decode()
    for said in ("六十周岁以上居民", "年满六十周岁", "当场办结", "5 个工作日", "免交：<span>身份证电子证照</span>", "小区二路2号", "tel:0000-0000120"):
        assert said in page
    assert 'href="https://hall.test.example/apply/card"' in page and "（外部网站）" in page
    assert 'href="/policies/2026/subsidy/"' in page


def test_a_policy_leads_to_the_services_under_it(small: Model) -> None:
    assert 'href="/services/items/card/"' in small.render("/policies/2026/subsidy/").data.decode()


def test_a_journey_puts_the_materials_of_its_items_together(small: Model) -> None:
    view = small.ask("journey", "together")
    assert [m.name for m in view.materials] == ["申请表", "居民身份证", "社会保障卡", "病历"]  # type: ignore[attr-defined]
    assert view.materials_before == 5  # type: ignore[attr-defined]
    assert [step.url for step in view.steps] == ["/services/items/card/", "/services/items/allowance/"]  # type: ignore[attr-defined]


def test_lists_hold_what_their_name_says(small: Model) -> None:
    held = {
        subject: [c.id for c in small.ask("service_listing", subject).services] for subject in ("serves/enterprise", "event/care", "unit/health", "way/instant")
    }  # type: ignore[attr-defined]
    assert held == {
        "serves/enterprise": ["allowance", "licence"],
        "event/care": ["card", "allowance"],
        "unit/health": ["card", "allowance", "licence"],
        "way/instant": ["card"],
    }


def test_the_way_back_leads_over_occasion_and_audience(small: Model) -> None:
    crumbs = small.ask("breadcrumbs", url="/services/items/card/")
    assert [crumb.title for crumb in crumbs] == ["首页", "政务服务", "个人服务", "看病", "优待卡办理"]  # type: ignore[attr-defined]


def test_downloads_hold_every_item_and_run_no_formula(small: Model) -> None:
    rows = list(csv.reader(io.StringIO(small.render("/services/services.csv").data.decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == ["优待卡办理", "看病津贴申请", "'=SUM(1)"]
    data = json.loads(small.render("/services/services.json").data)
    assert data["figures"]["materials_replaced"] == 3 and data["services"][0]["replaced"] == ["居民身份证", "社会保障卡"]


@pytest.mark.parametrize(
    ("file", "wrong", "finding"),
    [
        ("services/health.yml", ("events: [care]", "events: [car]"), "health.yml:6:12: error[D001]"),
        ("services/health.yml", ("procedure: review", "procedure: revew"), "health.yml:11:14: error[D001]"),
        ("services/health.yml", ("id: allowance", "id: card"), "health.yml:17:7: error[D002]"),
        ("services/health.yml", ("nature: public", "nature: publik"), "health.yml:4:11: error[S105]"),
        ("services.yml", ("common: [card,", "common: [cart,"), "services.yml:3:10: error[D001]"),
        ("journeys.yml", ("[card, allowance]", "[card, alowance]"), "journeys.yml:7:20: error[D001]"),
    ],
)
def test_a_slip_is_told_where_it_stands(tmp_path: Path, file: str, wrong: tuple[str, str], finding: str) -> None:
    path = f"catalogs/{file}"
    text = FILES[path].replace(*wrong, 1)
    assert text != FILES[path]
    assert finding in check(portal(tmp_path, {**FILES, path: text})).out


def test_an_id_is_used_in_one_file_only(tmp_path: Path) -> None:
    again = SERVICES.split("- id: allowance")[0]
    assert "error[D002]" in check(portal(tmp_path, {**FILES, "catalogs/services/office.yml": again})).out


def test_a_file_is_named_after_a_unit(tmp_path: Path) -> None:
    again = SERVICES.split("- id: allowance")[0].replace("id: card", "id: other")
    assert "catalogs/services/helth.yml: error[D001]" in check(portal(tmp_path, {**FILES, "catalogs/services/helth.yml": again})).out
