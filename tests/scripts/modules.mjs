// The reader that the tests run: as it stands in the theme, or in the folder SCRIPTS, as a build published it.

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const folder = process.env.SCRIPTS ? pathToFileURL(`${resolve(process.env.SCRIPTS)}/`) : new URL("../../themes/capitole/scripts/", import.meta.url);

/** @type {typeof import("../../themes/capitole/scripts/search/engine.js")} */
export const { IndexError, openIndex, SearchIndex } = await import(new URL("search/engine.js", folder).href);
/** @type {typeof import("../../themes/capitole/scripts/search/words.js")} */
export const { fold, parse, snippet, words } = await import(new URL("search/words.js", folder).href);
