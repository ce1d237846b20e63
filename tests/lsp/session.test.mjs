// A session of an editor on a copy of a small library: what a prestataire does in a morning.

import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { Editor, TextDocumentSyncKind, edited, program, project } from "./editor.mjs";

const TEXT = "content/livrables/temoin/index.md";
/** @type {string[]} */
const folders = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function library() {
  const folder = await mkdtemp(join(tmpdir(), "capitole-lsp-"));
  folders.push(folder);
  await cp(join(project, "tests/cases/base"), folder, { recursive: true });
  return folder;
}

/** @param {string} folder */
const check = (folder) => spawnSync(program, ["check", "--strict"], { cwd: folder, encoding: "utf8" });

/** @param {any[]} problems */
const none = (problems) => problems.length === 0;

test("a fault is shown while it is typed, explained, and mended", async () => {
  const editor = new Editor(await library());
  const { capabilities } = await editor.begin();
  assert.equal(capabilities.positionEncoding, "utf-16");
  assert.equal(capabilities.textDocumentSync.change, TextDocumentSyncKind.Incremental);
  await editor.open(TEXT);
  // An emoji counts for two units of the column.
  const behind = editor.behind(TEXT, "titre: Fiche témoin");
  await editor.type(TEXT, behind, " 🎓 d’été\nversion: 1.10");
  const [problem] = await editor.problems(TEXT, (problems) => problems.length === 1);
  assert.equal(problem.code, "front-matter/version-nombre");
  assert.equal(problem.severity, 1);
  assert.deepEqual(problem.range, { start: { line: 2, character: 9 }, end: { line: 2, character: 13 } });
  assert.match(problem.message, /\naide : /);
  assert.ok(editor.watched.includes("workspace/didChangeWatchedFiles"));

  const hover = await editor.ask("hover", TEXT, { line: 2, character: 10 });
  assert.match(hover.contents.value, /front-matter\/version-nombre/);

  const context = { diagnostics: [problem], only: ["quickfix"] };
  const [fix] = await editor.ask("codeAction", TEXT, undefined, { range: problem.range, context });
  const edits = fix.edit.changes[editor.uri(TEXT)];
  assert.match(edited(editor.text(TEXT).text, edits), /^version: "1\.10"$/m);
  const all = await editor.ask("codeAction", TEXT, undefined, {
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    context: { diagnostics: [], only: ["source.fixAll"] },
  });
  assert.deepEqual(all.map((/** @type {any} */ one) => one.kind), ["source.fixAll.capitole"]);
  for (const edit of edits) await editor.replace(TEXT, edit.range, edit.newText);
  await editor.problems(TEXT, none);

  // Behind the emoji of the same line, and in the body.
  await editor.type(TEXT, editor.behind(TEXT, "Un texte."), " 🎓 [é](../absente/index.md)");
  const [link] = await editor.problems(TEXT, (problems) => problems.length === 1);
  const line = editor.text(TEXT).text.split("\n")[link.range.start.line];
  assert.equal(line.slice(link.range.start.character, link.range.end.character), "../absente/index.md");
  assert.equal(await editor.leave(), 0);
});

