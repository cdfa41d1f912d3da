import { beforeAll, describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { chooseForecast } from '../../../models/lifetime-value/chooseForecast.ts';
import { forecastErrors } from '../../../models/lifetime-value/forecastErrors.ts';
import {
  fitForecasts,
  type PurchaseForecast,
  pastRate,
} from '../../../models/lifetime-value/purchaseForecast.ts';
import { purchaseLog, recordsAt, type Transaction } from '../../../models/lifetime-value/purchaseLog.ts';
import { fitSpendModel } from '../../../models/lifetime-value/spendModel.ts';
import { exponential, gamma } from '../../support/variates.ts';

/** Pareto/NBD customers, in days. */
function world(seed: number, customers: number, span: number): Transaction[] {
  const random = seededRandom(seed);
  return Array.from({ length: customers }, (_, index) => {
    const rate = gamma(random, 1) / 30;
    const life = exponential(random) / (gamma(random, 1) / 120);
    const first = random.integer(span / 3);
    const days = [first];
    for (let time = exponential(random) / rate; time < life; time += exponential(random) / rate)
      if (first + time < span) days.push(first + Math.floor(time));
    const worth = 20 + random.integer(30);
    return days.map((day) => ({ customer: `c${index}`, day, amount: worth * gamma(random, 5) }));
  }).flat();
}

const span = 540;
const transactions = world(3, 400, span);

describe('the choice of a forecast', () => {
  test('knows nothing of what comes after', async () => {
    const whole = purchaseLog(transactions);
    const past = purchaseLog(transactions.filter(({ day }) => day <= 360));
    const choice = await chooseForecast(whole, 360, 'week');
    expect(await chooseForecast(past, 360, 'week')).toEqual(choice);
    expect(choice.windows).toHaveLength(3);
    for (const { from, until } of choice.windows) {
      expect(from).toBeLessThan(360);
      expect(until).toBe(360);
    }
    expect(choice.scores.map(({ deviance }) => deviance)).toEqual(
      choice.scores.map(({ deviance }) => deviance).sort((a, b) => a - b),
    );
  });

  test('is the blend where there is no past to try on', async () => {
    const few = purchaseLog(world(4, 12, span));
    const choice = await chooseForecast(few, 360, 'week');
    expect(choice).toMatchObject({ name: 'blend', scores: [], windows: [] });
    expect(choice.reason).toMatch('too little past');
  });
});

describe('forecasts', () => {
  const log = purchaseLog(transactions);
  const records = recordsAt(log, 360, 7);
  let forecasts: PurchaseForecast[] = [];
  beforeAll(async () => {
    forecasts = await fitForecasts(records, { unit: 'week' });
  });

  test('blend the single ones with equal weights', () => {
    const { history } = records.find((record) => record.history.frequency > 2)!;
    const [bg, mbg, pareto, blend] = forecasts.map((each) => each.expectedPurchases(history, 20));
    expect(blend).toBeCloseTo((bg! + mbg! + pareto!) / 3, 12);
    const alive = forecasts.map((each) => each.probabilityAlive(history));
    expect(alive[3]).toBeCloseTo((alive[0]! + alive[1]! + alive[2]!) / 3, 12);
  });

  test('foretell the holdout far better than the past rate does', () => {
    const horizon = (span - 360) / 7;
    const actual = Float64Array.from(
      log.customers.filter(({ days }) => days[0]! <= 360),
      ({ days }) => days.filter((day) => day > 360).length,
    );
    const predictions = [
      ...forecasts.map(
        (each) => (record: (typeof records)[0]) => each.expectedPurchases(record.history, horizon),
      ),
      (record: (typeof records)[0]) => pastRate(record.history, horizon),
    ].map((predict) => Float64Array.from(records, predict));
    const errors = forecastErrors(actual, predictions);
    const naive = errors.at(-1)!;
    for (const each of errors.slice(0, -1)) {
      expect(each.intervals.mae.high).toBeLessThan(naive.mae);
      // The world is Pareto/NBD, the others only resemble it.
      expect(Math.abs(each.predicted / each.actual - 1)).toBeLessThan(0.35);
    }
    expect(Math.abs(errors[2]!.predicted / errors[2]!.actual - 1)).toBeLessThan(0.2);
  });
});

describe('errors of a forecast', () => {
  test('are totals, means and intervals around them', () => {
    const [errors] = forecastErrors(Float64Array.of(0, 2, 4, 0), [Float64Array.of(1, 1, 1, 1)]);
    expect(errors).toMatchObject({ customers: 4, actual: 6, predicted: 4, mae: 1.5, rmse: Math.sqrt(3) });
    const { mae, rmse, totalRatio } = errors!.intervals;
    expect(mae.low).toBeLessThanOrEqual(1.5);
    expect(mae.high).toBeGreaterThanOrEqual(1.5);
    expect(rmse.low).toBeLessThan(rmse.high);
    expect(totalRatio!.low).toBeLessThan(4 / 6);
  });

  test('have no ratio of totals when nothing came', () => {
    const [errors] = forecastErrors(new Float64Array(3), [Float64Array.of(1, 0, 1)]);
    expect(errors!.intervals.totalRatio).toBeNull();
  });
});

describe('spend', () => {
  const records = recordsAt(purchaseLog(transactions), span, 7);

  test('is Gamma-Gamma, independent of frequency in this world', async () => {
    const spend = (await fitSpendModel(records))!;
    expect(spend.gammaGamma!.penalty).toBe(0);
    expect(Math.abs(spend.correlation!)).toBeLessThan(0.15);
    expect(spend.expectedSpend({ spends: 40, meanSpend: 500 })).toBeGreaterThan(
      spend.expectedSpend({ spends: 1, meanSpend: 500 }),
    );
  });

  test('is absent without amounts, and the mean where amounts do not vary', async () => {
    expect(await fitSpendModel(records.map((record) => ({ ...record, meanSpend: null })))).toBeNull();
    const flat = (await fitSpendModel(
      records.slice(0, 1).map((record) => ({ ...record, meanSpend: 12, spends: 3 })),
    ))!;
    expect(flat.gammaGamma).toBeNull();
    expect(flat.expectedSpend({ spends: 9, meanSpend: 99 })).toBe(12);
    expect(flat.correlation).toBeNull();
  });
});
