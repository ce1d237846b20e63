// Reads the files of the index: src/search/format describes them byte by byte.

const VERSION = 5;
const LARGEST = 1 << 24;

/** Why a search failed: `reseau` (a file did not come) or `format` (it is damaged, or of another version). */
export class IndexError extends Error {
  /**
   * @param {string} message
   * @param {"reseau" | "format"} cause
   * @param {number} [status] of the answer, where there was one
   */
  constructor(message, cause, status) {
    super(message);
    this.name = "IndexError";
    /** @type {"reseau" | "format"} */
    this.reason = cause;
    this.status = status;
  }
}

/** @param {string} [what] @returns {never} */
export function damaged(what = "contenu") {
  throw new IndexError(`index endommagé : ${what}`, "format");
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k += 1) n = n & 1 ? (n >>> 1) ^ 0xedb88320 : n >>> 1;
  return n >>> 0;
});

/** @param {Uint8Array[]} parts */
export function crc32(...parts) {
  let crc = -1;
  for (const bytes of parts) for (const byte of bytes) crc = (crc >>> 8) ^ CRC[(crc ^ byte) & 255];
  return ~crc >>> 0;
}

/** @param {Uint8Array} bytes */
const isSigned = (bytes) => bytes[0] === 0xc7 && bytes[1] === 0x70;

/**
 * Undoes raw DEFLATE, up to a size that no file of an index has.
 * @param {Uint8Array} bytes
 */
async function inflate(bytes) {
  const stream = new Blob([/** @type {BlobPart} */ (bytes)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  const reader = stream.getReader();
  /** @type {Uint8Array[]} */
  const chunks = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      size += value.length;
      if (size > LARGEST) break;
      chunks.push(value);
    }
  } catch {
    damaged("compression");
  }
  if (size > LARGEST) {
    await reader.cancel().catch(() => {});
    damaged("taille");
  }
  return new Uint8Array(await new Blob(/** @type {BlobPart[]} */ (chunks)).arrayBuffer());
}

/** Reads a payload from its beginning to its end; every step is checked. */
export class Cursor {
  /** @param {Uint8Array} bytes */
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  byte() {
    if (this.at >= this.bytes.length) damaged();
    return this.bytes[this.at++];
  }

