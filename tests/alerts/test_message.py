"""The words of a warning."""

from datetime import date, timedelta

import pytest

from sitegen.alerts.message import LISTED, Message
from sitegen.alerts.planning import Outgoing
from sitegen.portal import Portal
from tests.alerts.district import district_portal, on, planned


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    return district_portal(tmp_path_factory.mktemp("district"))


def messages(base: Portal, day: date, *, repeated: bool = False) -> dict[tuple[str, str], Message]:
    """Single messages by row and level."""
    plan, writer, _ = planned(on(base, day), {})
    return {(o.events[0].entry, o.events[0].level): writer.write(o, repeated=repeated) for o in plan.outgoing if len(o.events) == 1}


def test_a_line_says_what_how_late_who_and_where(base: Portal):
    words = messages(base, date(2026, 3, 11))["clinics-01", "late-1"]
    url = "https://www.test.example/catalogs/fields/clinics/clinics-01/"
    assert words.zh == (f"【督办提醒】事项1（第1批）：应于 2026-03-10 前公开，已超过 1 天，尚未公开。请督促小区卫生健康局公开：{url}",)
    assert words.en == (f"事项1（第1批） was due on 2026-03-10, is 1 day late and not published. To act: Health Bureau. {url}",)
    assert words.subject == "[超期 1 天] 事项1（第1批）"
    assert words.data["events"][0] | {"key": "", "text": ""} == {
        "key": "", "entry": "clinics-01", "deadline": "2026-03-10", "level": "late-1", "title": "事项1（第1批）", "late_by_days": 1,
        "units": ["health"], "url": url, "text": "",
    }  # fmt: skip


def test_a_warning_ahead_says_how_many_days_are_left(base: Portal):
    assert "还有 5 天。请小区卫生健康局按时公开" in messages(base, date(2026, 3, 5))["clinics-01", "soon"].zh[0]
    plan, writer, _ = planned(on(base, date(2026, 3, 5)), {})
    (out,) = [o for o in plan.outgoing if o.events[0].entry == "clinics-01"]
    last = Outgoing(type(out.parcel)(out.parcel.key, out.parcel.receiver, date(2026, 3, 10), out.events), out.events, again=False)
    assert "今天到期" in writer.write(last, repeated=False).zh[0]


def test_a_retry_on_another_day_says_the_same(base: Portal):
    plan, writer, _ = planned(on(base, date(2026, 3, 11)), {})
    _, later, _ = planned(on(base, date(2026, 3, 14)), {})
    for out in plan.outgoing:
        assert writer.write(out, repeated=False) == later.write(out, repeated=False)


def test_a_repetition_says_so_to_people_and_programs(base: Portal):
    words = messages(base, date(2026, 3, 11), repeated=True)["clinics-01", "late-1"]
    assert words.zh[0].startswith("（重发，可能收到两次）") and words.en[0].startswith("(repeated") and words.data["repeated"] is True


def test_a_digest_has_one_line_for_each_item(base: Portal):
    plan, writer, _ = planned(on(base, date(2026, 3, 30)), {})
    (out,) = [o for o in plan.outgoing if o.parcel.receiver.unit == "office"]
    words = writer.write(out, repeated=False)
    assert words.zh[0].endswith("小区人民政府办公室：6 项信息公开到期或超期（截至 2026-03-30）：https://www.test.example/units/office/work/")
    assert len(words.zh) == len(words.en) == 7 and all("【督办提醒】" in line for line in words.zh[1:]) and len(words.data["events"]) == 6


def test_a_long_digest_counts_what_it_does_not_spell_out(base: Portal):
    plan, writer, _ = planned(on(base, date(2026, 3, 30)), {})
    out = plan.outgoing[0]
    words = writer.write(Outgoing(out.parcel, out.events * 20, again=False), repeated=False)
    assert len(words.zh) == LISTED + 2 and f"另有 {120 - LISTED} 项" in words.zh[-1] and len(words.data["events"]) == 120


def test_control_characters_of_a_catalog_reach_no_message(base: Portal):
    import dataclasses

    seen = on(base, date(2026, 3, 11))
    plan, writer, found = planned(seen, {})
    nasty = {case: dataclasses.replace(item, notes=("甲\r\nBcc: x\u202e\u0000",)) for case, item in found.items()}
    words = dataclasses.replace(writer, items=nasty).write(plan.outgoing[-1], repeated=False)
    for text in (*words.zh, *words.en, words.subject, words.data["text"]):
        assert text.isprintable()


def test_the_days_count_to_the_day_it_was_planned_for(base: Portal):
    for days in (1, 3, 7):
        day = date(2026, 3, 10) + timedelta(days=days)
        found = [w for (row, _), w in messages(base, day).items() if row == "clinics-01"]
        assert found and all(f"已超过 {days} 天" in w.zh[0] for w in found)
