import type { DatasetRow } from '../../features/datasetRow.ts';
import { findNearDuplicates } from '../../models/selection/nearDuplicates.ts';
import { tableFromRows } from '../../models/tableFromRows.ts';
import { heldOut } from '../pipelines/heldOut.ts';
import { columnLeaks } from './columnLeaks.ts';
import { splitLeaks } from './splitLeaks.ts';

/** Something in a dataset that would make its models look better than they are. */
export interface Suspicion {
  readonly kind: 'foretells' | 'missingness' | 'copies' | 'overlap' | 'shared-future';
  /** The columns it is about; empty: the rows as such. */
  readonly columns: readonly string[];
  readonly text: string;
}

/** Rows with a label, to be looked at; more take long and tell no more. */
const mostRows = 50_000;

/** Looks at a dataset as it would be learned from. Rows without weight have no label and are left out. */
export function suspicionsOf(rows: readonly DatasetRow[], horizonDays: number): Suspicion[] {
  const labelled = rows.filter(({ weight }) => weight > 0).slice(0, mostRows);
  if (labelled.length === 0) return [];
  const isClass = labelled.every(({ label }) => label === 0 || label === 1);
  const found: Suspicion[] = [];
  const targetOf = (some: readonly DatasetRow[]) => Float64Array.from(some, ({ label }) => label);
  const tableOf = (some: readonly DatasetRow[]) => tableFromRows(some.map(({ features }) => features));
  for (const { kind, column, text } of columnLeaks(labelled)) found.push({ kind, columns: [column], text });
  // Rows of one subject resemble each other rightly; only copies among different subjects are strange.
  const newest = new Map(labelled.map((row) => [row.subjectId, row]));
  const subjects = [...newest.values()];
  const copies = findNearDuplicates(tableOf(subjects), targetOf(subjects), isClass);
  const { train, holdout, split } = heldOut(labelled, horizonDays);
  const leaks = splitLeaks(train, holdout, horizonDays);
  // Coarse rows are equal by chance, and then rightly have the same label: equal rows alone prove nothing.
  if (copies !== undefined)
    found.push({
      kind: 'copies',
      columns: copies.columns,
      text: `${copies.rows} subjects agree with another in ${copies.columns.length > 3 ? 'all columns' : copies.columns.join(' and ')} and nearly always in the label, where neighbours do not: one case under several ids? ${leaks.copiedRows} of ${holdout.length} rows to judge by also stand, to the last digit, among those to learn from.`,
    });
  if (split.kind === 'time' && leaks.overlappingLabels > 0)
    found.push({
      kind: 'overlap',
      columns: [],
      text: `The labels of ${leaks.overlappingLabels} rows to learn from look into the time that is judged.`,
    });
  if (leaks.sharedFutures > 0)
    found.push({
      kind: 'shared-future',
      columns: [],
      text: `${leaks.sharedFutures} subjects have labels of the same time among the rows to learn from and those to judge by.`,
    });
  return found;
}
