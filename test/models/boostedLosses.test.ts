import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from '../../models/boostedTrees.ts';
import { multiclassBoostedTrees } from '../../models/multiclassBoostedTrees.ts';
import { datasetFromRows, tableFromRows } from '../../models/tableFromRows.ts';

const random = seededRandom(31);
const rows = Array.from({ length: 1500 }, () => ({ x: 4 * random.uniform() - 2, y: random.integer(5) }));
const score = ({ x, y }: { x: number; y: number }) => Math.sin(2 * x) + 0.3 * y - 0.5;
const points = [-1.5, -0.8, 0, 0.8, 1.5].flatMap((x) => [0, 2, 4].map((y) => ({ x, y })));

/** Poisson draws by counting exponential waiting times (Knuth). */
function poisson(mean: number): number {
  let count = -1;
  for (let product = 1; product > Math.exp(-mean); product *= random.uniform()) count++;
  return count;
}

describe('what each loss learns', () => {
  test('Poisson: the mean of counts, above 0', async () => {
    const target = rows.map((row) => poisson(Math.exp(score(row))));
    const model = await boostedTreesRegressor.fit(datasetFromRows(rows, target), { loss: 'poisson' });
    expect(model.scale).toBe('log');
    const errors = points.map((point) => Math.abs(Math.log(model.predictRow(point)) - score(point)));
    // The constant is wrong by 0.7 on average.
    expect(errors.reduce((sum, error) => sum + error, 0) / points.length).toBeLessThan(0.25);
    for (const point of points)
      expect(Math.log(model.predictRow(point))).toBeCloseTo(model.rawScoreRow(point), 12);
  });

  test('Tweedie: the mean of amounts that are mostly 0', async () => {
    const target = rows.map((row) => {
      let amount = 0;
      for (let claim = poisson(0.7); claim > 0; claim--)
        amount -= Math.exp(score(row)) * Math.log(1 - random.uniform());
      return amount;
    });
    const model = await boostedTreesRegressor.fit(datasetFromRows(rows, target), { loss: 'tweedie' });
    const ratios = points.map((point) => Math.log(model.predictRow(point) / (0.7 * Math.exp(score(point)))));
    // Measured 0.32 on 1,500 rows, half of them 0; the best constant has 0.7.
    expect(ratios.reduce((sum, ratio) => sum + Math.abs(ratio), 0) / ratios.length).toBeLessThan(0.4);
  });

  test.each([0.1, 0.5, 0.9])('quantile: %d of fresh targets lie below', async (alpha) => {
    const draw = (row: { x: number; y: number }) => score(row) + (0.3 + 0.2 * row.y) * random.normal();
    const model = await boostedTreesRegressor.fit(datasetFromRows(rows, rows.map(draw)), {
      loss: 'quantile',
      alpha,
    });
    const predicted = model.predict(tableFromRows(rows));
    let below = 0;
    for (let repeat = 0; repeat < 5; repeat++)
      rows.forEach((row, index) => {
        if (draw(row) <= predicted[index]!) below++;
      });
    // 7,500 draws: 0.005 is one standard error; trees learned from 1,500 rows add as much again.
    expect(Math.abs(below / (5 * rows.length) - alpha)).toBeLessThan(0.035);
  });

  test('quantile: a single leaf holds the quantile of its rows, not their mean', async () => {
    const target = [0, 0, 0, 0, 0, 0, 0, 1, 2, 100];
    const dataset = datasetFromRows(
      target.map((_, x) => ({ x: x < 5 ? 0 : 1 })),
      target,
    );
    const options = { loss: 'quantile', alpha: 0.6, rounds: 1, learningRate: 1, minChildWeight: 1 } as const;
    const model = await boostedTreesRegressor.fit(dataset, { ...options, maxLeaves: 2, maxBins: 2 });
    expect(model.predictRow({ x: 0 })).toBe(0);
    expect(model.predictRow({ x: 1 })).toBe(1.5);
  });

  test('softmax: several classes, as their probabilities are', async () => {
    const classes = ['wait', 'call', 'visit'];
    const strength = (row: { x: number; y: number }) => [0, 1.5 * row.x, 0.8 * (row.y - 2)].map(Math.exp);
    const target = Int32Array.from(rows, (row) => {
      const [a, b, c] = strength(row) as [number, number, number];
      const drawn = random.uniform() * (a + b + c);
      return drawn < a ? 0 : drawn < a + b ? 1 : 2;
    });
    const model = await multiclassBoostedTrees.fit({ ...tableFromRows(rows), target, classes });
    let error = 0;
    for (const point of points) {
      const truth = strength(point);
      const total = truth.reduce((sum, each) => sum + each, 0);
      model.predictRow(point).forEach((probability, each) => {
        error += Math.abs(probability - truth[each]! / total) / (3 * points.length);
      });
    }
    expect(error).toBeLessThan(0.06);
  });

  test.each([
    ['poisson', -1],
    ['tweedie', -0.5],
  ] as const)('%s refuses a target of %d', async (loss, bad) => {
    const dataset = datasetFromRows([{ x: 1 }, { x: 2 }], [1, bad]);
    await expect(boostedTreesRegressor.fit(dataset, { loss })).rejects.toMatchObject({
      code: 'invalid_input',
      findings: [{ path: 'target', received: bad, allowed: 'at least 0' }],
    });
  });

  test('an unknown loss is refused by name', async () => {
    const dataset = datasetFromRows([{ x: 1 }, { x: 2 }], [1, 2]);
    const options = { loss: 'absolute' as 'squared' };
    await expect(boostedTreesRegressor.fit(dataset, options)).rejects.toMatchObject({
      findings: [{ path: 'loss', received: 'absolute' }],
    });
  });

  test('all targets 0 is no reason to fail', async () => {
    const dataset = datasetFromRows(
      rows,
      rows.map(() => 0),
    );
    for (const loss of ['squared', 'poisson', 'tweedie', 'quantile'] as const) {
      const model = await boostedTreesRegressor.fit(dataset, { loss, rounds: 20 });
      expect(model.predictRow(points[0]!)).toBeCloseTo(0, 6);
    }
  });
});

