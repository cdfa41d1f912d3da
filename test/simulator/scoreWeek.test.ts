import { describe, expect, test } from '@jest/globals';
import { pastLeads } from '../../simulator/history/pastLeads.ts';
import { withOverrides } from '../../simulator/parameters.ts';
import { callersOf } from '../../simulator/score/callers.ts';
import { scoreWeek } from '../../simulator/score/scoreWeek.ts';
import { knownRecords } from '../../simulator/week/knownRecords.ts';
import { newRun } from '../../simulator/week/run.ts';
import { type CallRecord, emptyRecord } from '../../simulator/week/weekRecord.ts';
import { makeWorld } from '../../simulator/world/world.ts';
import { smallWorld } from './smallWorld.ts';

const world = makeWorld(9, withOverrides(smallWorld));
const thisWeek = world.calls.filter((call) => call.at >= world.startsAt).slice(0, 60);
const ownRecords = (call: (typeof thisWeek)[number]) => knownRecords(world, call.personId, call.at);
const known = thisWeek.filter((call) => ownRecords(call).length > 0);
const strangers = thisWeek.filter((call) => ownRecords(call).length === 0);

function scored(
  linked: (call: (typeof thisWeek)[number]) => Partial<CallRecord>,
  temporary: [string, string][] = [],
) {
  const run = newRun(world, pastLeads(world));
  for (const [id, person] of temporary) run.temporaryOwners.set(id, person);
  const record = emptyRecord(1, true);
  for (const call of thisWeek) {
    record.calls.set(call.externalId, {
      callId: call.externalId,
      decision: 'unlinked',
      asked: false,
      customerId: null,
      customerExternalId: null,
      linkedId: null,
      linkedExternalId: null,
      linkSource: null,
      ...linked(call),
    });
  }
  return scoreWeek(run, record);
}

const link = (externalId: string): Partial<CallRecord> => ({
  decision: 'link',
  customerId: 'id',
  customerExternalId: externalId,
  linkedId: 'id',
  linkedExternalId: externalId,
});

describe('scoring with the hidden truth', () => {
  test('has customers and strangers to score', () => {
    expect(known.length).toBeGreaterThan(20);
    expect(strangers.length).toBeGreaterThan(3);
  });

  test('right links of all customers give quality 1 and no wrong link', () => {
    const score = scored((call) => (ownRecords(call)[0] ? link(ownRecords(call)[0]?.externalId ?? '') : {}));
    expect(score).toMatchObject({ linkingQuality: 1, linkingQualityOfIdentifiable: 1, wrongLinkRate: 0 });
    expect(score.automaticShare).toBeCloseTo(known.length / thisWeek.length, 12);
    expect(score.unlinkedShare).toBeCloseTo(strangers.length / thisWeek.length, 12);
  });

  test('a link of a stranger to a customer is wrong and does not count for quality', () => {
    const victim = world.records[0]?.externalId ?? '';
    const score = scored((call) => (strangers.includes(call) ? link(victim) : {}));
    expect(score).toMatchObject({ linkingQuality: 0, wrongLinkRate: 1, automaticLinks: strangers.length });
    for (const callers of ['numberKnown', 'withheldWithName', 'withheldWithoutName'] as const) {
      const some = strangers.some((call) => callersOf(call) === callers);
      expect(score.wrongLinkRateByCallers[callers]).toBe(some ? 1 : null);
      expect(score.linkingQualityByCallers[callers]).toBe(0);
    }
  });

  test('any record of the same person counts as right', () => {
    const twice = [...world.recordsOfPerson.values()].find((records) => records.length > 1) ?? [];
    expect(twice.length).toBe(2);
    for (const record of twice) {
      expect(world.ownerOf.get(record.externalId)?.id).toBe(twice[0]?.personId);
    }
  });

  test('a customer made by the service is right for the caller it was made for, wrong for another', () => {
    const [first, other] = strangers;
    const temporary: Partial<CallRecord> = { decision: 'link', customerId: 'temp', linkedId: 'temp' };
    const owner: [string, string][] = [['temp', first?.personId ?? '']];
    expect(scored((call) => (call === first ? temporary : {}), owner).wrongLinkRate).toBe(0);
    expect(scored((call) => (call === other ? temporary : {}), owner).wrongLinkRate).toBe(
      first?.personId === other?.personId ? 0 : 1,
    );
  });

  test('a call left unlinked counts as review when a person is asked about it', () => {
    const score = scored((call) =>
      call === known[0] ? { asked: true } : call === known[1] ? { decision: 'review' } : {},
    );
    expect(score.reviewShare).toBeCloseTo(2 / thisWeek.length, 12);
    expect(score.unlinkedShare).toBeCloseTo(1 - 2 / thisWeek.length, 12);
  });

  test('churn is calibrated where as many are gone as was stated, up to what chance does', () => {
    const record = emptyRecord(1, true);
    const rows = (truths: readonly number[], predicted: number) =>
      truths.map((truth, index) => ({ subject: `K-${index}`, predicted, truth, role: 'champion' }));
    record.churn.push(...rows([1, 0, 0, 0], 0.5));
    record.gone.push(...rows([1, 0, 0, 0], 0.25));
    const { churn } = scoreWeek(newRun(world, pastLeads(world)), record).tasks;
    expect(churn).toMatchObject({ calibration: 2, calibrationError: 0.5, positives: 1, n: 4 });
    expect(churn.alreadyGone).toEqual({ auc: 0.5, calibration: 1 });
  });

  test('a gain is what random actions leave of the best ones; the single action is the same for every lead', () => {
    const record = emptyRecord(1, true);
    const row = (value: number, team: number, each: number[]) => ({
      lead: 'L',
      action: 'call',
      followed: true,
      value,
      team,
      each,
      best: Math.max(...each),
      random: each.reduce((sum, one) => sum + one, 0) / each.length,
      role: 'champion',
    });
    record.nba.push(row(8, 4, [8, 0, 4]), row(6, 5, [0, 10, 5]));
    const { nba } = scoreWeek(newRun(world, pastLeads(world)), record).tasks;
    expect(nba).toMatchObject({ value: 7, best: 9, random: 4.5, team: 4.5, single: 5, n: 2 });
    expect(nba.gain).toBeCloseTo(2.5 / 4.5, 12);
    expect([nba.teamGain, nba.singleGain]).toEqual([0, expect.closeTo(0.5 / 4.5, 12)]);
  });

  test('without predictions the task metrics are null, not zero', () => {
    const { tasks } = scored(() => ({}));
    expect(Object.values(tasks.nba)).toEqual([...Array(8).fill(null), 0]);
    expect(tasks.churn).toEqual({
      auc: null,
      calibration: null,
      calibrationError: null,
      alreadyGone: { auc: null, calibration: null },
      positives: 0,
      n: 0,
    });
    expect(tasks.clv.mae).toBeNull();
    expect(tasks.leadScore.auc).toBeNull();
  });
});

test('a greeting taken for a name leaves no name', () => {
  expect(callersOf({ claims: { name: 'Guten Tag' } })).toBe('withheldWithoutName');
  expect(callersOf({ claims: { name: 'Frau Weber', phone: '+49621123456' } })).toBe('numberKnown');
  expect(callersOf({ claims: { familyName: 'Weber' } })).toBe('withheldWithName');
});
