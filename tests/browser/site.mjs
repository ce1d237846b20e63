/**
 * What the browser tests share: the built site served as a strict host would, and pages to open.
 * The site is the one `tests/run` built (or the folder in SITE).
 */
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import puppeteer from "puppeteer-core";

/** @type {Record<string, string>} */
const TYPES = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json",
  ".svg": "image/svg+xml", ".csv": "text/csv; charset=utf-8", ".xml": "application/xml", ".atom": "application/atom+xml",
  ".txt": "text/plain; charset=utf-8", ".md": "text/plain; charset=utf-8",
};

/** Folder of the built site. */
export const SITE = resolve(process.env.SITE ?? "target/site-essai");

/** One page of each kind, and what it shows. */
export const KINDS = {
  accueil: "",
  recherche: "recherche/",
  "recherche avec résultats": "recherche/?q=apprentis&axe=c",
  "recherche sans résultat": "recherche/?q=zzzzzz",
  "toutes les fiches": "livrables/",
  "suite des fiches": "livrables/page/2/",
  référentiel: "livrables/parcours-a-la-carte-commis-de-cuisine/",
  "outil numérique": "livrables/moodle-hors-ligne-en-detention/",
  "modèle pédagogique": "livrables/scenario-hybride-apprentis-cap/",
  "fiche archivée": "livrables/agent-de-proprete-par-blocs/",
  "pièce jointe, texte": "livrables/afest-en-boulangerie/entretien-reflexif.md.html",
  "pièce jointe, tableau": "livrables/afest-en-boulangerie/grille-faconnage.csv.html",
  axes: "axes/",
  axe: "axes/c/",
  types: "types/",
  type: "types/outil-numerique/",
  prestataire: "prestataires/maskott/",
  public: "publics/apprentis/",
  département: "departements/81/",
  secteur: "secteurs/batiment/",
  approche: "approches/afest/",
  "mots-clés": "mots-cles/",
  reprises: "reprises/",
  guide: "guide/",
  "page du guide": "guide/publier/",
  "messages du guide": "guide/messages/",
  "éditeurs du guide": "guide/editeur/",
  accessibilité: "accessibilite/",
  "mentions légales": "mentions-legales/",
  "plan du site": "plan-du-site/",
  données: "donnees/",
  introuvable: "404.html",
  "ancienne adresse": "fiches/commis-de-cuisine/",
};

/**
 * Serves a folder on the loopback, under a sub-folder, with the strictest policy a host may send.
 * @param {string} [folder]
 * @returns {Promise<Site>}
 *
 * @typedef {object} Site
 * @property {string} url
 * @property {() => void} close
 * @property {Set<string>} failing parts of paths answered by 503
 * @property {Map<string, Promise<unknown>>} held parts of paths answered once a promise is kept
 * @property {Map<string, Buffer>} altered parts of paths answered by other bytes
 * @property {string[]} seen
 * @property {(folder: string) => void} move serves another folder from now on
 */
export async function serve(folder = SITE) {
  /** @type {Set<string>} */ const failing = new Set();
  /** @type {Map<string, Promise<unknown>>} */ const held = new Map();
  /** @type {Map<string, Buffer>} */ const altered = new Map();
  /** @type {string[]} */ const seen = [];
  const prefix = "/biblio/";
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
    seen.push(path);
    let file = normalize(join(folder, path.slice(prefix.length)));
    try {
      if (!path.startsWith(prefix) || !file.startsWith(folder)) throw new Error("outside");
      if ([...failing].some((part) => path.includes(part))) { response.writeHead(503).end(); return; }
      for (const [part, kept] of held) if (path.includes(part)) await kept;
      for (const [part, bytes] of altered) if (path.includes(part)) { response.writeHead(200).end(bytes); return; }
      if ((await stat(file)).isDirectory()) file = join(file, "index.html");
      const { size } = await stat(file);
      response.writeHead(200, {
        "content-type": TYPES[extname(file)] ?? "application/octet-stream",
        "content-length": size,
        "content-security-policy": "default-src 'self'",
        "x-content-type-options": "nosniff",
      });
      createReadStream(file).pipe(response);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const address = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${address.port}${prefix}`, failing, held, altered, seen, move: (other) => { folder = other; },
    close: () => { server.close(); server.closeAllConnections(); },
  };
}

/** A fresh Chromium that asks nothing of the network. */
export function launch() {
  return puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync", "--lang=fr"],
  });
}

/**
 * A page that gathers everything that goes wrong on it.
 * @param {import("puppeteer-core").Browser} browser
 * @param {{ width?: number, scripts?: boolean, touch?: boolean }} [options]
 */
export async function open(browser, { width = 1280, scripts = true, touch = false } = {}) {
  const page = await browser.newPage();
  /** @type {string[]} */ const faults = [];
  await page.setViewport({ width, height: 900, hasTouch: touch, isMobile: touch });
  await page.setJavaScriptEnabled(scripts);
  page.on("console", (message) => { if (["error", "warn"].includes(message.type())) faults.push(message.text()); });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText;
    // Left by a navigation, or a script that the page without JavaScript does not ask for.
    if (why !== "net::ERR_ABORTED" && (scripts || why)) faults.push(`${request.url()} ${why}`);
  });
  page.on("response", (response) => { if (response.status() >= 400) faults.push(`${response.status()} ${response.url()}`); });
  return { page, faults };
}

/**
 * Once something holds on a page, and goes on holding: it is asked now and then. A failure says what the page shows.
 * @template {unknown[]} Args
 * @param {import("puppeteer-core").Page} page
 * @param {import("puppeteer-core").EvaluateFunc<Args>} holds
 * @param {Args} args
 */
export async function when(page, holds, ...args) {
  try {
    await page.waitForFunction(holds, { polling: 50 }, ...args);
  } catch (cause) {
    const seen = await page.evaluate(() => `${location.href}, ${document.visibilityState}, ${document.querySelector("main")?.dataset.etat}`);
    throw new Error(`jamais vrai : ${holds} (${seen})`, { cause });
  }
}
