/** What the tests of the search page share: to open it, and to say what it shows. */
import assert from "node:assert/strict";
import { open } from "./site.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

export const OPEN = "#suggestions:not([hidden])";

/**
 * A page of results.
 * @param {import("puppeteer-core").Browser} browser
 * @param {import("./site.mjs").Site} site
 * @param {string} query
 * @param {Parameters<typeof open>[1]} [options]
 */
export async function searchPage(browser, site, query, options) {
  const { page, faults } = await open(browser, options);
  await page.goto(`${site.url}recherche/${query}`);
  await ready(page);
  return { page, faults };
}

/** @param {Page} page */
export const ready = (page) => page.waitForSelector('main[data-etat="pret"]');

/** Once the page shows what its address asks for. @param {Page} page @param {(page: { url: string, total: number }) => boolean} holds */
export async function until(page, holds) {
  for (let tries = 0; ; tries += 1) {
    const seen = await page.evaluate(() => ({
      url: decodeURIComponent(location.search), etat: document.querySelector("main")?.dataset.etat, total: Number(document.querySelector("[data-total]")?.getAttribute("data-total")),
    }));
    if (seen.etat === "pret" && holds(seen)) return seen;
    assert.ok(tries < 100, JSON.stringify(seen));
    await new Promise((done) => setTimeout(done, 50));
  }
}

/** @param {Page} page */
export const total = (page) => page.$eval("[data-total]", (status) => Number(status.getAttribute("data-total")));
/** @param {Page} page */
export const slugs = (page) => page.$$eval("#resultats [data-fiche]", (all) => all.map((one) => one.getAttribute("data-fiche")));
/** @param {Page} page @param {string} selector */
export const text = (page, selector) => page.$eval(selector, (one) => (one.textContent ?? "").replace(/\s+/g, " ").trim());
/** @param {Page} page @param {string} selector */
export const isShown = (page, selector) => page.$eval(selector, (one) => one.getClientRects().length > 0);
/** What has the focus. @param {Page} page */
export const focus = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent?.trim());
/** @param {Page} page */
export const value = (page) => page.$eval("#q", (field) => /** @type {HTMLInputElement} */ (field).value);
/** @param {Page} page */
export const chips = (page) => page.$$eval("#filtres-actifs [data-champ=nom]", (all) => all.map((one) => one.textContent));

/** Writes other words over those of the field. @param {Page} page @param {string} words @param {{ delay?: number }} [options] */
export async function retype(page, words, options) {
  await page.$eval("#q", (field) => { /** @type {HTMLInputElement} */ (field).value = ""; });
  await page.type("#q", words, options);
}
