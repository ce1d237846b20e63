/** A result that only an attachment explains says so, and leads to the file. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, serve } from "./site.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

test("un mot d’une pièce jointe mène à la fiche, et à la pièce", async () => {
  const { page, faults } = await open(browser, { width: 390 });
  await page.goto(`${site.url}recherche/?q=chevalet`);
  await page.waitForSelector('main[data-etat="pret"]');
  const results = await page.$$eval("#resultats > li", (items) => items.map((item) => {
    const link = /** @type {HTMLAnchorElement} */ (item.querySelector("[data-champ=piece]"));
    return { slug: /** @type {HTMLElement} */ (item).dataset.fiche, shown: link.checkVisibility(), text: link.textContent, href: link.href };
  }));
  const href = `${site.url}livrables/tutorat-entre-pairs-illectronisme/preparer-la-salle.odt`;
  assert.deepEqual(results, [{ slug: "tutorat-entre-pairs-illectronisme", shown: true, text: "Préparer la salle (ODT)", href }]);
  assert.equal((await fetch(href)).status, 200);
  const asked = site.seen.filter((path) => path.endsWith("-pieces.bin")).length;
  assert.equal(asked, 1);
  // What its own text explains says nothing of it.
  await page.goto(`${site.url}recherche/?q=illectronisme`);
  await page.waitForSelector('main[data-etat="pret"]');
  assert.ok(await page.$$eval("#resultats [data-si=piece]", (all) => all.length > 0 && all.every((one) => /** @type {HTMLElement} */ (one).hidden)));
  assert.deepEqual(faults, []);
  await page.close();
});
