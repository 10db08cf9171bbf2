import { GuidaError } from '../../corpus/errors.ts';
import { assertVector } from '../vectors/vector.ts';

/** What a caller may want of a long embedding. */
export interface EmbedOptions {
  /** Texts embedded so far, and of how many. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Stops between texts or requests; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Turns texts into vectors whose cosine says how near two texts are in meaning. */
export interface Embedder {
  /**
   * Names the model and everything that shapes its vectors. Stored with an index; an index made with another id is
   * refused, because its vectors cannot be compared with ours.
   */
  readonly id: string;
  /** Numbers in each vector. */
  readonly dimension: number;
  /**
   * One finite vector a text, in their order. A text that the model knows nothing of may get the zero vector.
   * @throws GuidaError `embedding-failed`
   */
  embedDocuments(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array[]>;
  /**
   * The vector of a question.
   * @throws GuidaError `embedding-failed`
   */
  embedQuery(text: string, options?: EmbedOptions): Promise<Float32Array>;
}

/**
 * A vector that came from outside, once it is known to be sound.
 * @throws GuidaError `embedding-failed`
 */
export function checkedVector(vector: unknown, dimension: number): Float32Array {
  try {
    assertVector(vector, dimension);
  } catch (error) {
    throw new GuidaError('embedding-failed', 'The embedding model returned a vector that cannot be used.', {
      cause: error,
    });
  }
  return Float32Array.from(vector);
}
