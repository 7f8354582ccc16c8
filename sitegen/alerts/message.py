"""Message (提醒文字): which item, how late, who must act, and the page's address, on one line.

The words count days from the day a parcel was planned for, so a retry tomorrow says the same
as today's and no receiver sees one key with two texts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sitegen import urls
from sitegen.alerts.events import Case, Event, Item
from sitegen.alerts.planning import Outgoing
from sitegen.alerts.settings import AlertLevel
from sitegen.languages import DEFAULT_LANG, Lang
from sitegen.portal import Portal
from sitegen.values import UnitId, Words

LISTED = 50
"""Items that a digest spells out; the rest are counted."""
_LONGEST = 120
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Message:
    """提醒: the words of a parcel, ready for any channel."""

    key: str
    unit: str
    subject: str
    zh: tuple[str, ...]
    """One line; in a digest a heading and one line for each item."""
    en: tuple[str, ...]
    data: dict[str, Any]
    """The same for programs."""


def plain(text: str, longest: int = _LONGEST) -> str:
    """One line without control characters, cut where it is too long."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return words if len(words) <= longest else words[: longest - 1] + "…"


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes messages from what the portal knows of the items."""

    portal: Portal
    items: Mapping[Case, Item]
    levels: Mapping[str, AlertLevel]

    def write(self, out: Outgoing, *, repeated: bool) -> Message:
        """The message of a parcel; `repeated` says to the reader that it may come a second time."""
        day, unit = out.parcel.day, out.parcel.receiver.unit
        lines = [(self._zh(e, day), self._en(e, day)) for e in out.events]
        zh, en = tuple(a for a, _ in lines), tuple(b for _, b in lines)
        subject = self._subject(out.events[0], day)
        if len(out.events) > 1:
            subject = f"{len(out.events)} 项信息公开到期或超期"
            more_zh, more_en = (
                ((f"另有 {len(lines) - LISTED} 项，见待办页。",), (f"and {len(lines) - LISTED} more on the work list.",)) if len(lines) > LISTED else ((), ())
            )
            home = self._address(f"/units/{unit}/work/")
            zh = (f"【信息公开提醒】{self._name(unit)}：{subject}（截至 {day}）：{home}", *zh[:LISTED], *more_zh)
            en = (f"{len(out.events)} items due or overdue as of {day}: {home}", *en[:LISTED], *more_en)
        if repeated:
            zh, en, subject = (f"（重发，可能收到两次）{zh[0]}", *zh[1:]), (f"(repeated, you may have it twice) {en[0]}", *en[1:]), f"（重发）{subject}"
        return Message(out.parcel.key, unit, subject, zh, en, self._data(out, subject, zh[0], repeated))

    # -- one item in words

    def _zh(self, event: Event, day: date) -> str:
        item, supervised = self._item(event), self._supervising(event)
        who = self._units(item)
        late = (day - event.deadline).days
        state = (
            f"应于 {event.deadline} 前公开，已超过 {late} 天，尚未公开"
            if late > 0
            else f"应于 {event.deadline} 前公开，{'今天到期' if late == 0 else f'还有 {-late} 天'}"
        )
        act = f"请督促{who}公开" if supervised else f"请{who}{'尽快' if late > 0 else '按时'}公开"
        head = "督办提醒" if supervised else "信息公开提醒"
        return f"【{head}】{self._title(item)}：{state}。{act}：{self._url(item)}"

    def _en(self, event: Event, day: date) -> str:
        item = self._item(event)
        who = self._units_en(item)
        late = (day - event.deadline).days
        state = (
            f"was due on {event.deadline}, is {_days(late)} late and not published"
            if late > 0
            else f"is due on {event.deadline}, {'today' if late == 0 else f'in {_days(-late)}'}"
        )
        return f"{self._title(item)} {state}. To act: {who}. {self._url(item)}"

    def _subject(self, event: Event, day: date) -> str:
        late = (day - event.deadline).days
        return f"[{f'超期 {late} 天' if late > 0 else '今天到期' if late == 0 else f'还有 {-late} 天'}] {self._title(self._item(event))}"

    def _item(self, event: Event) -> Item:
        return self.items[event.case]

    def _supervising(self, event: Event) -> bool:
        level = self.levels.get(event.level)
        return level is not None and level.to == "supervising"

    def _title(self, item: Item) -> str:
        notes = "；".join(item.notes)
        return plain(item.entry.title) + (f"（{plain(notes, 60)}）" if notes else "")

    def _name(self, unit: str, lang: Lang = DEFAULT_LANG) -> str:
        found = self.portal.units.get(UnitId(unit))
        return plain(_in(found.name, lang)) if found else unit

    def _units(self, item: Item) -> str:
        names = [self._name(u) for u in item.entry.units]
        return "、".join(names[:_NAMED]) + (f"等 {len(names)} 个单位" if len(names) > _NAMED else "")

    def _units_en(self, item: Item) -> str:
        names = [self._name(u, "en") for u in item.entry.units]
        return ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")

    def _url(self, item: Item) -> str:
        return self._address(urls.entry_url(item.entry.catalog, item.entry.id))

    def _address(self, path: str) -> str:
        config = self.portal.config
        return config.origin + config.base_path + path

    # -- the same for programs

    def _data(self, out: Outgoing, subject: str, text: str, repeated: bool) -> dict[str, Any]:
        return {
            "key": out.parcel.key, "unit": out.parcel.receiver.unit, "unit_name": self._name(out.parcel.receiver.unit), "as_of": out.parcel.day.isoformat(),
            "subject": subject, "text": text, "repeated": repeated, "events": [self._event(e, out.parcel.day) for e in out.events],
        }  # fmt: skip

    def _event(self, event: Event, day: date) -> dict[str, Any]:
        item = self._item(event)
        return {
            "key": event.key, "entry": event.entry, "deadline": event.deadline.isoformat(), "level": event.level, "title": self._title(item),
            "late_by_days": (day - event.deadline).days, "units": list(item.entry.units), "url": self._url(item), "text": self._zh(event, day),
        }  # fmt: skip


def _in(words: Words, lang: Lang) -> str:
    return words.get(lang) or words.get(DEFAULT_LANG) or next(iter(words.values()))


def _days(number: int) -> str:
    return f"{number} day" if number == 1 else f"{number} days"


def by_id(levels: Iterable[AlertLevel]) -> dict[str, AlertLevel]:
    return {level.id: level for level in levels}
