// The panel of reading tools (阅读工具): each button sets one thing for all pages, and says so.

const root = document.documentElement;

/** Make the buttons of the panel work and keep them true; `set(name, value)` keeps a choice. */
export function panel(box, set) {
  const status = box.querySelector("[role=status]");
  const buttons = [...box.querySelectorAll("[data-set]")];
  const show = () => {
    for (const button of buttons) button.ariaPressed = String((root.dataset[button.dataset.set] ?? "") === button.value);
  };
  const say = (what, value) => {
    status.textContent = `${what}${box.dataset.colon}${value}`;
  };
  for (const button of buttons) {
    const alone = buttons.filter((other) => other.dataset.set === button.dataset.set).length === 1;
    button.addEventListener("click", () => {
      const off = alone && root.dataset[button.dataset.set] === button.value;
      set(button.dataset.set, off ? "" : button.value);
      if (alone) say(button.textContent, off ? box.dataset.off : box.dataset.on);
      else say(button.closest("fieldset").querySelector("legend").textContent, button.textContent);
    });
  }
  box.querySelector("[data-reset]").addEventListener("click", (event) => {
    for (const name of new Set(buttons.map((button) => button.dataset.set))) set(name, "");
    status.textContent = event.currentTarget.textContent;
  });
  const aloud = box.querySelector("[data-aloud]");
  aloud.addEventListener("click", async () => (await import("./aloud.js")).aloud(box, aloud, status));
  addEventListener("reading", show);
  show();
}
