"""Whether the section `alerts` of site.yml fits the rest of it (提醒设置检查): every id it names must exist."""

import difflib
from collections.abc import Callable, Collection, Iterator

from sitegen.alerts.settings import Alerts, MessengerChannel
from sitegen.assemble import DUPLICATE_ID, UNKNOWN_ID
from sitegen.findings import Finding, Location

Place = Callable[..., Location]


def misnamed(alerts: Alerts | None, place: Place, units: Collection[str]) -> Iterator[Finding]:
    """Unknown channels and units, and ids given twice. `place` finds a value's line in site.yml."""
    if alerts is None:
        return
    channels = [c.id for c in alerts.channels]
    yield from _twice([level.id for level in alerts.levels], "levels", place)
    yield from _twice(channels, "channels", place)
    for number, level in enumerate(alerts.levels):
        for index, name in enumerate(level.channels):
            if name not in channels:
                yield _unknown(name, channels, ("提醒渠道", "channel"), place("alerts", "levels", number, "channels", index))
    for number, channel in enumerate(alerts.channels):
        if not isinstance(channel, MessengerChannel):
            for unit in channel.addresses:
                if unit not in units:
                    yield _unknown(unit, units, ("单位", "unit"), place("alerts", "channels", number, "addresses", unit))


def _twice(ids: list[str], where: str, place: Place) -> Iterator[Finding]:
    for number, id_ in enumerate(ids):
        if id_ in ids[:number]:
            first = place("alerts", where, ids.index(id_), "id")
            yield Finding(DUPLICATE_ID, place("alerts", where, number, "id"), {"id": id_, "other": f"{first.path}:{first.line}"})


def _unknown(id_: str, known: Collection[str], what: tuple[str, str], place: Location) -> Finding:
    near = difflib.get_close_matches(id_, sorted(known), n=1, cutoff=0.6)
    hint = {"hint_zh": f"，您是否想写 “{near[0]}”？", "hint": f"; did you mean `{near[0]}`?"} if near else {"hint_zh": "", "hint": ""}
    return Finding(UNKNOWN_ID, place, {"id": id_, "what_zh": what[0], "what": what[1]} | hint)
