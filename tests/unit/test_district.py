"""城区展示: an introduction opens the pages, figures are compared with the year before, pictures lead somewhere."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from sitegen.questions.district import FiguresView
from tests.portals import SITE, Built, Model, build, check, document, model, png, portal

DISTRICT = """\
introduction: district
picture: {src: city/lake.png, alt: {zh-Hans: 湖边的亭子, en: A pavilion by the lake}}
facts:
  - {name: {zh-Hans: 面积, en: Area}, value: "12.5", unit: {zh-Hans: 平方公里, en: km²}}
"""
SIGHTS = """\
- id: lake
  name: {zh-Hans: 小湖, en: The Lake}
  street: lakeside
  picture: {src: city/lake.png, alt: {zh-Hans: 湖边的亭子, en: A pavilion by the lake}}
  summary: {zh-Hans: 湖边有亭子。, en: A lake with a pavilion.}
  text: [亭子建于清代。]
  place: 湖滨路1号
  hours: 全天
  fee: 免费
  way: 公交1路
  access: 平路，轮椅可到
  unit: office
  phone: 0000-0000001
"""
PICTURES = """\
- id: pavilion
  picture: {src: city/lake.png, alt: {zh-Hans: 亭子, en: A pavilion}}
  caption: {zh-Hans: 傍晚的亭子, en: The pavilion at dusk}
  sight: lake
- id: street
  picture: {src: city/lake.png, alt: {zh-Hans: 湖滨, en: The shore}}
  caption: 早晨的街道
  street: lakeside
"""
FIGURES_2025 = """\
unit: office
published: 2026-04-01
source: policies/2026/subsidy
indicators:
  - {id: people, name: {zh-Hans: 常住人口, en: Residents}, value: 12.4, unit: {zh-Hans: 万人, en: "× 10,000"}, trend: true}
  - {id: trade, name: {zh-Hans: 进出口, en: Trade}, value: 1300.50, unit: {zh-Hans: 亿元, en: 100 million yuan}, growth: -1.2}
breakdowns:
  - id: trade-parts
    title: {zh-Hans: 进出口的构成, en: Trade}
    unit: {zh-Hans: 亿元, en: 100 million yuan}
    draw: share
    of: trade
    parts:
      - {name: {zh-Hans: 进口, en: Imports}, value: 300.50}
      - {name: {zh-Hans: 出口, en: Exports}, value: 1000}
notes: [{zh-Hans: 初步统计数。, en: Preliminary.}]
"""
FIGURES_2024 = """\
unit: office
published: 2025-04-01
indicators:
  - {id: people, name: 常住人口, value: 12.6, unit: 万人, trend: true}
"""
FILES: dict[str, str | bytes] = {
    "content/district.md": document("走进小区", unit="office", summary="一面小湖。"),
    "content/district.en.md": "---\ntitle: Our district\n---\n\nA small lake.\n",
    "content/city/lake.png": png(64, 40),
    "catalogs/district.yml": DISTRICT,
    "catalogs/sights.yml": SIGHTS,
    "catalogs/pictures.yml": PICTURES,
    "catalogs/figures/2025.yml": FIGURES_2025,
    "catalogs/figures/2024.yml": FIGURES_2024,
}


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The same portal published, with its pictures."""
    return build(portal(tmp_path_factory.mktemp("district"), FILES))


def figures_of(small: Model, year: str = "2025", url: str = "/") -> FiguresView:
    found = small.ask("figures_of", year, url=url)
    assert isinstance(found, FiguresView)
    return found


def test_the_district_is_told_in_the_languages_of_its_introduction(small: Model) -> None:
    kinds = ("district", "sight", "figures", "pictures")
    assert sorted(page.url for page in small.pages if page.kind in kinds) == [
        "/district/", "/district/figures/2024/", "/district/figures/2025/", "/district/pictures/", "/district/sights/lake/",
        "/en/district/", "/en/district/figures/2024/", "/en/district/figures/2025/", "/en/district/pictures/",
    ]  # fmt: skip


def test_without_an_introduction_there_is_none_of_its_pages(tmp_path: Path) -> None:
    bare = model(portal(tmp_path, {path: text for path, text in FILES.items() if path != "catalogs/district.yml"}))
    assert not [page.url for page in bare.pages if page.kind in ("district", "sight", "figures", "pictures")]
    assert bare.ask("district") is None


def test_an_introduction_that_waits_for_its_day_keeps_all_its_pages_back(tmp_path: Path) -> None:
    early = model(portal(tmp_path, FILES), "2026-04-30")
    assert not [page.url for page in early.pages if page.url.startswith("/district/")]


def test_streets_and_communities_are_counted_and_not_written(small: Model) -> None:
    page = small.render("/district/").data.decode()
    assert '<dt>街道</dt><dd><a href="/streets/">1</a></dd>' in page and "<dt>社区</dt><dd>2</dd>" in page


def test_a_sight_tells_what_one_needs_to_know_and_belongs_to_its_street(small: Model) -> None:
    page = small.render("/district/sights/lake/").data.decode()
    for said in ("湖滨路1号", "全天", "免费", "公交1路", "轮椅可到", 'href="tel:0000-0000001"', 'href="/streets/lakeside/"', "亭子建于清代。"):
        assert said in page
    assert 'href="/district/sights/lake/"' in small.render("/streets/lakeside/").data.decode()


def test_a_foreign_page_says_that_a_sight_is_told_in_chinese(small: Model) -> None:
    page = small.render("/en/district/").data.decode()
    assert '<a href="/district/sights/lake/" hreflang="zh-Hans"><span>The Lake</span> <span class="count">(in Chinese)</span></a>' in page


