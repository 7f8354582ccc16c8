// Whether applications are being taken today, by the rule of sitegen/application.py; tests/data/application_windows.json holds
// cases that both must answer alike.

// The day it is in Beijing, wherever the reader is.
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

export function windowOf(opens, closes, day) {
  if (opens && day < opens) return "before";
  if (!closes) return opens ? "open" : "always";
  return day <= closes ? "open" : "closed";
}

const LOOKS = { before: ["pending", "clock"], open: ["in-force", "check-circle"], closed: ["expired", "stop"] };

export function bringUpToDate(day = today()) {
  for (const line of document.querySelectorAll("[data-window]")) {
    const now = windowOf(line.dataset.opens, line.dataset.closes, day);
    // A page that was made for a later day than the reader's clock shows stays as it is.
    if (day <= line.dataset.asOf) continue;
    const [look, icon] = LOOKS[now];
    line.querySelector("[data-state]").textContent = line.dataset[now];
    line.querySelector(".status").className = `status status-${look}`;
    const use = line.querySelector("use");
    use.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#${icon}`));
    const as = line.querySelector("[data-as-of-day]");
    if (as) as.hidden = true;
    const next = line.querySelector("[data-next]");
    if (next) next.hidden = now !== "closed";
  }
}

bringUpToDate();
