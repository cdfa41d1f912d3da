import { beforeEach, describe, expect, test } from '@jest/globals';
import { computeFeatures, computeFeaturesAt } from '../../../features/computeFeatures.ts';
import { requireDefinition } from '../../../features/definitionHash.ts';
import { featuresOfTask } from '../../../features/definitions/taskFeatures.ts';
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

const without = (given: History, id: string) => ({
  ...given,
  transactions: given.transactions.filter((fact) => fact.id !== id),
});
const withFacts = (given: History, ...facts: History['transactions']) => ({
  ...given,
  transactions: [...given.transactions, ...facts],
});

describe('a warm entity answers like its whole history', () => {
  let warm: WarmEntity;
  beforeEach(() => {
    warm = new WarmEntity(history);
  });
  const same = (given: History, ...days: number[]) => {
    for (const day of days)
      for (const list of [everyAggregate, featuresOfTask('churn')])
        expect(warm.at(list, at(day))).toEqual(computeFeatures(list, given, at(day)));
  };

  test('at an earlier moment', () => same(history, 40, 5, 40));

  test('after a late fact, and a further version of it', () => {
    same(history, 40);
    const late = purchase(3, 5, 41);
    warm.replace('transactions', [late.id], [late]);
    same(withFacts(history, late), 42);
    const versions = [late, { ...late, amount: 7, recordedAt: at(43) }];
    warm.replace('transactions', [late.id], versions);
    same(withFacts(history, ...versions), 42, 44);
  });

  test('after a new fact that came in two versions', () => {
    same(history, 31);
    const versions = [purchase(32, 5), { ...purchase(32, 8), recordedAt: at(34) }];
    warm.replace('transactions', ['t32'], versions);
    same(withFacts(history, ...versions), 33, 35);
  });

  test('after facts were taken away, and one of them came back', () => {
    same(history, 40);
    warm.replace('transactions', ['t1', 't2', 'nobody'], []);
    expect([warm.has('transactions', 't1'), warm.has('transactions', 't30'), warm.events]).toEqual([
      false,
      true,
      1,
    ]);
    const left = without(without(history, 't1'), 't2');
    same(left, 41);
    warm.replace('transactions', ['t2'], [purchase(2, 9, 50)]);
    same(withFacts(left, purchase(2, 9, 50)), 49, 51);
  });

  test('with other attributes', () => {
    const attributes = (day: number, tier: string) => ({
      id: `a${day}`,
      occurredAt: at(day),
      recordedAt: at(day),
      retractedAt: null,
      attributes: { tier },
    });
    const before = { ...history, attributes: [attributes(1, 'silver')] };
    warm = new WarmEntity(before);
    same(before, 20);
    const after = { ...before, attributes: [attributes(1, 'silver'), attributes(10, 'gold')] };
    warm.replaceAttributes(after.attributes);
    same(after, 21, 5);
    expect(warm.at(featuresOfTask('churn'), at(21))['attribute.tier']).toBe('gold');
  });

  test('for one list of features after another', () => {
    const lists = [everyAggregate, featuresOfTask('churn'), featuresOfTask('clv')];
    for (const [day, list] of [...lists, ...lists].entries()) {
      expect(warm.at(list, at(31 + day))).toEqual(computeFeatures(list, history, at(31 + day)));
      const fact = purchase(31 + day, day);
      warm.replace('transactions', [fact.id], [fact]);
      warm.replace('transactions', [fact.id], []);
    }
  });
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
