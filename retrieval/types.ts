import type { IndicatorRecord, Passage, Plan, Section, Table } from '../corpus/types.ts';

/** A passage and how well it fits. Scores compare within one list only, higher is better. */
export interface Scored {
  readonly passageId: string;
  readonly score: number;
}

/** Which passages a search may return. An absent field does not filter; an empty array lets nothing pass. */
export interface PassageFilter {
  readonly planIds?: readonly string[];
}

/** Which passages a search by words may return, and among which it counts how rare a word is. */
export interface WordFilter extends PassageFilter {
  /**
   * Plans whose passages are counted: the search is that of an index of these alone, so that no other has any influence
   * on it. `planIds` names none but these. Absent: all plans.
   */
  readonly countedIn?: readonly string[];
}

/** How common words are among some passages. */
export interface DocumentFrequencies {
  /** The passages that were looked at. */
  readonly total: number;
  /** How many of them hold each word that was asked for; 0 for a word in none. */
  readonly counts: ReadonlyMap<string, number>;
}

/** A plan with counts of what the index holds of it. */
export interface PlanSummary extends Plan {
  readonly counts: {
    readonly sections: number;
    readonly passages: number;
    readonly tables: number;
    readonly records: number;
  };
}

/**
 * One generation of the index, read-only. The embedded store and the PostgreSQL one implement it, and one contract
 * suite runs on both. Every method throws `GuidaError` with code `index-damaged` when what it reads does not make
 * sense.
 */
export interface Store {
  /** Names the generation that is being served; changes when the index is rebuilt. */
  readonly generation: string;
  plans(): Promise<readonly PlanSummary[]>;
  sections(planId: string): Promise<readonly Section[]>;
  /** In the order of `ids`; unknown ids are left out. */
  passages(ids: readonly string[]): Promise<readonly Passage[]>;
  /** Passages of a plan with `from <= order <= to`, in order. */
  passageRange(planId: string, from: number, to: number): Promise<readonly Passage[]>;
  /** Passages whose heading path starts with `path`, in order. */
  sectionPassages(planId: string, path: readonly string[]): Promise<readonly Passage[]>;
  tables(filter: PassageFilter): Promise<readonly Table[]>;
  /** All records of the plans that the filter lets pass, in the order of the plans' texts. */
  records(filter: PassageFilter): Promise<readonly IndicatorRecord[]>;
  /**
   * Passages by words: BM25 over the text, the heading path and the plan title, with the column weights the store
   * was opened with. A passage needs one of the words, not all.
   */
  searchWords(words: readonly string[], filter: WordFilter, k: number): Promise<readonly Scored[]>;
  /** Passages by nearness of embedding (cosine). */
  searchVectors(vector: Float32Array, filter: PassageFilter, k: number): Promise<readonly Scored[]>;
  /** How many of the passages that the filter lets pass hold each word: for inverse document frequencies. */
  documentFrequencies(words: readonly string[], filter?: PassageFilter): Promise<DocumentFrequencies>;
  close(): Promise<void>;
}

/** Turns a text into the words that are indexed and searched. */
export interface Words {
  /** Lower-cased words in text order, figures kept whole (2025, 13.5%, gdp), punctuation dropped. May repeat. */
  split(text: string): readonly string[];
  /**
   * Whether a run of Chinese characters is a word of the dictionary, and not one that the segmenter guessed from characters
   * that often stand together. Absent: the splitter cannot tell.
   */
  knows?(word: string): boolean;
  /** Whether a run of Chinese characters is a noun of the dictionary, by its usual use. Absent: the splitter cannot tell. */
  isNoun?(word: string): boolean;
}

/** Labels from one to another, both among them. */
export type LabelRange = readonly [from: number, to: number];

/** Vectors with integer labels. `hnsw` and `exact` implement it; the property tests hold one against the other. */
export interface VectorIndex {
  readonly dimension: number;
  readonly size: number;
  /**
   * The `k` nearest by cosine, best first, fewer when fewer pass.
   * @param allowed labels that may be returned, ascending and apart; absent: all. Ranges, since the passages of a plan
   *   follow one another and a filter by plans may let a million pass
   * @throws GuidaError `vector-invalid` for a wrong length or a non-finite number
   */
  search(
    vector: Float32Array,
    k: number,
    allowed?: readonly LabelRange[],
  ): Promise<readonly { readonly label: number; readonly similarity: number }[]>;
  close(): Promise<void>;
}
