import { describe, expect, test } from '@jest/globals';
import type { Random } from '../../../base/random.ts';
import { fixedSequence } from '../../../models/conformal/fixedSequence.ts';
import { pilotThresholds, rowsForProof } from '../../../models/conformal/pilotThresholds.ts';
import { selectiveRiskThreshold } from '../../../models/conformal/selectiveRisk.ts';
import { binomialCdf } from '../../../models/numeric/binomial.ts';
import { simulate } from './simulation.ts';

const limit = 0.1;
const thresholds = Array.from({ length: 20 }, (_, step) => 0.8 - step * 0.03);

/** Scores are uniform; below 0.7 so many are wrong that the share among those above a threshold passes the limit there. */
const wrongAt = (score: number) => (score > 0.7 ? 0.03 : 0.25);
const trueShare = (threshold: number) =>
  threshold >= 0.7 ? 0.03 : (0.3 * 0.03 + (0.7 - threshold) * 0.25) / (1 - threshold);

function draw(random: Random, rows: number) {
  const scores = Float64Array.from({ length: rows }, () => random.uniform());
  return { scores, wrong: scores.map((score) => (random.uniform() < wrongAt(score) ? 1 : 0)) };
}

const broken = (choose: (sample: ReturnType<typeof draw>) => number) =>
  simulate(1000, (random) => (trueShare(choose(draw(random, 500))) > limit ? 1 : 0));

/** For each threshold how many are selected and wrong. */
const countsOf = ({ scores, wrong }: ReturnType<typeof draw>) =>
  thresholds.map((threshold) => {
    const selected = wrong.filter((_, row) => scores[row]! >= threshold);
    return { threshold, n: selected.length, k: selected.reduce((sum, each) => sum + each, 0) };
  });

describe('at most 10 % wrong among those selected, at 95 % confidence', () => {
  test('is broken in at most 5 % of samples', () => {
    const { mean, error } = broken(
      (sample) => selectiveRiskThreshold({ ...sample, thresholds, limit }).threshold,
    );
    expect(mean).toBeLessThan(0.05 + 4 * error);
  });

  test('with two starts as well', () => {
    const { mean, error } = broken(
      (sample) => selectiveRiskThreshold({ ...sample, thresholds, limit, starts: [0, 8] }).threshold,
    );
    expect(mean).toBeLessThan(0.05 + 4 * error);
  });

  test('is broken far more often by the share seen alone', () => {
    const { mean, error } = broken(
      (sample) => countsOf(sample).findLast(({ n, k }) => k <= limit * n)?.threshold ?? 1,
    );
    expect(mean).toBeGreaterThan(0.05 + 4 * error);
  });

  test('and by the lowest threshold that passes its own test, whatever failed above it', () => {
    // All shares just above the limit: every one of these thresholds is a mistake.
    const lowest = simulate(500, (random) => {
      const scores = Float64Array.from({ length: 300 }, () => random.uniform());
      const wrong = scores.map(() => (random.uniform() < limit ? 1 : 0));
      return countsOf({ scores, wrong }).some(({ n, k }) => binomialCdf(k, n, limit) <= 0.05) ? 1 : 0;
    });
    expect(lowest.mean).toBeGreaterThan(0.05 + 4 * lowest.error);
    const inSequence = simulate(500, (random) => {
      const scores = Float64Array.from({ length: 300 }, () => random.uniform());
      const wrong = scores.map(() => (random.uniform() < limit ? 1 : 0));
      return Number.isFinite(selectiveRiskThreshold({ scores, wrong, thresholds, limit }).threshold) ? 1 : 0;
    });
    expect(inSequence.mean).toBeLessThan(0.05 + 4 * inSequence.error);
  });

  test('still finds most of what it may select', () => {
    // The share reaches the limit at 0.56; half of the room between 0.7 and there is usually proven.
    const { mean } = simulate(100, (random) => {
      const { threshold } = selectiveRiskThreshold({ ...draw(random, 4000), thresholds, limit });
      return threshold <= 0.63 ? 1 : 0;
    });
    expect(mean).toBeGreaterThan(0.9);
  });
});

