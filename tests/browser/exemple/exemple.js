// La recherche de la bibliothèque, interrogée depuis cette page. Rien d’autre n’est chargé d’elle.

/** @typedef {import("../../../themes/capitole/scripts/search/engine.js").SearchIndex} SearchIndex */

/** @template {HTMLElement} T @param {string} id @returns {T} */
const element = (id) => /** @type {T} */ (document.getElementById(id));

const form = /** @type {HTMLFormElement} */ (element("recherche"));
const field = /** @type {HTMLInputElement} */ (element("mots"));
const status = element("etat");
const failure = element("panne");
const list = element("fiches");
/** L’adresse de la recherche, écrite une seule fois : c’est là que mène aussi le formulaire. */
const search = new URL(form.action);

/** @type {Promise<SearchIndex> | undefined} */
let index;
/** @type {AbortController | undefined} */
let current;

/** Ouvre l’index à la première recherche ; un échec est oublié, pour que l’on puisse essayer de nouveau. */
function open() {
  index ??= import(new URL("moteur.js", search).href).then(({ openIndex }) => openIndex(search));
  index.catch(() => { index = undefined; });
  return index;
}

/** Écrit un texte dont certains passages sont marqués, sans jamais l’interpréter. @param {HTMLElement} target @param {string} text @param {number[][]} marks */
function write(target, text, marks) {
  let at = 0;
  for (const [start, end] of marks) {
    const mark = document.createElement("mark");
    mark.textContent = text.slice(start, end);
    target.append(text.slice(at, start), mark);
    at = end;
  }
  target.append(text.slice(at));
}

/** @param {import("../../../themes/capitole/scripts/search/engine.js").Result} result */
function item({ url, title = "", titleMarks = [], snippet = "", marks = [] }) {
  const item = document.createElement("li");
  const link = document.createElement("a");
  const extract = document.createElement("p");
  link.href = url;
  write(link, title, titleMarks);
  write(extract, snippet, marks);
  item.append(link, extract);
  return item;
}

/** @param {string} text */
async function find(text) {
  current?.abort();
  const { signal } = (current = new AbortController());
  failure.hidden = true;
  status.textContent = "Recherche en cours…";
  try {
    const { total, results, corrected, relaxed } = await (await open()).search(text, { limit: 10, facets: [], signal });
    const count = total === 0 ? "Aucune fiche" : total === 1 ? "1 fiche" : `${total.toLocaleString("fr")} fiches`;
    status.textContent = `${count}${corrected === null ? "" : ` pour « ${corrected.trim()} »`}.${relaxed ? " Aucune ne contient tous les mots ; les plus proches suivent." : ""}`;
    list.replaceChildren(...results.map(item));
  } catch {
    if (signal.aborted) return;
    // Publiée à nouveau, la bibliothèque a un autre index : la prochaine recherche l’ouvrira.
    index = undefined;
    status.textContent = "";
    list.replaceChildren();
    failure.hidden = false;
  }
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void find(field.value);
});
