import { createHash } from 'node:crypto';

/**
 * Which vectors of a table are equal. A graph must hold each vector once: the links of, say, a hundred equal vectors all
 * go to one another, and a search that enters such a knot never leaves it.
 */
export class DistinctVectors {
  readonly #firstByDigest = new Map<string, number>();
  readonly #sameAs: number[] = [];

  /**
   * Notes the vector at the next position.
   * @returns the first position that holds an equal vector; the vector's own when it is new
   */
  add(vector: Float32Array): number {
    const bytes = new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
    const digest = createHash('sha256').update(bytes).digest('base64');
    const position = this.#sameAs.length;
    const first = this.#firstByDigest.get(digest) ?? position;
    this.#firstByDigest.set(digest, first);
    this.#sameAs.push(first);
    return first;
  }

  /** For each position the first one that holds an equal vector. */
  sameAs(): Uint32Array {
    return Uint32Array.from(this.#sameAs);
  }
}

/** The positions of each vector that is there more than once, under the first of them, both ascending. */
export function repeatedVectors(sameAs: Uint32Array): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  sameAs.forEach((first, position) => {
    if (first === position) return;
    const group = groups.get(first);
    if (group === undefined) groups.set(first, [first, position]);
    else group.push(position);
  });
  return groups;
}
