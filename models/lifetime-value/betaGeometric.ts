import type { Random } from '../../base/random.ts';
import { digamma } from '../numeric/digamma.ts';
import { scaledHypergeometric } from '../numeric/hypergeometric.ts';
import { logGamma } from '../numeric/logGamma.ts';
import { betaSample, exponentialSample, gammaSample, poissonSample } from './gammaSample.ts';
import type { DistinctHistories, PurchaseHistory } from './purchaseHistory.ts';
import type { SimulatedCustomer, TransactionFamily } from './transactionFamily.ts';

// Bound once: in the context of a test runner a global costs more than the function itself.
const { abs, exp, log } = Math;
/** A type, not an interface: it must count as a record of numbers. */
export type BetaGeometricParameters = {
  /** Shape of the gamma distribution of purchase rates. */
  readonly r: number;
  /** Its rate, in units of time. */
  readonly alpha: number;
  /** Shapes of the beta distribution of the probability to leave after a purchase. */
  readonly a: number;
  readonly b: number;
};

/**
 * What BG/NBD and MBG/NBD share: while alive a customer buys as a Poisson process of gamma distributed rate, and
 * after a purchase leaves with a beta distributed probability. They differ in when that can first happen: after the
 * first repeat purchase (`chancesAtStart` 0) or already after the first purchase of all (1). All formulas of the second
 * are those of the first where the customer has had one more chance to leave.
 */
export function betaGeometric(
  name: string,
  title: string,
  chancesAtStart: 0 | 1,
): TransactionFamily<BetaGeometricParameters> {
  /** a / (b + chances - 1) x ((alpha + age) / (alpha + recency))^(r + frequency) */
  const oddsOfHavingLeft = (
    { r, alpha, a, b }: BetaGeometricParameters,
    { frequency, recency, age }: PurchaseHistory,
  ): number => {
    const chances = frequency + chancesAtStart;
    if (chances === 0) return 0;
    return (a / (b + chances - 1)) * exp((r + frequency) * log((alpha + age) / (alpha + recency)));
  };
  const alive = (parameters: BetaGeometricParameters, history: PurchaseHistory) =>
    1 / (1 + oddsOfHavingLeft(parameters, history));

  return {
    name,
    title,
    time: 'continuous',
    parameterNames: ['r', 'alpha', 'a', 'b'],
    rates: { buying: 'alpha' },
    origin: ({ meanAge }) => [1, Math.max(meanAge, 1e-9), 1, 1],
    likelihood: (histories) => preparedLikelihood(histories, chancesAtStart),
    probabilityAlive: alive,

    expectedPurchases: (parameters, history, horizon) =>
      alive(parameters, history) *
      expectedWhileAlive(parameters, { ...history, chances: history.frequency + chancesAtStart }, horizon),

    drawFuture(parameters, random, history, horizon) {
      if (random.uniform() >= alive(parameters, history)) return 0;
      const rate = gammaSample(random, parameters.r + history.frequency) / (parameters.alpha + history.age);
      const leaving = betaSample(random, parameters.a, parameters.b + history.frequency + chancesAtStart);
      // Leaving after a purchase does not depend on when it happens: the n-th is the last with a geometric n.
      const last = 1 + Math.floor(log(1 - random.uniform()) / Math.log1p(-leaving));
      return Math.min(last, poissonSample(random, rate * horizon));
    },

    drawCustomer(parameters, random, age, horizon) {
      const rate = gammaSample(random, parameters.r) / parameters.alpha;
      const leaving = betaSample(random, parameters.a, parameters.b);
      return live(random, rate, leaving, chancesAtStart === 1 && random.uniform() < leaving, age, horizon);
    },
  };
}

function live(
  random: Random,
  rate: number,
  leaving: number,
  gone: boolean,
  age: number,
  horizon: number,
): SimulatedCustomer {
  let [frequency, recency, later] = [0, 0, 0];
  let alive = !gone;
  for (let time = 0, left = gone; !left; ) {
    time += exponentialSample(random) / rate;
    if (!(time <= age + horizon)) break;
    left = random.uniform() < leaving;
    if (time > age) later++;
    else {
      frequency++;
      recency = time;
      alive = !left;
    }
  }
  return { history: { frequency, recency, age }, alive, later };
}

