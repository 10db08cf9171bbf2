import { orthonormal } from './orthonormal.ts';
import { multiply, multiplyDense, multiplyTransposed, transpose, zeros } from './sparse-matrix.ts';
import type { DenseMatrix, SparseMatrix } from './sparse-matrix.ts';
import { symmetricEigen } from './symmetric-eigen.ts';
import { seededRandom } from './seeded-random.ts';

/** How the decomposition is approximated. */
export interface SvdOptions {
  /** Singular vectors wanted; fewer come back when the matrix has a lower rank. */
  readonly rank: number;
  /** Extra random directions; they make the last wanted ones more accurate. */
  readonly oversampling?: number;
  /** Multiplications by A·Aᵀ; they sharpen the spectrum, which falls slowly for texts. */
  readonly powerIterations?: number;
  /** Seed of the random directions. */
  readonly seed?: number;
}

/** The right side of a truncated SVD: `vectors` has one row per column of the matrix, one column per singular value. */
export interface TruncatedSvd {
  readonly values: Float64Array;
  readonly vectors: DenseMatrix;
}

/** Below this share of the largest singular value a direction is rounding noise. */
const NOISE = 1e-6;

/**
 * The largest singular values and right singular vectors of a sparse matrix by a randomised range finder with power
 * iterations (Halko, Martinsson and Tropp 2011, algorithms 4.4 and 5.1). Deterministic.
 */
export function randomisedSvd(matrix: SparseMatrix, options: SvdOptions): TruncatedSvd {
  const { rank, oversampling = 16, powerIterations = 2, seed = 1 } = options;
  const width = Math.min(rank + oversampling, matrix.rowCount, matrix.columnCount);
  const transposed = transpose(matrix);
  let basis = orthonormal(multiply(matrix, gaussian(matrix.columnCount, width, seed)));
  for (let i = 0; i < powerIterations; i += 1) {
    basis = orthonormal(multiply(matrix, multiply(transposed, basis)));
  }
  // Once more, since from here on it must be orthonormal to the last digit.
  basis = orthonormal(basis);
  // B = Qᵀ·A has A's singular values. Its left vectors come from B·Bᵀ, its right ones from Aᵀ·(Q·U·Σ⁻¹): every dense
  // product is on the side of the texts, of which there are fewer than features.
  const squared = multiplyTransposed(basis, multiply(matrix, multiply(transposed, basis)));
  const { values, turn } = mainDirections(squared, rank);
  return { values, vectors: multiply(transposed, multiplyDense(basis, turn)) };
}

/**
 * From M·Mᵀ: the singular values of M, at most `most` and without the noise, and its left singular vectors, as columns,
 * each divided by its value.
 */
function mainDirections(square: DenseMatrix, most: number): { values: Float64Array; turn: DenseMatrix } {
  const { values: squares, vectors } = symmetricEigen(square);
  const all = Float64Array.from(squares, (value) => Math.sqrt(Math.max(0, value)));
  const largest = all[0] ?? 0;
  const values = all.filter((value, i) => i < most && largest > 0 && value > largest * NOISE);
  const turn = zeros(square.rowCount, values.length);
  values.forEach((value, i) => {
    for (let row = 0; row < square.rowCount; row += 1) {
      turn.values[row * values.length + i] = (vectors.values[i * square.rowCount + row] as number) / value;
    }
  });
  return { values, turn };
}

/** Independent normal numbers from a seeded generator (mulberry32, Box and Muller). */
function gaussian(rowCount: number, columnCount: number, seed: number): DenseMatrix {
  const random = seededRandom(seed);
  const matrix = zeros(rowCount, columnCount);
  for (let i = 0; i < matrix.values.length; i += 1) {
    // 1 - random() is never 0, whose logarithm is infinite.
    matrix.values[i] = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  }
  return matrix;
}
