import { type Finding, Problem } from '../../base/problem.ts';
import { digamma } from '../numeric/digamma.ts';
import { scaledHypergeometric } from '../numeric/hypergeometric.ts';
import { minimise } from '../numeric/lbfgs.ts';
import { logGamma } from '../numeric/logGamma.ts';

/**
 * BG/NBD (Fader, Hardie & Lee 2005, "Counting Your Customers" the Easy Way): while alive a customer buys as a
 * Poisson process whose rate is gamma distributed (shape r, rate alpha, in 1 / time unit); after each purchase the
 * customer leaves with a probability that is beta distributed (a, b).
 */
export interface BgNbdParameters {
  readonly r: number;
  readonly alpha: number;
  readonly a: number;
  readonly b: number;
}

/** One customer's history in any one time unit. */
export interface PurchaseHistory {
  /** Repeat purchases: all but the first. */
  readonly frequency: number;
  /** From the first to the last purchase; 0 without repeat purchase. */
  readonly recency: number;
  /** From the first purchase to the end of observation. */
  readonly age: number;
}

/** Histories as columns of equal length. */
export interface PurchaseHistories {
  readonly frequency: ArrayLike<number>;
  readonly recency: ArrayLike<number>;
  readonly age: ArrayLike<number>;
}

export interface BgNbdFit {
  readonly parameters: BgNbdParameters;
  readonly logLikelihood: number;
  readonly customers: number;
  readonly iterations: number;
}

export interface BgNbdOptions {
  /**
   * penalty / 2 x squared distance of the log parameters from r = a = b = 1, alpha = mean age. 0 (the default) is
   * maximum likelihood; a small value such as 0.01 makes small samples fit.
   */
  readonly penalty?: number;
  readonly signal?: AbortSignal;
}

/**
 * Maximum likelihood by L-BFGS on the log parameters with the analytic gradient.
 * @throws Problem invalid_input when a history is impossible, not_enough_data without any repeat purchase,
 * degenerate_fit when the likelihood has no maximum (parameters run away)
 */
