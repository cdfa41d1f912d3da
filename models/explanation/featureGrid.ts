import type { CategoricalColumn, Column, NumericColumn } from '../table.ts';

export interface FeatureGrid {
  /** Values in ascending order, or categories from the most to the least frequent. */
  readonly grid: readonly GridPoint[];
  readonly missingShare: number;
}

export interface GridPoint {
  readonly value: number | string;
  /** Share of all rows (by weight) with this category; for a number, of the rows nearest to this value. */
  readonly share: number;
}

/** Outliers beyond this share at either end are not visited. */
const edge = 0.01;

/**
 * At most `points` values that stand for a column: all values of a number when they are few, otherwise values of the
 * sample at equally spaced quantiles from 1 % to 99 %; the most frequent categories.
 */
export function featureGrid(column: Column, weights: Float64Array, points: number): FeatureGrid {
  return column.kind === 'numeric'
    ? numericGrid(column, weights, points)
    : categoryGrid(column, weights, points);
}

function numericGrid({ values }: NumericColumn, weights: Float64Array, points: number): FeatureGrid {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const rows = Uint32Array.from(values, (_, row) => row)
    .filter((row) => Number.isFinite(values[row]!) && weights[row]! > 0)
    .sort((a, b) => values[a]! - values[b]!);
  const present = rows.reduce((sum, row) => sum + weights[row]!, 0);
  const distinct = new Set<number>();
  for (const row of rows) {
    distinct.add(values[row]!);
    if (distinct.size > points) break;
  }
  const chosen = distinct.size <= points ? [...distinct] : quantiles(values, weights, rows, present, points);
  const shares = new Float64Array(chosen.length);
  let nearest = 0;
  for (const row of rows) {
    const value = values[row]!;
    while (
      nearest + 1 < chosen.length &&
      Math.abs(chosen[nearest + 1]! - value) < Math.abs(chosen[nearest]! - value)
    )
      nearest++;
    shares[nearest]! += weights[row]! / total;
  }
  return {
    grid: chosen.map((value, index) => ({ value, share: shares[index]! })),
    missingShare: missingShareOf(weights, total, (row) => Number.isNaN(values[row]!)),
  };
}

/** Distinct values of the sample below which equally spaced shares of its mass lie. */
function quantiles(
  values: Float64Array,
  weights: Float64Array,
  rows: Uint32Array,
  mass: number,
  points: number,
): number[] {
  const result: number[] = [];
  let before = 0;
  let point = 0;
  for (const row of rows) {
    before += weights[row]!;
    while (point < points && before >= mass * shareOf(point, points)) {
      if (result.at(-1) !== values[row]!) result.push(values[row]!);
      point++;
    }
  }
  return result;
}

const shareOf = (point: number, points: number): number =>
  points === 1 ? 0.5 : edge + ((1 - 2 * edge) * point) / (points - 1);

function categoryGrid(column: CategoricalColumn, weights: Float64Array, points: number): FeatureGrid {
  const { codes, vocabulary } = column;
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mass = new Float64Array(vocabulary.length);
  codes.forEach((code, row) => {
    if (code >= 0) mass[code]! += weights[row]!;
  });
  const grid = Array.from(vocabulary, (value, code) => ({ value, share: mass[code]! / total }))
    .filter(({ share }) => share > 0)
    .sort((a, b) => b.share - a.share || (a.value < b.value ? -1 : 1))
    .slice(0, points);
  return { grid, missingShare: missingShareOf(weights, total, (row) => codes[row]! < 0) };
}

function missingShareOf(weights: Float64Array, total: number, isMissing: (row: number) => boolean): number {
  let missing = 0;
  weights.forEach((weight, row) => {
    if (isMissing(row)) missing += weight;
  });
  return missing / total;
}
