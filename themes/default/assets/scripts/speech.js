// Reads a page aloud (朗读) with the browser's own voices, passage by passage: the one engine behind
// the page's read-aloud button and the digital presenter. Nothing leaves for another host by this script;
// a voice that is not on the device is taken only where there is no other.
//
//   const voice = await voiceFor("zh-Hans");          // null: this browser has none, and the page should say so
//   const reader = readAloud({
//     passages: passages(document.querySelector("main")), // elements, in reading order
//     lang: "zh-Hans",
//     voice,
//     rate: 1,
//     follow: true,                                       // whether the page scrolls to what is being read
//     onstate: (state, place) => {},       // "speaking" | "paused" | "stopped" | "ended" | "failed"; place: {at, of}
//     onsentence: ({ element, text }) => {},
//     onword: ({ start, end }) => {},      // within the sentence's text; never comes where the voice tells no words
//   });
//   reader.play(); reader.pause(); reader.next(); reader.previous(); reader.rate(1.2); reader.stop();
//
// The current passage carries `data-speaking`, the current words the highlight `spoken`.

import { sentences, spoken, wordEnd } from "./spoken.js";

// The voices that suit a language best; any other of the same language comes after. A Mandarin voice never stands in for Cantonese.
const NEAREST = {
  zh: /^(zh-cn|cmn-cn|zh-hans|cmn-hans|cmn$|zh$)/,
  yue: /^(zh-hk|yue-hk|yue$|zh-yue|zh-hant-hk)/,
  en: /^en-(gb|hk|us)/,
};
const tag = (lang) => lang.toLowerCase().replaceAll("_", "-");
const family = (lang) => {
  const name = tag(lang);
  if (/^(yue|zh-yue|zh-hk|zh-mo|zh-hant-hk|zh-hant-mo)/.test(name)) return "yue";
  return /^(zh|cmn)/.test(name) ? "zh" : name.split("-")[0];
};

export const canSpeak = () => "speechSynthesis" in globalThis && "SpeechSynthesisUtterance" in globalThis;

// The best of `voices` for a language: the nearest tag, and among those one that is on the device.
export function bestVoice(voices, lang) {
  const wanted = family(lang);
  const rank = (voice) => (NEAREST[wanted]?.test(tag(voice.lang)) ? 0 : 4) + (voice.localService ? 0 : 2) + (voice.default ? 0 : 1);
  return voices.filter((voice) => family(voice.lang) === wanted).sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

// Browsers fill their list of voices late, and some without telling; after `patience` milliseconds there are none.
async function allVoices(patience) {
  if (!canSpeak()) return [];
  const engine = globalThis.speechSynthesis;
  if (engine.getVoices().length) return engine.getVoices();
  await new Promise((done) => {
    engine.addEventListener?.("voiceschanged", done, { once: true });
    setTimeout(done, patience);
  });
  return engine.getVoices();
}

export async function voiceFor(lang, patience = 1500) {
  return bestVoice(await allVoices(patience), lang);
}

const PASSAGE = "h1, h2, h3, h4, h5, h6, p, li, dt, dd, th, td, caption, figcaption, blockquote, summary, pre, figure";
const UNREAD = "nav, button, script, style, template, select, input, svg, [hidden], [aria-hidden=true], [role=status], .visually-hidden, [data-unread]";

// The elements of `root` that are read, in order: those that are shown and hold words of their own.
export function passages(root) {
  return [...root.querySelectorAll(PASSAGE)].filter((element) => !element.closest(UNREAD) && element.checkVisibility() && runs(element).length > 0);
}

// The words of a passage: text nodes, less what is not read or belongs to a passage inside it; a picture gives its alternative text.
function pieces(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
    if (node.matches(UNREAD) || (node !== element && node.matches(PASSAGE))) return NodeFilter.FILTER_REJECT;
    return node.matches("img[alt]") ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
  });
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const text = node.nodeType === Node.TEXT_NODE ? node.data : node.alt;
    const lang = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).closest("[lang]")?.lang ?? "";
    if (text) found.push({ node, text, lang });
  }
  return found;
}

// Stretches of one language, each with its text and where its nodes begin in it.
function runs(element) {
  const found = [];
  for (const { node, text, lang } of pieces(element)) {
    const last = found.at(-1);
    // Spaces and signs between words belong to what went before.
    if (last && (last.lang === lang || !/[\p{L}\p{N}]/u.test(text))) {
      last.nodes.push([last.text.length, node]);
      last.text += text;
    } else {
      found.push({ lang, text, nodes: [[0, node]] });
    }
  }
  return found.filter((run) => /[\p{L}\p{N}]/u.test(run.text));
}

function highlight(run, start, end) {
  if (!globalThis.Highlight) return;
  const ranges = [];
  run?.nodes.forEach(([first, node], number) => {
    const last = run.nodes[number + 1]?.[0] ?? run.text.length;
    if (node.nodeType !== Node.TEXT_NODE || last <= start || first >= end || !node.isConnected) return;
    const range = new Range();
    range.setStart(node, Math.min(Math.max(start - first, 0), node.length));
    range.setEnd(node, Math.min(end - first, node.length));
    ranges.push(range);
  });
  if (ranges.length) CSS.highlights.set("spoken", new Highlight(...ranges));
  else CSS.highlights.delete("spoken");
}

