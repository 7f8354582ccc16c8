"""Where readers see the status of a row: its page, catalogs, lists by status, units, fields and the home page."""

import re
from pathlib import Path

import pytest

from sitegen.obligations import STATUSES
from sitegen.time_views import StatusView, TimeFigures
from sitegen.views import EntryCard
from tests.alerts.district import district, files
from tests.portals import Model, document, model, portal

DONE = {"clinics-01": "2026-03-09", "clinics-02": "2026-03-12"}
"""On 13 March: the first in time, the second one day late, the third overdue by a day, the next two due soon, the last not yet."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return district(tmp_path_factory.mktemp("district"), DONE)


@pytest.fixture(scope="module")
def seen(folder: Path) -> Model:
    return model(folder, "2026-03-13")


def html(seen: Model, url: str) -> str:
    return seen.render(url).data.decode()


def words(text: str) -> str:
    """What a reader sees, without markup, on one line."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", re.sub(r"<(script|template)\b.*?</\1>", "", text, flags=re.DOTALL)))


def test_a_row_page_says_its_status_and_how_the_last_day_was_reckoned(seen: Model) -> None:
    page = words(html(seen, "/catalogs/fields/clinics/clinics-03/"))
    assert "已超期 1 天" in page and "状态截至 2026年3月13日" in page
    assert "2026-02-12 + 20个工作日 = 2026-03-12" in page and "形成 2026年2月12日" in page and "尚未公开" in page


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("clinics-01", "按时 该公开的都在公开时限之内"),
        ("clinics-02", "超期后公开 最近一次公开晚于公开时限"),
        ("clinics-04", "即将到期 公开时限就要到了"),
        ("clinics-06", "按时"),
    ],
)
def test_every_status_is_a_word_with_a_shape(seen: Model, row: str, said: str) -> None:
    page = html(seen, f"/catalogs/fields/clinics/{row}/")
    assert said in words(page)
    assert re.search(r'<div class="state[^>]*>\s*<p><span class="status [^>]*><svg class="icon" aria-hidden="true"', page)


def test_what_is_not_yet_due_is_not_called_in_time(seen: Model) -> None:
    assert "尚未公开 状态 未到期" in words(html(seen, "/catalogs/fields/clinics/clinics-06/"))


def test_what_is_missing_for_a_check_is_named(tmp_path: Path) -> None:
    notice = document("门诊时间", formed="", entries="[clinics-01]")
    page = words(
        html(
            model(
                portal(
                    tmp_path,
                    {
                        "content/notices/2026/hours.md": notice,
                        "content/policies/2026/subsidy.md": None,
                        "content/interpretations/2026/subsidy-explained.md": None,
                    },
                )
            ),
            "/catalogs/fields/clinics/clinics-01/",
        )
    )
    assert "无法核对" in page and "没有登记“形成”的日期" in page and "门诊时间" in page


def test_a_catalog_shows_status_and_newest_publication_of_each_row(seen: Model) -> None:
    rows = re.findall(r"<tr class=\"row\".*?</tr>", html(seen, "/catalogs/fields/clinics/"), re.DOTALL)
    shown = [(re.search(r'data-status="([^"]*)"', row)[1], words(row.split('class="col-status"')[1])) for row in rows]  # type: ignore[index]
    assert [status for status, _ in shown] == ["on-time", "late", "overdue", "due-soon", "due-soon", "on-time"]
    assert "超期后公开" in shown[1][1] and "第2批 2026年3月12日" in shown[1][1]
    assert "已超期 1 天" in shown[2][1] and "暂无" in shown[2][1]


def test_the_newest_publication_is_a_record_or_a_document_whichever_came_last(tmp_path: Path) -> None:
    notice = {"content/notices/2026/list.md": document("机构名录", published="2026-03-10", entries="[clinics-01, clinics-02]")}
    found = model(portal(tmp_path, files(DONE) | notice), "2026-03-13")
    one, two = (found.ask("row", row) for row in ("clinics-01", "clinics-02"))
    assert isinstance(one, EntryCard) and isinstance(two, EntryCard)
    assert one.latest and (one.latest.title, str(one.latest_on)) == ("机构名录", "2026-03-10")
    assert (two.latest, two.latest_note, str(two.latest_on)) == (None, "第2批", "2026-03-12")
    assert [e.id for e in found.ask("entries", newest=2)] == ["clinics-02", "clinics-01"]  # type: ignore[attr-defined]


