#!/usr/bin/env node
/**
 * Compares capitole's search with Pagefind's on the same library, and prints a Markdown table.
 *
 *   npm ci --prefix benches
 *   node benches/pagefind.mjs [--library DIR | --deliverables N] [--site DIR] [--queries 20] [--seed 1]
 *
 * Pagefind indexes one page a deliverable, with the same texts and nothing else; its page loads what it needs, searches,
 * and fetches the first ten results. capitole's page is the one of the site: its cost includes the counts of every filter
 * that is shown. Recall and precision are measured against the texts. Times are left out when the machine is busy.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { loadavg } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";
import { fresh, host, launch, settled } from "./lib/browser.mjs";
import { engineOf, readTexts, run, setting, stop } from "./lib/library.mjs";
import { costly, fits } from "./lib/queries.mjs";
import { kilobytes, median, save, table } from "./lib/report.mjs";

/** What a French reader types, and the folded forms of which a text must hold one for each word. */
const CASES = [
  { kind: "élision", query: "l'apprentissage", families: [["apprentissage", "apprentissages"]] },
  { kind: "élision", query: "d’évaluation", families: [["evaluation", "evaluations"]] },
  { kind: "élision", query: "qu'employeur", families: [["employeur", "employeurs"]] },
  { kind: "plural", query: "compétences", families: [["competence", "competences"]] },
  { kind: "plural", query: "employeur", families: [["employeur", "employeurs"]] },
  { kind: "plural", query: "travaux", families: [["travail", "travaux"]] },
  { kind: "accents", query: "evaluation", families: [["evaluation", "evaluations"]] },
  { kind: "accents", query: "EQUIPE", families: [["equipe", "equipes"]] },
  { kind: "accents", query: "numerique", families: [["numerique", "numeriques"]] },
  { kind: "œ", query: "œuvre", families: [["oeuvre", "oeuvres"]] },
  { kind: "œ", query: "mise en oeuvre", families: [["mise", "mises"], ["oeuvre", "oeuvres"]] },
  { kind: "a slip", query: "aprentissage", families: [["apprentissage", "apprentissages"]] },
  { kind: "a slip", query: "évalaution", families: [["evaluation", "evaluations"]] },
  { kind: "a slip", query: "compétecne", families: [["competence", "competences"]] },
  { kind: "hyphen", query: "mise-en-œuvre", families: [["mise", "mises"], ["oeuvre", "oeuvres"]] },
  { kind: "hyphen", query: "rendez-vous", families: [["rendez"], ["vous"]] },
];
const POLICIES = ["default-src 'self'", "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'", "default-src 'self'; script-src 'self' 'unsafe-eval'"];
/** Files of Pagefind that its search does not need: ready-made interfaces. */
const INTERFACES = /(ui|highlight|component|playground|modular)/;
const BUSY = 1.5;
/** By its files: what it exports is its interface for programs. */
const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), "node_modules/pagefind");

/** @typedef {{ name: string, build: number | undefined, files: number, bytes: number, costs: import("./lib/browser.mjs").Cost[], found: (string[])[], policy: string }} Side */

if (!existsSync(PACKAGE)) stop("Pagefind is not installed: npm ci --prefix benches");
const isQuiet = loadavg()[0] < BUSY;
const { library, site, build, seed, json, rest } = setting("pagefind", { queries: "how many queries are drawn (default: 20)" });
const texts = readTexts(library);
const cases = CASES.map((one) => ({ ...one, fitting: new Set(texts.filter((text) => fits(text, one.families)).map(({ slug }) => slug)) }))
  .filter(({ fitting }) => fitting.size > 0);
const queries = costly(texts, seed, Number(rest.queries ?? 20));
const browser = await launch();

/** Every file below a folder, and its size. @param {string} folder @returns {{ name: string, size: number }[]} */
const filesBelow = (folder) => readdirSync(folder, { recursive: true }).map((name) => ({ name: String(name), stat: statSync(join(folder, String(name))) }))
  .filter(({ stat }) => stat.isFile()).map(({ name, stat }) => ({ name, size: stat.size }));

