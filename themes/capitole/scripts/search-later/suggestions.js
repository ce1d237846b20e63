// Suggestions under the search field: the ARIA combobox pattern with a list.

/** @typedef {Awaited<ReturnType<typeof import("../search/engine.js").openIndex>>} Index */

/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class Suggestions {
  /**
   * @param {HTMLInputElement} field
   * @param {HTMLElement} list
   * @param {() => HTMLElement} option makes an empty one
   * @param {() => Promise<Index>} index
   * @param {() => void} choose what to do once the field holds a chosen word
   */
  constructor(field, list, option, index, choose) {
    this.field = field;
    this.list = list;
    this.option = option;
    this.index = index;
    this.choose = choose;
    this.active = -1;
    this.turn = 0;
    for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"]]) {
      field.setAttribute(name, value);
    }
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that a click is not a blur first.
    list.addEventListener("mousedown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (item) this.pick(/** @type {HTMLElement} */ (item));
    });
  }

  async update() {
    const mine = (this.turn += 1);
    const text = this.field.value;
    if (text.trim().length < 2) return this.close();
    // Suggestions help; that they fail is said by the results, not here.
    const found = await this.index().then((index) => index.suggest(text)).catch(() => ({ words: [], titles: [] }));
    if (mine !== this.turn || document.activeElement !== this.field || this.field.value !== text) return;
    const words = found.words.filter((word) => word !== text.trim());
    this.list.replaceChildren(
      ...words.map((word) => this.item(word, { mot: word })),
      ...found.titles.map(({ title, url }) => this.item(title, { adresse: url })),
    );
    [...this.list.children].forEach((item, at) => { item.id = `suggestion-${at}`; });
    this.show(this.list.children.length > 0);
  }

  /** @param {string} text @param {Record<string, string>} data */
  item(text, data) {
    const item = this.option();
    Object.assign(item.dataset, data);
    const label = item.querySelector("[data-champ=texte]");
    if (label) label.textContent = text;
    const kind = item.querySelector("[data-si=fiche]");
    if (kind instanceof HTMLElement) kind.hidden = !data.adresse;
    return item;
  }

  /** @param {boolean} shown */
  show(shown) {
    this.list.hidden = !shown;
    this.field.setAttribute("aria-expanded", String(shown));
    this.activate(-1);
  }

  close() {
    this.turn += 1;
    this.show(false);
  }

  /** @param {number} at */
  activate(at) {
    this.active = at;
    [...this.list.children].forEach((item, rank) => item.setAttribute("aria-selected", String(rank === at)));
    if (at < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `suggestion-${at}`);
    this.list.children[at]?.scrollIntoView({ block: "nearest" });
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const count = this.list.children.length;
    const step = STEPS[event.key];
    if (event.key === "Escape" && !this.list.hidden) this.close();
    else if (step && count && !this.list.hidden) this.activate(((this.active + step + 1 + count + 1) % (count + 1)) - 1);
    else if (event.key === "Enter" && this.active >= 0) this.pick(/** @type {HTMLElement} */ (this.list.children[this.active]));
    else return;
    event.preventDefault();
  }

  /** @param {HTMLElement} item */
  pick(item) {
    const { mot, adresse } = item.dataset;
    if (adresse) return location.assign(adresse);
    this.field.value = mot ?? "";
    this.close();
    this.choose();
  }
}
