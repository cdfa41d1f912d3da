import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { computeFeatures } from '../../../features/computeFeatures.ts';
import { customerFeatures } from '../../../features/definitions/customer.ts';
import { emptyHistory } from '../../../features/history.ts';
import { churnModelFromData, fitChurnModel } from '../../../models/churn/churnModel.ts';
import { churnFallback } from '../../../models/churn/fallback.ts';
import { persuadability } from '../../../models/churn/outreach.ts';
import { logisticRegression } from '../../../models/logisticRegression.ts';
import { aucOf, bernoulli, sigmoid, simulatedRow } from '../simulatedRows.ts';

/** Silence and a plan decide; a third of those who stay 30 days go in the next 30. */
function world(seed: number, count: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, subject) => {
    const silence = random.uniform() * 100;
    const plan = random.uniform() < 0.5 ? 'monthly' : 'yearly';
    const gone30 = bernoulli(random, sigmoid(silence / 20 - 3 + (plan === 'monthly' ? 1 : -1)));
    const gone60 = gone30 || bernoulli(random, 0.3);
    const features = {
      'transactions.daysSince.amount>0': silence,
      'attribute.plan': plan,
      noise: random.normal(),
    };
    return simulatedRow(subject, features, gone30, { label60: random.uniform() < 0.2 ? null : gone60 });
  });
}

const asOf = new Date('2026-06-01T00:00:00Z');
const model = await fitChurnModel(world(1, 900), { estimator: logisticRegression });

