// What scripts add to pages that already work without them: the reading tools,
// the filter over the rows of a catalog, the link of an article (条).

const root = document.documentElement;

const SETTINGS = ["scheme", "size", "ruler", "pointer", "senior"];

// What the reader chose for all pages: attributes of the root element, kept on the device under one name; "" is the portal's own.
function set(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  const kept = Object.fromEntries(SETTINGS.filter((each) => root.dataset[each]).map((each) => [each, root.dataset[each]]));
  try {
    if (Object.keys(kept).length) localStorage.setItem("reading", JSON.stringify(kept));
    else localStorage.removeItem("reading");
  } catch {
    // Not remembered then.
  }
  dispatchEvent(new Event("reading"));
}

// The panel is there for those who open it; its script comes with the first opening.
function readingTools(button) {
  const box = document.getElementById(button.getAttribute("aria-controls"));
  let ready = null;
  button.addEventListener("click", async () => {
    ready ??= import("./reading/panel.js").then(({ panel }) => panel(box, set));
    await ready;
    box.hidden = !box.hidden;
    button.ariaExpanded = String(!box.hidden);
  });
}

// Who enters the senior edition (长辈版) gets every page in it; who leaves it stays on the page, unless the page is of that edition.
function seniorEdition() {
  for (const link of document.querySelectorAll("[data-senior-enter]")) link.addEventListener("click", () => set("senior", "on"));
  for (const link of document.querySelectorAll("[data-senior-exit]")) {
    link.addEventListener("click", (event) => {
      if (!document.body.dataset.pageType.startsWith("senior")) event.preventDefault();
      set("senior", "");
    });
  }
}

// Full-width letters, case and spaces do not matter to a reader who looks for a word.
const plain = (text) => text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");

function rowFilter(form) {
  const rows = [...document.querySelectorAll("[data-row]")];
  const texts = rows.map((row) => plain(row.textContent));
  const status = form.querySelector("[role=status]");
  const fields = [...form.elements].filter((field) => field.name);
  const empty = document.querySelector("[data-no-rows]");
  let waiting = 0;

  // What a row says in a column of links needs no second saying in its attributes.
  const held = (row, name) => row.dataset[name]?.split("|") ?? Array.from(row.querySelectorAll(`.col-${name} a`), (link) => link.textContent);

  const apply = () => {
    const words = (form.elements.q.value.trim().match(/\S+/g) ?? []).map(plain);
    const wanted = fields.filter((field) => field.name !== "q" && field.value);
    let shown = 0;
    rows.forEach((row, at) => {
      const fits =
        words.every((word) => texts[at].includes(word)) &&
        wanted.every((field) => held(row, field.name).includes(field.value));
      row.hidden = !fits;
      if (fits) shown += 1;
    });
    if (empty) empty.hidden = shown > 0;
    // Said once, when the reader pauses.
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      status.textContent = status.dataset.words.replace("{total}", rows.length).replace("{shown}", shown);
    }, 300);
  };
  const write = () => {
    const query = new URLSearchParams();
    for (const field of fields) if (field.value.trim()) query.set(field.name, field.value.trim());
    const text = query.toString();
    history.replaceState(history.state, "", location.pathname + (text ? "?" + text : "") + location.hash);
  };
  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const field of fields) {
      const value = query.get(field.name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = "";
    }
    apply();
  };
  form.addEventListener("input", (event) => {
    // A half-typed pinyin is not yet a word.
    if (event.isComposing) return;
    apply();
    write();
  });
  form.addEventListener("compositionend", () => {
    apply();
    write();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    setTimeout(() => {
      for (const field of fields) field.value = "";
      apply();
      write();
    });
  });
  addEventListener("popstate", read);
  // What a reader has chosen before this came over a slow line is kept.
  if (location.search || !fields.some((field) => field.value)) read();
  else {
    apply();
    write();
  }
}

function articleLinks(text) {
  for (const article of text.querySelectorAll(".article")) {
    const name = /^（.+?）/.exec(article.textContent.trim())?.[0] ?? article.querySelector("strong")?.textContent.trim();
    if (!name) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-link";
    button.setAttribute("aria-label", text.dataset.copy.replace("{name}", name));
    const icon = document.querySelector("[data-icon-link]")?.content.cloneNode(true);
    if (icon) button.append(icon);
    button.addEventListener("click", async () => {
      const address = new URL("#" + article.id, location.href).href;
      try {
        await navigator.clipboard.writeText(address);
        document.querySelector("[data-said]").textContent = text.dataset.copied.replace("{name}", name);
        button.dataset.done = "";
        setTimeout(() => delete button.dataset.done, 2000);
      } catch {
        location.hash = article.id;
      }
    });
    article.append(button);
  }
}

// A table that is too wide for its frame can then be scrolled by the keyboard, and says its name.
function scrollFrame(frame) {
  new ResizeObserver(() => {
    const wide = frame.scrollWidth > frame.clientWidth;
    for (const [name, value] of [["tabindex", "0"], ["role", "region"], ["aria-label", frame.dataset.scroll]]) {
      if (wide) frame.setAttribute(name, value);
      else frame.removeAttribute(name);
    }
  }).observe(frame);
}

// Browsers that cannot show the contents of a closed disclosure on wide screens get it opened.
if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60rem)").matches) {
  for (const details of document.querySelectorAll("details[data-wide-open]")) details.open = true;
}
for (const button of document.querySelectorAll("button[aria-controls=reading-tools]")) readingTools(button);
seniorEdition();
// A citation names the day on which it was read, which is the reader's own.
const today = new Date();
for (const day of document.querySelectorAll("[data-accessed]")) day.textContent = [today.getFullYear(), today.getMonth() + 1, today.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
for (const button of document.querySelectorAll("[data-print], [data-copy-of]")) button.addEventListener("click", async () => (await import("./keep.js")).act(button));
const ruler = () => root.dataset.ruler && import("./reading/ruler.js").then(({ rule }) => rule());
addEventListener("reading", ruler);
ruler();
// Nothing of the search is fetched before somebody goes to the box.
for (const form of document.querySelectorAll("form[data-search-box]")) {
  if ("DecompressionStream" in globalThis) form.addEventListener("focusin", async () => (await import("./search/box.js")).box(form), { once: true });
}
if (document.querySelector("[data-window]")) import("./application.js");
for (const frame of document.querySelectorAll("[data-scroll]")) scrollFrame(frame);
if (navigator.clipboard) for (const text of document.querySelectorAll("[data-copy]")) articleLinks(text);
if (document.querySelector("[data-offer], [data-dates]") && !document.querySelector("[data-calculator]")) import("./offers.js").then((offers) => offers.bringUpToDate(offers.today()));
// Fetched only for a reader who chose to be remembered on this device.
const mine = document.querySelector("[data-entitled]");
try {
  if (mine && localStorage.getItem("profile")) import("./entitled.js").then((module) => module.entitled(mine));
} catch {
  // Storage may be forbidden: nobody is remembered then.
}
// A page that shows statuses says of which day; the filter reads them when they are today's.
const dated = document.querySelector("time[data-as-of]");
if (dated) (await import("./due.js")).bringUpToDate(dated.dateTime);
for (const form of document.querySelectorAll("form[data-row-filter]")) rowFilter(form);
