import { type Finding, Problem } from '../../base/problem.ts';
import { digamma } from '../numeric/digamma.ts';
import { logGamma } from '../numeric/logGamma.ts';
import { type LikelihoodFit, type LikelihoodOptions, maximiseLikelihood } from './maximumLikelihood.ts';

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

export interface GammaGammaFit extends LikelihoodFit {
  readonly parameters: GammaGammaParameters;
  /** Customers with at least one purchase. */
  readonly customers: number;
}

/**
 * Maximum likelihood (see maximumLikelihood.ts); a penalty draws towards p = 1, q = 2, v = mean spend.
 * @throws Problem invalid_input when a spend is impossible, not_enough_data with fewer than two spending customers,
 * degenerate_fit when the likelihood has no maximum or the population's mean spend is infinite (q <= 1)
 */
export async function fitGammaGamma(
  histories: SpendHistories,
  options: LikelihoodOptions = {},
): Promise<GammaGammaFit> {
  const { average, ...columns } = spendingCustomers(histories);
  const likelihood = preparedLikelihood(columns);
  const fit = await maximiseLikelihood(
    {
      title: 'Gamma-Gamma',
      names: ['p', 'q', 'v'],
      origin: [1, 2, average],
      logLikelihood: (vector, gradient) =>
        likelihood(vector as unknown as readonly [number, number, number], gradient),
    },
    options,
  );
  const parameters = {
    p: fit.estimates.p!.value,
    q: fit.estimates.q!.value,
    v: fit.estimates.v!.value,
  };
  if (parameters.q <= 1)
    throw new Problem('degenerate_fit', 'Gamma-Gamma gives the spend of the population no finite mean.', {
      findings: [{ path: 'q', message: 'is too small', received: parameters.q, allowed: '> 1' }],
      remedy: 'Give more customers, or fit with a small penalty such as 0.01.',
    });
  return { ...fit, parameters, customers: columns.frequency.length };
}

export function gammaGammaLogLikelihood(
  { p, q, v }: GammaGammaParameters,
  histories: SpendHistories,
): number {
  return preparedLikelihood(spendingCustomers(histories))([p, q, v], new Float64Array(3));
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

/** With its gradient by (p, q, v). What depends on the frequency alone is computed once per distinct frequency. */
function preparedLikelihood({ frequency, meanSpend }: Columns) {
  const distinct = [...new Set(frequency)];
  const indexOf = new Map(distinct.map((x, index) => [x, index]));
  const group = Int32Array.from(frequency, (x) => indexOf.get(x)!);
  const logSpend = meanSpend.map((z) => Math.log(z));

  return ([p, q, v]: readonly [number, number, number], gradient: Float64Array): number => {
    const logV = Math.log(v);
    const atQ = { value: logGamma(q), slope: digamma(q) };
    const terms = distinct.map((x) => {
      const shape = p * x;
      const both = digamma(shape + q);
      return {
        value: logGamma(shape + q) - logGamma(shape) - atQ.value + q * logV + shape * Math.log(x),
        p: x * (both - digamma(shape) + Math.log(x)),
        q: both - atQ.slope + logV,
      };
    });
    gradient.fill(0);
    let total = 0;
    for (let row = 0; row < group.length; row++) {
      const term = terms[group[row]!]!;
      const x = frequency[row]!;
      const shape = p * x;
      const sum = v + x * meanSpend[row]!;
      const logSum = Math.log(sum);
      total += term.value + (shape - 1) * logSpend[row]! - (shape + q) * logSum;
      gradient[0]! += term.p + x * (logSpend[row]! - logSum);
      gradient[1]! += term.q - logSum;
      gradient[2]! += q / v - (shape + q) / sum;
    }
    return total;
  };
}

interface Columns {
  readonly frequency: Float64Array;
  readonly meanSpend: Float64Array;
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
