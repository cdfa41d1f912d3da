import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { type LassoProblem, proximalNewtonSteps } from '../../../models/numeric/proximalNewton.ts';
import { finish } from '../../../models/numeric/steps.ts';

const random = seededRandom(8);
const size = 40;
const rows = Array.from({ length: 60 }, () => Array.from({ length: size }, () => random.normal()));
const target = rows.map((row) => 3 * row[0]! - 2 * row[1]! + random.normal());
/** Sum of sqrt(1 + residual^2): smooth and convex, but not a quadratic. */
const problem: LassoProblem = {
  objective(x, gradient) {
    gradient.fill(0);
    let value = 0;
    rows.forEach((row, index) => {
      const residual = row.reduce((sum, entry, at) => sum + entry * x[at]!, -target[index]!);
      const root = Math.sqrt(1 + residual * residual);
      value += root;
      row.forEach((entry, at) => {
        gradient[at]! += (entry * residual) / root;
      });
    });
    return value;
  },
  *hessian(x, subset, matrix) {
    matrix.fill(0);
    for (const [index, row] of rows.entries()) {
      const residual = row.reduce((sum, entry, at) => sum + entry * x[at]!, -target[index]!);
      const curvature = (1 + residual * residual) ** -1.5;
      subset.forEach((first, a) => {
        for (let b = 0; b <= a; b++)
          matrix[a * subset.length + b]! += curvature * row[first]! * row[subset[b]!]!;
      });
      yield;
    }
  },
  l1: Float64Array.from({ length: size }, (_, at) => (at === 5 ? 0 : 2)),
};

function worstViolation(x: Float64Array): number {
  const gradient = new Float64Array(size);
  problem.objective(x, gradient);
  return Math.max(
    ...Array.from(x, (value, at) =>
      value === 0
        ? Math.abs(gradient[at]!) - problem.l1[at]!
        : Math.abs(gradient[at]! + Math.sign(value) * problem.l1[at]!),
    ),
  );
}

describe.each([3000, 6])('with at most %d parameters in a step', (largestSubset) => {
  test('the optimality conditions hold, and what it reports is their violation', () => {
    const found = finish(
      proximalNewtonSteps(problem, new Float64Array(size), { largestSubset, maximumIterations: 3000 }),
    );
    expect(found.converged).toBe(true);
    expect(worstViolation(found.x)).toBeLessThan(1e-8);
    expect(found.gradientNorm).toBeCloseTo(Math.max(0, worstViolation(found.x)), 12);
    const zeros = found.x.filter((value) => value === 0).length;
    expect(zeros).toBeGreaterThan(5);
    expect(zeros).toBeLessThan(size - 2);
    expect(found.x[5]).not.toBe(0);
  });
});

test('a signal stops it', () => {
  const signal = AbortSignal.abort();
  expect(() => finish(proximalNewtonSteps(problem, new Float64Array(size), { signal }))).toThrow();
});
