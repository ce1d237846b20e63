// The search page: what is typed and ticked → address → results. Every sentence stands in the HTML.

import { IndexError, openIndex } from "./engine.js";
import { later } from "./reader.js";

/** @typedef {Awaited<ReturnType<typeof openIndex>>} Index */
/** @typedef {import("./engine.js").Found} Found */
/** @typedef {import("./engine.js").Result} Result */
/** @typedef {import("../search-later/filters.js").Filters} Filters */
/** @typedef {{ q: string, filters: Record<string, string[]>, page: number, tri: string, archives: boolean }} State */

/** @template {Element} [T=HTMLElement] @param {string} selector @param {ParentNode} [from] */
const find = (selector, from = document) => /** @type {T | null} */ (from.querySelector(selector));

/** @template {Element} [T=HTMLElement] @param {string} selector @returns {T} */
function need(selector) {
  const element = find(selector);
  if (!element) throw new Error(selector);
  return /** @type {any} */ (element);
}

const main = need("main");
const form = /** @type {HTMLFormElement} */ (need("#formulaire-recherche"));
const field = /** @type {HTMLInputElement} */ (need("#q"));
const sort = /** @type {HTMLSelectElement} */ (need("#tri"));
const zone = need("#zone-resultats");
const title = need("#titre-resultats");
const status = need("#statut-recherche");
const list = need("#resultats");
const pager = need("#pagination");
const failure = need("#message-erreur");
const column = need("#filtres");
const facetBoxes = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (document.querySelectorAll("[data-facette]"))];
const facetIds = facetBoxes.map((box) => box.dataset.facette ?? "");
/** Milliseconds that a search may take. */
const patience = () => 1000 * Number(main.dataset.attente);
const perPage = Number(main.dataset.parPage);
const numbers = new Intl.NumberFormat("fr");
const dates = new Intl.DateTimeFormat("fr", { dateStyle: "long", timeZone: "UTC" });
const pageTitle = document.title;

/** @type {Promise<Index> | null} */
let index = null;
let folder = main.dataset.index;
/** What the page shows, or is about to. @type {State} */
let current;
/** Ends what is being waited for: the last search, and the index while it opens. */
let asking = new AbortController();
let opening = asking;
/** @type {Promise<Filters> | undefined} */
let refining;
/** The facets that the last search counts. @type {string[]} */
let counted = [];

function open() {
  if (!index) {
    opening = new AbortController();
    const mine = openIndex(new URL(String(main.dataset.base), document.baseURI), { folder, signal: opening.signal, patience: 2 * patience() });
    index = mine;
    mine.catch(() => { if (index === mine) index = null; });
  }
  return index;
}

/**
 * Asks the index. One whose files are gone, or not what they were, was published anew: the current one has another
 * name, and is asked instead.
 * @template T
 * @param {(index: Index) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function ask(work) {
  const opened = open();
  try {
    return await work(await opened);
  } catch (error) {
    if (!(error instanceof IndexError) || (error.status !== 404 && error.reason !== "format")) throw error;
    if (!index || index === opened) [index, folder] = [null, undefined];
    return work(await open());
  }
}

/** Loaded by those who filter. */
function refine() {
  refining ??= later("filters").then(({ Filters }) => new Filters(form, clone));
  refining.catch(() => { refining = undefined; });
  return refining;
}

/** @param {Element | null} element @param {unknown} shown */
const show = (element, shown) => { if (element) /** @type {HTMLElement} */ (element).hidden = !shown; };

/** @param {string} selector @param {string} text @param {ParentNode} from */
const write = (selector, text, from) => fill(find(selector, from), text);

/** The boxes of the filters. */
const boxes = () => /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[type=checkbox]"));

/** @param {string} name @param {string} value */
const nameOf = (name, value) => find(`[name=${name}][value="${CSS.escape(value)}"]`)?.dataset.nom ?? value;