def test_a_record_of_a_later_day_is_not_yet_the_newest_publication(folder: Path) -> None:
    card = model(folder, "2026-03-08").ask("row", "clinics-01")
    assert isinstance(card, EntryCard) and card.latest_on is None and card.latest_note == ""


def test_there_is_a_list_of_the_rows_of_every_status(seen: Model) -> None:
    listed = {
        status: re.findall(r"clinics-0\d", " ".join(re.findall(r'<th scope="row".*?</th>', html(seen, f"/catalogs/by/status/{status}/"), re.DOTALL)))
        for status in STATUSES
    }
    assert {status: rows for status, rows in listed.items() if rows} == {
        "overdue": ["clinics-03"], "due-soon": ["clinics-04", "clinics-05"], "late": ["clinics-02"], "on-time": ["clinics-01", "clinics-06"],
    }  # fmt: skip
    assert "名单按2026年3月13日的状态列出" in html(seen, "/catalogs/by/status/overdue/")
    assert "目前没有处于这种状态的公开事项" in html(seen, "/catalogs/by/status/uncheckable/")


@pytest.mark.parametrize("url", ["/catalogs/", "/catalogs/fields/clinics/", "/catalogs/by/level/district/", "/catalogs/by/status/overdue/"])
def test_the_lists_by_status_are_linked_with_their_numbers(seen: Model, url: str) -> None:
    links = re.findall(r'<a href="/catalogs/by/status/([a-z-]+)/".*?data-count="\1">(\d+)', html(seen, url), re.DOTALL)
    assert [status for status, _ in links] == list(STATUSES) and ("overdue", "1") in links


@pytest.mark.parametrize("url", ["/units/health/", "/fields/clinics/", "/"])
def test_figures_stand_with_their_period(seen: Model, url: str) -> None:
    page = words(html(seen, url))
    assert "2026年1月1日至2026年3月13日到期的公开义务共 3 项，按时公开 1 项，占 33%。" in page
    assert "状态截至 2026年3月13日" in page


def test_a_unit_leads_to_its_work_list_and_calendar(seen: Model) -> None:
    page = html(seen, "/units/health/")
    assert 'href="/units/health/work/"' in page and re.search(r'href="/units/health/due.ics"[^>]*type="text/calendar"', page)


def test_the_day_of_the_statuses_stands_once_on_a_page(seen: Model) -> None:
    for page in seen.pages:
        if page.is_html:
            text = html(seen, page.url)
            dated = text.count("data-as-of")
            assert dated == (1 if "data-moving" in text or "data-figures" in text else dated) and dated <= 1, page.url
            assert text.count("<template data-status-word") == 2 * dated, page.url


def test_what_a_later_day_needs_is_what_is_not_published(seen: Model) -> None:
    done, open_ = (seen.ask("status", row) for row in ("clinics-01", "clinics-03"))
    assert isinstance(done, StatusView) and isinstance(open_, StatusView)
    assert done.moving.unpublished == () and len(open_.moving.unpublished) == 1
    figures = seen.ask("figures_of_time")
    assert isinstance(figures, TimeFigures) and len(figures.moving) == 4


def test_a_date_that_comes_back_is_owed_from_the_day_it_is_due_soon(tmp_path: Path) -> None:
    rows = str(files()["catalogs/fields/clinics.yml"]).replace("time_limit: 信息形成之日起20个工作日内", "time_limit: 每月更新")
    records = rows.split("    disclosures:")[0] + "    disclosures:\n      - {event: formed, date: 2026-03-02, published: 2026-03-02}\n"
    root = portal(tmp_path, files() | {"catalogs/fields/clinics.yml": records})
    statuses = {day: model(root, day).ask("status", "clinics-01") for day in ("2026-03-20", "2026-03-30", "2026-04-02", "2026-04-03")}
    assert [s.status for s in statuses.values()] == ["on-time", "due-soon", "due-soon", "overdue"]  # type: ignore[attr-defined]
