// The reader on the golden index (written by src/search/tests.rs): what it finds, and what it makes of
// damaged files.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { deflateRawSync, gzipSync, inflateRawSync } from "node:zlib";
import { IndexError, fold, openIndex, parse, snippet, words } from "./modules.mjs";
import { SITE, serve } from "./site.mjs";
import { stopWords } from "./stop-words.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "../golden/search");
const base = new URL("recherche/", SITE);

/** @param {string} query @param {import("../../themes/capitole/scripts/search/engine.js").Options} [options] */
async function slugs(query, options) {
  serve(root);
  const index = await openIndex(base);
  return (await index.search(query, options)).results.map(({ slug }) => slug);
}

test("folding and splitting are those of the build", () => {
  assert.equal(fold("L’Évaluation d’Œuvres \ufb01nes"), "l’evaluation d’oeuvres fines");
  assert.deepEqual(words("L'été, qu’employeur aujourd’hui e-mail").map(({ form }) => form), ["ete", "employeur", "aujourd", "hui", "e", "mail"]);
  assert.deepEqual(parse("quelles sont les aides aux Apprentis", stopWords).words, [
    { form: "aides", typed: "aides", prefix: false }, { form: "apprentis", typed: "Apprentis", prefix: true },
  ]);
  assert.deepEqual(parse("« contrat de travail » -alternance éval ", stopWords), {
    words: [
      { form: "contrat", typed: "contrat", prefix: false, literal: true }, { form: "travail", typed: "travail", prefix: false, literal: true },
      { form: "eval", typed: "éval", prefix: false },
    ],
    phrases: [["contrat", "de", "travail"]], excluded: [{ form: "alternance", typed: "alternance", prefix: false }], excludedPhrases: [],
  });
  // A soft hyphen, as pages and PDFs have them.
  assert.deepEqual(parse('"de la" -"mise en pla\u00adce"', stopWords), { words: [], phrases: [["de", "la"]], excluded: [], excludedPhrases: [["mise", "en", "place"]] });
  assert.deepEqual(parse("e-learning", stopWords).words, [{ form: "elearning", typed: "e-learning", prefix: true, parts: ["e", "learning"] }]);
});

test("the endings are those of the build", async () => {
  const read = async (/** @type {string} */ path) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  const [rust, script] = await Promise.all([read("src/search/analysis/endings.rs"), read("themes/capitole/scripts/search-later/corrections.js")]);
  const strings = (/** @type {string | undefined} */ text = "") => [...text.matchAll(/"([^"]*)"/g)].map(([, one]) => one);
  const inflections = strings(/INFLECTIONS: [^=]*= &\[([^\]]*)\]/.exec(rust)?.[1]);
  assert.ok(inflections.length > 10);
  assert.deepEqual(strings(/INFLECTIONS = \[([^\]]*)\]/.exec(script)?.[1]), inflections);
  const derivations = strings(/DERIVATIONS: [^=]*= &\[([^\]]*)\]/.exec(rust)?.[1]);
  assert.equal(/DERIVATIONS = "([^"]*)"/.exec(script)?.[1], derivations.map((one) => one || "-").join(" "));
});

test("the stop words are those of the build", async () => {
  serve(root);
  const { manifest } = await openIndex(base);
  assert.deepEqual([...manifest.stopWords], [...stopWords]);
});

test("words of one family find each other", async () => {
  assert.deepEqual(await slugs("travail"), ["travaux-en-hauteur"]);
  assert.deepEqual(await slugs("bail "), ["baux"]);
  assert.equal((await slugs("œil "))[0], "journaux");
  assert.deepEqual(await slugs("compétent "), ["baux"]);
  assert.deepEqual(await slugs("e-learning"), ["travaux-en-hauteur"]);
  assert.deepEqual(await slugs("RNCP12345BC01"), ["travaux-en-hauteur"]);
  assert.deepEqual(await slugs("l’ECOLE inconnue"), []);
});

test("phrases, exclusions, archives, order", async () => {
  assert.deepEqual(await slugs('"contrat de professionnalisation"'), ["apprentissage-par-le-jeu"]);
  assert.deepEqual(await slugs('"professionnalisation contrat"'), []);
  assert.deepEqual(await slugs('"contrat d’accueil et la professionnalisation de"'), ["accueil-handicap"]);
  assert.deepEqual(await slugs('"écran partagé oui"'), ["classe-inversee"]);
  assert.deepEqual(await slugs('contrat -"le contrat"'), ["accueil-handicap"]);
  assert.ok(!(await slugs("évaluation -numérique")).includes("numerique"));
  assert.ok(!(await slugs("évaluation")).includes("ancienne-fiche"));
  assert.ok((await slugs("évaluation", { archives: true })).includes("ancienne-fiche"));
  assert.deepEqual((await slugs("", { sort: "date" }))[0], "numerique");
  assert.deepEqual((await slugs("", { sort: "titre" }))[0], "accueil-handicap");
  assert.equal((await slugs("", { limit: Infinity })).length, 7);
});

