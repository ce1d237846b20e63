#!/usr/bin/env node
/**
 * Writes a library of any size, for measures: deliverables mixed from the paragraphs and the metadata of the sample ones.
 *
 *   node benches/make-library.mjs --count N --out DIR [--seed 1]
 *
 * The same arguments and the same content/ give the same bytes. Every deliverable says `exemple: true`. What the texts
 * tell makes no sense, and their words are those of some thirty texts: figures of a real library come from `--library`.
 */
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { Random } from "./lib/random.mjs";

const PROJECT = resolve(dirname(fileURLToPath(import.meta.url)), "..");

/** Keys that one deliverable's own sense needs together; the others of a group may come from another sample. */
const GROUPS = [
  ["axes", "sous_themes"], ["prestataire", "organisme"], ["publics"], ["secteurs"], ["modalites"], ["niveaux"], ["mots_cles"],
  ["resume"], ["evaluation"], ["transition_ecologique"], ["licence", "titulaire_droits", "autorisation_diffusion"],
];
/** Keys of what a deliverable is, by its kind. */
const SECTIONS = ["referentiel", "outil", "modele"];
/** Share of deliverables whose attachments come along, and of those that are not published or no longer current. */
const WITH_ATTACHMENTS = 0.1;
const DRAFTS = 0.02;
const ARCHIVED = 0.02;
/** An attachment, as a resource names it. */
const FILE = /fichier: "?([\w.-]+)"?/g;

/** @typedef {{ slug: string, keys: Map<string, string>, transfer: Map<string, string>, sections: Map<string, string[]> }} Sample */

/**
 * The blocks of a text: each begins with a line that `pattern` matches, and is known by what it captures.
 * @param {string} text
 * @param {RegExp} pattern
 * @returns {Map<string, string>}
 */
function blocks(text, pattern) {
  /** @type {Map<string, string>} */
  const found = new Map();
  let name = "";
  for (const line of text.split("\n")) {
    name = pattern.exec(line)?.[1] ?? name;
    found.set(name, (found.get(name) ?? "") + line + "\n");
  }
  return found;
}

/**
 * The paragraphs of a section that stand for themselves: links become their text, images and what belongs to a list of
 * notes are left out.
 * @param {string} text
 */
