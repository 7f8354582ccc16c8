// The policy calculator: answers stay in this page, or in the fragment of its address; a fragment is never sent.

import { holds, outcome } from "./eligibility.js";
import { forget, remember, remembered } from "./profile.js";

const form = document.querySelector("form[data-calculator]");
const results = document.querySelector("[data-results]");
let measures = [];
let offers = null;
let day = "";
let loading = null;
const fields = [...form.querySelectorAll("[data-fact]")];
const all = [...form.querySelectorAll(".calc-step")];
const said = form.querySelector(".calc-progress");
let step = 0;
let only = null;

// Nothing of the measures is fetched before somebody answers or looks.
function load() {
  loading ??= (async () => {
    offers = await import("./offers.js");
    day = offers.today();
    offers.bringUpToDate(day);
    measures = (await (await fetch(form.dataset.calculator)).json()).measures;
  })();
  return loading;
}

const chosenFor = () => form.elements.for.value;
const steps = () => all.filter((one) => one.dataset.serves === chosenFor() && [...one.querySelectorAll("[data-fact]")].some((field) => !field.hidden));
const inputs = (field) => [...field.querySelectorAll("input, select")];

function answerOf(field) {
  const { kind } = field.dataset;
  if (kind === "choices") {
    const ticked = inputs(field).filter((input) => input.checked).map((input) => input.value);
    return ticked.length ? ticked.filter((id) => id !== "-") : undefined;
  }
  const value = kind === "yes-no" ? inputs(field).find((input) => input.checked)?.value : inputs(field)[0].value;
  if (!value) return undefined;
  if (kind === "yes-no") return value === "yes";
  if (kind === "number") return inputs(field)[0].validity.valid ? Number(value) : undefined;
  return [value];
}

function answers() {
  const serves = chosenFor();
  const pairs = fields.filter((field) => field.closest(".calc-step").dataset.serves === serves).map((field) => [field.dataset.fact, answerOf(field)]);
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined));
}

const written = (value) => (Array.isArray(value) ? value.join(",") || "-" : value === true ? "yes" : value === false ? "no" : String(value));

function write() {
  const query = new URLSearchParams({ for: chosenFor() });
  for (const [fact, value] of Object.entries(answers())) query.set(fact, written(value));
  if (only) query.set("measure", only.id);
  history.replaceState(history.state, "", "#" + query);
}

function fill(given) {
  for (const field of fields) {
    const value = given.get(field.dataset.fact);
    const parts = (value ?? "").split(",");
    for (const input of inputs(field)) {
      if (input.type === "radio") input.checked = input.value === (value ?? "");
      else if (input.type === "checkbox") input.checked = value !== null && parts.includes(input.value);
      else input.value = value ?? "";
    }
  }
}

function show() {
  const mine = steps();
  step = Math.min(Math.max(step, 0), mine.length - 1);
  for (const one of all) one.hidden = one !== mine[step];
  form.querySelector("[data-back]").disabled = step === 0;
  form.querySelector("[data-next]").hidden = step === mine.length - 1;
  const found = considered();
  const count = (verdict) => found.filter((one) => one.result.verdict === verdict).length;
  said.textContent = said.dataset.step.replace("{now}", step + 1).replace("{all}", mine.length) + (measures.length ? " " + said.dataset.soFar.replace("{fits}", count("fits")).replace("{may}", count("may-fit")) : "");
}

function considered() {
  const given = answers();
  const pool = only ? [only] : measures.filter((measure) => measure.for === chosenFor());
  return pool.map((measure) => ({ measure, result: outcome(measure.conditions, given), window: offers.stateWords(measure.opens, measure.closes, day), given }));
}

const word = (state) => results.querySelector(`[data-condition-word="${state}"]`).content.textContent;
const ORDER = ["closing", "open", "always", "upcoming", "closed"];

