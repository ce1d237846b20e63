// The search: opens the index of a site, finds, ranks, counts. Runs in browsers and in Node 20 and later.

import {
  IndexError, currentFolder, later, read, readCompletions, readCorrections, readFacets, readFragment, readLongList, readManifest, readShard,
} from "./reader.js";
import { marksOf, match, parse, snippet } from "./words.js";

export { IndexError };

/**
 * @typedef {import("./reader.js").Group} Group
 * @typedef {import("./reader.js").Fragment} Fragment
 * @typedef {import("./words.js").Word} Word
 * @typedef {import("./words.js").Match} Match
 * @typedef {{
 *   filters?: Record<string, string[]>, facets?: string[], limit?: number, offset?: number,
 *   sort?: "pertinence" | "date" | "titre", archives?: boolean, signal?: AbortSignal,
 * }} Options
 * @typedef {{ id: number, url: string, score: number, slug?: string, title?: string, summary?: string, snippet?: string,
 *   marks?: number[][], titleMarks?: number[][], fragment?: Fragment, attachment?: import("../search-later/attachments.js").Attachment }} Result
 * @typedef {{
 *   total: number, results: Result[], facets: Record<string, Record<string, number>>, corrected: string | null,
 *   asTyped: string | null, relaxed: boolean, missing: string[], unverified: number,
 * }} Found
 */

/** @param {number} number */
const four = (number) => String(number).padStart(4, "0");

/** Milliseconds after which a file that does not come is a failure. */
const PATIENCE = 20000;

/**
 * Opens an index.
 * @param {URL | string} base address of `recherche/`
 * @param {{ folder?: string, signal?: AbortSignal, patience?: number }} [options] `folder`: its name, when known, saves a
 *   trip; `patience`: milliseconds after which a file that does not come is a failure
 */
export async function openIndex(base, { folder, signal, patience = PATIENCE } = {}) {
  const root = new URL(base);
  const wait = signal ?? AbortSignal.timeout(patience);
  const at = new URL(`${folder ?? (await currentFolder(root, wait))}/`, root);
  const manifest = readManifest(await read(new URL("manifeste.bin", at), "m", wait));
  return new SearchIndex(root, at, manifest, patience);
}

export class SearchIndex {
  /**
   * @param {URL} root
   * @param {URL} folder
   * @param {import("./reader.js").Manifest} manifest
   * @param {number} patience
   */
  constructor(root, folder, manifest, patience) {
    this.patience = patience;
    /** @type {AbortSignal | undefined} */
    this.signal = undefined;
    this.root = root;
    this.folder = folder;
    this.manifest = manifest;
    this.size = manifest.documents;
    this.facetIds = [...manifest.facets.keys(), ...manifest.facetFiles.keys()];
    /** @type {Map<string, { promise: Promise<any>, waiting: number, done: boolean, controller: AbortController }>} */
    this.cache = new Map();
    /** @type {Map<string, import("./reader.js").Common>} */
    this.common = new Map(manifest.common.map((one) => [one.form, one]));
  }

  /**
   * What `make` promises, made once; a failure is forgotten, so that it can be tried again. It is dropped when all who
   * wait for it have left.
   * @template T
   * @param {string} key
   * @param {(signal: AbortSignal) => Promise<T>} make
   * @returns {Promise<T>}
   */
  once(key, make) {
    const { signal, cache } = this;
    const entry = cache.get(key) ?? this.begin(key, make);
    entry.waiting += 1;
    if (entry.done || !signal) return entry.promise;
    return new Promise((resolve, reject) => {
      const leave = () => {
        entry.waiting -= 1;
        if (!entry.waiting && !entry.done) entry.controller.abort(signal.reason);
        reject(signal.reason);
      };
      if (signal.aborted) return leave();
      signal.addEventListener("abort", leave, { once: true });
      entry.promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  }

  /** @param {string} key @param {(signal: AbortSignal) => Promise<any>} make */
  begin(key, make) {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new IndexError(key, "reseau")), this.patience);
    const entry = { promise: make(controller.signal), waiting: 0, done: false, controller };
    this.cache.set(key, entry);
    controller.signal.addEventListener("abort", () => this.cache.delete(key));
    entry.promise.then(() => { entry.done = true; }, () => this.cache.delete(key)).finally(() => clearTimeout(timer));
    return entry;
  }

