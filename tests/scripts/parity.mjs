// Runs queries through the reader and compares with what tantivy answered: see src/search/tests.rs.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { openIndex } from "./modules.mjs";
import { SITE, serve } from "./site.mjs";

const root = process.argv[2];
serve(root);
const index = await openIndex(new URL("recherche/", SITE));
/** @type {{ query: string, all: boolean, total: number, relaxed: boolean, corrected: string | null, ids: number[] }[]} */
const queries = JSON.parse(await readFile(join(root, "requetes.json"), "utf8"));
let sum = 0;
let found = 0;
let corrections = 0;
let isExact = false;
const wrong = [];
for (const { query, all, total, relaxed, corrected, ids } of queries) {
  const answer = await index.search(query, { limit: all ? Infinity : 10 });
  if (answer.total !== total || answer.relaxed !== relaxed || answer.corrected !== corrected) {
    wrong.push({ query, total: [answer.total, total], relaxed: [answer.relaxed, relaxed], corrected: [answer.corrected, corrected] });
  }
  corrections += Number(corrected !== null);
  const got = new Set(answer.results.map(({ id }) => id));
  // All results are the same ones; the first ten, nearly.
  if (all) {
    isExact = true;
    if (got.size !== ids.length || ids.some((id) => !got.has(id))) wrong.push({ query, found: [...got], of: ids });
  }
  sum += ids.length ? ids.filter((id) => got.has(id)).length / ids.length : Number(got.size === 0);
  found += Number(total > 0);
}
const overlap = sum / queries.length;
console.log({ queries: queries.length, found, corrections, overlap, wrong: wrong.slice(0, 5) });
process.exitCode = overlap >= 0.95 && wrong.length === 0 && found * 2 > queries.length && (isExact || corrections > 10) ? 0 : 1;
