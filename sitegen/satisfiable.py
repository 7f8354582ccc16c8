"""Whether conditions can be met at all (条件能否满足): used by the checks before publishing.

Exact for what conditions can say: each way through the alternatives is a list of requirements,
and requirements on different questions never touch each other.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product

from sitegen.eligibility import parts
from sitegen.records.measures import Condition, Fact, Requirement

_WAYS = 4096
"""So many combinations of alternatives are looked at; no measure comes near."""


def satisfiable(requirements: Iterable[Requirement], facts: Mapping[str, Fact]) -> bool:
    """Whether some answers meet all the requirements."""
    by_fact: dict[str, list[Requirement]] = {}
    for requirement in requirements:
        by_fact.setdefault(requirement.fact or "", []).append(requirement)
    return all(_together(facts[fact], found) for fact, found in by_fact.items())


def _together(fact: Fact, found: list[Requirement]) -> bool:
    if fact.kind == "number":
        least = max((fact.least, *(r.at_least for r in found if r.at_least is not None)))
        return least <= min((fact.most, *(r.at_most for r in found if r.at_most is not None)))
    if fact.kind == "yes-no":
        return len({r.holds for r in found if r.holds is not None}) <= 1
    barred = {id_ for r in found for id_ in r.none_of}
    allowed = {option.id for option in fact.options} - barred
    wanted = [set(r.one_of) & allowed for r in found if r.one_of]
    if fact.kind == "choice":
        return bool(allowed.intersection(*wanted)) if wanted else bool(allowed)
    return all(wanted)


def ways(conditions: tuple[Condition, ...]) -> Iterator[tuple[Requirement, ...]]:
    """Every way of meeting all conditions: one requirement of each."""
    yield from islice(product(*(parts(c) for c in conditions)), _WAYS)


def dead_ends(conditions: tuple[Condition, ...], facts: Mapping[str, Fact]) -> tuple[tuple[int, int], ...]:
    """Alternatives (condition, place in it) that no way which can be met goes through."""
    alive = {(c, way[c]) for way in ways(conditions) if satisfiable(way, facts) for c in range(len(conditions))}
    return tuple((c, n) for c, condition in enumerate(conditions) for n, part in enumerate(parts(condition)) if (c, part) not in alive)
