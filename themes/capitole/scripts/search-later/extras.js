// What few searches need: phrases, the order of titles, all addresses, suggestions.

import { damaged, read } from "../search/reader.js";
import { parse, words as wordsOf } from "../search/words.js";

/** @typedef {import("../search/engine.js").SearchIndex} SearchIndex */

/** How many candidates of a phrase are verified: for a page of results, and when all are asked for. */
const CHECKS = { page: 60, all: 500 };

/** Documents whose rests share a file. */
const RESTS_PER_FILE = 4;

/**
 * All the text of a document, one line a block.
 * @param {SearchIndex} index
 * @param {number} document
 */
async function wholeText(index, document) {
  const { title, summary, text, goesOn } = await index.fragment(document);
  if (!goesOn) return `${title}\n${summary}\n${text}`;
  const first = document - (document % RESTS_PER_FILE);
  const rests = await index.once(`r${first}`, async () => {
    const cursor = await read(index.fragmentUrl(first, "-suite"), "r");
    const texts = [];
    while (cursor.at < cursor.bytes.length) texts.push(cursor.text());
    return texts;
  });
  const rest = rests[document - first] ?? damaged("suite");
  return `${title}\n${summary}\n${text}${rest}`;
}

/**
 * The first documents whose text holds every phrase, in the order given.
 * @param {SearchIndex} index
 * @param {number[]} documents
 * @param {string[][]} phrases
 * @param {boolean} all
 */
export async function withPhrases(index, documents, phrases, all) {
  const checked = documents.slice(0, all ? CHECKS.all : CHECKS.page);
  const texts = await Promise.all(checked.map((document) => wholeText(index, document)));
  return checked.filter((_, i) => {
    const lines = texts[i].split("\n").map((line) => wordsOf(line).map((word) => word.form));
    return phrases.every((phrase) => lines.some((line) =>
      line.some((_word, at) => phrase.every((form, k) => line[at + k] === form))));
  });
}

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
    const slugs = await index.once(name, async () => {
      const cursor = await index.file(name, "a");
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
  return index.once("titres", async () => {
    const cursor = await index.file("titres", "t");
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

/**
 * Completions of the last word, and titles.
 * @param {SearchIndex} index
 * @param {string} text
 * @param {number} limit
 */
export async function suggest(index, text, limit) {
  const last = parse(text).words.find((word) => word.prefix && !word.parts);
  if (!last) return { words: [], titles: [] };
  const [groups, found] = await Promise.all([index.completed(last.form), index.search(text, { limit: 3, facets: [] })]);
  const before = text.slice(0, text.length - (/[\p{L}\p{N}\p{M}]*$/u.exec(text)?.[0].length ?? 0));
  const completions = groups
    .sort((a, b) => b.group.documents.length - a.group.documents.length)
    .map(({ group }) => [group.display, ...group.forms].find((form) => form && wordsOf(form)[0]?.form.startsWith(last.form)))
    .filter((form) => form !== undefined);
  return {
    words: [...new Set(completions)].slice(0, limit).map((form) => before + form),
    titles: found.results.map(({ title = "", url }) => ({ title, url })),
  };
}
