"""The edge of the browser's speech engine, played by a test: it says what it is given only when the test lets it.

`VOICES` is what the browser offers; `window.spoken` holds every utterance that was begun, and `said`, `word`, `broke` are what
the engine would report of the one that is being spoken.
"""

import json
from collections.abc import Iterable

from playwright.sync_api import Page

MANDARIN, CANTONESE, ENGLISH = "zh-CN", "zh-HK", "en-GB"

_ENGINE = """
(() => {
  class Utterance extends EventTarget {
    constructor(text) { super(); Object.assign(this, { text, lang: '', rate: 1, voice: null }); }
  }
  const engine = Object.assign(new EventTarget(), {
    spoken: [], now: null, voices: VOICES,
    getVoices() { return this.voices; },
    speak(utterance) { this.now = utterance; this.spoken.push(utterance); },
    cancel() {
      const stopped = this.now;
      this.now = null;
      if (stopped) queueMicrotask(() => report(stopped, 'error', { error: 'canceled' }));
    },
  });
  const report = (utterance, name, facts = {}) => utterance.dispatchEvent(Object.assign(new Event(name), facts));
  const define = (name, value) => Object.defineProperty(window, name, { value, configurable: true });
  define('speechSynthesis', engine);
  define('SpeechSynthesisUtterance', Utterance);
  define('fakeSpeech', {
    end() { const done = engine.now; engine.now = null; report(done, 'end'); },
    word(charIndex, charLength) { report(engine.now, 'boundary', { name: 'word', charIndex, charLength }); },
    fail(error) { const broken = engine.now; engine.now = null; report(broken, 'error', { error }); },
    arrive(voices) { engine.voices = voices; engine.dispatchEvent(new Event('voiceschanged')); },
    get now() { const u = engine.now; return u && { text: u.text, lang: u.lang, rate: u.rate, voice: u.voice?.name ?? '' }; },
    get begun() { return engine.spoken.map(u => u.text); },
  });
})();
"""


def voice(lang: str, name: str = "", *, local: bool = True, default: bool = False) -> dict[str, object]:
    return {"lang": lang, "name": name or lang, "localService": local, "default": default, "voiceURI": name or lang}


def engine(voices: Iterable[str | dict[str, object]] = (MANDARIN, CANTONESE, ENGLISH)) -> str:
    """A script to add before a page is opened: a speech engine with these voices."""
    offered = [voice(v) if isinstance(v, str) else v for v in voices]
    return _ENGINE.replace("VOICES", json.dumps(offered))


NO_ENGINE = "delete window.speechSynthesis; delete Window.prototype.speechSynthesis; delete window.SpeechSynthesisUtterance;"
"""A browser that cannot speak at all."""


def now(page: Page) -> dict[str, object] | None:
    """What is being spoken: text, language, rate and the name of the voice."""
    return page.evaluate("fakeSpeech.now")


def begun(page: Page) -> list[str]:
    """Every text whose speaking was begun, in order."""
    return page.evaluate("fakeSpeech.begun")


def end(page: Page) -> None:
    """The engine has spoken the current text to its end."""
    page.evaluate("fakeSpeech.end()")


def word(page: Page, at: int, length: int | None = None) -> None:
    """The engine reaches a word of the current text; some engines do not tell how long it is."""
    page.evaluate("([at, length]) => fakeSpeech.word(at, length ?? undefined)", [at, length])


def fail(page: Page, error: str = "synthesis-failed") -> None:
    page.evaluate("error => fakeSpeech.fail(error)", error)
