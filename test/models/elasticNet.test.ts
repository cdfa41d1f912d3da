import { describe, expect, test } from '@jest/globals';
import type { LinearFeature } from '../../models/linear/linearFeature.ts';
import type { LinearModelData } from '../../models/linear/linearModel.ts';
import type { MultinomialModelData } from '../../models/linear/multinomialModel.ts';
import { penaltyGrid } from '../../models/linear/penaltyGrid.ts';
import { linearRegression } from '../../models/linearRegression.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { multinomialRegression } from '../../models/multinomialRegression.ts';
import { datasetFromRows, tableFromRows } from '../../models/tableFromRows.ts';
import { linearReference as reference } from './fixtures/linearReference.ts';

const rows = reference.a.map((a, row) => ({
  a,
  b: reference.b[row]!,
  c: reference.c[row]!,
  d: reference.category[row]!,
}));
const weights = Float64Array.from(reference.weight);
const coefficients = (features: readonly LinearFeature[]) =>
  features.flatMap((feature) =>
    feature.kind === 'numeric' ? [feature.coefficient] : [...feature.coefficients],
  );

// Both sides meet the optimality conditions to far more than six digits; see the tolerances in linear_reference.py.
const digits = 6;

function expectClose(received: readonly number[], expected: readonly number[]): void {
  expect(received).toHaveLength(expected.length);
  received.forEach((each, index) => {
    expect(each).toBeCloseTo(expected[index]!, digits);
  });
}

describe('against scikit-learn', () => {
  const cases = [
    ...reference.logistic.map((fit) => [logisticRegression, reference.label, fit] as const),
    ...reference.linear.map((fit) => [linearRegression, reference.value, fit] as const),
  ].map(([estimator, target, fit]) => ({ name: estimator.name, estimator, target, fit, l1: fit.l1 }));

  test.each(cases)('$name with an L1 penalty of $l1 finds the same coefficients', async (each) => {
    const { l1, l2, intercepts, coefficients: expected } = each.fit;
    const model = await each.estimator.fit(datasetFromRows(rows, each.target, weights), { l1, l2 });
    const data = model.data as LinearModelData;
    expectClose([data.intercept, ...coefficients(data.features)], [...intercepts, ...expected[0]!]);
    // What the reference leaves out is left out altogether.
    coefficients(data.features).forEach((coefficient, index) => {
      expect(coefficient === 0).toBe(expected[0]![index] === 0);
    });
  });

  test.each(reference.multinomial)(
    'three classes with an L1 penalty of $l1: the same coefficients',
    async (fit) => {
      const dataset = {
        ...tableFromRows(rows),
        target: Int32Array.from(reference.kind),
        classes: ['first', 'second', 'third'],
        weights,
      };
      const model = await multinomialRegression.fit(dataset, { l1: fit.l1, l2: fit.l2 });
      const data = model.data as MultinomialModelData;
      expectClose([...data.intercepts], fit.intercepts);
      fit.coefficients.forEach((expected, index) => {
        expectClose(coefficients(data.features[index]!), expected);
      });
    },
  );
});

test('two classes under the softmax are logistic regression with both scores half as steep', async () => {
  const binary = await logisticRegression.fit(datasetFromRows(rows, reference.label, weights), { l2: 3 });
  const softmax = await multinomialRegression.fit(
    { ...tableFromRows(rows), target: Int32Array.from(reference.label), classes: ['no', 'yes'], weights },
    { l2: 6 },
  );
  for (const row of rows.slice(0, 20))
    expect(softmax.predictRow(row)[1]).toBeCloseTo(binary.predictRow(row), 7);
});

test('numbers of any size are learned', async () => {
  const predicted = async (unit: number) => {
    const target = reference.value.map((value) => unit * value);
    const model = await linearRegression.fit(datasetFromRows(rows, target, weights), { l2: 1 });
    return model.predict(datasetFromRows(rows, target)).map((value) => value / unit);
  };
  const plain = await predicted(1);
  (await predicted(1e200)).forEach((value, row) => {
    expect(value).toBeCloseTo(plain[row]!, 8);
  });
});

test('penalties that are no penalties are refused', async () => {
  const dataset = datasetFromRows(rows, reference.label);
  for (const penalty of [{ l1: -1 }, { l2: Number.NaN }, { l1: Number.POSITIVE_INFINITY }])
    await expect(logisticRegression.fit(dataset, penalty)).rejects.toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
});

test('the penalty grid reaches from nearly free to nearly constant, whatever the unit of the target', async () => {
  const dataset = datasetFromRows(rows, reference.value, weights);
  const large = datasetFromRows(
    rows,
    reference.value.map((value) => 1000 * value),
    weights,
  );
  const grid = penaltyGrid(dataset);
  penaltyGrid(large).forEach(({ l1, l2 }, index) => {
    expect(l1).toBeCloseTo(1000 * grid[index]!.l1, 6);
    expect(l2).toBe(grid[index]!.l2);
  });
  expect(grid).toContainEqual({ l1: 0, l2: 1 });
  const left = async (penalty: (typeof grid)[number]) => {
    const { features } = (await linearRegression.fit(dataset, penalty)).data as LinearModelData;
    return coefficients(features).filter((coefficient) => coefficient !== 0).length;
  };
  const counts = await Promise.all(grid.filter(({ l1 }) => l1 > 0).map(left));
  expect(Math.min(...counts)).toBeLessThan(Math.max(...counts));
  expect(Math.min(...counts)).toBeGreaterThan(0);
});
