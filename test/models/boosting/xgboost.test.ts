import { describe, expect, test } from '@jest/globals';
import {
  type BoostedClassifierOptions,
  type BoostedRegressorOptions,
  boostedTreesClassifier,
  boostedTreesRegressor,
} from '../../../models/boostedTrees.ts';
import { multiclassBoostedTrees } from '../../../models/multiclassBoostedTrees.ts';
import { tableFromRows } from '../../../models/tableFromRows.ts';
import { treesReference } from '../fixtures/treesReference.ts';

/** XGBoost's settings as trees_reference.py has them, in our words. */
const matched = {
  holdOut: 0,
  rounds: 20,
  learningRate: 0.1,
  maxLeaves: 8,
  l2: 1,
  minChildWeight: 1,
  featureShare: 1,
};

const { a, b, c, d } = treesReference.features;
const rows = a.map((_, row) => ({ a: a[row]!, b: b[row]!, c: c[row]!, d: d[row]! }));
const table = tableFromRows(rows);
const weights = Float64Array.from(treesReference.weight);

/** Scores of XGBoost are sums of 32-bit numbers. */
function expectScores(scores: ArrayLike<number>, expected: readonly number[]): void {
  let largest = 0;
  for (let row = 0; row < expected.length; row++)
    largest = Math.max(largest, Math.abs(scores[row]! - expected[row]!));
  expect(largest).toBeLessThan(1e-5);
}

const regressions: [string, BoostedRegressorOptions, 'squared' | 'poisson' | 'tweedie'][] = [
  ['squared', {}, 'squared'],
  ['poisson', { loss: 'poisson' }, 'poisson'],
  ['tweedie', { loss: 'tweedie', tweediePower: 1.3 }, 'tweedie'],
  ['shallow', { rounds: 10, maxLeaves: 31, maxDepth: 3 }, 'squared'],
  ['gamma', { rounds: 10, maxLeaves: 31, minGain: 1.5, minChildWeight: 7 }, 'squared'],
  ['monotone', { rounds: 10, maxLeaves: 16, monotone: { a: 'rising', b: 'falling' } }, 'squared'],
];

describe('the same trees as XGBoost', () => {
  test.each(regressions)('%s', async (name, options, label) => {
    const target = Float64Array.from(treesReference.labels[label]);
    const model = await boostedTreesRegressor.fit({ ...table, target }, { ...matched, ...options });
    expectScores(model.rawScores(table), treesReference.predictions[name]!);
  });

  test.each([
    ['logistic', undefined],
    ['weighted', weights],
  ] as const)('%s', async (name, given) => {
    const target = Float64Array.from(treesReference.labels.logistic);
    const options: BoostedClassifierOptions = matched;
    const model = await boostedTreesClassifier.fit(
      { ...table, target, ...(given && { weights: given }) },
      options,
    );
    expectScores(model.rawScores(table), treesReference.predictions[name]!);
  });

  test('softmax', async () => {
    const target = Int32Array.from(treesReference.labels.softmax);
    const classes = ['low', 'middle', 'high'];
    const model = await multiclassBoostedTrees.fit({ ...table, target, classes }, matched);
    const scores = rows.flatMap((row) =>
      classes.map((_, each) => {
        const { baseline, contributions } = model.explainRow(row, each);
        return contributions.reduce((sum, { effect }) => sum + effect, baseline);
      }),
    );
    expectScores(scores, treesReference.predictions.softmax!);
  });
});
