"""年度报告: tables with the heads of the form, three years side by side, and the same as CSV."""

import csv
import io
import re
from pathlib import Path

import pytest

from sitegen.questions.annual_reports import ReportView
from sitegen.records.annual_reports import CODES
from tests.portals import Model, check, model, portal

REPORT = """\
published: 2026-01-20
overview: [全年新收申请112件，办结119件。]
normative: {made: 0, repealed: 0, in_force: 4}
licences: 12
penalties: 0
coercions: 0
requests:
  "1": [100, 12, 0, 0, 0, 0, 112]
  "2": [9, 0, 0, 0, 0, 0, 9]
  "3.1": [60, 0, 0, 0, 0, 0, 60]
  "3.2": [10, 3, 0, 0, 0, 0, 13]
  "3.3.4": [6, 0, 0, 0, 0, 0, 6]
  "3.4.1": [20, 6, 0, 0, 0, 0, 26]
  "3.5.1": [3, 0, 0, 0, 0, 0, 3]
  "3.6.3": [9, 2, 0, 0, 0, 0, 11]
  "3.7": [108, 11, 0, 0, 0, 0, 119]
  "4": [1, 1, 0, 0, 0, 0, 2]
reviews:
  reconsideration: [6, 0, 0, 1, 7]
  direct: [0, 0, 0, 0, 0]
  after: [0, 0, 0, 0, 0]
problems: [答复不够明白。]
others: [没有收费。]
"""
LAST = REPORT.replace("2026-01-20", "2025-01-20").replace("112件，办结119件", "若干件")
FILES = {"catalogs/annual-reports/2025/health.yml": REPORT, "catalogs/annual-reports/2024/health.yml": LAST}


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


def view(small: Model) -> ReportView:
    found = small.ask("annual_report", "2025/health")
    assert isinstance(found, ReportView)
    return found


def test_every_row_of_the_form_is_there_and_rows_left_out_are_zero(small: Model) -> None:
    rows = {row.code: row.cells for row in view(small).requests}
    assert tuple(rows) == CODES
    assert rows["1"][-1] == "112" and set(rows["3.3.1"]) == {"0"}


def test_every_row_is_as_wide_as_its_heads_say(small: Model) -> None:
    """Heads over several rows fill the columns of the rows below, as in the printed form: three columns of heads in all."""
    open_: list[int] = []
    for row in view(small).requests:
        width = sum(1 for left in open_ if left > 0) + sum(head.columns for head in row.heads)
        assert width == 3, row.code
        open_ = [left - 1 for left in open_ if left > 1] + [head.rows - 1 for head in row.heads if head.rows > 1]


def test_heads_say_what_they_are_heads_of(small: Model) -> None:
    page = small.render("/annual-reports/2025/health/").data.decode()
    table = re.search(r'<table class="figures-table statutory requests-table">.*?</table>', page, re.DOTALL)
    assert table is not None
    assert '<th scope="colgroup" colspan="5" class="middle">法人或其他组织</th>' in table[0]
    assert '<th scope="rowgroup" rowspan="8">（三）不予公开</th>' in table[0]
    assert all("scope=" in head for head in re.findall(r"<th\b[^>]*>", table[0]))


def test_a_row_of_rules_that_a_district_does_not_make_is_a_slash(small: Model) -> None:
    assert view(small).issued == (("rules", ("/", "/", "/")), ("normative", ("0", "0", "4")))


def test_two_years_are_compared_and_one_is_not(small: Model, tmp_path: Path) -> None:
    chart = view(small).comparison
    assert chart is not None and chart.series == ("2025 年", "2024 年")
    assert chart.rows[0] == ("新收申请", ("112", "112")) and chart.rows[4] == ("无法提供", ("26", "26"))
    alone = model(portal(tmp_path / "one", {"catalogs/annual-reports/2025/health.yml": REPORT}))
    assert view(alone).comparison is None


def test_tables_can_be_downloaded(small: Model) -> None:
    rows = list(csv.reader(io.StringIO(small.render("/annual-reports/2025/health/requests.csv").data.decode("utf-8-sig"))))
    assert len(rows) == 1 + len(CODES) and rows[1][-1] == "112" and rows[0][2:4] == ["自然人", "商业企业"]


def test_a_report_appears_on_the_day_of_its_publication(tmp_path: Path) -> None:
    root = portal(tmp_path, FILES)
    assert [len(model(root, day).ask("annual_reports")) for day in ("2025-01-19", "2025-01-20", "2026-01-20")] == [0, 1, 2]  # type: ignore[arg-type]


def test_a_row_with_six_figures_is_told_at_its_line(tmp_path: Path) -> None:
    short = REPORT.replace('"3.1": [60, 0, 0, 0, 0, 0, 60]', '"3.1": [60, 0, 0, 0, 0, 60]')
    assert "catalogs/annual-reports/2025/health.yml:10:" in check(portal(tmp_path, FILES | {"catalogs/annual-reports/2025/health.yml": short})).out
