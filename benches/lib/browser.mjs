// A host for a built site, and what a page asks of it, as the browser itself counts.

import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve, sep } from "node:path";
import { gzipSync } from "node:zlib";

export { launch } from "../../tests/browser/site.mjs";

/** Milliseconds between a question and the first byte of its answer: long beside what a page computes. */
const DELAY = 50;
/** Milliseconds without a request after which a page has all that it wants. */
const QUIET = 250;
const PATIENCE = 60_000;

/** Files that hold a program rather than data. */
const CODE = /\.js$|\.wasm$|\/wasm\.[^/]+$/;

/** @type {Record<string, string>} */
const TEXTS = {
  ".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css", ".json": "application/json", ".svg": "image/svg+xml",
};

/**
 * Serves a folder on the loopback as a usual host does: texts gzipped, everything else as it is, all of it to be kept.
 * @param {string} folder
 * @param {{ delay?: number, policy?: string }} [options] `policy`: a Content-Security-Policy
 */
export async function host(folder, { delay = DELAY, policy = "default-src 'self'" } = {}) {
  const root = resolve(folder);
  /** @type {Map<string, Buffer>} */
  const zipped = new Map();
  const server = createServer(async (request, response) => {
    await new Promise((done) => setTimeout(done, delay));
    try {
      let path = normalize(join(root, decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname)));
      if (path !== root && !path.startsWith(root + sep)) throw new Error("outside");
      if ((await stat(path)).isDirectory()) path = join(path, "index.html");
      const type = TEXTS[extname(path)];
      let body = type ? zipped.get(path) : await readFile(path);
      if (!body) zipped.set(path, body = gzipSync(await readFile(path), { level: 9 }));
      response.writeHead(200, {
        "content-type": type ?? "application/octet-stream", "content-length": body.length, "cache-control": "max-age=3600",
        "content-security-policy": policy, ...(type && { "content-encoding": "gzip" }),
      }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => { server.close(); server.closeAllConnections(); } };
}

/** @typedef {{ url: string, type: string, start: number, end: number, bytes: number, kept: boolean }} Exchange */
/** @typedef {{ bytes: number, requests: number, trips: number, scripts: number }} Cost `scripts`: bytes of those that are code */

/** Everything that a page and its workers ask for, from the moment on that it is watched. */
class Watch {
  constructor() {
    /** @type {Map<string, Exchange>} */
    this.seen = new Map();
  }

  /** @param {import("puppeteer-core").CDPSession} network @returns {Promise<void>} */
  async begin(network) {
    network.on("Network.requestWillBeSent", ({ requestId, request, type, timestamp }) => this.seen.set(requestId, {
      url: request.url, type: type ?? "", start: timestamp, end: 0, bytes: 0, kept: false,
    }));
    network.on("Network.requestServedFromCache", ({ requestId }) => this.change(requestId, { kept: true }));
    network.on("Network.responseReceived", ({ requestId, response }) => this.change(requestId, {
      // As the host says: what the browser counts leaves out the body of a worker's script.
      bytes: Number(response.headers["content-length"] ?? 0), ...(response.fromDiskCache && { kept: true }),
    }));
    network.on("Network.loadingFinished", ({ requestId, timestamp }) => this.change(requestId, { end: timestamp }));
    network.on("Network.loadingFailed", ({ requestId, timestamp }) => this.change(requestId, { end: timestamp }));
    await network.send("Network.enable");
    // A worker waits until it is watched as well.
    network.on("sessionattached", (/** @type {import("puppeteer-core").CDPSession} */ worker) => {
      void this.begin(worker).then(() => worker.send("Runtime.runIfWaitingForDebugger")).catch(() => {});
    });
    await network.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
  }

  /** @param {string} id @param {Partial<Exchange>} what */
  change(id, what) {
    const one = this.seen.get(id);
    if (one) Object.assign(one, what);
  }

  /**
   * What was asked for since the last time: bytes of bodies as sent, without the page itself, images, fonts and styles.
   * Trips: the longest chain of requests of which each began after the one before had ended.
   * @returns {Cost}
   */
  take() {
    const asked = [...this.seen.values()]
      .filter(({ url, type, kept }) => !kept && /^https?:/.test(url) && !/\/favicon\.\w+$/.test(url) && !["Document", "Image", "Font", "Stylesheet"].includes(type))
      .sort((a, b) => a.start - b.start);
    this.seen.clear();
    /** @type {number[]} */
    const depths = [];
    asked.forEach(({ start }, at) => {
      depths[at] = 1 + Math.max(0, ...asked.slice(0, at).map(({ end }, before) => (end && end <= start ? depths[before] : 0)));
    });
    const bytesOf = (/** @type {Exchange[]} */ some) => some.reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      bytes: bytesOf(asked), requests: asked.length, trips: Math.max(0, ...depths), scripts: bytesOf(asked.filter(({ url }) => CODE.test(url))),
    };
  }
}

/**
 * A page with nothing kept from before, watched from its first request on.
 * @template T
 * @param {import("puppeteer-core").Browser} browser
 * @param {(page: import("puppeteer-core").Page, watch: Watch) => Promise<T>} visit
 */
export async function fresh(browser, visit) {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    const watch = new Watch();
    await watch.begin(await page.createCDPSession());
    return await visit(page, watch);
  } finally {
    await context.close();
  }
}

/** Waits until a search is answered and all it wants has come. @param {import("puppeteer-core").Page} page */
export async function settled(page) {
  await page.waitForSelector('main[data-etat="pret"]', { timeout: PATIENCE });
  await page.waitForNetworkIdle({ idleTime: QUIET, timeout: PATIENCE });
}

/** The number of results that a page says. @param {import("puppeteer-core").Page} page */
export const totalOf = (page) => page.$eval("[data-total]", (element) => Number(element.getAttribute("data-total")));
