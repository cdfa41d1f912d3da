import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seededRandom } from '../../../base/random.ts';
import { normalizeIdentity } from '../../../features/identity/normalizeIdentity.ts';
import { comparisonRow } from '../../../models/linking/comparison.ts';
import type { IdentityEvent } from '../../../models/linking/identityEvent.ts';
import { IdentityState } from '../../../models/linking/identityState.ts';
import { defaultBlockLimits } from '../../../models/linking/keyKinds.ts';
import type { LinkQuery } from '../../../models/linking/linkQuery.ts';
import { replayExamples } from '../../../models/linking/replay.ts';
import { call, callCentre, customer, hoursLater, region, start } from './scene.ts';

const timezone = 'Europe/Berlin';
const anna = { givenName: 'Anna', familyName: 'Müller', phone: '0171 1234567', email: 'anna@mueller.de' };
const otto = { givenName: 'Otto', familyName: 'Krzywonos', dateOfBirth: '1950-03-04', phone: '030 123456' };

function stateOf(...events: readonly IdentityEvent[]): IdentityState {
  const state = new IdentityState({ timezone });
  for (const event of events) state.apply(event);
  return state;
}

const idsFor = (state: IdentityState, query: LinkQuery, limit?: number) =>
  state.candidates(query, limit).map(({ customerId }) => customerId);

const people = [...customer('anna', anna), ...customer('otto', otto)];

describe('candidates', () => {
  test.each([
    ['phone', { phone: '+49 171 1234567' }],
    ['full name', { name: 'Anna Mueller' }],
    ['name the other way round', { name: 'Müller Anna' }],
    ['name that sounds alike', { givenName: 'Anna', familyName: 'Miller' }],
    ['family name only', { name: 'Frau Müller' }],
    ['e-mail', { email: 'ANNA@mueller.de' }],
  ])('finds by %s', (_, claims) => {
    expect(idsFor(stateOf(...people), call(claims))[0]).toBe('anna');
  });

  test.each([
    ['misheard family name', { familyName: 'Krzywonosch' }],
    ['date of birth', { dateOfBirth: '4.3.1950' }],
    ['given name only', { givenName: 'Otto' }],
  ])('finds by %s', (_, claims) => {
    expect(idsFor(stateOf(...people), call(claims))[0]).toBe('otto');
  });

  test('a caller who leaves nothing gets few candidates, those the call fits', () => {
    const events = callCentre(1, 300, 0).events;
    const recent = Array.from({ length: 40 }, (_, number): IdentityEvent => {
      const occurredAt = hoursLater(990);
      return {
        type: 'link',
        callId: `k${number}`,
        customerId: `c${number}`,
        occurredAt,
        service: 'advice',
        at: occurredAt,
      };
    });
    const state = stateOf(...events, ...recent);
    const found = idsFor(state, call({}), 20);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThanOrEqual(10);
    for (const id of found) expect(Number(id.slice(1))).toBeLessThan(40);
    expect(idsFor(stateOf(...events), call({}))).toEqual([]);
  });

  test('at most `limit`, and every one of them once', () => {
    const { events, calls } = callCentre(2, 300, 100);
    const state = stateOf(...events);
    for (const { query } of calls) {
      const found = idsFor(state, query, 7);
      expect(found.length).toBeLessThanOrEqual(7);
      expect(new Set(found).size).toBe(found.length);
    }
  });

  test('a common name is found however many share it', () => {
    const namesakes = Array.from({ length: 50 }, (_, number) =>
      customer(`n${number}`, { name: 'Anna Müller' }),
    ).flat();
    const blockLimits = {
      ...defaultBlockLimits,
      fullName: 10,
      soundAndInitial: 10,
      sounds: 10,
      nickname: 10,
      word: 10,
    };
    const state = new IdentityState({ timezone, blockLimits });
    for (const event of namesakes) state.apply(event);
    expect(state.candidates(call({ name: 'Anna Müller' }), 20)).toHaveLength(20);
  });
});