  /** The index as one search uses it: what it waits for is dropped on the signal. @param {AbortSignal} [signal] @returns {SearchIndex} */
  until(signal) {
    return signal ? Object.create(this, { signal: { value: signal } }) : this;
  }

  /** @param {string} name @param {string} kind @param {AbortSignal} [signal] */
  file(name, kind, signal) {
    return read(new URL(`${name}.bin`, this.folder), kind, signal);
  }

  /** @param {number} number */
  shard(number) {
    const name = `s${four(number)}`;
    return this.once(name, async (signal) => readShard(await this.file(name, "s", signal), number, this.size));
  }

  /** @param {number} number */
  completions(number) {
    const name = `p${four(number)}`;
    return this.once(name, async (signal) => readCompletions(await this.file(name, "p", signal), this.size));
  }

  /** Forms proposed for an unknown word, that begin with its letter. @param {string} letter */
  proposalsBy(letter) {
    return this.proposals("c", (letter.codePointAt(0) ?? 0) % this.manifest.corrections.first);
  }

  /** A file of proposed forms. @param {"b" | "c"} sort @param {number} number */
  proposals(sort, number) {
    const name = `${sort}${String(number).padStart(2, "0")}`;
    return this.once(name, async (signal) => readCorrections(await this.file(name, "c", signal)));
  }

  /** @param {number} number @returns {Promise<Group>} */
  async list(number) {
    const name = `l${four(number)}`;
    const group = await this.once(name, async (signal) => readLongList(await this.file(name, "l", signal), number, this.size));
    group.display = this.manifest.displays[number];
    group.forms = this.manifest.common.filter((one) => one.lists.includes(number)).map((one) => one.form);
    return group;
  }

  /** @param {string} id @returns {Promise<import("./reader.js").Facet | undefined>} */
  async facet(id) {
    const name = this.manifest.facetFiles.get(id);
    if (!name) return this.manifest.facets.get(id);
    return (await this.once(name, async (signal) => readFacets(await this.file(name, "f", signal), this.size))).get(id);
  }

  /** @param {number} document @returns {Promise<Fragment>} */
  fragment(document) {
    return this.once(`d${document}`, async (signal) => readFragment(await read(this.fragmentUrl(document), "d", signal)));
  }

  /** @param {number} document */
  fragmentUrl(document, suffix = "") {
    const hash = this.manifest.hashes[Math.floor(document / this.manifest.chunk)];
    return new URL(`fragments/${hash}/${document}${suffix}.bin`, this.root);
  }

  /**
   * Completions of the last word, and titles.
   * @param {string} text
   * @param {{ limit?: number, signal?: AbortSignal }} [options]
   * @returns {Promise<{ words: { text: string, count?: number }[], titles: { title: string, url: string }[] }>}
   *   `count`: the documents that have the whole text so completed, where that is known
   */
  async suggest(text, { limit = 5, signal } = {}) {
    return (await later("extras")).suggest(this.until(signal), text, limit);
  }

  /** @param {string} slug */
  address(slug) {
    return new URL(`../livrables/${slug}/`, this.root).href;
  }

  /**
   * Finds.
   * @param {string} text
   * @param {Options} [options]
   * @returns {Promise<Found>}
   */
  async search(text, options = {}) {
    options.signal?.throwIfAborted();
    return this.until(options.signal).find(text, options);
  }

