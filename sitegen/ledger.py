"""The ledger (构建账): the traces of all outputs, and the facts that each answer looked at, packed.

Numbers stand for questions and facts, and rows stay bytes until somebody asks for one. A question
that all pages share has its facts once; those of questions about one page stand with the page.
"""

from array import array
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import numpy as np

from sitegen.facts import Fact
from sitegen.questions import Read
from sitegen.trace import News, Trace

Numbers = bytes
"""Whole numbers below 2³², four bytes each."""
State = Callable[[Fact], bytes]
"""What a fact is now (`facts.Facts.state`)."""
_encode = msgspec.msgpack.Encoder().encode


class Row(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One output: its trace, and the facts looked at for it alone."""

    basis: bytes
    asked: Numbers
    answers: bytes
    output: str
    own: Numbers


class Shared(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The answer to a question that all pages share: its digest, and the facts it looked at."""

    answer: bytes
    looked: Numbers


@dataclass(slots=True)
class Ledger:
    """构建账. `common` is a digest of all that no answer notes, `states` what each fact was."""

    common: bytes = b""
    questions: list[bytes] = field(default_factory=list)
    shared: dict[int, Shared] = field(default_factory=dict)
    facts: list[Fact] = field(default_factory=list)
    states: list[bytes] = field(default_factory=list)
    wholes: dict[str, bytes] = field(default_factory=dict)
    """What all facts of a mapping were together: while that stands, none of them is another one."""
    rows: dict[str, Row] = field(default_factory=dict)
    _numbers: dict[bytes, int] = field(default_factory=dict)
    _places: dict[Fact, int] = field(default_factory=dict)

    def packed(self) -> bytes:
        return _encode((self.common, self.questions, self.shared, self.facts, self.states, self.wholes, self.rows))

    # -- what was noted

    def read(self, question: int) -> Read:
        found: Read = _frozen(msgspec.msgpack.decode(self.questions[question]))
        return found

    def trace(self, path: str) -> Trace:
        row = self.rows[path]
        return Trace(row.basis, tuple(map(self.read, _unpacked(row.asked))), row.answers, row.output)

    def suspects(self, state: State) -> tuple[list[int], list[str]]:
        """Shared questions, and outputs, of which a fact is another one now."""
        moved = self._moved(state)
        changed = np.array([fact[0] in moved and state(fact) != before for fact, before in zip(self.facts, self.states, strict=True)], dtype=bool)
        if not changed.any():
            return [], []
        numbers, paths = list(self.shared), list(self.rows)
        questions = _touched([self.shared[number].looked for number in numbers], changed)
        return [numbers[n] for n in questions], [paths[n] for n in _touched([row.own for row in self.rows.values()], changed)]

    def asking(self, questions: Collection[int]) -> list[str]:
        """Outputs for which one of these questions was asked."""
        if not questions:
            return []
        sought = np.zeros(len(self.questions), dtype=bool)
        sought[list(questions)] = True
        paths = list(self.rows)
        return [paths[n] for n in _touched([row.asked for row in self.rows.values()], sought)]

    # -- noting

    def note(self, path: str, trace: Trace, own: Iterable[Fact]) -> None:
        """Put an output in the place of the one that stood under its path."""
        asked = array("I", map(self._number, trace.reads)).tobytes()
        self.rows[path] = Row(trace.basis, asked, trace.answers, trace.output, self._all(own))

    def note_shared(self, news: News) -> None:
        for read, (answer, looked) in news.items():
            self.shared[self._number(read)] = Shared(answer, self._all(looked))

    def close(self, common: bytes, paths: Collection[str], state: State) -> None:
        """Keep the outputs that there are, and what every fact is now."""
        self.common = common
        self.rows = {path: self.rows[path] for path in paths}
        moved = self._moved(state)
        known = [state(fact) if fact[0] in moved else before for fact, before in zip(self.facts, self.states, strict=False)]
        self.states = known + [state(fact) for fact in self.facts[len(known) :]]
        self.wholes = {name: state((name, None)) for name in {fact[0] for fact in self.facts}}

    def _moved(self, state: State) -> set[str]:
        """Mappings of which something is another one now."""
        return {name for name, before in self.wholes.items() if state((name, None)) != before}

    def _number(self, read: Read) -> int:
        if not self._numbers:
            self._numbers = {question: n for n, question in enumerate(self.questions)}
        question = _encode(read)
        number = self._numbers.setdefault(question, len(self.questions))
        if number == len(self.questions):
            self.questions.append(question)
        return number

    def _all(self, facts: Iterable[Fact]) -> Numbers:
        if not self._places:
            self._places = {fact: n for n, fact in enumerate(self.facts)}
        numbers = array("I")
        for fact in facts:
            number = self._places.setdefault(fact, len(self.facts))
            if number == len(self.facts):
                self.facts.append(fact)
            numbers.append(number)
        return numbers.tobytes()


def unpacked(data: bytes) -> Ledger:
    """The ledger of which `Ledger.packed` made bytes. Raises: ValueError."""
    form = tuple[bytes, list[bytes], dict[int, Shared], list[Any], list[bytes], dict[str, bytes], dict[str, Row]]
    common, questions, shared, facts, states, wholes, rows = msgspec.msgpack.decode(data, type=form)
    return Ledger(common, questions, shared, list(map(_frozen, facts)), states, wholes, rows)


def _unpacked(numbers: Numbers) -> "array[int]":
    found = array("I")
    found.frombytes(numbers)
    return found


def _touched(packed: Sequence[Numbers], sought: "np.ndarray[Any, Any]") -> list[int]:
    """Which of these hold a number that is sought."""
    owners = np.repeat(np.arange(len(packed)), [len(numbers) // 4 for numbers in packed])
    held = np.frombuffer(b"".join(packed), dtype=np.uint32)
    found: list[int] = np.unique(owners[sought[held]]).tolist()
    return found


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value
