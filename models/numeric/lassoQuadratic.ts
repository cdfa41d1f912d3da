import { choleskyInPlace, choleskySolve } from './cholesky.ts';

/** gradient . (z - from) + (z - from)' matrix (z - from) / 2 + sum of l1 x |z|, as a function of z. */
export interface LassoQuadratic {
  /** Square, row by row; the lower triangle counts. Positive semi-definite. */
  readonly matrix: Float64Array;
  /** At `from`. */
  readonly gradient: Float64Array;
  readonly l1: Float64Array;
}

const passesPerRound = 6;
const maximumRounds = 100;
/** Added to the diagonal, as a share of its largest entry, where columns repeat each other. */
const jitter = 1e-10;
/** Above this many coordinates a factor costs more than the passes it saves. */
const largestFace = 1000;

/**
 * The minimum of a quadratic with an L1 term: coordinate descent finds which coordinates are 0 (Friedman, Hastie &
 * Tibshirani 2010), a Newton step on the others, as far as no sign changes, finds their values (feature-sign search,
 * Lee, Battle, Raina & Ng 2007), so that strongly correlated columns take few passes.
 * @returns a point at which no optimality condition is violated by more than `tolerance`, or the best one found
 */
export function solveLassoQuadratic(
  { matrix, gradient, l1 }: LassoQuadratic,
  from: Float64Array,
  tolerance: number,
): Float64Array {
  const size = from.length;
  for (let row = 0; row < size; row++)
    for (let column = row + 1; column < size; column++)
      matrix[row * size + column] = matrix[column * size + row]!;
  const z = from.slice();
  const slope = gradient.slice();
  const move = (coordinate: number, to: number) => {
    const change = to - z[coordinate]!;
    z[coordinate] = to;
    const start = coordinate * size;
    for (let other = 0; other < size; other++) slope[other]! += change * matrix[start + other]!;
  };
  for (let round = 0; round < maximumRounds; round++) {
    for (let pass = 0; pass < passesPerRound; pass++) {
      let worst = 0;
      for (let coordinate = 0; coordinate < size; coordinate++) {
        const curvature = matrix[coordinate * size + coordinate]!;
        if (!(curvature > 0)) continue;
        const target = softened(curvature * z[coordinate]! - slope[coordinate]!, l1[coordinate]!) / curvature;
        if (target === z[coordinate]) continue;
        worst = Math.max(worst, curvature * Math.abs(target - z[coordinate]!));
        move(coordinate, target);
      }
      if (worst <= tolerance) return z;
    }
    stepOnFace(matrix, slope, l1, z, move);
  }
  return z;
}

function stepOnFace(
  matrix: Float64Array,
  slope: Float64Array,
  l1: Float64Array,
  z: Float64Array,
  move: (coordinate: number, to: number) => void,
): void {
  const size = z.length;
  const face = Array.from(z.keys()).filter((index) => z[index] !== 0 || l1[index] === 0);
  if (face.length === 0 || face.length > largestFace) return;
  const step = Float64Array.from(
    face,
    (coordinate) => -(slope[coordinate]! + Math.sign(z[coordinate]!) * l1[coordinate]!),
  );
  const factor = faceFactor(matrix, size, face, 0) ?? faceFactor(matrix, size, face, jitter);
  if (factor === undefined) return;
  choleskySolve(factor, face.length, step);
  let length = 1;
  face.forEach((coordinate, index) => {
    const crossing = -z[coordinate]! / step[index]!;
    if (l1[coordinate]! > 0 && crossing > 0) length = Math.min(length, crossing);
  });
  face.forEach((coordinate, index) => {
    const crosses = l1[coordinate]! > 0 && -z[coordinate]! / step[index]! === length;
    move(coordinate, crosses ? 0 : z[coordinate]! + length * step[index]!);
  });
}

function faceFactor(
  matrix: Float64Array,
  size: number,
  face: readonly number[],
  share: number,
): Float64Array | undefined {
  const factor = new Float64Array(face.length * face.length);
  let largest = 0;
  for (const coordinate of face) largest = Math.max(largest, matrix[coordinate * size + coordinate]!);
  face.forEach((coordinate, row) => {
    for (let column = 0; column <= row; column++)
      factor[row * face.length + column] = matrix[coordinate * size + face[column]!]!;
    factor[row * face.length + row]! += share * largest;
  });
  return choleskyInPlace(factor, face.length) ? factor : undefined;
}

function softened(value: number, threshold: number): number {
  return value > threshold ? value - threshold : value < -threshold ? value + threshold : 0;
}
