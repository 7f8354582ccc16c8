"""The demo is published on any day: what is late, stale or past by then is told and holds nothing up."""

import contextlib
import io
from datetime import timedelta
from pathlib import Path

import pytest

from sitegen.cli import run
from sitegen.obligations import STATUSES
from tests.demo import AS_OF, Demo
from tests.portals import ROOT, Model

MONTH, YEAR = AS_OF + timedelta(30), AS_OF + timedelta(400)


def test_it_is_published_today(demo: Demo) -> None:
    assert f'datetime="{AS_OF}" data-as-of' in demo.html("catalogs/index.html")


def test_the_later_of_the_days_lies_in_a_year_without_a_calendar(minghu: Model) -> None:
    calendars = minghu.assembled.site.calendars
    assert AS_OF.year in calendars and MONTH.year in calendars and YEAR.year not in calendars


@pytest.mark.parametrize("day", [MONTH, YEAR])
def test_it_is_published_30_and_400_days_later(demo: Demo, tmp_path: Path, day: object) -> None:
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["build", "--root", str(ROOT), "--out", str(tmp_path / "site"), "--as-of", str(day)])
    assert code == 0, err.getvalue()
    assert " error[" not in err.getvalue() and "warning[T1]" in err.getvalue()
    pages = {p.relative_to(tmp_path / "site").as_posix() for p in (tmp_path / "site").rglob("*.html")}
    assert set(demo.pages) <= pages
    assert f'datetime="{day}" data-as-of' in (tmp_path / "site/catalogs/index.html").read_text(encoding="utf-8")


def test_it_has_rows_in_every_status(minghu: Model) -> None:
    rows = [e for e in minghu.portal.entries.values() if e.refers_to is None]
    found = [minghu.portal.statuses[e.id].status for e in rows]
    assert {status: found.count(status) for status in STATUSES if not found.count(status)} == {}


def test_each_of_them_is_shown_with_its_word_in_the_list_of_its_status(demo: Demo) -> None:
    for status in STATUSES:
        page = demo.html(f"catalogs/by/status/{status}/index.html")
        assert f'data-status="{status}"' in page and f'<span class="status status-{status}"' in page, status
