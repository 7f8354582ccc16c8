// The reader's answers on this device, kept only where the reader asked for it.

const KEY = "profile";

export function remembered() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return kept && typeof kept.answers === "object" && typeof kept.for === "string" ? kept : null;
  } catch {
    return null;
  }
}

export function remember(profile) {
  try {
    localStorage.setItem(KEY, JSON.stringify(profile));
    return true;
  } catch {
    return false;
  }
}

export function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Nothing was kept then.
  }
}
