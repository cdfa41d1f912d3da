import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { betaProbability, fitBeta } from '../../../models/calibration/beta.ts';
import { calibratedProbability, fitCalibrator } from '../../../models/calibration/calibrator.ts';
import { allToLogOdds, toLogOdds } from '../../../models/calibration/logOdds.ts';
import {
  calibratedClassProbabilities,
  fitMulticlassTemperature,
} from '../../../models/calibration/multiclassCalibrator.ts';
import { fitTemperature } from '../../../models/calibration/temperature.ts';
import { sigmoid } from '../../../models/numeric/sigmoid.ts';
import { calibrationReference as reference } from '../fixtures/calibrationReference.ts';

const of = (values: readonly number[]) => Float64Array.from(values);
const scores = of(reference.scores);
const labels = of(reference.labels);
const weightsOf = { plain: scores.map(() => 1), weighted: of(reference.weights) };
const rowsOf = (kind: 'plain' | 'weighted') => ({ scores, labels, weights: weightsOf[kind] });

describe('temperature', () => {
  test.each(['plain', 'weighted'] as const)('agrees with scikit-learn, %s', (kind) => {
    expect(fitCalibrator('temperature', rowsOf(kind))).toEqual({
      kind: 'temperature',
      sharpness: expect.closeTo(reference.temperature[kind], 6),
    });
    const several = fitTemperature(of(reference.logits), reference.target, weightsOf[kind], 3);
    expect(several.sharpness).toBeCloseTo(reference.multiclass[kind], 6);
  });

  test("smoothed targets move it little from CalibratedClassifierCV(method='temperature')", () => {
    const calibrator = fitCalibrator('temperature', rowsOf('plain'));
    reference.unsmoothed.probabilities.forEach((expected, row) => {
      expect(Math.abs(calibratedProbability(calibrator, scores[row]!) - expected)).toBeLessThan(0.01);
    });
  });

  test('two classes of probabilities are the binary case', () => {
    const probabilities = Float64Array.from({ length: 2 * scores.length }, (_, index) =>
      sigmoid((index % 2 === 0 ? -1 : 1) * scores[index >> 1]!),
    );
    const calibrator = fitMulticlassTemperature(probabilities, labels, weightsOf.plain, 2);
    expect(calibrator.sharpness).toBeCloseTo(reference.temperature.plain, 6);
    const calibrated = calibratedClassProbabilities(calibrator, probabilities, 2);
    scores.forEach((score, row) => {
      expect(calibrated[2 * row]! + calibrated[2 * row + 1]!).toBeCloseTo(1, 12);
      expect(calibrated[2 * row + 1]).toBeCloseTo(calibratedProbability(calibrator, score), 9);
    });
  });

  test('keeps the order of classes, also where one is impossible', () => {
    const [first, second, third] = calibratedClassProbabilities(
      { kind: 'temperature', sharpness: 0.5 },
      Float64Array.of(0.7, 0.3, 0),
      3,
    );
    expect(first!).toBeGreaterThan(second!);
    expect(second!).toBeGreaterThan(third!);
    expect(third!).toBeGreaterThanOrEqual(0);
    const untouched = Float64Array.of(0.7, 0.3, 0);
    expect(calibratedClassProbabilities({ kind: 'identity' }, untouched, 3)).toEqual(untouched);
  });

  test('stays finite when classes are separable, and 1 when all scores are 0', () => {
    const separable = fitTemperature(
      Float64Array.of(0, -2, 0, -1, 0, 1, 0, 2),
      [0, 0, 1, 1],
      Float64Array.of(1, 1, 1, 1),
      2,
    );
    expect(separable.sharpness).toBeGreaterThan(0.1);
    expect(separable.sharpness).toBeLessThan(10);
    expect(fitTemperature(new Float64Array(4), [0, 1], Float64Array.of(1, 1), 2).sharpness).toBe(1);
  });

  test('scores that rank the wrong way round end near one half', () => {
    const { sharpness } = fitTemperature(Float64Array.of(0, 1, 0, -1), [0, 1], Float64Array.of(500, 500), 2);
    expect(sharpness).toBeLessThan(0.001);
  });
});

