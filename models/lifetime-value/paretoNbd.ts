import { digamma } from '../numeric/digamma.ts';
import { logGamma } from '../numeric/logGamma.ts';
import { exponentialSample, gammaSample, poissonSample } from './gammaSample.ts';
import { type LostInBetween, lostInBetween } from './lostInBetween.ts';
import type { DistinctHistories, PurchaseHistory } from './purchaseHistory.ts';
import type { TransactionFamily } from './transactionFamily.ts';

// Bound once: in the context of a test runner a global costs more than the function itself.
const { exp, log } = Math;

export type ParetoNbdParameters = {
  /** Shape and rate (units of time) of the gamma distribution of purchase rates. */
  readonly r: number;
  readonly alpha: number;
  /** Shape and rate (units of time) of the gamma distribution of the rates of leaving. */
  readonly s: number;
  readonly beta: number;
};

/**
 * Pareto/NBD (Schmittlein, Morrison & Colombo 1987; likelihood as in Fader & Hardie 2005): customers buy as a Poisson
 * process until they leave, which they can at any moment, after an exponential time; both rates are gamma distributed.
 */
export const paretoNbd: TransactionFamily<ParetoNbdParameters> = {
  name: 'pareto-nbd',
  title: 'Pareto/NBD',
  time: 'continuous',
  parameterNames: ['r', 'alpha', 's', 'beta'],
  rates: { buying: 'alpha', leaving: 'beta' },
  origin: ({ meanAge }) => [1, Math.max(meanAge, 1e-9), 1, Math.max(meanAge, 1e-9)],
  likelihood: preparedLikelihood,
  probabilityAlive,

  expectedPurchases(parameters, history, horizon) {
    const { r, alpha, s, beta } = parameters;
    const { frequency, age } = history;
    const rate = (r + frequency) / (alpha + age);
    // (1 - ((beta + age) / (beta + age + horizon))^(s - 1)) / (s - 1), also where s is 1.
    const logGrowth = Math.log1p(horizon / (beta + age));
    const exponent = (s - 1) * logGrowth;
    const time =
      (beta + age) * logGrowth * (Math.abs(exponent) < 1e-12 ? 1 : -Math.expm1(-exponent) / exponent);
    return probabilityAlive(parameters, history) * rate * time;
  },

  drawFuture(parameters, random, history, horizon) {
    if (random.uniform() >= probabilityAlive(parameters, history)) return 0;
    const rate = gammaSample(random, parameters.r + history.frequency) / (parameters.alpha + history.age);
    const leaving = gammaSample(random, parameters.s) / (parameters.beta + history.age);
    return poissonSample(random, rate * Math.min(horizon, exponentialSample(random) / leaving));
  },

  drawCustomer(parameters, random, age, horizon) {
    const rate = gammaSample(random, parameters.r) / parameters.alpha;
    const leaving = gammaSample(random, parameters.s) / parameters.beta;
    const life = exponentialSample(random) / leaving;
    const end = Math.min(life, age + horizon);
    let [frequency, recency, later] = [0, 0, 0];
    for (let time = exponentialSample(random) / rate; time <= end; time += exponentialSample(random) / rate) {
      if (time > age) later++;
      else {
        frequency++;
        recency = time;
      }
    }
    return { history: { frequency, recency, age }, alive: life > age, later };
  },
};

const scratch: LostInBetween = { log: 0, logAlpha: 0, logBeta: 0, inverseAlpha: 0, inverseBeta: 0 };

function probabilityAlive({ r, alpha, s, beta }: ParetoNbdParameters, history: PurchaseHistory): number {
  const { frequency, recency, age } = history;
  const lost = lostInBetween(r + frequency, s, alpha, beta, recency, age, scratch);
  const logAlive = -(r + frequency) * log(alpha + age) - s * log(beta + age);
  return 1 / (1 + exp(log(s) + lost.log - logAlive));
}

/** The log-likelihood with its gradient by (r, alpha, s, beta). */
function preparedLikelihood({ frequency, recency, age, count }: DistinctHistories) {
  const distinct = [...new Set(frequency)];
  const indexOf = new Map(distinct.map((x, index) => [x, index]));
  const group = Int32Array.from(frequency, (x) => indexOf.get(x)!);

  return (parameters: Float64Array, gradient: Float64Array): number => {
    const [r, alpha, s, beta] = parameters as unknown as [number, number, number, number];
    const terms = distinct.map((x) => ({
      value: logGamma(r + x) - logGamma(r),
      r: digamma(r + x) - digamma(r),
    }));
    const [logAlpha, logBeta, logS] = [log(alpha), log(beta), log(s)];
    let total = 0;
    gradient.fill(0);
    for (let row = 0; row < group.length; row++) {
      const term = terms[group[row]!]!;
      const weight = count[row]!;
      const k = r + frequency[row]!;
      const atAge = log(alpha + age[row]!);
      const leavesAtAge = log(beta + age[row]!);
      const lost = lostInBetween(k, s, alpha, beta, recency[row]!, age[row]!, scratch);
      const logAlive = -k * atAge - s * leavesAtAge;
      const logLeft = logS + lost.log;
      const top = Math.max(logAlive, logLeft);
      const sum = exp(logAlive - top) + exp(logLeft - top);
      const alive = exp(logAlive - top) / sum;
      const left = exp(logLeft - top) / sum;
      total += weight * (term.value + r * logAlpha + s * logBeta + top + log(sum));
      gradient[0]! += weight * (term.r + logAlpha - alive * atAge - left * lost.logAlpha);
      gradient[1]! += weight * (r / alpha - k * (alive / (alpha + age[row]!) + left * lost.inverseAlpha));
      gradient[2]! += weight * (logBeta - alive * leavesAtAge + left * (1 / s - lost.logBeta));
      gradient[3]! +=
        weight * (s / beta - (s * alive) / (beta + age[row]!) - (s + 1) * left * lost.inverseBeta);
    }
    return total;
  };
}
