import { fitCalibratedClassifier } from './calibratedClassifier.ts';
import type { FitOptions } from './estimator.ts';
import { fitRegressor } from './fittedRegressor.ts';
import type { Dataset, Table } from './table.ts';

/** What an outcome is on average, given features. */
export interface OutcomeModel {
  predict(table: Table): Float64Array;
}

export interface OutcomeModelRequest {
  readonly dataset: Dataset;
  /** Rows of one group are never divided between training and scoring. */
  readonly groups?: ArrayLike<string | number>;
  /** Names of columns that are products of others, as `CalibratedClassifierRequest.products`. */
  readonly products?: ReadonlySet<string>;
  readonly options?: FitOptions;
}

/**
 * The mean of an outcome by linear model or boosted trees, whichever predicts better out of fold: a calibrated
 * probability where it is 0 or 1, a least-squares mean otherwise. An outcome that never varies is its own model.
 * @throws Problem as the estimators do
 */
export async function fitOutcomeModel(request: OutcomeModelRequest): Promise<OutcomeModel> {
  const { dataset, groups, products, options = {} } = request;
  const { target } = dataset;
  const first = target[0];
  if (first !== undefined && target.every((value) => value === first))
    return { predict: ({ rowCount }) => new Float64Array(rowCount).fill(first) };
  const shared = { dataset, options: { ...options }, folds: 3, ...(groups === undefined ? {} : { groups }) };
  const counts = target.reduce((sum, value) => sum + (value === 1 ? 1 : 0), 0);
  const binary = target.every((value) => value === 0 || value === 1);
  // A class of one row cannot be both learned and tested.
  if (binary && Math.min(counts, target.length - counts) >= 2) {
    const classifier = await fitCalibratedClassifier({
      ...shared,
      ...(products === undefined ? {} : { products }),
    });
    return { predict: (table) => classifier.probabilities(table) };
  }
  const { model } = await fitRegressor(shared);
  return { predict: (table) => model.predict(table) };
}
