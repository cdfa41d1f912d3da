import { millisecondsPerDay } from '../../features/history.ts';
import {
  type CalibratedClassifierData,
  calibratedClassifierFromData,
  fitCalibratedClassifier,
  recipeOf,
} from '../calibratedClassifier.ts';
import type { Explanation, FitOptions } from '../estimator.ts';
import type { Row } from '../table.ts';
import type { TaskFitOptions } from '../taskPrediction.ts';
import { actionTerms, type CrossedFeature, crossedFeatures } from './actionTerms.ts';

/** A chance that depends on the lead and on the action, as plain data. */
export interface ActionClassifierData {
  readonly classifier: CalibratedClassifierData;
  /** Actions seen in training with how often. */
  readonly actions: Readonly<Record<string, number>>;
  readonly crossed: readonly CrossedFeature[];
}

/** Leads with the action taken and whether it came to the event in question. */
export interface ActionRow {
  readonly lead: Row;
  readonly action: string;
  readonly label: number;
  readonly weight: number;
  /** Rows of one subject stay together. */
  readonly subjectId: string;
  readonly asOf: Date;
}

export interface ActionClassifier {
  readonly data: ActionClassifierData;
  probability(row: Row, action: string): number;
  /** Of actions[i] on rows[i]. */
  probabilities(rows: readonly Row[], actions: readonly string[]): Float64Array;
  /** Variance of what is believed of a chance: p (1 - p) d / (n + d), n decisions with the action, d own parameters. */
  variance(action: string, probability: number): number;
  explain(row: Row, action: string): Explanation;
}

type Options = FitOptions &
  Pick<TaskFitOptions, 'estimator' | 'labelDays'> & { readonly like?: ActionClassifierData };

/**
 * One classifier for all actions, the action and action-specific slopes among its features: what actions have in common
 * is learned once, and an action seldom taken leans on the others. The learner is chosen on folds that look
 * forward, as it will be used; it is calibrated on folds that keep the rows of a lead together, for the first forward
 * models know so few rows that their scores say little of how the last one's are to be read.
 * @throws Problem as fitCalibratedClassifier does
 */
export async function fitActionClassifier(
  rows: readonly ActionRow[],
  { estimator = 'auto', like, labelDays, ...fit }: Options,
): Promise<ActionClassifier> {
  const leads = rows.map(({ lead }) => lead);
  const taken = rows.map(({ action }) => action);
  const labels = rows.map(({ label }) => label);
  const actions: Record<string, number> = {};
  for (const name of taken) actions[name] = (actions[name] ?? 0) + 1;
  const crossed = crossedFeatures(leads, taken, labels);
  const terms = actionTerms(Object.keys(actions).sort(), crossed);
  const request = {
    dataset: {
      ...terms.table(leads, taken),
      target: Float64Array.from(labels),
      weights: Float64Array.from(rows, ({ weight }) => weight),
    },
    products: terms.names,
    options: fit,
  };
  const chosenForward =
    like === undefined && estimator === 'auto'
      ? await fitCalibratedClassifier({
          ...request,
          times: rows.map(({ asOf }) => asOf.getTime()),
          gap: (labelDays ?? 0) * millisecondsPerDay,
        })
      : undefined;
  const { data } = await fitCalibratedClassifier({
    ...request,
    estimator: chosenForward ? recipeOf(chosenForward.data) : like ? recipeOf(like.classifier) : estimator,
    groups: rows.map(({ subjectId }) => subjectId),
  });
  return actionClassifierFromData({ classifier: data, actions, crossed });
}

/** @throws Problem as calibratedClassifierFromData does */
export function actionClassifierFromData(data: ActionClassifierData): ActionClassifier {
  const { actions, crossed } = data;
  const classifier = calibratedClassifierFromData(data.classifier);
  const terms = actionTerms(Object.keys(actions).sort(), crossed);
  // An event is learned with a mean and a slope per crossed quantity: so many parameters an action has of its own.
  const parameters = 1 + crossed.length;
  return {
    data,
    probability: (row, action) => classifier.probability(terms.row(row, action)),
    probabilities: (rows, taken) => classifier.probabilities(terms.table(rows, taken)),
    variance: (action, chance) =>
      (chance * (1 - chance) * parameters) / ((actions[action] ?? 0) + parameters),
    explain: (row, action) => classifier.explain(terms.row(row, action)),
  };
}
