import { brierDecomposition } from '../../models/metrics/brierDecomposition.ts';
import { reliabilityBins } from '../../models/metrics/equalMassBins.ts';
import { gainsCurve } from '../../models/metrics/gains.ts';
import { precisionRecallCurve } from '../../models/metrics/precisionRecallCurve.ts';
import { rocCurve } from '../../models/metrics/rocCurve.ts';
import type { Chart } from '../report/chart.ts';
import type { PageSection } from '../report/page.ts';
import { brierText } from './brierParts.ts';

/** Least distance of points of a curve that is drawn. */
const resolution = 0.004;
const blue = '#4269d0';
const grey = '#8888';

/** Curves, calibration and confusion of out-of-fold probabilities of class 1. */
export function classificationSections(
  target: Float64Array,
  probability: Float64Array,
  classes: readonly string[],
): PageSection[] {
  const curve = (of: typeof rocCurve) => of(target, probability, undefined, resolution);
  const base = target.reduce((sum, value) => sum + value, 0) / target.length;
  return [
    {
      title: 'Ranking',
      text: [
        'Hover over a curve to read the threshold. All rows were predicted by models that had not seen them.',
      ],
      charts: [
        lineChart(
          'ROC',
          'True positives against false positives.',
          curve(rocCurve),
          'false positive rate',
          'true positive rate',
          [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        ),
        lineChart(
          'Precision and recall',
          `A classifier that guesses has precision ${base.toFixed(3)}.`,
          curve(precisionRecallCurve),
          'recall',
          'precision',
          [
            { x: 0, y: base },
            { x: 1, y: base },
          ],
        ),
        lineChart(
          'Gains',
          'Share of all positives found among the rows with the highest scores.',
          curve(gainsCurve),
          'share of rows taken',
          'share of positives found',
          [
            { x: 0, y: 0 },
            { x: 1, y: 1 },
          ],
        ),
        liftChart(curve(gainsCurve)),
      ],
    },
    {
      title: 'Calibration',
      text: [
        'Of the rows that were given a probability, as many should be positive as it says. Bins hold equally many rows.',
        brierText(brierDecomposition(target, probability)),
      ],
      charts: [reliabilityChart(target, probability), scoreChart(target, probability, classes)],
    },
    { title: 'Decisions at a threshold', table: confusion(target, probability, base) },
  ];
}

function lineChart(
  title: string,
  caption: string,
  data: readonly { x: number; y: number; threshold: number }[],
  x: string,
  y: string,
  reference: readonly { x: number; y: number }[],
): Chart {
  const points = data.map((point) => ({
    ...point,
    threshold: Number.isFinite(point.threshold) ? point.threshold : 1,
  }));
  return {
    title,
    caption,
    options: { grid: true, x: { label: x, domain: [0, 1] }, y: { label: y, domain: [0, 1] } },
    marks: [
      { mark: 'line', data: reference, options: { x: 'x', y: 'y', stroke: grey, strokeDasharray: '4 4' } },
      {
        mark: 'line',
        data: points,
        options: {
          x: 'x',
          y: 'y',
          stroke: blue,
          strokeWidth: 2,
          tip: true,
          channels: { threshold: 'threshold' },
        },
      },
    ],
  };
}

function liftChart(gains: readonly { x: number; y: number }[]): Chart {
  const data = gains.filter(({ x }) => x >= 0.005).map(({ x, y }) => ({ x, lift: y / x }));
  return {
    title: 'Lift',
    caption: 'How many times more positives than among all rows.',
    options: {
      grid: true,
      x: { label: 'share of rows taken', domain: [0, 1] },
      y: { label: 'lift', zero: true },
    },
    marks: [
      { mark: 'ruleY', data: [1], options: { stroke: grey, strokeDasharray: '4 4' } },
      { mark: 'line', data, options: { x: 'x', y: 'lift', stroke: blue, strokeWidth: 2, tip: true } },
    ],
  };
}

function reliabilityChart(target: Float64Array, probability: Float64Array): Chart {
  const bins = reliabilityBins(target, probability);
  const highest = Math.min(
    1,
    1.05 * Math.max(...bins.map(({ high, meanProbability }) => Math.max(high, meanProbability))),
  );
  return {
    title: 'Reliability',
    caption: 'Observed share with its 95 % interval (Wilson) against the mean probability of each bin.',
    options: {
      grid: true,
      x: { label: 'mean probability', domain: [0, highest] },
      y: { label: 'observed share', domain: [0, highest] },
    },
    marks: [
      {
        mark: 'line',
        data: [
          { x: 0, y: 0 },
          { x: highest, y: highest },
        ],
        options: { x: 'x', y: 'y', stroke: grey, strokeDasharray: '4 4' },
      },
      { mark: 'ruleX', data: bins, options: { x: 'meanProbability', y1: 'low', y2: 'high', stroke: blue } },
      {
        mark: 'dot',
        data: bins,
        options: { x: 'meanProbability', y: 'observedShare', fill: blue, tip: true },
      },
    ],
  };
}

const scoreBins = 40;

function scoreChart(target: Float64Array, probability: Float64Array, classes: readonly string[]): Chart {
  const counts = classes.map(() => new Float64Array(scoreBins));
  probability.forEach((value, row) => {
    counts[target[row]!]![Math.min(scoreBins - 1, Math.floor(value * scoreBins))]!++;
  });
  const data = counts.flatMap((of, index) =>
    Array.from(of, (rows, bin) => ({
      class: classes[index]!,
      from: bin / scoreBins,
      to: (bin + 1) / scoreBins,
      rows,
    })),
  );
  return {
    title: 'Distribution of probabilities',
    caption: 'Rows per class.',
    options: {
      color: { legend: true, domain: classes, range: ['#9498a0', blue] },
      x: { label: 'probability' },
      y: { grid: true },
    },
    marks: [{ mark: 'rectY', data, options: { x1: 'from', x2: 'to', y: 'rows', fill: 'class' } }],
  };
}

function confusion(target: Float64Array, probability: Float64Array, base: number) {
  const at = (threshold: number, why: string) => {
    const count = (actual: number, taken: boolean) =>
      target.reduce(
        (sum, label, row) => sum + (label === actual && probability[row]! >= threshold === taken ? 1 : 0),
        0,
      );
    const [tp, fp, fn, tn] = [count(1, true), count(0, true), count(1, false), count(0, false)];
    const precision = tp + fp === 0 ? '-' : (tp / (tp + fp)).toFixed(3);
    return [
      why,
      threshold.toFixed(3),
      tp,
      fp,
      fn,
      tn,
      precision,
      (tp / (tp + fn)).toFixed(3),
      ((tp + tn) / target.length).toFixed(3),
    ];
  };
  return {
    columns: [
      'threshold',
      'probability',
      'true positive',
      'false positive',
      'false negative',
      'true negative',
      'precision',
      'recall',
      'accuracy',
    ],
    rows: [
      at(0.5, 'likelier than not'),
      at(base, 'above the base rate'),
      at(bestF1(target, probability), 'highest F1'),
    ],
  };
}

function bestF1(target: Float64Array, probability: Float64Array): number {
  const points = precisionRecallCurve(target, probability);
  const f1 = ({ x, y }: { x: number; y: number }) => (x + y === 0 ? 0 : (2 * x * y) / (x + y));
  return points.reduce((best, point) => (f1(point) > f1(best) ? point : best)).threshold;
}
