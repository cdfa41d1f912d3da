import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../base/random.ts';
import type { DatasetRow } from '../../../features/datasetRow.ts';
import { purchaseFeatures } from '../../../features/definitions/purchases.ts';
import { lifetimeValueFallback } from '../../../models/lifetime-value/fallback.ts';
import { firstPurchaseWithin } from '../../../models/lifetime-value/firstPurchase.ts';
import { fitLifetimeValueModel } from '../../../models/lifetime-value/fitLifetimeValue.ts';
import { expectedSpend } from '../../../models/lifetime-value/gammaGamma.ts';
import { betaSample, gammaSample, poissonSample } from '../../../models/lifetime-value/gammaSample.ts';
import { holdoutEvaluation } from '../../../models/lifetime-value/holdoutEvaluation.ts';
import {
  daysPerMonth,
  lifetimeValueModelFromData,
} from '../../../models/lifetime-value/lifetimeValueModel.ts';
import { segmentOf } from '../../../models/lifetime-value/segments.ts';
import { simulateRevenue } from '../../../models/lifetime-value/simulateRevenue.ts';
import { transactionFamily } from '../../../models/lifetime-value/transactionFamilies.ts';

const observedDays = 300;
const holdoutDays = 180;

/** Customers as the model supposes them, bought from the moment they are observed; the truth comes along. */
function world(seed: number, count: number) {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, subject): DatasetRow => {
    const rate = gammaSample(random, 1.2) / 40;
    const leaving = betaSample(random, 1.5, 6);
    const spendRate = gammaSample(random, 5) / 80;
    const age = 30 + random.integer(observedDays - 30);
    const purchases: [day: number, amount: number][] = [[0, gammaSample(random, 4) / spendRate]];
    let alive = true;
    for (let time = 0; alive; alive = random.uniform() > leaving) {
      time += Math.ceil(-Math.log(1 - random.uniform()) / rate);
      if (time > age + holdoutDays) break;
      purchases.push([time, gammaSample(random, 4) / spendRate]);
    }
    const before = purchases.filter(([day]) => day <= age);
    const repeats = before.slice(1);
    const later = purchases.filter(([day]) => day > age);
    const sum = (list: typeof purchases) => list.reduce((total, [, amount]) => total + amount, 0);
    return {
      subjectId: `customer-${subject}`,
      asOf: new Date(Date.UTC(2025, 0, 1)),
      label: sum(later),
      weight: 1,
      features: {
        'transactions.purchaseDays(amount)': before.length,
        'transactions.spanDays(amount)': before.at(-1)![0],
        'transactions.purchaseAge(amount)': age,
        'transactions.repeatMean(amount)': repeats.length > 0 ? sum(repeats) / repeats.length : null,
        'transactions.purchaseTotal(amount)': sum(before),
      },
      context: { purchases: later.length, holdoutDays },
    };
  });
}

const rows = world(5, 1500);
const model = await fitLifetimeValueModel(rows);
const firstPurchase = { r: 0.3, alpha: 60, customers: 500, bought: 200 };
const learned = lifetimeValueModelFromData({ ...model.data, firstPurchase });
const customer = (days: number, span: number, age: number, spend: number | null) => ({
  'transactions.purchaseDays(amount)': days,
  'transactions.spanDays(amount)': span,
  'transactions.purchaseAge(amount)': age,
  'transactions.repeatMean(amount)': spend,
  'transactions.purchaseTotal(amount)': days * (spend ?? 50),
});

