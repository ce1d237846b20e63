/**
 * Icons for browsers, telephones and engines that do not read SVG: the drawing of `favicon.svg`, at their sizes. `BLESS=1`
 * draws them anew.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { launch, open, serve, SITE } from "./site.mjs";

const STATIC = "themes/capitole/static";
/** Sizes within `favicon.ico`, and that of a telephone's home screen, in pixels. */
const [SMALL, LARGE] = [[16, 32, 48], 180];

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

/** The drawing as a PNG. @param {number} size */
async function drawn(size) {
  const { page } = await open(browser);
  await page.setViewport({ width: size, height: size });
  const svg = readFileSync(`${STATIC}/favicon.svg`, "utf8").replace("<svg", `<svg width="${size}" height="${size}" style="display:block"`);
  await page.setContent(`<body style="margin:0">${svg}`);
  const png = await page.screenshot({ omitBackground: true, clip: { x: 0, y: 0, width: size, height: size } });
  await page.close();
  return Buffer.from(png);
}

/** An ICO whose images are PNG files: six bytes, sixteen for each, then the files. @param {Buffer[]} images */
function ico(images) {
  const head = Buffer.alloc(6 + 16 * images.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(images.length, 4);
  let at = head.length;
  for (const [rank, image] of images.entries()) {
    const entry = 6 + 16 * rank;
    head.writeUInt8(SMALL[rank], entry);
    head.writeUInt8(SMALL[rank], entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(image.length, entry + 8);
    head.writeUInt32LE(at, entry + 12);
    at += image.length;
  }
  return Buffer.concat([head, ...images]);
}

test("chaque icône annoncée est là, à sa taille, et se dessine", async () => {
  if (process.env.BLESS) {
    writeFileSync(`${STATIC}/favicon.ico`, ico(await Promise.all(SMALL.map(drawn))));
    writeFileSync(`${STATIC}/apple-touch-icon.png`, await drawn(LARGE));
  }
  const { page } = await open(browser);
  await page.goto(`${site.url}livrables/`);
  const icons = await page.$$eval("link[rel~=icon], link[rel=apple-touch-icon]", (links) => links.map((one) => {
    const link = /** @type {HTMLLinkElement} */ (one);
    return { href: link.href, sizes: link.getAttribute("sizes"), type: link.type };
  }));
  assert.deepEqual(icons.map((one) => one.href.slice(site.url.length)).sort(), ["apple-touch-icon.png", "favicon.ico", "favicon.svg"]);
  for (const { href, sizes } of icons) {
    const [width, height] = await page.evaluate(async (src) => {
      const image = new Image();
      image.src = src;
      await image.decode();
      return [image.naturalWidth, image.naturalHeight];
    }, href);
    assert.equal(width, height, href);
    if (href.endsWith(".png")) assert.equal(width, LARGE);
    if (href.endsWith(".ico")) assert.equal(sizes, SMALL.map((one) => `${one}x${one}`).join(" "));
  }
  await page.close();
  const bytes = readFileSync(`${SITE}/favicon.ico`);
  assert.deepEqual(SMALL.map((_, rank) => bytes.readUInt8(6 + 16 * rank)), SMALL);
  // A browser's own search field wants a small one.
  const described = readFileSync(`${SITE}/opensearch.xml`, "utf8");
  assert.match(described, /<Image width="16" height="16" type="image\/x-icon">[^<]*favicon\.ico<\/Image>/);
  assert.ok(existsSync(`${SITE}/favicon.svg`));
});
