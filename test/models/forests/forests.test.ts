import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../../base/hash.ts';
import { seededRandom } from '../../../base/random.ts';
import { encodeArtifact } from '../../../models/artifact.ts';
import type { Model } from '../../../models/estimator.ts';
import {
  extraTreesClassifier,
  extraTreesRegressor,
  multiclassExtraTrees,
} from '../../../models/extraTrees.ts';
import type { ForestClassifierOptions, ForestEstimator } from '../../../models/forests/forestEstimators.ts';
import type { ForestData, MulticlassForestData } from '../../../models/forests/forestModel.ts';
import type { ForestOptions } from '../../../models/forests/forestOptions.ts';
import {
  multiclassRandomForest,
  randomForestClassifier,
  randomForestRegressor,
} from '../../../models/randomForest.ts';
import { selectRows } from '../../../models/selectRows.ts';
import { datasetFromRows, tableFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(12);
const rows = Array.from({ length: 500 }, () => ({
  x: random.uniform() < 0.1 ? null : 4 * random.uniform() - 2,
  y: random.integer(6),
  c: ['a', 'b', 'c', 'd', 'e'][random.integer(5)]!,
}));
const truth = (row: (typeof rows)[number]) =>
  (row.x === null ? 1 : Math.abs(row.x)) + (row.c === 'b' ? 1 : 0) + 0.2 * row.y;
const values = rows.map((row) => truth(row) + 0.3 * random.normal());
const numbers = datasetFromRows(rows, values);
const labels = { ...numbers, target: numbers.target.map((value) => (value > 1.8 ? 1 : 0)) };
const classes = ['low', 'middle', 'high'];
const several = {
  ...tableFromRows(rows),
  target: Int32Array.from(values, (value) => (value < 1.3 ? 0 : value < 2.2 ? 1 : 2)),
  classes,
};
const bytes = ({ data }: Pick<Model, 'data'>) => sha256(encodeArtifact('model', data));

const both: [string, ForestEstimator<ForestClassifierOptions>, ForestEstimator<ForestOptions>][] = [
  ['random forest', randomForestClassifier, randomForestRegressor],
  ['extra trees', extraTreesClassifier, extraTreesRegressor],
];

describe.each(both)('%s', (_, classifier, regressor) => {
  test('predicts what it saw once where leaves may be single rows and no row is left out', async () => {
    const distinct = rows.map((row, index) => ({ ...row, id: index }));
    const options = {
      trees: 5,
      minLeafRows: 1,
      bootstrap: false,
      featuresPerNode: 'all',
      maxBins: 254,
    } as const;
    const few = selectRows(
      datasetFromRows(distinct, values),
      Array.from({ length: 200 }, (_, at) => at),
    );
    const model = await regressor.fit(few, options);
    model.predict(few).forEach((value, row) => {
      expect(value).toBeCloseTo(few.target[row]!, 9);
    });
  });

  test('gives the same artifact with any number of threads, and in plain TypeScript', async () => {
    const options = { trees: 9, seed: 5 };
    const one = await classifier.fit(labels, options);
    expect(bytes(await classifier.fit(labels, { ...options, threads: 2 }))).toBe(bytes(one));
    expect(bytes(await classifier.fit(labels, { ...options, kernels: 'plain' }))).toBe(bytes(one));
    expect(bytes(await classifier.fit(labels, { ...options, seed: 6 }))).not.toBe(bytes(one));
  });

  test('the first trees do not depend on how many follow', async () => {
    const forestOf = ({ data }: Model) => (data as ForestData).forest;
    const few = forestOf(await regressor.fit(numbers, { trees: 3 }));
    const many = forestOf(await regressor.fit(numbers, { trees: 6 }));
    expect(few.feature).toEqual(many.feature.slice(0, few.feature.length));
  });

  test('weight 2 equals the row twice where no rows are drawn', async () => {
    const counts = rows.map((_, row) => row % 3);
    const repeated = selectRows(
      labels,
      counts.flatMap((count, row) => Array<number>(count).fill(row)),
    );
    const options = { bootstrap: false, trees: 10 };
    const weighted = await classifier.fit({ ...labels, weights: Float64Array.from(counts) }, options);
    const expected = (await classifier.fit(repeated, options)).predict(labels);
    weighted.predict(labels).forEach((value, row) => {
      expect(value).toBeCloseTo(expected[row]!, 12);
    });
  });

  test('keeps leaves as heavy and as deep as asked', async () => {
    const model = await regressor.fit(numbers, { trees: 8, minLeafRows: 25, maxDepth: 3 });
    const { feature, cover, roots, left, right } = (model.data as ForestData).forest;
    feature.forEach((asked, node) => {
      if (asked < 0) expect(cover[node]).toBeGreaterThanOrEqual(25);
    });
    const depth = (node: number): number =>
      feature[node]! < 0 ? 0 : 1 + Math.max(depth(left[node]!), depth(right[node]!));
    expect(Math.max(...Array.from(roots, depth))).toBe(3);
  });

  test('class weights are row weights', async () => {
    const options = { trees: 6, classWeights: { '1': 4 } };
    const weights = labels.target.map((label) => (label === 1 ? 4 : 1));
    const named = await classifier.fit(labels, options);
    expect(named.data).toEqual((await classifier.fit({ ...labels, weights }, { trees: 6 })).data);
  });
});

describe('out of bag', () => {
  test('errs as fresh rows do, not as rows that were learned from', async () => {
    const fresh = Array.from({ length: 2000 }, () => ({
      ...rows[random.integer(rows.length)]!,
      x: 4 * random.uniform() - 2,
      y: random.integer(6),
    }));
    const model = await randomForestRegressor.fit(numbers, { outOfBag: true, minLeafRows: 1 });
    const error = (predicted: Float64Array, target: ArrayLike<number>) =>
      predicted.reduce((sum, value, row) => sum + (value - target[row]!) ** 2, 0) / predicted.length;
    const freshError = error(
      model.predict(tableFromRows(fresh)),
      fresh.map((row) => truth(row) + 0.3 * random.normal()),
    );
    const { predictions, error: bagError } = model.outOfBag!;
    expect(bagError).toBeCloseTo(error(predictions, numbers.target), 9);
    expect(Math.abs(bagError / freshError - 1)).toBeLessThan(0.25);
    expect(error(model.predict(numbers), numbers.target)).toBeLessThan(0.5 * bagError);
  });

  test('of one tree knows about a third of the rows', async () => {
    const model = await randomForestClassifier.fit(labels, { outOfBag: true, trees: 1 });
    const known = model.outOfBag!.predictions.filter((each) => !Number.isNaN(each));
    expect(Math.abs(known.length / 500 - Math.exp(-1))).toBeLessThan(0.06);
  });

  test('is refused where every tree sees every row', async () => {
    await expect(extraTreesClassifier.fit(labels, { outOfBag: true })).rejects.toMatchObject({
      findings: [{ path: 'outOfBag' }],
    });
  });
});

describe.each([
  ['random forest', multiclassRandomForest],
  ['extra trees', multiclassExtraTrees],
])('%s of several classes', (_, estimator) => {
  test('trees of a class differ in their leaves only, whose shares sum to 1', async () => {
    const { data } = await estimator.fit(several, { trees: 4 });
    const { forest } = data as MulticlassForestData;
    const end = (tree: number) => forest.roots[tree + 1] ?? forest.feature.length;
    for (let tree = 0; tree < 4; tree++) {
      const at = [0, 1, 2].map((each) => forest.roots[3 * tree + each]!);
      const nodes = end(3 * tree) - at[0]!;
      for (let node = 0; node < nodes; node++) {
        const feature = forest.feature[at[0]! + node]!;
        expect(at.map((root) => forest.feature[root + node])).toEqual([feature, feature, feature]);
        const sum = at.reduce((total, root) => total + forest.value[root + node]!, 0);
        if (feature < 0) expect(sum).toBeCloseTo(1 / 4, 12);
      }
    }
  });
});

test('a random forest of several classes has pure leaves when it may', async () => {
  const distinct = { ...several, ...tableFromRows(rows.map((row, id) => ({ ...row, id: id % 250 }))) };
  const options = { trees: 3, minLeafRows: 1, bootstrap: false, featuresPerNode: 'all' } as const;
  const predicted = (await multiclassRandomForest.fit(distinct, options)).predict(distinct);
  several.target.forEach((each, row) => {
    expect(predicted[3 * row + each]).toBeCloseTo(1, 9);
  });
});

test.each([
  ['trees', 0],
  ['featuresPerNode', 'most'],
  ['minLeafRows', 0],
  ['maxBins', 300],
])('%s = %p is refused by name', async (path, received) => {
  await expect(randomForestClassifier.fit(labels, { [path]: received })).rejects.toMatchObject({
    code: 'invalid_input',
    findings: [{ path, received }],
  });
});
