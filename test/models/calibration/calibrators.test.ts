import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import {
  calibratedProbability,
  chooseCalibration,
  fitCalibrator,
} from '../../../models/calibration/calibrator.ts';
import { fitIsotonic, isotonicProbability } from '../../../models/calibration/isotonic.ts';
import { fitPlatt } from '../../../models/calibration/platt.ts';
import { scikitLearn } from '../fixtures/scikitLearn.ts';

/** Scores whose true log-odds are `truth(score)`. */
function scored(rows: number, truth: (score: number) => number, seed = 3) {
  const random = seededRandom(seed);
  const scores = Float64Array.from({ length: rows }, () => 2 * random.normal());
  const labels = scores.map((score) => (random.uniform() < 1 / (1 + Math.exp(-truth(score))) ? 1 : 0));
  return {
    scores,
    labels,
    weights: new Float64Array(rows).fill(1),
    folds: Int32Array.from(scores, (_, row) => row % 5),
  };
}

describe('Platt', () => {
  test('recovers slope and intercept', () => {
    const { scores, labels, weights } = scored(20_000, (score) => 0.5 * score - 1);
    const { slope, intercept } = fitPlatt(scores, labels, weights);
    // Standard errors at this size are about 0.01 and 0.02.
    expect(Math.abs(slope - 0.5)).toBeLessThan(0.04);
    expect(Math.abs(intercept + 1)).toBeLessThan(0.07);
  });

  test('stays finite on separable scores', () => {
    const { slope, intercept } = fitPlatt(
      Float64Array.of(-2, -1, 1, 2),
      Float64Array.of(0, 0, 1, 1),
      new Float64Array(4).fill(1),
    );
    expect(Number.isFinite(slope) && Number.isFinite(intercept)).toBe(true);
    expect(slope).toBeGreaterThan(0);
  });

  test('answers the base rate when scores rank the wrong way round, or not at all', () => {
    const { scores, labels, weights } = scored(2000, (score) => -score);
    expect(fitPlatt(scores, labels, weights).slope).toBe(0);
    const constant = fitPlatt(new Float64Array(4), Float64Array.of(0, 0, 0, 1), new Float64Array(4).fill(1));
    expect(calibratedProbability(constant, 0)).toBeCloseTo(2 / 6, 10);
  });
});

describe('isotonic', () => {
  test('agrees with scikit-learn but for the margin from 0 and 1', () => {
    const weights = Float64Array.from(scikitLearn.weight);
    const margin = 1 / (weights.reduce((a, b) => a + b, 0) + 2);
    const calibrator = fitIsotonic(
      Float64Array.from(scikitLearn.score),
      Float64Array.from(scikitLearn.label),
      weights,
    );
    scikitLearn.isotonic.at.forEach((score, index) => {
      const expected = scikitLearn.isotonic.probability[index]!;
      // Between two of its points the margin enters the interpolation, hence not exact.
      expect(Math.abs(isotonicProbability(calibrator, score) - expected)).toBeLessThanOrEqual(margin + 1e-12);
    });
  });

  test('never falls and never reaches 0 or 1', () => {
    const { scores, labels, weights } = scored(300, (score) => score);
    const calibrator = fitIsotonic(scores, labels, weights);
    let previous = 0;
    for (let score = -9; score <= 9; score += 0.05) {
      const probability = isotonicProbability(calibrator, score);
      expect(probability).toBeGreaterThanOrEqual(previous);
      expect(probability).toBeGreaterThan(0);
      expect(probability).toBeLessThan(1);
      previous = probability;
    }
  });

  test('pools violators by hand', () => {
    const { scores, probabilities } = fitIsotonic(
      Float64Array.of(1, 2, 3, 4),
      Float64Array.of(0, 1, 0, 1),
      Float64Array.of(1, 1, 3, 1),
    );
    expect([...scores]).toEqual([1, 2, 3, 4]);
    expect([...probabilities]).toEqual([1 / 8, 0.25, 0.25, 7 / 8]);
  });
});

describe('the choice', () => {
  test('is Platt on few rows', () => {
    expect(chooseCalibration(scored(500, (score) => score))).toBe('platt');
  });

  test('is isotonic where the distortion is no straight line', () => {
    expect(chooseCalibration(scored(2500, (score) => (score > 0 ? 3 : -0.3)))).toBe('isotonic');
  });

  test('is beta where the two ends are bent differently', () => {
    const log1p = (x: number) => Math.log1p(Math.exp(x));
    const rows = scored(2500, (score) => 2 * log1p(score) - 0.3 * log1p(-score) - 1.5);
    expect(chooseCalibration(rows)).toBe('beta');
  });

  test('is made by the rows that count: certain nonsense of weight 0 decides nothing', () => {
    const rows = scored(2500, (score) => 0.3 * score);
    const chosen = chooseCalibration(rows);
    rows.scores[7] = 900;
    rows.labels[7] = 0;
    rows.weights[7] = 0;
    expect(chooseCalibration(rows)).toBe(chosen);
  });

  test('never is identity where scores are far too sure', () => {
    expect(chooseCalibration(scored(2500, (score) => 0.3 * score))).not.toBe('identity');
  });

  test('identity is the sigmoid', () => {
    expect(
      calibratedProbability(
        fitCalibrator(
          'identity',
          scored(10, () => 0),
        ),
        0,
      ),
    ).toBe(0.5);
  });
});
