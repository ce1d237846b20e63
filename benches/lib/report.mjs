// Figures → what is printed.

import { writeFileSync } from "node:fs";

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length ? sorted[Math.floor((sorted.length - 1) / 2)] : NaN;
}

/** @param {number} bytes */
export const kilobytes = (bytes) => (bytes / 1024).toFixed(1);

/**
 * A Markdown table, its columns aligned so that it reads in a terminal as well.
 * @param {string[]} heads
 * @param {(string | number)[][]} rows
 */
export function table(heads, rows) {
  const cells = [heads, ...rows.map((row) => row.map(String))].map((row) => row.map((cell) => cell.replace(/\|/g, "\\|")));
  const widths = heads.map((_, column) => Math.max(3, ...cells.map((row) => [...row[column]].length)));
  const line = (/** @type {string[]} */ row) => `| ${row.map((cell, column) => cell + " ".repeat(widths[column] - [...cell].length)).join(" | ")} |`;
  return [line(cells[0]), `| ${widths.map((width) => "-".repeat(width)).join(" | ")} |`, ...cells.slice(1).map(line)].join("\n");
}

/** @param {string | undefined} path @param {unknown} figures */
export function save(path, figures) {
  if (path) writeFileSync(path, `${JSON.stringify(figures, null, 1)}\n`);
}
