/**
 * Replaces the lower triangle of a symmetric matrix (square, row by row) by its Cholesky factor.
 * @returns false when the matrix is not safely positive definite
 */
export function choleskyInPlace(matrix: Float64Array, size: number): boolean {
  let largest = 0;
  for (let row = 0; row < size; row++) largest = Math.max(largest, matrix[row * size + row]!);
  for (let row = 0; row < size; row++) {
    const start = row * size;
    for (let column = 0; column <= row; column++) {
      const other = column * size;
      let sum = matrix[start + column]!;
      for (let inner = 0; inner < column; inner++) sum -= matrix[start + inner]! * matrix[other + inner]!;
      if (column < row) matrix[start + column] = sum / matrix[other + column]!;
      else if (sum > 1e-14 * largest) matrix[start + row] = Math.sqrt(sum);
      else return false;
    }
  }
  return true;
}

/** Solves L L' x = vector, in place. */
export function choleskySolve(factor: Float64Array, size: number, vector: Float64Array): void {
  for (let row = 0; row < size; row++) {
    let sum = vector[row]!;
    for (let inner = 0; inner < row; inner++) sum -= factor[row * size + inner]! * vector[inner]!;
    vector[row] = sum / factor[row * size + row]!;
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = vector[row]!;
    for (let inner = row + 1; inner < size; inner++) sum -= factor[inner * size + row]! * vector[inner]!;
    vector[row] = sum / factor[row * size + row]!;
  }
}
