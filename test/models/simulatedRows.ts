import type { Random } from '../../base/random.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';

/** A training row of one subject in a table whose moments are all the same. */
export function simulatedRow(
  subject: number,
  features: DatasetRow['features'],
  label: number,
  context: NonNullable<DatasetRow['context']> = {},
): DatasetRow {
  return {
    subjectId: `subject-${subject}`,
    asOf: new Date(Date.UTC(2025, 0, 1)),
    label,
    weight: 1,
    features,
    context,
  };
}

export const bernoulli = (random: Random, probability: number) => (random.uniform() < probability ? 1 : 0);

export const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Probability that a random positive scores above a random negative, ties counting half. */
export function aucOf(scores: readonly number[], labels: readonly number[]): number {
  const positives = scores.filter((_, index) => labels[index] === 1);
  const negatives = scores.filter((_, index) => labels[index] === 0);
  let wins = 0;
  for (const positive of positives)
    for (const negative of negatives) wins += positive > negative ? 1 : positive === negative ? 0.5 : 0;
  return wins / (positives.length * negatives.length);
}
