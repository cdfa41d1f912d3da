import { readSnapshot } from '../../features/datasetSnapshot.ts';
import { entityOfTask } from '../../features/definitions/taskFeatures.ts';
import type { Task } from '../../prisma/generated/enums.ts';
import type { Queryable } from '../../prisma/queryable.ts';
import type { DatasetRecord } from '../../prisma/repositories/datasets.ts';
import { erasedAmong } from '../../prisma/repositories/erasures.ts';
import { type ColumnProfile, columnProfiles } from './columnProfile.ts';
import { type ColumnDrift, driftBetween } from './drift.ts';
import { type Suspicion, suspicionsOf } from './suspicions.ts';

export interface DatasetDescription {
  readonly rows: number;
  readonly subjects: number;
  /** Moments left out because their label is not mature; null: not recorded. */
  readonly censored: number | null;
  /** Of all labels, weighted. */
  readonly meanLabel: number;
  readonly classBalance: Readonly<Record<string, number>> | null;
  readonly columns: readonly ColumnProfile[];
  /** Against the dataset of the task before this; null: there is none on this machine. */
  readonly drift: { readonly against: string; readonly columns: readonly ColumnDrift[] } | null;
  readonly suspicions: readonly Suspicion[];
  /** Subjects who have asked to be erased since. */
  readonly erasedSubjects: number;
}

/**
 * Reads a dataset from its folder, proves it against its manifest and looks at it.
 * @throws Problem `not_found` when the files are not on this machine, `artifact_invalid`
 */
export async function describeDataset(
  client: Queryable,
  directory: string,
  dataset: DatasetRecord,
  previous: DatasetRecord | null,
): Promise<DatasetDescription> {
  const { rows, manifest } = await readSnapshot(directory, dataset.path);
  const before = previous === null ? null : await readSnapshot(directory, previous.path).catch(() => null);
  const weight = rows.reduce((sum, row) => sum + row.weight, 0);
  return {
    rows: rows.length,
    subjects: manifest.subjectCount,
    censored: manifest.censored ?? null,
    meanLabel: weight === 0 ? 0 : rows.reduce((sum, row) => sum + row.weight * row.label, 0) / weight,
    classBalance: manifest.classBalance,
    columns: columnProfiles(rows),
    drift: before === null ? null : { against: previous!.id, columns: driftBetween(before.rows, rows) },
    suspicions: suspicionsOf(rows, manifest.horizonDays),
    erasedSubjects: (await erasedSubjects(client, dataset.companyId, dataset.task, rows)).size,
  };
}

/** Which of a dataset's subjects (calls, leads or customers) are being erased. */
export function erasedSubjects(
  client: Queryable,
  companyId: string,
  task: Task,
  rows: readonly { readonly subjectId: string }[],
): Promise<ReadonlySet<string>> {
  const ids = [...new Set(rows.map(({ subjectId }) => subjectId))];
  return erasedAmong(client, companyId, task === 'linking' ? 'call' : entityOfTask(task), ids);
}
