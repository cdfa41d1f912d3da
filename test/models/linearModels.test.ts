import { describe, expect, test } from '@jest/globals';
import type { LinearModelData } from '../../models/linear/linearModel.ts';
import { linearRegression } from '../../models/linearRegression.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { datasetFromRows } from '../../models/tableFromRows.ts';
import { scikitLearn } from './fixtures/scikitLearn.ts';

const rows = scikitLearn.a.map((a, row) => ({ a, b: scikitLearn.b[row]!, c: scikitLearn.category[row]! }));

/** In the order of the reference: a, b, b missing, three categories. */
function coefficients(data: LinearModelData): number[] {
  return data.features.flatMap((feature) =>
    feature.kind === 'categorical'
      ? [...feature.coefficients]
      : feature.name === 'b'
        ? [feature.coefficient, feature.missingCoefficient]
        : [feature.coefficient],
  );
}

// scikit-learn stops at a gradient of about 1e-8 of the mean loss; both sides agree to seven digits or more.
const digits = 6;

describe('against scikit-learn', () => {
  test.each([
    ['logistic regression', logisticRegression, scikitLearn.label, scikitLearn.logistic],
    ['ridge regression', linearRegression, scikitLearn.value, scikitLearn.ridge],
  ] as const)('%s finds the same weighted coefficients', async (_, estimator, target, reference) => {
    const dataset = datasetFromRows(rows, target, scikitLearn.weight);
    const data = (await estimator.fit(dataset, { l2: reference.l2 })).data as LinearModelData;
    expect(data.intercept).toBeCloseTo(reference.intercept, digits);
    coefficients(data).forEach((coefficient, index) => {
      expect(coefficient).toBeCloseTo(reference.coefficients[index]!, digits);
    });
  });

  test('ridge regression predicts the same values', async () => {
    const dataset = datasetFromRows(rows, scikitLearn.value, scikitLearn.weight);
    const predicted = (await linearRegression.fit(dataset, { l2: 2.5 })).predict(dataset);
    predicted.forEach((value, row) => {
      expect(value).toBeCloseTo(scikitLearn.regression.prediction[row]!, 5);
    });
  });
});

describe('logistic regression', () => {
  test('separable classes without a penalty have no optimum', async () => {
    const dataset = datasetFromRows([{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }], [0, 0, 1, 1]);
    const learn = () => logisticRegression.fit(dataset, { l2: 0 });
    await expect(learn()).rejects.toThrow(expect.objectContaining({ code: 'degenerate_fit' }));
  });

  test('a column of more parameters than Newton takes is fitted all the same', async () => {
    const many = Array.from({ length: 1200 }, (_, row) => ({
      p: `p${row % 250}`,
      q: `q${row % 240}`,
      r: `r${row % 230}`,
    }));
    const dataset = datasetFromRows(
      many,
      many.map((_, row) => (row % 250 < 125 ? 1 : 0)),
    );
    const model = await logisticRegression.fit(dataset);
    expect(model.predictRow({ p: 'p1' })).toBeGreaterThan(0.6);
    expect(model.predictRow({ p: 'p249' })).toBeLessThan(0.4);
  });

  test('a line is trusted for three standard deviations beyond the numbers seen, infinities included', async () => {
    const dataset = datasetFromRows([{ x: 1 }, { x: 2 }, { x: 3 }, { x: 4 }], [0, 1, 0, 1]);
    const model = await logisticRegression.fit(dataset);
    const reach = 3 * Math.sqrt(1.25);
    const step = model.rawScoreRow({ x: 4 }) - model.rawScoreRow({ x: 3 });
    expect(model.rawScoreRow({ x: 4 + reach }) - model.rawScoreRow({ x: 4 })).toBeCloseTo(reach * step, 10);
    expect(model.predictRow({ x: Number.POSITIVE_INFINITY })).toBe(model.predictRow({ x: 5 + reach }));
    expect(model.predictRow({ x: Number.NEGATIVE_INFINITY })).toBe(model.predictRow({ x: -reach }));
  });
});
