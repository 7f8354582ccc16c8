"""What depends on today is reckoned again in the browser, by the rules of the generator (tests/unit/test_later_days.py)."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from sitegen.portal import portal
from tests.browser.server import serving
from tests.demo import AS_OF
from tests.portals import ROOT, Model

CASES = json.loads((ROOT / "tests/data/due.json").read_text(encoding="utf-8"))
LATER = AS_OF + timedelta(30)


@pytest.fixture(scope="module")
def page(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "themes/default/assets/scripts/due.js", folder)
    for name in ("index", "404"):
        (folder / f"{name}.html").write_text(f"<!doctype html><title>{name}</title>", encoding="utf-8")
    with serving(folder) as address, browser.new_context(base_url=address) as profile:
        page = profile.new_page()
        page.goto("/")
        yield page


def answers(page: Page, cases: list[dict[str, Any]], body: str) -> list[dict[str, Any]]:
    """What due.js says of each case; `body` is a JavaScript expression of `due` and `c`."""
    return page.evaluate(f"async cases => {{ const due = await import('/due.js'); return cases.map(c => ({body})); }}", cases)


def test_an_occasion_to_publish_has_the_same_status(page):
    one = "{soonFrom: c.soon_from, latest: c.latest, published: c.published}"
    found = answers(page, CASES["obligations"], f"{{status: due.statusOf({one}, c.day), late_by_days: due.lateBy({one}, c.day)}}")
    assert found == [{"status": c["status"], "late_by_days": c["late_by_days"]} for c in CASES["obligations"]]


def test_a_row_has_the_same_status(page):
    found = answers(page, CASES["rows"], "due.statusOfRow(due.movingRow([c.settled, ...c.unpublished.map(p => p.join('/'))].join(' ')), c.day)")
    assert found == [c["status"] for c in CASES["rows"]]


def test_the_day_is_that_of_beijing_and_is_written_alike(page):
    body = "(day => ({moment: c.moment, day, 'zh-Hans': due.dayInWords(day, 'zh-Hans'), en: due.dayInWords(day, 'en')}))(due.beijingDay(new Date(c.moment)))"
    assert answers(page, CASES["days"], body) == CASES["days"]


# ---------------------------------------------------------------- pages of the demo


def later_status(minghu: Model, day: date = LATER) -> dict[str, str]:
    then = portal(minghu.config, minghu.assembled.site, day)
    return {str(id_): then.statuses[id_].status for id_ in then.entries}


@pytest.fixture(scope="module")
def moved(minghu: Model) -> str:
    """A row of a field's catalog that is in time on the day of the build and overdue thirty days later."""
    then = later_status(minghu)
    return next(
        str(id_)
        for id_, e in minghu.portal.entries.items()
        if minghu.portal.statuses[id_].status == "on-time" and then[id_] == "overdue" and e.catalog.startswith("fields/")
    )


def shown_statuses(page: Page) -> dict[str, str]:
    """Row id to status of each row of a catalog page."""
    return dict(page.locator("[data-row]").evaluate_all("rows => rows.map(r => [r.querySelector('th a').href.split('/').at(-2), r.dataset.status])"))


def test_a_catalog_shows_on_a_later_day_what_a_build_of_that_day_would_show(open_page, minghu, moved):
    catalog = minghu.portal.entries[moved].catalog
    page = open_page(f"/catalogs/{catalog}/", today=LATER)
    page.wait_for_function("day => document.querySelector('time[data-as-of]').dateTime === day", arg=LATER.isoformat())
    rows = [e.id for e in minghu.portal.catalogs[catalog].entries]
    then = later_status(minghu)
    assert shown_statuses(page) == {id_: then[id_] for id_ in rows}
    assert page.locator("time[data-as-of]").inner_text() == f"{LATER.year}年{LATER.month}月{LATER.day}日"
    # Each shows the word and the shape of its status, and no class of the one before.
    for row in page.locator("[data-row]").all():
        badge, status = row.locator(".col-status .status"), row.get_attribute("data-status")
        assert badge.get_attribute("class") == f"status status-{status}"
        assert ("已超期" in badge.inner_text()) == (status == "overdue") and badge.locator("svg").count() == 1


def test_the_filter_by_status_goes_by_today(open_page, minghu, moved):
    page = open_page(f"/catalogs/{minghu.portal.entries[moved].catalog}/?status=overdue", today=LATER)
    expect(page.locator("main form [role=status]")).not_to_be_empty()
    assert page.locator(f"[data-row]:has(a[href$='/{moved}/'])").is_visible()
    assert {s for id_, s in shown_statuses(page).items() if page.locator(f"[data-row]:has(a[href$='/{id_}/'])").is_visible()} == {"overdue"}


def test_a_row_says_how_many_days_it_is_late_by_now(open_page, minghu, moved):
    entry = minghu.portal.entries[moved]
    page = open_page(f"/catalogs/{entry.catalog}/{moved}/", today=LATER)
    late = max(o.late_by(LATER) for o in minghu.portal.statuses[entry.id].moving)
    box = page.locator("[data-state]")
    box.locator(".status-overdue").wait_for()
    assert late > 0 and f"已超期 {late} 天" in box.inner_text() and "公开时限已过" in box.inner_text()
    assert "state-overdue" in str(box.get_attribute("class"))


@pytest.mark.parametrize("address", ["/", "/en/", "/catalogs/", "/units/district-office/"])
def test_figures_are_those_of_today(open_page, minghu, address):
    page = open_page(address, today=LATER)
    page.wait_for_function("day => document.querySelector('time[data-as-of]').dateTime === day", arg=LATER.isoformat())
    unit = address.split("/")[2] if address.startswith("/units/") else None
    rows = [id_ for id_, e in minghu.portal.entries.items() if (unit in e.units if unit else e.refers_to is None)]
    then = later_status(minghu)
    shown = dict(page.locator("[data-count]").evaluate_all("all => all.map(e => [e.dataset.count, Number(e.textContent)])"))
    assert shown["overdue"] > 0 and shown == {status: sum(then[id_] == status for id_ in rows) for status in shown}


def test_without_scripts_or_on_an_earlier_day_a_page_keeps_the_day_of_its_build(open_page, minghu, moved):
    address = f"/catalogs/{minghu.portal.entries[moved].catalog}/{moved}/"
    for options in ({"java_script_enabled": False}, {"today": AS_OF - timedelta(40)}):
        page = open_page(address, **options)
        assert page.locator("time[data-as-of]").get_attribute("datetime") == AS_OF.isoformat()
        assert page.locator("[data-state] .status-on-time").is_visible()
