import { canonicalJson } from '../../base/hash.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import type { Row } from '../../features/feature.ts';

/** How the rows of one dataset differ from those of another. */
export interface DatasetDiff {
  /** Rows (subject and moment, and the action or candidate where there are several) that only one of them has. */
  readonly onlyBefore: number;
  readonly onlyNow: number;
  readonly unchanged: number;
  /** Rows of both with another label or weight. */
  readonly labels: number;
  /** Columns with another value in rows of both, and in how many; the most first. */
  readonly columns: readonly { readonly column: string; readonly rows: number }[];
  readonly columnsOnlyBefore: readonly string[];
  readonly columnsOnlyNow: readonly string[];
}

/** Compares row by row, to the bit; an absent value and a missing one are the same. */
export function diffRows(before: readonly DatasetRow[], now: readonly DatasetRow[]): DatasetDiff {
  const keyOf = ({ subjectId, asOf, features, context }: DatasetRow) =>
    `${subjectId} ${asOf.getTime()} ${String(features.action ?? context?.customerId ?? '')}`;
  const earlier = new Map(before.map((row) => [keyOf(row), row]));
  const changes = new Map<string, number>();
  let onlyNow = 0;
  let unchanged = 0;
  let labels = 0;
  for (const row of now) {
    const key = keyOf(row);
    const other = earlier.get(key);
    if (other === undefined) {
      onlyNow++;
      continue;
    }
    earlier.delete(key);
    const relabelled = row.label !== other.label || row.weight !== other.weight;
    const columns = changedNames(other.features, row.features);
    const context = changedNames(other.context ?? {}, row.context ?? {});
    if (relabelled || context.length > 0) labels++;
    else if (columns.length === 0) unchanged++;
    for (const column of columns) changes.set(column, (changes.get(column) ?? 0) + 1);
  }
  const [namesBefore, namesNow] = [columnsOf(before), columnsOf(now)];
  return {
    onlyBefore: earlier.size,
    onlyNow,
    unchanged,
    labels,
    columns: [...changes]
      .map(([column, rows]) => ({ column, rows }))
      .sort((a, b) => b.rows - a.rows || (a.column < b.column ? -1 : 1)),
    columnsOnlyBefore: [...namesBefore].filter((name) => !namesNow.has(name)).sort(),
    columnsOnlyNow: [...namesNow].filter((name) => !namesBefore.has(name)).sort(),
  };
}

/** Names under which two rows have different values. */
function changedNames(before: Row, now: Row): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(now)]);
  return [...names].filter(
    (name) => canonicalJson(before[name] ?? null) !== canonicalJson(now[name] ?? null),
  );
}

function columnsOf(rows: readonly DatasetRow[]): Set<string> {
  const names = new Set<string>();
  for (const { features } of rows)
    for (const [name, value] of Object.entries(features)) if (value !== null) names.add(name);
  return names;
}