describe('beta', () => {
  test.each(['plain', 'weighted'] as const)('agrees with scipy, %s', (kind) => {
    const { a, b, c } = fitBeta(scores, labels, weightsOf[kind]);
    [a, b, c].forEach((value, index) => {
      expect(value).toBeCloseTo(reference.beta[kind][index]!, 5);
    });
  });

  test('never falls: the coefficient that would be negative is 0', () => {
    const { a, b, c } = fitBeta(scores, of(reference.bent), weightsOf.plain);
    expect(b).toBe(0);
    [a, b, c].forEach((value, index) => {
      expect(value).toBeCloseTo(reference.beta.bounded[index]!, 5);
    });
  });

  test('smoothed targets and the prior move it little from plain maximum likelihood', () => {
    const fitted = fitBeta(scores, labels, weightsOf.plain);
    const [a, b, c] = reference.unsmoothed.beta;
    for (const score of scores) {
      const expected = betaProbability({ kind: 'beta', a: a!, b: b!, c: c! }, score);
      expect(Math.abs(betaProbability(fitted, score) - expected)).toBeLessThan(0.01);
    }
  });

  test('a = b = 1, c = 0 is the identity, far out as well', () => {
    for (const score of [-800, -3, 0, 0.4, 40])
      expect(betaProbability({ kind: 'beta', a: 1, b: 1, c: 0 }, score)).toBeCloseTo(sigmoid(score), 14);
  });

  test('recovers the map of scores that are beta distributed', () => {
    // p of class 1 is Beta(3, 1), of class 0 Beta(1, 2): the odds are (3 / 2) p^2 / (1 - p), so a = 2, b = 1.
    const random = seededRandom(8);
    const truth = Int32Array.from({ length: 20_000 }, () => random.integer(2));
    const p = Float64Array.from(truth, (label) =>
      label === 1 ? random.uniform() ** (1 / 3) : 1 - Math.sqrt(random.uniform()),
    );
    const { a, b, c } = fitBeta(
      p.map((each) => Math.log(each / (1 - each))),
      Float64Array.from(truth),
      new Float64Array(p.length).fill(1),
    );
    // About four standard errors at this size.
    expect(Math.abs(a - 2)).toBeLessThan(0.16);
    expect(Math.abs(b - 1)).toBeLessThan(0.16);
    expect(Math.abs(c - Math.log(3 / 2))).toBeLessThan(0.2);
  });

  test('an end that no score has seen is no certainty', () => {
    const random = seededRandom(2);
    const low = Float64Array.from({ length: 4000 }, () => -9 + random.normal());
    const few = low.map((_, row) => (row % 400 === 0 ? 1 : 0));
    const calibrator = fitBeta(low, few, new Float64Array(4000).fill(1));
    expect(betaProbability(calibrator, 0)).toBeLessThan(0.9);
    expect(calibrator.b).toBeLessThan(3);
  });

  test('scores that rank the wrong way round get the base rate', () => {
    const wrong = fitBeta(
      Float64Array.of(-2, -1, 1, 2),
      Float64Array.of(1, 1, 0, 0),
      new Float64Array(4).fill(9),
    );
    expect(wrong.a + wrong.b).toBeLessThan(0.05);
    expect(betaProbability(wrong, 1)).toBeCloseTo(0.5, 1);
  });
});

describe('scores that are probabilities', () => {
  test('become log-odds, certainties not infinite ones', () => {
    expect(toLogOdds(0.5, 'probability')).toBe(0);
    expect(toLogOdds(1, 'probability')).toBeCloseTo(Math.log(51), 12);
    const [certainNot, even] = allToLogOdds(Float64Array.of(0, 0.5), 'probability');
    expect(certainNot).toBeCloseTo(-Math.log(51), 12);
    expect(even).toBe(0);
  });

  test('log-odds stay what they are', () => {
    expect(toLogOdds(-7, 'log-odds')).toBe(-7);
    expect(allToLogOdds(scores, 'log-odds')).toBe(scores);
  });
});
