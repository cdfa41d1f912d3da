import type { LinkerThresholds } from './linkerData.ts';

/** The best candidate of one call as the model saw it without having learned from that call. */
export interface TopCandidate {
  readonly probability: number;
  /** undefined: not labelled. */
  readonly right: boolean | undefined;
  readonly weight: number;
}

export type AutomaticThreshold = Pick<
  LinkerThresholds,
  'automatic' | 'rule' | 'wrongLinkRate' | 'wrongLinkUpperBound'
>;

/** Labelled calls below which only exact evidence links. */
export const leastLabels = 50;
/** The model's own expectation counts as much as this many labelled calls. */
const expectationCalls = 100;
/** 95 %, one-sided. */
const z = 1.6448536269514722;

/** Upper end of Wilson's score interval for a share seen among n. E. B. Wilson (1927), JASA 22, 209-212. */
export function wilsonUpperBound(share: number, n: number): number {
  if (n <= 0) return 1;
  const square = (z * z) / n;
  const centre = share + square / 2;
  return Math.min(1, (centre + z * Math.sqrt((share * (1 - share)) / n + square / (4 * n))) / (1 + square));
}

/**
 * Smallest threshold at which the wrong links among the calls at or above it stay within `limit`.
 *
 * `upper_bound` where enough labelled calls lie above the threshold for the confidence bound of the weighted share
 * of wrong ones (effective sample size of the weights) to meet the limit; `estimate` otherwise: the weighted share,
 * drawn towards the expected share (mean of 1 - probability, unlabelled calls too), and no call whose own chance of
 * being wrong is above five times the limit. A threshold above 1 links nothing.
 */
export function automaticThreshold(calls: readonly TopCandidate[], limit: number): AutomaticThreshold {
  const labelled = calls.filter(({ right }) => right !== undefined).length;
  if (labelled < leastLabels) {
    return { automatic: 2, rule: 'exact_evidence', wrongLinkRate: 0, wrongLinkUpperBound: null };
  }
  const sorted = [...calls].sort((a, b) => b.probability - a.probability);
  let bounded: AutomaticThreshold | undefined;
  let estimated: AutomaticThreshold | undefined;
  let [weight, squares, wrong, expected, count] = [0, 0, 0, 0, 0];
  for (const [position, call] of sorted.entries()) {
    count++;
    expected += 1 - call.probability;
    if (call.right !== undefined) {
      weight += call.weight;
      squares += call.weight * call.weight;
      if (!call.right) wrong += call.weight;
    }
    // Calls of equal probability fall on the same side.
    if (sorted[position + 1]?.probability === call.probability) continue;
    const effective = squares > 0 ? (weight * weight) / squares : 0;
    const observed = weight > 0 ? wrong / weight : 0;
    const rate =
      (effective * observed + expectationCalls * (expected / count)) / (effective + expectationCalls);
    const bound = effective > 0 ? wilsonUpperBound(observed, effective) : null;
    const found = { automatic: call.probability, wrongLinkRate: rate, wrongLinkUpperBound: bound };
    if (bound !== null && bound <= limit) bounded = { ...found, rule: 'upper_bound' };
    if (rate <= limit && 1 - call.probability <= 5 * limit) estimated = { ...found, rule: 'estimate' };
  }
  const nothing: AutomaticThreshold = {
    automatic: 2,
    rule: 'estimate',
    wrongLinkRate: 0,
    wrongLinkUpperBound: null,
  };
  return bounded ?? estimated ?? nothing;
}
