import { Problem } from '../../base/problem.ts';
import type { DatasetRow } from '../../features/datasetRow.ts';
import { leadFeatures, leadValue } from '../../features/definitions/lead.ts';
import { millisecondsPerDay } from '../../features/history.ts';
import { waitAction } from '../../features/labels/actionResponse.ts';
import type { ModelData } from '../estimator.ts';
import type { Reason } from '../reason.ts';
import type { Row } from '../table.ts';
import { type TaskFitOptions, type TaskPrediction, wordedReasons } from '../taskPrediction.ts';
import type { NbaSettings } from './actionCatalogue.ts';
import { type Autonomy, shareOf } from './autonomy.ts';
import { eligibility, type Moment } from './eligibility.ts';
import { type NextBestActionResult, recommend } from './recommend.ts';
import { type Chance, fitSuccessModel, type SuccessModelData, successModelFromData } from './successModel.ts';
import { fitTeamModel, type TeamModelData, teamModelFromData } from './teamModel.ts';

export interface NextBestActionModelData extends ModelData, SuccessModelData {
  readonly kind: 'next-best-action';
  /** Share of successes that were conversions: turns the chance of an answer into one of winning. */
  readonly conversionShare: number;
  /** Mean worth of the leads acted on; null: unknown. */
  readonly meanLeadValue: number | null;
  /** What a conversion brought by the action, by what the lead was said to be worth; absent in early artifacts. */
  readonly yields?: Readonly<Record<string, number>>;
  /** Decisions that a week brings; absent in early artifacts. */
  readonly decisionsPerWeek?: number;
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
  chance(row: Row, action: string): Chance;
  /** The probability of `chance` of actions[i] on rows[i]. */
  probabilities(rows: readonly Row[], actions: readonly string[]): Float64Array;
  /** What a lead won is worth, company currency; times the chance that a success is a conversion. */
  worthOfSuccess(row: Row, settings: NbaSettings): number;
  /** What the team would do of its own accord, by action; sums to 1. Null: an early artifact, which does not know. */
  team(row: Row, eligible: readonly string[]): readonly number[] | null;
  /** The results of `predict` for many rows, without the cost of reasons. */
  recommend(rows: readonly Row[], options: (row: number) => RecommendOptions): NextBestActionResult[];
  /**
   * `confidence`: probability that the chosen action is worth more than the best other one; `interval`: of
   * `expectedGain`.
   */
  predict(row: Row, options: RecommendOptions): TaskPrediction<NextBestActionResult>;
  /** The same model with what the off-policy gate has left to it. */
  withAutonomy(autonomy: Autonomy): NextBestActionModel;
}

/** Fewer decisions of the team's own than this say less of its habits than all decisions do. */
const enoughHabits = 100;

/**
 * An outcome model (see SuccessModel), and one of what the team does. Rows are those of
 * features/labels/actionResponse.ts: `features.action` is the action taken. The team is learned from what it did of its
 * own accord: what it did on a recommendation would teach the model to imitate itself.
 * @throws Problem `not_enough_data` without two rows of each class or without a single action
 */
export async function fitNextBestActionModel(
  rows: readonly DatasetRow[],
  options: TaskFitOptions<NextBestActionModelData> = {},
): Promise<NextBestActionModel> {
  const taken = rows.map(({ features }) => features.action);
  if (!taken.every((name) => typeof name === 'string'))
    throw new Problem('invalid_input', 'Every row needs the action that was taken as feature "action".');
  if (!taken.some((name) => name !== waitAction))
    throw new Problem('not_enough_data', 'No action has been taken on any lead yet.');

  const decisions = rows.map(({ features: { action, ...lead }, context, ...row }) => {
    const answered = context?.answered;
    return {
      ...row,
      context,
      lead,
      action: action as string,
      answered: typeof answered === 'number' ? answered : null,
    };
  });
  const success = await fitSuccessModel(decisions, options);
  // Stretches in which nobody did anything are no choices the team has made.
  const chosen = decisions.filter(({ context }) => context?.interactionId !== null);
  const unprompted = chosen.filter(({ context }) => context?.prompted !== 1);
  const habits = unprompted.length < enoughHabits ? chosen : unprompted;
  const team = await fitTeamModel(
    habits.map(({ lead }) => lead),
    habits.map(({ action }) => action),
    options.signal === undefined ? {} : { signal: options.signal },
  );
  const succeeded = rows.filter(({ label }) => label === 1);
  const converted = succeeded.filter(({ context }) => context?.converted === 1).length;
  const values = rows.map(({ context }) => context?.value).filter((value) => typeof value === 'number');
  return nextBestActionModelFromData({
    kind: 'next-best-action',
    ...success.data,
    conversionShare: (converted + 0.5) / (succeeded.length + 1),
    meanLeadValue: values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
    yields: yieldsOf(decisions),
    decisionsPerWeek: rows.length / weeksOf(rows),
    team: team.data,
  });
}

