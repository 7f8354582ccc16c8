"""Records (登记内容): files of their own kinds, whose ids and pictures are checked by their types."""

from pathlib import Path

import pytest

from sitegen.catalog import parse_yaml
from sitegen.records import family
from sitegen.references import Reference, references
from tests.portals import check, model, portal

LINES = """\
- id: general
  name: {zh-Hans: 总线, en: General line}
  number: "12345"
  kind: general
  purpose: 先打这个电话。
  hours: 全天
  unit: office
- id: clinic
  name: 看病热线
  number: 0000-0000001
  purpose: 挂号和门诊时间。
  hours: 每天 8:00—20:00
  unit: health
  topics: [care]
"""


def test_ids_are_found_by_the_types_of_fields() -> None:
    found = family("catalogs/hotlines.yml")
    assert found is not None
    value = parse_yaml("catalogs/hotlines.yml", LINES.encode()).value
    assert list(references(value, found.type_)) == [
        Reference("unit", "office", (0, "unit")), Reference("unit", "health", (1, "unit")), Reference("topic", "care", (1, "topics", 0)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "finding"),
    [
        (("unit: health", "unit: helth"), "catalogs/hotlines.yml:13:9: error[D001]"),
        (("[care]", "[cures]"), "catalogs/hotlines.yml:14:12: error[D001]"),
        (("id: clinic", "id: general"), "catalogs/hotlines.yml:8:7: error[D002]"),
        (("hours: 全天", "hour: 全天"), "catalogs/hotlines.yml:6:3: error[S"),
    ],
)
def test_a_slip_in_a_record_is_told_where_it_stands(tmp_path: Path, wrong: tuple[str, str], finding: str) -> None:
    text = LINES.replace(*wrong)
    assert text != LINES
    assert finding in check(portal(tmp_path, {"catalogs/hotlines.yml": text})).out


def test_a_portal_without_records_has_none_of_their_pages(tmp_path: Path) -> None:
    assert not [page for page in model(portal(tmp_path)).pages if page.url.startswith("/hotlines/")]
