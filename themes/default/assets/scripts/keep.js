// Keeping a page (保存与分享): print it, copy how it is cited.

/** Do what the button stands for. */
export async function act(button) {
  if ("print" in button.dataset) return print();
  const status = document.querySelector("[data-kept]");
  const text = document.getElementById(button.dataset.copyOf).textContent.replace(/\s+/g, " ").trim();
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = status.dataset.done;
  } catch {
    status.textContent = status.dataset.failed;
  }
}
