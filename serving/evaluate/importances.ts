import { type PartialDependence, partialDependence } from '../../models/explanation/partialDependence.ts';
import { permutationImportance } from '../../models/explanation/permutationImportance.ts';
import { aucMetric } from '../../models/metrics/auc.ts';
import type { MetricWithInterval } from '../../models/metrics/interval.ts';
import { logLossMetric } from '../../models/metrics/logLoss.ts';
import type { Metric } from '../../models/metrics/metric.ts';
import { rmseMetric } from '../../models/metrics/rmse.ts';
import { selectTableRows } from '../../models/selectRows.ts';
import type { Table } from '../../models/table.ts';
import type { Evaluation } from './evaluation.ts';
import type { EvaluationTask } from './labelReading.ts';

export interface FeatureImportance {
  readonly feature: string;
  /** Loss in the metric when the feature is shuffled, on tested rows, mean over the folds. */
  readonly importance: MetricWithInterval;
}

/** What the models predict on average as one feature changes, with the least and most over the folds' models. */
export interface FeatureDependence {
  readonly feature: string;
  readonly isNumber: boolean;
  readonly points: readonly {
    readonly value: number | string;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
    readonly share: number;
  }[];
}

export interface Explained {
  readonly metric: string;
  readonly importances: readonly FeatureImportance[];
  readonly dependences: readonly FeatureDependence[];
}

/** Rows per fold that importances are measured on, and that dependences are averaged over. */
const rowsForImportance = 1500;
const rowsForDependence = 300;
const featuresShown = 8;

/**
 * How the models of an evaluation use the features, all measured on rows they had not seen. Of several classes nothing:
 * an importance of which class is meant would have to be asked.
 */
export async function explainEvaluation(
  evaluation: Evaluation,
  table: Table,
  task: EvaluationTask,
  options: {
    readonly seed: number;
    readonly signal?: AbortSignal | undefined;
    readonly onProgress?: ((share: number) => void) | undefined;
  },
): Promise<Explained | undefined> {
  if (task === 'multiclass') return undefined;
  const metric = task === 'regression' ? rmseMetric : bothClasses(evaluation) ? aucMetric : logLossMetric;
  const importances = await importancesOf(evaluation, table, metric, options);
  options.onProgress?.(0.7);
  const dependences: FeatureDependence[] = [];
  for (const { feature } of importances.slice(0, featuresShown)) {
    const found = await dependenceOf(evaluation, table, feature, options.seed, options.signal);
    if (found !== undefined) dependences.push(found);
  }
  return { metric: metric.name, importances, dependences };
}

async function importancesOf(
  { folds }: Evaluation,
  table: Table,
  metric: Metric,
  { seed, signal, onProgress }: Parameters<typeof explainEvaluation>[3],
): Promise<FeatureImportance[]> {
  const found = new Map<string, MetricWithInterval[]>();
  for (const [index, { rows, target, model }] of folds.entries()) {
    // Rows of a fold are in the order of the file; every n-th stands for all.
    const step = Math.max(1, Math.ceil(rows.length / rowsForImportance));
    const chosen = Int32Array.from(rows.keys()).filter((at) => at % step === 0);
    const dataset = {
      ...selectTableRows(
        table,
        Int32Array.from(chosen, (at) => rows[at]!),
      ),
      target: Float64Array.from(chosen, (at) => target[at]!),
    };
    const measured = await permutationImportance({
      model,
      dataset,
      metric,
      repeats: 2,
      resamples: 100,
      seed,
      ...(signal === undefined ? {} : { signal }),
    });
    for (const { features, importance } of measured)
      found.set(features[0]!, [...(found.get(features[0]!) ?? []), importance]);
    onProgress?.((0.7 * (index + 1)) / folds.length);
  }
  return [...found]
    .map(([feature, each]) => ({ feature, importance: meanOf(each) }))
    .sort((a, b) => b.importance.value - a.importance.value || (a.feature < b.feature ? -1 : 1));
}

/** Mean of independent estimates; half the width of the interval shrinks with the root of their number. */
function meanOf(each: readonly MetricWithInterval[]): MetricWithInterval {
  const value = each.reduce((sum, one) => sum + one.value, 0) / each.length;
  const reach = (side: (one: MetricWithInterval) => number) =>
    Math.sqrt(each.reduce((sum, one) => sum + side(one) ** 2, 0)) / each.length;
  return {
    value,
    low: value - reach((one) => one.value - one.low),
    high: value + reach((one) => one.high - one.value),
  };
}

async function dependenceOf(
  { folds }: Evaluation,
  table: Table,
  feature: string,
  seed: number,
  signal: AbortSignal | undefined,
): Promise<FeatureDependence | undefined> {
  const column = table.columns.find(({ name }) => name === feature)!;
  if (column.kind === 'numeric' ? column.values.every(Number.isNaN) : column.codes.every((code) => code < 0))
    return undefined;
  const each: PartialDependence[] = [];
  for (const { model } of folds)
    each.push(
      await partialDependence({
        model,
        table,
        feature,
        rows: rowsForDependence,
        individuals: 0,
        seed,
        ...(signal === undefined ? {} : { signal }),
      }),
    );
  const points = each[0]!.points.map(({ value, share }, index) => {
    const means = each.map((of) => of.points[index]!.mean);
    const mean = means.reduce((sum, one) => sum + one, 0) / means.length;
    return { value, share, mean, low: Math.min(...means), high: Math.max(...means) };
  });
  return { feature, isNumber: column.kind === 'numeric', points };
}

const bothClasses = ({ folds }: Evaluation): boolean =>
  folds.every(({ target }) => target.includes(0) && target.includes(1));
