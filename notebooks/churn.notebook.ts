/*md
# Who is about to leave

Churn is a question of time, so the model is one of time: the hazard, the chance of leaving in the next 30 days for
whoever is still there. The risk within 60 days is two of them in a row, and can never be below the first. Data: the simulated
call centre, which reports who left; two in five of those who leave never say so.
*/
import { buildDataset } from '../features/buildDataset.ts';
import { computeFeatures } from '../features/computeFeatures.ts';
import { featuresOfTask } from '../features/definitions/taskFeatures.ts';
import { fitChurnModel } from '../models/churn/churnModel.ts';
import { lifetimeValueFallback } from '../models/lifetime-value/fallback.ts';
import { valuePolicy } from '../models/lifetime-value/valuePolicy.ts';
import { logisticRegression } from '../models/logisticRegression.ts';
import { reliabilityBins } from '../models/metrics/equalMassBins.ts';
import { evaluateClassification } from '../models/metrics/evaluate.ts';
import { wilsonInterval } from '../models/metrics/wilson.ts';
import { loadHistories } from '../prisma/repositories/history.ts';
import { subjectsAfter } from '../prisma/repositories/scores.ts';
import { heldOut } from '../training/pipelines/heldOut.ts';
import { openCallCentre } from './callCentre.ts';
import { show } from './render/show.ts';

const centre = await openCallCentre();
const { application, company, companyId, now } = centre;
const { pool } = application.database;

/*md
## The rows

One row per customer and month: what was known then, and whether they had left 30 days later. A month whose outcome cannot be known
yet is left out rather than counted as *stayed*. When somebody left who never said so is drawn from what their silence makes
probable: after ten weeks somebody who came every week has left, somebody who comes twice a year has not.
*/
const dataset = await buildDataset(pool, { task: 'churn', company, knownAt: now });
const { train, holdout, split } = heldOut(dataset.rows, dataset.horizonDays);
const leavers = (rows: typeof dataset.rows) => rows.reduce((sum, { label }) => sum + label, 0);
show([
  { part: 'all', rows: dataset.rows.length, 'left within 30 days': leavers(dataset.rows) },
  { part: 'to learn from', rows: train.length, 'left within 30 days': leavers(train) },
  { part: `to judge by (by ${split.kind})`, rows: holdout.length, 'left within 30 days': leavers(holdout) },
]);
show(
  `Label: ${dataset.labelDefinition}; ${dataset.censored} months left out because their label is not mature.`,
);

/*md
## The risk by silence

Before any model: how many customers have left 30 days later, by how long they have been silent? If this curve were flat, no
model could help.
*/
const edges = [0, 7, 14, 30, 45, 60, 90, 120, 180, 270, 365];
const silenceOf = (row: (typeof dataset.rows)[number]) => {
  const days = ['transactions.daysSince.amount>0', 'calls.daysSince', 'appointments.daysSince']
    .map((name) => row.features[name])
    .filter((value) => typeof value === 'number');
  return days.length === 0 ? null : Math.min(...(days as number[]));
};
const hazard = edges.flatMap((from, at) => {
  const until = edges[at + 1] ?? Number.POSITIVE_INFINITY;
  const rows = dataset.rows.filter((row) => {
    const silence = silenceOf(row);
    return silence !== null && silence >= from && silence < until;
  });
  if (rows.length < 20) return [];
  const share = leavers(rows) / rows.length;
  return [
    {
      silence: Number.isFinite(until) ? (from + until) / 2 : from * 1.2,
      share,
      rows: rows.length,
      ...wilsonInterval(share, rows.length),
    },
  ];
});
show({
  title: 'Observed risk by days of silence',
  caption: `Share who are gone 30 days later, ${dataset.rows.length} rows; bars are 95 % Wilson intervals (rows of one customer are not independent, so they are somewhat too narrow).`,
  options: {
    x: { label: 'days since the last sign of life', grid: true },
    y: { label: 'gone 30 days later', grid: true, zero: true },
  },
  marks: [
    { mark: 'link', data: hazard, options: { x1: 'silence', x2: 'silence', y1: 'low', y2: 'high' } },
    { mark: 'line', data: hazard, options: { x: 'silence', y: 'share', stroke: '#4269d0', marker: 'dot' } },
  ],
});

