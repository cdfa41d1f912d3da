/*md
# What to do about a lead

Value = chance of winning the lead after the action x what winning it is worth - what the action costs. The chance comes from one
model for all actions; what a model may choose by itself it has to earn on logged decisions. Data: the simulated call centre,
whose sales team acted by habit and logged with which probability.
*/
import { buildDataset } from '../features/buildDataset.ts';
import { computeFeatures } from '../features/computeFeatures.ts';
import { featuresOfTask } from '../features/definitions/taskFeatures.ts';
import { wilsonInterval } from '../models/metrics/wilson.ts';
import { nbaSettingsOf } from '../models/next-best-action/actionCatalogue.ts';
import { loadHistories } from '../prisma/repositories/history.ts';
import { findModelVersion } from '../prisma/repositories/modelVersions.ts';
import { subjectsAfter } from '../prisma/repositories/scores.ts';
import type { PolicyReport } from '../training/policyReport.ts';
import { openCallCentre } from './callCentre.ts';
import { show } from './render/show.ts';

const centre = await openCallCentre();
const { application, company, companyId, now } = centre;
const { pool } = application.database;
const { champion } = await application.models.get(companyId, 'nba');
if (!champion) throw new Error('The company that was played has no model of next best actions.');
const { model, version, versionId } = champion;

/*md
## What the team did, and what came of it

Each logged action with what followed within 14 days. The share of successes is no effect: the team calls whom it
likes best. The model's mean probability is shown beside it; it has learned from these very rows, so agreement here says that it is calibrated
on average, not that it foretells.
*/
const { rows, labelDefinition } = await buildDataset(pool, { task: 'nba', company, knownAt: now });
const mature = rows.filter(({ weight }) => weight > 0);
const actionOf = (row: (typeof rows)[number]) => String(row.features.action);
const leadOf = ({ features: { action: _, ...lead } }: (typeof rows)[number]) => lead;
const foretold = model.probabilities(mature.map(leadOf), mature.map(actionOf));
const actions = [...new Set(mature.map(actionOf))].sort();
const outcomes = actions.map((action) => {
  const at = mature.flatMap((row, index) => (actionOf(row) === action ? [index] : []));
  const share = at.reduce((sum, index) => sum + mature[index]!.label, 0) / at.length;
  const mean = at.reduce((sum, index) => sum + foretold[index]!, 0) / at.length;
  return { action, rows: at.length, share, ...wilsonInterval(share, at.length), 'model, mean': mean };
});
show(
  outcomes.map(({ low, high, share, ...row }) => ({
    ...row,
    'share of successes': share,
    'from (95 %)': low,
    'to (95 %)': high,
  })),
);
show({
  title: 'Success by action',
  caption: `${mature.length} logged decisions with a mature label (${labelDefinition}); bars are 95 % Wilson intervals of the share, crosses the mean of the model (version ${version}) on the same rows.`,
  options: { x: { label: 'share of successes', grid: true, zero: true }, y: { label: null }, marginLeft: 70 },
  marks: [
    { mark: 'link', data: outcomes, options: { y: 'action', x1: 'low', x2: 'high', strokeWidth: 2 } },
    { mark: 'dot', data: outcomes, options: { y: 'action', x: 'share', fill: '#4269d0', r: 5 } },
    {
      mark: 'dot',
      data: outcomes,
      options: { y: 'action', x: 'model, mean', symbol: 'times', stroke: '#e15759', r: 5 },
    },
  ],
});

/*md
## The leads that are open now

For every open lead, what the model would do were it free, beside what the policy in force does. The policy explores:
each eligible action has a probability, and with the answer that probability is logged. Without it, what another policy would have
earned could never be told from the log.
*/
const settings = nbaSettingsOf(company.settings);
const ids = await subjectsAfter(pool, companyId, 'lead', { asOf: now, after: null, limit: 2000 });
const histories = await loadHistories(pool, companyId, 'lead', ids);
const leads = histories.map((history) =>
  computeFeatures(featuresOfTask('nba', company.settings), history, now.getTime()),
);
const moment = { at: now, timezone: company.timezone };
const inForce = model.recommend(leads, (row) => ({ settings, moment, predictionId: ids[row]! }));
const free = model.recommend(leads, (row) => ({
  settings: { ...settings, autonomy: 'full', exploration: 'greedy', epsilon: 0 },
  moment,
  predictionId: ids[row]!,
}));
const shareOf = (propensity: (action: string) => number, policy: string) =>
  actions.map((action) => ({ policy, action, share: propensity(action) }));
const meanPropensity = (results: typeof inForce) => (action: string) =>
  results.reduce(
    (sum, { alternatives }) => sum + (alternatives.find((one) => one.action === action)?.propensity ?? 0),
    0,
  ) / results.length;
show({
  title: 'Who would do what',
  caption: `The team: its ${mature.length} logged decisions. The policies: mean probability over ${leads.length} open leads at ${now.toISOString()}.`,
  options: {
    x: { label: 'share', domain: [0, 1], grid: true },
    y: { label: null, domain: ['the team', 'in force', 'the model, free'] },
    color: { legend: true },
    marginLeft: 100,
    height: 220,
  },
  marks: [
    {
      mark: 'barX',
      data: [
        ...shareOf(
          (action) => outcomes.find((one) => one.action === action)!.rows / mature.length,
          'the team',
        ),
        ...shareOf(meanPropensity(inForce), 'in force'),
        ...shareOf(meanPropensity(free), 'the model, free'),
      ],
      options: { y: 'policy', x: 'share', fill: 'action' },
    },
  ],
});
show(
  `Mode in force: ${['autonomous', 'apprentice'].map((mode) => `${inForce.filter((one) => one.mode === mode).length} ${mode}`).join(', ')}; not the action of greatest value (drawn to learn, or what the team does): ${inForce.filter(({ explored }) => explored).length} of ${inForce.length}.`,
);

