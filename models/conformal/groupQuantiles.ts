import { Problem } from '../../base/problem.ts';
import { conformalQuantile } from './conformalQuantile.ts';

/** Conformal quantiles, one for all rows or one per group. Plain data. */
export interface GroupQuantiles {
  /** Share of rows that may be missed, in (0, 1). */
  readonly error: number;
  /** Calibration rows. */
  readonly count: number;
  /** Of all calibration rows: for groups that calibration did not see. Infinity: too few rows to promise anything. */
  readonly quantile: number;
  /** The promise holds within each of these; Infinity where a group has too few rows. */
  readonly groups: readonly { readonly name: string; readonly count: number; readonly quantile: number }[];
}

/**
 * Mondrian conformal prediction (Vovk et al. 2005, section 4.5): a quantile per group, so that the promise holds in
 * every group and not only on average.
 * @param groups the group of each calibration row, known before the outcome (or the class, for class-wise promises)
 * @throws Problem invalid_input when there are groups, but not one per row
 */
export function fitGroupQuantiles(
  scores: Float64Array,
  error: number,
  groups: readonly string[] = [],
): GroupQuantiles {
  if (groups.length > 0 && groups.length !== scores.length)
    throw new Problem('invalid_input', `${scores.length} rows but ${groups.length} groups were given.`);
  const scoresOf = new Map<string, number[]>();
  groups.forEach((name, row) => {
    const ofGroup = scoresOf.get(name);
    if (ofGroup === undefined) scoresOf.set(name, [scores[row]!]);
    else ofGroup.push(scores[row]!);
  });
  return {
    error,
    count: scores.length,
    quantile: conformalQuantile(scores, error),
    groups: [...scoresOf]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, ofGroup]) => ({
        name,
        count: ofGroup.length,
        quantile: conformalQuantile(ofGroup, error),
      })),
  };
}

/** The quantile for a row of a group; without a group, or of an unseen one, that of all rows. */
export function quantileFor(quantiles: GroupQuantiles, group: string | undefined): number {
  return quantiles.groups.find(({ name }) => name === group)?.quantile ?? quantiles.quantile;
}
