import type { Chart } from '../report/chart.ts';
import { type PageTable, page } from '../report/page.ts';
import { aliveMap } from './aliveMap.ts';
import { type ClvAnalysis, chosen } from './analyse.ts';
import { isoDay } from './dayNotation.ts';
import { frequencies, holdoutByFrequency } from './frequencies.ts';
import { futures } from './futures.ts';
import { rankingOf, rankingRows, rankingText } from './ranking.ts';
import { holdoutRows, parameterRows, warningsOf } from './text.ts';
import { tracking } from './tracking.ts';

const shownCustomers = 20;
/** One colour per series in all charts. */
const series = {
  legend: true,
  domain: ['actual', 'BG/NBD', 'MBG/NBD', 'Pareto/NBD', 'Blend of the three'],
  range: ['#e15759', '#4269d0', '#efb118', '#3ca951', '#9c6b4e'],
};
const wide = { marginLeft: 55, marginBottom: 40 };

/** The analysis as one HTML page. */
export function clvReport(analysis: ClvAnalysis, file: string): string {
  const { calibration, choice, final, holdout, horizonDays, log } = analysis;
  const best = chosen(analysis, final);
  const ahead = futures(analysis);
  const ranking = rankingOf(analysis);
  const top = [...ahead]
    .sort((a, b) => (b.clv ?? b.purchases) - (a.clv ?? a.purchases))
    .slice(0, shownCustomers);
  return page(
    'What customers will still buy',
    [
      {
        title: 'Result',
        text: [
          `Best: ${best.title}, because ${choice.reason}. The choice knew nothing of the holdout.`,
          holdout === null
            ? 'The data end with the calibration: there is no holdout to measure on.'
            : `Holdout ${isoDay(calibration.day + 1)} to ${isoDay(holdout.until)}, errors per customer with 95 % bootstrap intervals; * marks the best.`,
        ],
        warnings: warningsOf(analysis),
        ...(holdout === null ? {} : { table: tableOf(holdoutRows(analysis)) }),
      },
      {
        title: 'Fit and holdout',
        charts: [
          frequencyChart(analysis),
          trackingChart(analysis),
          ...(holdout === null ? [] : [holdoutChart(analysis)]),
        ],
      },
      ...(ranking === null
        ? []
        : [
            {
              title: 'Who brings how much',
              text: [rankingText(ranking)],
              table: tableOf(rankingRows(ranking)),
            },
          ]),
      {
        title: 'Parameters',
        text: [`Maximum likelihood on the calibration; times in ${analysis.unit}s.`],
        table: tableOf(parameterRows(analysis)),
      },
      {
        title: `The next ${horizonDays} days`,
        text: [
          `From ${isoDay(final.day + 1)} on, by the best forecast fitted on everything. The ${top.length} customers who are worth most:`,
        ],
        table: {
          columns: [
            'customer',
            'repeat purchases',
            'days since last',
            'expected purchases',
            'P(alive)',
            'amount',
            'CLV',
          ],
          rows: top.map((row) => [
            row.customer,
            row.frequency,
            row.ageDays - row.recencyDays,
            row.purchases.toFixed(2),
            row.alive.toFixed(3),
            row.amount?.toFixed(2) ?? null,
            row.clv?.toFixed(2) ?? null,
          ]),
        },
        charts: [aliveChart(analysis)],
      },
    ],
    `${file}: ${log.customers.length} customers, ${log.transactions} transactions, ${isoDay(log.firstDay)} to ${isoDay(log.lastDay)}`,
  );
}

function tableOf(rows: readonly Readonly<Record<string, string>>[]): PageTable {
  return { columns: Object.keys(rows[0] ?? {}), rows: rows.map((row) => Object.values(row)) };
}

function frequencyChart(analysis: ClvAnalysis): Chart {
  return {
    title: 'Repeat purchases in the calibration.',
    caption: 'How many customers bought how often, and how many each model simulates.',
    options: {
      ...wide,
      x: { axis: null, domain: series.domain.slice(0, 4) },
      fx: { label: 'repeat purchases', axis: 'bottom' },
      y: { label: 'customers', grid: true },
      color: series,
    },
    marks: [
      {
        mark: 'barY',
        data: frequencies(analysis),
        options: { fx: 'frequency', x: 'series', y: 'customers', fill: 'series' },
      },
      { mark: 'ruleY', data: [0] },
    ],
  };
}

function trackingChart(analysis: ClvAnalysis): Chart {
  const points = tracking(analysis).map(({ day, cumulative, series }) => ({
    week: (day - analysis.log.firstDay) / 7,
    cumulative,
    series,
  }));
  return {
    title: 'Cumulative repeat purchases.',
    caption:
      'Of the customers of the calibration, actual and expected; the vertical line is the end of the calibration.',
    options: {
      ...wide,
      x: { label: 'weeks since the first purchase' },
      y: { label: 'repeat purchases', grid: true },
      color: series,
    },
    marks: [
      { mark: 'ruleX', data: [(analysis.calibration.day - analysis.log.firstDay) / 7] },
      { mark: 'line', data: points, options: { x: 'week', y: 'cumulative', stroke: 'series' } },
    ],
  };
}

function holdoutChart(analysis: ClvAnalysis): Chart {
  return {
    title: 'Purchases in the holdout.',
    caption: 'Mean per customer by repeat purchases in the calibration.',
    options: {
      ...wide,
      x: { label: 'repeat purchases in the calibration', type: 'point' },
      y: { label: 'mean purchases in the holdout', grid: true },
      color: series,
    },
    marks: [
      {
        mark: 'line',
        data: holdoutByFrequency(analysis),
        options: { x: 'frequency', y: 'mean', stroke: 'series', marker: 'dot' },
      },
    ],
  };
}

function aliveChart(analysis: ClvAnalysis): Chart {
  const { age, cells } = aliveMap(analysis);
  return {
    title: 'P(alive).',
    caption: `Of a customer first seen ${age.toFixed(1)} ${analysis.unit}s ago (the median), by the number of repeat purchases and the time of the last.`,
    options: {
      ...wide,
      x: { label: 'repeat purchases' },
      y: { label: `last purchase, ${analysis.unit}s after the first`, reverse: true },
      color: { legend: true, label: 'P(alive)', scheme: 'YlGnBu', domain: [0, 1] },
    },
    marks: [
      { mark: 'cell', data: cells, options: { x: 'frequency', y: 'recency', fill: 'alive', tip: true } },
    ],
  };
}
