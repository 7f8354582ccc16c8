// Read before the first paint: that scripts work, and what the reader chose on an earlier visit.
const root = document.documentElement;
root.dataset.js = "";
try {
  const kept = JSON.parse(localStorage.getItem("reading")) ?? {};
  for (const name of ["scheme", "size", "ruler", "pointer", "senior"]) if (/^\w+$/.test(kept[name] ?? "")) root.dataset[name] = kept[name];
} catch {
  // Storage may be forbidden or spoilt: the system's settings then hold.
}
