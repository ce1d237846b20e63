// Unknown words → the ones that were meant, as src/search/correction.rs does.

import { isAbove } from "../search/reader.js";
import { fold, match, words as wordsOf } from "../search/words.js";

/** @typedef {import("../search/engine.js").SearchIndex} SearchIndex */
/** @typedef {import("../search/words.js").Match} Match */
/** @typedef {import("../search/words.js").Word} Word */
/** @typedef {{ form: string, spelling: string }} Correction */
/** @typedef {{ key: number[], form: string, spelling: string }} Candidate */

const SHORTEST = 5;
const SHORTEST_PROPOSED = 3;

/** Most letters that may be wrong in a word of so many. @param {number} letters */
const reach = (letters) => (letters < 10 ? 1 : 2);

/** What a letter in another's place costs in a word of so many: one makes another word of a short one. @param {number} letters */
const costOf = (letters) => (letters < 8 ? 2 : 1);

/** Endings that one word takes, and endings that make other words of a root: those of src/search/analysis/endings.rs. */
const INFLECTIONS = [
  "- s e es x",
  "al ale als ales aux",
  "ail ails aux",
  "eau eaux",
  "er ers ere eres",
  "eur eurs euse euses eure eures",
  "eur eurs rice rices",
  "eux euse euses",
  "f fs ve ves",
  "el els elle elles",
  "en ens enne ennes",
  "on ons onne onnes",
  "et ets ette ettes ete etes",
  "c cs que ques",
  "er e es ons ez ent ee ees ant ants ante antes ais ait ions iez aient erai eras era erons erez eront erais erait erions eriez eraient",
  "ir i is it ie ies issons issez issent issant issants issante issantes issais issait issaient irai iras ira irons irez iront irait iraient",
].map((endings) => endings.split(" ").map((ending) => (ending === "-" ? "" : ending)));
const DERIVATIONS = "- e er ier iere erie eur euse age iste isme oir oire ure et ette at ique able ible al ale el elle if ive ance ant ante ite ment ation".split(" ").map((ending) => (ending === "-" ? "" : ending));
/** Fewest letters that two forms of one word share, and two words of one family. */
const ROOT = 3;
const FAMILY_ROOT = 4;

/** What stands before an ending, where it is long enough. @param {string} form @param {string} ending @param {number} least */
function rootOf(form, ending, least) {
  const root = form.endsWith(ending) ? form.slice(0, form.length - ending.length) : "";
  return [...root].length >= least ? root : undefined;
}

/** The forms that may be the same word, the likeliest first. @param {string} form */
const inflections = (form) => INFLECTIONS.flatMap((endings) => endings.flatMap((own) => {
  const root = rootOf(form, own, ROOT);
  return root === undefined ? [] : endings.map((other) => root + other).filter((other) => other !== form);
}));

/** Whether two words are of one family. @param {string} a @param {string} b */
const isFamily = (a, b) => DERIVATIONS.some((ending) => {
  const root = rootOf(a, ending, FAMILY_ROOT);
  return root !== undefined && b.startsWith(root) && DERIVATIONS.includes(b.slice(root.length));
});

/** Whether a word may be corrected at all. @param {string} form */
const isCorrectable = (form) => [...form].length >= SHORTEST && /^\p{Alphabetic}+$/u.test(form);

/** The known form that an unknown one is another form of. @param {SearchIndex} index @param {string} form */
async function inflected(index, form) {
  if (!isCorrectable(form)) return undefined;
  const all = [...new Set(inflections(form))];
  const known = await Promise.all(all.map((form) => match(index, { form, prefix: false })));
  return all.find((_, at) => known[at].count > 0);
}

/**
 * The distances of a word to every beginning of another: a letter wrong, missing, too many, or two neighbours swapped.
 * @param {string[]} word
 * @param {string[]} other
 */
function lastRow(word, other) {
  const substitution = costOf(word.length);
  /** @type {number[]} */
  let before = [];
  let last = Array.from({ length: other.length + 1 }, (_, j) => j);
  word.forEach((a, i) => {
    const row = [i + 1];
    other.forEach((b, j) => {
      let cost = Math.min(last[j] + (a === b ? 0 : substitution), last[j + 1] + 1, row[j] + 1);
      if (i > 0 && j > 0 && a === other[j - 1] && word[i - 1] === b) cost = Math.min(cost, before[j - 1] + 1);
      row.push(cost);
    });
    [before, last] = [last, row];
  });
  return last;
}

/**
 * The distance to a candidate and its length; or, of a prefix, to its nearest beginning that ends as it does.
 * @param {string[]} typed
 * @param {string[]} letters
 * @param {boolean} prefix
 * @returns {[number, number] | null}
 */
