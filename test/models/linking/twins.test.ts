import { describe, expect, test } from '@jest/globals';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { bestPerson } from '../../../models/linking/twins.ts';
import { call, customer } from './scene.ts';

const born = '1980-12-31';
const phone = '0171 1234567';

describe('records of one person', () => {
  test.each([
    [
      'same name and birth',
      { name: 'Anna Müller', dateOfBirth: born },
      { name: 'Anna Mueller', dateOfBirth: born },
      true,
    ],
    ['same name and number', { name: 'Anna Müller', phone }, { name: 'Anna Müler', phone }, true],
    [
      'married: another family name, all else the same',
      { name: 'Anna Müller', phone, dateOfBirth: born },
      { name: 'Anna Schulz', phone, dateOfBirth: born },
      true,
    ],
    [
      'a relative with the same number',
      { name: 'Anna Müller', phone },
      { name: 'Otto Müller', phone },
      false,
    ],
    [
      'father and son of one name',
      { name: 'Otto Müller', phone, dateOfBirth: born },
      { name: 'Otto Müller', phone, dateOfBirth: '2005-03-04' },
      false,
    ],
    ['a namesake', { name: 'Anna Müller' }, { name: 'Anna Müller' }, false],
  ])('%s', (_, one, other, same) => {
    const state = new IdentityState({ timezone: 'Europe/Berlin' });
    for (const event of [...customer('a', one), ...customer('b', other)]) state.apply(event);
    const candidates = state.candidates(call(one));
    expect(candidates).toHaveLength(2);
    expect(candidates[0]!.twinOf).toBeUndefined();
    expect(candidates[1]!.twinOf).toBe(same ? candidates[0]!.customerId : undefined);
  });

  test('their probabilities add up', () => {
    const state = new IdentityState({ timezone: 'Europe/Berlin' });
    const twin = { name: 'Anna Müller', dateOfBirth: born };
    for (const event of [
      ...customer('a', twin),
      ...customer('b', twin),
      ...customer('c', { name: 'Anna Müller' }),
    ]) {
      state.apply(event);
    }
    const candidates = state.candidates(call(twin));
    const best = bestPerson(
      candidates,
      candidates.map(({ customerId }) => ({ a: 0.3, b: 0.35, c: 0.34 })[customerId]!),
    );
    expect(best.probability).toBeCloseTo(0.65, 12);
    expect(candidates[best.index]!.customerId).toBe('b');
    expect([...best.customerIds].sort()).toEqual(['a', 'b']);
  });

  test('nobody', () => {
    expect(bestPerson([], [])).toEqual({ index: -1, probability: 0, customerIds: [] });
  });
});
