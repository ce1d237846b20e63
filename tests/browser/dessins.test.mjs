/** Charts, time lines and the map: nothing cut, nothing too small, on any screen, on paper, and where colours or styles are not ours. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { KINDS, launch, open, serve, SITE } from "./site.mjs";

/** @type {Awaited<ReturnType<typeof serve>>} */ let site;
/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { site = await serve(); browser = await launch(); });
after(async () => { await browser?.close(); site?.close(); });

/** Every deliverable of the sample site. */
const FICHES = JSON.parse(await readFile(`${SITE}/catalogue.json`, "utf8")).fiches.map((/** @type {any} */ one) => `livrables/${one.slug}/`);

/**
 * What a browser says of its reader.
 * @param {import("puppeteer-core").Page} page
 * @param {{ media?: string, features?: { name: string, value: string }[] }} reader
 */
async function emulate(page, { media = "", features = [] }) {
  // puppeteer does not know forced colours.
  const session = await page.createCDPSession();
  await session.send("Emulation.setEmulatedMedia", { media, features });
}

/** Texts of drawings that are cut, lie over one another or are too small, told with their place. */
function faultsOfDrawings() {
  /** @type {string[]} */ const faults = [];
  const shown = (/** @type {Element} */ one) => one.getClientRects().length > 0;
  /** @param {Element} text @param {DOMRect} room */
  const judge = (text, room) => {
    const box = text.getBoundingClientRect();
    const said = text.textContent?.trim();
    if (box.left < room.left - 0.6 || box.right > room.right + 0.6 || box.top < room.top - 0.6 || box.bottom > room.bottom + 0.6) faults.push(`« ${said} » is cut`);
    if (parseFloat(getComputedStyle(text).fontSize) < 12 && matchMedia("screen").matches) faults.push(`« ${said} » is small`);
  };
  const whole = document.documentElement.getBoundingClientRect();
  for (const drawing of document.querySelectorAll("main svg:not(.icone, [viewBox])")) {
    const room = drawing.getBoundingClientRect();
    const texts = [...drawing.querySelectorAll("text")].filter(shown);
    texts.forEach((text, at) => {
      judge(text, room);
      const next = texts[at + 1]?.getBoundingClientRect();
      if (next && next.left < text.getBoundingClientRect().right + 2) faults.push(`« ${text.textContent} » touches « ${texts[at + 1].textContent} »`);
    });
    for (const shape of drawing.querySelectorAll("rect")) {
      const box = shape.getBoundingClientRect();
      if (box.left < room.left - 0.6 || box.right > room.right + 0.6) faults.push(`${shape.outerHTML} is cut`);
    }
    if (room.right > whole.right + 0.6) faults.push("a drawing leaves the screen");
  }
  for (const text of document.querySelectorAll(".barres-mot, .barres-chiffre, .voie-nom")) {
    judge(text, whole);
    if (text.scrollWidth > text.clientWidth + 1 && getComputedStyle(text).display !== "inline") faults.push(`« ${text.textContent} » overflows`);
  }
  return faults;
}

test("aucune étiquette n’est coupée par son dessin ni trop petite, à l’écran et sur papier", async () => {
  const { page } = await open(browser);
  let bars = 0;
  let lines = 0;
  for (const [width, media] of /** @type {const} */ ([[320, ""], [768, ""], [1280, ""], [688, "print"]])) {
    await page.setViewport({ width, height: 900 });
    await emulate(page, { media });
    for (const path of FICHES) {
      await page.goto(site.url + path);
      assert.deepEqual(await page.evaluate(faultsOfDrawings), [], `${path} at ${width} px ${media}`);
      bars += (await page.$$(".barres")).length;
      lines += (await page.$$(".frise")).length;
    }
  }
  assert.ok(bars > 200 && lines > 20, `${bars} charts, ${lines} time lines`);
  await page.close();
});

test("l’échelle suit les valeurs, et l’unité s’accorde avec son nombre", async () => {
  const { page } = await open(browser);
  await page.goto(`${site.url}livrables/afest-en-boulangerie/`);
  const share = (/** @type {string} */ bar) => page.$$eval(".barres", (all, bar) => {
    const chart = all.find((one) => one.textContent?.includes("12\u00a0%"));
    const shape = chart?.querySelector(`rect.${bar}`);
    return (shape?.getBoundingClientRect().width ?? 0) / (shape?.closest("svg")?.clientWidth ?? 1);
  }, bar);
  const [before, after] = [await share("avant"), await share("apres")];
  assert.ok(before > 0.6 && before < 1, `12 % takes ${before} of the width`);
  assert.ok(Math.abs(after / before - 7 / 12) < 0.02, "from zero");
  for (const path of FICHES) {
    await page.goto(site.url + path);
    const text = await page.$eval("[aria-labelledby=s-evaluation]", (section) => section.textContent ?? "");
    assert.doesNotMatch(text, /(?<![\d,\u202f])(0|1)(,\d+)?\u00a0(jours|personnes|demandes|questions|étapes|contrats|pièces|hypothèses|dangers|alertes|coupons|séances|litres)/u, path);
    assert.doesNotMatch(text, /(?<![,\d])([2-9]|\d\d+)(,\d+)?\u00a0(jour|personne|palier|demande)(?!\p{L})/u, path);
  }
  await page.close();
});