describe('the churn model', () => {
  const unseen = world(2, 600);
  const predictions = unseen.map(({ features }) => model.predict(features, asOf));

  test('ranks customers it has not seen about as well as the truth does', () => {
    const risks = predictions.map(({ result }) => result.risk30);
    const labels = unseen.map(({ label }) => label);
    const truth = unseen.map(
      ({ features }) =>
        Number(features['transactions.daysSince.amount>0']) / 20 +
        (features['attribute.plan'] === 'monthly' ? 1 : -1),
    );
    expect(aucOf(truth, labels) - aucOf(risks, labels)).toBeLessThan(0.02);
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    expect(Math.abs(mean(risks) - mean(labels))).toBeLessThan(0.05);
  });

  test('never has a lower risk within 60 days than within 30', () => {
    for (const { result, confidence } of predictions) {
      expect(result.risk60).toBeGreaterThanOrEqual(result.risk30);
      expect(result.risk60).toBeLessThanOrEqual(1);
      expect(confidence).toBeCloseTo(Math.max(result.risk30, 1 - result.risk30), 12);
    }
    const mean60 = predictions.reduce((sum, { result }) => sum + result.risk60, 0) / predictions.length;
    const mean30 = predictions.reduce((sum, { result }) => sum + result.risk30, 0) / predictions.length;
    expect(mean60 - mean30).toBeGreaterThan(0.1);
  });

  test('has both horizons from one hazard: the 60-day risk is as calibrated as the 30-day one', () => {
    const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
    const truth = unseen.map(({ features }) => {
      const plan = features['attribute.plan'] === 'monthly' ? 1 : -1;
      const gone30 = sigmoid(Number(features['transactions.daysSince.amount>0']) / 20 - 3 + plan);
      return 1 - (1 - gone30) * 0.7;
    });
    expect(Math.abs(mean(predictions.map(({ result }) => result.risk60)) - mean(truth))).toBeLessThan(0.04);
  });

  test('says which part of the risk has happened, by who was gone among those who are lost', async () => {
    const random = seededRandom(4);
    // The longer the silence, the likelier a loss lies in the past.
    const withGone = (rows: ReturnType<typeof world>) =>
      rows.map((row) => {
        const before =
          random.uniform() < Number(row.features['transactions.daysSince.amount>0']) / 100 ? 1 : 0;
        return { ...row, context: { ...row.context, gone: row.label === 1 ? before : 0 } };
      });
    const fitted = await fitChurnModel(withGone(world(6, 1200)), { estimator: logisticRegression });
    const fresh = withGone(world(7, 800));
    const results = fresh.map(({ features }) => fitted.predict(features, asOf).result);
    for (const { alreadyGone, risk30 } of results) {
      expect(alreadyGone).toBeGreaterThanOrEqual(0);
      expect(alreadyGone).toBeLessThanOrEqual(risk30);
    }
    const gone = fresh.map(({ context }) => Number(context.gone));
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const stated = results.map(({ alreadyGone }) => alreadyGone!);
    expect(Math.abs(mean(stated) - mean(gone))).toBeLessThan(0.04);
    expect(aucOf(stated, gone)).toBeGreaterThan(0.75);
  });

  test('states one share for all where few are known to have been gone, none where nobody leaves unnoticed', async () => {
    const rows = world(8, 300);
    let left = 0;
    const few = rows.map((row) => ({
      ...row,
      context: { ...row.context, gone: row.label === 1 && left++ < 10 ? 1 : 0 },
    }));
    const fitted = await fitChurnModel(few, { estimator: logisticRegression });
    const { alreadyGone, risk30 } = fitted.predict(rows[0]!.features, asOf).result;
    expect(alreadyGone! / risk30).toBeCloseTo(10 / left, 12);
    expect(predictions.map(({ result }) => result.alreadyGone)).toEqual(unseen.map(() => 0));
  });

  test('gives many rows the risks it gives them one by one', () => {
    const risks = model.risks30(unseen);
    expect([...risks]).toEqual(predictions.map(({ result }) => result.risk30));
  });

  test('is plain data', () => {
    const again = churnModelFromData(JSON.parse(JSON.stringify(model.data)));
    expect(unseen.map(({ features }) => again.predict(features, asOf))).toEqual(predictions);
  });

  test('says why in words', () => {
    const { reasons } = model.predict(
      {
        'transactions.daysSince.amount>0': 95,
        'attribute.plan': 'monthly',
        noise: 0,
      },
      asOf,
    );
    expect(reasons[0]?.text).toBe('Days since the last purchase: 95 raises the churn risk');
  });

  test('answers for somebody of whom nothing is known', () => {
    const { result } = model.predict(
      computeFeatures(customerFeatures, emptyHistory('customer', 'c', 0), 0),
      asOf,
    );
    expect(result.risk30).toBeGreaterThan(0);
    expect(result.risk30).toBeLessThan(1);
  });

  test('reads a contract by the days left, and knows into which period its end falls', async () => {
    const random = seededRandom(9);
    const rows = Array.from({ length: 600 }, (_, subject) => {
      const daysLeft = 1 + random.integer(120);
      const gone = random.uniform() < 0.5;
      const row = simulatedRow(subject, {}, gone && daysLeft <= 30 ? 1 : 0, {
        label60: gone && daysLeft <= 60 ? 1 : 0,
      });
      const end = new Date(row.asOf.getTime() + daysLeft * 86_400_000).toISOString();
      return { ...row, features: { 'attribute.contractEnd': end } };
    });
    const contracts = await fitChurnModel(rows, { estimator: logisticRegression });
    const riskAt = (daysLeft: number) =>
      contracts.predict(
        { 'attribute.contractEnd': new Date(asOf.getTime() + daysLeft * 86_400_000).toISOString() },
        asOf,
      ).result;
    expect(riskAt(15).risk30).toBeGreaterThan(0.35);
    expect(riskAt(45).risk30).toBeLessThan(0.1);
    expect(riskAt(45).risk60).toBeGreaterThan(0.35);
    expect(riskAt(100).risk60).toBeLessThan(0.15);
  });

  test("says how likely somebody is to answer, from their own answers and the company's", () => {
    const log = { contacts: 200, responses: 60 };
    const answers = (responded: number, unanswered: number) => ({
      'outcomes.count.kind=responded': responded,
      'outcomes.count.kind=no_response': unanswered,
    });
    expect(persuadability(answers(5, 0), log)).toEqual({ value: 0.65, basis: 'own' });
    expect(persuadability(answers(0, 5), log)).toEqual({ value: 0.15, basis: 'own' });
    expect(persuadability({}, log)).toEqual({ value: 0.3, basis: 'company' });
    expect(persuadability(answers(5, 0), { contacts: 19, responses: 9 })).toEqual({
      value: 1,
      basis: 'neutral',
    });
    const names = customerFeatures.map(({ name }) => name);
    for (const name of Object.keys(answers(0, 0))) expect(names).toContain(name);
  });

  test('reads artifacts that hold a classifier for each horizon', () => {
    if (model.data.first === undefined) throw new Error('it has a first period');
    const before = churnModelFromData({
      kind: 'churn',
      risk30: model.data.first,
      risk60: model.data.first,
    });
    const { result } = before.predict({ 'transactions.daysSince.amount>0': 95 }, asOf);
    expect(result.risk60).toBe(result.risk30);
    expect(result.alreadyGone).toBeNull();
  });

  test('cannot learn from a world in which nobody ever leaves', async () => {
    const calm = world(3, 50).map((row) => ({ ...row, label: 0, context: { label60: 0 } }));
    await expect(fitChurnModel(calm)).rejects.toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });
});

describe('the churn rule', () => {
  test('rises with the silence, and horizons are ordered', () => {
    const risks = [null, 10, 60, 120, 400].map((days) => churnFallback({ 'calls.daysSince': days }).result);
    expect(risks.map(({ risk60 }) => risk60)).toEqual([0.15, 0.05, 0.15, 0.3, 0.5]);
    for (const { risk30, risk60 } of risks) expect(risk30).toBeLessThanOrEqual(risk60);
  });

  test('reads names that the feature definitions really have', () => {
    const names = customerFeatures.map(({ name }) => name);
    for (const name of ['transactions.daysSince.amount>0', 'calls.daysSince', 'appointments.daysSince'])
      expect(names).toContain(name);
    // Money given back, or a row of nothing, is no sign of life.
    expect(churnFallback({ 'transactions.daysSince': 5 }).result).toEqual(churnFallback({}).result);
  });
});