function render({ measure, window, given }) {
  const item = results.querySelector("[data-result]").content.cloneNode(true);
  const set = (name, text, href) => {
    const place = item.querySelector(`[data-${name}]`);
    place.textContent = text;
    if (href) place.href = href;
  };
  item.querySelector("article").lang = measure.lang ?? document.documentElement.lang;
  set("title", measure.title, measure.url);
  set("amount", measure.amount);
  set("unit", measure.unit);
  set("clause", `${measure.document} ${measure.clause}`, measure.clause_url);
  const place = item.querySelector("[data-window]");
  place.textContent = window[1] + (window[0] === "closed" && measure.next ? ` · ${measure.next}` : "");
  place.className = `offer offer-${window[0]}`;
  for (const condition of measure.conditions) {
    const value = holds(condition, given);
    const state = value === null ? "open" : value ? "met" : "failed";
    const line = results.querySelector("[data-condition]").content.cloneNode(true);
    line.querySelector("li").className = `condition-${state}`;
    line.querySelector(".condition-state").textContent = word(state);
    const words = line.querySelector("[data-words]");
    words.textContent = condition.words;
    if (condition.lang) words.lang = condition.lang;
    const at = line.querySelector("[data-at]");
    at.textContent = condition.clause;
    at.href = condition.at;
    item.querySelector("[data-conditions]").append(line);
  }
  return item;
}

function showResults(move) {
  const found = considered().sort((a, b) => ORDER.indexOf(a.window[0]) - ORDER.indexOf(b.window[0]));
  for (const group of results.querySelectorAll("[data-verdict]")) {
    const members = found.filter((one) => one.result.verdict === group.dataset.verdict);
    group.querySelector("[data-list]").replaceChildren(...members.map(render));
    group.querySelector("[data-count]").textContent = members.length;
    group.hidden = !members.length;
    if (only) group.open = true;
  }
  results.hidden = false;
  if (move) results.querySelector("h2").focus();
}

async function changed() {
  write();
  await load();
  show();
  if (!results.hidden) showResults(false);
  if (results.querySelector("[data-remember]").checked) keep();
}

function keep() {
  return remember({ for: chosenFor(), answers: answers(), visited: remembered()?.visited ?? day });
}

async function read() {
  const given = new URLSearchParams(location.hash.slice(1));
  if (location.hash || remembered()) await load();
  only = measures.find((measure) => measure.id === given.get("measure")) ?? null;
  const kept = remembered();
  if (kept) {
    results.querySelector("[data-remember]").checked = true;
    if (![...given.keys()].some((key) => key !== "measure")) {
      given.set("for", kept.for);
      for (const [fact, value] of Object.entries(kept.answers)) given.set(fact, written(value));
    }
  }
  const serves = only?.for ?? given.get("for");
  if (["person", "enterprise"].includes(serves)) form.elements.for.value = serves;
  const wanted = only && new Set(only.conditions.flatMap((condition) => [condition.fact, ...(condition.any_of ?? []).map((part) => part.fact)]));
  for (const field of fields) field.hidden = Boolean(wanted) && !wanted.has(field.dataset.fact);
  fill(given);
  step = 0;
  show();
  if ([...given.keys()].some((key) => fields.some((field) => field.dataset.fact === key))) showResults(false);
}

function turn(by) {
  step += by;
  show();
  steps()[step].querySelector("legend").focus();
}

form.addEventListener("input", (event) => {
  const box = event.target;
  // "None of these" and the others exclude each other.
  if (box.type === "checkbox" && box.checked) for (const other of inputs(box.closest("[data-fact]"))) if (other !== box && (box.value === "-" || other.value === "-")) other.checked = false;
  if (box.name === "for") {
    step = 0;
    only = null;
    for (const field of fields) field.hidden = false;
  }
  changed();
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  await load();
  showResults(true);
});
form.querySelector("[data-back]").addEventListener("click", () => turn(-1));
form.querySelector("[data-next]").addEventListener("click", () => turn(1));
results.querySelector("[data-remember]").addEventListener("change", (event) => {
  if (!event.target.checked) forget();
  else if (!keep()) event.target.checked = false;
});
results.querySelector("[data-copy-answers]").addEventListener("click", async (event) => {
  try {
    await navigator.clipboard.writeText(location.href);
    results.querySelector("[data-tool-status]").textContent = event.target.dataset.done;
  } catch {
    // The address bar holds the same link.
  }
});
results.querySelector("[data-print]").addEventListener("click", () => print());
results.querySelector("[data-restart]").addEventListener("click", () => {
  history.replaceState(history.state, "", location.pathname);
  forget();
  results.querySelector("[data-remember]").checked = false;
  results.hidden = true;
  read();
  form.querySelector("[name=for]:checked").focus();
});
for (const group of document.querySelectorAll(".calc-audience")) group.addEventListener("toggle", load, { once: true });
addEventListener("hashchange", read);
read();
