/*md
# How warm is a lead?

The score is the calibrated chance of winning the lead within 60 days, in per cent. It means the same next month: 40 is 40 %, not *better than
most*. This notebook shows how it decays, why it changed, and where it pays to call a lead hot. Data: the simulated call centre.
*/
import { buildDataset } from '../features/buildDataset.ts';
import { fitLeadScoreModel } from '../models/lead-score/leadScoreModel.ts';
import { temperatureThresholds } from '../models/lead-score/temperature.ts';
import { logisticRegression } from '../models/logisticRegression.ts';
import { reliabilityBins } from '../models/metrics/equalMassBins.ts';
import { evaluateClassification } from '../models/metrics/evaluate.ts';
import { streamScores } from '../prisma/repositories/scores.ts';
import { temperatureDiff, temperatureSeries } from '../serving/predict/leadTimeline.ts';
import { playScoringRun } from '../serving/scoring/playScoringRun.ts';
import { requestScoring } from '../serving/scoring/requestScoring.ts';
import { heldOut } from '../training/pipelines/heldOut.ts';
import { openCallCentre } from './callCentre.ts';
import { show } from './render/show.ts';

const centre = await openCallCentre();
const { application, company, companyId, now } = centre;
const { pool } = application.database;

/*md
## All open leads now

Scored as the nightly batch does it, with the model in force.
*/
const asked = await requestScoring(pool, { companyId, task: 'lead_score', trigger: 'request', now });
const run = await playScoringRun(application, asked.id, { signal: new AbortController().signal });
if (!run) throw new Error('Another process is scoring this company.');
const scores: { id: string; score: number; temperature: string }[] = [];
for await (const { subjectId, result } of streamScores(pool, run.id))
  scores.push({ id: subjectId, score: Number(result.score), temperature: String(result.temperature) });
const { champion } = await application.models.get(companyId, 'lead_score');
const usual = temperatureThresholds(company.settings, champion?.model.data.thresholds);
const histogram = Array.from({ length: 50 }, (_, bin) => {
  const of = scores.filter(({ score }) => Math.min(49, Math.floor(score / 2)) === bin);
  return { from: 2 * bin, to: 2 * bin + 2, leads: of.length };
}).filter(({ leads }) => leads > 0);
show({
  title: 'Scores of the open leads',
  caption: `${scores.length} open leads at ${now.toISOString()}; lines: from ${usual.warm} warm, from ${usual.hot} hot. Thresholds are absolute: in a bad month nobody is hot, and that is news.`,
  options: { x: { label: 'score', domain: [0, 100] }, y: { label: 'leads', grid: true } },
  marks: [
    { mark: 'rectY', data: histogram, options: { x1: 'from', x2: 'to', y: 'leads', fill: '#4269d0' } },
    { mark: 'ruleX', data: [usual.warm, usual.hot], options: { stroke: '#e15759', strokeDasharray: '4 4' } },
  ],
});