  /** @param {string} text @param {Options} options @returns {Promise<Found>} */
  async find(text, options) {
    const { filters = {}, limit = 10, offset = 0, sort = "pertinence" } = options;
    const query = parse(text, this.manifest.stopWords);
    const counted = (options.facets ?? this.facetIds).filter((id) => this.facetIds.includes(id));
    const active = Object.keys(filters).filter((id) => filters[id]?.length);
    const [matches, excluded, columns, titles, hasPhrases] = await Promise.all([
      Promise.all(query.words.map((word) => match(this, word))),
      Promise.all(query.excluded.map((word) => match(this, word))),
      Promise.all([...new Set([...counted, ...active])].map(async (id) => /** @type {const} */ ([id, await this.facet(id)]))),
      sort === "titre" ? later("extras").then(({ titles }) => titles(this)) : undefined,
      query.phrases.concat(query.excludedPhrases).length ? later("phrases").then(({ phraseFilter }) => phraseFilter(this, query)) : undefined,
    ]);
    const allowed = new Uint8Array(this.size).fill(1);
    if (!options.archives) for (const document of this.manifest.archived) allowed[document] = 0;
    for (const { scores } of excluded) scores.forEach((score, document) => { if (score > 0) allowed[document] = 0; });
    const unknown = query.words.filter((_, n) => !matches[n].count);
    // Asked for at once with the module that will want them.
    for (const { form, literal } of unknown) if (!literal) this.proposalsBy(form).catch(() => {});
    const rewritten = unknown.length
      ? await later("corrections").then(({ correctWords }) => correctWords(this, text, query.words, matches)) : null;
    const known = matches.filter((match) => match.count > 0);
    let ranked = combine(this.size, known, allowed, query.words.length > 0);
    let relaxed = known.length < matches.length;
    if (!ranked.documents.length && known.length > 1) {
      ranked = relax(known, allowed, ranked.scores);
      relaxed = true;
    }
    const order = orderBy(sort, ranked, titles);
    const facetsById = new Map(columns);
    const tests = active.map((id) => filterOf(id, facetsById.get(id), filters[id]));
    const documents = hasPhrases ? ranked.documents.filter(hasPhrases) : ranked.documents;
    const { kept, facets } = filterAndCount(documents, facetsById, tests, counted);
    const page = first(kept, offset + limit, order).slice(offset);
    const results = limit === Infinity
      ? await (await later("extras")).addresses(this, page, ranked.scores)
      : await this.describe(page, ranked.scores, query, matches);
    return {
      total: kept.length, results, facets, corrected: null, asTyped: null, ...rewritten,
      relaxed: relaxed && kept.length > 0, missing: query.words.filter((_, n) => !matches[n].count).map(({ form, typed = form }) => typed), unverified: 0,
    };
  }

  /** @param {number[]} page @param {Float64Array} scores @param {import("./words.js").Query} query @param {Match[]} matches */
  async describe(page, scores, query, matches) {
    /** @type {Map<string, number>} */
    const forms = new Map();
    matches.forEach(({ groups }, n) => groups.forEach(({ group, weight }) => {
      if (weight === 1) for (const form of group.forms) forms.set(form, n);
    }));
    query.words.forEach((word, n) => [word.form, ...(word.parts ?? [])].forEach((form) => forms.set(form, n)));
    const last = query.words.findIndex((word) => word.prefix);
    const hit = (/** @type {string} */ form) => forms.get(form) ?? (last >= 0 && form.startsWith(query.words[last].form) ? last : undefined);
    // As the words that only attachments have stand in a fragment.
    const wanted = [...forms.keys()].map((form, n, all) => ` ${form}${all[n] === query.words[last]?.form ? "" : " "}`);
    return Promise.all(page.map(async (id) => {
      const fragment = await this.fragment(id);
      const { slug, title, summary, text, own, goesOn } = fragment;
      const [inText, inSummary] = [snippet(text, hit, query.phrases, goesOn), snippet(summary, hit, query.phrases)];
      const { snippet: best, marks } = inText && inText.value >= (inSummary?.value ?? 0) ? inText : inSummary ?? { snippet: summary, marks: [] };
      const attachment = own === "*" || wanted.some((one) => own.includes(one))
        ? await later("attachments").then(({ holder }) => holder(this, fragment, id, query.words, matches)) : undefined;
      return {
        id, url: this.address(slug), slug, title, summary, snippet: best, marks, titleMarks: marksOf(title, hit), score: scores[id], fragment, attachment,
      };
    }));
  }
}

/** @typedef {{ documents: number[], scores: Float64Array, coverage: Float64Array | null }} Ranked */

/**
 * The documents that have every word.
 * @param {number} size
 * @param {Match[]} matches
 * @param {Uint8Array} allowed
 * @param {boolean} asked whether words were asked for at all
 * @returns {Ranked}
 */
