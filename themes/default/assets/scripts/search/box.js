// The box in the header: the best few answers under it while one types. Enter goes to the search page.

import { Search } from "./answer.js";
import { element, needles, titled } from "./results.js";

const SHOWN = 6;
const PAUSE_MS = 150;

export function box(form) {
  const input = form.elements.q;
  const list = element("ul", { class: "box-hits", "aria-label": form.dataset.hits, hidden: true });
  const search = new Search(form.dataset.pointer, form.dataset.pointer);
  let turn = 0;
  let pausing = 0;
  form.append(list);

  const close = () => {
    turn += 1;
    list.hidden = true;
  };
  const ask = async () => {
    const mine = ++turn;
    const text = input.value.trim();
    if (!text) return close();
    try {
      const answer = await search.ask(text);
      const look = needles(answer);
      const docs = answer.docs.slice(0, SHOWN);
      const heads = await Promise.all(docs.map((doc) => answer.reader.fragment(doc)));
      if (mine !== turn || !form.contains(document.activeElement)) return;
      list.replaceChildren(
        ...heads.map(([title, url, , unit]) =>
          element("li", {}, element("a", { href: url }, element("span", {}, ...titled(title, look, answer.reader.folding)), element("span", { class: "small" }, unit))),
        ),
      );
      list.hidden = !heads.length;
      form.querySelector("[role=status]").textContent = form.dataset.said.replace("{n}", heads.length);
    } catch {
      // The search page tells what is wrong; here Enter still leads there.
      search.renew();
      close();
    }
  };

  input.addEventListener("input", (event) => {
    if (event.isComposing) return;
    clearTimeout(pausing);
    pausing = setTimeout(ask, PAUSE_MS);
  });
  input.addEventListener("compositionend", ask);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      close();
      input.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const stops = [input, ...list.querySelectorAll("a")];
      const at = stops.indexOf(document.activeElement);
      if (at < 0 || list.hidden) return;
      event.preventDefault();
      stops[(at + (event.key === "ArrowDown" ? 1 : stops.length - 1)) % stops.length].focus();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  search.warm().catch(() => {});
  if (input.value) ask();
}
