// Text → words, as src/search/analysis does; what is typed → a query; a word → the documents that have it.

import { isAbove } from "./reader.js";

/** @typedef {import("./engine.js").SearchIndex} SearchIndex */
/** @typedef {import("./reader.js").Group} Group */
/** @typedef {{ group: Group, weight: number }} Weighed */
/** @typedef {{ scores: Float64Array, count: number, groups: Weighed[] }} Match */

/** @typedef {{ form: string, typed?: string, prefix: boolean, parts?: string[], literal?: boolean }} Word A folded word; `typed` as it stands in the query; `parts` of a hyphenated one, whose `form` is joined; `literal` between quotes. */
/** @typedef {{ words: Word[], phrases: string[][], excluded: Word[], excludedPhrases: string[][] }} Query */

const ELISION = /^([cdjlmnst]|(jus|lors|puis|quoi)?qu)$/;
const LIGATURES = /** @type {Record<string, string>} */ ({ œ: "oe", æ: "ae", ß: "ss", ς: "σ" });
const APOSTROPHE = /['‘’ʼ＇]/;
const HYPHEN = /[-‐‑]/;
const INVISIBLE = /[\u00ad\u200b-\u200d\u2060\ufeff]/g;
const LONGEST = 48;
const MOST_PARTS = 4;

/**
 * Lower-case, without accents, ligatures written out.
 * @param {string} text
 */
export function fold(text) {
  return text
    .replace(INVISIBLE, "")
    .normalize("NFKD")
    .toLowerCase()
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[œæßς]/g, (c) => LIGATURES[c]);
}

/** @type {Map<string, string>} */
const folded = new Map();

/**
 * The words of a text with their places; an elided article is none.
 * @param {string} text
 * @returns {{ form: string, start: number, end: number }[]}
 */
export function words(text) {
  /** @type {{ form: string, start: number, end: number }[]} */
  const found = [];
  const add = (/** @type {string} */ piece, /** @type {number} */ start) => {
    const end = start + piece.length;
    let form = folded.get(piece);
    if (form === undefined) {
      form = fold(piece);
      if ([...form].length > LONGEST) form = [...form].slice(0, LONGEST).join("");
      if (folded.size > 50000) folded.clear();
      folded.set(piece, form);
    }
    if (form && !(ELISION.test(form) && APOSTROPHE.test(text.charAt(end)))) found.push({ form, start, end });
  };
  for (const { 0: run, index } of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}]+/gu)) {
    // The modifier apostrophe counts as a letter in Unicode, not in French.
    if (!run.includes("ʼ")) add(run, index);
    else for (const piece of run.matchAll(/[^ʼ]+/g)) add(piece[0], index + piece.index);
  }
  return found;
}

/**
 * Words of a part of a query; hyphenated ones in one piece. The one that ends the text may be the beginning of another.
 * @param {string} text
 * @param {Set<string>} stopWords
 * @returns {Word[]}
 */
function queryWords(text, stopWords) {
  const all = words(text);
  const out = [];
  for (let i = 0; i < all.length; ) {
    let last = i;
    while (
      last + 1 < all.length && all[last + 1].start === all[last].end + 1 && HYPHEN.test(text.charAt(all[last].end))
    ) last += 1;
    const parts = all.slice(i, last + 1);
    if (parts.length > 1 && parts.length <= MOST_PARTS && parts.some((part) => /\P{N}/u.test(part.form))) {
      const form = [...parts.map((part) => part.form).join("")].slice(0, LONGEST).join("");
      const kept = parts.map((part) => part.form).filter((part) => !stopWords.has(part));
      out.push({ form, typed: text.slice(all[i].start, all[last].end), parts: kept, prefix: all[last].end === text.length });
    } else {
      for (const { form, start, end } of parts) out.push({ form, typed: text.slice(start, end), prefix: end === text.length });
    }
    i = last + 1;
  }
  return out;
}

/**
 * What is typed → words that must be there, phrases, and words that must not.
 * @param {string} typed
 * @param {Set<string>} stopWords
 * @returns {Query}
 */
