import { drawer } from './drawer.ts';

/** Quantiles of this many rows are as good as those of all (LightGBM and scikit-learn use as many). */
const sampledRows = 200_000;

/** Rows to learn bins from, ascending: one drawn from each of `count` equal stretches; undefined: all. */
export function sampleRows(rowCount: number, count = sampledRows): Int32Array | undefined {
  if (rowCount <= count) return undefined;
  const random = drawer(1);
  return Int32Array.from({ length: count }, (_, index) => {
    const from = Math.floor((index * rowCount) / count);
    return from + random.below(Math.floor(((index + 1) * rowCount) / count) - from);
  });
}
