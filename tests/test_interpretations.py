"""解读回应: everything that explains a policy stands on its page, and every tie is stated once and shown from both ends."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sitegen.application import window
from sitegen.captions import caption_fault
from sitegen.media import paragraphs
from tests.portals import ROOT, SITE, Model, build, check, document, model, png, portal

POLICY = "policies/2026/measures"
MEASURES = document(
    "小区看病措施", formed="2026-03-02", published="2026-03-05", topics="[care]",
    body="## 一、补贴\n\n（一）按月发放补贴。\n\n（二）高龄老人加发。\n\n## 二、监督\n\n（三）结果公开。\n",
)  # fmt: skip
FILES: dict[str, str | bytes | None] = {f"content/{POLICY}.md": MEASURES, "content/interpretations/2026/subsidy-explained.md": None,
                                        "content/policies/2026/subsidy.md": None}  # fmt: skip
WINDOWS = json.loads((ROOT / "tests/data/application_windows.json").read_text(encoding="utf-8"))


def explanation(title: str = "措施解读", form: str = "text", published: str = "2026-03-06", body: str = "讲讲措施。\n", **front: str) -> str:
    return document(title, published=published, explains=f"[{POLICY}]", form=form, body=body, **front)


def pointing(*clauses: str) -> str:
    return "\n\n".join(f"看[这一项](../../{POLICY}.md#{clause})。" for clause in clauses) + "\n"


def small(tmp_path: Path, files: dict[str, str | bytes | None], **options: str) -> Model:
    return model(portal(tmp_path, FILES | files), **options)


def html(found: Model, url: str) -> str:
    return found.render(url).data.decode()


def ask(found: Model, question: str, *args: object, url: str = "/") -> Any:
    return found.ask(question, *args, url=url)


# ---------------------------------------------------------------- clauses


def test_an_interpretation_that_points_at_a_clause_is_led_back_to_from_it(tmp_path: Path) -> None:
    found = small(tmp_path, {"content/interpretations/2026/a.md": explanation(body=pointing("（三）", "（二）"))})
    text = html(found, f"/{POLICY}/")
    second, third = text.index('id="item-2"'), text.index('id="item-3"')
    assert '<a href="/interpretations/2026/a/#clause-2">' in text[second:third]
    assert '<a href="/interpretations/2026/a/#clause-1">' in text[third:]
    assert 'class="clause-note"' not in text[:second]
    there = html(found, "/interpretations/2026/a/")
    assert f'<a href="/{POLICY}/#item-3" id="clause-1">这一项</a>' in there


def test_the_clauses_an_interpretation_speaks_of_are_named_at_its_head_and_on_the_policy(tmp_path: Path) -> None:
    found = small(tmp_path, {"content/interpretations/2026/a.md": explanation(body=pointing("（三）", "（一）", "（三）"))})
    links = [("（一）", f"/{POLICY}/#item-1"), ("（三）", f"/{POLICY}/#item-3")]
    [policy] = ask(found, "explained_policies", "interpretations/2026/a")
    assert [(link.title, link.url) for link in policy.clauses] == links
    [group] = ask(found, "explanations", POLICY)
    assert [(link.title, link.url) for link in group.items[0].clauses] == links


def test_only_what_explains_a_policy_is_led_back_to(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "content/news/2026/a.md": document(body=pointing("（一）")),
        "content/policies/2026/other.md": document("另一份", formed="2026-03-02", body="（一）甲。\n\n（二）乙。\n\n（三）丙。\n"),
        "content/interpretations/2026/b.md": document("别的解读", explains="[policies/2026/other]", form="text", body=pointing("（一）")),
    }
    assert small(tmp_path, files).portal.explained == {}


def test_a_clause_that_is_not_there_is_an_error_with_its_line(tmp_path: Path) -> None:
    said = check(portal(tmp_path, FILES | {"content/interpretations/2026/a.md": explanation(body=pointing("（四）"))}))
    assert "content/interpretations/2026/a.md:9:1: error[D010]" in said.out


# ---------------------------------------------------------------- forms


def test_explanations_stand_by_form_newest_first_each_with_its_icon_and_word(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "content/interpretations/2026/old.md": explanation("旧解读"),
        "content/interpretations/2026/new.md": explanation("新解读", published="2026-03-09"),
        "content/interpretations/2026/qa.md": explanation("问答", "qa", body="## 谁能领？\n\n看病的人。\n\n### 小问\n\n小答。\n\n## 领多少？\n\n三百元。\n"),
        "content/interpretations/2026/expert.md": explanation("专家", "expert", speaker="{name: 李明, title: 研究员}"),
    }
    found = small(tmp_path, files)
    groups = ask(found, "explanations", POLICY)
    assert [(g.form, [i.card.title for i in g.items]) for g in groups] == [("text", ["新解读", "旧解读"]), ("expert", ["专家"]), ("qa", ["问答"])]
    assert [(q.title, q.url) for q in groups[2].items[0].questions] == [
        ("谁能领？", "/interpretations/2026/qa/#s-1"), ("领多少？", "/interpretations/2026/qa/#s-3"),
    ]  # fmt: skip
    text = html(found, f"/{POLICY}/")
    for form, word in (("text", "文字解读"), ("expert", "专家解读"), ("qa", "问答")):
        assert f'<a href="#form-{form}">{word}</a>' in text
        assert text.count(f'<h2 id="form-{form}"><svg class="icon"') == 1
    assert "李明" in text


def test_a_policy_that_nothing_explains_says_whom_to_ask(tmp_path: Path) -> None:
    assert "可以向小区卫生健康局询问" in html(small(tmp_path, {}), f"/{POLICY}/")


def test_news_that_names_a_policy_is_its_report_and_other_documents_are_its_relations(tmp_path: Path) -> None:
    files: dict[str, str | bytes | None] = {
        "content/news/2026/a.md": document("首批补贴到账", related=f"[{POLICY}]"),
        "content/notices/2026/b.md": document("受理通知", related=f"[{POLICY}]"),
    }
    text = html(small(tmp_path, files), f"/{POLICY}/")
    reports, related = text.index('id="reports"'), text.index('id="related"')
    assert reports < text.index("首批补贴到账") < related < text.index("受理通知")


def test_the_section_lists_forms_as_pages_and_tells_the_share_with_its_period(tmp_path: Path) -> None:
    site = SITE.replace("layout: cards}", "layout: cards, facets: [form, year]}")
    files: dict[str, str | bytes | None] = {
        "site.yml": site,
        "content/policies/2026/other.md": document("没有解读的", formed="2026-04-01", published="2026-04-02"),
        "content/policies/2025/before.md": document("去年的", formed="2025-04-01", published="2025-04-02"),
        "content/interpretations/2026/a.md": explanation(),
        "content/interpretations/2026/b.md": explanation("问答", "qa", published="2026-06-01"),
    }
    found = small(tmp_path, files)
    figures = ask(found, "interpretation_figures", "interpretations")
    assert (figures.since, figures.until) == (date(2026, 1, 1), date(2026, 11, 22))
    assert (figures.policies, figures.explained, figures.in_time, figures.share) == (2, 1, 1, 50)
    assert [(f.form, f.count, f.url) for f in figures.forms] == [("text", 1, "/interpretations/form/text/"), ("qa", 1, "/interpretations/form/qa/")]
    text = html(found, "/interpretations/")
    assert "2026年1月1日至2026年11月22日公布的政策文件2件，其中1件有解读。" in text
    assert "问答" in html(found, "/interpretations/form/qa/") and "措施解读" not in html(found, "/interpretations/form/qa/").split("<main")[1]


def test_an_explanation_that_came_late_is_not_counted_as_in_time(tmp_path: Path) -> None:
    figures = ask(small(tmp_path, {"content/interpretations/2026/a.md": explanation(published="2026-05-06")}), "interpretation_figures", "interpretations")
    assert (figures.explained, figures.in_time) == (1, 0)


def test_a_year_without_policies_has_no_share(tmp_path: Path) -> None:
    found = small(tmp_path, {}, as_of="2027-02-01")
    assert ask(found, "interpretation_figures", "interpretations").share is None
    assert "2027年1月1日至2027年2月1日还没有公布政策文件。" in html(found, "/interpretations/")


# ---------------------------------------------------------------- guides

GUIDE = f"application:\n  policies: [{POLICY}]\n  opens: 2026-04-01\n  closes: 2026-04-30\n  next: 下一批预计十月受理。"


def guide(front: str = GUIDE) -> str:
    return document("补贴申报指南", published="2026-03-20").replace("\n---\n\n", f"\n{front}\n---\n\n", 1)


@pytest.mark.parametrize("case", WINDOWS, ids=[f"{c['opens']}..{c['closes']} on {c['today']}" for c in WINDOWS])
def test_applications_are_taken_from_the_first_day_to_the_last(case: dict[str, str]) -> None:
    opens, closes = (date.fromisoformat(case[name]) if case[name] else None for name in ("opens", "closes"))
    assert window(opens, closes, date.fromisoformat(case["today"])) == case["window"]


@pytest.mark.parametrize(
    ("as_of", "words", "next_shown"), [("2026-03-31", "尚未开始受理", False), ("2026-04-30", "正在受理", False), ("2026-05-01", "本批次已截止", True)]
)
def test_a_guide_and_its_policy_say_whether_applications_are_taken(as_of: str, words: str, next_shown: bool, tmp_path: Path) -> None:
    found = small(tmp_path, {"content/notices/2026/guide.md": guide()}, as_of=as_of)
    for url in (f"/{POLICY}/", "/notices/2026/guide/"):
        text = html(found, url)
        assert f"<span data-state>{words}</span>" in text
        assert ("<span data-next>下一批预计十月受理。" in text) is next_shown
    assert 'href="/notices/2026/guide/"' in html(found, f"/{POLICY}/")
    assert f'href="/{POLICY}/"' in html(found, "/notices/2026/guide/")


def test_a_guide_that_names_no_policy_or_closes_before_it_opens_is_an_error(tmp_path: Path) -> None:
    wrong = guide(f"application:\n  policies: [{POLICY}, news/2026/no]\n  opens: 2026-04-30\n  closes: 2026-04-01")
    said = check(portal(tmp_path, FILES | {"content/notices/2026/guide.md": wrong})).out
    assert "guide.md:6:" in said and "error[D001]" in said
    assert "guide.md:8:11: error[D021]" in said


# ---------------------------------------------------------------- heard

RECORDED = (
    "recordings:\n  - language: mandarin\n    file: film.webm\n    captions: film.vtt\n    poster: film.png\n    length: 0:40\n"
    "scripts:\n  cantonese: |\n    大家好。\n\n    按月\n    發放。\n  english: Hello.\n"
)
CAPTIONS = "WEBVTT\n\n00:00.000 --> 00:04.000\n补贴按月发放。\n"
MEDIA: dict[str, str | bytes | None] = {
    "content/interpretations/2026/film.webm": b"\x1aE\xdf\xa3 film", "content/interpretations/2026/film.vtt": CAPTIONS,
    "content/interpretations/2026/film.png": png(64, 36),
}  # fmt: skip


def recorded(front: str = RECORDED, form: str = "video") -> str:
    return explanation("会动的解读", form).replace("\n---\n\n", f"\n{front}---\n\n", 1)


def test_a_recording_comes_first_and_the_other_languages_are_for_the_presenter(tmp_path: Path) -> None:
    built = build(portal(tmp_path, FILES | MEDIA | {"content/interpretations/2026/film.md": recorded()}))
    assert built.code == 0, built.out + built.err
    text = built.text("interpretations/2026/film/index.html")
    assert '<source src="/interpretations/2026/film.webm" type="video/webm">' in text
    assert '<track kind="captions" src="/interpretations/2026/film.vtt" srclang="zh-Hans" label="普通话" default>' in text
    assert 'width="64" height="36" poster="/images/' in text and "autoplay" not in text
    assert "下载（WEBM，0:40，" in text
    assert 'data-speech="mandarin"' not in text
    assert text.count("data-speech=") == 2
    assert (built.dist / "interpretations/2026/film.webm").read_bytes() == MEDIA["content/interpretations/2026/film.webm"]
    assert built.text("interpretations/2026/film.vtt") == CAPTIONS


def test_a_script_stands_on_the_page_in_its_language_paragraph_by_paragraph(tmp_path: Path) -> None:
    found = small(tmp_path, {"content/interpretations/2026/a.md": recorded(RECORDED[RECORDED.index("scripts") :], "presenter")})
    spoken = ask(found, "spoken", "interpretations/2026/a")
    assert [(s.speech, s.lang, s.script) for s in spoken] == [
        ("mandarin", "zh-Hans", ()), ("cantonese", "zh-Hant-HK", ("大家好。", "按月發放。")), ("english", "en", ("Hello.",)),
    ]  # fmt: skip
    text = html(found, "/interpretations/2026/a/")
    assert '<div lang="zh-Hant-HK">\n<p>大家好。</p>' in text.replace("\n\n", "\n")
    assert "普通话文字稿就是本页正文。" in text
    [group] = ask(found, "explanations", POLICY)
    assert group.items[0].spoken == ("mandarin", "cantonese", "english")


def test_an_interpretation_in_words_alone_has_no_presenter(tmp_path: Path) -> None:
    found = small(tmp_path, {"content/interpretations/2026/a.md": explanation()})
    assert ask(found, "spoken", "interpretations/2026/a") == ()
    assert "presenter" not in html(found, "/interpretations/2026/a/").split("<main")[1]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("    captions: film.vtt\n", ""), "error[S10"),
        (("file: film.webm", "file: none.webm"), "error[D005]"),
        (("file: film.webm", "file: film.png"), "error[D012]"),
        (("captions: film.vtt", "captions: film.png"), "error[D012]"),
        (("length: 0:40", "length: 四十秒"), "error[S10"),
        (("language: mandarin", "language: hakka"), "error[S10"),
        (("scripts:", "  - {language: mandarin, file: film.webm, captions: film.vtt, length: 0:40}\nscripts:"), "error[S10"),
        (("  english: Hello.", "  french: Bonjour."), "error[S10"),
    ],
    ids=["no captions", "no file", "file is a picture", "captions are a picture", "no length", "no such language", "a language twice",
         "script in no such language"],
)  # fmt: skip
def test_a_recording_that_lacks_something_is_an_error(change: tuple[str, str], code: str, tmp_path: Path) -> None:
    assert change[0] in RECORDED
    said = check(portal(tmp_path, FILES | MEDIA | {"content/interpretations/2026/film.md": recorded(RECORDED.replace(*change))}))
    assert code in said.out, said.out


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n甲\n", None),
        ("\ufeffWEBVTT 标题\n\nNOTE 说明\n\n1\n01:00:01.000 --> 01:00:02.000 line:90%\n甲\n乙\n", None),
        ("00:01.000 --> 00:02.000\n甲\n", 1),
        ("WEBVTT\n\n甲\n", 1),
        ("WEBVTT\n\n00:01,000 --> 00:02,000\n甲\n", 3),
        ("WEBVTT\n\n00:02.000 --> 00:02.000\n甲\n", 3),
        ("WEBVTT\n\n00:05.000 --> 00:06.000\n甲\n\n00:01.000 --> 00:02.000\n乙\n", 6),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\n\n", 3),
        ("", 1),
    ],
)
def test_captions_that_a_browser_would_drop_are_found(text: str, line: int | None) -> None:
    fault = caption_fault(text)
    assert (fault.line if fault else None) == line


def test_paragraphs_of_a_script_are_parted_by_blank_lines() -> None:
    assert paragraphs("一行\n又一行。\n\n  \nTwo\nlines. 三\n") == ("一行又一行。", "Two lines. 三")
