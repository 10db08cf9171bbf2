import type { HierarchicalNSW } from 'hnswlib-node';
import { GuidaError } from '../../corpus/errors.ts';
import type { LabelRange, VectorIndex } from '../types.ts';
import { DistinctVectors, repeatedVectors } from './distinct-vectors.ts';
import { readHnswFile, writeHnswFile, type HnswContent } from './hnsw-file.ts';
import { createNative, loadNative } from './hnsw-native.ts';
import {
  efFor,
  filteredWidth,
  hnswParameters,
  methodFor,
  type HnswParameters,
  type VectorMethod,
} from './hnsw-parameters.ts';
import {
  byRank,
  countPositions,
  hitAt,
  isWithin,
  positionsOf,
  scan,
  tableOfRows,
  tableOfVectors,
  type VectorHit,
  type VectorTable,
} from './vector-table.ts';
import {
  assertCount,
  assertDimension,
  assertLabel,
  assertVector,
  isZero,
  normalise,
  type VectorInput,
} from './vector.ts';

/**
 * Adds vectors to a graph one by one, so that a long build can yield in between; `HnswIndex.build` is the short way.
 */
export class HnswBuilder {
  readonly #native: HierarchicalNSW;
  readonly #data: Float32Array;
  readonly #labels: Uint32Array;
  readonly #seen = new Set<number>();
  readonly #distinct = new DistinctVectors();
  readonly #dimension: number;
  readonly #parameters: HnswParameters;

  /**
   * @param dimension numbers in each vector
   * @param capacity how many vectors will be added
   * @throws GuidaError `vector-invalid` or `settings`
   */
  constructor(dimension: number, capacity: number, options: Partial<HnswParameters> = {}) {
    assertDimension(dimension);
    assertCount(capacity);
    this.#dimension = dimension;
    this.#parameters = hnswParameters(options);
    this.#native = createNative(dimension, capacity, this.#parameters);
    this.#data = new Float32Array(capacity * dimension);
    this.#labels = new Uint32Array(capacity);
  }

  /** How many vectors have been added. */
  get size(): number {
    return this.#seen.size;
  }

