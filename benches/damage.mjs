#!/usr/bin/env node
/**
 * Damages files of an index at random, and searches: each answer must be the right one, or say that it failed.
 *
 *   node benches/damage.mjs [--library DIR | --deliverables N] [--site DIR] [--rounds 1000] [--seed 1]
 *
 * A file is altered as sent or inside its compression, cut short, taken for another, or of another version: every kind of
 * file that some search reads. Exit status 1 when an answer was wrong, slow, or failed without saying why.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import { engineOf, readTexts, setting } from "./lib/library.mjs";
import { costly, drawn } from "./lib/queries.mjs";
import { Random } from "./lib/random.mjs";

/** Milliseconds after which an answer is a hang. */
const PATIENCE = 10_000;
const ROOT = "http://site.invalid/";

const { library, site, seed, rest } = setting("damage", { rounds: "how many files are damaged (default: 1000)" });
const { IndexError, openIndex } = await engineOf(site);
const random = new Random(seed);
const texts = readTexts(library);

/** @typedef {(path: string, bytes: Buffer) => Buffer} Change */

/** The files that were asked for. @type {Set<string>} */
const asked = new Set();
/** @type {Change} */
let change = (_, bytes) => bytes;
globalThis.fetch = async (input) => {
  const path = decodeURIComponent(new URL(String(input)).pathname).slice(1);
  asked.add(path);
  return new Response(new Uint8Array(change(path, readFileSync(join(site, path)))));
};

const queries = [...costly(texts, seed, 10).map(({ query }) => query), ...drawn(texts, 20, seed)];
/** Each question a page or another site may ask. @type {((index: import("../themes/capitole/scripts/search/engine.js").SearchIndex) => Promise<unknown>)[]} */
const questions = queries.flatMap((query) => [
  (index) => index.search(query), (index) => index.suggest(query.trim()),
  (index) => index.search(query, { sort: "titre", facets: [], filters: { axe: ["a"] } }), (index) => index.search(query, { limit: Infinity, facets: [] }),
]);

/** @param {(typeof questions)[number]} question */
async function answer(question) {
  const index = await openIndex(`${ROOT}recherche/`);
  return JSON.stringify(await question(index));
}

/** Every way of damaging a file. @type {Record<string, (bytes: Buffer) => Buffer>} */
const DAMAGES = {
  "a bit as sent": (bytes) => flip(Buffer.from(bytes)),
  "cut short": (bytes) => bytes.subarray(0, random.below(bytes.length)),
  "a bit inside": (bytes) => deflateRawSync(flip(inflateRawSync(bytes))),
  "cut short inside": (bytes) => { const plain = inflateRawSync(bytes); return deflateRawSync(plain.subarray(0, random.below(plain.length))); },
  "longer inside": (bytes) => deflateRawSync(Buffer.concat([inflateRawSync(bytes), Buffer.from([random.below(256)])])),
  "another version": (bytes) => { const plain = inflateRawSync(bytes); plain[2] += 1; return deflateRawSync(plain); },
  "noise": (bytes) => Buffer.from(Array.from(bytes, () => random.below(256))),
};

/** @param {Buffer} bytes */
function flip(bytes) {
  bytes[random.below(bytes.length)] ^= 1 << random.below(8);
  return bytes;
}

/** @type {Map<string, { file: string, question: (typeof questions)[number], right: string }[]>} */
const byKind = new Map();
for (const question of questions) {
  asked.clear();
  const right = await answer(question);
  for (const file of asked) {
    if (!file.endsWith(".bin")) continue;
    const kind = String.fromCharCode(inflateRawSync(readFileSync(join(site, file)))[3]);
    if (!byKind.has(kind)) byKind.set(kind, []);
    byKind.get(kind)?.push({ file, question, right });
  }
}

const kinds = [...byKind.keys()].sort();
const counts = { right: 0, said: 0 };
/** @type {string[]} */
const wrong = [];
for (let round = 0; round < Number(rest.rounds ?? 1000); round += 1) {
  const kind = kinds[round % kinds.length];
  const { file, question, right } = random.pick(byKind.get(kind) ?? []);
  const names = [...Object.keys(DAMAGES), "in another's place"];
  const name = random.pick(names);
  const other = random.pick(byKind.get(random.pick(kinds)) ?? []).file;
  const bytes = readFileSync(join(site, file));
  const damaged = DAMAGES[name]?.(bytes) ?? readFileSync(join(site, other));
  change = (path, own) => (path === file ? damaged : own);
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error("no answer")), PATIENCE); });
  try {
    if (await Promise.race([answer(question), late]) === right) counts.right += 1;
    else wrong.push(`${file}, ${name}: another answer`);
  } catch (error) {
    if (error instanceof IndexError) counts.said += 1;
    else wrong.push(`${file}, ${name}: ${error}`);
  }
  clearTimeout(timer);
}
console.log(`kinds of files: ${kinds.join(" ")}; ${counts.said} failures said, ${counts.right} right answers all the same, ${wrong.length} wrong`);
for (const one of wrong.slice(0, 20)) console.error(one);
if (wrong.length) process.exitCode = 1;
