// A question and its answer: fetch what it needs, rank, look quoted phrases up.

import { rank } from "./ranking.js";
import { Reader } from "./reader.js";
import { cut, isHan, normalise, question, squeezed, wanted } from "./tokens.js";

const CHECKED = 30;
const NEAR = 32;
const NEAR_SEEN = 2;
const TITLES = 5;

/** The first stretch of a title that differs from some words in one character. */
function oneOff(words, title) {
  for (let at = 0; at + words.length <= title.length; at += 1) {
    const part = title.slice(at, at + words.length);
    let differs = 0;
    for (let n = 0; n < part.length; n += 1) differs += part[n] !== words[n];
    if (differs === 1) return part;
  }
  return "";
}

export class Search {
  /** pointer names the current manifest, for when the one the page names is gone after a new deploy. */
  constructor(address, pointer) {
    this.pointer = pointer;
    this.reader = new Reader(address);
  }

  renew() {
    this.reader = new Reader(this.pointer);
  }

  /** What work gives; where a file is gone or broken once more with the current manifest. */
  async fresh(work) {
    try {
      return await work(this.reader);
    } catch {
      this.renew();
      return work(this.reader);
    }
  }

  warm() {
    return this.fresh((reader) => reader.collection());
  }

  /** Documents best first, their scores, the terms with their weights, and those that the index lacks. */
  ask(text) {
    return this.fresh(async (reader) => {
      const collection = reader.collection();
      await reader.open();
      let asked = question(text, reader.folding);
      let postings = await reader.postings(wanted(asked));
      if (!reader.folding && wanted(asked).some((term) => isHan(term) && !postings.has(term)) && (await reader.strange(asked.text))) {
        asked = question(text, await reader.fold());
        postings = await reader.postings(wanted(asked));
      }
      const whole = await collection;
      const found = reader.timed(() => rank(whole, asked, postings));
      if (asked.phrases.length) found.docs = await this.checked(reader, asked.phrases, found.docs.slice(0, CHECKED));
      return { ...found, reader, asked, missing: asked.terms.filter((term) => !postings.has(term)) };
    });
  }

  async checked(reader, phrases, docs) {
    const held = await Promise.all(
      docs.map(async (doc) => {
        const plain = (await reader.texts(doc)).map((text) => squeezed(normalise(text, reader.folding))).join("\n");
        return phrases.every((phrase) => plain.includes(phrase));
      }),
    );
    return docs.filter((_, at) => held[at]);
  }

  /** The question with one character replaced: as a title among the best has it, else where no pair with its neighbours exists; "" if nothing near is known. */
  async near({ reader, asked, missing, docs }) {
    const absent = new Set(missing);
    const wrong = asked.text.trim().split(/ +/).filter((part) => part.length > 2 && cut(part).some((term) => absent.has(term)));
    for (const doc of docs.slice(0, TITLES)) {
      const title = normalise((await reader.fragment(doc))[0], reader.folding);
      for (const part of wrong) {
        const right = oneOff(part, title);
        if (right) return asked.text.trim().replace(part, right);
      }
    }
    const characters = Array.from(asked.text);
    for (let at = 1; at < characters.length; at += 1) {
      const [before, wrong, after] = [characters[at - 1], characters[at], characters[at + 1] ?? ""];
      const ends = !isHan(after);
      if (!absent.has(before + wrong) || !(ends || absent.has(wrong + after))) continue;
      const candidates = (await reader.beginning(before)).filter(({ term, frequency }) => term.length === before.length + 1 && frequency >= NEAR_SEEN);
      for (const { term } of candidates.slice(0, ends ? 1 : NEAR)) {
        const right = term.slice(before.length);
        const held = ends ? [] : ((await reader.postings([right + after])).get(right + after) ?? []);
        if (ends || held.some(({ docs }) => docs.length >= NEAR_SEEN)) return asked.text.trim().replace(before + wrong + after, before + right + after);
      }
    }
    return "";
  }

  /** The question without its rarest words, for when nothing holds them all. */
  looser({ asked, weights }) {
    const parts = asked.text.trim().split(/ +/);
    if (parts.length < 2) return "";
    const worth = (part) => Math.max(...cut(part).map((term) => weights.get(term) ?? Infinity));
    const rarest = parts.reduce((a, b) => (worth(b) > worth(a) ? b : a));
    return parts.filter((part) => part !== rarest).join(" ");
  }
}
