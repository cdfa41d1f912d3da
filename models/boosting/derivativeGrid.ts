import { Problem } from '../../base/problem.ts';

/** Sums of multiples of a unit stay exact in doubles up to 2^53 units; some of that is room for rounding. */
const sumBits = 50;

/** The power of two to round `rowCount` numbers of up to `largest` to, so that they sum exactly in any order. */
export function gridUnit(largest: number, rowCount: number): number {
  const bound = largest * Math.max(rowCount, 1);
  if (!(bound < 1e290))
    throw new Problem(
      'degenerate_fit',
      'The derivatives of the loss are not finite: the scores have run away.',
      {
        remedy: 'Use a smaller learning rate, or scale the target.',
      },
    );
  // Below this everything counts as nothing: the squares of what remains would underflow.
  if (bound < 1e-140) return 2 ** -470;
  return 2 ** (Math.ceil(Math.log2(bound)) - sumBits);
}

/** Adding and subtracting this rounds to the nearest multiple of `unit`, ties to even. */
export const roundingConstant = (unit: number) => 1.5 * 2 ** 52 * unit;

/** A positive hessian is never rounded to nothing: bins without hessian count as empty. */
export function roundHessian(value: number, unit: number, constant: number): number {
  const rounded = value + constant - constant;
  return value > 0 && rounded === 0 ? unit : rounded;
}

/** The grid of a forest's sums: a row drawn several times takes the place of others, so the bound holds. */
export function forestGrid(target: Float64Array, weights: Float64Array | undefined) {
  let heaviest = 0;
  let largest = 0;
  for (let row = 0; row < target.length; row++) {
    const weight = weights === undefined ? 1 : weights[row]!;
    heaviest = Math.max(heaviest, weight);
    largest = Math.max(largest, Math.abs(target[row]! * weight));
  }
  return {
    gradientConstant: roundingConstant(gridUnit(largest, target.length)),
    hessianUnit: gridUnit(heaviest, target.length),
  };
}
