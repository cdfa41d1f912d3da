import { expect, test } from '@jest/globals';
import { computeFeatures } from '../../features/computeFeatures.ts';
import { leadFeatures } from '../../features/definitions/lead.ts';
import { emptyHistory, type History } from '../../features/history.ts';
import { identityAsOf } from '../../features/identityAsOf.ts';

const day = (days: number) => days * 86_400_000;
const fact = (id: string, occurred: number, recorded: number, retracted: number | null = null) => ({
  id,
  occurredAt: day(occurred),
  recordedAt: day(recorded),
  retractedAt: retracted === null ? null : day(retracted),
});
const call = (...times: Parameters<typeof fact>) => ({
  ...fact(...times),
  durationSeconds: 60,
  service: null,
  linkProbability: 1,
});
const purchase = (...times: Parameters<typeof fact>) => ({ ...fact(...times), amount: 10, product: null });
const version = (recorded: number, customerId: string | null) => ({
  ...fact('lead', 0, recorded),
  source: null,
  value: null,
  customerId,
});

const count = (history: History, source: string, at: number) =>
  computeFeatures(leadFeatures(['call']), history, day(at))[`${source}.count`];

test('calls that were linked or unlinked since then belong to whom they were taken to belong to', () => {
  const history: History = {
    ...emptyHistory('lead', 'lead', 0),
    calls: [
      call('kept', 1, 1),
      call('linked since', 2, 15),
      call('unlinked since', 3, 3, 16),
      call('unlinked before', 4, 4, 8),
      call('new', 12, 12),
    ],
  };
  expect([count(history, 'calls', 10), count(history, 'calls', 20)]).toEqual([2, 3]);
  const asThen = identityAsOf(history, day(10), day(20));
  // kept, unlinked since, new
  expect(count(asThen, 'calls', 20)).toBe(3);
  expect(asThen.calls.map(({ id }) => id)).toEqual(['kept', 'unlinked since', 'unlinked before', 'new']);
  expect(count(asThen, 'calls', 10)).toBe(count(history, 'calls', 10));
});

test('facts of the person behind a lead come and go with that person, not with late news of their own', () => {
  const history: History = {
    ...emptyHistory('lead', 'lead', 0),
    leadVersions: [version(0, null), version(15, 'anna')],
    transactions: [
      purchase('known since anna is', 2, 15),
      purchase('imported late', 3, 17),
      purchase('new', 18, 18),
    ],
  };
  expect(count(history, 'transactions', 20)).toBe(3);
  const asThen = identityAsOf(history, day(10), day(20));
  expect(asThen.transactions.map(({ id }) => id)).toEqual(['imported late', 'new']);
  expect(identityAsOf(history, day(16), day(20))).toEqual(history);
});