/** @param {URLSearchParams | FormData} data what an address or a form says @returns {State} */
function stateOf(data) {
  /** @type {Record<string, string[]>} */
  const filters = {};
  for (const id of facetIds) {
    const values = data.getAll(id).map(String);
    if (values.length) filters[id] = values;
  }
  return {
    q: String(data.get("q") ?? ""), filters, page: Math.max(1, Math.floor(Number(data.get("page"))) || 1),
    tri: String(data.get("tri") ?? "pertinence"), archives: data.has("archives"),
  };
}

const fromAddress = () => stateOf(new URLSearchParams(location.search));
const fromForm = () => stateOf(new FormData(form));

/** @param {State} state */
function toForm({ q, filters, tri, archives }) {
  if (field.value !== q) field.value = q;
  for (const box of boxes()) box.checked = box.name === "archives" ? archives : (filters[box.name] ?? []).includes(box.value);
  sort.value = tri;
  if (sort.selectedIndex < 0) sort.selectedIndex = 0;
}

/** @param {State} state */
function address({ q, filters, page, tri, archives }) {
  const params = new URLSearchParams();
  if (q.trim()) params.set("q", q);
  for (const [id, values] of Object.entries(filters)) for (const value of values) params.append(id, value);
  if (archives) params.set("archives", "oui");
  if (tri !== "pertinence") params.set("tri", tri);
  if (page > 1) params.set("page", String(page));
  return `${location.pathname}?${params}`.replace(/\?$/, "");
}

/** @param {State} state @param {boolean} [replace] whether the address is replaced rather than added */
function go(state, replace = false) {
  const url = address(state);
  if (url !== location.pathname + location.search) history[replace ? "replaceState" : "pushState"](null, "", url);
  return run(state);
}

/** Goes where the address leads. */
function follow() {
  toForm(fromAddress());
  return run(fromAddress());
}

/** Whether nothing is asked: the list of all that the page holds is shown, and only numbers are asked for. @param {State} state */
const isAtRest = (state) => address(state) === location.pathname;

/** @param {State} state */
async function run(state) {
  current = state;
  const rest = isAtRest(state);
  // Results stay until the list stands in their place.
  if (!rest || !list.children.length) main.toggleAttribute("data-repos", rest);
  asking.abort();
  const mine = asking = new AbortController();
  const { signal } = mine;
  let isLate = false;
  const late = setTimeout(() => { isLate = true; mine.abort(); opening.abort(); }, patience());
  const slow = setTimeout(() => { status.textContent = status.dataset.chargement ?? ""; }, status.dataset.total ? 700 : 0);
  main.dataset.etat = "chargement";
  list.setAttribute("aria-busy", "true");
  show(failure, false);
  try {
    const stopped = new Promise((_, reject) => signal.addEventListener("abort", reject));
    counted = facetIds.filter((_, at) => facetBoxes[at].open);
    const work = Promise.all([
      ask((opened) => opened.search(state.q, {
        filters: state.filters, facets: counted, limit: rest ? 0 : perPage, offset: (state.page - 1) * perPage,
        sort: /** @type {any} */ (state.tri), archives: state.archives, signal,
      })),
      state.archives || Object.keys(state.filters).length ? refine() : refining,
    ]);
    // Whatever never answers does not hold the page.
    await Promise.race([work, stopped]);
    const [found, filters] = await work;
    if (mine !== asking) return;
    clearTimeout(slow);
    if (found.total && !found.results.length && !rest) return void go({ ...state, page: Math.ceil(found.total / perPage) }, true);
    render(state, found, filters);
    main.dataset.etat = "pret";
  } catch (error) {
    // A search that another follows, or will follow, says nothing.
    if (mine !== asking || (signal.aborted && !isLate)) return;
    fail(isLate ? "attente" : error);
  } finally {
    clearTimeout(late);
    clearTimeout(slow);
  }
  list.removeAttribute("aria-busy");
}

