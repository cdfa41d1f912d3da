import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { permutationImportance } from '../../../models/explanation/permutationImportance.ts';
import { aucMetric } from '../../../models/metrics/auc.ts';
import { logLossMetric } from '../../../models/metrics/logLoss.ts';
import { tweedieDevianceMetric } from '../../../models/metrics/tweedieDeviance.ts';
import { sigmoid } from '../../../models/numeric/sigmoid.ts';
import type { Dataset, Table } from '../../../models/table.ts';
import { explanationReference as reference } from '../fixtures/explanationReference.ts';
import { knownFunction, numeric, tableOf } from './tables.ts';

const squaredError = tweedieDevianceMetric(0);
const variance = (values: Float64Array) => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
};

/** The target is 3 a + b exactly; c plays no part, d repeats a. */
function world(rows: number): Dataset & { readonly a: Float64Array; readonly b: Float64Array } {
  const random = seededRandom(31);
  const [a, b, c] = [0, 1, 2].map(() => Float64Array.from({ length: rows }, () => random.normal()));
  return {
    ...tableOf(numeric('a', a!), numeric('b', b!), numeric('c', c!), numeric('d', a!)),
    target: a!.map((value, row) => 3 * value + b![row]!),
    a: a!,
    b: b!,
  };
}

describe('an additive function', () => {
  const dataset = world(300);
  const model = knownFunction((value) => 3 * value('a') + value('b'));
  const importances = permutationImportance({ model, dataset, metric: squaredError, repeats: 40 });

  test('costs twice the variance of a permuted part, on average', async () => {
    const [a, b, c, d] = await importances;
    // A permuted value is independent of the old one, up to the few rows that keep theirs.
    for (const [found, exact] of [
      [a!, 2 * 9 * variance(dataset.a)],
      [b!, 2 * variance(dataset.b)],
    ] as const) {
      const noise = found.spread / Math.sqrt(40);
      expect(noise).toBeGreaterThan(0);
      expect(Math.abs(found.importance.value - exact)).toBeLessThan(4 * noise);
      expect(found.importance.low).toBeGreaterThan(0);
      expect(found.importance.low).toBeLessThan(exact);
      expect(found.importance.high).toBeGreaterThan(exact);
    }
    for (const unused of [c!, d!])
      expect(unused).toMatchObject({ importance: { value: 0, low: 0, high: 0 }, spread: 0 });
  });

  test('columns that say the same show together what each alone hides', async () => {
    const shared = knownFunction((value) => 1.5 * value('a') + 1.5 * value('d') + value('b'));
    const [alone, together] = await permutationImportance({
      model: shared,
      dataset,
      metric: squaredError,
      groups: [['a'], ['a', 'd']],
      repeats: 40,
    });
    const exact = 2 * 9 * variance(dataset.a);
    expect(Math.abs(alone!.importance.value - exact / 4)).toBeLessThan(0.5);
    expect(Math.abs(together!.importance.value - exact)).toBeLessThan(1);
    expect(together!.features).toEqual(['a', 'd']);
  });
});

test('a linear model gets what scikit-learn gives it', async () => {
  const names = ['a', 'b', 'c'];
  const { coefficients, importance } = reference;
  const model = knownFunction((value) =>
    names.reduce((sum, name, index) => sum + coefficients[index]! * value(name), reference.intercept),
  );
  const dataset = {
    ...tableOf(...names.map((name, index) => numeric(name, reference.columns[index]!))),
    target: Float64Array.from(reference.value),
  };
  const found = await permutationImportance({
    model,
    dataset,
    metric: squaredError,
    repeats: 400,
    resamples: 2,
  });
  found.forEach(({ importance: { value }, spread }, index) => {
    const ours = spread / Math.sqrt(400);
    const theirs = importance.standardError[index]!;
    expect(Math.abs(value - importance.mean[index]!)).toBeLessThanOrEqual(4 * Math.hypot(ours, theirs));
    expect(Math.abs(value - importance.expected[index]!)).toBeLessThanOrEqual(4 * ours);
  });
});

describe('a classifier', () => {
  const random = seededRandom(6);
  const x = Float64Array.from({ length: 400 }, () => 2 * random.normal());
  const dataset = {
    ...tableOf(
      numeric('x', x),
      numeric(
        'noise',
        x.map(() => random.normal()),
      ),
    ),
    target: x.map((value) => (random.uniform() < sigmoid(value) ? 1 : 0)),
  };
  const model = knownFunction((value) => sigmoid(value('x') + 0.1 * value('noise')));

  test.each([aucMetric, logLossMetric])('what helps is positive for $name', async (metric) => {
    const [x, noise] = await permutationImportance({ model, dataset, metric });
    expect(x!.importance.low).toBeGreaterThan(0.1);
    expect(noise!.importance.low).toBeLessThan(0.01);
    expect(Math.abs(noise!.importance.value)).toBeLessThan(0.02);
  });

  test('weights count: rows of weight 0 are as good as absent', async () => {
    const weights = x.map((_, row) => (row < 200 ? 1 : 0));
    const spoilt = dataset.target.map((label, row) => (row < 200 ? label : 1 - label));
    const [ofHalf] = await permutationImportance({
      model,
      dataset: { ...dataset, target: spoilt, weights },
      metric: aucMetric,
    });
    expect(ofHalf!.importance.value).toBeGreaterThan(0.15);
  });
});

describe('the work', () => {
  const dataset = world(50);
  const model = knownFunction((value) => value('a'));
  const request = { model, dataset, metric: squaredError, resamples: 20 };

  test('repeats with its seed and leaves the table as it was', async () => {
    const before = structuredClone(dataset.columns);
    const first = await permutationImportance(request);
    expect(await permutationImportance(request)).toEqual(first);
    expect(await permutationImportance({ ...request, seed: 8 })).not.toEqual(first);
    expect(dataset.columns).toEqual(before);
  });

  test('tells how far it is and stops when told', async () => {
    const shares: number[] = [];
    await permutationImportance({ ...request, onProgress: (share) => shares.push(share) });
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual(shares.toSorted((p, q) => p - q));
    const controller = new AbortController();
    const stopped = permutationImportance({
      ...request,
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  test('of many rows measures a sample', async () => {
    const seen = new Set<number>();
    const watched = {
      predict: (table: Table) => {
        seen.add(table.rowCount);
        return model.predict(table);
      },
    };
    const [a] = await permutationImportance({ ...request, model: watched, rows: 20, repeats: 2 });
    expect([...seen]).toEqual([20]);
    expect(a!.importance.value).toBeGreaterThan(0);
  });

  test.each([
    ['an unknown column', { groups: [['a', 'z']] }],
    ['no permutation', { repeats: 0 }],
  ])('%s is refused', async (_, change) => {
    await expect(permutationImportance({ ...request, ...change })).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