describe('lifetime value', () => {
  test('foretells the revenue of the holdout, better than going on as before', async () => {
    const { revenue, purchases, baseline, customers } = await holdoutEvaluation(rows);
    expect(customers).toBe(1500);
    expect(Math.abs(purchases.predicted / purchases.actual - 1)).toBeLessThan(0.1);
    expect(Math.abs(revenue.predicted / revenue.actual - 1)).toBeLessThan(0.12);
    expect(revenue.mae).toBeLessThan(0.85 * baseline.mae);
    expect(revenue.rmse).toBeLessThan(baseline.rmse);
  });

  test('is 0 over no time, never falls with the horizon, and P(alive) is a probability', () => {
    const record = fc
      .tuple(fc.integer({ min: 1, max: 40 }), fc.nat(400), fc.nat(400), fc.integer({ min: 1, max: 500 }))
      .map(([days, span, more, spend]) =>
        customer(days, days === 1 ? 0 : span, span + more, days === 1 ? null : spend),
      );
    fc.assert(
      fc.property(fc.oneof(record, fc.constant({})), fc.nat(60), fc.nat(60), (row, a, b) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)].map((horizonMonths) =>
          learned.predict(row, { horizonMonths }),
        ) as [ReturnType<typeof learned.predict>, ReturnType<typeof learned.predict>];
        expect(learned.predict(row, { horizonMonths: 0 })).toMatchObject({
          result: { clv: 0, expectedTransactions: 0 },
          interval: { low: 0, high: 0 },
        });
        expect(long.result.clv).toBeGreaterThanOrEqual(short.result.clv);
        for (const { result, confidence, interval } of [short, long]) {
          expect(result.pAlive).toBeGreaterThanOrEqual(0);
          expect(result.pAlive).toBeLessThanOrEqual(1);
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
          expect(interval!.low).toBeLessThanOrEqual(interval!.high);
        }
      }),
      { numRuns: 40, seed: 7 },
    );
  });

  test('intervals hold what they promise', () => {
    const horizonMonths = holdoutDays / daysPerMonth;
    const sample = rows.slice(0, 700);
    const inside = sample.filter(({ features, label }) => {
      const { interval } = model.predict(features, { horizonMonths });
      return label >= interval!.low - 1e-9 && label <= interval!.high + 1e-9;
    });
    // 90 % promised; many intervals begin at exactly 0, which makes them hold a little more.
    expect(inside.length / sample.length).toBeGreaterThan(0.87);
    expect(inside.length / sample.length).toBeLessThan(0.97);
  });

  test.each([
    ['a regular', { frequency: 8, recency: 280, age: 290, meanSpend: 70 }],
    ['somebody silent', { frequency: 8, recency: 100, age: 290, meanSpend: 70 }],
    ['somebody new', { frequency: 0, recency: 0, age: 20, meanSpend: null }],
  ])('simulated revenue of %s has the expected value of the formulas', (_, record) => {
    const { family, purchases, spend } = model.data;
    const draws = simulateRevenue(
      model.data,
      { bought: true, record, parameters: purchases, factor: 1 },
      365,
      20_000,
    );
    const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
    const variance = draws.reduce((sum, draw) => sum + (draw - mean) ** 2, 0) / draws.length;
    const expected =
      transactionFamily(family!).expectedPurchases(purchases, record, 365) *
      expectedSpend(spend!, record.meanSpend === null ? 0 : record.frequency, record.meanSpend ?? 0);
    expect(Math.abs(mean - expected)).toBeLessThan(4 * Math.sqrt(variance / draws.length));
  });

  test('segments are those of the training, about half of the customers low and a twentieth top', () => {
    const counts: Record<string, number> = {};
    for (const { features } of rows) {
      const segment = segmentOf(model.expected(features, 36 * daysPerMonth).revenue, model.data.segments);
      counts[segment] = (counts[segment] ?? 0) + 1;
    }
    expect(counts).toEqual({ low: 750, medium: 450, high: 225, top: 75 });
  });

  test('is plain data', () => {
    const again = lifetimeValueModelFromData(JSON.parse(JSON.stringify(model.data)));
    for (const { features } of rows.slice(0, 20))
      expect(again.predict(features)).toEqual(model.predict(features));
  });

  test('reads what was stored when BG/NBD was the only model', () => {
    const { family: _, ...before } = { ...model.data, purchases: { r: 1.2, alpha: 40, a: 1.5, b: 6 } };
    const named = lifetimeValueModelFromData({ ...before, family: 'bg-nbd' });
    for (const { features } of rows.slice(0, 5))
      expect(lifetimeValueModelFromData(before).predict(features)).toEqual(named.predict(features));
  });

  test('says why: loyal regulars are worth more for their purchases, the silent less for their silence', () => {
    const regular = model.predict(customer(12, 290, 300, 60));
    const silent = model.predict(customer(12, 100, 300, 60));
    expect(regular.result.clv).toBeGreaterThan(silent.result.clv);
    expect(regular.reasons.find(({ feature }) => feature === 'frequency')!.effect).toBeGreaterThan(0);
    expect(silent.reasons.find(({ feature }) => feature === 'silence')!.effect).toBeLessThan(0);
  });

  describe('somebody who never bought', () => {
    const won = model.predict({}, { conversion: 1 }).result;

    test('is worth a new customer times the probability of winning them, as a lead', () => {
      const { result, reasons } = model.predict({}, { conversion: 0.25 });
      expect(won.expectedTransactions).toBeGreaterThan(1);
      expect(result.clv).toBeCloseTo(0.25 * won.clv, 9);
      expect(result.conversion).toBe(0.25);
      expect(reasons[0]!.text).toBe(
        'No purchase yet: the worth of a new customer times the probability of winning them within 2 months, 25 %',
      );
    });

    test('is worth less than a new customer, and the less the longer they have not bought, as a customer', () => {
      const values = [0, 30, 365, 3650].map((age) => learned.predict({ age }));
      values.forEach(({ result, interval, confidence }, index) => {
        const probability = firstPurchaseWithin(firstPurchase, [0, 30, 365, 3650][index]!, 36 * daysPerMonth);
        expect(result.conversion).toBe(probability);
        expect(result.pAlive).toBe(probability);
        // They buy some time within the horizon, so that less of it is left for more.
        expect(result.clv).toBeLessThan(probability * won.clv);
        expect(result.clv).toBeGreaterThan(0.4 * probability * won.clv);
        expect(result.clv).toBeLessThan(values[index - 1]?.result.clv ?? Number.POSITIVE_INFINITY);
        expect([interval!.low, confidence > 0]).toEqual([0, true]);
      });
    });

    test('is worth nothing yet, of unknown segment, where too few first purchases were seen', () => {
      const { result, interval, reasons } = model.predict({ age: 10 });
      expect(model.data.firstPurchase).toBeNull();
      expect(result).toMatchObject({ clv: 0, segment: 'unknown', conversion: null, ultraPremium: false });
      expect(interval).toBeUndefined();
      expect(reasons[0]!.text).toMatch('too few first purchases');
    });

    test('a model learns when first purchases come from how long customers waited', async () => {
      const waits = rows.map((row, index) => ({
        ...row,
        context: { waitFrom: 0, waitUntil: 1 + (index % 90), waitEnded: index % 3 === 0 ? 1 : 0 },
      }));
      const { data } = await fitLifetimeValueModel(waits.slice(0, 300));
      expect(data.firstPurchase).toMatchObject({ customers: 300, bought: 100 });
    });
  });

  test('needs repeat purchases; equal amounts are no obstacle', async () => {
    const once = rows.map((row) => ({ ...row, features: customer(1, 0, 100, null) }));
    await expect(fitLifetimeValueModel(once)).rejects.toMatchObject({ code: 'not_enough_data' });
    const flat = rows.slice(0, 300).map((row) => ({
      ...row,
      features: {
        ...row.features,
        'transactions.repeatMean(amount)':
          row.features['transactions.repeatMean(amount)'] === null ? null : 20,
      },
    }));
    const { expectedAmount } = (await fitLifetimeValueModel(flat)).predict(flat[0]!.features).result;
    expect(Math.abs(expectedAmount - 20)).toBeLessThan(0.5);
  });

  test('reads names that the feature definitions really have', () => {
    const names = purchaseFeatures.map(({ name }) => name);
    for (const name of Object.keys(customer(1, 0, 1, null))) expect(names).toContain(name);
  });
});

