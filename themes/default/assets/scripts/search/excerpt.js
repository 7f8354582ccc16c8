// Where a text answers a question: the densest place, and what to mark in it.

import { isHan } from "./tokens.js";

const AROUND = 96;
const BEFORE = 12;

/** The text as terms are cut from it, but with every character in its place. */
function levelled(text, fold) {
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    let c = text[at].normalize("NFKC").toLowerCase();
    c = fold?.get(c) ?? c;
    out += c.length === 1 ? c : text[at];
  }
  return out;
}

/** Stretches of a text that hold terms: [from, to, weight], in order. */
export function places(text, needles, fold) {
  const plain = levelled(text, fold);
  const found = [];
  for (const [needle, weight] of needles) {
    for (let at = plain.indexOf(needle); at >= 0; at = plain.indexOf(needle, at + 1)) {
      const word = !isHan(needle);
      if (word && (/[a-z0-9]/.test(plain[at - 1] ?? "") || /[a-z0-9]/.test(plain[at + needle.length] ?? ""))) continue;
      found.push([at, at + needle.length, weight, needle]);
    }
  }
  return found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
}

/** The stretch of a text that holds the most of the question, each term counted once and a little for every more. */
export function densest(text, found) {
  let best = [0, -1];
  let first = 0;
  for (let last = 0; last < found.length; last += 1) {
    while (found[last][1] - found[first][0] > AROUND - BEFORE) first += 1;
    const seen = new Map();
    for (let at = first; at <= last; at += 1) seen.set(found[at][3], found[at][2]);
    let worth = 0.01 * (last - first);
    for (const weight of seen.values()) worth += weight;
    if (worth > best[1] + 1e-9) best = [found[first][0], worth];
  }
  let from = Math.max(0, best[0] - BEFORE);
  const stop = text.slice(from, best[0]).search(/[。；！？\n][^。；！？\n]*$/);
  if (stop >= 0) from += stop + 1;
  return [from, Math.min(text.length, from + AROUND)];
}

/** Text nodes and <mark> elements for a stretch of a text. */
export function marked(text, found, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (const [start, end] of found) {
    if (end <= at || start < from) continue;
    if (start >= to) break;
    const begin = Math.max(start, at);
    if (begin > at) nodes.push(text.slice(at, begin));
    const last = nodes.at(-1);
    if (begin === at && last instanceof Element) last.textContent += text.slice(begin, Math.min(end, to));
    else {
      const mark = document.createElement("mark");
      mark.textContent = text.slice(begin, Math.min(end, to));
      nodes.push(mark);
    }
    at = Math.min(end, to);
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}
