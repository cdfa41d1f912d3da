import type { Chart } from '../report/chart.ts';
import { type PageSection, page } from '../report/page.ts';
import { classificationSections } from './classificationCharts.ts';
import { coverageRows, coverageSentences } from './coverageText.ts';
import type { Evaluation } from './evaluation.ts';
import type { Explained, FeatureDependence } from './importances.ts';
import { regressionSections } from './regressionCharts.ts';
import { shown } from './shown.ts';
import type { TableReading } from './tableReading.ts';

export interface EvaluationPageRequest {
  /** Path of the table. */
  readonly source: string;
  readonly description: string;
  readonly evaluation: Evaluation;
  readonly reading: TableReading;
  readonly notes: readonly string[];
  readonly warnings: readonly string[];
  readonly explained: Explained | undefined;
}

const blue = '#4269d0';
const grey = '#8888';
const mostImportances = 25;

/** The evaluation as one HTML file. */
export function evaluationPage(request: EvaluationPageRequest): string {
  const { evaluation, reading, explained } = request;
  const { label } = reading;
  const target = joined(evaluation.folds.map((fold) => fold.target));
  const prediction = joined(evaluation.folds.map((fold) => fold.prediction));
  const sections: PageSection[] = [
    ...(request.warnings.length === 0 ? [] : [{ title: 'Beware', warnings: request.warnings }]),
    summary(request),
    foldSection(evaluation),
    ...coverageSection(evaluation),
    ...(label.task === 'classification' ? classificationSections(target, prediction, label.classes) : []),
    ...(label.task === 'regression' ? regressionSections(target, prediction) : []),
    ...(explained === undefined ? [] : explainedSections(explained, label.task === 'regression')),
    selectionSection(evaluation),
    columnSection(reading),
    ...(request.notes.length === 0 ? [] : [{ title: 'Notes', text: request.notes }]),
  ];
  return page(
    `How well ${label.name} can be foreseen`,
    sections,
    `${request.source} (${request.description}): ${reading.rowCount} rows, ${reading.features.length} features`,
  );
}

function summary({ evaluation, reading }: EvaluationPageRequest): PageSection {
  const { estimator, metrics, baselines, protocol } = evaluation;
  const { task, classes, target, name } = reading.label;
  const positive = target.reduce((sum, value) => sum + value, 0);
  const what =
    task === 'classification'
      ? `${name} is "${classes[1]}" in ${positive} of ${target.length} rows (${((100 * positive) / target.length).toFixed(1)} %).`
      : task === 'multiclass'
        ? `${name} is one of ${classes.length} classes.`
        : `${name} is a number.`;
  return {
    title: 'Result',
    text: [
      what,
      `${protocol}. Within each training part everything was chosen, combined and calibrated anew; nothing of it has seen the tested rows.`,
    ],
    table: {
      columns: ['metric', estimator, '95 % interval', ...baselines.map((baseline) => baseline.name)],
      rows: Object.entries(metrics).map(([metric, { value, low, high }]) => [
        metric,
        shown(value),
        `${shown(low)} to ${shown(high)}`,
        ...baselines.map((baseline) => shown(baseline.metrics[metric]!.value)),
      ]),
    },
  };
}

function foldSection({ folds }: Evaluation): PageSection {
  const names = Object.keys(folds[0]?.metrics ?? {});
  return {
    title: 'By fold',
    table: {
      columns: ['fold', 'trained on', 'tested', ...names, 'chosen'],
      rows: folds.map(({ metrics, trainedOn, rows, model }, index) => [
        index + 1,
        trainedOn,
        rows.length,
        ...names.map((name) => (metrics[name] === undefined ? null : shown(metrics[name]))),
        model.choice,
      ]),
    },
  };
}

function coverageSection({ coverage, forward }: Evaluation): PageSection[] {
  if (coverage === undefined) return [];
  const text = coverageSentences(coverage, forward);
  if (coverage.kind === 'intervals') return [{ title: 'Conformal intervals', text }];
  const rows = coverageRows(coverage);
  return [
    {
      title: 'Conformal sets of classes',
      text: [
        ...text,
        'A class is in the set of a row when its probability reaches the threshold of the class.',
      ],
      table: {
        columns: Object.keys(rows[0] ?? {}),
        rows: rows.map((row) => Object.values(row)),
      },
    },
  ];
}

