"""朗读: the engine that reads a page aloud, with the browser's speech played by the test."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import speech
from tests.browser.server import serving
from tests.browser.speech import CANTONESE, ENGLISH, MANDARIN, voice

ROOT = Path(__file__).resolve().parents[2]
CASES = json.loads((ROOT / "tests/data/spoken.json").read_text(encoding="utf-8"))
PAGE = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><title>lab</title><main>
<h1>补贴办法</h1>
<p id="first">先看条件。再看<strong>明湖〔2026〕5号</strong>文件。</p>
<nav><p>不读的导航</p></nav>
<ul><li id="outer">外层<ul><li id="inner">内层</li></ul></li></ul>
<details><summary>更多</summary><p>收起来的文字</p></details>
<figure id="figure"><img src="x.png" alt="流程图。" width="9" height="9"></figure>
<p id="foreign" lang="en">Call us.</p>
<p id="last">完了。<button>复制</button></p>
</main>"""

Lab = Callable[..., Page]


@pytest.fixture(scope="module")
def lab_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("lab")
    for name in ("speech.js", "spoken.js"):
        shutil.copy(ROOT / "themes/default/assets/scripts" / name, folder / name)
    (folder / "index.html").write_text(PAGE, encoding="utf-8")
    (folder / "404.html").write_text("<!doctype html><title>404</title>", encoding="utf-8")
    with serving(folder) as address:
        yield address


@pytest.fixture
def lab(browser: Browser, lab_address: str) -> Iterator[Lab]:
    """A page with a reader of all of it in `reader`, and what it reported in `seen`."""
    profiles = []

    def open_(script: str | None = None, *, lang: str = "zh-Hans") -> Page:
        profile = browser.new_context(base_url=lab_address)
        profiles.append(profile)
        profile.add_init_script(script or speech.engine())
        page = profile.new_page()
        page.goto("/")
        page.evaluate(
            """async lang => {
                const { passages, readAloud, voiceFor } = await import('/speech.js');
                window.seen = { states: [], sentences: [], words: [] };
                window.voice = await voiceFor(lang, 100);
                window.reader = readAloud({
                    passages: passages(document.querySelector('main')), lang, voice,
                    onstate: (state, place) => seen.states.push([state, place.at, place.of]),
                    onsentence: ({ text }) => seen.sentences.push(text),
                    onword: ({ start, end }) => seen.words.push(seen.sentences.at(-1).slice(start, end)),
                });
            }""",
            lang,
        )
        return page

    yield open_
    for profile in profiles:
        profile.close()


def do(page: Page, call: str) -> None:
    page.evaluate(f"reader.{call}")


def seen(page: Page) -> dict[str, Any]:
    return page.evaluate("seen")


def state(page: Page) -> str:
    return page.evaluate("reader.state")


# ---------------------------------------------------------------- what is said


def test_words_become_what_a_voice_should_say(lab):
    page = lab()
    said = page.evaluate(
        "async cases => { const { spoken } = await import('/spoken.js'); return cases.map(c => spoken(c.text, c.lang).words); }", CASES["spoken"]
    )
    assert said == [case["said"] for case in CASES["spoken"]]


def test_every_place_of_the_spoken_words_leads_back_to_the_text(lab):
    page = lab()
    found = page.evaluate(
        "async cases => { const { spoken } = await import('/spoken.js'); return cases.map(c => spoken(c.text, c.lang)); }", CASES["spoken"]
    )
    for case, one in zip(CASES["spoken"], found, strict=True):
        assert len(one["from"]) == len(one["words"]) + 1
        assert one["from"] == sorted(one["from"])
        assert one["from"][-1] == len(case["text"])


def test_a_text_is_cut_into_its_sentences(lab):
    assert cut(lab(), [case["text"] for case in CASES["sentences"]]) == [case["cut"] for case in CASES["sentences"]]


