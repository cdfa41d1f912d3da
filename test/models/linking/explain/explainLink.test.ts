import { describe, expect, test } from '@jest/globals';
import { explainLink } from '../../../../models/linking/explain/explainLink.ts';
import { bitsBelow, weighCandidates } from '../../../../models/linking/explain/weigh.ts';
import { expectedFellegiSunter } from '../../../../models/linking/fellegiSunter.ts';
import type { IdentityEvent } from '../../../../models/linking/identityEvent.ts';
import { IdentityState } from '../../../../models/linking/identityState.ts';
import type { LinkerData } from '../../../../models/linking/linkerData.ts';
import { linkerFromData } from '../../../../models/linking/linkerModel.ts';
import type { LinkQuery } from '../../../../models/linking/linkQuery.ts';
import { rankerFeatures } from '../../../../models/linking/ranker/rankerFeatures.ts';
import { call, callCentre, customer } from '../scene.ts';

/** A linker whose parameters, calibration and threshold all differ from what they are without labels. */
const data: LinkerData = {
  kind: 'linker',
  fellegiSunter: { ...expectedFellegiSunter(300), known: 0.6 },
  parameters: {
    phone: 1.3,
    'familyName: exact': 0.4,
    'phone shared': -0.5,
    contacts: 0.2,
    'none: always': 0.3,
    'none: phone': -0.6,
  },
  calibration: { slope: 0.8, shift: -0.4 },
  thresholds: {
    automatic: 0.97,
    rule: 'upper_bound',
    wrongLinkRate: 0.002,
    wrongLinkUpperBound: 0.008,
    wrongLinkLimit: 0.01,
    review: 0.1,
    newCustomer: 0.9,
  },
  calls: 100,
  labelledCalls: 100,
};
const linker = linkerFromData(data);

/** The same with one tree of two leaves on top. */
const ranked: LinkerData = {
  ...data,
  ranker: {
    forest: {
      roots: Int32Array.of(0),
      feature: Int32Array.of(0, -1, -1),
      value: Float64Array.of(1.5, -0.7, 0.9),
      left: Int32Array.of(1, 0, 0),
      right: Int32Array.of(2, 0, 0),
      missingLeft: Uint8Array.of(1, 0, 0),
      categories: Int32Array.of(-1, -1, -1),
      categoryWords: new Uint32Array(0),
      cover: Float64Array.of(2, 1, 1),
    },
    features: [rankerFeatures[0]!.name],
    blend: 0.5,
    evidence: { loss: 1, logitLoss: 1.1, differenceUpper: -0.01 },
  },
};

function stateOf(events: readonly IdentityEvent[]): IdentityState {
  const state = new IdentityState({ timezone: 'Europe/Berlin' });
  for (const event of events) state.apply(event);
  return state;
}

describe('match weights', () => {
  const { events, calls } = callCentre(3, 300, 60);
  const state = stateOf(events);

  test.each([
    ['its parameters alone', data],
    ['a ranker on top', ranked],
  ])('sum to the total exactly, and totals are the probabilities of a linker with %s', (_, linkerData) => {
    const model = linkerFromData(linkerData);
    let weighed = 0;
    for (const { query } of calls) {
      const candidates = state.candidates(query);
      const resolution = model.resolve(candidates, query);
      for (const [at, found] of weighCandidates(linkerData, candidates, query).entries()) {
        expect(found.weights.reduce((sum, { bits }) => sum + bits, found.priorBits)).toBe(found.totalBits);
        expect(found.probability).toBeCloseTo(resolution.probabilities[at]!, 12);
        // Odds against nobody, in bits.
        expect(Math.log2(resolution.probabilities[at]! / resolution.none)).toBeCloseTo(found.totalBits, 8);
        weighed++;
      }
    }
    expect(weighed).toBeGreaterThan(100);
  });

  test('name every field once, whether it says anything or not', () => {
    const { query } = calls.find(({ query: { claims } }) => claims.phone !== null)!;
    const [first] = weighCandidates(data, state.candidates(query), query);
    const fields = first!.weights.map(({ field }) => field);
    expect(new Set(fields).size).toBe(fields.length);
    expect(fields).toEqual(expect.arrayContaining(['givenName', 'email', 'appointment']));
    expect(first!.weights.find(({ field }) => field === 'email')).toMatchObject({
      level: 'missing',
      bits: 0,
    });
  });

  test('what is missing to a probability, when added, gives just that', () => {
    const weighed = [
      { customerId: 'a', priorBits: -3, weights: [], totalBits: 2, probability: 0 },
      { customerId: 'b', priorBits: -3, weights: [], totalBits: 1, probability: 0 },
    ];
    const needed = 2 ** (2 + bitsBelow(weighed, 0, 0.97)!);
    expect(needed / (needed + 2 ** 1 + 1)).toBeCloseTo(0.97, 12);
    expect(bitsBelow(weighed, 0, 2)).toBeNull();
  });
});

