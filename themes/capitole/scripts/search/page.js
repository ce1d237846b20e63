// The search page: what is typed and ticked → address → results. Every sentence stands in the HTML.

import { IndexError, openIndex } from "./engine.js";

/** @typedef {import("./engine.js").Found} Found */
/** @typedef {import("./engine.js").Result} Result */
/** @typedef {{ q: string, filters: Record<string, string[]>, page: number, tri: string, archives: boolean }} State */

/** @template {Element} [T=HTMLElement] @param {string} selector @param {ParentNode} [from] */
const find = (selector, from = document) => /** @type {T | null} */ (from.querySelector(selector));

/** @template {Element} [T=HTMLElement] @param {string} selector @returns {T} */
function need(selector) {
  const element = find(selector);
  if (!element) throw new Error(`la page de recherche n’a pas ${selector}`);
  return /** @type {any} */ (element);
}

const main = need("main");
const form = /** @type {HTMLFormElement} */ (need("#formulaire-recherche"));
const field = /** @type {HTMLInputElement} */ (need("#q"));
const zone = need("#zone-resultats");
const status = need("#statut-recherche");
const list = need("#resultats");
const pager = need("#pagination");
const failure = need("#message-erreur");
const facetBoxes = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-facette]"))];
const perPage = Number(main.dataset.parPage) || 10;
const numbers = new Intl.NumberFormat("fr");
const dates = new Intl.DateTimeFormat("fr", { dateStyle: "long", timeZone: "UTC" });

/** @type {ReturnType<typeof openIndex> | null} */
let index = null;
let folder = main.dataset.index;
let turn = 0;

function open() {
  const base = new URL(main.dataset.base ?? "./", document.baseURI);
  index ??= openIndex(base, { folder });
  index.catch(() => { index = null; });
  return index;
}

/** @param {string} state */
const setState = (state) => { main.dataset.etat = state; };

/** @param {Element | null} element @param {boolean} shown */
const show = (element, shown) => { if (element) /** @type {HTMLElement} */ (element).hidden = !shown; };

/** @param {string} selector @param {string} text @param {ParentNode} from */
function write(selector, text, from) {
  const element = find(selector, from);
  if (element) element.textContent = text;
}

/** The boxes of the form's filters. @returns {HTMLInputElement[]} */
const boxes = () => /** @type {HTMLInputElement[]} */ ([...form.elements].filter((one) => one instanceof HTMLInputElement && one.type === "checkbox"));

/** @param {string} name @param {string} value */
const boxOf = (name, value) => boxes().find((box) => box.name === name && box.value === value);

/** @param {string} name @param {string} value */
const nameOf = (name, value) => boxOf(name, value)?.dataset.nom ?? value;

/** @returns {State} */
function fromAddress() {
  const params = new URLSearchParams(location.search);
  /** @type {Record<string, string[]>} */
  const filters = {};
  for (const { dataset } of facetBoxes) {
    const values = params.getAll(dataset.facette ?? "");
    if (values.length) filters[dataset.facette ?? ""] = values;
  }
  return {
    q: params.get("q") ?? "", filters, page: Math.max(1, Number(params.get("page")) || 1),
    tri: params.get("tri") ?? "pertinence", archives: params.has("archives"),
  };
}

/** @param {State} state */
function toForm({ q, filters, tri, archives }) {
  if (field.value !== q) field.value = q;
  for (const box of boxes()) box.checked = box.name === "archives" ? archives : (filters[box.name] ?? []).includes(box.value);
  const sort = /** @type {HTMLSelectElement | null} */ (form.elements.namedItem("tri"));
  if (sort) sort.value = [...sort.options].some((option) => option.value === tri) ? tri : "pertinence";
}

/** @returns {State} */
function fromForm() {
  const data = new FormData(form);
  /** @type {Record<string, string[]>} */
  const filters = {};
  for (const { dataset } of facetBoxes) {
    const values = data.getAll(dataset.facette ?? "").map(String);
    if (values.length) filters[dataset.facette ?? ""] = values;
  }
  return { q: field.value, filters, page: 1, tri: String(data.get("tri") ?? "pertinence"), archives: data.has("archives") };
}

/** @param {State} state */
function address({ q, filters, page, tri, archives }) {
  const params = new URLSearchParams();
  if (q.trim()) params.set("q", q);
  for (const [id, values] of Object.entries(filters)) for (const value of values) params.append(id, value);
  if (archives) params.set("archives", "oui");
  if (tri !== "pertinence") params.set("tri", tri);
  if (page > 1) params.set("page", String(page));
  return `${location.pathname}${params.size ? `?${params}` : ""}`;
}

/** @param {State} state @param {boolean} [typing] whether the address is replaced rather than added */
function go(state, typing = false) {
  const url = address(state);
  if (url !== location.pathname + location.search) history[typing ? "replaceState" : "pushState"](null, "", url);
  return run(state);
}

