import { describe, expect, test } from '@jest/globals';
import { hoeffdingBentkusPValue } from '../../../models/conformal/hoeffdingBentkus.ts';
import { provenParameter } from '../../../models/conformal/learnThenTest.ts';
import { expectedLossThreshold, riskControlledParameter } from '../../../models/conformal/riskControl.ts';
import { simulate } from './simulation.ts';

/** Scores are uniform; acting on score s is wrong with probability (1 - s)^2. */
const trueRisk = (threshold: number) => (1 - Math.min(1, Math.max(0, threshold))) ** 3 / 3;
const limit = 0.05;

function risk(n: number, thresholdOf: (scores: Float64Array, losses: Float64Array) => number) {
  return simulate(3000, (random) => {
    const scores = Float64Array.from({ length: n }, () => random.uniform());
    const losses = scores.map((score) => (random.uniform() < (1 - score) ** 2 ? 1 : 0));
    return trueRisk(thresholdOf(scores, losses));
  });
}

describe('conformal risk control', () => {
  test('the expected loss stays within the limit, and close to it', () => {
    const { mean, error } = risk(60, (scores, losses) => expectedLossThreshold({ scores, losses, limit }));
    expect(mean).toBeLessThan(limit + 4 * error);
    // At most 2 of 60 may be wrong: the third one ends it, at an expected 3 / 61.
    expect(Math.abs(mean - 3 / 61)).toBeLessThan(4 * error);
  });

  test('without the bound / (n + 1) it would not', () => {
    const { mean, error } = risk(60, (scores, losses) =>
      expectedLossThreshold({ scores, losses, limit: (limit * 60 + 1) / 61 }),
    );
    expect(mean).toBeGreaterThan(limit + 4 * error);
  });

  test('a grid of parameters gives the same promise', () => {
    const grid = Array.from({ length: 201 }, (_, step) => 1 - step / 200);
    const { mean, error } = risk(60, (scores, losses) => {
      const meanLoss = (threshold: number) =>
        losses.reduce((sum, loss, row) => (scores[row]! > threshold ? sum + loss : sum), 0) / losses.length;
      return riskControlledParameter({ parameters: grid, meanLoss, count: losses.length, limit }) ?? 1;
    });
    expect(mean).toBeLessThan(limit + 4 * error);
    expect(mean).toBeGreaterThan(limit - 0.01);
  });

  test('by hand', () => {
    const scores = Float64Array.of(0.9, 0.8, 0.8, 0.5, 0.1);
    const losses = Float64Array.of(0, 1, 0, 1, 0);
    // (losses + 1) / 6 <= limit.
    expect(expectedLossThreshold({ scores, losses, limit: 1 / 6 })).toBe(0.8);
    expect(expectedLossThreshold({ scores, losses, limit: 2 / 6 })).toBe(0.5);
    expect(expectedLossThreshold({ scores, losses, limit: 3 / 6 })).toBe(Number.NEGATIVE_INFINITY);
    expect(expectedLossThreshold({ scores, losses, limit: 0.16 })).toBe(Number.POSITIVE_INFINITY);
    expect(expectedLossThreshold({ scores, losses: losses.map((l) => 10 * l), limit: 4, bound: 10 })).toBe(
      0.5,
    );
    expect(() => expectedLossThreshold({ scores, losses: losses.map((l) => 2 * l), limit })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
    expect(() => expectedLossThreshold({ scores: scores.fill(Number.NaN, 2, 3), losses, limit })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });

  test('no parameter may be careful enough', () => {
    const request = { parameters: ['careful', 'daring'], count: 9, limit: 0.05 };
    expect(riskControlledParameter({ ...request, meanLoss: () => 0 })).toBeUndefined();
    expect(riskControlledParameter({ ...request, limit: 0.1, meanLoss: () => 0 })).toBe('daring');
  });
});

describe('Hoeffding-Bentkus', () => {
  test('without any loss it is the chance of none among n', () => {
    expect(hoeffdingBentkusPValue(0, 100, 0.05)).toBeCloseTo(0.95 ** 100, 14);
    expect(hoeffdingBentkusPValue(0.05, 100, 0.05)).toBe(1);
  });

  test.each([
    ['0 or 1', (u: number) => (u < 0.1 ? 1 : 0)],
    ['spread out', (u: number) => 0.2 * u],
  ])('is at most 5 % in at most 5 %% of samples at the limit, losses %s', (_, lossOf) => {
    const { mean, error } = simulate(2000, (random) => {
      let sum = 0;
      for (let row = 0; row < 100; row++) sum += lossOf(random.uniform());
      return hoeffdingBentkusPValue(sum / 100, 100, 0.1) <= 0.05 ? 1 : 0;
    });
    expect(mean).toBeLessThan(0.05 + 4 * error);
  });
});

test('a proven parameter rarely breaks its promise, where risk control breaks it half of the time', () => {
  const grid = Array.from({ length: 51 }, (_, step) => 1 - step / 50);
  const broken = (choose: typeof riskControlledParameter<number>) =>
    simulate(500, (random) => {
      const scores = Float64Array.from({ length: 400 }, () => random.uniform());
      const losses = scores.map((score) => (random.uniform() < (1 - score) ** 2 ? 1 : 0));
      const meanLoss = (threshold: number) =>
        losses.reduce((sum, loss, row) => (scores[row]! > threshold ? sum + loss : sum), 0) / 400;
      return trueRisk(choose({ parameters: grid, meanLoss, count: 400, limit }) ?? 1) > limit ? 1 : 0;
    });
  const proven = broken(provenParameter);
  expect(proven.mean).toBeLessThan(0.05 + 4 * proven.error);
  expect(broken(riskControlledParameter).mean).toBeGreaterThan(0.3);
});
