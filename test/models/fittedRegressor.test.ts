import { describe, expect, test } from '@jest/globals';
import { fitRegressor } from '../../models/fittedRegressor.ts';
import { linearRegression } from '../../models/linearRegression.ts';
import { rmse } from '../../models/metrics/rmse.ts';
import { datasetFromRows } from '../../models/tableFromRows.ts';
import { simulatedWorld } from '../conformance/worlds.ts';

const { dataset } = simulatedWorld('regression', 400, 41);

describe('a fitted regressor', () => {
  test('out-of-fold error foretells that on fresh rows', async () => {
    const fresh = simulatedWorld('regression', 2000, 42).dataset;
    const { model, outOfFold, estimator } = await fitRegressor({ dataset });
    expect(estimator).toBe('linear-regression');
    // The noise has a deviation of 0.5; its estimate on 400 rows has a standard error of 0.018.
    expect(Math.abs(rmse(dataset.target, outOfFold) - rmse(fresh.target, model.predict(fresh)))).toBeLessThan(
      0.06,
    );
  });

  test('auto takes trees where features act together', async () => {
    const rows = Array.from({ length: 400 }, (_, row) => ({ x: row % 20, y: (row * 7) % 13 }));
    const target = rows.map(({ x, y }) => (x > 9 === y > 6 ? 5 : 0));
    expect((await fitRegressor({ dataset: datasetFromRows(rows, target) })).estimator).toBe('boosted-trees');
  });

  test('with times the first part is never predicted', async () => {
    const times = dataset.target.map((_, row) => row);
    const { outOfFold, foldOf } = await fitRegressor({
      dataset,
      estimator: linearRegression,
      times,
      folds: 3,
    });
    expect([foldOf[0], foldOf[399]]).toEqual([-1, 2]);
    expect(outOfFold.findIndex((value) => !Number.isNaN(value))).toBe(100);
  });

  test('refuses a single row', async () => {
    const learn = async () => await fitRegressor({ dataset: datasetFromRows([{ x: 1 }], [2]) });
    await expect(learn()).rejects.toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });
});
