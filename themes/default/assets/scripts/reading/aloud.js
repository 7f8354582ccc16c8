// Read this page aloud (朗读本页): the bar at the foot of the window that drives the engine of speech.js.

import { canSpeak, passages, readAloud, voiceFor } from "../speech.js";

let bar = null;

/** Begin to read `main`; where the browser has no voice for the page's language, `status` says so. */
export async function aloud(box, button, status) {
  if (bar) return;
  const lang = document.documentElement.lang;
  const voice = canSpeak() ? await voiceFor(lang) : null;
  if (!voice) {
    status.textContent = button.dataset.none;
    return;
  }
  if (bar) return;
  bar = box.querySelector("[data-aloud-bar]").content.firstElementChild.cloneNode(true);
  const place = bar.querySelector("[data-place]");
  const pause = bar.querySelector("[data-do=pause]");
  const words = [pause.textContent, pause.dataset.again];
  const close = () => {
    const within = bar.contains(document.activeElement);
    bar.remove();
    bar = null;
    if (within) document.querySelector("main").focus();
  };
  const reader = readAloud({
    passages: passages(document.querySelector("main")),
    lang,
    voice,
    onstate(state, { at, of }) {
      if (!bar) return;
      place.textContent = place.dataset.place.replace("{at}", at + 1).replace("{of}", of);
      pause.textContent = words[state === "paused" ? 1 : 0];
      if (state === "failed") status.textContent = button.dataset.failed;
      if (["ended", "stopped", "failed"].includes(state)) close();
    },
  });
  bar.addEventListener("click", (event) => {
    const act = event.target.closest("[data-do]")?.dataset.do;
    if (act === "pause") reader.state === "paused" ? reader.play() : reader.pause();
    else if (act) reader[act]();
  });
  bar.querySelector("[data-rate]").addEventListener("change", (event) => reader.rate(Number(event.target.value)));
  document.body.append(bar);
  reader.play();
  bar?.querySelector("[data-do=pause]").focus();
}
