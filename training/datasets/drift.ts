import type { DatasetRow } from '../../features/datasetRow.ts';

/** How the values of one column in a dataset differ from those in another. */
export interface ColumnDrift {
  readonly column: string;
  /**
   * Population stability index over tenths of the earlier values (or categories) and missing values:
   * sum of (p - q) ln(p / q). By custom 0.1 is worth a look and 0.25 is a change.
   */
  readonly psi: number;
  /** Kolmogorov-Smirnov distance of the numbers, in [0, 1]; null for categories. */
  readonly ks: number | null;
  /** Share of rows without a value, before and now. */
  readonly missing: readonly [before: number, now: number];
  /** More than 0.1, and more than twice what so few rows differ by chance. */
  readonly drifted: boolean;
}

const bins = 10;
const mostCategories = 20;
const worthALook = 0.1;

/** Every column of two datasets, the most changed first; a column that one of them lacks is all missing there. */
export function driftBetween(before: readonly DatasetRow[], now: readonly DatasetRow[]): ColumnDrift[] {
  const names = new Set<string>();
  for (const rows of [before, now])
    for (const { features } of rows) for (const name of Object.keys(features)) names.add(name);
  return [...names]
    .sort()
    .map((column) => columnDrift(column, valuesOf(before, column), valuesOf(now, column)))
    .sort((a, b) => b.psi - a.psi);
}

type Value = number | string | null;

function valuesOf(rows: readonly DatasetRow[], column: string): Value[] {
  return rows.map(({ features }) => {
    const value = features[column];
    if (value === null || value === undefined) return null;
    return typeof value === 'boolean' ? Number(value) : value;
  });
}

function columnDrift(column: string, before: readonly Value[], now: readonly Value[]): ColumnDrift {
  const missing = [missingShare(before), missingShare(now)] as const;
  const isNumeric = [...before, ...now].every((value) => typeof value !== 'string');
  const partOf = isNumeric ? tenthsOf(before) : categoriesOf(before);
  const psi = stability(before.map(partOf), now.map(partOf));
  const parts = new Set([...before, ...now].map(partOf)).size;
  // Of two samples of one population the index is (parts - 1)(1/n + 1/m) on average (Yurdakul 2018).
  const byChance = (parts - 1) * (1 / Math.max(1, before.length) + 1 / Math.max(1, now.length));
  const ks = isNumeric ? kolmogorovSmirnov(numbers(before), numbers(now)) : null;
  return { column, psi, ks, missing, drifted: psi > Math.max(worthALook, 2 * byChance) };
}

const missingShare = (values: readonly Value[]): number =>
  values.length === 0 ? 1 : values.filter((value) => value === null).length / values.length;

const numbers = (values: readonly Value[]): Float64Array =>
  Float64Array.from(values.filter((value) => typeof value === 'number')).sort();

function tenthsOf(values: readonly Value[]): (value: Value) => string {
  const sorted = numbers(values);
  const cuts: number[] = [];
  for (let bin = 1; bin < bins; bin++) {
    const cut = sorted[Math.floor((bin * sorted.length) / bins)];
    if (cut !== undefined && cut !== cuts.at(-1)) cuts.push(cut);
  }
  return (value) => {
    if (value === null) return 'missing';
    let part = 0;
    while (part < cuts.length && (value as number) >= cuts[part]!) part++;
    return String(part);
  };
}

/** The most frequent ones; all others are one part. */
function categoriesOf(values: readonly Value[]): (value: Value) => string {
  const counts = new Map<string, number>();
  for (const value of values)
    if (value !== null) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  const frequent = new Set(
    [...counts]
      .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
      .slice(0, mostCategories)
      .map(([name]) => name),
  );
  return (value) => {
    if (value === null) return 'missing';
    return frequent.has(String(value)) ? `=${value}` : 'other';
  };
}

/** Half a row in each part keeps the logarithm finite. */
function stability(before: readonly string[], now: readonly string[]): number {
  const parts = [...new Set([...before, ...now])];
  const share = (values: readonly string[], part: string) =>
    (values.filter((value) => value === part).length + 0.5) / (values.length + 0.5 * parts.length);
  return parts.reduce((sum, part) => {
    const p = share(before, part);
    const q = share(now, part);
    return sum + (q - p) * Math.log(q / p);
  }, 0);
}

/** Largest distance of two empirical distributions, of sorted values; 0 where one of them is empty. */
export function kolmogorovSmirnov(a: Float64Array, b: Float64Array): number {
  if (a.length === 0 || b.length === 0) return 0;
  let largest = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const value = Math.min(a[i]!, b[j]!);
    while (i < a.length && a[i]! <= value) i++;
    while (j < b.length && b[j]! <= value) j++;
    largest = Math.max(largest, Math.abs(i / a.length - j / b.length));
  }
  return largest;
}
