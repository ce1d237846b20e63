/**
 * The Nu Html Checker on every page, style and drawing of the built site: what html-validate does not know, such as the
 * content that an element may hold. It asks nothing of the network.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join, resolve } from "node:path";

/** What it says wrongly, and why; an entry that nothing needs any more is a fault as well. */
const FALSE = [
  {
    why: "it reads files, where 'self' is no host; only addresses within the site are forgiven, and the browser tests apply the policy",
    message: /^Resource violates Content Security Policy \(meta tag\): (external stylesheet|external script|image) “(\.{1,2}\/|\/biblio\/)[^”]*” blocked/,
  },
  {
    why: "a block of data, which no browser runs",
    message: /^Inline script violates Content Security Policy/,
    extract: /<script type="application\/ld\+json">/,
  },
  { why: "container queries, CSS Containment level 3, which it does not know yet", message: /^CSS: “container-type”: Property “container-type” doesn't exist\.$/ },
  { why: "container queries, as well", message: /^CSS: Unrecognized at-rule “@container”$/ },
  { why: "a property of SVG 2 that it does not know", message: /^CSS: “paint-order”: Property “paint-order” doesn't exist\.$/ },
];

const site = resolve(process.env.SITE ?? join(import.meta.dirname, "../target/site-essai"));
const files = readdirSync(site, { recursive: true }).map(String).filter((file) => /\.(html|css|svg)$/.test(file)).sort();
const jar = join(import.meta.dirname, "node_modules/vnu-jar/build/dist/vnu.jar");
const options = ["--also-check-css", "--also-check-svg", "--format", "json", "--exit-zero-always"];
const { stderr, error, status } = spawnSync("java", ["-Xss8m", "-jar", jar, ...options, ...files.map((file) => join(site, file))], {
  encoding: "utf8", maxBuffer: 1 << 28,
});
if (error || status !== 0) throw error ?? new Error(stderr);

const used = new Set();
let faults = 0;
/** @param {string} text */
const tell = (text) => {
  faults += 1;
  if (faults <= 40) console.error(text);
};
for (const said of JSON.parse(stderr).messages) {
  const known = FALSE.find((one) => one.message.test(said.message) && (one.extract?.test(said.extract) ?? true));
  if (known) used.add(known);
  else tell(`${said.url.slice(said.url.indexOf(site) + site.length + 1)}:${said.lastLine}:${said.lastColumn} ${said.subType ?? said.type} ${said.message}`);
}
for (const one of FALSE) if (!used.has(one)) tell(`tests/nu.mjs: nothing is told of ${one.message} any more`);
console.log(`${files.length} files, ${faults} faults`);
process.exitCode = faults > 0 || files.length === 0 ? 1 : 0;