function combine(size, matches, allowed, asked) {
  const scores = new Float64Array(size);
  /** @type {number[]} */
  const documents = [];
  if (!asked || matches.length) {
    for (let document = 0; document < size; document += 1) {
      if (!allowed[document]) continue;
      let sum = 0;
      let has = true;
      for (const match of matches) {
        const score = match.scores[document];
        if (score === 0) has = false;
        sum += score;
      }
      scores[document] = sum;
      if (has) documents.push(document);
    }
  }
  return { documents, scores, coverage: null };
}

/**
 * The documents that have most of the query's rarest words: at least half of it where there are such, each word counted
 * by its inverse document frequency.
 * @param {Match[]} matches
 * @param {Uint8Array} allowed
 * @param {Float64Array} scores
 */
function relax(matches, allowed, scores) {
  const size = scores.length;
  const weights = matches.map(({ count }) => Math.log(1 + (size - count + 0.5) / (count + 0.5)));
  const coverage = new Float64Array(size);
  let best = 0;
  for (let document = 0; document < size; document += 1) {
    if (!allowed[document]) continue;
    matches.forEach((match, n) => { if (match.scores[document] > 0) coverage[document] += weights[n]; });
    best = Math.max(best, coverage[document]);
  }
  const least = Math.min(best, weights.reduce((a, b) => a + b, 0) / 2);
  const documents = [];
  for (let document = 0; document < size; document += 1) if (best > 0 && coverage[document] >= least) documents.push(document);
  return { documents, scores, coverage };
}

/**
 * @param {string} sort
 * @param {Ranked} ranked
 * @param {Uint32Array | undefined} titles
 * @returns {(a: number, b: number) => number}
 */
function orderBy(sort, { scores, coverage }, titles) {
  if (titles) return (a, b) => titles[a] - titles[b];
  if (sort === "date") return (a, b) => b - a;
  if (coverage) return (a, b) => coverage[b] - coverage[a] || scores[b] - scores[a] || b - a;
  return (a, b) => scores[b] - scores[a] || b - a;
}

/**
 * The first `count` in an order; without sorting the rest when that is much.
 * @param {number[]} items
 * @param {number} count
 * @param {(a: number, b: number) => number} order
 */
function first(items, count, order) {
  if (!count) return [];
  if (count * 8 > items.length) return [...items].sort(order).slice(0, count);
  /** @type {number[]} */
  const best = [];
  for (const item of items) {
    if (best.length === count && order(item, best[count - 1]) > 0) continue;
    let at = best.length;
    while (at > 0 && order(item, best[at - 1]) < 0) at -= 1;
    best.splice(at, 0, item);
    if (best.length > count) best.pop();
  }
  return best;
}

/** @typedef {{ id: string, passes: (document: number) => boolean }} Filter */

/**
 * *Or* inside a facet.
 * @param {string} id
 * @param {import("./reader.js").Facet | undefined} facet
 * @param {string[]} wanted
 * @returns {Filter}
 */
function filterOf(id, facet, wanted) {
  const ok = facet?.sets.map((set) => set.some((value) => wanted.includes(facet.values[value]))) ?? [];
  return { id, passes: (document) => facet !== undefined && ok[facet.column[document]] };
}

/**
 * *And* between facets. A facet's numbers ignore its own filter, so that each says what choosing it would give.
 * @param {number[]} documents
 * @param {Map<string, import("./reader.js").Facet | undefined>} columns
 * @param {Filter[]} tests
 * @param {string[]} counted
 */
function filterAndCount(documents, columns, tests, counted) {
  const kept = documents.filter((document) => tests.every((test) => test.passes(document)));
  /** @type {Record<string, Record<string, number>>} */
  const facets = {};
  for (const id of counted) {
    const facet = columns.get(id);
    if (!facet) continue;
    const others = tests.filter((test) => test.id !== id);
    const counts = new Uint32Array(facet.sets.length);
    const among = others.length === tests.length ? kept : documents;
    for (const document of among) if (among === kept || others.every((test) => test.passes(document))) counts[facet.column[document]] += 1;
    const perValue = facet.values.map(() => 0);
    facet.sets.forEach((set, n) => set.forEach((value) => { perValue[value] += counts[n]; }));
    facets[id] = Object.fromEntries(facet.values.map((value, n) => [value, perValue[n]]));
  }
  return { kept, facets };
}
