/**
 * The screens that the guide shows: a first deliverable from its questions to its preview, played with the program
 * itself, in a terminal and in a browser. What can be read on each is what the guide's pictures show.
 */
import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { when } from "./site.mjs";

const PROGRAM = resolve(process.env.CAPITOLE ?? "target/release/capitole");
const XTERM = resolve("tests/node_modules/@xterm/xterm");
const TITLE = "Lire un plan à deux en CAP maçon";
const SLUG = "lire-un-plan-a-deux-en-cap-macon";
/** The attachment that the guide takes from the new library. */
const PIECE = "content/livrables/lecture-de-plans-en-binomes/grille-observation.csv";
/** Columns and lines of the terminal. */
const [COLUMNS, LINES] = [96, 10];

/** @typedef {{ text: string, picture: Uint8Array }} Screen what can be read, and how it looks */

/**
 * Plays the guide's first ten minutes.
 * @param {import("puppeteer-core").Browser} browser
 * @returns {Promise<Record<string, Screen>>} by the name of the picture
 */
export async function screens(browser) {
  const folder = mkdtempSync(join(tmpdir(), "ecrans-"));
  const root = join(folder, "essai");
  try {
    run(folder, "init", "essai", "--sans-question");
    const questions = await asked(browser, root);
    run(root, "new", "livrable", "--type", "modele-pedagogique", "--titre", TITLE, "--axe", "c", "--sans-question");
    return { questions, ...await previewed(browser, root) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @param {string} cwd @param {string[]} words */
function run(cwd, ...words) {
  const { status, stderr } = spawnSync(PROGRAM, words, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`capitole ${words.join(" ")}: ${stderr}`);
}

/** The questions of a new deliverable, up to its other axes. @param {import("puppeteer-core").Browser} browser @param {string} root */
async function asked(browser, root) {
  const command = `stty cols ${COLUMNS} rows ${LINES}; exec '${PROGRAM}' new livrable`;
  const child = spawn("script", ["-qec", command, "/dev/null"], { cwd: root, env: { ...process.env, TERM: "xterm-256color" } });
  let said = "";
  let heard = -1;
  child.stdout.on("data", (part) => { said += part; });
  /** Types once the program has said something since the last keys. @param {string} expected @param {string} keys */
  const answer = async (expected, keys) => {
    await until(() => said.lastIndexOf(expected) > heard, () => `« ${expected} » in ${said}`);
    heard = said.length;
    child.stdin.write(keys);
  };
  try {
    await answer("Type de fiche", "péda\r");
    await answer("Titre", `${TITLE}\r`);
    await answer("Résumé", "Cinq séances où deux apprentis lisent le même plan : l’un dit, l’autre trace.\r");
    await answer("Axe principal", "attractive");
    await answer("attractive", "\r");
    await answer("Autres axes", "evolution");
    await answer("evolution", " ");
    await answer("[x]", "");
    return await terminal(browser, `\x1b[1m$ capitole new livrable\x1b[0m\r\n${said}`);
  } finally {
    child.kill();
  }
}

/**
 * What a terminal shows once it has been told all of that.
 * @param {import("puppeteer-core").Browser} browser
 * @param {string} told
 * @returns {Promise<Screen>}
 */
async function terminal(browser, told) {
  const page = await browser.newPage();
  try {
    await page.setViewport({ width: 1000, height: 600, deviceScaleFactor: 1.5 });
    await page.addScriptTag({ path: join(XTERM, "lib/xterm.js") });
    await page.addStyleTag({ path: join(XTERM, "css/xterm.css") });
    await page.addStyleTag({ content: "body { margin: 0 } #bord { display: inline-block; padding: 14px 16px; background: #101418 }" });
    await page.evaluate(async (told, cols, rows) => {
      document.body.innerHTML = "<div id=bord><div id=ecran></div></div>";
      const { Terminal } = /** @type {any} */ (window);
      const theme = { background: "#101418", foreground: "#e6e6e6", cursor: "#101418" };
      const screen = new Terminal({ cols, rows, fontSize: 14, fontFamily: "DejaVu Sans Mono, monospace", theme, cursorInactiveStyle: "none" });
      screen.open(document.getElementById("ecran"));
      await new Promise((done) => screen.write(told, () => done(undefined)));
      const lines = [];
      for (let line = 0; line < screen.buffer.active.length; line += 1) {
        lines.push(screen.buffer.active.getLine(line)?.translateToString(true) ?? "");
      }
      Object.assign(window, { lines });
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    }, told, COLUMNS, LINES);
    const text = await page.evaluate(() => /** @type {any} */ (window).lines.join("\n").trimEnd());
    const frame = await page.$("#bord");
    const picture = await frame?.screenshot({ type: "png" });
    if (!picture) throw new Error("no picture of the terminal");
    return { text, picture };
  } finally {
    await page.close();
  }
}

/** The preview of the deliverable: with a fault in what the command wrote, then as it is once it is written. @param {import("puppeteer-core").Browser} browser @param {string} root */
async function previewed(browser, root) {
  const bundle = join(root, "content/livrables", SLUG);
  const text = join(bundle, "index.md");
  const preview = spawn(PROGRAM, ["serve", "--drafts", "--root", root, "--port", "0"], { stdio: ["ignore", "pipe", "ignore"] });
  const page = await browser.newPage();
  try {
    let said = "";
    preview.stdout.on("data", (part) => { said += part; });
    await until(() => /http:\/\/[^/]+\//.test(said), () => "the address of the preview");
    await page.setViewport({ width: 960, height: 640, deviceScaleFactor: 1.5 });
    const address = /http:\/\/[^/]+\//.exec(said)?.[0];
    // Search is there as well: nothing changes any more by itself.
    while (!(await fetch(`${address}recherche/index.json`)).ok) await new Promise((done) => setTimeout(done, 100));
    await page.goto(`${address}livrables/${SLUG}/`);
    const begun = readFileSync(text, "utf8");
    writeFileSync(text, begun.replace("statut: brouillon", "statut: valid"));
    await page.waitForSelector(".capitole-apercu", { visible: true });
    const erreur = await screen(page, ".capitole-apercu", page);
    copyFileSync(join(root, PIECE), join(bundle, basename(PIECE)));
    writeFileSync(text, deliverable());
    // The page with its neighbours, which search gives a little later.
    await when(page, (piece) => document.body.innerText.includes(piece) && document.body.innerText.includes("Fiches proches"), "Grille d’observation des binômes");
    const apercu = await screen(page, "main", page);
    const piece = await screen(page, "[aria-labelledby=s-ressources]");
    return { erreur, apercu, piece };
  } finally {
    await page.close();
    preview.kill();
  }
}

/**
 * A part of a page, and its picture or that of the whole window.
 * @param {import("puppeteer-core").Page} page
 * @param {string} part
 * @param {import("puppeteer-core").Page} [whole]
 * @returns {Promise<Screen>}
 */
async function screen(page, part, whole) {
  await new Promise((done) => setTimeout(done, 800));
  const shown = whole ?? await page.$(part);
  const picture = await shown?.screenshot({ type: "png" });
  if (!picture) throw new Error(`nothing at ${part}`);
  return { text: await read(page, part), picture };
}

/** What can be read in a part of a page. @param {import("puppeteer-core").Page} page @param {string} part */
async function read(page, part) {
  const text = await page.$eval(part, (element) => /** @type {HTMLElement} */ (element).innerText);
  return text.split("\n").map((line) => line.trimEnd()).filter(Boolean).join("\n");
}

/** The guide's own example, under the title of its first deliverable, with the attachment told there and a text. */
function deliverable() {
  const guide = readFileSync("content/pages/guide/publier.md", "utf8");
  const front = /```yaml\n(---\ntitre: [\s\S]*?\n---\n)```/.exec(guide)?.[1];
  if (!front) throw new Error("publier.md has no whole example any more");
  const first = readFileSync("content/pages/guide/premiere-fiche.md", "utf8");
  const attached = /```yaml\n(ressources:\n[\s\S]*?\n)```/.exec(first)?.[1];
  if (!attached || !first.includes(`\`${PIECE}\``)) throw new Error("premiere-fiche.md attaches nothing any more");
  const own = front.replace(/^titre: .*$/m, `titre: ${TITLE}`).replace(/^ressources:\n(?: .*\n)+/m, attached);
  return `${own}
## Contexte et besoin

Texte fictif, pour l’exemple. Un tiers du groupe décroche dès la cotation : chacun regarde le plan, personne ne le dit.

## Démarche

L’un a le plan et parle ; l’autre a la craie et ne voit rien. À chaque figure, les rôles s’échangent.
`;
}

/** @param {() => boolean} holds @param {() => string} what */
async function until(holds, what) {
  for (let turn = 0; !holds(); turn += 1) {
    if (turn > 150) throw new Error(`waited in vain for ${what()}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

/** Whether a terminal can be had: `script` comes with Linux. */
export const HAS_TERMINAL = existsSync("/usr/bin/script");
