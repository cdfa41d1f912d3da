import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { logisticLoss } from '../../../models/losses/logisticLoss.ts';
import type { Loss } from '../../../models/losses/loss.ts';
import { poissonLoss } from '../../../models/losses/poissonLoss.ts';
import { quantileLoss } from '../../../models/losses/quantileLoss.ts';
import { squaredLoss } from '../../../models/losses/squaredLoss.ts';
import { tweedieLoss } from '../../../models/losses/tweedieLoss.ts';
import { treesReference } from '../fixtures/treesReference.ts';

const losses: readonly Loss[] = [logisticLoss, squaredLoss, poissonLoss, tweedieLoss(1.3), quantileLoss(0.8)];
const score = Float64Array.from(treesReference.score);
const ones = new Float64Array(score.length).fill(1);

describe.each(losses.map((loss) => [loss.name, loss] as const))('%s loss', (name, loss) => {
  const reference = treesReference.derivatives[name];
  const target = Float64Array.from(reference.target);
  const derived = (scores: Float64Array, weights = ones) => {
    const into = {
      gradients: new Float64Array(scores.length),
      hessians: new Float64Array(scores.length),
    };
    loss.derive(scores, target, weights, into);
    return into;
  };

  test('has the derivatives of scikit-learn', () => {
    const { gradients, hessians } = derived(score);
    gradients.forEach((gradient, row) => {
      expect(gradient).toBeCloseTo(reference.gradient[row]!, 9);
      expect(hessians[row]).toBeCloseTo(reference.hessian?.[row] ?? 1, 9);
    });
  });

  test('has the values of scikit-learn', () => {
    for (let row = 0; row < score.length; row++)
      expect(loss.ofRow(score[row]!, target[row]!)).toBeCloseTo(reference.loss[row]!, 8);
  });

  test('derives what numeric differences give', () => {
    const step = 1e-5;
    const { gradients, hessians } = derived(score);
    const up = derived(score.map((each) => each + step)).gradients;
    const down = derived(score.map((each) => each - step)).gradients;
    for (let row = 0; row < score.length; row++) {
      const slope =
        (loss.ofRow(score[row]! + step, target[row]!) - loss.ofRow(score[row]! - step, target[row]!)) /
        (2 * step);
      expect(gradients[row]).toBeCloseTo(slope, 6);
      if (name !== 'quantile') expect(hessians[row]).toBeCloseTo((up[row]! - down[row]!) / (2 * step), 5);
    }
  });

  test('starts from the constant with the least loss, as scikit-learn does', () => {
    // Of the many least quantiles scikit-learn takes another one.
    if (name !== 'quantile') expect(loss.constant(target, ones)).toBeCloseTo(reference.constant, 6);
    const random = seededRandom(1);
    const weights = ones.map(() => random.integer(3));
    const best = loss.constant(target, weights);
    const at = (value: number) =>
      target.reduce((sum, each, row) => sum + weights[row]! * loss.ofRow(value, each), 0);
    for (const step of [0.01, 0.1, 1]) {
      expect(at(best + step)).toBeGreaterThanOrEqual(at(best));
      expect(at(best - step)).toBeGreaterThanOrEqual(at(best));
    }
  });

  test('multiplies derivatives by weights and stays finite far out', () => {
    const double = derived(
      score,
      ones.map(() => 2),
    );
    const single = derived(score);
    double.gradients.forEach((gradient, row) => {
      expect(gradient).toBe(2 * single.gradients[row]!);
    });
    for (const far of [-1e4, 1e4]) {
      const { gradients, hessians } = derived(score.map(() => far));
      expect(gradients.every(Number.isFinite)).toBe(true);
      expect(hessians.every((hessian) => hessian > 0 && Number.isFinite(hessian))).toBe(true);
    }
  });
});

test.each([
  ['tweediePower', () => tweedieLoss(2)],
  ['tweediePower', () => tweedieLoss(1)],
  ['alpha', () => quantileLoss(0)],
  ['alpha', () => quantileLoss(Number.NaN)],
])('%s outside its range is refused by name', (path, make) => {
  expect(make).toThrow(
    expect.objectContaining({ code: 'invalid_input', findings: [expect.objectContaining({ path })] }),
  );
});
