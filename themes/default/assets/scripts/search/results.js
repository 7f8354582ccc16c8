// A hit as an element: title, what is said of the question, date, unit, number and state.

import { densest, marked, places } from "./excerpt.js";

const PARTS = 3;

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
    target.look?.();
  }
});

export async function hit(doc, answer, words) {
  const { reader } = answer;
  const [title, url, day, unit, number, validity, more, text] = await reader.fragment(doc);
  const look = needles(answer);
  const fold = reader.folding;
  const link = element("a", { href: url }, ...titled(title, look, fold));
  const summary = element("p", { class: "item-summary" });
  const meta = element("ul", { class: "meta" });
  if (day) meta.append(element("li", {}, dated(day, document.documentElement.lang)));
  if (unit) meta.append(element("li", {}, unit));
  if (number) meta.append(element("li", {}, number));
  if (validity) meta.append(element("li", { class: `status status-${validity}` }, words.states[validity] ?? validity));
  const item = element("li", { "data-url": url }, element("article", { class: "item" }, element("h3", { class: "item-title" }, link), summary, meta));
  if (!excerpt(summary, text, look, fold) && more) {
    summary.look = async () => {
      for (let part = 1; part <= Math.min(more, PARTS); part += 1) if (excerpt(summary, await reader.fragment(doc, part), look, fold)) return;
      excerpt(summary, text, look, fold);
    };
    seen.observe(summary);
  }
  return item;
}
