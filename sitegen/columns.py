"""Columns (数据列): many byte strings in one piece, which is read and written whole and taken apart where somebody asks.

A portal of 100,000 documents has a million of them; as objects they would fill the memory.
"""

from array import array
from bisect import bisect_left
from collections.abc import Collection, Iterable
from itertools import accumulate, count
from typing import Any, Self

import msgspec
import numpy as np

_decode = msgspec.msgpack.Decoder(tuple[bytes, bytes]).decode


class Column:
    """数据列. What is put in the place of another string waits beside the piece until it is packed or looked through."""

    def __init__(self, data: bytes = b"", ends: bytes = b"") -> None:
        self._data: bytes | bytearray = data
        self._ends = array("I", ends)
        self._put: dict[int, bytes] = {}
        self.changed = False
        """Whether it differs from what it was made of."""

    @classmethod
    def unpacked(cls, packed: bytes) -> Self:
        """Raises: ValueError."""
        return cls(*_decode(packed))

    def packed(self) -> bytes:
        self._settle()
        return msgspec.msgpack.encode((self._data, self._ends.tobytes()))

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, number: int) -> bytes:
        found = self._put.get(number)
        return found if found is not None else bytes(self._data[self._ends[number - 1] if number else 0 : self._ends[number]])

    def add(self, *strings: bytes) -> None:
        """Put strings behind all others."""
        if not strings:
            return
        if not isinstance(self._data, bytearray):
            self._data = bytearray(self._data)
        ends = accumulate(map(len, strings), initial=len(self._data))
        next(ends)
        self._ends.extend(ends)
        self._data += b"".join(strings)
        self.changed = True

    def put(self, number: int, string: bytes) -> None:
        """Put a string in the place of another."""
        if self[number] != string:
            self._put[number] = string
            self.changed = True

    def chosen(self, order: Iterable[int]) -> "Column":
        """The strings with these numbers, in this order."""
        found = Column()
        found.add(*map(self.__getitem__, order))
        found.changed = True
        return found

    def holding(self, sought: "np.ndarray[Any, Any]") -> list[int]:
        """Of a column of numbers: the strings that hold one of those that are sought (a flag for each)."""
        self._settle()
        held = np.frombuffer(self._data, np.uint32)
        ends = np.frombuffer(self._ends, np.uint32) // 4
        found: list[int] = np.unique(np.searchsorted(ends, np.flatnonzero(sought[held]), side="right")).tolist()
        return found

    def _settle(self) -> None:
        if not self._put:
            return
        pieces, start = [], 0
        for number in sorted(self._put):
            pieces += [self._data[start : self._ends[number - 1] if number else 0], self._put[number]]
            start = self._ends[number]
        lengths = np.diff(np.frombuffer(self._ends, np.uint32), prepend=np.uint32(0))
        lengths[list(self._put)] = [len(string) for string in self._put.values()]
        self._data = b"".join((*pieces, self._data[start:]))
        self._ends = array("I", np.cumsum(lengths, dtype=np.uint32).tobytes())
        self._put = {}


class Numbered(Column):
    """A column in which no string stands twice, so that each is known by its number. None is ever put in the place of another."""

    def __init__(self, data: bytes = b"", ends: bytes = b"") -> None:
        super().__init__(data, ends)
        self._known: dict[bytes, int] = {}
        self._all_known = not ends

    def numbers(self, strings: Collection[bytes], near: Iterable[int] = ()) -> list[int]:
        """Their numbers; new ones are added. Where all of them are among `near`, no others are looked through."""
        if not self._all_known:
            self._known.update((self[number], number) for number in near)
            if not all(map(self._known.__contains__, strings)):
                self._known, self._all_known = {self[number]: number for number in range(len(self))}, True
        new = [string for string in dict.fromkeys(strings) if string not in self._known]
        self._known.update(zip(new, count(len(self))))
        self.add(*new)
        return list(map(self._known.__getitem__, strings))

    def find(self, string: bytes) -> int | None:
        """The number of a string that is not empty, without looking through all others; None where it is not there."""
        at = self._data.find(string)
        while at >= 0:
            place = bisect_left(self._ends, at + len(string))
            if place < len(self._ends) and self._ends[place] == at + len(string) and at == (self._ends[place - 1] if place else 0):
                return place
            at = self._data.find(string, at + 1)
        return None
