import type { Contribution, Estimator, Explanation, FitOptions, ModelData } from './estimator.ts';
import { type Reason, topReasons } from './reason.ts';

/** What a task's model or fallback says about one row. */
export interface TaskPrediction<Result> {
  readonly result: Result;
  /** In [0, 1]; what it is the probability of is documented at each task. */
  readonly confidence: number;
  /** Where the true value lies with probability `level`. */
  readonly interval?: { readonly low: number; readonly high: number; readonly level: number };
  readonly reasons: readonly Reason[];
}

export interface TaskFitOptions<Data extends ModelData = ModelData> extends FitOptions {
  /** The learner under the task; default 'auto' chooses by cross-validation. */
  readonly estimator?: Estimator | 'auto';
  /** Days after a row's as-of within which nearly every label became known. */
  readonly labelDays?: number;
  /** A model of the task whose learners are taken over, so that they are not chosen again. */
  readonly like?: Data;
}

/** Reasons worded with the features' own descriptions: "Days since the last call: 41.2 raises the risk". */
export function wordedReasons(
  explanation: Explanation,
  features: readonly { readonly name: string; readonly description: string }[],
  what: string,
): Reason[] {
  const descriptions = new Map(features.map(({ name, description }) => [name, description]));
  return topReasons(explanation, ({ feature, value, effect }: Contribution) => {
    const subject = descriptions.get(feature) ?? feature.replace(/^attribute\./, '');
    const shown =
      value === null ? 'unknown' : typeof value === 'number' ? String(Number(value.toPrecision(3))) : value;
    return `${subject}: ${shown} ${effect > 0 ? 'raises' : 'lowers'} ${what}`;
  });
}
