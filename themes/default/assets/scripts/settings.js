// Read before the first paint: that scripts work, and the colour scheme the reader chose on an earlier visit.
const root = document.documentElement;
root.dataset.js = "";
try {
  const scheme = localStorage.getItem("scheme");
  if (["light", "dark", "contrast"].includes(scheme)) root.dataset.scheme = scheme;
} catch {
  // Storage may be forbidden: the system's scheme then holds.
}
