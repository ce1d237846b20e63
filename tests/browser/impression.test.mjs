/** Pages on paper: what is asked, where it comes from and under which licence, whole and without waste. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { KINDS, launch, open, serve, SITE } from "./site.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

/** @type {{ url: string, fiches: { slug: string, licence_url: string }[] }} */
const CATALOGUE = JSON.parse(readFileSync(`${SITE}/catalogue.json`, "utf8"));

/**
 * The printed pages of an address: the lines of each, without blank ones, spaces made one.
 * @param {string} path
 * @param {(page: import("puppeteer-core").Page) => Promise<unknown>} [ready]
 * @returns {Promise<string[][]>}
 */
async function printed(path, ready) {
  const { page } = await open(browser);
  await page.goto(site.url + path, { waitUntil: "networkidle0" });
  await ready?.(page);
  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  await page.close();
  const text = execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8", maxBuffer: 1 << 26 });
  const pages = text.split("\f").map((one) => one.split("\n").map((line) => line.replace(/\s+/g, " ").trim()).filter(Boolean));
  return pages.slice(0, -1);
}

/** One page of each kind; searches have a test of their own, and a former address leads elsewhere at once. */
const PATHS = Object.values(KINDS).filter((path) => !/^(recherche|fiches)\//.test(path));
/** Printed once. @type {Map<string, string[][]>} */
const papers = new Map();
/** @param {string} path */
async function paper(path) {
  const pages = papers.get(path) ?? await printed(path);
  papers.set(path, pages);
  return pages;
}

/** Letters and figures alone: a line may be broken anywhere. @param {string} text */
const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

test("chaque page imprimée est numérotée, pleine, et le site dit son adresse", async () => {
  for (const path of PATHS) {
    const pages = await paper(path);
    for (const [at, lines] of pages.entries()) {
      const where = `${path}, page ${at + 1} of ${pages.length}`;
      assert.equal(lines.at(-1)?.replaceAll(" ", ""), `${at + 1}/${pages.length}`, where);
      if (at < pages.length - 1) assert.ok(lines.length >= 10, `${where} is nearly empty:\n${lines.join("\n")}`);
    }
    const url = await canonical(path);
    assert.ok(letters(pages.flat().join("")).includes(letters(url)), `${path} says ${url}`);
  }
});

/** The address that a page says to be its own. @param {string} path */
async function canonical(path) {
  const { page } = await open(browser);
  await page.goto(site.url + path);
  const url = await page.$eval("link[rel=canonical]", (link) => /** @type {HTMLLinkElement} */ (link).href);
  await page.close();
  return url;
}

test("une fiche imprimée porte son adresse et celle de sa licence dès la première page", async () => {
  const some = CATALOGUE.fiches.filter(({ slug }) => PATHS.includes(`livrables/${slug}/`));
  assert.ok(some.length >= 4);
  for (const { slug, licence_url } of some) {
    const pages = await paper(`livrables/${slug}/`);
    const first = letters(pages[0].join(""));
    assert.ok(first.includes(letters(`${CATALOGUE.url}livrables/${slug}/`)), `${slug}: its address`);
    if (licence_url) assert.ok(first.includes(letters(licence_url)), `${slug}: its licence's address, ${licence_url}\n${pages[0].join("\n")}`);
  }
});

test("aucun titre ne reste seul au pied d’une page", async () => {
  const { page } = await open(browser);
  for (const path of PATHS) {
    await page.goto(site.url + path);
    const titles = await page.$$eval("main :is(h1, h2, h3, h4, caption)", (all) => all.map((one) => one.textContent ?? ""));
    const known = new Set(titles.map(letters));
    const pages = await paper(path);
    for (const [at, lines] of pages.entries()) {
      const last = lines.at(-2) ?? "";
      if (at < pages.length - 1) assert.ok(!known.has(letters(last)), `${path}, page ${at + 1} ends with its title « ${last} »`);
    }
  }
  await page.close();
});

test("les reprises s’impriment en entier", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}livrables/scenario-hybride-apprentis-cap/`);
  const texts = await page.$$eval(".reprises-liste .texte p", (all) => all.map((one) => one.textContent ?? ""));
  await page.close();
  assert.ok(texts.length > 4);
  const whole = letters((await paper("livrables/scenario-hybride-apprentis-cap/")).map((lines) => lines.slice(0, -1).join("")).join(""));
  for (const text of texts) assert.ok(whole.includes(letters(text)), text);
});

test("une recherche imprimée dit ce qui est demandé, les filtres, et combien de résultats suivent", async () => {
  const settled = (/** @type {import("puppeteer-core").Page} */ page) => page.waitForSelector("#resultats > li");
  const all = (await printed("recherche/?q=apprenti", settled)).flat().join("\n");
  assert.match(all, /Recherche : apprenti/);
  assert.match(all, /1\d fiches trouvées\.[^]*Page 1 sur 2/);
  const two = (await printed("recherche/?q=apprenti&page=2", settled)).flat().join("\n");
  assert.match(two, /Page 2 sur 2/);
  const few = (await printed("recherche/?q=apprenti&axe=c&type=outil-numerique", settled)).flat().join("\n");
  assert.match(few, /Filtres[^:]* : /);
  for (const words of ["Pédagogie attractive", "Outils? numériques?"]) assert.match(few, new RegExp(`Filtres[^]*${words}`));
  assert.doesNotMatch(few, /Page \d/);
  assert.doesNotMatch(all, /Tout effacer|Page suivante|Suivante|Précédente|Trier/);
});

test("en mode sombre aussi, le papier est blanc et ses couleurs sont celles du jour", async () => {
  const { page } = await open(browser);
  /** @type {Record<string, string[]>} */ const seen = {};
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.emulateMediaType("print");
    await page.goto(`${site.url}livrables/scenario-hybride-apprentis-cap/`);
    seen[scheme] = await page.evaluate(() => {
      const style = getComputedStyle(document.documentElement);
      return ["--fond", "--texte", "--axe-a", "--axe-b", "--axe-c", "--mode-1", "--sur-mode", "--zone-3"].map((name) => style.getPropertyValue(name));
    });
  }
  assert.deepEqual(seen.dark, seen.light);
  await page.close();
});

test("l’accueil s’imprime dès sa première page", async () => {
  const [first] = await paper("");
  for (const words of ["Des pratiques de", "Près de chez vous"]) assert.ok(first.some((line) => line.includes(words)), first.join("\n"));
});