test("keys, terms, slugs, files, links and headings are completed", async () => {
  const editor = new Editor(await library());
  await editor.begin();
  await editor.open(TEXT);
  await editor.problems(TEXT, none);
  const labels = async (/** @type {any} */ position) =>
    (await editor.ask("completion", TEXT, position))?.items.map((/** @type {any} */ item) => item.label) ?? [];

  // Keys that are missing at this level, in the order of the guide, and no section of another type.
  let place = await editor.type(TEXT, editor.behind(TEXT, "exemple: true"), "\n");
  const keys = await labels(place);
  assert.deepEqual(keys.slice(0, 4), ["sous_themes", "date_mise_a_jour", "version", "secteurs"]);
  assert.ok(!keys.includes("titre") && !keys.includes("outil"));
  place = await editor.type(TEXT, place, "voir");
  const chosen = await editor.complete(TEXT, place, "voir_aussi");
  assert.match(chosen.documentation.value, /D’autres fiches à lire/);
  await editor.complete(TEXT, editor.behind(TEXT, "voir_aussi: ["), "ancienne");
  assert.match(editor.text(TEXT).text, /^voir_aussi: \[ancienne\]$/m);

  // Names without accents find ids, in quotes where YAML would read a number.
  const department = editor.behind(TEXT, 'site_reference: { commune: Albi, departement: ');
  await editor.replace(TEXT, { start: department, end: { ...department, character: department.character + 4 } }, "arieg");
  await editor.complete(TEXT, { ...department, character: department.character + 5 }, "Ariège");
  assert.match(editor.text(TEXT).text, /site_reference: \{ commune: Albi, departement: "09" \}/);
  await editor.type(TEXT, editor.behind(TEXT, "publics: [apprentis"), ", salar");
  await editor.complete(TEXT, editor.behind(TEXT, ", salar"), "Salariés");
  assert.match(editor.text(TEXT).text, /publics: \[apprentis, salaries\]/);

  // Attachments.
  const file = editor.behind(TEXT, "fichier: ");
  await editor.replace(TEXT, { start: file, end: { ...file, character: file.character + 10 } }, "gri");
  await editor.complete(TEXT, { ...file, character: file.character + 3 }, "grille.csv");

  // Links of the body: texts, files, headings.
  place = await editor.type(TEXT, editor.behind(TEXT, "Un texte."), " [x](../anc");
  await editor.complete(TEXT, place, "../ancienne/index.md");
  place = await editor.type(TEXT, editor.behind(TEXT, "](../ancienne/index.md"), "#");
  await editor.complete(TEXT, place, "Contexte");
  await editor.type(TEXT, editor.behind(TEXT, "index.md#contexte"), ") [y](#dem");
  await editor.complete(TEXT, editor.behind(TEXT, "(#dem"), "Démarche");
  await editor.type(TEXT, editor.behind(TEXT, "(#demarche"), ")\n");
  await editor.problems(TEXT, none);

  // A group opens with what it cannot do without.
  place = await editor.type(TEXT, editor.behind(TEXT, "  ce_qui_na_pas_marche: [Les séances trop longues]"), "\n  cout");
  const cost = (await editor.ask("completion", TEXT, place)).items[0];
  assert.equal(cost.textEdit.newText, "cout:\n  niveau: $1");
  assert.equal(await editor.leave(), 0);
});

