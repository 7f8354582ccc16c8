// What the reader chose for all pages (阅读设置): attributes of the root element, kept on the device under one name.

const root = document.documentElement;
const NAMES = ["scheme", "size", "ruler", "pointer", "senior"];

/** Choose `value` for a setting; "" is the portal's own. */
export function set(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  const kept = Object.fromEntries(NAMES.filter((each) => root.dataset[each]).map((each) => [each, root.dataset[each]]));
  try {
    if (Object.keys(kept).length) localStorage.setItem("reading", JSON.stringify(kept));
    else localStorage.removeItem("reading");
  } catch {
    // Not remembered then.
  }
  dispatchEvent(new CustomEvent("reading", { detail: name }));
}

export function reset() {
  for (const name of NAMES) set(name, "");
}