export function parse(typed, stopWords) {
  // Normalised as the texts were, so that both fold alike.
  let text = typed.replace(INVISIBLE, "").normalize("NFKC").slice(0, 400);
  /** @type {string[][]} */
  const phrases = [];
  /** @type {string[][]} */
  const excludedPhrases = [];
  /** @type {Word[]} */
  const excluded = [];
  /** @type {Word[]} */
  const inPhrases = [];
  text = text.replace(/(^|\s)(-?)(?:"([^"]*)"|«([^»]*)»|“([^”]*)”)/gu, (_, before, minus, a, b, c) => {
    const inside = a ?? b ?? c;
    const tokens = words(inside).map(({ form, start, end }) => ({ form, typed: inside.slice(start, end), prefix: false }));
    // A phrase says itself what of its stop words must be there; they have no documents of their own.
    if (tokens.length > 1) (minus ? excludedPhrases : phrases).push(tokens.map(({ form }) => form));
    else if (minus) excluded.push(...tokens);
    if (!minus) inPhrases.push(...tokens.filter(({ form }) => !tokens[1] || !stopWords.has(form)).map((word) => ({ ...word, literal: true })));
    return `${before} `;
  });
  text = text.replace(/(^|\s)-([^\s-]\S*)/gu, (_, before, word) => {
    excluded.push(...queryWords(word, stopWords).filter((one) => !stopWords.has(one.form)).map((one) => ({ ...one, prefix: false })));
    return `${before} `;
  });
  const typedWords = queryWords(text, stopWords);
  let kept = typedWords.filter((word) => (word.parts ? word.parts.length > 0 : !stopWords.has(word.form)));
  if (!kept.length && !inPhrases.length && !phrases.length) kept = typedWords;
  /** @type {Word[]} */
  const unique = [];
  for (const word of [...inPhrases, ...kept]) {
    const same = unique.find((one) => one.form === word.form && !one.parts === !word.parts);
    if (same) same.prefix ||= word.prefix;
    else unique.push(word);
  }
  return { words: unique.slice(0, 16), phrases: phrases.slice(0, 4), excluded: excluded.slice(0, 16), excludedPhrases: excludedPhrases.slice(0, 4) };
}

const COMPLETION_WEIGHT = 0.5;

/** The numbers of the shards whose forms may start with a prefix. @param {SearchIndex} index @param {string} prefix */
function shardsOf(index, prefix) {
  const starts = index.manifest.shards;
  let first = 0;
  while (first + 1 < starts.length && !isAbove(starts[first + 1], prefix)) first += 1;
  const numbers = starts.length ? [first] : [];
  for (let next = first + 1; next < starts.length && starts[next].startsWith(prefix); next += 1) numbers.push(next);
  return numbers;
}

/** The groups of a form. @param {SearchIndex} index @param {string} form @returns {Promise<Weighed[]>} */
async function exact(index, form) {
  const known = index.common.get(form);
  const numbers = !known || known.hasShort ? shardsOf(index, form).slice(0, 1) : [];
  const [lists, [shard]] = await Promise.all([
    Promise.all((known?.lists ?? []).map((list) => index.list(list))), Promise.all(numbers.map((number) => index.shard(number))),
  ]);
  const at = shard ? shard.forms.indexOf(form) : -1;
  const short = shard && at >= 0 ? shard.groupsOf[at].map((group) => shard.groups[group]) : [];
  return [...lists, ...short].map((group) => ({ group, weight: 1 }));
}

/** The groups of a form and of what it may become. @param {SearchIndex} index @param {string} form @returns {Promise<Weighed[]>} */
export async function completed(index, form) {
  const file = index.manifest.prefixes.get(form);
  if (file !== undefined) return [{ group: (await index.completions(file)).group, weight: 1 }];
  const known = index.common.get(form);
  const numbers = known && !known.hasShort && !known.isExtended ? [] : shardsOf(index, form);
  const listed = new Set(index.manifest.common.filter((one) => one.form.startsWith(form)).flatMap((one) => one.lists));
  const [whole, lists, shards] = await Promise.all([
    exact(index, form), Promise.all([...listed].map((list) => index.list(list))), Promise.all(numbers.map((number) => index.shard(number))),
  ]);
  /** @type {Map<string, Weighed>} */
  const found = new Map(whole.map((one) => [one.group.key, one]));
  const add = (/** @type {Group} */ group) => { if (!found.has(group.key)) found.set(group.key, { group, weight: COMPLETION_WEIGHT }); };
  lists.forEach(add);
  for (const shard of shards) {
    shard.forms.forEach((one, at) => { if (one.startsWith(form)) for (const number of shard.groupsOf[at]) add(shard.groups[number]); });
  }
  return [...found.values()];
}

