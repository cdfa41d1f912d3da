import type { DatasetRow } from '../../features/datasetRow.ts';

/**
 * The share of label 1 among the training rows, within each group of `key` where one is given; shrunk by one
 * row of the overall share, so that a small group says nothing certain.
 */
export function baseRate(
  train: readonly DatasetRow[],
  key: (row: DatasetRow) => string = () => '',
  name = 'the base rate',
): { name: string; probability: (row: DatasetRow) => number } {
  const positives = train.filter(({ label }) => label === 1).length;
  const overall = (positives + 0.5) / (train.length + 1);
  const groups = new Map<string, { rows: number; positives: number }>();
  for (const row of train) {
    const group = groups.get(key(row)) ?? { rows: 0, positives: 0 };
    groups.set(key(row), { rows: group.rows + 1, positives: group.positives + (row.label === 1 ? 1 : 0) });
  }
  return {
    name,
    probability: (row) => {
      const group = groups.get(key(row));
      return group === undefined ? overall : (group.positives + overall) / (group.rows + 1);
    },
  };
}
