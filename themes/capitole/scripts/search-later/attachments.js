// In which attachment words stand that a document itself does not have.

import { read } from "../search/reader.js";
import { hasWord } from "../search/words.js";

/** @typedef {{ file: string, title: string, forms: Set<string> }} Words The words that an attachment has and its document lacks. */

/** @typedef {{ title: string, file: string, url: string }} Attachment */

/** @param {import("../search/reader.js").Cursor} cursor @returns {Words[]} */
function readAttachments(cursor) {
  const attachments = Array.from({ length: cursor.count() }, () =>
    ({ file: cursor.text(), title: cursor.text(), forms: new Set(cursor.forms(cursor.count())) }));
  cursor.end();
  return attachments;
}

/**
 * The attachment that has the most of the words, the first of equals; none when no word is in any: it may stand further
 * on in the document than the text that the reader has.
 * @param {import("../search/engine.js").SearchIndex} index
 * @param {number} document
 * @param {import("../search/words.js").Wanted[]} wanted
 * @returns {Promise<Attachment | undefined>}
 */
export async function holder(index, document, wanted) {
  const all = index.once(`j${document}`, async (signal) => readAttachments(await read(index.fragmentUrl(document, "-pieces"), "j", signal)));
  const [{ slug }, attachments] = await Promise.all([index.fragment(document), all]);
  let best;
  let most = 0;
  for (const one of attachments) {
    const count = wanted.filter((word) => hasWord(one.forms, word)).length;
    if (count > most) [best, most] = [one, count];
  }
  return best && { title: best.title, file: best.file, url: new URL(best.file, index.address(slug)).href };
}
