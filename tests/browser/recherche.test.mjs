/** The search page: suggestions, filters, pages, and what it says of what it found. */
import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import { OPEN, chips, focus, isShown, ready, retype, slugs, text, total, until, value, searchPage } from "./recherche.mjs";
import { SITE, launch, open, serve, when } from "./site.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });
beforeEach(() => { site.failing.clear(); site.held.clear(); site.altered.clear(); });

/** @param {string} query @param {Parameters<typeof searchPage>[3]} [options] */
const search = (query, options) => searchPage(browser, site, query, options);

test("les suggestions au clavier, selon le motif « combobox »", async () => {
  const { page, faults } = await search("");
  assert.equal(await page.$eval("#q", (field) => field.getAttribute("role")), "combobox");
  await page.type("#q", "appren");
  await page.waitForSelector(OPEN);
  const active = () => page.$eval("#q", (field) => field.getAttribute("aria-activedescendant"));
  const options = await page.$$eval("#suggestions [role=option]", (all) => all.map((one) => one.querySelector("[data-champ=texte]")?.textContent ?? ""));
  assert.ok(options.length > 2);
  assert.equal(await page.$eval("#q", (field) => field.getAttribute("aria-expanded")), "true");
  assert.equal(await text(page, "#annonce-suggestions"), `${options.length} suggestions.`);
  assert.equal(await active(), null);
  await page.keyboard.press("ArrowDown");
  assert.equal(await active(), "suggestion-0");
  assert.equal(await page.$$eval("#suggestions [aria-selected=true]", (all) => all.map((one) => one.id).join()), "suggestion-0");
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), null, "above the first stands the field");
  await page.keyboard.press("ArrowUp");
  assert.equal(await active(), `suggestion-${options.length - 1}`);
  await page.keyboard.press("Home");
  assert.equal(await active(), null);
  assert.equal(await page.$eval("#q", (field) => /** @type {HTMLInputElement} */ (field).selectionStart), 0);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("End");
  assert.equal(await active(), null);
  assert.equal(await page.$eval("#q", (field) => /** @type {HTMLInputElement} */ (field).selectionStart), 6);
  await page.keyboard.press("Escape");
  assert.equal(await page.$(OPEN), null);
  assert.equal(await value(page), "appren", "Escape closes, and keeps what is typed");
  await page.keyboard.press("ArrowDown");
  assert.equal(await active(), "suggestion-0", "the arrow opens them again");
  await page.keyboard.press("Enter");
  await until(page, ({ url }) => url === `?q=${options[0]}`);
  assert.equal(await value(page), options[0]);
  assert.equal(await page.$(OPEN), null);
  assert.equal(await focus(page), "q");
  assert.deepEqual(faults, []);
  await page.close();
});

test("les suggestions à la souris et au doigt", async () => {
  const { page, faults } = await search("");
  await page.type("#q", "soud");
  await page.waitForSelector(OPEN);
  const word = await text(page, "#suggestion-0 [data-champ=texte]");
  await page.click("#suggestion-0");
  await until(page, ({ url }) => url === `?q=${word}`);
  assert.equal(await page.$(OPEN), null);
  await page.type("#q", "e");
  await page.keyboard.press("Backspace");
  await page.waitForSelector(OPEN);
  await page.mouse.click(5, 5);
  assert.equal(await page.$(OPEN), null, "a click elsewhere closes them");
  await page.close();

  const phone = await search("", { width: 360, touch: true });
  await phone.page.type("#q", "soud");
  await phone.page.waitForSelector(`${OPEN} [data-adresse]`);
  await Promise.all([phone.page.waitForNavigation(), phone.page.tap("#suggestions [data-adresse]")]);
  assert.match(phone.page.url(), /\/livrables\/[a-z-]+\/$/);
  assert.deepEqual([...faults, ...phone.faults], []);
  await phone.page.close();
});