describe('the rule', () => {
  const value = (row: object) =>
    lifetimeValueFallback(row as DatasetRow['features'], { horizonMonths: 12 }).result;
  test('goes on as before, halves long silence, and knows nothing of strangers', () => {
    expect(value(customer(5, 300, 365.25, 20)).clv).toBeCloseTo(100, 6);
    expect(value(customer(5, 0, 730.5, 20)).clv).toBeCloseTo(25, 6);
    expect(value({})).toMatchObject({ clv: 0, expectedTransactions: 0, segment: 'unknown' });
  });
});

test('gamma, beta and Poisson draws have their means and variances', () => {
  const random = seededRandom(3);
  for (const shape of [0.3, 1, 7.5]) {
    const draws = Array.from({ length: 20_000 }, () => gammaSample(random, shape));
    const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.abs(mean / shape - 1)).toBeLessThan(0.06);
    expect(Math.abs(variance / shape - 1)).toBeLessThan(0.1);
  }
  const betas = Array.from({ length: 20_000 }, () => betaSample(random, 2, 6));
  expect(Math.abs(betas.reduce((sum, x) => sum + x, 0) / betas.length - 0.25)).toBeLessThan(0.005);
  for (const expected of [0.4, 12, 80]) {
    const counts = Array.from({ length: 20_000 }, () => poissonSample(random, expected));
    const mean = counts.reduce((sum, x) => sum + x, 0) / counts.length;
    const variance = counts.reduce((sum, x) => sum + (x - mean) ** 2, 0) / counts.length;
    expect(Math.abs(mean / expected - 1)).toBeLessThan(0.05);
    expect(Math.abs(variance / expected - 1)).toBeLessThan(0.06);
  }
});
