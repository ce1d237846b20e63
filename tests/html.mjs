/** html-validate on every page of the built site, not on one of each kind only: it is quick. */
import { readFile, readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const site = resolve(process.env.SITE ?? join(import.meta.dirname, "../target/site-essai"));
const loader = new StaticConfigLoader({
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y"],
  rules: {
    "long-title": "off", // titles of deliverables are as long as their authors need
    "no-trailing-whitespace": "off", // the text of authors
    "doctype-style": ["error", { style: "lowercase" }],
    "aria-label-misuse": ["error", { allowAnyNamable: true }], // a list of filters has a name
    "require-sri": "off", // nothing comes from another host
    "no-redundant-role": "off", // Safari drops list semantics from styled lists
    "prefer-native-element": ["error", { exclude: ["listbox", "region", "alert"] }],
  },
});
const validate = new HtmlValidate(loader);
let faults = 0;
let pages = 0;
for (const file of await readdir(site, { recursive: true })) {
  if (!file.endsWith(".html")) continue;
  pages += 1;
  const report = await validate.validateString(await readFile(join(site, file), "utf8"), file);
  for (const result of report.results) {
    for (const message of result.messages) {
      faults += 1;
      if (faults <= 40) console.error(`${file}:${message.line}:${message.column} ${message.ruleId} ${message.message}`);
    }
  }
}
console.log(`${pages} pages, ${faults} faults`);
process.exitCode = faults > 0 || pages === 0 ? 1 : 0;
