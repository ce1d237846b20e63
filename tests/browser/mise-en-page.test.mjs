/** Nothing on any page is wider than its window, or cut: folds open, on phones and screens, under large and spaced texts. */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { CONDITIONS, lookAt, misfits, unfold } from "./mise-en-page.mjs";
import { SITE, launch, open, serve } from "./site.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

const files = (await readdir(SITE, { recursive: true })).filter((file) => file.endsWith(".html")).sort();

test("rien ne dépasse ni n’est coupé, sur aucune page", async () => {
  const { page } = await open(browser);
  /** @type {string[]} */ const faults = [];
  for (const file of files) {
    // What leads elsewhere has nothing to show.
    if ((await readFile(join(SITE, file), "utf8")).includes('http-equiv="refresh"')) continue;
    await page.goto(site.url + file.replace(/index\.html$/, ""));
    if (file === "recherche/index.html") await page.waitForSelector('main[data-etat="pret"]');
    await unfold(page);
    for (const condition of CONDITIONS) {
      await lookAt(page, condition);
      faults.push(...(await misfits(page)).map((one) => `${file}, ${condition.name} : ${one}`));
    }
  }
  await page.close();
  assert.deepEqual(faults, []);
});

test("rien ne dépasse de la recherche, filtres et suggestions ouverts", async () => {
  /** @type {string[]} */ const faults = [];
  for (const condition of CONDITIONS) {
    const { page } = await open(browser, { width: condition.width });
    await page.goto(`${site.url}recherche/?q=formation&cout=1&cout=2&axe=c`);
    await page.waitForSelector('main[data-etat="pret"]');
    await lookAt(page, condition);
    const look = async (/** @type {string} */ what) => faults.push(...(await misfits(page)).map((one) => `${what}, ${condition.name} : ${one}`));
    if (await page.$eval("[data-action=filtrer]", (button) => button.getClientRects().length > 0)) {
      await page.click("[data-action=filtrer]");
      await page.waitForSelector("dialog[open]");
    }
    await unfold(page);
    await page.waitForSelector('main[data-etat="pret"]');
    await look("filtres");
    await page.evaluate(() => document.querySelector("dialog")?.close());
    await page.$eval("#q", (field) => { /** @type {HTMLInputElement} */ (field).value = ""; });
    await page.type("#q", "appren");
    await page.waitForSelector("#suggestions:not([hidden])");
    await look("suggestions");
    await page.close();
  }
  assert.deepEqual(faults, []);
});

test("l’en-tête laisse un téléphone à la page, et le menu s’ouvre sans script", async () => {
  const { page } = await open(browser, { width: 360, scripts: false });
  await page.goto(`${site.url}livrables/`);
  const height = () => page.$eval("header", (header) => header.getBoundingClientRect().height);
  assert.ok(await height() < 160, `${await height()} px`);
  const entry = "#navigation a[href='../axes/']";
  const isSeen = () => page.$eval(entry, (link) => link.checkVisibility({ contentVisibilityAuto: true }));
  assert.equal(await isSeen(), false);
  await page.click("#navigation summary");
  assert.equal(await isSeen(), true);
  await page.setViewport({ width: 1280, height: 900 });
  await page.reload();
  assert.equal(await isSeen(), true, "ouvert où il a la place");
  const entries = await page.$$eval("#navigation li", (items) => items.map((item) => item.getBoundingClientRect().top));
  assert.equal(new Set(entries).size, 1, "sur une ligne");
  await page.focus(entry);
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("href")), "../axes/");
  // No entry alone on a line, at any width.
  for (let width = 320; width <= 1280; width += 40) {
    await page.setViewport({ width, height: 900 });
    const lines = await page.$$eval("#navigation li", (items) => items.filter((item) => item.checkVisibility({ contentVisibilityAuto: true })).map((item) => item.getBoundingClientRect().top));
    assert.ok(new Set(lines).size === 1 || lines.length === 0, `${width} px`);
    // The sign is whole.
    const cut = await page.$eval(".marque-signe", (sign) => {
      const room = sign.getBoundingClientRect();
      return [...sign.children].filter((bar) => bar.getBoundingClientRect().right > room.right + 0.6).length;
    });
    assert.equal(cut, 0, `${width} px`);
  }
  await page.close();
});
