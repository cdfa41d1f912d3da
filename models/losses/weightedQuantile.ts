import { partialSort } from '../numeric/partialSort.ts';

/** Sums of weights are exact for counts only; a step is met within rounding. */
const slackShare = 1e-12;

/**
 * The value below which `share` of the weight lies: the inverse of the weighted distribution function, averaged where
 * that is a step exactly at `share` (the median of 1, 2, 3, 4 is 2.5). Weight 2 counts as the value twice.
 * @param values at least one, with total weight above 0
 * @param share in (0, 1)
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array, share: number): number {
  const first = weights[0]!;
  if (first > 0 && weights.every((weight) => weight === first)) return quantile(values, share);
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a]! - values[b]!);
  let total = 0;
  for (const weight of weights) total += weight;
  const wanted = share * total;
  const slack = slackShare * total;
  let mass = 0;
  let lower: number | undefined;
  for (const index of order) {
    if (weights[index] === 0) continue;
    if (lower !== undefined) return (lower + values[index]!) / 2;
    mass += weights[index]!;
    if (mass > wanted + slack) return values[index]!;
    if (mass >= wanted - slack) lower = values[index]!;
  }
  return lower ?? values[order[order.length - 1]!]!;
}

/** The same where all weights are equal, without sorting everything. */
function quantile(values: Float64Array, share: number): number {
  const count = values.length;
  const wanted = share * count;
  const slack = slackShare * count;
  const rank = Math.max(Math.ceil(wanted - slack) - 1, 0);
  const ordered = values.slice();
  const lower = partialSort(ordered, rank);
  if (rank + 1 > wanted + slack || rank + 1 === count) return lower;
  let next = Number.POSITIVE_INFINITY;
  for (let at = rank + 1; at < count; at++) if (ordered[at]! < next) next = ordered[at]!;
  return (lower + next) / 2;
}
