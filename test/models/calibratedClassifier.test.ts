import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { decodeArtifact, encodeArtifact } from '../../models/artifact.ts';
import { boostedTreesClassifier } from '../../models/boostedTrees.ts';
import {
  type CalibratedClassifierData,
  calibratedClassifierFromData,
  fitCalibratedClassifier,
} from '../../models/calibratedClassifier.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { auc } from '../../models/metrics/auc.ts';
import { ece } from '../../models/metrics/ece.ts';
import { logLoss } from '../../models/metrics/logLoss.ts';
import { datasetFromRows } from '../../models/tableFromRows.ts';
import { simulatedWorld, tryingRows } from '../conformance/worlds.ts';

const { dataset, rows } = simulatedWorld('classification', 600, 31);
const fresh = simulatedWorld('classification', 3000, 32);

describe('a calibrated classifier', () => {
  test('out-of-fold metrics foretell those on fresh rows', async () => {
    const fitted = await fitCalibratedClassifier({ dataset, estimator: logisticRegression });
    const foreseen = auc(dataset.target, fitted.outOfFold);
    const found = auc(fresh.dataset.target, fitted.probabilities(fresh.dataset));
    // The standard error of an AUC of 0.83 on 600 rows is about 0.017.
    expect(Math.abs(foreseen - found)).toBeLessThan(0.05);
  });

  test('mends an estimator that is far too sure', async () => {
    const random = seededRandom(8);
    const noisy = Array.from({ length: 700 }, () => ({
      x: random.normal(),
      y: random.normal(),
      z: random.normal(),
    }));
    const label = noisy.map(({ x }) => (random.uniform() < 1 / (1 + Math.exp(-x)) ? 1 : 0));
    const data = datasetFromRows(noisy.slice(0, 400), label.slice(0, 400));
    const rest = datasetFromRows(noisy.slice(400), label.slice(400));
    const options = { rounds: 200, holdOut: 0, learningRate: 0.3, minChildWeight: 0.1 };
    const loss = async (calibration: 'identity' | 'platt') => {
      const fitted = await fitCalibratedClassifier({
        dataset: data,
        estimator: boostedTreesClassifier,
        options,
        calibration,
      });
      const probabilities = fitted.probabilities(rest);
      return { loss: logLoss(rest.target, probabilities), ece: ece(rest.target, probabilities) };
    };
    const [raw, mended] = [await loss('identity'), await loss('platt')];
    expect(mended.loss).toBeLessThan(0.75 * raw.loss);
    expect(mended.ece).toBeLessThan(0.6 * raw.ece);
  });

  test('one row equals the batch, and probabilities are in [0, 1]', async () => {
    const fitted = await fitCalibratedClassifier({
      dataset,
      estimator: logisticRegression,
      calibration: 'isotonic',
    });
    fitted.probabilities(dataset).forEach((probability, row) => {
      expect(probability).toBe(fitted.probability(rows[row]!));
    });
    for (const row of tryingRows) {
      expect(fitted.probability(row)).toBeGreaterThanOrEqual(0);
      expect(fitted.probability(row)).toBeLessThanOrEqual(1);
    }
  });

  test('survives its artifact and repeats with its seed', async () => {
    const learn = async () =>
      await fitCalibratedClassifier({
        dataset,
        estimator: boostedTreesClassifier,
        options: { rounds: 20, seed: 5 },
      });
    const fitted = await learn();
    const bytes = encodeArtifact(fitted.data.kind, fitted.data);
    expect(Buffer.from(encodeArtifact(fitted.data.kind, (await learn()).data)).equals(bytes)).toBe(true);
    const loaded = calibratedClassifierFromData(decodeArtifact(bytes).payload as CalibratedClassifierData);
    for (const row of tryingRows) expect(loaded.probability(row)).toBe(fitted.probability(row));
  });

  test('products of columns are given to linear models and not to trees, which find them', async () => {
    const random = seededRandom(4);
    const rows = Array.from({ length: 400 }, () => {
      const [x, y] = [random.normal(), random.normal()];
      return { x, y, 'x y': x * y };
    });
    const data = datasetFromRows(
      rows,
      rows.map((row) => (random.uniform() < 1 / (1 + Math.exp(-3 * row['x y'])) ? 1 : 0)),
    );
    const featuresOf = async (estimator: typeof logisticRegression | typeof boostedTreesClassifier) => {
      const products = new Set(['x y']);
      const fitted = await fitCalibratedClassifier({ dataset: data, estimator, products });
      expect(auc(data.target, fitted.outOfFold)).toBeGreaterThan(0.75);
      return (fitted.data.model as unknown as { features: { name: string }[] }).features.map(
        ({ name }) => name,
      );
    };
    expect(await featuresOf(logisticRegression)).toEqual(['x', 'x y', 'y']);
    expect(await featuresOf(boostedTreesClassifier)).toEqual(['x', 'y']);
  });

  test('groups are never on both sides: learning a group by heart does not help out of fold', async () => {
    const random = seededRandom(9);
    const people = Array.from({ length: 120 }, () => random.integer(2));
    const calls = Array.from({ length: 600 }, (_, row) => ({ person: row % 120 }));
    const data = datasetFromRows(
      calls,
      calls.map(({ person }) => people[person]!),
    );
    const options = { rounds: 60, holdOut: 0, minChildWeight: 0.1, maxLeaves: 60, learningRate: 0.3 };
    const request = {
      dataset: data,
      estimator: boostedTreesClassifier,
      options,
      calibration: 'identity' as const,
    };
    const groups = calls.map(({ person }) => person);
    expect(auc(data.target, (await fitCalibratedClassifier(request)).outOfFold)).toBeGreaterThan(0.9);
    expect(auc(data.target, (await fitCalibratedClassifier({ ...request, groups })).outOfFold)).toBeLessThan(
      0.7,
    );
  });

  test('with times no row is scored by a model of its future', async () => {
    const times = dataset.target.map((_, row) => row);
    const fitted = await fitCalibratedClassifier({ dataset, estimator: logisticRegression, times, folds: 4 });
    expect(fitted.foldOf[0]).toBe(-1);
    expect(fitted.outOfFold[0]).toBeNaN();
    expect(fitted.outOfFold.slice(120).every((probability) => probability >= 0 && probability <= 1)).toBe(
      true,
    );
    fitted.foldOf.slice(1).forEach((fold, row) => {
      expect(fold).toBeGreaterThanOrEqual(fitted.foldOf[row]!);
    });
  });

  test('with times that lie too close together for the gap, folds are drawn at random', async () => {
    const times = dataset.target.map((_, row) => row);
    const request = { dataset, estimator: logisticRegression };
    const [close, random] = [
      await fitCalibratedClassifier({ ...request, times, gap: 1e6 }),
      await fitCalibratedClassifier(request),
    ];
    expect(close.outOfFold).toEqual(random.outOfFold);
  });

  test('auto takes trees where features act together and the linear model where they add up', async () => {
    const random = seededRandom(10);
    const points = Array.from({ length: 500 }, () => ({ x: random.normal(), y: random.normal() }));
    const together = datasetFromRows(
      points,
      points.map(({ x, y }) => (x * y > 0 ? 1 : 0)),
    );
    const adding = points.map(({ x, y }) => (random.uniform() < 1 / (1 + Math.exp(-x - y)) ? 1 : 0));
    const options = { seed: 3 };
    expect((await fitCalibratedClassifier({ dataset: together, options })).data.estimator).toBe(
      'boosted-trees',
    );
    expect(
      (await fitCalibratedClassifier({ dataset: datasetFromRows(points, adding), options })).data.estimator,
    ).toBe('logistic-regression');
  });

  test.each([
    ['one class', [0, 0, 0, 0, 0, 0]],
    ['a single positive', [0, 0, 0, 0, 0, 1]],
  ])('refuses %s', async (_, target) => {
    const learn = async () =>
      await fitCalibratedClassifier({
        dataset: datasetFromRows(
          target.map((__, x) => ({ x })),
          target,
        ),
      });
    await expect(learn()).rejects.toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });

  test('a calibrator that is not known, or not whole, is refused', async () => {
    const { data } = await fitCalibratedClassifier({ dataset, estimator: logisticRegression });
    const reading = (calibrator: unknown) => () =>
      calibratedClassifierFromData({ ...data, calibrator } as typeof data);
    expect(reading(data.calibrator)).not.toThrow();
    for (const calibrator of [
      { kind: 'spline' },
      { kind: 'constructor' },
      { kind: 'platt', slope: 1 },
      { kind: 'isotonic', scores: [1], probabilities: [0.5] },
      {},
      undefined,
    ])
      expect(reading(calibrator)).toThrow(expect.objectContaining({ code: 'artifact_invalid' }));
  });

  test('works from four rows on', async () => {
    const few = datasetFromRows([{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }], [0, 1, 0, 1]);
    const fitted = await fitCalibratedClassifier({ dataset: few });
    expect(fitted.probability({ x: 2 })).toBeGreaterThan(0);
    expect(fitted.outOfFold.every((probability) => probability > 0 && probability < 1)).toBe(true);
  });
});
