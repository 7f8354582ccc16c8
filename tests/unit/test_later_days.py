"""What a later day says of a row: the cases that the browser answers too (tests/browser/test_due.py)."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sitegen.commands import BEIJING
from sitegen.findings import Bilingual
from sitegen.languages import Lang
from sitegen.obligations import EntryStatus, Obligation
from sitegen.portal import portal
from sitegen.templating import environment_base
from sitegen.time_limit import Clause, parse
from tests.portals import AS_OF, ROOT, Model

LANGS: tuple[Lang, ...] = ("zh-Hans", "en")
CASES = json.loads((ROOT / "tests/data/due.json").read_text(encoding="utf-8"))


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def obligation(soon_from: str, latest: str, published: str | None = None) -> Obligation:
    due = date.fromisoformat(latest)
    return Obligation(Clause("within"), "formed", None, due, due, date.fromisoformat(soon_from), day(published), None, "", Bilingual("", ""), ())


@pytest.mark.parametrize("case", CASES["obligations"])
def test_an_occasion_to_publish(case: dict[str, Any]) -> None:
    one, on = obligation(case["soon_from"], case["latest"], case["published"]), date.fromisoformat(case["day"])
    assert (one.status(on), one.late_by(on)) == (case["status"], case["late_by_days"])


@pytest.mark.parametrize("case", CASES["rows"])
def test_a_row(case: dict[str, Any]) -> None:
    unpublished = tuple(obligation(*pair) for pair in case["unpublished"])
    row = EntryStatus("nothing-yet", parse(""), case["settled"], unpublished[:1], upcoming=unpublished[1:])
    assert row.on(date.fromisoformat(case["day"])) == case["status"]


@pytest.mark.parametrize("case", CASES["days"])
def test_the_day_is_that_of_beijing(case: dict[str, Any]) -> None:
    found = datetime.fromisoformat(case["moment"]).astimezone(BEIJING).date()
    words = {lang: environment_base(lang=lang).from_string("{{ day|day }}").render(day=found) for lang in LANGS}
    assert {"day": found.isoformat(), **words} == {k: v for k, v in case.items() if k != "moment"}


@pytest.mark.parametrize("later", [1, 2, 8, 30])
def test_a_build_on_a_later_day_says_what_a_browser_reckons_from_the_page_of_today(minghu: Model, later: int) -> None:
    today = minghu
    on = date.fromisoformat(AS_OF) + timedelta(later)
    then = portal(today.config, today.assembled.site, on)
    published = {d.id for d in then.documents.values()} - {d.id for d in today.portal.documents.values()}
    assert not published, "a document that comes out in between changes more than days do"
    assert {id_: today.portal.statuses[id_].on(on) for id_ in then.entries} == {id_: then.statuses[id_].status for id_ in then.entries}
