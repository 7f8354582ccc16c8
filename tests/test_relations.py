"""Ties: an editor states each once, and it shows from both ends."""

import re
from pathlib import Path

from sitegen.views import Card, EntryCard, EntryView, Relations
from tests.portals import DEFAULTS, Model, build, document, model, portal

OTHER = "content/policies/2026/other.md"


def policy(title: str = "另一办法", **front: str) -> str:
    return document(title, **({"formed": "2026-04-01", "published": "2026-04-02"} | front))


def related(small: Model, id_: str) -> Relations:
    found = small.ask("relations", id_)
    assert isinstance(found, Relations)
    return found


def ids(cards: tuple[Card, ...] | tuple[EntryCard, ...]) -> list[str]:
    return [card.id for card in cards]


def row(small: Model, id_: str) -> EntryView:
    found = small.ask("entry", id_)
    assert isinstance(found, EntryView)
    return found


def test_explains_shows_on_the_interpretation_and_on_the_policy(tmp_path: Path) -> None:
    small = model(portal(tmp_path))
    assert ids(related(small, "interpretations/2026/subsidy-explained").explains) == ["policies/2026/subsidy"]
    assert ids(related(small, "policies/2026/subsidy").interpretations) == ["interpretations/2026/subsidy-explained"]


def test_several_interpretations_of_a_policy_come_newest_first(tmp_path: Path) -> None:
    extra = document("图解", explains="[policies/2026/subsidy]", form="infographic", published="2026-04-01")
    small = model(portal(tmp_path, {"content/interpretations/2026/a.md": extra}))
    assert ids(related(small, "policies/2026/subsidy").interpretations) == ["interpretations/2026/a", "interpretations/2026/subsidy-explained"]


def test_one_interpretation_may_explain_two_policies(tmp_path: Path) -> None:
    both = DEFAULTS["content/interpretations/2026/subsidy-explained.md"].replace("[policies/2026/subsidy]", "[policies/2026/subsidy, policies/2026/other]")  # type: ignore[arg-type, call-overload]
    small = model(portal(tmp_path, {OTHER: policy(), "content/interpretations/2026/subsidy-explained.md": both}))
    assert [ids(related(small, f"policies/2026/{name}").interpretations) for name in ("subsidy", "other")] == [["interpretations/2026/subsidy-explained"]] * 2


def test_repeals_ends_the_other_policy_and_names_its_successor(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {OTHER: policy(repeals="[policies/2026/subsidy]")}))
    old = small.ask("document", "policies/2026/subsidy")
    assert ids(related(small, "policies/2026/other").repeals) == ["policies/2026/subsidy"]
    assert (old.validity, old.repealed_by.url) == ("repealed", "/policies/2026/other/")  # type: ignore[attr-defined]


def test_a_policy_is_repealed_from_the_day_its_successor_is_in_force(tmp_path: Path) -> None:
    root = portal(tmp_path, {OTHER: policy(repeals="[policies/2026/subsidy]", effective="2026-06-01")})
    assert [model(root, day).portal.validity["policies/2026/subsidy"] for day in ("2026-05-31", "2026-06-01")] == ["in-force", "repealed"]  # type: ignore[index]


def test_validity_follows_the_days_of_the_policy(tmp_path: Path) -> None:
    root = portal(tmp_path, {OTHER: policy(effective="2026-06-01", expires="2026-06-30")})
    days = ("2026-05-31", "2026-06-01", "2026-06-30", "2026-07-01")
    assert [model(root, day).portal.validity["policies/2026/other"] for day in days] == ["pending", "in-force", "in-force", "expired"]  # type: ignore[index]


def test_amends_shows_from_both_ends(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {OTHER: policy(amends="[policies/2026/subsidy]")}))
    assert ids(related(small, "policies/2026/other").amends) == ["policies/2026/subsidy"]
    assert ids(related(small, "policies/2026/subsidy").amended_by) == ["policies/2026/other"]


def test_implements_shows_from_both_ends(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {OTHER: policy(implements="[policies/2026/subsidy]")}))
    assert ids(related(small, "policies/2026/other").implements) == ["policies/2026/subsidy"]
    assert ids(related(small, "policies/2026/subsidy").implemented_by) == ["policies/2026/other"]


def test_related_is_the_same_tie_from_either_side_and_is_shown_once(tmp_path: Path) -> None:
    for number, (here, there) in enumerate([("[policies/2026/subsidy]", ""), ("[policies/2026/subsidy]", "[policies/2026/other]")]):
        back = str(DEFAULTS["content/policies/2026/subsidy.md"]).replace("---\ntitle", f"---\nrelated: {there}\ntitle", 1)
        small = model(portal(tmp_path / str(number), {OTHER: policy(related=here), "content/policies/2026/subsidy.md": back}))
        assert ids(related(small, "policies/2026/subsidy").related) == ["policies/2026/other"]
        assert ids(related(small, "policies/2026/other").related) == ["policies/2026/subsidy"]


def test_a_document_of_the_same_topic_is_near_unless_it_is_tied_already(tmp_path: Path) -> None:
    small = model(
        portal(tmp_path, {OTHER: policy(topics="[care]"), "content/policies/2026/third.md": policy("三", topics="[care]", related="[policies/2026/other]")})
    )
    assert ids(related(small, "policies/2026/other").same_topic) == ["policies/2026/subsidy"]


# ---------------------------------------------------------------- rows

