"""A small district with open duties (待公开事项), and what the alert line makes of it.

Six rows of two units: last days from 10 to 20 March 2026 (working days in the spring of 2026, no holidays between).
"""

import dataclasses
from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path

from sitegen.alerts.events import Case, Item, items, reached
from sitegen.alerts.message import Writer, by_id
from sitegen.alerts.planning import Plan, Rules, plan
from sitegen.alerts.records import Standing
from sitegen.alerts.settings import Alerts
from sitegen.portal import Portal, portal
from tests.portals import DEFAULTS, SITE, model
from tests.portals import portal as write_portal

ALERTS = """\
alerts:
  levels:
    - {id: soon, days: -3, to: responsible, channels: [gateway]}
    - {id: late-1, days: 1, channels: [gateway]}
    - {id: late-3, days: 3, to: responsible, channels: [gateway]}
    - {id: late-7, days: 7, channels: [gateway]}
  channels:
    - id: gateway
      kind: webhook
      address: https://127.0.0.1:1/alerts/{unit}
      secret_env: TEST_SECRET
"""
CALENDAR = "notice: 通知\nholidays:\n  - {name: 元旦, first: 2026-01-01, last: 2026-01-03}\nmake_up_workdays: []\n"
FORMED = {
    "clinics-01": "2026-02-10",
    "clinics-02": "2026-02-11",
    "clinics-03": "2026-02-12",
    "clinics-04": "2026-02-16",
    "clinics-05": "2026-02-18",
    "clinics-06": "2026-02-20",
}
"""Twenty working days later is the last day: 10, 11, 12, 16, 18 and 20 March."""


def rows(published: Mapping[str, str] | None = None) -> str:
    """The catalog; rows of `published` were made public on that day."""
    lines = [str(DEFAULTS["catalogs/fields/clinics.yml"]).split("entries:")[0], "entries:"]
    for number, (id_, formed) in enumerate(FORMED.items(), 1):
        done = f", published: {published[id_]}" if published and id_ in published else ""
        units = "[health, office]" if number == 6 else "[health]"
        lines += [f"  - id: {id_}", f"    item: 事项{number}", f"    content_elements: [内容{number}]", f"    units: {units}", "    disclosures:"]
        lines.append(f"      - {{event: formed, date: {formed}{done}, note: 第{number}批}}")
    return "\n".join(lines) + "\n"


def files(published: Mapping[str, str] | None = None, alerts: str = ALERTS) -> dict[str, str | bytes | None]:
    return {
        "site.yml": SITE + alerts, "catalogs/fields/clinics.yml": rows(published), "catalogs/calendars/2026.yml": CALENDAR,
        "content/policies/2026/subsidy.md": None, "content/interpretations/2026/subsidy-explained.md": None,
    }  # fmt: skip


def district(folder: Path, published: Mapping[str, str] | None = None, alerts: str = ALERTS) -> Path:
    """The district on disk."""
    return write_portal(folder, files(published, alerts))


def loaded(folder: Path) -> Portal:
    """The district as the core sees it; `on` takes it to a day."""
    return model(folder, "2026-03-01").portal


def district_portal(folder: Path) -> Portal:
    """The district, written and loaded."""
    return loaded(district(folder))


def on(base: Portal, day: date, published: Collection[str] = ()) -> Portal:
    """The same district on another day, after some rows were made public."""
    catalogs = tuple(
        dataclasses.replace(c, entries=tuple(dataclasses.replace(e, disclosures=()) if e.id in published else e for e in c.entries)) for c in base.site.catalogs
    )
    return portal(base.config, dataclasses.replace(base.site, catalogs=catalogs), day)


def planned(seen: Portal, history: Mapping[str, Standing], *, cap: int | None = None) -> tuple[Plan, Writer, dict[Case, Item]]:
    """What the alert command would plan."""
    settings = seen.config.alerts
    assert isinstance(settings, Alerts)
    found, levels = items(seen), by_id(settings.levels)
    rules = Rules({name: level.days for name, level in levels.items()}, {c.id for c in settings.channels}, cap or settings.cap)
    return plan(reached(found.values(), seen, settings), found, history, rules, seen.as_of), Writer(seen, found, levels), found