test("no document has all words: those with most of the rarest follow", async () => {
  serve(root);
  const index = await openIndex(base);
  const found = await index.search("journal hauteur");
  assert.ok(found.relaxed && found.total > 0);
  assert.equal((await index.search("journal")).relaxed, false);
});

test("unknown words are corrected, and it is said", async () => {
  serve(root);
  const index = await openIndex(base);
  for (const [typed, corrected] of [
    ["nuemrique ", "numérique "], ["xompétence", "compétences"], ["aprentissage ", "apprentissage "], ["nuemri", "numériques"],
    ["un contrat de profesionalisation ", "un contrat de professionnalisation "], ["apprentis-evaluaton ", "apprentis-évaluation "],
  ]) {
    const found = await index.search(typed);
    assert.equal(found.corrected, corrected);
    assert.ok(found.total > 0 && !found.relaxed && !found.missing.length, typed);
  }
  const { asTyped } = await index.search("un contrat de profesionalisation ");
  assert.equal(asTyped, 'un contrat de "profesionalisation" ');
  assert.equal((await index.search('"profesionalisation"')).total, 0);
  const { corrected, missing, total } = await index.search("Wxkqé l’a-wxqj apprentis ");
  assert.deepEqual([corrected, missing, total > 0], [null, ["Wxkqé", "a-wxqj"], true]);
});

test("filters, counts, snippets and suggestions", async () => {
  serve(root);
  const index = await openIndex(base);
  const found = await index.search("", { filters: { transition: ["oui"] }, facets: ["axe", "transition"] });
  assert.equal(found.total, 1);
  assert.deepEqual(found.facets, { axe: { a: 0, b: 0, c: 1 }, transition: { oui: 1 } });
  assert.equal((await index.search("", { filters: { axe: ["zut"] } })).total, 0);
  const [first] = (await index.search("professionnalisation signé ")).results;
  assert.match(first.snippet ?? "", /contrat de professionnalisation est signé/);
  const [start, end] = first.marks?.[0] ?? [0, 0];
  assert.equal(first.snippet?.slice(start, end), "professionnalisation");
  assert.equal(first.url, "http://site.invalid/livrables/apprentissage-par-le-jeu/");
  const { words: completions, titles } = await index.suggest("les appren");
  assert.ok(completions.some(({ text, count }) => text === "apprentis" && count === 7) && titles.length === 3, JSON.stringify(completions));
  const { words: beside } = await index.suggest("signé appren");
  assert.deepEqual(beside, [{ text: "signé apprentis", count: 1 }, { text: "signé apprentissage", count: 1 }]);
});

test("excerpts begin after what closes the sentence before, and say where a text is cut", () => {
  const of = (/** @type {string} */ text, goesOn = false) => snippet(text, (form) => (form === "poursuit" ? 0 : undefined), [], goesOn);
  const long = "Elle dit ensuite comment la formation se poursuit, semaine après semaine, jusqu’à la fin du parcours, avec son tuteur et toute l’équipe, sans rien changer.";
  for (const before of ["«\u00a0Je ne sais pas.\u00a0»", "(Un aparté.)", "(Un aparté.)\n", "[Rien !]", "“Un mot ?”"]) assert.equal(of(`${before} ${long}`)?.snippet, long);
  const said = `«\u202fEt alors\u202f?\u202f» demande celle qui poursuit ${"son chemin ".repeat(8)}seule.`;
  assert.equal(of(`Un début. ${said} Une fin.`)?.snippet, said.replace(/\s/g, " "));
  const cut = of(long.slice(0, 80), true);
  assert.equal(cut?.snippet, `${long.slice(0, 80).trim()} …`);
  assert.equal(cut?.snippet.slice(...(cut?.marks[0] ?? [])), "poursuit");
  assert.equal(of(`${long} ${long}`, true)?.snippet, long, "only what is cut");
});

