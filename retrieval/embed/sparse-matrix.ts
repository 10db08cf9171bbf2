/** A matrix that is mostly zeros, by rows (CSR): row `i` holds `values[starts[i] … starts[i + 1]]` at `columns[…]`. */
export interface SparseMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly starts: Uint32Array;
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** A dense matrix, row after row. */
export interface DenseMatrix {
  readonly rowCount: number;
  readonly columnCount: number;
  readonly values: Float64Array;
}

/** One row of a sparse matrix: columns, each once, in any order, and their values. */
export interface SparseRow {
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

/** A dense matrix of zeros. */
export function zeros(rowCount: number, columnCount: number): DenseMatrix {
  return { rowCount, columnCount, values: new Float64Array(rowCount * columnCount) };
}

/** Stacks rows into a matrix. */
export function sparseMatrix(rows: readonly SparseRow[], columnCount: number): SparseMatrix {
  const starts = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    starts[i + 1] = (starts[i] as number) + row.columns.length;
  });
  const columns = new Uint32Array(starts[rows.length] as number);
  const values = new Float32Array(columns.length);
  rows.forEach((row, i) => {
    columns.set(row.columns, starts[i]);
    values.set(row.values, starts[i]);
  });
  return { rowCount: rows.length, columnCount, starts, columns, values };
}

/** Rows for columns. */
export function transpose(matrix: SparseMatrix): SparseMatrix {
  const starts = new Uint32Array(matrix.columnCount + 1);
  for (const column of matrix.columns) starts[column + 1] = (starts[column + 1] as number) + 1;
  for (let i = 1; i < starts.length; i += 1) starts[i] = (starts[i] as number) + (starts[i - 1] as number);
  const next = starts.slice();
  const columns = new Uint32Array(matrix.columns.length);
  const values = new Float32Array(matrix.values.length);
  for (let row = 0; row < matrix.rowCount; row += 1) {
    for (let entry = matrix.starts[row] as number; entry < (matrix.starts[row + 1] as number); entry += 1) {
      const column = matrix.columns[entry] as number;
      const to = next[column] as number;
      next[column] = to + 1;
      columns[to] = row;
      values[to] = matrix.values[entry] as number;
    }
  }
  return { rowCount: matrix.columnCount, columnCount: matrix.rowCount, starts, columns, values };
}

/** `sparse` × `dense`. */
export function multiply(sparse: SparseMatrix, dense: DenseMatrix): DenseMatrix {
  const width = dense.columnCount;
  const product = zeros(sparse.rowCount, width);
  const sum = new RowSum(product.values, dense.values, width);
  for (let row = 0; row < sparse.rowCount; row += 1) {
    sum.start(row * width);
    for (let entry = sparse.starts[row] as number; entry < (sparse.starts[row + 1] as number); entry += 1) {
      sum.add((sparse.columns[entry] as number) * width, sparse.values[entry] as number);
    }
    sum.finish();
  }
  return product;
}

/** `left` × `right`, both dense. */
export function multiplyDense(left: DenseMatrix, right: DenseMatrix): DenseMatrix {
  const width = right.columnCount;
  const product = zeros(left.rowCount, width);
  const sum = new RowSum(product.values, right.values, width);
  for (let row = 0; row < left.rowCount; row += 1) {
    sum.start(row * width);
    for (let i = 0; i < left.columnCount; i += 1) {
      sum.add(i * width, left.values[row * left.columnCount + i] as number);
    }
    sum.finish();
  }
  return product;
}

/** The transpose of `left` × `right`, two dense matrices of one shape. */
export function multiplyTransposed(left: DenseMatrix, right: DenseMatrix): DenseMatrix {
  const { rowCount, columnCount: width } = left;
  const product = zeros(width, right.columnCount);
  const sum = new RowSum(product.values, right.values, right.columnCount);
  // In blocks of rows, so that the product stays in the cache while a block is added to it.
  for (let block = 0; block < rowCount; block += ROW_BLOCK) {
    const end = Math.min(rowCount, block + ROW_BLOCK);
    for (let i = 0; i < width; i += 1) {
      sum.start(i * right.columnCount);
      for (let row = block; row < end; row += 1) {
        sum.add(row * right.columnCount, left.values[row * width + i] as number);
      }
      sum.finish();
    }
  }
  return product;
}

const ROW_BLOCK = 64;

/**
 * Adds multiples of rows of one flat array to a row of another, four at a time: each number of the target is then loaded
 * and stored once instead of four times, which is what these loops spend their time on.
 */
class RowSum {
  readonly #target: Float64Array;
  readonly #source: Float64Array;
  readonly #width: number;
  readonly #offsets = new Int32Array(4);
  readonly #scales = new Float64Array(4);
  #waiting = 0;
  #to = 0;

  constructor(target: Float64Array, source: Float64Array, width: number) {
    this.#target = target;
    this.#source = source;
    this.#width = width;
  }

  /** Begins with the target row at offset `to`. */
  start(to: number): void {
    this.#to = to;
  }

  /** Adds `scale` times the source row at offset `from`. */
  add(from: number, scale: number): void {
    this.#offsets[this.#waiting] = from;
    this.#scales[this.#waiting] = scale;
    this.#waiting += 1;
    if (this.#waiting === 4) this.#flush();
  }

  /** Adds what is still waiting. */
  finish(): void {
    if (this.#waiting === 0) return;
    // A place that is not taken repeats a row, zero times.
    this.#scales.fill(0, this.#waiting);
    this.#flush();
  }

  #flush(): void {
    const [target, source, offsets, scales] = [this.#target, this.#source, this.#offsets, this.#scales];
    const [to, width] = [this.#to, this.#width];
    // Read one by one: destructuring a typed array walks an iterator.
    const o0 = offsets[0] as number;
    const o1 = offsets[1] as number;
    const o2 = offsets[2] as number;
    const o3 = offsets[3] as number;
    const s0 = scales[0] as number;
    const s1 = scales[1] as number;
    const s2 = scales[2] as number;
    const s3 = scales[3] as number;
    for (let i = 0; i < width; i += 1) {
      target[to + i] =
        (target[to + i] as number) +
        s0 * (source[o0 + i] as number) +
        s1 * (source[o1 + i] as number) +
        s2 * (source[o2 + i] as number) +
        s3 * (source[o3 + i] as number);
    }
    this.#waiting = 0;
  }
}
