import { expect, test } from '@jest/globals';
import { churnOnTruth, type Stated } from '../../examples/truthStudy/churnOnTruth.ts';
import { simulatedHistories } from '../../examples/truthStudy/simulatedHistories.ts';
import { valueOnTruth } from '../../examples/truthStudy/valueOnTruth.ts';
import { logisticRegression } from '../../models/logisticRegression.ts';
import { withOverrides } from '../../simulator/parameters.ts';
import { auc } from '../../simulator/score/rankMetrics.ts';
import { makeWorld } from '../../simulator/world/world.ts';

/** A young, small call centre; examples/truth-study.ts asks the same of the demo's, over several seeds and weeks. */
const world = makeWorld(
  5,
  withOverrides({ weeks: 28, companyAgeWeeks: 100, population: { joinsPerWeek: 8 } }),
);
const histories = simulatedHistories(world);
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
const stated = (rows: readonly Stated[]) => rows.map((row) => row.stated);
const truth = (rows: readonly Stated[]) => rows.map((row) => row.true);

test('stated churn risks are the shares of customers who are gone, silent ones included', async () => {
  const churn = await churnOnTruth(world, histories, 1, logisticRegression);
  // Two in five leave without a word: had they counted as loyal, labels would be 1 half as often.
  expect(mean(stated(churn.labels)) / mean(truth(churn.labels))).toBeGreaterThan(0.85);
  expect(mean(stated(churn.labels)) / mean(truth(churn.labels))).toBeLessThan(1.18);
  for (const rows of [churn.risk30, churn.risk60, churn.alreadyGone]) {
    expect(rows.length).toBeGreaterThan(300);
    const chance = Math.sqrt(mean(stated(rows).map((p) => p * (1 - p))) / rows.length);
    expect(Math.abs(mean(stated(rows)) - mean(truth(rows)))).toBeLessThan(2.6 * chance);
  }
  expect(auc(stated(churn.risk30), truth(churn.risk30))).toBeGreaterThan(0.72);
  expect(auc(stated(churn.alreadyGone), truth(churn.alreadyGone))).toBeGreaterThan(0.8);
});

test('intervals of lifetime values hold at least as many revenues as they claim, on either side', async () => {
  const { level, customers, inside, below, above, total } = await valueOnTruth(world, histories, 6);
  expect(level).toBe(0.9);
  expect(customers).toBeGreaterThan(500);
  expect(inside / customers).toBeGreaterThan(level);
  expect(below / customers).toBeLessThan(0.05);
  expect(above / customers).toBeLessThan(0.05);
  // Wide enough to hold everybody would be no answer.
  expect(inside).toBeLessThan(customers);
  expect(Math.abs(total - 1)).toBeLessThan(0.25);
});