test("une réponse en retard ne remplace pas la plus récente", async () => {
  const { page, faults } = await search("?q=apprentis");
  const before = await slugs(page);
  let release = () => {};
  site.held.set("/fragments/", new Promise((done) => { release = () => done(undefined); }));
  const asked = page.waitForRequest((request) => request.url().includes("/fragments/"));
  await retype(page, "certification ");
  await asked;
  assert.match(page.url(), /q=certification/);
  // The second asks for what is already here.
  await retype(page, "apprentis");
  await page.keyboard.press("Enter");
  await until(page, ({ url }) => url === "?q=apprentis");
  assert.deepEqual(await slugs(page), before);
  release();
  await new Promise((done) => setTimeout(done, 300));
  assert.deepEqual(await slugs(page), before);
  assert.equal(await value(page), "apprentis");
  assert.equal(await page.$eval("main", (main) => main.dataset.etat), "pret");
  assert.deepEqual(faults, []);
  await page.close();
});

test("ce que personne n’attend plus n’est plus demandé", async () => {
  const { page } = await search("?q=podcast");
  /** @type {string[]} */ const dropped = [];
  page.on("requestfailed", (request) => { if (request.failure()?.errorText === "net::ERR_ABORTED") dropped.push(request.url()); });
  let release = () => {};
  site.held.set("/fragments/", new Promise((done) => { release = () => done(undefined); }));
  const asked = page.waitForRequest((request) => request.url().includes("/fragments/"));
  await retype(page, "apprentis ");
  await asked;
  // A letter more, and what was for the former ones is dropped at once.
  await page.type("#q", "x");
  await new Promise((done) => setTimeout(done, 150));
  assert.ok(dropped.length > 0 && dropped.every((url) => url.includes("/fragments/")), dropped.join(" "));
  release();
  await page.close();
});

test("une faute de frappe : le mot corrigé est dit, et celui qui fut écrit à portée", async () => {
  const { page, faults } = await search("?q=accompagnemnt+&axe=c");
  assert.equal(await text(page, "#message-corrige"), "Résultats pour accompagnement. Chercher plutôt « accompagnemnt »");
  const { total: corrected } = await until(page, ({ total }) => total > 0);
  assert.equal(await value(page), "accompagnemnt ", "what was typed stays");
  await page.focus("#message-corrige a");
  await page.keyboard.press("Enter");
  await until(page, ({ url }) => url === '?q="accompagnemnt"+&axe=c');
  assert.equal(await total(page), 0);
  assert.equal(await isShown(page, "#message-corrige"), false);
  assert.equal(await focus(page), "titre-resultats");
  await page.goBack();
  await until(page, ({ url, total }) => url === "?q=accompagnemnt+&axe=c" && total === corrected);
  assert.equal(await isShown(page, "#message-corrige a"), true);
  assert.deepEqual(faults, []);
  await page.close();
});