// Only one voice speaks at a time: who begins stops the other.
let speaking = null;

export function readAloud({ passages: elements, lang, voice, rate = 1, follow = true, onstate = () => {}, onsentence = () => {}, onword = () => {} }) {
  const engine = globalThis.speechSynthesis;
  const voices = new Map([[family(lang), voice]]);
  const voiceOf = (of) => {
    const name = family(of);
    if (!voices.has(name)) voices.set(name, bestVoice(engine?.getVoices() ?? [], of));
    return voices.get(name);
  };
  // Every sentence in order. A stretch in a language without a voice is left out: another voice would only pretend.
  const queue = elements.flatMap((element) =>
    runs(element).flatMap((run) => {
      const inLang = run.lang || lang;
      return voiceOf(inLang) ? sentences(run.text).map(([start, end]) => ({ element, run, start, end, lang: inLang })) : [];
    }),
  );
  let at = 0;
  let speed = rate;
  let state = "stopped";
  // What an utterance reports after it was cancelled belongs to nobody.
  let turn = 0;

  const mark = (element) => {
    document.querySelector("[data-speaking]")?.removeAttribute("data-speaking");
    element?.setAttribute("data-speaking", "");
  };
  const become = (next) => {
    state = next;
    onstate(state, { at: Math.min(at, Math.max(queue.length - 1, 0)), of: queue.length });
  };
  const silence = () => {
    turn += 1;
    engine.cancel();
  };
  const finish = (next) => {
    silence();
    at = 0;
    mark(null);
    highlight(null);
    removeEventListener("pagehide", self.stop);
    if (speaking === self) speaking = null;
    become(next);
  };
  const speak = () => {
    const sentence = queue[at];
    if (!sentence) return finish("ended");
    const mine = (turn += 1);
    const text = sentence.run.text.slice(sentence.start, sentence.end);
    const { words, from } = spoken(text, sentence.lang);
    const utterance = new SpeechSynthesisUtterance(words);
    utterance.voice = voiceOf(sentence.lang);
    utterance.lang = utterance.voice.lang;
    utterance.rate = speed;
    const current = (act) => (event) => {
      if (mine === turn) act(event);
    };
    utterance.addEventListener("boundary", current((event) => {
      if (event.name && event.name !== "word") return;
      const start = from[Math.min(event.charIndex, words.length)];
      const end = event.charLength ? from[Math.min(event.charIndex + event.charLength, words.length)] : wordEnd(text, start, sentence.lang);
      if (end <= start) return;
      highlight(sentence.run, sentence.start + start, sentence.start + end);
      onword({ start, end });
    }));
    utterance.addEventListener("end", current(() => {
      at += 1;
      speak();
    }));
    utterance.addEventListener("error", current((event) => finish(["canceled", "interrupted"].includes(event.error) ? "stopped" : "failed")));
    if (!sentence.element.hasAttribute("data-speaking")) {
      mark(sentence.element);
      if (follow) show(sentence.element);
    }
    // Until a word is told, the whole sentence is marked.
    highlight(sentence.run, sentence.start, sentence.end);
    onsentence({ element: sentence.element, text, lang: sentence.lang });
    become("speaking");
    engine.speak(utterance);
  };
  const go = (to) => {
    if (state !== "speaking" && state !== "paused") return;
    at = Math.min(Math.max(to, 0), queue.length - 1);
    silence();
    speak();
  };
  const firstOf = (element) => queue.findIndex((sentence) => sentence.element === element);
  const self = {
    play() {
      if (state === "speaking") return;
      if (!queue.length) return become("failed");
      if (speaking && speaking !== self) speaking.stop();
      speaking = self;
      addEventListener("pagehide", self.stop);
      engine.cancel();
      speak();
    },
    // Not the engine's own pause, which some phones do not know; the sentence begins again.
    pause() {
      if (state !== "speaking") return;
      silence();
      become("paused");
    },
    stop() {
      if (state === "speaking" || state === "paused") finish("stopped");
    },
    next() {
      const here = queue[at]?.element;
      const next = queue.findIndex((sentence, number) => number > at && sentence.element !== here);
      if (next < 0) self.stop();
      else go(next);
    },
    previous() {
      const first = firstOf(queue[at]?.element);
      go(first < at || !first ? first : firstOf(queue[first - 1].element));
    },
    rate(next) {
      speed = next;
      if (state === "speaking") go(at);
    },
    get state() {
      return state;
    },
  };
  return self;
}

// Where the reader is looking elsewhere, the page follows; without movement for those who asked for none.
function show(element) {
  const box = element.getBoundingClientRect();
  if (box.top >= 0 && box.bottom <= innerHeight) return;
  element.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}
