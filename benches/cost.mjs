#!/usr/bin/env node
/**
 * Measures what a search costs a visitor, in a real browser, and compares it with a budget.
 *
 *   node benches/cost.mjs [--library DIR | --deliverables N] [--site DIR] [--queries 20] [--seed 1] [--json FILE]
 *
 * Cold: recherche/?q=… opened with nothing kept. Following: another search on the page that is open. Typing: a word,
 * letter by letter, with a pause after each; results and suggestions together. Suggestions: those alone, after each
 * letter. Bytes are those of bodies as sent, without the page, images, fonts and styles. Warm: time that `search` takes in the page when all it needs is there, facets counted
 * and snippets made. Exit status 1 when a budget is broken.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fresh, host, launch, settled, totalOf } from "./lib/browser.mjs";
import { readTexts, setting } from "./lib/library.mjs";
import { costly, typed, typedWords } from "./lib/queries.mjs";
import { kilobytes, median, save, table } from "./lib/report.mjs";

const KB = 1024;

/**
 * What a search may cost, by the size of the library; the first line that is large enough counts. Usual queries are those
 * of one to four words; words are those, beginnings of words and common words. What needs to look further takes more: a
 * word that stands in an attachment only (which one is another file), a slip, and a phrase, which reads files of its own.
 */
const BUDGETS = [
  {
    documents: 2_000, "cold, median of usual": 32 * KB, "cold, worst of words": 48 * KB, "cold, a phrase": 112 * KB, "following, median": 20 * KB, "typing a word": 90 * KB, "suggestions of a word, median": 20 * KB,
    "requests, worst of words": 20, "trips, nine usual in ten": 3, "trips, worst": 7, "warm, median (ms)": 5, "warm, worst (ms)": 25, scripts: 12 * KB,
  },
  {
    documents: 12_000, "cold, median of usual": 50 * KB, "cold, worst of words": 90 * KB, "cold, a phrase": 128 * KB, "following, median": 40 * KB, "typing a word": 250 * KB, "suggestions of a word, median": 20 * KB,
    "requests, worst of words": 20, "trips, nine usual in ten": 3, "trips, worst": 7, "warm, median (ms)": 10, "warm, worst (ms)": 50, scripts: 12 * KB,
  },
];
/** How often a query is computed again to tell its time. */
const REPEATS = 7;
/** How many words are typed for their suggestions alone. */
const SUGGESTED = 10;
/** Milliseconds after a letter: longer than the page waits for the next. */
const PAUSE = 450;

const { library, site, seed, json, rest } = setting("cost", {
  queries: "how many queries are drawn (default: 20)", times: "« no »: times, and trips, which depend on them, are told, not compared: the machine is busy, or slow",
});
const texts = readTexts(library);
const queries = costly(texts, seed, Number(rest.queries ?? 20));
const server = await host(site);
const browser = await launch();

/** Where the engine and the index of the site are. */
const places = {
  engine: `${server.url}theme/${readdirSync(join(site, "theme")).find((name) => name.startsWith("scripts-"))}/search/engine.js`, base: `${server.url}recherche/`,
};

/** @param {string} query */
const addressOf = (query) => `${server.url}recherche/?q=${encodeURIComponent(query)}`;

/** @param {import("puppeteer-core").Page} page @param {string} query */
async function searchFor(page, query) {
  await page.$eval("#q", (field, query) => {
    const input = /** @type {HTMLInputElement} */ (field);
    input.value = query;
    input.form?.requestSubmit();
  }, query);
  await page.waitForFunction((query) => new URLSearchParams(location.search).get("q") === query, { timeout: 60_000 }, query);
  await settled(page);
}

/** What each query costs with nothing kept, and what the next one then costs. */
async function cold() {
  const rows = [];
  for (const [at, { query, kind }] of queries.entries()) {
    rows.push(await fresh(browser, async (page, watch) => {
      await page.goto(addressOf(query), { waitUntil: "domcontentloaded" });
      await settled(page);
      const cost = watch.take();
      const total = await totalOf(page);
      await searchFor(page, queries[(at + 1) % queries.length].query);
      return { query, kind, total, ...cost, following: watch.take().bytes };
    }));
  }
  return rows;
}

/** @param {string} word */
const typing = (word) => fresh(browser, async (page, watch) => {
  await page.goto(`${server.url}recherche/`, { waitUntil: "domcontentloaded" });
  await settled(page);
  watch.take();
  await page.click("#q");
  const steps = [];
  for (const letter of word) {
    await page.keyboard.type(letter);
    await new Promise((done) => setTimeout(done, PAUSE));
    await settled(page);
    steps.push(watch.take());
  }
  return steps;
});

