"""依据的事实: whatever way an answer takes to a document, it is noted; and nothing that it did not take."""

from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from sitegen import facts
from sitegen.fact import Fact
from sitegen.facts import OF_CATALOGS, OF_DOCUMENTS, OF_RECORDS, Facts, common, watched_portal, watched_sources
from sitegen.portal import Portal
from tests.portals import document, model, portal

POLICY, NOTICE = ("policies/2026/subsidy", "zh-Hans"), ("notices/2026/closing", "zh-Hans")
OF_REGISTERS = {
    "config", "as_of", "langs", "sections", "units", "streets", "fields", "topics",
}  # fmt: skip
"""Made of site.yml, the registers and the day alone."""


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Portal:
    news = {f"content/news/2026/{n}.md": document(f"消息{n}", published=f"2026-05-0{n}") for n in (1, 2, 3)}
    return model(portal(tmp_path_factory.mktemp("facts") / "portal", news)).portal


def seen_by(plain: Portal, look: Callable[[Portal], object]) -> set[Fact]:
    seen: set[Fact] = set()
    look(watched_portal(plain, seen))
    return seen


LOOKS: dict[str, tuple[Callable[[Portal], object], set[Fact]]] = {
    "a document": (lambda p: p.documents[POLICY], {("documents", POLICY)}),
    "a document that is not there": (lambda p: p.documents.get(("x", "en")), {("documents", ("x", "en"))}),
    "whether it is there": (lambda p: POLICY in p.documents, {("documents?", POLICY)}),
    "all documents": (lambda p: list(p.documents.values()), {("documents", None)}),
    "how many there are": (lambda p: len(p.documents), {("documents", None)}),
    "whether there are any": (lambda p: bool(p.documents), {("documents", None)}),
    "what repeals it": (lambda p: p.repealed_by.get(POLICY[0]), {("ties", POLICY[0])}),
    "whether anything explains it": (lambda p: POLICY[0] in p.interpretations, {("ties", POLICY[0])}),
    "all that is repealed": (lambda p: list(p.repealed_by), {("repealed_by", None)}),
    "a validity": (lambda p: p.validity.get(POLICY[0]), {("validity", POLICY[0])}),
    "how many stand in a group": (lambda p: len(p.by_section["policies", "zh-Hans"]), {("by_section", ("policies", "zh-Hans"))}),
    "the first of a group": (lambda p: next(iter(p.by_section["policies", "zh-Hans"])), {("by_section", ("policies", "zh-Hans")), ("documents", POLICY)}),
    "one by its place": (lambda p: p.by_section["policies", "zh-Hans"][0], {("by_section", ("policies", "zh-Hans")), ("documents", POLICY)}),
    "a group's members": (lambda p: [*p.by_section["notices", "zh-Hans"]], {("by_section", ("notices", "zh-Hans")), ("documents", NOTICE)}),
    "a sum of groups": (lambda p: p.by_section["notices", "zh-Hans"] + (), {("by_section", ("notices", "zh-Hans")), ("documents", NOTICE)}),
    "a group from its end": (lambda p: [*reversed(p.by_section["notices", "zh-Hans"])], {("by_section", ("notices", "zh-Hans")), ("documents", NOTICE)}),
    "a row": (lambda p: p.entries["clinics-01"].item, {("entries", "clinics-01")}),
    "how many rows a unit has": (lambda p: p.rows_of_unit.get("health"), {("rows_of_unit", "health")}),
    "a catalog": (lambda p: len(p.catalogs["fields/clinics"].entries), {("catalogs", "fields/clinics")}),
    "a row of a catalog": (lambda p: p.catalogs["fields/clinics"].entries[0].title, {("catalogs", "fields/clinics"), ("entries", "clinics-01")}),
    "which catalogs there are": (lambda p: len(p.site.catalogs), {("catalogs?", None)}),
    "the first catalog": (lambda p: next(c.title for c in p.site.catalogs), {("catalogs?", None), ("catalogs", "fields/clinics")}),
    "a register": (lambda p: p.units["health"].phone, set()),
}  # fmt: skip


