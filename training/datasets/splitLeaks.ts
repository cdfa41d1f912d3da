import { canonicalJson } from '../../base/hash.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { millisecondsPerDay } from '../../features/history.ts';

/** What the rows to learn from know of the rows to judge by. */
export interface SplitLeaks {
  /** Rows to learn from whose label looks into the time that is judged: their window ends after it begins. */
  readonly overlappingLabels: number;
  /** Subjects with rows in both parts whose labels look at a common stretch of time. */
  readonly sharedFutures: number;
  /**
   * Rows to judge by whose features and label also stand, of another subject, among those to learn from. Where features
   * are coarse this happens by chance; findNearDuplicates tells the one from the other.
   */
  readonly copiedRows: number;
}

/** Columns a row must have a value in before an equal row is a copy and no coincidence. */
const leastValues = 3;

/**
 * Compares the two parts of a split. A split by time is meant to have no overlapping labels, one by subject no shared
 * futures, and none should have copies.
 * @param horizonDays days of future a label looks at; `context.labelDays` of a row goes before
 */
export function splitLeaks(
  train: readonly DatasetRow[],
  holdout: readonly DatasetRow[],
  horizonDays: number,
): SplitLeaks {
  const endOf = ({ asOf, context }: DatasetRow) =>
    asOf.getTime() +
    (typeof context?.labelDays === 'number' ? context.labelDays : horizonDays) * millisecondsPerDay;
  let judgedFrom = Number.POSITIVE_INFINITY;
  const stretches = new Map<string, { from: number; until: number }[]>();
  const judged = new Map<string, string>();
  for (const row of holdout) {
    const from = row.asOf.getTime();
    judgedFrom = Math.min(judgedFrom, from);
    const own = stretches.get(row.subjectId) ?? [];
    own.push({ from, until: endOf(row) });
    stretches.set(row.subjectId, own);
    const content = contentOf(row);
    if (content !== null) judged.set(content, row.subjectId);
  }
  let overlappingLabels = 0;
  const shared = new Set<string>();
  const copied = new Set<string>();
  for (const row of train) {
    const from = row.asOf.getTime();
    const until = endOf(row);
    if (until > judgedFrom) overlappingLabels++;
    if (stretches.get(row.subjectId)?.some((other) => from < other.until && other.from < until))
      shared.add(row.subjectId);
    const content = contentOf(row);
    const owner = content === null ? undefined : judged.get(content);
    if (owner !== undefined && owner !== row.subjectId) copied.add(content!);
  }
  const copiedRows = holdout.filter((row) => copied.has(contentOf(row) ?? '')).length;
  return { overlappingLabels, sharedFutures: shared.size, copiedRows };
}

/** Features and label; null where there is too little to recognise somebody by. */
function contentOf({ features, label }: DatasetRow): string | null {
  const present = Object.entries(features).filter(([, value]) => value !== null && value !== 0);
  const telling = present.filter(([, value]) => typeof value === 'number' && !Number.isInteger(value));
  return present.length < leastValues || telling.length === 0
    ? null
    : canonicalJson([label, Object.fromEntries(present)]);
}
