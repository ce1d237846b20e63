#!/usr/bin/env node
/**
 * Measures how long `capitole check` takes on a library, and compares it with a budget.
 *
 *   node benches/check.mjs [--library DIR | --deliverables N] [--rounds 5] [--times no] [--json FILE]
 *
 * Exit status 1 when the budget of a library of that size is broken.
 */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { setting, stop } from "./lib/library.mjs";
import { median, save, table } from "./lib/report.mjs";

/** Milliseconds, by the number of deliverables; the first line that is large enough counts. */
const BUDGETS = [{ deliverables: 1_000, most: 1_000 }, { deliverables: 10_000, most: 5_000 }];

const { library, binary, json, rest } = setting("check", {
  rounds: "how often it is run (default: 5)", times: "« no »: times are told, not compared: the machine is busy, or slow",
}, { builds: false });
const deliverables = readdirSync(join(library, "content/livrables")).length;
const budget = BUDGETS.find((line) => deliverables <= line.deliverables)?.most ?? NaN;

/** @type {[string, string[]][]} */
const ways = [["for a person", []], ["for a program", ["--format", "json"]], ["with advice", ["--advice"]]];
const rows = ways.map(([way, args]) => {
  const times = Array.from({ length: Number(rest.rounds ?? 5) }, () => {
    const start = performance.now();
    const { status, stderr } = spawnSync(binary, ["check", "--root", library, ...args], { maxBuffer: 1 << 28, encoding: "utf8" });
    if (status !== 0) stop(`${binary} check fails: ${stderr.slice(0, 2000)}`);
    return performance.now() - start;
  });
  return { way, median: median(times), worst: Math.max(...times) };
});
console.log(`${deliverables} deliverables, budget ${budget} ms`);
console.log(table(["check", "median (ms)", "worst (ms)"], rows.map(({ way, median: half, worst }) => [way, half.toFixed(0), worst.toFixed(0)])));
save(json, { deliverables, budget, rows });
if (rest.times !== "no" && rows.some(({ worst }) => worst > budget)) {
  console.error("budget broken");
  process.exit(1);
}
