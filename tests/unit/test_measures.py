"""惠企惠民措施: who may get what, until when; audiences, their feeds and the lists for visits."""

import json
from pathlib import Path

import pytest

from tests.portals import Model, check, document, model, portal

PROFILE = """\
- {id: age, serves: person, group: 基本, name: 年龄, question: 多少岁？, kind: number, unit: 岁, most: 120}
- {id: home, serves: person, group: 住房, name: 有自有住房, denied: 没有自有住房, question: 有房吗？, kind: yes-no}
- id: kin
  serves: person
  group: 基本
  name: 家庭类别
  question: 属于哪些？
  kind: choices
  options: [{id: poor, name: 低保家庭}, {id: near, name: 低保边缘家庭}]
"""
AUDIENCES = """\
- {id: old, name: {zh-Hans: 老年人, en: Older people}, serves: person, summary: 六十岁以上。, given: [{fact: age, number: 70}], visits: true,
   ask: [吃得怎么样？], topics: [care]}
- {id: young, name: 年轻人, serves: person, summary: 三十岁以下。}
"""
MEASURES = """\
- id: discount
  title: 看病优惠
  serves: person
  audiences: [old]
  unit: health
  benefit: 挂号费减半。
  amount: 一半
  conditions:
    - {fact: age, at_least: 60}
    - {fact: home, holds: false}
    - any_of: [{fact: kin, one_of: [poor, near]}, {fact: age, at_least: 80}]
      clause: 第一条
  document: policies/2026/subsidy
  clause: 第二条
  since: 2026-03-05
  opens: 2026-06-01
  closes: 2026-12-10
  topics: [care]
- id: gift
  title: 读书礼包
  serves: person
  audiences: [young]
  unit: office
  benefit: 送三本书。
  amount: 三本
  conditions: [{fact: age, at_least: 18, at_most: 30}]
  document: policies/2026/subsidy
  clause: 第一条
  since: 2026-04-01
- id: later
  title: 明年的优惠
  serves: person
  audiences: [old]
  unit: office
  benefit: 明年再说。
  amount: 不定
  conditions: [{fact: age, at_least: 60}]
  document: policies/2026/subsidy
  clause: 第一条
  since: 2026-11-01
  opens: 2027-01-01
"""
FILES = {"catalogs/profile.yml": PROFILE, "catalogs/audiences.yml": AUDIENCES, "catalogs/measures.yml": MEASURES}


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


def test_conditions_are_told_in_words_with_the_clause_they_rest_on(small: Model) -> None:
    view = small.ask("measure", "discount")
    assert [c.words for c in view.conditions] == ["年龄不少于60岁", "没有自有住房", "符合下列之一：家庭类别为低保家庭或者低保边缘家庭；年龄不少于80岁"]  # type: ignore[attr-defined]
    assert [c.clause.url for c in view.conditions] == ["/policies/2026/subsidy/#article-2"] * 2 + ["/policies/2026/subsidy/#article-1"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("day", "state", "days"), [("2026-05-31", "upcoming", 1), ("2026-06-01", "open", 192), ("2026-11-10", "closing", 30), ("2026-12-11", "closed", None)]
)
def test_a_window_has_a_state_on_each_day(tmp_path: Path, day: str, state: str, days: int | None) -> None:
    view = model(portal(tmp_path, FILES), as_of=day).ask("measure", "discount")
    assert (view.state, view.days) == (state, days)  # type: ignore[attr-defined]


def test_what_closes_soon_stands_first(small: Model) -> None:
    assert [m.id for m in small.ask("measures")] == ["discount", "gift", "later"]  # type: ignore[attr-defined]


def test_a_measure_ends_with_its_document(tmp_path: Path) -> None:
    ended = {**FILES, "content/policies/2026/subsidy.md": document("补贴办法", formed="2026-03-02", published="2026-03-05", expires="2026-10-01")}
    assert model(portal(tmp_path, ended)).ask("measure", "gift").state == "closed"  # type: ignore[attr-defined]


def test_what_was_repealed_is_no_longer_offered(tmp_path: Path) -> None:
    repeal = document("废止办法", formed="2026-06-01", published="2026-06-01", repeals="[policies/2026/subsidy]")
    assert model(portal(tmp_path, {**FILES, "content/policies/2026/repeal.md": repeal})).ask("measures") == ()


def test_an_audience_page_groups_by_what_can_be_asked_for_now(small: Model) -> None:
    page = small.render("/for/old/").data.decode()
    closing, upcoming = page.index("看病优惠"), page.index("明年的优惠")
    assert closing < page.index("即将开始") < upcoming
    assert "还有 18 天截止" in page and "40 天后开始" in page and 'datetime="2026-11-22" data-offers-as-of' in page


def test_a_feed_tells_of_new_measures_and_of_windows_that_close(small: Model) -> None:
    feed = json.loads(small.render("/for/old/feed.json").data)
    assert [item["title"] for item in feed["items"]] == ["即将截止（2026-12-10）：看病优惠", "明年的优惠", "看病优惠"]


def test_street_workers_have_a_list_for_each_street_without_room_for_names(small: Model) -> None:
    page = small.render("/streets/lakeside/visits/old/").data.decode()
    assert "吃得怎么样？" in page and "看病优惠" in page and "明年的优惠" not in page and "不记录姓名" in page
    assert not [p for p in small.pages if p.url == "/streets/lakeside/visits/young/"]
    assert "/streets/lakeside/visits/old/" in small.render("/streets/lakeside/").data.decode()


def test_without_scripts_the_calculator_lists_every_measure_with_its_conditions(small: Model) -> None:
    page = small.render("/calculator/").data.decode()
    for words in ("年龄不少于60岁", "年龄18岁至30岁", "没有自有住房"):
        assert words in page
    assert '<form class="js calc"' in page


def test_the_browser_gets_the_same_conditions(small: Model) -> None:
    data = json.loads(small.render("/calculator/measures.json").data)
    first = data["measures"][0]
    assert first["conditions"][0] == {"fact": "age", "at_least": 60, "words": "年龄不少于60岁", "clause": "第二条", "at": "/policies/2026/subsidy/#article-2"}
    assert first["conditions"][2]["any_of"] == [{"fact": "kin", "one_of": ["poor", "near"]}, {"fact": "age", "at_least": 80}]


def test_a_policy_leads_to_its_measures(small: Model) -> None:
    assert 'href="/calculator/discount/"' in small.render("/policies/2026/subsidy/").data.decode()


def test_an_unknown_question_is_told_where_it_stands(tmp_path: Path) -> None:
    slip = MEASURES.replace("fact: home", "fact: hime")
    assert "catalogs/measures.yml:10:14: error[D001]" in check(portal(tmp_path, {**FILES, "catalogs/measures.yml": slip})).out
