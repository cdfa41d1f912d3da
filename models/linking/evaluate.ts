import { seededRandom } from '../../base/random.ts';
import type { LinkDecision } from './linkerModel.ts';

/** What was answered for one call, and what is right. */
export interface LinkOutcome {
  readonly decision: LinkDecision;
  readonly customerId: string | null;
  /** Probability of the best candidate, whatever was decided; 0 when there was none. */
  readonly topProbability: number;
  readonly topCustomerId: string | null;
  /** null: not in the customer base. */
  readonly truth: string | null;
  /** Inverse of the probability with which this call was labelled; default 1. */
  readonly weight?: number;
}

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const measures = {
  /** Right links among automatic links. */
  precision: (t: Totals) => ratio(t.rightLinks, t.links, 1),
  /** Calls of customers that were linked to them. */
  recall: (t: Totals) => ratio(t.rightLinks, t.ofCustomers, 1),
  f1: (t: Totals) => ratio(2 * t.rightLinks, t.links + t.ofCustomers, 1),
  /** Wrong links among automatic links. */
  wrongLinkRate: (t: Totals) => ratio(t.links - t.rightLinks, t.links, 0),
  automaticShare: (t: Totals) => ratio(t.links, t.calls, 0),
  reviewShare: (t: Totals) => ratio(t.reviews, t.calls, 0),
  newCustomerShare: (t: Totals) => ratio(t.newCustomers, t.calls, 0),
  unlinkedShare: (t: Totals) => ratio(t.unlinked, t.calls, 0),
  /** The best candidate is the right one, among calls of customers. */
  topRight: (t: Totals) => ratio(t.topRightOfCustomers, t.ofCustomers, 1),
  /** Mean squared error of the best candidate's probability. */
  brier: (t: Totals) => ratio(t.squaredErrors, t.calls, 0),
  /** Expected calibration error of the best candidate's probability, ten bins of equal width. */
  ece: (t: Totals) =>
    ratio(
      t.bins.reduce((sum, bin) => sum + Math.abs(bin), 0),
      t.calls,
      0,
    ),
} as const;

export type LinkMetric = keyof typeof measures;
export type LinkEvaluation = Readonly<Record<LinkMetric, Estimate>> & { readonly calls: number };

interface Totals {
  calls: number;
  links: number;
  rightLinks: number;
  ofCustomers: number;
  reviews: number;
  newCustomers: number;
  unlinked: number;
  topRightOfCustomers: number;
  squaredErrors: number;
  /** Per bin: sum of right - probability. */
  readonly bins: Float64Array;
}

const ratio = (part: number, whole: number, ofNothing: number): number =>
  whole > 0 ? part / whole : ofNothing;

function totalsOf(outcomes: readonly LinkOutcome[], times: (position: number) => number): Totals {
  const totals: Totals = {
    calls: 0,
    links: 0,
    rightLinks: 0,
    ofCustomers: 0,
    reviews: 0,
    newCustomers: 0,
    unlinked: 0,
    topRightOfCustomers: 0,
    squaredErrors: 0,
    bins: new Float64Array(10),
  };
  for (const [position, outcome] of outcomes.entries()) {
    const weight = times(position) * (outcome.weight ?? 1);
    if (weight === 0) continue;
    totals.calls += weight;
    if (outcome.truth !== null) totals.ofCustomers += weight;
    if (outcome.decision === 'link') {
      totals.links += weight;
      if (outcome.customerId === outcome.truth) totals.rightLinks += weight;
    } else if (outcome.decision === 'review') totals.reviews += weight;
    else if (outcome.decision === 'new_customer') totals.newCustomers += weight;
    else totals.unlinked += weight;
    const right = outcome.topCustomerId !== null && outcome.topCustomerId === outcome.truth ? 1 : 0;
    totals.topRightOfCustomers += weight * right;
    totals.squaredErrors += weight * (right - outcome.topProbability) ** 2;
    totals.bins[Math.min(9, Math.floor(outcome.topProbability * 10))]! +=
      weight * (right - outcome.topProbability);
  }
  return totals;
}

/**
 * How good answers are, with 95 % percentile intervals from resampling calls. A metric without cases (precision of no
 * links) has the value of a perfect one. Seeded: the same outcomes give the same intervals.
 */
export function evaluateLinks(
  outcomes: readonly LinkOutcome[],
  options: { readonly resamples?: number; readonly seed?: number } = {},
): LinkEvaluation {
  const { resamples = 200, seed = 7 } = options;
  const random = seededRandom(seed);
  const whole = totalsOf(outcomes, () => 1);
  const draws: Totals[] = [];
  for (let resample = 0; resample < resamples && outcomes.length > 0; resample++) {
    const times = new Uint32Array(outcomes.length);
    for (let draw = 0; draw < outcomes.length; draw++) times[random.integer(outcomes.length)]!++;
    draws.push(totalsOf(outcomes, (position) => times[position]!));
  }
  const estimates = Object.entries(measures).map(([name, measure]) => {
    const value = measure(whole);
    const sorted = draws.map(measure).sort((a, b) => a - b);
    const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? value;
    return [name, { value, low: Math.min(value, at(0.025)), high: Math.max(value, at(0.975)) }] as const;
  });
  return { ...(Object.fromEntries(estimates) as Record<LinkMetric, Estimate>), calls: outcomes.length };
}
