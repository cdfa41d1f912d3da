import { seededRandom } from '../base/random.ts';
import type { Measured } from './report.ts';

/** One logged decision, as a policy that is to be judged sees it. */
export interface LoggedDecision {
  readonly subjectId: string;
  /** What came of the action taken, less its cost. */
  readonly reward: number;
  /** Probability with which the logging policy took the action, in (0, 1]. */
  readonly loggedPropensity: number;
  /** Probability with which the policy to be judged would have taken it. */
  readonly propensity: number;
  /** Reward the outcome model expects of the action taken. */
  readonly expected: number;
  /** Reward the outcome model expects of the policy to be judged: the mean over its actions. */
  readonly expectedOfPolicy: number;
}

export interface OffPolicyValue {
  /** What the logging policy earned per decision. */
  readonly logged: Measured;
  /** What the judged policy would have earned, doubly robust. */
  readonly learned: Measured;
  /** How many unweighted decisions the weights amount to (Kish): few decisions overlap when it is small. */
  readonly effectiveSampleSize: number;
}

/**
 * The value of a policy from decisions that another one logged: the self-normalised doubly robust estimator
 * (Dudik, Langford & Li 2011; Robins, Rotnitzky & Zhao 2007), right when either the propensities or the
 * outcome model is. Intervals at 95 % by resampling subjects.
 */
export function offPolicyValue(decisions: readonly LoggedDecision[], seed = 11): OffPolicyValue {
  const clusters = new Map<string, Sums>();
  let weights = 0;
  let squaredWeights = 0;
  for (const decision of decisions) {
    const sums = clusters.get(decision.subjectId) ?? { ...nothing };
    const weight = decision.propensity / decision.loggedPropensity;
    sums.count += 1;
    sums.reward += decision.reward;
    sums.expected += decision.expectedOfPolicy;
    sums.weight += weight;
    sums.correction += weight * (decision.reward - decision.expected);
    clusters.set(decision.subjectId, sums);
    weights += weight;
    squaredWeights += weight ** 2;
  }
  const all = [...clusters.values()];
  const random = seededRandom(seed);
  const logged: number[] = [];
  const learned: number[] = [];
  for (let resample = 0; resample < 500; resample++) {
    const drawn = total(Array.from(all, () => all[random.integer(all.length)]!));
    logged.push(drawn.reward / drawn.count);
    learned.push(doublyRobust(drawn));
  }
  const whole = total(all);
  return {
    logged: interval(whole.reward / whole.count, logged),
    learned: interval(doublyRobust(whole), learned),
    effectiveSampleSize: squaredWeights === 0 ? 0 : weights ** 2 / squaredWeights,
  };
}

const nothing = { count: 0, reward: 0, expected: 0, weight: 0, correction: 0 };
type Sums = typeof nothing;

function total(parts: readonly Sums[]): Sums {
  const sum = { ...nothing };
  for (const part of parts) {
    sum.count += part.count;
    sum.reward += part.reward;
    sum.expected += part.expected;
    sum.weight += part.weight;
    sum.correction += part.correction;
  }
  return sum;
}

const doublyRobust = (sums: Sums) =>
  sums.expected / sums.count + (sums.weight === 0 ? 0 : sums.correction / sums.weight);

function interval(value: number, resampled: number[]): Measured {
  resampled.sort((a, b) => a - b);
  return {
    value,
    low: resampled[Math.floor(resampled.length * 0.025)]!,
    high: resampled[Math.ceil(resampled.length * 0.975) - 1]!,
  };
}
