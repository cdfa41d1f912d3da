import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { changeText, type ScoreState, scoreChange } from '../../../models/lead-score/scoreChange.ts';
import { temperatureThresholds } from '../../../models/lead-score/temperature.ts';

const state = (probability: number, effects: Record<string, number> = {}): ScoreState => ({
  probability,
  contributions: Object.entries(effects).map(([feature, effect]) => ({
    feature,
    effect,
    text: `${feature}!`,
  })),
});

describe('the change of a score', () => {
  test('is split into facts, identity and model, in words', () => {
    const change = scoreChange([
      state(0.62, { reply: 0.1, age: 0.3 }),
      state(0.53, { reply: -0.6, age: 0.2 }),
      state(0.52),
      state(0.48),
    ]);
    expect(change).toMatchObject({ from: 62, to: 48, points: { features: -9, identity: -1, model: -4 } });
    expect(changeText(change, { from: 'v7', to: 'v8' })).toBe(
      '62 -> 48: -9 features (reply!), -1 identity, -4 model v7 -> v8',
    );
    const still = scoreChange([state(0.5), state(0.5), state(0.5), state(0.5)]);
    expect(changeText(still, { from: 'rule', to: 'rule' })).toBe('50 -> 50');
  });

  test('adds up exactly, in points and in probability, and blames nothing that did not change', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(probability, probability, probability, fc.boolean(), (before, facts, after, relinked) => {
        const identity = relinked ? after / 2 : facts;
        const {
          from,
          to,
          points,
          probability: parts,
        } = scoreChange([state(before), state(facts), state(identity), state(after)]);
        expect(points.features + points.identity + points.model).toBe(to - from);
        expect(parts.features + parts.identity + parts.model).toBeCloseTo(after - before, 12);
        if (!relinked) expect(points.identity).toBe(0);
      }),
      { numRuns: 300, seed: 5 },
    );
  });
});

describe('thresholds made from costs', () => {
  const efforts = { winValue: 1000, hot: { cost: 60, lift: 0.2 }, warm: { cost: 5, lift: 0.05 } };

  test('lie where an effort pays: cost = probability x lift x value', () => {
    expect(temperatureThresholds({ leadScore: efforts })).toEqual({ hot: 30, warm: 10 });
    expect(temperatureThresholds({ leadScore: { ...efforts, winValue: 10 } })).toEqual({
      hot: 100,
      warm: 100,
    });
    const late = { ...efforts, warm: { cost: 50, lift: 0.05 } };
    expect(temperatureThresholds({ leadScore: late })).toEqual({ hot: 30, warm: 30 });
  });

  test('must be possible', () => {
    for (const leadScore of [
      { ...efforts, winValue: 0 },
      { hot: 20, warm: 40 },
      { ...efforts, hot: 60 },
    ])
      expect(() => temperatureThresholds({ leadScore })).toThrow(
        expect.objectContaining({ code: 'invalid_input' }),
      );
  });
});
