"""来信与答复, 民意征集: what is shown of them on a day, and what the linter says of a slip."""

import csv
import io
import json
from datetime import date
from pathlib import Path

import pytest

from sitegen.opinion_state import opinion_state
from sitegen.questions.letters import LetterFiguresView, LetterView
from tests.portals import ROOT, Model, check, model, portal

LETTERS = """\
figures:
  until: 2026-02-28
  median_days: 2
  months:
    - {month: 1, received: 10, replied: 10, channels: {enquiry: 6, complaint-box: 4}, types: {question: 6, complaint: 4}}
    - {month: 2, received: 20, replied: 19, channels: {enquiry: 20}, types: {question: 15, help: 5}}
  units:
    - {unit: office, received: 12, replied: 12, median_days: 1}
    - {unit: health, received: 18, replied: 17, median_days: 3}
letters:
  - id: 20260203-1
    title: 夜间门诊开到几点
    channel: enquiry
    type: question
    received: 2026-02-03
    question: 上班族晚上看病，门诊开到几点？
    unit: health
    replied: 2026-02-05
    reply: 开到二十一点，二十时三十分停止挂号。
    topics: [care]
    related: [policies/2026/subsidy]
  - id: 20260601-1
    title: 停诊能不能提前三天通知
    channel: complaint-box
    type: complaint
    received: 2026-06-01
    question: 到了门口才知道停诊。
    unit: health
    replied: 2026-06-01
    reply: |-
      以后提前三天贴出来。
      也会发短信。
"""
OPINIONS = """\
- id: clinic-hours
  title: 社区门诊开放时间规定（征求意见稿）
  unit: health
  opens: 2026-05-01
  closes: 2026-05-31
  summary: 晚上和周末开到几点。
  draft: [周一至周五开到二十一时。]
  explanation: [上班的人晚上才有空。]
  notice: notices/2026/closing
  feedback:
    published: 2026-06-20
    received: 30
    summary: 收到意见三十条。
    adopted: [{opinion: 周六也开, count: 20, answer: 周六开到十八时。}]
    declined: [{opinion: 通宵开, count: 3, answer: 人手不够。}]
"""
FILES = {"catalogs/letters/2026.yml": LETTERS, "catalogs/opinions.yml": OPINIONS}
STATES = json.loads((ROOT / "tests/data/opinion_states.json").read_text(encoding="utf-8"))["cases"]


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


def test_letters_are_listed_by_their_replies_newest_first(small: Model) -> None:
    assert [(x.id, x.days) for x in small.ask("letters")] == [("20260601-1", 0), ("20260203-1", 2)]  # type: ignore[attr-defined]


def test_a_letter_names_its_neighbours_and_what_the_reply_rests_on(small: Model) -> None:
    view = small.ask("letter", "20260203-1")
    assert isinstance(view, LetterView)
    assert view.newer is not None and view.newer.id == "20260601-1" and view.older is None
    assert [c.title for c in view.related] == ["小区医疗补贴办法"]


def test_a_reply_keeps_its_paragraphs(small: Model) -> None:
    page = small.render("/letters/20260601-1/").data.decode()
    assert "<p>以后提前三天贴出来。</p><p>也会发短信。</p>" in page


def test_a_letter_appears_on_the_day_of_its_reply(tmp_path: Path) -> None:
    root = portal(tmp_path, FILES)
    assert [len(model(root, day).ask("letters")) for day in ("2026-02-04", "2026-02-05", "2026-06-01")] == [0, 1, 2]  # type: ignore[arg-type]


def test_the_figures_add_up_months_and_share(small: Model) -> None:
    figures = small.ask("letter_figures", "2026")
    assert isinstance(figures, LetterFiguresView)
    assert (figures.received, figures.replied, figures.share, figures.median_days) == (30, 29, "96.7", 2)
    assert figures.by_month.rows == (("1月", ("10", "10")), ("2月", ("20", "19")))
    assert [row.received for row in figures.units] == [18, 12]


