import { expect, test } from '@jest/globals';
import { computeFeatures, computeFeaturesAt } from '../../../features/computeFeatures.ts';
import { requireDefinition } from '../../../features/definitionHash.ts';
import { planOf } from '../../../features/engine/plan.ts';
import { WarmEntity } from '../../../features/engine/warmEntity.ts';
import { defineFeature } from '../../../features/feature.ts';
import { emptyHistory, type History, millisecondsPerDay } from '../../../features/history.ts';
import { everyAggregate } from '../everyAggregate.ts';

const epoch = Date.UTC(2025, 0, 1);
const purchase = (day: number, amount: number, known = day): History['transactions'][number] => ({
  id: `t${day}`,
  occurredAt: epoch + day * millisecondsPerDay,
  recordedAt: epoch + known * millisecondsPerDay,
  retractedAt: null,
  amount,
  product: null,
});
const at = (day: number) => epoch + day * millisecondsPerDay;
const history: History = {
  ...emptyHistory('customer', 'c', epoch),
  transactions: [purchase(1, 0.1), purchase(2, 0.2, 20), purchase(30, 0.3)],
};

test('a warm entity answers at an earlier moment, after a late fact and after a new version alike', () => {
  const warm = new WarmEntity(planOf(everyAggregate), history);
  const same = (given: History, day: number) =>
    expect(warm.at(at(day))).toEqual(computeFeatures(everyAggregate, given, at(day)));
  same(history, 40);
  same(history, 5);
  const late = purchase(3, 5, 41);
  warm.add('transactions', late);
  const withLate = { ...history, transactions: [...history.transactions, late] };
  same(withLate, 42);
  const corrected = { ...late, amount: 7, recordedAt: at(43) };
  warm.add('transactions', corrected);
  const withBoth = { ...withLate, transactions: [...withLate.transactions, corrected] };
  same(withBoth, 42);
  same(withBoth, 44);
});

test('moments may be asked for in any order', () => {
  const days = [40, 1, 25, 25, 3];
  expect(computeFeaturesAt(everyAggregate, history, days.map(at))).toEqual(
    days.map((day) => computeFeatures(everyAggregate, history, at(day))),
  );
});

test('a field that a source has not is refused by name', () => {
  const feature = defineFeature({
    entity: 'customer',
    source: 'appointments',
    aggregate: 'last',
    of: 'upcoming',
    unit: 'x',
    missing: null,
    description: '',
  });
  expect(() => computeFeatures([feature], history, epoch)).toThrow(
    expect.objectContaining({
      code: 'invalid_input',
      findings: [expect.objectContaining({ received: 'upcoming', allowed: 'service, status, scheduledAt' })],
    }),
  );
});

test('a model refuses features of another definition', () => {
  expect(() => requireDefinition('a', 'b')).toThrow(expect.objectContaining({ code: 'definition_mismatch' }));
  expect(() => requireDefinition('a', 'a')).not.toThrow();
  expect(() => requireDefinition(null, 'a')).not.toThrow();
});
