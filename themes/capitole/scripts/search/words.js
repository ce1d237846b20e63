// Text → words, as src/search/analysis does; and what is typed → a query.

/** @typedef {{ form: string, prefix: boolean, parts?: string[] }} Word A folded word; `parts` of a hyphenated one, whose `form` is joined. */
/** @typedef {{ words: Word[], phrases: string[][], excluded: Word[] }} Query */

const STOP_WORDS = new Set(
  ("a afin ai aimerais ainsi as au aucun aucune auquel aussi autre autres aux auxquelles auxquels avait avec avez " +
    "avoir avons c ca car ce ceci cela celle celles celui ces cet cette ceux chaque cherche chez combien comme " +
    "comment d dans de des desquelles desquels dois doit donc dont du duquel elle elles en entre es est et etaient " +
    "etait etant etc etes etre eux existe faire faut il ils j je jusqu l la laquelle le lequel les lesquelles " +
    "lesquels leur leurs lors lorsqu lorsque lui m ma mais me mes moi mon n ne ni nos notre nous on ont ou par parmi " +
    "pas peut peux pour pourquoi puis puisqu puisque qu quand que quel quelle quelles quelqu quelque quelques quels " +
    "qui quoi quoique s sa sans se selon sera seront ses si soit son sont souhaite sous suis sur t ta te tel telle " +
    "telles tels tes toi ton tous tout toute toutes trouve trouver tu un une vers veux vos votre voudrais vous y").split(" "),
);
const ELISIONS = new Set("l d j m t s n c qu jusqu lorsqu puisqu quoiqu".split(" "));
const LIGATURES = /** @type {Record<string, string>} */ ({ œ: "oe", æ: "ae", ß: "ss", ς: "σ" });
const APOSTROPHE = /['‘’ʼ＇]/;
const HYPHEN = /[-‐‑]/;
const LONGEST = 48;
const MOST_PARTS = 4;

/**
 * Lower-case, without accents, ligatures written out.
 * @param {string} text
 */
export function fold(text) {
  return text
    .replace(/[\u00ad\u200b-\u200d\u2060\ufeff]/g, "")
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
  const found = [];
  for (const match of text.matchAll(/[\p{Alphabetic}\p{N}\p{M}]+/gu)) {
    const start = match.index ?? 0;
    for (const piece of match[0].matchAll(/[^ʼ]+/g)) {
      const at = start + (piece.index ?? 0);
      const end = at + piece[0].length;
      let form = folded.get(piece[0]);
      if (form === undefined) {
        form = fold(piece[0]);
        if ([...form].length > LONGEST) form = [...form].slice(0, LONGEST).join("");
        if (folded.size > 50000) folded.clear();
        folded.set(piece[0], form);
      }
      if (form && !(ELISIONS.has(form) && APOSTROPHE.test(text.charAt(end)))) found.push({ form, start: at, end });
    }
  }
  return found;
}

/** @param {string} form */
const isStopWord = (form) => STOP_WORDS.has(form);

/** @param {Word} word @returns {Word} */
const plain = ({ form, prefix, parts }) => (parts ? { form, prefix, parts } : { form, prefix });

/**
 * Words of a part of a query; hyphenated ones in one piece.
 * @param {string} text
 * @returns {(Word & { end: number })[]}
 */
function queryWords(text) {
  const all = words(text);
  const out = [];
  for (let i = 0; i < all.length; ) {
    let last = i;
    while (
      last + 1 < all.length && all[last + 1].start === all[last].end + 1 && HYPHEN.test(text.charAt(all[last].end))
    ) last += 1;
    const parts = all.slice(i, last + 1);
    const end = parts[parts.length - 1].end;
    if (parts.length > 1 && parts.length <= MOST_PARTS && parts.some((part) => /\P{N}/u.test(part.form))) {
      const form = [...parts.map((part) => part.form).join("")].slice(0, LONGEST).join("");
      const kept = parts.map((part) => part.form).filter((part) => !isStopWord(part));
      out.push({ form, parts: kept, prefix: false, end });
    } else {
      for (const part of parts) out.push({ form: part.form, prefix: false, end: part.end });
    }
    i = last + 1;
  }
  return out;
}

/**
 * What is typed → words that must be there, phrases, and words that must not.
 * @param {string} typed
 * @returns {Query}
 */
export function parse(typed) {
  // Normalised as the texts were, so that both fold alike.
  let text = typed.normalize("NFKC").slice(0, 400);
  /** @type {string[][]} */
  const phrases = [];
  /** @type {Word[]} */
  const excluded = [];
  /** @type {Word[]} */
  const inPhrases = [];
  text = text.replace(/(^|\s)(-?)(?:"([^"]*)"|«([^»]*)»|“([^”]*)”)/gu, (_, before, minus, a, b, c) => {
    const tokens = words(a ?? b ?? c).map((word) => word.form);
    const meant = tokens.filter((form) => !isStopWord(form));
    if (minus) excluded.push(...meant.map((form) => ({ form, prefix: false })));
    else {
      if (tokens.length > 1) phrases.push(tokens);
      inPhrases.push(...(meant.length ? meant : tokens).map((form) => ({ form, prefix: false })));
    }
    return `${before} `;
  });
  text = text.replace(/(^|\s)-([^\s-]\S*)/gu, (_, before, word) => {
    excluded.push(...queryWords(word).filter((one) => !isStopWord(one.form)).map(plain));
    return `${before} `;
  });
  const typedWords = queryWords(text);
  const last = typedWords[typedWords.length - 1];
  if (last && last.end === text.length) last.prefix = true;
  let kept = typedWords.filter((word) => (word.parts ? word.parts.length > 0 : !isStopWord(word.form)));
  if (kept.length === 0 && inPhrases.length === 0) kept = typedWords;
  /** @type {Word[]} */
  const unique = [];
  for (const word of [...inPhrases, ...kept]) {
    const same = unique.find((one) => one.form === word.form && !one.parts === !word.parts);
    if (same) same.prefix ||= word.prefix;
    else unique.push(plain(word));
  }
  return { words: unique.slice(0, 16), phrases: phrases.slice(0, 4), excluded: excluded.slice(0, 16) };
}

