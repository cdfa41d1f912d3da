import { describe, expect, test } from '@jest/globals';
import { sha256 } from '../../../base/hash.ts';
import { seededRandom } from '../../../base/random.ts';
import { encodeArtifact } from '../../../models/artifact.ts';
import { boostedTreesClassifier, boostedTreesRegressor } from '../../../models/boostedTrees.ts';
import type { BoostedTreesData } from '../../../models/boosting/boostedTreesModel.ts';
import type { Model } from '../../../models/estimator.ts';
import { multiclassBoostedTrees } from '../../../models/multiclassBoostedTrees.ts';
import type { Row } from '../../../models/table.ts';
import { datasetFromRows } from '../../../models/tableFromRows.ts';

const random = seededRandom(77);
const rows = Array.from({ length: 900 }, () => ({
  price: 10 * random.uniform(),
  age: random.uniform() < 0.2 ? null : random.integer(60),
  region: ['nord', 'ost', 'süd', 'west'][random.integer(4)]!,
  noise: random.normal(),
}));
const truth = (row: (typeof rows)[number]) =>
  Math.sin(row.price) + (row.age ?? 20) / 20 + (row.region === 'ost' ? 1 : 0);
const dataset = datasetFromRows(
  rows,
  rows.map((row) => truth(row) + 0.5 * random.normal()),
);
const labels = { ...dataset, target: dataset.target.map((value) => (value > 1.5 ? 1 : 0)) };
const treesOf = ({ data }: Model) => (data as BoostedTreesData).forest;
const bytes = ({ data }: Pick<Model, 'data'>) => sha256(encodeArtifact('model', data));

