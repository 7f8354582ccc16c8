"""繁简转换: pages in Traditional characters made of Simplified ones, where nobody has written them."""

from pathlib import Path

import pytest

from sitegen.conversion import convert, converted_source
from tests.portals import SITE, check, document, model, portal

ON = SITE.replace("identity:", "converted: [zh-Hant-HK]\nidentity:", 1)
AID = document(
    "小区医疗补贴办法", formed="2026-03-02", published="2026-03-05", body="**第一条** 医疗机构应当公开。\n\n见[通知](../../notices/2026/closing.md)和第一条。"
)
NOTICE = document("门诊停诊通知", published="2026-03-06", body="依据[办法](../../policies/2026/aid.md#第一条)。")
FILES = {"site.yml": ON, "content/policies/2026/aid.md": AID, "content/notices/2026/closing.md": NOTICE}
PAGE = "/zh-hant-hk/policies/2026/aid/"


def test_characters_are_those_of_hong_kong() -> None:
    assert convert("医疗补贴，里面说明台账", "zh-Hant-HK") == "醫療補貼，裏面説明台賬"


def test_ids_and_addresses_stay_and_links_lead_to_the_same_script() -> None:
    source = "---\ntitle: 医疗\nunit: office\nsummary: |\n  第一行\n  医\ntopics: [care]\n---\n[通知](../x.md#第三条) [英](y.en.md) [外](https://a.example/b.md)\n"
    assert converted_source(source.encode(), "zh-Hant-HK").decode() == (
        "---\ntitle: 醫療\nsummary: |\n  第一行\n  醫\n---\n[通知](../x.zh-Hant-HK.md#第三條) [英](y.en.md) [外](https://a.example/b.md)\n"
    )


@pytest.mark.parametrize("wrong", [b"\xff\xfe", "没有文件信息".encode(), "---\n没有结束".encode()])
def test_what_cannot_be_read_is_left_for_the_reader_to_report(wrong: bytes) -> None:
    assert converted_source(wrong, "zh-Hant-HK") == wrong


def test_without_the_setting_nothing_is_converted(tmp_path: Path) -> None:
    assert PAGE not in [page.url for page in model(portal(tmp_path, {**FILES, "site.yml": SITE})).pages]


def test_a_converted_page_says_so_and_names_its_original(tmp_path: Path) -> None:
    page = model(portal(tmp_path, FILES)).render(PAGE).data.decode()
    assert '<html lang="zh-Hant-HK"' in page
    assert "<h1>小區醫療補貼辦法</h1>" in page
    assert "醫療機構應當公開" in page and 'id="article-1"' in page
    assert "本頁文字由程式從簡體中文轉換" in page
    assert 'hreflang="zh-Hans" href="https://www.test.example/policies/2026/aid/"' in page
    assert 'href="/zh-hant-hk/notices/2026/closing/"' in page


def test_what_editors_wrote_themselves_comes_first(tmp_path: Path) -> None:
    own = "---\ntitle: 我們自己寫的標題\n---\n\n自己的文字。\n"
    page = model(portal(tmp_path, {**FILES, "content/policies/2026/aid.zh-Hant-HK.md": own})).render(PAGE).data.decode()
    assert "我們自己寫的標題" in page and "由程式" not in page


def test_lists_and_feeds_of_the_language_hold_it(tmp_path: Path) -> None:
    made = model(portal(tmp_path, FILES))
    assert "小區醫療補貼辦法" in made.render("/zh-hant-hk/policies/").data.decode()
    feed = made.render("/zh-hant-hk/policies/feed.xml").data.decode()
    assert 'xml:lang="zh-Hant-HK"' in feed and f"https://www.test.example{PAGE}" in feed
    assert 'href="/zh-hant-hk/feed.xml"' in made.render("/zh-hant-hk/").data.decode()


def test_a_mistake_is_reported_once_at_the_original(tmp_path: Path) -> None:
    files = {**FILES, "content/policies/2026/aid.md": AID.replace("closing.md", "no.md")}
    out = check(portal(tmp_path, files)).out
    assert "content/policies/2026/aid.md:" in out
    assert "zh-Hant-HK.md" not in out


def test_a_full_year_of_age_is_not_written_as_a_week() -> None:
    assert convert("年满六十周岁，每周一次", "zh-Hant-HK") == "年滿六十周歲，每週一次"
