"""The ranking of search results (排序): the twin of what the browser computes.

For each term of the question the weight is lunr's idf; a term counts in a title four times
as much as in a text (BM25, k1 1.2, b 0.5 and 0.75). Then a page's score is multiplied by the share
of the question it holds, and grows when its title holds nearly all characters of the question:
that is what finds 个人所得税法 for 个税法. A title is as long as its characters are rare, so
中华人民共和国 before a name costs nothing. Pages in force come before those that are not.
"""

import math
from collections.abc import Mapping, Sequence

import msgspec

from sitegen.tokens import Question

K1 = 1.2
BOOST = (4.0, 1.0)
B = (0.5, 0.75)
TITLE_FROM = 0.6
TITLE_WEIGHT = 18.0
NUMBER_WEIGHT = 3.0
LAPSED_WEIGHT = 0.55

Posting = Mapping[int, int]
"""Document number -> how often."""
Postings = Mapping[str, tuple[Posting, Posting]]
"""Title and text postings of every term that the index has."""


class Collection(msgspec.Struct, frozen=True):
    """What ranking needs to know of an index."""

    documents: int
    average: tuple[float, float]
    """Average length of titles and of texts, over the documents that have them."""
    lengths: Sequence[tuple[int, int]]
    """Of titles the idf of all characters, in quarters; of texts the number of terms. Both rough (`search.rough`)."""
    lapsed: Sequence[bool]
    """Whether each document is repealed or expired."""


def idf(documents: int, frequency: int) -> float:
    return math.log(1 + abs((documents - frequency + 0.5) / (frequency + 0.5)))


def weight(length: float, average: float, field: int, count: int) -> float:
    """BM25 of one term in one field, boosted, without idf."""
    return BOOST[field] * (K1 + 1) * count / (K1 * (1 - B[field] + B[field] * length / average) + count)


def rank(whole: Collection, asked: Question, postings: Postings) -> list[tuple[int, float]]:
    """Documents and scores, best first; of equal ones the newest first, that is the highest number."""
    found = [t for t in asked.terms if t in postings]
    scores: dict[int, float] = {}
    held: dict[int, float] = {}
    total = 0.0
    for term in found:
        hits: dict[int, float] = {}
        for field in range(2):
            for doc, count in postings[term][field].items():
                hits[doc] = hits.get(doc, 0.0) + weight(whole.lengths[doc][field], whole.average[field], field, count)
        own = idf(whole.documents, len(hits)) * (NUMBER_WEIGHT if "#" in term else 1.0)
        total += own
        for doc, value in hits.items():
            scores[doc] = scores.get(doc, 0.0) + own * value
            held[doc] = held.get(doc, 0.0) + own
    for doc, score in scores.items():
        share = held[doc] / total
        scores[doc] = score * share * math.sqrt(share)
    _add_titles(whole, asked.characters, postings, scores)
    ranked = [(doc, scores[doc] * (LAPSED_WEIGHT if whole.lapsed[doc] else 1.0)) for doc in _fitting(asked, postings, scores)]
    return sorted(ranked, key=lambda r: (-r[1], -r[0]))


def _add_titles(whole: Collection, characters: Sequence[str], postings: Postings, scores: dict[int, float]) -> None:
    """Raise titles that hold nearly all characters of the question, even if they share no pair with it: 刑诉法, 刑事诉讼法."""
    weights = {c: idf(whole.documents, len(postings[c][0]) if c in postings else 0) for c in characters}
    total = sum(weights.values())
    if not total:
        return
    held: dict[int, float] = {}
    for c in characters:
        for doc in postings[c][0] if c in postings else ():
            held[doc] = held.get(doc, 0.0) + weights[c]
    mean = sum(weights[c] for c in characters if c in postings) / len(characters)
    for doc, own in held.items():
        share = own / total
        if share > TITLE_FROM:
            cube = share * share * share
            whole_title = own / max(own, whole.lengths[doc][0] / 4)
            scores[doc] = scores.get(doc, 0.0) + TITLE_WEIGHT * mean * cube * cube * (0.5 + 1.5 * whole_title)


def _fitting(asked: Question, postings: Postings, scores: Mapping[int, float]) -> list[int]:
    """Documents that hold all terms of each +part and phrase, and not all of any -part."""

    def holders(terms: Sequence[str]) -> set[int]:
        """Documents that hold every one of the terms."""
        found = [postings[t][0].keys() | postings[t][1].keys() if t in postings else set() for t in terms]
        return set.intersection(*map(set, found)) if found else set()

    demanded = [holders(terms) for terms in asked.required]
    barred = [holders(terms) for terms in asked.excluded]
    return [doc for doc in scores if all(doc in d for d in demanded) and not any(doc in b for b in barred)]


# ---------------------------------------------------------------- as lunr ranks


def rank_as_lunr(documents: int, average: Sequence[float], lengths: Sequence[Sequence[int]], terms: Sequence[str], postings: Postings) -> dict[int, float]:
    """Scores as lunr 2.3.9 and lunr.py give them for a question of these terms, without boosts; lengths are exact here."""
    found = [t for t in terms if t in postings]
    # lunr divides by the length of the question's vector, of which each term it knows is 1.
    size = math.sqrt(len(found))
    scores: dict[int, float] = {}
    for term in found:
        own = idf(documents, sum(len(p) for p in postings[term]))
        for field in range(2):
            for doc, count in postings[term][field].items():
                score = own * ((K1 + 1) * count) / (K1 * (1 - 0.75 + 0.75 * (lengths[doc][field] / average[field])) + count)
                scores[doc] = scores.get(doc, 0.0) + round(score, 3) / size
    return scores
