// The stop words, as the build has them.

import { readFileSync } from "node:fs";

const source = readFileSync(new URL("../../src/search/analysis/stop.rs", import.meta.url), "utf8");
const list = /STOP_WORDS: &\[&str\] = &\[([^\]]+)\]/.exec(source)?.[1] ?? "";

export const stopWords = new Set([...list.matchAll(/"([a-z]+)"/g)].map((match) => match[1]));
if (stopWords.size < 100) throw new Error("the stop words were not found");