/** Around a = 1 the formula is 0/0 with a smooth limit; the chord over that point is off by about its length squared. */
const aroundOne = 1e-4;

/** Equation 10 of Fader, Hardie & Lee (2005) without P(alive). */
function expectedWhileAlive(
  parameters: BetaGeometricParameters,
  history: { readonly frequency: number; readonly age: number; readonly chances: number },
  horizon: number,
): number {
  const { r, alpha, a, b } = parameters;
  if (abs(a - 1) < aroundOne) {
    const at = (end: number) => expectedWhileAlive({ ...parameters, a: end }, history, horizon);
    const share = (a - 1 + aroundOne) / (2 * aroundOne);
    // Ends just outside, so that rounding cannot bring them back in.
    return (1 - share) * at(1 - 1.001 * aroundOne) + share * at(1 + 1.001 * aroundOne);
  }
  const { frequency, age, chances } = history;
  const c = a + b + chances - 1 || 1e-12;
  const z = horizon / (alpha + age + horizon);
  const power = r + frequency;
  return Math.max(0, (c / (a - 1)) * (1 - scaledHypergeometric(power, b + chances, c, z, power)));
}

/**
 * The log-likelihood (equation 6) with its gradient by (r, alpha, a, b). What depends on the frequency alone is
 * computed once per distinct frequency.
 */
function preparedLikelihood({ frequency, recency, age, count }: DistinctHistories, chancesAtStart: 0 | 1) {
  const distinct = [...new Set(frequency)];
  const indexOf = new Map(distinct.map((x, index) => [x, index]));
  const group = Int32Array.from(frequency, (x) => indexOf.get(x)!);
  const terms = distinct.map(() => ({ value: 0, r: 0, a: 0, b: 0, logOddsLeft: 0 }));

  return (parameters: Float64Array, gradient: Float64Array): number => {
    const [r, alpha, a, b] = parameters as unknown as [number, number, number, number];
    distinct.forEach((x, index) => {
      const chances = x + chancesAtStart;
      const term = terms[index]!;
      const ab = digamma(a + b) - digamma(a + b + chances);
      term.value =
        logGamma(r + x) -
        logGamma(r) +
        logGamma(a + b) -
        logGamma(a + b + chances) +
        logGamma(b + chances) -
        logGamma(b);
      term.r = digamma(r + x) - digamma(r);
      term.a = ab;
      term.b = ab + digamma(b + chances) - digamma(b);
      term.logOddsLeft = chances > 0 ? log(a / (b + chances - 1)) : Number.NEGATIVE_INFINITY;
    });
    let total = 0;
    gradient.fill(0);
    const logAlpha = log(alpha);
    for (let row = 0; row < group.length; row++) {
      const term = terms[group[row]!]!;
      const weight = count[row]!;
      const x = frequency[row]!;
      const aliveUntil = alpha + age[row]!;
      const leftAt = alpha + recency[row]!;
      const logAlive = -(r + x) * log(aliveUntil);
      const logLeft = term.logOddsLeft - (r + x) * log(leftAt);
      const top = Math.max(logAlive, logLeft);
      const sum = exp(logAlive - top) + exp(logLeft - top);
      const alive = exp(logAlive - top) / sum;
      const left = exp(logLeft - top) / sum;
      total += weight * (term.value + r * logAlpha + top + log(sum));
      gradient[0]! += weight * (term.r + logAlpha - alive * log(aliveUntil) - left * log(leftAt));
      gradient[1]! += weight * (r / alpha - (r + x) * (alive / aliveUntil + left / leftAt));
      gradient[2]! += weight * (term.a + left / a);
      gradient[3]! += weight * (term.b - (left > 0 ? left / (b + x + chancesAtStart - 1) : 0));
    }
    return total;
  };
}
