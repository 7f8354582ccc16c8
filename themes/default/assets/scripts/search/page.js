// The search page. The address holds the question, the filters and the order; Back and reload bring them again.

import { Search } from "./answer.js";
import { element, hit } from "./results.js";

const SHOWN = 10;
const PAUSE_MS = 150;
const SAID_MS = 600;
const OPEN = ["kind", "validity", "year"];
const FACETS = [...OPEN, "unit", "topic", "field"];
const MOST_VALUES = 12;

const root = document.querySelector("[data-search]");
const words = JSON.parse(root.dataset.words);
const form = root.querySelector("form");
const box = form.elements.q;
const part = (name) => root.querySelector(`[data-${name}]`);
const [results, filters, chips, said, count, more, none, failed, order, hint, index] = ["results", "filters", "chips", "said", "count", "more", "none", "failed", "order", "hint", "browse"].map(part);
const search = new Search(root.dataset.index, root.dataset.pointer);
const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);

let state = read();
let answer = null;
let shown = SHOWN;
let turn = 0;
let pausing = 0;
let saying = 0;

// ---------------------------------------------------------------- the address

function read() {
  const query = new URLSearchParams(location.search);
  const chosen = Object.fromEntries(FACETS.map((name) => [name, query.getAll(name)]));
  return { q: (query.get("q") ?? "").trim().slice(0, 200), sort: query.get("sort") === "date" ? "date" : "relevance", chosen };
}

function address() {
  const query = new URLSearchParams();
  if (state.q) query.set("q", state.q);
  if (state.sort === "date") query.set("sort", "date");
  for (const name of FACETS) for (const value of state.chosen[name]) query.append(name, value);
  const text = query.toString();
  return location.pathname + (text ? `?${text}` : "");
}

const write = (step) => history[step ? "pushState" : "replaceState"](null, "", address());

// ---------------------------------------------------------------- filters

/** For each facet a function: document -> its values. */
async function valuesOf(names) {
  const { reader } = answer;
  const found = {};
  await Promise.all(
    names.map(async (name) => {
      if (name === "year") {
        const { years } = reader.facts;
        found.year = (doc) => [String(years.filter(([, first]) => first <= doc).pop()?.[0] ?? "")];
      } else {
        const column = await reader.column(name);
        const values = reader.facts.facets[name].map(([value]) => value);
        found[name] = (doc) => column[doc].map((at) => values[at]);
      }
    }),
  );
  return found;
}

const inUse = () => FACETS.filter((name) => state.chosen[name].length);
const opened = () => FACETS.filter((name) => OPEN.includes(name) || state.chosen[name].length || part(`facet="${name}"`)?.open);

function fitting(docs, values, without) {
  const tests = inUse().filter((name) => name !== without);
  return docs.filter((doc) => tests.every((name) => values[name](doc).some((value) => state.chosen[name].includes(value))));
}

function label(name, value) {
  return name === "year" ? say("year", { year: value }) : (answer.reader.facts.facets[name].find(([v]) => v === value)?.[1] ?? value);
}

function choose(name, value, on) {
  state.chosen[name] = state.chosen[name].filter((v) => v !== value).concat(on ? [value] : []);
  shown = SHOWN;
  write(true);
  show();
}

function drawFacet(name, docs, values) {
  const list = element("ul");
  const counts = new Map(state.chosen[name].map((value) => [value, 0]));
  for (const doc of docs) for (const value of values[name](doc)) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  const sorted = [...counts].sort((a, b) => (name === "year" ? b[0] - a[0] : b[1] - a[1] || (a[0] < b[0] ? -1 : 1)));
  for (const [value, n] of sorted.slice(0, MOST_VALUES)) {
    const check = element("input", { type: "checkbox", name, value });
    check.checked = state.chosen[name].includes(value);
    check.addEventListener("change", () => choose(name, value, check.checked));
    list.append(element("li", {}, element("label", {}, check, element("span", {}, label(name, value)), element("span", { class: "count" }, String(n)))));
  }
  return list;
}

/** Counts go over all hits that fit the other facets. A facet that is closed costs nothing until it is opened. */
function drawFilters(values) {
  const focus = filters.contains(document.activeElement) && document.activeElement;
  for (const name of FACETS) {
    let group = part(`facet="${name}"`);
    if (!group) {
      group = element("details", { class: "search-facet", "data-facet": name, open: OPEN.includes(name) }, element("summary", {}, words.facets[name]));
      group.addEventListener("toggle", () => group.open && answer && group.dataset.drawn !== "" && show());
      filters.append(group);
    }
    group.querySelector("ul")?.remove();
    delete group.dataset.drawn;
    if (!values[name]) continue;
    const list = drawFacet(name, fitting(answer.docs, values, name), values);
    group.hidden = !list.children.length && !state.chosen[name].length;
    group.dataset.drawn = "";
    group.append(list);
  }
  if (focus) [...filters.querySelectorAll("input")].find((check) => check.name === focus.name && check.value === focus.value)?.focus();
  chips.replaceChildren(
    ...inUse().flatMap((name) =>
      state.chosen[name].map((value) => {
        const button = element("button", { type: "button", "aria-label": say("remove", { name: label(name, value) }) }, label(name, value), " ×");
        button.addEventListener("click", () => choose(name, value, false));
        return element("li", {}, button);
      }),
    ),
  );
}

