// What those who filter need: chips, ranges of a scale, the panel of a narrow screen, a search in a long list.

import { fold } from "../search/words.js";

/** Below it the filters are a panel; styles/recherche.css says the same. */
const WIDE = matchMedia("(min-width: 60rem)");
const NUMBERS = new Intl.NumberFormat("fr");

/** @template {Element} [T=HTMLElement] @param {string} selector @param {ParentNode} [from] @returns {T} */
function need(selector, from = document) {
  const element = from.querySelector(selector);
  if (!element) throw new Error(`la page de recherche n’a pas ${selector}`);
  return /** @type {any} */ (element);
}

export class Filters {
  /**
   * @param {HTMLFormElement} form
   * @param {(template: string) => HTMLElement} clone
   */
  constructor(form, clone) {
    this.form = form;
    this.clone = clone;
    this.column = need("#filtres");
    this.body = need(".filtres-corps");
    this.chips = need("#filtres-actifs");
    this.clear = need(".filtres-actifs [data-action=tout-effacer]");
    this.status = need("#statut-recherche");
    /** @type {HTMLDialogElement} */
    this.panel = need("#panneau-filtres");
    for (const button of document.querySelectorAll("[data-action=tout-effacer]")) button.addEventListener("click", () => this.untick(this.boxes()));
    for (const action of ["fermer", "voir"]) need(`[data-action=${action}]`, this.panel).addEventListener("click", () => this.panel.close());
    this.panel.addEventListener("click", ({ target }) => { if (target === this.panel) this.panel.close(); });
    this.panel.addEventListener("close", () => this.column.append(this.body));
    WIDE.addEventListener("change", () => this.panel.close());
    this.body.addEventListener("input", ({ target }) => {
      if (target instanceof HTMLInputElement && target.type === "search") reduce(target);
    });
  }

  /** The boxes of a facet, or of all. @param {string} [name] */
  boxes(name) {
    return [...this.form.elements].filter((one) => one instanceof HTMLInputElement)
      .filter((box) => box.type === "checkbox" && (!name || box.name === name));
  }

  /** Takes choices away, as by hand. @param {HTMLInputElement[]} boxes */
  untick(boxes) {
    for (const box of boxes) box.checked = false;
    changed(boxes[0]);
  }

  /**
   * @param {{ filters: Record<string, string[]>, archives: boolean }} state
   * @param {Record<string, Record<string, number>>} counts
   */
  render({ filters, archives }, counts) {
    const all = Object.entries(archives ? { ...filters, archives: ["oui"] } : filters);
    const active = all.flatMap(([name, values]) => {
      // A value that came by the address and that nothing offers has a box all the same, to take it away.
      for (const value of values) if (!this.boxes(name).some((box) => box.value === value)) this.addBox(name, value);
      return this.said(name);
    });
    const focused = [...this.chips.children].findIndex((one) => one.contains(document.activeElement));
    this.chips.replaceChildren(...active.map(([text, boxes]) => {
      const item = this.clone("#modele-filtre");
      need("[data-champ=nom]", item).textContent = text;
      need("button", item).addEventListener("click", () => this.untick(boxes));
      return item;
    }));
    const count = need("[data-champ=nombre-filtres]");
    count.textContent = `(${active.length})`;
    for (const one of [this.chips, this.clear, count]) one.hidden = !active.length;
    const buttons = this.chips.querySelectorAll("button");
    if (focused >= 0) buttons[Math.min(focused, buttons.length - 1)]?.focus();

    const words = need("[data-texte=demande]");
    words.textContent = [words.textContent, ...active.map(([text]) => text)].filter(Boolean).join(" · ");
    for (const facet of document.querySelectorAll("[data-facette]:has([data-plage])")) {
      if (facet instanceof HTMLElement) this.showRange(facet, counts[facet.dataset.facette ?? ""]);
    }
    this.sayTotal();
  }