/**
 * What every query costs on a page that was not open before.
 * @param {string} folder
 * @param {string} path of the page
 * @param {string} policy
 */
async function costs(folder, path, policy) {
  const server = await host(folder, { policy });
  const all = [];
  for (const { query } of queries) {
    all.push(await fresh(browser, async (page, watch) => {
      await page.goto(`${server.url}${path}?q=${encodeURIComponent(query)}`, { waitUntil: "domcontentloaded" });
      await settled(page);
      return watch.take();
    }));
  }
  server.close();
  return all;
}

/** @returns {Promise<Side>} */
async function capitole() {
  const server = await host(site, { delay: 0 });
  const { openIndex } = await engineOf(site);
  const index = await openIndex(`${server.url}recherche/`);
  const found = [];
  for (const { query } of cases) found.push((await index.search(query, { limit: Infinity, facets: [] })).results.map(({ slug }) => slug ?? ""));
  server.close();
  const files = filesBelow(join(site, "recherche")).filter(({ name }) => name !== "index.html");
  return {
    name: "capitole", build, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0),
    costs: await costs(site, "recherche/", POLICIES[0]), found, policy: POLICIES[0],
  };
}

/** @param {string} text */
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;");

/** Pages with the texts of the deliverables, and one that searches. @param {string} folder */
function writePages(folder) {
  for (const { slug, title, summary, text } of texts) {
    mkdirSync(join(folder, slug), { recursive: true });
    const paragraphs = text.split("\n").filter((line) => line.trim()).map((line) => `<p>${escape(line)}</p>`);
    writeFileSync(join(folder, slug, "index.html"),
      `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>${escape(title)}</title></head><body><main data-pagefind-body><h1>${escape(title)}</h1><p>${escape(summary)}</p>${paragraphs.join("")}</main></body></html>`);
  }
}