describe('boosting', () => {
  test('gives the same artifact with any number of threads, and in plain TypeScript', async () => {
    const options = { rounds: 12, rowShare: 0.7, maxLeaves: 20, seed: 5 };
    const one = await boostedTreesClassifier.fit(labels, options);
    const two = await boostedTreesClassifier.fit(labels, { ...options, threads: 2 });
    const plain = await boostedTreesClassifier.fit(labels, { ...options, kernels: 'plain' });
    expect(bytes(two)).toBe(bytes(one));
    expect(bytes(plain)).toBe(bytes(one));
    const other = await boostedTreesClassifier.fit(labels, { ...options, seed: 6 });
    expect(bytes(other)).not.toBe(bytes(one));
  });

  test('grows each tree on a share of the rows, and counts them as its cover', async () => {
    const model = await boostedTreesRegressor.fit(dataset, { rounds: 30, holdOut: 0, rowShare: 0.5 });
    const { roots, cover } = treesOf(model);
    const covers = Array.from(roots, (root) => cover[root]!);
    const mean = covers.reduce((sum, each) => sum + each, 0) / covers.length;
    // The mean of 30 binomials of 900 has a standard error of 2.7.
    expect(Math.abs(mean - 450)).toBeLessThan(12);
    expect(new Set(covers).size).toBeGreaterThan(10);
  });

  test('lets each tree ask for a share of the features', async () => {
    const model = await boostedTreesRegressor.fit(dataset, { rounds: 30, holdOut: 0, featureShare: 0.75 });
    const { roots, feature } = treesOf(model);
    const asked = Array.from(roots, (root, tree) => new Set(feature.slice(root, roots[tree + 1])));
    for (const features of asked)
      expect([...features].filter((each) => each >= 0).length).toBeLessThanOrEqual(3);
    expect(new Set(asked.flatMap((features) => [...features])).size).toBe(5);
  });

  test('lets each node ask for a share of the features of its tree', async () => {
    const options = { rounds: 20, holdOut: 0, featureShare: 1, maxLeaves: 4, nodeFeatureShare: 0.25 };
    const model = await boostedTreesRegressor.fit(dataset, options);
    const { roots, feature } = treesOf(model);
    // One feature of four per node: roots ask for each of them in turns, even for the one that tells nothing.
    const asked = Array.from(roots, (root) => feature[root]!);
    for (let each = 0; each < 4; each++)
      expect(asked.filter((name) => name === each).length).toBeGreaterThan(1);
    const trees = asked.map((_, tree) => new Set(feature.slice(roots[tree], roots[tree + 1])).size - 1);
    expect(Math.max(...trees)).toBeGreaterThan(1);
    const plain = await boostedTreesRegressor.fit(dataset, { ...options, kernels: 'plain' });
    const threads = await boostedTreesRegressor.fit(dataset, { ...options, threads: 2 });
    expect([bytes(plain), bytes(threads)]).toEqual([bytes(model), bytes(model)]);
  });

  test('never lets the score fall or rise against a constraint, whatever the other values', async () => {
    const monotone = { price: 'rising', age: 'falling' } as const;
    const model = await boostedTreesRegressor.fit(dataset, { rounds: 60, holdOut: 0, monotone });
    const free = await boostedTreesRegressor.fit(dataset, { rounds: 60, holdOut: 0 });
    const steps = Array.from({ length: 40 }, (_, step) => step / 4);
    const falls = (of: Model, row: Row, name: string, sign: number, scale: number) => {
      const scores = steps.map((step) => of.rawScoreRow({ ...row, [name]: scale * step }));
      return scores.filter((score, at) => at > 0 && sign * (score - scores[at - 1]!) < -1e-12).length;
    };
    let freely = 0;
    for (const row of rows.slice(0, 60)) {
      expect(falls(model, row, 'price', 1, 1)).toBe(0);
      expect(falls(model, row, 'age', -1, 6)).toBe(0);
      freely += falls(free, row, 'price', 1, 1);
    }
    expect(freely).toBeGreaterThan(100);
  });

  test.each([
    [{ prize: 'rising' }, 'monotone.prize'],
    [{ region: 'rising' }, 'monotone.region'],
    [{ price: 'up' as 'rising' }, 'monotone.price'],
  ] as const)('refuses the constraint %j by name', async (monotone, path) => {
    await expect(boostedTreesRegressor.fit(dataset, { monotone })).rejects.toMatchObject({
      code: 'invalid_input',
      findings: [{ path }],
    });
  });

  test('refuses constraints on quantiles, whose leaves are renewed', async () => {
    const options = { loss: 'quantile', monotone: { price: 'rising' } } as const;
    await expect(boostedTreesRegressor.fit(dataset, options)).rejects.toMatchObject({
      findings: [{ path: 'monotone' }],
    });
  });

  test('refuses constraints on several classes, whose scores balance', async () => {
    const given = { ...labels, target: Int32Array.from(labels.target), classes: ['no', 'yes'] };
    const fit = multiclassBoostedTrees.fit(given, { monotone: { price: 'rising' } });
    await expect(fit).rejects.toMatchObject({ findings: [{ path: 'monotone' }] });
  });

  test('chooses the number of trees by a validation dataset, and learns nothing else from it', async () => {
    const fresh = rows.slice(0, 300);
    const opposite = datasetFromRows(
      fresh,
      fresh.map((row) => -truth(row)),
    );
    const agreeing = datasetFromRows(fresh, fresh.map(truth));
    const options = { rounds: 40, patience: 5, featureShare: 1 };
    const none = await boostedTreesRegressor.fit(dataset, { ...options, validation: opposite });
    const some = await boostedTreesRegressor.fit(dataset, { ...options, validation: agreeing });
    const all = await boostedTreesRegressor.fit(dataset, { ...options, holdOut: 0 });
    expect(treesOf(none).roots.length).toBe(0);
    const grown = treesOf(some).roots.length;
    expect(grown).toBeGreaterThan(10);
    // Derivatives are rounded by the largest there is, also of rows not learned from: the values agree but for that.
    const { feature, value } = treesOf(all);
    expect(treesOf(some).feature).toEqual(feature.slice(0, treesOf(some).feature.length));
    treesOf(some).value.forEach((each, node) => {
      expect(each).toBeCloseTo(value[node]!, 9);
    });
  });

  test('balanced classes weigh in the validation rows as in those learned from', async () => {
    const settled = (model: Model) => treesOf(model).roots.length;
    const options = { rounds: 60, patience: 60, featureShare: 1, learningRate: 0.3 };
    // Nearly all of one class, and some of them not what they seem.
    const fresh = rows.filter((row) => truth(row) > 1.5 || row.noise > 1);
    const validation = datasetFromRows(
      fresh,
      fresh.map((row) => (truth(row) + row.noise > 1 ? 1 : 0)),
    );
    const share = labels.target.reduce((sum, label) => sum + label, 0) / labels.rowCount;
    const balanced = await boostedTreesClassifier.fit(labels, {
      ...options,
      validation,
      classWeights: 'balanced',
    });
    const named = await boostedTreesClassifier.fit(labels, {
      ...options,
      validation,
      classWeights: { 0: 0.5 / (1 - share), 1: 0.5 / share },
    });
    expect(settled(balanced)).toBe(settled(named));
  });

  test('holds rows out where it is told to, however few there are', async () => {
    const few = datasetFromRows(
      rows.slice(0, 150),
      rows.slice(0, 150).map(({ noise }, row) => (row % 7) - 3 + noise),
    );
    const grown = async (holdOut?: number) =>
      treesOf(
        await boostedTreesRegressor.fit(few, { rounds: 80, ...(holdOut === undefined ? {} : { holdOut }) }),
      ).roots.length;
    expect(await grown()).toBe(80);
    expect(await grown(0.3)).toBeLessThan(80);
  });

  test('learns where the missing belong, and keeps to it', async () => {
    const holes = Array.from({ length: 400 }, (_, row) => ({ x: row % 4 === 0 ? null : (row % 40) / 40 }));
    for (const value of [0, 1]) {
      const target = holes.map(({ x }) => (x === null ? value : x > 0.5 ? 1 : 0));
      const model = await boostedTreesRegressor.fit(datasetFromRows(holes, target), {
        rounds: 1,
        holdOut: 0,
        maxLeaves: 2,
        learningRate: 1,
        l2: 0,
      });
      expect(model.predictRow({ x: null })).toBeCloseTo(value, 9);
      expect(treesOf(model).missingLeft[0]).toBe(value === 0 ? 1 : 0);
    }
  });

  test('sets the missing apart from all others, not from those below a value nobody has', async () => {
    const holes = Array.from({ length: 300 }, (_, row) => ({
      x: row % 3 === 0 ? null : 5 + (row % 7),
      y: row % 2,
    }));
    // Below y = 1 nothing depends on x; above, only whether it is missing counts, among values far from the lowest bin.
    const wide = [...holes, ...holes.map(({ y }, row) => ({ x: row % 12, y: y + 4 }))];
    const target = wide.map(({ x, y }) => (y === 1 && x === null ? 1 : 0) + 5 * Math.floor(y / 4));
    for (const kernels of ['plain', 'wasm'] as const) {
      const model = await boostedTreesRegressor.fit(datasetFromRows(wide, target), {
        rounds: 1,
        holdOut: 0,
        maxLeaves: 4,
        learningRate: 1,
        l2: 0,
        kernels,
      });
      for (const x of [-100, 0.5, 6, 100]) expect(model.predictRow({ x, y: 1 })).toBeCloseTo(0, 9);
      expect(model.predictRow({ x: null, y: 1 })).toBeCloseTo(1, 9);
    }
  });

  test('divides categories as the best of all subsets does', async () => {
    for (let world = 0; world < 8; world++) {
      const means = Array.from({ length: 7 }, () => random.normal());
      const cells = Array.from({ length: 420 }, (_, row) => ({ c: `k${row % 7}` }));
      const target = cells.map((_, row) => means[row % 7]! + 0.1 * random.normal());
      const model = await boostedTreesRegressor.fit(datasetFromRows(cells, target), {
        rounds: 1,
        holdOut: 0,
        maxLeaves: 2,
        learningRate: 1,
        minChildWeight: 1,
      });
      const sums = Array.from({ length: 7 }, (_, code) =>
        target.reduce((sum, value, row) => sum + (row % 7 === code ? value : 0), 0),
      );
      const centred = sums.map((sum) => sum - sums.reduce((a, b) => a + b, 0) / 7);
      // Subsets of equal cells: the gain is that of their sums, with the penalty that many categories pay (1 + 10).
      const gainOf = (subset: number) => {
        let [sum, count] = [0, 0];
        for (let code = 0; code < 7; code++)
          if ((subset >> code) & 1) [sum, count] = [sum + centred[code]!, count + 60];
        return sum ** 2 / (count + 11) + sum ** 2 / (420 - count + 11);
      };
      let best = 1;
      for (let subset = 1; subset < 127; subset++) if (gainOf(subset) > gainOf(best)) best = subset;
      const left = treesOf(model).categoryWords[0]! & 127;
      expect([best, 127 - best]).toContain(left);
    }
  });

  test('reports progress over both passes and obeys a signal between rounds', async () => {
    const shares: number[] = [];
    await boostedTreesClassifier.fit(labels, { rounds: 20, onProgress: (share) => shares.push(share) });
    expect(shares.some((share) => share < 0.5)).toBe(true);
    expect(shares.at(-1)).toBe(1);
    const stop = new AbortController();
    const stopped = boostedTreesClassifier.fit(labels, {
      rounds: 1000,
      holdOut: 0,
      signal: stop.signal,
      onProgress: (share) => {
        if (share > 0.01) stop.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ name: 'AbortError' });
  });

  test('several classes: weights and bags work alike', async () => {
    const classes = ['low', 'middle', 'high'];
    const target = Int32Array.from(dataset.target, (value) => (value < 1 ? 0 : value < 2 ? 1 : 2));
    const given = { ...dataset, target, classes };
    const options = { rounds: 8, holdOut: 0, featureShare: 1 };
    const twice = await multiclassBoostedTrees.fit(
      { ...given, weights: new Float64Array(900).fill(2) },
      { ...options, minChildWeight: 6, l2: 2 },
    );
    const once = await multiclassBoostedTrees.fit(given, { ...options, minChildWeight: 3, l2: 1 });
    // Twice the weight is no other model where all that is compared with weights is doubled too.
    const doubled = twice.predict(dataset);
    once.predict(dataset).forEach((probability, at) => {
      expect(doubled[at]).toBeCloseTo(probability, 9);
    });
    const bagged = await multiclassBoostedTrees.fit(given, { ...options, rowShare: 0.5, threads: 2 });
    expect(bytes(bagged)).toBe(
      bytes(await multiclassBoostedTrees.fit(given, { ...options, rowShare: 0.5, kernels: 'plain' })),
    );
  });
});
