import { expect, test } from '@jest/globals';
import { extraTreesClassifier, extraTreesRegressor } from '../../../models/extraTrees.ts';
import { auc } from '../../../models/metrics/auc.ts';
import {
  multiclassRandomForest,
  randomForestClassifier,
  randomForestRegressor,
} from '../../../models/randomForest.ts';
import type { Table } from '../../../models/table.ts';
import { treesReference } from '../fixtures/treesReference.ts';

const { forestFeatures, forestLabels, forestValues, forestClasses, forests } = treesReference;
const half = forestLabels.length / 2;
const tableOf = (from: number, to: number): Table => ({
  rowCount: to - from,
  columns: forestFeatures.map((values, feature) => ({
    kind: 'numeric',
    name: `f${feature}`,
    values: Float64Array.from(values.slice(from, to)),
  })),
});
const learned = tableOf(0, half);
const fresh = tableOf(half, 2 * half);
const seeds = [1, 2, 3, 4];
const pure = { trees: 60, minLeafRows: 1 } as const;

/** Means over seeds, ours and scikit-learn's, differ by chance alone: 4 standard errors. */
function expectAlike(measured: readonly number[], { mean, sd }: { mean: number; sd: number }): void {
  const ours = measured.reduce((sum, each) => sum + each, 0) / measured.length;
  expect(Math.abs(ours - mean)).toBeLessThan(4 * sd * Math.sqrt(1 / measured.length + 1 / 12));
}

async function overSeeds(measure: (seed: number) => Promise<number>): Promise<number[]> {
  const measured: number[] = [];
  for (const seed of seeds) measured.push(await measure(seed));
  return measured;
}

test.each([
  ['randomForestAuc', randomForestClassifier],
  ['extraTreesAuc', extraTreesClassifier],
] as const)('%s', async (name, estimator) => {
  const target = Float64Array.from(forestLabels.slice(0, half));
  const outcome = Float64Array.from(forestLabels.slice(half));
  const measured = await overSeeds(async (seed) => {
    const model = await estimator.fit({ ...learned, target }, { ...pure, seed });
    return auc(outcome, model.predict(fresh));
  });
  expectAlike(measured, forests[name]);
});

test.each([
  ['randomForestR2', randomForestRegressor],
  ['extraTreesR2', extraTreesRegressor],
] as const)('%s', async (name, estimator) => {
  const target = Float64Array.from(forestValues.slice(0, half));
  const outcome = forestValues.slice(half);
  const mean = outcome.reduce((sum, each) => sum + each, 0) / half;
  const measured = await overSeeds(async (seed) => {
    const model = await estimator.fit({ ...learned, target }, { ...pure, featuresPerNode: 'third', seed });
    const predicted = model.predict(fresh);
    let [error, total] = [0, 0];
    outcome.forEach((value, row) => {
      error += (value - predicted[row]!) ** 2;
      total += (value - mean) ** 2;
    });
    return 1 - error / total;
  });
  expectAlike(measured, forests[name]);
});

test('randomForestAccuracy', async () => {
  const target = Int32Array.from(forestClasses.slice(0, half));
  const measured = await overSeeds(async (seed) => {
    const given = { ...learned, target, classes: ['a', 'b', 'c'] };
    const predicted = (await multiclassRandomForest.fit(given, { ...pure, seed })).predict(fresh);
    let right = 0;
    for (let row = 0; row < half; row++) {
      const own = predicted.slice(3 * row, 3 * row + 3);
      if (own.indexOf(Math.max(...own)) === forestClasses[half + row]) right++;
    }
    return right / half;
  });
  expectAlike(measured, forests.randomForestAccuracy);
});