// ---------------------------------------------------------------- results

function announce(text) {
  clearTimeout(saying);
  saying = setTimeout(() => (said.textContent = text), SAID_MS);
}

function only(...visible) {
  for (const each of [none, failed, part("found"), index]) each.hidden = !visible.includes(each);
}

/** Show the answer at hand: filtered, ordered, as many as asked for. */
async function show() {
  const mine = ++turn;
  try {
    const values = await valuesOf(opened());
    if (mine !== turn) return;
    const docs = fitting(answer.docs, values);
    if (state.sort === "date") docs.sort((a, b) => b - a);
    const items = await Promise.all(docs.slice(0, shown).map((doc) => hit(doc, answer, words, label("kind", values.kind(doc)[0]))));
    if (mine !== turn) return;
    performance.measure("search-work", { start: 0, duration: answer.reader.work });
    answer.reader.work = 0;
    drawFilters(values);
    results.replaceChildren(...items);
    results.dataset.query = state.q;
    count.textContent = say(docs.length ? "total" : "nothing", { n: docs.length, q: state.q });
    announce(count.textContent);
    more.hidden = docs.length <= shown;
    more.textContent = say("more", { n: Math.min(SHOWN, docs.length - shown), shown: Math.min(shown, docs.length), total: docs.length });
    order.elements.sort.value = state.sort;
    only(...(answer.docs.length ? [part("found")] : [none, index]));
    await help(mine);
  } catch {
    if (mine === turn) fail();
  }
}

/** When something is missing or nothing found: what the reader may have meant, a wider question. */
async function help(mine) {
  hint.hidden = true;
  const near = answer.missing.length && (await search.near(answer));
  if (mine !== turn) return;
  const wider = !answer.docs.length && search.looser(answer);
  const offers = Object.entries({ meant: near, wider }).filter(([, q]) => q);
  hint.replaceChildren(...offers.map(([key, q]) => element("p", {}, say(key), element("a", { href: `?${new URLSearchParams({ q })}` }, q))));
  hint.hidden = !offers.length;
}

/** What is asked next is asked of the current manifest: the site may have been published anew. */
function fail() {
  search.renew();
  only(failed);
  announce(words.failed);
}

async function ask() {
  const mine = ++turn;
  shown = SHOWN;
  document.title = state.q ? `${state.q} - ${root.dataset.title}` : root.dataset.title;
  if (!state.q) {
    only(index);
    results.replaceChildren();
    results.dataset.query = "";
    announce("");
    return;
  }
  root.setAttribute("aria-busy", "true");
  try {
    const found = await search.ask(state.q);
    if (mine !== turn) return;
    answer = found;
    await show();
  } catch {
    if (mine === turn) fail();
  } finally {
    root.removeAttribute("aria-busy");
  }
}

// ---------------------------------------------------------------- what the reader does

function typed(step) {
  const q = box.value.trim().slice(0, 200);
  clearTimeout(pausing);
  if (q === state.q && !step) return;
  state = { ...state, q };
  write(step && q !== new URLSearchParams(location.search).get("q"));
  ask();
}

box.addEventListener("input", (event) => {
  // A half-typed pinyin is not yet a word.
  if (event.isComposing) return;
  clearTimeout(pausing);
  pausing = setTimeout(typed, PAUSE_MS);
});
box.addEventListener("compositionend", () => typed());
box.addEventListener("focus", () => search.warm().catch(() => {}), { once: true });
form.addEventListener("submit", (event) => {
  event.preventDefault();
  typed(true);
});
order.addEventListener("change", () => {
  state.sort = order.elements.sort.value;
  write(true);
  show();
});
order.addEventListener("submit", (event) => event.preventDefault());
more.addEventListener("click", async () => {
  const before = results.children.length;
  shown += SHOWN;
  await show();
  results.children[before]?.querySelector("a").focus();
});
part("retry").addEventListener("click", ask);
addEventListener("popstate", () => {
  state = read();
  box.value = state.q;
  ask();
});
addEventListener("keydown", (event) => {
  if (event.key === "Escape" && document.activeElement === box && box.value) {
    box.value = "";
    typed();
  } else if ((event.key === "k" && (event.ctrlKey || event.metaKey)) || (event.key === "/" && event.target === document.body)) {
    event.preventDefault();
    box.focus();
  } else if (["ArrowDown", "ArrowUp"].includes(event.key) && !event.altKey) {
    const links = [box, ...results.querySelectorAll("h3 a")];
    const at = links.indexOf(document.activeElement);
    if (at < 0 || (at === 0 && event.key === "ArrowUp")) return;
    event.preventDefault();
    links[Math.min(Math.max(at + (event.key === "ArrowDown" ? 1 : -1), 0), links.length - 1)].focus();
  }
});

if (!("DecompressionStream" in globalThis)) root.querySelectorAll(".js").forEach((each) => each.remove());
else {
  box.value = state.q;
  ask();
}
