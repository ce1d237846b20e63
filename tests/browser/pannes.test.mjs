/** The search page when the site fails, keeps silent, or changes under it. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { access, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { promisify } from "node:util";
import { OPEN, focus, isShown, ready, retype, slugs, text, until, value, searchPage } from "./recherche.mjs";
import { SITE, launch, open, serve } from "./site.mjs";

/** The program, to publish a second version of the site. */
const PROGRAM = resolve(process.env.CAPITOLE ?? "target/release/capitole");

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });
beforeEach(() => { site.failing.clear(); site.held.clear(); site.altered.clear(); });

/** @param {string} query @param {Parameters<typeof searchPage>[3]} [options] */
const search = (query, options) => searchPage(browser, site, query, options);

test("connexion coupée : un message, le texte gardé, « Réessayer »", async () => {
  const { page } = await search("?q=apprentis");
  await page.setOfflineMode(true);
  await retype(page, "soudage ");
  await page.waitForSelector('main[data-etat="erreur"]');
  assert.equal(await isShown(page, "#message-erreur [data-cause=reseau]"), true);
  assert.equal(await value(page), "soudage ");
  assert.equal(await page.$("[data-total]"), null);
  await page.setOfflineMode(false);
  await page.click("[data-action=reessayer]");
  await ready(page);
  assert.ok((await slugs(page)).length > 0);
  assert.equal(await isShown(page, "#message-erreur"), false);
  assert.equal(await focus(page), "titre-resultats");
  await page.close();
});

test("ce qui n’est chargé qu’à l’usage se réessaie aussi", async () => {
  const { page } = await search("?q=apprentis");
  await page.setOfflineMode(true);
  await page.select("#tri", "titre");
  await page.waitForSelector('main[data-etat="erreur"]');
  await page.setOfflineMode(false);
  await page.click("[data-action=reessayer]");
  await ready(page);
  assert.ok((await slugs(page)).length > 0);
  await page.close();
});

test("un site qui ne répond jamais : un message au bout du délai", async () => {
  const { page } = await search("?q=apprentis");
  assert.equal(await page.$eval("main", (main) => main.dataset.attente), "20");
  await page.$eval("main", (main) => { main.dataset.attente = "0.4"; });
  let release = () => {};
  site.held.set("/recherche/", new Promise((done) => { release = () => done(undefined); }));
  await retype(page, "soudage ");
  await page.waitForSelector('main[data-etat="erreur"]', { timeout: 3000 });
  assert.equal(await isShown(page, "#message-erreur [data-cause=attente]"), true);
  assert.equal(await value(page), "soudage ");
  site.held.clear();
  release();
  await page.$eval("main", (main) => { main.dataset.attente = "20"; });
  await page.click("[data-action=reessayer]");
  await ready(page);
  assert.ok((await slugs(page)).length > 0);
  await page.close();
});

test("un fichier abîmé : un message, et la page se recharge", async () => {
  const { page } = await open(browser);
  site.altered.set("/fragments/", Buffer.from("<!doctype html><p>Autre chose</p>"));
  await page.goto(`${site.url}recherche/?q=apprentis`);
  await page.waitForSelector('main[data-etat="erreur"]');
  assert.equal(await isShown(page, "#message-erreur [data-cause=format]"), true);
  site.altered.clear();
  await Promise.all([page.waitForNavigation(), page.click("[data-action=reessayer]")]);
  await ready(page);
  assert.equal(await value(page), "apprentis");
  assert.ok((await slugs(page)).length > 0);
  await page.close();
});

test("un site republié entre deux recherches : la page lit le nouveau d’elle-même", async () => {
  await access(PROGRAM);
  const folder = await mkdtemp(join(tmpdir(), "capitole-"));
  try {
    for (const part of ["content", "site.toml", "themes"]) await cp(part, join(folder, part), { recursive: true });
    // A text that changes moves its index, and the fragments that share a folder with it.
    const file = join(folder, "content/livrables/soudage-en-realite-virtuelle/index.md");
    await writeFile(file, (await readFile(file, "utf8")).replace(/^---\n\n?(?!.*^---)/ms, "---\n\nUn paragraphe ajouté dit zygomatique.\n\n"));
    await promisify(execFile)(PROGRAM, ["build", "--root", folder, "--output", join(folder, "site")]);

    const { page } = await search("?q=apprentis");
    const index = await page.$eval("main", (main) => main.dataset.index);
    await page.type("#q", " "); // so that suggestions are there
    await until(page, ({ url }) => url === "?q=apprentis+");
    site.move(join(folder, "site"));
    site.seen.length = 0;
    await retype(page, "zygoma");
    await until(page, ({ url, total }) => url === "?q=zygoma" && total === 1);
    assert.deepEqual(await slugs(page), ["soudage-en-realite-virtuelle"]);
    await page.waitForSelector(OPEN);
    assert.equal(await text(page, "#suggestion-0 [data-champ=texte]"), "zygomatique");
    assert.ok(site.seen.some((path) => path.includes(index ?? "")), "the former index was asked first");
    assert.equal(site.seen.filter((path) => path.endsWith("/recherche/index.json")).length, 1, "and its successor looked up once");

    // Only fragments are asked for, and they moved: the words of the query are already here.
    site.move(SITE);
    await page.goto(`${site.url}recherche/?tri=date`);
    await ready(page);
    site.move(join(folder, "site"));
    site.seen.length = 0;
    await page.click('#pagination [data-action="suivante"]');
    await until(page, ({ url }) => url === "?tri=date&page=2");
    assert.equal((await slugs(page)).length, 10);
    assert.ok(site.seen.some((path) => path.endsWith("/recherche/index.json")));
    await page.close();
  } finally {
    site.move(SITE);
    await rm(folder, { recursive: true, force: true });
  }
});

test("le script n’arrive jamais : la liste entière revient", async () => {
  const { page } = await open(browser);
  site.failing.add("/search/engine.js");
  await page.goto(`${site.url}recherche/?q=apprentis`);
  await page.waitForFunction(() => getComputedStyle(document.querySelector("#liste-complete") ?? document.body).visibility === "visible", { polling: 50, timeout: 8000 });
  const top = await page.$eval("#liste-complete", (list) => list.getBoundingClientRect().top);
  assert.ok(top < 900, `in sight: ${top}`);
  await page.close();
});

test("rien ne bouge pendant que les résultats viennent", async () => {
  for (const width of [360, 1280]) {
    const { page } = await open(browser, { width });
    await page.evaluateOnNewDocument(() => {
      /** @type {any} */ (window).moved = 0;
      new PerformanceObserver((list) => {
        for (const entry of /** @type {any[]} */ (list.getEntries())) /** @type {any} */ (window).moved += entry.value;
      }).observe({ type: "layout-shift", buffered: true });
    });
    site.held.set("/fragments/", new Promise((done) => setTimeout(done, 300)));
    await page.goto(`${site.url}recherche/?q=apprentis&axe=c`);
    await ready(page);
    const moved = await page.evaluate(() => new Promise((done) => setTimeout(() => done(/** @type {any} */ (window).moved), 100)));
    assert.ok(Number(moved) < 0.05, `${width} px: ${moved}`);
    await page.close();
  }
});