describe('class weights', () => {
  const labels = rows.map((row) => (random.uniform() < 0.2 + 0.1 * Math.sign(row.x) ? 1 : 0));
  const dataset = datasetFromRows(rows, labels);
  const options = { rounds: 10, holdOut: 0 };

  test('are row weights', async () => {
    const named = await boostedTreesClassifier.fit(dataset, { ...options, classWeights: { '1': 3 } });
    const weights = Float64Array.from(labels, (label) => (label === 1 ? 3 : 1));
    const weighted = await boostedTreesClassifier.fit({ ...dataset, weights }, options);
    expect(named.data).toEqual(weighted.data);
  });

  test('balanced start from equal classes', async () => {
    const model = await boostedTreesClassifier.fit(dataset, { rounds: 0, classWeights: 'balanced' });
    expect(model.predictRow(points[0]!)).toBeCloseTo(0.5, 12);
    const several = await multiclassBoostedTrees.fit(
      { ...tableFromRows(rows), target: Int32Array.from(labels), classes: ['no', 'yes', 'never'] },
      { rounds: 0, classWeights: 'balanced' },
    );
    expect(several.predictRow(points[0]!)[1]).toBeCloseTo(0.5, 6);
  });

  test.each([
    [{ yes: 2 }, 'classWeights.yes'],
    [{ '1': 0 }, 'classWeights.1'],
  ])('%j is refused by name', async (classWeights, path) => {
    await expect(boostedTreesClassifier.fit(dataset, { classWeights })).rejects.toMatchObject({
      code: 'invalid_input',
      findings: [{ path }],
    });
  });
});
