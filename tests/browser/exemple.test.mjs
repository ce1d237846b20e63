/** The search of the library, asked by a page of another site: exemple/, under the policy that docs/moteur-de-recherche.md gives. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, dirname, extname, join } from "node:path";
import { after, before, test } from "node:test";
import { fileURLToPath } from "node:url";
import { launch, open, serve, when } from "./site.mjs";

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), "exemple");
/** The address of the library in the example, for which that of the test stands in. */
const LIBRARY = "https://bibliotheque.exemple.invalid/";
/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css" };

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

/** @param {import("node:http").RequestListener} answer */
async function listen(answer) {
  const server = createServer(answer);
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, close: () => { server.close(); server.closeAllConnections(); } };
}

/** The library on a host of its own, whose answers other sites may read, or not. @param {boolean} isShared */
const library = (isShared) => listen(async (request, response) => {
  const answer = await fetch(new URL(request.url ?? "/", site.url));
  const type = answer.headers.get("content-type") ?? "";
  response.writeHead(answer.status, { "content-type": type, ...(isShared && { "access-control-allow-origin": "*" }) });
  response.end(Buffer.from(await answer.arrayBuffer()));
});

/** The other site. @param {string} of the library's address */
const other = (of) => listen(async (request, response) => {
  const name = basename(new URL(request.url ?? "/", "http://x").pathname) || "index.html";
  const text = await readFile(join(FOLDER, name), "utf8").catch(() => null);
  if (text === null) return void response.writeHead(404).end();
  const { origin } = new URL(of);
  response.writeHead(200, {
    "content-type": TYPES[extname(name)], "content-security-policy": `default-src 'self'; script-src 'self' ${origin}; connect-src 'self' ${origin}`,
  }).end(text.replaceAll(LIBRARY, of));
});

/** @param {boolean} isShared @param {(page: import("puppeteer-core").Page, faults: string[], library: string) => Promise<void>} visit */
async function visitExample(isShared, visit) {
  const host = await library(isShared);
  const address = `${host.url}/biblio/`;
  const example = await other(address);
  try {
    const { page, faults } = await open(browser);
    await page.goto(`${example.url}/`);
    await visit(page, faults, address);
    await page.close();
  } finally {
    host.close();
    example.close();
  }
}

/** @param {import("puppeteer-core").Page} page @param {string} words */
async function search(page, words) {
  await page.$eval("#mots", (field, words) => { /** @type {HTMLInputElement} */ (field).value = words; }, words);
  await page.click("button");
}

test("une page d’un autre site cherche dans la bibliothèque et mène à ses fiches", () => visitExample(true, async (page, faults, address) => {
  await search(page, "tuteur");
  await page.waitForSelector("#fiches li");
  assert.match(await page.$eval("#etat", ({ textContent }) => textContent ?? ""), /^\d+ fiches?\.$/);
  const links = await page.$$eval("#fiches a", (all) => all.map((link) => /** @type {HTMLAnchorElement} */ (link).href));
  assert.ok(links.length > 1 && links.every((link) => link.startsWith(`${address}livrables/`)), links.join(" "));
  assert.equal((await fetch(links[0])).status, 200);
  assert.ok(await page.$("#fiches mark"));
  // Modules that few searches need come from the other site as well: a phrase, a slip.
  for (const [words, expected] of [['"situation de travail"', /^\d+ fiches?\.$/], ["apprentisage ", /pour « apprentissage »/]]) {
    await search(page, /** @type {string} */ (words));
    await when(page, (source) => new RegExp(source).test(document.querySelector("#etat")?.textContent ?? ""), /** @type {RegExp} */ (expected).source);
  }
  await search(page, "wxkqzv");
  await when(page, () => document.querySelector("#etat")?.textContent === "Aucune fiche.");
  assert.equal(await page.$eval("#panne", (message) => /** @type {HTMLElement} */ (message).hidden), true);
  assert.deepEqual(faults.filter((fault) => !/favicon|404/.test(fault)), []);
}));

test("sans l’accord de la bibliothèque, la page le dit et propose son site", () => visitExample(false, async (page, _, address) => {
  await search(page, "tuteur");
  await page.waitForSelector("#panne:not([hidden])");
  assert.match(await page.$eval("#panne", ({ textContent }) => textContent ?? ""), /La bibliothèque ne répond pas/);
  assert.equal(await page.$eval("#panne a", (link) => /** @type {HTMLAnchorElement} */ (link).href), `${address}recherche/`);
  assert.equal(await page.$eval("#etat", ({ textContent }) => textContent), "");
}));

test("la page d’exemple est accessible", () => visitExample(true, async (page) => {
  await search(page, "tuteur");
  await page.waitForSelector("#fiches li");
  const { source } = (await import("axe-core")).default;
  await page.evaluate(source);
  const violations = await page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run();
    return violations.map((/** @type {{ id: string }} */ { id }) => id);
  });
  assert.deepEqual(violations, []);
}));