def test_figures_are_shown_from_the_day_up_to_which_they_count(tmp_path: Path) -> None:
    assert model(portal(tmp_path, FILES), "2026-02-27").ask("letter_figures", "2026") is None


def test_every_chart_stands_beside_its_table(small: Model) -> None:
    page = small.render("/letters/2026/").data.decode()
    assert page.count('<svg class="chart-svg"') == page.count("<desc ") == 4
    assert page.count('<table class="figures-table"') == 5  # and one of all units


def test_the_downloads_hold_letters_and_figures(small: Model) -> None:
    def rows(name: str) -> list[list[str]]:
        return list(csv.reader(io.StringIO(small.render(f"/letters/2026/{name}.csv").data.decode("utf-8-sig"))))

    assert [row[0] for row in rows("letters")] == ["编号", "20260601-1", "20260203-1"]
    assert ["2026-02", "来信数", "", "20"] in rows("figures") and ["2026-02", "分类型来信数", "求助", "5"] in rows("figures")


def test_replies_can_be_subscribed_to(small: Model) -> None:
    feed = json.loads(small.render("/letters/feed.json").data)
    assert [item["url"] for item in feed["items"]] == [f"https://www.test.example/letters/{x}/" for x in ("20260601-1", "20260203-1")]


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (("received: 10, replied: 10", "received: 11, replied: 10"), "catalogs/letters/2026.yml:5:55: error[E1]"),
        (("received: 20, replied: 19", "received: 20, replied: 21"), ":6:41: error[E1]"),
        (("unit: health, received: 18", "unit: health, received: 17"), ":8:5: error[E1]"),
        (("replied: 2026-02-05", "replied: 2026-02-02"), ":18:14: error[E2]"),
        (("replied: 2026-02-05", "replied: 2026-02-19"), ":18:14: warning[E2]"),
        (("id: 20260601-1", "id: 20260203-1"), ":22:9: error[E2]"),
        (("到了门口才知道停诊。", "我叫王小明，家住3栋502室，电话13800138000。"), "warning[P11]"),
        (("到了门口才知道停诊。", "我叫王小明，家住3栋502室，电话13800138000。"), "warning[E3]"),
    ],
)
def test_a_slip_in_letters_is_told(tmp_path: Path, wrong: tuple[str, str], finding: str) -> None:
    text = LETTERS.replace(*wrong)
    assert text != LETTERS
    assert finding in check(portal(tmp_path, FILES | {"catalogs/letters/2026.yml": text})).out


def test_correct_letters_and_opinions_are_silent(tmp_path: Path) -> None:
    out = check(portal(tmp_path, FILES)).out
    assert not [line for line in out.splitlines() if "catalogs/letters" in line or "catalogs/opinions" in line]


@pytest.mark.parametrize("case", STATES, ids=lambda c: f"{c['state']} on {c['today']}")
def test_the_state_of_a_collection_follows_from_its_days(case: dict[str, str]) -> None:
    feedback = date.fromisoformat(case["feedback"]) if case["feedback"] else None
    found = opinion_state(*(date.fromisoformat(case[name]) for name in ("opens", "closes")), feedback, date.fromisoformat(case["today"]))
    assert (found.state, found.days) == (case["state"], case["days"])


def test_a_result_is_shown_from_the_day_on_which_it_is_published(tmp_path: Path) -> None:
    root = portal(tmp_path, FILES)
    before, after = (model(root, day).render("/opinions/clinic-hours/").data.decode() for day in ("2026-06-19", "2026-06-20"))
    assert "周六开到十八时" not in before and "周六开到十八时" in after and "人手不够" in after


def test_a_missing_result_is_told_thirty_days_after_the_end(tmp_path: Path) -> None:
    root = portal(tmp_path, {"catalogs/opinions.yml": OPINIONS.partition("  feedback:")[0]})
    assert "Q2" not in check(root, as_of="2026-06-30").out
    assert "catalogs/opinions.yml:5:11: warning[Q2]" in check(root, as_of="2026-07-01").out
