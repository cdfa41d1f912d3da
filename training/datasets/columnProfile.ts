import type { DatasetRow } from '../../features/datasetRow.ts';

/** What a column of a dataset holds. */
export interface ColumnProfile {
  readonly column: string;
  readonly type: 'number' | 'category' | 'empty';
  /** Share of rows without a value. */
  readonly missing: number;
  readonly distinct: number;
  /** Of numbers. */
  readonly mean: number | null;
  readonly low: number | null;
  readonly median: number | null;
  readonly high: number | null;
  /** The most frequent category. */
  readonly top: string | null;
}

/** Every feature column, in name order; `low` and `high` are the 1st and 99th percentile. */
export function columnProfiles(rows: readonly DatasetRow[]): ColumnProfile[] {
  const values = new Map<string, (number | string)[]>();
  for (const { features } of rows)
    for (const [name, value] of Object.entries(features)) {
      const present = values.get(name) ?? [];
      if (value !== null) present.push(typeof value === 'boolean' ? Number(value) : value);
      values.set(name, present);
    }
  return [...values]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([column, present]) => ({
      column,
      missing: rows.length === 0 ? 0 : 1 - present.length / rows.length,
      distinct: new Set(present).size,
      ...(present.length === 0
        ? { type: 'empty' as const, ...nothing }
        : present.every((value) => typeof value === 'number')
          ? { type: 'number' as const, ...nothing, ...ofNumbers(present as number[]) }
          : { type: 'category' as const, ...nothing, top: mostFrequent(present) }),
    }));
}

const nothing = { mean: null, low: null, median: null, high: null, top: null };

function ofNumbers(values: readonly number[]) {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return {
    mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    low: at(0.01),
    median: at(0.5),
    high: at(0.99),
  };
}

function mostFrequent(values: readonly (number | string)[]): string {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(String(value), (counts.get(String(value)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]![0];
}
