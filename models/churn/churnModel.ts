import type { DatasetRow } from '../../features/datasetRow.ts';
import { customerFeatures } from '../../features/definitions/customer.ts';
import {
  type CalibratedClassifierData,
  calibratedClassifierFromData,
  fitCalibratedClassifier,
  recipeOf,
} from '../calibratedClassifier.ts';
import type { ModelData } from '../estimator.ts';
import type { Row } from '../table.ts';
import { datasetFromRows, tableFromRows } from '../tableFromRows.ts';
import { type TaskFitOptions, type TaskPrediction, wordedReasons } from '../taskPrediction.ts';

export interface ChurnResult {
  /** Probability of churning within 30 days. */
  readonly risk30: number;
  /** Probability of churning within 60 days; never below `risk30`. */
  readonly risk60: number;
  /** high from a 60-day risk of 0.5, medium from 0.2. */
  readonly segment: 'high' | 'medium' | 'low';
}

export interface ChurnModelData extends ModelData {
  readonly kind: 'churn';
  readonly risk30: CalibratedClassifierData;
  readonly risk60: CalibratedClassifierData;
}

export interface ChurnModel {
  readonly data: ChurnModelData;
  /** `risk30` of many rows, without the cost of reasons. */
  risks30(rows: readonly Row[]): Float64Array;
  /** `confidence`: probability that the likelier answer for the next 30 days (stays or goes) is right. */
  predict(row: Row): TaskPrediction<ChurnResult>;
}

export function churnResult(risk30: number, within60: number): ChurnResult {
  const risk60 = Math.max(risk30, within60);
  return { risk30, risk60, segment: risk60 >= 0.5 ? 'high' : risk60 >= 0.2 ? 'medium' : 'low' };
}

/**
 * Two calibrated classifiers, for churn within 30 days (`label`) and 60 (`context.label60`; rows whose 60 days
 * have not passed are left out of that one). Rows of one customer stay in one fold.
 * @throws Problem `not_enough_data` without two rows of each class
 */
export async function fitChurnModel(
  rows: readonly DatasetRow[],
  options: TaskFitOptions<ChurnModelData> = {},
): Promise<ChurnModel> {
  const { estimator = 'auto', like, onProgress, labelDays: _, ...fit } = options;
  const classifier = async (
    part: readonly DatasetRow[],
    label: (row: DatasetRow) => number,
    from: number,
    alike: CalibratedClassifierData | undefined,
  ) => {
    const { data } = await fitCalibratedClassifier({
      dataset: datasetFromRows(
        part.map(({ features }) => features),
        part.map(label),
        part.map(({ weight }) => weight),
      ),
      estimator: alike === undefined ? estimator : recipeOf(alike),
      groups: part.map(({ subjectId }) => subjectId),
      options: { ...fit, onProgress: (share) => onProgress?.(from + share / 2) },
    });
    return data;
  };
  const mature = rows.filter(({ context }) => typeof context?.label60 === 'number');
  const risk30 = await classifier(rows, ({ label }) => label, 0, like?.risk30);
  // The learner that suits 30 days is taken for 60: the rows and what drives them are nearly the same.
  const risk60 = await classifier(
    mature,
    ({ context }) => Number(context?.label60),
    0.5,
    like?.risk60 ?? risk30,
  );
  return churnModelFromData({ kind: 'churn', risk30, risk60 });
}

export function churnModelFromData(data: ChurnModelData): ChurnModel {
  const within30 = calibratedClassifierFromData(data.risk30);
  const within60 = calibratedClassifierFromData(data.risk60);
  return {
    data,
    risks30: (rows) => within30.probabilities(tableFromRows(rows)),
    predict(row) {
      const risk30 = within30.probability(row);
      return {
        result: churnResult(risk30, within60.probability(row)),
        confidence: Math.max(risk30, 1 - risk30),
        reasons: wordedReasons(within30.explain(row), customerFeatures, 'the churn risk'),
      };
    },
  };
}
