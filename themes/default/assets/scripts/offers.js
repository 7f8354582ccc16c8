// Application windows on the reader's day: state, days left, and the list they belong to.

import { beijingDay, dayInWords } from "./due.js";
import { CLOSING, daysTo, windowOf } from "./eligibility.js";

// A page that was made for a later day than the reader's clock shows stays as it is.
export function today() {
  const made = document.querySelector("time[data-offers-as-of]")?.dateTime ?? "";
  const day = beijingDay(new Date());
  return day < made ? made : day;
}

export function stateWords(opens, closes, day) {
  const [state, left] = windowOf(opens, closes, day);
  const words = document.querySelector(`template[data-offer-word="${state}"]`);
  return [state, (words?.content.textContent ?? "").replace("{n}", left)];
}

export function bringUpToDate(day) {
  for (const time of document.querySelectorAll("time[data-offers-as-of]")) {
    time.dateTime = day;
    time.textContent = dayInWords(day, document.documentElement.lang);
  }
  for (const offer of document.querySelectorAll("[data-offer]")) {
    const [state, words] = stateWords(offer.dataset.opens, offer.dataset.closes, day);
    if (!words || offer.classList.contains(`offer-${state}`) && offer.textContent === words) continue;
    offer.className = `offer offer-${state}`;
    offer.querySelector("strong").textContent = words;
    const list = [...document.querySelectorAll("[data-offers]")].find((one) => one.dataset.offers.split(" ").includes(state));
    const item = offer.closest("[data-offers] > li");
    if (list && item && item.parentElement !== list) list.append(item);
  }
  for (const item of document.querySelectorAll("[data-dates] > li")) {
    const left = daysTo(day, item.querySelector("time").dateTime);
    item.hidden = left < 0 || left > CLOSING;
  }
  for (const list of document.querySelectorAll("[data-offers]")) list.closest("section").hidden = !list.children.length;
}
