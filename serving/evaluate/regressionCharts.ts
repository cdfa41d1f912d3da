import type { PageSection } from '../report/page.ts';

/** Points that are drawn; more only cover each other. */
const mostPoints = 3000;
const blue = '#4269d0';
const grey = '#8888';
const residualBins = 50;

/** Predictions against what was, and what is left over. */
export function regressionSections(target: Float64Array, prediction: Float64Array): PageSection[] {
  const step = Math.max(1, Math.ceil(target.length / mostPoints));
  const points = Array.from(target, (actual, row) => ({
    actual,
    predicted: prediction[row]!,
    residual: actual - prediction[row]!,
  })).filter((_, row) => row % step === 0);
  const low = target.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = target.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const between = (...ends: number[]) => ends.map((value) => ({ x: value, y: value }));
  const means = deciles(target, prediction);
  const ends = means.flatMap(({ predicted, actual }) => [predicted, actual]);
  return [
    {
      title: 'Predictions',
      text: ['All rows were predicted by models that had not seen them.'],
      charts: [
        {
          title: 'Predicted and actual',
          options: { grid: true, x: { label: 'predicted' }, y: { label: 'actual' } },
          marks: [
            {
              mark: 'line',
              data: between(low, high),
              options: { x: 'x', y: 'y', stroke: grey, strokeDasharray: '4 4' },
            },
            {
              mark: 'dot',
              data: points,
              options: { x: 'predicted', y: 'actual', r: 2, fill: blue, fillOpacity: 0.35 },
            },
          ],
        },
        {
          title: 'Residuals by prediction',
          caption: 'A funnel says that the errors grow with the prediction, a bow that something is missing.',
          options: { grid: true, x: { label: 'predicted' }, y: { label: 'actual - predicted' } },
          marks: [
            { mark: 'ruleY', data: [0], options: { stroke: grey } },
            {
              mark: 'dot',
              data: points,
              options: { x: 'predicted', y: 'residual', r: 2, fill: blue, fillOpacity: 0.35 },
            },
          ],
        },
        {
          title: 'Distribution of residuals',
          options: { x: { label: 'actual - predicted' }, y: { label: 'rows', grid: true } },
          marks: [
            {
              mark: 'rectY',
              data: histogram(target.map((actual, row) => actual - prediction[row]!)),
              options: { x1: 'from', x2: 'to', y: 'rows', fill: blue },
            },
          ],
        },
        {
          title: 'Mean by decile of the prediction',
          caption: 'Where the dots lie on the line, predictions can be taken at their word.',
          options: { grid: true, x: { label: 'mean predicted' }, y: { label: 'mean actual' } },
          marks: [
            {
              mark: 'line',
              data: between(Math.min(...ends), Math.max(...ends)),
              options: { x: 'x', y: 'y', stroke: grey, strokeDasharray: '4 4' },
            },
            {
              mark: 'dot',
              data: means,
              options: { x: 'predicted', y: 'actual', fill: blue, tip: true },
            },
          ],
        },
      ],
    },
  ];
}

/** The middle 99 % of the values, in bins of equal width. */
function histogram(values: Float64Array): { from: number; to: number; rows: number }[] {
  const sorted = values.slice().sort();
  const low = sorted[Math.floor(0.005 * (sorted.length - 1))]!;
  const high = sorted[Math.ceil(0.995 * (sorted.length - 1))]!;
  const width = (high - low) / residualBins || 1;
  const rows = new Float64Array(residualBins);
  for (const value of values)
    if (value >= low && value <= high) rows[Math.min(residualBins - 1, Math.floor((value - low) / width))]!++;
  return Array.from(rows, (count, bin) => ({
    from: low + bin * width,
    to: low + (bin + 1) * width,
    rows: count,
  }));
}

function deciles(target: Float64Array, prediction: Float64Array): { predicted: number; actual: number }[] {
  const order = Uint32Array.from(prediction, (_, row) => row).sort((a, b) => prediction[a]! - prediction[b]!);
  return Array.from({ length: 10 }, (_, decile) => {
    const rows = order.subarray(
      Math.floor((decile * order.length) / 10),
      Math.floor(((decile + 1) * order.length) / 10),
    );
    const mean = (of: Float64Array) => rows.reduce((sum, row) => sum + of[row]!, 0) / rows.length;
    return { predicted: mean(prediction), actual: mean(target) };
  }).filter(({ predicted }) => Number.isFinite(predicted));
}
