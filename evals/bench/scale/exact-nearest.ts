import { dotAt } from '../../../retrieval/vectors/vector.ts';

/**
 * The positions of the `k` nearest of all vectors, for each question: what the recall of an index is held against.
 * @param vectors unit vectors, one after another
 */
export function exactNearest(
  vectors: Float32Array,
  questions: readonly Float32Array[],
  k: number,
): readonly (readonly number[])[] {
  return questions.map((question) => {
    const best: { readonly at: number; readonly similarity: number }[] = [];
    const dimension = question.length;
    for (let at = 0; at * dimension < vectors.length; at += 1) {
      const similarity = dotAt(vectors, question, at * dimension);
      const worst = best[k - 1];
      if (worst !== undefined && similarity <= worst.similarity) continue;
      best.push({ at, similarity });
      best.sort((left, right) => right.similarity - left.similarity || left.at - right.at);
      best.length = Math.min(best.length, k);
    }
    return best.map(({ at }) => at);
  });
}
