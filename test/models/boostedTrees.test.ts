import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../base/random.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from '../../models/boostedTrees.ts';
import type { BoostedTreesData } from '../../models/boosting/boostedTreesModel.ts';
import { datasetFromRows } from '../../models/tableFromRows.ts';

const exact = { holdOut: 0, featureShare: 1, learningRate: 1, l2: 0, minChildWeight: 1 };
const treesOf = (data: unknown) => (data as BoostedTreesData).forest;

describe('boosted trees', () => {
  test('one deep tree without shrinkage learns a table of values by heart', async () => {
    const rows = Array.from({ length: 64 }, (_, row) => ({ x: row % 8, y: Math.floor(row / 8) }));
    const target = rows.map(({ x, y }) => ((x * 5 + y * 3) % 7) + x * y);
    const dataset = datasetFromRows(rows, target);
    const model = await boostedTreesRegressor.fit(dataset, { ...exact, rounds: 1, maxLeaves: 64 });
    model.predict(dataset).forEach((value, row) => {
      expect(value).toBeCloseTo(target[row]!, 9);
    });
  });

  test('where a value is missing can be all that matters', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => ({ x: row % 4 === 0 ? null : row }));
    const target = rows.map(({ x }) => (x === null ? 10 : 0));
    const model = await boostedTreesRegressor.fit(datasetFromRows(rows, target), { ...exact, rounds: 1 });
    expect(model.predictRow({ x: null })).toBeCloseTo(10, 9);
    expect(model.predictRow({ x: 7 })).toBeCloseTo(0, 9);
    expect(treesOf(model.data).feature).toEqual(Int32Array.of(0, -1, -1));
  });

  test('categories without an order are divided by what they do', async () => {
    const rows = Array.from({ length: 120 }, (_, row) => ({ c: `k${row % 12}` }));
    const target = rows.map((_, row) => (row % 12) % 2);
    const model = await boostedTreesRegressor.fit(datasetFromRows(rows, target), {
      ...exact,
      rounds: 1,
      maxLeaves: 2,
    });
    expect(model.predictRow({ c: 'k3' })).toBeCloseTo(1, 9);
    expect(model.predictRow({ c: 'k10' })).toBeCloseTo(0, 9);
  });

  test('more than 32 categories fit in the bit set', async () => {
    const rows = Array.from({ length: 600 }, (_, row) => ({ c: `k${row % 100}` }));
    const target = rows.map((_, row) => (row % 100 < 37 ? 1 : 0));
    const model = await boostedTreesRegressor.fit(datasetFromRows(rows, target), {
      ...exact,
      rounds: 1,
      maxLeaves: 2,
    });
    for (let code = 0; code < 100; code++)
      expect(model.predictRow({ c: `k${code}` })).toBeCloseTo(code < 37 ? 1 : 0, 9);
  });

  test('stop early on noise, and go on where there is something to learn', async () => {
    const random = seededRandom(4);
    const rows = Array.from({ length: 800 }, () => ({ x: random.normal(), y: random.normal() }));
    const noise = await boostedTreesClassifier.fit(
      datasetFromRows(
        rows,
        rows.map(() => random.integer(2)),
      ),
    );
    const signal = await boostedTreesClassifier.fit(
      datasetFromRows(
        rows,
        rows.map(({ x, y }) => (x * y > 0 ? 1 : 0)),
      ),
    );
    expect(treesOf(noise.data).roots.length).toBeLessThan(25);
    expect(treesOf(signal.data).roots.length).toBeGreaterThan(50);
  });

  test('obey the limits on leaves and depth', async () => {
    const random = seededRandom(5);
    const rows = Array.from({ length: 500 }, () => ({ x: random.normal(), y: random.normal() }));
    const dataset = datasetFromRows(
      rows,
      rows.map(({ x, y }) => Math.sin(3 * x) + y * y),
    );
    const leaves = async (options: object) => {
      const { feature } = treesOf(
        (await boostedTreesRegressor.fit(dataset, { ...exact, rounds: 1, ...options })).data,
      );
      return feature.filter((each) => each < 0).length;
    };
    expect(await leaves({ maxLeaves: 7 })).toBe(7);
    expect(await leaves({ maxLeaves: 100, maxDepth: 2 })).toBe(4);
    expect(await leaves({ maxLeaves: 1 })).toBeLessThanOrEqual(1);
  });

  test.each([
    ['learningRate', 0],
    ['maxLeaves', 1.5],
    ['featureShare', 2],
    ['holdOut', 0.9],
    ['l2', -1],
  ])('refuse %s = %d by name', async (name, value) => {
    const learn = async () =>
      await boostedTreesClassifier.fit(datasetFromRows([{ x: 1 }, { x: 2 }], [0, 1]), { [name]: value });
    await expect(learn()).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_input', findings: [expect.objectContaining({ path: name })] }),
    );
  });

  test('bags are the mean of runs that draw differently', async () => {
    const random = seededRandom(31);
    const rows = Array.from({ length: 150 }, () => ({
      x: random.normal(),
      y: random.normal(),
      c: random.uniform() < 0.1 ? null : `k${random.integer(40)}`,
    }));
    const dataset = datasetFromRows(
      rows,
      rows.map(({ x, y, c }) => x * y + (c === 'k3' ? 2 : 0)),
    );
    const options = { rounds: 6, holdOut: 0, rowShare: 0.6, minChildWeight: 1 };
    const one = (seed: number) => boostedTreesRegressor.fit(dataset, { ...options, seed });
    const runs = [await one(4), await one(4 + 1_000_003), await one(4 + 2_000_006)];
    const bagged = await boostedTreesRegressor.fit(dataset, { ...options, seed: 4, bags: 3 });
    expect(treesOf(bagged.data).roots).toHaveLength(18);
    const scores = runs.map((model) => model.rawScores(dataset));
    expect(scores[0]).not.toEqual(scores[1]);
    bagged.rawScores(dataset).forEach((score, row) => {
      expect(score).toBeCloseTo((scores[0]![row]! + scores[1]![row]! + scores[2]![row]!) / 3, 12);
    });
    const { baseline, contributions } = bagged.explainRow(rows[0]!);
    const sum = contributions.reduce((total, { effect }) => total + effect, baseline);
    expect(sum).toBeCloseTo(bagged.rawScoreRow(rows[0]!), 9);
  });
});
