"""工程项目: stages, months and money, and the slips that are told."""

from pathlib import Path

import pytest

from sitegen.questions.projects import PlanView, ProjectView
from tests.portals import Model, check, model, portal

PLAN = """\
- id: half-year
  title: 年度投资计划
  period: 2026年1至6月
  unit: health
  projects: 3
  planned: 10.5
  done: 5.2
  parts:
    - {name: 学校, projects: 1, planned: 6.5, done: 4.2}
    - {name: 道路, projects: 2, planned: 4.0, done: 1.0}
"""
PROJECT = """\
title: 门诊楼扩建工程
field: works
unit: health
place: 一路2号
summary: 多三间诊室。
invested: 0.3
total: 1.2
until: 2026-05-31
started: 2026-01-05
due: 2027-01-31
stages:
  - {name: 设计, state: done, when: 2025年}
  - {name: 主体结构, state: current, when: 今年十月}
  - {name: 装修, state: next, when: 明年一月}
progress:
  - {month: 2026-05, percent: 40, text: 二层完成。}
  - {month: 2026-04, percent: 30, text: 一层完成。}
phone: 0000-0000021
"""
FUND = """\
- id: clinic-grant
  name: 诊所设备补贴
  unit: health
  what: 设备费用的一半。
  who: 区内的诊所。
  how: [网上填表, 十个工作日内答复]
  opens: 2026-05-01
  closes: 2026-05-31
  phone: 0000-0000021
"""
FILES = {"catalogs/plans.yml": PLAN, "catalogs/projects/clinic.yml": PROJECT, "catalogs/funds.yml": FUND}


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


def test_a_plan_shows_its_share_and_that_of_each_part(small: Model) -> None:
    (plan,) = small.ask("plans")  # type: ignore[misc]
    assert isinstance(plan, PlanView)
    assert (plan.planned, plan.done, plan.share) == ("10.5", "5.2", "49.5")
    assert plan.shares.rows == (("合计", ("49.5",)), ("学校", ("64.6",)), ("道路", ("25.0",)))


def test_a_project_says_where_it_is_and_how_it_went(small: Model) -> None:
    view = small.ask("project", "clinic")
    assert isinstance(view, ProjectView)
    assert (view.card.percent, view.card.stage, view.invested_share) == (40, "主体结构", "25.0")
    assert view.chart is not None and [name for name, _ in view.chart.rows] == ["2026 年 4 月", "2026 年 5 月"]


def test_the_current_stage_is_marked_for_readers_of_all_kinds(small: Model) -> None:
    page = small.render("/projects/clinic/").data.decode()
    assert page.count('aria-current="step"') == 1 and "正在进行" in page


@pytest.mark.parametrize(("day", "state"), [("2026-04-30", "soon"), ("2026-05-01", "open"), ("2026-05-31", "open"), ("2026-06-01", "closed")])
def test_a_fund_is_open_from_its_first_day_to_its_last(tmp_path: Path, day: str, state: str) -> None:
    (fund,) = model(portal(tmp_path, FILES), day).ask("funds")  # type: ignore[misc]
    assert fund.state.state == state


def test_what_can_be_applied_for_now_stands_before_what_will_and_what_could(tmp_path: Path) -> None:
    def fund(name: str, opens: str, closes: str) -> str:
        return FUND.replace("clinic-grant", name).replace("2026-05-01", opens).replace("2026-05-31", closes)

    three = fund("over", "2026-01-01", "2026-01-31") + fund("later", "2026-07-01", "2026-07-31") + fund("now", "2026-05-01", "2026-06-30")
    found = model(portal(tmp_path, FILES | {"catalogs/funds.yml": three}), "2026-06-01").ask("funds")
    assert [of.fund.id for of in found] == ["now", "later", "over"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "wrong", "finding"),
    [
        ("catalogs/plans.yml", ("done: 5.2", "done: 5.3"), "catalogs/plans.yml:7:9: error[J1]"),
        ("catalogs/projects/clinic.yml", ("percent: 40", "percent: 20"), ":16:31: error[J1]"),
        ("catalogs/projects/clinic.yml", ("month: 2026-05", "month: 2026-03"), ":16:13: error[J1]"),
        ("catalogs/funds.yml", ("closes: 2026-05-31", "closes: 2026-04-30"), "catalogs/funds.yml:8:11: error[J1]"),
        ("catalogs/projects/clinic.yml", ("unit: health", "unit: helth"), ":3:7: error[D001]"),
    ],
)
def test_a_slip_is_told_where_it_stands(tmp_path: Path, path: str, wrong: tuple[str, str], finding: str) -> None:
    assert wrong[0] in FILES[path]
    assert finding in check(portal(tmp_path, FILES | {path: FILES[path].replace(*wrong)})).out