/** @param {State} state @returns {Promise<void>} */
async function run(state, again = false) {
  const mine = (turn += 1);
  setState("chargement");
  list.setAttribute("aria-busy", "true");
  show(failure, false);
  if (!status.dataset.total) status.textContent = status.dataset.chargement ?? "";
  try {
    const opened = await open();
    const facets = facetBoxes.filter((box) => !(box instanceof HTMLDetailsElement) || box.open).map((box) => box.dataset.facette ?? "");
    const found = await opened.search(state.q, {
      filters: state.filters, facets, limit: perPage, offset: (state.page - 1) * perPage,
      sort: /** @type {any} */ (state.tri), archives: state.archives,
    });
    if (mine !== turn) return;
    if (found.total && !found.results.length) return void go({ ...state, page: Math.ceil(found.total / perPage) }, true);
    render(state, found);
    setState("pret");
  } catch (error) {
    if (mine !== turn) return;
    // A 404 tells that the site was published anew: its current index has another name.
    if (!again && error instanceof IndexError && error.status === 404) {
      [index, folder] = [null, undefined];
      return run(state, true);
    }
    fail(error);
  }
  list.removeAttribute("aria-busy");
}

/** @param {unknown} error */
function fail(error) {
  index = null;
  const cause = error instanceof IndexError ? error.reason : "format";
  failure.querySelectorAll("[data-cause]").forEach((one) => show(one, /** @type {HTMLElement} */ (one).dataset.cause === cause));
  write("[data-champ=detail]", error instanceof Error ? error.message : "", failure);
  list.replaceChildren();
  status.textContent = "";
  show(pager, false);
  show(failure, true);
  setState("erreur");
}

/** @param {State} state @param {Found} found */
function render(state, found) {
  const { total } = found;
  const active = Object.keys(state.filters).length > 0;
  const { zero, un, plusieurs, tout } = status.dataset;
  const sentence = !state.q.trim() && !active ? tout : total === 0 ? zero : total === 1 ? un : plusieurs;
  status.dataset.total = String(total);
  status.textContent = (sentence ?? "{n}").replace("{n}", numbers.format(total));
  list.replaceChildren(...found.results.map(card));
  show(find("#message-vide"), total === 0);
  show(find("#message-relache"), found.relaxed);
  renderCorrection(state, found.corrected);
  renderFilters(state);
  renderCounts(found);
  renderPager(state, total);
}

/** @param {State} state @param {string | null} corrected */
function renderCorrection(state, corrected) {
  const message = find("#message-corrige");
  if (!message) return;
  show(message, corrected !== null);
  write("[data-champ=correction]", corrected ?? "", message);
  write("[data-champ=saisie]", state.q, message);
}

/** @param {string} id */
function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (need(id));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
}

/** @param {Element | null} element @param {string} text @param {number[][]} [marks] */
function fill(element, text, marks = []) {
  if (!element) return;
  element.textContent = "";
  let at = 0;
  for (const [start, end] of marks) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    element.append(text.slice(at, start), mark);
    at = end;
  }
  element.append(text.slice(at));
}

/** @param {Result} result */
function card({ title = "", titleMarks, snippet = "", marks, slug, fragment, attachment }) {
  const item = clone("#modele-resultat");
  if (!fragment) return item;
  item.dataset.fiche = slug;
  const link = find("a[data-champ=titre]", item);
  link?.setAttribute("href", `${main.dataset.racine ?? "../"}livrables/${slug}/`);
  fill(link, title, titleMarks);
  fill(find("[data-champ=extrait]", item), snippet, marks);
  if (attachment) {
    const format = attachment.file.split(".").pop() ?? "";
    write("[data-champ=piece]", `${attachment.title} (${format.toUpperCase()})`, item);
    find("[data-champ=piece]", item)?.setAttribute("href", `${main.dataset.racine ?? "../"}livrables/${slug}/${attachment.file}`);
    show(find("[data-si=piece]", item), true);
  }
  write("[data-champ=type]", nameOf("type", fragment.type), item);
  write("[data-champ=prestataire]", fragment.prestataire, item);
  const places = find("[data-champ=departements]", item);
  if (places) places.textContent = fragment.departements.map((id) => nameOf("departement", id)).join(places.dataset.separateur ?? ", ");
  const date = find("time[data-champ=date]", item);
  date?.setAttribute("datetime", fragment.date);
  if (date) date.textContent = dates.format(new Date(fragment.date));
  const axis = find("[data-repete=axes]", item);
  axis?.replaceWith(...fragment.axes.map((id) => {
    const one = /** @type {HTMLElement} */ (axis.cloneNode(true));
    one.dataset.axe = id;
    write("[data-champ=lettre]", id.toUpperCase(), one);
    write("[data-champ=nom]", nameOf("axe", id), one);
    return one;
  }));
  for (const flag of /** @type {const} */ (["exemple", "archive", "adapter", "vendre"])) show(find(`[data-si=${flag}]`, item), fragment[flag]);
  return item;
}

