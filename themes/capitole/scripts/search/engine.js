// The search: opens the index of a site, finds, ranks, counts. Runs in browsers and in Node 20 and later.

import { IndexError, abortable, currentFolder, frequencyCode, isAbove, read, readFacets, readFragment, readLongList, readManifest, readShard } from "./reader.js";
import { lacking, marksOf, parse, snippet } from "./words.js";

export { IndexError };

/**
 * @typedef {import("./reader.js").Group} Group
 * @typedef {import("./reader.js").Fragment} Fragment
 * @typedef {import("./words.js").Word} Word
 * @typedef {{ group: Group, weight: number }} Weighed
 * @typedef {{ scores: Float64Array, count: number, groups: Weighed[] }} Match
 * @typedef {{
 *   filters?: Record<string, string[]>, facets?: string[], limit?: number, offset?: number,
 *   sort?: "pertinence" | "date" | "titre", archives?: boolean, signal?: AbortSignal,
 * }} Options
 * @typedef {{ id: number, url: string, score: number, slug?: string, title?: string, summary?: string, snippet?: string,
 *   marks?: number[][], titleMarks?: number[][], fragment?: Fragment, attachment?: import("../search-later/attachments.js").Attachment }} Result
 * @typedef {{ total: number, results: Result[], facets: Record<string, Record<string, number>>, corrected: string | null, relaxed: boolean }} Found
 */

/** What few searches need is loaded by those. */
const extras = () => import("../search-later/extras.js");

const FULL_PREFIX = 3;
const COMPLETIONS = 4;
const SHARDS_READ = 6;
const COMPLETION_WEIGHT = 0.5;

/**
 * Opens an index.
 * @param {URL | string} base address of `recherche/`
 * @param {{ folder?: string, signal?: AbortSignal }} [options] `folder`: its name, when known, saves a trip
 */
export async function openIndex(base, options = {}) {
  const root = new URL(base);
  const folder = options.folder ?? (await currentFolder(root));
  const at = new URL(`${folder}/`, root);
  const manifest = readManifest(await abortable(read(new URL("manifeste.bin", at), "m"), options.signal));
  return new SearchIndex(root, at, manifest);
}

export class SearchIndex {
  /**
   * @param {URL} root
   * @param {URL} folder
   * @param {import("./reader.js").Manifest} manifest
   */
  constructor(root, folder, manifest) {
    this.root = root;
    this.folder = folder;
    this.manifest = manifest;
    this.size = manifest.documents;
    this.facetIds = [...manifest.facets.keys(), ...manifest.facetFiles.keys()];
    /** @type {Map<string, Promise<any>>} */
    this.cache = new Map();
    /** @type {Map<string, import("./reader.js").Common>} */
    this.common = new Map(manifest.common.map((one) => [one.form, one]));
  }

  /**
   * What `make` promises, made once; a failure is forgotten, so that it can be tried again.
   * @template T
   * @param {string} key
   * @param {() => Promise<T>} make
   * @returns {Promise<T>}
   */
  once(key, make) {
    let promise = this.cache.get(key);
    if (!promise) {
      promise = make();
      this.cache.set(key, promise);
      promise.catch(() => this.cache.delete(key));
    }
    return promise;
  }

  /** @param {string} name @param {string} kind */
  file(name, kind) {
    return read(new URL(`${name}.bin`, this.folder), kind);
  }

  /** @param {number} number */
  shard(number) {
    const name = `s${String(number).padStart(4, "0")}`;
    return this.once(name, async () => readShard(await this.file(name, "s"), number, this.size));
  }

  /** @param {number} number @returns {Promise<Group>} */
  async list(number) {
    const name = `l${String(number).padStart(4, "0")}`;
    const group = await this.once(name, async () => readLongList(await this.file(name, "l"), number, this.size));
    group.display = this.manifest.displays[number];
    group.forms = this.manifest.common.filter((one) => one.lists.includes(number)).map((one) => one.form);
    return group;
  }

  /** @param {string} id @returns {Promise<import("./reader.js").Facet | undefined>} */
  async facet(id) {
    const name = this.manifest.facetFiles.get(id);
    if (!name) return this.manifest.facets.get(id);
    return (await this.once(name, async () => readFacets(await this.file(name, "f"), this.size))).get(id);
  }

