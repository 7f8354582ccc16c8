"""Batches (成批): what became of some pages, as it travels from the process that made them.

Pages ask much the same. In a batch each question and each fact stands once, encoded as the ledger
keeps it, and pages name them by number: so little travels, and the ledger looks each up once.
"""

from array import array
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field

import msgspec

from sitegen.fact import Fact
from sitegen.findings import Finding
from sitegen.known import Given
from sitegen.trace import News, Trace

Numbers = bytes
"""Whole numbers below 2³², four bytes each: what `array("I", …)` takes and gives."""
encode = msgspec.msgpack.Encoder().encode
"""Questions and facts as the ledger keeps them."""


class Row(msgspec.Struct, frozen=True, array_like=True):
    """One page: its trace, and what was looked at for it alone."""

    path: str
    basis: bytes
    asked: Numbers
    answers: bytes
    output: str
    filled: bytes
    own: Numbers
    why: str = ""
    """What made it necessary to render it."""
    given: Given | None = None
    """The file that was made of it; None where it is the one that is there."""


class Batch(msgspec.Struct, frozen=True, array_like=True):
    """成批."""

    questions: list[bytes]
    facts: list[bytes]
    rows: list[Row]
    shared: list[tuple[int, bytes, Numbers]]
    """Questions that all pages share: the digest of the answer, and the facts it looked at."""
    failed: list[Finding] = []
    """Why pages could not be made."""


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Values in the order in which they were first met."""

    numbers: dict[Hashable, int] = field(default_factory=dict)

    def of(self, values: Iterable[Hashable]) -> Numbers:
        known = self.numbers
        return array("I", [known.setdefault(value, len(known)) for value in values]).tobytes()

    def encoded(self) -> list[bytes]:
        return list(map(encode, self.numbers))


class Batching:
    """A batch while it grows."""

    def __init__(self) -> None:
        self._questions, self._facts = _Numbered(), _Numbered()
        self._rows: list[Row] = []
        self._shared: list[tuple[int, bytes, Numbers]] = []
        self._failed: list[Finding] = []

    def add(self, path: str, trace: Trace, own: Iterable[Fact], why: str = "", given: Given | None = None) -> None:
        """A page that is there, or was made."""
        asked, looked = self._questions.of(trace.reads), self._facts.of(own)
        output = given.known.digest if given is not None else trace.output
        self._rows.append(Row(path, trace.basis, asked, trace.answers, output, trace.filled.packed(), looked, why, given))

    def tell(self, news: News) -> None:
        """Answers that all pages share."""
        numbers = array("I", self._questions.of(news))
        self._shared += ((number, answer, self._facts.of(looked)) for number, (answer, looked) in zip(numbers, news.values(), strict=True))

    def fail(self, finding: Finding) -> None:
        self._failed.append(finding)

    def batch(self) -> Batch:
        return Batch(self._questions.encoded(), self._facts.encoded(), self._rows, self._shared, self._failed)


def packed(batch: Batch) -> bytes:
    return encode(batch)


unpacked = msgspec.msgpack.Decoder(Batch).decode