  varint() {
    let value = 0;
    for (let scale = 1; scale < 2 ** 35; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    return damaged();
  }

  count() { // of things that take a byte each at least
    const count = this.varint();
    if (count > this.bytes.length) damaged();
    return count;
  }

  /** @param {number} length */
  take(length) {
    if (length > this.bytes.length - this.at) damaged();
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  text() {
    return decoder.decode(this.take(this.varint()));
  }

  /** @param {number} count */
  forms(count) {
    const shared = this.take(count);
    const lengths = this.take(count);
    const forms = [];
    let last = new Uint8Array(0);
    for (let i = 0; i < count; i += 1) {
      if (shared[i] > last.length) damaged();
      const form = new Uint8Array(shared[i] + lengths[i]);
      form.set(last.subarray(0, shared[i]));
      form.set(this.take(lengths[i]), shared[i]);
      forms.push(decoder.decode(form));
      last = form;
    }
    return forms;
  }

  /**
   * @param {number} newest number of groups named so far
   * @param {number} most
   * @returns {number[]}
   */
  refs(newest, most) {
    const refs = [];
    for (;;) {
      const ref = this.varint();
      const back = Math.floor(ref / 2);
      const group = back ? newest - back : newest++;
      if (group < 0 || group >= most) damaged();
      refs.push(group);
      if (ref % 2 === 0) return refs;
    }
  }

  /**
   * @param {number} count
   * @param {number} documents
   */
  postings(count, documents) {
    if (count > documents) damaged();
    const out = new Uint32Array(count);
    let next = 0;
    for (let i = 0; i < count; i += 1) {
      out[i] = next + this.varint();
      if (out[i] >= documents) damaged();
      next = out[i] + 1;
    }
    return out;
  }

  end() {
    if (this.at !== this.bytes.length) damaged();
  }
}

const decoder = new TextDecoder("utf-8");

/**
 * The bytes of an address.
 * @param {URL} url
 * @param {RequestInit} options
 */
async function get(url, options) {
  /** @param {number} [status] */
  const lost = (status) => new IndexError(url.pathname, "reseau", status);
  const answer = await fetch(url, options).catch(() => undefined);
  if (answer && !answer.ok) throw lost(answer.status);
  const bytes = await answer?.arrayBuffer().catch(() => undefined);
  if (bytes) return new Uint8Array(bytes);
  const { reason } = options.signal ?? {};
  throw reason instanceof IndexError || reason?.name === "AbortError" ? reason : lost();
}

/**
 * @typedef {{
 *   attachments: typeof import("../search-later/attachments.js"), corrections: typeof import("../search-later/corrections.js"),
 *   extras: typeof import("../search-later/extras.js"), filters: typeof import("../search-later/filters.js"),
 *   phrases: typeof import("../search-later/phrases.js"),
 *   suggestions: typeof import("../search-later/suggestions.js"),
 * }} Later
 */

/** How often each script did not come. @type {Record<string, number>} */
const misses = {};

/**
 * Loads what only some searches need. Browsers may remember that a script did not come: it is then asked for under
 * another name.
 * @template {keyof Later} Name
 * @param {Name} name
 * @returns {Promise<Later[Name]>}
 */
export async function later(name) {
  try {
    return await import(`../search-later/${name}.js${misses[name] ? `?${misses[name]}` : ""}`);
  } catch (error) {
    misses[name] = (misses[name] ?? 0) + 1;
    throw error;
  }
}

/**
 * Fetches a file and gives its payload.
 * @param {URL} url
 * @param {string} kind the letter of its kind
 * @param {AbortSignal} [signal]
 * @returns {Promise<Cursor>}
 */
export async function read(url, kind, signal) {
  return open(await get(url, { signal }), kind, /([^/]*)\.bin$/.exec(url.pathname)?.[1]);
}

/**
 * The payload of a file's bytes.
 * @param {Uint8Array} sealed
 * @param {string} kind
 * @param {string} [name] of the file, without `.bin`: one in another's place is damaged
 */
export async function open(sealed, kind, name) {
  // A host may have decoded it on the way.
  const bytes = isSigned(sealed) ? sealed : await inflate(sealed);
  if (bytes.length < 8 || !isSigned(bytes)) damaged("signature");
  if (bytes[2] !== VERSION) damaged(`version ${bytes[2]}`);
  if (bytes[3] !== kind.charCodeAt(0)) damaged();
  const payload = bytes.subarray(8);
  if (crc32(new TextEncoder().encode(name), payload) !== new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true)) damaged("contrôle");
  return new Cursor(payload);
}

/**
 * A stem group: its documents, ascending, and the impact of each; `display`, its commonest form as written, is empty when
 * that is its first one, a space when no text has it.
 * @typedef {{ key: string, documents: Uint32Array, impacts: Uint8Array, unit: number, display: string, forms: string[] }} Group
 * @typedef {{ forms: string[], groupsOf: number[][], groups: Group[] }} Shard
 * @typedef {{ values: string[], sets: number[][], column: Uint32Array }} Facet
 * @typedef {{ form: string, hasShort: boolean, isExtended: boolean, lists: number[] }} Common
 * @typedef {{ group: Group, words: { text: string, count: number }[] }} Completions
 */

/** @param {number} scale the score of impact 1 */
const unit = (scale) => 2 ** ((scale - 128) / 16) / 255;

/**
 * @param {Cursor} cursor
 * @param {number} number of the shard
 * @param {number} documents
 * @returns {Shard}
 */
export function readShard(cursor, number, documents) {
  const formCount = cursor.count();
  const groupCount = cursor.count();
  const forms = cursor.forms(formCount);
  const groupsOf = [];
  let newest = 0;
  for (let i = 0; i < formCount; i += 1) {
    const refs = cursor.refs(newest, groupCount);
    for (const ref of refs) newest = Math.max(newest, ref + 1);
    groupsOf.push(refs);
  }
  const flags = cursor.take(groupCount);
  const keys = Array.from(flags, (flag, i) => (flag & 1 ? `g${cursor.varint()}` : `s${number}.${i}`));
  const frequencies = Array.from(flags, () => cursor.count());
  const scales = cursor.take(groupCount);
  const displays = Array.from(flags, (flag) => (flag & 2 ? cursor.text() : ""));
  const postings = frequencies.map((frequency) => cursor.postings(frequency, documents));
  const one = Uint8Array.of(255);
  const groups = keys.map((key, i) => ({
    key, documents: postings[i], impacts: frequencies[i] > 1 ? cursor.take(frequencies[i]) : one,
    unit: unit(scales[i]), display: displays[i], forms: /** @type {string[]} */ ([]),
  }));
  cursor.end();
  groupsOf.forEach((refs, i) => refs.forEach((ref) => groups[ref].forms.push(forms[i])));
  return { forms, groupsOf, groups };
}

/**
 * @param {Cursor} cursor
 * @param {number} number of the list
 * @param {number} documents
 * @returns {Group}
 */
export function readLongList(cursor, number, documents) {
  const count = cursor.count();
  const scale = cursor.byte();
  const postings = cursor.postings(count, documents);
  const impacts = cursor.take(count);
  cursor.end();
  return { key: `l${number}`, documents: postings, impacts, unit: unit(scale), display: "", forms: [] };
}

/**
 * @param {Cursor} cursor
 * @param {number} documents
 * @returns {Completions}
 */
export function readCompletions(cursor, documents) {
  const words = Array.from({ length: cursor.count() }, () => ({ text: cursor.text(), count: cursor.varint() }));
  return { words, group: readLongList(cursor, -1, documents) };
}

/** Forms proposed for an unknown word, and how frequent each is. @param {Cursor} cursor */
export function readCorrections(cursor) {
  const spellings = cursor.forms(cursor.count());
  const frequencies = cursor.take(spellings.length);
  cursor.end();
  return spellings.map((spelling, i) => ({ spelling, frequency: frequencies[i] }));
}

/**
 * @param {Cursor} cursor
 * @param {number} documents
 * @returns {Map<string, Facet>}
 */
export function readFacets(cursor, documents) {
  if (cursor.varint() !== documents) damaged();
  const facets = new Map();
  for (let n = cursor.count(); n > 0; n -= 1) {
    const id = cursor.text();
    const values = Array.from({ length: cursor.count() }, () => cursor.text());
    const sets = Array.from({ length: cursor.count() }, () => Array.from({ length: cursor.count() }, () => cursor.varint()));
    if (sets.some((set) => set.some((value) => value >= values.length))) damaged();
    const perWord = cursor.byte();
    const width = cursor.byte();
    if (perWord < 1 || width < 1 || width > 6) damaged();
    const column = new Uint32Array(documents);
    for (let i = 0; i < documents; i += perWord) {
      let word = 0;
      cursor.take(width).forEach((byte, at) => { word += byte * 256 ** at; });
      for (let k = i; k < Math.min(i + perWord, documents); k += 1) {
        column[k] = word % sets.length;
        word = Math.floor(word / sets.length);
      }
    }
    if (column.some((set) => !(set < sets.length))) damaged();
    facets.set(id, { values, sets, column });
  }
  cursor.end();
  return facets;
}

/** @param {Cursor} cursor */
export function readManifest(cursor) {
  const documents = cursor.varint();
  if (documents > LARGEST) damaged();
  const archived = cursor.postings(cursor.count(), documents);
  const chunk = cursor.varint();
  const hashes = Array.from({ length: chunk ? Math.ceil(documents / chunk) : damaged() }, () =>
    Array.from(cursor.take(4), (byte) => byte.toString(16).padStart(2, "0")).join(""));
  const perAddressFile = cursor.varint() || damaged();
  const shards = cursor.forms(cursor.count());
  const listCount = cursor.count();
  const commonCount = cursor.count();
  const commonForms = cursor.forms(commonCount);
  const flags = cursor.take(commonCount);
  let newest = 0;
  const lists = Array.from(flags, () => {
    const refs = cursor.refs(newest, listCount);
    for (const ref of refs) newest = Math.max(newest, ref + 1);
    return refs;
  });
  /** @type {Common[]} */
  const common = commonForms.map((form, i) => ({
    form, hasShort: (flags[i] & 1) > 0, isExtended: (flags[i] & 2) > 0, lists: lists[i],
  }));
  const displays = Array.from({ length: listCount }, () => cursor.text());
  const prefixes = new Map(cursor.forms(cursor.count()).map((prefix, number) => [prefix, number]));
  const corrections = { first: cursor.varint() || damaged(), middle: cursor.varint() };
  const pairs = { words: cursor.varint() || damaged(), stops: cursor.varint() || damaged() };
  const stopWords = new Set(cursor.forms(cursor.count()));
  /** @type {Map<string, string>} */
  const facetFiles = new Map();
  for (let n = cursor.count(); n > 0; n -= 1) facetFiles.set(cursor.text(), cursor.text());
  const facets = readFacets(cursor, documents);
  return { documents, archived, chunk, hashes, perAddressFile, shards, common, displays, prefixes, corrections, pairs, stopWords, facetFiles, facets };
}

/** @typedef {ReturnType<typeof readManifest>} Manifest */

const KINDS = ["referentiel", "outil-numerique", "modele-pedagogique"];

/** @param {Cursor} cursor */
export function readFragment(cursor) {
  const flags = cursor.byte();
  const type = KINDS[cursor.byte()] ?? damaged();
  const axes = Array.from(cursor.take(cursor.varint()), (axis) => "abc"[axis] ?? damaged());
  const [year, month, day] = [cursor.varint(), cursor.byte(), cursor.byte()];
  const [slug, title, departements, prestataire, summary, text] = Array.from({ length: 6 }, () => cursor.text());
  const goesOn = cursor.byte() > 0;
  const own = flags & 32 ? cursor.text() : "";
  cursor.end();
  const two = (/** @type {number} */ n) => String(n).padStart(2, "0");
  return {
    type, axes, date: `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`, slug, title, prestataire, summary, text, goesOn,
    departements: departements ? departements.split(",") : [],
    exemple: (flags & 1) > 0, archive: (flags & 2) > 0, adapter: (flags & 4) > 0, vendre: (flags & 8) > 0,
    own,
  };
}

/** @typedef {ReturnType<typeof readFragment>} Fragment */

/** The name of the current index's folder. @param {URL} root @param {AbortSignal} signal */
export async function currentFolder(root, signal) {
  const bytes = await get(new URL("index.json", root), { cache: "no-cache", signal });
  return /"(index-[0-9a-f]{12})"/.exec(decoder.decode(bytes))?.[1] ?? damaged("index.json");
}

/** From where UTF-16 orders characters otherwise than UTF-8. */
const SURROGATES = /[\ud800-\uffff]/;

/** @param {string} text */
const utf8 = (text) => String.fromCharCode(...new TextEncoder().encode(text));

/** The order of the dictionary: as UTF-8 sorts. @param {string} a @param {string} b */
export const isAbove = (a, b) => (SURROGATES.test(a + b) ? utf8(a) > utf8(b) : a > b);
