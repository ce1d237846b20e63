// Types of the search of a capitole library, for sites and programs that query it from elsewhere.
//
//   import { openIndex } from "https://library.example/recherche/moteur.js";
//   const index = await openIndex("https://library.example/recherche/");
//   const { total, results } = await index.search("tuteur apprenti", { filters: { axe: ["a", "c"] }, limit: 5 });
//
// It runs in browsers that know modules and DecompressionStream, and in Node 20 and later. Ids of facets, of their values
// and of orders are those of the library, in French.

/** Opens the index of a library. It costs one or two small files; those that searches need are fetched by them, and kept. */
export function openIndex(base: URL | string, options?: {
  /** Name of the index's folder, where it is known: saves the trip to `index.json`. It changes with every publication. */
  folder?: string;
  /** Gives up the wait. */
  signal?: AbortSignal;
  /** Milliseconds after which a file that does not come is a failure; 20,000 unless said otherwise. */
  patience?: number;
}): Promise<SearchIndex>;

/** An open index. Searches may run side by side; what several of them need is fetched once. */
export class SearchIndex {
  private constructor();
  /** Number of documents, archived ones included. */
  size: number;
  /** Ids of the facets: `type`, `axe`, `public`, `departement`… */
  facetIds: string[];
  /** Finds. An empty text finds everything. Rejects with an {@link IndexError}, or with the reason of the signal. */
  search(text: string, options?: Options): Promise<Found>;
  /**
   * What the last word of a text may become, the commonest first, and the titles of the best results; for a list under a
   * field. `count`: the documents that have the whole text so completed, where that is known.
   */
  suggest(text: string, options?: { limit?: number; signal?: AbortSignal }): Promise<{
    words: { text: string; count?: number }[];
    titles: { title: string; url: string }[];
  }>;
  /** The address of a deliverable's page. */
  address(slug: string): string;
}

/** What is asked besides the words. */
export type Options = {
  /** Values by facet: one of a facet's must be there, for every facet. */
  filters?: Record<string, string[]>;
  /** Facets to count; every one unless said otherwise, none for `[]`. */
  facets?: string[];
  /** Most results; 10 unless said otherwise. With `Infinity`, every result comes with its address and score only. */
  limit?: number;
  /** Results left out before the first. */
  offset?: number;
  /** By relevance, newest first, or by title. */
  sort?: "pertinence" | "date" | "titre";
  /** Whether archived deliverables are found too. */
  archives?: boolean;
  /** Gives up the search. */
  signal?: AbortSignal;
};

/** What was found. */
export type Found = {
  /** How many in all. */
  total: number;
  /** Those asked for. */
  results: Result[];
  /** By facet, the number of results that each value would give, whatever else is chosen in that facet. */
  facets: Record<string, Record<string, number>>;
  /** The query as it was corrected, when a word that no document has was taken for another. */
  corrected: string | null;
  /** The query that searches for the corrected words as they were typed. */
  asTyped: string | null;
  /** Whether no document has all the words, so that those with most of the rarest follow. */
  relaxed: boolean;
  /** Words that no document has and that are like no other. */
  missing: string[];
  /** Always 0: phrases are found exactly. */
  unverified: number;
};

/** One deliverable found. */
export type Result = {
  /** Its number in this index. */
  id: number;
  /** The address of its page. */
  url: string;
  /** By which results are ranked; comparable within one search only. */
  score: number;
  /** Its name in addresses. */
  slug?: string;
  title?: string;
  summary?: string;
  /** The sentence that has most of the words. */
  snippet?: string;
  /** Where the words stand in `snippet`: pairs of a start and an end, in UTF-16 units as `slice` takes them. */
  marks?: number[][];
  /** Where they stand in `title`. */
  titleMarks?: number[][];
  /** What a card shows besides. */
  fragment?: Fragment;
  /** Where words stand that the deliverable itself does not have: the title of the resource, its file, its address. */
  attachment?: { title: string; file: string; url: string };
};

/** What is known of a deliverable without opening its page. */
export type Fragment = {
  /** `referentiel`, `outil-numerique` or `modele-pedagogique`. */
  type: string;
  /** `a`, `b`, `c`, the main one first. */
  axes: string[];
  /** Of publication, YYYY-MM-DD. */
  date: string;
  slug: string;
  title: string;
  /** Name of who published it. */
  prestataire: string;
  summary: string;
  /** The beginning of its text. */
  text: string;
  /** Whether there is more text than that. */
  goesOn: boolean;
  /** Codes of its départements. */
  departements: string[];
  /** Whether it is a fictitious example. */
  exemple: boolean;
  /** Whether it is archived. */
  archive: boolean;
  /** Whether its licence allows to adapt it. */
  adapter: boolean;
  /** Whether its licence allows to sell what is made of it. */
  vendre: boolean;
  /** Words that only its attachments have: a space before and after each, or `*` when they are many. */
  own: string;
};

/** Why a search failed. */
export class IndexError extends Error {
  constructor(message: string, cause: "reseau" | "format", status?: number);
  /** `reseau`: a file did not come, try again. `format`: it is damaged, or of another version. */
  reason: "reseau" | "format";
  /** Status of the answer, where there was one. After a 404 the library was published anew: open its index again. */
  status: number | undefined;
}