/** So many conversions by an action say as much of what it brings as those of all actions together. */
const priorConversions = 10;

/** Money brought by money promised, over the conversions of each action, drawn towards that over all of them. */
function yieldsOf(
  decisions: readonly { readonly action: string; readonly lead: Row; readonly context?: Row | undefined }[],
): Record<string, number> {
  const sums = new Map<string, { count: number; promised: number; brought: number }>();
  const all = { count: 0, promised: 0, brought: 0 };
  for (const { action, lead, context } of decisions) {
    const promised = lead[leadValue.name];
    const brought = context?.value;
    if (!sums.has(action)) sums.set(action, { count: 0, promised: 0, brought: 0 });
    if (context?.converted !== 1 || typeof promised !== 'number' || typeof brought !== 'number') continue;
    if (promised <= 0) continue;
    for (const sum of [sums.get(action)!, all]) {
      sum.count++;
      sum.promised += promised;
      sum.brought += brought;
    }
  }
  const overall = all.promised > 0 ? all.brought / all.promised : 1;
  const prior = all.count > 0 ? (priorConversions * all.promised) / all.count : 1;
  return Object.fromEntries(
    [...sums].map(([action, { promised, brought }]) => [
      action,
      (brought + overall * prior) / (promised + prior),
    ]),
  );
}

/** At least one. */
function weeksOf(rows: readonly DatasetRow[]): number {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { asOf } of rows) {
    first = Math.min(first, asOf.getTime());
    last = Math.max(last, asOf.getTime());
  }
  return Math.max(1, (last - first) / (7 * millisecondsPerDay));
}

export function nextBestActionModelFromData(data: NextBestActionModelData): NextBestActionModel {
  const names = Object.keys(data.actions).sort();
  const features = leadFeatures(names.filter((name) => name !== waitAction));
  const success = successModelFromData(data);
  /**
   * Of what is not known of an action's chance, the part that a week can teach: after the m decisions that an action gets
   * in an average week beside its n, the variance falls by the share m / (n + m), and by as much the mean is expected to
   * move (Frazier, Powell & Dayanik 2008, A knowledge-gradient policy for sequential information collection). What no
   * week could settle is no reason to try: exploration fades as the log grows.
   */
  const teachable = (action: string) => {
    if (data.decisionsPerWeek === undefined) return 1;
    const more = data.decisionsPerWeek / names.length;
    return Math.sqrt(more / (more + (data.actions[action] ?? 0)));
  };
  const worthOfSuccess = (row: Row, settings: NbaSettings) => {
    const known = row[leadValue.name];
    const worth = typeof known === 'number' ? known : (data.meanLeadValue ?? settings.defaultLeadValue);
    return worth * data.conversionShare;
  };
  const team = data.team === undefined ? null : teamModelFromData(data.team);
  const choose = (row: Row, options: RecommendOptions, chanceOf: (action: string) => Chance) => {
    const { settings } = options;
    const apprentice = team !== null && settings.autonomy !== 'full';
    return recommend({
      row,
      ...options,
      chance(action) {
        const untried = action !== waitAction && !data.actions[action];
        return {
          ...chanceOf(action),
          teachable: teachable(action),
          yields: data.yields?.[action] ?? 1,
          untried,
        };
      },
      worthOfSuccess: worthOfSuccess(row, settings),
      ...(apprentice
        ? {
            apprenticeship: {
              share: (action: string) =>
                settings.autonomy === 'earned' ? shareOf(data.autonomy?.[action]) : 0,
              team: (eligible: readonly string[]) => team.propensities(row, eligible),
            },
          }
        : {}),
    });
  };
  return {
    data,
    chance: success.chance,
    probabilities: (rows, actions) =>
      Float64Array.from(success.chances(rows, actions), ({ probability }) => probability),
    worthOfSuccess,
    team: (row, eligible) => team?.propensities(row, eligible) ?? null,
    recommend(rows, optionsOf) {
      const cases = rows.flatMap((row, index) => {
        const { settings, moment } = optionsOf(index);
        return eligibility(settings, row, moment).eligible.map(({ name }) => ({ index, row, name }));
      });
      const chances = success.chances(
        cases.map(({ row }) => row),
        cases.map(({ name }) => name),
      );
      const chancesOf = rows.map(() => new Map<string, Chance>());
      cases.forEach(({ index, name }, at) => {
        chancesOf[index]!.set(name, chances[at]!);
      });
      return rows.map(
        (row, index) => choose(row, optionsOf(index), (action) => chancesOf[index]!.get(action)!).result,
      );
    },
    predict(row, options) {
      const { result, confidence, interval } = choose(row, options, (action) => success.chance(row, action));
      return {
        result,
        confidence,
        interval,
        reasons: [
          whyThis(result),
          ...wordedReasons(
            success.explain(row, result.action),
            features,
            `the chance of success of ${result.action}`,
          ),
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
