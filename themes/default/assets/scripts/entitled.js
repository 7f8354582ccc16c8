// 服务找人: what the remembered profile may be entitled to, what is new since the last visit, what closes soon.

import { outcome, windowOf } from "./eligibility.js";
import { today } from "./offers.js";
import { forget, remember, remembered } from "./profile.js";

const LENGTH = 6;

export async function entitled(section) {
  const kept = remembered();
  if (!kept) return;
  const answer = await fetch(section.dataset.entitled);
  if (!answer.ok) return;
  const day = today();
  const found = (await answer.json()).measures
    .filter((measure) => measure.for === kept.for)
    .map((measure) => ({ measure, verdict: outcome(measure.conditions, kept.answers).verdict, state: windowOf(measure.opens, measure.closes, day) }))
    .filter(({ verdict, state }) => verdict !== "does-not-fit" && state[0] !== "closed");
  const lists = {
    closing: found.filter(({ state }) => state[0] === "closing").sort((a, b) => a.state[1] - b.state[1]),
    new: kept.visited ? found.filter(({ measure }) => measure.since > kept.visited) : [],
    fits: found.filter(({ verdict }) => verdict === "fits"),
    "may-fit": found.filter(({ verdict }) => verdict === "may-fit"),
  };
  for (const [name, members] of Object.entries(lists)) {
    const list = section.querySelector(`[data-mine="${name}"]`);
    for (const { measure, state } of members.slice(0, LENGTH)) {
      const item = section.querySelector("template").content.cloneNode(true);
      const link = item.querySelector("a");
      link.href = measure.url;
      link.textContent = measure.title;
      item.querySelector("span").textContent = name === "closing" ? section.dataset.left.replace("{n}", state[1]) : measure.amount;
      list.append(item);
    }
    list.closest("section").hidden = !members.length;
    list.closest("section").querySelector(".count").textContent = members.length;
  }
  section.querySelector("[data-nothing]").hidden = found.length > 0;
  section.querySelector("[data-forget]").addEventListener("click", () => {
    forget();
    section.hidden = true;
    document.querySelector("main").focus();
  });
  section.hidden = false;
  remember({ ...kept, visited: day });
}
