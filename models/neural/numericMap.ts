import { spreadOf } from '../linear/spread.ts';
import { normalCdf } from '../numeric/normalCdf.ts';
import { normalQuantile } from '../numeric/normalQuantile.ts';
import { piecewiseLinear } from './piecewiseLinear.ts';

/** Beyond this a number is as good as infinite, and differences of numbers are no longer safe. */
const largestMagnitude = 1e150;
/** Of more rows every second, third, ... is looked at. */
const mostRows = 200_000;
/** A row that weighs next to nothing must not come to lie at infinity. */
const leastShare = 1e-9;
/** Most points of the map. */
const mostPoints = 32;
/** Normal score of the points next to the ends, about one row in a thousand from them: what lies beyond is outliers. */
const farthest = 3;

/**
 * The map of a number to a standard normal by its rank (Gorishniy et al. 2021 found it to suit networks best): at up to
 * 32 of the training values, evenly far apart as normal scores, the normal quantile of the share of rows below (equal ones count
 * half), linear in between, then shifted and scaled to mean 0 and variance 1 over the training rows. Outliers and
 * skewed columns lose their leverage; equal values stay equal and order is kept. A constant column maps to 0.
 * Of more than 200,000 rows evenly many are left out.
 */
export function numericMap(
  values: Float64Array,
  weights: Float64Array,
): { readonly from: Float64Array; readonly to: Float64Array } {
  const stride = Math.ceil(values.length / mostRows);
  const kept: number[] = [];
  for (let row = 0; row < values.length; row += stride)
    if (!Number.isNaN(values[row]!) && weights[row]! > 0) kept.push(row);
  if (kept.length === 0) return { from: new Float64Array(1), to: new Float64Array(1) };
  const clipped = Float64Array.from(kept, (row) =>
    Math.max(-largestMagnitude, Math.min(largestMagnitude, values[row]!)),
  );
  const distinct = distinctSorted(clipped);
  const mass = new Float64Array(distinct.length);
  let total = 0;
  kept.forEach((row, index) => {
    mass[placeOf(distinct, clipped[index]!)]! += weights[row]!;
    total += weights[row]!;
  });
  const shares = new Float64Array(distinct.length);
  let below = 0;
  for (let index = 0; index < distinct.length; index++) {
    shares[index] = (below + mass[index]! / 2) / total;
    below += mass[index]!;
  }
  const points = chosenPoints(shares);
  const from = Float64Array.from(points, (point) => distinct[point]!);
  const scores = Float64Array.from(points, (point) =>
    normalQuantile(Math.max(leastShare, Math.min(1 - leastShare, shares[point]!))),
  );
  const mapped = distinct.map((value) => piecewiseLinear(from, scores, value));
  const { mean, spread } = spreadOf(mapped, mass);
  return { from, to: scores.map((score) => (score - mean) / spread) };
}

function distinctSorted(values: Float64Array): Float64Array {
  const sorted = values.slice().sort();
  let count = 0;
  for (const value of sorted) if (count === 0 || value !== sorted[count - 1]) sorted[count++] = value;
  return sorted.subarray(0, count);
}

/** Where a value stands that is there. */
function placeOf(distinct: Float64Array, value: number): number {
  let low = 0;
  let high = distinct.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (distinct[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Indices of values evenly far apart as normal scores, the first and last among them. */
function chosenPoints(shares: Float64Array): number[] {
  if (shares.length <= mostPoints) return [...shares.keys()];
  const points = [0];
  const inner = mostPoints - 2;
  let index = 1;
  for (let each = 0; each < inner; each++) {
    const level = normalCdf(farthest * ((2 * each + 1) / inner - 1));
    while (index < shares.length - 1 && shares[index]! < level) index++;
    if (index > points.at(-1)! && index < shares.length - 1) points.push(index);
  }
  points.push(shares.length - 1);
  return points;
}
