import { describe, expect, test } from '@jest/globals';
import { type LostInBetween, lostInBetween } from '../../../models/lifetime-value/lostInBetween.ts';

const into: LostInBetween = { log: 0, logAlpha: 0, logBeta: 0, inverseAlpha: 0, inverseBeta: 0 };

describe('the integral over the moment of leaving', () => {
  test('is the elementary one where alpha is beta', () => {
    const [k, s, alpha, from, to] = [2.5, 0.7, 6, 3, 40];
    const power = k + s;
    const exact = ((alpha + from) ** -power - (alpha + to) ** -power) / power;
    expect(lostInBetween(k, s, alpha, alpha, from, to, into).log).toBeCloseTo(Math.log(exact), 13);
  });

  test('brings the averages that the gradient needs', () => {
    const at = (alpha: number, s: number) => lostInBetween(3, s, alpha, 2, 1, 30, { ...into });
    const { logBeta, inverseAlpha } = at(5, 0.8);
    expect((at(5, 0.8001).log - at(5, 0.7999).log) / 2e-4).toBeCloseTo(-logBeta, 6);
    expect((at(5.001, 0.8).log - at(4.999, 0.8).log) / 2e-3).toBeCloseTo(-3 * inverseAlpha, 6);
  });

  test('is nothing over no time', () => {
    expect(lostInBetween(2, 1, 3, 4, 7, 7, into)).toEqual({
      log: Number.NEGATIVE_INFINITY,
      logAlpha: 0,
      logBeta: 0,
      inverseAlpha: 0,
      inverseBeta: 0,
    });
  });

  test.each([
    [2, 1, 0, 4],
    [2, 1, 3, Number.POSITIVE_INFINITY],
    [2, Number.POSITIVE_INFINITY, 3, 4],
    [2, 1e15, 3, 4],
    [Number.NaN, 1, 3, 4],
  ])('ends where parameters have left the numbers (%d, %d, %d, %d)', (k, s, alpha, beta) => {
    expect(lostInBetween(k, s, alpha, beta, 0, 5, into).log).toBeNaN();
  });
});
