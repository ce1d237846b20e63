/** axe-core finds nothing on one page of each kind: wide and narrow, light and dark. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { KINDS, launch, open, serve } from "./site.mjs";

const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "RGAAv4", "best-practice"];

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

/** What a page shows only after something was done. @type {Record<string, [string, (page: import("puppeteer-core").Page) => Promise<unknown>]>} */
const STATES = {
  "recherche, suggestions ouvertes": ["recherche/", async (page) => {
    await page.type("#q", "appren");
    await page.waitForSelector("#suggestions:not([hidden])");
    await page.keyboard.press("ArrowDown");
    await page.waitForSelector('main[data-etat="pret"]');
  }],
  "recherche, filtres ouverts": ["recherche/?q=formation&cout=1&cout=2", async (page) => {
    if (await page.$eval("[data-action=filtrer]", (button) => button.getClientRects().length > 0)) await page.click("[data-action=filtrer]");
    for (const facet of await page.$$("[data-facette]:not([open]) summary")) await facet.click();
    await page.waitForSelector('main[data-etat="pret"]');
  }],
  "recherche, mots approchés": ["recherche/?q=soudage+d%C3%A9tention+zzzzzz", async () => {}],
  "recherche, panne": ["recherche/?q=apprentis", async (page) => {
    site.failing.add("/fragments/");
    await page.goto(`${site.url}recherche/?q=soudage`);
    await page.waitForSelector('main[data-etat="erreur"]');
    site.failing.clear();
  }],
};

for (const [kind, path, prepare] of [
  ...Object.entries(KINDS).map(([kind, path]) => /** @type {const} */ ([kind, path, async () => {}])),
  ...Object.entries(STATES).map(([kind, [path, prepare]]) => /** @type {const} */ ([kind, path, prepare])),
]) {
  // It leads elsewhere before anything can look at it; html-validate reads it.
  if (kind === "ancienne adresse") continue;
  test(kind, async () => {
    for (const { width, scheme } of [{ width: 1280, scheme: "light" }, { width: 360, scheme: "dark" }]) {
      const { page } = await open(browser, { width });
      await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
      await page.goto(site.url + path, { waitUntil: "networkidle0" });
      if (path.startsWith("recherche/")) await page.waitForSelector('main[data-etat="pret"]');
      await prepare(page);
      // Through the debugger: the page's own policy forbids injected scripts.
      await page.evaluate(AXE);
      const violations = await page.evaluate(async (tags) => {
        // @ts-expect-error axe is a global of the page
        const found = await window.axe.run(document, { runOnly: tags });
        return found.violations.map((/** @type {any} */ one) => `${one.id}: ${one.nodes.slice(0, 3).map((/** @type {any} */ node) => node.html.slice(0, 160)).join(" | ")}`);
      }, TAGS);
      assert.deepEqual(violations, [], `${kind}, ${width} px, ${scheme}`);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.ok(overflow <= 0, `${kind} overflows by ${overflow} px at ${width} px`);
      await page.close();
    }
  });
}
