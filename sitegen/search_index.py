"""Reading an index (读取检索索引): what the browser does, for the command line and the tests.

`Reader` fetches only the shards a question needs, like the browser; `assembled` reads them
all and gives the index in lunr's own form.
"""

import zlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sitegen import ranking
from sitegen.ranking import Collection
from sitegen.search import TABLE, length_of
from sitegen.search_files import DIGEST, inflated
from sitegen.search_opened import numbers, opened, postings
from sitegen.search_packs import PACK, UNIT, opened_slot, spans
from sitegen.search_shards import shard_path
from sitegen.tokens import Question, normalise, squeezed

BEGINNINGS = 64
"""Terms that a beginning (`住*`) stands for at most: those in most documents."""
BEGINNING_SHARDS = 6
CHECKED = 30
"""Hits in which a quoted phrase is looked for."""
_Entry = tuple[dict[int, int], dict[int, int]]


@dataclass(frozen=True, slots=True)
class Hit:
    """检索结果."""

    document: int
    score: float
    title: str
    url: str
    day: str
    unit: str
    number: str


@dataclass
class Reader:
    """An index behind `read`, which gives the bytes of a path below the index; `manifest` is one of those paths."""

    read: Callable[[str], bytes]
    manifest: str
    _shards: dict[tuple[int, int], dict[str, _Entry]] = field(default_factory=dict)
    _segments: dict[int, tuple[list[str], str]] = field(default_factory=dict)

    @cached_property
    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = inflated(self.read(self.manifest))
        return found

    @cached_property
    def _columns(self) -> list[bytes]:
        """A byte for each document: length of the title, of the text, whether it is out of force, units of its slot."""
        tables = [self._bytes(f"l/{digest}.bin") for digest in _digests(self.facts["lengths"])]
        return [b"".join(table[n * len(table) // 4 : (n + 1) * len(table) // 4] for table in tables) for n in range(4)]

    @cached_property
    def collection(self) -> Collection:
        titles, texts, lapsed, _ = self._columns
        lengths = list(zip(map(length_of, titles), map(length_of, texts), strict=True))
        return Collection(self.facts["documents"], (self.facts["average"][0], self.facts["average"][1]), lengths, list(map(bool, lapsed)))

    def column(self, facet: str) -> list[tuple[str, ...]]:
        """The values of a facet, by document."""
        names = [value for value, _ in self.facts["facets"][facet]]
        rows: list[tuple[str, ...]] = []
        for at, digest in enumerate(_digests(self.facts["columns"][facet])):
            values = iter(numbers(self._bytes(f"f/{digest}.bin")).tolist())
            counts = [next(values) for _ in range(min(TABLE, self.facts["documents"] - at * TABLE))]
            rows += (tuple(names[next(values)] for _ in range(count)) for count in counts)
        return rows

    def postings(self, terms: Iterable[str]) -> dict[str, _Entry]:
        """Title and text postings of those terms that the index has."""
        found = {}
        for term in terms:
            entry = self._beginning(term[:-1]) if term.endswith("*") else self._shard(*self._place(term)).get(term)
            if entry is not None:
                found[term] = entry
        return found

    def ask(self, asked: Question) -> list[tuple[int, float]]:
        """Documents and scores as the browser ranks them; quoted phrases are looked for in the best."""
        wanted = dict.fromkeys((*asked.terms, *asked.characters, *(t for part in (*asked.required, *asked.excluded) for t in part)))
        ranked = ranking.rank(self.collection, asked, self.postings(wanted))
        if asked.phrases:
            ranked = [hit for hit in ranked[:CHECKED] if all(phrase in self._plain(hit[0]) for phrase in asked.phrases)]
        return ranked

    def hits(self, asked: Question, limit: int) -> list[Hit]:
        return [self.hit(document, score) for document, score in self.ask(asked)[:limit]]

    def hit(self, document: int, score: float) -> Hit:
        title, url, day, unit, number, *_ = self.fragment(document)
        return Hit(document, score, title, url, day, unit, number)

    def fragment(self, document: int) -> list[Any]:
        """Title, address, date, unit, number, validity, where each rest of the text begins and ends, and the first text."""
        first = document // PACK * PACK
        *_, (start, end) = spans(0, (size * UNIT for size in self._columns[3][first : document + 1]))
        stream, rests = opened_slot(self.read(self._pack(document))[start:end])
        *shown, sizes, text = inflated(stream)
        return [*shown, [list(span) for span in spans(rests, sizes)], text]

    def rest(self, document: int, span: Sequence[int]) -> str:
        """One of the rests of a text."""
        found: str = inflated(self.read(self._pack(document, "-more"))[slice(*span)])
        return found

    def _pack(self, document: int, more: str = "") -> str:
        return f"d/{self.facts['fragments'][document // PACK * DIGEST :][:DIGEST]}{more}.bin"

    def texts(self, document: int) -> list[str]:
        """Title and whole text."""
        title, *_, rests, text = self.fragment(document)
        return [title, text + "".join(self.rest(document, span) for span in rests)]

    def _plain(self, document: int) -> str:
        return "\n".join(squeezed(normalise(text)) for text in self.texts(document))

    # -- shards

    def _bytes(self, path: str) -> bytes:
        return zlib.decompress(self.read(path))

    def _segment(self, number: int) -> tuple[list[str], str]:
        if number not in self._segments:
            firsts, digests = inflated(self.read(f"s/{self.facts['segments'][1][number * DIGEST :][:DIGEST]}.bin"))
            self._segments[number] = (firsts.split("\n"), digests)
        return self._segments[number]

    @cached_property
    def _segment_firsts(self) -> list[str]:
        firsts: str = self.facts["segments"][0]
        return firsts.split("\n") if firsts else []

    def _place(self, term: str) -> tuple[int, int]:
        """The segment and shard in which a term would stand."""
        segment = max(bisect_right(self._segment_firsts, term) - 1, 0)
        if not self._segment_firsts:
            return 0, 0
        return segment, max(bisect_right(self._segment(segment)[0], term) - 1, 0)

    def _shard(self, segment: int, number: int) -> dict[str, _Entry]:
        if not self._segment_firsts:
            return {}
        if (segment, number) not in self._shards:
            firsts, digests = self._segment(segment)
            data = self._bytes(shard_path(firsts[number], digests[number * DIGEST :][:DIGEST]))
            self._shards[segment, number] = decoded(data, firsts[number])
        return self._shards[segment, number]

    def _from(self, segment: int, number: int) -> Iterator[dict[str, _Entry]]:
        """Shards from one on."""
        while segment < len(self._segment_firsts):
            for at in range(number, len(self._segment(segment)[0])):
                yield self._shard(segment, at)
            segment, number = segment + 1, 0

    def _beginning(self, start: str) -> _Entry | None:
        """Postings of the commonest terms that begin so, as if they were one term."""
        found: list[tuple[str, _Entry]] = []
        for read, shard in enumerate(self._from(*self._place(start))):
            found += ((term, entry) for term, entry in shard.items() if term.startswith(start))
            if read + 1 == BEGINNING_SHARDS or (shard and next(reversed(shard)) > start and not next(reversed(shard)).startswith(start)):
                break
        if not found:
            return None
        found.sort(key=lambda item: -(len(item[1][0]) + len(item[1][1])))
        whole: _Entry = ({}, {})
        for _, entry in found[:BEGINNINGS]:
            for into, own in zip(whole, entry, strict=True):
                for document, count in own.items():
                    into[document] = into.get(document, 0) + count
        return whole

    def every_term(self) -> Iterator[tuple[str, _Entry]]:
        """All terms with their postings, in order."""
        for shard in self._from(0, 0):
            yield from shard.items()


def _digests(joined: str) -> list[str]:
    return [joined[at : at + DIGEST] for at in range(0, len(joined), DIGEST)]


def decoded(data: bytes, first: str) -> dict[str, _Entry]:
    """The terms of a shard in order; `first` is the one the list of shards names it by."""
    return {term: (_counts(title), _counts(body)) for term, ((_, title), (_, body)) in opened(data, first).items()}


def _counts(data: bytes) -> dict[int, int]:
    documents, counts = postings(data)
    return dict(zip(documents.tolist(), counts.tolist(), strict=True))


# ---------------------------------------------------------------- lunr's form


def exact_lengths(documents: int, terms: Iterable[tuple[str, _Entry]]) -> list[list[int]]:
    """How many terms each title and text has: the sum of its counts."""
    lengths = [[0, 0] for _ in range(documents)]
    for _, entry in terms:
        for n in range(2):
            for document, count in entry[n].items():
                lengths[document][n] += count
    return lengths


def averages(lengths: Sequence[Sequence[int]]) -> list[float]:
    found = [[n[f] for n in lengths if n[f]] for f in range(2)]
    return [sum(n) / len(n) if n else 0.0 for n in found]


def as_lunr(documents: int, terms: Sequence[tuple[str, _Entry]]) -> dict[str, Any]:
    """The index as lunr 2.3.9 and lunr.py serialise one; document numbers are the references."""
    lengths = exact_lengths(documents, terms)
    average = averages(lengths)
    vectors: dict[str, list[float]] = {}
    inverted: list[Any] = []
    for number, (term, entry) in enumerate(terms):
        own = ranking.idf(documents, len(entry[0]) + len(entry[1]))
        inverted.append([term, {"_index": number, **{name: {str(d): {} for d in entry[n]} for n, name in enumerate(("title", "body"))}}])
        for n, name in enumerate(("title", "body")):
            for document, count in entry[n].items():
                score = own * ((ranking.K1 + 1) * count) / (ranking.K1 * (1 - 0.75 + 0.75 * (lengths[document][n] / average[n])) + count)
                vectors.setdefault(f"{name}/{document}", []).extend((number, round(score, 3)))
    return {
        "version": "2.3.9", "fields": ["title", "body"], "pipeline": [], "invertedIndex": inverted,
        "fieldVectors": [[reference, vector] for reference, vector in sorted(vectors.items())],
    }  # fmt: skip
