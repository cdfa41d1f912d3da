import { defaultContractAttribute } from '../../features/contract.ts';
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
import { alreadyGone, contractFeatures, type PersonPeriods, personPeriod, personPeriods } from './hazard.ts';
import { type OutreachLog, outreachLog, type Persuadability, persuadability } from './outreach.ts';

export interface ChurnResult {
  /** Probability of having left 30 days from now. Who has already left unnoticed is included: see `alreadyGone`. */
  readonly risk30: number;
  /** The same within 60 days; never below `risk30`. */
  readonly risk60: number;
  /**
   * The part of `risk30` that has happened: the probability of having left without a word before now. `risk30` less this
   * is the probability of leaving in the next 30 days. 0 where nobody leaves unnoticed (contracts, reports of who
   * stayed); null: the model is older than this number, or there is none.
   */
  readonly alreadyGone: number | null;
  /** high from a 60-day risk of 0.5, medium from 0.2. */
  readonly segment: 'high' | 'medium' | 'low';
  /** How likely they are to answer when the company reaches out (see outreach.ts). */
  readonly persuadability: Persuadability;
}

/** Artifacts from before the hazard hold two classifiers, of the risk within 30 days and within 60. */
export type ChurnModelData = ModelData & { readonly kind: 'churn' } & (
    | {
        /** Of leaving in the next 30 days. */
        readonly first: CalibratedClassifierData;
        /** Of leaving in the 30 days after those; null: too few are known, the first is taken for it. */
        readonly second: CalibratedClassifierData | null;
        /**
         * Of having been gone already, among those who have left by the end of the first period: learned, or one share
         * for all where too few are known. Absent in early artifacts.
         */
        readonly gone?: CalibratedClassifierData | { readonly share: number };
        readonly contractAttribute: string;
        /** Of the company, when the model was trained. */
        readonly outreach: OutreachLog;
      }
    | {
        readonly first?: undefined;
        readonly risk30: CalibratedClassifierData;
        readonly risk60: CalibratedClassifierData;
      }
  );

export interface ChurnModel {
  readonly data: ChurnModelData;
  /** `risk30` of many rows, without the cost of reasons. */
  risks30(rows: readonly ChurnRow[]): Float64Array;
  /** `confidence`: probability that the likelier answer for the next 30 days (stays or goes) is right. */
  predict(row: Row, asOf: Date): TaskPrediction<ChurnResult>;
}

/** Features and the moment they were computed for. */
export type ChurnRow = Pick<DatasetRow, 'features' | 'asOf'>;

export interface ChurnFitOptions extends TaskFitOptions<ChurnModelData> {
  /** The attribute that holds a contract's end as an ISO date. */
  readonly contractAttribute?: string;
}

export function churnResult(
  risk30: number,
  within60: number,
  alreadyGone: number | null = null,
  persuadable: Persuadability = persuadability({}, null),
): ChurnResult {
  const risk60 = Math.max(risk30, within60);
  const segment = risk60 >= 0.5 ? 'high' : risk60 >= 0.2 ? 'medium' : 'low';
  return { risk30, risk60, alreadyGone, segment, persuadability: persuadable };
}

/** Fewer known to have left, or to have stayed, in the second period teach nothing of its own. */
const fewestOfEach = 30;

/**
 * A discrete-time hazard: calibrated classifiers of having left in 30 days, and of leaving in the 30 days after those of
 * who is still there then. The risk within 60 days is 1 - (1 - first) (1 - second), so that both horizons agree by
 * construction; a third classifier says which part of the first risk has happened already. Rows of one customer stay in
 * one fold.
 * @throws Problem `not_enough_data` without two rows of each class
 */
export async function fitChurnModel(
  rows: readonly DatasetRow[],
  options: ChurnFitOptions = {},
): Promise<ChurnModel> {
  const {
    estimator = 'auto',
    like,
    onProgress,
    labelDays: _,
    contractAttribute = defaultContractAttribute,
    ...fit
  } = options;
  const later = personPeriods(rows, 2, contractAttribute);
  const both = enoughOfEach(later.left);
  const before = alreadyGone(rows, contractAttribute);
  const classifier = async (
    { rows: features, left, weights, subjects }: PersonPeriods,
    alike: CalibratedClassifierData | undefined,
    from: number,
  ) => {
    const { data } = await fitCalibratedClassifier({
      dataset: datasetFromRows(features, left, weights),
      estimator: alike === undefined ? estimator : recipeOf(alike),
      groups: subjects,
      options: { ...fit, onProgress: (share) => onProgress?.(both ? from + share / 2 : share) },
    });
    return data;
  };
  const first = await classifier(
    personPeriods(rows, 1, contractAttribute),
    like && (like.first ?? like.risk30),
    0,
  );
  // The learner that suits the first period is taken for the second: what drives them is nearly the same.
  const second = both ? await classifier(later, first, 0.5) : null;
  const gone = enoughOfEach(before.left)
    ? await classifier(before, first, 1)
    : { share: before.left.reduce((sum, left) => sum + left, 0) / before.left.length };
  const outreach = outreachLog(rows);
  return churnModelFromData({ kind: 'churn', first, second, gone, contractAttribute, outreach });
}

function enoughOfEach(left: readonly number[]): boolean {
  const lost = left.filter((one) => one === 1).length;
  return Math.min(lost, left.length - lost) >= fewestOfEach;
}

export function churnModelFromData(data: ChurnModelData): ChurnModel {
  if (data.first === undefined) return twoClassifiers(data);
  const { contractAttribute, outreach } = data;
  const first = calibratedClassifierFromData(data.first);
  const second = data.second === null ? first : calibratedClassifierFromData(data.second);
  const gone = data.gone && 'kind' in data.gone ? calibratedClassifierFromData(data.gone) : data.gone;
  const goneAmongLost = (now: Row): number | null => {
    if (gone === undefined) return null;
    return 'share' in gone ? gone.share : gone.probability(now);
  };
  const described = [...customerFeatures, ...contractFeatures];
  const period = ({ features, asOf }: ChurnRow, which: 1 | 2) =>
    personPeriod(features, asOf.getTime(), which, contractAttribute);
  return {
    data,
    risks30: (rows) => first.probabilities(tableFromRows(rows.map((row) => period(row, 1)))),
    predict(features, asOf) {
      const now = period({ features, asOf }, 1);
      const risk30 = first.probability(now);
      const later = second.probability(period({ features, asOf }, 2));
      const gone = goneAmongLost(now);
      return {
        result: churnResult(
          risk30,
          1 - (1 - risk30) * (1 - later),
          gone === null ? null : risk30 * gone,
          persuadability(features, outreach),
        ),
        confidence: Math.max(risk30, 1 - risk30),
        reasons: wordedReasons(first.explain(now), described, 'the churn risk'),
      };
    },
  };
}

/** Artifacts that were written before there was a hazard. */
function twoClassifiers(data: Extract<ChurnModelData, { first?: undefined }>): ChurnModel {
  const within30 = calibratedClassifierFromData(data.risk30);
  const within60 = calibratedClassifierFromData(data.risk60);
  return {
    data,
    risks30: (rows) => within30.probabilities(tableFromRows(rows.map(({ features }) => features))),
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
