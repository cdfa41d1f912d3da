import { describe, expect, test } from '@jest/globals';
import {
  purchaseLog,
  purchasesBetween,
  recordsAt,
  spendBetween,
  type Transaction,
} from '../../../models/lifetime-value/purchaseLog.ts';

const bought = (customer: string, ...entries: readonly (readonly [number, number | null])[]): Transaction[] =>
  entries.map(([day, amount]) => ({ customer, day, amount }));

describe('purchases', () => {
  test('of one customer on one day are one', () => {
    const log = purchaseLog(bought('a', [10, 5], [3, 2], [10, 7], [24, 6]));
    expect(log.customers).toEqual([
      { customer: 'a', days: [3, 10, 24], bought: [2, 12, 6], refunded: [0, 0, 0] },
    ]);
    expect(log).toMatchObject({ firstDay: 3, lastDay: 24, transactions: 4, refunds: 0 });
    expect(recordsAt(log, 24, 7)).toEqual([
      { customer: 'a', history: { frequency: 2, recency: 3, age: 3 }, meanSpend: 9, spends: 2 },
    ]);
  });

  test('of an unknown amount count, but not for the mean', () => {
    const [record] = recordsAt(purchaseLog(bought('a', [0, 1], [2, null], [4, 8])), 5, 1);
    expect(record).toMatchObject({ history: { frequency: 2, recency: 4, age: 5 }, meanSpend: 8, spends: 1 });
  });

  test('are counted up to the end of a day and after it', () => {
    const log = purchaseLog([...bought('b', [5, 1], [9, 20]), ...bought('a', [1, 1], [4, 10], [8, 30])]);
    expect(recordsAt(log, 4, 1).map(({ customer }) => customer)).toEqual(['a']);
    expect([...purchasesBetween(log, 5, 8)]).toEqual([1, 0]);
    expect([...purchasesBetween(log, 5, 9)]).toEqual([1, 1]);
    expect([...spendBetween(log, 5, 9)]).toEqual([30, 20]);
  });
});

describe('refunds', () => {
  test('lower the purchases of their day, and undo them when nothing is left', () => {
    const log = purchaseLog(bought('a', [0, 9], [3, 10], [3, -4], [6, 5], [6, -5]));
    expect(recordsAt(log, 9, 1)).toMatchObject([{ history: { frequency: 1, recency: 3 }, meanSpend: 6 }]);
    expect(log.refunds).toBe(2);
  });

  test('on their own are taken off the latest purchases before them, once they are known', () => {
    const log = purchaseLog(bought('a', [0, 9], [3, 10], [6, 5], [8, -7], [9, 4]));
    expect(recordsAt(log, 7, 1)[0]!.meanSpend).toBe(7.5);
    // All of the purchase of day 6 and 2 of that of day 3.
    expect(recordsAt(log, 8, 1)[0]).toMatchObject({ history: { frequency: 1, recency: 3 }, meanSpend: 8 });
    expect([...purchasesBetween(log, 3, 7)]).toEqual([1]);
    expect([...purchasesBetween(log, 3, 9)]).toEqual([1]);
    expect([...spendBetween(log, 6, 9)]).toEqual([4]);
  });

  test('alone make no customer', () => {
    expect(purchaseLog(bought('a', [0, -9])).customers).toEqual([]);
  });

  test('of everything leave nobody who bought, once they are known', () => {
    const log = purchaseLog(bought('a', [0, 9], [3, 10], [5, -19]));
    expect(recordsAt(log, 6, 1)).toEqual([]);
    expect(recordsAt(log, 4, 1)).toMatchObject([{ history: { frequency: 1 }, meanSpend: 10 }]);
    expect([...spendBetween(log, 0, 6)]).toEqual([0]);
  });

  test('cannot undo what was a gift', () => {
    const log = purchaseLog(bought('a', [0, 9], [3, 0], [5, -4]));
    expect(recordsAt(log, 6, 1)).toMatchObject([{ history: { frequency: 1, recency: 3 } }]);
  });
});