test("a result says in which attachment the words stand that its page lacks", async () => {
  const asked = serve(root);
  const index = await openIndex(base);
  /** @param {string} query */
  const first = async (query) => (await index.search(query)).results[0].attachment;
  const pieces = () => asked.filter((path) => path.endsWith("-pieces.bin")).length;
  // The page has them: nothing more is read.
  assert.equal(await first("capsule inversée "), undefined);
  assert.equal(await first("travail "), undefined);
  assert.equal(pieces(), 0);
  assert.deepEqual(await first("téléphone "), {
    title: "Suivi des relances", file: "suivi/relances.csv", url: "http://site.invalid/livrables/classe-inversee/suivi/relances.csv",
  });
  assert.equal((await first("capsule télépho"))?.file, "suivi/relances.csv");
  assert.equal((await first("téléphone absence "))?.file, "memo.pdf");
  assert.equal((await first("e-mail "))?.file, "memo.pdf");
  assert.equal(pieces(), 1);
});

test("an attachment's words that are damaged or lost are an error, never a wrong name", async () => {
  /** @param {(bytes: Buffer) => Buffer | null} change */
  const answer = async (change) => {
    serve(root, (path, bytes) => (path.endsWith("-pieces.bin") ? change(Buffer.from(bytes)) : bytes));
    const index = await openIndex(base);
    return JSON.stringify((await index.search("téléphone ")).results[0].attachment);
  };
  const right = await answer((bytes) => bytes);
  await assert.rejects(answer(() => null), (error) => error instanceof IndexError && error.status === 404);
  const length = Buffer.from(await readFile(await piecesFile())).length;
  for (let at = 0; at < length; at += 5) {
    for (const damage of [(/** @type {Buffer} */ bytes) => { bytes[at] ^= 1 << (at % 8); return bytes; }, (/** @type {Buffer} */ bytes) => bytes.subarray(0, at)]) {
      try {
        assert.equal(await answer(damage), right);
      } catch (error) {
        if (!(error instanceof IndexError)) throw error;
      }
    }
  }
});

/** The only file of attachments' words. */
async function piecesFile() {
  const all = await readdir(join(root, "recherche/fragments"), { recursive: true });
  return join(root, "recherche/fragments", all.find((name) => name.endsWith("-pieces.bin")) ?? "");
}

test("while typing, nothing that fits disappears", async () => {
  serve(root);
  const index = await openIndex(base);
  const whole = (await index.search("évaluation", { limit: Infinity })).results.map(({ id }) => id);
  let last = Infinity;
  for (let length = 3; length <= "évaluation".length; length += 1) {
    const { total, results } = await index.search("évaluation".slice(0, length), { limit: Infinity });
    assert.ok(total <= last && whole.every((id) => results.some((result) => result.id === id)));
    last = total;
  }
});

test("a file is asked for once, and a signal stops the wait", async () => {
  const asked = serve(root);
  const index = await openIndex(base);
  await Promise.all([index.search("apprentis"), index.search("apprentis"), index.search("apprenti")]);
  assert.equal(new Set(asked).size, asked.length);
  const stop = new AbortController();
  stop.abort();
  await assert.rejects(index.search("formation", { signal: stop.signal }), { name: "AbortError" });
});

test("what nobody waits for any more is dropped, and a file that never comes is a failure", async () => {
  serve(root);
  const index = await openIndex(base, { patience: 60 });
  /** @type {AbortSignal[]} */
  const signals = [];
  const answer = globalThis.fetch;
  globalThis.fetch = (url, options) => new Promise((_, reject) => {
    const signal = options?.signal;
    if (!signal) return;
    signals.push(signal);
    signal.addEventListener("abort", () => reject(signal.reason));
  });
  const [one, two] = [new AbortController(), new AbortController()];
  const left = [index.search("travail", { signal: one.signal }), index.search("travail", { signal: two.signal })];
  for (const search of left) search.catch(() => {});
  one.abort();
  await assert.rejects(left[0], { name: "AbortError" });
  assert.ok(signals.length > 0 && signals.every(({ aborted }) => !aborted));
  two.abort();
  await assert.rejects(left[1], { name: "AbortError" });
  assert.ok(signals.every(({ aborted }) => aborted));
  await assert.rejects(index.search("travail"), (error) => error instanceof IndexError && error.reason === "reseau");
  await new Promise((done) => setTimeout(done, 80)); // the last of its files is given up a moment later
  globalThis.fetch = answer;
  assert.equal((await index.search("travail")).total, 1);
});

test("files that the host decoded are read as well", async () => {
  serve(root, (path, bytes) => (path.endsWith(".bin") ? inflateRawSync(bytes) : bytes));
  const index = await openIndex(base);
  assert.equal((await index.search("travail")).total, 1);
});

