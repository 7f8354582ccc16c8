// The digital presenter (数字人): speaks the words of the page in the chosen language with the browser's own voices, while its
// captions follow. A language without a voice is said to be without; its words stand on the page all the same.

function presenter(box) {
  const stage = box.querySelector("[data-stage]");
  const controls = stage.querySelector("[data-controls]");
  const caption = stage.querySelector("[data-caption]");
  const status = stage.querySelector("[data-status]");
  const play = stage.querySelector("[data-play]");
  const rate = stage.querySelector("[data-rate]");
  const choices = [...stage.querySelectorAll("[data-speech]")];
  const playWord = play.textContent;
  let reader = null;
  let chosen = null;
  let sentence = "";

  const say = (what) => {
    status.textContent = box.getAttribute(`data-say-${what}`).replaceAll("{language}", chosen.dataset.name);
  };
  const show = (text, start = 0, end = 0) => {
    const word = document.createElement("mark");
    word.textContent = text.slice(start, end);
    caption.replaceChildren(text.slice(0, start), ...(end > start ? [word] : []), text.slice(end));
  };
  const turn = (state) => {
    // Told once, not with each sentence.
    if (state !== stage.dataset.state) say(state);
    stage.dataset.state = state;
    play.textContent = state === "speaking" ? play.dataset.pause : playWord;
    if (!["speaking", "paused"].includes(state)) caption.replaceChildren();
  };
  // The words of a language: its own script, else the text of the page.
  const words = (speech, passages) => {
    const script = box.querySelector(`[data-script="${speech}"]`);
    if (script) script.open = true;
    return passages(script?.querySelector("div") ?? document.querySelector(".prose"));
  };

  const choose = async (choice) => {
    reader?.stop();
    reader = null;
    chosen = choice;
    for (const other of choices) other.setAttribute("aria-pressed", String(other === choice));
    caption.lang = choice.dataset.spokenLang;
    // The engine is fetched when somebody wants to hear something.
    const { passages, readAloud, voiceFor } = await import("./speech.js");
    const lang = choice.dataset.spokenLang;
    const voice = await voiceFor(lang);
    if (chosen !== choice) return;
    controls.hidden = !voice;
    if (!voice) return say("absent");
    reader = readAloud({
      passages: words(choice.dataset.speech, passages), lang, voice, rate: Number(rate.value), follow: false, onstate: turn,
      onsentence: ({ text }) => show((sentence = text)),
      onword: ({ start, end }) => show(sentence, start, end),
    });
    reader.play();
  };

  play.addEventListener("click", () => (reader.state === "speaking" ? reader.pause() : reader.play()));
  for (const name of ["previous", "next", "stop"]) stage.querySelector(`[data-${name}]`).addEventListener("click", () => reader[name]());
  rate.addEventListener("change", () => reader.rate(Number(rate.value)));
  for (const choice of choices) choice.addEventListener("click", () => choose(choice));
}

for (const box of document.querySelectorAll("[data-presenter]")) presenter(box);
