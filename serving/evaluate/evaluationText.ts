import { table } from '../commands/table.ts';
import { brierParts, brierText } from './brierParts.ts';
import { coverageRows, coverageSentences } from './coverageText.ts';
import type { Evaluation } from './evaluation.ts';
import { shown } from './shown.ts';
import type { TableReading } from './tableReading.ts';

/** The result for people: metrics beside the baselines, the folds, what was dropped, and what to beware of. */
export function evaluationText(
  evaluation: Evaluation,
  reading: TableReading,
  findings: { readonly notes: readonly string[]; readonly warnings: readonly string[] },
): string {
  const { label } = reading;
  const dropped = reading.columns.filter((column) => column.dropped !== undefined);
  const skipped = [
    ...new Set(
      evaluation.folds
        .flatMap(({ selection }) => selection?.skipped ?? [])
        .map(({ name, reason }) => `${name} (${reason})`),
    ),
  ];
  return [
    `${reading.rowCount} rows, ${reading.features.length} features; ${labelText(reading)}`,
    `${evaluation.estimator}: ${evaluation.protocol}; nothing was chosen or calibrated on tested rows`,
    '',
    metricTable(evaluation),
    '',
    ...(label.task === 'classification' ? [brierText(brierParts(evaluation)), ''] : []),
    'By fold',
    foldTable(evaluation),
    ...coverageSection(evaluation),
    ...section('Skipped for lack of time', skipped),
    ...section(
      'Not learned from',
      dropped.map(({ name, dropped: reason }) => `${name}: ${reason}`),
    ),
    ...section('Notes', findings.notes),
    ...section('WARNINGS', findings.warnings),
    '',
    `${evaluation.fitSeconds.toFixed(1)} s of learning for ${label.name}`,
  ].join('\n');
}

function labelText({ label, rowCount }: TableReading): string {
  const { name, task, classes, target } = label;
  if (task === 'regression') return `${name} is a number`;
  if (task === 'multiclass') return `${name} is one of ${classes.length} classes`;
  const positive = target.reduce((sum, value) => sum + value, 0);
  return `${name} is "${classes[1]}" in ${positive} rows (${((100 * positive) / rowCount).toFixed(1)} %)`;
}

function metricTable({ estimator, metrics, baselines }: Evaluation): string {
  return table(
    Object.entries(metrics).map(([name, { value, low, high }]) => ({
      metric: name,
      [estimator]: shown(value),
      '95 % interval': `${shown(low)} to ${shown(high)}`,
      ...Object.fromEntries(
        baselines.map((baseline) => [baseline.name, shown(baseline.metrics[name]!.value)]),
      ),
    })),
  );
}

function foldTable({ folds }: Evaluation): string {
  return table(
    folds.map(({ metrics, rows, trainedOn, model }, index) => ({
      fold: index + 1,
      trained: trainedOn,
      tested: rows.length,
      ...Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, shown(value)])),
      chosen: model.choice,
    })),
  );
}

function coverageSection({ coverage, forward }: Evaluation): string[] {
  if (coverage === undefined) return [];
  const title = coverage.kind === 'intervals' ? 'Conformal intervals' : 'Conformal sets of classes';
  return [
    ...section(title, coverageSentences(coverage, forward)),
    ...(coverage.kind === 'sets' ? ['', table(coverageRows(coverage))] : []),
  ];
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
