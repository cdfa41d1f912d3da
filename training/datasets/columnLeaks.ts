import type { DatasetRow } from '../../features/datasetRow.ts';
import { findLeaks } from '../../models/selection/leakage.ts';
import { tableFromRows } from '../../models/tableFromRows.ts';

/** A column that may know the label rather than foretell it. */
export interface ColumnLeak {
  readonly kind: 'foretells' | 'missingness';
  readonly column: string;
  readonly text: string;
}

/** Rows that are looked at, evenly taken of all: more take longer and tell no more. */
const mostRows = 20_000;
const percent = (share: number): string => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;

/** Columns that alone give the label away nearly perfectly. Rows without weight have no label and are left out. */
export function columnLeaks(rows: readonly DatasetRow[]): ColumnLeak[] {
  const labelled = rows.filter(({ weight }) => weight > 0);
  const step = Math.ceil(labelled.length / mostRows);
  const looked = labelled.filter((_, index) => index % step === 0);
  if (looked.length === 0) return [];
  const isClass = looked.every(({ label }) => label === 0 || label === 1);
  const subjects = new Map<string, number>();
  const groups = looked.map(({ subjectId }) => {
    if (!subjects.has(subjectId)) subjects.set(subjectId, subjects.size);
    return subjects.get(subjectId)!;
  });
  const table = tableFromRows(looked.map(({ features }) => features));
  const target = Float64Array.from(looked, ({ label }) => label);
  return findLeaks(table, target, isClass ? 2 : 0, groups).map(({ column, by, strength, rows: part }) =>
    by === 'missing'
      ? {
          kind: 'missingness',
          column,
          text: `Whether ${column} has a value gives the label away: of the rows ${part} one ${percent(strength)} have the same label. Was it filled in after the outcome?`,
        }
      : {
          kind: 'foretells',
          column,
          text: `${column} alone foretells the label nearly perfectly (${isClass ? 'AUC' : 'R2'} ${strength.toFixed(3)}). Was it known before the outcome?`,
        },
  );
}
