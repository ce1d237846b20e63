/**
 * Attachments that attack, opened at their own address on a host that sends no policy: each is refused, or does nothing.
 */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { cpSync, createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { launch } from "./site.mjs";

const PROGRAM = resolve(process.env.CAPITOLE ?? "target/release/capitole");
const AWAY = "http://127.0.0.1:9/parti";
const OPEN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="40" height="20"';

/** What each file holds, by what it tries. @type {Record<string, string>} */
const DRAWINGS = {
  script: `${OPEN}><script>alert(1)</script></svg>`,
  "script en majuscules": `${OPEN}><SCRIPT>alert(1)</SCRIPT></svg>`,
  "script d’un autre espace": `${OPEN} xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></svg>`,
  "script de HTML": `${OPEN} xmlns:h="http://www.w3.org/1999/xhtml"><h:script>alert(1)</h:script></svg>`,
  "script venu d’ailleurs": `${OPEN}><script href="${AWAY}"/></svg>`,
  gestionnaire: `${OPEN} onload="alert(1)"/>`,
  "gestionnaire animé": `${OPEN}><rect width="9" height="9"><animate attributeName="x" dur="1s" onbegin="alert(1)"/></rect></svg>`,
  "gestionnaire écrit par une entité": `<!DOCTYPE svg [<!ENTITY x "alert(1)">]>${OPEN} onload="&x;"/>`,
  HTML: `${OPEN}><foreignObject width="9" height="9"><iframe xmlns="http://www.w3.org/1999/xhtml" srcdoc="&lt;script&gt;parent.alert(1)&lt;/script&gt;"/></foreignObject></svg>`,
  lien: `${OPEN}><a href="javascript:alert(1)"><rect width="40" height="20"/></a></svg>`,
  "lien déguisé": `${OPEN}><a xlink:href="jav&#x09;ascript:alert(1)"><rect width="40" height="20"/></a></svg>`,
  "lien animé": `${OPEN}><a><animate attributeName="href" values="javascript:alert(1)"/><rect width="40" height="20"/></a></svg>`,
  image: `${OPEN}><image href="${AWAY}" width="9" height="9"/></svg>`,
  filtre: `${OPEN}><filter id="f"><feImage href="${AWAY}"/></filter><rect width="9" height="9" filter="url(#f)"/></svg>`,
  "dessin d’ailleurs": `${OPEN}><use href="${AWAY}#x"/></svg>`,
  style: `${OPEN}><style>@import "${AWAY}";</style></svg>`,
  "style caché": `${OPEN}><style><![CDATA[rect { fill: url(${AWAY}) }]]></style><rect width="9" height="9"/></svg>`,
  "style échappé": `${OPEN}><rect width="9" height="9" style="fill: u\\72l(${AWAY})"/></svg>`,
  "feuille de style": `<?xml-stylesheet href="${AWAY}"?>${OPEN}/>`,
  // The letters that hide the tags are double ones in that encoding.
  "script caché par un encodage": `<?xml version="1.0" encoding="ISO-2022-JP"?>${OPEN}><text>\x1b$B<![CDATA[x\x1b(B</text><script>alert(1)</script><text>\x1b$By]]>\x1b(B</text></svg>`,
  "image de HTML": `${OPEN} xmlns:h="http://www.w3.org/1999/xhtml"><h:img srcset="${AWAY} 1x"/></svg>`,
  "entité d’ailleurs": `<!DOCTYPE svg [<!ENTITY x SYSTEM "${AWAY}">]>${OPEN}><text>&x;</text></svg>`,
};

/** @type {import("puppeteer-core").Browser} */ let browser;
before(async () => { browser = await launch(); });
after(async () => { await browser?.close(); });

/** Builds the base library with one more file beside its first deliverable. @param {string} root @param {string} text */
function built(root, text) {
  cpSync("tests/cases/base", root, { recursive: true });
  writeFileSync(join(root, "content/livrables/temoin/dessin.svg"), text);
  spawnSync(PROGRAM, ["build", "--root", root]);
  const file = join(root, "public/livrables/temoin/dessin.svg");
  return existsSync(file) ? file : null;
}

/** What a file does in a browser: dialogs, and addresses asked for besides its own. @param {string} file */
async function done(file) {
  /** @type {string[]} */ const seen = [];
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": extname(file) === ".svg" ? "image/svg+xml" : "text/html" });
    createReadStream(file).pipe(response);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", () => ready(undefined)));
  const url = `http://127.0.0.1:${/** @type {import("node:net").AddressInfo} */ (server.address()).port}/dessin.svg`;
  const page = await browser.newPage();
  page.on("dialog", (dialog) => { seen.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on("request", (request) => { if (request.url() !== url && !request.url().endsWith("/favicon.ico")) seen.push(request.url()); });
  await page.goto(url);
  await page.mouse.click(10, 10);
  await new Promise((ready) => setTimeout(ready, 150));
  await page.close();
  server.close();
  return seen;
}

test("aucun dessin joint n’agit à son adresse", async () => {
  const folder = mkdtempSync(join(tmpdir(), "attaque-"));
  try {
    let attacks = 0;
    for (const [rank, [what, text]] of Object.entries(DRAWINGS).entries()) {
      const raw = join(folder, `${rank}.svg`);
      writeFileSync(raw, text);
      // Unpublished, most of them act: what is tried here is no straw man.
      attacks += Number((await done(raw)).length > 0);
      const file = built(join(folder, `${rank}`), text);
      if (file) assert.deepEqual(await done(file), [], what);
    }
    assert.ok(attacks >= 8, `${attacks} of ${Object.keys(DRAWINGS).length} act`);
    // A mere drawing is published.
    const mere = `${OPEN}><title>Un plan</title><style>rect { fill: #862a10 }</style><a href="#b"><rect id="b" width="9" height="9"/></a></svg>`;
    assert.ok(built(join(folder, "plain"), mere));
    // A host that sends no policy: each page brings its own.
    const site = join(folder, "plain/public");
    const pages = readdirSync(site, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".html"));
    assert.ok(pages.length > 20);
    for (const name of pages) assert.match(readFileSync(join(site, name), "utf8"), /<head>\s*(<meta charset="utf-8">)?\s*<meta http-equiv="Content-Security-Policy" content="default-src 'self'">/, name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
