// Suggestions under the search field: the combobox pattern of the ARIA practices, with a list, chosen by hand.

/** @typedef {Awaited<ReturnType<typeof import("../search/engine.js").openIndex>>} Index */
/** @typedef {{ text: string, count?: number }} Word */

const NUMBERS = new Intl.NumberFormat("fr");
const SHORTEST = 3;

export class Suggestions {
  /**
   * @param {HTMLInputElement} field
   * @param {() => HTMLElement} option makes an empty one
   * @param {<T>(work: (index: Index) => Promise<T>) => Promise<T>} ask
   * @param {() => void} choose what to do once the field holds a chosen word
   */
  constructor(field, option, ask, choose) {
    this.field = field;
    this.list = /** @type {HTMLElement} */ (document.getElementById(field.getAttribute("aria-controls") ?? ""));
    this.notice = document.getElementById("annonce-suggestions");
    this.option = option;
    this.ask = ask;
    this.choose = choose;
    this.active = -1;
    this.asking = new AbortController();
    field.addEventListener("keydown", (event) => this.key(event));
    field.addEventListener("input", () => { this.asking.abort(); this.activate(-1); });
    field.addEventListener("blur", () => this.close());
    // The field keeps the focus, so that a click or a touch is not a blur first.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const item = event.target instanceof Element ? event.target.closest("[role=option]") : null;
      if (item) this.pick(/** @type {HTMLElement} */ (item));
    });
    // Touching what takes no focus is not a blur everywhere.
    document.addEventListener("pointerdown", ({ target }) => {
      if (target instanceof Node && !this.list.contains(target) && target !== field) this.close();
    });
  }

  async update() {
    this.asking.abort();
    const { signal } = this.asking = new AbortController();
    const text = this.field.value;
    if (text.trim().length < SHORTEST) return this.close();
    // Suggestions help; that they fail is said by the results, not here.
    const found = await this.ask((index) => index.suggest(text, { signal })).catch(() => ({ words: [], titles: [] }));
    if (signal.aborted || document.activeElement !== this.field || this.field.value !== text) return;
    this.list.replaceChildren(
      ...found.words.filter((word) => word.text !== text.trim()).map((word) => this.item(word, { mot: word.text })),
      ...found.titles.map(({ title, url }) => this.item({ text: title }, { adresse: url })),
    );
    [...this.list.children].forEach((item, at) => { item.id = `suggestion-${at}`; });
    this.show(this.list.children.length > 0);
  }

  /** @param {Word} word @param {Record<string, string>} data */
  item({ text, count }, data) {
    const item = this.option();
    Object.assign(item.dataset, data);
    const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (item.querySelector(name));
    part("[data-champ=texte]").textContent = text;
    part("[data-si=fiche]").hidden = !data.adresse;
    const number = part("[data-champ=compte]");
    number.hidden = count === undefined;
    number.textContent = count === undefined ? "" : sentence(number, count);
    return item;
  }

  /** @param {boolean} shown */
  show(shown) {
    this.list.hidden = !shown;
    this.field.setAttribute("aria-expanded", String(shown));
    if (this.notice) this.notice.textContent = shown ? sentence(this.list, this.list.children.length) : "";
    this.activate(-1);
  }

  close() {
    this.asking.abort();
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
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.isComposing) return;
    if (event.key === "Escape" && !this.list.hidden) this.close();
    else if (step && count) {
      // Past an end the field has its turn again. Closed with Escape, they open; Alt only opens or closes.
      const wasOpen = !this.list.hidden;
      if (event.altKey) this.show(step > 0);
      else {
        const from = this.active;
        if (!wasOpen) this.show(true);
        this.activate(((from + step + 1 + count + 1) % (count + 1)) - 1);
      }
    } else if (event.key === "Enter" && this.active >= 0) this.pick(/** @type {HTMLElement} */ (this.list.children[this.active]));
    else {
      // Home, End, left and right belong to the text, and take the choice back to it.
      if (!["Shift", "Control", "Alt", "Meta"].includes(event.key)) this.activate(-1);
      return;
    }
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

/** The sentence of a number, from the two that an element carries. @param {HTMLElement} element @param {number} number */
function sentence({ dataset: { un = "", plusieurs = "" } }, number) {
  return number === 1 ? un : plusieurs.replace("{n}", NUMBERS.format(number));
}
