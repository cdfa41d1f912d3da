import type { Scalar } from '../prisma/repositories/historyRecord.ts';
import type { DatasetRow } from './datasetRow.ts';

/** `mixed`: numbers beside strings or booleans, kept as JSON text so that they come back as they were. */
export type SnapshotColumnType = 'number' | 'string' | 'boolean' | 'mixed';

/** How one feature or context value is laid out in the table. */
export interface SnapshotColumn {
  /** Name in the Parquet file; unique regardless of case, as DuckDB requires. */
  readonly column: string;
  readonly role: 'feature' | 'context';
  readonly name: string;
  readonly type: SnapshotColumnType;
}

export const sqlTypes: Readonly<Record<SnapshotColumnType, string>> = {
  number: 'double',
  string: 'varchar',
  boolean: 'boolean',
  mixed: 'varchar',
};

/** The columns a set of rows needs, in name order: a feature keeps its name, context is marked as such. */
export function snapshotColumns(rows: readonly DatasetRow[]): SnapshotColumn[] {
  const types = { feature: new Map<string, Set<string>>(), context: new Map<string, Set<string>>() };
  for (const { features, context } of rows)
    for (const [role, values] of [
      ['feature', features],
      ['context', context ?? {}],
    ] as const)
      for (const [name, value] of Object.entries(values)) {
        const seen = types[role].get(name) ?? new Set();
        if (value !== null) seen.add(typeof value);
        types[role].set(name, seen);
      }
  const taken = new Set(['subject_id', 'as_of', 'label', 'weight']);
  return (['feature', 'context'] as const).flatMap((role) =>
    [...types[role]]
      .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
      .map(([name, seen]) => {
        let column = role === 'feature' ? name : `context ${name}`;
        while (taken.has(column.toLowerCase())) column += '_';
        taken.add(column.toLowerCase());
        const type = seen.size > 1 ? 'mixed' : (([...seen][0] as SnapshotColumnType | undefined) ?? 'number');
        return { column, role, name, type };
      }),
  );
}

export function toStored(value: Scalar | undefined, type: SnapshotColumnType): Scalar {
  if (value === undefined || value === null) return null;
  return type === 'mixed' ? JSON.stringify(value) : value;
}

export function fromStored(value: unknown, type: SnapshotColumnType): Scalar {
  if (value === null || value === undefined) return null;
  return type === 'mixed' ? (JSON.parse(String(value)) as Scalar) : (value as Scalar);
}