/** Words of a snippet. */
const SNIPPET = 30;

/** @typedef {(form: string) => number | undefined} Hit */

/** The places of the query's words. @param {string} text @param {Hit} hit */
export const marksOf = (text, hit) => words(text).filter((word) => hit(word.form) !== undefined).map((word) => [word.start, word.end]);

/**
 * The part of a text that holds the most of the query's words.
 * @param {string} text
 * @param {Hit} hit
 */
export function snippet(text, hit) {
  const all = words(text);
  const hits = all.flatMap((word, at) => (hit(word.form) === undefined ? [] : [{ at, word, which: hit(word.form) }]));
  if (!hits.length) return null;
  let best = { value: 0, from: 0 };
  for (let i = 0; i < hits.length; i += 1) {
    const window = [];
    for (let k = i; k < hits.length && hits[k].at < hits[i].at + SNIPPET - 6; k += 1) window.push(hits[k].which);
    const value = new Set(window).size * 100 + Math.min(window.length, 10);
    if (value > best.value) best = { value, from: hits[i].at };
  }
  const from = Math.max(0, Math.min(best.from - 5, all.length - SNIPPET));
  const to = Math.min(all.length, from + SNIPPET);
  const start = from === 0 ? 0 : all[from].start;
  const end = to === all.length ? text.length : all[to - 1].end;
  const head = start > 0 ? "… " : "";
  const marks = hits.filter(({ at }) => at >= from && at < to).map(({ word }) => [word.start - start + head.length, word.end - start + head.length]);
  return { snippet: `${head}${text.slice(start, end)}${end < text.length ? " …" : ""}`, marks };
}