/*md
## Can the risk be believed?

A logistic hazard, judged on a fifth of the customers it has not seen (the product compares several
learners; one is enough here, and quicker). AUC says whether it puts the right people first; the reliability plot, whether 10 % means 10 %.
Dots below the diagonal: the risk is overstated there. That the labels themselves come true as often as they say is shown against
the hidden truth by `examples/truth-study.ts`.
*/
const model = await fitChurnModel(train, { estimator: logisticRegression });
const label = Float64Array.from(holdout, (row) => row.label);
const risk = model.risks30(holdout);
const measured = evaluateClassification(label, risk);
show(
  (['auc', 'averagePrecision', 'brier', 'ece', 'logLoss'] as const).map((metric) => ({
    metric,
    value: measured[metric].value,
    'from (95 %)': measured[metric].low,
    'to (95 %)': measured[metric].high,
  })),
);
const bins = reliabilityBins(label, risk);
const top = Math.max(...bins.map(({ meanProbability, high }) => Math.max(meanProbability, high)));
show({
  title: 'Reliability of the 30-day risk',
  caption: `${holdout.length} held-out rows in bins of equal mass, 95 % Wilson intervals.`,
  options: {
    x: { label: 'stated risk', domain: [0, top], grid: true },
    y: { label: 'share who left', domain: [0, top], grid: true },
  },
  marks: [
    {
      mark: 'line',
      data: [
        { x: 0, y: 0 },
        { x: top, y: top },
      ],
      options: { x: 'x', y: 'y', stroke: '#999', strokeDasharray: '4 4' },
    },
    {
      mark: 'link',
      data: bins,
      options: { x1: 'meanProbability', x2: 'meanProbability', y1: 'low', y2: 'high' },
    },
    { mark: 'dot', data: bins, options: { x: 'meanProbability', y: 'observedShare', fill: '#4269d0', r: 5 } },
  ],
});

/*md
## Everybody as of now, at both horizons

The same model on every active customer as of the last day. All dots lie on or above the diagonal: the horizons agree by construction.
*/
const ids = await subjectsAfter(pool, companyId, 'customer', { asOf: now, after: null, limit: 5000 });
const histories = await loadHistories(pool, companyId, 'customer', ids);
const clv = await application.models.get(companyId, 'clv');
const policy = valuePolicy(company.settings);
const customers = histories.map((history) => {
  const at = now.getTime();
  const { result } = model.predict(
    computeFeatures(featuresOfTask('churn', company.settings), history, at),
    now,
  );
  const purchases = computeFeatures(featuresOfTask('clv', company.settings), history, at);
  const value = (
    clv.champion?.model.predict(purchases, { policy }) ?? lifetimeValueFallback(purchases, { policy })
  ).result.clv;
  const { risk30, risk60, alreadyGone, segment, persuadability } = result;
  return {
    id: history.id,
    risk30,
    risk60,
    alreadyGone,
    segment,
    value,
    atRisk: risk60 * value,
    persuadable: persuadability.value,
  };
});
show({
  title: 'Risk within 30 and within 60 days',
  caption: `${customers.length} active customers at ${now.toISOString()}.`,
  options: {
    x: { label: 'risk within 30 days', grid: true },
    y: { label: 'risk within 60 days', grid: true },
    color: { legend: true, domain: ['low', 'medium', 'high'] },
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
    { mark: 'dot', data: customers, options: { x: 'risk30', y: 'risk60', stroke: 'segment', r: 2 } },
  ],
});

/*md
## Whom to look after first

Risk alone sends the team to people who are gone anyway, or worth little. What is at stake is *risk x value*; what can be
saved of it depends on whether they answer at all (persuadability, from their own answers to outreach; 1 for everybody of a company that
logs no outreach). The curve shows how few customers hold most of
what is at risk. Value is by the company's model of lifetime value; both are expectations and neither is a promise.
*/
const ranked = [...customers].sort((a, b) => b.atRisk - a.atRisk);
const all = ranked.reduce((sum, { atRisk }) => sum + atRisk, 0);
const curveOf = (order: typeof customers, by: string) => {
  let reached = 0;
  return order.map(({ atRisk }, at) => {
    reached += atRisk;
    return { by, customers: (at + 1) / order.length, share: reached / all };
  });
};
show({
  title: 'Value at risk that the first customers of a list hold',
  caption: `${all.toFixed(0)} ${company.currency} in all, of ${customers.length} customers; a list by risk alone beside one by risk x value.`,
  options: {
    x: { label: 'share of customers on the list', grid: true },
    y: { label: 'share of all value at risk', grid: true },
    color: { legend: true },
  },
  marks: [
    {
      mark: 'line',
      data: [
        ...curveOf(ranked, 'risk x value'),
        ...curveOf(
          [...customers].sort((a, b) => b.risk60 - a.risk60),
          'risk alone',
        ),
      ],
      options: { x: 'customers', y: 'share', stroke: 'by' },
    },
  ],
});
show(
  ranked.slice(0, 10).map(({ id, risk30, risk60, alreadyGone, value, atRisk, persuadable }) => ({
    customer: id.slice(-8),
    'risk, 30 days': risk30,
    'risk, 60 days': risk60,
    'gone already': alreadyGone,
    [`value, ${company.currency}`]: value,
    [`at risk, ${company.currency}`]: atRisk,
    persuadability: persuadable,
  })),
);
await centre.close();
