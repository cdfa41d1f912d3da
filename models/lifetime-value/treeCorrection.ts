import { sha256 } from '../../base/hash.ts';
import { type BoostedRegressorOptions, boostedTreesRegressor } from '../boostedTrees.ts';
import { modelFromData } from '../catalogue.ts';
import type { ModelData } from '../estimator.ts';
import type { Row } from '../table.ts';
import { datasetFromRows } from '../tableFromRows.ts';

/** Trees that correct the expected purchases of a transaction model by a factor; plain data. */
export interface TreeCorrection {
  readonly model: ModelData;
  /** Share of the trees' logarithmic factor that counts, in (0, 1]: how far the blend moves towards them. */
  readonly weight: number;
}

/** A customer at a moment of the past, what the transaction model expected of them, and what came. */
export interface TaughtCustomer {
  readonly subjectId: string;
  readonly row: Row;
  readonly expected: number;
  readonly purchases: number;
}

/** Small trees and a strong penalty: a correction, not a model of its own. */
const options: BoostedRegressorOptions = {
  loss: 'poisson',
  rounds: 150,
  learningRate: 0.05,
  maxLeaves: 8,
  minChildWeight: 15,
  l2: 10,
};
const folds = 5;
const weights = [0.25, 0.5, 0.75, 1] as const;
/** Fewer customers or purchases than these say nothing about a correction. */
const fewestCustomers = 200;
const fewestPurchases = 100;
/** Nobody is corrected by more than this factor, either way. */
const largestFactor = 4;

/**
 * Learns what the transaction model gets wrong, on a window of the past it was not fitted on: purchases over expected
 * purchases by Poisson boosting, each customer weighing as much as was expected of them (the same as a Poisson
 * regression with the expectation as offset). How much of it counts is chosen out of fold, customers kept whole, by
 * Poisson deviance; none, unless it beats the uncorrected model by more than two standard errors.
 * @returns null when no correction is worth it, or there is too little to tell
 */
export async function fitTreeCorrection(
  customers: readonly TaughtCustomer[],
  signal?: AbortSignal,
): Promise<{
  readonly correction: TreeCorrection | null;
  readonly gain: number;
  readonly gainError: number;
} | null> {
  const bought = customers.reduce((sum, { purchases }) => sum + purchases, 0);
  if (customers.length < fewestCustomers || bought < fewestPurchases) return null;
  // Somebody the model has given up can still come back.
  const floor = (1e-2 * bought) / customers.length;
  const taught = customers.map((customer) => ({ ...customer, expected: Math.max(customer.expected, floor) }));
  const train = (part: readonly TaughtCustomer[]) =>
    boostedTreesRegressor.fit(
      datasetFromRows(
        part.map(({ row }) => row),
        part.map(({ purchases, expected }) => purchases / expected),
        part.map(({ expected }) => expected),
      ),
      signal === undefined ? options : { ...options, signal },
    );
  const foldOf = taught.map(({ subjectId }) => Number.parseInt(sha256(subjectId).slice(0, 8), 16) % folds);
  const factors = new Float64Array(taught.length).fill(1);
  for (let fold = 0; fold < folds; fold++) {
    const trained = taught.filter((_, index) => foldOf[index] !== fold);
    if (trained.length === taught.length || !trained.some(({ purchases }) => purchases > 0)) continue;
    const model = await train(trained);
    taught.forEach(({ row }, index) => {
      if (foldOf[index] === fold) factors[index] = model.predictRow(row);
    });
  }
  const choices = weights.map((weight) => {
    const gains = taught.map(({ expected, purchases }, index) => {
      const corrected = expected * limited(factors[index]! ** weight);
      return deviance(purchases, expected) - deviance(purchases, corrected);
    });
    const mean = gains.reduce((sum, value) => sum + value, 0) / gains.length;
    const variance = gains.reduce((sum, value) => sum + (value - mean) ** 2, 0) / gains.length;
    return { weight, gain: mean, gainError: Math.sqrt(variance / gains.length) };
  });
  const best = choices.reduce((a, b) => (b.gain > a.gain ? b : a));
  const worthIt = best.gain > 2 * best.gainError;
  return {
    correction: worthIt ? { weight: best.weight, model: (await train(taught)).data } : null,
    gain: best.gain,
    gainError: best.gainError,
  };
}

/** The factor on a customer's expected purchases, as a function of the row; 1 without a correction. */
export function correctionFactor(correction: TreeCorrection | null): (row: Row) => number {
  if (correction === null) return () => 1;
  const model = modelFromData(correction.model);
  return (row) => limited(model.predictRow(row) ** correction.weight);
}

const limited = (factor: number): number => Math.max(1 / largestFactor, Math.min(largestFactor, factor));

const deviance = (count: number, mean: number): number =>
  2 * ((count > 0 ? count * Math.log(count / mean) : 0) - count + mean);
