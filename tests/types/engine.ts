// Holds engine.d.ts, written for other sites, to engine.js: neither may say more than the other.

import type * as declared from "./declared/engine.js";
import type * as real from "../../themes/capitole/scripts/search/engine.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Refuses to compile unless it is given `true`. */
function holds<_Truth extends true>() {}

/** Members of an index that are nobody's business but the engine's: whatever is added to it is listed here or declared. */
type Internal = "root" | "folder" | "manifest" | "patience" | "signal" | "cache" | "common" | "once" | "begin" | "until" | "file" | "shard"
  | "completions" | "proposals" | "proposalsBy" | "list" | "facet" | "fragment" | "fragmentUrl" | "find" | "describe";

holds<Same<keyof typeof declared, keyof typeof real>>();
holds<Same<keyof declared.SearchIndex, Exclude<keyof real.SearchIndex, Internal>>>();
holds<Same<Internal, Exclude<keyof real.SearchIndex, keyof declared.SearchIndex>>>();
holds<Same<declared.Options, real.Options>>();
holds<Same<declared.Fragment, real.Fragment>>();
holds<Same<declared.Result, real.Result>>();
holds<Same<declared.Found, real.Found>>();
holds<Same<Pick<declared.SearchIndex, keyof declared.SearchIndex>, Pick<real.SearchIndex, keyof declared.SearchIndex>>>();
holds<Same<Parameters<typeof declared.openIndex>, Parameters<typeof real.openIndex>>>();
holds<Same<ConstructorParameters<typeof declared.IndexError>, ConstructorParameters<typeof real.IndexError>>>();
holds<Same<Pick<declared.IndexError, keyof declared.IndexError>, Pick<real.IndexError, keyof real.IndexError>>>();