describe('comparisons', () => {
  test('missing is not disagreement', () => {
    const [candidate] = stateOf(...people).candidates(call({ phone: '0171 1234567' }));
    const row = comparisonRow(candidate!.comparison);
    expect(row).toMatchObject({ phone: 'exact', givenName: null, dateOfBirth: null, phoneSharedBy: 1 });
  });

  test('context: last contact, service, habits and appointments', () => {
    const link = (number: number, hours: number): IdentityEvent => ({
      type: 'link',
      callId: `k${number}`,
      customerId: 'anna',
      occurredAt: hoursLater(hours),
      service: 'advice',
      at: hoursLater(hours),
    });
    const appointment: IdentityEvent = {
      type: 'appointment',
      customerId: 'anna',
      scheduledAt: hoursLater(1000 + 48),
      service: 'advice',
      at: hoursLater(10),
    };
    const state = stateOf(...people, link(1, 100), link(2, 268), link(3, 1000 - 96), appointment);
    const row = comparisonRow(state.candidates(call({ phone: anna.phone }))[0]!.comparison);
    expect(row).toMatchObject({
      recency: '7 days',
      service: 'mostly',
      appointment: 'next 4 days',
      daysSinceLastContact: 4,
      contacts: 3,
    });
    const stranger = comparisonRow(state.candidates(call({ phone: otto.phone }))[0]!.comparison);
    expect(stranger).toMatchObject({ recency: 'never', service: null, appointment: 'none', contacts: 0 });
  });

  test('numbers of confirmed calls count, those of unconfirmed links do not', () => {
    const claims = normalizeIdentity({ phone: '0160 7654321' }, { region });
    const link = {
      type: 'link',
      callId: 'k',
      customerId: 'anna',
      occurredAt: hoursLater(1),
      service: null,
      at: hoursLater(2),
    } as const;
    const query = call({ phone: '0160 7654321' });
    expect(idsFor(stateOf(...people, { ...link, claims }), query)).toEqual(['anna']);
    expect(
      comparisonRow(stateOf(...people, { ...link, claims }).candidates(query)[0]!.comparison),
    ).toMatchObject({
      callHistory: 'same number',
    });
    const unconfirmed = stateOf(...people, link).candidates(query);
    for (const { comparison } of unconfirmed) expect(comparisonRow(comparison).callHistory).toBeNull();
  });

  test("a call's own link is no evidence for it", () => {
    const claims = normalizeIdentity({ phone: '0160 7654321' }, { region });
    const link: IdentityEvent = {
      type: 'link',
      callId: 'k',
      customerId: 'anna',
      occurredAt: hoursLater(999),
      service: 'advice',
      at: hoursLater(1001),
      claims,
    };
    const query = call({ phone: '0171 1234567' }, { callId: 'k' });
    const compare = (...events: IdentityEvent[]) =>
      stateOf(...people, ...events).candidates(query)[0]!.comparison;
    expect(compare(link)).toEqual(compare());
  });

  test('background is drawn from all customers', () => {
    const { events, calls } = callCentre(3, 100, 1);
    const background = stateOf(...events).background(calls[0]!.query, 50, seededRandom(1));
    expect(background).toHaveLength(50);
    expect(stateOf().background(calls[0]!.query, 50, seededRandom(1))).toEqual([]);
  });
});

describe('merges', () => {
  const merge = (status: 'merged' | 'active', at: Date): IdentityEvent => ({
    type: 'customer',
    customerId: 'anna2',
    status,
    mergedIntoId: status === 'merged' ? 'anna' : null,
    at,
  });
  const second = customer('anna2', { name: 'Anna Schulz', phone: '0160 1111111' });

  test('a merged customer is found as the one that replaces it, and comes back when unmerged', () => {
    const state = stateOf(...people, ...second, merge('merged', hoursLater(1)));
    expect(idsFor(state, call({ phone: '0160 1111111' }))).toEqual(['anna']);
    expect(state.customerCount).toBe(2);
    expect(state.currentCustomer('anna2')).toBe('anna');
    state.apply(merge('active', hoursLater(2)));
    expect(idsFor(state, call({ phone: '0160 1111111' }))).toEqual(['anna2']);
    expect(state.customerCount).toBe(3);
  });

  test('an older merge delivered again changes nothing', () => {
    const state = stateOf(
      ...people,
      ...second,
      merge('merged', hoursLater(1)),
      merge('active', hoursLater(2)),
      merge('merged', hoursLater(1)),
    );
    expect(state.currentCustomer('anna2')).toBe('anna2');
  });

  test('merging in a circle leaves somebody to be found', () => {
    const circle: IdentityEvent = {
      type: 'customer',
      customerId: 'anna',
      status: 'merged',
      mergedIntoId: 'anna2',
      at: hoursLater(2),
    };
    const state = stateOf(...people, ...second, merge('merged', hoursLater(1)), circle);
    expect(idsFor(state, call({ phone: '0160 1111111' }))).toHaveLength(1);
  });
});