test("a lost file is a failure that can be tried again", async () => {
  let lost = true;
  serve(root, (path, bytes) => (lost && /s\d+\.bin$/.test(path) ? null : bytes));
  const index = await openIndex(base);
  await assert.rejects(index.search("travail"), (error) => error instanceof IndexError && error.reason === "reseau" && error.status === 404);
  lost = false;
  assert.equal((await index.search("travail")).total, 1);
});

const folder = (await readdir(join(root, "recherche"))).find((name) => name.startsWith("index-")) ?? "";

/** The answer to a query that reads every kind of file. @param {(path: string, bytes: Buffer) => Buffer} change */
async function answer(change) {
  serve(root, change);
  const index = await openIndex(base, { folder });
  const found = await index.search("apprenti", { sort: "titre" });
  const all = await index.search("apprenti", { limit: Infinity });
  const phrases = await index.search('"et la professionnalisation" -"de la"', { limit: Infinity });
  return JSON.stringify([found, all, phrases]);
}

test("a damaged file is an error or a right answer, never a wrong one, never a hang", async () => {
  const right = await answer((_, bytes) => bytes);
  const files = ["manifeste.bin", "s0000.bin", "titres.bin", "a0000.bin", "f-public.bin", "w0000.bin", "v0000.bin"].map((name) => `recherche/${folder}/${name}`);
  let errors = 0;
  /** @param {string} file @param {(bytes: Buffer) => Buffer} damage */
  const check = async (file, damage) => {
    try {
      assert.equal(await answer((path, bytes) => (path === file ? damage(Buffer.from(bytes)) : bytes)), right);
    } catch (error) {
      if (!(error instanceof IndexError)) throw error;
      errors += 1;
    }
  };
  for (const file of files) {
    const whole = await readFile(join(root, file));
    const plain = inflateRawSync(whole);
    const step = Math.max(1, Math.floor(whole.length / 60));
    for (let at = 0; at < whole.length; at += step) {
      await check(file, (bytes) => { bytes[at] ^= 1 << (at % 8); return bytes; });
      await check(file, (bytes) => bytes.subarray(0, at));
    }
    const half = Math.max(1, Math.floor(plain.length / 60));
    for (let at = 0; at < plain.length; at += half) {
      const altered = Buffer.from(plain);
      altered[at] ^= 0x40;
      await check(file, () => deflateRawSync(altered));
      await check(file, () => altered);
      await check(file, () => deflateRawSync(plain.subarray(0, at)));
    }
  }
  assert.ok(errors > 500, `${errors} errors`);
});

/** Files of the golden index that stand in for one another. */
const SWAPS = [["s0000.bin", "c00.bin"], ["f-public.bin", "f-niveau.bin"], ["titres.bin", "a0000.bin"], ["f-cout.bin", "f-public.bin"], ["w0000.bin", "v0000.bin"]];

test("a file in another's place is damaged", async () => {
  const right = await answer((_, bytes) => bytes);
  let errors = 0;
  for (const [one, other] of SWAPS) {
    const bytes = await readFile(join(root, `recherche/${folder}/${other}`));
    try {
      assert.equal(await answer((path, own) => (path.endsWith(`/${one}`) ? bytes : own)), right);
    } catch (error) {
      if (!(error instanceof IndexError)) throw error;
      errors += 1;
    }
  }
  const fragments = join(root, "recherche/fragments");
  const all = (await readdir(fragments, { recursive: true })).filter((name) => /\/\d+\.bin$/.test(name));
  const bytes = await readFile(join(fragments, all[0]));
  await assert.rejects(answer((path, own) => (/fragments\/.*\/\d+\.bin$/.test(path) && !path.endsWith(all[0]) ? bytes : own)), IndexError);
  assert.equal(errors, SWAPS.length);
});

test("a file that inflates without end is refused", async () => {
  await assert.rejects(answer((path, bytes) => (path.includes("/s0") ? deflateRawSync(Buffer.alloc(40 << 20)) : bytes)), IndexError);
});

test("the scripts of a search are 12 KB", { skip: !process.env.SCRIPTS }, async () => {
  const folder = join(process.env.SCRIPTS ?? "", "search");
  const names = (await readdir(folder)).filter((name) => name.endsWith(".js"));
  const sizes = await Promise.all(names.map(async (name) => gzipSync(await readFile(join(folder, name)), { level: 9 }).length));
  assert.ok(names.length > 3 && sizes.reduce((a, b) => a + b, 0) <= 12288, `${names} ${sizes}`);
});
