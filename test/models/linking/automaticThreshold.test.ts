import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import {
  automaticThreshold,
  type TopCandidate,
  wilsonUpperBound,
} from '../../../models/linking/automaticThreshold.ts';

/** Calls whose probabilities are right on average. */
function calibrated(count: number, seed: number, weight = 1): TopCandidate[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const probability = 1 - random.uniform() ** 4;
    return { probability, right: random.uniform() < probability, weight };
  });
}

describe('automaticThreshold', () => {
  test('few labels: only exact evidence links', () => {
    expect(automaticThreshold(calibrated(49, 1), 0.01)).toMatchObject({
      rule: 'exact_evidence',
      automatic: 2,
    });
  });

  test('some labels: the estimate stays within the limit', () => {
    const found = automaticThreshold(calibrated(150, 2), 0.02);
    expect(found.rule).toBe('estimate');
    expect(found.automatic).toBeLessThan(1);
    expect(found.wrongLinkRate).toBeLessThanOrEqual(0.02);
  });

  test('many labels: the upper bound stays within the limit, and so do new calls', () => {
    const found = automaticThreshold(calibrated(6000, 3), 0.02);
    expect(found.rule).toBe('upper_bound');
    expect(found.wrongLinkUpperBound).toBeLessThanOrEqual(0.02);
    const linked = calibrated(20_000, 4).filter(({ probability }) => probability >= found.automatic);
    expect(linked.length).toBeGreaterThan(8000);
    expect(linked.filter(({ right }) => !right).length / linked.length).toBeLessThan(0.02);
  });

  test('it is the smallest such threshold', () => {
    const calls = calibrated(3000, 5);
    const { automatic } = automaticThreshold(calls, 0.05);
    const below = Math.max(...calls.map(({ probability }) => probability).filter((p) => p < automatic));
    const chosen = calls.filter(({ probability }) => probability >= below);
    const wrong = chosen.filter(({ right }) => !right).length / chosen.length;
    expect(wilsonUpperBound(wrong, chosen.length)).toBeGreaterThan(0.05);
  });

  test('a model that is sure and wrong links nothing', () => {
    const sure = Array.from({ length: 400 }, () => ({ probability: 0.999, right: false, weight: 1 }));
    expect(automaticThreshold(sure, 0.01).automatic).toBeGreaterThan(1);
  });

  test('a wrong link found in a thin random slice counts for the many it stands for', () => {
    const asked = calibrated(200, 6).map((call) => ({ ...call, right: true }));
    const slice = Array.from({ length: 20 }, (_, number) => ({
      probability: 0.995,
      right: number > 3,
      weight: 30,
    }));
    expect(automaticThreshold([...asked, ...slice], 0.01).automatic).toBeGreaterThan(0.995);
  });
});

describe('wilsonUpperBound', () => {
  test('0 of 10 and 5 of 50 by hand, one-sided 95 %', () => {
    expect(wilsonUpperBound(0, 10)).toBeCloseTo(0.2129, 3);
    expect(wilsonUpperBound(0.1, 50)).toBeCloseTo(0.1915, 4);
    expect(wilsonUpperBound(0, 0)).toBe(1);
  });
});