  /** @param {number} document @returns {Promise<Fragment>} */
  fragment(document) {
    return this.once(`d${document}`, async () => readFragment(await read(this.fragmentUrl(document), "d")));
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
   * @returns {Promise<{ words: string[], titles: { title: string, url: string }[] }>}
   */
  suggest(text, options = {}) {
    return abortable(extras().then(({ suggest }) => suggest(this, text, options.limit ?? 5)), options.signal);
  }

  /** @param {string} slug */
  address(slug) {
    return new URL(`../livrables/${slug}/`, this.root).href;
  }

  /** The numbers of the shards whose forms may start with a prefix. @param {string} prefix */
  shardsOf(prefix) {
    const starts = this.manifest.shards;
    let first = 0;
    while (first + 1 < starts.length && !isAbove(starts[first + 1], prefix)) first += 1;
    const numbers = starts.length ? [first] : [];
    for (let next = first + 1; next < starts.length && starts[next].startsWith(prefix); next += 1) numbers.push(next);
    return numbers;
  }

  /** The groups of a form. @param {string} form @returns {Promise<Weighed[]>} */
  async exact(form) {
    const known = this.common.get(form);
    const numbers = !known || known.hasShort ? this.shardsOf(form).slice(0, 1) : [];
    const [lists, [shard]] = await Promise.all([
      Promise.all((known?.lists ?? []).map((list) => this.list(list))), Promise.all(numbers.map((number) => this.shard(number))),
    ]);
    const at = shard ? shard.forms.indexOf(form) : -1;
    const short = shard && at >= 0 ? shard.groupsOf[at].map((group) => shard.groups[group]) : [];
    return [...lists, ...short].map((group) => ({ group, weight: 1 }));
  }

  /** The groups of a form and of what it may become. @param {string} form @returns {Promise<Weighed[]>} */
  async completed(form) {
    const known = this.common.get(form);
    const common = this.manifest.common.filter((one) => one.form.startsWith(form));
    let numbers = known && !known.hasShort && !known.isExtended ? [] : this.shardsOf(form);
    const isShort = [...form].length < FULL_PREFIX;
    if (isShort && numbers.length > SHARDS_READ) numbers = [];
    /** @type {Map<string, { form: string, frequency: number, group: () => Promise<Group> }>} */
    const found = new Map();
    for (const one of common) {
      for (const list of one.lists) {
        if (!found.has(`l${list}`)) found.set(`l${list}`, { form: one.form, frequency: one.frequency, group: () => this.list(list) });
      }
    }
    const [whole, shards] = await Promise.all([this.exact(form), Promise.all(numbers.map((number) => this.shard(number)))]);
    if (isShort && numbers.length === 0) {
      for (const one of common.filter((some) => some.hasShort && !some.lists.length)) {
        found.set(one.form, { form: one.form, frequency: one.frequency, group: async () => (await this.exact(one.form))[0].group });
      }
    }
    for (const shard of shards) {
      shard.forms.forEach((one, at) => {
        if (!one.startsWith(form)) return;
        for (const number of shard.groupsOf[at]) {
          const group = shard.groups[number];
          if (!found.has(group.key)) {
            found.set(group.key, { form: one, frequency: frequencyCode(group.documents.length), group: async () => group });
          }
        }
      });
    }
    let chosen = [...found.values()];
    if (isShort) {
      chosen.sort((a, b) => b.frequency - a.frequency || (isAbove(a.form, b.form) ? 1 : -1));
      chosen = chosen.slice(0, COMPLETIONS);
    }
    const keys = new Set(whole.map(({ group }) => group.key));
    const others = await Promise.all(chosen.map((one) => one.group()));
    return [...whole, ...others.filter((group) => !keys.has(group.key)).map((group) => ({ group, weight: COMPLETION_WEIGHT }))];
  }

  /** The score that a word gives every document. @param {Word} word @returns {Promise<Match>} */
  async match(word) {
    const [groups, all] = await Promise.all([
      word.prefix ? this.completed(word.form) : this.exact(word.form),
      Promise.all((word.parts ?? []).map((form, i, forms) => this.match({ form, prefix: word.prefix && i === forms.length - 1 }))),
    ]);
    const scores = new Float64Array(this.size);
    let count = 0;
    for (const { group, weight } of groups) {
      const unit = group.unit * weight;
      for (let i = 0; i < group.documents.length; i += 1) {
        const document = group.documents[i];
        const score = group.impacts[i] * unit;
        if (scores[document] === 0) count += 1;
        if (score > scores[document]) scores[document] = score;
      }
    }
    for (const part of all) groups.push(...part.groups);
    if (all.length) {
      for (let document = 0; document < this.size; document += 1) {
        let sum = 0;
        for (const part of all) {
          if (part.scores[document] === 0) { sum = 0; break; }
          sum += part.scores[document];
        }
        if (sum > 0 && scores[document] === 0) count += 1;
        if (sum > scores[document]) scores[document] = sum;
      }
    }
    return { scores, count, groups };
  }

  /**
   * Finds.
   * @param {string} text
   * @param {Options} [options]
   * @returns {Promise<Found>}
   */
  search(text, options = {}) {
    return abortable(this.find(text, options), options.signal);
  }

  /** @param {string} text @param {Options} options @returns {Promise<Found>} */
  async find(text, options) {
    const { filters = {}, limit = 10, offset = 0, sort = "pertinence" } = options;
    const query = parse(text);
    const counted = (options.facets ?? this.facetIds).filter((id) => this.facetIds.includes(id));
    const active = Object.keys(filters).filter((id) => filters[id]?.length);
    const [matches, excluded, columns, titles] = await Promise.all([
      Promise.all(query.words.map((word) => this.match(word))),
      Promise.all(query.excluded.map((word) => this.match(word))),
      Promise.all([...new Set([...counted, ...active])].map(async (id) => /** @type {const} */ ([id, await this.facet(id)]))),
      sort === "titre" ? extras().then(({ titles }) => titles(this)) : undefined,
    ]);
    const allowed = new Uint8Array(this.size).fill(1);
    if (!options.archives) for (const document of this.manifest.archived) allowed[document] = 0;
    for (const { scores } of excluded) scores.forEach((score, document) => { if (score > 0) allowed[document] = 0; });
    // Corrections of unknown words will be looked up here; until then they are left out.
    const known = matches.filter((match) => match.count > 0);
    const ranked = combine(this.size, known, allowed, query.words.length > 0);
    const relaxed = (known.length < matches.length && known.length > 0) || ranked.relaxed;
    let documents = ranked.documents;
    const order = orderBy(sort, ranked, titles);
    if (query.phrases.length) {
      const { withPhrases } = await extras();
      documents = await withPhrases(this, [...documents].sort(order), query.phrases, limit === Infinity);
    }
    const { kept, facets } = filterAndCount(documents, new Map(columns), filters, active, counted);
    const page = first(kept, offset + limit, order).slice(offset);
    const results = limit === Infinity
      ? await (await extras()).addresses(this, page, ranked.scores)
      : await this.describe(page, ranked.scores, query, known);
    return { total: kept.length, results, facets, corrected: null, relaxed: relaxed && kept.length > 0 };
  }

  /** @param {number[]} page @param {Float64Array} scores @param {import("./words.js").Query} query @param {Match[]} matches */
  async describe(page, scores, query, matches) {
    /** @type {Map<string, number>} */
    const forms = new Map();
    matches.forEach(({ groups }, n) => groups.forEach(({ group, weight }) => {
      if (weight === 1) for (const form of group.forms) forms.set(form, n);
    }));
    query.words.forEach((word, n) => [word.form, ...(word.parts ?? [])].forEach((form) => forms.set(form, n)));
    const prefix = query.words.find((word) => word.prefix)?.form;
    const hit = (/** @type {string} */ form) => forms.get(form) ?? (prefix && form.startsWith(prefix) ? -1 : undefined);
    const fragments = await Promise.all(page.map((id) => this.fragment(id)));
    const attachments = await Promise.all(page.map(async (id, i) => {
      const missing = fragments[i].pieces ? lacking(fragments[i], matches.filter((match) => match.scores[id] > 0)) : [];
      return missing.length ? (await import("../search-later/attachments.js")).holder(this, id, missing) : undefined;
    }));
    return page.map((id, i) => {
      const fragment = fragments[i];
      const { slug, title, summary } = fragment;
      const found = snippet(fragment.text.replace(/\s+/g, " "), hit) ?? snippet(summary, hit) ?? { snippet: summary, marks: [] };
      return { id, url: this.address(slug), slug, title, summary, ...found, titleMarks: marksOf(title, hit), score: scores[id], fragment, attachment: attachments[i] };
    });
  }
}

/** @typedef {{ documents: number[], scores: Float64Array, coverage: Float64Array | null, relaxed: boolean }} Ranked */

/**
 * The documents that have every word; when none has, those that have the most of the rarest.
 * @param {number} size
 * @param {Match[]} matches
 * @param {Uint8Array} allowed
 * @param {boolean} asked whether words were asked for at all
 * @returns {Ranked}
 */
function combine(size, matches, allowed, asked) {
  const scores = new Float64Array(size);
  /** @type {number[]} */
  const all = [];
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
      if (has) all.push(document);
    }
  }
  if (all.length || matches.length < 2) return { documents: all, scores, coverage: null, relaxed: false };
  const weights = matches.map(({ count }) => Math.log(1 + (size - count + 0.5) / (count + 0.5)));
  const coverage = new Float64Array(size);
  let best = 0;
  for (let document = 0; document < size; document += 1) {
    if (!allowed[document]) continue;
    matches.forEach((match, n) => { if (match.scores[document] > 0) coverage[document] += weights[n]; });
    best = Math.max(best, coverage[document]);
  }
  const least = Math.min(best, weights.reduce((a, b) => a + b, 0) / 2);
  const documents = [...coverage.keys()].filter((document) => best > 0 && coverage[document] >= least);
  return { documents, scores, coverage, relaxed: true };
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

/**
 * Filters: *or* inside a facet, *and* between them. Counts: a facet's numbers ignore its own filter, so that each says
 * what choosing it would give.
 * @param {number[]} documents
 * @param {Map<string, import("./reader.js").Facet | undefined>} columns
 * @param {Record<string, string[]>} filters
 * @param {string[]} active
 * @param {string[]} counted
 */
function filterAndCount(documents, columns, filters, active, counted) {
  const tests = active.map((id) => {
    const facet = columns.get(id);
    const ok = (facet?.sets ?? []).map((set) => set.some((value) => filters[id].includes(/** @type {any} */ (facet).values[value])));
    return { id, passes: (/** @type {number} */ document) => facet !== undefined && ok[facet.column[document]] };
  });
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
