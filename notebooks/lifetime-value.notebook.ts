/*md
# What customers are worth

Nobody tells when a customer leaves. Purchase models guess it from the rhythm: who bought every week and has been silent for two months is
probably gone, who bought twice a year is not. Data: the purchases of the simulated call centre. The models do not know how the
simulation works, so what they get wrong is on them.
*/

import { purchaseLog } from '../models/lifetime-value/purchaseLog.ts';
import { valueSegments } from '../models/lifetime-value/segments.ts';
import { streamScores } from '../prisma/repositories/scores.ts';
import { aliveMap } from '../serving/clv/aliveMap.ts';
import { analyse, chosen } from '../serving/clv/analyse.ts';
import { holdoutByFrequency } from '../serving/clv/frequencies.ts';
import { tracking } from '../serving/clv/tracking.ts';
import { playScoringRun } from '../serving/scoring/playScoringRun.ts';
import { requestScoring } from '../serving/scoring/requestScoring.ts';
import { openCallCentre } from './callCentre.ts';
import { show } from './render/show.ts';

const centre = await openCallCentre();
const { application, company, companyId, now } = centre;

/*md
## Three models, and one stretch of time they have not seen

BG/NBD, MBG/NBD and Pareto/NBD tell the same story (a customer buys at a rate of their own until they leave for good) with different assumptions about
leaving. They are fitted on the first two thirds of the time, chosen without looking further, and measured on the last third.
*/
const transactions = await centre.rows<{ customer: string; day: number; amount: number }>(
  `select customer_id::text as customer, (occurred_at at time zone 'UTC')::date - date '1970-01-01' as day, amount
   from "transaction" where company_id = $1`,
);
const log = purchaseLog(transactions);
const analysis = await analyse(log, { unit: 'week' });
const { calibration, choice, final, holdout } = analysis;
const best = chosen(analysis, final);
show(`Chosen: ${best.title}, because ${choice.reason}.`);
if (holdout === null)
  throw new Error('The purchases end with the calibration: there is nothing to measure on.');
show(
  holdout.results.map(({ title, purchases, value }) => ({
    model: title,
    'error per customer (MAE), purchases': purchases.mae,
    'from (95 %)': purchases.intervals.mae.low,
    'to (95 %)': purchases.intervals.mae.high,
    'predicted / actual, all purchases': purchases.predicted / purchases.actual,
    'error per customer (MAE), revenue': value?.mae ?? null,
  })),
);
const series = {
  legend: true,
  domain: ['actual', 'BG/NBD', 'MBG/NBD', 'Pareto/NBD', 'Blend of the three'],
  range: ['#e15759', '#4269d0', '#efb118', '#3ca951', '#9c6b4e'],
};
show({
  title: 'Cumulative repeat purchases',
  caption: `${calibration.records.length} customers of the calibration; right of the line the models foretell what they have not seen. Straight lines where the data bend mean that the rate was not as constant as the models assume.`,
  options: {
    x: { label: 'weeks since the first purchase' },
    y: { label: 'repeat purchases', grid: true },
    color: series,
  },
  marks: [
    { mark: 'ruleX', data: [(calibration.day - log.firstDay) / 7] },
    {
      mark: 'line',
      data: tracking(analysis).map((point) => ({ ...point, week: (point.day - log.firstDay) / 7 })),
      options: { x: 'week', y: 'cumulative', stroke: 'series' },
    },
  ],
});
show({
  title: 'Purchases in the holdout',
  caption:
    'Mean per customer by how often they had bought before. A model that regresses to the mean too little overshoots on the right.',
  options: {
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
});

/*md
## P(alive)

Read a column from the top to the bottom: the same number of purchases, the last of them longer and longer ago. The more often somebody bought, the
faster silence becomes suspicious. That is the whole idea of these models in one picture.
*/
const alive = aliveMap(analysis);
show({
  title: 'Probability of still being a customer',
  caption: `Of a customer first seen ${alive.age.toFixed(0)} weeks ago (the median), by repeat purchases and the week of the last one.`,
  options: {
    x: { label: 'repeat purchases' },
    y: { label: 'week of the last purchase', reverse: true },
    color: { legend: true, scheme: 'YlGnBu', domain: [0, 1], label: 'P(alive)' },
  },
  marks: [
    { mark: 'cell', data: alive.cells, options: { x: 'frequency', y: 'recency', fill: 'alive', tip: true } },
  ],
});

/*md
## Everybody, three years ahead

Now every active customer is scored as the nightly batch does it, with the model in force. Values carry an interval, because
a purchase rate that has been seen three times is not known well. Expect the middle 90 % to be wide; a value without that width would be a lie.
*/
const { pool } = application.database;
const asked = await requestScoring(pool, { companyId, task: 'clv', trigger: 'request', now });
const run = await playScoringRun(application, asked.id, { signal: new AbortController().signal });
if (!run) throw new Error('Another process is scoring this company.');
interface Value {
  readonly clv: number;
  readonly segment: string;
  readonly pAlive: number;
  readonly horizonMonths: number;
  readonly interval?: { readonly low: number; readonly high: number };
}
const values: Value[] = [];
for await (const { result } of streamScores(pool, run.id)) values.push(result as unknown as Value);
values.sort((a, b) => b.clv - a.clv);
const sum = values.reduce((total, { clv }) => total + clv, 0);
let reached = 0;
const lorenz = values.map(({ clv, segment }, at) => {
  reached += clv;
  return { customers: (at + 1) / values.length, value: reached / sum, segment };
});
show({
  title: 'How concentrated value is',
  caption: `${values.length} customers, the most valuable first; the dashed line would be a company whose customers are all alike.`,
  options: {
    x: { label: 'share of customers', grid: true },
    y: { label: 'share of all value', grid: true },
    color: { legend: true, domain: valueSegments },
  },
  marks: [
    {
      mark: 'line',
      data: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
      options: { x: 'x', y: 'y', stroke: '#999', strokeDasharray: '4 4' },
    },
    {
      mark: 'line',
      data: lorenz,
      options: { x: 'customers', y: 'value', stroke: 'segment', z: null, strokeWidth: 3 },
    },
  ],
});
const segments = [...valueSegments].reverse().flatMap((segment) => {
  const of = values.filter((one) => one.segment === segment);
  const total = of.reduce((all, { clv }) => all + clv, 0);
  return of.length === 0
    ? []
    : [
        {
          segment,
          customers: of.length,
          [`mean value, ${company.currency}`]: total / of.length,
          'share of all value': total / sum,
          'mean P(alive)': of.reduce((all, { pAlive }) => all + pAlive, 0) / of.length,
        },
      ];
});
show(segments);
const shown = values
  .filter((_, at) => at % Math.ceil(values.length / 60) === 0)
  .flatMap(({ clv, interval }, rank) => (interval ? [{ rank, clv, ...interval }] : []));
show({
  title: 'Values with their intervals',
  caption: `Every ${Math.ceil(values.length / 60)}th customer by value; the middle 90 % of simulated futures, ${values[0]!.horizonMonths} months, model version ${run.task === 'clv' ? ((await application.models.get(companyId, 'clv')).champion?.version ?? 'rule') : ''}.`,
  options: {
    x: { label: 'customers, most valuable first', ticks: 0 },
    y: { label: company.currency, grid: true },
  },
  marks: [
    {
      mark: 'link',
      data: shown,
      options: { x1: 'rank', x2: 'rank', y1: 'low', y2: 'high', strokeOpacity: 0.5 },
    },
    { mark: 'dot', data: shown, options: { x: 'rank', y: 'clv', fill: '#4269d0', r: 2.5 } },
  ],
});
await centre.close();