def test_sights_have_a_twin_where_the_portal_converts_and_every_page_of_it_leads_there(tmp_path: Path) -> None:
    on = SITE.replace("identity:", "converted: [zh-Hant-HK]\nidentity:", 1)
    twin = model(portal(tmp_path, FILES | {"site.yml": on}))
    (card,) = twin.ask("sights", url="/zh-hant-hk/streets/")  # type: ignore[misc]
    assert (card.url, card.summary, card.page_lang) == ("/zh-hant-hk/district/sights/lake/", "湖邊有亭子。", "")
    assert "亭子建於清代。" in twin.render("/zh-hant-hk/district/sights/lake/").data.decode()


def test_a_figure_is_compared_with_the_same_figure_of_the_year_before(small: Model) -> None:
    people, trade = figures_of(small).indicators
    assert (people.value, people.before, people.said) == ("12.4", "12.6", "")
    assert (trade.value, trade.before, trade.said) == ("1,300.50", "", "比上年下降 1.2%")


def test_a_figure_is_drawn_over_the_years_that_have_it_oldest_first(small: Model) -> None:
    (chart,) = figures_of(small).trends
    assert chart.rows == (("2024 年", ("12.6",)), ("2025 年", ("12.4",)))
    assert chart.description == "2024 年 12.6 万人，2025 年 12.4 万人。"
    assert figures_of(small, "2024").trends == ()


def test_a_chart_tells_the_shares_of_a_whole_in_words(small: Model) -> None:
    (part,) = figures_of(small).breakdowns
    assert part.chart.description == "进口占 23.1%，出口占 76.9%。"


def test_figures_lead_to_the_document_they_come_from(small: Model) -> None:
    assert 'href="/policies/2026/subsidy/"' in small.render("/district/figures/2025/").data.decode()


def test_figures_of_a_later_day_are_not_shown_yet(tmp_path: Path) -> None:
    files = FILES | {"catalogs/figures/2025.yml": FIGURES_2025.replace("2026-04-01", "2026-07-01")}
    small = model(portal(tmp_path, files), "2026-06-01")
    assert [page.url for page in small.pages if page.kind == "figures" and page.lang == "zh-Hans"] == ["/district/figures/2024/"]


def test_the_figures_can_be_had_as_a_spreadsheet_in_the_language_of_the_page(small: Model) -> None:
    data = small.render("/en/district/figures/2025/figures.csv").data.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data))) == [
        ["Group", "Name", "Figure", "Unit", "Change on the year before (%)", "Year before"],
        ["Main figures", "Residents", "12.4", "× 10,000", "", "12.6"],
        ["Main figures", "Trade", "1300.50", "100 million yuan", "-1.2", ""],
        ["Trade", "Imports", "300.50", "100 million yuan", "", ""],
        ["Trade", "Exports", "1000", "100 million yuan", "", ""],
    ]


def test_programs_get_the_figures_as_numbers(small: Model) -> None:
    data = json.loads(small.render("/district/figures/2025/figures.json").data)
    assert data["year"] == 2025 and data["source"] == "https://www.test.example/policies/2026/subsidy/"
    assert data["indicators"][1] == {"before": None, "growth": -1.2, "id": "trade", "name": "进出口", "unit": "亿元", "value": 1300.5}
    assert data["breakdowns"][0]["parts"] == [{"name": "进口", "value": 300.5}, {"name": "出口", "value": 1000.0}]


def test_every_picture_leads_to_what_it_shows(built: Built) -> None:
    page = built.text("district/pictures/index.html")
    shown = re.findall(r'<figcaption><span>(.*?)</span> <a href="(.*?)">', page)
    assert shown == [("傍晚的亭子", "/district/sights/lake/"), ("早晨的街道", "/streets/lakeside/")]


def test_pictures_have_their_words_in_the_language_of_the_page_or_say_which_it_is(built: Built) -> None:
    page = built.text("en/district/pictures/index.html")
    assert 'alt="A pavilion"' in page and '<span lang="zh-Hans">早晨的街道</span>' in page
    assert 'alt="A pavilion by the lake"' in built.text("en/district/index.html")


@pytest.mark.parametrize(
    ("path", "wrong", "finding"),
    [
        ("catalogs/sights.yml", ("street: lakeside", "street: lakesid"), "catalogs/sights.yml:3:11: error[D001]"),
        ("catalogs/sights.yml", ("access: 平路，轮椅可到\n  ", ""), "catalogs/sights.yml:1:3: error[S102]"),
        ("catalogs/sights.yml", ("src: city/lake.png", "src: city/lac.png"), "catalogs/sights.yml:4:18: error[D005]"),
        ("catalogs/pictures.yml", ("sight: lake", "sight: lak"), "catalogs/pictures.yml:4:10: error[D001]"),
        ("catalogs/pictures.yml", ("id: street", "id: pavilion"), "catalogs/pictures.yml:5:7: error[D002]"),
        ("catalogs/district.yml", ("introduction: district", "introduction: distric"), "catalogs/district.yml:1:15: error[D001]"),
        ("catalogs/figures/2025.yml", ("value: 12.4", "value: 12万"), "catalogs/figures/2025.yml:5:"),
        ("catalogs/figures/2025.yml", ("value: 300.50", "value: 200.50"), "error[G1]"),
    ],
)
def test_a_slip_is_told_where_it_stands(tmp_path: Path, path: str, wrong: tuple[str, str], finding: str) -> None:
    text = FILES[path]
    assert isinstance(text, str) and wrong[0] in text
    assert finding in check(portal(tmp_path, FILES | {path: text.replace(*wrong)})).out