/** The score that a word gives every document. @param {SearchIndex} index @param {Word} word @returns {Promise<Match>} */
export async function match(index, word) {
  const [groups, all] = await Promise.all([
    word.prefix ? completed(index, word.form) : exact(index, word.form),
    Promise.all((word.parts ?? []).map((form, i, forms) => match(index, { form, prefix: word.prefix && i === forms.length - 1 }))),
  ]);
  const scores = new Float64Array(index.size);
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
    for (let document = 0; document < index.size; document += 1) {
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

/** @typedef {(form: string) => number | undefined} Hit which word of the query a folded form is */
/** @typedef {{ start: number, end: number, form: string, hit: number | undefined }} Token */

/** The places of the query's words. @param {string} text @param {Hit} hit */
export const marksOf = (text, hit) => words(text).filter((word) => hit(word.form) !== undefined).map((word) => [word.start, word.end]);

/** Most words of a snippet; a sentence of fewer than `LEAST` is followed by the next. */
const LENGTH = 32;
const LEAST = 16;
/** Words shown before the first that was asked for, in a sentence that is too long. */
const BEFORE = 5;

/** What stands between two sentences; marks that close belong to the one before. */
const BOUNDARY = /(?:·|[.!?…](?=[»”)\]]* ))([\s·»”)\]]*)/;

/** One line: blocks that end no sentence are set apart by a dot. @param {string} text */
const flat = (text) => text.split("\n").map((line) => line.trim().replace(/\s+/g, " ")).filter(Boolean)
  .reduce((all, line) => (all ? `${all}${/[.!?…:;]$/.test(all) ? " " : " · "}${line}` : line), "");

/** How much of the query some words hold: phrases, then distinct words, then how often. @param {Token[]} tokens @param {string[][]} phrases */
function valueOf(tokens, phrases) {
  const hits = tokens.filter(({ hit }) => hit !== undefined);
  const has = phrases.filter((phrase) => tokens.some((_, at) => phrase.every((form, k) => tokens[at + k]?.form === form)));
  return has.length * 1000 + new Set(hits.map(({ hit }) => hit)).size * 100 + Math.min(hits.length, 10);
}

/**
 * The sentence of a text that has the most of the query's words.
 * @param {string} source
 * @param {Hit} hit
 * @param {string[][]} phrases
 * @param {boolean} [goesOn] whether the text goes on where it ends
 */
export function snippet(source, hit, phrases, goesOn = false) {
  const text = flat(source);
  const tokens = words(text).map((word) => ({ ...word, hit: hit(word.form) }));
  /** Where each sentence begins: its first token, and its place in the text. @type {{ at: number, start: number }[]} */
  const sentences = [];
  tokens.forEach(({ start }, at) => {
    if (!at) sentences.push({ at, start: 0 });
    else if (start - tokens[at - 1].end > 1) {
      const before = tokens[at - 1].end;
      const boundary = BOUNDARY.exec(text.slice(before, start));
      if (!boundary) return;
      const begins = before + boundary.index + boundary[0].length;
      // A letter and a dot are an initial or « R. 6325-24 »; a small letter after a closing mark goes on.
      const isInitial = boundary.index === 0 && boundary[0][0] === "." && before - tokens[at - 1].start === 1;
      const goesOnAfter = /[»”)\]]/.test(boundary[1]) && begins === start && /^\p{Ll}/u.test(text.slice(start));
      if (!isInitial && !goesOnAfter) sentences.push({ at, start: begins });
    }
  });
  sentences.push({ at: tokens.length, start: text.length });
  const part = (/** @type {number} */ one) => tokens.slice(sentences[one].at, sentences[one + 1].at);
  let [best, value] = [0, 0];
  for (let one = 0; one + 1 < sentences.length; one += 1) {
    const worth = valueOf(part(one), phrases);
    if (worth > value) [best, value] = [one, worth];
  }
  if (!value) return null;
  let next = best + 1;
  const { at } = sentences[best];
  while (sentences[next].at - at < LEAST && next + 1 < sentences.length && sentences[next + 1].at - at <= LENGTH) next += 1;
  let [from, to] = [sentences[best].start, sentences[next].start];
  let [head, tail] = ["", ""];
  const inside = part(best);
  if (next === best + 1 && inside.length > LENGTH) {
    let [first, most] = [0, 0];
    inside.forEach((token, k) => {
      const worth = token.hit === undefined ? 0 : valueOf(inside.slice(k, k + LENGTH - BEFORE), phrases);
      if (worth > most) [first, most] = [k, worth];
    });
    const begin = Math.max(0, Math.min(first - BEFORE, inside.length - LENGTH));
    if (begin > 0) [from, head] = [inside[begin].start, "… "];
    if (begin + LENGTH < inside.length) [to, tail] = [inside[begin + LENGTH - 1].end, " …"];
  }
  if (goesOn && to === text.length) tail = " …";
  const shown = text.slice(from, to).trimEnd().replace(/ ·$/, "");
  const marks = tokens.filter((token) => token.hit !== undefined && token.start >= from && token.end <= from + shown.length)
    .map(({ start, end }) => [start - from + head.length, end - from + head.length]);
  return { value, snippet: `${head}${shown}${tail}`, marks };
}
