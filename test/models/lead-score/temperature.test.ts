import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  learnThresholds,
  temperatureOf,
  temperatureThresholds,
  thresholdSettings,
} from '../../../models/lead-score/temperature.ts';

const spread = (low: number, high: number, count = 200) =>
  Float64Array.from({ length: count }, (_, index) => low + ((high - low) * index) / (count - 1));
const shares = (probabilities: Float64Array) => {
  const thresholds = learnThresholds(probabilities);
  const of = (temperature: string) =>
    probabilities.filter((one) => temperatureOf(Math.round(100 * one), thresholds) === temperature).length /
    probabilities.length;
  return { hot: of('hot'), warm: of('warm'), cold: of('cold') };
};

describe('thresholds learned with a model', () => {
  test('are the average, and twice its odds', () => {
    // Odds of 20 % are 1 : 4, twice that is 1 : 2.
    expect(learnThresholds(spread(0, 0.4))).toEqual({ hot: 33, warm: 20 });
    // Twice 60 % would be no probability; twice its odds is 3 : 1.
    expect(learnThresholds(spread(0.2, 1))).toEqual({ hot: 75, warm: 60 });
  });

  test('make the best tenth hot where hardly any lead stands out', () => {
    const { hot } = shares(spread(0.15, 0.25));
    expect(hot).toBeGreaterThan(0.08);
    expect(hot).toBeLessThan(0.2);
    // By 60 and 30 nobody would be anything but cold.
    expect(temperatureOf(25, temperatureThresholds({}))).toBe('cold');
  });

  test('are whole points, warm below hot, of any probabilities', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (all) => {
          const { hot, warm } = learnThresholds(Float64Array.from(all));
          expect(Number.isInteger(hot) && Number.isInteger(warm)).toBe(true);
          expect(warm).toBeGreaterThanOrEqual(1);
          expect(hot).toBeGreaterThan(warm);
          expect(hot).toBeLessThanOrEqual(100);
        },
      ),
      { seed: 17 },
    );
  });

  test('hold where the company has set none, and give way where it has', () => {
    const learned = { hot: 33, warm: 20 };
    expect(temperatureThresholds({}, learned)).toEqual(learned);
    expect(temperatureThresholds({}, null)).toEqual({ hot: 60, warm: 30 });
    expect(temperatureThresholds({ leadScore: { hot: 70, warm: 5 } }, learned)).toEqual({ hot: 70, warm: 5 });
    expect(thresholdSettings({}, learned)).toEqual(learned);
    expect(thresholdSettings({ leadScore: { hot: 70, warm: 5 } }, learned)).toEqual({ hot: 70, warm: 5 });
  });
});
