#!/usr/bin/env node
/**
 * Compares the two engines: the program's own (tantivy) and the site's (engine.js), on queries drawn from the texts.
 *
 *   node benches/parity.mjs [--library DIR | --deliverables N] [--queries 240] [--phrases 120] [--seed 1]
 *
 * Phrases must give the same documents in both, all of them. Exit status 1 when one does not, or when the first ten results of
 * the other queries overlap by less than 0.95 on average.
 */
import { SITE, serve } from "../tests/scripts/site.mjs";
import { engineOf, readTexts, run, setting } from "./lib/library.mjs";
import { drawn, phrases } from "./lib/queries.mjs";
import { save, table } from "./lib/report.mjs";

const LEAST = 0.95;
const TOP = 10;

/** @typedef {{ total: number, relache: boolean, corrige: string | null, resultats: { id: number }[] }} Native */

const { library, site, binary, seed, json, rest } = setting("parity", {
  queries: "how many queries (default: 240)", phrases: "how many phrases (default: 120)",
});
const texts = readTexts(library);
const queries = drawn(texts, Number(rest.queries ?? 240), seed);
const { stdout, time } = run(binary, ["search", "--root", library, "--stdin", "--limit", String(TOP)], `${queries.join("\n")}\n`);
/** @type {Native[]} */
const natives = stdout.trim().split("\n").map((line) => JSON.parse(line));
if (natives.length !== queries.length) throw new Error(`${natives.length} answers to ${queries.length} queries`);

serve(site);
const { openIndex } = await engineOf(site);
const index = await openIndex(new URL("recherche/", SITE));
/** @type {{ query: string, overlap: number, totals: number[], isSame: boolean, corrected: string | null, relaxed: boolean }[]} */
const rows = [];
for (const [at, query] of queries.entries()) {
  const native = natives[at];
  const found = await index.search(query, { limit: TOP });
  const ours = new Set(found.results.map(({ id }) => id));
  const theirs = native.resultats.map(({ id }) => id);
  const shared = theirs.filter((id) => ours.has(id)).length;
  const most = Math.max(theirs.length, ours.size);
  rows.push({
    query, overlap: most ? shared / most : 1, totals: [native.total, found.total],
    isSame: native.total === found.total && native.relache === found.relaxed && native.corrige === found.corrected,
    corrected: found.corrected, relaxed: found.relaxed,
  });
}
const mean = rows.reduce((sum, { overlap }) => sum + overlap, 0) / rows.length;
const count = (/** @type {(row: typeof rows[number]) => boolean} */ test) => rows.filter(test).length;
const summary = {
  documents: index.size, queries: rows.length, overlap: mean, sameTotals: count(({ totals }) => totals[0] === totals[1]),
  sameInAll: count(({ isSame }) => isSame), found: count(({ totals }) => totals[0] > 0),
  corrected: count(({ corrected }) => corrected !== null), relaxed: count(({ relaxed }) => relaxed),
};
console.log(table(["documents", "queries", "top-10 overlap", "equal totals", "equal in total, relaxation, correction", "with results", "corrected", "relaxed"],
  [[summary.documents, summary.queries, mean.toFixed(4), summary.sameTotals, summary.sameInAll, summary.found, summary.corrected, summary.relaxed]]));
const worst = rows.filter(({ overlap, isSame }) => overlap < 1 || !isSame).sort((a, b) => a.overlap - b.overlap).slice(0, 10);
if (worst.length) {
  console.log(`\nWorst:\n${table(["query", "overlap", "total: program", "site", "corrected (site)"],
    worst.map(({ query, overlap, totals, corrected }) => [JSON.stringify(query), overlap.toFixed(2), ...totals, corrected ?? ""]))}`);
}
console.log(`\nThe program indexed the library and answered in ${(time / 1000).toFixed(1)} s.`);

const exact = phrases(texts, Number(rest.phrases ?? 120), seed);
const all = run(binary, ["search", "--root", library, "--stdin", "--limit", String(index.size)], `${exact.join("\n")}\n`).stdout.trim().split("\n");
/** @type {{ phrase: string, program: number, site: number }[]} */
const unlike = [];
let stand = 0;
for (const [at, phrase] of exact.entries()) {
  /** @type {Native} */
  const { total, resultats } = JSON.parse(all[at]);
  const found = await index.search(phrase, { limit: Infinity, facets: [] });
  const ours = new Set(found.results.map(({ id }) => id));
  stand += Number(total > 0);
  if (total !== found.total || resultats.length !== ours.size || resultats.some(({ id }) => !ours.has(id))) unlike.push({ phrase, program: total, site: found.total });
}
console.log(`\n${exact.length} phrases, of which ${stand} stand in a document as drawn; ${unlike.length} found unlike.`);
if (unlike.length) console.log(table(["phrase", "program", "site"], unlike.slice(0, 10).map(({ phrase, program, site }) => [phrase, program, site])));
save(json, { summary: { ...summary, phrases: exact.length, unlike: unlike.length }, rows, unlike });
if (unlike.length || stand * 2 < exact.length) {
  console.error("phrases are found unlike, or hardly any is found");
  process.exitCode = 1;
}
if (mean < LEAST) {
  console.error(`overlap ${mean.toFixed(4)} is below ${LEAST}`);
  process.exitCode = 1;
}