test("les filtres : plusieurs choix, étendues, puces, Tout effacer, Retour, et le foyer jamais perdu", async () => {
  const { page, faults } = await search("");
  const all = await total(page);
  await page.click('input[name="axe"][value="b"]');
  const { total: digital } = await until(page, ({ url }) => url === "?axe=b");
  await page.click('input[name="axe"][value="c"]');
  const { total: either } = await until(page, ({ url }) => url === "?axe=b&axe=c");
  assert.ok(either > digital, "or within a facet");
  assert.equal((await chips(page)).length, 2);

  // A range, by keyboard; the numbers of its steps are exact.
  await page.click('[data-facette="cout"] summary');
  await when(page, () => /\(\d+\)$/.test(document.querySelector('[data-facette="cout"] option')?.textContent ?? ""));
  const steps = await page.$$eval('[data-facette="cout"] [data-borne="de"] option', (options) => options.map((one) => Number(/\((\d+)\)$/.exec(one.textContent ?? "")?.[1])));
  const ends = await page.$$eval('[data-facette="cout"] [data-borne="de"] option', (options) => options.map((one) => one.getAttribute("value") ?? ""));
  await page.focus('[data-facette="cout"] [data-borne="de"]');
  await page.keyboard.press("ArrowDown");
  const { total: dearer } = await until(page, ({ url }) => url.includes("cout="));
  assert.equal(dearer, steps.slice(1).reduce((a, b) => a + b, 0));
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-borne")), "de");
  assert.equal((await chips(page)).at(-1), `Coût : de ${ends[1]} à ${ends.at(-1)}`.replaceAll(" :", "\u00a0:"));
  // Its other end, below the first: both are there.
  await page.select('[data-facette="cout"] [data-borne="a"]', ends[0]);
  const { total: cheap } = await until(page, ({ url }) => url.endsWith(`cout=${ends[0]}`));
  assert.equal(cheap, steps[0]);
  assert.equal(await page.$eval('[data-facette="cout"] [data-borne="de"]', (one) => /** @type {HTMLSelectElement} */ (one).value), ends[0]);

  // A chip takes itself away; the next one has the focus, and the heading after the last.
  await page.focus("#filtres-actifs li:first-child button");
  await page.keyboard.press("Enter");
  await until(page, ({ url }) => url === `?axe=c&cout=${ends[0]}`);
  assert.match((await focus(page)) ?? "", /Pédagogie/);
  await page.goBack();
  await until(page, ({ url }) => url.startsWith("?axe=b&axe=c"));
  assert.equal(await page.$eval('input[name="axe"][value="b"]', (box) => /** @type {HTMLInputElement} */ (box).checked), true);
  await page.focus(".filtres-actifs [data-action=tout-effacer]");
  await page.keyboard.press("Enter");
  assert.equal((await until(page, ({ url }) => url === "")).total, all);
  assert.equal(await focus(page), "titre-resultats");
  assert.deepEqual(await chips(page), []);

  // A long list can be searched; what is ticked stays in sight.
  await page.$eval('[data-facette="departement"]', (facet) => { /** @type {HTMLDetailsElement} */ (facet).open = true; });
  await page.type("#reduire-departement", "herault");
  const left = await page.$$eval('[data-facette="departement"] label:not([hidden]) input', (boxes) => boxes.map((one) => one.getAttribute("value")));
  assert.deepEqual(left.filter(Boolean), ["34"]);
  // A choice that gives nothing says 0.
  await page.goto(`${site.url}recherche/?q=soudage+`);
  await ready(page);
  assert.ok((await page.$$eval("[data-vide] [data-compte]", (all) => all.map((one) => one.textContent))).every((count) => count === "0"));
  assert.ok(await page.$("[data-vide]"));
  assert.deepEqual(faults, []);
  await page.close();
});

test("une adresse à plusieurs valeurs se lit, même inconnues ou sans suite", async () => {
  const { page } = await search("?cout=1&cout=3&departement=999");
  assert.equal(await total(page), 0);
  assert.deepEqual((await chips(page)).map((one) => one?.replaceAll("\u00a0", " ")), ["999", "Coût : 1 sur 4", "Coût : 3 sur 4"]);
  await page.click("#filtres-actifs li:first-child button");
  const { total: some } = await until(page, ({ url }) => url === "?cout=1&cout=3");
  assert.ok(some > 0);
  await page.close();
});

test("sur un téléphone, les filtres sont un panneau qui garde le compte en vue", async () => {
  const { page, faults } = await search("?q=formation+", { width: 360, touch: true });
  assert.equal(await isShown(page, "#filtres"), false);
  await page.tap("[data-action=filtrer]");
  await page.waitForSelector("dialog[open]");
  const voir = () => text(page, "[data-action=voir]");
  assert.equal(await voir(), `Voir les ${await total(page)} fiches`);
  await page.tap('dialog input[name="type"][value="outil-numerique"]');
  const { total: tools } = await until(page, ({ url }) => url.includes("type="));
  assert.equal(await voir(), `Voir les ${tools} fiches`);
  assert.equal(await text(page, "#panneau-filtres [aria-live]"), `${tools} fiches trouvées.`);
  const foot = await page.$eval(".panneau-pied", (one) => one.getBoundingClientRect().bottom - innerHeight);
  assert.ok(Math.abs(foot) < 1, "the foot stands at the bottom of the screen");
  await page.tap("dialog [data-action=tout-effacer]");
  await until(page, ({ url }) => !url.includes("type="));
  assert.ok(await page.$("dialog[open]"));
  await page.keyboard.press("Escape");
  await page.waitForSelector("dialog:not([open])");
  assert.match((await focus(page)) ?? "", /^Filtrer/);
  // It opens again with the keyboard, and its button closes it.
  await page.keyboard.press("Enter");
  await page.waitForSelector("dialog[open]");
  await page.tap("[data-action=voir]");
  await page.waitForSelector("dialog:not([open])");
  assert.deepEqual(faults, []);
  await page.close();
});

