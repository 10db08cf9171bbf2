import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { seededRandom } from './seeded-random.ts';
import { orthonormal } from './orthonormal.ts';
import { randomisedSvd } from './randomised-svd.ts';
import { multiply, multiplyDense, multiplyTransposed, sparseMatrix, transpose } from './sparse-matrix.ts';
import type { DenseMatrix, SparseMatrix } from './sparse-matrix.ts';
import { symmetricEigen } from './symmetric-eigen.ts';

const shape = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  columns: fc.integer({ min: 1, max: 40 }),
  seed: fc.nat(),
});

/** A dense matrix of numbers from -1 to 1. */
function randomDense(rowCount: number, columnCount: number, seed: number): DenseMatrix {
  const random = seededRandom(seed);
  return {
    rowCount,
    columnCount,
    values: Float64Array.from({ length: rowCount * columnCount }, () => random() * 2 - 1),
  };
}

/** A sparse matrix of about the given density. */
function randomSparse(rows: number, columns: number, seed: number, density = 0.3): SparseMatrix {
  const random = seededRandom(seed);
  const all = Array.from({ length: rows }, () => {
    const taken = Array.from({ length: columns }, (_, column) => column).filter(() => random() < density);
    return { columns: Uint32Array.from(taken), values: Float32Array.from(taken, () => random() * 2 - 1) };
  });
  return sparseMatrix(all, columns);
}

function dense(matrix: SparseMatrix): DenseMatrix {
  const values = new Float64Array(matrix.rowCount * matrix.columnCount);
  for (let row = 0; row < matrix.rowCount; row += 1) {
    for (let entry = matrix.starts[row] ?? 0; entry < (matrix.starts[row + 1] ?? 0); entry += 1) {
      values[row * matrix.columnCount + (matrix.columns[entry] ?? 0)] = matrix.values[entry] ?? 0;
    }
  }
  return { rowCount: matrix.rowCount, columnCount: matrix.columnCount, values };
}

/** The product as the definition has it. */
function naiveProduct(left: DenseMatrix, right: DenseMatrix): Float64Array {
  return Float64Array.from({ length: left.rowCount * right.columnCount }, (_, at) => {
    const [row, column] = [Math.floor(at / right.columnCount), at % right.columnCount];
    let sum = 0;
    for (let i = 0; i < left.columnCount; i += 1) {
      sum += (left.values[row * left.columnCount + i] ?? 0) * (right.values[i * right.columnCount + column] ?? 0);
    }
    return sum;
  });
}

function farthest(left: Float64Array, right: Float64Array): number {
  expect(left).toHaveLength(right.length);
  return left.reduce((most, value, i) => Math.max(most, Math.abs(value - (right[i] ?? Number.NaN))), 0);
}

/** How far the columns are from being orthonormal. */
function skew(columns: DenseMatrix): number {
  const square = multiplyTransposed(columns, columns);
  const unit = square.values.map((_, at) => (at % (columns.columnCount + 1) === 0 ? 1 : 0));
  return farthest(square.values, unit);
}

test('products agree with their definition', () => {
  fc.assert(
    fc.property(shape, fc.integer({ min: 1, max: 9 }), ({ rows, columns, seed }, width) => {
      const sparse = randomSparse(rows, columns, seed);
      const right = randomDense(columns, width, seed + 1);
      const tall = randomDense(rows, width, seed + 2);
      expect(farthest(multiply(sparse, right).values, naiveProduct(dense(sparse), right))).toBeLessThan(1e-12);
      expect(farthest(multiplyDense(dense(sparse), right).values, naiveProduct(dense(sparse), right))).toBeLessThan(
        1e-12,
      );
      const flipped = naiveProduct(dense(transpose(sparse)), tall);
      expect(farthest(multiply(transpose(sparse), tall).values, flipped)).toBeLessThan(1e-12);
      expect(farthest(multiplyTransposed(dense(sparse), tall).values, flipped)).toBeLessThan(1e-12);
    }),
    { numRuns: 50 },
  );
});

