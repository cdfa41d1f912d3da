import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { decodeArtifact, encodeArtifact } from '../../../models/artifact.ts';
import {
  type CalibratedClassifierData,
  calibratedClassifierFromData,
  fitCalibratedClassifier,
  recipeOf,
} from '../../../models/calibratedClassifier.ts';
import type { Estimator } from '../../../models/estimator.ts';
import { fitRegressor } from '../../../models/fittedRegressor.ts';
import { kFolds } from '../../../models/folds.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { logLoss } from '../../../models/metrics/logLoss.ts';
import { select } from '../../../models/selection/selection.ts';
import { datasetFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(12);
const rows = Array.from({ length: 600 }, () => ({
  x: random.normal(),
  y: random.normal(),
  city: ['a', 'b', 'c', 'd'][random.integer(4)]!,
}));
const score = ({ x, y, city }: (typeof rows)[number]) =>
  1.2 * x + (x > 0 === y > 0 ? 1 : -1) + (city === 'a' ? 0.8 : 0);
const dataset = datasetFromRows(
  rows,
  rows.map((row) => (random.uniform() < 1 / (1 + Math.exp(-score(row))) ? 1 : 0)),
);
const folds = kFolds({ rowCount: 600, folds: 3, seed: 7, strata: dataset.target });

/** Linear regression that takes its time, and gives way to signals. */
const slow = (milliseconds: number): Estimator => ({
  ...logisticRegression,
  name: 'slow',
  async fit(part, options) {
    await sleep(milliseconds, undefined, { signal: options?.signal });
    return logisticRegression.fit(part, options);
  },
});

const linear = { name: 'linear', estimator: logisticRegression, options: {} };
const request = {
  task: 'classification' as const,
  datasetFor: () => dataset,
  folds,
  forward: false,
  options: { seed: 7 },
  combine: 'stack' as const,
};

const learnFully = () =>
  fitCalibratedClassifier({ dataset, portfolio: 'full', folds: 3, options: { seed: 4 } });
let learned: ReturnType<typeof learnFully> | undefined;
/** The choice among the full portfolio, made once for all tests that look at it. */
const stacked = () => {
  learned ??= learnFully();
  return learned;
};

describe('selection', () => {
  test('the full portfolio stacks or picks, repeats with its seed and survives its artifact', async () => {
    const [fitted, again] = [await stacked(), await learnFully()];
    const bytes = encodeArtifact(fitted.data.kind, fitted.data);
    expect(Buffer.from(encodeArtifact(again.data.kind, again.data)).equals(bytes)).toBe(true);
    const loaded = calibratedClassifierFromData(decodeArtifact(bytes).payload as CalibratedClassifierData);
    for (const row of rows.slice(0, 20)) expect(loaded.probability(row)).toBe(fitted.probability(row));
    const names = fitted.selection.compared.map(({ name }) => name);
    expect(names).toEqual([
      'linear',
      'boosted-shallow',
      'boosted-deep',
      'boosted-by-frequency',
      'linear-free',
      'boosted-free',
      'random-forest',
      'extra-trees',
    ]);
    // A stack is not taken unless its members do better together than each alone.
    const { stackLoss, compared } = fitted.selection;
    const best = Math.min(...compared.map(({ loss }) => loss));
    expect(fitted.data.estimator === 'stack').toBe(stackLoss !== undefined && stackLoss < 0.999 * best);
  }, 60_000);

  test('the reasons of a stack sum to its score, and a recipe makes its like', async () => {
    const recipe = {
      intercept: 0.1,
      members: [
        { candidate: 'linear', estimator: 'logistic-regression', options: { l2: 3 }, weight: 0.6 },
        { candidate: 'forest', estimator: 'random-forest', options: { trees: 10 }, weight: 0.3 },
        {
          candidate: 'coded',
          estimator: 'frequency-coded-boosted-trees',
          options: { rounds: 15, holdOut: 0 },
          weight: 0.4,
        },
      ],
    };
    const fitted = await fitCalibratedClassifier({
      dataset,
      estimator: recipe,
      folds: 3,
      calibration: 'identity',
    });
    expect(fitted.data.estimator).toBe('stack');
    expect(recipeOf(fitted.data)).toEqual(recipe);
    for (const row of [...rows.slice(0, 10), { x: 1, y: null, city: 'never seen' }]) {
      const { baseline, contributions } = fitted.explain(row);
      const sum = contributions.reduce((total, { effect }) => total + effect, baseline);
      expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(fitted.probability(row), 9);
      expect(contributions.find(({ feature }) => feature === 'city')?.value).toBe(row.city);
    }
    const batch = fitted.probabilities(dataset);
    rows.slice(0, 20).forEach((row, index) => {
      expect(fitted.probability(row)).toBeCloseTo(batch[index]!, 12);
    });
  });

  test('out-of-fold probabilities of a stack foretell those on fresh rows', async () => {
    const fresh = Array.from({ length: 3000 }, () => ({
      x: random.normal(),
      y: random.normal(),
      city: ['a', 'b', 'c', 'd'][random.integer(4)]!,
    }));
    const test = datasetFromRows(
      fresh,
      fresh.map((row) => (random.uniform() < 1 / (1 + Math.exp(-score(row))) ? 1 : 0)),
    );
    const fitted = await stacked();
    const foreseen = logLoss(dataset.target, fitted.outOfFold);
    // The standard error of a log-loss of 0.5 on 600 rows is about 0.02.
    expect(Math.abs(foreseen - logLoss(test.target, fitted.probabilities(test)))).toBeLessThan(0.05);
  }, 60_000);

  test('without time left candidates are skipped and named; the first has its turn', async () => {
    const { recipe, report } = await select({
      ...request,
      candidates: [
        { ...linear, estimator: slow(60) },
        { ...linear, name: 'later', estimator: slow(10_000) },
      ],
      budgetSeconds: 0.5,
    });
    expect(recipe.members.map(({ candidate }) => candidate)).toEqual(['linear']);
    expect(report.skipped).toEqual([{ name: 'later', reason: expect.stringContaining('time was') }]);
  });

  test('an interruption is not taken for the end of the time', async () => {
    const signal = AbortSignal.timeout(50);
    const running = select({
      ...request,
      options: { signal },
      candidates: [linear, { ...linear, name: 'later', estimator: slow(10_000) }],
      budgetSeconds: 5,
    });
    await expect(running).rejects.toThrow();
  });

  test('where folds look forward, the first candidate stands unless another is clearly better', async () => {
    const scored = (quality: number): Estimator => ({
      ...logisticRegression,
      async fit(part, options) {
        const model = await logisticRegression.fit(part, options);
        const rawScores = (table: { rowCount: number; target?: Float64Array }) =>
          Float64Array.from(
            { length: table.rowCount },
            (_, row) => quality * table.target![row]! + random.normal(),
          );
        return { ...model, rawScores: rawScores as typeof model.rawScores };
      },
    });
    const choose = async (first: number, second: number) => {
      const { recipe } = await select({
        ...request,
        forward: true,
        candidates: [
          { ...linear, name: 'first', estimator: scored(first) },
          { ...linear, name: 'second', estimator: scored(second) },
        ],
      });
      return recipe.members[0]!.candidate;
    };
    expect(await choose(1, 1)).toBe('first');
    expect(await choose(0.2, 3)).toBe('second');
  });

  test('a regression stacks members of different kinds', async () => {
    const values = datasetFromRows(
      rows,
      rows.map((row) => 10 + score(row) + 0.3 * random.normal()),
    );
    const { model, recipe, outOfFold } = await fitRegressor({ dataset: values, portfolio: 'full', folds: 3 });
    const predicted = model.predict(values);
    rows.slice(0, 5).forEach((row, index) => {
      const { baseline, contributions } = model.explainRow(row);
      expect(contributions.reduce((sum, { effect }) => sum + effect, baseline)).toBeCloseTo(
        predicted[index]!,
        9,
      );
    });
    expect(recipe.members.every(({ weight }) => weight > 0)).toBe(true);
    const error = outOfFold.reduce((sum, value, row) => sum + (value - values.target[row]!) ** 2, 0) / 600;
    // The noise alone has a variance of 0.09; a constant leaves more than 2.
    expect(error).toBeLessThan(0.2);
  }, 60_000);
});
