// Phrases, found by pairs of neighbouring words: src/search/format/phrases.rs describes the files.

import { crc32, damaged } from "../search/reader.js";

/** @typedef {import("../search/engine.js").SearchIndex} SearchIndex */
/** Pairs by their keys, and where each stands: its documents, and in each the places of its first word.
 * @typedef {{ keys: Map<number, number>, documents: Uint32Array[], places: Uint32Array[][] }} Pairs
 */

/** What a pair of stop words costs beside another: it stands nearly everywhere. */
const STOPS = 4;

const encoder = new TextEncoder();

/** The halves of a pair's key. @param {string} first @param {string} second */
function keyOf(first, second) {
  const high = crc32(encoder.encode(`${first} ${second}`));
  return { high, key: high * 256 + (crc32(encoder.encode(`${second} ${first}`)) & 255) };
}

/** @param {import("../search/reader.js").Cursor} cursor @param {number} size number of documents @returns {Pairs} */
function readPairs(cursor, size) {
  const count = cursor.count();
  let high = 0;
  const highs = Array.from({ length: count }, () => (high += cursor.varint()));
  const keys = new Map(Array.from(cursor.take(count), (low, at) => [highs[at] * 256 + low, at]));
  const frequencies = highs.map(() => cursor.count());
  const documents = frequencies.map((frequency) => cursor.postings(frequency, size));
  const places = documents.map((some) => Array.from(some, () => {
    const all = [];
    for (let [place, more] = [0, 1]; more;) {
      const number = cursor.varint();
      more = number % 2;
      place += Math.floor(number / 2);
      all.push(place);
    }
    return Uint32Array.from(all);
  }));
  cursor.end();
  if (keys.size !== count) damaged("paires");
  return { keys, documents, places };
}

/**
 * Where two words follow each other.
 * @param {SearchIndex} index
 * @param {string} first
 * @param {string} second
 */
async function placesOf(index, first, second) {
  const { pairs, stopWords } = index.manifest;
  const areStops = stopWords.has(first) && stopWords.has(second);
  const { high, key } = keyOf(first, second);
  const number = Math.floor((high * (areStops ? pairs.stops : pairs.words)) / 2 ** 32);
  const name = `${areStops ? "v" : "w"}${String(number).padStart(4, "0")}`;
  const file = await index.once(name, async (signal) => readPairs(await index.file(name, "w", signal), index.size));
  const at = file.keys.get(key);
  return at === undefined ? null : { documents: file.documents[at], places: file.places[at] };
}

/**
 * The pairs that hold every word of a phrase, by the place of their first word: as few as can be, and of stop words only
 * where there is no other way.
 * @param {string[]} words
 * @param {Set<string>} stopWords
 */
function cover(words, stopWords) {
  /** The cheapest way to hold the first words: 0, 1, 2… of them. @type {{ cost: number, pairs: number[] }[]} */
  const best = [{ cost: 0, pairs: [] }, { cost: Infinity, pairs: [] }];
  for (let at = 0; at + 1 < words.length; at += 1) {
    const before = best[at].cost <= best[at + 1].cost ? best[at] : best[at + 1];
    const areStops = stopWords.has(words[at]) && stopWords.has(words[at + 1]);
    best.push({ cost: before.cost + (areStops ? STOPS : 1), pairs: [...before.pairs, at] });
  }
  return best[words.length].pairs;
}

/**
 * The documents that have a phrase of two words or more.
 * @param {SearchIndex} index
 * @param {string[]} words
 * @returns {Promise<Set<number>>}
 */
async function holders(index, words) {
  const starts = cover(words, index.manifest.stopWords);
  const found = await Promise.all(starts.map(async (at) => ({ at, pair: await placesOf(index, words[at], words[at + 1]) })));
  /** Where the phrase may begin, by document. @type {Map<number, number[]> | null} */
  let begins = null;
  for (const { at, pair } of found.sort((a, b) => (a.pair?.documents.length ?? 0) - (b.pair?.documents.length ?? 0))) {
    /** @type {Map<number, number[]>} */
    const next = new Map();
    pair?.documents.forEach((document, n) => {
      const before = begins?.get(document);
      if (begins && !before) return;
      const known = before && new Set(before);
      const here = Array.from(pair.places[n], (place) => place - at).filter((begin) => !known || known.has(begin));
      if (here.length) next.set(document, here);
    });
    begins = next;
  }
  return new Set(begins?.keys());
}

/**
 * Whether a document has every phrase of a query, and none of those that are excluded.
 * @param {SearchIndex} index
 * @param {import("../search/words.js").Query} query
 * @returns {Promise<(document: number) => boolean>}
 */
export async function phraseFilter(index, { phrases, excludedPhrases }) {
  const [wanted, unwanted] = await Promise.all([phrases, excludedPhrases].map((all) =>
    Promise.all(all.map((words) => holders(index, words)))));
  return (document) => wanted.every((one) => one.has(document)) && !unwanted.some((one) => one.has(document));
}
