import type { Random } from '../../base/random.ts';
import { digamma } from '../numeric/digamma.ts';
import { logGamma } from '../numeric/logGamma.ts';
import { betaSample } from './gammaSample.ts';
import type { DistinctHistories, PurchaseHistory } from './purchaseHistory.ts';
import type { TransactionFamily } from './transactionFamily.ts';

export type BgBbParameters = {
  /** Shapes of the beta distribution of the probability to buy at an opportunity. */
  readonly alpha: number;
  readonly beta: number;
  /** Shapes of the beta distribution of the probability to leave before an opportunity. */
  readonly gamma: number;
  readonly delta: number;
};

/**
 * BG/BB (Fader, Hardie & Shang 2010, "Customer-Base Analysis in a Discrete-Time Noncontractual Setting"): at each of a
 * row of opportunities (a yearly renewal, a season) somebody who is still a customer buys or does not; before each
 * they may leave. Age and recency are numbers of opportunities, frequency <= recency <= age. Of a horizon only whole
 * opportunities count.
 */
export const bgBb: TransactionFamily<BgBbParameters> = {
  name: 'bg-bb',
  title: 'BG/BB',
  time: 'opportunities',
  parameterNames: ['alpha', 'beta', 'gamma', 'delta'],
  origin: () => [1, 1, 1, 1],
  likelihood: preparedLikelihood,
  probabilityAlive,

  /** Sum over the opportunities ahead of P(still a customer there) x E(probability to buy). */
  expectedPurchases(parameters, history, horizon) {
    const { alpha, beta, gamma, delta } = parameters;
    const { frequency, age } = history;
    // P(a customer at age + j | a customer at age), for which delta has grown by age.
    let staying = 1;
    let opportunities = 0;
    for (let ahead = 1; ahead <= Math.floor(horizon); ahead++) {
      const left = delta + age + ahead - 1;
      staying *= left / (gamma + left);
      opportunities += staying;
    }
    const buys = (alpha + frequency) / (alpha + beta + age);
    return probabilityAlive(parameters, history) * buys * opportunities;
  },

  drawFuture(parameters, random, history, horizon) {
    const { alpha, beta, gamma, delta } = parameters;
    const { frequency, age } = history;
    if (random.uniform() >= probabilityAlive(parameters, history)) return 0;
    const buys = betaSample(random, alpha + frequency, beta + age - frequency);
    const stays = staysFor(random, betaSample(random, gamma, delta + age));
    let bought = 0;
    for (let ahead = 1; ahead <= Math.min(stays, Math.floor(horizon)); ahead++)
      if (random.uniform() < buys) bought++;
    return bought;
  },

  drawCustomer(parameters, random, age, horizon) {
    const buys = betaSample(random, parameters.alpha, parameters.beta);
    const stays = staysFor(random, betaSample(random, parameters.gamma, parameters.delta));
    const observed = Math.floor(age);
    let [frequency, recency, later] = [0, 0, 0];
    for (let at = 1; at <= Math.min(stays, observed + Math.floor(horizon)); at++) {
      if (random.uniform() >= buys) continue;
      if (at > observed) later++;
      else {
        frequency++;
        recency = at;
      }
    }
    return { history: { frequency, recency, age: observed }, alive: stays >= observed, later };
  },
};

/** Opportunities somebody stays for who leaves before each with this probability. */
const staysFor = (random: Random, leaving: number): number =>
  leaving > 0 ? Math.floor(Math.log(1 - random.uniform()) / Math.log1p(-leaving)) : Number.POSITIVE_INFINITY;

const logBeta = (p: number, q: number): number => logGamma(p) + logGamma(q) - logGamma(p + q);

/** Still a customer at the last opportunity; the paper's P(alive at n + 1) is (delta + n) / (gamma + delta + n) of it. */
function probabilityAlive(parameters: BgBbParameters, history: PurchaseHistory): number {
  const { alpha, beta, gamma, delta } = parameters;
  const { frequency: x, recency, age: n } = history;
  const alive = logBeta(alpha + x, beta + n - x) + logBeta(gamma, delta + n);
  let odds = 0;
  for (let last = recency; last < n; last++)
    odds += Math.exp(logBeta(alpha + x, beta + last - x) + logBeta(gamma + 1, delta + last) - alive);
  return 1 / (1 + odds);
}

/** Equation 5 of the paper: a sum over the opportunity after which the customer left, with its gradient. */
function preparedLikelihood({ frequency, recency, age, count }: DistinctHistories) {
  return (parameters: Float64Array, gradient: Float64Array): number => {
    const [alpha, beta, gamma, delta] = parameters as unknown as [number, number, number, number];
    const prior = logBeta(alpha, beta) + logBeta(gamma, delta);
    const ends = [digamma(alpha + beta), digamma(gamma + delta)] as const;
    const priorSlopes = [
      digamma(alpha) - ends[0],
      digamma(beta) - ends[0],
      digamma(gamma) - ends[1],
      digamma(delta) - ends[1],
    ];
    let total = 0;
    gradient.fill(0);
    const slopes = new Float64Array(4);
    for (let row = 0; row < frequency.length; row++) {
      const x = frequency[row]!;
      let top = Number.NEGATIVE_INFINITY;
      let sum = 0;
      slopes.fill(0);
      // `last` opportunities were lived through; n of them without leaving.
      for (let last = recency[row]!; last <= age[row]!; last++) {
        const left = last < age[row]! ? 1 : 0;
        const log = logBeta(alpha + x, beta + last - x) + logBeta(gamma + left, delta + last);
        if (log > top) {
          const scale = Math.exp(top - log);
          sum *= scale;
          for (let index = 0; index < 4; index++) slopes[index]! *= scale;
          top = log;
        }
        const weight = Math.exp(log - top);
        const bought = digamma(alpha + beta + last);
        const lived = digamma(gamma + left + delta + last);
        sum += weight;
        slopes[0]! += weight * (digamma(alpha + x) - bought);
        slopes[1]! += weight * (digamma(beta + last - x) - bought);
        slopes[2]! += weight * (digamma(gamma + left) - lived);
        slopes[3]! += weight * (digamma(delta + last) - lived);
      }
      total += count[row]! * (top + Math.log(sum) - prior);
      for (let index = 0; index < 4; index++)
        gradient[index]! += count[row]! * (slopes[index]! / sum - priorSlopes[index]!);
    }
    return total;
  };
}
