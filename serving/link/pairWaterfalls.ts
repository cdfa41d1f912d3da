import type { PairExplanation } from '../../models/linking/bulk/explainPair.ts';
import type { Chart } from '../report/chart.ts';
import type { PageSection } from '../report/page.ts';

/** A pair to be explained, and why it was picked. */
export interface ExplainedPair {
  readonly title: string;
  readonly explanation: PairExplanation;
}

/** From the prior to the result, field by field. */
export function waterfallSection(pairs: readonly ExplainedPair[]): PageSection {
  return {
    title: 'Why pairs were decided so',
    text: [
      'Each bar is the evidence of one field in bits, from the odds of a pair of which nothing is known to those of this pair. Above 0 a match is likelier than not.',
    ],
    charts: pairs.map(waterfall),
    table: {
      columns: ['pair', 'field', 'left', 'right', 'level', 'bits'],
      rows: pairs.flatMap(({ title, explanation }) =>
        explanation.evidence.map(({ field, left, right, level, weight }) => [
          title,
          field,
          left,
          right,
          level,
          Number((weight / Math.LN2).toFixed(1)),
        ]),
      ),
    },
  };
}

function waterfall({ title, explanation }: ExplainedPair): Chart {
  const { prior, evidence, probability } = explanation;
  let sum = prior / Math.LN2;
  const steps = [{ step: 'prior', from: 0, to: sum, what: 'before anything was compared' }];
  for (const { field, level, weight } of evidence) {
    const to = sum + weight / Math.LN2;
    steps.push({ step: field, from: sum, to, what: level });
    sum = to;
  }
  steps.push({ step: 'together', from: 0, to: sum, what: `probability ${probability.toPrecision(4)}` });
  const last = steps.length - 1;
  return {
    title,
    caption: `Probability ${probability.toPrecision(4)}.`,
    options: {
      marginBottom: 100,
      height: 380,
      x: { label: null, domain: steps.map(({ step }) => step), tickRotate: -35 },
      y: { label: 'log2 odds of a match', grid: true, nice: true },
      color: { domain: ['for', 'against', 'sum'], range: ['#4269d0', '#e15759', '#9498a0'] },
    },
    marks: [
      {
        mark: 'barY',
        data: steps.map((step, at) => ({
          ...step,
          speaks: at === 0 || at === last ? 'sum' : step.to >= step.from ? 'for' : 'against',
        })),
        options: { x: 'step', y1: 'from', y2: 'to', fill: 'speaks', tip: true, channels: { level: 'what' } },
      },
      { mark: 'ruleY', data: [0] },
    ],
  };
}