const PAGE = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Recherche</title>
<script type="module" src="cherche.js"></script></head><body><main data-etat="chargement"></main></body></html>`;
const SCRIPT = `import * as pagefind from "./pagefind/pagefind.js";
try {
  const { results } = await pagefind.search(new URLSearchParams(location.search).get("q"));
  await Promise.all(results.slice(0, 10).map((one) => one.data()));
  document.querySelector("main").dataset.etat = "pret";
} catch (error) {
  document.querySelector("main").dataset.etat = "erreur";
}`;

/** The address that each of Pagefind's fragments is about, by its name. @param {string} folder @returns {Map<string, string>} */
function fragments(folder) {
  return new Map(filesBelow(join(folder, "pagefind/fragment")).map(({ name }) => {
    const plain = gunzipSync(readFileSync(join(folder, "pagefind/fragment", name))).toString("utf8");
    const { url } = JSON.parse(plain.slice(plain.indexOf("{")));
    return [name.replace(/\.pf_fragment$/, ""), url.replace(/^\/|\/(index\.html)?$/g, "")];
  }));
}

/** The first policy under which a folder's search page answers. @param {string} folder */
async function policyOf(folder) {
  for (const policy of POLICIES) {
    const server = await host(folder, { policy, delay: 0 });
    const state = await fresh(browser, async (page) => {
      await page.goto(`${server.url}recherche.html?q=formation`);
      await page.waitForSelector('main:not([data-etat="chargement"])', { timeout: 15_000 }).catch(() => {});
      return page.$eval("main", (main) => main.dataset.etat);
    });
    server.close();
    if (state === "pret") return policy;
  }
  throw new Error("Pagefind answers under none of the policies");
}

/** @param {string} folder @returns {Promise<Side>} */
async function pagefind(folder) {
  writePages(folder);
  const { time } = run(process.execPath, [join(PACKAGE, "lib/runner/bin.cjs"), "--site", folder, "--silent"]);
  writeFileSync(join(folder, "recherche.html"), PAGE);
  writeFileSync(join(folder, "cherche.js"), SCRIPT);
  const files = filesBelow(join(folder, "pagefind")).filter(({ name }) => !INTERFACES.test(name));
  const policy = await policyOf(folder);
  const slugs = fragments(folder);
  const server = await host(folder, { policy, delay: 0 });
  const ids = await fresh(browser, async (page) => {
    await page.goto(`${server.url}recherche.html?q=formation`);
    return page.evaluate(async ({ script, texts }) => {
      const { search } = await import(script);
      const all = [];
      for (const text of texts) all.push((await search(text)).results.map((/** @type {{ id: string }} */ { id }) => id));
      return all;
    }, { script: `${server.url}pagefind/pagefind.js`, texts: cases.map(({ query }) => query) });
  });
  server.close();
  const found = ids.map((some) => some.map((/** @type {string} */ id) => slugs.get(id) ?? stop(`Pagefind found ${id}, which no file is named after`)));
  return {
    name: "Pagefind", build: time, files: files.length, bytes: files.reduce((sum, { size }) => sum + size, 0),
    costs: await costs(folder, "recherche.html", policy), found, policy,
  };
}

/** How much of what fits is found, and how much of what is found fits. @param {Side} side */
function quality({ found }) {
  return cases.map(({ kind, query, fitting }, at) => {
    const right = found[at].filter((slug) => fitting.has(slug)).length;
    return { kind, query, fitting: fitting.size, found: found[at].length, recall: right / fitting.size, precision: found[at].length ? right / found[at].length : 1 };
  });
}

const folder = mkdtempSync(join(dirname(site), "pagefind-pages-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
/** @type {Side[]} */
const sides = [await capitole(), await pagefind(folder)];
await browser.close();

const mean = (/** @type {number[]} */ values) => values.reduce((sum, one) => sum + one, 0) / values.length;
const percent = (/** @type {number} */ share) => `${Math.round(share * 100)} %`;
/** @param {(cost: import("./lib/browser.mjs").Cost) => number} of @param {(value: number) => string} show */
const both = (of, show) => sides.map(({ costs }) => `${show(median(costs.map(of)))} (${show(Math.max(...costs.map(of)))})`);
const seconds = (/** @type {number | undefined} */ time) => (time === undefined ? "—" : `${(time / 1000).toFixed(1)} s`);
const qualities = sides.map(quality);
const rows = [
  ["files for search", ...sides.map(({ files }) => files)],
  ["bytes on the host", ...sides.map(({ bytes }) => `${(bytes / 1024 / 1024).toFixed(1)} MB`)],
  ["code that a search loads", ...sides.map(({ costs }) => `${kilobytes(median(costs.map(({ scripts }) => scripts)))} KB`)],
  ["cold query, all bytes: median (worst)", ...both(({ bytes }) => bytes, (value) => `${kilobytes(value)} KB`)],
  ["its requests: median (worst)", ...both(({ requests }) => requests, String)],
  ["its trips: median (worst)", ...both(({ trips }) => trips, String)],
  ...[...new Set(cases.map(({ kind }) => kind))].map((kind) =>
    [`recall, ${kind}: ${cases.filter((one) => one.kind === kind).map(({ query }) => query).join(", ")}`, ...qualities.map((all) => percent(mean(all.filter((one) => one.kind === kind).map(({ recall }) => recall))))]),
  ["precision, mean of all these", ...qualities.map((all) => percent(mean(all.map(({ precision }) => precision))))],
  ["Content-Security-Policy it works under", ...sides.map(({ policy }) => `\`${policy}\``)],
];
if (isQuiet) rows.unshift(["time: capitole, the whole site; Pagefind, its index of pages that exist", ...sides.map(({ build }) => seconds(build))]);
const { version } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
console.log(table([`${texts.length} deliverables, ${queries.length} queries`, "capitole", `Pagefind ${version}`], rows));
if (!isQuiet) console.log(`\nThe machine was busy (load ${loadavg()[0].toFixed(1)}): no times.`);
save(json, { documents: texts.length, sides: sides.map(({ found, ...side }, at) => ({ ...side, quality: qualities[at] })) });