/** @param {unknown} error */
function fail(error) {
  index = null;
  const cause = error instanceof IndexError ? (error.status ? "serveur" : error.reason) : error === "attente" ? error : navigator.onLine ? "format" : "reseau";
  failure.dataset.cause = cause;
  for (const one of failure.querySelectorAll("[data-cause]")) show(one, /** @type {HTMLElement} */ (one).dataset.cause === cause);
  list.replaceChildren();
  status.textContent = "";
  delete status.dataset.total;
  for (const one of zone.querySelectorAll(".message, .vide, .pagination")) show(one, false);
  show(failure, true);
  main.dataset.etat = "erreur";
}

/** @param {State} state @param {Found} found @param {Filters | undefined} filters */
function render(state, found, filters) {
  const held = document.activeElement;
  const rest = isAtRest(state);
  main.toggleAttribute("data-repos", rest);
  list.replaceChildren(...found.results.map(card));
  renderMessages(state, found);
  renderCounts(found);
  renderPager(state, rest ? 0 : found.total);
  filters?.render(state, found.facets);
  document.title = [state.q.trim(), state.page > 1 && `page ${state.page}`, pageTitle].filter(Boolean).join(" · ");
  // What had the focus may be gone.
  if (!held?.getClientRects().length && [held, document.body].includes(document.activeElement)) title.focus();
}

/** @param {State} state @param {Found} found */
function renderMessages(state, { total, relaxed, corrected, asTyped, missing }) {
  const asked = state.q.trim();
  const isFiltered = Object.keys(state.filters).length > 0;
  const { zero, un, plusieurs, tout, partiel, partiels } = status.dataset;
  const [one, more] = relaxed ? [partiel, partiels] : [un, asked || isFiltered ? plusieurs : tout];
  status.dataset.total = String(total);
  status.textContent = (!total ? zero : total === 1 ? one : more)?.replace("{n}", numbers.format(total)) ?? null;

  /** What the HTML shows only if, writes, or leads to. @type {Record<string, unknown>} */
  const values = {
    corrige: corrected !== null, "tel-quel": asTyped !== null && address({ ...state, q: asTyped, page: 1 }), relache: relaxed, manquant: missing.length === 1, manquants: missing[1],
    vide: !total, mots: asked, filtres: isFiltered,
    "sans-filtres": address({ ...state, filters: {}, page: 1 }),
    correction: corrected?.trim(), saisie: asked, absents: missing.join("\u202f», «\u202f"), demande: asked,
      };
  for (const element of zone.querySelectorAll("[data-montre], [data-texte], [data-lien]")) {
    const { montre, texte, lien } = /** @type {HTMLElement} */ (element).dataset;
    if (montre) show(element, Boolean(values[montre]));
    if (texte) element.textContent = String(values[texte] ?? "");
    if (lien) element.setAttribute("href", String(values[lien]));
  }
}

/** @param {string} id */
function clone(id) {
  const template = /** @type {HTMLTemplateElement} */ (need(id));
  return /** @type {HTMLElement} */ (/** @type {Element} */ (template.content.firstElementChild).cloneNode(true));
}