test("what is named is shown, found and renamed", async () => {
  const folder = await library();
  const ancienne = join(folder, "content/livrables/ancienne/index.md");
  await writeFile(ancienne, (await readFile(ancienne, "utf8")).replace("Un texte.", "Un texte de [la suite](../temoin/index.md#demarche \"🎓\"), [sa grille](../temoin/grille.csv) et [encore][t].\n\n[t]: ../temoin/index.md").replaceAll("\n", "\r\n"));
  const editor = new Editor(folder);
  await editor.begin();
  await editor.open("content/reprises/temoin-albi.md");
  await editor.open(TEXT);
  await editor.open("content/livrables/ancienne/index.md");
  const reuse = "content/reprises/temoin-albi.md";

  const slug = editor.behind(reuse, "livrable: tem");
  assert.match((await editor.ask("hover", reuse, slug)).contents.value, /Fiche témoin.*Un résumé d’essai/s);
  assert.equal((await editor.ask("definition", reuse, slug)).uri, editor.uri(TEXT));
  assert.match((await editor.ask("hover", TEXT, editor.behind(TEXT, "axe"))).contents.value, /axes.*obligatoire.*`a` : Axe a/s);
  const site = (await readFile(join(folder, "site.toml"), "utf8")).split("\n");
  const term = await editor.ask("definition", TEXT, editor.behind(TEXT, "prestataire: mas"));
  assert.equal(site[term.range.start.line], "[prestataires.maskott]");
  const grille = await editor.ask("definition", TEXT, editor.behind(TEXT, "fichier: gri"));
  assert.equal(grille.uri, editor.uri("content/livrables/temoin/grille.csv"));
  const old = "content/livrables/ancienne/index.md";
  const heading = await editor.ask("definition", old, editor.behind(old, "](../tem"));
  assert.equal(editor.text(TEXT).text.split("\n")[heading.range.start.line], "## Démarche");
  const symbols = await editor.ask("documentSymbol", TEXT, undefined);
  assert.deepEqual(symbols.map((/** @type {any} */ one) => one.name), ["Démarche"]);

  await assert.rejects(editor.ask("prepareRename", TEXT, editor.behind(TEXT, "Un te")), /pas le nom d’une fiche/);
  const asked = await editor.ask("prepareRename", reuse, slug);
  assert.equal(asked.placeholder, "temoin");
  await assert.rejects(editor.ask("rename", reuse, slug, { newName: "Été 2024" }), /« ete-2024 »/);
  await assert.rejects(editor.ask("rename", reuse, slug, { newName: "ancienne" }), /déjà pris/);
  const edit = await editor.ask("rename", reuse, slug, { newName: "nouveau-nom" });
  await editor.apply(edit);
  const moved = await readFile(join(folder, "content/livrables/nouveau-nom/index.md"), "utf8");
  assert.match(moved, /^alias: \[livrables\/temoin\]$/m);
  const others = (await readFile(ancienne, "utf8"));
  assert.match(others, /\(\.\.\/nouveau-nom\/index\.md#demarche "🎓"\), \[sa grille\]\(\.\.\/nouveau-nom\/grille\.csv\).*\[t\]: \.\.\/nouveau-nom\/index\.md/s);
  assert.equal(others.split("\r\n").length, others.split("\n").length, "line ends stay");
  assert.match(await readFile(join(folder, reuse), "utf8"), /^livrable: nouveau-nom$/m);
  const { status, stderr } = check(folder);
  assert.equal(status, 0, stderr);

  for (const path of [reuse, TEXT, old]) await editor.connection.sendNotification("textDocument/didClose", { textDocument: { uri: editor.uri(path) } });
  assert.equal(await editor.leave(), 0);
});

test("an editor that cannot rename folders is told so", async () => {
  const editor = new Editor(await library());
  await editor.begin({ workspace: {} });
  await editor.open(TEXT);
  const own = await editor.ask("prepareRename", TEXT, editor.behind(TEXT, "titre: Fi"));
  assert.equal(own.placeholder, "temoin");
  await assert.rejects(editor.ask("rename", TEXT, editor.behind(TEXT, "titre: Fi"), { newName: "autre" }), /ne permet pas/);
  assert.equal(await editor.leave(), 0);
});

test("a message that is none is answered, and the session goes on", async () => {
  const child = spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  let out = "";
  child.stdout.on("data", (data) => (out += data));
  const send = (/** @type {string} */ body) => child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  send("{ ceci n’est pas du JSON");
  send('{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}');
  send('{"jsonrpc":"2.0","id":2,"method":"shutdown"}');
  send('{"jsonrpc":"2.0","method":"exit"}');
  assert.equal(await new Promise((done) => child.on("exit", done)), 0);
  assert.match(out, /"code":-32700/);
  assert.match(out, /"id":1,"result":\{"capabilities"/);
  assert.match(out, /"id":2,"result":null/);
});

test("an editor that leaves without a word ends the program", async () => {
  const child = spawn(program, ["lsp"], { stdio: ["pipe", "ignore", "inherit"] });
  child.stdin.end();
  assert.equal(await new Promise((done) => child.on("exit", done)), 1);
});

test("a message that says to be longer than any text ends the session, and is not waited for", () => {
  const done = spawnSync(program, ["lsp"], { input: "Content-Length: 99999999999999\r\n\r\n{", timeout: 10_000 });
  assert.deepEqual([done.signal, done.status], [null, 1]);
});
