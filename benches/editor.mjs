#!/usr/bin/env node
/**
 * Measures how long after a key an editor shows what is wrong with it, from `capitole lsp`, pause in typing included.
 *
 *   node benches/editor.mjs [--library DIR | --deliverables N] [--rounds 10] [--times no] [--json FILE]
 *
 * Exit status 1 when the budget is broken.
 */
import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { setting } from "./lib/library.mjs";
import { median, save, table } from "./lib/report.mjs";

/** Milliseconds, whatever the size of the library: later than that, the eye has moved on. */
const BUDGET = 1_000;

const { library, binary, json, rest } = setting("editor", {
  rounds: "how many faults are typed (default: 10)", times: "« no »: times are told, not compared: the machine is busy, or slow",
}, { builds: false });
process.env.CAPITOLE = resolve(binary);
const { Editor } = await import("../tests/lsp/editor.mjs");

const names = readdirSync(join(library, "content/livrables")).sort();
const isPublished = (/** @type {string} */ name) => readFileSync(join(library, `content/livrables/${name}/index.md`), "utf8").includes("\nstatut: valide\n");
const rounds = names.filter(isPublished).filter((_, at) => at % 97 === 0 || names.length < 1000).slice(0, Number(rest.rounds ?? 10));
const editor = new Editor(resolve(library));
await editor.begin();

/**
 * Milliseconds until a change of a text shows.
 * @param {string} path
 * @param {{ line: number, character: number }} start
 * @param {{ line: number, character: number }} end
 * @param {string} text
 * @param {(problems: any[]) => boolean} fits
 */
async function shown(path, start, end, text, fits) {
  const began = performance.now();
  await editor.replace(path, { start, end }, text);
  await editor.problems(path, fits);
  return performance.now() - began;
}

const start = performance.now();
const first = `content/livrables/${names[0]}/index.md`;
await editor.open(first);
await editor.problems(first, () => true);
const opening = performance.now() - start;

/** @type {Record<string, number[]>} */
const times = { "a value": [], "a link": [] };
for (const name of rounds) {
  const path = `content/livrables/${name}/index.md`;
  await editor.open(path);
  await editor.problems(path, () => true);
  const has = (/** @type {string} */ code) => (/** @type {any[]} */ problems) => problems.some((one) => one.code === code);
  const end = editor.behind(path, "statut: valide");
  const start = { ...end, character: end.character - 1 };
  times["a value"]?.push(await shown(path, start, end, "", has("front-matter/choix-inconnu")));
  await shown(path, start, start, "e", (problems) => !has("front-matter/choix-inconnu")(problems));
  const last = { line: editor.text(path).text.split("\n").length, character: 0 };
  times["a link"]?.push(await shown(path, last, last, "\n\n[ici](#nulle-part-du-tout)\n", has("lien/ancre-absente")));
}
await editor.leave();

const rows = Object.entries(times).map(([what, all]) => ({ what, median: median(all), worst: Math.max(...all) }));
console.log(`${names.length} deliverables; problems ${opening.toFixed(0)} ms after the first text is opened; budget ${BUDGET} ms`);
console.log(table(["from a key to its problem", "median (ms)", "worst (ms)"], rows.map((row) => [row.what, row.median.toFixed(0), row.worst.toFixed(0)])));
save(json, { deliverables: names.length, opening, budget: BUDGET, rows });
if (rest.times !== "no" && rows.some(({ worst }) => worst > BUDGET)) {
  console.error("budget broken");
  process.exit(1);
}
process.exit(0);