describe('laws', () => {
  /** Any history over few customers, calls and identifiers, in known-time order. */
  const history = fc
    .array(
      fc.record({
        what: fc.constantFrom(
          'identifier',
          'identifierRetracted',
          'link',
          'linkRetracted',
          'appointment',
          'customer',
        ),
        who: fc.integer({ min: 0, max: 4 }),
        other: fc.integer({ min: 0, max: 4 }),
        which: fc.integer({ min: 0, max: 5 }),
        hours: fc.integer({ min: 0, max: 900 }),
      }),
      { maxLength: 40 },
    )
    .map((steps) =>
      steps
        .sort((a, b) => a.hours - b.hours)
        .map(({ what, who, other, which, hours }, number): IdentityEvent => {
          // No two events of one moment: which of them counts would be a matter of order.
          const at = new Date(hoursLater(hours).getTime() + number);
          const customerId = `c${who}`;
          const phone = `+4917112345${which}0`;
          switch (what) {
            case 'identifier':
            case 'identifierRetracted':
              return { type: what, customerId, kind: 'phone', normalized: phone, parts: {}, at };
            case 'link': {
              const claims = normalizeIdentity({ phone, name: 'Anna Meier' }, { region });
              return {
                type: what,
                callId: `k${which}`,
                customerId,
                occurredAt: at,
                service: 'advice',
                at,
                claims,
              };
            }
            case 'linkRetracted':
              return { type: what, callId: `k${which}`, customerId, at };
            case 'appointment':
              return {
                type: what,
                customerId,
                appointmentId: `a${which}`,
                scheduledAt: hoursLater(1000),
                service: null,
                cancelled: other > 2,
                at,
              };
            default: {
              const merged = which > 2 && who !== other;
              return {
                type: 'customer',
                customerId,
                status: merged ? 'merged' : 'active',
                mergedIntoId: merged ? `c${other}` : null,
                at,
              };
            }
          }
        }),
    );
  const queries = [
    call({ phone: '+49171123450' }),
    call({ phone: '+49171123430', name: 'Anna Meier' }),
    call({ name: 'Meier' }),
    call({}),
  ];
  const answers = (state: IdentityState) => ({
    customers: state.customerCount,
    candidates: queries.map((query) =>
      state.candidates(query).sort((a, b) => (a.customerId < b.customerId ? -1 : 1)),
    ),
  });

  test('events delivered twice, at once, late or all over again, change nothing', () => {
    fc.assert(
      fc.property(history, (events) => {
        const once = answers(stateOf(...events));
        expect(answers(stateOf(...events.flatMap((event) => [event, event])))).toEqual(once);
        expect(answers(stateOf(...events, ...events))).toEqual(once);
        for (const late of events) expect(answers(stateOf(...events, late))).toEqual(once);
      }),
      { seed: 6, numRuns: 100 },
    );
  });

  test('a replay asks each call with what was known before it, and nothing else', () => {
    const { events, calls } = callCentre(4, 80, 60);
    const links = calls.flatMap(({ callId, truth, query, at }): IdentityEvent[] =>
      truth === null
        ? []
        : [
            {
              type: 'link',
              callId,
              customerId: truth,
              occurredAt: query.occurredAt,
              service: 'advice',
              at: new Date(at.getTime() + 7_200_000),
              claims: query.claims,
            },
          ],
    );
    const { examples } = replayExamples([...links, ...events], calls, { timezone, backgroundPerCall: 0 });
    for (const number of [0, 17, 59]) {
      const asked = calls[number]!;
      const known = [...events, ...links].filter(({ at }) => at.getTime() < asked.at.getTime());
      const fresh = stateOf(...known.sort((a, b) => a.at.getTime() - b.at.getTime()));
      expect(examples[number]!.candidates).toEqual(
        fresh.candidates({ ...asked.query, callId: asked.callId }, 20),
      );
    }
  });

  test('any text in identifiers and claims is survived', () => {
    const anyText = fc.oneof(
      { arbitrary: fc.string({ unit: 'binary', maxLength: 30 }), weight: 3 },
      { arbitrary: fc.constant('x'.repeat(100_000)), weight: 1 },
    );
    fc.assert(
      fc.property(anyText, anyText, (one, two) => {
        const state = stateOf(
          ...customer('a', { name: one, street: two, email: two, postalCode: one, city: two }),
          {
            type: 'identifier',
            customerId: 'b',
            kind: 'name',
            normalized: one,
            parts: { given: 7, family: two },
            at: start,
          },
        );
        for (const { comparison } of state.candidates(
          call({ name: two, givenName: one, street: two, city: one }),
        )) {
          expect(comparison.levels.every(Number.isInteger)).toBe(true);
        }
      }),
      { seed: 7, numRuns: 100 },
    );
  });
});