/** @param {State} state */
function renderFilters(state) {
  const chips = find("#filtres-actifs");
  const active = Object.entries(state.filters).flatMap(([name, values]) => values.map((value) => [name, value]));
  if (state.archives) active.push(["archives", "oui"]);
  chips?.replaceChildren(...active.map(([name, value]) => {
    const item = clone("#modele-filtre");
    write("[data-champ=nom]", nameOf(name, value), item);
    find("button", item)?.addEventListener("click", () => {
      const box = boxOf(name, value);
      if (box) box.checked = false;
      const { [name]: values = [], ...others } = state.filters;
      const left = values.filter((one) => one !== value);
      const next = item.nextElementSibling ?? item.previousElementSibling;
      const { dataset } = next instanceof HTMLElement ? next : item;
      void go({ ...fromForm(), filters: left.length ? { ...others, [name]: left } : others })
        .then(() => (find(`[data-filtre="${CSS.escape(dataset.filtre ?? "")}"] button`, chips) ?? find("#titre-resultats"))?.focus());
    });
    item.dataset.filtre = `${name}=${value}`;
    return item;
  }));
  show(chips, active.length > 0);
  show(find("[data-action=tout-effacer]"), active.length > 0);
  const count = find("[data-champ=nombre-filtres]");
  if (count) count.textContent = String(active.length);
  show(count, active.length > 0);
}

/** @param {Found} found */
function renderCounts({ facets }) {
  for (const box of boxes()) {
    const counts = facets[box.name];
    const label = box.closest("label");
    if (!counts || !label) continue;
    const count = counts[box.value] ?? 0;
    write("[data-compte]", numbers.format(count), label);
    label.toggleAttribute("data-vide", count === 0);
  }
}

/** @param {State} state @param {number} total */
function renderPager(state, total) {
  const pages = Math.ceil(total / perPage);
  show(pager, pages > 1);
  const place = find("[data-champ=page]", pager);
  if (place) {
    place.textContent = (place.dataset.modele ?? "{page}").replace("{page}", numbers.format(state.page)).replace("{pages}", numbers.format(pages));
  }
  for (const [action, page] of /** @type {const} */ ([["precedente", state.page - 1], ["suivante", state.page + 1]])) {
    const link = find(`[data-action=${action}]`, pager);
    show(link, page >= 1 && page <= pages);
    link?.setAttribute("href", address({ ...state, page }));
  }
}

function listen() {
  let timer = 0;
  /** @type {Promise<import("../search-later/suggestions.js").Suggestions> | undefined} */
  let suggestions;
  // Loaded by those who type, not by those who follow a link to a search.
  const suggest = () => suggestions ??= import("../search-later/suggestions.js").then(({ Suggestions }) =>
    new Suggestions(field, need("#suggestions"), () => clone("#modele-suggestion"), open, () => void go(fromForm())));
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => {
      void go(fromForm(), true);
      suggest().then((one) => one.update()).catch(() => { suggestions = undefined; });
      // A word just begun stands for many, which cost bytes: its next letters are worth a short wait.
    }, /(^|\s)\S{1,3}$/.test(field.value) ? 400 : 150);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void suggestions?.then((one) => one.close());
    void go(fromForm());
  });
  // Not on the form alone: filters may stand outside it.
  document.addEventListener("change", ({ target }) => {
    if ((target instanceof HTMLInputElement || target instanceof HTMLSelectElement) && target.form === form && target !== field) void go(fromForm());
  });
  facetBoxes.forEach((box) => box.addEventListener("toggle", () => {
    if (box instanceof HTMLDetailsElement && box.open && main.dataset.etat !== "chargement") void run(fromAddress());
  }));
  find("[data-action=tout-effacer]")?.addEventListener("click", () => {
    void go({ ...fromForm(), filters: {}, archives: false }).then(() => { toForm(fromAddress()); find("#titre-resultats")?.focus(); });
  });
  find("[data-action=reessayer]")?.addEventListener("click", () => void run(fromAddress()).then(() => find("#titre-resultats")?.focus()));
  pager.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.pushState(null, "", link.href);
    void run(fromAddress()).then(() => find("#titre-resultats")?.focus());
  });
  window.addEventListener("popstate", () => { toForm(fromAddress()); void run(fromAddress()); });
}

const filters = /** @type {HTMLDetailsElement | null} */ (find("#filtres"));
if (filters?.dataset.ouvertDes && matchMedia(`(min-width: ${filters.dataset.ouvertDes})`).matches) filters.open = true;
show(filters, true);
show(zone, true);
show(find("#liste-complete"), false);
toForm(fromAddress());
listen();
void run(fromAddress());
