import { createRequire } from 'node:module';
import type { HierarchicalNSW } from 'hnswlib-node';
import { GuidaError } from '../../corpus/errors.ts';
import type { HnswParameters } from './hnsw-parameters.ts';

/** CommonJS: its named exports are not visible to `import`. */
const Native = (createRequire(import.meta.url)('hnswlib-node') as { HierarchicalNSW: typeof HierarchicalNSW })
  .HierarchicalNSW;

/**
 * A fresh native object with room for `capacity` vectors. The space is the inner product: our vectors have length 1, and
 * the library's cosine space would round them once more.
 */
export function createNative(dimension: number, capacity: number, parameters: HnswParameters): HierarchicalNSW {
  const native = new Native('ip', dimension);
  native.initIndex({
    maxElements: Math.max(1, capacity),
    m: parameters.m,
    efConstruction: parameters.efConstruction,
    randomSeed: parameters.seed,
  });
  return native;
}

/**
 * Loads a file that has just been checked into a fresh native object. A failed load leaves the library's object pointing
 * at freed memory, so an object is asked to load once and dropped when that fails.
 * @param rows how many vectors the graph holds
 * @throws GuidaError `index-damaged`
 */
export function loadNative(path: string, dimension: number, rows: number): HierarchicalNSW {
  try {
    const native = new Native('ip', dimension);
    native.readIndexSync(path);
    if (native.getCurrentCount() !== rows) throw new Error('the file changed while it was read');
    return native;
  } catch (error) {
    throw new GuidaError('index-damaged', 'The vector index is damaged. Build the index again.', { cause: error });
  }
}