/** What the suggestions of a word cost, asked after each letter from the first that the page asks for. @param {string} word */
const suggesting = (word) => fresh(browser, async (page, watch) => {
  await page.goto(`${server.url}plan-du-site/`);
  const opened = await page.evaluateHandle(async ({ engine, base }) => (await import(engine)).openIndex(base), places);
  await page.waitForNetworkIdle({ idleTime: 100 });
  watch.take();
  for (let length = 3; length <= word.length; length += 1) await page.evaluate(async (index, text) => void await index.suggest(text), opened, word.slice(0, length));
  await page.waitForNetworkIdle({ idleTime: 100 });
  const { bytes, scripts: code } = watch.take();
  return bytes - code;
});

/** Milliseconds of each query, computed in the page on files that it has. */
const warm = () => fresh(browser, async (page) => {
  await page.goto(`${server.url}plan-du-site/`);
  return page.evaluate(async ({ engine, base, texts, repeats }) => {
    /** @type {typeof import("../themes/capitole/scripts/search/engine.js")} */
    const { openIndex } = await import(engine);
    const index = await openIndex(base);
    const times = [];
    for (const text of texts) {
      await index.search(text);
      const all = [];
      for (let turn = 0; turn < repeats; turn += 1) {
        const start = performance.now();
        await index.search(text);
        all.push(performance.now() - start);
      }
      times.push(all.sort((a, b) => a - b)[Math.floor(repeats / 2)]);
    }
    return times;
  }, { ...places, texts: queries.map(({ query }) => query), repeats: REPEATS });
});

const rows = await cold();
const word = typed(texts);
const steps = await typing(word);
const suggested = [];
for (const one of typedWords(texts, seed, SUGGESTED)) suggested.push({ word: one, bytes: await suggesting(one) });
const times = await warm();
await browser.close();
server.close();

const usual = rows.filter(({ kind }) => /^\d$/.test(kind));
const words = rows.filter(({ kind }) => !["a slip", "a phrase"].includes(kind));
const most = (/** @type {number[]} */ values) => Math.max(...values);
/** @type {Record<string, number>} */
const figures = {
  documents: texts.length,
  "cold, median of usual": median(usual.map(({ bytes }) => bytes)), "cold, worst of words": most(words.map(({ bytes }) => bytes)),
  "cold, a phrase": most(rows.filter(({ kind }) => kind === "a phrase").map(({ bytes }) => bytes)),
  "following, median": median(rows.map(({ following }) => following)), "typing a word": steps.reduce((sum, { bytes }) => sum + bytes, 0),
  "suggestions of a word, median": median(suggested.map(({ bytes }) => bytes)),
  "requests, worst of words": most(words.map(({ requests }) => requests)),
  "trips, nine usual in ten": usual.map(({ trips }) => trips).sort((a, b) => a - b)[Math.ceil(usual.length * 0.9) - 1], "trips, worst": most(rows.map(({ trips }) => trips)),
  "warm, median (ms)": median(times), "warm, worst (ms)": most(times), scripts: median(usual.map(({ scripts }) => scripts)),
};
const budget = /** @type {Record<string, number>} */ (BUDGETS.find(({ documents }) => texts.length <= documents) ?? BUDGETS[BUDGETS.length - 1]);
const show = (/** @type {string} */ name, /** @type {number} */ value) => (/trips|requests/.test(name) ? String(value) : /ms/.test(name) ? value.toFixed(1) : `${kilobytes(value)} KB`);
console.log(table(["query", "kind", "results", "cold KB", "requests", "trips", "following KB", "warm ms"],
  rows.map(({ query, kind, total, bytes, requests, trips, following }, at) =>
    [query, kind, total, kilobytes(bytes), requests, trips, kilobytes(following), times[at].toFixed(1)])));
console.log(`\nTyping « ${word} », letter by letter, KB: ${steps.map(({ bytes }) => kilobytes(bytes)).join(" ")}`);
console.log(`Suggestions alone, of a word, KB: ${suggested.map(({ word, bytes }) => `${word} ${kilobytes(bytes)}`).join(", ")}\n`);
const isCompared = (/** @type {string} */ name) => name !== "documents" && (rest.times !== "no" || !/\(ms\)|trips/.test(name));
const broken = Object.keys(budget).filter((name) => isCompared(name) && !(figures[name] <= budget[name]));
console.log(table([`${texts.length} deliverables`, "measured", "budget", ""],
  Object.keys(budget).filter((name) => name !== "documents")
    .map((name) => [name, show(name, figures[name]), show(name, budget[name]), broken.includes(name) ? "BROKEN" : ""])));
save(json, { figures, rows: rows.map((row, at) => ({ ...row, warm: times[at] })), typing: { word, steps }, suggested });
if (broken.length) {
  console.error(`over the budget: ${broken.join("; ")}`);
  process.exitCode = 1;
}
