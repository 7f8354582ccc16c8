"""依申请公开: the form posts only where it may, and the last day is reckoned as in the browser."""

import json
from datetime import date
from pathlib import Path

import pytest

from sitegen.application_limit import application_limit
from sitegen.catalog import parse_yaml
from sitegen.workdays import Workdays
from tests.portals import ROOT, SITE, check, model, portal

FILE = """\
guide: notices/2026/closing
hand_in: [当面：区政府一楼窗口, 信函：中心路1号]
steps:
  - {name: 登记, limit: 收到当天, text: 编号，告诉申请人。}
  - {name: 联席会议, limit: 第8个工作日前提出, text: 复杂的申请，几个单位一起研究。, meeting: true}
  - {name: 答复, limit: 20个工作日内, text: 写明结果和救济途径。}
moved:
  - {matter: 租金补贴发放名单, unit: health, asked: 5, since: 2026-05-12}
"""
FILES = {"catalogs/applications.yml": FILE}
CASES = json.loads((ROOT / "tests/data/application_limits.json").read_text(encoding="utf-8"))["cases"]
CALENDARS = {
    y: parse_yaml(f"catalogs/calendars/{y}.yml", (ROOT / f"catalogs/calendars/{y}.yml").read_bytes()).value for y in (2025, 2026)
}


@pytest.mark.parametrize("case", CASES, ids=lambda c: str(c["received"]))
def test_the_last_day_follows_from_receipt_correction_and_extension(case: dict[str, object]) -> None:
    corrected = date.fromisoformat(str(case["corrected"])) if case["corrected"] else None
    asked = case["asked"]
    assert isinstance(asked, int)
    found = application_limit(date.fromisoformat(str(case["received"])), corrected, bool(case["extended"]), asked, Workdays(CALENDARS))
    certain = found.day == found.latest and found.latest.year in CALENDARS
    assert (found.day.isoformat() if certain else None) == case["last"]


def form(root: Path) -> str:
    return model(root).render("/on-application/form/").data.decode().partition("<main")[2]


def test_without_an_intake_the_form_cannot_be_sent(tmp_path: Path) -> None:
    page = form(portal(tmp_path, FILES))
    assert "action=" not in page and 'type="submit"' not in page and "当面：区政府一楼窗口" in page


def test_with_an_intake_it_is_posted_there(tmp_path: Path) -> None:
    page = form(portal(tmp_path, FILES | {"site.yml": SITE + "intake: {kind: post, to: /apply}\n"}))
    assert 'action="/apply"' in page and 'method="post"' in page and 'type="submit"' in page


def test_netlify_finds_its_own_form(tmp_path: Path) -> None:
    page = form(portal(tmp_path, FILES | {"site.yml": SITE + "intake: {kind: netlify, to: /on-application/}\n"}))
    assert 'data-netlify="true"' in page and 'name="form-name"' in page


def test_an_intake_elsewhere_is_refused(tmp_path: Path) -> None:
    for address in ("https://forms.example/x", "//forms.example/x"):
        out = check(portal(tmp_path, FILES | {"site.yml": SITE + f"intake: {{kind: post, to: {address}}}\n"})).out
        assert "site.yml" in out and "error[S103]" in out


def test_the_consultation_meeting_is_a_step(tmp_path: Path) -> None:
    page = model(portal(tmp_path, FILES)).render("/on-application/").data.decode()
    assert "复杂的申请，几个单位一起研究。" in page and "租金补贴发放名单" in page
