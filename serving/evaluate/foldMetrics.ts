import { accuracyMetric } from '../../models/metrics/accuracy.ts';
import { aucMetric } from '../../models/metrics/auc.ts';
import { averagePrecisionMetric } from '../../models/metrics/averagePrecision.ts';
import { brierMetric } from '../../models/metrics/brier.ts';
import { eceMetric } from '../../models/metrics/ece.ts';
import { liftMetric } from '../../models/metrics/gains.ts';
import { bootstrap, type MetricWithInterval } from '../../models/metrics/interval.ts';
import { logLossMetric } from '../../models/metrics/logLoss.ts';
import { maeMetric } from '../../models/metrics/mae.ts';
import type { Metric, PreparedMetric } from '../../models/metrics/metric.ts';
import { evaluateMulticlass } from '../../models/metrics/multiclass.ts';
import { r2Metric } from '../../models/metrics/r2.ts';
import { rmseMetric } from '../../models/metrics/rmse.ts';
import type { EvaluationTask } from './labelReading.ts';

/** Predictions of tested rows, fold by fold. */
export interface TestedPart {
  readonly target: Float64Array;
  /** One per row; of several classes row-major, one per row and class. */
  readonly prediction: Float64Array;
}

export type MetricReport = Readonly<Record<string, MetricWithInterval>>;

/** A metric, and whether it compares rows with each other, so that it is measured in each fold and averaged. */
interface FoldMetric {
  readonly metric: Metric;
  readonly within: boolean;
  /** Whether it is only told of all folds together. */
  readonly together?: true;
}

/**
 * AUC, average precision and lift are measured in each fold and averaged: pooled, they would compare scores of different
 * models (Forman & Scholz 2010, Apples-to-apples in cross-validation studies). The rest are means over all rows.
 */
const metricsOf: Readonly<Record<'classification' | 'regression', readonly FoldMetric[]>> = {
  classification: [
    { metric: aucMetric, within: true },
    { metric: averagePrecisionMetric, within: true },
    { metric: logLossMetric, within: false },
    { metric: brierMetric, within: false },
    { metric: eceMetric, within: false },
    { metric: accuracyMetric, within: false },
    { metric: liftMetric(0.1), within: true, together: true },
  ],
  regression: [
    { metric: rmseMetric, within: false },
    { metric: maeMetric, within: false },
    { metric: r2Metric, within: false },
  ],
};

/** Resamples for the intervals. */
const resamples = 300;

/** All metrics of a task over the tested parts with 95 % bootstrap intervals; rows are drawn within folds and classes. */
export function foldMetrics(
  task: EvaluationTask,
  parts: readonly TestedPart[],
  classCount: number,
  seed: number,
): MetricReport {
  if (task === 'multiclass') return multiclassMetrics(parts, classCount, seed);
  const target = joined(parts.map((part) => part.target));
  const prediction = joined(parts.map((part) => part.prediction));
  const starts = startsOf(parts);
  const measures = metricsOf[task].map(({ metric, within }): PreparedMetric => {
    if (!within) return metric.prepare(target, prediction);
    const usable = parts
      .map((part, fold) => ({ ...part, start: starts[fold]! }))
      .filter((part) => part.target.includes(0) && part.target.includes(1));
    const prepared = usable.map((part) => metric.prepare(part.target, part.prediction));
    return (weights) =>
      prepared.reduce((sum, measure, index) => {
        const { start, target: ofPart } = usable[index]!;
        return sum + measure(weights.subarray(start, start + ofPart.length));
      }, 0) / prepared.length;
  });
  const strata = joined(
    parts.map((part, fold) => part.target.map((label) => 2 * fold + (task === 'classification' ? label : 0))),
  );
  const intervals = bootstrap((weights) => measures.map((measure) => measure(weights)), strata, {
    resamples,
    seed,
  });
  return Object.fromEntries(metricsOf[task].map(({ metric }, index) => [metric.name, intervals[index]!]));
}

/** Metrics of one part alone, without intervals; those that the part does not define are left out. */
export function metricsOfPart(
  task: EvaluationTask,
  part: TestedPart,
  classCount: number,
): Record<string, number> {
  const values = new Map<string, number>();
  if (task === 'multiclass') {
    if (new Set(part.target).size < 2) return {};
    const { macroAuc, logLoss, accuracy } = evaluateMulticlass(predictionsOf(part, classCount), {
      resamples: 1,
    });
    return { auc: macroAuc.value, logLoss: logLoss.value, accuracy: accuracy.value };
  }
  const ones = new Float64Array(part.target.length).fill(1);
  for (const { metric, together } of metricsOf[task]) {
    if (together) continue;
    const one = part.target.every((value) => value === part.target[0]);
    if (one && (metric === aucMetric || metric === averagePrecisionMetric || metric === r2Metric)) continue;
    values.set(metric.name, metric.prepare(part.target, part.prediction)(ones));
  }
  return Object.fromEntries(values);
}

function multiclassMetrics(parts: readonly TestedPart[], classCount: number, seed: number): MetricReport {
  const all = {
    target: joined(parts.map((part) => part.target)),
    prediction: joined(parts.map((part) => part.prediction)),
  };
  const { macroAuc, logLoss, accuracy } = evaluateMulticlass(predictionsOf(all, classCount), {
    resamples,
    seed,
  });
  return { auc: macroAuc, logLoss, accuracy };
}

const predictionsOf = ({ target, prediction }: TestedPart, classCount: number) => ({
  target,
  probabilities: prediction,
  classCount,
});

function startsOf(parts: readonly TestedPart[]): number[] {
  let start = 0;
  return parts.map((part) => {
    const from = start;
    start += part.target.length;
    return from;
  });
}

function joined(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let start = 0;
  for (const part of parts) {
    all.set(part, start);
    start += part.length;
  }
  return all;
}
