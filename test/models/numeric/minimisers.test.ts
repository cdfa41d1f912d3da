import { describe, expect, test } from '@jest/globals';
import { minimise, type Objective } from '../../../models/numeric/lbfgs.ts';
import { newtonMinimise } from '../../../models/numeric/newton.ts';

/** Rosenbrock's valley, minimum 0 at (1, 1). */
const valley: Objective = (x, gradient) => {
  const [a, b] = [x[0]!, x[1]!];
  gradient[0] = -400 * a * (b - a * a) - 2 * (1 - a);
  gradient[1] = 200 * (b - a * a);
  return 100 * (b - a * a) ** 2 + (1 - a) ** 2;
};

/** Scales from 1 to 1e8. */
const bowl: Objective = (x, gradient) => {
  let value = 0;
  x.forEach((component, index) => {
    gradient[index] = 10 ** index * (component - index);
    value += (10 ** index / 2) * (component - index) ** 2;
  });
  return value;
};

describe('L-BFGS', () => {
  test('walks through the curved valley', () => {
    const { x, converged } = minimise(valley, Float64Array.of(-1.2, 1));
    expect(converged).toBe(true);
    expect(x[0]).toBeCloseTo(1, 8);
    expect(x[1]).toBeCloseTo(1, 8);
  });

  test('copes with badly scaled parameters', () => {
    const { x } = minimise(bowl, new Float64Array(9));
    x.forEach((component, index) => {
      expect(component).toBeCloseTo(index, 6);
    });
  });

  test('retreats from where the function is not finite', () => {
    const { x } = minimise((at, gradient) => {
      gradient[0] = 1 - 1 / at[0]!;
      return at[0]! > 0 ? at[0]! - Math.log(at[0]!) : Number.NaN;
    }, Float64Array.of(8));
    expect(x[0]).toBeCloseTo(1, 8);
  });

  test('says when it did not arrive', () => {
    expect(minimise(valley, Float64Array.of(-1.2, 1), { maximumIterations: 3 }).converged).toBe(false);
  });

  test('stops when asked to', () => {
    expect(() => minimise(valley, Float64Array.of(-1.2, 1), { signal: AbortSignal.abort() })).toThrow();
  });
});

describe('Newton', () => {
  test('needs one step for a quadratic function', () => {
    const found = newtonMinimise(
      bowl,
      (_, matrix) => {
        matrix.fill(0);
        for (let index = 0; index < 9; index++) matrix[index * 9 + index] = 10 ** index;
      },
      new Float64Array(9),
    )!;
    expect(found.iterations).toBeLessThanOrEqual(2);
    expect(found.x[8]).toBeCloseTo(8, 12);
  });

  test('gives up on a singular Hessian', () => {
    const flat: Objective = (x, gradient) => {
      gradient[0] = 2 * x[0]!;
      gradient[1] = 0;
      return x[0]! ** 2;
    };
    const hessian = (_: Float64Array, matrix: Float64Array) => matrix.set([2, 0, 0, 0]);
    expect(newtonMinimise(flat, hessian, Float64Array.of(1, 1))).toBeUndefined();
  });
});