/*md
## Does 40 mean 40 %?

Judged on later leads than it was fitted on: a logistic model here, quicker than the comparison of learners the product does. Intervals are bootstrapped over
rows; a lead has several, so they are somewhat too narrow.
*/
const dataset = await buildDataset(pool, { task: 'lead_score', company, knownAt: now });
const { train, holdout, split } = heldOut(dataset.rows, dataset.horizonDays);
const model = await fitLeadScoreModel(train, { estimator: logisticRegression });
const label = Float64Array.from(holdout, (row) => row.label);
const probability = model.probabilities(holdout.map(({ features }) => features));
const measured = evaluateClassification(label, probability);
show(
  (['auc', 'brier', 'ece'] as const).map((metric) => ({
    metric,
    value: measured[metric].value,
    'from (95 %)': measured[metric].low,
    'to (95 %)': measured[metric].high,
  })),
);
const bins = reliabilityBins(label, probability);
show({
  title: 'Reliability',
  caption: `${holdout.length} rows held out by ${split.kind} (${split.from.slice(0, 10)} to ${split.to.slice(0, 10)}), fitted on ${train.length}; bins of equal mass, 95 % Wilson intervals. Dots off the diagonal mean that the market moved, or that the model is not calibrated.`,
  options: {
    x: { label: 'stated probability', grid: true, zero: true },
    y: { label: 'share won', grid: true, zero: true },
  },
  marks: [
    {
      mark: 'line',
      data: [
        { x: 0, y: 0 },
        { x: 0.6, y: 0.6 },
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
## A score decays

Five leads, recomputed day by day with the model in force: what was known each day, and (right of the line) what the score
becomes if nothing happens. Nothing decays by a formula; silence and age are features, and their effect was learned. That is why a line may also rise: when
old attempts leave their window of 30 days, the model sees a lead whom nobody has pressed lately.
*/
const [before] = await centre.rows<{ at: Date }>(
  `select min(recorded_at) as at from alias_ledger where company_id = $1 and task = 'lead_score'`,
);
const lively = await centre.rows<{ id: string }>(
  `select l.id::text from lead l join interaction i on i.company_id = l.company_id and i.lead_id = l.id
   where l.company_id = $1 and l.id = any($2::uuid[]) and l.recorded_at between $3::timestamptz - interval '21 days' and $3::timestamptz - interval '5 days'
   group by l.id order by count(*) filter (where i.direction = 'inbound') desc, count(*) desc, l.id limit 5`,
  scores.map(({ id }) => id),
  now,
);
const lines = [];
for (const { id } of lively) {
  const { points } = await temperatureSeries(application, { companyId, id }, { days: 21, ahead: 30, now });
  for (const { at, score, probability } of points)
    lines.push({
      lead: id.slice(-6),
      day: (at.getTime() - now.getTime()) / 86_400_000,
      score,
      percent: 100 * probability,
    });
}
show({
  title: 'Scores over time',
  caption:
    'Of five open leads on which something was done lately; right of day 0, supposing that nothing happens any more.',
  options: {
    x: { label: 'days from now', grid: true },
    y: { label: 'score', grid: true, zero: true },
    color: { legend: true },
  },
  marks: [
    { mark: 'ruleX', data: [0] },
    { mark: 'line', data: lines, options: { x: 'day', y: 'percent', stroke: 'lead', curve: 'step-after' } },
  ],
});

/*md
## Why it changed

Between two moments three things may change: what is known, whose facts these are taken to be, and the model. The difference is split exactly among
them, because the model and the features of both moments can be recomputed. The earlier moment lies before the first model, so the rule answered
then: watch how much of the change is nobody's doing but ours.
*/
const diffs = [];
const from = new Date(Math.min(before!.at.getTime() - 3_600_000, now.getTime() - 7 * 86_400_000));
const changed = await centre.rows<{ id: string }>(
  `select l.id::text from lead l where l.company_id = $1 and l.id = any($2::uuid[]) and l.recorded_at <= $3 order by l.recorded_at desc, l.id limit 40`,
  scores.map(({ id }) => id),
  from,
);
for (const { id } of changed) {
  const diff = await temperatureDiff(application, { companyId, id }, { from, to: now });
  diffs.push({ id: id.slice(-6), ...diff });
}
diffs.sort((a, b) => Math.abs(b.points.features) - Math.abs(a.points.features));
const parts = diffs
  .slice(0, 12)
  .flatMap(({ id, points }) =>
    (['features', 'identity', 'model'] as const).map((part) => ({ lead: id, part, points: points[part] })),
  );
show({
  title: `Score changes since ${from.toISOString().slice(0, 10)}`,
  caption:
    'In points, by cause; the twelve leads, of the forty newest that were open at both moments, whose facts changed most.',
  options: {
    marginLeft: 70,
    x: { label: 'points', grid: true },
    y: { label: null },
    color: { legend: true, domain: ['features', 'identity', 'model'] },
  },
  marks: [
    { mark: 'barX', data: parts, options: { y: 'lead', x: 'points', fill: 'part' } },
    { mark: 'ruleX', data: [0] },
  ],
});
show(
  diffs
    .slice(0, 6)
    .map(({ id, text }) => `${id}: ${text}`)
    .join('\n'),
);

/*md
## Where it pays to call a lead hot

A threshold is a price: treating a lead as hot costs something and raises its chance by some share. It pays from *cost / (lift x value of a win)* on. The
effort and the lift below are examples, the value is the mean of this company's won leads.
*/
const [won] = await centre.rows<{ value: number }>(
  `select avg(value)::float8 as value from outcome where company_id = $1 and kind = 'converted' and value > 0 and retracted_at is null`,
);
const winValue = won?.value ?? 1000;
const economics = [10, 20, 40, 80, 160].flatMap((cost) =>
  [0.1, 0.25, 0.5].map((lift) => {
    const { hot } = temperatureThresholds({
      leadScore: { winValue, hot: { cost, lift }, warm: { cost: cost / 10, lift } },
    });
    return {
      'cost of the effort': cost,
      lift: `chance x ${1 + lift}`,
      threshold: hot,
      'hot leads now': scores.filter(({ score }) => score >= hot).length,
    };
  }),
);
show({
  title: 'Threshold of hot',
  caption: `By the cost of the effort and by how much it raises the chance; a win is worth ${winValue.toFixed(0)} ${company.currency} on average.`,
  options: {
    x: { label: `cost of treating a lead as hot, ${company.currency}`, grid: true },
    y: { label: 'score from which on it pays', grid: true, domain: [0, 100] },
    color: { legend: true },
  },
  marks: [
    {
      mark: 'line',
      data: economics,
      options: { x: 'cost of the effort', y: 'threshold', stroke: 'lift', marker: 'dot' },
    },
  ],
});
show(economics);
await centre.close();
