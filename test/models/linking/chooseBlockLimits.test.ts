import { describe, expect, test } from '@jest/globals';
import { chooseBlockLimits, measureBlocks } from '../../../models/linking/chooseBlockLimits.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { type BlockLookup, defaultBlockLimits, type KeyKind } from '../../../models/linking/keyKinds.ts';
import { callCentre } from './scene.ts';

const lookup = (kind: KeyKind, size: number, found: boolean): BlockLookup => ({ kind, size, found });
const repeat = <T>(count: number, value: T) =>
  Array.from({ length: count }, () => ({ lookups: value, weight: 1 }));

describe('which keys are looked up', () => {
  test('the narrow key that finds callers is, the broad one that finds nobody else is not', () => {
    const calls = [
      ...repeat(90, [lookup('phone', 1, true), lookup('word', 900, true)]),
      ...repeat(30, [lookup('email', 1, true), lookup('dateOfBirth', 900, false)]),
    ];
    const chosen = chooseBlockLimits(calls, 100)!;
    expect(chosen.limits).toMatchObject({ phone: 10, email: 10, word: 10, dateOfBirth: 10 });
    expect(chosen).toMatchObject({ recall: 1, candidatesPerCall: 1 });
  });

  test('a broad key is looked up where only it finds callers and the budget allows', () => {
    const calls = [...repeat(60, [lookup('phone', 1, true)]), ...repeat(60, [lookup('word', 200, true)])];
    expect(chooseBlockLimits(calls, 101)!.limits).toMatchObject({ phone: 10, word: 300 });
    expect(chooseBlockLimits(calls, 99)!).toMatchObject({ recall: 0.5, candidatesPerCall: 0.5 });
  });

  test('too few labelled calls choose nothing', () => {
    expect(chooseBlockLimits(repeat(99, [lookup('phone', 1, true)]))).toBeUndefined();
  });

  test('in a call centre: as many callers among fewer candidates', () => {
    const { events, calls } = callCentre(5, 800, 400);
    const state = new IdentityState({ timezone: 'Europe/Berlin' });
    for (const event of events) state.apply(event);
    const labelled = calls.flatMap(({ query, truth }) =>
      truth === null ? [] : [{ lookups: state.lookups(query, truth), weight: 1 }],
    );
    const usual = measureBlocks(labelled, defaultBlockLimits);
    const chosen = chooseBlockLimits(labelled.slice(0, 200), 30)!;
    const later = measureBlocks(labelled.slice(200), chosen.limits);
    expect(later.candidatesPerCall).toBeLessThan(usual.candidatesPerCall / 2);
    expect(later.recall).toBeGreaterThan(usual.recall - 0.06);
  });
});
