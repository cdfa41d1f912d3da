import { computeFeaturesAt } from './computeFeatures.ts';
import type { DatasetRow } from './datasetRow.ts';
import type { Feature, Row } from './feature.ts';
import type { History } from './history.ts';
import type { LabelledMoment } from './labels/labelledMoment.ts';

/**
 * The training rows of one customer or lead: its labelled moments, each with the features as of it.
 * @param learned what is learned of the features; default all
 */
export function labelledRows(
  features: readonly Feature[],
  history: History,
  moments: readonly LabelledMoment[],
  learned: (row: Row) => Row = (row) => row,
): DatasetRow[] {
  const vectors = computeFeaturesAt(
    features,
    history,
    moments.map(({ asOf }) => asOf),
  );
  return moments.map(({ asOf, label, weight, given, context }, index) => ({
    subjectId: history.id,
    asOf: new Date(asOf),
    label,
    weight,
    features: { ...learned(vectors[index]!), ...given },
    ...(context ? { context } : {}),
  }));
}
