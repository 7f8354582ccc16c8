// A hit as an element: title, the densest place of the text that answers the question, date, unit, number and state.

import { isHan, normalise } from "./tokens.js";

const AROUND = 96;
const BEFORE = 12;
const PARTS = 3;

/** The text as terms are cut from it, but with every character in its place. */
function levelled(text, fold) {
  let out = "";
  for (let at = 0; at < text.length; at += 1) {
    const c = normalise(text[at], fold);
    out += c.length === 1 ? c : text[at];
  }
  return out;
}

/** Stretches of a text that hold terms: [from, to, weight], in order. */
function places(text, needles, fold) {
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
function densest(text, found) {
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
function marked(text, found, from = 0, to = text.length) {
  const nodes = [];
  let at = from;
  for (const [start, end] of found) {
    if (end <= at || start < from) continue;
    if (start >= to) break;
    const begin = Math.max(start, at);
    if (begin > at) nodes.push(text.slice(at, begin));
    const words = text.slice(begin, Math.min(end, to));
    const last = nodes.at(-1);
    if (begin === at && last instanceof Element) last.append(words);
    else nodes.push(element("mark", {}, words));
    at = begin + words.length;
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined && value !== false) made.setAttribute(key, value === true ? "" : value);
  made.append(...children);
  return made;
}

/** What to look for in texts, with weights; characters alone only where no term is found. */
export function needles({ asked, weights }) {
  const terms = asked.terms.filter((term) => !/[#*]/.test(term)).map((term) => [term, weights.get(term) ?? 0]);
  return { terms: [...asked.phrases.map((phrase) => [phrase, 9]), ...terms], characters: asked.characters.map((c) => [c, 1]) };
}

export function titled(title, { terms, characters }, fold) {
  const found = places(title, terms, fold);
  return marked(title, found.length ? found : places(title, characters, fold));
}

export function dated(day, lang) {
  const [year, month, date] = day.split("-").map(Number);
  const text = lang === "en" ? new Date(day).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }) : `${year}年${month}月${date}日`;
  return element("time", { datetime: day }, text);
}

function excerpt(box, text, look, fold) {
  const found = places(text, look.terms, fold);
  const [from, to] = densest(text, found);
  box.replaceChildren(...(from ? ["…"] : []), ...marked(text, found, from, to), ...(to < text.length ? ["…"] : []));
  return found.length > 0;
}

// Only a hit that is seen is worth the rest of a long text.
const seen = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    target.look();
  }
});

/** `kind` is the word for what the page is. */
export async function hit(doc, answer, words, kind) {
  const { reader } = answer;
  const [title, url, day, unit, number, validity, rests, text] = await reader.fragment(doc);
  const look = needles(answer);
  const fold = reader.folding;
  const link = element("a", { href: url }, ...titled(title, look, fold));
  const summary = element("p", { class: "item-summary" });
  const meta = element("ul", { class: "meta" });
  meta.append(element("li", { class: "hit-kind" }, kind));
  if (day) meta.append(element("li", {}, dated(day, document.documentElement.lang)));
  if (unit) meta.append(element("li", {}, unit));
  if (number) meta.append(element("li", {}, number));
  if (validity) meta.append(element("li", { class: `status status-${validity}` }, words.states[validity] ?? validity));
  const item = element("li", { "data-url": url }, element("article", { class: "item" }, element("h3", { class: "item-title" }, link), summary, meta));
  if (!excerpt(summary, text, look, fold)) {
    summary.look = async () => {
      for (const span of rests.slice(0, PARTS)) if (excerpt(summary, await reader.rest(doc, span), look, fold)) return;
      excerpt(summary, text, look, fold);
    };
    seen.observe(summary);
  }
  return item;
}
