import type { Words } from '../types.ts';
import type { SparseRow } from './sparse-matrix.ts';

/** Which features of the texts are kept. */
export interface FeatureOptions {
  /** A feature in fewer texts says nothing about others. Not applied when it would leave nothing. */
  readonly minDocuments: number;
  /** At most this many features, the most widespread first. */
  readonly maxFeatures: number;
  /** Weight of the words against that of the character pairs, before the row is brought to length 1. */
  readonly wordWeight: number;
}

/** The features a model knows and their weights. Plain data, so that it can be stored. */
export interface Vocabulary {
  /** Feature names, `w` + word or `b` + two characters; the position is the column. */
  readonly names: readonly string[];
  /** ln((1 + texts) / (1 + texts with the feature)) + 1, by column. */
  readonly inverseDocumentFrequencies: Float32Array;
}

/** Runs of Han characters, in which every neighbouring pair is a feature: right even where the words are cut wrong. */
const HAN_RUN = /\p{Script=Han}{2,}/gu;

/** How often each feature occurs in a text. */
export function countFeatures(text: string, words: Words): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  const count = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  for (const word of words.split(text)) count(`w${word}`);
  for (const [run] of text.matchAll(HAN_RUN)) {
    const characters = Array.from(run);
    for (let i = 1; i < characters.length; i += 1) count(`b${characters[i - 1] ?? ''}${characters[i] ?? ''}`);
  }
  return counts;
}

/** Chooses the features of a corpus. Deterministic: equal counts are ordered by name. */
export function chooseVocabulary(texts: Iterable<ReadonlyMap<string, number>>, options: FeatureOptions): Vocabulary {
  const documents = new Map<string, number>();
  let total = 0;
  for (const counts of texts) {
    total += 1;
    for (const name of counts.keys()) documents.set(name, (documents.get(name) ?? 0) + 1);
  }
  const all = [...documents];
  const shared = all.filter(([, count]) => count >= options.minDocuments);
  const kept = (shared.length > 0 ? shared : all)
    .sort(([leftName, left], [rightName, right]) => right - left || (leftName < rightName ? -1 : 1))
    .slice(0, options.maxFeatures);
  return {
    names: kept.map(([name]) => name),
    inverseDocumentFrequencies: Float32Array.from(kept, ([, count]) => Math.log((1 + total) / (1 + count)) + 1),
  };
}

/** Weighs the features of a text: (1 + ln tf) × idf, words and character pairs each to length 1, then all of it. */
export class FeatureWeights {
  readonly #columnOf: ReadonlyMap<string, number>;
  readonly #frequencies: Float32Array;
  readonly #isWord: Uint8Array;
  readonly #wordWeight: number;

  constructor(vocabulary: Vocabulary, wordWeight: number) {
    this.#columnOf = new Map(vocabulary.names.map((name, column) => [name, column]));
    this.#frequencies = vocabulary.inverseDocumentFrequencies;
    this.#isWord = Uint8Array.from(vocabulary.names, (name) => (name.startsWith('w') ? 1 : 0));
    this.#wordWeight = wordWeight;
  }

  /** The row of a text; empty when it holds no known feature. */
  row(counts: ReadonlyMap<string, number>): SparseRow {
    const columns: number[] = [];
    const values: number[] = [];
    const squares = { words: 0, pairs: 0 };
    for (const [name, count] of counts) {
      const column = this.#columnOf.get(name);
      if (column === undefined) continue;
      const value = (1 + Math.log(count)) * (this.#frequencies[column] as number);
      columns.push(column);
      values.push(value);
      squares[this.#isWord[column] === 1 ? 'words' : 'pairs'] += value * value;
    }
    const wordLength = squares.words > 0 ? this.#wordWeight : 0;
    const pairLength = squares.pairs > 0 ? 1 : 0;
    const length = Math.hypot(wordLength, pairLength);
    const wordScale = wordLength / (Math.sqrt(squares.words) * length || 1);
    const pairScale = pairLength / (Math.sqrt(squares.pairs) * length || 1);
    columns.forEach((column, entry) => {
      values[entry] = (values[entry] as number) * (this.#isWord[column] === 1 ? wordScale : pairScale);
    });
    return { columns: Uint32Array.from(columns), values: Float32Array.from(values) };
  }
}
