// Whether what is known of a person or firm meets the conditions of a measure.
// The same rules stand in sitegen/eligibility.py; both run tests/data/eligibility.json. Change them together.
// An answer is true or false, a whole number, or a list of ids of chosen options; without one a condition stays open.

export const CLOSING = 30;
const DAY = 86_400_000;

export function met(requirement, answers) {
  const answer = answers[requirement.fact];
  if (answer === undefined || answer === null) return null;
  if ((requirement.holds ?? null) !== null && answer !== requirement.holds) return false;
  const chosen = Array.isArray(answer) ? answer : [];
  if (requirement.one_of?.length && !requirement.one_of.some((id) => chosen.includes(id))) return false;
  if (requirement.none_of?.some((id) => chosen.includes(id))) return false;
  const number = Array.isArray(answer) ? 0 : Number(answer);
  if ((requirement.at_least ?? null) !== null && number < requirement.at_least) return false;
  return (requirement.at_most ?? null) === null || number <= requirement.at_most;
}

export const parts = (condition) => (condition.any_of?.length ? condition.any_of : [condition]);

export function holds(condition, answers) {
  const found = parts(condition).map((part) => met(part, answers));
  if (found.includes(true)) return true;
  return found.includes(null) ? null : false;
}

export function outcome(conditions, answers) {
  const found = conditions.map((condition) => holds(condition, answers));
  const failing = found.flatMap((value, at) => (value === false ? [at] : []));
  if (failing.length) return { verdict: "does-not-fit", missing: [], failing };
  const open = conditions.flatMap((condition, at) => (found[at] === null ? parts(condition).filter((part) => met(part, answers) === null).map((part) => part.fact) : []));
  const missing = [...new Set(open)];
  return { verdict: missing.length ? "may-fit" : "fits", missing, failing: [] };
}

export const daysTo = (from, to) => Math.round((Date.parse(to) - Date.parse(from)) / DAY);

// Days are written as 2026-03-05.
export function windowOf(opens, closes, today) {
  if (opens && today < opens) return ["upcoming", daysTo(today, opens)];
  if (!closes) return ["always", null];
  const left = daysTo(today, closes);
  if (left < 0) return ["closed", null];
  return [left <= CLOSING ? "closing" : "open", left];
}
