import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { churnDefinition, churnMoments, rhythmOf } from '../../../features/labels/churn.ts';
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

test('customers who are never heard of again left when they were due, and are not counted as loyal', () => {
  const moments = churnMoments(customer({ transactions: [purchase(0), purchase(20)] }), {
    knownAt: day(400),
    definition: 'reported_churn',
  });
  // Heard of on days 0 and 20 and, a gap of 30 days later, not on day 50; silent beyond three gaps on day 110.
  expect(daysOf(moments)).toEqual([
    [0, 0],
    [30, 1],
    [60, 1],
    [90, 1],
  ]);
  const back = churnMoments(customer({ transactions: [purchase(0), purchase(20), purchase(300)] }), {
    knownAt: day(310),
    definition: 'reported_churn',
  });
  expect(
    daysOf(back)
      .slice(0, 3)
      .map(([, label]) => label),
  ).toEqual([0, 0, 0]);
});

test('a label waits until silence would have told, whatever was seen by then', () => {
  const at = (knownAt: number, ...purchases: number[]) =>
    churnMoments(customer({ transactions: purchases.map((days) => purchase(days)) }), {
      knownAt: day(knownAt),
      definition: 'inactivity',
      momentsPerCustomer: 100,
    }).filter(({ asOf }) => asOf === day(60));
  // 0, 25 and 50: with the one of 40 days before them, gaps of 30. Due on day 80, silent beyond doubt on day 140.
  const stays = [0, 25, 50, 75, 100, 125, 150, 175, 200];
  expect(at(149, ...stays)).toEqual([]);
  expect(at(150, ...stays)).toMatchObject([{ label: 0, context: { label60: null, labelDays: 90 } }]);
  expect(at(180, ...stays)).toMatchObject([{ label: 0, context: { label60: 0, labelDays: 120 } }]);
  expect(at(180, 0, 25, 50, 75)).toMatchObject([{ label: 0, context: { label60: 1 } }]);
  expect(at(180, 0, 25, 50)).toMatchObject([{ label: 1, context: { label60: 1 } }]);
});

describe('churn at the end of a contract', () => {
  const snapshot = (known: number, end: string) => ({
    id: `s${known}`,
    occurredAt: day(known),
    recordedAt: day(known),
    retractedAt: null,
    attributes: { ende: end },
  });
  const ends = (days: number) => new Date(day(days)).toISOString();
  const labels = (knownAt: number, ...attributes: ReturnType<typeof snapshot>[]) =>
    churnMoments(customer({ attributes, transactions: [purchase(0), purchase(1)] }), {
      knownAt: day(knownAt),
      definition: 'inactivity',
      contractAttribute: 'ende',
    }).map(({ asOf, label, context }) => [(asOf - start) / 86_400_000, label, context?.label60]);

  test('is dated at the end, whatever silence there was before', () => {
    expect(labels(200, snapshot(0, ends(100)))).toEqual([
      [0, 0, 0],
      [30, 0, 0],
      [60, 0, 1],
      [90, 1, 1],
    ]);
  });

  test('does not happen when the contract is extended by then', () => {
    expect(labels(200, snapshot(0, ends(100)), snapshot(95, ends(400))).map(([, label]) => label)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
  });
});

describe('churn by silence', () => {
  const rhythm = [0, 40, 80, 120].map((days) => purchase(days));
  test('is three gaps of their slowest rhythm without a sign, between two months and a year', () => {
    const rhythm = (...kinds: number[][]) => rhythmOf(kinds.map((days) => days.map(day)));
    expect(rhythm([0, 40, 80])).toEqual({ gapDays: 40, limitDays: 120 });
    expect(rhythm([0, 1, 2])).toEqual({ gapDays: 14, limitDays: 60 });
    expect(rhythm([0, 900])).toEqual({ gapDays: 470, limitDays: 365 });
    expect(rhythm([5])).toEqual({ gapDays: 40, limitDays: 120 });
    // A visit is booked and paid for: that is one sign of life, not two half as far apart.
    expect(rhythm([0, 40, 80], [0, 40, 80], [])).toEqual({ gapDays: 40, limitDays: 120 });
  });

  test('is dated to when they were due again; nobody is observed once the silence is beyond its limit', () => {
    const moments = churnMoments(customer({ transactions: rhythm }), {
      knownAt: day(500),
      definition: 'inactivity',
    });
    // Last purchase on day 120, due again on day 160; silent beyond three gaps of 40 days on day 240.
    expect(daysOf(moments)).toEqual([
      [0, 0],
      [30, 0],
      [60, 0],
      [90, 0],
      [120, 0],
      [150, 1],
      [180, 1],
      [210, 1],
    ]);
    expect(label60(moments)).toEqual([0, 0, 0, 0, 1, 1, 1, 1]);
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
