// An editor without a screen: speaks to `capitole lsp` over its standard input and output, and makes the edits that it
// answers, in its texts or on the disk.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-jsonrpc/node";
import { TextDocumentSyncKind } from "vscode-languageserver-protocol/node";

export const project = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const built = ["release", "debug"].map((kind) => join(project, "target", kind, "capitole"));
/** The program: that of the environment, else the last that was built. */
export const program = process.env.CAPITOLE ? resolve(process.env.CAPITOLE) : built.find((path) => existsSync(path)) ?? "";

/** Byte of a place told in units of UTF-16, which those of JavaScript are. @param {string} text @param {any} position */
export function at(text, { line, character }) {
  let start = 0;
  for (let number = 0; number < line; number += 1) start = text.indexOf("\n", start) + 1;
  return start + character;
}

/** The text after some edits, made as the protocol says: all on the text as it was. @param {string} text @param {any[]} edits */
export function edited(text, edits) {
  const sorted = [...edits].sort((a, b) => at(text, b.range.start) - at(text, a.range.start));
  return sorted.reduce((done, { range, newText }) => done.slice(0, at(text, range.start)) + newText + done.slice(at(text, range.end)), text);
}

/** What a snippet writes before its places are filled. @param {string} snippet */
export const plain = (snippet) => snippet.replace(/\$\{\d+\|([^,|]*)[^}]*\|\}/g, "$1").replace(/\$\{\d+:([^}]*)\}/g, "$1").replace(/\$\d+/g, "").replace(/\\\}/g, "}");

export class Editor {
  /** @param {string} library */
  constructor(library) {
    this.library = library;
    this.child = spawn(program, ["lsp"], { cwd: library, stdio: ["pipe", "pipe", "inherit"] });
    /** @type {Promise<number | null>} */
    this.status = new Promise((done) => this.child.on("exit", done));
    this.connection = createMessageConnection(new StreamMessageReader(this.child.stdout), new StreamMessageWriter(this.child.stdin));
    /** @type {Map<string, { text: string, version: number }>} */
    this.texts = new Map();
    /** @type {Map<string, any>} */
    this.published = new Map();
    /** @type {string[]} */
    this.watched = [];
    this.waiting = () => {};
    this.connection.onNotification("textDocument/publishDiagnostics", (told) => {
      this.published.set(told.uri, told);
      this.waiting();
    });
    this.connection.onRequest("client/registerCapability", ({ registrations }) => {
      this.watched.push(...registrations.map((/** @type {any} */ one) => one.method));
      return null;
    });
    this.connection.listen();
  }

  /** @param {string} path */
  uri(path) {
    return pathToFileURL(join(this.library, path)).href;
  }

  /** Begins the session. @param {any} [more] */
  async begin(more = {}) {
    const capabilities = {
      general: { positionEncodings: ["utf-16"] },
      textDocument: {
        completion: { completionItem: { snippetSupport: true } },
        publishDiagnostics: { relatedInformation: true },
        documentSymbol: { hierarchicalDocumentSymbolSupport: true },
      },
      workspace: {
        workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] },
        didChangeWatchedFiles: { dynamicRegistration: true },
      },
      ...more,
    };
    const told = await this.connection.sendRequest("initialize", { processId: process.pid, rootUri: this.uri(""), capabilities });
    await this.connection.sendNotification("initialized", {});
    return /** @type {any} */ (told);
  }

  /** Opens a file, with its own text or another. @param {string} path @param {string} [text] */
  async open(path, text) {
    const shown = text ?? (await readFile(join(this.library, path), "utf8"));
    this.texts.set(path, { text: shown, version: 1 });
    const textDocument = { uri: this.uri(path), languageId: "markdown", version: 1, text: shown };
    await this.connection.sendNotification("textDocument/didOpen", { textDocument });
  }

  /** @param {string} path */
  text(path) {
    const found = this.texts.get(path);
    if (!found) throw new Error(`${path} is not open`);
    return found;
  }

  /** Replaces a range. @param {string} path @param {any} range @param {string} text */
  async replace(path, range, text) {
    const document = this.text(path);
    document.text = edited(document.text, [{ range, newText: text }]);
    document.version += 1;
    await this.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri: this.uri(path), version: document.version },
      contentChanges: [{ range, text }],
    });
  }

  /** Types character by character behind a place. @param {string} path @param {any} position @param {string} text */
  async type(path, position, text) {
    let { line, character } = position;
    for (const letter of text) {
      await this.replace(path, { start: { line, character }, end: { line, character } }, letter);
      [line, character] = letter === "\n" ? [line + 1, 0] : [line, character + letter.length];
    }
    return { line, character };
  }

  /** The place right behind some words. @param {string} path @param {string} words */
  behind(path, words) {
    const { text } = this.text(path);
    const found = text.indexOf(words);
    if (found < 0) throw new Error(`« ${words} » is not in ${path}`);
    const before = text.slice(0, found + words.length);
    return { line: before.split("\n").length - 1, character: before.length - (before.lastIndexOf("\n") + 1) };
  }

  /** Problems of a file, once they are those of its present text and fit. @param {string} path @param {(problems: any[]) => boolean} fits */
  async problems(path, fits) {
    const uri = this.uri(path);
    const end = Date.now() + 20_000;
    for (;;) {
      const told = this.published.get(uri);
      const version = this.texts.get(path)?.version;
      if (told && (version === undefined || told.version === version) && fits(told.diagnostics)) return told.diagnostics;
      if (Date.now() > end) throw new Error(`the problems of ${path} do not come: ${JSON.stringify(told)}`);
      await new Promise((done) => {
        this.waiting = () => done(undefined);
        setTimeout(done, 200);
      });
    }
  }

  /** Asks something of a place. @param {string} what @param {string} path @param {any} position @param {any} [more] */
  async ask(what, path, position, more = {}) {
    const params = { textDocument: { uri: this.uri(path) }, position, ...more };
    return /** @type {any} */ (await this.connection.sendRequest(`textDocument/${what}`, params));
  }

  /** Chooses a completion by its label. @param {string} path @param {any} position @param {string} label */
  async complete(path, position, label) {
    const { items } = await this.ask("completion", path, position);
    const chosen = items.find((/** @type {any} */ item) => item.label === label);
    if (!chosen) throw new Error(`no completion « ${label} » among ${items.map((/** @type {any} */ item) => item.label).join(", ")}`);
    await this.replace(path, chosen.textEdit.range, plain(chosen.textEdit.newText));
    return chosen;
  }

  /** Makes an edit of the workspace on the disk, in its order. @param {any} edit */
  async apply(edit) {
    for (const change of edit.documentChanges) {
      if (change.kind === "rename") {
        await rename(fileURLToPath(change.oldUri), fileURLToPath(change.newUri));
      } else {
        const file = fileURLToPath(change.textDocument.uri);
        await writeFile(file, edited(await readFile(file, "utf8"), change.edits));
      }
    }
  }

  /** Shuts the session down; gives the exit status. */
  async leave() {
    await this.connection.sendRequest("shutdown");
    await this.connection.sendNotification("exit");
    const status = await this.status;
    this.connection.dispose();
    return status;
  }
}

export { TextDocumentSyncKind };