function nearest(typed, letters, prefix) {
  const most = reach(typed.length);
  if (letters.length + most < typed.length || (!prefix && letters.length > typed.length + most)) return null;
  const candidate = letters.slice(0, typed.length + most + 1);
  const row = lastRow(typed, candidate);
  if (!prefix) return [row[candidate.length], candidate.length];
  /** @type {[number, number] | null} */
  let best = null;
  const gap = (/** @type {number} */ length) => (length === candidate.length ? -1 : Math.abs(length - typed.length));
  for (let length = SHORTEST_PROPOSED; length <= candidate.length; length += 1) {
    if (candidate[length - 1] !== typed[typed.length - 1]) continue;
    if (!best || row[length] < best[0] || (row[length] === best[0] && gap(length) < gap(best[1]))) best = [row[length], length];
  }
  return best;
}

/** Whether one is the other with the mark of a plural or a feminine. @param {string} a @param {string} b */
function isInflection(a, b) {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return long.startsWith(short) && ["s", "x", "e", "es"].includes(long.slice(short.length));
}

/** @param {Candidate} a @param {Candidate} b */
function isBetter(a, b) {
  const at = a.key.findIndex((value, i) => value !== b.key[i]);
  return at < 0 ? isAbove(b.form, a.form) : a.key[at] < b.key[at];
}

/**
 * The best candidate of some files.
 * @param {{ spelling: string, frequency: number }[][]} files
 * @param {string[]} typed
 * @param {boolean} prefix
 */
function bestOf(files, typed, prefix) {
  /** @type {Candidate | null} */
  let best = null;
  for (const { spelling, frequency } of files.flat()) {
    const form = fold(spelling);
    const letters = [...form];
    const found = nearest(typed, letters, prefix);
    if (!found) continue;
    const [distance, length] = found;
    const firstDiffers = letters[0] !== typed[0];
    if (distance > (firstDiffers ? 1 : reach(typed.length)) || isFamily(typed.join(""), form)) continue;
    const isOther = !isInflection(typed.join(""), letters.slice(0, length).join(""));
    const one = { key: [distance, Number(firstDiffers), Number(isOther), Number(length < letters.length), -frequency], form, spelling };
    if (!best || isBetter(one, best)) best = one;
  }
  return best;
}

/**
 * The word that an unknown one was meant to be.
 * @param {SearchIndex} index
 * @param {string} form
 * @param {boolean} prefix
 * @returns {Promise<Correction | null>}
 */
async function correct(index, form, prefix) {
  const typed = [...form];
  if (!isCorrectable(form)) return null;
  const { middle } = index.manifest.corrections;
  const byMiddle = (/** @type {string} */ a, /** @type {string} */ b) =>
    index.proposals("b", ((a.codePointAt(0) ?? 0) * 31 + (b.codePointAt(0) ?? 0)) % middle);
  let best = bestOf([await index.proposalsBy(form)], typed, prefix);
  // One slip that keeps the first letter cannot be beaten; else the slip may be in the first letter.
  if (middle && best?.key[0] !== 1) {
    const files = await Promise.all([index.proposalsBy(form), index.proposalsBy(typed[1]), byMiddle(typed[1], typed[2]), byMiddle(typed[0], typed[1])]);
    best = bestOf(files, typed, prefix);
  }
  return best;
}

/**
 * Corrects the words that no document has, and matches them anew: `words` and `matches` are changed in place. Gives the
 * whole query as corrected, and the one that searches for the words as they were typed.
 * @param {SearchIndex} index
 * @param {string} text
 * @param {Word[]} words
 * @param {Match[]} matches
 */
export async function correctWords(index, text, words, matches) {
  /** @type {Map<string, string>} */
  const spellings = new Map();
  /** @param {string} form @param {boolean} prefix */
  const one = async (form, prefix) => {
    const found = await correct(index, form, prefix);
    if (found) spellings.set(form, found.spelling);
    return found?.form;
  };
  await Promise.all(words.map(async (word, n) => {
    if (matches[n].count > 0 || word.literal) return;
    if (word.parts) {
      const parts = await Promise.all(word.parts.map(async (part, i, all) => {
        const prefix = word.prefix && i === all.length - 1;
        return (await match(index, { form: part, prefix })).count ? part : (await inflected(index, part)) ?? (await one(part, prefix)) ?? part;
      }));
      if (parts.every((part, i) => part === word.parts?.[i])) return;
      words[n] = { ...word, form: parts.join(""), parts };
    } else {
      const same = await inflected(index, word.form);
      const form = same ?? await one(word.form, word.prefix);
      if (form === undefined) return;
      words[n] = { ...word, form, prefix: word.prefix && !same };
    }
    matches[n] = await match(index, words[n]);
  }));
  return spellings.size ? rewrite(text.normalize("NFKC"), spellings) : null;
}

/** @param {string} text @param {Map<string, string>} spellings */
function rewrite(text, spellings) {
  const places = wordsOf(text).filter(({ form }) => spellings.has(form));
  let corrected = "";
  let done = 0;
  for (const { form, start, end } of places) {
    corrected += text.slice(done, start) + spellings.get(form);
    done = end;
  }
  const asTyped = text.replace(/\S+/g, (run, start) =>
    (places.some((place) => place.start >= start && place.start < start + run.length) ? `"${run.replace(/["«»“”]/g, "")}"` : run));
  return { corrected: corrected + text.slice(done), asTyped };
}