def test_no_sentence_is_longer_than_a_voice_can_take_and_nothing_is_lost(lab):
    commas, solid, english = "申请人应当提交下列材料，" * 40, "字" * 500, "word " * 120
    for text, parts in zip((commas, solid, english), cut(lab(), [commas, solid, english]), strict=True):
        assert max(map(len, parts)) <= 160
        assert "".join("".join(parts).split()) == "".join(text.split())
    assert all(part.endswith("，") for part in cut(lab(), [commas])[0])


def cut(page: Page, texts: list[str]) -> list[list[str]]:
    return page.evaluate(
        "async texts => { const { sentences } = await import('/spoken.js'); return texts.map(t => sentences(t).map(([a, b]) => t.slice(a, b))); }",
        texts,
    )


# ---------------------------------------------------------------- who says it


@pytest.mark.parametrize(
    ("lang", "offered", "chosen"),
    [
        ("zh-Hans", [voice("en-US"), voice("zh-TW"), voice("zh-CN")], "zh-CN"),
        ("zh-Hans", [voice("zh_CN")], "zh_CN"),
        ("zh-Hans", [voice("cmn-Hans-CN")], "cmn-Hans-CN"),
        ("zh-Hans", [voice("zh-CN", "far", local=False), voice("zh-CN", "near")], "near"),
        ("zh-Hans", [voice("zh-TW")], "zh-TW"),
        ("zh-Hans", [voice("zh-HK"), voice("yue")], None),
        ("zh-Hant-HK", [voice("zh-CN"), voice("zh-HK")], "zh-HK"),
        ("yue", [voice("yue-HK")], "yue-HK"),
        ("yue", [voice("zh-CN"), voice("zh-TW")], None),
        ("en", [voice("de-DE"), voice("en-AU"), voice("en-US")], "en-US"),
        ("en", [voice("zh-CN")], None),
    ],
)  # fmt: skip
def test_a_language_is_given_its_own_voice_and_no_other(lang, offered, chosen, lab):
    found = lab().evaluate("async ([v, lang]) => (await import('/speech.js')).bestVoice(v, lang)?.name ?? null", [offered, lang])
    assert found == chosen


def test_voices_that_arrive_late_are_waited_for(lab):
    page = lab(speech.engine([]))
    found = page.evaluate(
        """async voice => {
            const found = (await import('/speech.js')).voiceFor('zh-Hans', 60000);
            fakeSpeech.arrive([voice]);
            return (await found).name;
        }""",
        voice(MANDARIN),
    )
    assert found == MANDARIN


@pytest.mark.parametrize("script", [speech.engine([]), speech.engine([CANTONESE]), speech.NO_ENGINE], ids=["no voice", "another voice", "no speech"])
def test_a_browser_without_a_voice_says_so_and_speaks_nothing(script, lab):
    page = lab(script)
    assert page.evaluate("voice") is None
    do(page, "play()")
    assert seen(page)["states"] == [["failed", 0, 0]]
    if script != speech.NO_ENGINE:
        assert speech.begun(page) == []


# ---------------------------------------------------------------- reading a page


def test_a_page_is_read_in_order_without_its_furniture_and_the_current_passage_is_marked(lab):
    page = lab()
    do(page, "play()")
    marked = []
    while state(page) == "speaking":
        expect(page.locator("[data-speaking]")).to_have_count(1)
        marked.append(page.locator("[data-speaking]").get_attribute("id"))
        speech.end(page)
    assert speech.begun(page) == ["补贴办法", "先看条件。", "再看明湖2026年5号文件。", "外层", "内层", "更多", "流程图。", "Call us.", "完了。"]
    assert marked == [None, "first", "first", "outer", "inner", None, "figure", "foreign", "last"]
    expect(page.locator("[data-speaking]")).to_have_count(0)
    assert seen(page)["states"][-1][0] == "ended"


