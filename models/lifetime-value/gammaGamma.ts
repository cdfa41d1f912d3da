import { type Finding, Problem } from '../../base/problem.ts';
import { digamma } from '../numeric/digamma.ts';
import { minimise } from '../numeric/lbfgs.ts';
import { logGamma } from '../numeric/logGamma.ts';

/**
 * Gamma-Gamma spend (Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value"): the amounts of one customer's
 * purchases are gamma distributed (shape p), their rate varies over customers by a gamma (shape q, rate v in units of
 * money).
 */
export interface GammaGammaParameters {
  readonly p: number;
  readonly q: number;
  readonly v: number;
}

/** Columns of equal length; customers with frequency 0 say nothing about spend and are left out of the fit. */
export interface SpendHistories {
  /** Purchases that `meanSpend` is the mean of. */
  readonly frequency: ArrayLike<number>;
  readonly meanSpend: ArrayLike<number>;
}

export interface GammaGammaFit {
  readonly parameters: GammaGammaParameters;
  readonly logLikelihood: number;
  /** Customers with at least one purchase. */
  readonly customers: number;
  readonly iterations: number;
}

export interface GammaGammaOptions {
  /** penalty / 2 x squared distance of the log parameters from p = 1, q = 2, v = mean spend. Default 0. */
  readonly penalty?: number;
  readonly signal?: AbortSignal;
}

/**
 * Maximum likelihood by L-BFGS on the log parameters with the analytic gradient.
 * @throws Problem invalid_input when a spend is impossible, not_enough_data with fewer than two spending customers,
 * degenerate_fit when the likelihood has no maximum or the population's mean spend is infinite (q <= 1)
 */
export function fitGammaGamma(histories: SpendHistories, options: GammaGammaOptions = {}): GammaGammaFit {
  const { frequency, meanSpend, average } = spendingCustomers(histories);
  const penalty = options.penalty ?? 0;
  const start = (logs: Float64Array): GammaGammaParameters => ({
    p: Math.exp(logs[0]!),
    q: 2 * Math.exp(logs[1]!),
    v: average * Math.exp(logs[2]!),
  });
  const minimum = minimise(
    (logs, gradient) => {
      const parameters = start(logs);
      let value = -likelihood(parameters, frequency, meanSpend, gradient);
      const natural = [parameters.p, parameters.q, parameters.v];
      for (let index = 0; index < 3; index++) {
        gradient[index] = -gradient[index]! * natural[index]! + penalty * logs[index]!;
        value += (penalty / 2) * logs[index]! ** 2;
      }
      return value;
    },
    new Float64Array(3),
    { tolerance: 1e-9, ...(options.signal === undefined ? {} : { signal: options.signal }) },
  );
  const parameters = start(minimum.x);
  const runaway = (['p', 'q', 'v'] as const).filter(
    (_, index) => !(Math.abs(minimum.x[index]!) < runawayLog),
  );
  const stuck = !minimum.converged && minimum.gradientNorm > 1e-5 * Math.max(1, Math.abs(minimum.value));
  if (runaway.length > 0 || stuck || parameters.q <= 1)
    throw new Problem(
      'degenerate_fit',
      'Gamma-Gamma has no usable maximum of the likelihood on these spends.',
      {
        findings: (['p', 'q', 'v'] as const).map((name) => ({
          path: name,
          message: runaway.includes(name) ? 'runs away' : 'at the last step',
          received: parameters[name],
        })),
        remedy: 'Give more customers, or fit with a small penalty such as 0.01.',
      },
    );
  return {
    parameters,
    logLikelihood: likelihood(parameters, frequency, meanSpend, new Float64Array(3)),
    customers: frequency.length,
    iterations: minimum.iterations,
  };
}

const runawayLog = 9.9;

export function gammaGammaLogLikelihood(parameters: GammaGammaParameters, histories: SpendHistories): number {
  const { frequency, meanSpend } = spendingCustomers(histories);
  return likelihood(parameters, frequency, meanSpend, new Float64Array(3));
}

/**
 * Expected mean spend per purchase: the customer's own mean, drawn towards the population's the fewer purchases there
 * are (equation 5). With frequency 0 the population's mean, p v / (q - 1).
 */
export function expectedSpend(
  parameters: GammaGammaParameters,
  frequency: number,
  meanSpend: number,
): number {
  const { p, q, v } = parameters;
  if (frequency === 0) return (p * v) / (q - 1);
  return (p * (v + frequency * meanSpend)) / (p * frequency + q - 1);
}

function likelihood(
  { p, q, v }: GammaGammaParameters,
  frequency: Float64Array,
  meanSpend: Float64Array,
  gradient: Float64Array,
): number {
  gradient.fill(0);
  let total = 0;
  const logV = Math.log(v);
  const logGammaQ = logGamma(q);
  const digammaQ = digamma(q);
  for (let row = 0; row < frequency.length; row++) {
    const x = frequency[row]!;
    const z = meanSpend[row]!;
    const logSum = Math.log(v + x * z);
    const shape = p * x;
    total +=
      logGamma(shape + q) -
      logGamma(shape) -
      logGammaQ +
      q * logV +
      (shape - 1) * Math.log(z) +
      shape * Math.log(x) -
      (shape + q) * logSum;
    const both = digamma(shape + q);
    gradient[0]! += x * (both - digamma(shape) + Math.log(z) + Math.log(x) - logSum);
    gradient[1]! += both - digammaQ + logV - logSum;
    gradient[2]! += q / v - (shape + q) / (v + x * z);
  }
  return total;
}

function spendingCustomers({ frequency, meanSpend }: SpendHistories) {
  if (frequency.length !== meanSpend.length)
    throw new Problem('invalid_input', 'Frequency and mean spend must have one value per customer each.');
  const findings: Finding[] = [];
  const rows: number[] = [];
  for (let row = 0; row < frequency.length && findings.length < 5; row++) {
    const [x, spend] = [frequency[row]!, meanSpend[row]!];
    if (!(x >= 0 && Number.isFinite(x)))
      findings.push({ path: `frequency/${row}`, message: 'not a count', received: x, allowed: '>= 0' });
    else if (x > 0 && !(spend > 0 && Number.isFinite(spend)))
      findings.push({ path: `meanSpend/${row}`, message: 'not a spend', received: spend, allowed: '> 0' });
    else if (x > 0) rows.push(row);
  }
  if (findings.length > 0) throw new Problem('invalid_input', 'A spend history is impossible.', { findings });
  if (rows.length < 2)
    throw new Problem('not_enough_data', `${rows.length} customers have spent; at least 2 are needed.`, {
      remedy: 'Collect more purchases.',
    });
  const spends = Float64Array.from(rows, (row) => meanSpend[row]!);
  return {
    frequency: Float64Array.from(rows, (row) => frequency[row]!),
    meanSpend: spends,
    average: spends.reduce((sum, spend) => sum + spend, 0) / spends.length,
  };
}
