import { brierParts } from './brierParts.ts';
import type { Evaluation } from './evaluation.ts';
import type { MetricReport } from './foldMetrics.ts';
import type { TableReading } from './tableReading.ts';

/** Everything an evaluation found out, as one JSON object: metrics as numbers, their intervals under `intervals`. */
export function evaluationAnswer(
  evaluation: Evaluation,
  reading: TableReading,
  findings: { readonly notes: readonly string[]; readonly warnings: readonly string[] },
): Record<string, unknown> {
  const { metrics } = evaluation;
  return {
    estimator: evaluation.estimator,
    task: reading.label.task,
    label: reading.label.name,
    ...(reading.label.task === 'regression' ? {} : { classes: reading.label.classes }),
    rows: reading.rowCount,
    features: reading.features.length,
    ...valuesOf(metrics),
    fitSeconds: rounded(evaluation.fitSeconds, 3),
    intervals: Object.fromEntries(
      Object.entries(metrics).map(([name, { low, high }]) => [name, { low, high }]),
    ),
    ...(reading.label.task === 'classification' ? { brierParts: brierParts(evaluation) } : {}),
    ...(evaluation.coverage === undefined ? {} : { coverage: evaluation.coverage }),
    protocol: evaluation.protocol,
    baselines: Object.fromEntries(evaluation.baselines.map(({ name, metrics: of }) => [name, valuesOf(of)])),
    folds: evaluation.folds.map((fold) => ({
      trainedOn: fold.trainedOn,
      tested: fold.rows.length,
      chosen: fold.model.choice,
      ...fold.metrics,
      ...(fold.selection === undefined
        ? {}
        : {
            compared: fold.selection.compared.map(({ name, loss, seconds }) => ({
              name,
              loss,
              seconds: rounded(seconds, 2),
            })),
            skipped: fold.selection.skipped,
          }),
    })),
    dropped: reading.columns
      .filter(({ dropped }) => dropped !== undefined)
      .map(({ name, dropped }) => ({ name, reason: dropped })),
    notes: findings.notes,
    warnings: findings.warnings,
  };
}

const valuesOf = (metrics: MetricReport): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, { value }]) => [name, value]));

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