test('eigenvalues and eigenvectors put a symmetric matrix together again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), (size, seed) => {
      const half = randomDense(size, size, seed);
      const matrix = {
        ...half,
        values: half.values.map((value, at) => value + (half.values[(at % size) * size + Math.floor(at / size)] ?? 0)),
      };
      const { values, vectors } = symmetricEigen(matrix);
      expect([...values]).toEqual([...values].sort((a, b) => b - a));
      expect(skew(vectors)).toBeLessThan(1e-10);
      const scaled = {
        ...vectors,
        values: vectors.values.map((value, at) => value * (values[Math.floor(at / size)] ?? 0)),
      };
      expect(farthest(multiplyTransposed(vectors, scaled).values, matrix.values)).toBeLessThan(1e-10);
    }),
    { numRuns: 50 },
  );
});

test('an orthonormal basis spans the columns; dependent ones are left out', () => {
  fc.assert(
    fc.property(shape, ({ rows, columns, seed }) => {
      const start = randomDense(rows, columns, seed);
      // The last column is twice the first.
      const given = {
        ...start,
        values: start.values.map((value, at) =>
          at % columns === columns - 1 ? 2 * (start.values[at - columns + 1] ?? 0) : value,
        ),
      };
      const basis = orthonormal(orthonormal(given));
      expect(basis.columnCount).toBe(Math.min(rows, Math.max(1, columns - 1)));
      expect(skew(basis)).toBeLessThan(1e-9);
      const projected = multiplyDense(basis, multiplyTransposed(basis, given));
      expect(farthest(projected.values, given.values)).toBeLessThan(1e-6);
    }),
    { numRuns: 100 },
  );
});

describe('the truncated decomposition', () => {
  const exactValues = (matrix: SparseMatrix) =>
    symmetricEigen(multiplyTransposed(dense(matrix), dense(matrix))).values.map((value) =>
      Math.sqrt(Math.max(0, value)),
    );

  test('of a small matrix is the whole one', () => {
    fc.assert(
      fc.property(shape, ({ rows, columns, seed }) => {
        const matrix = randomSparse(rows, columns, seed);
        const { values, vectors } = randomisedSvd(matrix, { rank: 50 });
        const exact = exactValues(matrix).filter((value, _, all) => value > (all[0] ?? 0) * 1e-5);
        expect(
          farthest(
            values.filter((value) => value > (values[0] ?? 0) * 1e-5),
            exact,
          ),
        ).toBeLessThan(1e-6);
        if (values.length > 0) expect(skew(vectors)).toBeLessThan(1e-4);
      }),
      { numRuns: 60 },
    );
  });

  test('comes near the largest singular values from below, the nearer the more it iterates', () => {
    // Random entries: the spectrum falls slowly, which is the hard case.
    const matrix = randomSparse(90, 160, 7, 0.1);
    const exact = exactValues(matrix);
    const worst = [0, 2, 12].map((powerIterations) => {
      const { values, vectors } = randomisedSvd(matrix, { rank: 20, powerIterations });
      expect(values).toHaveLength(20);
      expect(skew(vectors)).toBeLessThan(1e-9);
      const shares = values.map((value, i) => value / (exact[i] ?? 0));
      expect(Math.max(...shares)).toBeLessThan(1 + 1e-9);
      return Math.min(...shares);
    });
    expect(worst).toEqual([...worst].sort((a, b) => a - b));
    expect(worst[1]).toBeGreaterThan(0.95);
    expect(worst[2]).toBeGreaterThan(0.999);
  });

  test('of a low-rank matrix has that rank, of zeros none', () => {
    const row = (scale: number) => ({ columns: Uint32Array.of(1, 4), values: Float32Array.of(scale, 2 * scale) });
    expect(randomisedSvd(sparseMatrix([row(1), row(2), row(-1)], 6), { rank: 5 }).values).toHaveLength(1);
    expect(
      randomisedSvd(sparseMatrix([{ columns: new Uint32Array(), values: new Float32Array() }], 3), { rank: 2 }).values,
    ).toHaveLength(0);
    expect(randomisedSvd(sparseMatrix([], 3), { rank: 2 }).values).toHaveLength(0);
    expect(randomisedSvd(sparseMatrix([], 0), { rank: 2 }).values).toHaveLength(0);
  });

  test('is the same in every run', () => {
    const matrix = randomSparse(60, 80, 9);
    expect(randomisedSvd(matrix, { rank: 10 })).toEqual(randomisedSvd(matrix, { rank: 10 }));
    expect(randomisedSvd(matrix, { rank: 10, seed: 2 })).not.toEqual(randomisedSvd(matrix, { rank: 10 }));
  });
});