function paragraphs(text) {
  return text.split("\n").slice(1).join("\n").split(/\n{2,}/).map((one) => one.trim())
    .filter((one) => one && !/^!\[|\[\^|```/.test(one))
    .map((one) => one.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1"));
}

/** @param {string} root @returns {Sample[]} */
function readSamples(root) {
  const folder = join(root, "content/livrables");
  return readdirSync(folder).sort().map((slug) => {
    const [, front, body] = readFileSync(join(folder, slug, "index.md"), "utf8").split(/^---$/m);
    const keys = blocks(front.trim(), /^([a-z_]+):/);
    const sections = [...blocks(body, /^## (.+)$/)].filter(([title]) => title)
      .map(([title, text]) => /** @type {[string, string[]]} */ ([title, paragraphs(text)]));
    return { slug, keys, transfer: blocks((keys.get("transfert") ?? "").trimEnd(), /^  ([a-z_]+):/), sections: new Map(sections) };
  });
}

/** A value that is written on one line, without its quotes. @param {Sample} sample @param {string} key */
const value = (sample, key) => (sample.keys.get(key) ?? "").replace(/^[a-z_]+: *"?|"?\s*$/g, "");

/**
 * One deliverable.
 * @param {Sample[]} samples
 * @param {Map<string, string[]>} pools paragraphs by section
 * @param {number} number
 * @param {Random} random
 * @param {string[]} published slugs that may be referred to
 */
function deliverable(samples, pools, number, random, published) {
  const base = random.pick(samples);
  const slug = `${base.slug.slice(0, 40).replace(/-$/, "")}-${String(number).padStart(6, "0")}`;
  const day = 1 + random.below(28);
  const month = 1 + random.below(12);
  const date = `${2022 + random.below(4)}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
  const luck = random.next();
  const status = luck < DRAFTS ? "brouillon" : luck < DRAFTS + ARCHIVED ? "archive" : "valide";
  const [one, other] = [base, random.pick(samples)].map((sample) => value(sample, "titre").split(/\s*:\s/)[0].slice(0, 60).trim());
  const front = [
    `titre: "${one}, ${other.charAt(0).toLowerCase()}${other.slice(1)} (${number})"\n`,
    `statut: ${status}\n`, `date_publication: ${date}\n`, `version: "1.${random.below(9)}"\n`, "exemple: true\n",
    base.keys.get("type"), base.keys.get("contact"),
  ];
  for (const group of GROUPS) {
    const able = samples.filter(({ keys }) => group.every((key) => keys.has(key)));
    const from = random.pick(able);
    for (const key of group) front.push(from.keys.get(key));
  }
  for (const key of SECTIONS) front.push(base.keys.get(key));
  front.push("transfert:\n");
  for (const key of base.transfer.keys()) {
    if (key) front.push(random.pick(samples.filter(({ transfer }) => transfer.has(key))).transfer.get(key));
  }
  if (published.length && random.next() < 0.5) front.push(`voir_aussi: [${random.pick(published)}]\n`);
  // The others are said to lie elsewhere: a published deliverable without any resource is warned about.
  const resources = base.keys.get("ressources") ?? "";
  const attachments = random.next() < WITH_ATTACHMENTS ? [...resources.matchAll(FILE)].map(([, name]) => name) : [];
  front.push(attachments.length ? resources : resources.replace(FILE, 'url: "https://exemple.invalid/$1"'));
  const body = [...pools].map(([title, pool]) => {
    const some = new Set(Array.from({ length: 1 + random.below(4) }, () => random.lean(pool)));
    return `## ${title}\n\n${[...some].join("\n\n")}\n`;
  });
  const text = `---\n${front.filter(Boolean).map((part) => part?.trimEnd()).join("\n")}\n---\n\n${body.join("\n")}`;
  return { slug, text, status, from: base.slug, attachments };
}

/**
 * @param {{ count: number, out: string, seed?: number }} options
 */
export function makeLibrary({ count, out, seed = 1 }) {
  const random = new Random(seed);
  const samples = readSamples(PROJECT).filter((sample) => value(sample, "statut") === "valide");
  /** @type {Map<string, string[]>} */
  const pools = new Map();
  for (const { sections } of samples) {
    for (const [title, texts] of sections) pools.set(title, [...(pools.get(title) ?? []), ...texts]);
  }
  for (const [title, texts] of pools) pools.set(title, random.shuffle(texts));
  if (existsSync(out)) {
    if (!existsSync(join(out, "site.toml")) && readdirSync(out).length) throw new Error(`${out} is neither empty nor a library`);
    rmSync(join(out, "content"), { recursive: true, force: true });
  }
  mkdirSync(join(out, "content/livrables"), { recursive: true });
  cpSync(join(PROJECT, "site.toml"), join(out, "site.toml"));
  cpSync(join(PROJECT, "content/pages"), join(out, "content/pages"), { recursive: true });
  // Pages may point to deliverables of the sample, which are not here.
  for (const path of readdirSync(join(out, "content/pages"), { recursive: true }).map((name) => join(out, "content/pages", String(name)))) {
    if (path.endsWith(".md")) writeFileSync(path, readFileSync(path, "utf8").replace(/\[([^\]]*)\]\([^)]*livrables\/[^)]*\)/g, "$1"));
  }
  /** @type {string[]} */
  const published = [];
  for (let number = 1; number <= count; number += 1) {
    const { slug, text, status, from, attachments } = deliverable(samples, pools, number, random, published);
    const folder = join(out, "content/livrables", slug);
    mkdirSync(folder);
    writeFileSync(join(folder, "index.md"), text);
    for (const name of attachments) cpSync(join(PROJECT, "content/livrables", from, name), join(folder, name));
    if (status === "valide") published.push(slug);
  }
}

if (resolve(process.argv[1] ?? "") === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { count: { type: "string" }, out: { type: "string" }, seed: { type: "string", default: "1" } } });
  const count = Number(values.count);
  if (!values.out || !(count > 0)) {
    console.error("node benches/make-library.mjs --count N --out DIR [--seed 1]");
    process.exit(2);
  }
  makeLibrary({ count, out: resolve(values.out), seed: Number(values.seed) });
  console.log(`${count} deliverables in ${values.out}`);
}
