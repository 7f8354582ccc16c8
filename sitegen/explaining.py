"""Explaining (解读与条款): which clause of a policy is explained where, and how much of the district's policy is explained.

An interpretation points at a clause by a link in its text, `[第四条](…/policy.md#第四条)`. That
link is the only statement of the tie; the way back from the clause is made of it here.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sitegen import urls
from sitegen.anchors import clause_anchor
from sitegen.document import Document
from sitegen.front_matter import InterpretationHeader
from sitegen.values import DocumentId


@dataclass(frozen=True, slots=True)
class Pointer:
    """指向条款: a place in an interpretation that points at a clause."""

    interpretation: DocumentId
    policy: DocumentId
    clause: str
    """Id of the clause in the policy's page: `article-4`, `item-4`."""
    words: str
    """As the editor names it: 第四条, （四）."""
    anchor: str
    """Id of the place in the interpretation's page."""


def pointers(document: Document) -> tuple[Pointer, ...]:
    """The clauses a document points at in policies that it explains, in order of the text, each clause once."""
    if not isinstance(document.header, InterpretationHeader):
        return ()
    found: dict[tuple[DocumentId, str], Pointer] = {}
    for link in document.text.links:
        clause = clause_anchor(link.fragment)
        if not link.target.endswith(".md") or clause is None:
            continue
        policy, _ = urls.document_source(link.target.removeprefix("content/"))
        if policy in document.header.explains:
            found.setdefault((policy, clause), Pointer(document.id, policy, clause, link.fragment, link.anchor))
    return tuple(found.values())


def explained_clauses(documents: Iterable[Document]) -> dict[DocumentId, dict[str, tuple[Pointer, ...]]]:
    """Who points at each clause of each policy, in the order of `documents`."""
    found: dict[DocumentId, dict[str, list[Pointer]]] = defaultdict(lambda: defaultdict(list))
    for document in documents:
        for pointer in pointers(document):
            found[pointer.policy][pointer.clause].append(pointer)
    return {policy: {clause: tuple(all_) for clause, all_ in clauses.items()} for policy, clauses in found.items()}