  /** @param {string} name @param {string} value */
  addBox(name, value) {
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name, value, hidden: true, checked: true });
    box.setAttribute("form", this.form.id);
    this.body.append(box);
  }

  /**
   * What is ticked of a facet as chips say it, and the boxes of each; values of a scale that follow each other are one.
   * @param {string} name
   * @returns {[string, HTMLInputElement[]][]}
   */
  said(name) {
    const boxes = this.boxes(name);
    const ticked = boxes.filter((box) => box.checked);
    const last = ticked.length - 1;
    const range = document.querySelector(`[data-facette=${name}] [data-plage]`);
    if (range instanceof HTMLElement && last > 0 && boxes.indexOf(ticked[last]) - boxes.indexOf(ticked[0]) === last) {
      const text = (range.dataset.plage ?? "").replace("{de}", ticked[0].value).replace("{a}", ticked[last].value);
      return [[text, ticked]];
    }
    return ticked.map((box) => [box.dataset.nom ?? box.value, [box]]);
  }

  /**
   * The two ends of a scale as its boxes are ticked, and how many deliverables each step has.
   * @param {HTMLElement} facet
   * @param {Record<string, number>} [counts]
   */
  showRange(facet, counts) {
    const boxes = this.boxes(facet.dataset.facette);
    const ticked = boxes.filter((box) => box.checked);
    const inside = ticked.length ? ticked : boxes;
    for (const select of facet.querySelectorAll("select")) {
      select.value = inside[select.dataset.borne === "de" ? 0 : inside.length - 1].value;
      for (const option of counts ? select.options : []) {
        option.textContent = `${option.dataset.nom} (${NUMBERS.format(counts?.[option.value] ?? 0)})`;
      }
    }
  }

  /** Ticks what lies between the two ends of a scale; nothing when that is all of it. @param {HTMLSelectElement} moved */
  tick(moved) {
    const facet = /** @type {HTMLElement} */ (moved.closest("[data-facette]"));
    /** @type {HTMLSelectElement} */
    const from = need("[data-borne=de]", facet);
    /** @type {HTMLSelectElement} */
    const to = need("[data-borne=a]", facet);
    // The other end follows.
    if (from.selectedIndex > to.selectedIndex) (moved === from ? to : from).value = moved.value;
    const isAll = from.selectedIndex === 0 && to.selectedIndex === to.length - 1;
    const boxes = this.boxes(facet.dataset.facette);
    boxes.forEach((box, at) => { box.checked = !isAll && at >= from.selectedIndex && at <= to.selectedIndex; });
    changed(boxes[0]);
  }

  /** Shows the filters over the page. */
  open() {
    need(".panneau-pied", this.panel).before(this.body);
    this.panel.showModal();
    this.sayTotal();
  }

  /** Repeats the count at the foot of the panel, behind which the page is out of reach. */
  sayTotal() {
    const total = Number(this.status.dataset.total ?? 0);
    const button = need("[data-action=voir]", this.panel);
    const { zero, un, plusieurs } = button.dataset;
    button.textContent = ((total === 0 ? zero : total === 1 ? un : plusieurs) ?? "").replace("{n}", NUMBERS.format(total));
    if (this.panel.open) need("[aria-live]", this.panel).textContent = this.status.textContent;
  }
}

/** Says that boxes are not as they were, as a hand on one would. @param {HTMLInputElement} box */
const changed = (box) => void box?.dispatchEvent(new Event("change", { bubbles: true }));

/** Leaves in a long list what holds the letters typed, and what is ticked. @param {HTMLInputElement} field */
function reduce(field) {
  const sought = fold(field.value.trim());
  const list = need(".facette-longue", /** @type {HTMLElement} */ (field.closest("fieldset")));
  let found = 0;
  for (const label of list.querySelectorAll("label")) {
    const isFound = fold(label.querySelector("span")?.textContent ?? "").includes(sought);
    label.hidden = !isFound && !label.querySelector("input")?.checked;
    if (isFound) found += 1;
  }
  need("[data-si=rien]", list).hidden = found > 0;
}