describe('by hand', () => {
  const sample = (selected: number, wrong: number) => ({
    scores: new Float64Array(selected).fill(0.9),
    wrong: Array.from({ length: selected }, (_, row) => (row < wrong ? 1 : 0)),
    thresholds: [0.9, 0.5],
    limit: 0.01,
  });

  test('1 % at 95 % takes 299 rows without a wrong one', () => {
    expect(selectiveRiskThreshold(sample(298, 0)).threshold).toBe(Number.POSITIVE_INFINITY);
    expect(selectiveRiskThreshold(sample(299, 0))).toEqual({ threshold: 0.5, selected: 299, wrong: 0 });
    expect(selectiveRiskThreshold(sample(472, 1)).threshold).toBe(Number.POSITIVE_INFINITY);
    expect(selectiveRiskThreshold(sample(473, 1))).toEqual({ threshold: 0.5, selected: 473, wrong: 1 });
  });

  test('a sequence ends where a hypothesis stands', () => {
    expect(fixedSequence([0.01, 0.04, 0.2, 0.001], 0.05)).toEqual([0, 1]);
    expect(fixedSequence([0.01, 0.04, 0.2, 0.001], 0.05, [0, 3])).toEqual([0, 3]);
    expect(fixedSequence([0.06, 0.001], 0.05)).toEqual([]);
  });

  test.each([
    ['rising thresholds', { thresholds: [0.5, 0.9] }],
    ['a label of 2', { wrong: new Array(299).fill(2) }],
    ['a label too few', { wrong: [0] }],
    ['a limit of 0', { limit: 0 }],
    ['scores that are NaN', { scores: new Float64Array(299).fill(Number.NaN) }],
  ])('%s are refused', (_, change) => {
    expect(() => selectiveRiskThreshold({ ...sample(299, 0), ...change })).toThrow(
      expect.objectContaining({ code: 'invalid_input' }),
    );
  });
});

describe('thresholds from a pilot', () => {
  test.each([
    [0, 299],
    [1, 473],
    [2, 628],
  ])('%d wrong need %d rows for 1 % at 95 %', (wrong, rows) => {
    expect(rowsForProof(wrong, 0.01, 0.05)).toBe(rows);
  });

  const pilotScores = Float64Array.from({ length: 1000 }, (_, row) => (row * 7919) % 1000);

  test('start where the labelled rows can prove something and end at the lowest score', () => {
    const placed = pilotThresholds({ pilotScores, labelled: 2000, limit: 0.01 });
    // 628 of 2,000 labelled rows and twice their standard deviation, so 335 of 1,000 pilot rows.
    expect(placed[0]).toBe(1000 - 335);
    expect(placed.at(-1)).toBe(0);
    // Each leaves room for one more wrong one: 773 of 2,000 rows for three.
    expect(placed[1]).toBe(1000 - Math.ceil((773 + 2 * Math.sqrt(773 * (1 - 773 / 2000))) / 2));
    expect(placed.every((threshold, index) => index === 0 || threshold < placed[index - 1]!)).toBe(true);
  });

  test('a small sample gets what room there is, a smaller one nothing', () => {
    expect(pilotThresholds({ pilotScores, labelled: 300, limit: 0.01 })[0]).toBe(0);
    expect(pilotThresholds({ pilotScores, labelled: 298, limit: 0.01 })).toEqual([]);
    expect(pilotThresholds({ pilotScores: new Float64Array(), labelled: 900, limit: 0.01 })).toEqual([]);
  });

  test('start where the model itself makes a proof likeliest', () => {
    const first = (risk: (score: number) => number) =>
      pilotThresholds({ pilotScores, pilotRisks: pilotScores.map(risk), labelled: 1000, limit: 0.01 })[0];
    // All but certain of the best 350, unsure of the others: no room for a wrong one.
    expect(first((score) => (score >= 600 ? 1e-5 : 0.05))).toBe(1000 - 328);
    // A little unsure of all: the more rows, the surer. 913 leave room for four wrong ones, more than 1,000 do not come.
    expect(first(() => 0.003)).toBe(1000 - Math.ceil(913 + 2 * Math.sqrt(913 * 0.087)));
    expect(rowsForProof(4, 0.01, 0.05)).toBe(913);
    expect(rowsForProof(5, 0.01, 0.05)).toBeGreaterThan(1000);
  });

  test.each([
    ['a limit of 0, which no sample can prove', { pilotScores, labelled: 900, limit: 0 }],
    ['a score that is NaN', { pilotScores: Float64Array.of(1, Number.NaN), labelled: 900, limit: 0.01 }],
  ])('%s is refused', (_, request) => {
    expect(() => pilotThresholds(request)).toThrow(expect.objectContaining({ code: 'invalid_input' }));
  });

  test('equal scores give one threshold', () => {
    expect(
      pilotThresholds({ pilotScores: new Float64Array(9).fill(0.5), labelled: 900, limit: 0.01 }),
    ).toEqual([0.5]);
  });
});