STREET = {
    "catalogs/streets/lakeside.yml": """\
title: 湖滨街道目录
edition: 2026
updated: 2026-03-01
entries:
  - id: lakeside-01
    refers_to: clinics-01
    units: [office]
    levels: [street]
""",
}


def test_a_row_shows_its_documents_and_a_document_its_rows(tmp_path: Path) -> None:
    small = model(portal(tmp_path))
    assert ids(row(small, "clinics-01").documents) == ["policies/2026/subsidy"] and row(small, "clinics-01").card.latest_on.isoformat() == "2026-03-05"  # type: ignore[union-attr]
    assert ids(small.ask("fulfils", "policies/2026/subsidy")) == ["clinics-01"]  # type: ignore[arg-type]


def test_a_reference_takes_the_columns_it_does_not_state(tmp_path: Path) -> None:
    found = row(model(portal(tmp_path, STREET)), "lakeside-01")
    assert (found.card.item, found.card.levels, [u.title for u in found.card.units]) == ("机构信息", ("street",), ["区府办"])
    assert found.refers_to is not None and found.refers_to.id == "clinics-01"


def test_a_row_names_those_that_refer_to_it(tmp_path: Path) -> None:
    assert ids(row(model(portal(tmp_path, STREET)), "clinics-01").referred_by) == ["lakeside-01"]


def test_what_is_published_for_a_reference_counts_for_the_row(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {**STREET, "content/notices/2026/s.md": document("街道通知", unit="office", entries="[lakeside-01]")}))
    assert ids(row(small, "clinics-01").documents) == ["notices/2026/s", "policies/2026/subsidy"]


def test_what_a_unit_publishes_for_the_row_counts_for_its_own_reference_only(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {**STREET, "content/notices/2026/s.md": document("街道通知", unit="office", entries="[clinics-01]")}))
    assert ids(row(small, "lakeside-01").documents) == ["notices/2026/s"]


def test_the_documents_of_a_row_come_newest_first_however_they_were_tied(tmp_path: Path) -> None:
    files = {
        "content/notices/2026/new.md": document("新", unit="office", published="2026-07-01", entries="[clinics-01]"),
        "content/notices/2026/old.md": document("旧", unit="office", published="2026-02-01", entries="[lakeside-01]"),
    }
    assert ids(row(model(portal(tmp_path, {**STREET, **files})), "clinics-01").documents) == ["notices/2026/new", "policies/2026/subsidy", "notices/2026/old"]


def test_all_rows_together_show_each_matter_once(tmp_path: Path) -> None:
    small = model(portal(tmp_path, STREET))
    assert ids(small.ask("entries")) == ["clinics-01", "clinics-02", "clinics-03"]  # type: ignore[arg-type]
    assert ids(small.ask("entries", unit="office")) == ["lakeside-01"]  # type: ignore[arg-type]


# ---------------------------------------------------------------- languages

TRANSLATION = "---\ntitle: Subsidy rules\nsummary: Money for the sick.\n---\n\nIn English.\n"


def test_a_translation_inherits_what_it_does_not_say(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {"content/policies/2026/subsidy.en.md": TRANSLATION}))
    made = next(d for d in small.portal.site.documents if d.lang == "en")
    assert (made.header.title, made.header.published.isoformat(), made.header.topics, made.header.document_number) == (  # type: ignore[attr-defined]
        "Subsidy rules", "2026-03-05", ("care", "money"), "小卫规〔2026〕1号",
    )  # fmt: skip


def test_a_text_in_another_language_without_an_original_states_everything(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {"content/news/2026/visit.en.md": document("A visit")}))
    assert [p.url for p in small.pages if p.subject == "news/2026/visit"] == ["/en/news/2026/visit/"]


def test_a_translation_has_the_ties_of_its_original(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {"content/policies/2026/subsidy.en.md": TRANSLATION}))
    found = small.ask("relations", "policies/2026/subsidy", url="/en/policies/2026/subsidy/")
    assert ids(found.interpretations) == ["interpretations/2026/subsidy-explained"]  # type: ignore[attr-defined]


def test_each_language_names_the_others(tmp_path: Path) -> None:
    built = build(portal(tmp_path, {"content/policies/2026/subsidy.en.md": TRANSLATION}))
    for page, other in (("policies/2026/subsidy/index.html", "en/policies/2026/subsidy/"), ("en/policies/2026/subsidy/index.html", "policies/2026/subsidy/")):
        links = dict(re.findall(r'<link[^>]* hreflang="([^"]+)" href="([^"]+)"', built.text(page)))
        assert f"https://www.test.example/{other}" in links.values(), (page, links)


def test_a_page_without_translation_names_no_other_language_as_its_equal(tmp_path: Path) -> None:
    small = model(portal(tmp_path))
    found = small.ask("alternates", url="/notices/2026/closing/")
    assert [(a.lang, a.exact, a.url) for a in found] == [("zh-Hant-HK", False, "/zh-hant-hk/"), ("en", False, "/en/")]  # type: ignore[attr-defined]


def test_every_alternate_that_is_exact_exists_and_points_back(tmp_path: Path) -> None:
    small = model(portal(tmp_path, {"content/policies/2026/subsidy.en.md": TRANSLATION}))
    pages = {page.url: page for page in small.pages if page.is_html}
    for url in pages:
        for other in small.ask("alternates", url=url):  # type: ignore[attr-defined]
            if other.exact:
                assert url in {back.url for back in small.ask("alternates", url=other.url)}  # type: ignore[attr-defined]
