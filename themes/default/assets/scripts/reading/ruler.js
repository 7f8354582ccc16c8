// The reading ruler (阅读标尺): a band across the page that follows the pointer, a finger and the focus.

const root = document.documentElement;
let ruler = null;

function follow(event) {
  const box = event.type === "focusin" ? event.target.getBoundingClientRect() : null;
  ruler.style.setProperty("top", `${box ? box.top + box.height / 2 : event.clientY}px`);
}

export function rule() {
  if (root.dataset.ruler && !ruler) {
    ruler = document.createElement("div");
    ruler.className = "ruler";
    ruler.ariaHidden = "true";
    document.body.append(ruler);
    for (const type of ["pointermove", "pointerdown", "focusin"]) addEventListener(type, follow, { passive: true });
  } else if (!root.dataset.ruler && ruler) {
    for (const type of ["pointermove", "pointerdown", "focusin"]) removeEventListener(type, follow);
    ruler.remove();
    ruler = null;
  }
}

addEventListener("reading", rule);
