import { describe, expect, test } from '@jest/globals';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { comparisonRow } from '../../../models/linking/comparison.ts';
import type { IdentityEvent } from '../../../models/linking/identityEvent.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { call, customer, hoursLater, region } from './scene.ts';

const timezone = 'Europe/Berlin';
const number = '+4930123456';
const people = [
  ...customer('anna', { name: 'Anna Müller', phone: number }),
  ...customer('otto', { name: 'Otto Krzywonos', phone: number }),
];
const query = call({ phone: number });

function stateOf(...events: readonly IdentityEvent[]): IdentityState {
  const state = new IdentityState({ timezone });
  for (const event of events) state.apply(event);
  return state;
}

const sharing = (type: 'identifierShared' | 'identifierUnshared', hours: number): IdentityEvent => ({
  type,
  kind: 'phone',
  normalized: number,
  at: hoursLater(hours),
});

const phoneLevels = (state: IdentityState) =>
  state.candidates(query).map(({ comparison }) => comparisonRow(comparison).phone);

describe('a number known to be shared', () => {
  const shared = sharing('identifierShared', 10);
  const unshared = sharing('identifierUnshared', 20);

  test('still finds candidates, but counts for none of them', () => {
    expect(phoneLevels(stateOf(...people))).toEqual(['exact', 'exact']);
    const state = stateOf(...people, shared);
    expect(phoneLevels(state)).toEqual([null, null]);
    expect(state.compareWith(query, 'anna')?.comparison).toMatchObject({ phoneSharedBy: 0 });
    expect(state.telling(query).claims.phone).toBeNull();
  });

  test('counts again when it is shared no longer, whatever is delivered again', () => {
    expect(phoneLevels(stateOf(...people, shared, unshared, shared))).toEqual(['exact', 'exact']);
  });

  test('leaves other numbers and names as they are', () => {
    const other = call({ phone: '0171 7777777', name: 'Anna Müller' });
    expect(stateOf(...people, shared).telling(other)).toBe(other);
  });
});

describe('the name a call itself left', () => {
  const spoken = 'Aneta Miller';
  const link = (callId: string): IdentityEvent => ({
    type: 'link',
    callId,
    customerId: 'anna',
    occurredAt: hoursLater(999),
    service: null,
    at: hoursLater(1001),
    claims: normalizeIdentity({ name: spoken }, { region }),
  });
  const asked = call({ name: spoken }, { callId: 'own' });
  const names = (...events: IdentityEvent[]) => {
    const row = comparisonRow(stateOf(...people, ...events).compareWith(asked, 'anna')!.comparison);
    return [row.givenName, row.familyName];
  };

  test('is no evidence for it when it is resolved again', () => {
    expect(names()).not.toEqual(['exact', 'exact']);
    expect(names(link('own'))).toEqual(names());
  });

  test('is evidence when another call or a record gave it too', () => {
    expect(names(link('own'), link('other'))).toEqual(['exact', 'exact']);
    const record = customer('anna', { name: spoken });
    expect(names(...record, link('own'))).toEqual(['exact', 'exact']);
  });
});
