import { waitAction } from '../../features/labels/actionResponse.ts';
import type { Contribution, Explanation, FitOptions } from '../estimator.ts';
import type { Row } from '../table.ts';
import type { TaskFitOptions } from '../taskPrediction.ts';
import {
  type ActionClassifier,
  type ActionClassifierData,
  type ActionRow,
  actionClassifierFromData,
  fitActionClassifier,
} from './actionClassifier.ts';

/** The chance that an action succeeds with a lead, as plain data: in one step, or in two. */
export interface SuccessModelData extends ActionClassifierData {
  /**
   * That an answered action led to a conversion. The classifier beside it is then that of an answer; absent: it is that
   * of the success itself.
   */
  readonly conversion?: ActionClassifierData;
}

/** A decision whose outcome is known. */
export interface SuccessRow extends ActionRow {
  /** 1: the lead answered the action or converted, 0: neither; null: unknown. */
  readonly answered: number | null;
}

/** A probability as it is known. */
export interface Chance {
  readonly probability: number;
  /** Standard deviation of what is believed of it. */
  readonly deviation: number;
}

export interface SuccessModel {
  readonly data: SuccessModelData;
  chance(row: Row, action: string): Chance;
  /** `chance` of actions[i] on rows[i]. */
  chances(rows: readonly Row[], actions: readonly string[]): Chance[];
  /** What moves the chance; of a product of two chances to first order in its logarithm. */
  explain(row: Row, action: string): Explanation;
}

type Options = FitOptions &
  Pick<TaskFitOptions, 'estimator' | 'labelDays'> & { readonly like?: SuccessModelData };

/** Answers that led to a conversion, and such as did not, from which on the second step can be learned. */
const enoughOfEach = 50;

/**
 * The chance that an action succeeds. Answers are several times as frequent as conversions and come on the way to them,
 * so where both are known the chance is learned as P(answer) x P(conversion | answer), an identity, as no lead converts
 * without an answer: most of what tells leads and actions apart is learned from the frequent event (Ma et al. 2018,
 * Entire Space Multi-Task Model, for clicks on the way to purchases).
 * @throws Problem as fitActionClassifier does
 */
export async function fitSuccessModel(
  rows: readonly SuccessRow[],
  { like, ...options }: Options,
): Promise<SuccessModel> {
  if (!(like === undefined ? inTwoSteps(rows) : like.conversion !== undefined && inTwoSteps(rows))) {
    const own = like?.conversion === undefined ? like : undefined;
    return successModelFromData(
      (await fitActionClassifier(rows, { ...options, ...(own ? { like: own } : {}) })).data,
    );
  }
  const { onProgress } = options;
  const part = (from: number) =>
    onProgress ? { onProgress: (share: number) => onProgress(from + share / 2) } : {};
  const answer = await fitActionClassifier(
    rows.map((row) => ({ ...row, label: row.answered! })),
    { ...options, ...part(0), ...(like ? { like } : {}) },
  );
  const conversion = await fitActionClassifier(
    rows.filter(({ answered }) => answered === 1),
    { ...options, ...part(0.5), ...(like?.conversion ? { like: like.conversion } : {}) },
  );
  return successModelFromData({ ...answer.data, conversion: conversion.data });
}

function inTwoSteps(rows: readonly SuccessRow[]): boolean {
  let converted = 0;
  let only = 0;
  for (const { label, answered } of rows) {
    if (answered === null || label > answered) return false;
    if (label === 1) converted++;
    else if (answered === 1) only++;
  }
  return Math.min(converted, only) >= enoughOfEach;
}

/** @throws Problem as actionClassifierFromData does */
export function successModelFromData(data: SuccessModelData): SuccessModel {
  const first = actionClassifierFromData(data);
  const second = data.conversion === undefined ? null : actionClassifierFromData(data.conversion);
  // Nobody is known to answer unasked until stretches of waiting have been seen.
  const unseenWait = (action: string) => action === waitAction && !data.actions[waitAction];
  const none: Chance = { probability: 0, deviation: 0 };
  return {
    data,
    chance: (row, action) =>
      unseenWait(action)
        ? none
        : chanceOf(first, second, action, first.probability(row, action), second?.probability(row, action)),
    chances(rows, actions) {
      const answers = first.probabilities(rows, actions);
      const conversions = second?.probabilities(rows, actions);
      return actions.map((action, index) =>
        unseenWait(action) ? none : chanceOf(first, second, action, answers[index]!, conversions?.[index]),
      );
    },
    explain(row, action) {
      const answer = first.explain(row, action);
      if (second === null) return answer;
      return product(
        [answer, first.probability(row, action)],
        [second.explain(row, action), second.probability(row, action)],
      );
    },
  };
}

/** Of a product of two chances believed independently: relative variances add up (delta method). */
function chanceOf(
  first: ActionClassifier,
  second: ActionClassifier | null,
  action: string,
  answer: number,
  conversion = 1,
): Chance {
  const variance = first.variance(action, answer);
  if (second === null) return { probability: answer, deviation: Math.sqrt(variance) };
  return {
    probability: answer * conversion,
    deviation: Math.sqrt(conversion ** 2 * variance + answer ** 2 * second.variance(action, conversion)),
  };
}

/** d log p = (1 - p) d log-odds: the effects of both steps in units of the logarithm of their product, by feature. */
function product(...steps: readonly (readonly [Explanation, number])[]): Explanation {
  const byFeature = new Map<string, Contribution>();
  let baseline = 0;
  for (const [explanation, probability] of steps) {
    const slope = 1 - probability;
    baseline += slope * explanation.baseline;
    for (const { feature, value, effect } of explanation.contributions)
      byFeature.set(feature, {
        feature,
        value,
        effect: (byFeature.get(feature)?.effect ?? 0) + slope * effect,
      });
  }
  return { baseline, contributions: [...byFeature.values()] };
}
