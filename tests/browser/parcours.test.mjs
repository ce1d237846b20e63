/** Journeys of a visitor, with and without JavaScript, under a strict Content-Security-Policy. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, open, serve, when } from "./site.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

const READY = 'main[data-etat="pret"]';

test("un scénario hybride pour des apprentis dans le Tarn, en trois actions depuis l’accueil", async () => {
  const { page, faults } = await open(browser);
  await page.goto(site.url);
  // 1. Typing the words and Enter.
  await page.type('input[name="q"]', "un scénario hybride pour des apprentis dans le Tarn");
  await Promise.all([page.waitForNavigation(), page.keyboard.press("Enter")]);
  await page.waitForSelector(READY);
  const first = await page.$eval("#resultats [data-fiche]", (item) => item.getAttribute("data-fiche"));
  assert.equal(first, "scenario-hybride-apprentis-cap");
  // 2. Opening the first result.
  await Promise.all([page.waitForNavigation(), page.click("#resultats [data-fiche] a")]);
  assert.match(await page.$eval("h1", (title) => title.textContent ?? ""), /hybride/i);
  // 3. Back to the results, as they were.
  await page.goBack();
  await page.waitForSelector(READY);
  assert.match(page.url(), /q=un/);
  assert.equal(await page.$eval("#q", (field) => /** @type {HTMLInputElement} */ (field).value), "un scénario hybride pour des apprentis dans le Tarn");
  assert.deepEqual(faults, []);
  await page.close();
});

test("la recherche filtre, compte, et garde son état dans l’adresse", async () => {
  const { page, faults } = await open(browser);
  await page.goto(`${site.url}recherche/`);
  await page.waitForSelector(READY);
  const total = () => page.$eval("[data-total]", (status) => Number(/** @type {HTMLElement} */ (status).dataset.total));
  const all = await total();
  assert.ok(all >= 20, `all deliverables: ${all}`);
  await page.click('input[name="type"][value="outil-numerique"]');
  await when(page, (before) => Number(document.querySelector("[data-total]")?.getAttribute("data-total")) < before, all);
  const tools = await total();
  assert.match(page.url(), /type=outil-numerique/);
  const count = await page.$eval('input[name="type"][value="outil-numerique"]', (box) => box.closest("label")?.querySelector("[data-compte]")?.textContent);
  assert.equal(Number(count), tools);
  // A shared address gives the same results.
  const address = page.url();
  await page.goto("about:blank");
  await page.goto(address);
  await page.waitForSelector(READY);
  assert.equal(await total(), tools);
  // Back to everything.
  await page.click('[data-action="tout-effacer"]');
  await when(page, (all) => Number(document.querySelector("[data-total]")?.getAttribute("data-total")) === all, all);
  assert.deepEqual(faults, []);
  await page.close();
});

test("accents, casse, apostrophes et ligatures ne comptent pas", async () => {
  const { page } = await open(browser);
  /** @param {string} words */
  const found = async (words) => {
    await page.goto("about:blank");
    await page.goto(`${site.url}recherche/?q=${encodeURIComponent(words)}`);
    await page.waitForSelector(READY);
    return page.$eval("[data-total]", (status) => Number(/** @type {HTMLElement} */ (status).dataset.total));
  };
  const reference = await found("évaluation ");
  assert.ok(reference > 0);
  assert.equal(await found("EVALUATION "), reference);
  assert.equal(await found("l’évaluation "), reference);
  assert.equal(await found("l'evaluation "), reference);
  assert.equal(await found("mise en œuvre "), await found("MISE EN OEUVRE "));
  const apprentis = await found("apprentis ");
  assert.equal((await found("apprentis -hybride ")) + (await found("apprentis hybride ")), apprentis);
  assert.ok((await found('"classe inversée"')) <= (await found("classe inversée ")));
  await page.close();
});

test("une panne est dite, et « Réessayer » suffit", async () => {
  const { page } = await open(browser);
  site.failing.add("/recherche/index-");
  await page.goto(`${site.url}recherche/?q=apprentis`);
  await page.waitForSelector('main[data-etat="erreur"]');
  assert.equal(await page.$eval("#message-erreur", (message) => /** @type {HTMLElement} */ (message).hidden), false);
  assert.equal(await page.$eval("#q", (field) => /** @type {HTMLInputElement} */ (field).value), "apprentis");
  site.failing.clear();
  await page.click('[data-action="reessayer"]');
  await page.waitForSelector(READY);
  assert.ok((await page.$$("#resultats [data-fiche]")).length > 0);
  await page.close();
});

test("sans JavaScript, tout se lit et la recherche propose la liste entière", async () => {
  const { page, faults } = await open(browser, { scripts: false });
  await page.goto(`${site.url}recherche/?q=apprentis`);
  const links = await page.$$eval('a[href*="livrables/"]', (all) => all.length);
  assert.ok(links >= 24, `${links} links to deliverables`);
  await page.goto(site.url);
  await Promise.all([page.waitForNavigation(), page.click('main a[href*="axes/c"]')]);
  await Promise.all([page.waitForNavigation(), page.click('main a[href*="livrables/"]')]);
  assert.ok(await page.$("h1"));
  assert.deepEqual(faults, []);
  await page.close();
});

test("une fiche tient en six requêtes et trente kilo-octets compressés, sans rien demander ailleurs", async () => {
  const { gzipSync } = await import("node:zlib");
  const { page } = await open(browser);
  /** @type {{ url: string, type: string, bytes: number }[]} */ const loaded = [];
  page.on("response", async (response) => {
    const body = await response.buffer().catch(() => Buffer.alloc(0));
    loaded.push({ url: response.url(), type: response.request().resourceType(), bytes: gzipSync(body, { level: 9 }).length });
  });
  for (const slug of ["scenario-hybride-apprentis-cap", "parcours-a-la-carte-commis-de-cuisine", "moodle-hors-ligne-en-detention"]) {
    loaded.length = 0;
    await page.goto("about:blank");
    await page.goto(`${site.url}livrables/${slug}/`, { waitUntil: "networkidle0" });
    assert.ok(loaded.every((one) => one.url.startsWith(site.url)), "nothing from another host");
    const weight = loaded.filter((one) => ["document", "stylesheet", "script"].includes(one.type)).reduce((sum, one) => sum + one.bytes, 0);
    assert.ok(weight <= 30 * 1024, `${slug}: ${weight} bytes`);
    assert.ok(loaded.length <= 6, `${slug}: ${loaded.map((one) => one.url).join(" ")}`);
  }
  await page.close();
});

test("l’ancienne adresse mène à la fiche", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}fiches/commis-de-cuisine/`);
  await when(page, () => location.pathname.endsWith("/livrables/parcours-a-la-carte-commis-de-cuisine/"));
  await page.close();
});
