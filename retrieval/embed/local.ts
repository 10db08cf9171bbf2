import { createHash } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { z } from 'zod';
import { damaged, decodeChecked, encodeChecked, type CheckedKind } from '../vectors/checked-bytes.ts';
import { normalise } from '../vectors/vector.ts';
import type { Words } from '../types.ts';
import type { Embedder, EmbedOptions } from './embedding.ts';
import { randomisedSvd } from './randomised-svd.ts';
import { sparseMatrix } from './sparse-matrix.ts';
import {
  FeatureWeights,
  chooseVocabulary,
  countFeatures,
  type FeatureOptions,
  type Vocabulary,
} from './text-features.ts';

/** How the local embedding is trained. */
export interface LocalEmbeddingOptions extends FeatureOptions {
  /** Numbers in each vector; fewer when the corpus has fewer texts or features than that. */
  readonly dimension: number;
  /**
   * Weight of the directions in a document's vector: its coordinate is multiplied by the singular value to this power.
   * 1 is plain LSA; 0.5 holds the few largest ones back and finds more (eigenvalue weighting in Levy, Goldberg and Dagan 2015).
   */
  readonly spectrumPower: number;
  /** Seed of the random directions. */
  readonly seed: number;
}

/** The one place for the defaults. */
export const LOCAL_EMBEDDING_DEFAULTS: LocalEmbeddingOptions = {
  dimension: 256,
  spectrumPower: 0.5,
  seed: 20261120,
  minDocuments: 2,
  maxFeatures: 32_000,
  wordWeight: 1,
};

const KIND: CheckedKind = { magic: 'GUIDALSA', version: 1, name: 'embedding model' };

const headerSchema = z.strictObject({
  dimension: z.int().min(1),
  wordWeight: z.number().positive(),
  names: z.array(z.string()),
});

/** Texts embedded before other work of the process gets its turn. */
const BATCH = 64;

/**
 * Latent semantic analysis (Deerwester et al. 1990): texts that use the same words, or words that keep the same company
 * in this corpus, get near vectors. Needs no download and no key; knows only the corpus it was trained on.
 */
export class LocalEmbedder implements Embedder {
  readonly id: string;
  readonly dimension: number;
  readonly #words: Words;
  readonly #weights: FeatureWeights;
  readonly #projection: Float32Array;
  readonly #bytes: Uint8Array;

  /** From the bytes of `save`; use `trainLocalEmbedding` or `loadLocalEmbedding`. */
  constructor(bytes: Uint8Array, words: Words) {
    const { dimension, wordWeight, vocabulary, projection } = decode(bytes);
    this.dimension = dimension;
    this.#words = words;
    this.#weights = new FeatureWeights(vocabulary, wordWeight);
    this.#projection = projection;
    this.#bytes = bytes;
    const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
    this.id = `local-lsa-${KIND.version}-${dimension}-${digest}`;
  }

  /** One vector of length 1 a text; zero when it holds no known word. Lets other work in between. */
  async embedDocuments(texts: readonly string[], options: EmbedOptions = {}): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (const text of texts) {
      if (vectors.length % BATCH === 0) {
        await nextTurn();
        options.signal?.throwIfAborted();
        options.onProgress?.(vectors.length, texts.length);
      }
      vectors.push(this.embed(text));
    }
    options.onProgress?.(texts.length, texts.length);
    return vectors;
  }

  /** As for a document: both live in one space. */
  embedQuery(text: string): Promise<Float32Array> {
    // The executor turns a throw into a rejection.
    return new Promise((resolve) => {
      resolve(this.embed(text));
    });
  }

  /** The vector of a text, at once. */
  embed(text: string): Float32Array {
    const { columns, values } = this.#weights.row(countFeatures(text, this.#words));
    const [dimension, projection] = [this.dimension, this.#projection];
    const sum = new Float64Array(dimension);
    for (let entry = 0; entry < columns.length; entry += 1) {
      const value = values[entry] as number;
      const from = (columns[entry] as number) * dimension;
      for (let i = 0; i < dimension; i += 1) {
        sum[i] = (sum[i] as number) + value * (projection[from + i] as number);
      }
    }
    return normalise(Float32Array.from(sum));
  }

  /** The trained model, with format version and checksum. The same corpus, words and options give the same bytes. */
  save(): Uint8Array {
    return this.#bytes;
  }
}

/**
 * Trains the local embedding: features weighed by tf × idf, then the corpus's main directions by a randomised SVD.
 * Computes without a pause (a few seconds for 5,000 passages): do it in a process that nobody is waiting for.
 * @param words must be the same when the model is loaded again
 */
export function trainLocalEmbedding(
  texts: readonly string[],
  words: Words,
  options: Partial<LocalEmbeddingOptions> = {},
): LocalEmbedder {
  const settings = { ...LOCAL_EMBEDDING_DEFAULTS, ...options };
  // Counted twice rather than kept: the counts of 20,000 passages would fill most of a gigabyte.
  const vocabulary = chooseVocabulary(counts(texts, words), settings);
  const weights = new FeatureWeights(vocabulary, settings.wordWeight);
  const rows = texts.map((text) => weights.row(countFeatures(text, words)));
  const matrix = sparseMatrix(rows, vocabulary.names.length);
  const { values, vectors } = randomisedSvd(matrix, { rank: settings.dimension, seed: settings.seed });
  // A corpus without a single word still gets a model: one whose vectors are all zero.
  const dimension = Math.max(1, vectors.columnCount);
  const projection = new Float32Array(vocabulary.names.length * dimension);
  vectors.values.forEach((value, i) => {
    const share = (values[i % dimension] as number) / (values[0] as number);
    projection[i] = value * share ** (settings.spectrumPower - 1);
  });
  return new LocalEmbedder(encode(dimension, settings.wordWeight, vocabulary, projection), words);
}

/**
 * Loads what `LocalEmbedder.save` gave.
 * @param words the same as at the training
 * @throws GuidaError `index-damaged` when the bytes are cut or changed; `index-mismatch` for another format version
 */
export function loadLocalEmbedding(bytes: Uint8Array, words: Words): LocalEmbedder {
  return new LocalEmbedder(bytes, words);
}

function* counts(texts: readonly string[], words: Words): Generator<ReadonlyMap<string, number>> {
  for (const text of texts) yield countFeatures(text, words);
}

function encode(dimension: number, wordWeight: number, vocabulary: Vocabulary, projection: Float32Array): Uint8Array {
  return encodeChecked(KIND, {
    header: { dimension, wordWeight, names: vocabulary.names },
    sections: [new Uint8Array(vocabulary.inverseDocumentFrequencies.buffer), new Uint8Array(projection.buffer)],
  });
}

function decode(bytes: Uint8Array) {
  const { header, sections } = decodeChecked(KIND, bytes);
  const parsed = headerSchema.safeParse(header);
  const [frequencies, projection] = sections;
  if (!parsed.success || frequencies === undefined || projection === undefined) throw damaged(KIND);
  const { dimension, wordWeight, names } = parsed.data;
  if (frequencies.byteLength !== names.length * 4) throw damaged(KIND);
  if (projection.byteLength !== names.length * dimension * 4) throw damaged(KIND);
  return {
    dimension,
    wordWeight,
    vocabulary: { names, inverseDocumentFrequencies: new Float32Array(frequencies.buffer) },
    projection: new Float32Array(projection.buffer),
  };
}
