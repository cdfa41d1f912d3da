import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { leadFeatures } from '../../../features/definitions/lead.ts';
import { eligibleActions, nbaSettingsOf } from '../../../models/next-best-action/actionCatalogue.ts';
import { epsilonGreedy } from '../../../models/next-best-action/epsilonGreedy.ts';
import { nextBestActionFallback } from '../../../models/next-best-action/fallback.ts';

const values = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 6 });
const epsilon = fc.constantFrom(0, 0.05, 0.3, 1);

describe('epsilon-greedy', () => {
  test('propensities are a distribution; the best action has the most; the draw repeats itself', () => {
    fc.assert(
      fc.property(values, epsilon, fc.string(), (given, share, seed) => {
        const { propensities, greedy, chosen } = epsilonGreedy(given, share, seed);
        expect(propensities.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 12);
        for (const propensity of propensities)
          expect(propensity).toBeGreaterThanOrEqual(share / given.length);
        expect(given[greedy]).toBe(Math.max(...given));
        expect(propensities[greedy]).toBe(Math.max(...propensities));
        expect(propensities[chosen]).toBeGreaterThan(0);
        expect(epsilonGreedy(given, share, seed)).toEqual({ propensities, greedy, chosen });
      }),
      { seed: 6 },
    );
  });

  test('chooses as often as it says', () => {
    const draws = 20_000;
    const counts = [0, 0, 0, 0];
    const { propensities } = epsilonGreedy([1, 5, 2, 0], 0.4, '');
    for (let draw = 0; draw < draws; draw++)
      counts[epsilonGreedy([1, 5, 2, 0], 0.4, `prediction-${draw}`).chosen]! += 1;
    counts.forEach((count, index) => {
      const deviation = Math.sqrt(draws * propensities[index]! * (1 - propensities[index]!));
      expect(Math.abs(count - draws * propensities[index]!)).toBeLessThan(4 * deviation);
    });
  });
});

describe('the action catalogue', () => {
  const settings = nbaSettingsOf({
    nba: {
      actions: [
        { name: 'call', cost: 5, cooldownDays: 2, maxPerMonth: 3 },
        { name: 'visit', cost: 50 },
        { name: 'fax', cost: 1, enabled: false },
      ],
    },
  });
  const names = (row: Record<string, number>) => eligibleActions(settings, row).map(({ name }) => name);

  test('allows what is enabled, rested and not overdone; waiting always', () => {
    const since = 'interactions.daysSince.action=call.direction=outbound';
    const attempts = 'interactions.count.30d.action=call.direction=outbound';
    const features = leadFeatures(['call', 'visit']).map(({ name }) => name);
    expect(features).toEqual(expect.arrayContaining([since, attempts]));
    expect(names({})).toEqual(['call', 'visit', 'wait']);
    expect(names({ [since]: 1.9, [attempts]: 1 })).toEqual(['visit', 'wait']);
    expect(names({ [since]: 2, [attempts]: 2 })).toEqual(['call', 'visit', 'wait']);
    expect(names({ [since]: 5, [attempts]: 3 })).toEqual(['visit', 'wait']);
  });

  test('has defaults, and refuses what makes no sense', () => {
    expect(nbaSettingsOf({}).actions.map(({ name }) => name)).toEqual(['call', 'email', 'sms', 'offer']);
    const twice = {
      nba: {
        actions: [
          { name: 'call', cost: 1 },
          { name: 'call', cost: 2 },
        ],
      },
    };
    for (const wrong of [twice, { nba: { epsilon: 2 } }, { nba: { actions: [{ name: 'call', cost: -1 }] } }])
      expect(() => nbaSettingsOf(wrong)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });
});

test('the rule recommends eligible actions only, and its alternatives are complete', () => {
  const settings = nbaSettingsOf({});
  fc.assert(
    fc.property(
      fc.record({
        since: fc.integer({ max: 20, min: 0 }),
        attempts: fc.nat(7),
        value: fc.option(fc.nat(1000)),
      }),
      fc.uuid(),
      ({ since, attempts, value }, predictionId) => {
        const row = {
          'interactions.daysSince.action=call.direction=outbound': since,
          'interactions.count.30d.action=email.direction=outbound': attempts,
          'lead.value': value,
        };
        const { result, confidence } = nextBestActionFallback(row, { settings, predictionId });
        const eligible = eligibleActions(settings, row).map(({ name }) => name);
        expect(result.alternatives.map(({ action }) => action).sort()).toEqual([...eligible].sort());
        expect(eligible).toContain(result.action);
        expect(result.alternatives.reduce((sum, { propensity }) => sum + propensity, 0)).toBeCloseTo(1, 12);
        const wait = result.alternatives.find(({ action }) => action === 'wait')!;
        expect(result.expectedGain).toBeCloseTo(result.expectedValue - wait.value, 9);
        if (!result.explored) expect(result.action).toBe(result.alternatives[0]!.action);
        expect(confidence).toBeGreaterThanOrEqual(0);
        expect(confidence).toBeLessThanOrEqual(1);
      },
    ),
    { seed: 8 },
  );
});
