// When an application must be answered. sitegen/application_limit.py reckons the same; both run
// the cases of tests/data/application_limits.json. Days are numbers of days since 1970.

const DAY = 86400000;
const number = (iso) => Date.parse(iso) / DAY;
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);

/** The last day, or null where a year without a holiday notice is touched. `calendar`: {off: [iso], work: [iso], years: [2026]}. */
export function applicationLimit(received, corrected, extended, asked, calendar) {
  const off = new Set(calendar.off);
  const work = new Set(calendar.work);
  let day = number(corrected && corrected > received ? corrected : received);
  for (let left = 20 * (extended ? 2 : 1) + asked; left > 0; ) {
    day += 1;
    const name = iso(day);
    if (!calendar.years.includes(Number(name.slice(0, 4)))) return null;
    const weekday = (day + 4) % 7;
    if (work.has(name) || (weekday !== 0 && weekday !== 6 && !off.has(name))) left -= 1;
  }
  return iso(day);
}

const form = document.querySelector("form[data-application-limit]");
if (form) {
  const calendar = JSON.parse(document.getElementById("calendar").textContent);
  const said = form.querySelector("[role=status]");
  const show = () => {
    const { received, corrected, extended, asked } = form.elements;
    if (!received.value) return;
    const last = applicationLimit(received.value, corrected.value, extended.checked, Math.max(0, Math.min(250, Number(asked.value) || 0)), calendar);
    const [year, month, day] = (last ?? "").split("-").map(Number);
    said.textContent = last ? form.dataset.words.replace("{day}", `${year}年${month}月${day}日`) : form.dataset.unknown;
  };
  form.addEventListener("input", show);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    show();
  });
}
