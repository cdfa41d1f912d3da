import { seededRandom } from '../../base/random.ts';
import { type BanditLog, checkBanditLog, type JudgedPolicy } from './banditLog.ts';

/** A mean reward per decision with its standard error and 95 % interval. */
export interface ValueEstimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly standardError: number;
}

export interface OffPolicyValue {
  /** What the logging policy earned. */
  readonly logged: ValueEstimate;
  /** What the judged policy would have earned, by inverse propensity scores: unbiased, of the highest variance. */
  readonly ips: ValueEstimate;
  /** The same with weights that sum to 1: a little biased, of less variance. NaN where no decision overlaps. */
  readonly snips: ValueEstimate;
  /** By the reward model alone: as wrong as the model is, and its interval does not know it. */
  readonly dm: ValueEstimate;
  /** The model, corrected by the weighted decisions: right when either the propensities or the model are. */
  readonly dr: ValueEstimate;
  /** How many unweighted decisions the weights amount to (Kish 1965); small when the policies differ much. */
  readonly effectiveSampleSize: number;
  /** What the baseline would have earned, by `dr`; without one what was logged. */
  readonly baseline: ValueEstimate;
  /** Judged minus baseline by `dr`, on the same resamples: what both policies have in common adds no noise. */
  readonly gain: ValueEstimate;
}

export interface OffPolicyOptions {
  /** Default 1000. */
  readonly resamples?: number;
  /** Default 11. */
  readonly seed?: number;
  /** The policy to gain on; by default the logging one. */
  readonly baseline?: JudgedPolicy;
}

const measures = ['logged', 'ips', 'snips', 'dm', 'dr', 'baseline', 'gain'] as const;

/** Sums over decisions from which every measure follows. */
const sums = [
  'count',
  'reward',
  'weight',
  'weightedReward',
  'expected',
  'correction',
  'baselineWeight',
  'baselineExpected',
  'baselineCorrection',
] as const;
const size = sums.length;

/**
 * The value of a policy from decisions that another one logged, w = judged / logged propensity of the action taken:
 * - IPS: mean of w r (Horvitz & Thompson 1952);
 * - SNIPS: sum of w r / sum of w (Swaminathan & Joachims 2015, The self-normalized estimator for counterfactual
 *   learning);
 * - DM: mean of the model's expectation of the judged policy;
 * - DR: DM + sum of w (r - expected) / sum of w (Dudik, Langford & Li 2011, Doubly robust policy evaluation and
 *   learning; weights normalised as by Thomas & Brunskill 2016, so that propensities known up to a factor do).
 * Intervals are percentiles over resamples of whole subjects, standard errors their spread.
 * @throws Problem as `checkBanditLog`
 */
export function offPolicyValue(
  log: BanditLog,
  policy: JudgedPolicy,
  { resamples = 1000, seed = 11, baseline }: OffPolicyOptions = {},
): OffPolicyValue {
  checkBanditLog(log);
  const parts = sumsBySubject(log, policy, baseline);
  const clusters = parts.length / size;
  const whole = new Float64Array(size);
  for (let index = 0; index < parts.length; index++) whole[index % size]! += parts[index]!;

  const random = seededRandom(seed);
  const drawn = measures.map(() => new Float64Array(resamples));
  const total = new Float64Array(size);
  for (let resample = 0; resample < resamples; resample++) {
    total.fill(0);
    for (let draw = 0; draw < clusters; draw++) {
      // A scaled uniform is several times quicker than an unbiased integer, and biased by 2^-53 of the range.
      const from = size * ((random.uniform() * clusters) >>> 0);
      for (let sum = 0; sum < size; sum++) total[sum]! += parts[from + sum]!;
    }
    measured(total).forEach((value, measure) => {
      drawn[measure]![resample] = value;
    });
  }
  const values = measured(whole);
  const estimates = Object.fromEntries(
    measures.map((name, index) => [name, estimate(values[index]!, drawn[index]!)]),
  ) as Record<(typeof measures)[number], ValueEstimate>;
  return { ...estimates, effectiveSampleSize: effectiveSampleSize(log, policy.propensities) };
}

