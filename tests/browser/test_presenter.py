"""数字人: recordings where there are any, else the reader's own voices with captions that follow, and never a pretended voice."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import speech
from tests.browser.server import serving
from tests.browser.speech import CANTONESE, ENGLISH, MANDARIN

ROOT = Path(__file__).resolve().parents[2]
WINDOWS = json.loads((ROOT / "tests/data/application_windows.json").read_text(encoding="utf-8"))
SPOKEN = "/interpretations/2026/digital-currency-zone-presenter/"
FILMED = "/interpretations/2025/waste-sorting-video/"
POLICY = "/policies/2026/digital-currency-zone/"
GUIDE = "/notices/2026/science-fund-applications/"

Hear = Callable[..., Page]


@pytest.fixture
def hear(browser: Browser, origin: str) -> Iterator[Hear]:
    """The presenter's page in a browser with these voices."""
    profiles = []

    def open_(*voices: str, address: str = SPOKEN, script: str | None = None, **context: object) -> Page:
        profile = browser.new_context(base_url=origin, **context)
        profiles.append(profile)
        profile.add_init_script(script or speech.engine(voices or (MANDARIN, CANTONESE, ENGLISH)))
        page = profile.new_page()
        page.goto(address)
        return page

    yield open_
    for profile in profiles:
        profile.close()


def choose(page: Page, language: str) -> None:
    page.locator("[data-stage]").get_by_role("button", name=language, exact=True).click()


def said(page: Page):
    return page.locator("[data-stage] [role=status]")


def caption(page: Page):
    return page.locator("[data-caption]")


def test_nothing_speaks_and_no_engine_is_fetched_before_a_language_is_chosen(hear):
    asked: list[str] = []
    page = hear(address="/about/")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(SPOKEN, wait_until="networkidle")
    assert not [url for url in asked if "/speech." in url]
    assert speech.begun(page) == []
    choose(page, "普通话")
    expect(said(page)).to_have_text("正在用普通话讲解。")
    assert [url for url in asked if "/speech." in url]


@pytest.mark.parametrize(
    ("language", "voice", "begins"), [("普通话", MANDARIN, "开场"), ("粤语", CANTONESE, "大家好，我係小湖。"), ("英语", ENGLISH, "Hello, I am Xiaohu.")]
)
def test_each_language_is_spoken_by_its_own_voice(language, voice, begins, hear):
    page = hear()
    choose(page, language)
    expect(said(page)).to_have_text(f"正在用{language}讲解。")
    assert speech.now(page) == {"text": begins, "lang": voice, "rate": 1, "voice": voice}
    expect(caption(page)).to_have_text(begins)


@pytest.mark.parametrize(
    ("voices", "language"),
    [((MANDARIN,), "粤语"), ((CANTONESE, ENGLISH), "普通话"), ((MANDARIN, CANTONESE), "英语")],
    ids=["only Mandarin", "no Mandarin", "no English"],
)
def test_a_language_without_a_voice_is_said_to_be_without_and_its_words_can_be_read(voices, language, hear):
    page = hear(*voices)
    choose(page, language)
    expect(said(page)).to_have_text(f"这台设备的浏览器没有{language}语音，不能朗读。请看下面的{language}文字稿。")
    assert speech.begun(page) == []
    expect(page.locator("[data-play]")).to_be_hidden()


def test_a_browser_that_cannot_speak_at_all_says_so(hear):
    page = hear(script=speech.NO_ENGINE)
    choose(page, "粤语")
    expect(said(page)).to_contain_text("没有粤语语音", timeout=10_000)


def test_the_caption_follows_the_words_and_falls_back_to_the_sentence(hear):
    page = hear()
    choose(page, "英语")
    expect(caption(page)).to_have_text("Hello, I am Xiaohu.")
    assert caption(page).locator("mark").count() == 0
    speech.word(page, 12, 6)
    expect(caption(page).locator("mark")).to_have_text("Xiaohu")
    expect(caption(page)).to_have_text("Hello, I am Xiaohu.")
    speech.end(page)
    expect(caption(page)).to_have_text("Today I would like to talk about the digital yuan.")
    assert caption(page).locator("mark").count() == 0
    expect(caption(page)).to_have_attribute("lang", "en")


def test_one_pauses_goes_on_moves_by_paragraphs_changes_the_speed_and_stops(hear):
    page = hear()
    choose(page, "粤语")
    expect(said(page)).to_have_text("正在用粤语讲解。")
    stage = page.locator("[data-stage]")
    stage.get_by_role("button", name="暂停").click()
    expect(said(page)).to_have_text("已暂停。")
    assert speech.now(page) is None
    stage.get_by_role("button", name="继续").click()
    assert speech.now(page)["text"] == "大家好，我係小湖。"
    stage.get_by_role("button", name="下一段").click()
    assert speech.now(page)["text"] == "講俾長者聽。"
    stage.get_by_label("语速").select_option("1.5")
    assert speech.now(page)["rate"] == 1.5
    stage.get_by_role("button", name="上一段").click()
    assert speech.now(page)["text"] == "大家好，我係小湖。"
    stage.get_by_role("button", name="停止").click()
    expect(said(page)).to_have_text("已停止。")
    expect(caption(page)).to_be_empty()
    assert speech.now(page) is None


def test_another_language_silences_the_first(hear):
    page = hear()
    choose(page, "普通话")
    expect(said(page)).to_have_text("正在用普通话讲解。")
    choose(page, "英语")
    expect(said(page)).to_have_text("正在用英语讲解。")
    assert speech.now(page)["voice"] == ENGLISH
    expect(page.locator("[data-stage] [aria-pressed=true]")).to_have_text("英语")


