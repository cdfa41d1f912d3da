import { categoryOf } from '../featureSchema.ts';
import type { Row } from '../table.ts';

/** One attribute, or one category of it, as a number of mean 0 and standard deviation 1 over the customers fitted. */
export interface CovariateColumn {
  /** Name of the feature: `attribute.<name>`. */
  readonly feature: string;
  /** 1 for this category, 0 for the others; null: the attribute is a number itself. */
  readonly category: string | null;
  readonly mean: number;
  readonly deviation: number;
}

const prefix = 'attribute.';
/** More would fit noise in companies of a few hundred customers. */
const mostColumns = 24;
/** A category rarer than this, or nearly everybody's, says nothing. */
const rarestShare = 0.02;
/** Beyond this many standard deviations a value counts as that many: nobody buys e^10 times as often. */
const furthest = 3;

/** Columns for the attributes in some rows, those that most customers have first. */
export function covariateColumns(rows: readonly Row[]): CovariateColumn[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) if (name.startsWith(prefix)) names.add(name);
  const columns = [...names].sort().flatMap((feature) => {
    const present = rows.map((row) => row[feature]).filter((value) => categoryOf(value) !== null);
    if (!present.some((value) => typeof value === 'string')) {
      const column = standardised(feature, null, present.map(Number));
      return column.deviation > 0 ? [{ column, present: present.length }] : [];
    }
    const counts = new Map<string, number>();
    for (const value of present) counts.set(categoryOf(value)!, (counts.get(categoryOf(value)!) ?? 0) + 1);
    const usable = [...counts].filter(
      ([, count]) => count >= rarestShare * rows.length && count <= (1 - rarestShare) * rows.length,
    );
    // Of two categories that are all there is, one says it all.
    const told = counts.size === 2 ? usable.slice(0, 1) : usable;
    return told.map(([category, count]) => ({
      column: standardised(
        feature,
        category,
        present.map((value) => (categoryOf(value) === category ? 1 : 0)),
      ),
      present: Math.min(count, present.length - count),
    }));
  });
  return columns
    .sort((a, b) => b.present - a.present || (a.column.feature < b.column.feature ? -1 : 1))
    .slice(0, mostColumns)
    .map(({ column }) => column);
}

function standardised(feature: string, category: string | null, values: readonly number[]): CovariateColumn {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { feature, category, mean, deviation: Math.sqrt(variance) };
}

/** A row's value of a column; 0, the average, where it is missing. */
export function covariate({ feature, category, mean, deviation }: CovariateColumn, row: Row): number {
  const value = row[feature];
  const given = categoryOf(value);
  if (given === null) return 0;
  const number = category === null ? Number(value) : given === category ? 1 : 0;
  if (!Number.isFinite(number)) return 0;
  return Math.max(-furthest, Math.min(furthest, (number - mean) / deviation));
}