test("les durées d’une heure et plus se disent en heures", async () => {
  const { page } = await open(browser);
  for (const path of [...FICHES, "", "livrables/"]) {
    await page.goto(site.url + path);
    const said = await page.$$eval(".frise text, .carte-faits, .fait .grand, .transfert-chiffres strong, .etape-qui span, td, summary .discret", (all) => all.map((one) => one.textContent ?? ""));
    // Measures keep the unit in which they were taken.
    const measures = await page.$$eval(".chiffre", (all) => all.map((one) => one.textContent ?? ""));
    assert.deepEqual(said.filter((text) => /(?<!h )(?<!\d)([6-9]\d|\d{3,})\s*(min|mn)\b/.test(text) && !measures.includes(text)), [], path);
  }
  await page.close();
});

test("sans styles, aucun dessin ne s’étale ni ne noircit la page", async () => {
  const { page } = await open(browser);
  await page.setRequestInterception(true);
  page.on("request", (request) => void (request.resourceType() === "stylesheet" ? request.abort() : request.continue()));
  for (const [kind, path] of [...Object.entries(KINDS), ["introuvable, plus bas", "livrables/nulle-part/"]]) {
    if (kind === "ancienne adresse") continue;
    // What a host answers at an address that is not there: styles of the public address do not come here.
    if (path === "livrables/nulle-part/") await page.setContent(await readFile(`${SITE}/404.html`, "utf8"));
    else await page.goto(site.url + path, { waitUntil: "networkidle0" });
    assert.equal(await page.evaluate(() => getComputedStyle(document.body).marginTop), "8px", kind);
    const faults = await page.evaluate(() => {
      /** @type {string[]} */ const faults = [];
      for (const drawing of document.querySelectorAll("svg")) {
        const { width, height } = drawing.getBoundingClientRect();
        const told = drawing.outerHTML.slice(0, 120);
        if (!drawing.hasAttribute("width") || !drawing.hasAttribute("height")) faults.push(`no size: ${told}`);
        if (width > 480 || height > 480) faults.push(`${width} × ${height}: ${told}`);
        for (const shape of drawing.querySelectorAll("path, rect, circle, polygon, ellipse, polyline")) {
          const { fill, fillOpacity } = getComputedStyle(shape);
          const box = shape.getBoundingClientRect();
          if (fill === "rgb(0, 0, 0)" && fillOpacity === "1" && box.width * box.height > 100) faults.push(`black: ${told}`);
        }
      }
      for (const image of document.querySelectorAll("img")) if (!image.hasAttribute("width") || !image.hasAttribute("height")) faults.push(image.outerHTML);
      return faults;
    });
    assert.deepEqual(faults, [], kind);
  }
  await page.close();
});

test("en couleurs forcées, ce qui est plein, choisi ou dessiné se voit", async () => {
  const { page } = await open(browser);
  for (const scheme of ["light", "dark"]) {
    await emulate(page, { features: [{ name: "forced-colors", value: "active" }, { name: "prefers-color-scheme", value: scheme }] });
    for (const path of ["", "livrables/", "livrables/scenario-hybride-apprentis-cap/", "livrables/afest-en-boulangerie/", "departements/", "reprises/"]) {
      await page.goto(site.url + path);
      assert.ok(await page.evaluate(() => matchMedia("(forced-colors: active)").matches));
      const faults = await page.evaluate(() => {
        /** @type {string[]} */ const faults = [];
        const canvas = getComputedStyle(document.body).backgroundColor;
        /** @type {(selector: string, seen: (style: CSSStyleDeclaration) => boolean) => void} */
        const each = (selector, seen) => {
          for (const one of document.querySelectorAll(selector)) {
            if (one.getClientRects().length && !seen(getComputedStyle(one))) faults.push(`${selector}: ${one.outerHTML.slice(0, 100)}`);
          }
        };
        const bordered = (/** @type {CSSStyleDeclaration} */ style) => parseFloat(style.borderTopWidth) > 0 && style.borderTopColor !== canvas;
        // A colour that nothing is seen of keeps the other three numbers of the canvas.
        const empty = (/** @type {CSSStyleDeclaration} */ style) => style.backgroundColor === canvas || /, 0\)$/.test(style.backgroundColor) && style.backgroundColor.startsWith("rgba");
        each(".jauge i.plein, .marque-signe i", (style) => !empty(style));
        each(".jauge i:not(.plein)", (style) => bordered(style) && empty(style));
        each(".axe-lettre, .bouton, .etiquette", bordered);
        for (const one of document.querySelectorAll(".etapes > li")) if (!bordered(getComputedStyle(one, "::before"))) faults.push("a step has no round");
        each(".menu a[aria-current]", (style) => style.borderBottomColor !== canvas);
        each(".menu a:not([aria-current])", (style) => style.borderBottomColor === canvas);
        each(".apres, .cible", (style) => style.fill !== canvas);
        each(".zone, .avant, .barre", (style) => style.stroke !== "none" && style.stroke !== canvas);
        each(".territoire text, .frise text", (style) => style.fill !== canvas);
        for (const text of document.querySelectorAll(".barre-texte")) {
          const bar = text.previousElementSibling;
          if (bar && getComputedStyle(bar).fill === getComputedStyle(text).fill) faults.push("a number on its own colour");
        }
        return faults;
      });
      assert.deepEqual(faults, [], `${path}, ${scheme}`);
    }
  }
  await page.close();
});
