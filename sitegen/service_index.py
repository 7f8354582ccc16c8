"""Services seen from every side (政务服务索引): by unit, occasion, way and certificate, and the figures counted from them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from sitegen.records import Records
from sitegen.records.services import Certificate, Journey, JourneyId, LifeEvent, MaterialId, Serves, Service, Way
from sitegen.values import EventId, ServiceId, UnitId

K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class ServiceIndex:
    """Everything in declared order: units as in their register, then items as in their file."""

    items: dict[ServiceId, Service]
    unit_of: dict[ServiceId, UnitId]
    events: dict[EventId, LifeEvent]
    materials: dict[MaterialId, Certificate]
    steps: dict[str, tuple[str, ...]]
    journeys: dict[JourneyId, Journey]
    by_unit: dict[UnitId, tuple[Service, ...]]
    by_event: dict[EventId, tuple[Service, ...]]
    by_way: dict[Way, tuple[Service, ...]]
    by_certificate: dict[MaterialId, tuple[Service, ...]]
    replaced: dict[ServiceId, tuple[Certificate, ...]]
    """Materials of an item that an electronic certificate replaces (免证办); items without any are left out."""
    journeys_of: dict[ServiceId, tuple[Journey, ...]]

    def serving(self, serves: Serves) -> tuple[Service, ...]:
        return tuple(s for s in self.items.values() if serves in s.serves)


def service_index(records: Records, units: Iterable[UnitId]) -> ServiceIndex:
    desk = records.desk
    by_unit = {unit: records.services[unit] for unit in units if unit in records.services}
    unit_of = {s.id: unit for unit, found in by_unit.items() for s in found}
    items = {s.id: s for found in by_unit.values() for s in found}
    materials = {m.id: m for m in (desk.materials if desk else ())}
    certified = {s.id: _certified(s, materials) for s in items.values()}
    return ServiceIndex(
        items=items, unit_of=unit_of, events={e.id: e for e in (desk.events if desk else ())}, materials=materials,
        steps={p.id: p.steps for p in (desk.procedures if desk else ())}, journeys={j.id: j for j in records.journeys}, by_unit=by_unit,
        by_event=grouped(items.values(), lambda s: s.events), by_way=grouped(items.values(), lambda s: s.ways),
        by_certificate=grouped(items.values(), lambda s: (m.id for m in certified[s.id])),
        replaced={id_: found for id_, found in certified.items() if found},
        journeys_of=grouped(records.journeys, lambda j: j.services),
    )  # fmt: skip


def _certified(service: Service, materials: Mapping[MaterialId, Certificate]) -> tuple[Certificate, ...]:
    named = (materials[m] for m in service.materials if m in materials and m not in service.originals)
    return tuple(m for m in named if m.certificate)


def grouped(items: Iterable[V], keys: Callable[[V], Iterable[K]]) -> dict[K, tuple[V, ...]]:
    """Items by each of their keys, in order."""
    groups: dict[K, list[V]] = defaultdict(list)
    for item in items:
        for key in keys(item):
            groups[key].append(item)
    return {key: tuple(members) for key, members in groups.items()}
