import type { Row } from '../table.ts';

/** How one feature enters the action-specific terms. */
export interface CrossedFeature {
  readonly feature: string;
  /** Centre and scale over the training rows: a term is 0 for the average lead and for every other action. */
  readonly mean: number;
  readonly scale: number;
}

/** The numeric features whose effect may differ by action: those that are present often enough and vary. */
export function crossedFeatures(rows: readonly Row[]): CrossedFeature[] {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))].sort();
  return names.flatMap((feature) => {
    const values = rows
      .map((row) => row[feature])
      .filter((value): value is number => typeof value === 'number');
    if (values.length < rows.length / 2) return [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const scale = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    return scale > 0 && Number.isFinite(scale) ? [{ feature, mean, scale }] : [];
  });
}

/**
 * A lead's row with a considered action: the action itself and, for each crossed feature, a term that is the
 * standardised feature under this action and 0 under any other. In a linear learner that gives each action its
 * own slope; without it every lead would be given the same action.
 */
export function rowWithAction(
  row: Row,
  action: string,
  actions: readonly string[],
  crossed: readonly CrossedFeature[],
): Row {
  const terms: Record<string, number> = {};
  for (const other of actions)
    for (const { feature, mean, scale } of crossed) {
      const value = row[feature];
      terms[`${feature} for ${other}`] =
        other === action && typeof value === 'number' ? (value - mean) / scale : 0;
    }
  return { ...row, action, ...terms };
}
