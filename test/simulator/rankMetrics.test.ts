import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { auc, spearman } from '../../simulator/score/rankMetrics.ts';

/** All pairs, straight from the definition. */
function naiveAuc(scores: readonly number[], labels: readonly number[]): number | null {
  let [wins, pairs] = [0, 0];
  for (const [i, a] of scores.entries()) {
    for (const [j, b] of scores.entries()) {
      if (i === j) continue;
      const weight = (labels[i] as number) * (1 - (labels[j] as number));
      pairs += weight;
      wins += weight * (a > b ? 1 : a === b ? 0.5 : 0);
    }
  }
  return pairs > 1e-9 ? wins / pairs : null;
}

describe('auc', () => {
  test('is 1 for a perfect, 0 for a reversed and 0.5 for a constant score; null for one class', () => {
    expect(auc([1, 2, 3, 4], [0, 0, 1, 1])).toBe(1);
    expect(auc([4, 3, 2, 1], [0, 0, 1, 1])).toBe(0);
    expect(auc([7, 7, 7], [0, 1, 1])).toBe(0.5);
    expect(auc([1, 2], [1, 1])).toBeNull();
    expect(auc([], [])).toBeNull();
  });

  test('agrees with counting all pairs, also for labels that are probabilities', () => {
    const row = fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 4 }));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const [scores, labels] = [rows.map(([score]) => score), rows.map(([, label]) => label / 4)];
        const [fast, slow] = [auc(scores, labels), naiveAuc(scores, labels)];
        if (slow === null) expect(fast).toBeNull();
        else expect(fast).toBeCloseTo(slow, 9);
      }),
      { seed: 3 },
    );
  });
});

describe('spearman', () => {
  test('sees order only, shares ranks between ties and is null for a constant', () => {
    expect(spearman([1, 2, 3], [1, 10, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 12);
    // Ranks 1, 2.5, 2.5, 4 against 1, 2, 3, 4: covariance 4.5 over the root of 4.5 x 5.
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(22.5), 12);
    expect(spearman([1, 1], [1, 2])).toBeNull();
  });
});
