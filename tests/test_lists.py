"""Lists: cut from the oldest end, so that a new document moves nothing but the first page."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sitegen import unchanged
from sitegen.config import SiteConfig
from sitegen.document import Document, Text
from sitegen.front_matter import NewsHeader
from sitegen.languages import DEFAULT_LANG
from sitegen.plan import Page, plan
from sitegen.portal import portal as as_readers_see_it
from sitegen.report import Options
from sitegen.site import Site
from sitegen.values import DocumentId, SectionId, UnitId
from tests.portals import AS_OF, SITE, build, document, model, portal, put

FIRST = date(2020, 1, 1)
thorough = settings(deadline=None, max_examples=150, derandomize=True)
counts, sizes = st.integers(0, 70), st.integers(4, 12)


def news(number: int) -> Document:
    """The news of the day `number`; the higher, the newer."""
    header = NewsHeader(title=f"第{number}号", unit=UnitId("health"), published=FIRST + timedelta(days=number))
    return Document(DocumentId(f"news/n{number}"), DEFAULT_LANG, f"content/news/n{number}.md", SectionId("news"), "news", header, Text(), {})


def config(page_size: int) -> SiteConfig:
    from sitegen.schema import adapter

    words = {name: "字" for name in ("name", "short_name", "tagline", "organiser", "operator", "address", "email")}
    identity = words | {"phone": "0000-0000100", "site_code": "0000000001", "unit": "health"}
    section = {"id": "news", "kind": "news", "title": "要闻", "summary": "要闻", "column_type": "动态", "page_size": str(page_size), "facets": ["year"]}
    made: SiteConfig = adapter(SiteConfig).validate_python({"base_url": "https://a.example", "identity": identity, "sections": [section]})
    return made


def pages(count: int, size: int) -> dict[int | None, Page]:
    """The pages of the news list by number; None is the front page."""
    documents = tuple(news(n) for n in reversed(range(count)))
    found, _ = plan(as_readers_see_it(config(size), Site(documents, (), (), (), (), (), {}), date(2030, 1, 1)))
    return {p.slice.number: p for p in found if p.slice and p.slice.facet is None}


def ids(page: Page) -> tuple[str, ...]:
    assert page.slice is not None
    return page.slice.ids


@given(counts, sizes)
@thorough
def test_every_document_is_on_some_page(count: int, size: int) -> None:
    shown = {id_ for page in pages(count, size).values() for id_ in ids(page)}
    assert shown == {f"news/n{n}" for n in range(count)}


@given(counts, sizes)
@thorough
def test_a_numbered_page_holds_exactly_the_page_size(count: int, size: int) -> None:
    assert all(len(ids(page)) == size for number, page in pages(count, size).items() if number is not None)


@given(counts, sizes)
@thorough
def test_a_newer_document_changes_no_numbered_page(count: int, size: int) -> None:
    before, after = pages(count, size), pages(count + 1, size)
    assert all(ids(after[number]) == ids(page) for number, page in before.items() if number is not None)


@given(counts, sizes)
@thorough
def test_the_front_page_is_never_shorter_than_a_full_one_and_shows_the_newest_first(count: int, size: int) -> None:
    front = ids(pages(count, size)[None])
    assert len(front) >= min(count, size) and len(front) < 2 * size
    assert front == tuple(f"news/n{n}" for n in range(count - 1, count - 1 - len(front), -1))


@given(counts, sizes)
@thorough
def test_numbers_run_from_one_without_a_gap_and_the_first_is_the_oldest(count: int, size: int) -> None:
    numbers = sorted(n for n in pages(count, size) if n is not None)
    assert numbers == list(range(1, len(numbers) + 1))
    if numbers:
        assert ids(pages(count, size)[1])[-1] == "news/n0"


@given(counts, sizes)
@thorough
def test_an_empty_list_and_a_short_one_have_one_page(count: int, size: int) -> None:
    assert (len(pages(count, size)) == 1) == (count <= size)


def test_going_older_from_the_front_page_comes_past_every_document(tmp_path: Path) -> None:
    root = portal(tmp_path, {f"content/news/2026/n{n}.md": document(f"第{n}号", published=f"2026-01-{n:02}") for n in range(1, 20)})
    small, url, seen = model(root), "/news/", list[str]()
    while url:
        shown = small.ask("listing", url=url)
        seen += [card.id for card in shown.cards if card.id not in seen]  # type: ignore[attr-defined]
        url = shown.older.url if shown.older else ""  # type: ignore[attr-defined]
    assert seen == [f"news/2026/n{n}" for n in range(19, 0, -1)]


def test_documents_of_one_day_stand_in_the_order_of_their_ids(tmp_path: Path) -> None:
    root = portal(tmp_path, {f"content/news/{name}.md": document(name) for name in ("b", "a", "c")})
    assert model(root).page("/news/").slice.ids == ("news/a", "news/b", "news/c")  # type: ignore[union-attr]


def test_facet_pages_exist_for_the_values_that_occur(tmp_path: Path) -> None:
    urls = {page.url for page in model(portal(tmp_path)).pages}
    assert {"/policies/year/2026/", "/policies/unit/health/", "/policies/topic/care/", "/policies/topic/money/"} <= urls
    assert not {"/policies/unit/office/", "/policies/year/2025/", "/notices/topic/care/"} & urls


def test_the_facets_of_a_list_count_what_their_pages_hold(tmp_path: Path) -> None:
    root = portal(tmp_path, {"content/policies/2025/b.md": document("乙", published="2025-02-02", formed="2025-02-01", topics="[care]")})
    small = model(root)
    counted = {option.url: option.count for facet in small.ask("facets", "policies") for option in facet.options}  # type: ignore[attr-defined]
    assert counted == {url: small.page(url).slice.total for url in counted} and counted["/policies/topic/care/"] == 2  # type: ignore[union-attr]


def test_numbered_pages_are_published_and_stay(tmp_path: Path) -> None:
    root = portal(tmp_path, {f"content/news/2026/n{n}.md": document(f"第{n}号", published=f"2026-01-{n:02}") for n in range(1, 10)})
    before = build(root).text("news/page/2/index.html")
    put(root, "content/news/2026/n10.md", document("第10号", published="2026-02-01"))
    made = unchanged.build(root, root / "dist", Options(date.fromisoformat(AS_OF)))
    numbered = {path for path in made.whys if "/page/" in path}
    assert made.published and "news/index.html" in made.whys and not numbered
    assert (root / "dist/news/page/2/index.html").read_text(encoding="utf-8") == before


# ---------------------------------------------------------------- a topic's page


def policies(count: int) -> dict[str, str]:
    """Policies on care, one a day; the higher, the newer."""
    dates = [f"2026-02-{n:02}" for n in range(1, count + 1)]
    return {f"content/policies/2026/p{n}.md": document(f"办法{n}", published=day, formed=day, topics="[care]") for n, day in enumerate(dates, 1)}


def shelves(root: Path) -> dict[str, Any]:
    return {shelf.id: shelf for shelf in model(root).ask("shelves", "care", newest=12)}  # type: ignore[attr-defined]


def test_a_topics_page_shows_the_newest_of_each_section_and_leads_to_the_list_of_all(tmp_path: Path) -> None:
    root = portal(tmp_path, policies(14) | {"content/notices/2026/n.md": document("夜间门诊", topics="[care]")})
    found = shelves(root)
    policy, notice = found["policies"], found["notices"]
    assert policy.total == len(model(root).page("/policies/topic/care/").slice.ids) > 14  # type: ignore[union-attr]
    assert (policy.title, policy.more, len(policy.cards)) == ("政策文件", "/policies/topic/care/", 12)
    assert [card.published for card in policy.cards] == sorted((card.published for card in policy.cards), reverse=True)
    assert (notice.title, notice.total, notice.more, [card.title for card in notice.cards]) == ("通知公告", 1, "", ["夜间门诊"])


def test_a_topics_page_shows_everything_of_which_there_is_no_list(tmp_path: Path) -> None:
    site = SITE.replace("column_type: 政策文件}", "column_type: 政策文件, facets: [year]}")
    found = shelves(portal(tmp_path, policies(14) | {"site.yml": site, "content/care.md": document("看病指南", topics="[care]")}))
    assert found["policies"].total == len(found["policies"].cards) > 14 and not found["policies"].more
    assert (found["pages"].title, [card.title for card in found["pages"].cards]) == ("指南与说明", ["看病指南"])


def test_a_fields_page_shows_what_fulfils_its_rows(tmp_path: Path) -> None:
    root = portal(tmp_path, {"content/news/2026/a.md": document("夜间门诊", entries="[clinics-01]"), "content/news/2026/b.md": document("新校舍")})
    assert "夜间门诊" in (shown := [card.title for card in model(root).ask("documents", field="clinics")]) and "新校舍" not in shown  # type: ignore[attr-defined]
