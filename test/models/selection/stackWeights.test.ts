import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { sigmoid } from '../../../models/numeric/sigmoid.ts';
import { combinedScores, fitStackWeights } from '../../../models/selection/stackWeights.ts';

const random = seededRandom(3);
const rows = 4000;
const normal = () => Float64Array.from({ length: rows }, () => random.normal());
const ones = new Float64Array(rows).fill(1);
const [a, b, noise] = [normal(), normal(), normal()];

describe('stack weights', () => {
  test('find the weights that made the labels, and give noise none', () => {
    const truth = a.map((value, row) => 0.5 + 0.8 * value + 1.5 * b[row]!);
    const labels = truth.map((score) => (random.uniform() < sigmoid(score) ? 1 : 0));
    const { weights, intercept } = fitStackWeights({ scores: [a, b, noise], labels, weights: ones }, 'log');
    // Standard errors of logistic coefficients on 4,000 rows are about 0.045.
    expect(Math.abs(weights[0]! - 0.8)).toBeLessThan(0.15);
    expect(Math.abs(weights[1]! - 1.5)).toBeLessThan(0.15);
    expect(Math.abs(intercept - 0.5)).toBeLessThan(0.15);
    expect(weights[2]).toBeLessThan(0.1);
  });

  test('are least squares where those are positive, and 0 instead of negative', () => {
    const labels = a.map((value, row) => 3 + 0.6 * value - 0.4 * b[row]!);
    const { weights, intercept } = fitStackWeights({ scores: [a, b], labels, weights: ones }, 'squared');
    expect(weights[1]).toBe(0);
    // With b left out, the regression on a alone.
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / rows;
    const [meanA, meanY] = [mean(a), mean(labels)];
    const slope =
      a.reduce((sum, value, row) => sum + (value - meanA) * (labels[row]! - meanY), 0) /
      a.reduce((sum, value) => sum + (value - meanA) ** 2, 0);
    expect(weights[0]).toBeCloseTo(slope, 3);
    expect(intercept).toBeCloseTo(meanY - slope * meanA, 3);
  });

  test('members that say the same share their weight', () => {
    const labels = a.map((score) => (random.uniform() < sigmoid(score) ? 1 : 0));
    const { weights } = fitStackWeights({ scores: [a, a.slice()], labels, weights: ones }, 'log');
    expect(weights[0]).toBeCloseTo(weights[1]!, 4);
  });

  test('row weight 2 equals the row twice', () => {
    const scores = a.subarray(0, 50);
    const labels = scores.map((score) => (score + noise[0]! * random.normal() > 0 ? 1 : 0));
    const doubled = (values: Float64Array) => Float64Array.from([...values, ...values]);
    const heavy = fitStackWeights({ scores: [scores], labels, weights: new Float64Array(50).fill(2) }, 'log');
    const twice = fitStackWeights(
      { scores: [doubled(scores)], labels: doubled(labels), weights: new Float64Array(100).fill(1) },
      'log',
    );
    expect(heavy.weights[0]).toBeCloseTo(twice.weights[0]!, 8);
  });

  test('combine scores as told', () => {
    const combined = combinedScores([Float64Array.of(1, 2), Float64Array.of(10, 20)], {
      weights: Float64Array.of(0.5, 0.1),
      intercept: -1,
    });
    expect([...combined]).toEqual([0.5, 2]);
  });
});