  /**
   * Adds one vector. There is no way to remove or replace one: the library cannot re-add a deleted label, so a changed
   * corpus means a new build.
   * @throws GuidaError `vector-invalid` for a bad vector, a bad or repeated label, or one more than the capacity
   */
  add(vector: VectorInput, label: number): void {
    assertVector(vector, this.#dimension);
    assertLabel(label);
    if (this.#seen.has(label)) throw new GuidaError('vector-invalid', 'A label stands in the index twice.');
    if (this.size === this.#labels.length) throw new GuidaError('vector-invalid', 'The index is full.');
    const unit = normalise(vector);
    const position = this.size;
    // The library knows vectors by position; our labels stay outside.
    if (this.#distinct.add(unit) === position) this.#native.addPoint(Array.from(unit), position);
    this.#data.set(unit, position * this.#dimension);
    this.#labels[position] = label;
    this.#seen.add(label);
  }

  /**
   * The finished index.
   * @throws GuidaError `vector-invalid` when fewer vectors were added than announced
   */
  finish(): HnswIndex {
    if (this.size !== this.#labels.length) {
      throw new GuidaError('vector-invalid', `${this.#labels.length} vectors were announced, ${this.size} came.`);
    }
    const table = tableOfRows(this.#dimension, this.#labels, this.#data);
    return new HnswIndex(this.#native, { table, sameAs: this.#distinct.sameAs() }, this.#parameters);
  }
}

/**
 * HNSW (Malkov and Yashunin 2018) by hnswlib-node, in this process, with a guard before every native call. What the
 * guards cannot cover (a fault in the library) takes the process with it, which is why the chat process uses
 * `openVectorProcess` instead. Immutable once built; loads, saves and searches synchronously only, since the library's
 * asynchronous calls race with its other ones.
 */
export class HnswIndex implements VectorIndex {
  #native: HierarchicalNSW | undefined;
  readonly #content: HnswContent;
  readonly #table: VectorTable;
  /** Equal vectors, by the position that stands for them in the graph. */
  readonly #repeated: ReadonlyMap<number, readonly number[]>;
  /** How many vectors the graph holds. */
  readonly #rows: number;
  readonly #parameters: HnswParameters;
  /** Candidates of a search without a filter. */
  readonly #ef: number;

  /** For `HnswBuilder` and `HnswIndex.load`. The native object must hold exactly the distinct vectors of the table. */
  constructor(native: HierarchicalNSW, content: HnswContent, parameters: HnswParameters) {
    this.#native = native;
    this.#content = content;
    this.#table = content.table;
    this.#repeated = repeatedVectors(content.sameAs);
    this.#rows = native.getCurrentCount();
    this.#parameters = parameters;
    this.#ef = parameters.ef ?? efFor(content.table.labels.length);
  }

  /**
   * An index over vectors in memory. Takes about 0.5 ms a vector.
   * @param options.dimension absent: that of the first vector; needed when there is none
   * @throws GuidaError `vector-invalid` for a bad vector, or a bad or repeated label; `settings` for bad parameters
   */
  static build(
    vectors: readonly VectorInput[],
    labels: readonly number[] | Uint32Array,
    options: Partial<HnswParameters> & { readonly dimension?: number } = {},
  ): HnswIndex {
    const { dimension, ...parameters } = options;
    // All are checked before the first is added, so a bad last one does not cost a build.
    const table = tableOfVectors(vectors, labels, dimension);
    const builder = new HnswBuilder(table.dimension, vectors.length, parameters);
    vectors.forEach((vector, position) => {
      builder.add(vector, table.labels[position] as number);
    });
    return builder.finish();
  }

  /**
   * Loads a file that `save` wrote, after checking size, checksum, header and links.
   * @throws GuidaError `index-damaged` or `index-mismatch`
   */
  static load(path: string, options: { readonly ef?: number } = {}): HnswIndex {
    const { table, sameAs, m, efConstruction, seed } = readHnswFile(path);
    const parameters = hnswParameters({ m, efConstruction, seed, ...options });
    const rows = sameAs.reduce((count, first, position) => count + Number(first === position), 0);
    const native = loadNative(path, table.dimension, rows);
    return new HnswIndex(native, { table, sameAs }, parameters);
  }

  /** Numbers in each vector. */
  get dimension(): number {
    return this.#table.dimension;
  }

  /** How many vectors are held. */
  get size(): number {
    return this.#table.labels.length;
  }

  /**
   * Writes the graph to `path` and its manifest to `path` + `.json`.
   * @throws GuidaError `data-unwritable`
   */
  save(path: string): void {
    writeHnswFile(path, this.#open(), this.#content, this.#parameters);
  }

  /**
   * As `VectorIndex.search`, near enough: now and then one of the nearest is missed (see `efFor`). The zero vector has
   * no direction, so it is near nothing: no results.
   */
  search(vector: VectorInput, k: number, allowed?: readonly LabelRange[]): Promise<readonly VectorHit[]> {
    // The executor turns a throw into a rejection.
    return new Promise((resolve) => {
      resolve(this.searchNow(vector, k, allowed));
    });
  }

  /**
   * `search` without a promise.
   * @param method for measuring; default: whichever is faster
   * @throws GuidaError `vector-invalid`
   */
  searchNow(
    vector: VectorInput,
    k: number,
    allowed?: readonly LabelRange[],
    method?: VectorMethod,
  ): readonly VectorHit[] {
    assertVector(vector, this.dimension);
    assertCount(k);
    const native = this.#open();
    if (k === 0 || this.size === 0 || isZero(vector)) return [];
    const unit = normalise(vector);
    const positions = positionsOf(this.#table, allowed);
    const passing = countPositions(positions);
    const exact = () => scan(this.#table, unit, k, positions);
    const isFiltered = passing < this.size;
    const width = isFiltered ? filteredWidth(this.#ef, k, passing / this.size) : this.#ef;
    if (passing <= k || (method ?? methodFor(width, passing)) === 'exact') return exact();
    // A filter inside the library calls back for each vector that is met. All that a walk weighs is asked for instead,
    // and what may not be returned is left out here: what remains is the nearest of what may.
    const wanted = Math.min(isFiltered ? width : k, this.#rows);
    native.setEf(width);
    const { neighbors } = native.searchKnn(Array.from(unit), wanted);
    // Scored again from the table: the library's 32-bit distances would order ties unlike the exact index.
    const hits = neighbors
      .flatMap((row) => this.#repeated.get(row) ?? row)
      .filter((position) => !isFiltered || isWithin(positions, position))
      .map((position) => hitAt(this.#table, unit, position))
      .sort(byRank)
      .slice(0, k);
    // The graph can hold corners no search reaches, and a filter can leave out all that is near: a short list shows both.
    return neighbors.length < wanted || (isFiltered && hits.length < k) ? exact() : hits;
  }

  /** Releases the graph. Searching afterwards is an error. */
  close(): Promise<void> {
    this.#native = undefined;
    return Promise.resolve();
  }

  #open(): HierarchicalNSW {
    if (this.#native === undefined) throw new GuidaError('internal', 'The vector index is closed.');
    return this.#native;
  }
}
