// What few searches need: the order of titles, all addresses, suggestions.

import { damaged } from "../search/reader.js";
import { completed, match, parse, words as wordsOf } from "../search/words.js";

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
  const before = text.slice(0, text.length - (/[\p{L}\p{N}\p{M}]*$/u.exec(text)?.[0].length ?? 0));
  /** @type {Map<string, { text: string, count?: number }>} */
  const unique = new Map();
  for (const { text: word, count } of completions) if (!unique.has(word)) unique.set(word, { text: before + word, count });
  return {
    words: [...unique.values()].slice(0, limit),
    titles: results.map(({ title = "", url }) => ({ title, url })),
  };
}

/**
 * What a word under way may become, the commonest first; with other words, how often beside them.
 * @param {SearchIndex} index
 * @param {string} form
 * @param {import("../search/words.js").Word[]} others
 * @returns {Promise<{ text: string, count?: number }[]>}
 */
async function completionsOf(index, form, others) {
  const file = index.manifest.prefixes.get(form);
  if (file !== undefined) {
    const { words } = await index.completions(file);
    return others.length ? words.map(({ text }) => ({ text })) : words;
  }
  const [groups, matches] = await Promise.all([completed(index, form), Promise.all(others.map((word) => match(index, word)))]);
  const known = matches.filter(({ count }) => count > 0);
  const archived = new Set(index.manifest.archived);
  const has = (/** @type {number} */ document) => !archived.has(document) && known.every(({ scores }) => scores[document] > 0);
  return groups
    .map(({ group }) => ({
      text: [group.display, ...group.forms].find((one) => one && wordsOf(one)[0]?.form.startsWith(form)),
      count: group.documents.filter(has).length,
    }))
    .filter(/** @returns {one is { text: string, count: number }} */ (one) => one.text !== undefined && one.count > 0)
    .sort((a, b) => b.count - a.count);
}
