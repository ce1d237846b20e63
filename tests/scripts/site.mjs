// Serves a folder to `fetch`, without a network.

import { readFile } from "node:fs/promises";
import { join, normalize } from "node:path";

export const SITE = "http://site.invalid/";

/**
 * Replaces `fetch` by one that reads below `root`.
 * @param {string} root
 * @param {(path: string, bytes: Buffer) => Buffer | null} [change] alters an answer; null makes it a 404
 * @returns {string[]} the paths asked for
 */
export function serve(root, change = (_, bytes) => bytes) {
  /** @type {string[]} */
  const asked = [];
  globalThis.fetch = async (url) => {
    const path = normalize(decodeURIComponent(new URL(String(url)).pathname)).slice(1);
    asked.push(path);
    const bytes = await readFile(join(root, path)).catch(() => null);
    const changed = bytes && change(path, bytes);
    return changed ? new Response(new Uint8Array(changed)) : new Response("", { status: 404 });
  };
  return asked;
}
