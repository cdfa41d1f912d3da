import { describe, expect, test } from '@jest/globals';
import { Problem } from '../../base/problem.ts';
import { computeFeatures } from '../../features/computeFeatures.ts';
import { definitionHash } from '../../features/definitionHash.ts';
import { customerFeatures } from '../../features/definitions/customer.ts';
import { defineFeature } from '../../features/feature.ts';
import { emptyHistory, type History, millisecondsPerDay } from '../../features/history.ts';

const emails = {
  entity: 'lead',
  source: 'interactions',
  aggregate: 'count',
  window: { days: 30 },
  where: { direction: 'outbound', action: 'email' },
  unit: 'event',
  missing: 0,
  description: 'E-mails of 30 days',
} as const;

describe('defineFeature', () => {
  test('derives the name from the parts, filters in name order', () => {
    expect(defineFeature(emails).name).toBe('interactions.count.30d.action=email.direction=outbound');
    expect(
      defineFeature({
        entity: 'customer',
        source: 'transactions',
        aggregate: 'sum',
        of: 'amount',
        window: { days: 90, before: 90 },
        unit: 'currency',
        missing: 0,
        description: '',
      }).name,
    ).toBe('transactions.sum(amount).90d.before90d');
  });

  test.each([
    ['an aggregate of nothing', { aggregate: 'mean' }],
    ['a count of a field', { of: 'action' }],
    ['an empty window', { window: { days: 0 } }],
  ] as const)('refuses %s', (_, change) => {
    expect(() => defineFeature({ ...emails, ...change })).toThrow(Problem);
  });
});

describe('definitionHash', () => {
  const shorter = { ...emails, window: { days: 29 } };
  test('changes with the meaning, not with order or wording', () => {
    const [first, second] = customerFeatures as [(typeof customerFeatures)[0], (typeof customerFeatures)[0]];
    expect(definitionHash([second, first])).toBe(definitionHash([first, second]));
    expect(definitionHash([defineFeature({ ...emails, description: 'other words' })])).toBe(
      definitionHash([defineFeature(emails)]),
    );
    expect(definitionHash([defineFeature(shorter)])).not.toBe(definitionHash([defineFeature(emails)]));
    expect(definitionHash([defineFeature({ ...emails, missing: null })])).not.toBe(
      definitionHash([defineFeature(emails)]),
    );
  });
});

describe('a window', () => {
  const asOf = Date.UTC(2025, 2, 31, 12);
  const purchase = (occurredAt: number): History['transactions'][number] => ({
    id: String(occurredAt),
    occurredAt,
    recordedAt: occurredAt,
    retractedAt: null,
    amount: 1,
    product: null,
  });
  const count = defineFeature({
    entity: 'customer',
    source: 'transactions',
    aggregate: 'count',
    window: { days: 1 },
    unit: 'event',
    missing: 0,
    description: '',
  });
  const countOf = (...times: number[]) =>
    computeFeatures(
      [count],
      { ...emptyHistory('customer', 'c', 0), transactions: times.map(purchase) },
      asOf,
    )[count.name];

  test('takes in its newer end and leaves out its older end', () => {
    expect(countOf(asOf)).toBe(1);
    expect(countOf(asOf + 1)).toBe(0);
    expect(countOf(asOf - millisecondsPerDay + 1)).toBe(1);
    expect(countOf(asOf - millisecondsPerDay)).toBe(0);
  });

  test('is 24 hours long on the day clocks change', () => {
    // Clocks in Germany went forward on 30 March 2025 at 01:00 UTC.
    const afterChange = Date.UTC(2025, 2, 30, 12);
    const row = (occurredAt: number) =>
      computeFeatures(
        [count],
        { ...emptyHistory('customer', 'c', 0), transactions: [purchase(occurredAt)] },
        afterChange,
      )[count.name];
    expect(row(Date.UTC(2025, 2, 29, 12, 0, 0, 1))).toBe(1);
    expect(row(Date.UTC(2025, 2, 29, 12))).toBe(0);
  });
});

test('an appointment counts as what it was known to be', () => {
  const noShows = customerFeatures.find(({ name }) => name.includes('status=no_show'))!;
  const upcoming = customerFeatures.find(({ name }) => name.includes('upcoming=true'))!;
  const scheduledAt = Date.UTC(2025, 5, 10);
  const booked = Date.UTC(2025, 5, 1);
  const told = scheduledAt + millisecondsPerDay;
  const fact = { id: 'a', occurredAt: booked, service: null, scheduledAt };
  const history: History = {
    ...emptyHistory('customer', 'c', 0),
    appointments: [
      { ...fact, recordedAt: booked, retractedAt: told, status: 'booked' },
      { ...fact, recordedAt: told, retractedAt: null, status: 'no_show' },
    ],
  };
  const at = (asOf: number) => {
    const row = computeFeatures([upcoming, noShows], history, asOf);
    return [row[upcoming.name], row[noShows.name]];
  };
  expect([booked, scheduledAt, told].map(at)).toEqual([
    [1, 0],
    [0, 0],
    [0, 1],
  ]);
});

test('a call belongs to a customer only while its link is known', () => {
  const calls = customerFeatures.find(({ name }) => name === 'calls.count.180d')!;
  const at = Date.UTC(2025, 5, 1);
  const history: History = {
    ...emptyHistory('customer', 'c', 0),
    calls: [
      {
        id: 'call',
        occurredAt: at,
        recordedAt: at + 5 * millisecondsPerDay,
        retractedAt: at + 9 * millisecondsPerDay,
        durationSeconds: 60,
        service: null,
        linkProbability: 0.8,
      },
    ],
  };
  const on = (day: number) => computeFeatures([calls], history, at + day * millisecondsPerDay)[calls.name];
  expect([on(4), on(5), on(8.9), on(9)]).toEqual([0, 1, 1, 0]);
});
