import { describe, expect, test } from '@jest/globals';
import type { Random } from '../../../base/random.ts';
import {
  conformalInterval,
  fitConformalIntervals,
  type Interval,
  type IntervalMethod,
  type IntervalPrediction,
} from '../../../models/conformal/regressionIntervals.ts';
import { shareOf, simulate } from './simulation.ts';

interface Case {
  readonly x: number;
  readonly target: number;
}

/** Noise grows with x; the models below are wrong about the mean and about the spread. */
function drawCase(random: Random): Case {
  const x = random.uniform();
  return { x, target: 3 * x + (0.2 + x) * random.normal() };
}

function predictionOf(method: IntervalMethod, { x }: Case): IntervalPrediction {
  const value = 2.5 * x + 0.1;
  if (method === 'absolute') return { method, value };
  if (method === 'normalised') return { method, value, spread: 0.3 + x };
  return { method, lower: value - 0.3 - 0.5 * x, upper: value + 0.3 + 0.5 * x };
}

const error = 0.2;
const group = ({ x }: Case) => (x < 0.5 ? 'calm' : 'wild');

/** Mean coverage of new cases over many calibration samples of `n` rows. */
function coverage(
  method: IntervalMethod,
  options: { n: number; groups?: true; only?: string; mutant?: (interval: Interval) => Interval },
) {
  return simulate(500, (random) => {
    const rows = Array.from({ length: options.n }, () => drawCase(random));
    const calibrated = fitConformalIntervals(
      rows.map((row) => ({ target: row.target, prediction: predictionOf(method, row) })),
      error,
      options.groups && rows.map(group),
    );
    return shareOf(40, () => {
      let further = drawCase(random);
      while (options.only !== undefined && group(further) !== options.only) further = drawCase(random);
      const interval = conformalInterval(
        calibrated,
        predictionOf(method, further),
        options.groups && group(further),
      );
      const { low, high } = options.mutant?.(interval) ?? interval;
      return low <= further.target && further.target <= high;
    });
  });
}

describe.each(['absolute', 'normalised', 'quantile'] as const)('%s', (method) => {
  test('covers as promised, and hardly more', () => {
    // 44 rows: the rank is 36 of 45, exactly 0.8. Four standard errors on either side.
    const { mean, error: noise } = coverage(method, { n: 44 });
    expect(Math.abs(mean - 0.8)).toBeLessThan(4 * noise);
  });

  test('intervals a fifth narrower would not', () => {
    const { mean, error: noise } = coverage(method, {
      n: 44,
      mutant: ({ low, high }) => ({ low: low + (high - low) / 10, high: high - (high - low) / 10 }),
    });
    expect(mean).toBeLessThan(0.8 - 4 * noise);
  });
});

test('predicted quantiles alone would not cover', () => {
  const { mean, error: noise } = simulate(200, (random) =>
    shareOf(40, () => {
      const further = drawCase(random);
      const prediction = predictionOf('quantile', further);
      return (
        prediction.method === 'quantile' &&
        prediction.lower <= further.target &&
        further.target <= prediction.upper
      );
    }),
  );
  expect(mean).toBeLessThan(0.8 - 4 * noise);
});

describe('groups', () => {
  test.each(['calm', 'wild'])('%s rows are covered as promised', (only) => {
    const { mean, error: noise } = coverage('absolute', { n: 88, groups: true, only });
    expect(mean).toBeGreaterThan(0.8 - 4 * noise);
    expect(mean).toBeLessThan(0.8 + 1 / 45 + 4 * noise);
  });

  test('without them the wild rows are not', () => {
    const { mean, error: noise } = coverage('absolute', { n: 88, only: 'wild' });
    expect(mean).toBeLessThan(0.8 - 4 * noise);
  });

  test('a group of too few rows gets an interval without ends, an unseen one that of all rows', () => {
    const rows = Array.from({ length: 20 }, (_, row) => ({
      target: row,
      prediction: { method: 'absolute', value: 0 } as const,
    }));
    const groups = rows.map((_, row) => (row < 2 ? 'few' : 'many'));
    const calibrated = fitConformalIntervals(rows, error, groups);
    const prediction = { method: 'absolute', value: 5 } as const;
    expect(conformalInterval(calibrated, prediction, 'few')).toEqual({
      low: Number.NEGATIVE_INFINITY,
      high: Number.POSITIVE_INFINITY,
    });
    expect(conformalInterval(calibrated, prediction, 'new')).toEqual({ low: 5 - 16, high: 5 + 16 });
    expect(calibrated.quantiles.groups.map(({ name, count }) => [name, count])).toEqual([
      ['few', 2],
      ['many', 18],
    ]);
  });
});

test('quantiles that are far too wide are moved in, but never cross', () => {
  const wide = { method: 'quantile', lower: -10, upper: 10 } as const;
  const calibrated = fitConformalIntervals(
    Array.from({ length: 9 }, () => ({ target: 1, prediction: wide })),
    error,
  );
  expect(conformalInterval(calibrated, wide)).toEqual({ low: -1, high: 1 });
  expect(conformalInterval(calibrated, { method: 'quantile', lower: 2, upper: 4 })).toEqual({
    low: 3,
    high: 3,
  });
});

test.each([
  ['no rows', () => fitConformalIntervals([], error), 'not_enough_data'],
  [
    'a spread of 0',
    () =>
      fitConformalIntervals(
        [{ target: 1, prediction: { method: 'normalised', value: 1, spread: 0 } }],
        error,
      ),
    'invalid_input',
  ],
  [
    'a group too few',
    () =>
      fitConformalIntervals(
        [1, 2].map((value) => ({ target: 1, prediction: { method: 'absolute', value } })),
        error,
        ['north'],
      ),
    'invalid_input',
  ],
  [
    'mixed methods',
    () =>
      fitConformalIntervals(
        [
          { target: 1, prediction: { method: 'absolute', value: 1 } },
          { target: 1, prediction: { method: 'quantile', lower: 0, upper: 1 } },
        ],
        error,
      ),
    'invalid_input',
  ],
])('%s is refused', (_, fit, code) => {
  expect(fit).toThrow(expect.objectContaining({ code }));
});
