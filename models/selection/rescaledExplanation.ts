import type { Explanation } from '../estimator.ts';

/**
 * An explanation on another scale: the raw score's way from baseline to prediction, bent by `change`, is divided
 * among the features in the proportions it had, so that the effects still sum to the (changed) score.
 * @param change increasing, such as the log-odds of a probability
 */
export function rescaledExplanation(
  { baseline, contributions }: Explanation,
  change: (score: number) => number,
): Explanation {
  const raw = contributions.reduce((sum, { effect }) => sum + effect, baseline);
  const from = change(baseline);
  const stretch = raw === baseline ? 0 : (change(raw) - from) / (raw - baseline);
  return {
    baseline: from,
    contributions: contributions.map((each) => ({ ...each, effect: each.effect * stretch })),
  };
}
