import { Problem } from '../../base/problem.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { leadFeatures, leadValue } from '../../features/definitions/lead.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import {
  type CalibratedClassifierData,
  calibratedClassifierFromData,
  fitCalibratedClassifier,
  recipeOf,
} from '../calibratedClassifier.ts';
import type { ModelData } from '../estimator.ts';
import type { Reason } from '../reason.ts';
import type { Row } from '../table.ts';
import { type TaskFitOptions, type TaskPrediction, wordedReasons } from '../taskPrediction.ts';
import type { NbaSettings } from './actionCatalogue.ts';
import { actionTerms, type CrossedFeature, crossedFeatures } from './actionTerms.ts';
import type { Autonomy } from './autonomy.ts';
import { eligibility, type Moment } from './eligibility.ts';
import { type NextBestActionResult, recommend } from './recommend.ts';
import { fitTeamModel, type TeamModelData, teamModelFromData } from './teamModel.ts';

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
  /** What the team does. Absent in early artifacts, which were never apprentices. */
  readonly team?: TeamModelData;
  /** What the off-policy gate has left to the model; absent: nothing yet, or an early artifact. */
  readonly autonomy?: Autonomy;
}

export interface RecommendOptions {
  readonly settings: NbaSettings;
  /** Decides which actions may be taken. */
  readonly moment: Moment;
  /** Decides the exploration draw; the id of the prediction, so that it can be repeated. */
  readonly predictionId: string;
}

export interface NextBestActionModel {
  readonly data: NextBestActionModelData;
  /** Of success within 14 days of the action: see `probability` of an Alternative. */
  probability(row: Row, action: string): number;
  /** `probability` of actions[i] on rows[i]. */
  probabilities(rows: readonly Row[], actions: readonly string[]): Float64Array;
  /** Of an action of which success is expected with this probability: standard deviation of what is believed of it. */
  deviation(action: string, probability: number): number;
  /** What a lead won is worth, company currency; times the chance that a success is a conversion. */
  worthOfSuccess(row: Row, settings: NbaSettings): number;
  /** The results of `predict` for many rows, without the cost of reasons. */
  recommend(rows: readonly Row[], options: (row: number) => RecommendOptions): NextBestActionResult[];
  /** `confidence`: probability that the chosen action is worth more than the best other one. */
  predict(row: Row, options: RecommendOptions): TaskPrediction<NextBestActionResult>;
  /** The same model with what the off-policy gate has left to it. */
  withAutonomy(autonomy: Autonomy): NextBestActionModel;
}

/**
 * One outcome model for all actions, the action and action-specific slopes among its features: what actions have in
 * common is learned once, and an action seldom taken leans on the others. Rows are those of
 * features/labels/actionResponse.ts: `features.action` is the action taken. The learner is chosen on folds that look
 * forward, as it will be used; it is calibrated on folds that keep the rows of a lead together, for the first forward
 * models know so few rows that their scores say little of how the last one's are to be read.
 * @throws Problem `not_enough_data` without two rows of each class or without a single action
 */
export async function fitNextBestActionModel(
  rows: readonly DatasetRow[],
  options: TaskFitOptions<NextBestActionModelData> = {},
): Promise<NextBestActionModel> {
  const { estimator = 'auto', like, labelDays, ...fit } = options;
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
  const request = {
    dataset: {
      ...terms.table(leads, taken as string[]),
      target: Float64Array.from(rows, ({ label }) => label),
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
  // Stretches in which nobody did anything are no choices the team has made.
  const chosen = rows.flatMap(({ context }, row) => (context?.interactionId === null ? [] : [row]));
  const team = await fitTeamModel(
    chosen.map((row) => leads[row]!),
    chosen.map((row) => (taken as string[])[row]!),
    fit.signal === undefined ? {} : { signal: fit.signal },
  );
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
    team: team.data,
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
  // A success is learned with a mean and a slope per crossed quantity: so many parameters an action has of its own.
  const parameters = 1 + data.crossed.length;
  const deviation = (action: string, chance: number) =>
    unseenWait(action)
      ? 0
      : Math.sqrt((chance * (1 - chance) * parameters) / ((data.actions[action] ?? 0) + parameters));
  const worthOfSuccess = (row: Row, settings: NbaSettings) => {
    const known = row[leadValue.name];
    const worth = typeof known === 'number' ? known : (data.meanLeadValue ?? settings.defaultLeadValue);
    return worth * data.conversionShare;
  };
  const team = data.team === undefined ? null : teamModelFromData(data.team);
  const choose = (row: Row, options: RecommendOptions, probabilityOf: (action: string) => number) => {
    const { settings } = options;
    const apprentice = team !== null && settings.autonomy !== 'full';
    return recommend({
      row,
      ...options,
      chance(action) {
        const chance = probabilityOf(action);
        const untried = action !== waitAction && !data.actions[action];
        return { probability: chance, deviation: deviation(action, chance), untried };
      },
      worthOfSuccess: worthOfSuccess(row, settings),
      ...(apprentice
        ? {
            apprenticeship: {
              autonomous: (action: string) =>
                settings.autonomy === 'earned' && data.autonomy?.[action]?.autonomous === true,
              team: (eligible: readonly string[]) => team.propensities(row, eligible),
            },
          }
        : {}),
    });
  };
  return {
    data,
    probability,
    probabilities,
    deviation,
    worthOfSuccess,
    recommend(rows, optionsOf) {
      const cases = rows.flatMap((row, index) => {
        const { settings, moment } = optionsOf(index);
        return eligibility(settings, row, moment).eligible.map(({ name }) => ({ index, row, name }));
      });
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
        reasons: [
          whyThis(result),
          ...wordedReasons(explanation, features, `the chance of success of ${result.action}`),
        ],
      };
    },
    withAutonomy: (autonomy) => nextBestActionModelFromData({ ...data, autonomy }),
  };
}

/** The choice itself, before what its chance of success comes from. */
function whyThis({ action, mode, explored, expectedGain, alternatives }: NextBestActionResult): Reason {
  const best = alternatives[0]!;
  const gain = `${expectedGain.toFixed(2)} more than doing nothing now`;
  const text = !explored
    ? action === waitAction
      ? 'No action is worth its cost now'
      : `Worth most of what may be done: ${gain}`
    : mode === 'apprentice'
      ? `What the team usually does: ${best.action} would be worth ${best.value.toFixed(2)}, but has yet to prove itself`
      : `Tried to learn: ${best.action} is expected to be worth ${best.value.toFixed(2)}`;
  return { feature: 'action', value: action, effect: expectedGain, text };
}