function explainedSections(
  { metric, importances, dependences }: Explained,
  isNumber: boolean,
): PageSection[] {
  const data = importances
    .slice(0, mostImportances)
    .map(({ feature, importance }) => ({ feature, ...importance }));
  const chart: Chart = {
    title: 'Importance',
    caption: `How much worse ${metric} gets when a column is shuffled, with 95 % intervals.`,
    options: {
      marginLeft: 220,
      width: 680,
      height: 60 + 24 * data.length,
      x: { label: `loss of ${metric}`, grid: true },
      y: { label: null, domain: data.map(({ feature }) => feature) },
    },
    marks: [
      { mark: 'ruleX', data: [0], options: { stroke: grey } },
      { mark: 'barX', data, options: { y: 'feature', x: 'value', fill: blue, fillOpacity: 0.6, tip: true } },
      { mark: 'link', data, options: { y: 'feature', x1: 'low', x2: 'high' } },
    ],
  };
  return [
    {
      title: 'What matters',
      text: [
        'Measured on tested rows. Columns that say the same share their importance: each may look unimportant because the other is still there.',
      ],
      charts: [chart],
    },
    {
      title: 'How it matters',
      text: [
        `The mean prediction when all rows had this value, with the range over the models of the folds. It describes the models, not causes.`,
      ],
      charts: dependences.map((each) => dependenceChart(each, isNumber ? 'prediction' : 'probability')),
    },
  ];
}

function dependenceChart({ feature, isNumber, points }: FeatureDependence, y: string): Chart {
  const of = { x: 'value', y: 'mean' };
  return {
    title: feature,
    options: isNumber
      ? { height: 260, grid: true, x: { label: feature }, y: { label: y } }
      : {
          height: 300,
          marginBottom: 90,
          grid: true,
          x: { label: null, tickRotate: -35, type: 'point', domain: points.map(({ value }) => value) },
          y: { label: y },
        },
    marks: isNumber
      ? [
          {
            mark: 'areaY',
            data: points,
            options: { x: 'value', y1: 'low', y2: 'high', fill: blue, fillOpacity: 0.15 },
          },
          { mark: 'line', data: points, options: { ...of, stroke: blue, strokeWidth: 2, tip: true } },
        ]
      : [
          { mark: 'ruleX', data: points, options: { x: 'value', y1: 'low', y2: 'high', stroke: blue } },
          { mark: 'dot', data: points, options: { ...of, fill: blue, tip: true } },
        ],
  };
}

function selectionSection({ folds }: Evaluation): PageSection {
  const rows = folds.flatMap(({ selection }, index) => [
    ...(selection?.compared ?? []).map(({ name, loss, seconds }) => [
      index + 1,
      name,
      loss.toFixed(5),
      seconds.toFixed(1),
    ]),
    ...(selection?.stackLoss === undefined
      ? []
      : [[index + 1, 'stack of these', selection.stackLoss.toFixed(5), null]]),
    ...(selection?.skipped ?? []).map(({ name, reason }) => [index + 1, name, `skipped: ${reason}`, null]),
  ]);
  return {
    title: 'What was compared',
    text: [
      'Out of fold within the training part of each fold; less loss is better. A stack stands only where it is better than the best of its members.',
    ],
    table: { columns: ['fold', 'candidate', 'loss', 'seconds'], rows },
  };
}

function columnSection({ columns, label }: TableReading): PageSection {
  return {
    title: 'Columns',
    text: [`As they were understood; ${label.name} is the label.`],
    table: {
      columns: ['column', 'kind', 'missing', 'different values', 'not learned from, because'],
      rows: columns.map(({ name, kind, missing, distinct, dropped }) => [
        name,
        kind,
        missing,
        distinct,
        dropped ?? '',
      ]),
    },
  };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  return Float64Array.from(parts.flatMap((part) => [...part]));
}
