import type { Contribution, Explanation } from './estimator.ts';

/** One reason of a prediction, ready to be shown. */
export interface Reason {
  readonly feature: string;
  readonly value: number | string | null;
  /** What the feature added to the raw score (log-odds for classifiers), against the average training row. */
  readonly effect: number;
  readonly text: string;
}

/** "calls_30d = 4 raises the score by 0.62": the wording when a task has no better one. */
function describeContribution(contribution: Contribution): string {
  const { feature, value, effect } = contribution;
  const shown =
    value === null ? 'missing' : typeof value === 'number' ? String(Number(value.toPrecision(6))) : value;
  return `${feature} = ${shown} ${effect >= 0 ? 'raises' : 'lowers'} the score by ${Math.abs(effect).toFixed(2)}`;
}

/** The `limit` strongest contributions, strongest first (ties by feature name); those without effect are left out. */
export function topReasons(
  explanation: Explanation,
  describe: (contribution: Contribution) => string = describeContribution,
  limit = 5,
): Reason[] {
  return explanation.contributions
    .filter((contribution) => contribution.effect !== 0)
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect) || (a.feature < b.feature ? -1 : 1))
    .slice(0, limit)
    .map((contribution) => ({
      feature: contribution.feature,
      value: contribution.value,
      effect: contribution.effect,
      text: describe(contribution),
    }));
}
