import { describe, expect, test } from '@jest/globals';
import { seededRandom } from '../../../base/random.ts';
import { binTable, learnBins, missingBin } from '../../../models/boosting/binning.ts';

const ones = (count: number) => new Float64Array(count).fill(1);

function binned(values: Float64Array, weights = ones(values.length)) {
  const features = learnBins([{ kind: 'numeric', name: 'x' }], [values], weights);
  return { feature: features[0]!, bins: binTable(features, [values]).bins[0]! };
}

describe('binning numbers', () => {
  test('few distinct values get a bin each, missing ones bin 0', () => {
    const { bins, feature } = binned(Float64Array.of(3, Number.NaN, 1, 2, 3));
    expect([...bins]).toEqual([3, missingBin, 1, 2, 3]);
    expect(feature).toMatchObject({ binCount: 4, thresholds: Float64Array.of(1.5, 2.5) });
  });

  test('many values fall into at most 254 bins of about equal weight, in their order', () => {
    const random = seededRandom(2);
    const values = Float64Array.from({ length: 5000 }, () => random.normal());
    const { bins, feature } = binned(values);
    const counts = new Map<number, number>();
    for (const bin of bins) counts.set(bin, (counts.get(bin) ?? 0) + 1);
    expect(feature.binCount).toBeLessThanOrEqual(255);
    expect(counts.size).toBe(feature.binCount - 1);
    for (const count of counts.values()) expect(Math.abs(count - 5000 / 254)).toBeLessThan(3);
    const order = [...values.keys()].sort((a, b) => values[a]! - values[b]!);
    order.slice(1).forEach((row, index) => {
      expect(bins[row]).toBeGreaterThanOrEqual(bins[order[index]!]!);
    });
  });

  test('a weight counts as repetitions', () => {
    const random = seededRandom(3);
    const values = Float64Array.from({ length: 900 }, () => random.normal());
    const weights = values.map((_, row) => 1 + (row % 3));
    const repeated = Float64Array.from(
      [...values].flatMap((value, row) => Array<number>(1 + (row % 3)).fill(value)),
    );
    expect(binned(values, weights).feature).toEqual(binned(repeated).feature);
  });

  test('a value that half of the rows share has a bin of its own and takes none from the others', () => {
    const random = seededRandom(12);
    const values = Float64Array.from({ length: 20_000 }, (_, row) =>
      row % 2 === 0 ? 0.3 : random.uniform(),
    );
    const { bins, feature } = binned(values);
    const counts = new Float64Array(256);
    for (const bin of bins) counts[bin]!++;
    const heavy = bins[0]!;
    expect(counts[heavy]).toBe(10_000);
    expect(feature.binCount).toBe(255);
    // 10,000 other values in 253 bins are 40 each.
    counts.forEach((count, bin) => {
      if (bin !== heavy) expect(count).toBeLessThanOrEqual(48);
    });
  });

  test('infinities have bins of their own and neighbours that differ in the last bit are told apart', () => {
    const next = 1 + Number.EPSILON;
    const { bins } = binned(
      Float64Array.of(Number.NEGATIVE_INFINITY, 1, next, Number.POSITIVE_INFINITY, -1e308, 1e308),
    );
    expect([...bins]).toEqual([1, 3, 4, 6, 2, 5]);
  });
});

test('categories are their code plus one, unseen ones are with the missing', () => {
  const features = learnBins(
    [{ kind: 'categorical', name: 'c', vocabulary: ['a', 'b'] }],
    [new Float64Array(3)],
    ones(3),
  );
  expect([...binTable(features, [Float64Array.of(0, 1, -1, Number.NaN)]).bins[0]!]).toEqual([1, 2, 0, 0]);
});
