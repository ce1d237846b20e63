/**
 * The guide's pictures show what the program shows: what can be read on each screen is kept beside them, and compared
 * with the same session played anew. `BLESS=1` makes texts and pictures again, to be looked at before they are committed.
 */
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { screens } from "./ecrans.mjs";
import { launch } from "./site.mjs";

const PICTURES = "content/pages/guide/images";
const TEXTS = "tests/guide/ecrans";

/** @type {import("puppeteer-core").Browser} */
let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

test("les images du guide montrent ce que montre le programme", async () => {
  const shown = await screens(browser);
  const guide = readFileSync("content/pages/guide/premiere-fiche.md", "utf8");
  for (const [name, { text, picture }] of Object.entries(shown)) {
    if (process.env.BLESS) {
      writeFileSync(`${TEXTS}/${name}.txt`, `${text}\n`);
      writeFileSync(`${PICTURES}/${name}.png`, picture);
    }
    assert.ok(existsSync(`${PICTURES}/${name}.png`), `${name} a son image`);
    assert.ok(guide.includes(`](images/${name}.png)`), `le guide montre ${name}`);
    assert.equal(`${text}\n`, readFileSync(`${TEXTS}/${name}.txt`, "utf8"), `${name} : BLESS=1 refait les images`);
  }
  const names = Object.keys(shown).sort();
  assert.deepEqual(readdirSync(PICTURES).sort(), names.map((name) => `${name}.png`));
  assert.deepEqual(readdirSync(TEXTS).sort(), names.map((name) => `${name}.txt`));
});