/*md
## Probabilities with which the policy chooses

The same leads by age. Where a row is nearly one colour the policy is sure, or imitates a firm habit; the floor of
exploration keeps every eligible action above zero, which is what off-policy evaluation lives on.
*/
const ages = [
  { name: 'under 3 days', until: 3 },
  { name: '3-7 days', until: 7 },
  { name: '7-14 days', until: 14 },
  { name: '14-30 days', until: 30 },
  { name: 'older', until: Number.POSITIVE_INFINITY },
];
const ageOf = (row: (typeof leads)[number]) => ages.find(({ until }) => Number(row.age) < until)!.name;
const cells = ages.flatMap(({ name }) => {
  const at = inForce.filter((_, row) => ageOf(leads[row]!) === name);
  return at.length === 0
    ? []
    : actions.map((action) => ({
        age: `${name} (${at.length})`,
        action,
        propensity: meanPropensity(at)(action),
      }));
});
show({
  title: 'Mean propensity of each action by the age of the lead',
  caption: 'Policy in force; in parentheses how many open leads there are.',
  options: {
    marginLeft: 130,
    x: { label: null },
    y: { label: null, domain: [...new Set(cells.map(({ age }) => age))] },
    color: { legend: true, scheme: 'YlGnBu', domain: [0, 1], label: 'propensity' },
    height: 240,
  },
  marks: [{ mark: 'cell', data: cells, options: { x: 'action', y: 'age', fill: 'propensity', tip: true } }],
});

/*md
## What acting is expected to bring, against doing nothing

The gain is against waiting now, and for many leads it is small: their chance is low whatever is done. These are the model's own
expectations. Whether to believe them is the next question.
*/
const gains = free.map(({ expectedGain, action }) => ({ gain: expectedGain, action }));
const width = Math.max(1, Math.ceil(Math.max(...gains.map(({ gain }) => gain)) / 24));
const histogram = actions.flatMap((action) =>
  Array.from({ length: 25 }, (_, bin) => ({
    action,
    from: bin * width,
    to: (bin + 1) * width,
    leads: gains.filter((one) => one.action === action && Math.floor(one.gain / width) === bin).length,
  })).filter(({ leads }) => leads > 0),
);
show({
  title: 'Expected gain of the best action',
  caption: `In ${company.currency} per lead, ${leads.length} open leads, by the action the model would take.`,
  options: {
    x: { label: `expected gain, ${company.currency}` },
    y: { label: 'leads', grid: true },
    color: { legend: true },
  },
  marks: [
    { mark: 'rectY', data: histogram, options: { x1: 'from', x2: 'to', y: 'leads', fill: 'action' } },
    { mark: 'ruleY', data: [0] },
  ],
});

/*md
## What the log says about the model's choices

The gate judged the version in force on decisions it had not learned from, by estimators that differ in what they trust (the notebook
on off-policy evaluation shows them where the truth is known). A gain whose interval spans 0 means: not proven better than the team.
*/
const registered = await findModelVersion(pool, companyId, { id: versionId });
const report = registered?.report as { readonly policy?: PolicyReport } | undefined;
const policy = report?.policy;
if (policy === undefined)
  show('No held-out decision had a known propensity: the policy could not be valued.');
else {
  const { value } = policy;
  const estimates = (['logged', 'team', 'dm', 'ips', 'snips', 'dr', 'gain'] as const).flatMap((name) => {
    const estimate = value[name];
    return estimate === null ? [] : [{ estimator: name === 'gain' ? 'dr less team' : name, ...estimate }];
  });
  show({
    title: 'Value of the model’s choices per decision',
    caption: `${company.currency}; ${value.decisions} held-out decisions, effective sample size ${value.effectiveSampleSize.toFixed(0)}; 95 % bootstrap intervals over leads.`,
    options: {
      marginLeft: 100,
      x: { label: `${company.currency} per decision`, grid: true },
      y: { label: null, domain: estimates.map(({ estimator }) => estimator) },
    },
    marks: [
      { mark: 'ruleX', data: [0] },
      { mark: 'link', data: estimates, options: { y: 'estimator', x1: 'low', x2: 'high', strokeWidth: 2 } },
      { mark: 'dot', data: estimates, options: { y: 'estimator', x: 'value', fill: '#4269d0', r: 5 } },
    ],
  });
  show(
    Object.entries(policy.autonomy).map(
      ([action, { share, decisions, effectiveSampleSize, gain, reason }]) => ({
        action,
        'left to the model': share ?? null,
        decisions,
        'effective sample size': effectiveSampleSize,
        gain: gain?.value ?? null,
        'from (95 %)': gain?.low ?? null,
        'to (95 %)': gain?.high ?? null,
        reason,
      }),
    ),
  );
  if (policy.warnings.length > 0) show(policy.warnings.join('\n'));
}
await centre.close();
