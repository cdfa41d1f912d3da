import { Problem } from '../../base/problem.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { leadFeatures, leadValue } from '../../features/definitions/lead.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import {
  type CalibratedClassifierData,
  calibratedClassifierFromData,
  fitCalibratedClassifier,
  recipeOf,
} from '../calibratedClassifier.ts';
import type { ModelData } from '../estimator.ts';
import type { Row } from '../table.ts';
import { type TaskFitOptions, type TaskPrediction, wordedReasons } from '../taskPrediction.ts';
import { eligibleActions, type NbaSettings } from './actionCatalogue.ts';
import { actionTerms, type CrossedFeature, crossedFeatures } from './actionTerms.ts';
import { type NextBestActionResult, recommend } from './recommend.ts';

export interface NextBestActionModelData extends ModelData {
  readonly kind: 'next-best-action';
  readonly classifier: CalibratedClassifierData;
  /** Actions seen in training with how often. */
  readonly actions: Readonly<Record<string, number>>;
  readonly crossed: readonly CrossedFeature[];
  /** Share of successes that were conversions: turns the chance of an answer into one of winning. */
  readonly conversionShare: number;
  /** Mean worth of the leads acted on; null: unknown. */
  readonly meanLeadValue: number | null;
}

export interface RecommendOptions {
  readonly settings: NbaSettings;
  /** Decides the exploration draw; the id of the prediction, so that it can be repeated. */
  readonly predictionId: string;
}

export interface NextBestActionModel {
  readonly data: NextBestActionModelData;
  /** Of success within 14 days of the action: see `probability` of an Alternative. */
  probability(row: Row, action: string): number;
  /** `probability` of actions[i] on rows[i]. */
  probabilities(rows: readonly Row[], actions: readonly string[]): Float64Array;
  /** The results of `predict` for many rows, without the cost of reasons. */
  recommend(rows: readonly Row[], options: (row: number) => RecommendOptions): NextBestActionResult[];
  /** `confidence`: probability that the chosen action is worth more than the best other one. */
  predict(row: Row, options: RecommendOptions): TaskPrediction<NextBestActionResult>;
}

/**
 * One outcome model for all actions, the action and action-specific slopes among its features. Rows are those
 * of features/labels/actionResponse.ts: `features.action` is the action taken. Rows of one lead stay in one
 * fold.
 * @throws Problem `not_enough_data` without two rows of each class or without a single action
 */
export async function fitNextBestActionModel(
  rows: readonly DatasetRow[],
  options: TaskFitOptions<NextBestActionModelData> = {},
): Promise<NextBestActionModel> {
  const { estimator = 'auto', like, labelDays: _, ...fit } = options;
  const taken = rows.map(({ features }) => features.action);
  if (!taken.every((name) => typeof name === 'string'))
    throw new Problem('invalid_input', 'Every row needs the action that was taken as feature "action".');
  const actions: Record<string, number> = {};
  for (const name of taken as string[]) actions[name] = (actions[name] ?? 0) + 1;
  const names = Object.keys(actions).sort();
  if (!names.some((name) => name !== waitAction))
    throw new Problem('not_enough_data', 'No action has been taken on any lead yet.');

  const leads = rows.map(({ features: { action: _, ...lead } }) => lead);
  const crossed = crossedFeatures(
    leads,
    taken as string[],
    rows.map(({ label }) => label),
  );
  const terms = actionTerms(names, crossed);
  const { data } = await fitCalibratedClassifier({
    dataset: {
      ...terms.table(leads, taken as string[]),
      target: Float64Array.from(rows, ({ label }) => label),
      weights: Float64Array.from(rows, ({ weight }) => weight),
    },
    estimator: like === undefined ? estimator : recipeOf(like.classifier),
    products: terms.names,
    groups: rows.map(({ subjectId }) => subjectId),
    options: fit,
  });
  const answered = rows.filter(({ label }) => label === 1);
  const converted = answered.filter(({ context }) => context?.converted === 1).length;
  const values = rows.map(({ context }) => context?.value).filter((value) => typeof value === 'number');
  return nextBestActionModelFromData({
    kind: 'next-best-action',
    classifier: data,
    actions,
    crossed,
    conversionShare: (converted + 0.5) / (answered.length + 1),
    meanLeadValue: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
  });
}

export function nextBestActionModelFromData(data: NextBestActionModelData): NextBestActionModel {
  const classifier = calibratedClassifierFromData(data.classifier);
  const names = Object.keys(data.actions).sort();
  const features = leadFeatures(names.filter((name) => name !== waitAction));
  const terms = actionTerms(names, data.crossed);
  // Nobody is known to answer unasked until stretches of waiting have been seen.
  const unseenWait = (action: string) => action === waitAction && !data.actions[waitAction];
  const probability = (row: Row, action: string) =>
    unseenWait(action) ? 0 : classifier.probability(terms.row(row, action));
  const probabilities = (rows: readonly Row[], actions: readonly string[]) =>
    classifier
      .probabilities(terms.table(rows, actions))
      .map((each, index) => (unseenWait(actions[index]!) ? 0 : each));
  const choose = (row: Row, options: RecommendOptions, probabilityOf: (action: string) => number) => {
    const known = row[leadValue.name];
    const worth =
      typeof known === 'number' ? known : (data.meanLeadValue ?? options.settings.defaultLeadValue);
    return recommend({
      row,
      ...options,
      probability: probabilityOf,
      support: (action) => data.actions[action] ?? 0,
      worthOfSuccess: worth * data.conversionShare,
    });
  };
  return {
    data,
    probability,
    probabilities,
    recommend(rows, optionsOf) {
      const cases = rows.flatMap((row, index) =>
        eligibleActions(optionsOf(index).settings, row).map(({ name }) => ({ index, row, name })),
      );
      const chances = probabilities(
        cases.map(({ row }) => row),
        cases.map(({ name }) => name),
      );
      const chancesOf = rows.map(() => new Map<string, number>());
      cases.forEach(({ index, name }, at) => {
        chancesOf[index]!.set(name, chances[at]!);
      });
      return rows.map(
        (row, index) => choose(row, optionsOf(index), (action) => chancesOf[index]!.get(action)!).result,
      );
    },
    predict(row, options) {
      const { result, confidence } = choose(row, options, (action) => probability(row, action));
      const explanation = classifier.explain(terms.row(row, result.action));
      return {
        result,
        confidence,
        reasons: wordedReasons(explanation, features, `the chance of success of ${result.action}`),
      };
    },
  };
}