/** @param {Element | null} element @param {string} text @param {number[][]} [marks] */
function fill(element, text, marks = []) {
  if (!element) return;
  element.replaceChildren();
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
  const url = `${main.dataset.racine}livrables/${slug}/`;
  link?.setAttribute("href", url);
  fill(link, title, titleMarks);
  fill(find("[data-champ=extrait]", item), snippet, marks);
  if (attachment) {
    const piece = find("[data-champ=piece]", item);
    fill(piece, `${attachment.title} (${attachment.file.split(".").pop()?.toUpperCase()})`);
    piece?.setAttribute("href", `${url}${attachment.file}`);
    show(find("[data-si=piece]", item), true);
  }
  write("[data-champ=type]", nameOf("type", fragment.type), item);
  write("[data-champ=prestataire]", fragment.prestataire, item);
  write("[data-champ=departements]", fragment.departements.map((id) => nameOf("departement", id)).join(", "), item);
  const date = find("time[data-champ=date]", item);
  date?.setAttribute("datetime", fragment.date);
  fill(date, dates.format(new Date(fragment.date)));
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

/** @param {Found} found */
function renderCounts({ facets }) {
  for (const box of boxes()) {
    const count = facets[box.name]?.[box.value];
    const label = box.closest("label");
    if (count === undefined || !label) continue;
    write("[data-compte]", numbers.format(count), label);
    label.toggleAttribute("data-vide", count === 0);
  }
}

/** @param {State} state @param {number} total */
function renderPager(state, total) {
  const pages = Math.ceil(total / perPage);
  show(pager, pages > 1);
  const place = find("[data-champ=page]", pager);
  fill(place, (place?.dataset.modele ?? "").replace("{page}", numbers.format(state.page)).replace("{pages}", numbers.format(pages)));
  for (const [action, page] of /** @type {const} */ ([["precedente", state.page - 1], ["suivante", state.page + 1]])) {
    const link = find(`[data-action=${action}]`, pager);
    show(link, page >= 1 && page <= pages);
    link?.setAttribute("href", address({ ...state, page }));
  }
}

function listen() {
  let timer = 0;
  /** Whether what is typed goes on with the search of the address, or begins another. */
  let isGoingOn = false;
  const settle = () => { clearTimeout(timer); isGoingOn = false; };
  const toTitle = () => title.focus();
  /** @type {Promise<import("../search-later/suggestions.js").Suggestions> | undefined} */
  let suggestions;
  // Loaded by those who type, not by those who follow a link to a search.
  const suggest = () => suggestions ??= later("suggestions").then(({ Suggestions }) =>
    new Suggestions(field, () => clone("#modele-suggestion"), ask, () => form.requestSubmit()));
  field.addEventListener("input", () => {
    clearTimeout(timer);
    asking.abort();
    main.dataset.etat = "chargement";
    // Each answer costs bytes, results more than suggestions, and a word just begun the most, as it stands for many:
    // who is still typing is left alone.
    timer = window.setTimeout(() => {
      suggest().then((one) => one.update()).catch(() => { suggestions = undefined; });
      timer = window.setTimeout(() => {
        void go(fromForm(), isGoingOn || !current.q);
        isGoingOn = true;
      }, 350);
    }, /(^|\s)\S{1,3}$/.test(field.value) ? 400 : 300);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    settle();
    void suggestions?.then((one) => one.close());
    // The keyboard of a phone would cover the results.
    if (matchMedia("(pointer: coarse)").matches) toTitle();
    void go(fromForm());
  });
  // Not on the form alone: filters stand outside it.
  document.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement || target instanceof HTMLSelectElement) || target.form !== form || target === field) return;
    settle();
    if (target.dataset.borne) refine().then((one) => one.tick(/** @type {HTMLSelectElement} */ (target)), fail);
    else void go(fromForm());
  });
  facetBoxes.forEach((box, at) => box.addEventListener("toggle", () => { if (box.open && !counted.includes(facetIds[at])) void run(current); }));
  column.addEventListener("focusin", () => void refine().catch(() => {}), { once: true });
  find("[data-action=filtrer]")?.addEventListener("click", () => {
    // Where they cannot be loaded, the filters are shown in their place.
    refine().then((one) => one.open()).catch(() => column.classList.add("ouvert"));
  });
  find("[data-action=reessayer]")?.addEventListener("click", () => {
    // Scripts of another version would not do better.
    if (failure.dataset.cause === "format") location.reload();
    else void run(current).then(toTitle);
  });
  // Links to other searches: pages, words as typed, without filters.
  zone.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link?.pathname !== location.pathname || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    settle();
    history.pushState(null, "", link.href);
    void follow().then(toTitle);
  });
  window.addEventListener("popstate", () => { settle(); void follow(); });
}

for (const box of facetBoxes) box.open ||= new URLSearchParams(location.search).has(box.dataset.facette ?? "");
show(column, true);
listen();
void follow();
