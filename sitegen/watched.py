"""Values that note what is looked at (看过什么都记下): mappings, groups and names of which a watched portal is made (`facts`).

Each is what it stands for, and equal to it; who looks adds a fact to the set that it was given.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Self, SupportsIndex, TypeVar

from sitegen.fact import Fact

Value = TypeVar("Value")
Key = TypeVar("Key")


class Watched(dict[Key, Value]):
    """A mapping that notes which keys were looked up, found or not, and whether all of it was looked at."""

    def __init__(self, name: str, of: Mapping[Key, Value], seen: set[Fact], *, told: str = "") -> None:
        """`told` is the fact that tells of each key, where it is not one of this mapping."""
        super().__init__(of)
        self._name, self._of, self._seen = name, of, seen
        self._one, self._any = (told, told) if told else (name, f"{name}?")

    def __getitem__(self, key: Key) -> Value:
        self._seen.add((self._one, key))
        return super().__getitem__(key)

    def __missing__(self, key: Key) -> Value:
        # The mapping itself may reckon what it does not hold yet.
        return self._of[key]

    def get(self, key: Key, default: Any = None) -> Any:
        self._seen.add((self._one, key))
        return super().get(key, default)

    def __contains__(self, key: object) -> bool:
        self._seen.add((self._any, key))
        return super().__contains__(key)

    def __len__(self) -> int:
        self._all()
        return super().__len__()

    def __iter__(self) -> Iterator[Key]:
        self._all()
        return super().__iter__()

    def keys(self) -> Any:
        self._all()
        return super().keys()

    def values(self) -> Any:
        self._all()
        return super().values()

    def items(self) -> Any:
        self._all()
        return super().items()

    def _all(self) -> None:
        self._seen.add((self._name, None))


class Group(tuple[Value, ...]):
    """What stands together; each is noted when it is looked at, not before."""

    _seen: set[Fact]
    _name: str
    _key: Callable[[Any], Any]

    @classmethod
    def watched(cls, name: str, key: Callable[[Any], Any], of: Iterable[Value], seen: set[Fact]) -> Self:
        """`name` is that of the mapping in which each stands under its `key`."""
        made = cls(of)
        made._name, made._key, made._seen = name, key, seen
        return made

    def __iter__(self) -> Iterator[Value]:
        for one in super().__iter__():
            self._seen.add((self._name, self._key(one)))
            yield one

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        if isinstance(place, slice):
            return Group.watched(self._name, self._key, super().__getitem__(place), self._seen)
        one = super().__getitem__(place)
        self._seen.add((self._name, self._key(one)))
        return one

    def __add__(self, other: Any) -> Any:
        return (*self, *other)

    def __radd__(self, other: Any) -> Any:
        return (*other, *self)

    def __contains__(self, sought: object) -> bool:
        return any(one == sought for one in self)

    def __reversed__(self) -> Iterator[Value]:
        return reversed(tuple(self))


class Roll(Group[Value]):
    """All there are of a kind, in order: that is noted, and each that is looked at."""

    def __iter__(self) -> Iterator[Value]:
        self._which()
        return super().__iter__()

    def __len__(self) -> int:
        self._which()
        return super().__len__()

    def __getitem__(self, place: SupportsIndex | slice) -> Any:
        self._which()
        return super().__getitem__(place)

    def _which(self) -> None:
        self._seen.add((f"{self._name}?", None))


class _Noting:
    """What notes all it is asked under one name."""

    _seen: set[Fact]
    _name: str

    def noting(self, name: str, seen: set[Fact]) -> Self:
        self._name, self._seen = name, seen
        return self


class Names(_Noting, frozenset[str]):
    """Names of which one can ask whether they are there."""

    def __contains__(self, sought: object) -> bool:
        self._seen.add((self._name, sought))
        return super().__contains__(sought)

    def __iter__(self) -> Iterator[str]:
        self._seen.add((self._name, None))
        return super().__iter__()


class Order(_Noting, tuple[str, ...]):
    """Names in order, which are looked at as a whole."""

    def __iter__(self) -> Iterator[str]:
        self._seen.add((self._name, None))
        return super().__iter__()


class Parts:
    """A value whose parts are noted by name when they are looked at; `watched` ones note for themselves what is looked at in them."""

    __slots__ = ("_name", "_of", "_seen", "_watched")

    def __init__(self, name: str, of: object, watched: Mapping[str, Any], seen: set[Fact]) -> None:
        self._name, self._of, self._watched, self._seen = name, of, watched, seen

    def __getattr__(self, part: str) -> Any:
        if part in self._watched:
            return self._watched[part]
        self._seen.add((self._name, part))
        return getattr(self._of, part)
