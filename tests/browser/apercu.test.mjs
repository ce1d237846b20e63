/** The preview in a browser: it follows what is saved, and says what is wrong. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { launch, when } from "./site.mjs";

const PROGRAM = resolve(process.env.CAPITOLE ?? "target/release/capitole");
const FICHE = "scenario-hybride-apprentis-cap";
const TEXT = `content/livrables/${FICHE}/index.md`;

/** @type {string} */
let root;
/** @type {string} */
let url;
/** @type {import("node:child_process").ChildProcess} */
let preview;
/** @type {import("puppeteer-core").Browser} */
let browser;

before(async () => {
  root = mkdtempSync(join(tmpdir(), "apercu-"));
  for (const part of ["content", "site.toml", "themes"]) cpSync(part, join(root, part), { recursive: true });
  preview = spawn(PROGRAM, ["serve", "--root", root, "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  url = await new Promise((done) => {
    let said = "";
    preview.stdout?.on("data", (part) => {
      said += part;
      const found = /http:\/\/[^/]+\//.exec(said);
      if (found) done(found[0]);
    });
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  preview?.kill();
  rmSync(root, { recursive: true, force: true });
});

/** Saves as most editors do. @param {string} path @param {(text: string) => string} change */
function save(path, change) {
  const file = join(root, path);
  const beside = join(dirname(file), ".enregistrement.tmp");
  writeFileSync(beside, change(readFileSync(file, "utf8")));
  renameSync(beside, file);
}

/** @param {string} path @param {{ width: number, height: number }} [viewport] */
async function open(path, viewport = { width: 1280, height: 800 }) {
  const page = await browser.newPage();
  await page.setViewport(viewport);
  await page.goto(url + path, { waitUntil: "load" });
  // Search is there as well: nothing changes any more by itself.
  await when(page, async () => (await fetch("/recherche/index.json")).ok);
  await new Promise((done) => setTimeout(done, 400));
  return page;
}

test("une phrase enregistrée paraît, là où l’on en était", async () => {
  const page = await open(`livrables/${FICHE}/`);
  await page.evaluate(() => scrollTo({ top: 900, behavior: "instant" }));
  save(TEXT, (text) => `${text}\nUne phrase ajoutée pendant la lecture.\n`);
  await when(page, () => document.body.textContent?.includes("Une phrase ajoutée pendant la lecture."));
  await when(page, () => Math.abs(scrollY - 900) < 5);
  await page.close();
});

test("une page que rien ne change n’est pas chargée de nouveau", async () => {
  const page = await open("accessibilite/");
  await page.evaluate(() => Object.assign(window, { marque: true }));
  save(TEXT, (text) => `${text}\nUne autre phrase.\n`);
  const other = await open(`livrables/${FICHE}/`);
  await when(other, () => document.body.textContent?.includes("Une autre phrase."));
  await new Promise((done) => setTimeout(done, 1500));
  assert.ok(await page.evaluate(() => "marque" in window));
  await page.close();
  await other.close();
});

test("un style change sans que la page soit chargée de nouveau", async () => {
  const page = await open(`livrables/${FICHE}/`);
  await page.evaluate(() => Object.assign(window, { marque: true }));
  save("themes/capitole/styles/base.css", (text) => `${text}\nh1 { letter-spacing: 3px; }\n`);
  await when(page, () => getComputedStyle(/** @type {Element} */ (document.querySelector("h1"))).letterSpacing === "3px");
  assert.ok(await page.evaluate(() => "marque" in window), "the page was loaded anew");
  assert.equal(await page.evaluate(() => document.querySelectorAll('link[href*="theme/style-"]').length), 1);
  await page.close();
});

test("une image remplacée par une autre de même taille se voit, sans que la page soit chargée de nouveau", async () => {
  const image = "livrables/carnet-de-liaison-numerique/semaine-du-carnet.svg";
  const page = await open("livrables/carnet-de-liaison-numerique/");
  await page.evaluate(() => Object.assign(window, { marque: true }));
  /** @param {string} text */ const other = (text) => text.replace(/#[0-9a-f]{6}/, (colour) => (colour === "#123456" ? "#654321" : "#123456"));
  const before = readFileSync(join(root, "content", image), "utf8");
  assert.ok(other(before) !== before && other(before).length === before.length);
  save(`content/${image}`, other);
  await when(page, () => [...document.images].some((one) => /semaine-du-carnet\.svg\?[0-9a-f]+$/.test(one.src)));
  const shown = await page.evaluate(async () => (await fetch([...document.images].find((one) => one.src.includes("semaine-du-carnet"))?.src ?? "")).text());
  assert.equal(shown, other(before));
  assert.ok(await page.evaluate(() => "marque" in window), "the page was loaded anew");
  await page.close();
});

test("une erreur est montrée sur la page, avec sa ligne et un lien vers l’éditeur, puis s’en va", async () => {
  const page = await open(`livrables/${FICHE}/`);
  const good = readFileSync(join(root, TEXT), "utf8");
  save(TEXT, (text) => text.replace(/^axes:.*$/m, "axes: [d]"));
  await page.waitForSelector(".capitole-apercu:not([hidden]) article");
  const said = await page.$eval(".capitole-apercu", (section) => section.textContent ?? "");
  assert.match(said, /front-matter\/axe-inconnu/);
  assert.ok(said.includes("axes: [d]"));
  assert.equal(await page.$eval(".capitole-apercu mark", (mark) => mark.textContent), "d");
  const link = await page.$eval(".capitole-apercu a", (a) => a.getAttribute("href") ?? "");
  assert.match(link, /^vscode:\/\/file\/.*\/index\.md:\d+:\d+$/);
  if (process.env.IMAGES) await page.screenshot({ path: join(process.env.IMAGES, "apercu-erreur.png") });
  // The last good page is still there, and another as well.
  assert.ok(await page.$("h1"));
  save(TEXT, () => good);
  await when(page, () => !document.querySelector(".capitole-apercu:not([hidden])"));
  await page.close();
});

test("un gabarit fautif est dit, avec son nom, puis s’en va", async () => {
  const page = await open("");
  save("themes/capitole/templates/plan.html", (text) => `${text}{% if %}`);
  await page.waitForSelector(".capitole-apercu:not([hidden]) pre");
  assert.match(await page.$eval(".capitole-apercu", (section) => section.textContent ?? ""), /plan\.html/);
  save("themes/capitole/templates/plan.html", (text) => text.replace("{% if %}", ""));
  await when(page, () => !document.querySelector(".capitole-apercu:not([hidden])"));
  await page.close();
});

test("une bibliothèque fautive dès le début montre ses problèmes, puis le site", async () => {
  const folder = mkdtempSync(join(tmpdir(), "apercu-"));
  for (const part of ["content", "site.toml"]) cpSync(part, join(folder, part), { recursive: true });
  const file = join(folder, TEXT);
  const good = readFileSync(file, "utf8");
  writeFileSync(file, good.replace(/^axes:.*$/m, "axes: [d]"));
  const other = spawn(PROGRAM, ["serve", "--root", folder, "--port", "0", "--editor", "aucun"], { stdio: ["ignore", "pipe", "ignore"] });
  try {
    const address = await new Promise((done) => other.stdout?.on("data", (part) => {
      const found = /http:\/\/[^/]+\//.exec(String(part));
      if (found) done(found[0]);
    }));
    const page = await browser.newPage();
    const answer = await page.goto(String(address));
    assert.equal(answer?.status(), 500);
    assert.match(await page.$eval("main", (main) => main.textContent ?? ""), /front-matter\/axe-inconnu/);
    assert.equal(await page.$("main a"), null, "no links were asked for");
    if (process.env.IMAGES) await page.screenshot({ path: join(process.env.IMAGES, "apercu-problemes.png") });
    writeFileSync(file, good);
    await page.waitForSelector("header nav");
    await page.close();
  } finally {
    other.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
