// In which attachment words stand that a document itself does not have.

import { read } from "../search/reader.js";
import { words as wordsOf } from "../search/words.js";

/** @typedef {{ file: string, title: string, forms: Set<string> }} Words The words that an attachment has and its document lacks. */

/** @typedef {{ title: string, file: string, url: string }} Attachment */

/** @param {import("../search/reader.js").Cursor} cursor @returns {Words[]} */
function readAttachments(cursor) {
  const attachments = Array.from({ length: cursor.count() }, () =>
    ({ file: cursor.text(), title: cursor.text(), forms: new Set(cursor.forms(cursor.count())) }));
  cursor.end();
  return attachments;
}

/** @typedef {{ forms: string[], prefix?: string }} Wanted The forms of a word, and what they may begin with. */

/** Whether a set of forms has a word. @param {Set<string>} known @param {Wanted} word */
const hasWord = (known, { forms, prefix }) =>
  forms.some((form) => known.has(form)) || (prefix !== undefined && [...known].some((form) => form.startsWith(prefix)));

/**
 * The attachment that has the most of the words that its document lacks, the first of equals; none when no word is in
 * any: it may stand further on in the document than the text that the reader has.
 * @param {import("../search/engine.js").SearchIndex} index
 * @param {import("../search/reader.js").Fragment} fragment
 * @param {number} document
 * @param {import("../search/words.js").Word[]} words
 * @param {import("../search/words.js").Match[]} matches of those words
 * @returns {Promise<Attachment | undefined>}
 */
export async function holder(index, { slug, title, summary, text }, document, words, matches) {
  const shown = new Set(wordsOf(`${title}\n${summary}\n${text}`).map((word) => word.form));
  const wanted = words
    .map(({ form, parts = [], prefix }, n) => ({
      found: matches[n].scores[document] > 0, forms: [form, ...parts, ...matches[n].groups.flatMap(({ group }) => group.forms)], ...prefix && { prefix: form },
    }))
    .filter((word) => word.found && !hasWord(shown, word));
  if (!wanted.length) return undefined;
  const attachments = await index.once(`j${document}`, async (signal) =>
    readAttachments(await read(index.fragmentUrl(document, "-pieces"), "j", signal)));
  let best;
  let most = 0;
  for (const one of attachments) {
    const count = wanted.filter((word) => hasWord(one.forms, word)).length;
    if (count > most) [best, most] = [one, count];
  }
  return best && { title: best.title, file: best.file, url: new URL(best.file, index.address(slug)).href };
}
