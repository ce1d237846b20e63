// What a page does better with a script: print, copy the citation. Without it the buttons stay
// hidden and the citation can be selected by hand.

/** Shows the buttons of an action and listens to them. */
const on = (/** @type {string} */ action, /** @type {(button: HTMLElement) => void} */ run) => {
  for (const button of document.querySelectorAll(`[data-action="${action}"]`)) {
    if (!(button instanceof HTMLElement)) continue;
    button.hidden = false;
    button.addEventListener("click", () => run(button));
  }
};

on("imprimer", () => window.print());

on("imprimer-plan", () => {
  document.documentElement.classList.add("impression-plan");
  window.print();
});

if (navigator.clipboard) {
  on("copier", async (button) => {
    const text = document.getElementById(button.dataset.cible ?? "")?.textContent ?? "";
    const status = button.parentElement?.querySelector('[role="status"]');
    await navigator.clipboard.writeText(text.trim());
    if (status) status.textContent = button.dataset.fait ?? "";
  });
}

// What is folded on screen is wanted on paper.
/** @type {HTMLDetailsElement[]} */
let opened = [];
window.addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll("details.bloc:not([open])")].filter((one) => one instanceof HTMLDetailsElement);
  for (const one of opened) one.open = true;
});
window.addEventListener("afterprint", () => {
  for (const one of opened) one.open = false;
  document.documentElement.classList.remove("impression-plan");
});