def test_the_end_and_a_breakdown_are_told(hear):
    page = hear()
    choose(page, "英语")
    expect(said(page)).to_have_text("正在用英语讲解。")
    while speech.now(page):
        speech.end(page)
    expect(said(page)).to_have_text("英语讲解完毕。")
    page.locator("[data-play]").click()
    speech.fail(page)
    expect(said(page)).to_have_text("浏览器没能朗读。请看下面的英语文字稿。")


def test_the_figure_moves_while_it_speaks_and_is_still_for_those_who_asked_for_no_motion(hear):
    for reduced, moving in (("no-preference", True), ("reduce", False)):
        page = hear(reduced_motion=reduced)
        mouth = page.locator(".fig-mouth")
        assert mouth.evaluate("e => getComputedStyle(e).animationName") == "none"
        choose(page, "普通话")
        expect(page.locator("[data-stage]")).to_have_attribute("data-state", "speaking")
        assert (mouth.evaluate("e => getComputedStyle(e).animationName") != "none") is moving


def test_the_stage_stays_in_view_while_the_text_below_is_marked(hear):
    page = hear(viewport={"width": 1280, "height": 900})
    choose(page, "普通话")
    expect(said(page)).to_have_text("正在用普通话讲解。")
    before = page.evaluate("scrollY")
    for _ in range(20):
        speech.end(page)
    expect(page.locator("[data-speaking]")).to_have_count(1)
    assert page.evaluate("scrollY") == before


def test_without_scripts_the_words_of_every_language_stand_there(open_page):
    page = open_page(SPOKEN, java_script_enabled=False)
    expect(page.locator("[data-stage]")).to_be_hidden()
    assert "讲解的全部文字在下面" in page.content()
    for language, words in (("粤语", "我係小湖"), ("英语", "I am Xiaohu")):
        page.get_by_text(f"{language}文字稿").click()
        expect(page.locator(".transcript[open] p", has_text=words).first).to_be_visible()


def test_a_film_plays_with_its_captions_and_does_not_begin_by_itself(open_page):
    page = open_page(FILMED)
    film = page.locator("video")
    assert film.evaluate("v => [v.paused, v.preload, v.controls]") == [True, "none", True]
    assert page.locator("[data-stage]").count() == 0
    cues = film.evaluate(
        """async video => {
            const element = video.querySelector('track');
            element.track.mode = 'hidden';
            if (element.readyState < HTMLTrackElement.LOADED) await new Promise(done => { element.onload = element.onerror = done; });
            return [element.track.kind, element.track.cues.length, element.track.cues[0].startTime];
        }"""
    )
    assert cues == ["captions", 7, 0]
    length = film.evaluate(
        """async video => {
            const probe = document.createElement('video');
            probe.preload = 'metadata';
            probe.src = video.querySelector('source').src;
            await new Promise(done => { probe.onloadedmetadata = probe.onerror = done; });
            video = probe;
            return [Math.round(video.duration), video.videoWidth, video.videoHeight];
        }"""
    )
    assert length == [33, 960, 540]


def test_a_clause_leads_to_what_explains_it_and_back(open_page):
    page = open_page(POLICY)
    note = page.locator("#item-4 ~ .clause-note").first
    note.get_by_role("link", name="《明湖区关于高质量建设数字人民币应用生态示范区的若干措施》解读").click()
    page.wait_for_url("**/digital-currency-zone-explained/#clause-*")
    pointer = page.locator("a:target")
    expect(pointer).to_have_text("第（四）项")
    pointer.click()
    page.wait_for_url(f"**{POLICY}#item-4")
    expect(page.locator(":target")).to_contain_text("终端补贴")


# ---------------------------------------------------------------- applications


def test_the_browser_knows_by_the_same_rule_whether_applications_are_taken(browser, tmp_path):
    shutil.copytree(ROOT / "themes/default/assets/scripts", tmp_path / "scripts")
    (tmp_path / "index.html").write_text("<!doctype html><title>lab</title>", encoding="utf-8")
    with serving(tmp_path) as address, browser.new_context(base_url=address) as profile:
        page = profile.new_page()
        page.goto("/index.html")
        found = page.evaluate(
            """async cases => {
                const { windowOf } = await import('/scripts/application.js');
                return cases.map(c => windowOf(c.opens ?? '', c.closes ?? '', c.today));
            }""",
            WINDOWS,
        )
    assert found == [case["window"] for case in WINDOWS]


@pytest.mark.parametrize(
    ("moment", "words", "as_of_shown"),
    [
        ("2026-11-22T12:00:00+08:00", "正在受理", True),
        ("2026-12-18T23:59:00+08:00", "正在受理", False),
        ("2026-12-19T00:01:00+08:00", "本批次已截止", False),
    ],
)
def test_a_guide_is_brought_up_to_the_readers_day(moment, words, as_of_shown, browser, origin):
    with browser.new_context(base_url=origin) as profile:
        page = profile.new_page()
        page.clock.set_fixed_time(moment)
        page.goto(GUIDE)
        window = page.locator("[data-window]")
        expect(window.locator("[data-state]")).to_have_text(words)
        expect(window.locator("[data-next]")).to_be_visible(visible=words == "本批次已截止")
        expect(window.locator("[data-as-of-day]")).to_be_visible(visible=as_of_shown)


def test_without_scripts_a_guide_says_of_which_day_its_words_are(open_page):
    page = open_page(GUIDE, java_script_enabled=False)
    expect(page.locator("[data-window]")).to_contain_text("正在受理")
    expect(page.locator("[data-window]")).to_contain_text("截至2026年11月22日")
