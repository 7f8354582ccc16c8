"""The ledger (构建账): the traces of all outputs, and the facts that each answer looked at, in columns.

Numbers stand for questions and facts. A question that all pages share has its facts once; those
of questions about one page stand with the page. What has not changed is not written again.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import msgspec
import numpy as np

from sitegen.batch import Batch, Numbers, encode
from sitegen.columns import Column, Numbered
from sitegen.fact import Fact
from sitegen.slots import Filled, unpacked
from sitegen.trace import Read, Trace

State = Callable[[Fact], bytes]
"""What a fact is now (`facts.Facts.state`)."""
_OF_OUTPUTS = ("basis", "asked", "answers", "output", "filled", "own")
_COLUMNS = {"questions": Numbered, "shared": Column, "looked": Column, "facts": Numbered, "states": Column} | dict.fromkeys(_OF_OUTPUTS, Column)


class _Head(msgspec.Struct, frozen=True, array_like=True):
    common: bytes
    """A digest of all that no answer notes."""
    wholes: dict[str, bytes]
    """What all facts of a mapping were together: while that stands, none of them is another one."""


class _Columns(dict[str, Column]):
    """Columns by name, each unpacked when somebody asks for it."""

    def __init__(self, part: Callable[[str], bytes]) -> None:
        super().__init__()
        self._part = part

    def __missing__(self, name: str) -> Column:
        found = self[name] = _COLUMNS[name].unpacked(self._part(name))
        return found


class Ledger:
    """构建账. `part` gives what an earlier one packed, by name, when it is asked for; all of it is new where there is no head.

    Raises: ValueError, now or when it is asked for, where a part is missing or no such thing.
    """

    def __init__(self, part: Callable[[str], bytes | None] = lambda name: None) -> None:
        head = part("head")
        self._head = msgspec.msgpack.decode(head, type=_Head) if head is not None else _Head(b"", {})
        self._new = head is None

        def given(name: str) -> bytes:
            found = part(name)
            if found is None:
                raise ValueError(name)
            return found

        paths: list[str] = [] if self._new else msgspec.msgpack.decode(given("paths"), type=list[str])
        self._places = {path: place for place, path in enumerate(paths)}
        self._moved = self._new
        self._columns = _Columns(given)
        if self._new:
            self._columns |= {name: kind() for name, kind in _COLUMNS.items()}
        self._now: dict[int, bytes] | None = None
        self._met: set[str] = set()
        """Names of facts that are new."""

    def parts(self) -> Iterator[tuple[str, bytes]]:
        """What has changed since it was packed, by name."""
        yield "head", encode(self._head)
        if self._moved:
            yield "paths", encode(list(self._places))
        for name, column in self._columns.items():
            if column.changed or self._new:
                yield name, column.packed()

    # -- what was noted

    @property
    def common(self) -> bytes:
        return self._head.common

    @property
    def paths(self) -> Collection[str]:
        return self._places.keys()

    def read(self, question: int) -> Read:
        found: Read = _unpacked(self._columns["questions"][question])
        return found

    def answer(self, question: int) -> bytes:
        """The digest of the answer to a question that all pages share."""
        return self._columns["shared"][question]

    def output(self, path: str) -> tuple[bytes, str] | None:
        """What the page itself was, and the digest of the output; None where there is none."""
        place = self._places.get(path)
        return (self._columns["basis"][place], self._columns["output"][place].decode()) if place is not None else None

    def trace(self, path: str) -> Trace:
        basis, asked, answers, output, filled, _ = (self._columns[name][self._places[path]] for name in _OF_OUTPUTS)
        return Trace(basis, tuple(map(self.read, array("I", asked))), answers, output.decode(), unpacked(filled))

    def suspects(self, state: State) -> tuple[list[int], list[str]]:
        """Questions that all pages share, and outputs, of which a fact is another one now."""
        changed = self._changed(state)
        if not changed:
            return [], []
        sought = _flags(len(self._columns["facts"]), changed)
        return self._columns["looked"].holding(sought), self._outputs("own", sought)

    def asking(self, questions: Collection[int]) -> list[str]:
        """Outputs for which one of these questions was asked."""
        return self._outputs("asked", _flags(len(self._columns["questions"]), questions)) if questions else []

    def showing(self, facts: Iterable[Fact]) -> list[str] | None:
        """Outputs that have slots for these facts; None where an answer, or a page in any other way, has looked at one of them."""
        numbers = [number for fact in facts if (number := self._find(fact)) is not None]
        sought = _flags(len(self._columns["facts"]), numbers)
        if self._columns["looked"].holding(sought):
            return None
        found, names = self._outputs("own", sought), {_unpacked(self._columns["facts"][number]) for number in numbers}
        looked = {path: names & set(map(self._fact, array("I", self._columns["own"][self._places[path]]))) for path in found}
        return found if all(looked[path] <= self.filled(path).facts for path in found) else None

    def filled(self, path: str) -> Filled:
        return unpacked(self._columns["filled"][self._places[path]])

    # -- noting

    def refill(self, path: str, output: str, filled: Filled) -> None:
        """Other contents of an output's slots."""
        self._columns["output"].put(self._places[path], output.encode())
        self._columns["filled"].put(self._places[path], filled.packed())

    def settle(self, facts: Mapping[Fact, bytes]) -> None:
        """What facts, and mappings as wholes, are now that were noted before."""
        for fact, state in facts.items():
            if fact[1] is not None and (number := self._find(fact)) is not None:
                self._columns["states"].put(number, state)
        wholes = {name: state for (name, key), state in facts.items() if key is None and name in self._head.wholes}
        self._head = _Head(self._head.common, self._head.wholes | wholes)

    def _fact(self, number: int) -> Fact:
        found: Fact = _unpacked(self._columns["facts"][number])
        return found

    def _find(self, fact: Fact) -> int | None:
        return cast(Numbered, self._columns["facts"]).find(encode(fact))

    def note(self, batch: Batch, state: State) -> None:
        """Put outputs in the places of those that stood under their paths, and note what facts are that are new."""
        places = {row.path: self._places.get(row.path) for row in batch.rows}
        before = [place for place in places.values() if place is not None]
        questions = self._numbered("questions", batch.questions, ("asked", before))
        shared, looked = self._columns["shared"], self._columns["looked"]
        noted = [questions[number] for number, _, _ in batch.shared if questions[number] < len(shared)]
        facts = self._numbered("facts", batch.facts, ("own", before), ("looked", noted))
        told = {questions[number]: (answer, _renumbered(of, facts)) for number, answer, of in batch.shared}
        new = [told.pop(number, (b"", b"")) for number in range(len(shared), len(self._columns["questions"]))]
        shared.add(*(answer for answer, _ in new))
        looked.add(*(of for _, of in new))
        for number, (answer, of) in told.items():
            shared.put(number, answer)
            looked.put(number, of)
        added = []
        for row in batch.rows:
            values = (row.basis, _renumbered(row.asked, questions), row.answers, row.output.encode(), row.filled, _renumbered(row.own, facts))
            place = places[row.path]
            if place is None:
                self._places[row.path] = len(self._places)
                self._moved = True
                added.append(values)
            else:
                for name, value in zip(_OF_OUTPUTS, values, strict=True):
                    self._columns[name].put(place, value)
        if added:
            for name, column in zip(_OF_OUTPUTS, zip(*added, strict=True), strict=True):
                self._columns[name].add(*column)
        known, states = self._columns["facts"], self._columns["states"]
        met = [_unpacked(known[number]) for number in range(len(states), len(known))]
        self._met.update(name for name, _ in met)
        states.add(*map(state, met))

    def close(self, common: bytes, paths: Collection[str], state: State) -> None:
        """Keep the outputs that there are, and what every fact is now."""
        if self._places.keys() != set(paths):
            order = [self._places[path] for path in paths]
            self._columns |= {name: self._columns[name].chosen(order) for name in _OF_OUTPUTS}
            self._places, self._moved = {path: place for place, path in enumerate(paths)}, True
        for number, now in self._changed(state).items():
            self._columns["states"].put(number, now)
        self._head = _Head(common, {name: state((name, None)) for name in sorted(self._met.union(self._head.wholes))})

    def _changed(self, state: State) -> dict[int, bytes]:
        """The facts that are others now, and what they are."""
        if self._now is None:
            facts, states = self._columns["facts"], self._columns["states"]
            # A fact is a pair, so its bytes begin as those of all facts of its mapping.
            moved = tuple(b"\x92" + encode(name) for name, before in self._head.wholes.items() if state((name, None)) != before)
            numbered = ((number, facts[number]) for number in range(len(states) if moved else 0))
            now = ((number, state(_unpacked(fact))) for number, fact in numbered if fact.startswith(moved))
            self._now = {number: digest for number, digest in now if digest != states[number]}
        return self._now

    def _outputs(self, column: str, sought: "np.ndarray[Any, Any]") -> list[str]:
        held = self._columns[column].holding(sought)
        paths = list(self._places) if held else []
        return [paths[place] for place in held]

    def _numbered(self, name: str, strings: Collection[bytes], *near: tuple[str, Iterable[int]]) -> Sequence[int]:
        """The numbers of questions or facts. Most of them are those that the `near` strings of other columns name already."""
        known = {number for column, places in near for place in places for number in array("I", self._columns[column][place])}
        return cast(Numbered, self._columns[name]).numbers(strings, known)


def _renumbered(numbers: Numbers, names: Sequence[int]) -> Numbers:
    """Numbers of a batch as those of the ledger."""
    return array("I", [names[number] for number in array("I", numbers)]).tobytes()


def _flags(count: int, numbers: Collection[int]) -> "np.ndarray[Any, Any]":
    found = np.zeros(count, dtype=bool)
    found[list(numbers)] = True
    return found


_decode = msgspec.msgpack.Decoder().decode


def _unpacked(data: bytes) -> Any:
    return _frozen(_decode(data))


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
