/**
 * Whether everything on a page stands within the window, and whole: what runs in the page, and the conditions under
 * which pages are looked at.
 */

/**
 * Windows, and how large a reader wants texts: by the browser's settings, which the conditions of styles follow, or by
 * a style of the reader's own, which they do not. `spaced` are the distances of WCAG 1.4.12.
 * @type {{ name: string, width: number, font?: number, root?: string, spaced?: boolean }[]}
 */
export const CONDITIONS = [
  { name: "320 px", width: 320 },
  { name: "360 px", width: 360 },
  { name: "768 px", width: 768 },
  { name: "1280 px", width: 1280 },
  { name: "360 px, racine à 200 %", width: 360, root: "200%" },
  { name: "360 px, texte du navigateur à 200 %", width: 360, font: 32 },
  { name: "320 px, texte espacé", width: 320, spaced: true },
  { name: "1280 px, texte espacé", width: 1280, spaced: true },
];

/** The distances that WCAG 1.4.12 wants a page to bear. */
const SPACED = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }";

/**
 * Puts a page under a condition.
 * @param {import("puppeteer-core").Page} page
 * @param {typeof CONDITIONS[number]} condition
 */
export async function lookAt(page, { width, font = 16, root = "", spaced = false }) {
  await page.setViewport({ width, height: 900 });
  const session = await page.createCDPSession();
  await session.send("Page.setFontSizes", { fontSizes: { standard: font, fixed: Math.round(font * 13 / 16) } });
  await session.detach();
  await page.evaluate((root, styles) => {
    document.documentElement.style.fontSize = root;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    document.adoptedStyleSheets = [sheet];
  }, root, spaced ? SPACED : "");
}

/** Opens everything that is folded on a page. @param {import("puppeteer-core").Page} page */
export async function unfold(page) {
  await page.evaluate(() => {
    for (const one of document.querySelectorAll("details")) one.open = true;
  });
}

/**
 * What does not fit. Boxes and lines of text stay within the window, or within something that scrolls, which itself
 * fits, can be reached with the keyboard and has a name; nothing that does not scroll hides a part of its text; the
 * texts of drawings stay within them.
 * @param {import("puppeteer-core").Page} page
 */
export async function misfits(page) {
  return page.evaluate(() => {
    const edge = document.documentElement.clientWidth;
    /** @type {Set<string>} */
    const found = new Set();
    const say = (/** @type {Element} */ one, /** @type {string} */ what) => {
      const name = `${one.localName}${one.id && `#${one.id}`}${[...one.classList].map((name) => `.${name}`).join("")}`;
      found.add(`${name} « ${(one.textContent ?? "").trim().replace(/\s+/g, " ").slice(0, 40)} » ${what}`);
    };
    // Sub-pixels are rounded in more than one way.
    const slack = 1;
    const top = document.querySelector("dialog[open]") ?? document.body;

    /** What each element stands in: whether it is seen, and whether something that scrolls holds it. @type {Map<Element, { seen: boolean, scroller: Element | null }>} */
    const known = new Map();
    const placeOf = (/** @type {Element} */ one) => known.get(one) ?? { seen: true, scroller: null };
    for (const one of [top, ...top.querySelectorAll("*")]) {
      const above = one.parentElement ? placeOf(one.parentElement) : { seen: true, scroller: null };
      const style = getComputedStyle(one);
      const box = one.getBoundingClientRect();
      const isForEars = style.clipPath === "inset(50%)" || style.position === "absolute" && box.right <= 0;
      const seen = above.seen && !isForEars && style.display !== "none" && style.visibility !== "hidden";
      const scrolls = ["auto", "scroll"].includes(style.overflowX);
      known.set(one, { seen, scroller: scrolls ? one : above.scroller });
      if (!seen || one.getClientRects().length === 0) continue;
      if (scrolls && one.scrollWidth > one.clientWidth + slack) {
        const name = one.getAttribute("aria-label") ?? one.getAttribute("aria-labelledby");
        const isReached = /** @type {HTMLElement} */ (one).tabIndex >= 0 && (one.localName === "pre" || one.getAttribute("role") === "region" && name);
        if (!isReached) say(one, "défile sans nom ni clavier");
      }
      const goesOn = one.scrollWidth > one.clientWidth + slack && scrolls || one.scrollHeight > one.clientHeight + slack && ["auto", "scroll"].includes(style.overflowY);
      if (goesOn && one !== document.body && !style.backgroundAttachment.includes("local") && one.localName !== "dialog") say(one, "défile sans qu’on le voie");
      const hides = ["hidden", "clip"].includes(style.overflowX) || ["hidden", "clip"].includes(style.overflowY);
      if (hides && one.textContent?.trim() && !(one instanceof SVGElement)
        && (one.scrollWidth > one.clientWidth + slack || one.scrollHeight > one.clientHeight + slack)) say(one, "cache une partie de son texte");
      if (above.scroller) continue;
      if (box.width && (box.right > edge + slack || box.left < -slack)) say(one, `va de ${Math.round(box.left)} à ${Math.round(box.right)} px`);
    }

    const walker = document.createTreeWalker(top, NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const one = text.parentElement;
      if (!one || !text.nodeValue?.trim() || !placeOf(one).seen) continue;
      const drawing = one.closest("svg");
      if (drawing) {
        const [inner, outer] = [one.getBoundingClientRect(), drawing.getBoundingClientRect()];
        if (inner.width && (inner.left < outer.left - slack || inner.right > outer.right + slack
          || inner.top < outer.top - slack || inner.bottom > outer.bottom + slack)) say(one, "sort de son dessin");
        continue;
      }
      if (placeOf(one).scroller) continue;
      range.selectNodeContents(text);
      const lines = new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size;
      if (lines > 4 && text.nodeValue.trim().length / lines < 5) say(one, "s’écrit lettre sous lettre");
      for (const line of range.getClientRects()) {
        if (line.width > slack && (line.right > edge + slack || line.left < -slack)) { say(one, "a une ligne hors de la fenêtre"); break; }
      }
    }
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth > clientWidth) found.add(`la page défile de ${scrollWidth - clientWidth} px`);
    return [...found];
  });
}
