/**
 * Layout of hnswlib 0.8's file (hnswalg.h, saveIndex) as written by 64-bit builds: this header, then one record per
 * vector (ground-layer links, vector, label), then per vector the byte length of its upper-layer links and the links.
 */
const HEADER_BYTES = 96;
const CAPACITY_AT = 8;
const COUNT_AT = 16;
const RECORD_BYTES_AT = 24;
const LABEL_AT = 32;
const VECTOR_AT = 40;
const TOP_LAYER_AT = 48;
const ENTRY_AT = 52;
const UPPER_LINKS_AT = 56;
const GROUND_LINKS_AT = 64;
const M_AT = 72;
const EF_CONSTRUCTION_AT = 88;
const LABEL_BYTES = 8;

/** What a graph file holds, read without the native library. */
export interface GraphFile {
  readonly m: number;
  readonly efConstruction: number;
  /** The library's own label of each row, in the order of adding. */
  readonly rowLabels: Uint32Array;
  /** Unit vectors (or zero), row after row. */
  readonly rows: Float32Array;
}

/**
 * Reads a graph file and proves that walking it stays inside it: sizes add up, every link leads to a vector that has
 * that layer, every vector is finite and of length 1 or 0. The library itself checks next to nothing of this and
 * follows a bad link into foreign memory.
 * @param dimension what the caller expects; the file does not state it, only the record size betrays it
 * @param most how many vectors it may have room for
 * @throws Error with the reason, for the operator
 */
export function readGraph(bytes: Uint8Array, dimension: number, most: number): GraphFile {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.byteLength < HEADER_BYTES) throw new Error('shorter than its header');
  const long = (offset: number): number => Number(view.getBigUint64(offset, true));
  const count = long(COUNT_AT);
  const recordBytes = long(RECORD_BYTES_AT);
  const m = long(M_AT);
  const upperLinks = long(UPPER_LINKS_AT);
  const groundLinks = long(GROUND_LINKS_AT);
  const vectorAt = groundLinks * 4 + 4;
  const labelAt = vectorAt + dimension * 4;
  // The library allocates by it, and an absurd one ends the process.
  const capacity = long(CAPACITY_AT);
  if (capacity < count || capacity > Math.max(1, most)) throw new Error('capacity does not fit the count');
  if (upperLinks !== m || groundLinks !== 2 * m) throw new Error('link counts do not fit M');
  if (long(0) !== 0 || long(VECTOR_AT) !== vectorAt || long(LABEL_AT) !== labelAt)
    throw new Error('offsets do not fit');
  if (recordBytes !== labelAt + LABEL_BYTES) throw new Error('another dimension');
  if (HEADER_BYTES + count * (recordBytes + 4) > bytes.byteLength) throw new Error('shorter than its records');

  const { levels, starts } = readLevels(view, HEADER_BYTES + count * recordBytes, count, upperLinks * 4 + 4);
  const entry = view.getUint32(ENTRY_AT, true);
  if (count > 0 && levels[entry] !== view.getInt32(TOP_LAYER_AT, true)) throw new Error('entry point is off');
  if (levels.some((level) => level > view.getInt32(TOP_LAYER_AT, true))) throw new Error('a layer above the top');

  const rows = new Float32Array(count * dimension);
  const rowBytes = new Uint8Array(rows.buffer);
  const rowLabels = new Uint32Array(count);
  for (let i = 0; i < count; i += 1) {
    const record = HEADER_BYTES + i * recordBytes;
    checkLinks(view, record, groundLinks, 0, levels);
    for (let level = 1; level <= (levels[i] as number); level += 1) {
      checkLinks(view, (starts[i] as number) + (level - 1) * (upperLinks * 4 + 4), upperLinks, level, levels);
    }
    rowBytes.set(bytes.subarray(record + vectorAt, record + labelAt), i * dimension * 4);
    if (view.getUint32(record + labelAt + 4, true) !== 0) throw new Error('a label is out of range');
    rowLabels[i] = view.getUint32(record + labelAt, true);
    checkUnit(rows.subarray(i * dimension, (i + 1) * dimension));
  }
  return { m, efConstruction: long(EF_CONSTRUCTION_AT), rowLabels, rows };
}

/** Top layer of each vector and where its upper links start. The lengths must use up the file exactly. */
function readLevels(view: DataView, from: number, count: number, layerBytes: number) {
  const levels = new Int32Array(count);
  const starts = new Float64Array(count);
  let offset = from;
  for (let i = 0; i < count; i += 1) {
    if (offset + 4 > view.byteLength) throw new Error('shorter than its links');
    const length = view.getUint32(offset, true);
    if (length % layerBytes !== 0) throw new Error('upper links do not fit M');
    levels[i] = length / layerBytes;
    starts[i] = offset + 4;
    offset += 4 + length;
  }
  if (offset !== view.byteLength) throw new Error('length does not fit its content');
  return { levels, starts };
}

function checkLinks(view: DataView, offset: number, most: number, level: number, levels: Int32Array): void {
  const used = view.getUint16(offset, true);
  // The two bytes after the count carry the deletion mark; we never delete.
  if (used > most || view.getUint16(offset + 2, true) !== 0) throw new Error('a link list is off');
  for (let i = 1; i <= used; i += 1) {
    const levelOfNeighbour = levels[view.getUint32(offset + i * 4, true)];
    if (levelOfNeighbour === undefined || levelOfNeighbour < level) throw new Error('a link leads nowhere');
  }
}

function checkUnit(vector: Float32Array): void {
  let squares = 0;
  for (const value of vector) squares += value * value;
  // NaN fails both comparisons.
  if (squares !== 0 && !(Math.abs(squares - 1) < 1e-3)) throw new Error('a vector is not of length 1');
}
