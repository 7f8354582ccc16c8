"""专题专栏: one Markdown file says what it gathers, and in which layout."""

from pathlib import Path

import pytest

from tests.portals import SITE, Model, check, document, model, portal
from tests.unit.test_measures import FILES as MEASURES
from tests.unit.test_services import FILES as SERVICES

GUIDES = SITE + "  - {id: guides, kind: page, title: {zh-Hans: 专题, en: Columns}, summary: 专题, column_type: 专题专栏}\n"
GATHER = """\

  - {title: {zh-Hans: 文件, en: Documents}, layout: waterfall, documents: [notices/2026/closing], topics: [care], kinds: [policy, interpretation], limit: 3}
  - {title: 按主题词, layout: list, tags: [夜间], units: [health]}
  - {title: 事项, services: [allowance], events: [care]}
  - {title: 政策, audiences: [old], measures: [gift]}"""
FILES = {
    **SERVICES, **MEASURES, "site.yml": GUIDES,
    "content/guides/care.md": document("看病专题", topics="[care]", gather=GATHER),
    "content/guides/care.en.md": "---\ntitle: Care\n---\n\nAll about care.\n",
    "content/news/2026/night.md": document("夜间门诊开张", keywords="[夜间]", published="2026-05-02"),
    "content/news/2026/other.md": document("别的单位的夜间", keywords="[夜间]", unit="office"),
}  # fmt: skip


@pytest.fixture
def small(tmp_path: Path) -> Model:
    return model(portal(tmp_path, FILES))


def test_documents_fit_every_criterion_and_chosen_ones_stand_first(small: Model) -> None:
    documents, tagged, *_ = small.ask("gathered", "guides/care")  # type: ignore[misc]
    assert [card.id for card in documents.documents] == ["notices/2026/closing", "interpretations/2026/subsidy-explained", "policies/2026/subsidy"]
    assert [card.title for card in tagged.documents] == ["夜间门诊开张"]


def test_services_and_measures_are_gathered_by_id_and_by_group(small: Model) -> None:
    *_, services, measures = small.ask("gathered", "guides/care")  # type: ignore[misc]
    assert [card.id for card in services.services] == ["allowance", "card"]
    assert {view.id for view in measures.measures} == {"discount", "later", "gift"}


def test_a_column_has_a_template_of_its_own_and_uses_the_layout(small: Model) -> None:
    assert small.page("/guides/care/").kind == "column"
    page = small.render("/guides/care/").data.decode()
    assert '<ul class="waterfall">' in page and "看病优惠" in page


def test_a_translation_gathers_what_its_original_does(small: Model) -> None:
    page = small.render("/en/guides/care/").data.decode()
    assert ">Documents</h2>" in page and '<li lang="zh-Hans">' in page and 'lang="zh-Hans">按主题词</h2>' in page


def test_what_a_column_names_must_exist(tmp_path: Path) -> None:
    wrong = document("看病专题", gather=GATHER.replace("services: [allowance]", "services: [alowance]"))
    assert "content/guides/care.md" in (said := check(portal(tmp_path, {**FILES, "content/guides/care.md": wrong})).out) and "“alowance”" in said
