// What few searches need: the order of titles, all addresses, suggestions.

import { damaged } from "../search/reader.js";
import { completed, fold, match, parse, words as wordsOf } from "../search/words.js";

/** @typedef {import("../search/engine.js").SearchIndex} SearchIndex */

/**
 * Results by address only.
 * @param {SearchIndex} index
 * @param {number[]} documents
 * @param {Float64Array} scores
 */
export async function addresses(index, documents, scores) {
  const { perAddressFile } = index.manifest;
  return Promise.all(documents.map(async (id) => {
    const name = `a${String(Math.floor(id / perAddressFile)).padStart(4, "0")}`;
    const slugs = await index.once(name, async (signal) => {
      const cursor = await index.file(name, "a", signal);
      return new TextDecoder().decode(cursor.take(cursor.bytes.length)).split("\n");
    });
    const slug = slugs[id % perAddressFile] ?? damaged("adresses");
    return { id, slug, url: index.address(slug), score: scores[id] };
  }));
}

/**
 * The rank of each document's title.
 * @param {SearchIndex} index
 */
export function titles(index) {
  return index.once("titres", async (signal) => {
    const cursor = await index.file("titres", "t", signal);
    if (cursor.varint() !== index.size) damaged("titres");
    const width = index.size <= 65536 ? 2 : 4;
    const bytes = cursor.take(index.size * width);
    cursor.end();
    return Uint32Array.from({ length: index.size }, (_, i) => {
      let rank = 0;
      for (let k = width - 1; k >= 0; k -= 1) rank = rank * 256 + bytes[i * width + k];
      return rank;
    });
  });
}

/** Letters of a single word from which on titles are proposed: fewer stand for too many. */
const TITLES_FROM = 4;

/**
 * Completions of the last word, and titles.
 * @param {SearchIndex} index
 * @param {string} text
 * @param {number} limit
 */
export async function suggest(index, text, limit) {
  const { words } = parse(text, index.manifest.stopWords);
  const last = words.find((word) => word.prefix && !word.parts);
  if (!last) return { words: [], titles: [] };
  const others = words.filter((word) => word !== last);
  const [completions, results] = await Promise.all([
    completionsOf(index, last.form, others),
    others.length || last.form.length >= TITLES_FROM
      ? index.search(text, { limit: 3, facets: [], signal: index.signal }).then((found) => found.results) : [],
  ]);
  const before = beforeLast(text, index.manifest.stopWords);
  /** @type {Map<string, { text: string, count?: number }>} */
  const unique = new Map();
  for (const { text: word, count } of completions) if (!unique.has(word)) unique.set(word, { text: before + word, count });
  return {
    words: [...unique.values()].slice(0, limit),
    titles: results.map(({ title = "", url }) => ({ title, url })),
  };
}

/** Words that are counted beside others, each a file or two, where a file names what a beginning may become. */
const COUNTED = 5;

/**
 * What stands before the word under way, less the stop words just before it: a search drops them, and what they would be
 * proposed with may stand in no text.
 * @param {string} text
 * @param {Set<string>} stopWords
 */
function beforeLast(text, stopWords) {
  let end = text.length - (/[\p{L}\p{N}\p{M}]*$/u.exec(text)?.[0].length ?? 0);
  for (const { form, start, end: stop } of wordsOf(text.slice(0, end)).reverse()) {
    // Not between quotes, nor in a compound.
    if (!stopWords.has(form) || !/^[\s,]+$/.test(text.slice(stop, end)) || /[^\s]$/.test(text.slice(0, start))) break;
    end = start;
  }
  return text.slice(0, end);
}

/**
 * What a word under way may become, the commonest first; with other words, only what stands beside them, and how often.
 * Words that texts have, as they are written there.
 * @param {SearchIndex} index
 * @param {string} form
 * @param {import("../search/words.js").Word[]} others
 * @returns {Promise<{ text: string, count?: number }[]>}
 */
async function completionsOf(index, form, others) {
  const file = index.manifest.prefixes.get(form);
  if (file !== undefined && !others.length) return (await index.completions(file)).words;
  const [words, matches] = await Promise.all([
    file === undefined ? spelt(index, form) : named(index, file), Promise.all(others.map((word) => match(index, word))),
  ]);
  const known = matches.filter(({ count }) => count > 0);
  const archived = new Set(index.manifest.archived);
  const has = (/** @type {number} */ document) => !archived.has(document) && known.every(({ scores }) => scores[document] > 0);
  return words
    .map(({ text, documents }) => ({ text, count: documents.filter(has).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
}

/** @typedef {{ text: string, documents: ArrayLike<number> & { filter: (test: (document: number) => boolean) => ArrayLike<number> } }} Counted */

/** The first words that a file of completions names. @param {SearchIndex} index @param {number} file @returns {Promise<Counted[]>} */
async function named(index, file) {
  const { words } = await index.completions(file);
  return Promise.all(words.slice(0, COUNTED).map(async ({ text }) => {
    const { scores } = await match(index, { form: fold(text), prefix: false });
    return { text, documents: Uint32Array.from(scores.keys()).filter((document) => scores[document] > 0) };
  }));
}

/**
 * The groups that a beginning stands for, by their commonest form; where none of these begins so, by one that texts have
 * often enough for a file of corrections to know how it is spelt.
 * @param {SearchIndex} index
 * @param {string} form
 * @returns {Promise<Counted[]>}
 */
async function spelt(index, form) {
  const groups = (await completed(index, form)).map(({ group }) => group);
  const shown = groups
    .map(({ display, forms, documents }) => ({ text: display || forms[0] || "", documents }))
    .filter(({ text }) => fold(text).startsWith(form));
  if (shown.length) return shown;
  const spellings = new Map((await index.proposalsBy(form)).map((one) => [fold(one.spelling), one]));
  return groups.flatMap(({ forms, documents }) => {
    const all = forms.flatMap((one) => (one.startsWith(form) ? spellings.get(one) ?? [] : []));
    return all.sort((a, b) => b.frequency - a.frequency).slice(0, 1).map(({ spelling: text }) => ({ text, documents }));
  });
}
