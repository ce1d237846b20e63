/**
 * Type check of every script. It runs on a copy below target/: where engine.d.ts stands beside engine.js, TypeScript reads
 * the former, which tells only what other sites need, and never looks at the latter.
 */
import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const project = resolve(dirname(fileURLToPath(import.meta.url)), "..");
const copy = join(project, "target/types");
rmSync(copy, { recursive: true, force: true });
for (const folder of ["themes/capitole/scripts", "tests/scripts", "tests/browser", "tests/lsp", "tests/types", "benches"]) {
  cpSync(join(project, folder), join(copy, folder), { recursive: true, filter: (path) => !/node_modules|\.d\.ts$/.test(path) });
}
cpSync(join(project, "tests/tsconfig.json"), join(copy, "tests/tsconfig.json"));
symlinkSync(join(project, "tests/node_modules"), join(copy, "tests/node_modules"));
mkdirSync(join(copy, "tests/types/declared"));
cpSync(join(project, "themes/capitole/scripts/search/engine.d.ts"), join(copy, "tests/types/declared/engine.d.ts"));
const { status } = spawnSync(join(project, "tests/node_modules/.bin/tsc"), ["-p", "tests/tsconfig.json"], { cwd: copy, stdio: "inherit" });
process.exitCode = status ?? 1;
