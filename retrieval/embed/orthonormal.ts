import { multiplyDense, multiplyTransposed, zeros, type DenseMatrix } from './sparse-matrix.ts';

/** A column whose part outside the earlier ones is smaller than this share (of squares) depends on them. */
const DEPENDENT = 1e-13;

/**
 * Orthonormal columns that span the same space as those of `dense`, by the Cholesky factor of its Gram matrix
 * (CholeskyQR; Golub and Van Loan, Matrix Computations, 5.2). Columns that depend on earlier ones are left out. Loses
 * accuracy with the square of the condition number; calling it again on its result restores that.
 */
export function orthonormal(dense: DenseMatrix): DenseMatrix {
  return multiplyDense(dense, inverseFactor(multiplyTransposed(dense, dense)));
}

/** For G = Rᵀ·R with R upper triangular: the columns of R⁻¹ that belong to independent columns. */
function inverseFactor(gram: DenseMatrix): DenseMatrix {
  const size = gram.columnCount;
  const at = (m: Float64Array, i: number, j: number) => m[i * size + j] as number;
  const factor = new Float64Array(size * size);
  const kept: number[] = [];
  for (let j = 0; j < size; j += 1) {
    let rest = at(gram.values, j, j);
    for (const i of kept) {
      let sum = at(gram.values, i, j);
      for (const k of kept) {
        if (k >= i) break;
        sum -= at(factor, k, i) * at(factor, k, j);
      }
      const value = sum / at(factor, i, i);
      factor[i * size + j] = value;
      rest -= value * value;
    }
    if (rest > DEPENDENT * at(gram.values, j, j)) {
      factor[j * size + j] = Math.sqrt(rest);
      kept.push(j);
    }
  }
  const inverse = zeros(size, kept.length);
  kept.forEach((j, column) => {
    for (let row = column; row >= 0; row -= 1) {
      const i = kept[row] as number;
      let sum = i === j ? 1 : 0;
      for (let between = row + 1; between <= column; between += 1) {
        const k = kept[between] as number;
        sum -= at(factor, i, k) * (inverse.values[k * kept.length + column] as number);
      }
      inverse.values[i * kept.length + column] = sum / at(factor, i, i);
    }
  });
  return inverse;
}
