"""What a record names (引用): every id and picture in a value, found by the types of its fields.

A record type that says `unit: UnitId` has its units checked without a line of code; so types
decide, as they do for the form of a file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, cast, get_args, get_origin, get_type_hints

from sitegen.front_matter import ImageRef
from sitegen.records.district import NamedPicture, SightId
from sitegen.records.measures import FactId
from sitegen.records.services import MaterialId, ProcedureId
from sitegen.values import AudienceId, DocumentId, EntryId, EventId, FieldId, MeasureId, ServiceId, StreetId, TopicId, UnitId

_KINDS: dict[Any, str] = {
    UnitId: "unit", DocumentId: "document", EntryId: "row", TopicId: "topic", FieldId: "field", StreetId: "street",
    ServiceId: "service", EventId: "life event", MaterialId: "material", ProcedureId: "procedure",
    FactId: "question", AudienceId: "audience", MeasureId: "measure", SightId: "sight",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reference:
    """One id or picture, and the steps to it from the top of its file."""

    kind: str
    id: str
    steps: tuple[str | int, ...]


def references(value: Any, type_: Any, steps: tuple[str | int, ...] = ()) -> Iterator[Reference]:
    """Every id and picture that `value` names, in the order of its fields; `type_` is its annotation."""
    while get_origin(type_) is Annotated:
        type_ = get_args(type_)[0]
    if value is None:
        return
    if type_ in _KINDS:
        yield Reference(_KINDS[type_], value, steps)
    elif type_ in (ImageRef, NamedPicture):
        yield Reference("picture", value.src, (*steps, "src"))
    elif is_dataclass(type_):
        for name, hint in _hints(cast(Any, type_)):
            yield from references(getattr(value, name), hint, (*steps, name))
    elif get_origin(type_) in (Union, UnionType):
        (member,) = (m for m in get_args(type_) if m is not type(None))
        yield from references(value, member, steps)
    elif get_origin(type_) is tuple:
        for number, item in enumerate(value):
            yield from references(item, get_args(type_)[0], (*steps, number))
    elif get_origin(type_) is dict:
        key_type, item_type = get_args(type_)
        for key, item in value.items():
            yield from references(key, key_type, (*steps, key))
            yield from references(item, item_type, (*steps, key))


@cache
def _hints(type_: Any) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(type_, include_extras=True)
    return tuple((field.name, hints[field.name]) for field in fields(type_))
