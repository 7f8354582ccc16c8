"""Every page of the demo: whole, addressable, labelled as the rules for government sites ask (政府网站发展指引)."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable

import pytest

from tests.demo import KINDS
from tests.html.conftest import Portal
from tests.html.reading import Reading

SITE_TAGS = ("SiteName", "SiteDomain", "SiteIDCode")
COLUMN_TAGS = ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType")
ARTICLE_TAGS = ("ArticleTitle", "PubDate", "ContentSource", "Keywords", "Author", "Description", "Url")
COLUMNS = {"list", "platform"}
ARTICLES = {"policy", "interpretation", "notice", "news", "report"}


def test_there_are_as_many_pages_as_a_district_needs(portal: Portal):
    assert len(portal.pages) > 1000


def test_every_page_has_a_kind_and_every_kind_a_page(portal: Portal):
    assert {page.kind for page in portal.pages.values()} == set(KINDS)


def test_no_link_picture_or_fragment_is_broken(portal: Portal):
    problems = defaultdict(list)
    for address, page in portal.pages.items():
        for link in page.links:
            if why := portal.tree.broken(address, link):
                problems[why].append(address)
    assert not problems, listed(f"{why} (on {len(pages)} pages, such as {pages[0]})" for why, pages in sorted(problems.items()))


def test_ids_are_unique_on_their_page(portal: Portal):
    every_page(portal, lambda page: [id_ for id_, times in Counter(page.ids).items() if times > 1])


def test_a_page_has_exactly_one_main_heading(portal: Portal):
    every_page(portal, lambda page: page.headings if len(page.headings) != 1 or not page.headings[0].strip() else [])


def test_a_page_says_which_language_it_is_in(portal: Portal):
    wrong = {address: page.lang for address, page in portal.pages.items() if page.lang != language(address)}
    assert not wrong, listed(f"{address}: {lang!r}" for address, lang in wrong.items())


def test_no_two_pages_of_a_language_have_the_same_title(portal: Portal):
    titles = defaultdict(list)
    for address, page in portal.pages.items():
        titles[page.lang, page.title.strip()].append(address)
    doubled = {title: pages for title, pages in titles.items() if len(pages) > 1 or not title[1]}
    assert not doubled, listed(f"{title}: {len(pages)} pages, {pages[:3]}" for title, pages in doubled.items())


def test_the_canonical_address_is_the_page_itself(portal: Portal):
    wrong = {address: page.canonical for address, page in portal.pages.items() if page.canonical != portal.origin + address}
    assert not wrong, listed(f"{address}: {canonical}" for address, canonical in wrong.items())


def test_translations_name_each_other(portal: Portal):
    problems = []
    for address, page in portal.pages.items():
        for lang, target in page.alternates.items():
            other = portal.pages.get(target.removeprefix(portal.origin))
            if other is None or other.lang != lang or other.alternates.get(page.lang) != portal.origin + address:
                problems.append(f"{address}: {lang} {target}")
    assert not problems, listed(problems)


def test_every_page_carries_the_tags_of_the_site(portal: Portal):
    every_page(portal, lambda page: missing(page, SITE_TAGS))
    assert {page.meta["SiteIDCode"] for page in portal.pages.values()} == {portal.settings["identity"]["site_code"]}


def test_a_list_carries_the_tags_of_its_column(portal: Portal):
    every_page(portal, lambda page: missing(page, COLUMN_TAGS) if page.kind in COLUMNS else [])


def test_a_document_carries_the_tags_of_an_article_and_of_its_column(portal: Portal):
    every_page(portal, lambda page: missing(page, ARTICLE_TAGS + COLUMN_TAGS) if page.kind in ARTICLES else [])


def test_the_tags_of_a_document_say_what_the_page_says(portal: Portal):
    for address, page in portal.pages.items():
        if page.kind not in ARTICLES:
            continue
        assert page.meta["ArticleTitle"] == page.headings[0].strip(), address
        assert page.meta["Url"] == portal.origin + address
        assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", page.meta["PubDate"]), address


def test_every_page_has_a_description(portal: Portal):
    every_page(portal, lambda page: missing(page, ("description", "viewport")))


def test_every_page_says_that_this_is_a_demonstration(portal: Portal):
    notices = portal.settings["identity"]["notice"]
    every_page(portal, lambda page: [] if notices[page.lang] in page.text else ["no notice"])


# ---------------------------------------------------------------- the checks themselves


def every_page(portal: Portal, problems_of: Callable[[Reading], list[str]]) -> None:
    """Fail with all pages that have problems."""
    found = {address: problems for address, page in portal.pages.items() if (problems := problems_of(page))}
    if found:
        pytest.fail(listed(f"{address}: {', '.join(problems)}" for address, problems in found.items()), pytrace=False)


def missing(page: Reading, tags: tuple[str, ...]) -> list[str]:
    return [tag for tag in tags if not page.meta.get(tag, "").strip()]


def language(address: str) -> str:
    return {"en": "en", "zh-hant-hk": "zh-Hant-HK"}.get(address.split("/")[1], "zh-Hans")


def listed(lines) -> str:
    """At most twenty lines, and how many more there are."""
    lines = list(lines)
    more = [f"... and {len(lines) - 20} more"] if len(lines) > 20 else []
    return "\n".join(["", *lines[:20], *more])