test("pages, tri, retour et suite", async () => {
  const { page, faults } = await search("?tri=titre");
  const first = await slugs(page);
  assert.equal(first.length, 10);
  await page.click('#pagination [data-action="suivante"]');
  await until(page, ({ url }) => url.includes("page=2"));
  const second = await slugs(page);
  assert.ok(second.every((slug) => !first.includes(slug)));
  assert.equal(await text(page, "#pagination [data-champ=page]"), "Page 2 sur 3");
  assert.match(await page.title(), /^page 2 · /);
  assert.equal(await focus(page), "titre-resultats");
  await page.select("#tri", "date");
  await until(page, ({ url }) => url === "?tri=date");
  const dates = await page.$$eval("#resultats time", (all) => all.map((one) => one.getAttribute("datetime") ?? ""));
  assert.deepEqual(dates, [...dates].sort().reverse());
  await page.goBack();
  await until(page, ({ url }) => url === "?tri=titre&page=2");
  assert.deepEqual(await slugs(page), second);
  await page.goBack();
  await until(page, ({ url }) => url === "?tri=titre");
  assert.deepEqual(await slugs(page), first);
  assert.doesNotMatch(await page.title(), /page/);
  // A count is nothing without what it counts, for those who only hear it.
  const units = await page.$$eval("[data-facette] label:has([data-compte]:not(:empty))", (labels) => labels.map((label) => label.textContent?.replace(/\s+/g, " ").trim() ?? ""));
  assert.ok(units.length >= 6, `${units}`);
  for (const unit of units) assert.match(unit, /\S, nombre de fiches : \d+$/);
  await page.goForward();
  await until(page, ({ url }) => url === "?tri=titre&page=2");
  assert.equal(await page.$eval("#tri", (select) => /** @type {HTMLSelectElement} */ (select).value), "titre");
  // A page that no longer exists shows the last.
  await page.goto(`${site.url}recherche/?page=99`);
  await until(page, ({ url }) => url === "?page=3");
  assert.deepEqual(faults, []);
  await page.close();
});

test("un mot de plus que toutes les fiches : un titre le dit, les plus proches suivent", async () => {
  const { page } = await search("?q=soudage+d%C3%A9tention+");
  assert.ok((await slugs(page)).length > 0);
  assert.equal(await isShown(page, "#message-relache h3"), true);
  assert.equal(await text(page, "#message-relache h3"), "Aucune fiche ne contient tous les mots");
  assert.match(await text(page, "#statut-recherche"), /proche/);
  // Searching again with Back in mind: a new search adds to the history, its letters do not.
  const length = await page.evaluate(() => history.length);
  await retype(page, "apprentis", { delay: 60 });
  await until(page, ({ url }) => url === "?q=apprentis");
  assert.equal(await isShown(page, "#message-relache"), false);
  assert.equal(await page.evaluate(() => history.length), length + 1);
  await page.goBack();
  await until(page, ({ url }) => url.startsWith("?q=soudage"));
  assert.equal(await value(page), "soudage détention ");
  await page.close();
});

test("rien trouvé : ce que l’on peut faire", async () => {
  const { page } = await search("?q=soudage&type=referentiel&departement=48");
  assert.equal(await total(page), 0);
  assert.equal(await text(page, "#statut-recherche"), "Aucune fiche ne correspond.");
  await page.click("#message-vide [data-lien=sans-filtres]");
  const { total: found } = await until(page, ({ url }) => url === "?q=soudage");
  assert.ok(found > 0);
  assert.equal(await isShown(page, "#message-vide"), false);
  await page.close();
});

