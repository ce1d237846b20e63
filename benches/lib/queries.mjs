// The queries that are measured: drawn from a library's own texts, the same every time.

import { stopWords } from "../../tests/scripts/stop-words.mjs";
import { fold, wordsOf } from "./library.mjs";
import { Random } from "./random.mjs";

/** @typedef {import("./library.mjs").Text} Text */

/** Shortest word that a query is made of. */
const SHORTEST = 4;

/** The words that most texts have, commonest first. @param {Text[]} texts @param {number} [shortest] */
export function commonest(texts, shortest = SHORTEST) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { words } of texts) for (const word of words) if (word.length >= shortest) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([word]) => word).filter((word) => !stopWords.has(word));
}

/** Some words of one text, as they stand there. @param {Text} text @param {number} count @param {Random} random */
function wordsFrom({ text }, count, random) {
  const all = [...new Set(wordsOf(text).filter((word) => word.length >= SHORTEST && /^\p{L}+$/u.test(word)))];
  return random.shuffle(all).slice(0, count);
}

/** A word with two neighbouring letters swapped. @param {string} word @param {Random} random */
export function slip(word, random) {
  const at = 1 + random.below(Math.max(1, word.length - 2));
  return word.slice(0, at) + (word[at + 1] ?? "") + word[at] + word.slice(at + 2);
}

/**
 * Queries of one to four words. A sixth mix words of two texts; of the others, a third end in a word that is still being
 * typed, and a few hold a slip.
 * @param {Text[]} texts
 * @param {number} count
 * @param {number} seed
 */
export function drawn(texts, count, seed) {
  const random = new Random(seed);
  /** @type {Set<string>} */
  const queries = new Set();
  for (let tries = 0; queries.size < count && tries < count * 20; tries += 1) {
    const words = wordsFrom(random.pick(texts), 1 + random.below(4), random);
    if (!words.length) continue;
    const luck = random.next();
    const last = words.length - 1;
    if (luck < 1 / 6) words.push(...wordsFrom(random.pick(texts), 1, random));
    else if (luck < 1 / 4 && words[last].length > 5) words[last] = slip(words[last], random);
    const isUnderWay = random.next() < 1 / 3;
    if (isUnderWay) words[last] = words[last].slice(0, Math.max(2, words[last].length - 1 - random.below(4)));
    queries.add(words.slice(0, 4).join(" ") + (isUnderWay || random.next() < 1 / 3 ? "" : " "));
  }
  return [...queries];
}

/**
 * The queries whose cost is measured, and what is special about each.
 * @param {Text[]} texts
 * @param {number} seed
 * @param {number} count of those drawn at random
 * @returns {{ query: string, kind: string }[]}
 */
export function costly(texts, seed, count) {
  const random = new Random(seed + 1);
  const common = commonest(texts);
  const long = common.find((word) => word.length >= 9) ?? common[0];
  const usual = drawn(texts, count * 3, seed).filter((query) => query.endsWith(" ")).slice(0, count).map((query) => query.trim());
  return [
    ...usual.map((query) => ({ query, kind: `${query.split(" ").length}` })),
    ...[1, 2, 3].map((letters) => ({ query: long.slice(0, letters), kind: letters === 1 ? "a letter" : `${letters} letters` })),
    ...common.slice(0, 4).map((query) => ({ query: `${query} `, kind: "a common word" })),
    { query: common.slice(0, 4).join(" "), kind: "common words" },
    { query: `${slip(long, random)} `, kind: "a slip" },
    { query: `"${phrase(texts, random)}"`, kind: "a phrase" },
  ];
}

/** Three words that follow each other in some text. @param {Text[]} texts @param {Random} random */
function phrase(texts, random) {
  for (;;) {
    const line = random.pick(random.pick(texts).text.split("\n").filter(Boolean));
    const found = /(\p{L}{4,}) (\p{L}{2,}) (\p{L}{4,})/u.exec(line);
    if (found) return found[0];
  }
}

/**
 * Phrases of two to five words, as they stand in the texts: with capitals, accents, stop words and what is between.
 * @param {Text[]} texts
 * @param {number} count
 * @param {number} seed
 */
export function phrases(texts, count, seed) {
  const random = new Random(seed + 2);
  /** @type {Set<string>} */
  const found = new Set();
  for (let tries = 0; found.size < count && tries < count * 50; tries += 1) {
    const words = random.pick(random.pick(texts).text.split("\n")).replace(/["«»“”]/g, " ").split(/\s+/).filter(Boolean);
    const length = 2 + random.below(4);
    const from = random.below(Math.max(1, words.length - length + 1));
    const some = words.slice(from, from + length);
    if (some.length === length && some.filter((word) => /\p{L}|\p{N}/u.test(word)).length > 1) found.add(`"${some.join(" ")}"`);
  }
  return [...found];
}

/** A common word, for those who type it letter by letter. @param {Text[]} texts */
export const typed = (texts) => commonest(texts, 9)[0];

/** Words of the texts, drawn. @param {Text[]} texts @param {number} seed @param {number} count */
export function typedWords(texts, seed, count) {
  const random = new Random(seed);
  /** @type {Set<string>} */
  const words = new Set();
  for (let tries = 0; words.size < count && tries < count * 20; tries += 1) {
    const [word] = wordsFrom(random.pick(texts), 1, random);
    if (word?.length > 5) words.add(word.toLowerCase());
  }
  return [...words];
}

/** Whether a text holds, as whole words, one form of each family. @param {Text} text @param {string[][]} families */
export const fits = ({ words }, families) => families.every((forms) => forms.some((form) => words.has(fold(form))));
