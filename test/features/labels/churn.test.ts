import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { churnDefinition, churnMoments, silenceDays } from '../../../features/labels/churn.ts';
import { history } from '../generateHistory.ts';
import { customer, day, daysOf, outcome, purchase, start } from './labelFacts.ts';

const label60 = (moments: ReturnType<typeof churnMoments>) => moments.map(({ context }) => context?.label60);

describe('churn that is reported', () => {
  test('a table of customers with one report each gives one moment each', () => {
    const attributes = [
      { id: 's', occurredAt: start, recordedAt: start, retractedAt: null, attributes: { plan: 'x' } },
    ];
    const options = { knownAt: day(400), definition: 'reported' } as const;
    const gone = churnMoments(customer({ attributes, outcomes: [outcome('churned', 30)] }), options);
    const stayed = churnMoments(customer({ attributes, outcomes: [outcome('retained', 30)] }), options);
    expect([daysOf(gone), label60(gone)]).toEqual([[[0, 1]], [1]]);
    expect([daysOf(stayed), label60(stayed)]).toEqual([[[0, 0]], [0]]);
    expect(churnMoments(customer({ attributes }), options)).toEqual([]);
  });

  test('moments form a monthly grid that ends with the churn', () => {
    const moments = churnMoments(customer({ outcomes: [outcome('churned', 100)] }), {
      knownAt: day(400),
      definition: 'reported_churn',
    });
    expect(daysOf(moments)).toEqual([
      [0, 0],
      [30, 0],
      [60, 0],
      [90, 1],
    ]);
    expect(label60(moments)).toEqual([0, 0, 1, 1]);
  });

  test('an answer that is not yet known is left out, never called a zero', () => {
    const late = customer({ outcomes: [outcome('churned', 20, { known: 90 })] });
    const at = (knownAt: number) =>
      churnMoments(late, { knownAt: day(knownAt), definition: 'reported_churn' }).slice(0, 1);
    expect(at(25)).toEqual([]);
    expect([daysOf(at(45)), label60(at(45))]).toEqual([[[0, 0]], [null]]);
    expect([daysOf(at(90)), label60(at(90))]).toEqual([[[0, 1]], [1]]);
    const soon = customer({ outcomes: [outcome('churned', 20)] });
    const withLag = (knownAt: number) =>
      daysOf(churnMoments(soon, { knownAt: day(knownAt), definition: 'reported_churn', lagDays: 10 }));
    expect([withLag(25), withLag(39), withLag(40)]).toEqual([[], [], [[0, 1]]]);
  });

  test('the newest moments are kept of a long history', () => {
    const moments = churnMoments(customer(), {
      knownAt: day(3000),
      definition: 'reported_churn',
      momentsPerCustomer: 4,
    });
    expect(daysOf(moments).map(([days]) => days)).toEqual(
      [2880, 2910, 2940, 2970].filter((d) => d + 30 <= 3000),
    );
  });
});

test('customers who fell silent without a word are not counted as loyal', () => {
  const moments = churnMoments(customer({ transactions: [purchase(0), purchase(20)] }), {
    knownAt: day(400),
    definition: 'reported_churn',
  });
  // Silent for 60 days, three gaps of 20, on day 80.
  expect(daysOf(moments)).toEqual([
    [0, 0],
    [30, 0],
    [60, 0],
  ]);
});

describe('churn by silence', () => {
  const rhythm = [0, 40, 80, 120].map((days) => purchase(days));
  test('is three usual gaps without a sign, between two months and a year', () => {
    expect(silenceDays([0, 40, 80].map(day))).toBe(120);
    expect(silenceDays([0, 1, 2].map(day))).toBe(60);
    expect(silenceDays([0, 300].map(day))).toBe(365);
    expect(silenceDays([day(0)])).toBe(120);
  });

  test('is dated when the silence reaches its limit; nobody is observed after that', () => {
    const moments = churnMoments(customer({ transactions: rhythm }), {
      knownAt: day(500),
      definition: 'inactivity',
    });
    // Last purchase on day 120, 120 days of silence: churned on day 240.
    expect(daysOf(moments)).toEqual([
      [0, 0],
      [30, 0],
      [60, 0],
      [90, 0],
      [120, 0],
      [150, 0],
      [180, 0],
      [210, 1],
    ]);
    expect(label60(moments)).toEqual([0, 0, 0, 0, 0, 0, 1, 1]);
  });

  test('is not declared while the silence is still short', () => {
    const moments = churnMoments(customer({ transactions: rhythm }), {
      knownAt: day(200),
      definition: 'inactivity',
    });
    expect(daysOf(moments).filter(([, label]) => label === 1)).toEqual([]);
  });
});

test('the definition follows what a company reports', () => {
  expect(churnDefinition({})).toBe('inactivity');
  expect(churnDefinition({ retained: 5 })).toBe('inactivity');
  expect(churnDefinition({ churned: 5 })).toBe('reported_churn');
  expect(churnDefinition({ churned: 5, retained: 1 })).toBe('reported');
});

test.each(['reported', 'reported_churn', 'inactivity'] as const)(
  '%s: nobody is gone within 30 days but not within 60',
  (definition) => {
    fc.assert(
      fc.property(history('customer'), (given) => {
        const early = churnMoments(given, { knownAt: day(150), definition, momentsPerCustomer: 100 });
        for (const { asOf, label, context } of early) {
          expect(asOf).toBeLessThan(day(150));
          if (label === 1) expect(context?.label60).not.toBe(0);
        }
      }),
      { numRuns: 200, seed: 21 },
    );
  },
);