@pytest.mark.parametrize(("look", "expected"), LOOKS.values(), ids=LOOKS.keys())
def test_what_is_looked_at_is_noted(plain: Portal, look: Callable[[Portal], object], expected: set[Fact]) -> None:
    assert seen_by(plain, look) == expected


def test_a_part_of_a_group_notes_its_members_when_they_are_looked_at(plain: Portal) -> None:
    def part(p: Portal) -> Any:
        return p.by_section["news", "zh-Hans"][:2]

    assert seen_by(plain, part) == {("by_section", ("news", "zh-Hans"))}
    newest = {("documents", (f"news/2026/{n}", "zh-Hans")) for n in (3, 2)}
    assert seen_by(plain, lambda p: list(part(p))) == {("by_section", ("news", "zh-Hans")), *newest}


def test_a_status_is_reckoned_and_noted(plain: Portal) -> None:
    assert seen_by(plain, lambda p: p.statuses["clinics-01"].status) == {("statuses", "clinics-01")}


def test_a_watched_portal_says_what_the_portal_says(plain: Portal) -> None:
    watched = watched_portal(plain, set())
    assert watched.site.catalogs == plain.site.catalogs
    for name in (*OF_DOCUMENTS, *OF_CATALOGS):
        if name != "statuses":
            assert getattr(watched, name) == getattr(plain, name), name


def test_every_part_of_a_portal_is_of_the_registers_alone_or_watched() -> None:
    """A new index over documents, catalogs or records belongs into OF_DOCUMENTS, OF_CATALOGS or OF_RECORDS, or pages would not notice that it changed."""
    assert {f.name for f in fields(Portal)} == OF_REGISTERS | {*OF_DOCUMENTS, *OF_CATALOGS, *OF_RECORDS, "site"}


def test_addresses_pictures_and_sizes_are_noted(tmp_path: Path) -> None:
    small, seen = model(portal(tmp_path / "portal")), set()
    sources = watched_sources(small.context.sources, seen)
    assert "/policies/" in sources.urls and "/nowhere/" not in sources.urls
    assert sources.images.get("a.png") is None and sources.sizes.get("b.pdf") is None and sources.search.get("en") is None
    assert seen == {("urls", "/policies/"), ("urls", "/nowhere/"), ("images", "a.png"), ("sizes", "b.pdf"), ("search", "en")}
    assert len(list(sources.pages)) == len(small.context.sources.pages) and ("pages", None) in seen


def test_a_fact_is_another_one_when_what_it_tells_of_is(tmp_path: Path) -> None:
    small = model(portal(tmp_path / "portal"))
    paths = {d.path: d.path.encode() for d in small.portal.documents.values()}
    another = paths | {f"content/{POLICY[0]}.md": b"another"}
    then, text, head = (Facts(small.portal, small.context.sources, *told) for told in ((paths, paths), (another, paths), (another, another)))
    assert then.state(("text", POLICY)) != text.state(("text", POLICY)) == head.state(("text", POLICY))
    assert then.state(("body", POLICY)) == text.state(("body", POLICY)) != head.state(("body", POLICY))
    for fact in (("documents", POLICY), ("documents", None)):
        assert then.state(fact) == text.state(fact) != head.state(fact), fact
    now = head
    still = (
        ("documents", NOTICE), ("documents?", POLICY), ("by_section", ("policies", "zh-Hans")), ("validity", POLICY[0]), ("urls", "/policies/"),
        ("statuses", "clinics-01"), ("ties", None),
    )  # fmt: skip
    for fact in still:
        assert then.state(fact) == now.state(fact) != b"", fact
    for gone in (("documents", ("gone", "en")), ("documents?", ("gone", "en")), ("statuses", "gone"), ("urls", "/gone/")):
        assert now.state(gone) == b"", gone


def test_what_is_common_to_all_answers_has_one_digest(tmp_path: Path) -> None:
    small = model(portal(tmp_path / "portal"))
    assert common(small.context.sources, "one day") != common(small.context.sources, "another")
    assert facts.common(small.context.sources, "one day") == common(small.context.sources, "one day")
