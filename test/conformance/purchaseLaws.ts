import fc from 'fast-check';
import type { History } from '../../features/history.ts';
import { customer, day, purchase } from '../features/labels/labelFacts.ts';
import { type Law, require } from './law.ts';

/** What a customer is worth who has this history, at a moment: features and model together. */
export type ValueOf = (history: History, asOf: number) => number;

const now = day(400);

/** Days and amounts of purchases of the past year. */
const bought = fc.uniqueArray(
  fc.tuple(
    fc.integer({ min: 0, max: 390 }),
    fc.integer({ min: 1, max: 300 }).map((tens) => tens / 10),
  ),
  { minLength: 1, maxLength: 8, selector: ([days]) => days },
);
const amountAndDay = fc.tuple(fc.integer({ min: 0, max: 399 }), fc.integer({ min: 1, max: 5 }));

const worth = (valued: ValueOf, purchases: readonly ReturnType<typeof purchase>[]) =>
  valued(customer({ transactions: purchases.map((one, index) => ({ ...one, id: `row-${index}` })) }), now);

const purchasesOf = (days: readonly (readonly [number, number])[]) =>
  days.map(([at, amount]) => purchase(at, amount));

const check = (property: (record: [number, number][], at: number, days: number) => void, seed: number) =>
  fc.assert(
    fc.property(bought, amountAndDay, (record, [at, days]) => property(record, at, days)),
    { numRuns: 60, seed, endOnFailure: true },
  );

const same = (received: number, expected: number, what: string) =>
  require(Math.abs(received - expected) <=
    1e-9 * Math.max(1, expected), `${what}: ${received}, not ${expected}`);

export const purchaseLaws: readonly Law<ValueOf>[] = [
  {
    name: 'a row of amount 0 changes nothing, whenever it is',
    check(valued) {
      check((record, at) => {
        const purchases = purchasesOf(record);
        same(
          worth(valued, [...purchases, purchase(at + 0.5, 0)]),
          worth(valued, purchases),
          `0 on day ${at}`,
        );
      }, 21);
    },
  },
  {
    name: 'a refund of what was never bought changes nothing',
    check(valued) {
      check((record, at, amount) => {
        const purchases = purchasesOf(record.map(([days, paid]) => [days / 2 + 200, paid] as const));
        const before = purchase(at / 2, -amount);
        same(worth(valued, [before, ...purchases]), worth(valued, purchases), `refund on day ${at / 2}`);
      }, 22);
    },
  },
  {
    name: 'who was refunded in full, days later, is worth what somebody who never bought is',
    check(valued) {
      check((record, _, days) => {
        const refunds = record.map(([at, amount]) => purchase(at + days, -amount));
        same(worth(valued, [...purchasesOf(record), ...refunds]), worth(valued, []), 'all refunded');
      }, 23);
    },
  },
  {
    name: 'a purchase refunded in full, before the next, might as well not have been made',
    check(valued) {
      check((record) => {
        const purchases = purchasesOf(record);
        const last = Math.max(...record.map(([at]) => at));
        const undone = [purchase(last + 2, 50), purchase(last + 5, -50)];
        same(worth(valued, [...purchases, ...undone]), worth(valued, purchases), 'the last refunded');
      }, 24);
    },
  },
  {
    name: 'a refund counts only from when it is known',
    check(valued) {
      check((record, _, days) => {
        const purchases = purchasesOf(record);
        const told = purchases.map((one) => ({
          ...one,
          occurredAt: one.occurredAt + days,
          amount: -one.amount,
          recordedAt: now + 1,
        }));
        same(worth(valued, [...purchases, ...told]), worth(valued, purchases), 'told tomorrow');
      }, 25);
    },
  },
  {
    name: 'nobody who never bought outvalues a regular of the same amounts who bought a week ago',
    check(valued) {
      const none = worth(valued, []);
      for (const gap of [10, 30, 60]) {
        const days = Array.from({ length: 6 }, (_, index) => 393 - index * gap);
        const regular = worth(valued, purchasesOf(days.map((at) => [at, 20] as const)));
        require(none < regular, `never bought: ${none}, every ${gap} days: ${regular}`);
      }
    },
  },
];