test("sans recherche, la liste est là, et de l’index on ne demande que le manifeste", async () => {
  const { page, faults } = await open(browser);
  /** @type {string[]} */ const asked = [];
  page.on("request", (request) => { if (/\/recherche\/(index|fragments)/.test(request.url())) asked.push(request.url().replace(/.*\//, "")); });
  await page.goto(`${site.url}recherche/`);
  await ready(page);
  await page.waitForNetworkIdle({ idleTime: 500 });
  assert.deepEqual(asked, ["manifeste.bin"]);
  assert.equal(await isShown(page, "#liste-complete a"), true);
  assert.equal(await isShown(page, "#pagination"), false);
  assert.deepEqual(await slugs(page), []);
  const all = await total(page);
  assert.equal(await text(page, "#statut-recherche"), `${all} fiches dans la bibliothèque.`);
  const axes = await page.$$eval("input[name=axe] ~ [data-compte]", (counts) => counts.map((one) => Number(one.textContent)));
  assert.ok(axes.length === 3 && axes.every((count) => count > 0 && count < all), String(axes));
  // A search takes its place, and its end gives it back.
  await page.type("#q", "apprentis ");
  await until(page, ({ url }) => url.startsWith("?q="));
  assert.ok(asked.length > 1 && (await slugs(page)).length > 0);
  assert.equal(await isShown(page, "#liste-complete"), false);
  await retype(page, " ");
  await until(page, ({ url, total }) => url === "" && total === all);
  assert.deepEqual(await slugs(page), []);
  assert.equal(await isShown(page, "#liste-complete a"), true);
  await page.select("#tri", "date");
  await until(page, ({ url }) => url === "?tri=date");
  assert.equal((await slugs(page)).length, 10, "an order is asked of cards");
  assert.deepEqual(faults, []);
  await page.close();
});

test("une expression entre guillemets est trouvée partout où elle est", async () => {
  const { page, faults } = await search(`?q=${encodeURIComponent('"mise en situation"')}`);
  const found = await slugs(page);
  assert.ok(found.length > 1);
  assert.equal(await total(page), found.length);
  assert.deepEqual(faults, []);
  await page.close();
});

test("les suggestions sont des mots que la bibliothèque a, écrits comme elle", async () => {
  const { page } = await search("");
  const beginnings = ["accue", "sans int", "mise en pla", "les appren", "form", "compet", "multimo", "presen", "elearn", "ref", "blocs", "individ", "situ", "jeu", "real", "dema"];
  const proposed = await page.evaluate(async (beginnings) => {
    const engine = /** @type {HTMLLinkElement} */ (document.querySelector("link[rel=modulepreload][href$='engine.js']")).href;
    const { openIndex } = /** @type {typeof import("../../themes/capitole/scripts/search/engine.js")} */ (await import(engine));
    const index = await openIndex(new URL("./", location.href), { folder: document.querySelector("main")?.dataset.index });
    return Promise.all(beginnings.map(async (one) => (await index.suggest(one)).words.map((word) => ({ one, ...word }))));
  }, beginnings);
  // The pages of the deliverables, and their attachments that are plain text, hold all that is indexed but for a few files.
  const folder = join(SITE, "livrables");
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.(html|csv|md|txt)$/.test(name));
  const texts = (await Promise.all(files.map((name) => readFile(join(folder, name), "utf8")))).join(" ").toLowerCase().replaceAll("œ", "oe");
  const has = new Set(texts.split(/[^\p{L}\p{N}\p{M}]+/u));
  const all = proposed.flat();
  assert.ok(all.length > 30);
  for (const { one, text, count } of all) {
    assert.ok(count, text);
    assert.ok(text.toLowerCase().split(/[^\p{L}\p{N}\p{M}]+/u).every((word) => has.has(word)), `${one} : ${text}`);
    assert.ok(!text.startsWith("sans "), text);
  }
  await page.close();
});