/** (sum of w)^2 / sum of w^2, w = judged / logged propensity of the action taken; 0 when nothing overlaps. */
function effectiveSampleSize({ propensities }: BanditLog, judged: Float64Array): number {
  let weights = 0;
  let squares = 0;
  for (let row = 0; row < judged.length; row++) {
    const weight = judged[row]! / propensities[row]!;
    weights += weight;
    squares += weight * weight;
  }
  return squares === 0 ? 0 : weights ** 2 / squares;
}

/** Subject after subject its sums, in the order of `sums`. */
function sumsBySubject(
  { rewards, propensities, subjects }: BanditLog,
  policy: JudgedPolicy,
  baseline: JudgedPolicy | undefined,
): Float64Array {
  const places = new Map<string | number, number>();
  const parts = new Float64Array(size * rewards.length);
  for (let row = 0; row < rewards.length; row++) {
    const subject = subjects === undefined ? row : subjects[row]!;
    let place = places.get(subject);
    if (place === undefined) {
      place = size * places.size;
      places.set(subject, place);
    }
    const reward = rewards[row]!;
    const weight = policy.propensities[row]! / propensities[row]!;
    parts[place]! += 1;
    parts[place + 1]! += reward;
    parts[place + 2]! += weight;
    parts[place + 3]! += weight * reward;
    parts[place + 4]! += policy.expectedOfPolicy[row]!;
    parts[place + 5]! += weight * (reward - policy.expected[row]!);
    if (baseline === undefined) {
      // What was logged, as a policy of which nothing is expected beside its rewards.
      parts[place + 6]! += 1;
      parts[place + 8]! += reward;
      continue;
    }
    const usual = baseline.propensities[row]! / propensities[row]!;
    parts[place + 6]! += usual;
    parts[place + 7]! += baseline.expectedOfPolicy[row]!;
    parts[place + 8]! += usual * (reward - baseline.expected[row]!);
  }
  return parts.subarray(0, size * places.size);
}

/** In the order of `measures`. */
function measured(total: Float64Array): number[] {
  const [count, reward, weight, weightedReward, expected, correction, ...usual] = total as unknown as [
    ...[number, number, number, number, number, number],
    ...[number, number, number],
  ];
  const logged = reward / count;
  const dm = expected / count;
  const dr = doublyRobust(count, weight, expected, correction);
  const baseline = doublyRobust(count, ...usual);
  return [
    logged,
    weightedReward / count,
    weight === 0 ? Number.NaN : weightedReward / weight,
    dm,
    dr,
    baseline,
    difference(dr, baseline),
  ];
}

const doublyRobust = (count: number, weight: number, expected: number, correction: number): number =>
  expected / count + (weight === 0 ? 0 : correction / weight);

/** Values that differ by rounding alone are equal: the logging policy gains nothing on itself. */
function difference(one: number, other: number): number {
  const gap = one - other;
  return Math.abs(gap) <= 1e-10 * Math.max(Math.abs(one), Math.abs(other)) ? 0 : gap;
}

function estimate(value: number, resampled: Float64Array): ValueEstimate {
  const sorted = resampled.filter(Number.isFinite).sort();
  const count = sorted.length;
  if (count === 0) return { value, low: Number.NaN, high: Number.NaN, standardError: Number.NaN };
  const mean = sorted.reduce((sum, each) => sum + each, 0) / count;
  const squares = sorted.reduce((sum, each) => sum + (each - mean) ** 2, 0);
  return {
    value,
    low: sorted[Math.floor(count * 0.025)]!,
    high: sorted[Math.ceil(count * 0.975) - 1]!,
    standardError: Math.sqrt(squares / Math.max(1, count - 1)),
  };
}