describe('why and why not', () => {
  const state = stateOf([
    ...customer('anna', { name: 'Anna Krzywonos', phone: '0171 1234567' }),
    ...customer('otto', { name: 'Otto Schmidt', phone: '0171 7654321' }),
    ...customer('ida', { name: 'Ida Schickedanz' }),
    ...callCentre(4, 100, 0).events,
  ]);
  const nameOf = (id: string) => id.toUpperCase();

  function explain(query: LinkQuery, about: string) {
    const candidates = state.candidates(query);
    const { decision, customerId } = linker.resolve(candidates, state.telling(query));
    return explainLink({
      scorer: data,
      automaticFrom: data.thresholds.automatic,
      query: state.telling(query),
      said: query,
      candidates,
      about: state.compareWith(query, about)!,
      decision,
      chosenId: customerId,
      nameOf,
    });
  }

  test('the customer who was chosen, with what spoke for them and what they have to spare', () => {
    const found = explain(call({ name: 'Anna Krzywonos', phone: '0171 1234567' }), 'anna');
    expect(found).toMatchObject({ question: 'why', rank: 1, chosen: null, decisive: null });
    expect(found.bitsBelowAutomatic).toBeLessThan(0);
    expect(found.sentences[0]).toMatch(/^The call is linked to ANNA: \+[\d.]+ bits in all/);
    expect(found.sentences.join(' ')).toMatch(/For it: .*phone number exact \(\+[\d.]+ bits\)/);
  });

  test('somebody the search never proposed, beside who was chosen', () => {
    const query = call({ name: 'Anna Krzywonos', phone: '0171 1234567' });
    expect(state.candidates(query).some(({ customerId }) => customerId === 'otto')).toBe(false);
    const found = explain(query, 'otto');
    expect(found).toMatchObject({
      question: 'why_not',
      rank: null,
      chosen: { customerId: 'anna' },
      decisive: { kind: 'contradicts' },
    });
    expect(found.asked.probability).toBeLessThan(0.01);
    const { decisive, asked, chosen } = found;
    const gap = (field: string) =>
      chosen!.weights.find((weight) => weight.field === field)!.bits -
      asked.weights.find((weight) => weight.field === field)!.bits;
    for (const { field } of asked.weights) {
      if (chosen!.weights.some((weight) => weight.field === field)) {
        expect(decisive!.bits).toBeGreaterThanOrEqual(gap(field));
      }
    }
    expect(decisive!.bits).toBe(gap(decisive!.field));
    expect(found.sentences.join(' ')).toContain('The search did not propose OTTO');
  });

  test('names the contradicting field when nobody was chosen', () => {
    const found = explain(call({ name: 'Anna Schulze', phone: '0171 7654321' }), 'ida');
    expect(found).toMatchObject({ question: 'why_not', decisive: { kind: 'contradicts' } });
  });

  test('names the missing field, and who is silent about it', () => {
    const found = explain(call({ givenName: 'Ida' }), 'ida');
    if (found.question === 'why') throw new Error('a given name alone chose somebody');
    expect(found.decisive).toMatchObject({ kind: 'missing', silent: 'call' });
    expect(found.sentences.join(' ')).toContain('the caller did not say it');
  });

  test('tells that a number is left out because many have it', () => {
    state.apply({
      type: 'identifierShared',
      kind: 'phone',
      normalized: '+491717654321',
      at: new Date('2030-01-01T00:00:00Z'),
    });
    const found = explain(call({ phone: '0171 7654321' }), 'otto');
    expect(found).toMatchObject({ shared: ['phone', 'callHistory'], decisive: { silent: 'shared' } });
    expect(found.sentences).toContain('Left out, as many unrelated customers have it: phone number.');
  });
});