export function fitBgNbd(histories: PurchaseHistories, options: BgNbdOptions = {}): BgNbdFit {
  checkHistories(histories);
  const { frequency, age } = histories;
  const customers = frequency.length;
  let ages = 0;
  let repeats = 0;
  for (let row = 0; row < customers; row++) {
    ages += age[row]!;
    repeats += frequency[row]!;
  }
  if (repeats === 0)
    throw new Problem(
      'not_enough_data',
      'No customer has bought twice: there is nothing to learn a rate from.',
      {
        remedy: 'Observe the customers for longer.',
      },
    );
  const meanAge = ages / customers;
  const likelihood = preparedLikelihood(histories);
  const penalty = options.penalty ?? 0;
  const minimum = minimise(
    (logs, gradient) => {
      const parameters = parametersOf(logs, meanAge);
      let value = -likelihood(parameters, gradient);
      const natural = [parameters.r, parameters.alpha, parameters.a, parameters.b];
      for (let index = 0; index < 4; index++) {
        gradient[index] = -gradient[index]! * natural[index]! + penalty * logs[index]!;
        value += (penalty / 2) * logs[index]! ** 2;
      }
      return value;
    },
    new Float64Array(4),
    { tolerance: 1e-9, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  );
  const parameters = parametersOf(minimum.x, meanAge);
  const runaway = (['r', 'alpha', 'a', 'b'] as const).filter(
    (_, index) => !(Math.abs(minimum.x[index]!) < runawayLog),
  );
  const stuck = !minimum.converged && minimum.gradientNorm > 1e-5 * Math.max(1, Math.abs(minimum.value));
  if (runaway.length > 0 || stuck)
    throw new Problem('degenerate_fit', 'BG/NBD has no maximum of the likelihood on these histories.', {
      findings: runaway.map((name) => ({ path: name, message: 'runs away', received: parameters[name] })),
      remedy: 'Give more customers or a longer observation, or fit with a small penalty such as 0.01.',
    });
  return {
    parameters,
    logLikelihood: likelihood(parameters, new Float64Array(4)),
    customers,
    iterations: minimum.iterations,
  };
}

/** A log parameter this far from its start (a factor of 20,000) has no maximum. */
const runawayLog = 9.9;

export function bgNbdLogLikelihood(parameters: BgNbdParameters, histories: PurchaseHistories): number {
  checkHistories(histories);
  return preparedLikelihood(histories)(parameters, new Float64Array(4));
}

/** P(alive) at the end of observation, in [0, 1]; 1 without repeat purchase (the model lets nobody leave before). */
export function probabilityAlive(parameters: BgNbdParameters, history: PurchaseHistory): number {
  return 1 / (1 + oddsOfHavingLeft(parameters, history));
}

/**
 * Expected purchases in the next `horizon` time units given the history (equation 10). 0 at horizon 0 and
 * non-decreasing in the horizon.
 */
export function expectedPurchases(
  parameters: BgNbdParameters,
  history: PurchaseHistory,
  horizon: number,
): number {
  if (!(horizon >= 0 && horizon < Number.POSITIVE_INFINITY))
    throw new Problem('invalid_input', 'The horizon must be a finite number of at least 0.', {
      findings: [{ path: 'horizon', message: 'unusable', received: horizon, allowed: '>= 0' }],
    });
  const { alpha, a, b } = parameters;
  // At a = 1 the formula is 0/0 with a smooth limit; the chord over that point is off by about its length squared.
  if (Math.abs(a - 1) < aroundOne) {
    const at = (end: number) => expectedPurchases({ ...parameters, a: end }, history, horizon);
    const share = (a - 1 + aroundOne) / (2 * aroundOne);
    // Ends just outside, so that rounding cannot bring them back in.
    return (1 - share) * at(1 - 1.001 * aroundOne) + share * at(1 + 1.001 * aroundOne);
  }
  const { frequency: x, age } = history;
  const c = a + b + x - 1 || 1e-12;
  const z = horizon / (alpha + age + horizon);
  const power = parameters.r + x;
  const bought = (c / (a - 1)) * (1 - scaledHypergeometric(power, b + x, c, z, power));
  return Math.max(0, bought) / (1 + oddsOfHavingLeft(parameters, history));
}

const aroundOne = 1e-4;

function oddsOfHavingLeft(
  { r, alpha, a, b }: BgNbdParameters,
  { frequency, recency, age }: PurchaseHistory,
): number {
  if (frequency === 0) return 0;
  return (a / (b + frequency - 1)) * Math.exp((r + frequency) * Math.log((alpha + age) / (alpha + recency)));
}

function parametersOf(logs: Float64Array, meanAge: number): BgNbdParameters {
  return {
    r: Math.exp(logs[0]!),
    alpha: meanAge * Math.exp(logs[1]!),
    a: Math.exp(logs[2]!),
    b: Math.exp(logs[3]!),
  };
}

/**
 * The log-likelihood (equation 6) with its gradient by (r, alpha, a, b), which is written into `gradient`. What
 * depends on the frequency alone is computed once per distinct frequency.
 */
function preparedLikelihood({ frequency, recency, age }: PurchaseHistories) {
  const distinct = [...new Set(Array.from(frequency))].sort((x, y) => x - y);
  const indexOf = new Map(distinct.map((x, index) => [x, index]));
  const group = Int32Array.from(frequency, (x) => indexOf.get(x)!);
  const terms = distinct.map(() => ({ value: 0, r: 0, a: 0, b: 0, logOddsLeft: 0 }));

  return ({ r, alpha, a, b }: BgNbdParameters, gradient: Float64Array): number => {
    distinct.forEach((x, index) => {
      const term = terms[index]!;
      const ab = digamma(a + b) - digamma(a + b + x);
      term.value =
        logGamma(r + x) - logGamma(r) + logGamma(a + b) - logGamma(a + b + x) + logGamma(b + x) - logGamma(b);
      term.r = digamma(r + x) - digamma(r);
      term.a = ab;
      term.b = ab + digamma(b + x) - digamma(b);
      term.logOddsLeft = x > 0 ? Math.log(a / (b + x - 1)) : Number.NEGATIVE_INFINITY;
    });
    let total = 0;
    gradient.fill(0);
    const logAlpha = Math.log(alpha);
    for (let row = 0; row < group.length; row++) {
      const term = terms[group[row]!]!;
      const x = frequency[row]!;
      const aliveUntil = alpha + age[row]!;
      const leftAt = alpha + recency[row]!;
      const logAlive = -(r + x) * Math.log(aliveUntil);
      const logLeft = term.logOddsLeft - (r + x) * Math.log(leftAt);
      const top = Math.max(logAlive, logLeft);
      const sum = Math.exp(logAlive - top) + Math.exp(logLeft - top);
      const alive = Math.exp(logAlive - top) / sum;
      const left = 1 - alive;
      total += term.value + r * logAlpha + top + Math.log(sum);
      gradient[0]! += term.r + logAlpha - alive * Math.log(aliveUntil) - left * Math.log(leftAt);
      gradient[1]! += r / alpha - (r + x) * (alive / aliveUntil + left / leftAt);
      gradient[2]! += term.a + left / a;
      gradient[3]! += term.b - (x > 0 ? left / (b + x - 1) : 0);
    }
    return total;
  };
}

function checkHistories({ frequency, recency, age }: PurchaseHistories): void {
  const findings: Finding[] = [];
  if (recency.length !== frequency.length || age.length !== frequency.length)
    throw new Problem('invalid_input', 'Frequency, recency and age must have one value per customer each.');
  for (let row = 0; row < frequency.length && findings.length < 5; row++) {
    const [x, last, observed] = [frequency[row]!, recency[row]!, age[row]!];
    if (!(Number.isInteger(x) && x >= 0))
      findings.push({
        path: `frequency/${row}`,
        message: 'not a count',
        received: x,
        allowed: '0, 1, 2, ...',
      });
    else if (!(observed >= 0 && Number.isFinite(observed)))
      findings.push({ path: `age/${row}`, message: 'not a time span', received: observed, allowed: '>= 0' });
    else if (!(last >= 0 && last <= observed))
      findings.push({
        path: `recency/${row}`,
        message: 'outside the observation',
        received: last,
        allowed: `0 to ${observed}`,
      });
  }
  if (findings.length > 0)
    throw new Problem('invalid_input', 'A purchase history is impossible.', { findings });
  if (frequency.length === 0) throw new Problem('not_enough_data', 'There is no customer to learn from.');
}
