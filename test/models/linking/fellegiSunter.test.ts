import { describe, expect, test } from '@jest/globals';
import { type Random, seededRandom } from '../../../base/random.ts';
import type { ComparisonVector } from '../../../models/linking/comparison.ts';
import { comparisonFields, fieldIndex } from '../../../models/linking/comparisonFields.ts';
import { expectedFellegiSunter, matchWeight, posterior } from '../../../models/linking/fellegiSunter.ts';
import { fitFellegiSunter } from '../../../models/linking/fitFellegiSunter.ts';
import { type LinkerExample, replayExamples } from '../../../models/linking/replay.ts';
import { call, callCentre, start } from './scene.ts';

const known = {
  familyName: {
    match: [0.05, 0.05, 0.02, 0.08, 0.1, 0.05, 0.05, 0.6],
    random: [0.9, 0.04, 0.002, 0.02, 0.01, 0.008, 0.005, 0.015],
  },
  dateOfBirth: { match: [0.1, 0.05, 0.15, 0.7], random: [0.9, 0.07, 0.025, 0.005] },
  houseNumber: { match: [0.2, 0.1, 0.7], random: [0.85, 0.1, 0.05] },
  city: { match: [0.1, 0.1, 0.8], random: [0.7, 0.1, 0.2] },
} as const;

function draw(random: Random, shares: readonly number[]): number {
  let left = random.uniform();
  return Math.max(
    0,
    shares.findIndex((share) => {
      left -= share;
      return left < 0;
    }),
  );
}

function vector(random: Random, side: 'match' | 'random'): ComparisonVector {
  const levels = comparisonFields.map(() => -1);
  for (const [field, shares] of Object.entries(known)) {
    if (random.uniform() > 0.1) levels[fieldIndex(field)] = draw(random, shares[side]);
  }
  return {
    levels,
    frequencies: comparisonFields.map(() => 0),
    daysSinceLastContact: null,
    contacts: 0,
    phoneSharedBy: 0,
  };
}

const population = 60;
const share = 0.75;

/** Calls compared with all customers, drawn from the model itself. */
function simulated(seed: number, count: number): LinkerExample[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, number) => {
    const isKnown = random.uniform() < share;
    return {
      callId: `call${number}`,
      at: start,
      query: call({}),
      candidates: Array.from({ length: population }, (_, at) => ({
        customerId: `c${at}`,
        comparison: vector(random, isKnown && at === 0 ? 'match' : 'random'),
      })),
      truth: undefined,
      weight: 1,
      population,
      background: Array.from({ length: 20 }, () => vector(random, 'random')),
    };
  });
}

describe('fitFellegiSunter', () => {
  const fit = fitFellegiSunter(simulated(1, 900), { maximumIterations: 40 });

  test('recovers the probabilities the data were drawn with', () => {
    // Three standard errors of a share among some 600 matches are at most 0.06; random pairs are 18,000.
    for (const [field, { match, random }] of Object.entries(known)) {
      for (const [level, expected] of match.entries()) {
        expect(Math.abs(fit.data.match[fieldIndex(field)]![level]! - expected)).toBeLessThan(0.065);
        expect(Math.abs(fit.data.random[fieldIndex(field)]![level]! - random[level]!)).toBeLessThan(0.01);
      }
    }
    expect(Math.abs(fit.data.known - share)).toBeLessThan(0.05);
  });

  test('the likelihood never falls', () => {
    expect(fit.likelihoods.length).toBeGreaterThan(3);
    for (const [step, likelihood] of fit.likelihoods.entries()) {
      if (step > 0) expect(likelihood).toBeGreaterThanOrEqual(fit.likelihoods[step - 1]! - 1e-6);
    }
  });

  test('nor does it on calls with labels, frequencies and empty candidate lists', () => {
    const { events, calls } = callCentre(5, 150, 250);
    const asked = calls.map(({ truth, ...rest }, number) => (number % 3 === 0 ? { ...rest, truth } : rest));
    const { examples } = replayExamples(events, asked, { timezone: 'Europe/Berlin' });
    const { likelihoods } = fitFellegiSunter(examples, { maximumIterations: 40, tolerance: 0 });
    for (const [step, likelihood] of likelihoods.entries()) {
      if (step > 0) expect(likelihood).toBeGreaterThanOrEqual(likelihoods[step - 1]! - 1e-6);
    }
  });

  test('every distribution sums to 1', () => {
    for (const side of [fit.data.match, fit.data.random]) {
      for (const shares of side) expect(shares.reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 9);
    }
  });

  test('refuses to learn from nothing', () => {
    expect(() => fitFellegiSunter([])).toThrow(expect.objectContaining({ code: 'not_enough_data' }));
  });
});

describe('posterior', () => {
  test('is the arithmetic of Bayes', () => {
    const data = { ...expectedFellegiSunter(100), known: 0.6 };
    // 0.6 / 100 x 50 = 0.3 against 0.4 for somebody else.
    const { each, none } = posterior(data, [Math.log(50)]);
    expect(each[0]).toBeCloseTo(0.3 / 0.7, 12);
    expect(none).toBeCloseTo(0.4 / 0.7, 12);
    expect(posterior(data, [])).toEqual({ each: [], none: 1 });
  });
});

describe('matchWeight', () => {
  test('agreement on a rare value weighs more', () => {
    const data = expectedFellegiSunter(1000);
    const agree = (frequency: number): ComparisonVector => ({
      levels: comparisonFields.map(({ name }) => (name === 'familyName' ? 7 : -1)),
      frequencies: comparisonFields.map(({ name }) => (name === 'familyName' ? frequency : 0)),
      daysSinceLastContact: null,
      contacts: 0,
      phoneSharedBy: 0,
    });
    expect(matchWeight(data, agree(0.0001)) - matchWeight(data, agree(0.01))).toBeCloseTo(Math.log(100), 9);
  });
});
