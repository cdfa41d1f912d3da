import { describe, expect, test } from '@jest/globals';
import type { Random } from '../../../base/random.ts';
import {
  conformalSet,
  fitConformalSets,
  type SetMethod,
} from '../../../models/conformal/classificationSets.ts';
import { shareOf, simulate } from './simulation.ts';

/** Class 2 is rare; the model is far too sure of itself, and takes the rare class for class 1. */
function drawCase(random: Random): { probabilities: Float64Array; actual: number } {
  const logits = [random.normal(), random.normal(), random.normal() - 1.5];
  const noisy = logits.map(Math.exp);
  let draw = random.uniform() * noisy.reduce((a, b) => a + b);
  let actual = 0;
  while (draw > noisy[actual]! && actual < 2) draw -= noisy[actual++]!;
  const sure = [2.5 * logits[0]!, 2.5 * logits[1]! + 1, 2.5 * logits[2]!].map(Math.exp);
  const sum = sure.reduce((a, b) => a + b);
  return { probabilities: Float64Array.from(sure, (each) => each / sum), actual };
}

const error = 0.1;

function coverage(method: SetMethod, options: { n: number; groups?: 'classes'; only?: number }) {
  return simulate(300, (random) => {
    const rows = Array.from({ length: options.n }, () => drawCase(random));
    const sets = fitConformalSets({
      method,
      probabilities: Float64Array.from(rows.flatMap(({ probabilities }) => [...probabilities])),
      target: rows.map(({ actual }) => actual),
      classCount: 3,
      error,
      ...(options.groups && { groups: options.groups }),
    });
    return shareOf(options.only === undefined ? 40 : 8, () => {
      let further = drawCase(random);
      while (options.only !== undefined && further.actual !== options.only) further = drawCase(random);
      return conformalSet(sets, further.probabilities).includes(further.actual);
    });
  });
}

describe.each(['lac', 'aps'] as const)('%s', (method) => {
  test('covers the true class as promised, and hardly more', () => {
    const { mean, error: noise } = coverage(method, { n: 59 });
    expect(mean).toBeGreaterThan(0.9 - 4 * noise);
    expect(mean).toBeLessThan(0.9 + 1 / 60 + 4 * noise);
  });

  test('covers each class as promised, where on average the rare one is missed', () => {
    const rare = coverage(method, { n: 159, groups: 'classes', only: 2 });
    expect(rare.mean).toBeGreaterThan(0.9 - 4 * rare.error);
    const onAverage = coverage(method, { n: 159, only: 2 });
    expect(onAverage.mean).toBeLessThan(0.9 - 4 * onAverage.error);
  });
});

test('classes up to 90 % of what an overconfident model believes would not cover', () => {
  const { mean, error: noise } = simulate(300, (random) =>
    shareOf(40, () => {
      const { probabilities, actual } = drawCase(random);
      const above = probabilities.reduce((sum, p) => (p > probabilities[actual]! ? sum + p : sum), 0);
      return above < 0.9;
    }),
  );
  expect(mean).toBeLessThan(0.9 - 4 * noise);
});

describe('by hand', () => {
  const request = {
    probabilities: Float64Array.of(0.7, 0.2, 0.1, 0.5, 0.4, 0.1, 0.1, 0.6, 0.3),
    target: [0, 1, 1],
    classCount: 3,
    error: 0.25,
  };

  test('lac keeps classes as probable as the least probable true one', () => {
    const sets = fitConformalSets({ ...request, method: 'lac' });
    expect(sets.quantiles.quantile).toBe(0.6);
    expect(conformalSet(sets, Float64Array.of(0.45, 0.4, 0.15))).toEqual([0, 1]);
    expect(conformalSet(sets, Float64Array.of(0.34, 0.33, 0.33))).toEqual([]);
  });

  test('aps gathers probability from the top', () => {
    const sets = fitConformalSets({ ...request, method: 'aps' });
    expect(sets.quantiles.quantile).toBe(0.9);
    expect(conformalSet(sets, Float64Array.of(0.15, 0.25, 0.6))).toEqual([1, 2]);
    expect(conformalSet(sets, Float64Array.of(0.4, 0.3, 0.3))).toEqual([0, 1]);
  });

  test('too few rows say nothing against any class', () => {
    const sets = fitConformalSets({ ...request, method: 'lac', error: 0.1 });
    expect(conformalSet(sets, Float64Array.of(1, 0, 0))).toEqual([0, 1, 2]);
  });

  test('a class that calibration never saw stays possible', () => {
    const sets = fitConformalSets({ ...request, method: 'lac', error: 0.5, groups: 'classes' });
    expect(conformalSet(sets, Float64Array.of(0.9, 0.1, 0))).toEqual([0, 2]);
  });

  test('probabilities must fit the rows', () => {
    expect(() => fitConformalSets({ ...request, method: 'lac', classCount: 2 })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});
