// How a collection of opinions stands today. sitegen/opinion_state.py says the same when the
// portal is built; both run the cases of tests/data/opinion_states.json.

const days = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / 86400000);

/** The day in Beijing, as 2026-11-22. */
export const today = () => new Date(Date.now() + 8 * 3600000).toISOString().slice(0, 10);

export function opinionState(opens, closes, feedback, day) {
  if (day < opens) return ["soon", days(day, opens)];
  if (day <= closes) return ["open", days(day, closes) + 1];
  if (feedback && feedback <= day) return ["answered", 0];
  return ["closed", 0];
}

const icons = { soon: "calendar", open: "clock", closed: "stop", answered: "check-circle" };

for (const place of document.querySelectorAll("[data-opinion]")) {
  const { opens, closes, feedback } = place.dataset;
  const [state, left] = opinionState(opens, closes, feedback, today());
  place.className = "status status-opinion-" + state;
  place.querySelector("[data-words]").textContent = place.dataset[state].replace("{n}", left);
  const use = place.querySelector("use");
  use.setAttribute("href", use.getAttribute("href").replace(/#.*/, "#" + icons[state]));
  // A list holds certain states only: what has moved on is shown where it belongs today.
  const list = place.closest("[data-held]");
  if (list && !list.dataset.held.split(" ").includes(state)) {
    document.querySelector(`[data-held~="${state}"]`)?.prepend(place.closest("[data-held] > li"));
  }
}
for (const list of document.querySelectorAll("[data-held]")) list.previousElementSibling.hidden = list.children.length > 0;
