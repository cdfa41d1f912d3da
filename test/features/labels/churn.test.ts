import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../base/random.ts';
import { fitDepartures } from '../../../features/departures/fitDepartures.ts';
import { lifeSigns } from '../../../features/departures/lifeSigns.ts';
import { churnMoments } from '../../../features/labels/churn.ts';
import { churnDefinition } from '../../../features/labels/churnLabel.ts';
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
      knownAt: day(380),
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

/** Everybody comes every 30 days at random and leaves at one in 600 days; nobody says so. */
const departures = fitDepartures(
  Array.from({ length: 400 }, (_, index) => {
    const random = seededRandom(1000 + index);
    const after = (mean: number) => -mean * Math.log(1 - random.uniform());
    const left = after(600);
    const visits: number[] = [];
    for (let at = 0; at < Math.min(left, 500); at += after(30)) visits.push(at);
    return lifeSigns(customer({ transactions: visits.map((days) => purchase(days)) }), day(500))!;
  }),
  { reports: false, reportDays: 0 },
);

describe('who is never heard of again', () => {
  const options = { knownAt: day(400), definition: 'inactivity', departures } as const;
  /** As many customers of the same history as it takes to see how often its labels are 1. */
  const share = (knownAt: number, asOf: number, ...purchases: number[]) => {
    const labels = Array.from({ length: 400 }, (_, index) => {
      const transactions = purchases.map((days) => purchase(days));
      const moments = churnMoments(customer({ id: `${index}`, transactions }), {
        ...options,
        knownAt: day(knownAt),
        momentsPerCustomer: 100,
      });
      return moments.find((moment) => moment.asOf === day(asOf))!.label;
    });
    return labels.reduce((sum, label) => sum + label, 0) / labels.length;
  };
  const regular = [0, 25, 50, 75, 100, 125, 150];

  test('has left as often as the silence says, the longer the surer', () => {
    const after = [160, 180, 210, 300].map((knownAt) => share(knownAt, 120, ...regular));
    expect(after[0]).toBeLessThan(0.1);
    expect(after[3]).toBe(0);
    const silent = [190, 220, 260, 400].map((knownAt) => share(knownAt, 150, ...regular));
    expect(silent).toEqual([...silent].sort((a, b) => a - b));
    expect(silent[0]).toBeLessThan(0.15);
    expect(silent[3]).toBeGreaterThan(0.5);
    // Nobody knows whether they left within 30 days or soon after: some labels say so, others not.
    expect(silent[3]).toBeLessThan(0.8);
  });

  test('has not left if heard of again, whatever the silence was', () => {
    expect(share(401, 60, 0, 20, 40, 400)).toBe(0);
  });

  test('left on one day, for all their moments and horizons', () => {
    for (let index = 0; index < 50; index++) {
      const transactions = regular.map((days) => purchase(days));
      const moments = churnMoments(customer({ id: `${index}`, transactions }), options);
      const labels = moments.flatMap(({ label, context }) => [context!.gone, label, context!.label60]);
      const steps = [0, 1, 2].map((horizon) => labels.filter((_, i) => i % 3 === horizon));
      for (const series of steps) expect(series).toEqual([...series].sort());
      // The state 30 days later is the label of before.
      expect(steps[0]!.slice(1)).toEqual(steps[1]!.slice(0, -1));
    }
  });

  test('is asked about for a year', () => {
    const moments = churnMoments(customer({ transactions: [purchase(0)] }), {
      ...options,
      knownAt: day(600),
    });
    expect(moments.map(({ asOf }) => (asOf - start) / 86_400_000).at(-1)).toBe(360);
    expect(moments.map(({ context }) => context!.labelDays).at(-1)).toBe(240);
  });

  test('is asked about until the report comes in, and then counts as gone since they left', () => {
    const told = customer({ transactions: [purchase(0)], outcomes: [outcome('churned', 25, { known: 45 })] });
    const moments = (lagDays: number) =>
      churnMoments(told, { ...options, knownAt: day(350), definition: 'reported_churn', lagDays });
    expect(moments(20).map(({ label, context }) => [label, context!.gone])).toEqual([
      [1, 0],
      [1, 1],
    ]);
    // A report that was entered years later does not keep them among the living.
    expect(moments(3)).toHaveLength(1);
  });

  test('moments are of the newest months, for those who left as for those who stayed', () => {
    const left = customer({ transactions: [purchase(0)], outcomes: [outcome('churned', 100)] });
    const recent = { ...options, definition: 'reported_churn', knownAt: day(800) } as const;
    expect(churnMoments(left, recent)).toEqual([]);
    const stayed = customer({ transactions: [0, 420, 790].map((days) => purchase(days)) });
    expect(churnMoments(stayed, recent)).toHaveLength(12);
  });
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

  test('leaves somebody to their silence who came back without one', () => {
    const visits = customer({
      attributes: [snapshot(0, ends(40))],
      transactions: [purchase(0), purchase(95)],
    });
    const moments = churnMoments(visits, {
      knownAt: day(170),
      definition: 'inactivity',
      departures,
      contractAttribute: 'ende',
    });
    expect(moments.map(({ asOf, context }) => [(asOf - start) / 86_400_000, context!.gone])).toEqual([
      [0, null],
      [30, null],
      [120, 0],
    ]);
  });

  test('does not happen when the contract is extended by then', () => {
    expect(labels(200, snapshot(0, ends(100)), snapshot(95, ends(400))).map(([, label]) => label)).toEqual([
      0, 0, 0, 0, 0, 0,
    ]);
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
        const early = churnMoments(given, {
          knownAt: day(150),
          definition,
          departures,
          momentsPerCustomer: 100,
        });
        for (const { asOf, label, context } of early) {
          expect(asOf).toBeLessThan(day(150));
          if (label === 1) expect(context?.label60).not.toBe(0);
          if (context?.gone === 1) expect(label).toBe(1);
        }
      }),
      { numRuns: 200, seed: 21 },
    );
  },
);
