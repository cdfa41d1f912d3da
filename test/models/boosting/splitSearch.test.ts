import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BinnedTable, binTable, type FeatureBins, learnBins } from '../../../models/boosting/binning.ts';
import {
  bestBoundedThreshold,
  bestSubset,
  bestThreshold,
  nodeRules,
  type Split,
} from '../../../models/boosting/splitSearch.ts';

const options = {
  l2: 1,
  minChildWeight: 2,
  minChildRows: 1,
  minGain: 0,
  categorySmoothing: 10,
  categoryL2: 10,
};

interface Case {
  readonly table: BinnedTable;
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
}

function nodeOf({ table, gradients, hessians }: Case) {
  const histogram = new Float64Array(2 * table.offsets.at(-1)!);
  gradients.forEach((gradient, row) => {
    const at = 2 * table.bins[0]![row]!;
    histogram[at]! += gradient;
    histogram[at + 1]! += hessians[row]!;
  });
  const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
  const node = {
    start: 0,
    end: gradients.length,
    sums: { gradient: sum(gradients), hessian: sum(hessians) },
    low: Number.NEGATIVE_INFINITY,
    high: Number.POSITIVE_INFINITY,
    open: true,
  };
  return { histogram, node };
}

/** The best split by the only feature of the table. */
function split(example: Case): Split | undefined {
  const { histogram, node } = nodeOf(example);
  const { kind, binCount } = example.table.features[0]!;
  const found =
    kind === 'numeric'
      ? bestThreshold(histogram, 0, binCount, node.sums, nodeRules(node, options))
      : bestSubset(histogram, 0, binCount, node, options);
  return found && { feature: 0, ...found };
}

/** Gain of sending the rows where `left` holds to the left; undefined when a child is too light. */
function gainOf(
  { gradients, hessians }: Case,
  left: (row: number) => boolean,
  l2 = options.l2,
): number | undefined {
  const sums = [0, 0, 0, 0];
  gradients.forEach((gradient, row) => {
    const side = left(row) ? 0 : 2;
    sums[side]! += gradient;
    sums[side + 1]! += hessians[row]!;
  });
  const [gl, hl, gr, hr] = sums as [number, number, number, number];
  if (hl < options.minChildWeight || hr < options.minChildWeight) return undefined;
  return gl ** 2 / (hl + l2) + gr ** 2 / (hr + l2) - (gl + gr) ** 2 / (hl + hr + l2);
}

const gradient = fc.integer({ min: -8, max: 8 }).map((value) => value / 4);

describe('numeric splits', () => {
  test('are the best over every threshold and both sides for the missing', () => {
    const value = fc.oneof(
      { weight: 4, arbitrary: fc.integer({ min: 0, max: 6 }) },
      { weight: 1, arbitrary: fc.constant(Number.NaN) },
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(value, gradient), { minLength: 5, maxLength: 40 }), (rows) => {
        const values = Float64Array.from(rows, ([x]) => x);
        const bins = learnBins(
          [{ kind: 'numeric', name: 'x' }],
          [values],
          new Float64Array(rows.length).fill(1),
        );
        const example = {
          table: binTable(bins, [values]),
          gradients: Float64Array.from(rows, ([, g]) => g),
          hessians: new Float64Array(rows.length).fill(1),
        };
        let best = 0;
        for (const threshold of [0, 1, 2, 3, 4, 5, 6])
          for (const missingLeft of [true, false]) {
            const goesLeft = (row: number) =>
              Number.isNaN(values[row]!) ? missingLeft : values[row]! <= threshold;
            best = Math.max(best, gainOf(example, goesLeft) ?? 0);
          }
        const found = split(example);
        expect(found?.gain ?? 0).toBeCloseTo(best, 9);
        if (found !== undefined) expectConsistent(example, found);
        // Without bounds and direction the other search comes to the same.
        const { histogram, node } = nodeOf(example);
        const bounded = bestBoundedThreshold(
          histogram,
          0,
          example.table.features[0]!.binCount,
          node.sums,
          nodeRules(node, options),
          0,
        );
        expect(bounded?.gain ?? 0).toBeCloseTo(best, 9);
      }),
      { seed: 7, numRuns: 300 },
    );
  });
});

describe('categorical splits', () => {
  test('gain no more than the best subset does, and nearly always as much', () => {
    let cases = 0;
    let equal = 0;
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -1, max: 2 }), gradient), { minLength: 6, maxLength: 40 }),
        (rows) => {
          const codes = Float64Array.from(rows, ([code]) => code);
          const bins: FeatureBins[] = [{ kind: 'categorical', binCount: 4 }];
          const example = {
            table: binTable(bins, [codes]),
            gradients: Float64Array.from(rows, ([, g]) => g),
            hessians: new Float64Array(rows.length).fill(1),
          };
          let best = 0;
          for (let subset = 0; subset < 16; subset++)
            best = Math.max(best, gainOf(example, (row) => ((subset >> (codes[row]! + 1)) & 1) === 1) ?? 0);
          const found = split(example);
          // Fisher's order is by smoothed means, which is not always the order of the means.
          expect(found?.gain ?? 0).toBeLessThanOrEqual(best + 1e-9);
          cases++;
          if ((found?.gain ?? 0) > best - 1e-9) equal++;
          if (found !== undefined) expectConsistent(example, found);
        },
      ),
      { seed: 7, numRuns: 300 },
    );
    expect(equal / cases).toBeGreaterThan(0.95);
  });

  test('separate two groups of categories whatever their codes', () => {
    const codes = Float64Array.from({ length: 120 }, (_, row) => row % 12);
    const table = binTable([{ kind: 'categorical', binCount: 13 }], [codes]);
    const gradients = codes.map((code) => (code % 2 === 0 ? 1 : -1));
    const found = split({ table, gradients, hessians: new Float64Array(120).fill(1) })!;
    const left = [...found.leftBins!.keys()].filter((bin) => bin > 0 && found.leftBins![bin] === 1);
    expect(left).toEqual([2, 4, 6, 8, 10, 12]);
  });
});

test('no split where nothing is gained or a child would be too light', () => {
  const table = binTable([{ kind: 'categorical', binCount: 3 }], [Float64Array.of(0, 1, 1)]);
  expect(
    split({ table, gradients: Float64Array.of(1, 1, 1), hessians: new Float64Array(3).fill(9) }),
  ).toBeUndefined();
  expect(
    split({ table, gradients: Float64Array.of(-5, 5, 5), hessians: new Float64Array(3).fill(1) }),
  ).toBeUndefined();
});

/** The sums that a split announces are those of the rows it sends left and right. */
function expectConsistent(example: Case, found: Split): void {
  const bins = example.table.bins[found.feature]!;
  let left = 0;
  let hessian = 0;
  example.gradients.forEach((each, row) => {
    const bin = bins[row]!;
    const goes =
      found.leftBins === undefined
        ? bin === 0
          ? found.missingLeft
          : bin <= found.bin
        : found.leftBins[bin] === 1;
    if (!goes) return;
    left += each;
    hessian += example.hessians[row]!;
  });
  expect(found.left.gradient).toBeCloseTo(left, 9);
  expect(found.left.hessian).toBeCloseTo(hessian, 9);
}
