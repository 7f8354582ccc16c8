"""The section `alerts` of site.yml: slips in it are found at their line, as everywhere."""

from pathlib import Path

import pytest

from tests.alerts.district import ALERTS, district
from tests.portals import SITE, build, plain_theme

FIRST = SITE.count("\n") + 1

BAD = {
    "an unknown level of attention": (
        ALERTS.replace("to: responsible, channels: [gateway]}\n    - {id: late-1", "to: everyone, channels: [gateway]}\n    - {id: late-1"),
        2,
        "S105",
    ),
    "a channel that is not there": (ALERTS.replace("id: late-1, days: 1, channels: [gateway]", "id: late-1, days: 1, channels: [gatway]"), 3, "D001"),
    "a level without channels": (ALERTS.replace("id: late-1, days: 1, channels: [gateway]", "id: late-1, days: 1, channels: []"), 3, "S103"),
    "a level twice": (ALERTS.replace("id: late-1", "id: soon"), 3, "D002"),
    "a plain address": (ALERTS.replace("https://127.0.0.1:1", "http://127.0.0.1:1"), 9, "S103"),
    "an address with a password": (ALERTS.replace("https://127.0.0.1:1", "https://user:word@gateway.test"), 9, "S103"),
    "a secret instead of its variable": (ALERTS.replace("secret_env: TEST_SECRET", "secret: abc"), 0, "S101"),
    "a variable in small letters": (ALERTS.replace("TEST_SECRET", "hunter2-secret"), 10, "S103"),
    "a kind of channel that does not exist": (ALERTS.replace("kind: webhook", "kind: pigeon"), 0, "S105"),
    "an address of an unknown unit": (ALERTS + "      addresses: {heath: https://gateway.test/h}\n", 11, "D001"),
    "days that are no number": (ALERTS.replace("days: 7", "days: a week"), 5, "S103"),
    "a cap of nothing": (ALERTS + "  cap: 0\n", 11, "S103"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_slip_is_found_at_its_line(name: str, tmp_path: Path):
    alerts, line, code = BAD[name]
    root = district(tmp_path, alerts=alerts)
    plain_theme(root)
    built = build(root)
    told = [row for row in built.err.splitlines() if row.startswith("site.yml:") and f"[{code}]" in row]
    assert built.code == 1 and told, built.err
    assert not line or told[0].startswith(f"site.yml:{FIRST + line}:"), built.err


def test_the_three_kinds_of_channels_can_be_written(tmp_path: Path):
    more = """\
    - {id: mail, kind: smtp, host: smtp.test.example, sender: a@test.example, address: "{unit}@test.example", user_env: U, password_env: P}
    - {id: chat, kind: apprise, address_env: "NOTIFY_{UNIT}"}
"""
    root = district(tmp_path, alerts=ALERTS + more)
    plain_theme(root)
    assert build(root).code == 0


def test_a_portal_needs_no_alerts(tmp_path: Path):
    root = district(tmp_path, alerts="")
    plain_theme(root)
    assert build(root).code == 0
