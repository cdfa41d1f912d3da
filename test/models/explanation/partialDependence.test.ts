import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { featureGrid } from '../../../models/explanation/featureGrid.ts';
import { partialDependence } from '../../../models/explanation/partialDependence.ts';
import { sigmoid } from '../../../models/numeric/sigmoid.ts';
import type { Column } from '../../../models/table.ts';
import { explanationReference as reference } from '../fixtures/explanationReference.ts';
import { knownFunction, numeric, tableOf } from './tables.ts';

const random = seededRandom(12);
const a = Float64Array.from({ length: 200 }, () => random.normal());
const b = Float64Array.from({ length: 200 }, () => 1 + random.normal());
const table = tableOf(numeric('a', a), numeric('b', b));
const meanOf = (values: Float64Array) => values.reduce((p, q) => p + q) / values.length;

describe('by the rule', () => {
  test('of a sum it is the part plus the mean of the rest', async () => {
    const model = knownFunction((value) => value('a') ** 2 + 3 * value('b'));
    const { points, feature } = await partialDependence({ model, table, feature: 'a' });
    expect(feature).toBe('a');
    expect(points).toHaveLength(20);
    for (const { value, mean } of points) expect(mean).toBeCloseTo(Number(value) ** 2 + 3 * meanOf(b), 10);
  });

  test('of a product the individual curves are straight lines of different slope', async () => {
    const model = knownFunction((value) => value('a') * value('b'));
    const { points, individuals } = await partialDependence({ model, table, feature: 'a', individuals: 5 });
    for (const { value, mean } of points) expect(mean).toBeCloseTo(Number(value) * meanOf(b), 10);
    expect(individuals).toHaveLength(5);
    for (const { row, predictions } of individuals)
      points.forEach(({ value }, index) => {
        expect(predictions[index]).toBeCloseTo(Number(value) * b[row]!, 10);
      });
  });

  test('rows count by weight', async () => {
    const model = knownFunction((value) => value('b'));
    const weights = b.map((value) => (value > 1 ? 2 : 0));
    const { points } = await partialDependence({ model, table, feature: 'a', weights });
    expect(points[0]!.mean).toBeCloseTo(meanOf(b.filter((value) => value > 1)), 10);
  });

  test('a sample of the rows will do', async () => {
    let largest = 0;
    const model = knownFunction((value) => value('b'));
    const { points, individuals } = await partialDependence({
      model: {
        predict: (part) => {
          largest = Math.max(largest, part.rowCount);
          return model.predict(part);
        },
      },
      table,
      feature: 'a',
      rows: 50,
      individuals: 100,
    });
    expect(largest).toBe(50);
    expect(individuals).toHaveLength(50);
    expect(points[0]!.mean).toBeCloseTo(meanOf(Float64Array.from(individuals, ({ row }) => b[row]!)), 10);
  });
});

test('of a logistic model it is what scikit-learn says', async () => {
  const names = ['a', 'b', 'c'];
  const { grid, average, firstRow } = reference.dependence;
  const model = knownFunction((value) =>
    sigmoid(
      names.reduce(
        (sum, name, index) => sum + reference.coefficients[index]! * value(name),
        reference.intercept,
      ),
    ),
  );
  const sample = tableOf(...names.map((name, index) => numeric(name, reference.columns[index]!)));
  const [first] = sample.columns;
  const values = first!.kind === 'numeric' ? first!.values : new Float64Array();
  for (const [index, value] of grid.entries()) {
    const asked = {
      ...sample,
      columns: [
        numeric(
          'a',
          values.map(() => value),
        ),
        ...sample.columns.slice(1),
      ],
    };
    const { points, individuals } = await partialDependence({
      model,
      table: asked,
      feature: 'a',
      individuals: values.length,
    });
    expect(points).toHaveLength(1);
    expect(points[0]).toMatchObject({ value, mean: expect.closeTo(average[index]!, 12) });
    const ofFirst = individuals.find(({ row }) => row === 0)!;
    expect(ofFirst.predictions[0]).toBeCloseTo(firstRow[index]!, 12);
  }
});

describe('the grid', () => {
  const ones = (rows: number) => new Float64Array(rows).fill(1);

  test('of few values is all of them, with the share of each', () => {
    const { grid, missingShare } = featureGrid(numeric('n', [2, 1, 2, Number.NaN, 1, 2, 2, 7]), ones(8), 5);
    expect(grid).toEqual([
      { value: 1, share: 0.25 },
      { value: 2, share: 0.5 },
      { value: 7, share: 0.125 },
    ]);
    expect(missingShare).toBe(0.125);
  });

  test('of many values is at quantiles from 1 % to 99 %', () => {
    const values = Float64Array.from({ length: 1000 }, (_, row) => ((row * 7919) % 1000) + 1);
    const { grid } = featureGrid(numeric('n', values), ones(1000), 3);
    expect(grid.map(({ value }) => value)).toEqual([10, 500, 990]);
    expect(grid.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
  });

  test('passes over infinities and rows of weight 0', () => {
    const { grid } = featureGrid(numeric('n', [Number.POSITIVE_INFINITY, 3, 4]), Float64Array.of(1, 1, 0), 5);
    expect(grid.map(({ value }) => value)).toEqual([3]);
  });

  const category: Column = {
    kind: 'categorical',
    name: 'region',
    vocabulary: ['east', 'north', 'unused', 'west'],
    codes: Int32Array.of(3, 0, 3, -1, 1, 3, 0, -1),
  };

  test('of categories is the most frequent ones', () => {
    const { grid, missingShare } = featureGrid(category, ones(8), 2);
    expect(grid).toEqual([
      { value: 'west', share: 0.375 },
      { value: 'east', share: 0.25 },
    ]);
    expect(missingShare).toBe(0.25);
  });

  test('and each is set in every row', async () => {
    const model = knownFunction((value) => value('region'));
    const { points } = await partialDependence({ model, table: tableOf(category), feature: 'region' });
    expect(points.map(({ value, mean }) => [value, mean])).toEqual([
      ['west', 3],
      ['east', 0],
      ['north', 1],
    ]);
  });
});

describe('the work', () => {
  const model = knownFunction((value) => value('a'));

  test('tells how far it is and stops when told', async () => {
    const shares: number[] = [];
    await partialDependence({ model, table, feature: 'a', onProgress: (share) => shares.push(share) });
    expect(shares).toHaveLength(20);
    expect(shares.at(-1)).toBe(1);
    const controller = new AbortController();
    const stopped = partialDependence({
      model,
      table,
      feature: 'a',
      signal: controller.signal,
      onProgress: () => controller.abort(new Error('enough')),
    });
    await expect(stopped).rejects.toThrow('enough');
  });

  test('an unknown or always missing feature is refused', async () => {
    await expect(partialDependence({ model, table, feature: 'z' })).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    const empty = tableOf(numeric('a', [Number.NaN, Number.NaN]));
    await expect(partialDependence({ model, table: empty, feature: 'a' })).rejects.toThrow(
      expect.objectContaining({ code: 'not_enough_data' }),
    );
  });
});
