import type { DatasetRow } from '../../features/datasetRow.ts';
import { defaultActions } from '../../features/definitions/actions.ts';
import { leadFeatures } from '../../features/definitions/lead.ts';
import { millisecondsPerDay } from '../../features/history.ts';
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
import type { ScoreState } from './scoreChange.ts';
import { type Temperature, type TemperatureThresholds, temperatureOf } from './temperature.ts';

export interface LeadScoreResult {
  /** 0-100: the probability in percent, rounded. The same score means the same odds next month. */
  readonly score: number;
  readonly temperature: Temperature;
  /** Of converting within 60 days. */
  readonly probability: number;
}

export interface LeadScoreModelData extends ModelData {
  readonly kind: 'lead-score';
  readonly classifier: CalibratedClassifierData;
  /** Where the company has set none; null or absent, as in early artifacts: 60 and 30. */
  readonly thresholds?: TemperatureThresholds | null;
}

export interface LeadScoreModel {
  readonly data: LeadScoreModelData;
  /** `probability` of many rows, without the cost of reasons. */
  probabilities(rows: readonly Row[]): Float64Array;
  /** `confidence`: probability that the likelier answer (converts or not) is right. */
  predict(row: Row, thresholds: TemperatureThresholds): TaskPrediction<LeadScoreResult>;
  /** The probability with everything it is made of, in words: what two moments are compared by. */
  state(row: Row): ScoreState;
}

export function leadScoreResult(probability: number, thresholds: TemperatureThresholds): LeadScoreResult {
  const score = Math.round(100 * probability);
  return { score, temperature: temperatureOf(score, thresholds), probability };
}

/**
 * A calibrated classifier of conversion. Campaigns and markets change, so what is learned is tried on later rows when
 * the learner is chosen and calibrated (given `labelDays`); otherwise rows of one lead stay in one fold.
 * @throws Problem `not_enough_data` without two rows of each class
 */
export async function fitLeadScoreModel(
  rows: readonly DatasetRow[],
  options: TaskFitOptions<LeadScoreModelData> = {},
): Promise<LeadScoreModel> {
  const { estimator = 'auto', like, labelDays, ...fit } = options;
  const { data } = await fitCalibratedClassifier({
    dataset: datasetFromRows(
      rows.map(({ features }) => features),
      rows.map(({ label }) => label),
      rows.map(({ weight }) => weight),
    ),
    estimator: like === undefined ? estimator : recipeOf(like.classifier),
    groups: rows.map(({ subjectId }) => subjectId),
    ...(labelDays === undefined
      ? {}
      : { times: rows.map(({ asOf }) => asOf.getTime()), gap: labelDays * millisecondsPerDay }),
    options: fit,
  });
  return leadScoreModelFromData({ kind: 'lead-score', classifier: data });
}

export function leadScoreModelFromData(data: LeadScoreModelData): LeadScoreModel {
  const classifier = calibratedClassifierFromData(data.classifier);
  const features = leadFeatures(defaultActions);
  const described = new Map(features.map(({ name, description }) => [name, description]));
  return {
    data,
    probabilities: (rows) => classifier.probabilities(tableFromRows(rows)),
    predict(row, thresholds) {
      const probability = classifier.probability(row);
      return {
        result: leadScoreResult(probability, thresholds),
        confidence: Math.max(probability, 1 - probability),
        reasons: wordedReasons(classifier.explain(row), features, 'the score'),
      };
    },
    state: (row) => ({
      probability: classifier.probability(row),
      contributions: classifier.explain(row).contributions.map(({ feature, value, effect }) => {
        const shown = typeof value === 'number' ? String(Number(value.toPrecision(3))) : (value ?? 'unknown');
        const subject = described.get(feature) ?? feature.replace(/^attribute\./, '');
        return { feature, effect, text: `${subject}: ${shown}` };
      }),
    }),
  };
}