def test_each_stretch_is_spoken_by_the_voice_of_its_language_and_left_out_where_there_is_none(lab):
    page = lab()
    do(page, "play()")
    while speech.now(page)["text"] != "Call us.":
        speech.end(page)
    assert speech.now(page)["voice"] == ENGLISH
    alone = lab(speech.engine([MANDARIN]))
    do(alone, "play()")
    while state(alone) == "speaking":
        speech.end(alone)
    assert "Call us." not in speech.begun(alone)
    assert "完了。" in speech.begun(alone)


def test_words_are_reported_where_they_stand_in_the_text_even_if_they_are_said_otherwise(lab):
    page = lab()
    do(page, "play()")
    speech.end(page)
    speech.end(page)
    said = speech.now(page)["text"]
    speech.word(page, said.index("文件"), 2)
    speech.word(page, said.index("2026"), 5)
    assert seen(page)["words"] == ["文件", "〔2026〕"]
    assert highlighted(page) == "〔2026〕"


def test_an_engine_that_does_not_tell_how_long_a_word_is_marks_the_whole_word(lab):
    page = lab()
    do(page, "play()")
    speech.end(page)
    speech.word(page, 2)
    assert seen(page)["words"] == ["条件"]


def test_an_engine_that_tells_no_words_has_the_whole_sentence_marked(lab):
    page = lab()
    do(page, "play()")
    speech.end(page)
    assert highlighted(page) == "先看条件。"
    assert seen(page)["words"] == []


def highlighted(page: Page) -> str:
    return page.evaluate("[...CSS.highlights.get('spoken')].map(range => range.toString()).join('')")


def test_a_pause_holds_the_place_and_going_on_begins_the_sentence_again(lab):
    page = lab()
    do(page, "play()")
    speech.end(page)
    do(page, "pause()")
    assert speech.now(page) is None
    assert state(page) == "paused"
    expect(page.locator("#first")).to_have_attribute("data-speaking", "")
    do(page, "play()")
    assert speech.now(page)["text"] == "先看条件。"


def test_one_goes_on_to_the_next_passage_and_back(lab):
    page = lab()
    do(page, "play()")
    do(page, "next()")
    do(page, "next()")
    assert speech.now(page)["text"] == "外层"
    do(page, "previous()")
    assert speech.now(page)["text"] == "先看条件。"
    speech.end(page)
    do(page, "previous()")
    assert speech.now(page)["text"] == "先看条件。", "from the middle of a passage one goes to its beginning first"


def test_another_speed_holds_from_the_current_sentence_on(lab):
    page = lab()
    do(page, "play()")
    speech.end(page)
    do(page, "rate(1.5)")
    assert speech.now(page) == {"text": "先看条件。", "lang": MANDARIN, "rate": 1.5, "voice": MANDARIN}
    assert state(page) == "speaking"


def test_what_was_stopped_is_silent_unmarked_and_begins_anew(lab):
    page = lab()
    do(page, "play()")
    speech.end(page)
    do(page, "stop()")
    assert speech.now(page) is None
    assert state(page) == "stopped"
    expect(page.locator("[data-speaking]")).to_have_count(0)
    do(page, "play()")
    assert speech.now(page)["text"] == "补贴办法"


def test_an_engine_that_breaks_down_is_reported(lab):
    page = lab()
    do(page, "play()")
    speech.fail(page)
    assert state(page) == "failed"
    expect(page.locator("[data-speaking]")).to_have_count(0)


def test_only_one_reader_speaks_at_a_time(lab):
    page = lab()
    do(page, "play()")
    page.evaluate(
        """async () => {
            const { readAloud } = await import('/speech.js');
            window.other = readAloud({ passages: [document.querySelector('#last')], lang: 'zh-Hans', voice });
            other.play();
        }"""
    )
    assert state(page) == "stopped"
    assert speech.now(page)["text"] == "完了。"


def test_leaving_the_page_ends_the_speaking(lab):
    page = lab()
    do(page, "play()")
    page.evaluate("dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert speech.now(page) is None
