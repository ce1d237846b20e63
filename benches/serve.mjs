#!/usr/bin/env node
/**
 * Measures the preview: from a save to the new bytes of a page being served.
 *
 *   node benches/serve.mjs [--library DIR | --deliverables N] [--rounds 10] [--times no] [--json FILE]
 *
 * It works on a copy of the library. Each round saves as editors do, a new file renamed over the old one, then asks for the
 * page until it shows the change: of a body, of a title (then its lists, its neighbours and the feed are asked for as well),
 * of a template, of site.toml. Search: from the save to the index that knows it. Exit status 1 when a budget is broken.
 */
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { setting } from "./lib/library.mjs";
import { median, save, table } from "./lib/report.mjs";

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "..");
/** Milliseconds, at the worst of the rounds but one in ten. */
const BUDGETS = { body: 100, "title, with its lists, neighbours and feed": 100, search: 3_000, template: 1_000, "site.toml": 5_000 };
const PATIENCE = 60_000;

const { library, binary, json, rest } = setting("serve", {
  rounds: "saves of each kind (default: 10)", times: "« no »: times are told, not compared: the machine is busy, or slow",
}, { builds: false });
const rounds = Number(rest.rounds ?? 10);
const work = mkdtempSync(join(PROJECT, "target/benches/serve-"));
const root = join(work, "bibliotheque");
cpSync(library, root, { recursive: true });

/** Saves as most editors do. @param {string} path @param {string} text */
function saveFile(path, text) {
  const beside = join(dirname(path), ".enregistrement.tmp");
  writeFileSync(beside, text);
  renameSync(beside, path);
}

const began = performance.now();
const preview = spawn(binary, ["serve", "--root", root, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
process.on("exit", () => { preview.kill(); rmSync(work, { recursive: true, force: true }); });
/** @type {string} */
const base = await new Promise((done) => {
  let said = "";
  preview.stdout.on("data", (part) => {
    said += part;
    const found = /http:\/\/[^/]+\//.exec(said);
    if (found) done(found[0]);
  });
});
const agent = new Agent({ keepAlive: true });

/** @param {string} path @returns {Promise<string>} */
const ask = (path) => new Promise((done, failed) => {
  get(base + path, { agent }, (response) => {
    /** @type {Buffer[]} */
    const parts = [];
    response.on("data", (part) => parts.push(part)).on("end", () => done(Buffer.concat(parts).toString("utf8")));
  }).on("error", failed);
});

/** Asks until the answer is right. @param {string} path @param {(text: string) => boolean} isRight */
async function until(path, isRight) {
  const start = performance.now();
  for (;;) {
    const text = await ask(path);
    if (isRight(text)) return text;
    if (performance.now() - start > PATIENCE) throw new Error(`${path} never shows the change`);
  }
}

const indexOf = async () => /"folder":"([^"]+)"/.exec(await ask("recherche/index.json"))?.[1] ?? "";
/** Milliseconds without another index after which none is being made: twice what the first, which takes over nothing, took. */
let calm = 500;
/** When search is quiet: the index is there, and stays. */
async function quiet() {
  let known = "";
  for (let since = performance.now(); !known || performance.now() - since < calm;) {
    const now = await indexOf();
    if (now !== known) since = performance.now();
    known = now;
    await new Promise((done) => setTimeout(done, 20));
  }
  return known;
}

/** @type {Record<string, number[]>} */
const times = Object.fromEntries(Object.keys(BUDGETS).map((kind) => [kind, []]));
await ask("");
const first = performance.now() - began;
while (!await indexOf()) await new Promise((done) => setTimeout(done, 10));
calm = Math.max(calm, 2 * (performance.now() - began - first));
const slugs = readdirSync(join(root, "content/livrables")).sort();
const published = slugs.filter((slug) => /^statut: *"?valide/m.test(readFileSync(join(root, "content/livrables", slug, "index.md"), "utf8")));

for (let round = 0; round < rounds; round++) {
  const slug = published[Math.floor(((round + 0.5) * published.length) / rounds)];
  const path = join(root, "content/livrables", slug, "index.md");
  const text = readFileSync(path, "utf8");
  const page = await ask(`livrables/${slug}/`);

  const mark = `Phrase nouvelle numéro ${round}.`;
  let known = await quiet();
  let start = performance.now();
  saveFile(path, `${text}\n\n${mark}\n`);
  await until(`livrables/${slug}/`, (now) => now.includes(mark));
  times.body.push(performance.now() - start);
  while (await indexOf() === known) await new Promise((done) => setTimeout(done, 10));
  times.search.push(performance.now() - start);

  known = await quiet();
  const title = `Titre nouveau numéro ${round}`;
  const axis = /^axes: *\[ *"?([abc])/m.exec(text)?.[1] ?? "a";
  const neighbours = [...page.matchAll(/href="\.\.\/([a-z0-9-]+)\/"/g)].map(([, near]) => `livrables/${near}/`);
  start = performance.now();
  saveFile(path, text.replace(/^titre:.*$/m, `titre: "${title}"`));
  await until(`livrables/${slug}/`, (now) => now.includes(title));
  for (const other of ["", "livrables/", `axes/${axis}/`, "flux.atom", ...neighbours.slice(0, 2)]) await ask(other);
  times["title, with its lists, neighbours and feed"].push(performance.now() - start);
  saveFile(path, text);
  await until(`livrables/${slug}/`, (now) => !now.includes(title));
}

const HEAD = "themes/capitole/templates/fiche/tete.html";
const head = readFileSync(join(PROJECT, HEAD), "utf8");
const template = join(root, HEAD);
cpSync(join(PROJECT, "themes/capitole"), join(root, "themes/capitole"), { recursive: true });
await quiet();
const site = readFileSync(join(root, "site.toml"), "utf8");
const seen = `livrables/${published[0]}/`;
for (let round = 0; round < rounds; round++) {
  const mark = `gabarit-${round}`;
  let start = performance.now();
  saveFile(template, head.replace("<h1", `<h1 id="${mark}"`));
  await until(seen, (now) => now.includes(mark));
  times.template.push(performance.now() - start);

  const name = `Bibliothèque numéro ${round}`;
  start = performance.now();
  saveFile(join(root, "site.toml"), site.replace(/^titre *=.*$/m, `titre = "${name}"`));
  await until("", (now) => now.includes(name));
  times["site.toml"].push(performance.now() - start);
  await quiet();
}

const nine = (/** @type {number[]} */ all) => [...all].sort((a, b) => a - b)[Math.ceil(all.length * 0.9) - 1];
const rows = Object.entries(times).map(([kind, all]) => ({
  kind, median: median(all), nine: nine(all), worst: Math.max(...all), budget: BUDGETS[/** @type {keyof typeof BUDGETS} */ (kind)],
}));
console.log(`${published.length} published deliverables; the first page ${Math.round(first)} ms after the start`);
console.log(table(["from a save to the new bytes", "median", "nine in ten", "worst", "budget (ms)"], rows.map(({ kind, median: half, nine: most, worst, budget }) => [kind, half.toFixed(0), most.toFixed(0), worst.toFixed(0), budget])));
save(json, { deliverables: published.length, first, rows });
const broken = rows.filter(({ nine: most, budget }) => most > budget);
if (broken.length && rest.times !== "no") {
  console.error(`budget broken: ${broken.map(({ kind }) => kind).join(", ")}`);
  process.exit(1);
}
process.exit(0);
