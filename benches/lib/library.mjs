// The library that a bench measures: the one given by path, or one made for it; its texts; its site.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { makeLibrary } from "../make-library.mjs";

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** @typedef {{ slug: string, title: string, summary: string, text: string, words: Set<string> }} Text */
/** @typedef {{ library: string, site: string, build?: number, binary: string, seed: number, json?: string, rest: Record<string, string> }} Setting `build`: milliseconds that the site took */

const COMMON = {
  library: "a library's folder (default: one is made)",
  deliverables: "how many the made one has (default: 1000)",
  site: "its site, when it is built already",
  binary: "the program (default: target/release/capitole)",
  seed: "what chance begins with (default: 1)",
  json: "a file to write the figures to",
};

/**
 * Reads the options that every bench takes, makes what is missing, and builds the site.
 * @param {string} name of the bench
 * @param {Record<string, string>} [own] options of its own, and what each says
 * @param {{ builds?: boolean }} [needs] `builds`: whether the bench needs the site
 * @returns {Setting}
 */
export function setting(name, own = {}, { builds = true } = {}) {
  const known = { ...COMMON, ...own };
  const help = () => Object.entries(known).map(([option, text]) => `  --${option.padEnd(14)}${text}`).join("\n");
  /** @type {Record<string, string>} */
  let values = {};
  try {
    const options = Object.fromEntries(Object.keys(known).map((option) => [option, { type: /** @type {const} */ ("string") }]));
    values = /** @type {Record<string, string>} */ (parseArgs({ options }).values);
  } catch (error) {
    stop(`${error instanceof Error ? error.message : error}\n\nnode benches/${name}.mjs\n${help()}`);
  }
  const binary = resolve(values.binary ?? join(PROJECT, "target/release/capitole"));
  if (!existsSync(binary)) stop(`${binary} does not exist: cargo build --release`);
  const seed = Number(values.seed ?? 1);
  const folder = join(PROJECT, "target/benches");
  mkdirSync(folder, { recursive: true });
  let { library } = values;
  if (library) library = resolve(library);
  else {
    const count = Number(values.deliverables ?? 1000);
    if (!(count > 0)) stop("--deliverables takes a number");
    library = join(folder, `library-${count}-${seed}`);
    makeLibrary({ count, out: library, seed });
  }
  if (!existsSync(join(library, "site.toml"))) stop(`${library} is no library`);
  let { site } = values;
  let build;
  if (!site && builds) {
    site = join(mkdtempSync(join(folder, `${name}-`)), "site");
    build = run(binary, ["build", "--root", library, "--output", site]).time;
    process.on("exit", () => removeQuietly(dirname(/** @type {string} */ (site))));
  }
  return { library, site: resolve(site ?? ""), build, binary, seed, json: values.json, rest: values };
}

/** @param {string} folder */
function removeQuietly(folder) {
  try {
    rmSync(folder, { recursive: true, force: true });
  } catch {
    // It lies below target/: whoever cleans that cleans this.
  }
}

/** @param {string} message @returns {never} */
export function stop(message) {
  console.error(message);
  process.exit(2);
}

/**
 * Runs a program; gives what it says and how long it took, in milliseconds.
 * @param {string} program
 * @param {string[]} args
 * @param {string} [input]
 */
export function run(program, args, input) {
  const start = performance.now();
  const { status, stdout, stderr, error } = spawnSync(program, args, { input, encoding: "utf8", maxBuffer: 1 << 28 });
  if (error || status !== 0) stop(`${program} ${args.join(" ")}\n${error ?? `${stdout}${stderr}`}`);
  return { stdout, time: performance.now() - start };
}

/** The engine that a site publishes. @param {string} site @returns {Promise<typeof import("../../themes/capitole/scripts/search/engine.js")>} */
export async function engineOf(site) {
  const scripts = readdirSync(join(site, "theme")).find((name) => name.startsWith("scripts-"));
  return import(pathToFileURL(join(site, "theme", scripts ?? "scripts", "search/engine.js")).href);
}

/** Without accents and capitals; this is the benches' own idea of it, so that they do not repeat the engine's mistakes. @param {string} text */
export const fold = (text) => text.toLowerCase().replace(/œ/g, "oe").replace(/æ/g, "ae").normalize("NFD").replace(/\p{M}/gu, "");

/** @param {string} text */
export const wordsOf = (text) => text.split(/[^\p{L}\p{N}\p{M}]+/u).filter(Boolean);

/** The texts of the deliverables that a search finds unless told otherwise. @param {string} library @returns {Text[]} */
export function readTexts(library) {
  const folder = join(library, "content/livrables");
  return readdirSync(folder).sort().flatMap((slug) => {
    const [, front, ...rest] = readFileSync(join(folder, slug, "index.md"), "utf8").split(/^---$/m);
    if (/^statut: *"?(brouillon|soumis|archive)/m.test(front)) return [];
    const body = rest.join("---").replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1").replace(/&lt;/g, "<").replace(/^>? ?\[![A-Z]+\]|[#*_`|>]/gm, " ");
    const shown = front.replace(/^(contact|version|autorisation_diffusion|organisme|alias):.*\n( .*\n)*/gm, "");
    const quoted = [...shown.matchAll(/"(?:[^"\\]|\\.)*"/g)].map(([text]) => text.slice(1, -1).replace(/\\(.)/g, "$1"));
    const [title, summary] = ["titre", "resume"].map((key) => new RegExp(`^${key}: *"?(.*?)"?$`, "m").exec(front)?.[1] ?? "");
    const text = [...quoted, body].join("\n");
    return [{ slug, title, summary, text, words: new Set(wordsOf(fold(`${title}\n${summary}\n${text}`))) }];
  });
}
