// What depends on today: the status of rows, days late, figures by status, and the day they are of.
// The rules are those of sitegen/obligations.py; tests/data/due.json holds cases that both must answer alike.

const DAY = 86_400_000;

export const beijingDay = (moment) => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);

export function statusOf({ soonFrom, latest, published }, day) {
  if (published) return published > latest ? "late" : "on-time";
  if (day > latest) return "overdue";
  return day >= soonFrom ? "due-soon" : "on-time";
}

export const lateBy = ({ latest, published }, day) => Math.max(0, (Date.parse(published ?? day) - Date.parse(latest)) / DAY);

export function statusOfRow({ settled, unpublished }, day) {
  const states = unpublished.map((one) => statusOf(one, day));
  return ["overdue", "due-soon"].find((state) => states.includes(state)) ?? settled;
}

// `settled soon/latest soon/latest`, as templates/_status.html writes it.
export function movingRow(text) {
  const [settled, ...pairs] = text.split(" ");
  return { settled, unpublished: pairs.map((pair) => { const [soonFrom, latest] = pair.split("/"); return { soonFrom, latest }; }) };
}

const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

export function dayInWords(day, lang) {
  const [year, month, date] = day.split("-").map(Number);
  return lang === "en" ? `${date} ${MONTHS[month - 1]} ${year}` : `${year}年${month}月${date}日`;
}

function showStatus(badge, asOf, today) {
  const row = movingRow(badge.dataset.moving);
  const [before, now] = [statusOfRow(row, asOf), statusOfRow(row, today)];
  const words = document.querySelector(`template[data-status-word="${now}"]`);
  // Only these two come with time; everything else is as it was printed.
  if (!words) return;
  badge.replaceChildren(words.content.cloneNode(true));
  const said = badge.querySelector("span");
  said.textContent = said.textContent.replace("{n}", Math.max(...row.unpublished.map((one) => lateBy(one, today))));
  badge.classList.replace(`status-${before}`, `status-${now}`);
  const listed = badge.closest("[data-row]");
  if (listed) listed.dataset.status = now;
  const box = badge.closest("[data-state]");
  if (!box) return;
  box.classList.replace(`state-${before}`, `state-${now}`);
  box.querySelector("[data-line]").textContent = box.dataset[now === "overdue" ? "overdue" : "dueSoon"];
}

function showFigures(list, asOf, today) {
  const rows = list.dataset.figures.split(";").filter(Boolean).map(movingRow);
  for (const figure of list.querySelectorAll("[data-count]")) {
    const count = (day) => rows.filter((row) => statusOfRow(row, day) === figure.dataset.count).length;
    figure.textContent = Number(figure.textContent) - count(asOf) + count(today);
  }
}

// A page that was made for a later day than the reader's clock shows stays as it is.
export function bringUpToDate(asOf, today = beijingDay(new Date())) {
  if (today <= asOf) return;
  for (const badge of document.querySelectorAll("[data-moving]")) showStatus(badge, asOf, today);
  for (const list of document.querySelectorAll("[data-figures]")) showFigures(list, asOf, today);
  for (const day of document.querySelectorAll("time[data-as-of]")) {
    day.dateTime = today;
    day.textContent = dayInWords(today, document.documentElement.lang);
  }
}
